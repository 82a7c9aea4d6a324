# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh
# A batched UPDATE, to be sourced by script/bench: see bench/scenarios.sh.

# A table as it was: an UPDATE leaves as many dead rows behind. Made anew each time.
fresh_users() {
	psql_bench "DROP TABLE IF EXISTS users, _migrations, _migrations_log"
	psql_bench "CREATE TABLE users (id bigint PRIMARY KEY, name text NOT NULL, n integer NOT NULL)"
	psql_bench "INSERT INTO users SELECT i, 'user ' || i, 0 FROM generate_series(1, $rows) i"
	psql_bench "VACUUM ANALYZE users"
	psql_bench "CHECKPOINT"
}

psql_bench() {
	psql -X -q -v ON_ERROR_STOP=1 -h "$db" -U postgres -d bench -c "$1" >"$work/log" 2>&1
}

round_batch() {
	fresh_users
	timed "loop by hand" "$bench/batch_postgres" "$(database_url)" 5000
	fresh_users
	timed pawl "$pawl" up --url "$(database_url)" --dir "$work/batch"
}

scenario_batch() {
	server_postgres
	postgres_fsync on
	engine=postgres db=$postgres_home
	fresh
	mkdir -p "$work/batch"
	cat >"$work/batch/001_fill.sql" <<-'SQL'
		-- pawl:batch table=users key=id size=5000
		UPDATE users SET n = n + 1 WHERE id > :lo AND id <= :hi;
	SQL
	title "batch: $rows rows of PostgreSQL updated, 5,000 to a commit"
	rounds "$runs" round_batch
	report "near loop by hand 1.3" "memory pawl 65536"
}
