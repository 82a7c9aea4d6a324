#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
load ../cli/helper

make_atlas()
{
	export PAWL_URL=sqlite:app.db
	mkdir -p migrations
	cp -r "$BATS_TEST_DIRNAME/../golden/layout/atlas/error_new/." migrations
	rm migrations/2_b.sql migrations/expected.txt
}

@test "an Atlas folder is recognised by its atlas.sum and runs" {
	make_atlas
	run -0 pawl up
	says '1_a.sql'
	run -0 pawl status
	says 'applied'
	run ! pawl down
}

@test "a file that atlas.sum does not list stops before anything runs" {
	make_atlas
	echo 'CREATE TABLE b (id INTEGER);' >migrations/2_b.sql
	run -3 pawl up
	says '"2_b.sql" is not listed'
	[ ! -s app.db ]
}

@test "a folder of another tool with an atlas.sum stays that tool's" {
	make_atlas
	mv migrations/1_a.sql migrations/1_a.up.sql
	echo 'SELECT 2;' >migrations/1_a.down.sql
	run -0 pawl up
	run -0 pawl down
}

@test "what stopped half-way and was resolved by hand stands" {
	export PAWL_URL=sqlite:app.db
	mkdir migrations
	echo 'CREATE TABLE a (x int);' >migrations/1_a.sql
	run -0 pawl up --history keep --layout atlas
	sqlite3 app.db "UPDATE atlas_schema_revisions SET total = 2, error = 'no such table'"
	run -0 pawl status --history keep --layout atlas
	says '1 failed'
	sqlite3 app.db "UPDATE atlas_schema_revisions SET type = 6"
	run -0 pawl status --history keep --layout atlas
	says '1 applied, 0 pending'
}

@test "a file that drizzle has generated does not make a folder with an atlas.sum drizzle's" {
	export PAWL_URL=sqlite:app.db
	mkdir migrations
	printf 'CREATE TABLE a (x int);--> statement-breakpoint\nCREATE TABLE b (x int);\n' >migrations/20240101000000_a.sql
	touch migrations/atlas.sum
	run pawl up
	says 'atlas.sum'
	[[ $output != *'looks like'* ]]
}
