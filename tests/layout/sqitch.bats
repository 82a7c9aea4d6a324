#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
load ../cli/helper

# change NAME DEPLOY REVERT VERIFY
change()
{
	local kind
	for kind in deploy revert verify; do
		mkdir -p "$(dirname "migrations/$kind/$1")"
		shift_text "$kind" "$@" >"migrations/$kind/$1.sql"
	done
}

shift_text()
{
	case $1 in
	deploy) echo "BEGIN; $3 COMMIT;" ;;
	revert) echo "$4" ;;
	verify) echo "BEGIN; $5 ROLLBACK;" ;;
	esac
}

plan()
{
	printf '%s 2024-01-02T03:04:05Z Ann <ann@example.com> # Note.\n' "$@" >>migrations/sqitch.plan
}

make_sqitch()
{
	export PAWL_URL=sqlite:app.db
	mkdir -p migrations
	printf '%%syntax-version=1.0.0\n%%project=app\n\n' >migrations/sqitch.plan
	plan tables/users 'notes [tables/users]' @v1.0 'tags [notes]' notes
	change tables/users 'CREATE TABLE users (id INTEGER);' 'DROP TABLE users;' \
		'SELECT id FROM users WHERE false;'
	change notes@v1.0 'CREATE TABLE notes (id INTEGER);' 'DROP TABLE notes;' \
		'SELECT id FROM nowhere;'
	change tags 'CREATE TABLE tags (id INTEGER);' 'DROP TABLE tags;' 'SELECT id FROM tags;'
	change notes 'ALTER TABLE notes ADD COLUMN text TEXT;' \
		'ALTER TABLE notes DROP COLUMN text;' 'SELECT text FROM notes WHERE false;'
}

@test "a sqitch plan is recognised, and deploys what it says in its order" {
	make_sqitch
	run -0 pawl up
	says 'notes@v1.0'
	[ "$(tables)" = 'notes tags users' ]
	run -0 pawl status
	says 'tables/users'
	run -0 pawl down
	run -0 pawl down
	[ "$(tables)" = 'notes users' ]
	run -0 pawl redo
	[ "$(tables)" = 'notes users' ]
}

@test "a change is named with its slashes" {
	make_sqitch
	run -0 pawl up tables/users
	[ "$(tables)" = 'users' ]
	run -0 pawl up notes@v1.0
	[ "$(tables)" = 'notes users' ]
}

@test "verify scripts fail by errors alone, and not for what was reworked" {
	make_sqitch
	run -0 pawl up
	run -0 pawl verify
	says '3 verify scripts run'
	sqlite3 app.db 'DROP TABLE tags'
	run -1 pawl verify
	says 'no such table: tags'
}

@test "the plan may lie in a folder below sqitch.conf" {
	make_sqitch
	mkdir -p project
	mv migrations project/db
	printf '[core]\n\ttop_dir = db\n' >project/sqitch.conf
	run -0 pawl up --dir project
	[ "$(tables)" = 'notes tags users' ]
}

@test "a change that requires what comes later stops before anything runs" {
	make_sqitch
	plan 'early [late]' late
	run ! pawl up
	says 'requires "late"'
	[ ! -s app.db ]
}

@test "where a database stands is the last of the plan, whatever the changes are called" {
	export PAWL_URL=sqlite:app.db
	mkdir -p migrations/deploy
	printf '%%project=p\n\n' >migrations/sqitch.plan
	for name in zz 2020 zeta 30 alpha; do
		echo "$name 2024-01-02T03:04:05Z A <a@b.c> #" >>migrations/sqitch.plan
		echo "CREATE TABLE \"$name\" (x int);" >migrations/deploy/$name.sql
	done
	run -0 pawl up zeta
	says 'now at zeta'
	run -0 pawl up
	says 'now at alpha'
	sed -i '/^zz/d; /^2020/d' migrations/sqitch.plan
	run -0 pawl current
	[ "$output" = 'alpha (head)' ]
	sed -i '3,$d' migrations/sqitch.plan
	echo "fresh 2024-01-02T03:04:05Z A <a@b.c> #" >>migrations/sqitch.plan
	echo "SELECT 1;" >migrations/deploy/fresh.sql
	run -0 pawl current
	[ "$output" = alpha ]
}
