# SPDX-License-Identifier: Apache-2.0
# For every .bats file here: a folder of its own, and the program in $PAWL.
# shellcheck disable=SC2154 # bats sets output
bats_require_minimum_version 1.5.0

setup()
{
	: "${PAWL:=$BATS_TEST_DIRNAME/../../build/cli/pawl}"
	[ -x "$PAWL" ] || {
		echo "no program at $PAWL" >&2
		return 1
	}
	unset PAWL_URL DATABASE_URL PAWL_ENV PAWL_CONFIG PAWL_DIR NO_COLOR COLUMNS
	work=$(mktemp -d)
	cd "$work" || return 1
}

teardown()
{
	cd / && rm -rf "$work"
}

pawl()
{
	"$PAWL" "$@"
}

# A SQLite project of two tables: users (001) and orders (002), both with a way back.
make_project()
{
	mkdir migrations
	printf '[pawl]\nurl = sqlite:app.db\n' >pawl.ini
	migration 001_users 'CREATE TABLE users (id INTEGER PRIMARY KEY);' 'DROP TABLE users;'
	migration 002_orders 'CREATE TABLE orders (id INTEGER PRIMARY KEY);' 'DROP TABLE orders;'
}

# migration 003_name UP [DOWN]
migration()
{
	printf '%s\n' "$2" >"migrations/$1.sql"
	if [ $# -gt 2 ]; then
		printf '%s\n' "$3" >"migrations/$1.down.sql"
	fi
}

# The tables of app.db but pawl's own, in one line.
tables()
{
	sqlite3 app.db "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_migrations%' ESCAPE '\\' AND name NOT LIKE 'sqlite%' ORDER BY name" | xargs
}

# says TEXT: it is somewhere in the output of the last run.
says()
{
	[[ $output == *"$1"* ]] || {
		printf 'not said: %s\n--- but:\n%s\n' "$1" "$output" >&2
		return 1
	}
}

# json FILTER EXPECTED: what jq finds in the output of the last run.
json()
{
	local got
	got=$(jq -c "$1" <<<"$output") || {
		printf 'no JSON:\n%s\n' "$output" >&2
		return 1
	}
	[ "$got" = "$2" ] || {
		printf '%s is %s, not %s\n' "$1" "$got" "$2" >&2
		return 1
	}
}
