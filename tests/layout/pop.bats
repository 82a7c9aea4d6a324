#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
load ../cli/helper

make_pop()
{
	export PAWL_URL=sqlite:app.db
	mkdir migrations
	echo 'CREATE TABLE users (id INTEGER);' >migrations/20200101000000_users.up.sql
	echo 'DROP TABLE users;' >migrations/20200101000000_users.down.sql
	echo 'nonsense;' >migrations/20200102000000_own.up.sql
	echo 'CREATE TABLE own (id INTEGER);' >migrations/20200102000000_own.sqlite3.up.sql
	echo 'DROP TABLE own;' >migrations/20200102000000_own.down.sql
	echo 'nonsense;' >migrations/20200103000000_other.mysql.up.sql
	echo 'VACUUM;' >migrations/20200104000000_vacuum.autocommit.up.sql
	: >migrations/20200104000000_vacuum.down.sql
}

@test "a pop folder is recognised, the dialect's own file wins, and the way back goes" {
	make_pop
	run -0 pawl up
	[ "$(tables)" = 'own users' ]
	run -0 pawl status
	says '3 applied, 0 pending'
	run -0 pawl down --all
	[ "$(tables)" = '' ]
}

@test "a file that is added for the dialect later renames nothing" {
	make_pop
	run -0 pawl up
	cp migrations/20200101000000_users.up.sql migrations/20200101000000_users.sqlite.up.sql
	run -0 pawl up
	says 'nothing to do'
}

@test "a template over the connection's options is pop's, and a variable gives the value" {
	export PAWL_URL=sqlite:app.db
	mkdir migrations
	echo 'CREATE TABLE {{ index .Options "Namespace" }}.users (id INTEGER);' \
		>migrations/00_users.up.sql
	echo 'DROP TABLE {{.Options.Namespace}}.users;' >migrations/00_users.down.sql
	run -3 pawl up
	says '00_users.down.sql:1:12: no value is given for a variable of the template'
	run -0 pawl up --var Namespace=main
	[ "$(tables)" = users ]
	run -0 pawl down --var Namespace=main
	[ "$(tables)" = '' ]
}
