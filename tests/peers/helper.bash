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
	[ -z "${forwarder:-}" ] || kill "$forwarder"
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

# kept TOOL DIALECT [without-down]: the tool's table alone, step by step, as pawl reads it back;
# pawls_tables are those of pawl's own in the database
kept()
{
	project "$1" "$2"
	run -0 pawl up +1
	applied 1
	run -0 pawl up
	applied 3
	run -0 pawl up
	says "nothing to do"
	run -0 pawl verify
	if [ "${3:-}" != without-down ]; then
		run -0 pawl down
		applied 2
		run -0 pawl redo
		applied 2
		run -0 pawl up
		applied 3
	fi
	run -0 pawl stamp "$(pawl status --json | jq -r '.migrations[0].version')"
	applied 1
	run -0 pawl stamp "$(pawl status --json | jq -r '.migrations[2].version')"
	[ -z "$(pawls_tables)" ]
	adopted
	[ -n "$(pawls_tables)" ]
	run -0 pawl current
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

# goes_on_after_adopt COMMAND...: the tool applies the rest after the first was adopted
goes_on_after_adopt()
{
	run -0 pawl up +1
	run -0 pawl adopt --history own
	run -0 "$@"
	run -7 pawl up --history own
	says 'run "pawl adopt" again'
	run -0 pawl status --history own
	says "2 migrations recorded by"
	run -0 pawl adopt --history own
	says "2 adopted"
	run -0 pawl up --history own
	says "nothing to do"
	run -0 pawl check --history own
}

# with_function DIALECT: a fourth migration with ';' inside of a statement
with_function()
{
	case $1 in
	postgres)
		printf 'CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$\nBEGIN\n\tRETURN 1;\nEND;\n$$;\n' >plain/20240101000004_f.sql
		echo "DROP FUNCTION f;" >plain/20240101000004_f.down.sql
		;;
	*)
		printf 'CREATE TRIGGER f AFTER INSERT ON t1 FOR EACH ROW BEGIN\n\tINSERT INTO t2 VALUES (1);\n\tINSERT INTO t2 VALUES (2);\nEND;\nCREATE TABLE t4 (x int);\n' >plain/20240101000004_f.sql
		printf 'DROP TRIGGER f;\nCREATE TRIGGER g AFTER INSERT ON t1 FOR EACH ROW BEGIN\n\tINSERT INTO t2 VALUES (1);\nEND;\nDROP TABLE t4;\n' >plain/20240101000004_f.down.sql
		;;
	esac
}

# runs_bodies TOOL DIALECT UP [DOWN]: the tool runs the fourth, exported, too, as pawl sees it
runs_bodies()
{
	rm -rf m
	with_function "$2"
	project "$1" "$2"
	run -0 $3
	run -0 pawl status
	says ": 4 applied, 0 pending"
	run -0 pawl verify
	[ -n "${4:-}" ] || return 0
	run -0 $4
	run -0 pawl status
	says ": 3 applied, 1 pending"
}

# sqitch_takes_over DIALECT TARGET: an exported folder, begun by pawl and gone on with by sqitch
sqitch_takes_over()
{
	command -v sqitch || skip "no sqitch is installed"
	export HOME=$work
	sqitch config --user user.name Somebody
	sqitch config --user user.email somebody@example.org
	with_function "$1"
	pawl export --dialect "$1" --dir plain --layout sqitch -o m
	printf '[pawl]\nurl = %s\ndir = m\nhistory = keep\n' "$url" >pawl.ini
	target=$2
	run -0 pawl up +1
	run -0 sqitch_here deploy
	run -0 pawl status
	says ": 4 applied, 0 pending"
	run -0 pawl verify
	run -0 sqitch_here revert -y --to @HEAD^^ --log-only
	run -0 pawl status
	says ": 2 applied, 2 pending"
}

# sqitch_project ENGINE TYPE: in m, three changes with what they require and tags; t1 is reworked
# behind @v1 into the third
sqitch_project()
{
	command -v sqitch || skip "no sqitch is installed"
	export HOME=$work
	sqitch config --user user.name Somebody
	sqitch config --user user.email somebody@example.org
	mkdir m
	(
		cd m
		sqitch init shop --engine "$1" --uri https://example.org/shop
		sqitch add t1 -n "the first: it's one"
		sqitch add t2 --requires t1 --conflicts mall:nope -n "two"
		sqitch tag v1 -n "first release"
		echo "CREATE TABLE t1 (x int);" >deploy/t1.sql
		echo "CREATE TABLE t2 (x int);" >deploy/t2.sql
		echo "DROP TABLE t1;" >revert/t1.sql
		echo "DROP TABLE t2;" >revert/t2.sql
		sqitch rework t1 --requires t2 -n "one more"
		echo "CREATE TABLE t3 (x int);" >deploy/t1.sql
		echo "DROP TABLE t3;" >revert/t1.sql
		sqitch tag v2 -n "second release"
	)
	printf '[pawl]\nurl = %s\ndir = m\nhistory = keep\n' "$url" >pawl.ini
}

