# SPDX-License-Identifier: Apache-2.0
# For every .bats file here: a project of three migrations, exported in the
# tool's form, and the tool and pawl in turn on one database.
# shellcheck disable=SC2154 # bats sets output
bats_require_minimum_version 1.5.0

setup()
{
	: "${PAWL:=$BATS_TEST_DIRNAME/../../build/cli/pawl}"
	unset PAWL_URL DATABASE_URL PAWL_ENV PAWL_CONFIG PAWL_DIR
	work=$(mktemp -d)
	cd "$work" || return 1
	mkdir plain
	for i in 1 2 3; do
		echo "CREATE TABLE t$i (x int);" >plain/2024010100000${i}_t$i.sql
		echo "DROP TABLE t$i;" >plain/2024010100000${i}_t$i.down.sql
	done
}

teardown()
{
	cd / && rm -rf "$work"
}

pawl()
{
	"$PAWL" "$@"
}

# project TOOL DIALECT [FOLDER]: its form of the three, in m (or FOLDER of it)
project()
{
	pawl export --dialect "$2" --dir plain --layout "$1" -o "m${3:+/$3}" >/dev/null
	printf '[pawl]\nurl = %s\ndir = m\nhistory = keep\nlayout = %s\n' "$url" "$1" >pawl.ini
}

# says TEXT: it is somewhere in the output of the last run.
says()
{
	[[ $output == *"$1"* ]] || {
		printf 'not said: %s\n--- but:\n%s\n' "$1" "$output" >&2
		return 1
	}
}

# applied N: pawl sees N of the three as applied
applied()
{
	run -0 pawl status
	says ": $1 applied, $((3 - $1)) pending"
}

# in_turn UP DOWN: commands of the tool; UP applies all that is pending, DOWN goes back one
in_turn()
{
	run -0 pawl up +1
	run -0 $1
	applied 3
	run -0 pawl up
	says "nothing to do"
	run -0 $2
	applied 2
	run -0 pawl down
	applied 1
	run -0 pawl up
	applied 3
	run -0 $2
	run -0 $2
	applied 1
	run -0 $1
	applied 3
	adopted
}

# The same state in pawl's own table, and a second time nothing to do.
adopted()
{
	run -0 pawl adopt --history own --dry-run
	says "3 would be adopted"
	run -0 pawl adopt --history own
	says "3 adopted"
	run -0 pawl status --history own
	says ": 3 applied, 0 pending"
	run -0 pawl adopt --history own
	says "nothing to adopt"
}
