#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# SQLite: other runners, other programs' locks, signals, rebuilds, a full disk.

bats_require_minimum_version 1.5.0

setup() {
	. "$BATS_TEST_DIRNAME/helper.bash"
	project
}

teardown() {
	rm -f locked
	[ ! -d mnt ] || umount mnt 2>/dev/null || :
}

# Runs for minutes, and goes on until it is stopped.
slow="CREATE TABLE slow AS WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 1e12) SELECT max(n) FROM c;"

# A transaction that writes more than fits into the cache keeps readers out as well.
spill="CREATE TABLE big (n); INSERT INTO big WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 100000) SELECT n FROM c;"

spilling() {
	echo "PRAGMA cache_size = 10;" >session.sql
	migration 001_a.sql <<<"CREATE TABLE a (x);"
	pawl up
	migration 002_b.sql <<<"$spill
$slow"
	background pawl up --session session.sql
	eventually 30 test -s app.db-journal
	sleep 0.3
}

# lock BEGIN: sqlite3 keeps app.db to itself, with that statement, until release.
lock() {
	rm -f locked
	(printf '%s;\n.shell touch locked\n.shell timeout 60 sh -c "while [ -f locked ]; do sleep 0.1; done"\nCOMMIT;\n' "$1" |
		sqlite3 app.db) 3>&- &
	locker=$!
	eventually 30 test -f locked
}

release() {
	rm locked
	wait "$locker"
}

@test "sqlite: a second runner waits for one that keeps readers out" {
	spilling
	run pawl up --wait 0 --lock-timeout 200ms
	exits 6
	has 'another runner is at work on "main._migrations"'
	has "it is pid $pid (pawl)"
	cp background.out first.out
	first=$pid
	background pawl up --lock-timeout 200ms
	eventually 30 says "waiting for another pawl to finish: pid $first (pawl)"
	kill -KILL "$first"
	# It goes on with the same statement; that it got there is enough.
	eventually 30 says "the other pawl has finished"
	kill -INT "$pid"
	finished
	exits 130
}

@test "sqlite: after kill -9 status and up play the journal back" {
	spilling
	kill -KILL "$pid"
	wait "$pid" || :
	test -s app.db-journal
	run --separate-stderr pawl status --json
	[ "$status" -eq 0 ]
	is "1 1" "$(jq -r '"\(.applied) \(.pending)"' <<<"$output")"
	is 0 "$(query "SELECT count(*) FROM sqlite_schema WHERE name = 'big'")"
	migration 002_b.sql <<<"CREATE TABLE b (x);"
	run pawl up --wait 0
	exits 0
}

@test "sqlite: SIGINT and SIGTERM stop a statement and roll back" {
	local name
	migration 001_a.sql <<<"CREATE TABLE a (x);"
	pawl up
	for name in INT:130 TERM:143; do
		migration 002_b.sql <<<"CREATE TABLE b (x);
$slow"
		background pawl up
		eventually 30 test -s app.db-journal
		sleep 0.5
		kill -"${name%:*}" "$pid"
		finished
		exits "${name#*:}"
		has "migrations/002_b.sql:2:1: cancelled"
		has "the migration was rolled back"
		is 0 "$(query "SELECT count(*) FROM sqlite_schema WHERE name = 'b'")"
		is "fail|002_b.sql" "$(query "SELECT action, filename FROM _migrations_log ORDER BY id DESC LIMIT 1")"
	done
	migration 002_b.sql <<<"CREATE TABLE b (x);"
	run pawl up --wait 0
	exits 0
}

@test "sqlite: what is rolled back with a shared commit is told" {
	migration 001_a.sql <<<"CREATE TABLE a (x);"
	migration 002_b.sql <<<"$slow"
	printf '[hooks]\nafter-failure = echo "$PAWL_ERROR" >failure\n' >pawl.ini
	background pawl up
	eventually 30 test -s app.db-journal
	sleep 0.5
	kill -INT "$pid"
	finished
	exits 130
	has 'so was what shared its commit: 1 migration from "001_a.sql" on'
	lacks "applied"
	lacks "cancelled;"
	lacks "; cancelled"
	is cancelled "$(cat failure)"
	migration 002_b.sql <<<"CREATE TABLE b (x);"
	run pawl up
	exits 0
	has "applied  001_a.sql"
}

