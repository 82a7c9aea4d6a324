#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# The RDS Data API: what it refuses, what it limits, and what it does not say.

setup_file() {
	. "$BATS_TEST_DIRNAME/helper.bash"
	server_postgres
}

teardown_file() {
	. "$BATS_TEST_DIRNAME/helper.bash"
	server_postgres_stop
}

setup() {
	. "$BATS_TEST_DIRNAME/data_api.bash"
	data_api_project postgres
}

teardown() {
	data_api_stop "$BATS_TEST_TMPDIR"
}

# Somebody is in a pg_sleep() of this database.
sleeping() {
	[ "$(sql "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND
	          query LIKE '%pg_sleep(%' AND pid <> pg_backend_pid() AND
	          datname = current_database()")" = 1 ]
}

# Somebody of this database is in a COMMIT.
committing() {
	[ "$(sql "SELECT count(*) FROM pg_stat_activity WHERE query ILIKE 'commit%' AND state = 'active' AND
	          datname = current_database()")" = 1 ]
}

@test "data api: AWS's own client and the emulator understand each other" {
	awss_client postgres
}

@test "data api: the endpoint by option and environment, and SQLAlchemy's form of the URL" {
	api
	export AWS_ENDPOINT_URL_RDS_DATA=http://127.0.0.1:$data_api_port
	export AWS_SHARED_CREDENTIALS_FILE=$BATS_TEST_TMPDIR/credentials
	migration 001_t.sql <<<"CREATE TABLE t (x int);"
	pawl up --url "postgresql+auroradataapi://:@/$PGDATABASE?${data_api_arns/resource_arn/aurora_cluster_arn}"
	is 1 "$(sql "SELECT count(*) FROM _migrations")"
	PAWL_URL="data-api://$PGDATABASE?$data_api_arns"
	AWS_ENDPOINT_URL_RDS_DATA=http://127.0.0.1:1 pawl current --endpoint-url "$AWS_ENDPOINT_URL_RDS_DATA"
	PAWL_ENDPOINT_URL=$AWS_ENDPOINT_URL_RDS_DATA AWS_ENDPOINT_URL_RDS_DATA='' pawl current
	env -u AWS_ENDPOINT_URL_RDS_DATA AWS_ENDPOINT_URL="$AWS_ENDPOINT_URL_RDS_DATA" pawl current
	AWS_ENDPOINT_URL=http://127.0.0.1:1 pawl current
	run pawl current --endpoint-url http://127.0.0.1:1
	exits 4
	run pawl up --url "data-api://$PGDATABASE?secret_arn=x"
	has "has no resource_arn"
}

@test "data api: throttled calls and a cluster that resumes are waited for, with a word" {
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
	is "1,2" "$(sql "SELECT string_agg(x::text, ',') FROM t")"
}

@test "data api: the other engine in the URL is told, and nothing is done" {
	api
	migration 001_t.sql <<<"CREATE TABLE t (x int);"
	for url in "$PAWL_URL&engine=mysql" "mysql+auroradataapi://:@/${PAWL_URL#data-api://}"; do
		run pawl up --url "$url"
		exits 3
		has "write engine=postgres into the URL"
	done
	run pawl up --url "$PAWL_URL&engine=oracle"
	exits 3
	has "engine=postgres or engine=mysql"
	is 0 "$(sql "SELECT count(*) FROM pg_class WHERE relname IN ('t', '_migrations')")"
	pawl up --url "$PAWL_URL&engine=postgres"
}

