#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
load helper

two_files()
{
	echo 'CREATE TABLE users (id INTEGER PRIMARY KEY);' >old.sql
	echo 'CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT);' >new.sql
}

@test "diff: the SQL leads from one file to the other, and back" {
	two_files
	run -0 --separate-stderr pawl diff old.sql new.sql --dialect sqlite
	sqlite3 a.db <old.sql
	sqlite3 a.db <<<"$output"
	[ "$(sqlite3 a.db 'SELECT group_concat(name) FROM pragma_table_info("users")')" = id,email ]
	run -0 --separate-stderr pawl diff old.sql new.sql --dialect sqlite --reverse
	sqlite3 a.db <<<"$output"
	[ "$(sqlite3 a.db 'SELECT group_concat(name) FROM pragma_table_info("users")')" = id ]
}

@test "diff: nothing when they are equal; --exit-code says so" {
	two_files
	run -0 pawl diff old.sql old.sql --dialect sqlite --exit-code
	[ -z "$output" ]
	run -1 pawl diff old.sql new.sql --dialect sqlite --exit-code
	run -0 --separate-stderr pawl diff --from empty --to empty --dialect sqlite --json
	json '[.equal, .changes, .sql]' '[true,[],""]'
}

@test "diff: --json has kind, object, SQL, loss and the way back of each change" {
	two_files
	run -0 --separate-stderr pawl diff new.sql old.sql --dialect sqlite --json
	json '[.equal, (.changes | length), .changes[0].kind, .changes[0].loses_data]' \
		'[false,1,"table",true]'
	[ "$(jq -r '.changes[0].reverse | length > 0' <<<"$output")" = true ]
	echo 'CREATE INDEX i ON users (email);' >>new.sql
	run -0 --separate-stderr pawl diff --from empty --to new.sql --dialect sqlite --json
	json '[.changes[] | [.kind, .reverse]]' \
		'[["table",["DROP TABLE users"]],["index",["DROP INDEX i"]]]'
}

@test "diff: a URL against the declared schema" {
	make_project
	pawl up
	printf 'schema = schema.sql\n' >>pawl.ini
	pawl dump | grep -v '^--' >schema.sql
	run -0 pawl diff --exit-code
	echo 'CREATE VIEW v AS SELECT id FROM users;' >>schema.sql
	run -0 --separate-stderr pawl diff
	says 'CREATE VIEW v'
	[[ $output != *_migrations* ]]
}

@test "diff: a folder of migrations, up to a version" {
	make_project
	run -0 --separate-stderr pawl diff --from migrations@001 --to migrations
	says 'CREATE TABLE orders'
	[[ $output != *users* ]]
}

@test "diff: --rename keeps the rows; what looks like one is warned of, and an error in CI" {
	echo 'CREATE TABLE t (id INTEGER PRIMARY KEY, mail TEXT);' >old.sql
	echo 'CREATE TABLE t (id INTEGER PRIMARY KEY, email TEXT);' >new.sql
	sqlite3 a.db <old.sql
	sqlite3 a.db "INSERT INTO t VALUES (1, 'a@b')"
	CI='' run -2 --separate-stderr pawl diff old.sql new.sql --dialect sqlite
	[[ $stderr == *--rename* ]]
	run -0 --separate-stderr env -u CI "$PAWL" diff old.sql new.sql --dialect sqlite </dev/null
	[[ $stderr == *--rename* ]]
	run -0 --separate-stderr pawl diff old.sql new.sql --dialect sqlite --rename t.mail=t.email
	sqlite3 a.db <<<"$output"
	[ "$(sqlite3 a.db 'SELECT email FROM t')" = a@b ]
}

@test "diff: cmd: runs a command that prints DDL" {
	two_files
	run -0 --separate-stderr pawl diff --from old.sql --to 'cmd:cat new.sql' --dialect sqlite
	says email
	run -3 pawl diff --from old.sql --to 'cmd:echo oops >&2; exit 4' --dialect sqlite
	says oops
}

@test "diff: bad input: no dialect, no file, wrong SQL with its place" {
	two_files
	run -3 pawl diff old.sql new.sql
	says --dialect
	run -3 pawl diff old.sql nowhere.sql --dialect sqlite
	says nowhere.sql
	printf 'CREATE TABLE a (id INTEGER);\nCREATE TABLEX b;\n' >wrong.sql
	run -5 pawl diff old.sql wrong.sql --dialect sqlite
	says wrong.sql:2
	run -2 pawl diff old.sql new.sql --from old.sql --dialect sqlite
	run -2 pawl diff --frm old.sql
	says "did you mean --from?"
}

@test "diff: what looks empty by a slip is an error, not a reason to drop everything" {
	make_project
	pawl up
	run -4 pawl diff sqlite:app.db sqlite:nowhere.db
	says 'there is no database "nowhere.db"'
	[ ! -e nowhere.db ]
	mkdir ddl
	run -3 pawl diff --to ddl
	says 'no .sql file in folder "ddl"'
	run -3 pawl diff --to cmd:true
	says 'prints no SQL'
	run -0 --separate-stderr pawl diff --to empty
	says 'DROP TABLE users'
}

@test "diff: a model of SQLite writes no other file" {
	make_project
	printf 'CREATE TABLE a (id INTEGER);\n  ATTACH '"'other.db'"' AS o;\nCREATE TABLE o.b (id INTEGER);\n' >model.sql
	run -5 pawl diff --from empty --to model.sql --dialect sqlite
	says 'model.sql:2:3'
	says '"attach" leads out of the scratch database'
	[ ! -e other.db ]
	echo "VACUUM INTO 'copy.db';" >model.sql
	run -5 pawl diff --from empty --to model.sql --dialect sqlite
	says '"vacuum into" leads out'
	[ ! -e copy.db ]
	printf 'ATTACH DATABASE '"':memory:'"' AS m;\nVACUUM;\nCREATE TABLE a (id INTEGER);\n' >model.sql
	run -0 pawl diff --from empty --to model.sql --dialect sqlite
}

@test "diff: the declared schema may be a folder named schema" {
	make_project
	mkdir schema
	echo 'CREATE TABLE t (id INTEGER PRIMARY KEY);' >schema/t.sql
	run -0 pawl diff empty --schema schema
	says 'CREATE TABLE t'
}

@test "diff: a change that rows may stop is warned of" {
	echo 'CREATE TABLE t (id INTEGER PRIMARY KEY);' >old.sql
	echo 'CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER NOT NULL);' >new.sql
	run -0 --separate-stderr pawl diff old.sql new.sql --dialect sqlite
	[[ $stderr == *'fails while the table has rows'* ]]
	[[ $stderr == *'sqlite3 -bail'* ]]
}

@test "diff: three sources are one too many" {
	run -2 pawl diff a b c
	says 'two arguments; "c"'
}

@test "diff: values of a column that would be lost are refused, and --allow-loss takes it" {
	echo 'CREATE TABLE t (id INTEGER PRIMARY KEY, zip TEXT, n TEXT);' >old.sql
	echo 'CREATE TABLE t (id INTEGER PRIMARY KEY, zip INTEGER);' >new.sql
	run -5 pawl diff old.sql new.sql --dialect sqlite
	says 'column "t.zip" would lose data: text that looks like a number becomes one'
	run -0 --separate-stderr pawl diff old.sql new.sql --dialect sqlite --allow-loss --json
	json '.changes[0].loss' '"column \"n\": its values; column \"zip\": text that looks like a number becomes one"'
}
