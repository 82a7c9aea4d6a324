#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
load ../cli/helper

# What holds for the folders of all tools.

@test "a folder that two tools can mean is an error that names both and the option" {
	export PAWL_URL=sqlite:app.db
	mkdir migrations
	printf -- '-- +goose Up\nCREATE TABLE a (x int);\n' >migrations/001_a.sql
	printf -- '-- migrate:up\nCREATE TABLE b (x int);\n-- migrate:down\n' >migrations/002_b.sql
	run -3 pawl up
	says "looks like goose ("
	says "and like dbmate ("
	says "--layout goose or --layout dbmate"
	[ ! -s app.db ]
}

@test "a way back that fails stops there, with its place, and the history says what stands" {
	export PAWL_URL=sqlite:app.db
	mkdir migrations
	for i in 1 2 3; do
		printf -- "-- +goose Up\nCREATE TABLE t$i (x int);\n-- +goose Down\nDROP TABLE t$i;\n" >migrations/00${i}_t$i.sql
	done
	printf 'DROP TABLE nowhere;\n' >>migrations/002_t2.sql
	run -0 pawl up
	run -5 pawl down --all
	says "migrations/002_t2.sql:5:1: no such table: nowhere"
	says "DROP TABLE nowhere"
	[ "$(tables)" = "t1 t2" ]
	run -0 pawl status
	says ": 2 applied, 1 pending"
	run -0 pawl history --log
	says "fail"
}

@test "a way back that fails with the tool's own table leaves its row there" {
	export PAWL_URL=sqlite:app.db
	mkdir migrations
	for i in 1 2; do
		printf -- "-- +goose Up\nCREATE TABLE t$i (x int);\n-- +goose Down\nDROP TABLE t$i;\nDROP TABLE nowhere$i;\n" >migrations/00${i}_t$i.sql
	done
	run -0 pawl up --history keep
	run -5 pawl down --history keep
	[ "$(sqlite3 app.db 'SELECT version_id FROM goose_db_version' | xargs)" = "0 1 2" ]
	[ "$(tables)" = "goose_db_version t1 t2" ]
}

@test "a checkout with other line ends: sqlx sees other files, pawl and Prisma the same" {
	export PAWL_URL=sqlite:app.db
	mkdir migrations
	printf -- '-- no-transaction\nCREATE TABLE a (x int);\n' >migrations/1_a.sql
	run -0 pawl up --history keep
	run -0 pawl verify --history keep
	run -0 pawl up --url sqlite:own.db
	sed -i 's/$/\r/' migrations/1_a.sql
	run -0 pawl verify --url sqlite:own.db
	run -7 pawl verify --history keep
	says "1_a.sql: the file was edited"
	run -0 pawl repair --history keep
	[ "$(sqlite3 app.db 'SELECT lower(hex(checksum)) FROM _sqlx_migrations')" = \
		"$(sha384sum <migrations/1_a.sql | cut -d' ' -f1)" ]
	run -0 pawl verify --history keep
}

@test "names that fit several tools: whose table is there counts, not the guess" {
	export PAWL_URL=sqlite:app.db
	mkdir migrations
	printf -- '-- migrate:up\nCREATE TABLE a (x int);\n-- migrate:down\n' >migrations/1_a.sql
	run -0 pawl up --history keep --layout sqlx
	run -7 pawl up
	says 'has 1 migration recorded by sqlx in "_sqlx_migrations"'
	says '--layout sqlx says that they are not'
	run -3 pawl up --history keep
	says 'read as dbmate, but the database has a history table of sqlx'
	says '--layout sqlx or --layout dbmate'
	run -3 pawl adopt
	says '--layout sqlx'
	[ "$(tables)" = '_sqlx_migrations a' ]
	run -0 pawl up --history keep --layout sqlx
	says 'nothing to do'
	run -0 pawl adopt --layout sqlx
	rm app.db
	run -0 pawl up
	run -0 pawl status
}

@test "refinery's table beside a folder that is taken for Flyway's" {
	export PAWL_URL=sqlite:app.db
	mkdir migrations
	echo 'CREATE TABLE a (x int);' >migrations/V1__a.sql
	run -0 pawl up --history keep --layout refinery
	run -7 pawl up
	says 'recorded by refinery in "refinery_schema_history"'
	run -3 pawl status --history keep
	says 'read as flyway, but the database has a history table of refinery'
}

@test "a numbered program among the files is named and counted, and nothing runs" {
	export PAWL_URL=sqlite:app.db
	mkdir migrations
	echo 'CREATE TABLE a (x int);' >migrations/001_a.sql
	echo 'print("hello")' >migrations/002_fill.py
	echo 'CREATE TABLE c (x int);' >migrations/003_c.sql
	echo 'exit' >migrations/003_after.sh
	run -3 pawl up
	says '1 pending migration is no SQL, which pawl cannot run: "002_fill.py" (Python)'
	says 'pawl stamp 002'
	says '003_after.sh" (a shell script) is not run: it has the number of "003_c.sql"'
	[ ! -s app.db ]
	run -0 pawl up 1
	run -0 pawl stamp 002
	run -0 pawl up
	[ "$(tables)" = 'a c' ]
	run -0 pawl status
	says '3 applied, 0 pending'
	run -0 pawl verify
	mv migrations/003_c.sql migrations/001_c.sql && rm migrations/001_c.sql migrations/003_after.sh
	touch migrations/004_d.rb
	run -0 pawl new more
	[ -e migrations/005_more.sql ]
}

@test "a folder of programs alone is not nothing to do" {
	export PAWL_URL=sqlite:app.db
	mkdir migrations
	touch migrations/20240101000001_users.rb migrations/20240101000002_posts.rb migrations/notes.rb
	run -3 pawl up
	says '2 pending migrations are no SQL'
	says '"20240101000001_users.rb" (Ruby), "20240101000002_posts.rb" (Ruby)'
	run -0 pawl status
	says 'Ruby'
}

@test "marks between the way up and the way back are seen wherever they stand" {
	export PAWL_URL=sqlite:app.db
	mkdir tern node
	for i in 1 2 3 4 5 6 7 8 9; do
		echo "CREATE TABLE t$i (x int);" | tee tern/00${i}_t$i.sql >node/170000000000${i}_t$i.sql
	done
	{
		echo 'CREATE TABLE big (x int);'
		for i in {1..400}; do
			echo "INSERT INTO big VALUES ($i);"
		done
	} | tee tern/010_big.sql >node/1700000000010_big.sql
	printf -- '---- create above / drop below ----\nDROP TABLE big;\n' >>tern/010_big.sql
	printf -- '-- Down Migration\nDROP TABLE big;\n' >>node/1700000000010_big.sql
	for dir in tern node; do
		rm -f app.db
		run -0 pawl up --dir $dir
		[ "$(sqlite3 app.db 'SELECT count(*) FROM big')" = 400 ]
		run -0 pawl down --dir $dir
		[ "$(sqlite3 app.db "SELECT count(*) FROM sqlite_schema WHERE name = 'big'")" = 0 ]
	done
}