@test "data api: what was certainly not done is tried again, what may have been is not" {
	local fault name message status n=0
	api
	sql "CREATE TABLE t (x text)"
	# Name, message, status: asked again, whatever the call.
	for fault in "TooManyRequestsException|Too many|429" "ServiceUnavailableError|No instance|503" 		"BadRequestException|Communications link failure|400"; do
		IFS='|' read -r name message status <<<"$fault"
		# Nobody has answered yet: a link that fails later is another thing.
		fault "$name" "$message" "$status" 2
		migration "00$((n += 1))_$name.sql" <<<"INSERT INTO t VALUES ('$name');"
		pawl up
	done
	is 3 "$(sql "SELECT count(*) FROM t")"
	# The outcome of a commit with a failure of the service's own is not known.
	migration 004_fails.sql <<<"INSERT INTO t VALUES ('fails');"
	fault InternalServerErrorException "" 500 1 1 /CommitTransaction
	run pawl up
	exits 4
	has "status 500"
	is 3 "$(sql "SELECT count(*) FROM t")"
	lease_runs_out
	pawl up
	is 4 "$(sql "SELECT count(*) FROM t")"
}

@test "data api: a commit that was refused leaves no transaction open at the server" {
	api
	sql "CREATE TABLE t (x int)"
	migration 001_t.sql <<<"INSERT INTO t VALUES (1);"
	fault AccessDeniedException "not authorized to perform rds-data:CommitTransaction" 403 1 0 /CommitTransaction
	run pawl up
	exits 4
	is 0 "$(sql "SELECT count(*) FROM pg_stat_activity WHERE state LIKE 'idle in transaction%' AND
	             datname = current_database()")"
	lease_runs_out
	pawl up
	is 1 "$(sql "SELECT count(*) FROM t")"
}

@test "data api: a text that is not UTF-8 is refused by name" {
	api
	printf "CREATE TABLE t (x text);\nINSERT INTO t VALUES ('\xe4');\n" >migrations/001_t.sql
	run pawl up
	exits 3
	has "is not UTF-8"
	has "001_t.sql:2"
	is f "$(sql "SELECT to_regclass('t') IS NOT NULL")"
}

@test "data api: a database is made, waited for while its cluster resumes, and dropped" {
	api
	local url=${PAWL_URL/$PGDATABASE/made_$BATS_TEST_NUMBER}
	run pawl wait --timeout 1s --url "$url"
	exits 6
	has "does not exist"
	pawl create --url "$url"
	fault DatabaseResumingException "The Aurora DB instance is resuming after being auto-paused." 400 3
	run pawl wait --timeout 30s --url "$url"
	exits 0
	has "the cluster is resuming"
	migration 001_t.sql <<<"CREATE TABLE t (x int);"
	pawl up --url "$url"
	pawl drop --yes --url "$url"
	is 0 "$(sql "SELECT count(*) FROM pg_database WHERE datname = 'made_$BATS_TEST_NUMBER'")"
}

@test "data api: what a migration sets lasts to its end, and no longer" {
	api
	sql "CREATE SCHEMA app"
	cat >migrations/001_app.sql <<-'SQL'
		SET search_path = app;
		CREATE TABLE here (x int);
		CREATE TEMPORARY TABLE passing AS SELECT 1 AS x;
		INSERT INTO here SELECT x FROM passing;
	SQL
	migration 002_public.sql <<<"CREATE TABLE there (x int);"
	pawl up
	is "1|there" "$(sql "SELECT count(*), 'public.there'::regclass FROM app.here")"
	printf -- '-- pawl:transaction off\nSET search_path = app;\nCREATE TABLE nowhere (x int);\nBEGIN;\nSET search_path = app;\nCREATE TABLE in_app (x int);\nCOMMIT;\n' \
		>migrations/003_off.sql
	pawl up
	is "public|app" "$(sql "SELECT string_agg(schemaname, '|' ORDER BY tablename DESC) FROM pg_tables
		WHERE tablename IN ('nowhere', 'in_app')")"
}

@test "data api: a statement of more than 64 KB is refused by name, nothing of it stays" {
	api
	{
		echo "CREATE TABLE t (x text);"
		printf "INSERT INTO t VALUES ('%s');\n" "$(head -c 66000 /dev/zero | tr '\0' x)"
	} >migrations/001_t.sql
	run pawl up
	exits 3
	has "more than the Data API's 65536"
	has "001_t.sql:2"
	is f "$(sql "SELECT to_regclass('t') IS NOT NULL")"
}

