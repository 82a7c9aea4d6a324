#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# PostgreSQL: other runners, other sessions' locks, signals, a dying server.

bats_require_minimum_version 1.5.0

setup_file() {
	. "$BATS_TEST_DIRNAME/helper.bash"
	server_postgres
}

teardown_file() {
	. "$BATS_TEST_DIRNAME/helper.bash"
	server_postgres_stop
}

setup() {
	. "$BATS_TEST_DIRNAME/helper.bash"
	project_postgres
	sql "CREATE TABLE busy (x int); INSERT INTO busy SELECT 1 FROM generate_series(1, 3)"
}

teardown() {
	[ -z "${holder-}" ] || kill "$holder" 2>/dev/null || :
}

# hold QUERY: a session that has run it in a transaction and keeps that open; its pid in $holder.
hold() {
	psql -qAtX -c "SET application_name = 'holder'" -c "BEGIN ISOLATION LEVEL REPEATABLE READ" \
		-c "$1" -c "SELECT pg_sleep(120)" >/dev/null 2>&1 3>&- &
	holder=$!
	eventually 30 holds
}

holds() {
	[ "$(sql "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND
	          application_name = 'holder' AND query LIKE '%pg_sleep(120)%'")" = 1 ]
}

release() {
	sql "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()
	     AND application_name = 'holder'" >/dev/null
	wait "$holder" || :
	holder=
}

# runs TEXT: some other session of this database runs a statement with it.
runs() {
	[ "$(sql "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND
	          pid <> pg_backend_pid() AND state = 'active' AND query LIKE '%$1%'")" != 0 ]
}

valid() {
	sql "SELECT indisvalid FROM pg_index WHERE indexrelid = '$1'::regclass"
}

@test "locks: a second runner waits, says for whom, and finds nothing to do" {
	migration 001_a.sql <<<"CREATE TABLE a (x int); SELECT pg_sleep(4);"
	background pawl up
	eventually 30 runs "pg_sleep(4)"
	run pawl up --wait 0
	exits 6
	has 'another runner is at work on "public._migrations"'
	has "user postgres (pawl)"
	has "hint: wait for it to finish, or allow more time with --wait"
	run --separate-stderr pawl up
	[ "$status" -eq 0 ]
	[[ $stderr == *"waiting for another pawl to finish: pid "*"the other pawl has finished"* ]]
	is "nothing to do: at 001" "$output"
	finished
	exits 0
}

@test "locks: a runner killed with SIGKILL leaves none" {
	migration 001_a.sql <<<"CREATE TABLE a (x int); SELECT pg_sleep(3);"
	background pawl up
	eventually 30 runs "pg_sleep(3)"
	kill -KILL "$pid"
	finished
	exits 137
	# The server notices when the statement is done.
	run pawl up --wait 30s
	exits 0
	is "001_a.sql|applied" "$(sql "SELECT filename, state FROM _migrations")"
}

@test "locks: lock_timeout, who blocks, and success when the lock is released" {
	hold "LOCK TABLE busy"
	migration 001_a.sql <<<"ALTER TABLE busy ADD y int;"
	background pawl up --lock-timeout 400ms
	eventually 30 says "lock timeout; try 3 of 11 in"
	says "blocked by pid "
	says "user postgres (holder), active since"
	says "pg_sleep(120)"
	release
	finished
	exits 0
	is 2 "$(sql "SELECT count(*) FROM pg_attribute WHERE attrelid = 'busy'::regclass AND attnum > 0")"
}

@test "locks: exit status 6 when the tries are used up" {
	hold "LOCK TABLE busy"
	migration 001_a.sql <<<"SELECT 1;
ALTER TABLE busy ADD y int;"
	run pawl up --lock-timeout 400ms --lock-retries 1
	exits 6
	has "migrations/001_a.sql:2:1: canceling statement due to lock timeout"
	has "tried 2 times"
	has "blocked by pid "
	has "the migration was rolled back"
	has "allow more with --lock-timeout and --lock-retries"
	release
	pawl up
}

