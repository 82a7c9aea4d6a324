#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
load helper

@test "up: applies what is pending, and then finds nothing to do" {
	make_project
	run -0 --separate-stderr pawl up
	[[ ${lines[0]} == "  applied  001_users.sql  "* ]]
	[[ ${lines[1]} == "  applied  002_orders.sql  "* ]]
	[[ ${lines[2]} == "now at 002 (2 applied"* ]]
	[ -z "$stderr" ]
	[ "$(tables)" = "orders users" ]
	run -0 pawl up
	[ "$output" = "nothing to do: at 002" ]
}

@test "up: TARGET is +N, a version, head; upgrade is the same command" {
	make_project
	migration 003_third 'CREATE TABLE third (id INTEGER);'
	run -0 pawl up +1
	[ "$(tables)" = users ]
	run -0 pawl up 2
	[ "$(tables)" = "orders users" ]
	run -0 pawl upgrade head
	[ "$(tables)" = "orders third users" ]
}

@test "up: --dry-run tells and changes nothing" {
	make_project
	run -0 --separate-stderr pawl --dry-run up
	[[ ${lines[0]} == ACTION*VERSION*NAME*TRANSACTION*STATEMENTS* ]]
	[[ ${lines[1]} == apply*001*users*one*1 ]]
	[ "$stderr" = "nothing was changed" ]
	[ ! -e app.db ] || [ -z "$(tables)" ]
}

@test "up: --sql prints a script that leaves the same" {
	make_project
	pawl up --sql >up.sql
	sqlite3 app.db <up.sql
	[ "$(tables)" = "orders users" ]
	run -0 pawl up
	[ "$output" = "nothing to do: at 002" ]
}

@test "up: --json lists the steps" {
	make_project
	run -0 --separate-stderr pawl up --json
	json '.steps | map(.version)' '["001","002"]'
	json '[.from, .to, .dry_run]' '[null,"002",false]'
	run -0 --separate-stderr pawl up --json
	json '.steps' '[]'
	run -0 --separate-stderr pawl up --sql --json base:001
	json '.sql | contains("CREATE TABLE users")' true
}

@test "up: a failing statement is shown with its place; exit 5" {
	make_project
	migration 003_bad "$(printf 'CREATE TABLE good (id INTEGER);\nSELECT\n\tnope;')"
	run -5 pawl up
	says 'applied  002_orders.sql'
	says 'pawl: migrations/003_bad.sql:3:2: no such column: nope'
	says '    3 |  nope;'
	says '      |  ^'
	[ "$(tables)" = "orders users" ]
	run -5 --separate-stderr pawl up --json
	json '[.error.name, .error.code, .error.line, .error.column]' '["PAWL_E_SQL",-9,3,2]'
	json '.error.file' '"migrations/003_bad.sql"'
}

@test "up: usage errors exit 2 and name the nearest option" {
	make_project
	run -2 pawl up --dryrun
	[ "${lines[0]}" = 'pawl: unknown option "--dryrun"; did you mean --dry-run?' ]
	[ "${lines[1]}" = '  hint: see pawl up --help' ]
	run -2 pawl up 001 002
	run -2 pawl up --sql --dry-run
	run -2 pawl up --dry-run=yes
	run -2 --separate-stderr pawl up --json --dryrun
	json .error.name '"PAWL_E_USAGE"'
}

@test "up: an unknown target and no database are errors" {
	make_project
	run pawl up 999
	[ "$status" -ne 0 ]
	says 999
	rm pawl.ini
	run pawl up
	[ "$status" -eq 2 ] || [ "$status" -eq 3 ]
}

@test "up: -v tells the statements, --log-format json each event" {
	make_project
	run -0 --separate-stderr pawl up -v +1
	[[ $stderr == *"CREATE TABLE users"* ]]
	run -0 --separate-stderr pawl up --log-format=json
	jq -es 'map(.event) | index("migration-done") != null' <<<"$stderr"
}

@test "up: SIGTERM cancels, rolls back, and ends by the signal" {
	make_project
	pawl up
	migration 003_long 'CREATE TABLE t AS WITH RECURSIVE c (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 100000000000) SELECT count(*) FROM c;'
	"$PAWL" up >out 2>&1 3>&- &
	pid=$!
	sleep 1
	kill -TERM "$pid"
	status=0
	wait "$pid" || status=$?
	cat out
	[ "$status" -eq 143 ]
	[ "$(tables)" = "orders users" ]
	run -0 pawl current
	[ "$output" = "002" ]
}

@test "up: a reader that goes away is no error" {
	make_project
	pawl up | true
	[ "${PIPESTATUS[0]}" -eq 0 ]
	[ "$(tables)" = "orders users" ]
}

@test "up: a full device is an error" {
	[ -c /dev/full ] || skip "no /dev/full"
	make_project
	run -3 bash -c '"$PAWL" status >/dev/full'
	says 'cannot write to standard output'
}
