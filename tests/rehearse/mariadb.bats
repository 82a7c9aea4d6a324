#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# MariaDB: each statement commits, so everything is rehearsed on a scratch copy;
# the server itself says which ALGORITHM it takes.

bats_require_minimum_version 1.5.0

setup_file() {
	. "$BATS_TEST_DIRNAME/../faults/helper.bash"
	server_mariadb
}

teardown_file() {
	. "$BATS_TEST_DIRNAME/../faults/helper.bash"
	server_mariadb_stop
}

setup() {
	. "$BATS_TEST_DIRNAME/../faults/helper.bash"
	project_mariadb
	migration 001_base.sql <<-'SQL'
		CREATE TABLE users (id int AUTO_INCREMENT PRIMARY KEY, name varchar(20), email varchar(50), n int,
			flag int NOT NULL DEFAULT 0, kind enum('a', 'b')) CHARSET utf8mb4;
		CREATE UNIQUE INDEX users_email ON users (email);
		CREATE TABLE orders (id int PRIMARY KEY, user_id int, total int NOT NULL,
			CONSTRAINT owner FOREIGN KEY (user_id) REFERENCES users (id), CONSTRAINT positive CHECK (total > 0));
		CREATE TABLE plain (id int NOT NULL, spot point NOT NULL);
		CREATE TABLE texts (id int PRIMARY KEY, a text, b int, FULLTEXT KEY a (a));
		INSERT INTO users (name, email, n) SELECT seq, seq, seq FROM seq_1_to_500;
		INSERT INTO orders SELECT id, id, 1 FROM users;
	SQL
	pawl up
}

state() {
	mariadb-dump --no-defaults -uroot -S "$PAWL_TEST_DIR/s.sock" --skip-comments --routines "$database"
	maria "SHOW DATABASES"
}

# The first way of ALTER that the server takes for a statement: tried on copies of the tables.
taken() {
	local way
	for way in INSTANT NOCOPY INPLACE COPY; do
		mariadb --no-defaults -uroot -S "$PAWL_TEST_DIR/s.sock" -e "DROP DATABASE IF EXISTS trial; CREATE DATABASE trial"
		mariadb --no-defaults -uroot -S "$PAWL_TEST_DIR/s.sock" trial <schema.sql
		if mariadb --no-defaults -uroot -S "$PAWL_TEST_DIR/s.sock" trial \
			-e "SET alter_algorithm = $way; $1" 2>refused; then
			echo $way
			return
		fi
	done
	echo "none: $(cat refused)"
}

@test "plan: the way of each ALTER is the one that MariaDB takes" {
	mariadb-dump --no-defaults -uroot -S "$PAWL_TEST_DIR/s.sock" "$database" >schema.sql
	local failed=0 n=0 statement way planned
	while IFS= read -r statement; do
		migration 002_case.sql <<<"$statement;"
		pawl plan --json >plan.json
		way=$(taken "$statement")
		planned=$(jq -r '.steps[0].changes[0].costs[0] | if .method == "INSTANT" then "INSTANT"
			elif .method == "COPY" then "COPY"
			elif .work == "rewrite" then "INPLACE" else "NOCOPY" end' plan.json)
		n=$((n + 1))
		# In place without a copy is as good as instant where the table's rows are not looked at.
		if [ "$planned" != "$way" ] && [ "$planned $way" != "NOCOPY INSTANT" ]; then
			printf '%s\nplanned: %s\ntaken:   %s\n' "$statement" "$planned" "$way"
			failed=1
		fi
	done <"$BATS_TEST_DIRNAME/mariadb.sql"
	maria "DROP DATABASE trial"
	echo "$n statements"
	[ "$failed" -eq 0 ]
}

@test "plan: sizes and rows on MariaDB" {
	maria "ANALYZE TABLE users" >/dev/null
	migration 002_x.sql <<<"ALTER TABLE users MODIFY n bigint; ALTER TABLE plain MODIFY id bigint NOT NULL;"
	run -0 --separate-stderr pawl plan --json
	is '["COPY",true,true]' "$(jq -c '.steps[0].changes[0].costs[0] | [.method, .bytes > 0, .rows > 400]' <<<"$output")"
	is 0 "$(jq '.steps[0].changes[1].costs[0].rows' <<<"$output")"
}

@test "plan: only DDL is committed by the engine" {
	migration 002_x.sql <<<"UPDATE users SET n = 1 WHERE id = 1;"
	migration 003_y.sql <<<"ALTER TABLE users ADD y int;"
	run -0 --separate-stderr pawl plan --json
	is '[null,"the engine commits each DDL statement"]' "$(jq -c '[.steps[].reason]' <<<"$output")"
}

@test "rehearse: on a scratch copy, which leaves nothing behind" {
	migration 002_x.sql <<<"ALTER TABLE users MODIFY n bigint; ALTER TABLE users ADD COLUMN a int; CREATE INDEX i ON users (n);"
	migration 002_x.down.sql <<<"ALTER TABLE users DROP INDEX i, DROP COLUMN a, MODIFY n int;"
	state >before
	run -0 --separate-stderr pawl rehearse --json
	is '[true,"scratch","the engine commits each DDL statement",true,null]' "$(jq -c '[.ok, (.migrations[0] | .where, .why_scratch, .has_down, .problem)]' <<<"$output")"
	is '["users"]' "$(jq -c '[.migrations[0].statements[0].rewritten[] | select(.index == null).table]' <<<"$output")"
	is '[]' "$(jq -c '.migrations[0].statements[1].rewritten' <<<"$output")"
	state >after
	is "$(cat before)" "$(cat after)"
}

@test "plan, rehearse: a batched statement is known, and runs on the copy" {
	migration 002_fill.sql <<-'SQL'
		-- pawl:batch table=users key=id size=10
		DELETE FROM users WHERE id >= :lo AND id <= :hi
	SQL
	run -0 --separate-stderr pawl plan --json
	is '["batches of 10 rows of users (id), each committed"]' "$(jq -c '[.steps[0].changes[0].costs[].why]' <<<"$output")"
	run -0 --separate-stderr pawl rehearse --json
	is true "$(jq .ok <<<"$output")"
}

@test "rehearse: a statement that fails exits 5, and the copy goes" {
	migration 002_bad.sql <<<"ALTER TABLE users ADD COLUMN a int; ALTER TABLE users DROP COLUMN nothing;"
	state >before
	run -5 pawl rehearse
	has "002_bad.sql:1:"
	state >after
	is "$(cat before)" "$(cat after)"
}

@test "rehearse: a down that does not lead back exits 1" {
	migration 002_x.sql <<<"ALTER TABLE users ADD COLUMN a int, ADD COLUMN b int;"
	migration 002_x.down.sql <<<"ALTER TABLE users DROP COLUMN a;"
	run -1 pawl rehearse
	has "after down:"
}
