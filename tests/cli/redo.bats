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

@test "redo: what could not be applied again behind the others is not reverted" {
	make_project
	migration 003_late 'CREATE TABLE late (id INTEGER PRIMARY KEY);' 'DROP TABLE late;'
	mv migrations/002_orders.sql migrations/002_orders.down.sql .
	pawl up
	mv 002_orders.sql 002_orders.down.sql migrations
	pawl up --out-of-order apply
	run -7 pawl redo
	says "older than"
	[ "$(tables)" = "late orders users" ]
	run -0 pawl redo --out-of-order apply
	[ "$(tables)" = "late orders users" ]
}

@test "redo: what up refuses is refused before anything is reverted" {
	make_project
	pawl up
	rm migrations/002_orders.sql
	echo 'CREATE TABLE orders (id INTEGER PRIMARY KEY);' >migrations/002_orders.go
	run ! pawl redo
	[ "$(tables)" = "orders users" ]
	rm migrations/002_orders.go
	printf -- '-- pawl:env prod\nCREATE TABLE orders (id INTEGER PRIMARY KEY);\n' >migrations/002_orders.sql
	run ! pawl redo
	[ "$(tables)" = "orders users" ]
}

@test "redo: what is left out in this environment is not reverted" {
	make_project
	migration 003_prod '-- pawl:env prod
CREATE TABLE prod (id INTEGER);' 'DROP TABLE prod;'
	pawl up --env prod
	run -7 pawl redo
	says "left out without an environment"
	[ "$(tables)" = "orders prod users" ]
	run -0 pawl redo --env prod
}
