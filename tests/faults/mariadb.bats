#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# MariaDB: no statement of DDL can be rolled back there, so what stands is
# journalled.

bats_require_minimum_version 1.5.0

setup_file() {
	. "$BATS_TEST_DIRNAME/helper.bash"
	server_mariadb
}

teardown_file() {
	. "$BATS_TEST_DIRNAME/helper.bash"
	server_mariadb_stop
}

setup() {
	. "$BATS_TEST_DIRNAME/helper.bash"
	project_mariadb
}

teardown() {
	[ -z "${holder-}" ] || kill "$holder" 2>/dev/null || :
}

# runs TEXT: some session runs a statement with it.
runs() {
	[ "$(maria "SELECT count(*) FROM information_schema.PROCESSLIST WHERE INFO LIKE '%$1%' AND ID <> CONNECTION_ID()")" != 0 ]
}

# hold QUERY: a session that has run it in a transaction and keeps that open.
hold() {
	(mariadb --no-defaults -uroot -S "$PAWL_TEST_DIR/s.sock" "$database" \
		-e "BEGIN; $1; SELECT SLEEP(120)" >/dev/null 2>&1 3>&-) &
	holder=$!
	eventually 30 runs "SLEEP(120)"
}

release() {
	maria "SELECT CONCAT('KILL ', ID) FROM information_schema.PROCESSLIST WHERE INFO LIKE '%SLEEP(120)%' AND ID <> CONNECTION_ID()" |
		while read -r kill; do maria "$kill"; done
	wait "$holder" || :
	holder=
}

@test "mariadb: a second runner waits, says for whom, and finds nothing to do" {
	migration 001_a.sql <<<"SELECT SLEEP(2);"
	background pawl up
	eventually 30 runs "SLEEP(2)"
	run pawl up --wait 0
	exits 6
	has "another runner is at work"
	has "user root"
	run pawl up
	exits 0
	has "waiting for another pawl to finish: pid "
	has "nothing to do: at 001"
	finished
	exits 0
}

@test "mariadb: a runner killed with SIGKILL leaves no lock" {
	migration 001_a.sql <<<"CREATE TABLE a (x int); SELECT SLEEP(1); CREATE TABLE b (x int);"
	background pawl up
	eventually 30 runs "SLEEP(1)"
	kill -KILL "$pid"
	finished
	run pawl up --wait 20s
	exits 0
	has "001_a.sql goes on at statement"
	is 2 "$(maria "SELECT count(*) FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME IN ('a', 'b')")"
}

@test "mariadb: SIGINT and SIGTERM cancel on the server" {
	local name
	migration 001_a.sql <<<"CREATE TABLE a (x int);"
	pawl up
	for name in INT:130 TERM:143; do
		migration 002_b.sql <<<"INSERT INTO a VALUES (1);
INSERT INTO a SELECT SLEEP(100);"
		background pawl up
		eventually 30 runs "SLEEP(100)"
		kill -"${name%:*}" "$pid"
		finished
		exits "${name#*:}"
		has "migrations/002_b.sql:2:1: cancelled"
		has "of 2 statements are committed and stand"
		lacks "could not"
		run ! runs "SLEEP(100)"
	done
	run pawl status
	has "1 failed"
	migration 002_b.sql <<<"INSERT INTO a VALUES (1);
INSERT INTO a VALUES (2);"
	run pawl up --wait 0
	exits 0
	is "1 2" "$(maria "SELECT GROUP_CONCAT(x ORDER BY x SEPARATOR ' ') FROM a")"
}

@test "mariadb: lock timeout, who blocks, exit status 6" {
	maria "CREATE TABLE busy (x int) ENGINE=InnoDB; INSERT INTO busy VALUES (1)"
	hold "SELECT * FROM busy"
	migration 001_a.sql <<<"ALTER TABLE busy ADD y int;"
	run pawl up --lock-timeout 2s --lock-retries 1
	exits 6
	has "migrations/001_a.sql:1:1: "
	has "try 2 of 2 in"
	has "blocked by pid "
	has "user root"
	has "tried 2 times"
	background pawl up --lock-timeout 1s
	eventually 30 says "try 2 of 11 in"
	release
	finished
	exits 0
	is 2 "$(maria "SELECT count(*) FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'busy'")"
}

