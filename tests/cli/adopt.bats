#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
load helper

# A folder of golang-migrate's with three migrations, and its table at version 2.
make_theirs()
{
	mkdir migrations
	printf '[pawl]\nurl = sqlite:app.db\nlayout = golang-migrate\n' >pawl.ini
	for i in 1 2 3; do
		echo "CREATE TABLE t$i (x int);" >migrations/${i}_t$i.up.sql
		echo "DROP TABLE t$i;" >migrations/${i}_t$i.down.sql
	done
	sqlite3 app.db "CREATE TABLE schema_migrations (version uint64,dirty bool);
		INSERT INTO schema_migrations VALUES (2, false); CREATE TABLE t1 (x int); CREATE TABLE t2 (x int)"
}

theirs()
{
	sqlite3 app.db "SELECT version, dirty FROM schema_migrations"
}

@test "adopt: records what the other tool's table says, and leaves that as it is" {
	make_theirs
	run -0 pawl adopt
	says "now at 2 (2 adopted)"
	[ "$(theirs)" = "2|0" ]
	run -0 pawl history --log
	says "adopt   1_t1.up.sql"
	run -0 pawl up
	says "now at 3 (1 applied"
	[ "$(theirs)" = "2|0" ]
	run -0 pawl adopt
	says "nothing to adopt"
}

@test "adopt: --dry-run changes nothing; --json" {
	make_theirs
	run -0 --separate-stderr pawl adopt --dry-run --json
	json '[.dry_run, (.steps | map(.action)), .steps[1].filename]' '[true,["adopt","adopt"],"2_t2.up.sql"]'
	json '[.from, .to, .tool, .table, .pending]' '[null,"2","golang-migrate","main.schema_migrations",1]'
	[ -z "$(sqlite3 app.db "SELECT name FROM sqlite_master WHERE name = '_migrations'")" ]
	run -0 pawl adopt --dry-run
	says 'the history of golang-migrate, "main.schema_migrations"'
	says '1 migration stays pending'
	run -0 pawl adopt
	says '1 migration stays pending'
}

@test "adopt: a version without a file, a failed one: refused with what to do" {
	make_theirs
	sqlite3 app.db "UPDATE schema_migrations SET version = 9"
	run -7 pawl adopt
	says 'golang-migrate has applied "9", which has no file here'
	sqlite3 app.db "UPDATE schema_migrations SET version = 2, dirty = true"
	run -7 pawl adopt
	says 'golang-migrate has "2_t2.up.sql" as stopped half-way'
	says "finish or undo it with golang-migrate first"
	[ -z "$(sqlite3 app.db "SELECT name FROM sqlite_master WHERE name = '_migrations'")" ]
}

@test "adopt: a file that is not the one that was applied" {
	mkdir migrations
	printf '[pawl]\nurl = sqlite:app.db\nlayout = flyway\n' >pawl.ini
	echo "CREATE TABLE a (x int);" >migrations/V1__a.sql
	run -0 pawl up --history keep
	run -0 pawl adopt --dry-run
	says "1 would be adopted"
	echo "CREATE TABLE a (x text);" >migrations/V1__a.sql
	run -7 pawl adopt
	says 'file "V1__a.sql" is not the one that flyway applied'
}

@test "adopt: finds the table by its shape for files of pawl's own; two are an error" {
	make_project
	sqlite3 app.db "CREATE TABLE __diesel_schema_migrations (version VARCHAR(50) PRIMARY KEY NOT NULL,
		run_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP);
		INSERT INTO __diesel_schema_migrations (version) VALUES ('001')"
	run -0 pawl adopt --dry-run
	says "would adopt 001_users.sql"
	sqlite3 app.db "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)"
	run -3 pawl adopt
	says "history table of diesel"
	says "one of alembic"
	run -0 pawl adopt --from diesel
	says "now at 001"
}

@test "adopt: no table, unknown tools, a table of another shape, usage" {
	make_project
	pawl create
	run -7 pawl adopt
	says "no history table of another tool"
	run -2 pawl adopt --from flywat
	says 'did you mean "flyway"'
	run -7 pawl adopt --from flyway
	says 'there is no table "main.flyway_schema_history"'
	sqlite3 app.db "CREATE TABLE flyway_schema_history (a int)"
	run -7 pawl adopt --from flyway
	says "is not as flyway makes it"
	run -2 pawl adopt 001
	run -3 pawl adopt --history keep
}

@test "adopt: the hint of a table that is not there does not ask for what was said" {
	make_project
	pawl create
	run -7 pawl adopt --from flyway
	says "--history-schema names the schema"
	[[ $output != *"name the tool"* ]]
}

