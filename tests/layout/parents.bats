#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
load ../cli/helper

# change FOLDER PARENTS UP DOWN
change()
{
	mkdir -p "migrations/$1"
	printf 'name: %s\nparents: [%s]\n' "${1#*_}" "$2" >"migrations/$1/metadata.yaml"
	echo "$3" >"migrations/$1/up.sql"
	echo "$4" >"migrations/$1/down.sql"
}

make_parents()
{
	export PAWL_URL=sqlite:app.db
	change 10_users '' 'BEGIN; CREATE TABLE users (id INTEGER); COMMIT;' 'DROP TABLE users;'
	change 20_tags '30' 'CREATE TABLE tags (id INTEGER); INSERT INTO notes VALUES (1);' 'DROP TABLE tags;'
	change 30_notes '10' 'CREATE TABLE notes (id INTEGER);' 'DROP TABLE notes;'
}

@test "folders with parents are recognised and run behind their parents" {
	make_parents
	run -0 pawl up
	[ "$(tables)" = 'notes tags users' ]
	run -0 pawl status
	run -0 pawl down
	[ "$(tables)" = 'notes users' ]
	run -0 pawl down
	[ "$(tables)" = 'users' ]
	run -0 pawl up
	[ "$(sqlite3 app.db 'SELECT count(*) FROM notes')" = 1 ]
}

@test "a cycle of parents stops before anything runs" {
	make_parents
	change 30_notes '20' 'CREATE TABLE notes (id INTEGER);' ''
	run ! pawl up
	says 'cycle'
	[ ! -s app.db ]
}
