#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# Aurora MySQL through the RDS Data API: what it refuses, what it limits, and what of a
# session there is not.

setup_file() {
	. "$BATS_TEST_DIRNAME/helper.bash"
	server_mariadb
}

teardown_file() {
	. "$BATS_TEST_DIRNAME/helper.bash"
	server_mariadb_stop
}

setup() {
	. "$BATS_TEST_DIRNAME/data_api.bash"
	data_api_project mariadb
}

teardown() {
	data_api_stop "$BATS_TEST_TMPDIR"
}

# Somebody is in a SLEEP() of this database.
sleeping() {
	[ "$(sql "SELECT count(*) FROM information_schema.processlist WHERE info LIKE '%SLEEP(%' AND
	          command <> 'Killed' AND id <> CONNECTION_ID() AND db = DATABASE()")" = 1 ]
}

# there TABLE: how many there are of it.
there() {
	sql "SELECT count(*) FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = '$1'"
}

@test "data api, mysql: AWS's own client and the emulator understand each other" {
	awss_client mysql
}

@test "data api, mysql: SQLAlchemy's form of the URL, and a database that is not there" {
	api
	export AWS_ENDPOINT_URL_RDS_DATA=http://127.0.0.1:$data_api_port
	export AWS_SHARED_CREDENTIALS_FILE=$BATS_TEST_TMPDIR/credentials
	migration 001_t.sql <<<"CREATE TABLE t (x int);"
	pawl up --url "mysql+auroradataapi://:@/$DATABASE?${data_api_arns/resource_arn/aurora_cluster_arn}"
	is 1 "$(sql "SELECT count(*) FROM _migrations")"
	run pawl current --url "${PAWL_URL/$DATABASE/no_such_database}"
	exits 4
	has "create it first"
	pawl create --url "${PAWL_URL/$DATABASE/another}"
	pawl up --url "${PAWL_URL/$DATABASE/another}"
	is 1 "$(sql "SELECT count(*) FROM another._migrations")"
	pawl drop --yes --url "${PAWL_URL/$DATABASE/another}"
	is 0 "$(sql "SELECT count(*) FROM information_schema.schemata WHERE schema_name = 'another'")"
}

@test "data api, mysql: the other engine in the URL is told, and nothing is done" {
	api
	migration 001_t.sql <<<"CREATE TABLE t (x int);"
	run pawl up --url "${PAWL_URL/engine=mysql&/}"
	exits 3
	has "write engine=mysql into the URL"
	run pawl up --url "${PAWL_URL/engine=mysql/engine=oracle}"
	exits 3
	has "engine=postgres or engine=mysql"
	is 0 "$(sql "SELECT count(*) FROM information_schema.tables WHERE table_schema = DATABASE()")"
}

@test "data api, mysql: throttled calls and a cluster that resumes are waited for, with a word" {
	api
	migration 001_t.sql <<<"CREATE TABLE t (x int); INSERT INTO t VALUES (1);"
	fault DatabaseResumingException "The Aurora DB instance is resuming after being auto-paused." 400 2
	run pawl up
	exits 0
	has "the cluster is resuming"
	migration 002_t.sql <<<"INSERT INTO t VALUES (2);"
	fault ThrottlingException "Rate exceeded" 400 2 3
	run pawl up
	exits 0
	has "throttling"
	is "1,2" "$(sql "SELECT group_concat(x ORDER BY x) FROM t")"
}

@test "data api, mysql: errors in the words of either generation have their place" {
	local errors
	for errors in '{}' '{"errors": "first"}'; do
		api "$errors"
		printf 'CREATE TABLE t (x int);\n  SELECT nothing FROM t;\n' >migrations/001_t.sql
		run pawl up
		exits 5
		has "001_t.sql:2"
		has "1054"
		has "Unknown column 'nothing'"
		lacks "SQLState:"
		lacks "Database error code"
		sql "DROP TABLE t, _migrations, _migrations_log"
		data_api_stop "$BATS_TEST_TMPDIR"
	done
}

@test "data api, mysql: a statement of more than 64 KB is refused by name" {
	api
	{
		echo "CREATE TABLE t (x mediumtext);"
		printf "INSERT INTO t VALUES ('%s');\n" "$(head -c 66000 /dev/zero | tr '\0' x)"
	} >migrations/001_t.sql
	run pawl up
	exits 3
	has "more than the Data API's 65536"
	has "001_t.sql:2"
	sed -i 's/x\{1000\}//' migrations/001_t.sql
	pawl up
	is 65000 "$(sql "SELECT length(x) FROM t")"
}