@test "mariadb: a failed statement, the file mended, and on from there" {
	migration 001_a.sql <<<"CREATE TABLE a (x int);
INSERT INTO a VALUES (1);
ALTER TABLE a ADD y int;
INSERT INTO a VALUES (2, 2);
CREATE TABEL b (x int);
INSERT INTO a VALUES (3, 3);"
	run pawl up
	exits 5
	has "migrations/001_a.sql:5:"
	has "4 of 6 statements are committed and stand"
	has "it goes on at statement 5"
	sed -i 's/x int);$/z int);/' migrations/001_a.sql
	run pawl up
	exits 7
	has 'the first 4 statements of "001_a.sql" are not those that ran'
	sed -i '1s/z int/x int/; s/TABEL/TABLE/' migrations/001_a.sql
	run pawl up
	exits 0
	has "001_a.sql goes on at statement 5"
	is "1 2 3" "$(maria "SELECT GROUP_CONCAT(x ORDER BY x SEPARATOR ' ') FROM a")"
}

@test "mariadb: stored programs without DELIMITER, and with it" {
	migration 001_a.sql <<'END'
CREATE TABLE a (x int);
CREATE PROCEDURE p(n int)
BEGIN
  DECLARE i int DEFAULT 0;
  WHILE i < n DO
    IF i % 2 = 0 THEN INSERT INTO a VALUES (i); ELSE INSERT INTO a VALUES (-i); END IF;
    SET i = i + 1;
  END WHILE;
END;
CALL p(4);
DELIMITER $$
CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW BEGIN SET NEW.x = NEW.x * 10; END$$
DELIMITER ;
INSERT INTO a VALUES (7);
END
	pawl up
	is "-3 -1 0 2 70" "$(maria "SELECT GROUP_CONCAT(x ORDER BY x SEPARATOR ' ') FROM a")"
}

dump_source() {
	maria "CREATE DATABASE src_$database"
	mariadb --no-defaults -uroot -S "$PAWL_TEST_DIR/s.sock" "src_$database" <<'END'
CREATE TABLE one (id int AUTO_INCREMENT PRIMARY KEY, t text);
CREATE TABLE two (id int PRIMARY KEY, one int, FOREIGN KEY (one) REFERENCES one (id));
INSERT INTO one (t) SELECT CONCAT('it''s; \\ row ', seq) FROM seq_1_to_3000;
INSERT INTO two SELECT seq, seq FROM seq_1_to_3000;
CREATE VIEW v AS SELECT count(*) AS n FROM two;
DELIMITER //
CREATE PROCEDURE p() BEGIN SELECT 1; SELECT 2; END//
CREATE TRIGGER t AFTER INSERT ON one FOR EACH ROW BEGIN SET @x = 1; SET @y = 2; END//
DELIMITER ;
END
	mariadb-dump --no-defaults -uroot -S "$PAWL_TEST_DIR/s.sock" --routines --triggers \
		--skip-extended-insert "src_$database" >migrations/001_dump.sql
	grep -q "LOCK TABLES" migrations/001_dump.sql
	grep -q "DELIMITER" migrations/001_dump.sql
}

is_complete() {
	is $'3000\t3000\t3000' "$(maria "SELECT (SELECT count(*) FROM one), (SELECT count(DISTINCT t) FROM one), n FROM v")"
	maria "SHOW CREATE PROCEDURE p" >/dev/null
	is t "$(maria "SELECT TRIGGER_NAME FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = DATABASE()")"
	maria "UPDATE two SET one = 5 WHERE id = 1"
	run ! maria "UPDATE two SET one = -5 WHERE id = 1"
}

