#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
load helper

# all: everything in a database but the log, as text.
all()
{
	sqlite3 "$1" .dump | grep -v _migrations_log
}

# Values that a careless copy would change.
odd_project()
{
	make_project
	migration 003_odd "
		CREATE TABLE odd (id INTEGER PRIMARY KEY AUTOINCREMENT, t TEXT, b BLOB, n NUMERIC,
			up TEXT GENERATED ALWAYS AS (upper(t)) STORED,
			user INTEGER REFERENCES users (id) ON DELETE CASCADE);
		CREATE TRIGGER odd_in AFTER INSERT ON odd BEGIN
			INSERT OR IGNORE INTO orders VALUES (new.id); END;
		INSERT INTO users VALUES (7);
		INSERT INTO odd (t, b, n, user) VALUES
			('it''s \"so\"' || char(10, 13, 9) || 'ünïcødé 🦝', x'00ff0a0d27', 9223372036854775807, 7),
			(NULL, NULL, 1.5e300, NULL), ('', x'', '0123', 7);
		DELETE FROM odd WHERE id = 3;" 'DROP TABLE odd;'
	pawl up
	sqlite3 app.db 'PRAGMA user_version = 77; PRAGMA application_id = 1234'
	pawl backup -o copy.db
	all app.db >before.txt
}

@test "restore: into an empty database, the history with the data" {
	odd_project
	run -0 --separate-stderr pawl restore copy.db --url sqlite:new.db --json
	json .version '"003"'
	json .checked true
	json .replaced false
	diff <(all new.db) before.txt
	[ "$(sqlite3 new.db 'PRAGMA user_version; PRAGMA application_id' | xargs)" = '77 1234' ]
	[ "$(sqlite3 new.db "SELECT seq FROM sqlite_sequence WHERE name = 'odd'")" = 3 ]
	run -0 pawl status --url sqlite:new.db
	says '3 applied, 0 pending'
	run -0 pawl history --log --url sqlite:new.db
	says restore
	says copy.db
}

@test "restore: what is there stays without --force" {
	odd_project
	pawl down 1
	all app.db >after.txt
	run -7 pawl restore copy.db
	says 'is not empty'
	says 'add --force'
	diff <(all app.db) after.txt
	run -0 pawl restore copy.db --force
	says 'the database is at 003'
	diff <(all app.db) before.txt
	run -0 pawl current
	says 003
}

@test "restore: a file that is not what its checksum says is refused, --force or not" {
	odd_project
	run -2 pawl restore copy.db --url sqlite::memory:
	cp app.db was.db
	printf x | dd of=copy.db bs=1 seek=9000 conv=notrunc 2>/dev/null
	run -3 pawl restore copy.db --force
	says 'is not what "copy.db.sha256" says'
	says '--force does not skip this check'
	cmp app.db was.db
	run -3 pawl restore nowhere.db
	run -2 pawl restore
}

@test "restore: without a checksum it warns, and a damaged file changes nothing" {
	odd_project
	rm copy.db.sha256
	head -c 9000 copy.db >half.db
	printf 'no database at all' >text.db
	run -3 pawl restore half.db --force
	run -3 pawl restore text.db --force
	diff <(all app.db) before.txt
	run -0 pawl restore copy.db --force
	says 'there is no "copy.db.sha256"'
}

@test "restore: a write-ahead log and another page size" {
	odd_project
	sqlite3 other.db 'PRAGMA page_size = 512; PRAGMA journal_mode = wal; CREATE TABLE x (a)'
	run -2 pawl restore copy.db --force --url sqlite:other.db
	says 'pages of 4096 bytes'
	sqlite3 other.db 'PRAGMA journal_mode = delete'
	run -0 pawl restore copy.db --force --url sqlite:other.db
	diff <(all other.db) before.txt
	sqlite3 app.db 'PRAGMA journal_mode = wal'
	run -0 pawl backup -o wal.db --verify
	run -0 pawl restore wal.db --url sqlite:third.db
	[ "$(sqlite3 third.db 'PRAGMA journal_mode')" = wal ]
	ls wal.db-* && false
	run -0 pawl restore copy.db --force
	diff <(all app.db) before.txt
}

@test "restore: a database in use is no backup, and no backup of itself" {
	odd_project
	sqlite3 other.db 'PRAGMA journal_mode = wal; CREATE TABLE first (a)'
	mkfifo hold
	sqlite3 other.db <hold >/dev/null &
	exec 9>hold
	echo 'BEGIN; CREATE TABLE second (a); INSERT INTO second VALUES (1); COMMIT;' >&9
	until sqlite3 other.db 'SELECT a FROM second'; do sleep 0.05; done 2>/dev/null
	run -3 pawl restore other.db --force 9>&-
	says 'is a database in use, not a backup'
	run -0 pawl backup -o good.db --url sqlite:other.db 9>&-
	exec 9>&-
	wait
	diff <(all app.db) before.txt
	run -2 pawl restore app.db --force
	says 'is the database itself'
	diff <(all app.db) before.txt
	run -0 pawl restore good.db --force
	[ "$(sqlite3 app.db 'SELECT a FROM second')" = 1 ]
}

@test "restore: what is no backup leaves no database behind, and the one that is there alone" {
	make_project
	echo 'no database at all, but long enough to be one if it were' >x.dump
	run -3 pawl restore x.dump --url sqlite:new.db
	[ ! -e new.db ]
	pawl up
	run -3 pawl restore x.dump --force
	says 'the database is as it was'
	says 'hint: no checksum lies beside the backup'
	run -0 pawl current
	says 002
}
