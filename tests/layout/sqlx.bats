#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
load ../cli/helper

make_sqlx()
{
	export PAWL_URL=sqlite:app.db
	mkdir migrations
	echo 'CREATE TABLE users (id INTEGER);' >migrations/20200723212841_users.up.sql
	echo 'DROP TABLE users;' >migrations/20200723212841_users.down.sql
	printf -- '-- no-transaction\nVACUUM;\n' >migrations/20200723212842_vacuum.up.sql
	printf -- '-- no-transaction\nVACUUM;\n' >migrations/20200723212842_vacuum.down.sql
}

@test "a sqlx folder is recognised, runs up and down again" {
	make_sqlx
	run -0 pawl up
	[ "$(tables)" = 'users' ]
	run -0 pawl status
	says '2 applied, 0 pending'
	run -0 pawl down --all
	[ "$(tables)" = '' ]
}

@test "-- no-transaction counts as the first bytes alone" {
	make_sqlx
	printf -- '-- no-transaction\nCREATE TABLE half (id INTEGER);\nSELECT nonsense;\n' \
		>migrations/20200723212843_half.up.sql
	run -5 pawl up
	[ "$(tables)" = 'half users' ]
	printf -- '\n-- no-transaction\nCREATE TABLE none (id INTEGER);\nSELECT nonsense;\n' \
		>migrations/20200723212844_none.up.sql
	echo 'SELECT 1;' >migrations/20200723212843_half.up.sql
	run pawl repair --layout sqlx
	run pawl up
	[ "$(tables)" = 'half users' ]
}

@test "characters that sqlx.toml ignores do not count in checksums; its table is named" {
	export PAWL_URL=sqlite:app.db
	mkdir migrations
	printf 'CREATE TABLE a (x int);\n' >migrations/1_a.sql
	printf '[migrate]\ntable-name = "other"\n# "x"\nignored-chars = [\n  "\\r", # CR\n  "\\uFEFF",\n]\n' >sqlx.toml
	run -0 pawl up --history keep --layout sqlx
	[ "$(sqlite3 app.db 'SELECT lower(hex(checksum)) FROM _sqlx_migrations')" = \
		"$(sha384sum <migrations/1_a.sql | cut -d' ' -f1)" ]
	printf '\xef\xbb\xbfCREATE TABLE a (x int);\r\n' >migrations/1_a.sql
	run -0 pawl verify --history keep --layout sqlx
	run -0 pawl status --history keep --layout sqlx
	says "calls sqlx's table \"other\""
	printf '[migrate]\nignored-chars = [" ", "x"]\n' >migrations/sqlx.toml
	rm app.db
	run -0 pawl up --history keep --layout sqlx
	[ "$(sqlite3 app.db 'SELECT lower(hex(checksum)) FROM _sqlx_migrations')" = \
		"$(tr -d ' x' <migrations/1_a.sql | sha384sum | cut -d' ' -f1)" ]
}
