#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
load helper

@test "check: database, migrations and schema agree" {
	make_project
	pawl up
	pawl dump >schema.sql
	printf 'schema = schema.sql\n' >>pawl.ini
	run -0 pawl check
	says 'database and migrations: equal'
	says 'migrations and schema: equal'
	run -0 --separate-stderr pawl check --json
	json '[.ok, .pending, (.pairs | length)]' '[true,0,2]'
}

@test "check: says which pair differs, and how" {
	make_project
	pawl up
	sqlite3 app.db 'CREATE TABLE stray (id INTEGER)'
	run -1 pawl check
	says 'database and migrations'
	says stray
	run -1 --separate-stderr pawl check --json
	json '[.ok, .pairs[0].changes[0].object]' '[false,"stray"]'
}

@test "check: pending migrations and edited files are found too" {
	make_project
	pawl up 001
	run -1 pawl check
	says '1 migration pending, so that the exit status is 1'
	says 'database and migrations: equal'
	echo '-- edited' >>migrations/001_users.sql
	run -1 pawl check
	says 001_users.sql
}

@test "check: two environments" {
	make_project
	pawl up
	pawl up --url sqlite:other.db
	run -0 pawl check sqlite:app.db sqlite:other.db
	sqlite3 other.db 'DROP TABLE orders'
	run -1 pawl check sqlite:app.db sqlite:other.db
	says orders
}

@test "check: what others manage is excluded" {
	make_project
	pawl up
	sqlite3 app.db 'CREATE TABLE checkpoints (id INTEGER); CREATE TABLE checkpoint_blobs (id INTEGER)'
	run -1 pawl check
	run -0 pawl check --exclude 'checkpoints, checkpoint_*'
	printf 'exclude = checkpoints, checkpoint_*\n' >>pawl.ini
	run -0 pawl check
}

@test "check: usage errors exit 2" {
	make_project
	run -2 pawl check sqlite:app.db
	says 'give two'
	run -2 pawl check --grant
	says "did you mean --grants?"
}

@test "check: other tools' history tables, adopted or kept, are no difference" {
	mkdir migrations
	printf '[pawl]\nurl = sqlite:app.db\nlayout = golang-migrate\n' >pawl.ini
	echo "CREATE TABLE t1 (x int);" >migrations/1_t1.up.sql
	echo "DROP TABLE t1;" >migrations/1_t1.down.sql
	run -0 pawl up --history keep
	run -0 pawl adopt
	run -0 pawl check
	run -0 pawl check --history keep
	run -0 pawl diff database migrations
	[[ $output != *schema_migrations* ]]
	run -0 pawl dump
	[[ $output != *schema_migrations* ]]
	# A table that only has such a name is the project's own.
	sqlite3 app.db "DROP TABLE schema_migrations; CREATE TABLE schema_migrations (a int)"
	run -1 pawl check
	says schema_migrations
}

@test "check: lock tables and those beside go with the tool's table" {
	make_project
	pawl up
	sqlite3 app.db "CREATE TABLE bun_migrations (id int, name text, group_id int, migrated_at text);
		CREATE TABLE bun_migration_locks (id int, table_name text);
		CREATE TABLE schema_migrations (version text); CREATE TABLE ar_internal_metadata (key text)"
	run -0 pawl check
	run -0 pawl squash 002
	run -0 pawl check
}

@test "squash: a table of the project's own that looks like a tool's stays in the baseline" {
	make_project
	migration 003_mine 'CREATE TABLE schema_migrations (version text PRIMARY KEY);'
	pawl up
	run -0 pawl squash 003
	grep -q schema_migrations migrations/003*.sql
}
