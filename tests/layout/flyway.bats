#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
load ../cli/helper

make_flyway()
{
	export PAWL_URL=sqlite:app.db
	mkdir migrations
	echo 'CREATE TABLE users (id INTEGER);' >migrations/V1__users.sql
	echo 'CREATE TABLE notes (id INTEGER);' >migrations/V1_9__notes.sql
	echo 'CREATE TABLE tags (id INTEGER);' >migrations/V1.10__tags.sql
	echo 'DROP TABLE tags;' >migrations/U1.10__tags.sql
	echo 'DROP VIEW IF EXISTS v; CREATE VIEW v AS SELECT id FROM users;' >migrations/R__view.sql
}

@test "a Flyway folder is recognised, runs up and down again" {
	make_flyway
	run -0 pawl up
	[[ $output == *V1__users*V1_9__notes*V1.10__tags*R__view* ]]
	[ "$(tables)" = 'notes tags users' ]
	run -0 pawl status
	says '4 applied, 0 pending'
	run -0 pawl current
	[[ $output == 1.10\ * ]]
	run -0 pawl down
	[ "$(tables)" = 'notes users' ]
	run -3 pawl down
	says 'has no way back'
}

@test "1, 1.0 and 1_0 are one version" {
	make_flyway
	run -0 pawl up 1_9_0
	[ "$(tables)" = 'notes users' ]
	echo 'SELECT 1;' >migrations/V1_0__again.sql
	run -3 pawl up
	says 'version 1.0 is used twice'
}

@test "a repeatable runs again when its text changes, and when a placeholder does" {
	make_flyway
	# shellcheck disable=SC2016 # a placeholder
	echo "DROP VIEW IF EXISTS w; CREATE VIEW w AS SELECT '\${color}' AS color;" >migrations/R__w.sql
	run -3 pawl up
	# shellcheck disable=SC2016
	says 'migrations/R__w.sql:1:'
	run -0 pawl up --var color=red
	run -0 pawl up --var color=red
	says 'nothing to do'
	run -0 pawl up --var color=blue
	[ "$(sqlite3 app.db 'SELECT color FROM w')" = blue ]
}

@test "on an empty database the newest baseline stands for what comes before" {
	make_flyway
	echo 'CREATE TABLE squashed (id INTEGER);' >migrations/B1.9__start.sql
	rm migrations/R__view.sql
	run -0 pawl up
	[ "$(tables)" = 'squashed tags' ]
	run -0 pawl status
	says '2 applied, 0 pending, 2 excluded'
	run -0 pawl up
	says 'nothing to do'
}

@test "a baseline is left out where the history has begun" {
	make_flyway
	run -0 pawl up 1
	echo 'CREATE TABLE squashed (id INTEGER);' >migrations/B1.9__start.sql
	run -0 pawl up
	[ "$(tables)" = 'notes tags users' ]
}

@test "folders interleave, a .conf is obeyed, callbacks are named" {
	make_flyway
	mkdir other
	echo 'CREATE TABLE between (id INTEGER);' | sed 's/between/middle/' >other/V1.5__middle.sql
	echo 'SELECT 1;' >other/afterMigrate__seed.sql
	printf 'CREATE TABLE half (id INTEGER);\nSELECT nonsense;\n' >other/V2__half.sql
	echo 'executeInTransaction=false' >other/V2__half.sql.conf
	run -5 pawl up --dir migrations --dir other
	[[ $output == *V1__users*V1.5__middle*V1_9__notes* ]]
	says 'afterMigrate__seed.sql'
	[ "$(tables)" = 'half middle notes tags users' ]
}

@test "callbacks are named only where they would have run" {
	make_flyway
	echo 'SELECT 1;' >migrations/afterMigrate.sql
	echo 'SELECT 1;' >migrations/beforeUndo.sql
	echo 'SELECT 1;' >migrations/beforeClean.sql
	for command in status "up --dry-run" plan; do
		# shellcheck disable=SC2086 # options are words
		run -0 pawl $command
		[[ $output != *callback* ]]
	done
	run -0 pawl up
	says 'callback "migrations/afterMigrate.sql" is not run'
	[[ $output != *Undo* && $output != *Clean* ]]
	run -0 pawl up
	[[ $output != *callback* ]]
	run -0 pawl down
	says beforeUndo
	[[ $output != *Migrate.sql* ]]
}

@test "1 is 1.0 in Flyway's table, too: repair and down find the row" {
	export PAWL_URL=sqlite:app.db
	mkdir migrations
	echo 'CREATE TABLE a (x int);' >migrations/V1__a.sql
	echo 'DROP TABLE a;' >migrations/U1__a.sql
	run -0 pawl up --history keep
	sqlite3 app.db "UPDATE flyway_schema_history SET version = '1.0'"
	run -0 pawl status --history keep
	says '1 applied, 0 pending'
	echo 'CREATE TABLE a (x int, y int);' >migrations/V1__a.sql
	run -7 pawl verify --history keep
	run -0 pawl repair --history keep
	run -0 pawl verify --history keep
	run -0 pawl down --history keep
	[ "$(sqlite3 app.db 'SELECT count(*) FROM flyway_schema_history')" = 0 ]
}

@test "long descriptions are cut for the table as Flyway cuts them" {
	export PAWL_URL=sqlite:app.db
	mkdir -p "migrations/$(printf 'd%.0s' {1..240})/$(printf 'e%.0s' {1..240})/$(printf 'f%.0s' {1..240})/$(printf 'g%.0s' {1..240})"
	long=$(printf 'é%.0s' {1..100})$(printf 'x%.0s' {1..30})
	echo 'CREATE TABLE a (x int);' >"migrations/V1__$long.sql"
	exact=$(printf 'y%.0s' {1..200})
	echo 'CREATE TABLE b (x int);' >"migrations/V2__$exact.sql"
	over=${exact}y
	echo 'CREATE TABLE c (x int);' >"migrations/V3__$over.sql"
	echo 'SELECT 1;' >"migrations/R__z$over.sql"
	deep=$(cd migrations && find d* -type d | tail -n 1)
	echo 'CREATE TABLE d (x int);' >"migrations/$deep/V4__$exact.sql"
	run -0 pawl up --history keep
	[ "$(sqlite3 app.db 'SELECT version, description FROM flyway_schema_history WHERE version < 4 ORDER BY 1')" = \
		"1|$long
2|$exact
3|${exact:0:197}..." ]
	full="$deep/V4__$exact.sql"
	[ "$(sqlite3 app.db 'SELECT script FROM flyway_schema_history WHERE version = 4')" = "...${full:3:997}" ]
	run -0 pawl up --history keep
	says 'nothing to do'
	run -0 pawl verify --history keep
}

@test "values of --var reach every command that reads the folder" {
	export PAWL_URL=sqlite:app.db
	mkdir migrations
	echo 'CREATE TABLE ${t} (a int);' >migrations/V1__a.sql
	run -0 pawl up --var t=foo
	run -0 pawl check --var t=foo
	says 'database and migrations: equal'
	printf '[vars]\nt = foo\n' >pawl.ini
	run -0 pawl check
	run -0 pawl diff database migrations
	run -0 pawl verify --replay
	echo 'CREATE TABLE foo (a int, b int);' >schema.sql
	run -0 pawl diff migrations schema.sql
	says 'ALTER TABLE'
}
