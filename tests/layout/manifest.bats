#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
load ../cli/helper

# version NUMBER FILES SQL
version()
{
	mkdir -p "migrations/v$1"
	echo "{\"CurrVersion\": \"$1\", \"SchemaUpdateCqlFiles\": [$2]}" >"migrations/v$1/manifest.json"
	echo "$3" >"migrations/v$1/a.sql"
}

make_versions()
{
	export PAWL_URL=sqlite:app.db
	version 1.9 '"a.sql"' 'CREATE TABLE users (id INTEGER);'
	version 1.10 '"b.sql", "a.sql"' 'ALTER TABLE notes ADD COLUMN text TEXT;'
	echo 'CREATE TABLE notes (id INTEGER);' >migrations/v1.10/b.sql
}

@test "version folders are recognised and run in the order of their numbers" {
	make_versions
	run -0 pawl up
	says 'v1.10/b.sql'
	[ "$(tables)" = 'notes users' ]
	run -0 pawl status
	says '1.10'
}

@test "a version is reached when the last of its files is" {
	make_versions
	run -0 pawl up 1.9
	[ "$(tables)" = 'users' ]
	run -0 pawl up 1.10
	[ "$(sqlite3 app.db 'SELECT text FROM notes')" = '' ]
}

@test "there is no way back" {
	make_versions
	run -0 pawl up
	run ! pawl down
	[ "$(tables)" = 'notes users' ]
}
