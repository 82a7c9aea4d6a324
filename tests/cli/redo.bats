#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
load helper

@test "redo: reverts and applies the newest" {
	make_project
	pawl up
	sqlite3 app.db 'INSERT INTO orders VALUES (1)'
	run -0 pawl redo
	[[ ${lines[0]} == "  reverted 002_orders.sql"* ]]
	[[ ${lines[1]} == "  applied  002_orders.sql"* ]]
	[ "$(sqlite3 app.db 'SELECT count(*) FROM orders')" = 0 ]
}

@test "redo: --json; usage errors exit 2" {
	make_project
	pawl up
	run -0 --separate-stderr pawl redo --json
	json '.steps | map(.action)' '["revert","apply"]'
	run -2 pawl redo 001
}

@test "redo: reverts nothing that it could not apply again" {
	make_project
	pawl up
	echo '-- edited' >>migrations/001_users.sql
	run -7 pawl redo
	[ "$(tables)" = "orders users" ]
	run -0 pawl current
	says 002
}
