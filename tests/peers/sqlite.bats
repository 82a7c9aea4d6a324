#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
load helper

setup_file()
{
	. "$BATS_TEST_DIRNAME/../lib/peers.sh"
	modules=$(peers_install)
	export modules
	url=sqlite:x.db
	export url
}

pawls_tables()
{
	sqlite3 x.db "SELECT name FROM sqlite_schema WHERE name LIKE '\_migrations%' ESCAPE '\'"
}

dbmate()
{
	DATABASE_URL=sqlite:x.db "$modules/@dbmate/linux-x64/bin/dbmate" -d m --no-dump-schema "$@"
}

@test "peers: dbmate and pawl in turn on SQLite" {
	project dbmate sqlite
	in_turn "dbmate up" "dbmate down"
}

sql_migrate()
{
	printf 'development:\n  dialect: sqlite3\n  datasource: x.db\n  dir: m\n' >dbconfig.yml
	command sql-migrate "$@"
}

@test "peers: sql-migrate and pawl in turn on SQLite" {
	command -v sql-migrate || skip "no sql-migrate is installed"
	project sql-migrate sqlite
	in_turn "sql_migrate up" "sql_migrate down"
}

@test "peers: numbers without zeros go back in sql-migrate's order" {
	command -v sql-migrate || skip "no sql-migrate is installed"
	mkdir m
	printf '[pawl]\nurl = %s\ndir = m\nhistory = keep\n' "$url" >pawl.ini
	for i in 1 2 10; do
		printf -- '-- +migrate Up\nCREATE TABLE t%s (x int);\n-- +migrate Down\nDROP TABLE t%s;\n' $i $i >m/${i}_t.sql
	done
	run -0 sql_migrate up
	run -0 pawl down
	says "reverted 10_t.sql"
	run -0 sql_migrate down
	applied 1
	run -0 sql_migrate up
	run -0 pawl adopt --history own
	run -0 pawl down base --history own
	[ -z "$(sqlite3 x.db ".tables t%")" ]
}

@test "peers: what sql-migrate and dbmate apply, and take back, after they were adopted" {
	command -v sql-migrate || skip "no sql-migrate is installed"
	project sql-migrate sqlite
	goes_on_after_adopt sql_migrate up
	run -0 sql_migrate down
	run -7 pawl adopt --history own
	says 'sql-migrate no longer has "20240101000003_t3.sql"'
	run -0 pawl stamp 20240101000002 --history own
	run -0 pawl adopt --history own
	says "nothing to adopt"
	rm -r m x.db
	project dbmate sqlite
	goes_on_after_adopt dbmate up
}

# rows TABLE COLUMNS: of x.db, one a line
rows()
{
	sqlite3 x.db "SELECT $2 FROM $1"
}

registry()
{
	for query in "${registry_queries[@]}"; do
		sqlite3 "$1" "$query"
	done
}

@test "peers: sqitch and pawl in turn on SQLite, with the same rows" {
	sqitch_project sqlite
	run -0 pawl status
	[ ! -e sqitch.db ]
	in_turn_with_sqitch db:sqlite:../x.db
	rm x.db sqitch.db
	run -0 pawl up
	registry sqitch.db >kept
	[ -z "$(sqlite3 x.db ".tables 'changes'")" ]
	[ -z "$(pawls_tables)" ]
	rm x.db sqitch.db
	run -0 sqitch_here deploy
	registry sqitch.db >deployed
	diff deployed kept
}

@test "peers: sqitch's registry is there behind a migration that changes settings" {
	sqitch_project sqlite
	echo "PRAGMA foreign_keys = OFF; CREATE TABLE t1 (x int);" >m/deploy/t1@v1.sql
	run -0 pawl up
	applied 3
	[ "$(sqlite3 sqitch.db "SELECT count(*) FROM changes")" = 3 ]
}

@test "peers: comparisons leave out the tool's tables on SQLite" {
	for tool in goose flyway prisma golang-migrate sqlx; do
		rm -rf m x.db
		project $tool sqlite
		own_tables_left_out
	done
	rm -rf m x.db && sqitch_project sqlite
	own_tables_left_out
}

liquibase()
{
	liquibase_with "jdbc:sqlite:x.db" "$@"
}

changelog()
{
	rows DATABASECHANGELOG "$changelog_columns"
}

empty()
{
	rm -f x.db sqitch.db
}

forget()
{
	sqlite3 x.db "UPDATE DATABASECHANGELOG SET MD5SUM = NULL"
}