@test "data api, mysql: what looks like a parameter or like two statements" {
	api
	cat >migrations/001_t.sql <<-'SQL'
		CREATE TABLE t (x int, y text COMMENT 'a :name; \' :b', `z:a` time);
		INSERT INTO t VALUES (1, ':name; ::x', '10:20:30'); -- :c
		INSERT INTO t VALUES (2, "\":d\" ", '10:20:30'); # :e; it's
		/* :f ' ; */ UPDATE t SET `z:a` = '11:20:30' WHERE x = 2;
		DELIMITER //
		CREATE PROCEDURE p(IN a int) BEGIN INSERT INTO t (x) VALUES (a); INSERT INTO t (x) VALUES (a + 1); END//
		DELIMITER ;
		CALL p(3);
	SQL
	pawl up
	is $'1|:name; ::x|10:20:30\n2|":d" |11:20:30\n3|NULL|NULL\n4|NULL|NULL' "$(sql "SELECT * FROM t ORDER BY x")"
}

@test "data api, mysql: rows of more than 1 MiB that nobody needs are told, own questions come in pages" {
	local i
	api
	migration 001_t.sql <<<"SELECT a.*, repeat('x', 60000) FROM (SELECT 1 UNION SELECT 2 UNION SELECT 3 UNION SELECT 4) AS a
		JOIN (SELECT 1 UNION SELECT 2 UNION SELECT 3 UNION SELECT 4 UNION SELECT 5) AS b;"
	run pawl up
	exits 3
	has "1 MiB"
	for i in {1..300}; do
		printf "CREATE TABLE t%d (a int, b text DEFAULT '%s', KEY (a));\n" "$i" "$(head -c 1000 /dev/zero | tr '\0' x)ä\"\\\\"
		printf "ALTER TABLE t%d COMMENT '%s';\n" "$i" "$(head -c 2000 /dev/zero | tr '\0' y)"
	done >migrations/001_t.sql
	mariadb --no-defaults -uroot -S "$PAWL_TEST_DIR/s.sock" "$DATABASE" <migrations/001_t.sql
	pawl dump >over_the_api.sql
	pawl dump --url "$DIRECT_URL" >direct.sql
	cmp over_the_api.sql direct.sql
	[ "$(wc -c <direct.sql)" -gt 900000 ]
}

@test "data api, mysql: a transaction that has expired is rolled back, and the next run does it again" {
	api '{"transactionIdle": 1}'
	sql "CREATE TABLE t (x int)"
	migration 001_t.sql <<<"INSERT INTO t VALUES (1); INSERT INTO t SELECT 2 FROM (SELECT SLEEP(1)) AS s; INSERT INTO t VALUES (3);"
	background pawl up
	eventually 10 sleeping
	kill -STOP "$pid"
	sleep 4
	kill -CONT "$pid"
	finished
	exits 4
	has "the transaction has ended at the server"
	is 0 "$(sql "SELECT count(*) FROM t")"
	lease_runs_out
	pawl up
	is "1,2,3" "$(sql "SELECT group_concat(x ORDER BY x) FROM t")"
}

@test "data api, mysql: an answer that is lost leaves it to the next run to find out" {
	local path skip n=0
	api
	sql "CREATE TABLE t (x int)"
	for path in /CommitTransaction /Execute; do
		for skip in 0 1 2 3; do
			migration "00$((n += 1))_${path#/}.sql" <<<"INSERT INTO t VALUES ($skip); CREATE TABLE u$n (x int);"
			fault drop-after "" 0 1 "$skip" "$path"
			pawl up || true
			data_api_fault '{"name": "none"}'
			lease_runs_out || :
			pawl up --out-of-order apply
		done
	done
	is "8|12" "$(sql "SELECT count(*), sum(x) FROM t")"
	is 8 "$(sql "SELECT count(*) FROM _migrations WHERE state = 'applied'")"
}

@test "data api, mysql: what is no DDL ends with the time limit, and says what to do" {
	api '{"statementTimeout": 1}'
	sql "CREATE TABLE t (x int)"
	migration 001_t.sql <<<"INSERT INTO t VALUES (1); INSERT INTO t SELECT 2 FROM (SELECT SLEEP(20)) AS s;"
	run pawl up
	exits 6
	has "longer than the Data API's 45 seconds"
	is 0 "$(sql "SELECT count(*) FROM t")"
	eventually 5 nobody_sleeps
}

