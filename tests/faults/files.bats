#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# PostgreSQL: files that were written for other runners, and what the engine
# refuses inside a transaction.

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
}

@test "postgres: a new enum value is used in the same file and in the next ones" {
	migration 001_a.sql <<<"CREATE TYPE mood AS ENUM ('a'); CREATE TABLE t (m mood);"
	migration 002_b.sql <<<"ALTER TYPE mood ADD VALUE 'b';"
	migration 003_c.sql <<<"INSERT INTO t VALUES ('b');"
	migration 004_d.sql <<<"ALTER TYPE mood ADD VALUE 'c';
INSERT INTO t VALUES ('c');"
	pawl up
	is $'b\nc' "$(sql "SELECT m FROM t ORDER BY 1")"
	is "4|4" "$(sql "SELECT count(*), count(DISTINCT filename) FROM _migrations WHERE state = 'applied'")"
}

@test "postgres: 2,000 tables in one run, more than the lock table holds" {
	local i
	for ((i = 1; i <= 2000; i++)); do
		echo "CREATE TABLE t$i (id int PRIMARY KEY, p int REFERENCES t$((i > 1 ? i - 1 : i)), x int); CREATE INDEX ON t$i (x);" \
			>"migrations/$(printf %04d "$i")_t.sql"
	done
	run pawl up
	exits 0
	lacks "shared memory"
	is "2000|2000" "$(sql "SELECT count(*), count(DISTINCT filename) FROM _migrations")"
	is 2000 "$(sql "SELECT count(*) FROM _migrations_log")"
	is 4000 "$(sql "SELECT count(*) FROM pg_indexes WHERE tablename ~ '^t[0-9]'")"
}

@test "postgres: pending trigger events make grouping step aside" {
	migration 001_a.sql <<<"CREATE TABLE p (id int PRIMARY KEY);
CREATE TABLE c (p int REFERENCES p DEFERRABLE INITIALLY DEFERRED);"
	migration 002_b.sql <<<"INSERT INTO c VALUES (1); INSERT INTO p VALUES (1);"
	migration 003_c.sql <<<"ALTER TABLE c ADD x int;"
	pawl up
	is 3 "$(sql "SELECT count(*) FROM _migrations")"
	is 1 "$(sql "SELECT count(*) FROM c")"
}

@test "postgres: files with BEGIN and COMMIT of their own" {
	migration 001_a.sql <<<"BEGIN;
CREATE TABLE a (x int);
COMMIT;"
	migration 002_b.sql <<<"BEGIN; CREATE TABLE b (x int); COMMIT;
BEGIN; INSERT INTO b VALUES (1); INSERT INTO b VALUES ('x'); COMMIT;"
	run pawl up
	exits 5
	has "migrations/002_b.sql:2:56: invalid input syntax for type integer"
	has "3 of 7 statements are committed and stand"
	is 0 "$(sql "SELECT count(*) FROM b")"
	sed -i "s/'x'/2/" migrations/002_b.sql
	run pawl up
	exits 0
	has "002_b.sql goes on at statement 4"
	is $'1\n2' "$(sql "SELECT x FROM b ORDER BY x")"
}

@test "postgres: an edit above the statement that failed is refused" {
	migration 001_a.sql <<<"-- pawl:transaction off
CREATE TABLE a (x int);
SELECT 1 / 0;"
	run pawl up
	exits 5
	sed -i 's/x int/y int/; s/0/1/' migrations/001_a.sql
	run pawl up
	exits 7
	has 'the first 1 statements of "001_a.sql" are not those that ran'
	sed -i 's/y int/x int/' migrations/001_a.sql
	pawl up
}

