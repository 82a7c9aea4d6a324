#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# PostgreSQL: what plan predicts is what rehearse sees, and a rehearsal leaves
# nothing behind.

bats_require_minimum_version 1.5.0

setup_file() {
	. "$BATS_TEST_DIRNAME/../faults/helper.bash"
	server_postgres
}

teardown_file() {
	. "$BATS_TEST_DIRNAME/../faults/helper.bash"
	server_postgres_stop
}

setup() {
	. "$BATS_TEST_DIRNAME/../faults/helper.bash"
	project_postgres
}

teardown() {
	[ -z "${other-}" ] || kill "$other" 2>/dev/null || :
}

# What can be told of a database without its sequences and statistics.
state() {
	pg_dump "$PGDATABASE" | grep -v '^\\\(un\)\?restrict'
	sql "SELECT * FROM _migrations ORDER BY id"
	sql "SELECT * FROM _migrations_log ORDER BY id"
	sql "SELECT relname, relfilenode FROM pg_class WHERE relnamespace = 'public'::regnamespace ORDER BY 1"
}

base() {
	migration 001_base.sql <<-'SQL'
		CREATE TABLE users (id bigint PRIMARY KEY, name varchar(20), email text, n int,
			price numeric(8, 2), seen timestamp, flag boolean NOT NULL DEFAULT false);
		CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint CONSTRAINT owner REFERENCES users,
			total int, CONSTRAINT late CHECK (total > 0) NOT VALID);
		ALTER TABLE orders ADD CONSTRAINT later FOREIGN KEY (user_id) REFERENCES users NOT VALID;
		ALTER TABLE orders ADD CONSTRAINT has_total CHECK (total IS NOT NULL);
		CREATE DOMAIN positive AS int CHECK (VALUE > 0);
		CREATE TABLE goods (id int, price positive, maker bigint REFERENCES users);
		CREATE SCHEMA auth;
		CREATE TABLE auth.accounts (id bigint PRIMARY KEY);
		CREATE TABLE auth.sessions (id int PRIMARY KEY, account bigint CONSTRAINT of_account REFERENCES auth.accounts);
		CREATE INDEX orders_total ON auth.sessions (account);
		CREATE INDEX orders_total ON orders (total);
		CREATE UNIQUE INDEX users_email ON users (email);
		CREATE TABLE logs (at int, text text) PARTITION BY RANGE (at);
		CREATE TABLE logs_1 PARTITION OF logs FOR VALUES FROM (0) TO (10);
		CREATE TABLE logs_2 (at int, text text);
		CREATE FUNCTION nothing() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
		CREATE TRIGGER told AFTER INSERT ON orders FOR EACH ROW EXECUTE FUNCTION nothing();
		CREATE MATERIALIZED VIEW sums AS SELECT user_id, sum(total) FROM orders GROUP BY 1;
		INSERT INTO users (id, name, email) SELECT i, 'n' || i, 'e' || i FROM generate_series(1, 100) i;
		INSERT INTO orders SELECT i, i, i FROM generate_series(1, 100) i;
	SQL
	pawl up
}

@test "rehearse: each kind of change takes the locks that plan predicts, and rewrites what it says" {
	# With UTC, timestamps become timestamptz as they are.
	export PGTZ=Europe/Berlin
	local failed=0 n=0
	base
	state >before
	while IFS= read -r statement; do
		migration 002_case.sql <<<"$statement;"
		pawl plan --json >plan.json
		pawl rehearse --json --max-lock 20s >rehearsal.json || jq -c .error rehearsal.json
		jq -r -f "$BATS_TEST_DIRNAME/agree.jq" plan.json >planned
		# A table that is renamed is seen by its new name.
		jq -r -f "$BATS_TEST_DIRNAME/agree.jq" rehearsal.json | sed 's/^people:/users:/' >rehearsed
		n=$((n + 1))
		if ! cmp -s planned rehearsed || [ ! -s planned ]; then
			printf '%s\nplanned:   %s\nrehearsed: %s\n' "$statement" \
				"$(paste -sd'|' planned)" "$(paste -sd'|' rehearsed)"
			failed=1
		fi
	done <"$BATS_TEST_DIRNAME/postgres.sql"
	echo "$n statements"
	[ "$failed" -eq 0 ]
	[ "$n" -ge 40 ]
	state >after
	is "$(cat before)" "$(cat after)"
}

