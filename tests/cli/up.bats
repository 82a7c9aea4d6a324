#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
load helper

@test "up: applies what is pending, and then finds nothing to do" {
	make_project
	run -0 --separate-stderr pawl up
	[[ ${lines[0]} == "  applied  001_users.sql  "* ]]
	[[ ${lines[1]} == "  applied  002_orders.sql  "* ]]
	[[ ${lines[2]} == "now at 002 (2 applied"* ]]
	[ -z "$stderr" ]
	[ "$(tables)" = "orders users" ]
	run -0 pawl up
	[ "$output" = "nothing to do: at 002" ]
}

@test "up: TARGET is +N, a version, head; upgrade is the same command" {
	make_project
	migration 003_third 'CREATE TABLE third (id INTEGER);'
	run -0 pawl up +1
	[ "$(tables)" = users ]
	run -0 pawl up 2
	[ "$(tables)" = "orders users" ]
	run -0 pawl upgrade head
	[ "$(tables)" = "orders third users" ]
}

@test "up: --dry-run tells and changes nothing" {
	make_project
	run -0 --separate-stderr pawl --dry-run up
	[[ ${lines[0]} == ACTION*VERSION*NAME*TRANSACTION*STATEMENTS* ]]
	[[ ${lines[1]} == apply*001*users*one*1 ]]
	[ "$stderr" = "nothing was changed" ]
	[ ! -e app.db ] || [ -z "$(tables)" ]
}

@test "up: --sql prints a script that leaves the same" {
	make_project
	pawl up --sql >up.sql
	sqlite3 app.db <up.sql
	[ "$(tables)" = "orders users" ]
	run -0 pawl up
	[ "$output" = "nothing to do: at 002" ]
}

# A table with children; then it is rebuilt, as SQLite's manual says, in REBUILD.
rebuild_project()
{
	make_project
	migration 003_family 'CREATE TABLE parent (id INTEGER PRIMARY KEY);
CREATE TABLE child (parent INTEGER REFERENCES parent (id) ON DELETE CASCADE);
INSERT INTO parent VALUES (1), (2); INSERT INTO child VALUES (1), (2);'
	migration 004_rebuild "${1//REBUILD/CREATE TABLE next (id INTEGER PRIMARY KEY, name TEXT); INSERT INTO next (id) SELECT id FROM parent; DROP TABLE parent; ALTER TABLE next RENAME TO parent;}"
}

keeps_children()
{
	rebuild_project "$1"
	pawl up --sql >up.sql
	run -0 pawl up
	[ "$(sqlite3 app.db 'SELECT count(*) FROM child JOIN parent ON id = parent')" = 2 ]
	[ "$(sqlite3 script.db <up.sql)" = "" ]
	[ "$(sqlite3 script.db 'SELECT count(*) FROM child JOIN parent ON id = parent')" = 2 ]
	[ "$(sqlite3 script.db 'SELECT filename, checksum, state FROM _migrations')" = \
		"$(sqlite3 app.db 'SELECT filename, checksum, state FROM _migrations')" ]
}

@test "up: a rebuild in one of the file's own transactions keeps the children" {
	keeps_children 'BEGIN; REBUILD COMMIT; BEGIN; CREATE INDEX i ON parent (name); COMMIT;'
}

@test "up: a rebuild beside VACUUM keeps the children" {
	keeps_children 'REBUILD VACUUM;'
}

@test "up: a rebuild in a transaction that the file opens and does not end keeps the children" {
	keeps_children 'COMMIT TRANSACTION; PRAGMA foreign_keys = OFF; BEGIN TRANSACTION; REBUILD'
}

@test "up: a rebuild in the file's own transaction may not lose a parent" {
	rebuild_project 'BEGIN; REBUILD DELETE FROM parent WHERE id = 2; COMMIT; BEGIN; COMMIT;'
	run -5 pawl up
	says '004_rebuild.sql:1:'
	says 'row 2 of table "child" refers to a missing row of table "parent"'
	[ "$(sqlite3 app.db 'SELECT count(*) FROM child JOIN parent ON id = parent')" = 2 ]
}

@test "up: a file that turns foreign keys off may fill new tables as it likes" {
	rebuild_project ''
	for around in 'BEGIN; COMMIT;' 'VACUUM;' 'BEGIN; COMMIT; BEGIN; COMMIT;'; do
		migration 005_dump "PRAGMA foreign_keys = OFF; ${around/ COMMIT/ CREATE TABLE other (parent REFERENCES parent (id)); INSERT INTO other VALUES (77); COMMIT}"
		run -0 pawl up
		rm -f app.db
	done
	migration 005_dump 'PRAGMA foreign_keys = OFF; BEGIN; INSERT INTO child VALUES (77); COMMIT;'
	run -5 pawl up
	says 'row 3 of table "child" refers to a missing row of table "parent"'
}

