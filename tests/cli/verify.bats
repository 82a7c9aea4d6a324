#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
load helper

@test "verify: ok; validate is the same command" {
	make_project
	pawl up
	run -0 pawl verify
	[[ ${lines[0]} == "ok (2 migrations compared"* ]]
	run -0 --separate-stderr pawl validate --json
	json '[.ok, .checked, .problems]' '[true,2,[]]'
}

@test "verify: an edited file; exit 7" {
	make_project
	pawl up
	echo '-- edited' >>migrations/001_users.sql
	run -7 pawl verify
	says changed
	says 001_users.sql
	run -7 --separate-stderr pawl verify --json
	json '[.ok, .problems[0].kind, .problems[0].filename]' '[false,"changed","001_users.sql"]'
}

@test "verify: usage errors exit 2" {
	make_project
	run -2 pawl verify --no-script
	says "did you mean --no-scripts?"
}

@test "verify: --replay finds the down that does not lead back" {
	make_project
	run -0 pawl verify --replay
	[[ ${lines[0]} == "ok (2 migrations"* ]]
	migration 003_bad 'CREATE TABLE a (id INTEGER); CREATE TABLE b (id INTEGER);' 'DROP TABLE a;'
	run -1 pawl verify --replay
	says 003_bad.sql
	run -1 --separate-stderr pawl verify --replay --json
	json '[.ok, (.steps | length)]' '[false,3]'
	[ ! -e app.db ]
}

@test "verify: --replay counts what it has run down" {
	make_project
	migration 003_more 'CREATE TABLE more (a);'
	rm -f migrations/003*.down.sql
	run -0 pawl verify --replay
	says '003_more.sql: no way back'
	says 'ok (3 migrations run up, 2 of them down and up again)'
	rm migrations/*.down.sql
	run -0 pawl verify --replay
	says 'ok (3 migrations run up)'
}
