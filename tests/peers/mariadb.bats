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

@test "peers: comparisons leave out the tool's tables on MariaDB" {
	for tool in goose liquibase; do
		rm -rf m
		database "own_$tool"
		project $tool mysql
		own_tables_left_out
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

liquibase()
{
	liquibase_with "jdbc:mariadb://localhost/$db?localSocket=$server/s.sock&user=root" "$@"
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
	in_turn_with_liquibase mysql
}

prisma()
{
	prisma_with "mariadb:///$db?socketPath=$server/s.sock&user=root" "$@"
}

@test "peers: Prisma and pawl in turn on MariaDB" {
	database prisma
	in_turn_with_prisma mysql
	empty
	echo "CREATE TABLE t2 (x int); CREATE TABLE t1 (x int);" >m/20240101000002_t2/migration.sql
	run -5 pawl up
	run -0 prisma status
	says '"failedMigrationNames":["20240101000002_t2"]'
	run ! prisma deploy
}

rails()
{
	rails_with "{\"adapter\": \"mysql2\", \"database\": \"$db\", \"socket\": \"$server/s.sock\", \"username\": \"root\"}" "$@"
}

@test "peers: Rails and pawl in turn on MariaDB" {
	database rails
	in_turn_with_rails
}