@test "up: refuses where the other tool's history is not taken over; plan too, status warns" {
	make_theirs
	sed -i '/layout/d' pawl.ini
	run -7 pawl up
	says 'this database has 2 migrations recorded by golang-migrate in "schema_migrations"'
	says '"pawl adopt" takes them over'
	says '--history keep'
	[ "$(tables)" = "schema_migrations t1 t2" ]
	run -7 pawl up --dry-run
	run -7 pawl plan
	run -0 pawl status
	says '2 migrations recorded by golang-migrate in "schema_migrations", not adopted'
	run -0 --separate-stderr pawl status --json
	json .unadopted '{"tool":"golang-migrate","table":"schema_migrations","migrations":2,"taken_back":0}'
	run -0 pawl baseline 2
	run -0 --separate-stderr pawl status --json
	json .unadopted null
	run -0 pawl up
	says "now at 3 (1 applied"
}

@test "up: a tool's table that is empty, or of another shape, is in nobody's way" {
	make_theirs
	sqlite3 app.db "DROP TABLE schema_migrations; DROP TABLE t1; DROP TABLE t2;
		CREATE TABLE schema_migrations (version varchar(128) primary key);
		INSERT INTO schema_migrations VALUES ('1')"
	run -0 pawl up 1
	run -0 pawl down --all
	sqlite3 app.db "DROP TABLE schema_migrations; CREATE TABLE schema_migrations (version uint64,dirty bool)"
	run -0 pawl up
	says "3 applied"
}

@test "up: Flyway's table, and what goes on beside it" {
	mkdir migrations
	printf '[pawl]\nurl = sqlite:app.db\nlayout = flyway\n' >pawl.ini
	echo "CREATE TABLE a (x int);" >migrations/V1__a.sql
	run -0 pawl up --history keep
	run -7 pawl up
	says 'has 1 migration recorded by flyway in "flyway_schema_history"'
	run -0 pawl up --history keep
	run -0 pawl adopt
	run -0 pawl up
	says "nothing to do"
}

@test "adopt: what is half done of pawl's own is settled first" {
	make_theirs
	pawl adopt
	sqlite3 app.db "UPDATE _migrations SET state = 'failed' WHERE version = '1';
		DELETE FROM _migrations WHERE version = '2'"
	run -7 pawl adopt
	says 'migration "1_t1.up.sql" is failed'
	says 'pawl repair'
	[ "$(sqlite3 app.db "SELECT count(*) FROM _migrations")" = 1 ]
}

@test "up: a folder of pawl's own beside another program's table" {
	make_project
	sqlite3 app.db "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL);
		INSERT INTO alembic_version VALUES ('ca3d44803198')"
	run -0 pawl up
	says "2 applied"
	sqlite3 other.db "CREATE TABLE schema_migrations (version uint64,dirty bool);
		INSERT INTO schema_migrations VALUES (1, false)"
	run -7 pawl up --url sqlite:other.db
	says "--layout native"
	run -0 pawl up --url sqlite:other.db --layout native
}

@test "adopt: keeps when and by whom, as far as the tool knows" {
	mkdir migrations
	printf '[pawl]\nurl = sqlite:app.db\nlayout = flyway\n' >pawl.ini
	echo "CREATE TABLE a (x int);" >migrations/V1__a.sql
	run -0 pawl up --history keep
	sqlite3 app.db "UPDATE flyway_schema_history SET installed_by = 'ann', installed_on = '2020-02-03 04:05:06.789'"
	run -0 pawl adopt
	run -0 --separate-stderr pawl history --json
	json '.history[0] | [.applied_at, .applied_by]' '["2020-02-03 04:05:06","ann"]'
	run -0 --separate-stderr pawl history --log --json
	json '.log | map([.action, .by == "ann", .at == "2020-02-03 04:05:06"])' '[["apply",true,true],["adopt",false,false]]'
}

@test "adopt: redo of the only migration, adopted from another tool" {
	mkdir migrations
	printf '[pawl]\nurl = sqlite:app.db\nlayout = golang-migrate\n' >pawl.ini
	echo "CREATE TABLE t1 (x int);" >migrations/1_t1.up.sql
	echo "DROP TABLE t1;" >migrations/1_t1.down.sql
	sqlite3 app.db "CREATE TABLE schema_migrations (version uint64,dirty bool);
		INSERT INTO schema_migrations VALUES (1, false); CREATE TABLE t1 (x int)"
	run -0 pawl adopt
	run -0 pawl redo
	[ "$(tables)" = "schema_migrations t1" ]
}