# in_turn_with_sqitch TARGET: sqitch's own URL of the database
in_turn_with_sqitch()
{
	target=$1
	in_turn "sqitch_here deploy" "sqitch_here revert -y --to @HEAD^"
	run -0 sqitch_here status
	says "Nothing to deploy"
	run -0 sqitch_here verify
	run -0 pawl down --all
	run -0 sqitch_here log --abbrev 4 --event revert
	says "Name:      t2"
	run -0 sqitch_here deploy
	applied 3
}

sqitch_here()
{
	(cd m && sqitch "$1" --target "$target" "${@:2}")
}

# registry QUERY...: the same of both ways to deploy: what a change leaves, times and people aside
registry_queries=(
	"SELECT project, uri FROM projects"
	"SELECT change_id, script_hash, change, project, note, planned_at, planner_name, planner_email FROM changes ORDER BY committed_at"
	"SELECT tag_id, tag, project, change_id, note, planned_at, planner_name, planner_email FROM tags ORDER BY tag"
	"SELECT change_id, type, dependency, dependency_id FROM dependencies ORDER BY change_id, dependency"
	"SELECT event, change_id, change, project, note, requires, conflicts, tags, planned_at, planner_name, planner_email FROM events ORDER BY committed_at"
)

# own_tables_left_out: no comparison sees the tool's tables; those of the project and of nobody else
own_tables_left_out()
{
	run -0 pawl up
	run -0 --separate-stderr pawl dump -o schema.sql
	[ "$(grep -ciE 'create .*(version|migration|changelog|revision|registry|journal)' schema.sql)" = 0 ]
	echo "schema = schema.sql" >>pawl.ini
	run -0 pawl diff
	run -0 pawl check
	run -0 pawl new --autogenerate nothing
	says "no changes"
	run -0 pawl adopt --history own
	run -0 pawl check --history own
	run -0 pawl check
}

# forward_port SOCKET: $port leads to the server there until the test ends
forward_port()
{
	socat -dd TCP-LISTEN:0,bind=127.0.0.1,fork "UNIX-CONNECT:$1" 2>socat.log 3>&- &
	forwarder=$!
	until grep -qs 'listening on' socat.log; do
		sleep 0.1
	done
	port=$(sed -n 's/.*listening on .*://p' socat.log)
}

# liquibase_with JDBC_URL COMMAND...: in the folder m
liquibase_with()
{
	command -v java >/dev/null || skip "no java is installed"
	java -cp "$modules/liquibase/dist/liquibase/internal/lib/*:/usr/share/java/slf4j-api.jar:/usr/share/java/slf4j-nop.jar" \
		liquibase.integration.commandline.LiquibaseCommandLine --show-banner=false \
		--search-path="${search_path:-m}" --changelog-file="${changelog:-changelog.yaml}" \
		--url="$1" --username=root "${@:2}"
}

# What Liquibase knows of a changeset, times, versions and people aside
changelog_columns="ID, AUTHOR, FILENAME, ORDEREXECUTED, EXECTYPE, MD5SUM"

# changelog_of_all_kinds: formatted SQL whose checksums are not those of plain statements
changelog_of_all_kinds()
{
	mkdir -p m/changes
	cat >m/changelog.yaml <<-'END'
		databaseChangeLog:
		  - include:
		      file: changes/first.sql
		      relativeToChangelogFile: true
		  - includeAll:
		      path: changes/more
		      relativeToChangelogFile: true
	END
	mkdir m/changes/more
	printf '%s\r\n' '--liquibase formatted sql' '' '--changeset ann:1' 'CREATE TABLE crlf (x int);' \
		'--rollback DROP TABLE crlf;' >m/changes/more/crlf.sql
	cat >m/changes/first.sql <<-'END'
		--liquibase formatted sql

		--property name:kind value:int

		--changeset ann:1 labels:a,b
		--comment: what it is for
		-- a comment that stays
		CREATE TABLE one (
			x ${kind}, /* and another */
			y varchar(20) DEFAULT 'a  b'
		);
		INSERT INTO one (x) VALUES (1); INSERT INTO one (x) VALUES (2);
		--rollback DROP TABLE one;

		--changeset "bob b":"two 2" runInTransaction:false stripComments:false
		-- not stripped
		CREATE TABLE two (x int)
		--rollback DROP TABLE two;

		--changeset ann:3 splitStatements:false endDelimiter:;
		CREATE TABLE three (x int);

		--rollback DROP TABLE three;

		--changeset ann:4 context:test dbms:postgresql,sqlite,mariadb,mysql
		CREATE TABLE four (x int);
		--rollback DROP TABLE four;

		--changeset ann:5
		--preconditions onFail:MARK_RAN
		--precondition-sql-check expectedResult:0 SELECT count(*) FROM one
		CREATE TABLE five (x int);
		--rollback empty

		--changeset ann:7 endDelimiter:/
		CREATE TABLE seven (x int)
		/
		CREATE TABLE eight (x int)
		/
		--rollback DROP TABLE seven;
		--rollback DROP TABLE eight;

		--changeset ann:6 dbms:oracle
		CREATE TABLE six (x int);
	END
}

