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