@test "up: a script stops at its first error, and says the session file" {
	make_project
	migration 003_bad 'CREATE TABLE good (id INTEGER); SELECT nope;'
	echo 'CREATE TEMP TABLE mine (id INTEGER);' >session.sql
	pawl up --sql --session session.sql >up.sql
	run -1 sqlite3 app.db <up.sql
	[ "$(tables)" = "orders users" ]
	grep -qx 'CREATE TEMP TABLE mine (id INTEGER);' up.sql
	[ "$(sqlite3 app.db 'SELECT max(filename) FROM _migrations')" = 002_orders.sql ]
}

@test "up: a script commits a new enum value before its use, and resets what a file has set" {
	mkdir migrations
	migration 001_value "ALTER TYPE t ADD VALUE 'b'; INSERT INTO u VALUES ('b');"
	migration 002_path "SET search_path = x; CREATE TABLE y (id int);"
	pawl up --sql base: --url postgres:///nowhere >up.sql
	run -0 grep -xE "BEGIN;|COMMIT;|ALTER.*|INSERT INTO u.*|SET.*|RESET.*|CREATE TABLE y.*" up.sql
	[ "$output" = "BEGIN;
ALTER TYPE t ADD VALUE 'b';
COMMIT;
BEGIN;
INSERT INTO u VALUES ('b');
COMMIT;
BEGIN;
SET search_path = x;
CREATE TABLE y (id int);
SET SESSION AUTHORIZATION DEFAULT;
RESET ROLE;
RESET ALL;
COMMIT;" ]
}

@test "up: --json lists the steps" {
	make_project
	run -0 --separate-stderr pawl up --json
	json '.steps | map(.version)' '["001","002"]'
	json '[.from, .to, .dry_run]' '[null,"002",false]'
	run -0 --separate-stderr pawl up --json
	json '.steps' '[]'
	run -0 --separate-stderr pawl up --sql --json base:001
	json '.sql | contains("CREATE TABLE users")' true
}

@test "up: a failing statement is shown with its place; exit 5" {
	make_project
	migration 003_bad "$(printf 'CREATE TABLE good (id INTEGER);\nSELECT\n\tnope;')"
	run -5 pawl up
	says 'applied  002_orders.sql'
	says 'pawl: migrations/003_bad.sql:3:2: no such column: nope'
	says '    3 |  nope;'
	says '      |  ^'
	[ "$(tables)" = "orders users" ]
	run -5 --separate-stderr pawl up --json
	json '[.error.name, .error.code, .error.line, .error.column]' '["PAWL_E_SQL",-9,3,2]'
	json '.error.file' '"migrations/003_bad.sql"'
}

@test "up: usage errors exit 2 and name the nearest option" {
	make_project
	run -2 pawl up --dryrun
	[ "${lines[0]}" = 'pawl: unknown option "--dryrun"; did you mean --dry-run?' ]
	[ "${lines[1]}" = '  hint: see pawl up --help' ]
	run -2 pawl up 001 002
	run -2 pawl up --sql --dry-run
	run -2 pawl up --dry-run=yes
	run -2 --separate-stderr pawl up --json --dryrun
	json .error.name '"PAWL_E_USAGE"'
}

@test "up: an unknown target and no database are errors" {
	make_project
	run pawl up 999
	[ "$status" -ne 0 ]
	says 999
	rm pawl.ini
	run pawl up
	[ "$status" -eq 2 ] || [ "$status" -eq 3 ]
}

@test "up: -v tells the statements, --log-format json each event" {
	make_project
	run -0 --separate-stderr pawl up -v +1
	[[ $stderr == *"CREATE TABLE users"* ]]
	run -0 --separate-stderr pawl up --log-format=json
	jq -es 'map(.event) | index("migration-done") != null' <<<"$stderr"
}

@test "up: SIGTERM cancels, rolls back, and ends by the signal" {
	make_project
	pawl up
	migration 003_long 'CREATE TABLE t AS WITH RECURSIVE c (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 100000000000) SELECT count(*) FROM c;'
	"$PAWL" up >out 2>&1 3>&- &
	pid=$!
	until [ -s app.db-journal ]; do sleep 0.1; done
	sleep 0.3
	kill -TERM "$pid"
	status=0
	wait "$pid" || status=$?
	cat out
	[ "$status" -eq 143 ]
	[ "$(tables)" = "orders users" ]
	run -0 pawl current
	[ "$output" = "002" ]
}

@test "up: a reader that goes away is no error" {
	make_project
	pawl up | true
	[ "${PIPESTATUS[0]}" -eq 0 ]
	[ "$(tables)" = "orders users" ]
}

@test "up: a file that asks for a transaction which it cannot have is refused before anything runs" {
	make_project
	migration 003_vacuum '-- pawl:transaction on
VACUUM;'
	run -3 pawl up
	says 'migrations/003_vacuum.sql:2: vacuum cannot run inside a transaction'
	[ "$(tables)" = '' ]
	run -0 pawl up 2
}

@test "up: a full device is an error" {
	[ -c /dev/full ] || skip "no /dev/full"
	make_project
	run -3 bash -c '"$PAWL" status >/dev/full'
	says 'cannot write to standard output'
}

@test "up: a commit that fails for one migration's sake keeps the others" {
	mkdir migrations
	printf '[pawl]\nurl = sqlite:app.db\n' >pawl.ini
	migration 001_tables 'CREATE TABLE p (id INTEGER PRIMARY KEY);
CREATE TABLE c (p INTEGER REFERENCES p DEFERRABLE INITIALLY DEFERRED);'
	migration 002_orphan 'INSERT INTO c VALUES (7);'
	migration 003_more 'CREATE TABLE m (id INTEGER);'
	run -5 pawl up
	says 002_orphan.sql
	[ "$(tables)" = "c p" ]
	run -0 pawl current
	says 001
	run -0 pawl history --log
	says fail
}

@test "up: limits of one migration hold in a new database as well" {
	make_project
	migration 003_slow '-- pawl:timeout statement=100ms
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n;'
	run -6 pawl up
	[ "$(tables)" = "orders users" ]
}

@test "up: --sql does not finish what a run left half done" {
	make_project
	migration 003_half '-- pawl:transaction off
CREATE TABLE h (id INTEGER);
INSERT INTO nowhere VALUES (1);'
	run -5 pawl up
	run -7 pawl up --sql
	says 'stopped half-way'
	run -0 pawl repair --dry-run
	says '1 of its statements took effect and will run again'
}

@test "up: a long statement gives a sign of life" {
	make_project
	migration 003_slow 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n;'
	run -6 pawl up --statement-timeout 4s --log-format json
	says '"event": "progress", "text": "running for '
}

@test "two migrations of one number run by --duplicates apply, in the order of their names" {
	mkdir -p migrations
	for name in b_second a_first; do
		echo "CREATE TABLE $name (id INTEGER);" >"migrations/001_$name.up.sql"
		echo "DROP TABLE $name;" >"migrations/001_$name.down.sql"
	done
	run -3 pawl up --url sqlite:app.db
	says 'take both in the order of their names by --duplicates apply'
	run -0 pawl up --url sqlite:app.db --duplicates apply
	[ "$(sqlite3 app.db 'SELECT group_concat(filename) FROM (SELECT filename FROM _migrations ORDER BY id)')" \
		= 001_a_first.up.sql,001_b_second.up.sql ]
	run -0 pawl down --url sqlite:app.db --duplicates apply
	[ "$(sqlite3 app.db "SELECT name FROM sqlite_schema WHERE name LIKE '%t' OR name LIKE '%d'")" = a_first ]
	echo 'DROP TABLE a_first;' >migrations/001_a_third_down.sql
	run -3 pawl up --url sqlite:app.db --duplicates apply
	says 'a way back is called 001_<name>.down.sql'
	run -2 pawl up --url sqlite:app.db --duplicates perhaps
}

@test "--duplicates apply pairs the only two ways of a number, whatever they are called" {
	mkdir -p migrations
	echo "CREATE TABLE a (x int);" >migrations/1_drop_job.up.sql
	echo "DROP TABLE a;" >migrations/1_drop_join.down.sql
	for name in b c; do
		echo "CREATE TABLE $name (x int);" >migrations/2_$name.up.sql
	done
	run -3 pawl up --url sqlite:app.db --layout golang-migrate --duplicates refuse
	run -0 pawl up 1 --url sqlite:app.db --layout golang-migrate --duplicates apply
	run -0 pawl down --url sqlite:app.db --layout golang-migrate --duplicates apply
	[ -z "$(sqlite3 app.db "SELECT name FROM sqlite_schema WHERE name = 'a'")" ]
	# Two ways up, and nobody knows whose it is.
	echo "DROP TABLE b;" >migrations/2_d.down.sql
	run -3 pawl up --url sqlite:app.db --layout golang-migrate --duplicates apply
	says "2_d.down.sql\" belongs to no migration"
}

@test "names that golang-migrate passes over do not make its folder pawl's own" {
	mkdir -p migrations
	echo "CREATE TABLE a (x int);" >migrations/1_a.up.sql
	echo "SELECT 1;" >migrations/2_b_up.sql
	echo "SELECT 1;" >migrations/2_b_down.sql
	run -0 pawl up --url sqlite:app.db
	says 'file "migrations/2_b_up.sql" has no name of golang-migrate'
	says "now at 1 (1 applied"
	run -0 pawl up --url sqlite:app.db --layout native
	says "now at 2 (1 applied"
}

# shown: the times at the ends of the lines given, in tenths of a millisecond.
shown() {
	sed -nE "s/.*[ ,]([0-9.]+) ms\\)?\$/\\1/p" | awk '{ sum += $1 * 10 } END { print int(sum + 0.5) }'
}

@test "up: the time of all is that of its parts" {
	mkdir migrations
	for i in 1 2 3 4 5 6; do
		echo "CREATE TABLE t$i AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n
			WHERE i < ${i}7777) SELECT i FROM n;" >migrations/00$i.sql
	done
	run -0 pawl up --url sqlite:app.db
	parts=$(grep applied\  <<<"$output" | grep -v now | shown)
	total=$(grep 'now at' <<<"$output" | shown)
	echo "$parts of $total"
	[ "$parts" -gt 50 ]
	[ $((total - parts)) -ge -5 ]
	[ $((total - parts)) -le 5 ]
}