@test "plan: says where code is run whose costs nobody can tell" {
	base
	migration 002_x.sql <<<'DO $$ BEGIN ALTER TABLE users ADD x int; END $$; CALL nobody(); SELECT 1;'
	run -0 --separate-stderr pawl plan --json
	is '[false,false,true]' "$(jq -c '[.steps[0].changes[].understood]' <<<"$output")"
	run -0 pawl plan
	has '002:1:1: what this does is not known: DO $$ BEGIN ALTER'
}

@test "plan: goes by search_path" {
	base
	migration 002_users.sql <<<'CREATE TABLE auth.users (id int); INSERT INTO auth.users SELECT generate_series(1, 1000);'
	pawl up
	migration 003_x.sql <<<'SET search_path = auth; ALTER TABLE users ADD x int;'
	migration 004_x.sql <<<'ALTER TABLE users ADD x int;'
	run -0 --separate-stderr pawl plan --json
	is '["auth",null]' "$(jq -c '[.steps[].changes[-1].costs[0].schema]' <<<"$output")"
	run -0 --separate-stderr pawl rehearse --json
	is '["auth",null]' "$(jq -c '[.migrations[].statements[-1].locks[0].schema]' <<<"$output")"
}

@test "rehearse: reports what up then does" {
	base
	migration 002_change.sql <<<"ALTER TABLE users ALTER n TYPE bigint; UPDATE users SET n = 1; CREATE INDEX i ON users (n);"
	migration 002_change.down.sql <<<"DROP INDEX i; ALTER TABLE users ALTER n TYPE int;"
	local node
	node=$(sql "SELECT pg_relation_filenode('users')")
	run -0 --separate-stderr pawl rehearse --json --max-lock 20s
	[ "$(jq -c '[.ok, .migrations[0].where, .migrations[0].has_down, .migrations[0].problem]' <<<"$output")" = '[true,"target",true,null]' ]
	[ "$(jq '.migrations[0].statements[1].changed' <<<"$output")" = 100 ]
	[ "$(jq -r '.migrations[0].statements[0].rewritten[] | select(.index == null).table' <<<"$output")" = users ]
	[ "$(sql "SELECT pg_relation_filenode('users')")" = "$node" ]
	pawl up
	[ "$(sql "SELECT pg_relation_filenode('users')")" != "$node" ]
	[ "$(sql "SELECT count(*) FROM users WHERE n = 1")" = 100 ]
}

@test "rehearse: a down that does not lead back exits 1 and says what differs" {
	base
	migration 002_x.sql <<<"ALTER TABLE users ADD x int, ADD y int;"
	migration 002_x.down.sql <<<"ALTER TABLE users DROP x;"
	state >before
	run -1 pawl rehearse
	has "002_x.sql: after down:"
	has "column users.y is new"
	state >after
	is "$(cat before)" "$(cat after)"
}

@test "rehearse: a failing statement exits 5, as up names it, and all is undone" {
	base
	migration 002_good.sql <<<"ALTER TABLE users ADD x int; INSERT INTO users (id) VALUES (1000);"
	migration 003_bad.sql <<<"ALTER TABLE users DROP nothing;"
	state >before
	run -5 pawl rehearse
	has "003_bad.sql:1:"
	has 'column "nothing" of relation "users" does not exist'
	run -5 --separate-stderr pawl rehearse --json
	[ "$(jq -c '[.ok, .error.sqlstate, (.migrations | length)]' <<<"$output")" = '[false,"42703",2]' ]
	state >after
	is "$(cat before)" "$(cat after)"
}

