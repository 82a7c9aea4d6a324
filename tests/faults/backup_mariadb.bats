#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# Backups of MariaDB: the same bytes come back, and what is cut off is not taken
# for whole.

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
	[ ! -d mnt ] || umount mnt 2>/dev/null || :
}

odd_data() {
	migration 001_odd.sql <<-'SQL'
		CREATE TABLE parent (id bigint AUTO_INCREMENT PRIMARY KEY, name text, raw blob, d double,
			big decimal(60, 10), up varchar(200) AS (upper(left(name, 100))) STORED) CHARSET utf8mb4;
		CREATE TABLE child (id int AUTO_INCREMENT PRIMARY KEY, parent bigint,
			FOREIGN KEY (parent) REFERENCES parent (id) ON DELETE CASCADE);
		CREATE SEQUENCE free_seq START 41;
		SELECT NEXTVAL(free_seq);
		DELIMITER //
		CREATE TRIGGER touch BEFORE INSERT ON parent FOR EACH ROW BEGIN
			SET NEW.name = CONCAT(COALESCE(NEW.name, ''), '!'); END//
		CREATE PROCEDURE p() BEGIN SELECT 1; END//
		DELIMITER ;
		CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO DELETE FROM child;
		CREATE VIEW v AS SELECT name FROM parent;
		CREATE VIEW applied AS SELECT filename FROM _migrations;
		CREATE TABLE nothing (a int);
		CREATE TABLE `näme``d "so"` (`a b` bit(3), e enum('x', 'y''z'), g geometry, j json, u uuid);
		INSERT INTO `näme``d "so"` VALUES (b'101', 'y''z', ST_GeomFromText('POINT(1 2)'), '{"a": [1]}', uuid());
		SET SESSION sql_mode = 'NO_AUTO_VALUE_ON_ZERO';
		CREATE TABLE dates (id int AUTO_INCREMENT PRIMARY KEY, d date, t datetime(6), s timestamp NULL, y year);
		INSERT INTO dates VALUES (0, '0000-00-00', '2020-00-00 00:00:00', '0000-00-00', 0),
			(1, '9999-12-31', '1000-01-01 00:00:00.000001', '2020-06-01 12:00:00', 2155);
		CREATE TABLE large (t longtext, b longblob);
		INSERT INTO large VALUES (repeat('ü', 1000000), repeat(x'00', 1000000));
		CREATE TABLE versioned (a int) WITH SYSTEM VERSIONING;
		INSERT INTO versioned VALUES (1);
		UPDATE versioned SET a = 2;
		INSERT INTO parent (name, raw, big, d) VALUES
			('line\r\n"q" ''x'' \\ \t ünïcødé 🦝\0z', x'00ff0a0d271a',
				99999999999999999999999999999999999999.1234567890, 1e300),
			(NULL, NULL, NULL, NULL), ('', '', 0, -0.1);
		INSERT INTO child (parent) VALUES (1), (1), (1);
		DELETE FROM child WHERE id = 3;
	SQL
	migration 002_drop.sql <<<"DROP TABLE child;"
}

# Everything but the log.
everything() {
	mariadb-dump --no-defaults -uroot -S "$PAWL_TEST_DIR/s.sock" --routines --events --hex-blob \
		--skip-dump-date "--ignore-table=${1:-$database}._migrations_log" "${1:-$database}" |
		grep -av -e '^-- Host' -e '^-- Dumping'
}

# past [DATABASE]: the versioned table with what was there before.
past() {
	maria "SELECT a, row_start, row_end FROM ${1:-$database}.versioned FOR SYSTEM_TIME ALL ORDER BY 1"
}

# counts QUERY-PART: sessions that run it.
counts() {
	maria "SELECT count(*) FROM information_schema.PROCESSLIST WHERE $1 AND ID <> CONNECTION_ID()"
}

running() {
	[ "$(counts "$1")" != 0 ]
}