@test "data api, mysql: DDL goes on behind the time limit and is waited for" {
	api '{"statementTimeout": 1}'
	migration 001_t.sql <<<"CREATE TABLE t AS SELECT 1 AS x FROM (SELECT SLEEP(3)) AS s; INSERT INTO t VALUES (2);"
	pawl up
	is 2 "$(sql "SELECT count(*) FROM t")"
	is applied "$(sql "SELECT state FROM _migrations")"
	migration 002_t.sql <<<"BEGIN; INSERT INTO t VALUES (3);
		CREATE TABLE u AS SELECT 1 AS x FROM (SELECT SLEEP(3)) AS s; INSERT INTO u VALUES (2); COMMIT;"
	run pawl up
	exits 4
	has "its outcome is not known"
	lease_runs_out
	pawl up
	is 3 "$(sql "SELECT count(*) FROM t")"
	is 2 "$(sql "SELECT count(*) FROM u")"
}

@test "data api, mysql: DDL behind the time limit that fails, or leaves nothing, is told so" {
	api '{"statementTimeout": 1}'
	migration 001_t.sql <<<"CREATE TABLE t (x int NOT NULL); INSERT INTO t VALUES (1);
		CREATE TABLE u AS SELECT SLEEP(3), 1 AS x, 2 AS x;
		CREATE TABLE v (PRIMARY KEY (x)) AS SELECT 1 AS x FROM (SELECT SLEEP(2)) AS s UNION ALL SELECT 1;"
	run pawl up
	exits 5
	sed -i 's/SLEEP(3), //; s/2 AS x/2 AS y/' migrations/001_t.sql
	run pawl up
	exits 6
	has "left nothing new in the catalog"
	has "001_t.sql:3:3"
	is 0 "$(there v)"
	sed -i 's/UNION ALL/UNION/' migrations/001_t.sql
	pawl up
	is 1 "$(sql "SELECT count(*) FROM v")"
}

@test "data api, mysql: Ctrl-C stops the statement at the server too" {
	api
	sql "CREATE TABLE t (x int)"
	migration 001_t.sql <<<"INSERT INTO t VALUES (1); INSERT INTO t SELECT 2 FROM (SELECT SLEEP(30)) AS s;"
	background pawl up
	eventually 10 sleeping
	kill -INT "$pid"
	finished
	exits 130
	eventually 5 nobody_sleeps
	is 0 "$(sql "SELECT count(*) FROM t")"
}

@test "data api, mysql: Ctrl-C amid DDL of a file's own transaction leaves it to the next run to find out" {
	api
	sql "CREATE TABLE t (x int)"
	migration 001_t.sql <<<"BEGIN; INSERT INTO t VALUES (1);
		CREATE TABLE u AS SELECT 1 AS x FROM (SELECT SLEEP(20)) AS s; INSERT INTO t VALUES (2); COMMIT;"
	background pawl up
	eventually 10 sleeping
	kill -INT "$pid"
	finished
	exits 130
	is 1 "$(sql "SELECT count(*) FROM _migrations WHERE fingerprint IS NOT NULL")"
	eventually 5 nobody_sleeps
	lease_runs_out
	sql "SELECT * FROM _migrations"
	sed -i 's/SLEEP(20)/SLEEP(0)/' migrations/001_t.sql
	run pawl up
	exits 0
	is "1,2" "$(sql "SELECT group_concat(x ORDER BY x) FROM t")"
	is 1 "$(there u)"
}

@test "data api, mysql: a statement timeout of one's own is not taken for the API's" {
	local errors
	for errors in '{}' '{"errors": "first"}'; do
		api "$errors"
		migration 001_t.sql <<<"CREATE TABLE t AS SELECT 1 AS x FROM (SELECT SLEEP(20)) AS s;"
		run pawl up --statement-timeout 1s
		exits 6
		has "max_statement_time exceeded"
		lacks "45 seconds"
		sql "DROP TABLE _migrations, _migrations_log"
		data_api_stop "$BATS_TEST_TMPDIR"
	done
}

@test "data api, mysql: who blocks is told, and another runner is waited for" {
	api
	sql "CREATE TABLE t (x int)"
	migration 001_t.sql <<<"ALTER TABLE t ADD COLUMN y int;"
	maria "BEGIN; SELECT * FROM t; SELECT SLEEP(6); COMMIT" >/dev/null 3>&- &
	locker=$!
	eventually 5 sleeping
	background pawl up --lock-timeout 2500ms
	eventually 5 says "SLEEP"
	run pawl up --wait 0s
	exits 6
	has "another runner"
	wait "$locker"
	finished
	exits 0
}