@test "rehearse: what would fail at the commit fails" {
	base
	migration 002_later.sql <<-'SQL'
		CREATE TABLE child (u bigint REFERENCES users DEFERRABLE INITIALLY DEFERRED);
		INSERT INTO child VALUES (4711);
	SQL
	run -5 pawl rehearse
	has "violates foreign key constraint"
}

@test "rehearse: --max-lock ends a slow statement, and nobody waits for longer" {
	base
	migration 002_slow.sql <<<"ALTER TABLE users ADD x int; SELECT pg_sleep(20);"
	state >before
	background pawl rehearse --max-lock 1500ms
	eventually 20 locked
	local start=${EPOCHREALTIME/./} waited
	sql "SELECT count(*) FROM users"
	waited=$(((${EPOCHREALTIME/./} - start) / 1000))
	echo "waited $waited ms"
	finished
	exits 6
	has "stopped: locks would be kept for longer than 1500 ms"
	has "002_slow.sql:1:"
	[ "$waited" -le 1700 ]
	state >after
	is "$(cat before)" "$(cat after)"
}

@test "rehearse: --max-lock counts from tables and views that are dropped or renamed, too" {
	base
	migration 002_view.sql <<<"CREATE VIEW grown AS SELECT * FROM users;"
	pawl up
	for statement in "DROP TABLE logs" "ALTER TABLE logs RENAME TO old_logs" "DROP VIEW grown" \
		"CREATE OR REPLACE VIEW grown AS SELECT *, 1 AS one FROM users"; do
		migration 003_x.sql <<<"$statement; SELECT pg_sleep(0.4); SELECT pg_sleep(0.4); SELECT pg_sleep(0.4);"
		run -6 --separate-stderr pawl rehearse --json --max-lock 600ms
		is '"ACCESS EXCLUSIVE"' "$(jq '[.migrations[0].statements[0].locks[].mode | select(. == "ACCESS EXCLUSIVE")][0]' <<<"$output")"
	done
}

locked() {
	[ "$(sql "SELECT count(*) FROM pg_locks WHERE relation = 'users'::regclass AND mode = 'AccessExclusiveLock' AND granted")" = 1 ]
}

@test "rehearse: the server ends a transaction whose rehearsal is stopped in its tracks" {
	base
	{
		echo "ALTER TABLE users ADD x int;"
		for i in {1..3000}; do echo "INSERT INTO users (id) VALUES (-$i);"; done
	} | migration 002_many.sql
	background pawl rehearse --max-lock 2s
	eventually 20 locked
	kill -STOP "$pid"
	local start=${EPOCHREALTIME/./} waited
	sql "SELECT count(*) FROM users"
	waited=$(((${EPOCHREALTIME/./} - start) / 1000))
	kill -CONT "$pid"
	finished
	echo "waited $waited ms"
	[ "$status" -ne 0 ] || has ok
	[ "$waited" -le 2300 ]
}

@test "rehearse: a lock that somebody else holds is not waited for beyond --max-lock" {
	base
	migration 002_x.sql <<<"ALTER TABLE users ADD x int;"
	psql -qAtX -c BEGIN -c "LOCK TABLE users" -c "SELECT pg_sleep(20)" >/dev/null 2>&1 3>&- &
	other=$!
	eventually 20 locked
	local start=$SECONDS
	run -6 pawl rehearse --max-lock 500ms
	[ $((SECONDS - start)) -le 5 ]
	[[ $output =~ 'a lock was not got within 4'[0-9][0-9]' ms' ]]
	run -6 pawl rehearse --lock-timeout 600ms
	[[ $output =~ 'a lock was not got within 6'[0-9][0-9]' ms' ]]
	has 'blocked by pid'
	has 'hint: rehearse again when'
	run -6 --separate-stderr pawl rehearse --json
	is PAWL_E_LOCKED "$(jq -r .error.name <<<"$output")"
	[[ $(jq -r .error.detail <<<"$output") == 'blocked by pid'*'pg_sleep(20)'* ]]
}

