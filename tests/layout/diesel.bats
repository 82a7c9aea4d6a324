#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
load ../cli/helper

# change FOLDER UP DOWN
change()
{
	mkdir -p "migrations/$1"
	echo "$2" >"migrations/$1/up.sql"
	echo "$3" >"migrations/$1/down.sql"
}

make_diesel()
{
	export PAWL_URL=sqlite:app.db
	change 2024-03-06-170000_users 'CREATE TABLE users (id INTEGER);' 'DROP TABLE users;'
	change 2024-03-13-170000_notes 'CREATE TABLE notes (id INTEGER);' 'DROP TABLE notes;'
	change 2024-03-13_170000_tags 'CREATE TABLE tags (id INTEGER);' 'DROP TABLE tags;'
}

@test "a Diesel folder is recognised, runs up and down again" {
	make_diesel
	run -0 pawl up
	says '2024-03-13_170000_tags'
	[ "$(tables)" = 'notes tags users' ]
	run -0 pawl status
	says 'users'
	run -0 pawl down
	[ "$(tables)" = 'tags users' ]
	run -0 pawl down
	[ "$(tables)" = 'users' ]
	run -0 pawl redo
	[ "$(tables)" = 'users' ]
}

@test "a version ends at the first underscore, and so stands before its day's others" {
	make_diesel
	run -0 pawl up 20240313
	[ "$(tables)" = 'tags users' ]
}

@test "a metadata.toml without the key turns the transaction off" {
	make_diesel
	change 2024-04-01-000000_half 'CREATE TABLE half (id INTEGER); SELECT nonsense;' ''
	echo '# nothing' >migrations/2024-04-01-000000_half/metadata.toml
	run ! pawl up
	[ "$(tables)" = 'half notes tags users' ]
}

@test "without a metadata.toml a migration that fails leaves nothing" {
	make_diesel
	change 2024-04-01-000000_half 'CREATE TABLE half (id INTEGER); SELECT nonsense;' ''
	run ! pawl up
	[ "$(tables)" = 'notes tags users' ]
}
