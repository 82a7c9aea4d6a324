#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
load ../cli/helper

make_node_pg_migrate()
{
	export PAWL_URL=sqlite:app.db
	mkdir migrations
	printf -- '-- Up Migration\nCREATE TABLE users (id INTEGER);\n\n-- Down Migration\nDROP TABLE users;\n' \
		>migrations/1565632342534_users.sql
	printf 'CREATE TABLE notes (id INTEGER);\n' >migrations/20190812175225000_notes.sql
}

@test "a node-pg-migrate folder is recognised, runs up and down again" {
	make_node_pg_migrate
	run -0 pawl up
	[[ $output == *users*notes* ]]
	[ "$(tables)" = 'notes users' ]
	run -0 pawl status
	says '2 applied, 0 pending'
	run -3 pawl down
	says 'has no way back'
	rm migrations/20190812175225000_notes.sql
	run -0 pawl repair --forget-missing
	run -0 pawl down
	[ "$(tables)" = 'notes' ]
}

@test "a 17-digit name is a time among milliseconds" {
	make_node_pg_migrate
	printf 'SELECT 1;\n' >migrations/1565632999999_later.sql
	run -0 pawl up
	[[ $output == *users*notes*later* ]]
}

@test "comments of these words in .up.sql and .down.sql are comments" {
	export PAWL_URL=sqlite:app.db
	mkdir migrations
	printf -- '-- Up Migration\nCREATE TABLE a (x int);\n' >migrations/1_a.up.sql
	printf -- '-- Down Migration\nDROP TABLE a;\n' >migrations/1_a.down.sql
	run -0 pawl up
	says 'applied  1_a.up.sql'
	[ "$(tables)" = a ]
	run -0 pawl down
	[ "$(tables)" = '' ]
}
