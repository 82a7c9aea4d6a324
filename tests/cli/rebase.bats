#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
load helper

@test "rebase: renames pending files behind the applied ones" {
	make_project
	pawl up
	migration 000_late 'CREATE TABLE late (id INTEGER);' 'DROP TABLE late;'
	run -7 pawl up
	run -0 pawl rebase --dry-run
	says "would rename migrations/000_late.sql"
	[ -e migrations/000_late.sql ]
	run -0 --separate-stderr pawl rebase --json
	json '.renamed[0]' '{"from":"migrations/000_late.sql","to":"migrations/003_late.sql"}'
	[ -e migrations/003_late.sql ]
	[ -e migrations/003_late.down.sql ]
	run -0 pawl up
	run -0 pawl rebase
	says "nothing to do"
}

@test "rebase: usage errors exit 2" {
	make_project
	run -2 pawl rebase --dry
	says "did you mean --dry-run?"
}

@test "rebase: takes apart what a merge has left with one number" {
	pawl init --url sqlite:app.db
	echo 'CREATE TABLE a (id INTEGER);' >migrations/001_a.sql
	echo 'CREATE TABLE m (id INTEGER);' >migrations/002_mine.sql
	echo 'DROP TABLE m;' >migrations/002_mine.down.sql
	pawl up
	echo 'CREATE TABLE t (id INTEGER);' >migrations/002_theirs.sql
	echo 'DROP TABLE t;' >migrations/002_theirs.down.sql
	run -3 pawl status
	says 'pawl rebase'
	run -0 pawl rebase
	[ -e migrations/003_theirs.sql ] && [ -e migrations/003_theirs.down.sql ]
	run -0 pawl up
	says '003_theirs.sql'
}