# lock TABLE: nobody else gets at it until release.
lock() {
	(mariadb --no-defaults -uroot -S "$PAWL_TEST_DIR/s.sock" "$database" \
		-e "LOCK TABLES $1 WRITE; SELECT SLEEP(120)" >/dev/null 2>&1 3>&-) &
	holder=$!
	eventually 30 running "INFO LIKE '%SLEEP(120)%'"
}

release() {
	maria "$(maria "SELECT CONCAT('KILL ', ID) FROM information_schema.PROCESSLIST WHERE INFO LIKE '%SLEEP(120)%' AND ID <> CONNECTION_ID()")"
	wait "$holder" || :
	holder=
}

# child NAME: pawl, in the background, has started that program.
child() {
	pgrep -P "$pid" "$1"
}

# dumping: the dump program waits for a lock.
dumping() {
	running "STATE LIKE 'Waiting for table%'"
}

# gone PID: no such process.
gone() {
	! kill -0 "$1" 2>/dev/null
}

@test "backup mariadb: what comes back is the same, byte by byte" {
	odd_data
	pawl up +1
	run pawl backup --verify
	exits 0
	has "verified: restored, it has the same schema"
	everything >before.txt
	past >past.txt
	is 2 "$(wc -l <past.txt)"
	copy=$(ls backups/*.sql)
	maria "CREATE DATABASE ${database}_new"
	run pawl restore "$copy" --url "mariadb://root@localhost/${database}_new?socket=$PAWL_TEST_DIR/s.sock"
	exits 0
	diff <(everything "${database}_new") before.txt
	diff <(past "${database}_new") past.txt
	pawl up
	maria "CREATE TABLE extra (a int); ALTER DATABASE $database CHARACTER SET latin1 COMMENT 'it''s'"
	run pawl restore "$copy"
	exits 7
	has "is not empty"
	run pawl restore "$copy" --force
	exits 0
	diff <(everything) before.txt
	diff <(past) past.txt
	is latin1 "$(maria "SELECT @@character_set_database")"
	is "it's" "$(maria "SELECT SCHEMA_COMMENT FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = '$database'")"
	is 0 "$(maria "SELECT count(*) FROM information_schema.SCHEMATA WHERE SCHEMA_NAME LIKE 'pawl%'")"
	run pawl status
	has "1 applied, 1 pending"
	run pawl history --log
	has restore
}

@test "backup mariadb: killed or stopped, nothing has the final name and nobody goes on" {
	odd_data
	pawl up +1
	lock child
	background pawl backup
	eventually 30 dumping
	dump=$(child mariadb-dump)
	kill -KILL "$pid"
	finished
	eventually 30 gone "$dump"
	is "" "$(ls backups)"
	background pawl up --backup auto
	eventually 30 dumping
	dump=$(child mariadb-dump)
	kill -INT "$pid"
	finished
	exits 130
	eventually 30 gone "$dump"
	release
	run pawl current
	has 001
	run pawl backup
	exits 0
	is 2 "$(ls -A backups | wc -l)"
}

@test "backup mariadb: a restore that is cut off is not taken for whole, and works again" {
	odd_data
	pawl up +1
	pawl backup -o copy.sql
	everything >before.txt
	# Slow behind the first table, but not on the scratch database.
	sed "0,/^INSERT INTO/s//SELECT IF(DATABASE() LIKE 'pawl%', 0, SLEEP(60));\nINSERT INTO/" copy.sql >slow.sql
	background pawl restore slow.sql --force
	eventually 30 running "INFO LIKE '%SLEEP(60)%' AND DB = '$database'"
	client=$(child mariadb)
	kill -KILL "$pid"
	finished
	eventually 30 gone "$client"
	run pawl status
	has "0 applied, 2 pending"
	run pawl restore copy.sql
	exits 7
	eventually 60 pawl restore copy.sql --force
	diff <(everything) before.txt
}

# whole: what is in the database is what was backed up, or what was there before.
whole() {
	everything >now.txt
	cmp -s now.txt new.txt || cmp -s now.txt old.txt
}

@test "backup mariadb: killed at any time, a restore leaves the old content, the new, or no row of history" {
	odd_data
	pawl up +1
	pawl backup -o copy.sql
	everything >new.txt
	maria "DELETE FROM child; CREATE TABLE mine (a int)"
	everything >old.txt
	for i in 0 1 2 3 4 5 6 7 8 9; do
		background pawl restore copy.sql --force
		sleep "0.$((i * 6 / 10))$((i * 6 % 10))"
		kill -KILL "$pid" 2>/dev/null || :
		finished
		eventually 30 eval '[ "$(counts "DB IS NOT NULL")" = 0 ]'
		whole || is 0 "$(maria "SELECT count(*) FROM _migrations" 2>/dev/null || echo 0)"
	done
	run pawl restore copy.sql --force
	exits 0
	diff <(everything) new.txt
	is "" "$(maria "SHOW DATABASES LIKE 'pawl%'")"
}

@test "backup mariadb: what does not load is found on the scratch database" {
	odd_data
	pawl up +1
	pawl backup -o copy.sql
	everything >before.txt
	sed '$i SELECT nonsense;' copy.sql >bad.sql
	run pawl restore bad.sql --force
	exits 5
	has "before the database is touched"
	has "Unknown column 'nonsense'"
	diff <(everything) before.txt
}

@test "backup mariadb: a part of a backup is refused before anything is touched" {
	odd_data
	pawl up +1
	pawl backup -o copy.sql
	everything >before.txt
	sed '/^UNLOCK TABLES/q' copy.sql >half.sql
	sed '/^INSERT INTO `_migrations` /Q' copy.sql >most.sql
	is 1 "$(grep -c '^-- Dump completed' copy.sql)"
	: >empty.sql
	for file in half.sql most.sql empty.sql; do
		run pawl restore "$file" --force
		exits 3
		has "is not a whole backup"
		diff <(everything) before.txt
	done
}

@test "backup mariadb: a restore that fails leaves an empty database empty" {
	odd_data
	pawl up +1
	pawl backup -o copy.sql
	sed '$i SELECT nonsense;' copy.sql >bad.sql
	maria "CREATE DATABASE ${database}_new CHARACTER SET latin1"
	PAWL_URL="mariadb://root@localhost/${database}_new?socket=$PAWL_TEST_DIR/s.sock"
	run pawl restore bad.sql
	exits 5
	is "" "$(maria "SHOW TABLES FROM ${database}_new")"
	sed "0,/^INSERT INTO/s//SELECT SLEEP(60);\nINSERT INTO/" copy.sql >slow.sql
	background pawl restore slow.sql
	eventually 30 running "INFO LIKE '%SLEEP(60)%'"
	kill -INT "$pid"
	finished
	exits 130
	is "" "$(maria "SHOW TABLES FROM ${database}_new")"
	run pawl restore copy.sql
	exits 0
	diff <(everything "${database}_new") <(everything)
}

@test "backup mariadb: trying a backup out leaves the database that it was made of alone" {
	migration 001_routine.sql <<-'SQL'
		ALTER DATABASE CHARACTER SET latin1;
		CREATE TABLE t (a int);
		DELIMITER //
		CREATE PROCEDURE p(x varchar(9)) BEGIN SELECT x; END//
		CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW SET NEW.a = 1//
		CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO DELETE FROM t//
		DELIMITER ;
		ALTER DATABASE CHARACTER SET utf8mb4;
	SQL
	pawl up
	pawl backup -o copy.sql
	everything >before.txt
	run grep -c 'ALTER DATABASE' copy.sql
	[ "$output" -gt 0 ]
	maria "CREATE DATABASE ${database}_new CHARACTER SET utf8mb4; DROP DATABASE $database"
	PAWL_URL="mariadb://root@localhost/${database}_new?socket=$PAWL_TEST_DIR/s.sock" run pawl restore copy.sql
	exits 0
	is 'latin1_swedish_ci	utf8mb4_general_ci' "$(mariadb --no-defaults -uroot -S "$PAWL_TEST_DIR/s.sock" -BN -e "
		SELECT r.DATABASE_COLLATION, s.DEFAULT_COLLATION_NAME
		FROM information_schema.ROUTINES r JOIN information_schema.SCHEMATA s ON s.SCHEMA_NAME = r.ROUTINE_SCHEMA
		WHERE ROUTINE_SCHEMA = '${database}_new'")"
	mariadb --no-defaults -uroot -S "$PAWL_TEST_DIR/s.sock" -e "CREATE DATABASE $database"
	diff <(everything "${database}_new" | sed "s/${database}_new/$database/") before.txt
}

@test "backup mariadb: a row that is too long to be loaded is named as the cause" {
	migration 001_long.sql <<-'SQL'
		CREATE TABLE t (b longblob);
		INSERT INTO t VALUES (repeat(x'ff', 10000000));
	SQL
	pawl up
	run pawl backup --verify
	exits 4
	has "raise max_allowed_packet"
	lacks FFFF
	maria "SET GLOBAL max_allowed_packet = 67108864"
	run pawl backup --verify
	maria "SET GLOBAL max_allowed_packet = 16777216"
	exits 0
}

@test "backup mariadb: what a dump cannot say exactly is told" {
	migration 001_float.sql <<<"CREATE TABLE t (f float, d double, n float(9, 2)); CREATE VIEW v AS SELECT f FROM t;"
	pawl up
	run pawl backup
	exits 0
	has 'column "t.f" is a FLOAT'
	lacks t.d
	lacks t.n
	lacks v.f
}

@test "backup mariadb: the dump program is killed, or the disk is full" {
	odd_data
	pawl up +1
	lock child
	background pawl backup
	eventually 30 dumping
	kill -KILL "$(child mariadb-dump)"
	finished
	exits 5
	has "was ended by signal 9"
	is "" "$(ls -A backups)"
	release
	mkdir mnt
	mount -t tmpfs -o size=200k none mnt 2>/dev/null || skip "a tmpfs cannot be mounted"
	run pawl up --backup auto --backup-dir mnt
	is "" "$(ls -A mnt)"
	mount -o remount,ro mnt
	run pawl backup --backup-dir mnt
	umount mnt
	exits 3
	run pawl current
	has 001
}

@test "backup mariadb: odd names and a password that nobody sees" {
	odd_data
	pawl up +1
	maria "CREATE USER 'us er'@localhost IDENTIFIED BY 's3cr3t#\"a\\\\ '' =x ';
		GRANT ALL ON *.* TO 'us er'@localhost; CREATE DATABASE \`od d-$database\`"
	odd="mariadb://us%20er:s3cr3t%23%22a%5C%20%27%20%3Dx%20@localhost/od%20d-$database?socket=$PAWL_TEST_DIR/s.sock"
	PAWL_URL=$odd pawl up +1
	lock "\`od d-$database\`.child"
	PAWL_URL=$odd background pawl backup -v --log-format json
	eventually 30 dumping
	run grep -lsF s3cr3t /proc/[0-9]*/cmdline
	is "" "$output"
	release
	finished
	exits 0
	lacks s3cr3t
	(cd backups && sha256sum -c -- *.sha256)
}

@test "backup mariadb: a program that is missing, too old or another's is refused" {
	odd_data
	pawl up +1
	mkdir bin
	fake() { printf '#!/bin/sh\necho "%s"\n' "$1" >bin/mariadb-dump && chmod +x bin/mariadb-dump; }
	fake "mariadb-dump  Ver 10.19 Distrib 10.2.1-MariaDB, for Linux (x86_64)"
	PATH=$PWD/bin:$PATH run pawl backup
	exits 3
	has "is older than the server"
	has "mariadb-client"
	fake "mysqldump  Ver 8.0.36 for Linux on x86_64 (MySQL Community Server - GPL)"
	PATH=$PWD/bin:$PATH run pawl up --backup auto
	exits 3
	has "is MySQL's, and the server is MariaDB's"
	PATH=$PWD/bin run "$(command -v pawl)" backup --backup-dir none
	exits 3
	rm bin/mariadb-dump
	PATH=$PWD/bin run "$(command -v pawl)" backup
	exits 3
	has '"mariadb-dump" is needed and was not found on PATH'
	is "" "$(ls -A backups 2>/dev/null)"
	run pawl current
	has 001
}
