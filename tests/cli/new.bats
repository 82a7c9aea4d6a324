#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
load helper

@test "new: makes the next pair of files and prints their paths" {
	make_project
	run -0 pawl new create invoices
	[ "${lines[0]}" = migrations/003_create_invoices.sql ]
	[ "${lines[1]}" = migrations/003_create_invoices.down.sql ]
	[ -e migrations/003_create_invoices.sql ]
	[ -e migrations/003_create_invoices.down.sql ]
}

@test "new: revision -m and migrate -m, as with Alembic and Flask-Migrate" {
	make_project
	run -0 pawl revision -m "add a column"
	[ "${lines[0]}" = migrations/003_add_a_column.sql ]
	run -0 pawl migrate --message=another
	[ "${lines[0]}" = migrations/004_another.sql ]
}

@test "new: --no-down, --repeatable, --scheme, --json" {
	make_project
	run -0 --separate-stderr pawl new x --no-down --json
	json .made '["migrations/003_x.sql"]'
	run -0 pawl new views --repeatable
	[ "$output" = migrations/R_views.sql ]
	run -0 pawl new y --scheme timestamp
	[[ ${lines[0]} =~ ^migrations/20[0-9]{12}_y\.sql$ ]]
}

@test "new: usage errors exit 2" {
	make_project
	run -2 pawl new
	says "new needs a NAME"
	run -2 pawl new -m one two
	says "given twice"
	run -2 pawl new x --scheme numbers
	says "auto|number|timestamp|hash"
	run -2 pawl new x --autogenerate --repeatable
	run -3 pawl new x --autogenerate
	says schema
}

@test "new: a command's name is no migration's, for those who come from other tools" {
	run -2 pawl migrate up
	says '"up" is a command'
	run -0 pawl new -m up
}

@test "new --autogenerate: from the declared schema, proved, and back" {
	make_project
	pawl up
	printf 'schema = schema.sql\n' >>pawl.ini
	{ pawl dump; echo 'CREATE TABLE items (id INTEGER PRIMARY KEY, name TEXT NOT NULL);'; } >schema.sql
	run -0 --separate-stderr pawl new --autogenerate add items
	[[ ${lines[0]} == *003_add_items.sql ]]
	grep -q 'CREATE TABLE items' migrations/003_add_items.sql
	[[ $(head -n 1 migrations/003_add_items.sql) == '-- "add items", '* ]]
	grep -q 'DROP TABLE items' migrations/003_add_items.down.sql
	pawl up
	run -0 pawl check
	run -0 --separate-stderr pawl new --autogenerate nothing
	[[ $stderr == *'no changes'* ]]
	[ ! -e migrations/004_nothing.sql ]
	pawl down
	[ "$(tables)" = 'orders users' ]
}

@test "new --autogenerate: target database is not up to date" {
	make_project
	printf 'schema = schema.sql\n' >>pawl.ini
	echo 'CREATE TABLE users (id INTEGER PRIMARY KEY);' >schema.sql
	pawl up 001
	run -7 pawl revision --autogenerate -m x
	says 'not up to date'
}

@test "new --autogenerate: an unexplained rename is an error; --rename explains it" {
	make_project
	pawl up
	printf 'schema = schema.sql\n' >>pawl.ini
	echo 'CREATE TABLE people (id INTEGER PRIMARY KEY); CREATE TABLE orders (id INTEGER PRIMARY KEY);' >schema.sql
	run -2 pawl new --autogenerate x </dev/null
	says --rename
	says '--rename none'
	run -0 pawl new --autogenerate x --rename users=people
	grep -q 'RENAME TO people' migrations/003_x.sql
}

@test "new --autogenerate: Ctrl-C at the question about a rename ends the command" {
	make_project
	pawl up
	printf 'schema = schema.sql\n' >>pawl.ini
	echo 'CREATE TABLE people (id INTEGER PRIMARY KEY); CREATE TABLE persons (id INTEGER PRIMARY KEY);' >schema.sql
	(sleep 1; printf '\003'; sleep 1) | script -qc "'$PAWL' new --autogenerate x" answer >/dev/null || true
	[ "$(grep -c 'renamed to' answer)" = 1 ]
	grep -q 'cancelled' answer
	[ ! -e migrations/003_x.sql ]
}

@test "new: goes on with _up and _down, and with versions that have dots" {
	make_project
	rm migrations/*
	echo 'SELECT 1;' >migrations/1.9_users_up.sql
	echo 'SELECT 1;' >migrations/1.9_users_down.sql
	pawl new tags
	[ "$(cd migrations && echo 1.10*)" = "1.10_tags_down.sql 1.10_tags_up.sql" ]
	rm migrations/*
	echo 'SELECT 1;' >migrations/001_users.sql
	echo 'SELECT 1;' >migrations/001_users_rollback.sql
	pawl new tags
	[ "$(cd migrations && echo 002*)" = "002_tags.sql 002_tags_rollback.sql" ]
	rm migrations/*
	echo 'SELECT 1;' >migrations/001.do.users.sql
	echo 'SELECT 1;' >migrations/001.undo.users.sql
	pawl new tags
	[ "$(cd migrations && echo 002*)" = "002.do.tags.sql 002.undo.tags.sql" ]
}