@test "sqlite: a database that another program locks is waited for" {
	migration 001_a.sql <<<"CREATE TABLE a (x);"
	pawl up
	migration 002_b.sql <<<"CREATE TABLE b (x);"
	lock "BEGIN EXCLUSIVE"
	background pawl up --lock-timeout 300ms
	eventually 30 says "database is locked; try 2 of"
	release
	finished
	exits 0
	migration 003_c.sql <<<"CREATE TABLE c (x);"
	lock "BEGIN EXCLUSIVE"
	run pawl up --lock-timeout 300ms --lock-retries 1
	exits 6
	has "database is locked; try 2 of 2 in"
	has "pid "
	has "(sqlite3) holds the lock"
	has "the lock timeout is 300 ms"
	run pawl status
	exits 6
	has "(sqlite3) holds the lock"
	release
	pawl up
}

@test "sqlite: in WAL mode readers do not stand in the way, writers do" {
	query "PRAGMA journal_mode = wal; CREATE TABLE x (a); INSERT INTO x VALUES (1)" >/dev/null
	lock "BEGIN; SELECT * FROM x" >/dev/null
	migration 001_a.sql <<<"ALTER TABLE x ADD b;"
	run pawl up --lock-timeout 100ms --lock-retries 0
	exits 0
	release
	lock "BEGIN IMMEDIATE"
	migration 002_b.sql <<<"ALTER TABLE x ADD c;"
	run pawl status
	exits 0
	run pawl up --lock-timeout 100ms --lock-retries 0
	exits 6
	has "(sqlite3) holds the lock"
	release
	pawl up
	is wal "$(query "PRAGMA journal_mode")"
}

family() {
	migration 001_a.sql <<<"CREATE TABLE parent (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE child (id INTEGER PRIMARY KEY, parent INTEGER NOT NULL REFERENCES parent ON DELETE CASCADE);
INSERT INTO parent VALUES (1, 'a'), (2, 'b');
INSERT INTO child VALUES (10, 1), (20, 2), (30, 2);"
	pawl up
}

@test "sqlite: a rebuild of a table that others reference keeps their rows" {
	family
	migration 002_b.sql <<<"CREATE TABLE new_parent (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
INSERT INTO new_parent SELECT * FROM parent;
DROP TABLE parent;
ALTER TABLE new_parent RENAME TO parent;"
	pawl up
	is 3 "$(query "SELECT count(*) FROM child")"
	is 0 "$(query "SELECT count(*) FROM pragma_foreign_key_check")"
	run sqlite3 app.db "PRAGMA foreign_keys = ON; INSERT INTO child VALUES (40, 9)"
	[ "$status" -ne 0 ]
}

@test "sqlite: a rebuild that loses parents is refused before it commits" {
	family
	migration 002_b.sql <<<"CREATE TABLE new_parent (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
INSERT INTO new_parent SELECT * FROM parent WHERE id = 1;
DROP TABLE parent;
ALTER TABLE new_parent RENAME TO parent;"
	run pawl up
	exits 5
	has "child"
	has "the migration was rolled back"
	is "2|3" "$(query "SELECT (SELECT count(*) FROM parent), (SELECT count(*) FROM child)")"
	is 1 "$(query "SELECT count(*) FROM _migrations")"
}

