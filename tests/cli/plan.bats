#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
load helper

@test "plan: tells what up would do and changes nothing" {
	make_project
	run -0 pawl plan
	[[ ${lines[1]} == apply*001*users*one*1 ]]
	[ "${#lines[@]}" -eq 3 ]
	run -0 pawl plan +1
	[ "${#lines[@]}" -eq 2 ]
	[ ! -e app.db ] || [ -z "$(tables)" ]
}

@test "plan: marks what may lose data and what runs outside a transaction" {
	make_project
	migration 003_drop 'DROP TABLE users;'
	migration 004_vacuum 'VACUUM;'
	run -0 --separate-stderr pawl plan --json
	json '.steps[2].destructive' true
	json '.steps[3].transaction' '"per statement"'
	run -0 pawl plan
	says destructive
	says "per statement"
}

@test "plan: --exit-code" {
	make_project
	run -1 pawl plan --exit-code
	pawl up
	run -0 pawl plan --exit-code
	[ "$output" = "nothing to do: at 002" ]
}

@test "plan: usage errors exit 2" {
	make_project
	run -2 pawl plan --sqll
	run -2 pawl plan 001 002
}

@test "plan: fits a terminal, and gives a reason that several share once" {
	mkdir migrations
	echo 'CREATE TABLE t (a);' >migrations/001_t.sql
	echo 'VACUUM;' >migrations/002_vacuum_now.sql
	echo 'VACUUM;' >migrations/003_vacuum_again.sql
	printf 'SELECT 1;\nVACUUM;\n' >migrations/004_vacuum_later.sql
	export COLUMNS=80
	run -0 pawl plan --url sqlite:app.db
	[ "$(grep -c 'per statement: line 1: vacuum cannot run in a transaction' <<<"$output")" = 1 ]
	says '004_vacuum_later.sql: line 2: vacuum cannot run in a transaction'
	[ "$(wc -L <<<"$output")" -le 80 ]
}

@test "plan, rehearse: statements of one line are told apart by their column" {
	mkdir migrations
	echo 'CREATE TABLE t (a); CREATE TABLE u (a);' >migrations/001_t.sql
	pawl up --url sqlite:app.db
	printf 'DROP TABLE t; DROP TABLE u;\nCREATE TABLE v (a);\n' >migrations/002_x.sql
	run -0 pawl plan --url sqlite:app.db
	says '002:1:1: cannot be brought back'
	says '002:1:15: cannot be brought back'
	run -0 pawl rehearse --url sqlite:app.db
	says '002:1:15  drop table'
	[[ $output == *'002:2     create table'* ]]
}
