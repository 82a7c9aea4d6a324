#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# Backups of SQLite: of a database in use, and cut off half-way.

bats_require_minimum_version 1.5.0

setup() {
	. "$BATS_TEST_DIRNAME/helper.bash"
	project
}

teardown() {
	[ -z "${writer-}" ] || kill "$writer" 2>/dev/null || :
	[ ! -d mnt ] || umount mnt 2>/dev/null || :
}

# big: some 20 MB, so that a copy takes its time.
big() {
	migration 001_big.sql <<-'SQL'
		CREATE TABLE big (id INTEGER PRIMARY KEY, b BLOB);
		WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20)
		INSERT INTO big SELECT i, randomblob(1000000) FROM n;
	SQL
	pawl up
}

# Two rows at a time, again and again.
writes() {
	query 'CREATE TABLE IF NOT EXISTS pairs (a)'
	(while :; do
		sleep 0.01
		sqlite3 -cmd '.timeout 5000' app.db 'PRAGMA synchronous = OFF; INSERT INTO pairs VALUES (1), (2)'
	done >/dev/null 2>&1 3>&-) &
	writer=$!
}

# part: a copy is being written.
part() {
	compgen -G 'backups/.*.part'
}

# at_work: wait for that without a pause, for it does not take long.
at_work() {
	local end=$((SECONDS + 10))
	until part >/dev/null; do
		((SECONDS < end))
	done
}

one_moment() {
	big
	query "PRAGMA journal_mode = $1" >/dev/null
	writes
	for i in 1 2; do
		pawl backup -o "copy$i.db"
		is ok "$(sqlite3 "copy$i.db" 'PRAGMA integrity_check')"
		is 0 "$(sqlite3 "copy$i.db" 'SELECT count(*) % 2 FROM pairs')"
		is 20 "$(sqlite3 "copy$i.db" 'SELECT count(*) FROM big')"
	done
	kill "$writer"
	wait "$writer" || :
	writer=
}

@test "backup sqlite: of a database that somebody writes to, as it is at one moment" {
	one_moment delete
}

@test "backup sqlite: the same with a write-ahead log" {
	one_moment wal
}

@test "backup sqlite: killed, nothing half stands under the final name, and the next works" {
	big
	for i in 1 2 3; do
		background pawl backup
		at_work
		kill -KILL "$pid"
		finished
		for file in backups/*.db; do
			[ ! -e "$file" ] || (cd backups && sha256sum -c "${file##*/}.sha256")
		done
	done
	run pawl backup
	exits 0
	run part
	is "" "$output"
}

@test "backup sqlite: Ctrl-C leaves nothing" {
	big
	background pawl backup
	at_work
	kill -INT "$pid"
	finished
	exits 130
	is "" "$(ls -A backups)"
}

@test "backup sqlite: a restore that is killed leaves the old content or the new" {
	big
	pawl backup -o copy.db
	query 'DELETE FROM big WHERE id > 10; CREATE TABLE mine (a)'
	for i in 1 2 3; do
		background pawl restore copy.db --force
		eventually 10 test -e app.db-journal -o ! -d "/proc/$pid"
		kill -KILL "$pid" 2>/dev/null || :
		finished
		is ok "$(query 'PRAGMA integrity_check')"
		rows=$(query 'SELECT count(*) FROM big')
		[ "$rows" = 10 ] || [ "$rows" = 20 ]
	done
	run pawl restore copy.db --force
	exits 0
	is 20 "$(query 'SELECT count(*) FROM big')"
}

@test "backup sqlite: a full disk, one that is read-only, and a restore that does not fit" {
	big
	mkdir mnt
	mount -t tmpfs -o size=1m none mnt 2>/dev/null || skip "a tmpfs cannot be mounted"
	migration 002_drop.sql <<<"DROP TABLE big;"
	run pawl up --backup auto --backup-dir mnt
	exits 3
	is "" "$(ls -A mnt)"
	is 20 "$(query 'SELECT count(*) FROM big')"
	pawl backup -o copy.db
	sqlite3 mnt/small.db 'CREATE TABLE t (a); INSERT INTO t VALUES (1)'
	run pawl restore copy.db --force --url sqlite:mnt/small.db
	[ "$status" -ne 0 ]
	is ok "$(sqlite3 mnt/small.db 'PRAGMA integrity_check')"
	is 1 "$(sqlite3 mnt/small.db 'SELECT a FROM t')"
	mount -o remount,ro mnt
	run pawl backup --backup-dir mnt
	exits 3
}

@test "backup sqlite: somebody is in the midst of a transaction" {
	for mode in wal delete; do
		query "PRAGMA journal_mode = $mode; CREATE TABLE IF NOT EXISTS t (a); DELETE FROM t; INSERT INTO t VALUES (1)" >/dev/null
		mkfifo "$mode"
		sqlite3 app.db <"$mode" >/dev/null 2>&1 3>&- &
		writer=$!
		exec 9>"$mode"
		printf '%s\n' 'BEGIN IMMEDIATE; INSERT INTO t VALUES (2);' ".shell touch $mode.open" >&9
		eventually 10 test -e "$mode.open"
		run pawl backup -o "$mode.db" 9>&-
		exits 0
		exec 9>&-
		wait "$writer" || :
		writer=
		is 1 "$(sqlite3 "$mode.db" 'SELECT group_concat(a) FROM t')"
	done
}
