# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC1091
#
# What the tests of examples/ share. Every test works on a copy of the project in
# bats' temporary folder and in databases of its own, which end with it.

example_tests=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$example_tests/console.bash"

# example_copy NAME: a fresh copy of examples/NAME, and go there.
example_copy() {
	command -v pawl >/dev/null || {
		echo "pawl is not on PATH" >&2
		return 1
	}
	unset PAWL_URL PAWL_ENV DATABASE_URL
	cp -R "$example_tests/../../examples/$1" "$BATS_TEST_TMPDIR/$1"
	cd "$BATS_TEST_TMPDIR/$1" || return 1
}

# Lead libpq to the server of PAWL_TEST_POSTGRES_URL, so that postgresql:///name works.
example_server() {
	if [ -z "${PAWL_TEST_POSTGRES_URL:-}" ]; then
		skip "PAWL_TEST_POSTGRES_URL names no server"
	fi
	local host port user password
	password=$(sed -nE 's|^[a-z]+://[^:/@]*:([^@/]*)@.*|\1|p' <<<"$PAWL_TEST_POSTGRES_URL")
	IFS='|' read -r host port user < <(psql -qAtX "$PAWL_TEST_POSTGRES_URL" \
		-c '\echo :HOST|:PORT|:USER') || return 1
	export PGHOST=$host PGPORT=$port PGUSER=$user PGDATABASE=postgres
	if [ -n "$password" ]; then
		export PGPASSWORD=$password
	fi
}

# example_databases NAME...: names a README uses. They must be free, and are dropped at the end.
example_databases() {
	local name
	example_server
	for name in "$@"; do
		if [ -n "$(psql -qAtX -c "SELECT 1 FROM pg_database WHERE datname = '$name'")" ]; then
			echo "database \"$name\" exists already on the test server" >&2
			return 1
		fi
	done
	printf '%s\n' "$@" >>"$BATS_TEST_TMPDIR/databases"
}

# An empty database of this test's own, for pawl and for psql.
example_database() {
	example_server
	PGDATABASE=pawl_example_$$_$BATS_TEST_NUMBER
	createdb "$PGDATABASE"
	echo "$PGDATABASE" >>"$BATS_TEST_TMPDIR/databases"
	export PAWL_URL=postgresql:///$PGDATABASE
}

# In teardown: drop what the two above made or let be made.
example_clean() {
	local name
	[ -f "$BATS_TEST_TMPDIR/databases" ] || return 0
	while read -r name; do
		dropdb --if-exists --force --maintenance-db=postgres "$name"
	done <"$BATS_TEST_TMPDIR/databases"
}

# sql QUERY: its rows on stdout, columns parted by |.
sql() {
	psql -qAtX -v ON_ERROR_STOP=1 -c "$1"
}

# The schema but pawl's own tables, in an order that does not depend on how it came about.
schema() {
	psql -qAtX -v ON_ERROR_STOP=1 -f "$example_tests/schema.sql"
}

# there_and_back STEPS SCHEMA...: step by step up, the same steps down, and up again. Every
# version has the schema on the way down that it had on the way up. SCHEMA prints it.
there_and_back() {
	local steps=$1 i
	shift
	for ((i = 0; i < steps; i++)); do
		"$@" >"$BATS_TEST_TMPDIR/schema.$i" || return 1
		pawl up +1 || return 1
	done
	"$@" >"$BATS_TEST_TMPDIR/schema.$steps"
	pawl status --exit-code || return 1
	for ((i = steps - 1; i >= 0; i--)); do
		pawl down || return 1
		"$@" | diff "$BATS_TEST_TMPDIR/schema.$i" - || return 1
	done
	pawl up || return 1
	"$@" | diff "$BATS_TEST_TMPDIR/schema.$steps" -
}

# is EXPECTED ACTUAL
is() {
	[ "$1" = "$2" ] || {
		diff <(echo "$1") <(echo "$2") >&2
		return 1
	}
}
