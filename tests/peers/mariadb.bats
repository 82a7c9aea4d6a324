#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
load helper

setup_file()
{
	. "$BATS_TEST_DIRNAME/../lib/mariadb.sh"
	. "$BATS_TEST_DIRNAME/../lib/peers.sh"
	modules=$(peers_install)
	export modules
	server=$(mktemp -d)
	export server
	mariadb_start "$server" 3>&- >/dev/null
}

teardown_file()
{
	. "$BATS_TEST_DIRNAME/../lib/mariadb.sh"
	mariadb_stop "$server"
	rm -rf "$server"
}

# database NAME: an empty one, and the URL for it in $url
database()
{
	db=$1
	my "" "CREATE DATABASE $1"
	url="mysql://root@localhost/$1?socket=$server/s.sock"
}

# my DATABASE SQL
my()
{
	mariadb -uroot -S "$server/s.sock" -N -B $1 -e "$2"
}

pawls_tables()
{
	my "$db" "SHOW TABLES LIKE '\\_migrations%'"
}

dbmate()
{
	DATABASE_URL=$url "$modules/@dbmate/linux-x64/bin/dbmate" -d m --no-dump-schema "$@"
}

@test "peers: dbmate and pawl in turn on MariaDB; no journal stays" {
	database dbmate
	project dbmate mysql
	in_turn "dbmate up" "dbmate down"
	[ -z "$(my dbmate "SHOW TABLES LIKE '%journal%'")" ]
}

sql_migrate()
{
	printf 'development:\n  dialect: mysql\n  datasource: root@unix(%s/s.sock)/%s?parseTime=true\n  dir: m\n' \
		"$server" "$db" >dbconfig.yml
	command sql-migrate "$@"
}

@test "peers: sql-migrate and pawl in turn on MariaDB" {
	command -v sql-migrate || skip "no sql-migrate is installed"
	database sql_migrate
	project sql-migrate mysql
	in_turn "sql_migrate up" "sql_migrate down"
}

registry()
{
	for query in "${registry_queries[@]}"; do
		my sqitch "SET sql_mode = ansi; $(sed 's/\bchange\b/"change"/' <<<"$query")"
	done
}

@test "peers: sqitch and pawl in turn on MariaDB, with the same rows" {
	database shop
	sqitch_project mysql
	in_turn_with_sqitch "db:mysql://root@/shop?mysql_socket=$server/s.sock"
	my "" "DROP DATABASE sqitch; DROP DATABASE shop; CREATE DATABASE shop"
	run -0 pawl up
	registry >kept
	my "" "DROP DATABASE sqitch; DROP DATABASE shop; CREATE DATABASE shop"
	run -0 sqitch_here deploy
	registry >deployed
	diff deployed kept
}

@test "peers: what the server says of the tool's table is not the user's" {
	for tool in flyway liquibase; do
		rm -rf m
		database "quiet_$tool"
		project $tool mysql
		run -0 pawl up
		[[ $output != *ignored* && $output != *arning* ]]
	done
}

@test "peers: comparisons leave out the tool's tables on MariaDB" {
	for tool in goose liquibase; do
		rm -rf m
		database "own_$tool"
		project $tool mysql
		own_tables_left_out
	done
}

@test "peers: kept tables on MariaDB" {
	for tool in golang-migrate goose flyway sqlx diesel pop bun liquibase prisma; do
		rm -rf m
		database "kept_${tool//-/_}"
		kept $tool mysql
	done
	for tool in refinery atlas; do
		rm -rf m
		database "kept_$tool"
		kept $tool mysql without-down
	done
}

@test "peers: what stops half-way is dirty for golang-migrate, and goes on under pawl" {
	database dirty
	project golang-migrate mysql
	echo "CREATE TABLE t2 (x int); CREATE TABLE t1 (x int); CREATE TABLE u2 (x int);" >m/20240101000002_t2.up.sql
	run -5 pawl up
	[ "$(my dirty "SELECT version, dirty FROM schema_migrations" | xargs)" = "20240101000002 1" ]
	run -0 pawl status
	says "1 failed"
	echo "CREATE TABLE t2 (x int); CREATE TABLE v2 (x int); CREATE TABLE u2 (x int);" >m/20240101000002_t2.up.sql
	run -0 pawl up
	says "goes on at statement 2"
	[ "$(my dirty "SELECT version, dirty FROM schema_migrations" | xargs)" = "20240101000003 0" ]
	echo "DROP TABLE t3; DROP TABLE nope;" >m/20240101000003_t3.down.sql
	run -5 pawl down
	[ "$(my dirty "SELECT version, dirty FROM schema_migrations" | xargs)" = "20240101000002 1" ]
	echo "DROP TABLE t3; DROP TABLE IF EXISTS nope;" >m/20240101000003_t3.down.sql
	run -0 pawl down
	[ "$(my dirty "SHOW TABLES" | xargs)" = "schema_migrations t1 t2 u2 v2" ]
}

