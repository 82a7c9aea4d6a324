#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# SQLite: rehearsed in a transaction on the file, or on a copy in memory.

bats_require_minimum_version 1.5.0

setup() {
	. "$BATS_TEST_DIRNAME/../faults/helper.bash"
	project
	migration 001_base.sql <<-'SQL'
		CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, email TEXT);
		CREATE TABLE orders (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES users ON DELETE CASCADE);
		WITH n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500)
			INSERT INTO users SELECT i, 'n' || i, 'e' || i FROM n;
		INSERT INTO orders SELECT id, id FROM users;
	SQL
}

state() {
	query ".dump"
}

@test "plan: sizes, rows and costs on SQLite" {
	pawl up
	migration 002_x.sql <<-'SQL'
		ALTER TABLE users ADD COLUMN age INTEGER CHECK (age > 0);
		ALTER TABLE users DROP COLUMN email;
		CREATE INDEX users_name ON users (name);
		CREATE TABLE fresh (x);
		CREATE INDEX fresh_x ON fresh (x);
	SQL
	run -0 --separate-stderr pawl plan --json
	is '["scan","rewrite","build"]' "$(jq -c '[.steps[0].changes[].costs[].work]' <<<"$output")"
	is '[500,"RESERVED"]' "$(jq -c '.steps[0].changes[0].costs[0] | [.rows, .lock]' <<<"$output")"
	is true "$(jq '.steps[0].changes[0].costs[0].bytes > 4096' <<<"$output")"
	is '"the values of column \"email\""' "$(jq '.steps[0].changes[1].costs[0].loses' <<<"$output")"
	run -0 env COLUMNS=80 pawl plan
	has 'cannot be brought back: the values of column "email"'
	is "" "$(awk 'length > 80' <<<"$output")"
}

@test "rehearse: on the file, which is afterwards byte by byte what it was" {
	pawl up
	migration 002_x.sql <<<"ALTER TABLE users ADD COLUMN age INTEGER; UPDATE users SET age = 1; DELETE FROM orders WHERE id > 100;"
	migration 002_x.down.sql <<<"ALTER TABLE users DROP COLUMN age;"
	sha256sum app.db >before
	run -0 --separate-stderr pawl rehearse --json
	is '[true,"target",500,400,null]' "$(jq -c '[.ok, .migrations[0].where, .migrations[0].statements[1].changed, .migrations[0].statements[2].changed, .migrations[0].problem]' <<<"$output")"
	is '"RESERVED"' "$(jq '.migrations[0].statements[0].locks[0].mode' <<<"$output")"
	sha256sum app.db >after
	is "$(cat before)" "$(cat after)"
	[ ! -e app.db-journal ]
}

@test "rehearse: a rebuild keeps the rows of others, and foreign_keys is on again" {
	pawl up
	migration 002_rebuild.sql <<-'SQL'
		CREATE TABLE new_users (id INTEGER PRIMARY KEY, name TEXT NOT NULL, email TEXT);
		INSERT INTO new_users SELECT * FROM users;
		DROP TABLE users;
		ALTER TABLE new_users RENAME TO users;
	SQL
	state >before
	run -0 pawl rehearse
	state >after
	is "$(cat before)" "$(cat after)"
	run -0 --separate-stderr pawl plan --json
	is '"its rows are copied to \"new_users\""' "$(jq '.steps[0].changes[1].costs[0].why' <<<"$output")"
}

@test "rehearse: a failing statement exits 5" {
	pawl up
	migration 002_bad.sql <<<"ALTER TABLE users ADD COLUMN a; INSERT INTO nowhere VALUES (1);"
	state >before
	run -5 pawl rehearse
	has "no such table: nowhere"
	has "002_bad.sql:1:"
	state >after
	is "$(cat before)" "$(cat after)"
}

@test "rehearse: --max-lock ends a slow statement" {
	pawl up
	migration 002_slow.sql <<-'SQL'
		INSERT INTO users (name) VALUES ('x');
		WITH n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000000)
			INSERT INTO users (name) SELECT i FROM n;
	SQL
	state >before
	local start=${EPOCHREALTIME/./}
	run -6 pawl rehearse --max-lock 300ms
	[ $(((${EPOCHREALTIME/./} - start) / 1000)) -lt 3000 ]
	has "stopped: locks would be kept for longer than 300 ms"
	state >after
	is "$(cat before)" "$(cat after)"
}

@test "rehearse: a writer is not waited for beyond --max-lock" {
	pawl up
	migration 002_x.sql <<<"ALTER TABLE users ADD COLUMN x;"
	(sqlite3 app.db "BEGIN IMMEDIATE" ".shell sleep 3" 3>&- &)
	sleep 0.3
	local start=${EPOCHREALTIME/./}
	run -6 pawl rehearse --max-lock 200ms
	[ $(((${EPOCHREALTIME/./} - start) / 1000)) -lt 900 ]
	lacks "nothing to do"
}

@test "rehearse: a file that is not there is not made" {
	run -0 --separate-stderr pawl rehearse --json
	is '"scratch"' "$(jq '.migrations[0].where' <<<"$output")"
	[ ! -e app.db ]
}

@test "rehearse: a batched statement" {
	pawl up
	migration 002_fill.sql <<-'SQL'
		-- pawl:batch table=users key=id size=10
		UPDATE users SET name = 'x' WHERE id >= :lo AND id <= :hi;
	SQL
	run -0 pawl plan
	has 'batches of 10 rows of users (id), each committed'
	run -0 pawl rehearse
}

@test "rehearse: --scratch, and what refuses a transaction" {
	pawl up
	migration 002_x.sql <<<"ALTER TABLE users ADD COLUMN age INTEGER;"
	migration 003_vacuum.sql <<<"VACUUM;"
	run -0 --separate-stderr pawl rehearse --json
	is '["target","scratch"]' "$(jq -c '[.migrations[].where]' <<<"$output")"
	run -0 --separate-stderr pawl rehearse --scratch +1 --json
	is '["scratch"]' "$(jq -c '[.migrations[].where]' <<<"$output")"
}

@test "rehearse: usage" {
	run -2 pawl rehearse --max-lock soon
	run -2 pawl rehearse --max-lock 0
	run -2 pawl plan --throughput fast
	run -2 pawl rehearse 1 2
}