@test "locks: a history table that somebody locks" {
	migration 001_a.sql <<<"CREATE TABLE a (x int);"
	pawl up
	hold "LOCK TABLE _migrations"
	migration 002_b.sql <<<"CREATE TABLE b (x int);"
	run pawl up --lock-timeout 300ms --lock-retries 1
	exits 6
	has "blocked by pid "
	release
	pawl up
	is 2 "$(sql "SELECT count(*) FROM _migrations")"
}

@test "locks: CREATE INDEX CONCURRENTLY outwaits an old snapshot, pawl holds none" {
	hold "SELECT 1"
	migration 001_a.sql <<<"CREATE INDEX CONCURRENTLY busy_x ON busy (x);"
	background pawl up --lock-timeout 300ms
	eventually 30 says "blocked by pid "
	(pawl up >second.out 2>&1 3>&-) &
	second=$!
	eventually 30 grep -q "waiting for another pawl" second.out
	# Nothing of pawl's holds a transaction or a snapshot but the one that builds the index.
	is 0 "$(sql "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND
	             application_name = 'pawl' AND query NOT LIKE 'CREATE INDEX%' AND
	             state <> 'active' AND (xact_start IS NOT NULL OR backend_xmin IS NOT NULL)")"
	release
	finished
	exits 0
	wait "$second"
	grep -q "nothing to do: at 001" second.out
	is t "$(valid busy_x)"
}

@test "locks: an index that kill -9 left invalid is dropped and built again" {
	local text
	for text in "CREATE INDEX CONCURRENTLY busy_x ON busy (x);" \
		"CREATE INDEX CONCURRENTLY IF NOT EXISTS busy_x ON busy (x);"; do
		sql "DROP INDEX IF EXISTS busy_x; DROP TABLE IF EXISTS _migrations, _migrations_log"
		migration 001_a.sql <<<"$text"
		hold "SELECT 1"
		background pawl up
		eventually 30 runs "CREATE INDEX CONCURRENTLY"
		eventually 30 valid busy_x
		kill -KILL "$pid"
		finished
		sql "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname =
		     current_database() AND query LIKE 'CREATE INDEX%'" >/dev/null
		is f "$(valid busy_x)"
		release
		run pawl up
		exits 0
		has "001_a.sql goes on at statement 1"
		is t "$(valid busy_x)"
	done
}

@test "locks: an index that a duplicate left invalid is built when the data is mended" {
	migration 001_a.sql <<<"CREATE UNIQUE INDEX CONCURRENTLY busy_x ON busy (x);"
	run pawl up
	exits 5
	has "001_a.sql:1:1: could not create unique index \"busy_x\""
	has "Key (x)=(1) is duplicated; 0 of 1 statements are committed"
	is "" "$(sql "SELECT to_regclass('busy_x')")"
	run pawl status
	has "1 failed"
	sql "TRUNCATE busy"
	pawl up
	is t "$(valid busy_x)"
}

@test "journal: what ran outside a transaction stands when the statement behind it fails" {
	migration 001_x.sql <<-'SQL'
		CREATE TABLE q (a int);
		CREATE INDEX CONCURRENTLY qq ON q (a);
		SELECT nope;
	SQL
	migration 001_x.down.sql <<-'SQL'
		DROP INDEX CONCURRENTLY qq;
		DROP TABLE nosuch;
	SQL
	run pawl up
	exits 5
	has "2 of 3 statements are committed and stand"
	has "goes on at statement 3"
	is 2 "$(sql "SELECT statements_done FROM _migrations")"
	sed -i 's/nope/1/' migrations/001_x.sql
	run pawl up
	exits 0
	has "001_x.sql goes on at statement 3"
	run pawl down
	exits 5
	has "1 of 2 statements are committed and stand"
	sed -i 's/nosuch/q/' migrations/001_x.down.sql
	run pawl down
	exits 0
	is "" "$(sql "SELECT filename FROM _migrations")"
}

@test "journal: a procedure that commits does not run again for what fails behind it" {
	migration 001_x.sql <<-'SQL'
		-- pawl:transaction off
		CREATE TABLE q (a int);
		CREATE PROCEDURE fill() LANGUAGE plpgsql AS $$ BEGIN INSERT INTO q VALUES (1); COMMIT; INSERT INTO q VALUES (2); END $$;
		CALL fill();
		SELECT nope;
	SQL
	for _ in 1 2; do
		run pawl up
		exits 5
		has "3 of 4 statements are committed and stand"
	done
	sed -i 's/nope/1/' migrations/001_x.sql
	run pawl up
	exits 0
	is $'1\n2' "$(sql "SELECT a FROM q ORDER BY a")"
}