@test "mariadb: the output of mariadb-dump" {
	dump_source
	migration 002_b.sql <<<"CREATE TABLE b (x int);"
	pawl up
	is_complete
}

@test "mariadb: the output of mariadb-dump, killed in its middle" {
	local nth
	dump_source
	for nth in 40 700 1500 2000; do
		PAWL_TEST_FAULT=kill:after:$nth run pawl up
		exits 137
	done
	run pawl up
	exits 0
	has "001_dump.sql goes on at statement"
	is_complete
}

@test "mariadb: wrong password, unknown database, unknown host, a socket that is not there" {
	migration 001_a.sql <<<"CREATE TABLE a (x int);"
	maria "CREATE OR REPLACE USER u@localhost IDENTIFIED BY 'right'"
	run pawl up --url "mariadb://u:s3cr3t@localhost/$database?socket=$PAWL_TEST_DIR/s.sock" -v --debug
	exits 4
	has "Access denied"
	lacks s3cr3t
	run pawl up --url "mariadb://root@localhost/nope?socket=$PAWL_TEST_DIR/s.sock"
	exits 4
	has "nope"
	has "pawl create"
	run pawl up --url "mariadb://u:s3cr3t@nohost.invalid/x"
	exits 4
	has "nohost.invalid"
	lacks s3cr3t
	run pawl up --url "mariadb://u:s3cr3t@localhost/x?socket=/nowhere/s.sock"
	exits 4
	has "/nowhere/s.sock"
	lacks s3cr3t
}

@test "mariadb: the server dies in the middle of a statement" {
	migration 001_a.sql <<<"CREATE TABLE a (x int);
INSERT INTO a SELECT SLEEP(100);"
	. "$faults_lib/mariadb.sh"
	background pawl up
	eventually 30 runs "SLEEP(100)"
	kill -KILL "$(cat "$PAWL_TEST_DIR/pid")"
	finished
	exits 4
	has "migrations/001_a.sql:2:1: "
	has "at least 1 of 2 statements are committed and stand"
	has "when the server is back, run the command again"
	eventually 30 test ! -d "/proc/$(cat "$PAWL_TEST_DIR/pid")"
	mariadb_start "$PAWL_TEST_DIR" 3>&- >/dev/null
	sed -i s/100/0/ migrations/001_a.sql
	run pawl up
	exits 0
	has "001_a.sql goes on at statement"
	is 1 "$(maria "SELECT count(*) FROM a")"
}

@test "mariadb: --cancel-blockers ends who holds a row, and spares who may not be the one" {
	maria "CREATE TABLE busy (x int PRIMARY KEY) ENGINE=InnoDB; INSERT INTO busy VALUES (1)"
	hold "UPDATE busy SET x = 2"
	migration 001_a.sql <<<"UPDATE busy SET x = 3;"
	run pawl up --cancel-blockers=1s --lock-timeout 5s
	exits 0
	has "cancelled pid "
	[ "$(maria "SELECT count(*) FROM _migrations_log WHERE action = 'cancel blocker'")" -ge 1 ]
	release
	hold "SELECT * FROM busy"
	migration 002_b.sql <<<"ALTER TABLE busy ADD y int;"
	run pawl up --cancel-blockers=1s --lock-timeout 6s --lock-retries 1
	exits 6
	has "not cancelled: pid "
	has "whether it is the one is not known"
	release
}

@test "mariadb: --cancel-blockers ends who holds a metadata lock that the server tells of" {
	maria "INSTALL SONAME 'metadata_lock_info'" || skip "no plugin metadata_lock_info"
	maria "CREATE TABLE busy (x int PRIMARY KEY) ENGINE=InnoDB; INSERT INTO busy VALUES (1)"
	hold "SELECT * FROM busy"
	migration 001_a.sql <<<"ALTER TABLE busy ADD y int;"
	run pawl up --cancel-blockers=1s --lock-timeout 5s
	maria "UNINSTALL SONAME 'metadata_lock_info'"
	exits 0
	has "cancelled pid "
	release
}