@test "sqlite: a rebuild that loses children is refused" {
	family
	migration 002_b.sql <<<"PRAGMA foreign_keys = ON;
CREATE TABLE new_parent (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
INSERT INTO new_parent SELECT * FROM parent;
CREATE TRIGGER eats AFTER INSERT ON new_parent BEGIN DELETE FROM child; END;
INSERT INTO new_parent VALUES (3, 'c');
DROP TRIGGER eats;
DROP TABLE parent;
ALTER TABLE new_parent RENAME TO parent;"
	run pawl up
	exits 5
	has "child"
	is 3 "$(query "SELECT count(*) FROM child")"
}

@test "sqlite: PRAGMA foreign_keys = OFF in a file is obeyed, a rebuild in it is checked" {
	family
	migration 002_b.sql <<<"PRAGMA foreign_keys = OFF;
INSERT INTO child VALUES (40, 4);
INSERT INTO parent VALUES (4, 'd');
PRAGMA foreign_keys = ON;"
	pawl up
	is 4 "$(query "SELECT count(*) FROM child")"
	migration 003_c.sql <<<"PRAGMA foreign_keys = OFF;
CREATE TABLE new_parent (id INTEGER PRIMARY KEY, name TEXT);
INSERT INTO new_parent SELECT * FROM parent WHERE id <> 1;
DROP TABLE parent;
ALTER TABLE new_parent RENAME TO parent;"
	run pawl up
	exits 5
	has "child"
	is 3 "$(query "SELECT count(*) FROM parent")"
	migration 003_c.sql <<<"DELETE FROM parent WHERE id = 1;"
	pawl up
	is 3 "$(query "SELECT count(*) FROM child")"
}

full_disk() {
	migration 001_a.sql <<<"CREATE TABLE a (x);"
	migration 002_b.sql <<<"CREATE TABLE b (x);
INSERT INTO b VALUES (zeroblob(3000000));"
	migration 003_c.sql <<<"CREATE TABLE c (x);"
	run pawl up "$@"
	exits 5
	has "applied  001_a.sql"
	has "migrations/002_b.sql:2:1: database or disk is full"
	has "the migration was rolled back"
	has "hint: free some disk space"
	run pawl status
	has "1 applied, 2 pending"
}

@test "sqlite: the database may not grow" {
	echo "PRAGMA max_page_count = 100;" >session.sql
	full_disk --session session.sql
	pawl up
	is "a b c" "$(query "SELECT group_concat(name, ' ') FROM sqlite_schema WHERE length(name) = 1")"
}

@test "sqlite: a full disk" {
	mkdir mnt
	mount -t tmpfs -o size=400k none mnt 2>/dev/null || skip "a tmpfs cannot be mounted"
	PAWL_URL=sqlite:mnt/app.db
	full_disk
	mount -o remount,size=20m mnt
	pawl up
	is 3 "$(sqlite3 mnt/app.db "SELECT count(*) FROM _migrations")"
}

@test "sqlite: read-only file, read-only folder, no folder, a folder, no database" {
	[ "$(id -u)" -eq 0 ] || skip "needs another user to be"
	local other=(setpriv --reuid=65534 --regid=65534 --clear-groups)
	chmod o+x "$BATS_RUN_TMPDIR" "$BATS_RUN_TMPDIR"/* "$BATS_RUN_TMPDIR"/*/* 2>/dev/null || :
	cp "$(command -v pawl)" pawl 2>/dev/null
	"${other[@]}" ls . >/dev/null 2>&1 || skip "the temporary folder is closed to others"
	migration 001_a.sql <<<"CREATE TABLE a (x);"
	query "CREATE TABLE x (a)"
	chmod 777 .
	chmod 444 app.db
	run "${other[@]}" ./pawl up
	exits 5
	has "attempt to write a readonly database"
	has "must be writable"
	run "${other[@]}" ./pawl status
	exits 0
	chmod 755 .
	chmod 666 app.db
	run "${other[@]}" ./pawl up
	exits 3
	has 'app.db-pawl": Permission denied'
	rm app.db
	run "${other[@]}" ./pawl up
	exits 4
	has 'could not open database file "./app.db"'
	has "look at the rights of the file and its folder"
}

@test "sqlite: what is no database" {
	migration 001_a.sql <<<"CREATE TABLE a (x);"
	head -c 9000 /dev/urandom >app.db
	run pawl up
	exits 4
	has "file is not a database"
	has '"./app.db"'
	run pawl status
	exits 4
	rm app.db
	mkdir app.db
	run pawl up
	exits 4
	has '"app.db" is not a regular file'
	run pawl up --url sqlite:no/such/app.db
	exits 4
	has 'folder "no/such" of the database file does not exist'
	run pawl status --url sqlite:none.db
	exits 0
	[ ! -e none.db ]
}
