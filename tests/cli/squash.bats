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

@test "squash: what the database has half done, or only some of, keeps its files" {
	make_project
	migration 003_items 'CREATE TABLE items (id INTEGER PRIMARY KEY);'
	pawl up 002
	run -7 pawl squash
	says 'the database has 2 of the 3 migrations'
	says '"003_items.sql" is pending'
	pawl up
	sqlite3 app.db "UPDATE _migrations SET state = 'failed' WHERE version = '002'"
	run -7 pawl squash
	says 'migration "002_orders.sql" is failed'
	run -7 pawl squash --dry-run
	[ -e migrations/001_users.sql ]
	[ ! -e migrations/003_baseline.sql ]
}

@test "squash: a folder of another tool's is not for it" {
	make_project
	for f in migrations/00?_*s.sql; do
		mv "$f" "${f%.sql}.up.sql"
	done
	run -3 pawl squash --layout golang-migrate
	says 'a folder of golang-migrate cannot be squashed'
	run -3 pawl squash --history keep
	says "the history is kept in another tool's table"
	[ -e migrations/001_users.up.sql ]
}

@test "squash: the baseline is named as the files were" {
	make_project
	for f in migrations/00?_*s.sql; do
		mv "$f" "${f%.sql}.up.sql"
	done
	run -0 pawl squash
	[ -e migrations/002_baseline.up.sql ]
	run -0 pawl up
	[ "$(tables)" = "orders users" ]
}

@test "squash: waits for the runner at work" {
	make_project
	pawl up
	printf 'CREATE TABLE x (id INTEGER);\n' >migrations/003_x.sql
	printf '[hooks]\nbefore_up = touch started; sleep 2\n' >>pawl.ini
	pawl up &
	while [ ! -e started ]; do sleep 0.05; done
	run -6 pawl squash 002 --wait 0
	[ -e migrations/001_users.sql ]
	wait
	run -0 pawl squash
	[ ! -e migrations/001_users.sql ]
}
