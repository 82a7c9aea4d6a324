#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
load helper

@test "load: fills an empty database and records its version" {
	make_project
	pawl up 001
	pawl dump -o schema.sql
	run -0 pawl load schema.sql --url sqlite:new.db
	says 'loaded schema.sql'
	run -0 --separate-stderr pawl status --url sqlite:new.db --json
	json '[.applied, .pending]' '[1,1]'
	pawl up --url sqlite:new.db
	run -0 pawl check sqlite:new.db migrations
}

@test "load: refuses a database that holds something" {
	make_project
	pawl up
	pawl dump -o schema.sql
	run -7 pawl load schema.sql
	says 'not empty'
}

@test "load: a statement that fails is named with its place, and nothing stays" {
	make_project
	printf 'CREATE TABLE a (id INTEGER);\n\nCREATE TABLE a (id INTEGER);\n' >bad.sql
	run -5 pawl load bad.sql
	says bad.sql:3
	[ -z "$(tables)" ]
}

@test "load: usage errors exit 2" {
	make_project
	run -2 pawl load
	run -3 pawl load nowhere.sql
}

@test "load: a file that names no version records none, and says so" {
	make_project
	echo 'CREATE TABLE users (id INTEGER PRIMARY KEY);' >plain.sql
	run -0 pawl load plain.sql
	says 'names no version'
	[ "$(tables)" = users ]
}
