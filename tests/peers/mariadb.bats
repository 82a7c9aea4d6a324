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

empty()
{
	my "" "DROP DATABASE $db; CREATE DATABASE $db"
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
	[ "$(my prisma "SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NULL
		AND rolled_back_at IS NULL")" = 20240101000002_t2 ]
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
