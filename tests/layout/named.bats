#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
load ../cli/helper

make_named()
{
	export PAWL_URL=sqlite:app.db
	mkdir -p migrations
	cat >migrations/001_users.sql <<'END'
-- name: create-table-users

CREATE TABLE users (
 id INTEGER
--,name TEXT
);

-- name: create-table-notes

CREATE TABLE notes (id INTEGER);
END
	printf '%s\n' '-- name: create-table-tags' 'CREATE TABLE tags (id INTEGER);' \
		>migrations/002_tags.sql
}

@test "files of named sections are recognised and run section by section" {
	make_named
	run -0 pawl up create-table-notes
	[ "$(tables)" = 'notes users' ]
	run -0 pawl up
	[ "$(tables)" = 'notes tags users' ]
	run -0 pawl status
	says 'create-table-tags'
	run ! pawl down
}

@test "an error is told with its place in the file" {
	make_named
	sed -i 's/TABLE notes/TABEL notes/' migrations/001_users.sql
	run ! pawl up
	says '001_users.sql:10'
}
