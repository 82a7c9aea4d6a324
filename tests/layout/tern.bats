#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
load ../cli/helper

make_tern()
{
	export PAWL_URL=sqlite:app.db
	mkdir -p migrations/shared
	printf 'CREATE TABLE {{.prefix}}users (id INTEGER);\n---- create above / drop below ----\nDROP TABLE {{.prefix}}users;\n' \
		>migrations/001_users.sql
	printf '{{ template "shared/notes.sql" . }}\n---- create above / drop below ----\nDROP TABLE notes;\n' \
		>migrations/002_notes.sql
	printf 'CREATE TABLE notes (id INTEGER);\n' >migrations/shared/notes.sql
}

@test "a tern folder is recognised, runs up and down again" {
	make_tern
	run -0 pawl up --var prefix=app_
	[ "$(tables)" = 'app_users notes' ]
	run -0 pawl status --var prefix=app_
	says '2 applied, 0 pending'
	run -0 pawl down --all --var prefix=app_
	[ "$(tables)" = '' ]
}

@test "a variable of the template without a value is an error in its place" {
	make_tern
	run -3 pawl up
	says 'migrations/001_users.sql:1:14'
	says '--var NAME=VALUE'
}

@test "without a way down there is none" {
	make_tern
	printf 'CREATE TABLE last (id INTEGER);\n---- create above / drop below ----\n\n' >migrations/003_last.sql
	run -0 pawl up --var prefix=app_
	run -3 pawl down --var prefix=app_
	says 'has no way back'
}