@test "journal: a run that was killed behind CONCURRENTLY, then one that fails behind it" {
	migration 001_x.sql <<-'SQL'
		CREATE TABLE q (a int);
		CREATE INDEX CONCURRENTLY qq ON q (a);
		SELECT pg_sleep(3);
	SQL
	background pawl up
	eventually 30 runs "pg_sleep(3)"
	kill -KILL "$pid"
	finished
	sed -i 's/SELECT pg_sleep(3)/SELECT nope/' migrations/001_x.sql
	for _ in 1 2; do
		run pawl up
		exits 5
		has "2 of 3 statements are committed and stand"
	done
	sed -i 's/nope/1/' migrations/001_x.sql
	run pawl up
	exits 0
}

@test "signals: SIGINT and SIGTERM cancel on the server and roll back" {
	local name
	migration 001_a.sql <<<"CREATE TABLE a (x int);"
	for name in INT:130 TERM:143; do
		migration 002_b.sql <<<"CREATE TABLE b (x int);
SELECT pg_sleep(100);"
		background pawl up
		eventually 30 runs "pg_sleep(100)"
		kill -"${name%:*}" "$pid"
		finished
		exits "${name#*:}"
		has "migrations/002_b.sql:2:1: cancelled"
		has "the migration was rolled back"
		has "run the command again to go on"
		run ! runs "pg_sleep(100)"
		is "001_a.sql|applied|" "$(sql "SELECT filename, state, to_regclass('b') FROM _migrations")"
		is "fail|002_b.sql" "$(sql "SELECT action, filename FROM _migrations_log ORDER BY id DESC LIMIT 1")"
	done
	migration 002_b.sql <<<"CREATE TABLE b (x int);"
	run pawl up --wait 0
	exits 0
}

@test "signals: a cancelled CREATE INDEX CONCURRENTLY" {
	hold "SELECT 1"
	migration 001_a.sql <<<"CREATE INDEX CONCURRENTLY busy_x ON busy (x);"
	background pawl up
	eventually 30 runs "CREATE INDEX CONCURRENTLY"
	kill -INT "$pid"
	finished
	exits 130
	has "0 of 1 statements are committed"
	lacks "could not"
	is "" "$(sql "SELECT to_regclass('busy_x')")"
	release
	pawl up
	is t "$(valid busy_x)"
}

@test "signals: what a cancelled CREATE INDEX CONCURRENTLY left is removed by the next run" {
	hold "SELECT 1 FROM busy"
	migration 001_a.sql <<<"CREATE INDEX CONCURRENTLY IF NOT EXISTS busy_x ON busy (x);"
	background pawl up --lock-timeout 300ms
	eventually 30 runs "CREATE INDEX CONCURRENTLY"
	eventually 30 valid busy_x
	kill -INT "$pid"
	finished
	exits 130
	is f "$(valid busy_x)"
	has "what it left could not be removed yet, the next run will: canceling statement due to lock timeout"
	run pawl up --lock-timeout 300ms --lock-retries 1
	exits 6
	release
	pawl up
	is t "$(valid busy_x)"
}

@test "signals: while it waits for a lock, for another runner and in a hook" {
	hold "LOCK TABLE busy"
	migration 001_a.sql <<<"ALTER TABLE busy ADD y int;"
	background pawl up --lock-timeout 1h
	eventually 30 says "blocked by"
	cp background.out first.out
	first=$pid
	background pawl up
	eventually 30 says "waiting for another pawl"
	kill -INT "$pid"
	finished
	exits 130
	kill -TERM "$first"
	pid=$first
	finished
	exits 143
	release
	printf '[hooks]\nbefore-up = touch started; sleep 100\n' >pawl.ini
	background pawl up
	eventually 30 test -f started
	kill -TERM "$pid"
	finished
	exits 143
}