@test "rehearse: what refuses a transaction, and what stands on it, runs on a scratch copy" {
	base
	migration 002_a.sql <<<"ALTER TABLE users ADD x int;"
	migration 003_b.sql <<<"CREATE UNIQUE INDEX CONCURRENTLY i ON users (x);"
	migration 004_c.sql <<<"ALTER TABLE users ADD CONSTRAINT u UNIQUE USING INDEX i;"
	state >before
	run -0 --separate-stderr pawl rehearse --json
	[ "$(jq -c '[.migrations[].where]' <<<"$output")" = '["target","scratch","scratch"]' ]
	[ "$(jq -c '[.migrations[].sees_locks]' <<<"$output")" = '[true,false,true]' ]
	is 'line 1: create index concurrently cannot run in a transaction' \
		"$(jq -r '.migrations[1].why_scratch' <<<"$output")"
	[ "$(jq -r '.migrations[2].statements[0].locks[0].mode' <<<"$output")" = "ACCESS EXCLUSIVE" ]
	state >after
	is "$(cat before)" "$(cat after)"
	[ "$(sql "SELECT count(*) FROM pg_database WHERE datname LIKE 'pawl_scratch%'")" = 0 ]
}

@test "plan: a batched statement is known, and that each range is committed" {
	base
	migration 002_fill.sql <<-'SQL'
		-- pawl:batch table=users key=id size=10
		UPDATE users SET n = 1 WHERE id >= :lo AND id <= :hi;
	SQL
	run -0 --separate-stderr pawl plan --json
	is '[true,"ROW EXCLUSIVE","batches of 10 rows of users (id), each committed"]' \
		"$(jq -c '.steps[0].changes[0] | [.understood, (.costs[0] | .lock, .why)]' <<<"$output")"
}

@test "rehearse: an enum value that is used in the same file is rehearsed on a scratch copy" {
	migration 001_mood.sql <<<"CREATE TYPE mood AS ENUM ('ok'); CREATE TABLE m (mood mood);"
	pawl up
	migration 002_sad.sql <<<"ALTER TYPE mood ADD VALUE 'sad'; INSERT INTO m VALUES ('sad');"
	run -0 --separate-stderr pawl rehearse --json
	[ "$(jq -r '.migrations[0].where' <<<"$output")" = scratch ]
	[ "$(sql "SELECT count(*) FROM m")" = 0 ]
}

@test "rehearse: a batched statement runs in one piece on a scratch copy" {
	base
	migration 002_fill.sql <<-'SQL'
		-- pawl:batch table=users key=id size=10
		UPDATE users SET n = 1 WHERE id > :lo AND id <= :hi;
	SQL
	run -0 --separate-stderr pawl rehearse --json
	[ "$(jq -r '.migrations[0].where' <<<"$output")" = scratch ]
	[ "$(sql "SELECT count(*) FROM users WHERE n IS NOT NULL")" = 0 ]
	sed -i 's/key=id/key=name/' migrations/002_fill.sql
	run -3 pawl rehearse
	has 'table "users" has no unique key on (name)'
}

@test "rehearse: --scratch touches nothing of the target" {
	base
	migration 002_x.sql <<<"ALTER TABLE users ADD x int;"
	psql -qAtX -c BEGIN -c "LOCK TABLE users IN SHARE MODE" -c "SELECT pg_sleep(20)" >/dev/null 2>&1 3>&- &
	other=$!
	run -0 --separate-stderr pawl rehearse --scratch --json
	[ "$(jq -r '.migrations[0].statements[0].locks[0].mode' <<<"$output")" = "ACCESS EXCLUSIVE" ]
}

@test "rehearse: on a new database, and with nothing to do" {
	migration 001_a.sql <<<"CREATE TABLE a (x int);"
	run -0 pawl rehearse
	has "ok (1 migration rehearsed"
	[ -z "$(sql "SELECT 1 FROM pg_tables WHERE schemaname = 'public'")" ]
	pawl up
	run -0 pawl rehearse
	[ "$output" = "nothing to do: at 001" ]
}
