#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
load helper

@test "dump: loads again and is the same" {
	make_project
	pawl up
	run -0 --separate-stderr pawl dump
	says 'CREATE TABLE users'
	[[ $output != *_migrations* ]]
	printf '%s\n' "$output" >one.sql
	sqlite3 again.db <one.sql
	run -0 --separate-stderr pawl dump --url sqlite:again.db
	[ "$(grep -v '^--' <<<"$output")" = "$(grep -v '^--' one.sql)" ]
}

@test "dump: -o writes a file; --check says whether it is stale" {
	make_project
	pawl up 001
	pawl create
	run -0 pawl dump -o schema.sql
	run -0 pawl dump --check schema.sql
	[ -z "$output" ]
	pawl up
	run -1 pawl dump --check schema.sql
	says 'schema.sql is stale'
	run -1 --separate-stderr pawl dump --check schema.sql --json
	json .fresh false
	run -3 pawl dump --check nowhere.sql
}

@test "dump: --at gives the schema of a version, and needs no database" {
	make_project
	run -0 --separate-stderr pawl dump --at 001
	says 'CREATE TABLE users'
	[[ $output != *orders* ]]
	[ ! -e app.db ]
	run -0 --separate-stderr pawl dump --at 001 --json
	[[ $(jq -r .sql <<<"$output") == *'CREATE TABLE users'* ]]
}

@test "dump: a database that does not exist is an error, not an empty schema" {
	make_project
	run -4 pawl dump -o schema.sql
	says 'there is no database "app.db"'
	says 'pawl create'
	[ ! -e schema.sql ]
	[ ! -e app.db ]
	run -0 pawl status
	run -0 pawl plan
}

@test "dump: usage errors exit 2" {
	make_project
	run -2 pawl dump --check a --output b
	run -2 pawl dump --chek a
	says "did you mean --check?"
}

@test "dump: -o with --json says what was written" {
	make_project
	pawl up
	run -0 --separate-stderr pawl dump -o out.file --json
	json .written '["out.file"]'
	[ -s out.file ]
}
