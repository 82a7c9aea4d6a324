#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
load ../cli/helper

make_postgres_migrations()
{
	export PAWL_URL=sqlite:app.db
	mkdir migrations
	echo 'CREATE TABLE users (id INTEGER);' >migrations/0001-users.sql
	printf -- '-- postgres-migrations disable-transaction\nVACUUM;\n' >migrations/0002_vacuum.sql
	printf -- '-- postgres-migrations ignore\nnonsense;\n' >migrations/0003-ignored.sql
}

@test "a postgres-migrations folder is recognised and runs; ignored files are recorded" {
	make_postgres_migrations
	run -0 pawl up
	[ "$(tables)" = 'users' ]
	run -0 pawl status
	says '3 applied, 0 pending'
	run -3 pawl down
	says 'has no way back'
}

@test "a gap in the numbers is an error" {
	make_postgres_migrations
	echo 'SELECT 1;' >migrations/0005-gap.sql
	run -3 pawl up
	says 'migration 0004 is missing'
}