@test "data api: two statements are sent as two, and COPY is refused with a way out" {
	api
	migration 001_t.sql <<<"CREATE TABLE t (x int, y text); INSERT INTO t VALUES (1, ':name; ::x');"
	pawl up
	is "1|:name; ::x" "$(sql "SELECT * FROM t")"
	printf 'COPY t FROM stdin;\n2\tx\n\\.\n' >migrations/002_t.sql
	run pawl up
	exits 5
	has "INSERT"
	is 1 "$(sql "SELECT count(*) FROM t")"
}

@test "data api: rows of more than 1 MiB that nobody needs are told, own questions come in pages" {
	api
	migration 001_t.sql <<<"SELECT repeat('x', 60000) FROM generate_series(1, 20);"
	run pawl up
	exits 3
	has "1 MiB"
	migration 001_t.sql <<<"SELECT repeat('x', 70000);"
	run pawl up
	exits 3
	has "64 KiB"
	migration 001_t.sql <<<"DO 'BEGIN FOR i IN 1..300 LOOP
		EXECUTE format(''CREATE TABLE t%s (a int, b text DEFAULT %L)'', i, repeat(''ä\"\\'', 2000));
		END LOOP; END';"
	pawl up
	pawl dump >over_the_api.sql
	pawl dump --url "$DIRECT_URL" >direct.sql
	cmp over_the_api.sql direct.sql
	[ "$(wc -c <direct.sql)" -gt 2000000 ]
}

@test "data api: a transaction that has expired is rolled back, and the next run does it again" {
	api '{"transactionIdle": 1}'
	migration 001_t.sql <<<"CREATE TABLE t (x int); SELECT pg_sleep(1); INSERT INTO t VALUES (1);"
	background pawl up
	eventually 10 sleeping
	kill -STOP "$pid"
	sleep 4
	kill -CONT "$pid"
	finished
	exits 4
	has "the transaction has ended at the server"
	is f "$(sql "SELECT to_regclass('t') IS NOT NULL")"
	lease_runs_out
	pawl up
	is 1 "$(sql "SELECT count(*) FROM t")"
}

@test "data api: an answer that is lost leaves it to the next run to find out" {
	local path skip n=0
	api
	sql "CREATE TABLE t (x int)"
	for path in /CommitTransaction /Execute; do
		for skip in 0 1 2 3; do
			migration "00$((n += 1))_${path#/}.sql" <<<"INSERT INTO t VALUES ($skip);"
			fault drop-after "" 0 1 "$skip" "$path"
			pawl up || true
			data_api_fault '{"name": "none"}'
			lease_runs_out
			pawl up --out-of-order apply
		done
	done
	is "8|12" "$(sql "SELECT count(*), sum(x) FROM t")"
	is 8 "$(sql "SELECT count(*) FROM _migrations WHERE state = 'applied'")"
}

@test "data api: what is no DDL ends with the time limit, and says what to do" {
	api '{"statementTimeout": 1}'
	migration 001_t.sql <<<"CREATE TABLE t (x int); INSERT INTO t SELECT 1 FROM pg_sleep(20);"
	run pawl up
	exits 6
	has "longer than the Data API's 45 seconds"
	is f "$(sql "SELECT to_regclass('t') IS NOT NULL")"
	eventually 5 nobody_sleeps
}

@test "data api: DDL goes on behind the time limit and is waited for" {
	api '{"statementTimeout": 1}'
	migration 001_t.sql <<<"CREATE TABLE t AS SELECT 1 AS x FROM pg_sleep(3); INSERT INTO t VALUES (2);"
	pawl up
	is 2 "$(sql "SELECT count(*) FROM t")"

	sql "CREATE FUNCTION slow(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT \$1 FROM pg_sleep(1)'"
	migration 002_i.sql <<<"CREATE INDEX CONCURRENTLY i ON t (slow(x));"
	run pawl up
	exits 4
	has "outcome is not known"
	lease_runs_out
	pawl up
	is "t|2" "$(sql "SELECT indisvalid, (SELECT count(*) FROM _migrations) FROM pg_index WHERE indexrelid = 'i'::regclass")"
}

@test "data api: Ctrl-C stops the statement at the server too" {
	api
	migration 001_t.sql <<<"CREATE TABLE t (x int); SELECT pg_sleep(30);"
	background pawl up
	eventually 10 sleeping
	kill -INT "$pid"
	finished
	exits 130
	eventually 5 nobody_sleeps
	is f "$(sql "SELECT to_regclass('t') IS NOT NULL")"
}

@test "data api: Ctrl-C while calls are throttled ends the wait, and is told as such" {
	api
	migration 001_t.sql <<<"CREATE TABLE t (x int);"
	fault ThrottlingException "Rate exceeded" 400 100 3 /Execute
	background pawl up
	eventually 10 says "throttling"
	data_api_fault '{"name": "none"}'
	kill -INT "$pid"
	finished
	exits 130
}

@test "data api: Ctrl-C amid a commit waits for what comes of it" {
	api
	sql "CREATE TABLE t (x int);
		CREATE FUNCTION late() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(2); RETURN NULL; END';
		CREATE CONSTRAINT TRIGGER late AFTER INSERT ON t DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION late()"
	migration 001_t.sql <<<"INSERT INTO t VALUES (1);"
	background pawl up
	eventually 10 committing
	kill -INT "$pid"
	finished
	lacks "rolled back"
	is 1 "$(sql "SELECT count(*) FROM t")"
	is applied "$(sql "SELECT state FROM _migrations")"
}

@test "data api: who blocks is told, and another runner is waited for" {
	api
	sql "CREATE TABLE t (x int)"
	migration 001_t.sql <<<"ALTER TABLE t ADD COLUMN y int;"
	psql -qc "BEGIN; LOCK TABLE t; SELECT pg_sleep(6); COMMIT" >/dev/null 3>&- &
	locker=$!
	eventually 5 sleeping
	background pawl up --lock-timeout 2500ms
	eventually 5 says "pg_sleep"
	run pawl up --wait 0s
	exits 6
	has "another runner"
	wait "$locker"
	finished
	exits 0
}

@test "data api: many rows of the history are written in a call or two, whatever their number" {
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
	is 060 "$(sql "SELECT version FROM _migrations ORDER BY id DESC LIMIT 1")"
	is "DROP TABLE t60 -- it's :p1" "$(sql "SELECT down_sql FROM _migrations WHERE version = '060'")"
	is t "$(sql "SELECT down_sql IS NULL FROM _migrations WHERE version = '001'")"
	is "stamp|66|unstamp|6" "$(sql "SELECT string_agg(action || '|' || n, '|' ORDER BY action)
		FROM (SELECT action, count(*) AS n FROM _migrations_log GROUP BY action) AS g")"

	for i in {01..60}; do
		echo "-- edited" >>"migrations/0$i""_a.sql"
	done
	is 2 "$(calls_of /BatchExecute pawl repair)"
	pawl verify
	is 2 "$(calls_of /BatchExecute pawl stamp base)"
	is 0 "$(sql "SELECT count(*) FROM _migrations")"
	is 2 "$(calls_of /BatchExecute pawl baseline 060)"
	is "60|60" "$(sql "SELECT count(*), count(DISTINCT version) FROM _migrations")"
}

@test "data api: adopting a history takes a call or two, and so does a plain runner's" {
	local i
	api
	for i in {001..040}; do
		migration "${i}_a.up.sql" <<<"CREATE TABLE t$i (x int);"
		echo "DROP TABLE t$i;" >"migrations/${i}_a.down.sql"
	done
	sql "CREATE TABLE schema_migrations (version bigint PRIMARY KEY, dirty boolean NOT NULL);
	     INSERT INTO schema_migrations VALUES (40, false)"
	is 2 "$(calls_of /BatchExecute pawl adopt --from golang-migrate --layout golang-migrate)"
	is 40 "$(sql "SELECT count(*) FROM _migrations WHERE state = 'applied'")"

	sql "DROP TABLE _migrations, _migrations_log;
	     CREATE TABLE _migrations (id serial PRIMARY KEY, filename text UNIQUE NOT NULL,
	     applied_at timestamptz NOT NULL DEFAULT now())"
	rm migrations/*
	for i in {001..040}; do
		migration "${i}_a.sql" <<<"CREATE TABLE t$i (x int);"
		sql "INSERT INTO _migrations (filename) VALUES ('${i}_a.sql')"
	done
	migration 041_a.sql <<<"CREATE TABLE t041 (x int);"
	is 2 "$(calls_of /BatchExecute pawl up)"
	is "41|41" "$(sql "SELECT count(*), count(NULLIF(checksum, '')) FROM _migrations WHERE version <> ''")"
}

@test "data api: a down script may be longer than a statement" {
	local i
	api
	migration 001_t.sql <<<"CREATE TABLE t (x text);"
	for i in {1..1500}; do
		echo "INSERT INTO t VALUES ('$i \\ ü'); -- it's '' quoted"
	done >migrations/001_t.down.sql
	echo "ALTER TABLE t RENAME TO gone;" >>migrations/001_t.down.sql
	migration 002_i.sql <<<"CREATE INDEX CONCURRENTLY i ON t (x);"
	cp migrations/001_t.down.sql migrations/002_i.down.sql
	echo "ALTER TABLE gone RENAME TO t;" >>migrations/002_i.down.sql
	pawl up
	for i in 001_t 002_i; do
		sql "SELECT down_sql FROM _migrations WHERE filename = '$i.sql'" >"$i.kept"
		cmp "$i.kept" <(cat "migrations/$i.down.sql" && echo)
	done
	[ "$(wc -c <001_t.kept)" -gt 66000 ]
	rm migrations/*.down.sql
	pawl down --all
	is 3000 "$(sql "SELECT count(*) FROM gone")"
	is 0 "$(sql "SELECT count(*) FROM _migrations")"
}

@test "data api: of rows that are not all written none stays" {
	local i
	api
	for i in 1 2 3 4; do
		migration "00${i}_a.sql" <<<"CREATE TABLE t$i (x int);"
	done
	pawl stamp 001
	sql "ALTER TABLE _migrations ADD CHECK (version <> '003')"
	run pawl stamp head
	exits 5
	has "while writing the history"
	has "none of 3 rows has been written"
	is 1 "$(sql "SELECT count(*) FROM _migrations")"
	sql "ALTER TABLE _migrations DROP CONSTRAINT _migrations_version_check"
	fault drop-after "" 0 1 1 /BatchExecute
	run pawl stamp head
	exits 4
	is 1 "$(sql "SELECT count(*) FROM _migrations")"
	lease_runs_out
	pawl stamp head
	is 4 "$(sql "SELECT count(*) FROM _migrations")"
}

@test "data api: the cluster's and the secret's faults have a way out" {
	api
	for name in AccessDeniedException HttpEndpointNotEnabledException SecretsErrorException; do
		fault "$name" "no" 403 1
		run pawl current
		exits 4
		has "hint:"
	done
	fault ExpiredTokenException "The security token included in the request is expired" 403 1
	pawl current
	run pawl current --url "${PAWL_URL/$PGDATABASE/no_such_database}"
	exits 4
	has "create it first"
}

@test "data api: no backup can be made or restored, and what asks for one does nothing" {
	api
	migration 001_t.sql <<<"CREATE TABLE t (a int);"
	migration 002_drop.sql <<<"DROP TABLE t;"
	pawl up 1
	run pawl backup
	exits 2
	has "can make and restore no backups"
	has "a snapshot of the cluster"
	echo x >x.dump
	run pawl restore x.dump --force
	exits 2
	run pawl up --backup auto
	exits 2
	is 1 "$(sql "SELECT count(*) FROM pg_class WHERE relname = 't'")"
}
