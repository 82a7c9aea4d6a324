#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
load ../cli/helper

make_bun()
{
	export PAWL_URL=sqlite:app.db
	mkdir migrations
	echo 'CREATE TABLE users (id INTEGER);' >migrations/20210505110026_users.tx.up.sql
	echo 'DROP TABLE users;' >migrations/20210505110026_users.tx.down.sql
	printf 'CREATE TABLE notes (id INTEGER);\n\n--bun:split\n\nVACUUM;\n' >migrations/20210505110847_notes.up.sql
	echo 'DROP TABLE notes;' >migrations/20210505110847_notes.down.sql
}

@test "a bun folder is recognised, runs up and down again" {
	make_bun
	run -0 pawl up
	[ "$(tables)" = 'notes users' ]
	run -0 pawl status
	says '2 applied, 0 pending'
	run -0 pawl down
	[ "$(tables)" = 'users' ]
	run -0 pawl redo
	run -0 pawl down
	[ "$(tables)" = '' ]
}

@test ".tx. is one transaction" {
	make_bun
	echo 'VACUUM;' >migrations/20210506000000_vacuum.tx.up.sql
	run -3 pawl up
	says 'cannot run inside a transaction'
	says 'rename the file without ".tx"'
	[ "$(tables)" = '' ]
}

@test "a program of a number that a file of SQL has does not make a folder bun's" {
	export PAWL_URL=sqlite:app.db
	mkdir migrations
	echo 'CREATE TABLE a (x int);' >migrations/1_a.up.sql
	echo 'CREATE TABLE b (x int);' >migrations/2_b.up..sql
	echo 'package migrations' >migrations/1_postmigrate.go
	run -0 pawl up
	says 'is not run: it has the number of "1_a.up.sql"'
	[ "$(tables)" = 'a b' ]
}

@test "a step in Go beside files for each way is bun's, and is named" {
	export PAWL_URL=sqlite:app.db
	mkdir migrations
	echo 'CREATE TABLE {{.Prefix}}a (x int);' >migrations/20240101000001_a.up.sql
	echo 'package migrations' >migrations/20240101000002_b.go
	run -3 pawl up
	says '20240101000002_b.go" (Go)'
	run -0 pawl up 20240101000001 --var Prefix=my_
	[ "$(tables)" = my_a ]
}