hold()
{
	my "" "SELECT GET_LOCK('$1', 10); SELECT SLEEP(30)" 3>&- >/dev/null 2>&1 &
	until [ "$(my "" "SELECT IS_USED_LOCK('$1') IS NOT NULL")" = 1 ]; do
		sleep 0.1
	done
	held=$1
}

release()
{
	my "" "KILL $(my "" "SELECT IS_USED_LOCK('$held')")"
	until [ "$(my "" "SELECT IS_FREE_LOCK('$held')")" = 1 ]; do
		sleep 0.1
	done
}

@test "peers: pawl waits for the locks of other tools on MariaDB" {
	for tool in golang-migrate flyway sqlx prisma atlas; do
		rm -rf m
		database "lock_${tool//-/_}"
		project $tool mysql
		waits_for $tool "$(lock_of $tool mysql "$db")"
	done
}

@test "peers: bun's lock is a row, which a killed runner leaves" {
	database lock_bun
	project bun mysql
	run -0 pawl up +1
	my lock_bun "INSERT INTO bun_migration_locks (table_name) VALUES ('bun_migrations')"
	run -6 pawl up --wait 200ms
	says 'has left its row in "bun_migration_locks": free that with bun'
	my lock_bun "DELETE FROM bun_migration_locks"
	run -0 pawl up
	[ -z "$(my lock_bun "SELECT * FROM bun_migration_locks")" ]
}

empty()
{
	my "" "DROP DATABASE IF EXISTS sqitch; DROP DATABASE $db; CREATE DATABASE $db CHARACTER SET utf8mb4"
}

# The driver speaks TCP alone.
liquibase()
{
	liquibase_with "jdbc:mariadb://127.0.0.1:$port/$db" "$@"
}

changelog()
{
	my "$db" "SELECT $changelog_columns FROM DATABASECHANGELOG ORDER BY ORDEREXECUTED"
}

forget()
{
	my "$db" "UPDATE DATABASECHANGELOG SET MD5SUM = NULL"
}

@test "peers: Liquibase and pawl in turn on MariaDB, with the same checksums" {
	database liquibase
	forward_port "$server/s.sock"
	in_turn_with_liquibase mysql
}

# Prisma's engine, as it can be installed here, does not speak to MariaDB: the rows as it has them.
@test "peers: Prisma's rows on MariaDB, and its mark of failure" {
	database prisma
	project prisma mysql
	run -0 pawl up +1
	[ "$(my prisma "SELECT migration_name, checksum, finished_at IS NOT NULL, applied_steps_count, length(id)
		FROM _prisma_migrations" | xargs)" = \
		"20240101000001_t1 $(sha256sum <m/20240101000001_t1/migration.sql | cut -d' ' -f1) 1 1 36" ]
	echo "CREATE TABLE t2 (x int); CREATE TABLE t1 (x int);" >m/20240101000002_t2/migration.sql
	run -5 pawl up
	[ "$(my prisma "SELECT migration_name, applied_steps_count FROM _prisma_migrations WHERE
		finished_at IS NULL AND rolled_back_at IS NULL" | xargs)" = "20240101000002_t2 0" ]
}

rails()
{
	rails_with "{\"adapter\": \"mysql2\", \"database\": \"$db\", \"socket\": \"$server/s.sock\", \"username\": \"root\"}" "$@"
}

@test "peers: Rails and pawl in turn on MariaDB" {
	database rails
	in_turn_with_rails
}

@test "peers: sqitch runs what is exported, on MariaDB" {
	database sqitch_export
	sqitch_takes_over mysql "db:mysql://root@/sqitch_export?mysql_socket=$server/s.sock"
}

@test "peers: tools run exported triggers on MariaDB" {
	database bodies_dbmate
	runs_bodies dbmate mysql "dbmate up" "dbmate down"
	database bodies_liquibase
	forward_port "$server/s.sock"
	runs_bodies liquibase mysql "liquibase update" "liquibase rollback-count 1"
	database bodies_sql_migrate
	runs_bodies sql-migrate mysql "sql_migrate up" "sql_migrate down"
}

state()
{
	my "$db" "SELECT table_name, column_name, column_default FROM information_schema.columns
		WHERE table_schema = '$db' AND table_name IN ('odd \`name\`', 'crlf', 'wrapped', 'endless')
		ORDER BY 1, ordinal_position; SELECT routine_definition FROM information_schema.routines
		WHERE routine_schema = '$db'; SELECT action_statement FROM information_schema.triggers
		WHERE trigger_schema = '$db'" | sed 's/-- a comment; in it//'
	[ -z "$(my "$db" "SHOW TABLES LIKE 'odd%'")" ] || my "$db" 'SELECT * FROM `odd ``name``` ORDER BY x'
}