# in_turn_with_liquibase: liquibase is defined; changelog prints its columns, empty a new database
in_turn_with_liquibase()
{
	project liquibase "$1"
	in_turn "liquibase update" "liquibase rollback-count 1"
	run -0 liquibase status
	says "up to date"
	run -0 liquibase validate
	empty
	rm -r m && changelog_of_all_kinds
	run -0 liquibase update
	changelog >theirs
	run -0 pawl status
	says ": 7 applied, 0 pending"
	run -0 pawl verify
	# What it has of nobody is filled in; the checksums of old releases are passed over.
	forget
	run -0 pawl status
	says ": 7 applied, 0 pending"
	run -0 liquibase update
	changelog | diff theirs -
	empty
	run -0 pawl up
	changelog | diff theirs -
	run -0 liquibase status
	says "up to date"
	run -0 liquibase update
	changelog | diff theirs -
	run -0 liquibase rollback-count 3
	run -0 pawl status
	says ": 4 applied, 3 pending"
	run -0 pawl down --all
	run -0 liquibase update
	sed -i 's/TABLE three (x int)/TABLE three (x int, y int)/' m/changes/first.sql
	run ! liquibase validate
	run -7 pawl verify
	run -0 pawl repair
	run -0 liquibase validate
}

# prisma_with URL COMMAND...
prisma_with()
{
	node "$BATS_TEST_DIRNAME/prisma.mjs" "$modules" "$1" m "${@:2}"
}

# in_turn_with_prisma ENGINE: prisma, empty and a failing statement's history are defined
in_turn_with_prisma()
{
	project prisma "$1"
	rm m/*/down.sql
	run -0 pawl up +1
	run -0 prisma deploy
	says "20240101000002_t2"
	applied 3
	run -0 pawl up
	says "nothing to do"
	healthy
	empty
	run -0 prisma deploy
	applied 3
	run -0 pawl verify
	empty
	run -0 pawl up
	run -0 prisma deploy
	says '"appliedMigrationNames":[]'
	# A checkout with other line ends is the same to both.
	sed -i 's/$/\r/' m/*/migration.sql
	run -0 pawl verify
	healthy
	empty
	run -0 pawl up +1
	run -0 prisma applied 20240101000002_t2
	applied 2
	run -0 pawl stamp 20240101000003_t3
	healthy
}

# healthy: Prisma finds nothing wrong
healthy()
{
	run -0 prisma status
	says '"editedMigrationNames":[],"failedMigrationNames":[],"hasMigrationsTable":true,"history":null'
}

# rails_with CONFIGURATION COMMAND...
rails_with()
{
	ruby "$BATS_TEST_DIRNAME/rails.rb" "$1" db/migrate "${@:2}"
}

# in_turn_with_rails: rails and empty are defined
in_turn_with_rails()
{
	ruby -e 'require "active_record"' || skip "no Active Record is installed"
	mkdir -p db/migrate
	for i in 1 2; do
		printf 'class MakeT%s < ActiveRecord::Migration[6.1]\n  def change\n' $i
		printf '    create_table(:t%s) { |t| t.string :x }\n  end\nend\n' $i
	done >both.rb
	for i in 1 2; do
		sed -n "$((5 * i - 4)),$((5 * i))p" both.rb >db/migrate/2024010100000${i}_make_t$i.rb
	done
	printf '[pawl]\nurl = %s\ndir = db\nhistory = keep\n' "$url" >pawl.ini
	run -0 rails migrate
	run -0 rails dump db/structure.sql
	run -0 pawl status
	says ": 1 applied, 0 pending"
	run -0 pawl up
	says "nothing to do"
	empty
	run -0 pawl up
	run -0 rails status
	[ "$output" = "up 20240101000001
up 20240101000002" ]
	sed 's/T2/T3/; s/t2/t3/' db/migrate/20240101000002_make_t2.rb >db/migrate/20240101000003_make_t3.rb
	run -3 pawl up
	says "(Ruby)"
	run -0 rails migrate
	run -0 pawl up
	says "nothing to do"
	run -0 rails rollback
	run -0 pawl status
	says "1 pending"
}
