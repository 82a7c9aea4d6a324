#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# What is seen on each engine is in tests/rehearse.
load helper

@test "rehearse: says what was done, and undoes it" {
	make_project
	pawl up
	migration 003_more 'ALTER TABLE users ADD COLUMN name TEXT;' 'ALTER TABLE users DROP COLUMN name;'
	run -0 --separate-stderr pawl rehearse
	[[ ${lines[1]} == 003:1*alter*table*RESERVED ]]
	[[ ${lines[2]} == "ok (1 migration rehearsed, locks kept for "* ]]
	[[ $stderr == *"all of it was rolled back"* ]]
	run -0 pawl current
	[ "$output" = 002 ]
}

@test "rehearse: SQLite has no sequences that a rollback would leave behind" {
	make_project
	pawl up 1
	run -0 pawl rehearse
	says 'all of it was rolled back'
	[[ $output != *sequences* ]]
}

@test "rehearse: --json" {
	make_project
	pawl up
	migration 003_more 'ALTER TABLE users ADD COLUMN name TEXT;' 'ALTER TABLE users DROP COLUMN name;'
	run -0 --separate-stderr pawl rehearse --json
	json .ok true
	json '.migrations[0].where' '"target"'
	json '.migrations[0].statements[0].line' 1
	json '.migrations[0].problem' null
	migration 004_bad 'SELECT * FROM nowhere;'
	run -5 --separate-stderr pawl rehearse --json
	json .ok false
	json .error.name '"PAWL_E_SQL"'
}

@test "rehearse: a target, and nothing to do" {
	make_project
	run -0 --separate-stderr pawl rehearse +1 --json
	json '.migrations | length' 1
	pawl up
	run -0 pawl rehearse
	[ "$output" = "nothing to do: at 002" ]
}

@test "rehearse: usage errors exit 2" {
	make_project
	run -2 pawl rehearse --max-lock soon
	says 'write 500ms, 1s or 2min'
	run -2 pawl rehearse --max-lock 0
	run -2 pawl rehearse 001 002
}
