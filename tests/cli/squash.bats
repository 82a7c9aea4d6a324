#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
load helper

@test "squash: one file that gives the same schema; old and new databases go on" {
	make_project
	migration 003_items 'CREATE TABLE items (id INTEGER PRIMARY KEY);' 'DROP TABLE items;'
	pawl up
	pawl dump | grep -v '^--' >before.sql
	run -0 pawl squash 002 --archive old
	says 'the same schema'
	[ -e old/001_users.sql ]
	[ ! -e migrations/001_users.sql ]
	run -0 pawl up
	says 'nothing to do'
	run -0 pawl verify
	pawl up --url sqlite:new.db
	[ "$(pawl dump --url sqlite:new.db | grep -v '^--')" = "$(cat before.sql)" ]
}

@test "squash: --dry-run changes nothing" {
	make_project
	run -0 pawl squash --dry-run
	says 'would replace'
	[ -e migrations/001_users.sql ]
}

@test "squash: rows that migrations inserted stay with --data" {
	make_project
	migration 003_seed "INSERT INTO users (id) VALUES (7);"
	run -0 pawl squash --dry-run
	says '--data keeps them'
	run -0 pawl squash --data
	[[ $output != *warning* ]]
	pawl up
	[ "$(sqlite3 app.db 'SELECT id FROM users')" = 7 ]
}

@test "squash: usage errors exit 2" {
	make_project
	run -2 pawl squash 999
}
