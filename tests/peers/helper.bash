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

sqitch_user()
{
	command -v sqitch || skip "no sqitch is installed"
	export HOME=$work
	sqitch config --user user.name Somebody
	sqitch config --user user.email somebody@example.org
}

# sqitch_takes_over DIALECT TARGET: an exported folder, begun by pawl and gone on with by sqitch
sqitch_takes_over()
{
	sqitch_user
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

# lock_of TOOL ENGINE DATABASE: the number or name that the tool locks, as its own source computes it
lock_of()
{
	python3 - "$@" <<-'END'
		import sys, zlib
		tool, engine, db = sys.argv[1:]
		pg = engine == 'postgres'
		crc = lambda text: zlib.crc32(text.encode())
		def java(text):
		    h = 0
		    for c in text:
		        h = (h * 31 + ord(c)) & 0xffffffff
		    return h - (h >> 31 << 32)
		print({
		    'golang-migrate': lambda: crc('public\0schema_migrations\0' + db if pg
		        else db + ':schema_migrations') * 1486364155 % 2**32,
		    'flyway': lambda: 0x466C79776179 + java('"public"."flyway_schema_history"') if pg
		        else 'Flyway-%d' % java('`%s`.`flyway_schema_history`' % db),
		    'sqlx': lambda: 0x3d32ad9e * crc(db) if pg else '%x' % (0x3d32ad9e * crc(db)),
		    'prisma': lambda: 72707369 if pg else 'prisma_migrate',
		    'atlas': lambda: 2686470616 if pg else 'atlas_migrate_execute',
		    'goose': lambda: crc('goose'),
		    'tern': lambda: 9628173550095224,
		    'graphile-migrate': lambda: 4727445306447283,
		    'postgres-migrations': lambda: -8525285245963000605,
		}[tool]())
	END
}

# waits_for TOOL: while hold KEY has its lock, pawl waits for it; release ends it
waits_for()
{
	hold "$2"
	run -6 pawl up --wait 200ms
	says "it is $1"
	release
	run -0 pawl up
	applied 3
}

# sqitch_project ENGINE TYPE: in m, three changes with what they require and tags; t1 is reworked
# behind @v1 into the third
sqitch_project()
{
	sqitch_user
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

# fails_in_turn_with_sqitch COMMAND...: what both leave of a change that fails, which COMMAND prints
fails_in_turn_with_sqitch()
{
	echo "CREATE TABLE t2 (x int); SELECT * FROM nowhere;" >m/deploy/t2.sql
	run ! sqitch_here deploy
	"$@" | grep ^fail >theirs
	[ "$(wc -l <theirs)" = 1 ]
	empty
	run -5 pawl up
	"$@" | grep ^fail | diff theirs -
	run ! pawl up
	[ "$("$@" | grep -c ^fail)" = 2 ]
	# The first of all.
	empty
	echo "SELECT * FROM nowhere;" >m/deploy/t1@v1.sql
	run -5 pawl up
	[[ $output != *"could not be written"* ]]
	[ "$("$@" | grep -c ^fail)" = 1 ]
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

# reruns_with_liquibase: a changeset that runs again, by both; its tag stays
reruns_with_liquibase()
{
	rm -rf m && mkdir m
	cat >m/changelog.sql <<-'END'
		--liquibase formatted sql

		--changeset ann:1
		CREATE TABLE one (x int);

		--changeset ann:v runOnChange:true
		DROP VIEW IF EXISTS v;
		CREATE VIEW v AS SELECT 1 AS x;
	END
	changelog=changelog.sql
	printf '[pawl]\nurl = %s\ndir = m\nhistory = keep\n' "$url" >pawl.ini
	run -0 liquibase update
	run -0 liquibase tag first
	sed -i 's/SELECT 1/SELECT 2/' m/changelog.sql
	run -0 liquibase update
	changelog >theirs
	empty
	sed -i 's/SELECT 2/SELECT 1/' m/changelog.sql
	run -0 pawl up
	run -0 liquibase tag first
	sed -i 's/SELECT 1/SELECT 2/' m/changelog.sql
	run -0 pawl up
	changelog | diff theirs -
	grep -q RERAN theirs
	run -0 liquibase tag-exists first
	says "exists"
	sed -i 's/SELECT 2/SELECT 3/' m/changelog.sql
	run -0 liquibase update
	sed -i 's/SELECT 3/SELECT 4/' m/changelog.sql
	run -0 pawl up
	says "1 applied"
	run -0 liquibase status
	says "up to date"
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

# odd_texts DIALECT: in plain, texts that tools read wrongly: quotes, comments, bodies, variables,
# templates, line ends, none at the end, transactions of their own
odd_texts()
{
	local q='"'
	[ "$1" != mysql ] || q='`'
	rm -rf plain m && mkdir plain
	cat >plain/001_quotes.sql <<-END
		-- the first: it's a comment; with a semicolon
		CREATE TABLE ${q}odd ${q}${q}name${q}${q}${q} (
			x int, -- inner comment; here
			y varchar(40) DEFAULT 'it''s; -- no comment',
			z varchar(90) DEFAULT '100% %s %(x)s :name ::x \${v} {{x}} {y} \$1 #{y} {{1,2},{3}}'
		);
		INSERT INTO ${q}odd ${q}${q}name${q}${q}${q} (x, y) VALUES (1, 'lines

		  ''text''
			with tab'), (2, 'ünï → 日本');
	END
	echo "DROP TABLE ${q}odd ${q}${q}name${q}${q}${q};" >plain/001_quotes.down.sql
	printf 'CREATE TABLE crlf (x int);\r\n-- a comment\r\nINSERT INTO crlf VALUES (1);\r\n' >plain/002_crlf.sql
	printf 'DROP TABLE crlf' >plain/002_crlf.down.sql
	: >plain/003_empty.sql
	printf -- '-- a comment alone' >plain/004_comment.sql
	printf 'BEGIN;\nCREATE TABLE wrapped (x int);\nCOMMIT;\n' >plain/005_wrapped.sql
	printf 'BEGIN;\nDROP TABLE wrapped;\nCOMMIT;\n' >plain/005_wrapped.down.sql
	printf 'CREATE TABLE endless (x int)' >plain/006_endless.sql
	printf 'DROP TABLE endless -- behind it' >plain/006_endless.down.sql
	for i in 003_empty 004_comment; do
		: >plain/$i.down.sql
	done
	"odd_bodies_$1"
}

odd_bodies_postgres()
{
	cat >plain/007_bodies.sql <<-'END'
		CREATE FUNCTION f(a int) RETURNS text LANGUAGE plpgsql AS $body$
		DECLARE
			t text := E'don\'t \\ : \:';  -- it's a comment
		BEGIN
			  -- another; one
			IF a::int = 1 THEN RETURN $q$quoted; 'x$q$; END IF;
			RETURN t || a::text || '%';
		END;
		$body$;
		ALTER TABLE crlf ADD y text DEFAULT E'\\ \' // @@ ~~';
	END
	printf 'ALTER TABLE crlf DROP y;\nDROP FUNCTION f(int);\n' >plain/007_bodies.down.sql
}

odd_bodies_sqlite()
{
	cat >plain/007_bodies.sql <<-'END'
		CREATE TRIGGER f AFTER INSERT ON crlf BEGIN
			  -- it's a comment; in it
			INSERT INTO wrapped VALUES ('it''s \ a; // @@');
			UPDATE wrapped SET x = CASE WHEN x = 'y' THEN ':a' ELSE x END;
		END;
		CREATE TABLE [last one] (x int DEFAULT '\');
	END
	printf 'DROP TABLE [last one];\nDROP TRIGGER f;\n' >plain/007_bodies.down.sql
}

odd_bodies_mysql()
{
	cat >plain/007_bodies.sql <<-'END'
		# a comment of another kind
		DELIMITER $$
		CREATE TRIGGER f AFTER INSERT ON crlf FOR EACH ROW BEGIN
			  -- a comment; in it
			INSERT INTO wrapped VALUES (length('it''s \' \\ a; // '));
			IF NEW.x = 1 THEN INSERT INTO wrapped VALUES (2); END IF;
		END$$
		-- between
		CREATE PROCEDURE p() BEGIN SELECT 1; SELECT ':a %'; END $$
		DELIMITER ;
		ALTER TABLE crlf ADD y varchar(20) DEFAULT 'a\'b\\ "';
	END
	printf 'ALTER TABLE crlf DROP y;\nDROP PROCEDURE p;\nDROP TRIGGER f;\n' >plain/007_bodies.down.sql
}

# runs_odd_texts TOOL DIALECT UP [DOWN]: the tool makes of what is exported what pawl makes of
# the files; DOWN takes all of it back. state prints what there is, empty begins anew.
runs_odd_texts()
{
	empty
	odd_texts "$2"
	run -0 pawl up --url "$url" --dir plain --layout native
	state >made
	[ -s made ]
	empty
	state >nothing
	run -0 pawl export --dialect "$2" --dir plain --layout "$1" -o m
	run $3
	[ "$status" = 0 ] || says "a run of $1"
	state | diff made -
	[ -n "${4:-}" ] || return 0
	run -0 $4
	state | diff nothing -
}

# back COMMAND...: as often as there are odd texts
back()
{
	for _ in 1 2 3 4 5 6 7; do
		"$@"
	done
}
