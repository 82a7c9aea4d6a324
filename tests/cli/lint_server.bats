#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# lint with a server at hand, and what --fix writes run on a real PostgreSQL.
load helper

setup_file()
{
	. "$BATS_TEST_DIRNAME/../lib/postgres.sh"
	. "$BATS_TEST_DIRNAME/../lib/mariadb.sh"
	PAWL_TEST_DIR=$(mktemp -d "${PAWL_TEST_TMPDIR:-/tmp}/pawl-lint.XXXXXX")
	chmod 711 "$PAWL_TEST_DIR"
	mkdir "$PAWL_TEST_DIR/pg" "$PAWL_TEST_DIR/my"
	chmod 711 "$PAWL_TEST_DIR/pg"
	postgres_start "$PAWL_TEST_DIR/pg" >/dev/null 3>&- || PAWL_TEST_POSTGRES_URL=
	PAWL_TEST_MYSQL_URL=$(mariadb_start "$PAWL_TEST_DIR/my" 3>&-) || PAWL_TEST_MYSQL_URL=
	export PAWL_TEST_DIR PAWL_TEST_POSTGRES_URL PAWL_TEST_MYSQL_URL
}

teardown_file()
{
	. "$BATS_TEST_DIRNAME/../lib/postgres.sh"
	. "$BATS_TEST_DIRNAME/../lib/mariadb.sh"
	postgres_stop "$PAWL_TEST_DIR/pg"
	mariadb_stop "$PAWL_TEST_DIR/my"
	rm -rf "$PAWL_TEST_DIR"
}

# A database of this test's own: $url. sql TEXT runs something there.
on_postgres()
{
	[ -n "$PAWL_TEST_POSTGRES_URL" ] || skip "no PostgreSQL"
	url=${PAWL_TEST_POSTGRES_URL/\/postgres\?//t$BATS_TEST_NUMBER?}
	pawl create --url "$url"
	sql() { psql -qAt -v ON_ERROR_STOP=1 "$url" -c "$1"; }
}

on_mariadb()
{
	[ -n "$PAWL_TEST_MYSQL_URL" ] || skip "no MariaDB"
	url=${PAWL_TEST_MYSQL_URL/localhost\/\?/localhost/t$BATS_TEST_NUMBER?}
	pawl create --url "$url"
	sql() { mariadb --no-defaults -uroot -S "${url#*socket=}" "t$BATS_TEST_NUMBER" -BNe "$1"; }
}

@test "lint with PostgreSQL: tables made elsewhere are known, empty ones raise no alarm" {
	on_postgres
	sql "CREATE TABLE users (id bigint PRIMARY KEY, email varchar(20));
		INSERT INTO users VALUES (1, 'a'); CREATE TABLE hollow (id bigint PRIMARY KEY, n int);"
	echo 'ALTER TABLE users ALTER email TYPE varchar(40);' >wide.sql
	run -1 pawl lint --dialect pg wide.sql
	run -0 pawl lint --url "$url" wide.sql
	run -1 pawl lint --url "$url" --offline wide.sql
	echo 'CREATE INDEX i ON hollow (n); ALTER TABLE hollow ALTER n SET NOT NULL;' >hollow.sql
	run -0 pawl lint --url "$url" hollow.sql
	sql "INSERT INTO hollow VALUES (1, 1)"
	run -1 pawl lint --url "$url" hollow.sql
	says index-not-concurrent
	says set-not-null
}

@test "lint with PostgreSQL: --pending goes by the database, not by the files applied" {
	on_postgres
	mkdir migrations
	migration 001_users 'CREATE TABLE users (id bigint PRIMARY KEY, n int);'
	pawl up --url "$url"
	sql "ALTER TABLE users ADD CONSTRAINT c CHECK (n IS NOT NULL); INSERT INTO users VALUES (1, 1)"
	migration 002_required 'ALTER TABLE users ALTER n SET NOT NULL;'
	run -0 pawl lint --pending --url "$url"
	run -1 pawl lint --pending --offline --url "$url"
	says set-not-null
}

@test "lint: a server that cannot be reached is told, and the files are judged" {
	echo 'CREATE INDEX i ON users (n);' >x.sql
	run -1 pawl lint --url "postgres://nobody@localhost/x?host=$work" x.sql
	says "the files alone are judged"
	says index-not-concurrent
}

@test "lint --fix: what it writes runs on PostgreSQL, and is clean" {
	on_postgres
	mkdir migrations
	migration 001_start 'CREATE TABLE users (id bigint PRIMARY KEY, email text);
CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint, total int);
CREATE INDEX old ON orders (total);'
	pawl up --url "$url"
	sql "INSERT INTO users VALUES (1, 'a'); INSERT INTO orders VALUES (1, 1, 5);"
	migration 002_index 'CREATE UNIQUE INDEX users_email ON users (email);'
	migration 003_drop 'DROP INDEX IF EXISTS old;'
	migration 004_fk 'ALTER TABLE orders ADD FOREIGN KEY (user_id) REFERENCES users (id);'
	migration 005_named 'alter table only orders add constraint paid check (total > 0); -- why'
	migration 006_required 'ALTER TABLE users ALTER COLUMN email SET NOT NULL;'
	migration 007_reindex 'REINDEX TABLE users;'
	run -1 pawl lint --url "$url"
	run -0 pawl lint --url "$url" --fix
	for file in migrations/00[2-7]*; do
		! cmp -s "$file" /dev/null
	done
	grep -q CONCURRENTLY migrations/002_index.sql
	grep -q CONCURRENTLY migrations/003_drop.sql
	grep -q CONCURRENTLY migrations/007_reindex.sql
	run -0 pawl up --url "$url"
	[ "$(sql "SELECT count(*) FROM pg_constraint WHERE conname IN
		('paid', 'orders_user_id_fkey') AND convalidated")" = 2 ]
	[ "$(sql "SELECT attnotnull FROM pg_attribute
		WHERE attrelid = 'users'::regclass AND attname = 'email'")" = t ]
	[ "$(sql "SELECT count(*) FROM pg_constraint WHERE conname = 'users_email_not_null'")" = 0 ]
	[ "$(sql "SELECT indisvalid FROM pg_index WHERE indexrelid = 'users_email'::regclass")" = t ]
	[ "$(sql "SELECT to_regclass('old') IS NULL")" = t ]
	run -0 pawl lint --url "$url" --fail-on warning --offline --lint-ignore drop-foreign-key
}