@test "data api, mysql: nothing of a session lasts from one migration to the next" {
	api
	sql "CREATE DATABASE other$BATS_TEST_NUMBER"
	cat >migrations/001_session.sql <<-SQL
		CREATE TABLE t (x int, y varchar(40));
		SET @x = 1, sql_mode = 'ANSI_QUOTES';
		CREATE TEMPORARY TABLE passing (x int);
		INSERT INTO passing VALUES (7);
		INSERT INTO t SELECT x, 'passing' FROM passing;
		INSERT INTO t VALUES (@x, 'set');
		USE other$BATS_TEST_NUMBER;
		CREATE TABLE elsewhere (x int);
	SQL
	migration 002_after.sql <<<"INSERT INTO t VALUES (coalesce(@x, 3), \"after\");"
	pawl up
	is "1|set,3|after,7|passing" "$(sql "SELECT group_concat(concat(x, '|', y) ORDER BY x) FROM t")"
	is 0 "$(there elsewhere)"
	is 0 "$(sql "SELECT count(*) FROM other$BATS_TEST_NUMBER.elsewhere")"
	is 2 "$(sql "SELECT count(*) FROM _migrations WHERE state = 'applied'")"
	migration 003_lock.sql <<<"LOCK TABLES t WRITE; INSERT INTO t VALUES (2, 'locked'); UNLOCK TABLES;"
	run pawl up
	exits 0
	has "LOCK TABLES is left out"
	is 1 "$(sql "SELECT count(*) FROM t WHERE x = 2")"
	migration 004_lock.sql <<<"INSERT INTO t VALUES (GET_LOCK('x', 0), 'a lock');"
	pawl up
	is 1 "$(sql "SELECT IS_FREE_LOCK('x')")"
}

@test "data api, mysql: whatever the service does where nobody says what it does" {
	local options
	for options in '{"autocommit": true}' '{"foundRows": true}' '{"errors": "first"}'; do
		api "$options"
		cat >migrations/001_t.sql <<-'SQL'
			CREATE TABLE t (x int);
			INSERT INTO t VALUES (1);
			CREATE INDEX i ON t (x);
			INSERT INTO t VALUES (2);
		SQL
		migration 002_fails.sql <<<"INSERT INTO t VALUES (3); CREATE TABLE u (x int); INSERT INTO nowhere VALUES (1);"
		run pawl up
		exits 5
		has "1146"
		migration 002_fails.sql <<<"INSERT INTO t VALUES (3); CREATE TABLE u (x int); INSERT INTO u VALUES (1);"
		run pawl up
		exits 0
		is "1,2,3" "$(sql "SELECT group_concat(x ORDER BY x) FROM t")"
		is 1 "$(sql "SELECT count(*) FROM u")"
		pawl status
		sql "DROP TABLE t, u, _migrations, _migrations_log"
		data_api_stop "$BATS_TEST_TMPDIR"
	done
}

@test "data api, mysql: many rows of the history are written in a call or two, whatever their number" {
	local few i
	api
	for i in 01 02 03; do
		migration "0$i""_a.sql" <<<"CREATE TABLE t$i (x int);"
	done
	pawl stamp head
	pawl stamp base
	few=$(calls_of "" pawl stamp head)
	pawl stamp base
	for i in {04..60}; do
		migration "0$i""_a.sql" <<<"CREATE TABLE t$i (x int);"
		echo "DROP TABLE t$i -- it's :p1" >"migrations/0$i""_a.down.sql"
	done
	# But for the lease, which is renewed as time goes by.
	(($(calls_of "" pawl stamp head) < few + 20))
	is "60|60" "$(sql "SELECT count(*), count(DISTINCT filename) FROM _migrations WHERE state = 'applied'")"
	is "DROP TABLE t60 -- it's :p1" "$(sql "SELECT trim(BOTH '\n' FROM down_sql) FROM _migrations WHERE version = '060'")"
	is 1 "$(sql "SELECT down_sql IS NULL FROM _migrations WHERE version = '001'")"
	for i in {01..60}; do
		echo "-- edited" >>"migrations/0$i""_a.sql"
	done
	pawl repair
	pawl verify
	pawl stamp base
	is 0 "$(sql "SELECT count(*) FROM _migrations")"
}

@test "data api, mysql: a down script may be longer than a statement" {
	local i
	api
	migration 001_t.sql <<<"CREATE TABLE t (x text);"
	for i in {1..1500}; do
		echo "INSERT INTO t VALUES ('$i \\\\ ü'); -- it's '' quoted"
	done >migrations/001_t.down.sql
	echo "ALTER TABLE t RENAME TO gone;" >>migrations/001_t.down.sql
	pawl up
	maria "SELECT down_sql FROM _migrations" | sed 's/\\n/\n/g; s/\\\\/\\/g' >kept
	cmp kept <(cat migrations/001_t.down.sql && echo)
	[ "$(wc -c <kept)" -gt 66000 ]
}

