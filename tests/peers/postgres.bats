#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
load helper

setup_file()
{
	. "$BATS_TEST_DIRNAME/../lib/postgres.sh"
	. "$BATS_TEST_DIRNAME/../lib/peers.sh"
	modules=$(peers_install)
	export modules
	server=$(mktemp -d)
	export server
	chmod 711 "$server"
	postgres_start "$server" 3>&-
}

teardown_file()
{
	. "$BATS_TEST_DIRNAME/../lib/postgres.sh"
	postgres_stop "$server"
	rm -rf "$server"
}

# database NAME: an empty one, and the URL for it in $url
database()
{
	export PGHOST=$server PGUSER=postgres
	psql -qd postgres -c "CREATE DATABASE $1"
	url="postgres:///$1?host=$server&user=postgres"
}

dbmate()
{
	DATABASE_URL="postgres://postgres@localhost/dbmate?socket=$server&sslmode=disable" \
		"$modules/@dbmate/linux-x64/bin/dbmate" -d m --no-dump-schema "$@"
}

@test "peers: dbmate and pawl in turn on PostgreSQL" {
	database dbmate
	project dbmate postgres
	in_turn "dbmate up" "dbmate down"
}

node_pg_migrate()
{
	DATABASE_URL=$url node "$modules/.bin/node-pg-migrate" -m m "$@"
}

@test "peers: node-pg-migrate and pawl in turn" {
	database node_pg
	project node-pg-migrate postgres
	in_turn "node_pg_migrate up" "node_pg_migrate down"
}

@test "peers: pawl waits for node-pg-migrate's lock" {
	database node_pg_lock
	project node-pg-migrate postgres
	psql -qd node_pg_lock -c "SELECT pg_advisory_lock(7241865325823964)" -c "SELECT pg_sleep(30)" 3>&- &
	holder=$!
	until [ "$(psql -qAtd postgres -c "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted")" = 1 ]; do
		sleep 0.1
	done
	run -6 pawl up --wait 200ms
	says "node-pg-migrate"
	kill $holder
	psql -qd postgres -c "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%pg_sleep%' AND pid <> pg_backend_pid()"
	run -0 pawl up
}

graphile_migrate()
{
	(cd m/.. && DATABASE_URL=$url SHADOW_DATABASE_URL="postgres:///shadow?host=$server" \
		ROOT_DATABASE_URL="postgres:///postgres?host=$server" \
		node "$modules/.bin/graphile-migrate" "$@")
}

@test "peers: graphile-migrate and pawl in turn" {
	database shadow
	database graphile
	project graphile-migrate postgres
	printf '{"migrationsFolder":"./m"}' >.gmrc
	run -0 pawl up +1
	run -0 graphile_migrate migrate
	applied 3
	database graphile2
	printf '[pawl]\nurl = %s\ndir = m\nhistory = keep\n' "$url" >pawl.ini
	run -0 graphile_migrate migrate
	applied 3
	database graphile3
	printf '[pawl]\nurl = %s\ndir = m\nhistory = keep\n' "$url" >pawl.ini
	run -0 pawl up
	run -0 graphile_migrate migrate
	says "Already up to date"
	adopted
}

drizzle()
{
	node "$BATS_TEST_DIRNAME/drizzle.mjs" "$modules" "$1" m
}

@test "peers: Drizzle and pawl in turn" {
	mkdir -p m/meta
	for i in 0 1 2; do
		printf 'CREATE TABLE t%s (x int);--> statement-breakpoint\nCREATE INDEX i%s ON t%s (x);\n' $i $i $i >m/000${i}_t$i.sql
		jq -nc "{idx: $i, version: \"7\", when: (1700000000000 + $i), tag: \"000${i}_t$i\", breakpoints: true}"
	done | jq -sc '{version: "7", dialect: "postgresql", entries: .}' >m/meta/_journal.json
	database drizzle
	printf '[pawl]\nurl = %s\ndir = m\nhistory = keep\n' "$url" >pawl.ini
	run -0 pawl up +1
	run -0 drizzle drizzle
	applied 3
	database drizzle2
	printf '[pawl]\nurl = %s\ndir = m\nhistory = keep\n' "$url" >pawl.ini
	run -0 drizzle drizzle2
	applied 3
	database drizzle3
	printf '[pawl]\nurl = %s\ndir = m\nhistory = keep\n' "$url" >pawl.ini
	run -0 pawl up
	run -0 drizzle drizzle3
	adopted
}

sql_migrate()
{
	printf 'development:\n  dialect: postgres\n  datasource: host=%s user=postgres dbname=%s sslmode=disable\n  dir: m\n' \
		"$server" sql_migrate >dbconfig.yml
	command sql-migrate "$@"
}

@test "peers: sql-migrate and pawl in turn on PostgreSQL" {
	command -v sql-migrate || skip "no sql-migrate is installed"
	database sql_migrate
	project sql-migrate postgres
	in_turn "sql_migrate up" "sql_migrate down"
}