@test "lint with MariaDB: the server says what it does online" {
	on_mariadb
	mkdir migrations
	migration 001_users 'CREATE TABLE users (id bigint unsigned PRIMARY KEY, age int, kind enum("a", "b"));'
	migration 002_nick 'ALTER TABLE users ADD COLUMN nick varchar(20) -- a comment at the end'
	migration 003_kind 'ALTER TABLE users MODIFY kind enum("a", "b", "c");'
	run -0 --separate-stderr pawl lint --dialect mysql --json
	json '[.findings[].rule] | unique' '["online-ddl-not-stated"]'
	run -0 --separate-stderr pawl lint --url "$url" --json
	json '.findings' '[]'
	migration 002_nick '-- pawl:allow online-ddl-not-stated the table is small
ALTER TABLE users ADD COLUMN nick varchar(20);'
	run -0 --separate-stderr pawl lint --url "$url" --json
	json '.findings' '[]'
	migration 004_age 'ALTER TABLE users MODIFY age bigint;'
	run -1 pawl lint --url "$url"
	says "004_age.sql:1:26: error: changing column \"age\" from int to bigint copies the table, and nobody can write to it meanwhile; this server does it with ALGORITHM=COPY"
	run -1 --separate-stderr pawl lint --url "$url" --json
	json '[.findings[].rule]' '["change-column-type"]'
	migration 004_age 'ALTER TABLE users ADD nick2 text, ADD FULLTEXT KEY f (nick2);'
	run -0 pawl lint --url "$url"
	says "004_age.sql:1:1: warning: nobody can write to \"users\" while this runs; this server does it with ALGORITHM=INPLACE, LOCK=SHARED [online-ddl-not-stated]"
	says "this server knows no other way"
	migration 004_age 'ALTER TABLE users MODIFY age bigint, ALGORITHM=INSTANT;'
	run -1 pawl lint --url "$url"
	says "the engine refuses this: ALGORITHM=INSTANT is not supported"
	[ "$(sql "SHOW DATABASES LIKE 'pawl\\_scratch%'")" = "" ]
}

@test "lint with MariaDB: tables made elsewhere are tried as they are, empty ones are no alarm" {
	on_mariadb
	sql 'CREATE TABLE users (id bigint unsigned PRIMARY KEY, age int) ENGINE=InnoDB;
		INSERT INTO users VALUES (1, 1); CREATE TABLE hollow (id int PRIMARY KEY)'
	echo 'ALTER TABLE users DROP COLUMN ago;' >x.sql
	run -1 pawl lint --url "$url" x.sql
	says does-not-compile
	echo 'ALTER TABLE users ADD COLUMN a int; ALTER TABLE elsewhere ADD COLUMN a int; DROP TABLE hollow;' >x.sql
	run -0 --separate-stderr pawl lint --url "$url" --json --lint-ignore implicit-commit x.sql
	json '[.findings[] | .rule + " " + (.column | tostring)]' '["online-ddl-not-stated 37"]'
}
