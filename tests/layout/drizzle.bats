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

# A folder of Drizzle 1.0's, and two of one second
make_folders()
{
	export PAWL_URL=sqlite:app.db
	for i in a b; do
		mkdir -p "migrations/20240101000000_$i"
		echo "CREATE TABLE $i (id INTEGER);" >"migrations/20240101000000_$i/migration.sql"
		echo '{}' >"migrations/20240101000000_$i/snapshot.json"
	done
	rm migrations/20240101000000_b/snapshot.json
}

rows()
{
	sqlite3 app.db "SELECT $1 FROM __drizzle_migrations ORDER BY id" | xargs
}

@test "Drizzle 1.0's folders and table: the folder's name tells a migration" {
	make_folders
	run -0 pawl up --history keep
	[ "$(tables)" = '__drizzle_migrations a b' ]
	[ "$(rows 'created_at, name, applied_at IS NOT NULL')" = \
		'1704067200000|20240101000000_a|1 1704067200000|20240101000000_b|1' ]
	run -0 pawl up --history keep
	says 'nothing to do'
	run -0 pawl verify --history keep
	echo 'CREATE TABLE b (id BIGINT);' >migrations/20240101000000_b/migration.sql
	run -7 pawl verify --history keep
	run -0 pawl repair --history keep
	run -0 pawl verify --history keep
	[ "$(rows hash)" = "$(cat migrations/*_a/migration.sql | sha256sum | cut -c1-64) $(sha256sum <migrations/20240101000000_b/migration.sql | cut -c1-64)" ]
	run -0 pawl adopt
	says '2 adopted'
}

@test "Drizzle 1.0's folders over a table from before: by the second, or the hash" {
	make_folders
	sqlite3 app.db "CREATE TABLE __drizzle_migrations (id SERIAL PRIMARY KEY, hash text NOT NULL, created_at numeric);
		INSERT INTO __drizzle_migrations (hash, created_at) VALUES
		('$(sha256sum <migrations/20240101000000_b/migration.sql | cut -c1-64)', 1704067299123)"
	run -0 pawl status --history keep
	says '20240101000000  b     applied'
	sqlite3 app.db "UPDATE __drizzle_migrations SET hash = 'x', created_at = 1704067200123"
	rm -r migrations/*_b
	run -7 pawl verify --history keep
	says 'the file was edited'
	rm app.db
	make_drizzle
	rm -r migrations/2024*
	run -0 pawl up --history keep
	sqlite3 app.db "ALTER TABLE __drizzle_migrations ADD COLUMN name text; ALTER TABLE __drizzle_migrations ADD COLUMN applied_at TEXT"
	run -0 pawl up --history keep
	says 'nothing to do'
}

@test "journals of several folders" {
	make_drizzle
	mkdir -p more/meta
	echo '{"entries": [{"when": 1815334238443, "tag": "0000_more"}]}' >more/meta/_journal.json
	echo 'CREATE TABLE more (id INTEGER);' >more/0000_more.sql
	run -0 pawl up --history keep --dir migrations --dir more
	[ "$(sqlite3 app.db 'SELECT created_at FROM __drizzle_migrations' | xargs)" = \
		'1715334238443 1715334238444 1715334238445 1815334238443' ]
}