@test "postgres: the output of pg_dump, and what follows it" {
	sql "CREATE SCHEMA s; CREATE TABLE s.x (id serial PRIMARY KEY, t text);
	     INSERT INTO s.x (t) VALUES ('a'), (E'b\\tc;\\n\\\\.\\n'), (NULL);
	     CREATE VIEW s.v AS SELECT * FROM s.x;
	     CREATE FUNCTION s.f() RETURNS int LANGUAGE plpgsql AS \$\$ BEGIN RETURN 1; END \$\$"
	pg_dump >migrations/001_dump.sql
	grep -q "COPY s.x" migrations/001_dump.sql
	grep -q "set_config('search_path', ''" migrations/001_dump.sql
	# Newer ones have these lines.
	grep -q restrict migrations/001_dump.sql ||
		sed -i $'1i\\\\\\\\restrict abc\n$a\\\\\\\\unrestrict abc' migrations/001_dump.sql
	sql "SELECT id, t FROM s.x ORDER BY id" >before
	sql "DROP SCHEMA s CASCADE"
	migration 002_b.sql <<<"CREATE TABLE unqualified (x int);"
	pawl up
	sql "SELECT id, t FROM s.x ORDER BY id" | cmp before -
	is 4 "$(sql "SELECT nextval('s.x_id_seq')")"
	is public "$(sql "SELECT schemaname FROM pg_tables WHERE tablename = 'unqualified'")"
}

@test "postgres: role, search_path and limits of a migration end with it" {
	sql "CREATE ROLE painter; GRANT ALL ON SCHEMA public TO painter"
	migration 001_a.sql <<<"SET ROLE painter; CREATE TABLE a (x int);"
	migration 002_b.sql <<<"CREATE SCHEMA other; SET search_path TO other; SET statement_timeout = '1ms'; CREATE TABLE b (x int);"
	migration 003_c.sql <<<"CREATE TABLE c (x int); SELECT pg_sleep(0.1);"
	migration 004_d.sql <<<"SET ROLE painter; SELECT 1 / 0;"
	run pawl up
	exits 5
	has "division by zero"
	is $'a|public|painter\nb|other|postgres\nc|public|postgres' \
		"$(sql "SELECT tablename, schemaname, tableowner FROM pg_tables WHERE tablename IN ('a', 'b', 'c') ORDER BY 1")"
	is 3 "$(sql "SELECT count(*) FROM public._migrations")"
	is fail "$(sql "SELECT action FROM _migrations_log ORDER BY id DESC LIMIT 1")"
	sql "DROP OWNED BY painter; DROP ROLE painter"
}

@test "postgres: a role that may not create tables" {
	sql "CREATE ROLE weak LOGIN; REVOKE CREATE ON SCHEMA public FROM public"
	migration 001_a.sql <<<"CREATE TABLE a (x int);"
	run pawl up --url "$PAWL_URL&user=weak"
	exits 5
	has "permission denied for schema public"
	has 'must be able to create tables in schema "public"'
	run pawl status --url "$PAWL_URL&user=weak"
	exits 0
	sql "DROP ROLE weak"
}

@test "postgres: notices are shown, cleaned" {
	migration 001_a.sql <<'END'
DO $$ BEGIN RAISE NOTICE 'painted % ', E'\e[31mred'; RAISE WARNING 'careful'; END $$;
DO $$ BEGIN RAISE EXCEPTION E'bad \e[31m' USING HINT = E'look \e[0m'; END $$;
END
	run pawl up
	exits 5
	has "NOTICE: painted "
	has "WARNING: careful"
	has "migrations/001_a.sql:2:1: bad "
	lacks $'\e'
}

@test "postgres: psql's commands that pawl does not run are refused by name" {
	for command in '\connect other' '\gexec' '\if true' '\! ls' '\copy a FROM PROGRAM '"'ls'"; do
		printf 'CREATE TABLE a (x int);\n%s\n' "$command" | migration 001_a.sql
		run pawl up
		exits 3
		has "migrations/001_a.sql:2"
		has "${command%% *}"
	done
	printf 'CREATE TABLE a (x int);\n\\i other.sql\n' | migration 001_a.sql
	run pawl up
	exits 3
	has "migrations/001_a.sql:2"
	has "migrations/other.sql"
}
