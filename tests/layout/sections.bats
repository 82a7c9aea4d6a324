#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
load ../cli/helper

# Ways up and back that only a mark or a name tells apart: what leads back must never run up.

@test "a mark behind the first kilobytes of the only file still cuts it" {
	export PAWL_URL=sqlite:app.db
	mkdir migrations
	{
		for i in $(seq 300); do echo "-- line $i of a long comment"; done
		printf 'CREATE TABLE a (x int);\n---- create above / drop below ----\nDROP TABLE a;\n'
	} >migrations/001_a.sql
	run -0 pawl up
	[ "$(tables)" = a ]
	run -0 pawl down
	[ "$(tables)" = '' ]
	sed -i 's/^---- create.*/-- Down Migration/' migrations/001_a.sql
	run -0 pawl up --url sqlite:other.db
	[ "$(sqlite3 other.db "SELECT count(*) FROM sqlite_schema WHERE name = 'a'")" = 1 ]
}

@test "Up and Down in one file, and a heading that is neither" {
	export PAWL_URL=sqlite:app.db
	mkdir migrations
	printf -- '-- Up\nCREATE TABLE a (x int);\n\n-- Down\nDROP TABLE a;\n' >migrations/001_a.sql
	run -0 pawl up
	[ "$(tables)" = a ]
	run -0 pawl down
	[ "$(tables)" = '' ]
	rm -r migrations app.db
	mkdir migrations
	printf -- '-- Up\nCREATE TABLE a (x int);\n' >migrations/001_a.up.sql
	printf -- '-- Down\nDROP TABLE a;\n' >migrations/001_a.down.sql
	run -0 pawl up
	[ "$(tables)" = a ]
	run -0 pawl down
	[ "$(tables)" = '' ]
}

@test "an error in a Play evolution is told with its line, double semicolons and all" {
	export PAWL_URL=sqlite:app.db
	mkdir migrations
	printf '# Schema\n\n# --- !Ups\nCREATE TABLE a (x int);;\n;\nCREATE TABEL b (x int);\n# --- !Downs\nDROP TABLE a;\n' >migrations/1.sql
	run -5 pawl up
	says 'migrations/1.sql:6:8'
}

@test "postgrator: do runs up, undo back" {
	export PAWL_URL=sqlite:app.db
	mkdir migrations
	echo 'CREATE TABLE a (x int);' >migrations/001.do.sql
	echo 'DROP TABLE a;' >migrations/001.undo.sql
	echo 'CREATE TABLE b (x int);' >migrations/002.do.add-b.sql
	echo 'DROP TABLE b;' >migrations/002.undo.add-b.sql
	run -0 pawl up
	[ "$(tables)" = 'a b' ]
	run -0 pawl status
	says 'add-b'
	run -0 pawl down
	[ "$(tables)" = a ]
}

@test "yoyo: what a migration depends on runs before it; a word that is no migration is prose" {
	export PAWL_URL=sqlite:app.db
	mkdir migrations
	printf -- '-- depends: 2_make\nALTER TABLE a ADD y int;\n' >migrations/1_use.sql
	printf -- '-- depends:\nCREATE TABLE a (x int);\n' >migrations/2_make.sql
	echo 'DROP TABLE a;' >migrations/2_make.rollback.sql
	run -0 pawl up
	[ "$(tables)" = a ]
	rm app.db
	sed -i 's/2_make/luck/' migrations/1_use.sql
	run -5 pawl up
	says 'no such table'
}

@test "users_up with users_down are one migration; sign_up alone is one, too" {
	export PAWL_URL=sqlite:app.db
	mkdir migrations
	echo 'CREATE TABLE users (x int);' >migrations/001_users_up.sql
	echo 'DROP TABLE users;' >migrations/001_users_down.sql
	echo 'CREATE TABLE sign_up (x int);' >migrations/002_sign_up.sql
	echo 'DROP TABLE nowhere;' >migrations/003_gone.down.sql
	run -0 pawl up
	says '"migrations/003_gone.down.sql" belongs to no migration'
	[ "$(tables)" = 'sign_up users' ]
	run -0 pawl stamp 001
	run -0 pawl down
	[ "$(tables)" = sign_up ]
}