@test "peers: Liquibase and pawl in turn on SQLite, with the same checksums" {
	in_turn_with_liquibase sqlite
}

@test "peers: Liquibase's paths are those that its changelogs name" {
	mkdir -p resources/db
	changelog_of_all_kinds
	mv m resources/db/changelog
	search_path=resources changelog=db/changelog/changelog.yaml
	run -0 liquibase update-count 1
	[ "$(rows DATABASECHANGELOG FILENAME)" = db/changelog/changes/first.sql ]
	printf '[pawl]\nurl = %s\ndir = resources/db/changelog\nhistory = keep\n' "$url" >pawl.ini
	run -0 pawl status
	says ": 1 applied, 6 pending"
	run -0 pawl up
	run -0 liquibase status
	says "up to date"
	run -0 pawl down
	run -0 liquibase status
	says "1 changeset has not been applied"
	# On an empty database the changelogs say it, if they do not speak of themselves.
	rm x.db
	sed -i 's,changes/,db/changelog/changes/,; /relative/d' resources/db/changelog/changelog.yaml
	run -0 pawl up
	run -0 liquibase status
	says "up to date"
}

@test "peers: Liquibase's paths on an empty database, if all includes are relative" {
	mkdir -p src/main/resources/db
	changelog_of_all_kinds
	sed -i '/includeAll/,$d' m/changelog.yaml
	mv m src/main/resources/db/changelog
	search_path=src/main/resources changelog=db/changelog/changelog.yaml
	printf '[pawl]\nurl = %s\ndir = src/main/resources/db/changelog\nhistory = keep\n' "$url" >pawl.ini
	run -0 pawl up
	[ "$(rows DATABASECHANGELOG 'DISTINCT FILENAME')" = db/changelog/changes/first.sql ]
	run -0 liquibase status
	says "up to date"
	# What its settings say counts more.
	rm x.db
	mkdir own && mv src/main/resources/db/changelog own/
	sed -i 's,src/main/resources/db,own,' pawl.ini
	printf '# settings\nchangeLogFile: own/changelog/changelog.yaml\n' >liquibase.properties
	run -0 pawl up
	[ "$(rows DATABASECHANGELOG 'DISTINCT FILENAME')" = own/changelog/changes/first.sql ]
	search_path=. changelog=own/changelog/changelog.yaml
	run -0 liquibase status
	says "up to date"
	run -0 pawl down
	run -0 pawl up
}

@test "peers: Liquibase's lock" {
	project liquibase sqlite
	run -0 liquibase update-count 1
	sqlite3 x.db "UPDATE DATABASECHANGELOGLOCK SET LOCKED = 1, LOCKEDBY = 'elsewhere'"
	run -6 pawl up --wait 200ms
	says "liquibase"
	run -0 liquibase release-locks
	run -0 pawl up
	[ "$(rows DATABASECHANGELOGLOCK 'LOCKED, LOCKEDBY')" = "0|" ]
}

prisma()
{
	prisma_with file:x.db "$@"
}

@test "peers: Prisma and pawl in turn on SQLite" {
	in_turn_with_prisma sqlite
}

rails()
{
	rails_with '{"adapter": "sqlite3", "database": "x.db"}' "$@"
}

@test "peers: Rails and pawl in turn on SQLite" {
	in_turn_with_rails
}

@test "peers: Atlas' lock files on SQLite" {
	project atlas sqlite
	export TMPDIR=$work/temp
	mkdir temp
	echo "$(($(date +%s) + 60))000000000" >temp/atlas_migrate_execute.lock
	run -6 pawl up --wait 200ms
	says "atlas"
	# One that has run out counts no more.
	echo "$(($(date +%s) - 1))000000000" >temp/atlas_migrate_execute.lock
	printf '[hooks]\nbefore-each = ls temp >seen\n' >>pawl.ini
	run -0 pawl up
	[ "$(cat seen)" = atlas_migrate_execute.lock ]
	[ -z "$(ls temp)" ]
	# Where its URL has "file:" in it the path has a lock of its own.
	name=$(python3 -c 'import sys, zlib; print("%x" % zlib.adler32(sys.argv[1].encode()))' "file:$work/x.db")
	run -0 pawl stamp 20240101000001 --url "sqlite:$work/x.db"
	echo "$(($(date +%s) + 60))000000000" >"temp/atlas_migrate_execute_$name.lock"
	run -6 pawl stamp 20240101000002 --url "sqlite:$work/x.db" --wait 200ms
}

