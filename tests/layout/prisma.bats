#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
load ../cli/helper

# change FOLDER UP
change()
{
	mkdir -p "migrations/$1"
	echo "$2" >"migrations/$1/migration.sql"
}

make_prisma()
{
	export PAWL_URL=sqlite:app.db
	change 20240304123642_users 'CREATE TABLE users (id INTEGER);'
	change 20240304123642_notes 'CREATE TABLE notes (id INTEGER);'
	change 20250517173700_tags.sql 'CREATE TABLE tags (id INTEGER);'
	echo 'provider = "sqlite"' >migrations/migration_lock.toml
}

@test "a Prisma folder is recognised and runs, timestamps used twice included" {
	make_prisma
	run -0 pawl up
	says '20240304123642_users'
	says '20250517173700_tags.sql'
	[ "$(tables)" = 'notes tags users' ]
	run -0 pawl status --json
	run -0 pawl up
	says 'nothing'
}

@test "there is no way back unless a down.sql is there" {
	make_prisma
	run -0 pawl up
	run ! pawl down
	says '20250517173700_tags.sql'
	echo 'DROP TABLE tags;' >migrations/20250517173700_tags.sql/down.sql
	run -0 pawl down
	[ "$(tables)" = 'notes users' ]
}

@test "a folder without migration.sql stops before anything runs" {
	make_prisma
	mkdir migrations/20260101000000_lost
	run -3 pawl up
	says 'holds no migration.sql'
	[ ! -s app.db ]
}

@test "checksums of old releases, a digit for a small byte, are taken for the same" {
	export PAWL_URL=sqlite:app.db
	mkdir -p migrations/20240101000000_a
	echo 'provider = "sqlite"' >migrations/migration_lock.toml
	echo 'CREATE TABLE a (x int);' >migrations/20240101000000_a/migration.sql
	run -0 pawl up --history keep
	sum=$(sha256sum <migrations/20240101000000_a/migration.sql | cut -c1-64)
	old=$(fold -w 2 <<<"$sum" | sed 's/^0//' | tr -d '\n')
	[ ${#old} -lt 64 ]
	sqlite3 app.db "UPDATE _prisma_migrations SET checksum = '$old'"
	run -0 pawl verify --history keep
	sqlite3 app.db "UPDATE _prisma_migrations SET checksum = '0$old'"
	run -7 pawl verify --history keep
}

@test "repair does with an attempt that failed what Prisma's own resolve does" {
	make_prisma
	run -0 pawl up +1 --history keep
	first=$(sqlite3 app.db "SELECT migration_name FROM _prisma_migrations")
	failed="UPDATE _prisma_migrations SET finished_at = NULL, logs = 'why' WHERE rolled_back_at IS NULL"
	sqlite3 app.db "$failed; DROP TABLE notes"
	run -7 pawl up --history keep
	says 'pawl repair'
	run -0 pawl repair --history keep
	[ "$(sqlite3 app.db "SELECT rolled_back_at > 0, logs FROM _prisma_migrations")" = "1|why" ]
	run -0 pawl up +1 --history keep
	says "$first"
	sqlite3 app.db "$failed"
	run -0 pawl repair --applied --history keep
	[ "$(sqlite3 app.db "SELECT rolled_back_at > 0, finished_at > 0 FROM _prisma_migrations ORDER BY rowid")" = "1|
1|
|1" ]
	run -0 pawl stamp base --history keep
	[ "$(sqlite3 app.db "SELECT count(*) FROM _prisma_migrations")" = 2 ]
}