@test "data api, mysql: a cluster's backup is its snapshot" {
	api
	migration 001_t.sql <<<"CREATE TABLE t (a int);"
	pawl up
	run pawl backup
	exits 2
	has "can make and restore no backups"
	has "a snapshot of the cluster"
}

@test "data api, mysql: either driver goes on where the other one stopped, to the same schema" {
	api
	migration 001_t.sql <<<"CREATE TABLE t (id int AUTO_INCREMENT PRIMARY KEY, kind enum('a', 'b') NOT NULL DEFAULT 'a');"
	migration 002_v.sql <<<"CREATE VIEW v AS SELECT id FROM t; ALTER TABLE t ADD COLUMN b bit(3) DEFAULT b'101', ADD c tinyint(1) DEFAULT 1;"
	migration 003_f.sql <<<"CREATE FUNCTION f(x int) RETURNS int DETERMINISTIC RETURN x + 1;"
	pawl up 001
	pawl up 002 --url "$DIRECT_URL"
	pawl up
	pawl verify --url "$DIRECT_URL"
	pawl check
	pawl dump >over_the_api.sql
	pawl dump --url "$DIRECT_URL" >over_a_socket.sql
	cmp over_the_api.sql over_a_socket.sql
	grep -q "FUNCTION" over_the_api.sql
	pawl docs --format markdown >docs.md
	grep -q "kind" docs.md
}

@test "data api, mysql: what a session would keep for a migration is as over a socket" {
	api
	cat >migrations/001_all.sql <<-'SQL'
		/*!40101 SET @OLD_SQL_MODE=@@SQL_MODE, SQL_MODE='NO_AUTO_VALUE_ON_ZERO' */;
		/*!40014 SET @OLD_FOREIGN_KEY_CHECKS=@@FOREIGN_KEY_CHECKS, FOREIGN_KEY_CHECKS=0 */;
		CREATE TABLE child (id int AUTO_INCREMENT PRIMARY KEY, p int, FOREIGN KEY (p) REFERENCES parent (id));
		CREATE TABLE parent (id int AUTO_INCREMENT PRIMARY KEY, n varchar(30));
		INSERT INTO parent VALUES (0, 'zero');
		/*!40101 SET SQL_MODE=@OLD_SQL_MODE */;
		/*!40014 SET FOREIGN_KEY_CHECKS=@OLD_FOREIGN_KEY_CHECKS */;
		INSERT INTO parent (n) VALUES ('a');
		SET @id = LAST_INSERT_ID();
		INSERT INTO child (p) VALUES (@id);
		ALTER TABLE parent ADD extra int;
		INSERT INTO child (p) VALUES (LAST_INSERT_ID());
		SELECT MAX(id), 'ümlaut :x' INTO @m, @t FROM parent;
		INSERT INTO parent (id, n) VALUES (@m + 10, @t);
		SET @s = IF((SELECT count(*) FROM parent) = 3, 'ALTER TABLE parent ADD late int', 'DO 0');
		PREPARE late FROM @s;
		SET @s = NULL;
		EXECUTE late;
		DEALLOCATE PREPARE late;
		SET autocommit = 0;
		INSERT INTO parent (n) VALUES ('by hand');
		COMMIT;
		SET autocommit = 1;
		LOCK TABLES parent WRITE;
		INSERT INTO parent (n, late) VALUES ('locked', 1);
		UNLOCK TABLES;
		DELIMITER //
		CREATE PROCEDURE p() BEGIN INSERT INTO parent (n) VALUES ('called'); CREATE TABLE called (a int); END//
		DELIMITER ;
		CALL p();
		BEGIN;
		CREATE TEMPORARY TABLE passing AS SELECT 1 a;
		INSERT INTO child (p) SELECT a FROM passing;
		DROP TEMPORARY TABLE passing;
		COMMIT;
		USE information_schema;
		SET @db = DATABASE();
	SQL
	cat >>migrations/001_all.sql <<-SQL
		USE $DATABASE;
		INSERT INTO parent (n) VALUES (@db);
	SQL
	pawl up
	rows="SELECT id, n, extra, late FROM parent UNION ALL SELECT id, p, NULL, NULL FROM child ORDER BY 1, 2"
	sql "$rows" >api.txt
	pawl dump >api.sql
	maria "DROP DATABASE \`$DATABASE\`; CREATE DATABASE \`$DATABASE\`"
	pawl up --url "$DIRECT_URL"
	sql "$rows" >socket.txt
	pawl dump --url "$DIRECT_URL" >socket.sql
	diff api.txt socket.txt
	diff api.sql socket.sql
	is 10 "$(wc -l <api.txt)"
}
