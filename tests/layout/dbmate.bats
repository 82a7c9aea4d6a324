#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
load ../cli/helper

make_dbmate()
{
	export PAWL_URL=sqlite:app.db
	mkdir migrations
	printf -- '-- migrate:up\nCREATE TABLE users (id INTEGER);\n\n-- migrate:down\nDROP TABLE users;\n' \
		>migrations/20150925201519_users.sql
	printf -- '-- migrate:up\nCREATE TABLE a (id INTEGER)\n-- migrate:down\nDROP TABLE a\n-- migrate:up\nCREATE TABLE b (id INTEGER);\n-- migrate:down\nDROP TABLE b;\n' \
		>migrations/20151129054053_pairs.sql
}

@test "a dbmate folder is recognised, runs up and down again, pairs included" {
	make_dbmate
	run -0 pawl up
	says '20151129054053_pairs.sql'
	[ "$(tables)" = 'a b users' ]
	run -0 pawl status
	says '2 applied, 0 pending'
	run -0 pawl down
	[ "$(tables)" = 'users' ]
	run -0 pawl redo
	run -0 pawl down
	[ "$(tables)" = '' ]
}

@test "transaction:false is for its own way only" {
	make_dbmate
	printf -- '-- migrate:up transaction:false\nCREATE TABLE half (id INTEGER);\nSELECT nonsense;\n-- migrate:down\n' \
		>migrations/20160101000000_half.sql
	run -5 pawl up
	[ "$(tables)" = 'a b half users' ]
}

@test "versions are ordered as text" {
	make_dbmate
	printf -- '-- migrate:up\nCREATE TABLE last (id INTEGER);\n-- migrate:down\n' >migrations/9_last.sql
	run -0 pawl up
	run -0 pawl current
	[[ $output == 9\ * ]]
}
