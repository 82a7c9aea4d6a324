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
	says '1 migration pending'
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