@test "server: it dies in the middle of a statement, and pawl goes on when it is back" {
	migration 001_a.sql <<<"CREATE TABLE a (x int);"
	migration 002_b.sql <<<"INSERT INTO a VALUES (1); SELECT pg_sleep(100);"
	migration 003_c.sql <<'END'
-- pawl:transaction off
INSERT INTO a VALUES (2);
SELECT pg_sleep(101);
INSERT INTO a VALUES (3);
END
	. "$faults_lib/postgres.sh"
	postgres_find
	background pawl up
	eventually 30 runs "pg_sleep(100)"
	postgres_stop "$PAWL_TEST_DIR"
	finished
	exits 4
	has "migrations/002_b.sql:1:27: "
	has "when the server is back, run the command again"
	run pawl up
	exits 4
	has "check that the server is running and where its socket is"
	postgres_as "$postgres_bin/pg_ctl" -D "$PAWL_TEST_DIR/data" -l "$PAWL_TEST_DIR/postgres.log" -s -w start
	is "001_a.sql" "$(sql "SELECT filename FROM _migrations")"
	migration 002_b.sql <<<"INSERT INTO a VALUES (1);"
	background pawl up
	eventually 30 runs "pg_sleep(101)"
	postgres_stop "$PAWL_TEST_DIR"
	finished
	exits 4
	has "at least 1 of 3 statements are committed and stand"
	postgres_as "$postgres_bin/pg_ctl" -D "$PAWL_TEST_DIR/data" -l "$PAWL_TEST_DIR/postgres.log" -s -w start
	sed -i s/101/0/ migrations/003_c.sql
	run pawl up
	exits 0
	has "003_c.sql goes on at statement 2"
	is $'1\n2\n3' "$(sql "SELECT x FROM a ORDER BY x")"
}

# A session that holds what QUERY takes and does nothing; its pid is of no interest.
idle() {
	psql -qAtX -c "SET application_name = 'holder'" -c "BEGIN" -c "$1" -c '\! sleep 120' \
		>/dev/null 2>&1 3>&- &
	holder=$!
	eventually 30 idles
}

idles() {
	[ "$(sql "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND
	          application_name = 'holder' AND state LIKE 'idle in%'")" = 1 ]
}

log_of_cancels() {
	sql "SELECT count(*) FROM _migrations_log WHERE action = 'cancel blocker' AND
	     error LIKE 'pid %(holder)%'"
}

@test "locks: --cancel-blockers ends a session that is idle in its transaction" {
	for lock in "SELECT count(*) FROM busy" "UPDATE busy SET x = 2" "LOCK TABLE busy IN SHARE MODE"; do
		idle "$lock"
		rm -f migrations/*
		migration "00$((n += 1))_a.sql" <<<"ALTER TABLE busy ADD y$n int;"
		run pawl up --dir migrations --cancel-blockers=1s
		exits 0
		has "blocked by pid "
		has "cancelled pid "
		is "$n" "$(log_of_cancels)"
		kill "$holder" && holder=
		sql "DELETE FROM _migrations"
	done
}

@test "locks: --cancel-blockers cancels what a session runs, and tells JSON of it" {
	hold "LOCK TABLE busy"
	migration 001_a.sql <<<"ALTER TABLE busy ADD y int;"
	run pawl up --cancel-blockers=1s --log-format json
	exits 0
	has '"event": "cancelled-blocker"'
	is 1 "$(log_of_cancels)"
	wait "$holder" || :
	holder=
}

@test "locks: --cancel-blockers ends the holder of a row and of an advisory lock" {
	idle "SELECT pg_advisory_xact_lock(42)"
	migration 001_a.sql <<<"SELECT pg_advisory_xact_lock(42);"
	run pawl up --cancel-blockers=1s --lock-timeout off
	exits 0
	kill "$holder"
	idle "UPDATE busy SET x = 5"
	migration 002_b.sql <<<"UPDATE busy SET x = 6;"
	run pawl up --cancel-blockers=1s --lock-timeout 1s
	exits 0
	is 2 "$(log_of_cancels)"
}

@test "locks: nobody is cancelled unasked" {
	idle "SELECT count(*) FROM busy"
	migration 001_a.sql <<<"ALTER TABLE busy ADD y int;"
	run pawl up --lock-timeout 1200ms --lock-retries 1
	exits 6
	idles
}