# A folder of goose's, the first of two applied by it and adopted, and then the second.
goes_on()
{
	mkdir migrations
	printf '[pawl]\nurl = sqlite:app.db\nlayout = goose\n' >pawl.ini
	printf -- '-- +goose Up\nCREATE TABLE m (x int);\n-- +goose Down\nDROP TABLE m;\n' >migrations/1_a.sql
	printf -- '-- +goose Up\nINSERT INTO m VALUES (1);\n-- +goose Down\nDELETE FROM m;\n' >migrations/2_pay.sql
	run -0 pawl up +1 --history keep
	run -0 pawl adopt
	run -0 pawl up --history keep
}

@test "up: refuses what the tool has applied since its history was adopted" {
	goes_on
	run -7 pawl up
	says "goose has applied 1 migration since"
	says 'run "pawl adopt" again'
	run -7 pawl plan
	run -0 pawl status
	says '1 migration recorded by goose in "goose_db_version" since it was adopted'
	run -0 --separate-stderr pawl status --json
	json '.unadopted | [.tool, .migrations, .taken_back]' '["goose",1,0]'
	[ "$(sqlite3 app.db "SELECT count(*) FROM m")" = 1 ]
	run -0 pawl adopt
	run -0 pawl up
	says "nothing to do"
	[ "$(sqlite3 app.db "SELECT count(*) FROM m")" = 1 ]
}

@test "up: what pawl itself took back of what was adopted runs again" {
	make_theirs
	run -0 pawl adopt
	run -0 pawl down base
	run -0 pawl up
	says "3 applied"
	run -0 pawl down 1
	run -0 --separate-stderr pawl adopt
	[[ $stderr == *'"2_t2.up.sql" is not adopted: pawl has reverted it'* ]]
	run -0 pawl up
	says "2 applied"
}

@test "up: what the tool has applied since, and for files of pawl's own" {
	make_project
	sqlite3 app.db "CREATE TABLE __diesel_schema_migrations (version VARCHAR(50) PRIMARY KEY NOT NULL,
		run_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP);
		INSERT INTO __diesel_schema_migrations (version) VALUES ('001')"
	run -0 pawl adopt
	sqlite3 app.db "INSERT INTO __diesel_schema_migrations (version) VALUES ('002')"
	run -7 pawl up
	says 'run "pawl adopt" again'
}

@test "adopt: names what the tool has taken back since" {
	goes_on
	run -0 pawl adopt
	run -0 pawl down --history keep
	run -0 pawl status
	says "1 migration adopted from goose is"
	run -7 pawl adopt
	says 'goose no longer has "2_pay.sql" as applied'
	says 'pawl stamp 1'
	run -0 pawl stamp 1
	run -0 pawl adopt
	says "nothing to adopt"
	run -0 pawl up
	[ "$(sqlite3 app.db "SELECT count(*) FROM m")" = 1 ]
}

@test "down: not what lies below what the tool has applied since" {
	goes_on
	run -7 pawl down
	says 'run "pawl adopt" again'
	run -7 pawl redo
	[ "$(sqlite3 app.db "SELECT count(*) FROM m")" = 1 ]
}

@test "up: with the kept history, what pawl has applied and recorded in its own" {
	goes_on
	run -0 pawl adopt
	printf -- '-- +goose Up\nINSERT INTO m VALUES (3);\n-- +goose Down\nDELETE FROM m WHERE x = 3;\n' >migrations/3_more.sql
	run -0 pawl up
	run -7 pawl up --history keep
	says '"main._migrations" has 1 migration that the kept history has not, such as "3_more.sql"'
	run -0 pawl stamp 3 --history keep
	run -0 pawl up --history keep
	says "nothing to do"
	run -0 pawl adopt
	run -0 pawl up
	[ "$(sqlite3 app.db "SELECT count(*) FROM m")" = 2 ]
	# What was adopted, and what the tool has taken back since, is the tool's to say.
	run -0 pawl stamp 1 --history keep
	run -7 pawl adopt
	says '"2_pay.sql"'
}

@test "status: a log that is gone is in nobody's way" {
	goes_on
	run -0 pawl adopt
	sqlite3 app.db "DROP TABLE _migrations_log"
	run -0 pawl status
	says ": 2 applied, 0 pending"
}

@test "adopt, down, redo, repair: no database is made where there is none" {
	make_theirs
	for command in adopt 'adopt --dry-run' down 'down --all' 'down --dry-run' redo repair 'repair --dry-run'; do
		# shellcheck disable=SC2086 # words of a command
		run -4 pawl $command --url sqlite:none.db
		says 'there is no database "none.db"'
		[ ! -e none.db ]
		[ ! -e none.db-pawl ]
	done
}
