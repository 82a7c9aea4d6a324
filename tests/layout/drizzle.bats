#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
load ../cli/helper

make_drizzle()
{
	export PAWL_URL=sqlite:app.db
	mkdir -p migrations/meta
	cat >migrations/meta/_journal.json <<'END'
{"version": "7", "dialect": "sqlite", "entries": [
  {"idx": 0, "version": "6", "when": 1715334238443, "tag": "0000_users", "breakpoints": true},
  {"idx": 1, "version": "6", "when": 1715334238444, "tag": "0002_notes", "breakpoints": true},
  {"idx": 2, "version": "6", "when": 1715334238445, "tag": "0001_tags", "breakpoints": true}]}
END
	printf '%s\n' 'CREATE TABLE users (id INTEGER)' '--> statement-breakpoint' \
		'CREATE INDEX users_id ON users (id)--> statement-breakpoint' >migrations/0000_users.sql
	echo 'CREATE TABLE tags (id INTEGER REFERENCES notes (id));' >migrations/0001_tags.sql
	echo 'CREATE TABLE notes (id INTEGER);' >migrations/0002_notes.sql
}

@test "a Drizzle folder is recognised and runs in the journal's order" {
	make_drizzle
	run -0 pawl up 2
	[ "$(tables)" = 'notes users' ]
	run -0 pawl up
	[ "$(tables)" = 'notes tags users' ]
	run -0 pawl status
	says 'tags'
}

@test "breakpoints end statements that no semicolon ends" {
	make_drizzle
	run -0 pawl up
	[ "$(sqlite3 app.db "SELECT count(*) FROM sqlite_master WHERE name = 'users_id'")" = 1 ]
}

@test "a failed statement is told with its place in the file" {
	make_drizzle
	printf '%s\n' 'SELECT 1--> statement-breakpoint' '  SELECT nonsense' >migrations/0002_notes.sql
	run ! pawl up
	says '0002_notes.sql:2'
}

@test "there is no way back" {
	make_drizzle
	run -0 pawl up
	run ! pawl down
	[ "$(tables)" = 'notes tags users' ]
}