# Tools that cannot be installed here: the rows as FORMATS of theirs have them.

@test "peers: kept tables on SQLite" {
	for tool in golang-migrate goose flyway sqlx diesel pop bun liquibase; do
		rm -rf m x.db
		kept $tool sqlite
	done
	for tool in refinery atlas; do
		rm -rf m x.db
		kept $tool sqlite without-down
	done
}

@test "peers: golang-migrate's one row, and its mark of failure" {
	project golang-migrate sqlite
	run -0 pawl up +2
	[ "$(rows schema_migrations 'version, dirty')" = "20240101000002|0" ]
	run -0 pawl down --all
	[ -z "$(rows schema_migrations 'version')" ]
	sqlite3 x.db "INSERT INTO schema_migrations VALUES (20240101000001, true)"
	run -0 pawl status
	says "1 failed"
	run -7 pawl up
	says "stopped half-way under the tool that ran it"
	run -0 pawl repair --applied
	[ "$(rows schema_migrations 'version, dirty')" = "20240101000001|0" ]
	applied 1
	# A version that no file has: forgotten, what comes before it stands.
	run -0 pawl up
	sqlite3 x.db "UPDATE schema_migrations SET version = 20240101000099"
	run -7 pawl up
	says 'it holds migration "20240101000099"'
	[[ $output != *"keeps the script"* ]]
	run -0 pawl repair --forget-missing
	[ "$(rows schema_migrations 'version, dirty')" = "20240101000003|0" ]
	applied 3
	sqlite3 x.db "UPDATE schema_migrations SET version = 20240101000002, dirty = true"
	run -0 pawl repair
	[ "$(rows schema_migrations 'version, dirty')" = "20240101000001|0" ]
}

@test "peers: goose's rows: the first for 0, the newest of a version counts" {
	project goose sqlite
	run -0 pawl up +2
	[ "$(rows goose_db_version 'version_id, is_applied' | xargs)" = "0|1 20240101000001|1 20240101000002|1" ]
	sqlite3 x.db "INSERT INTO goose_db_version (version_id, is_applied) VALUES (20240101000002, 0)"
	applied 1
	run -0 pawl down
	[ "$(rows goose_db_version 'version_id' | xargs)" = "0 20240101000002 20240101000002" ]
}

@test "peers: Flyway's rows: ranks, checksums, repeatables, a baseline" {
	mkdir m
	printf '[pawl]\nurl = %s\ndir = m\nhistory = keep\nlayout = flyway\n' "$url" >pawl.ini
	printf 'CREATE TABLE a (x int);\r\n' >m/V1__make_a.sql
	echo "CREATE VIEW v AS SELECT 1;" >m/R__v.sql
	run -0 pawl up
	[ "$(rows flyway_schema_history 'installed_rank, version, description, type, script, success' | xargs)" = \
		"1|1|make a|SQL|V1__make_a.sql|1 2||v|SQL|R__v.sql|1" ]
	[ "$(rows flyway_schema_history checksum | head -1)" = \
		"$(python3 -c 'import zlib; c = zlib.crc32(b"CREATE TABLE a (x int);"); print(c - (c >> 31 << 32))')" ]
	echo "DROP VIEW v; CREATE VIEW v AS SELECT 2;" >m/R__v.sql
	run -0 pawl up
	[ "$(rows flyway_schema_history 'installed_rank' | xargs)" = "1 2 3" ]
	rm x.db && echo "SELECT 1;" >m/R__v.sql && echo "CREATE TABLE b (x int);" >m/V2__b.sql
	run -0 pawl stamp 1
	sqlite3 x.db "UPDATE flyway_schema_history SET version = '1.5', type = 'BASELINE',
		script = '<< Flyway Baseline >>', description = '<< Flyway Baseline >>', checksum = NULL"
	run -0 pawl status
	says "at 1: 1 applied, 2 pending"
}

@test "peers: sqlx's, Diesel's, Prisma's and refinery's rows" {
	project sqlx sqlite
	run -0 pawl up +1
	[ "$(rows _sqlx_migrations 'version, description, success, lower(hex(checksum))')" = \
		"20240101000001|t1|1|$(sha384sum <m/20240101000001_t1.up.sql | cut -d' ' -f1)" ]
	rm -r m x.db && project diesel sqlite
	run -0 pawl up +1
	[ "$(rows __diesel_schema_migrations version)" = 20240101000001 ]
	rm -r m x.db && project prisma sqlite
	run -0 pawl up +1
	[ "$(rows _prisma_migrations 'migration_name, checksum, finished_at IS NOT NULL, rolled_back_at, applied_steps_count, length(id)')" = \
		"20240101000001_t1|$(sha256sum <m/20240101000001_t1/migration.sql | cut -d' ' -f1)|1||1|36" ]
	sqlite3 x.db "UPDATE _prisma_migrations SET finished_at = NULL"
	run -7 pawl up
	says "stopped half-way"
}

