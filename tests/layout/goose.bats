#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
load ../cli/helper

make_goose()
{
	export PAWL_URL=sqlite:app.db
	mkdir migrations
	cat >migrations/00001_users.sql <<'END'
-- +goose Up
CREATE TABLE users (id INTEGER, name TEXT);
-- +goose ENVSUB ON
INSERT INTO users VALUES (1, '${OWNER:-nobody}');
-- +goose ENVSUB OFF
-- +goose Down
DROP TABLE users;
END
	cat >migrations/00002_notes.sql <<'END'
-- +goose Up
-- +goose StatementBegin
CREATE TABLE notes (id INTEGER)
-- +goose StatementEnd
INSERT INTO notes VALUES (1);
-- +goose Down
DROP TABLE notes;
END
}

@test "a goose folder is recognised, runs up and down again" {
	make_goose
	run -0 pawl up
	says '00002_notes.sql'
	[ "$(tables)" = 'notes users' ]
	run -0 pawl status
	says '2 applied, 0 pending'
	run -0 pawl down
	[ "$(tables)" = 'users' ]
	run -0 pawl redo
	run -0 pawl down --all
	[ "$(tables)" = '' ]
}

@test "ENVSUB replaces variables of the environment" {
	make_goose
	OWNER=ada run -0 pawl up
	[ "$(sqlite3 app.db 'SELECT name FROM users')" = ada ]
	run -0 pawl down --all
	run -0 pawl up
	[ "$(sqlite3 app.db 'SELECT name FROM users')" = nobody ]
}

@test "a pending Go step is named before anything runs, and passed over once recorded" {
	make_goose
	echo 'package migrations' >migrations/00003_fill.go
	printf -- '-- +goose Up\nCREATE TABLE tags (id INTEGER);\n-- +goose Down\nDROP TABLE tags;\n' >migrations/00004_tags.sql
	run -3 pawl up
	says '1 pending migration is no SQL'
	says '"00003_fill.go" (Go)'
	[ ! -e app.db ] || [ "$(tables)" = '' ]
	run -0 pawl status
	says 'fill (Go)'
	run -0 pawl up 2
	run -0 pawl stamp 3
	echo '// formatted' >>migrations/00003_fill.go
	run -0 pawl up
	[ "$(tables)" = 'notes tags users' ]
	run -0 pawl down
	run -3 pawl down
	says 'is no SQL (Go)'
}

@test "NO TRANSACTION keeps what ran before a failure" {
	make_goose
	printf -- '-- +goose Up\n-- +goose NO TRANSACTION\nCREATE TABLE half (id INTEGER);\nSELECT nonsense;\n' \
		>migrations/00003_half.sql
	run -5 pawl up
	says 'migrations/00003_half.sql:4'
	[ "$(tables)" = 'half notes users' ]
}

@test "new makes no file in a goose folder" {
	make_goose
	run -2 pawl new tags
	says "goose's layout"
	[ "$(ls migrations)" = '00001_users.sql
00002_notes.sql' ]
}

@test "rebase and new leave the folder alone, whatever is in it" {
	make_goose
	run -2 pawl rebase
	says "goose's layout"
	rm migrations/*
	run -2 pawl new tags --layout goose
	says "goose's layout"
}

@test "a way back that stopped half-way and is settled leaves goose's row as it was" {
	export PAWL_URL=sqlite:app.db
	mkdir migrations
	printf -- '-- +goose NO TRANSACTION\n-- +goose Up\nCREATE TABLE a (x int);\nCREATE TABLE b (x int);\n-- +goose Down\nINSERT INTO a VALUES (1);\nINSERT INTO nowhere VALUES (1);\n' >migrations/00001_a.sql
	run -0 pawl up --history keep
	run -5 pawl down --history keep
	[ "$(sqlite3 app.db 'SELECT count(*) FROM a')" = 1 ]
	run -0 pawl repair --history keep
	[ "$(sqlite3 app.db 'SELECT version_id FROM goose_db_version' | xargs)" = '0 1' ]
	run -0 pawl status --history keep
	says '1 applied, 0 pending'
	[ -z "$(sqlite3 app.db "SELECT name FROM sqlite_schema WHERE name LIKE '\\_migrations%' ESCAPE '\\'")" ]
}