alembic_here()
{
	DATABASE_URL="mysql+pymysql://root@localhost/$db?unix_socket=$server/s.sock&charset=utf8mb4" \
		alembic -c m/alembic.ini "$@"
}

rails_migrate()
{
	(ruby "$BATS_TEST_DIRNAME/rails.rb" "{\"adapter\": \"mysql2\", \"database\": \"$db\", \"socket\": \"$server/s.sock\", \"username\": \"root\"}" m/migrate "$@")
}

@test "peers: Alembic runs what is exported, on MariaDB" {
	command -v alembic || skip "no alembic is installed"
	database odd_alembic
	runs_odd_texts alembic mysql "alembic_here upgrade head" "alembic_here downgrade base"
}

@test "peers: Rails runs what is exported, on MariaDB" {
	ruby -e 'require "active_record"' || skip "no Active Record is installed"
	database odd_rails
	runs_odd_texts rails mysql "rails_migrate migrate" "back rails_migrate rollback"
}

@test "peers: odd texts come through to the tools on MariaDB" {
	database odd
	runs_odd_texts dbmate mysql "dbmate up" "back dbmate down"
	! command -v sql-migrate || runs_odd_texts sql-migrate mysql "sql_migrate up" "sql_migrate down -limit=0"
}

@test "peers: odd texts come through to Liquibase on MariaDB" {
	database odd_liquibase
	forward_port "$server/s.sock"
	runs_odd_texts liquibase mysql "liquibase update" "liquibase rollback-count 7"
}

@test "peers: odd texts come through to sqitch on MariaDB, verify scripts too" {
	sqitch_user
	database odd_sqitch
	my "" "DROP DATABASE IF EXISTS sqitch"
	target="db:mysql://root@/odd_sqitch?mysql_socket=$server/s.sock"
	runs_odd_texts sqitch mysql "sqitch_here deploy" "sqitch_here revert -y"
	rm -r m
	printf 'SELECT count(*) = 1 FROM crlf;\n' >plain/002_crlf.verify.sql
	pawl export --dialect mysql --dir plain --layout sqitch -o m
	run -0 sqitch_here deploy --verify
	my odd_sqitch "INSERT INTO crlf (x) VALUES (3)"
	run ! sqitch_here verify
	says "002_crlf"
}

# minutes: how old the oldest row of pawl's history is, of a run just now
minutes()
{
	my "$db" "SELECT TIMESTAMPDIFF(MINUTE, MIN(applied_at), CURRENT_TIMESTAMP) FROM _migrations"
}

@test "peers: adopt knows which tools' times are UTC on MariaDB, and which the server's" {
	my "" "SET GLOBAL time_zone = '+05:00'; DROP DATABASE IF EXISTS sqitch"
	for tool in prisma atlas refinery goose flyway diesel bun; do
		rm -rf m
		database "times_$tool"
		project $tool mysql
		run -0 pawl up
		[ $tool != refinery ] || my "$db" "UPDATE refinery_schema_history SET applied_on = '2026-01-02T03:04:05.123456789Z'"
		run -0 pawl adopt --history own
		[ $tool = refinery ] || [ "$(minutes)" -le 1 ]
		[ $tool != refinery ] ||
			[ "$(my "$db" "SELECT MIN(applied_at) FROM _migrations")" = "2026-01-02 08:04:05.123456" ]
	done
	if command -v sql-migrate; then
		rm -rf m
		database times_sql_migrate
		project sql-migrate mysql
		run -0 sql_migrate up
		run -0 pawl adopt --history own
		[ "$(minutes)" -le 1 ]
	fi
	rm -rf m
	database times_liquibase
	forward_port "$server/s.sock"
	project liquibase mysql
	run -0 liquibase update
	run -0 pawl adopt --history own
	[ "$(minutes)" -le 1 ]
	rm -rf m
	sqitch_user
	database times_sqitch
	target="db:mysql://root@/times_sqitch?mysql_socket=$server/s.sock"
	project sqitch mysql
	run -0 sqitch_here deploy
	run -0 pawl adopt --history own
	[ "$(minutes)" -le 1 ]
	my "" "SET GLOBAL time_zone = SYSTEM"
}

@test "peers: a change that fails is sqitch's event on MariaDB" {
	my "" "DROP DATABASE IF EXISTS sqitch"
	database sqitch_fail
	sqitch_project mysql
	target="db:mysql://root@/sqitch_fail?mysql_socket=$server/s.sock"
	fails_in_turn_with_sqitch registry
}

@test "peers: Liquibase's changesets that run again, on MariaDB" {
	database liquibase_again
	forward_port "$server/s.sock"
	reruns_with_liquibase
}
