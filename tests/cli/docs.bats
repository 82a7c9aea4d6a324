#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
load helper

@test "docs: one page that holds the tables and the migrations" {
	make_project
	pawl up
	run -0 pawl docs -o schema.html
	grep -q '<html' schema.html
	grep -q users schema.html
	grep -q 001_users.sql schema.html
	! grep -qE '(src|href)="https?:' schema.html
}

@test "docs: Markdown by the name of the file, and the same each time" {
	make_project
	pawl up
	pawl docs -o one.md
	pawl docs -o two.md
	cmp one.md two.md
	grep -q '^#.*users' one.md
	run -0 --separate-stderr pawl docs --format markdown --json
	json .format '"markdown"'
}

@test "docs: a database that does not exist is an error, its migrations are none" {
	make_project
	run -4 pawl docs -o schema.html
	says 'there is no database "app.db"'
	[ ! -e schema.html ]
	run -0 pawl docs --migrations -o migrations.md
}

@test "docs: the index of migrations alone, with what each is for" {
	make_project
	printf -- '-- Who may log in.\nCREATE TABLE logins (id INTEGER);\n' >migrations/003_logins.sql
	run -0 --separate-stderr pawl docs --migrations --format markdown
	says 'Who may log in.'
	says '003\_logins.sql'
}

@test "docs: usage errors exit 2" {
	make_project
	run -2 pawl docs --format pdf
}

@test "docs: -o with --json says what was written" {
	make_project
	pawl up
	run -0 --separate-stderr pawl docs -o out.file --json
	json .written '["out.file"]'
	[ -s out.file ]
}
