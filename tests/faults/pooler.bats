#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# Behind pgbouncer in transaction mode: session locks and SET belong to whoever
# gets the server connection next.

setup_file() {
	. "$BATS_TEST_DIRNAME/helper.bash"
	server_postgres
	! command -v pgbouncer >/dev/null || pgbouncer_start "$PAWL_TEST_DIR"
}

teardown_file() {
	. "$BATS_TEST_DIRNAME/helper.bash"
	server_postgres_stop
}

setup() {
	. "$BATS_TEST_DIRNAME/helper.bash"
	command -v pgbouncer >/dev/null || skip "pgbouncer is not installed"
	project_postgres
	DIRECT_URL=$PAWL_URL
	PAWL_URL="postgresql:///$PGDATABASE?host=$PAWL_TEST_DIR/pgbouncer&port=6432&user=postgres"
}

# Through the pooler, as the next client would.
pooled() {
	psql -qAtX -h "$PAWL_TEST_DIR/pgbouncer" -p 6432 -c "$1"
}

# The runner in the background is at a pg_sleep().
sleeping() {
	[ "$(sql "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND
	          query LIKE '%pg_sleep(%' AND pid <> pg_backend_pid() AND
	          datname = current_database()")" = 1 ]
}

@test "pooler: 8 runners at once, each migration once, by a lease row" {
	local i
	for i in 1 2 3 4 5 6; do
		migration "00${i}_t.sql" <<<"CREATE TABLE t$i (x int); INSERT INTO t$i VALUES ($i);"
	done
	for i in 1 2 3 4 5 6 7 8; do
		pawl up -v >"out.$i" 2>&1 3>&- &
		echo $! >"pid.$i"
	done
	for i in 1 2 3 4 5 6 7 8; do
		wait "$(cat "pid.$i")" || {
			cat "out.$i"
			return 1
		}
	done
	is "6|6" "$(sql "SELECT count(*), count(DISTINCT filename) FROM _migrations")"
	is 6 "$(sql "SELECT count(*) FROM _migrations_log")"
	is 1 "$(sql "SELECT count(*) FROM t6")"
	is "runner||0" "$(sql "SELECT * FROM _migrations_lock")"
	grep -q "lease row" out.1 out.2 out.3 out.4 out.5 out.6 out.7 out.8
}

@test "pooler: settings, roles and limits of a migration do not reach the next client" {
	local limits
	limits=$(pooled "SHOW lock_timeout; SHOW statement_timeout; SHOW search_path; SELECT current_user")
	migration 001_a.sql <<<"SET search_path TO pg_catalog; SET statement_timeout = '1h';
SELECT set_config('work_mem', '1MB', false); CREATE TABLE public.t (x int);"
	migration 002_b.sql <<<"CREATE TABLE u (x int);"
	migration 003_c.sql <<<"SET ROLE pg_monitor; SELECT 1;"
	migration 004_d.sql <<<"CREATE INDEX CONCURRENTLY t_x ON t (x);"
	pawl up
	for _ in 1 2 3 4 5; do
		is "$limits" \
			"$(pooled "SHOW lock_timeout; SHOW statement_timeout; SHOW search_path; SELECT current_user")"
		is 4MB "$(pooled "SHOW work_mem")"
	done
	is public "$(sql "SELECT schemaname FROM pg_tables WHERE tablename = 'u'")"
}

@test "pooler: a dead holder's lease expires, a live one's does not" {
	migration 001_a.sql <<<"CREATE TABLE t (x int);"
	pawl up
	sql "UPDATE _migrations_lock SET holder = 'alex@laptop pid 4711 0000', expires_at = extract(epoch FROM now()) + 600"
	migration 002_b.sql <<<"CREATE TABLE u (x int);"
	run pawl up --wait 0
	exits 6
	has "another runner is at work"
	has "alex@laptop pid 4711"
	background pawl up
	eventually 30 says "waiting for another pawl to finish: alex@laptop pid 4711"
	sql "UPDATE _migrations_lock SET expires_at = extract(epoch FROM now()) - 1"
	finished
	exits 0
	is 2 "$(sql "SELECT count(*) FROM _migrations")"
}

@test "pooler: a runner killed in the middle leaves a lease that runs out" {
	migration 001_a.sql <<<"CREATE TABLE t (x int);"
	migration 002_b.sql <<<"SELECT pg_sleep(60);"
	background pawl up
	eventually 30 sleeping
	kill -KILL "$pid"
	finished
	exits 137
	is t "$(sql "SELECT expires_at > extract(epoch FROM now()) FROM _migrations_lock")"
	sql "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(60)%' AND pid <> pg_backend_pid()"
	sql "UPDATE _migrations_lock SET expires_at = 1"
	migration 002_b.sql <<<"SELECT 1;"
	pawl up
	is 2 "$(sql "SELECT count(*) FROM _migrations")"
}

@test "pooler: a direct and a pooled runner exclude each other" {
	migration 001_a.sql <<<"CREATE TABLE t (x int);"
	pawl up
	migration 002_b.sql <<<"SELECT pg_sleep(3);"
	background pawl up
	eventually 30 sleeping
	run pawl up --url "$DIRECT_URL" --wait 0
	exits 6
	finished
	exits 0
	migration 003_c.sql <<<"SELECT pg_sleep(3);"
	background pawl up --url "$DIRECT_URL"
	eventually 30 sleeping
	run pawl up --wait 0
	exits 6
	finished
	exits 0
	is 3 "$(sql "SELECT count(*) FROM _migrations")"
}

@test "pooler: a lease lost to somebody else stops the commit" {
	migration 001_a.sql <<<"CREATE TABLE t (x int);"
	pawl up
	migration 002_b.sql <<<"CREATE TABLE u (x int); SELECT pg_sleep(3);"
	background pawl up
	eventually 30 sleeping
	sql "UPDATE _migrations_lock SET holder = 'thief', expires_at = extract(epoch FROM now()) + 600"
	finished
	exits 6
	has "was lost to another runner"
	is 1 "$(sql "SELECT count(*) FROM _migrations")"
	is thief "$(sql "SELECT holder FROM _migrations_lock")"
}