@test "up: lines that end in CR and LF make what the engine's own client makes of them" {
	make_project
	rm migrations/*
	printf 'CREATE TABLE notes (\r\n\tid INTEGER,\r\n\ttext TEXT\r\n);\r\nINSERT INTO notes VALUES (1, %s);\r\n' \
		"'a"$'\r\n'"b'" >migrations/001_notes.sql
	run -0 pawl up
	sqlite3 -bail client.db <migrations/001_notes.sql
	for database in app client; do
		sqlite3 $database.db "SELECT hex(sql) FROM sqlite_schema WHERE name = 'notes'
			UNION ALL SELECT hex(text) FROM notes" >$database
	done
	diff client app
	printf 'CREATE TABLE more (id INTEGER);\r\n\r\nINSERT INTO more\r\nVALUES (1,\r\n  x);\r\n' \
		>migrations/002_more.sql
	run -5 pawl up
	says "002_more.sql:5:3: no such column: x"
}

@test "up: files that are called otherwise now: stamp takes their names" {
	mkdir migrations
	printf '[pawl]\nurl = sqlite:app.db\n' >pawl.ini
	for i in 1 2; do
		echo "CREATE TABLE t$i (x int);" >migrations/${i}_t.up.sql
		echo "DROP TABLE t$i;" >migrations/${i}_t.down.sql
	done
	echo "CREATE TABLE t3 (x int);" >3_t.sql
	pawl up
	mv migrations/1_t.up.sql migrations/1_t.sql
	mv migrations/2_t.up.sql migrations/2_t.sql
	mv 3_t.sql migrations
	run -7 pawl up
	says '"1_t.sql" is the same under another name: "pawl stamp 2"'
	[[ $output != *forget-missing* ]]
	run -7 pawl verify
	[[ $output != *forget-missing* ]]
	run -0 pawl stamp 2
	run -0 pawl up
	says "1 applied"
	[ "$(tables)" = "t1 t2 t3" ]
	echo "-- more" >>migrations/3_t.sql
	mv migrations/3_t.sql migrations/3_u.sql
	run -7 pawl up
	says 'if "3_u.sql" is the same under another name, "pawl stamp 3"'
}

@test "up: where nothing that is applied has a file, the folder is asked for first" {
	make_project
	pawl up
	mkdir other
	run -7 pawl up --dir other
	says "check --dir"
	[[ $output != *"pawl down"* ]]
	echo "CREATE TABLE x (x int);" >other/9_x.sql
	run -7 pawl up --dir other
	says "check --dir"
	mv migrations/002_orders.sql .
	run -7 pawl up
	says 'go back with "pawl down", for which the database keeps the script'
}

@test "up: no advice that does not work: rebase, a kept script" {
	mkdir migrations
	printf '[pawl]\nurl = sqlite:app.db\nlayout = dbmate\nhistory = keep\n' >pawl.ini
	for i in 1 2 3; do
		printf -- '-- migrate:up\nCREATE TABLE t%s (x int);\n-- migrate:down\nDROP TABLE t%s;\n' $i $i >migrations/00${i}_t.sql
	done
	mv migrations/002_t.sql .
	pawl up
	mv 002_t.sql migrations
	run -7 pawl up
	says "out-of-order apply"
	[[ $output != *rebase* ]]
	run -7 pawl verify
	[[ $output != *rebase* ]]
	rm migrations/002_t.sql
	rm migrations/003_t.sql
	run -7 pawl up
	says "use the checkout that has this file"
	[[ $output != *"keeps the script"* ]]
}
