#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
load ../cli/helper

make_sql_migrate()
{
	export PAWL_URL=sqlite:app.db
	mkdir migrations
	printf -- '-- +migrate Up\nCREATE TABLE people (id INTEGER);\n\n-- +migrate Down\nDROP TABLE people;\n' \
		>migrations/1_initial.sql
	printf -- '-- +migrate Up  notransaction\nVACUUM;\n\n-- +migrate Down \n' >migrations/10_vacuum.sql
	printf -- '-- +migrate Up\n-- +migrate StatementBegin\nCREATE TABLE two (id INTEGER)\n-- +migrate StatementEnd\n-- +migrate Down\nDROP TABLE two;\n' \
		>migrations/2_two.sql
}

@test "a sql-migrate folder is recognised, runs up by number and down again" {
	make_sql_migrate
	run -0 pawl up
	[[ $output == *1_initial*2_two*10_vacuum* ]]
	[ "$(tables)" = 'people two' ]
	run -0 pawl status
	says '3 applied, 0 pending'
	run -0 pawl down -2
	[ "$(tables)" = 'people' ]
}