@test "peers: a table of another shape is left alone" {
	project goose sqlite
	sqlite3 x.db "CREATE TABLE goose_db_version (id int, version_id int, is_applied int, tstamp int, more int)"
	run -7 pawl up
	says 'is not as goose makes it: see its column "more"'
}

@test "peers: sqitch runs what is exported, on SQLite" {
	sqitch_takes_over sqlite "db:sqlite:../x.db"
}

@test "peers: tools run exported triggers on SQLite" {
	for tool in dbmate sql-migrate prisma liquibase; do
		rm -f x.db
		case $tool in
		prisma) runs_bodies prisma sqlite "prisma deploy" ;;
		liquibase) runs_bodies liquibase sqlite "liquibase update" "liquibase rollback-count 1" ;;
		*) runs_bodies $tool sqlite "${tool//-/_} up" "${tool//-/_} down" ;;
		esac
	done
}

state()
{
	sqlite3 x.db "SELECT type, name, replace(sql, char(13), '') FROM sqlite_schema
		WHERE name IN ('odd \"name\"', 'crlf', 'wrapped', 'endless', 'f', 'last one') ORDER BY name"
	[ -z "$(sqlite3 x.db ".tables odd%")" ] || sqlite3 x.db 'SELECT * FROM "odd ""name""" ORDER BY x'
}

# alembic_here COMMAND...: of the folder m
alembic_here()
{
	DATABASE_URL=${alchemy:-sqlite:///x.db} alembic -c m/alembic.ini "$@"
}

rails_migrate()
{
	(ruby "$BATS_TEST_DIRNAME/rails.rb" '{"adapter": "sqlite3", "database": "x.db"}' m/migrate "$@")
}


@test "peers: Alembic runs what is exported, on SQLite" {
	command -v alembic || skip "no alembic is installed"
	runs_odd_texts alembic sqlite "alembic_here upgrade head" "alembic_here downgrade base"
}

@test "peers: Rails runs what is exported, on SQLite" {
	ruby -e 'require "active_record"' || skip "no Active Record is installed"
	runs_odd_texts rails sqlite "rails_migrate migrate" "back rails_migrate rollback"
}

@test "peers: odd texts come through to the tools on SQLite" {
	runs_odd_texts dbmate sqlite "dbmate up" "back dbmate down"
	runs_odd_texts prisma sqlite "prisma deploy"
	! command -v sql-migrate || runs_odd_texts sql-migrate sqlite "sql_migrate up" "sql_migrate down -limit=0"
}

@test "peers: odd texts come through to Liquibase on SQLite" {
	runs_odd_texts liquibase sqlite "liquibase update" "liquibase rollback-count 7"
}

@test "peers: odd texts come through to sqitch on SQLite, verify scripts too" {
	sqitch_user
	target=db:sqlite:../x.db
	runs_odd_texts sqitch sqlite "sqitch_here deploy" "sqitch_here revert -y"
	rm -r m
	printf 'SELECT count(*) = 1 FROM crlf;\n' >plain/002_crlf.verify.sql
	pawl export --dialect sqlite --dir plain --layout sqitch -o m
	run -0 sqitch_here deploy --verify
	sqlite3 x.db "INSERT INTO crlf (x) VALUES (3)"
	run ! sqitch_here verify
	says "002_crlf"
}

@test "peers: adopt reads the milliseconds that Prisma's engine keeps on SQLite" {
	project prisma sqlite
	run -0 pawl up
	sqlite3 x.db "UPDATE _prisma_migrations SET finished_at = 1767323045123, started_at = 1767323045000"
	run -0 pawl adopt --history own
	[ "$(sqlite3 x.db "SELECT DISTINCT applied_at FROM _migrations")" = "2026-01-02 03:04:05" ]
}

@test "peers: a change that fails is sqitch's event on SQLite" {
	sqitch_project sqlite
	target=db:sqlite:../x.db
	fails_in_turn_with_sqitch registry sqitch.db
}

@test "peers: Liquibase's changesets that run again, on SQLite" {
	reruns_with_liquibase
}
