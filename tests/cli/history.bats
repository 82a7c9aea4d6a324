#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
load helper

@test "history: newest last; nothing before the first" {
	make_project
	run -0 pawl history
	[ "$output" = "nothing is applied" ]
	pawl up
	run -0 pawl history
	[[ ${lines[1]} == 20*001*users*applied* ]]
	[[ ${lines[2]} == 20*002*orders*applied* ]]
}

@test "history: --log keeps reverts too" {
	make_project
	pawl up
	pawl down
	run -0 pawl history
	[ "${#lines[@]}" -eq 2 ]
	run -0 pawl history --log
	[ "${#lines[@]}" -eq 4 ]
	[[ ${lines[3]} == *revert*002_orders.sql* ]]
}

@test "history: --json" {
	make_project
	pawl up --applied-by tester
	run -0 --separate-stderr pawl history --json
	json '.history | map([.version, .applied_by])' '[["001","tester"],["002","tester"]]'
	run -0 --separate-stderr pawl history --log --json
	json '.log | map([.action, .version, .by])' '[["apply","001","tester"],["apply","002","tester"]]'
}

@test "history: usage errors exit 2" {
	make_project
	run -2 pawl history --logs
	says "did you mean --log"
}

@test "history: --log has errors below the table, whole" {
	mkdir migrations
	echo 'CREATE TABLE t (a, b, this is no syntax at all, and long it is);' >migrations/001_t.sql
	run -5 pawl up --url sqlite:app.db
	COLUMNS=80 run -0 pawl history --log --url sqlite:app.db
	[ "$(wc -L <<<"${lines[1]}")" -le 80 ]
	[[ ${lines[2]} == *' fail: migrations/001_t.sql:1:'*'syntax error'* ]]
}

@test "history: of a tool's table that does not say when" {
	make_project
	mv migrations/001_users.sql migrations/001_users.up.sql
	mv migrations/002_orders.sql migrations/002_orders.up.sql
	sqlite3 app.db "CREATE TABLE schema_migrations (version uint64,dirty bool);
		INSERT INTO schema_migrations VALUES (2, false)"
	run -0 pawl history --history keep --layout golang-migrate
	says users
	says orders
	[[ $output != *"nothing is applied"* ]]
	run -0 --separate-stderr pawl history --history keep --layout golang-migrate --json
	json '.history | length' 2
}
