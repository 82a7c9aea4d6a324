#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
load helper

@test "status: tells the database, its version, and each migration" {
	make_project
	run -0 pawl status
	[ "${lines[0]}" = "sqlite:app.db has nothing applied: 0 applied, 2 pending" ]
	pawl up +1
	run -0 pawl status
	[ "${lines[0]}" = "sqlite:app.db at 001: 1 applied, 1 pending" ]
	[[ ${lines[1]} == VERSION*NAME*STATE*"APPLIED AT (UTC)"*TIME ]]
	[[ ${lines[2]} == 001*users*applied*20??-??-??' '??:??:??*ms ]]
	[ "${lines[3]}" = "002      orders  pending" ]
}

@test "status: --exit-code is 1 while something is pending" {
	make_project
	run -1 pawl status --exit-code
	pawl up
	run -0 pawl status --exit-code
}

@test "status: sees edited and missing files" {
	make_project
	pawl up
	echo '-- edited' >>migrations/001_users.sql
	rm migrations/002_orders.sql migrations/002_orders.down.sql
	run -0 pawl status
	says changed
	says missing
}

@test "status: --json" {
	make_project
	pawl up +1
	run -0 --separate-stderr pawl status --json
	json '[.database, .applied, .pending, .current]' '["sqlite:app.db",1,1,["001"]]'
	json '.migrations | map([.version, .state])' '[["001","applied"],["002","pending"]]'
	json '.migrations[1] | [.applied_at, .duration_ms, .head]' '[null,null,true]'
}

@test "status: fits the columns it has, and lets no control character through" {
	make_project
	migration 003_a_very_long_name_that_goes_on_and_on_until_it_does_not_fit_into_a_terminal_any_more 'SELECT 1;'
	COLUMNS=60 run -0 pawl status
	[ "$(awk '{ if (length($0) > n) n = length($0) } END { print n }' <<<"$output")" -le 60 ]
	says "..."
	run -0 pawl status
	says until_it_does_not_fit_into_a_terminal_any_more
}

@test "status: usage errors exit 2, a missing folder 3" {
	make_project
	run -2 pawl status --exitcode
	says "did you mean --exit-code?"
	run -2 pawl status extra
	run -3 pawl status --dir nowhere
	run -3 --separate-stderr pawl status --dir nowhere --json
	json '.error.name' '"PAWL_E_FILE"'
}

@test "status: a folder whose migrations lie in one of its own is told so" {
	make_project
	mkdir migrations/sqls
	mv migrations/*.sql migrations/sqls
	run -0 pawl status
	says 'itself holds no migrations; name the one that does by --dir: "'
	says '/sqls"'
}

@test "status: Prisma's lock file beside files that Prisma would not read makes no folder Prisma's" {
	make_project
	echo 'provider = "sqlite"' >migrations/migration_lock.toml
	run -0 pawl status
	says '2 pending'
	mkdir migrations/20260101000000_init
	mv migrations/001_users.sql migrations/20260101000000_init/migration.sql
	run -0 pawl status
	says '1 pending'
	says '20260101000000'
}

@test "status: Up and Down in one file are two ways, beside pawl's directives they are remarks" {
	make_project
	rm migrations/*
	printf -- '-- Up\nCREATE TABLE a (id INTEGER);\n-- Down\nDROP TABLE a;\n' >migrations/001_a.sql
	pawl up
	[ "$(tables)" = a ]
	pawl down
	[ -z "$(tables)" ]
	printf -- '-- pawl:irreversible why\n-- Up\nCREATE TABLE b (id INTEGER);\n' >migrations/002_b.sql
	rm migrations/001_a.sql
	pawl up
	[ "$(tables)" = b ]
	run -3 pawl down
	says 'why'
}

@test "status: what is applied and has no file is called by its name, and counts as that" {
	mkdir migrations
	printf '[pawl]\nurl = sqlite:app.db\nhistory = keep\nlayout = flyway\n' >pawl.ini
	echo 'CREATE TABLE a (x int);' >migrations/V1_5__add_a.sql
	echo 'CREATE TABLE b (x int);' >migrations/V2__b.sql
	pawl up
	rm migrations/V1_5__add_a.sql
	run -0 pawl status
	says ": 1 applied, 0 pending, 1 applied without a file"
	[[ ${lines[2]} == 1.5*add_a*missing* ]]
	rm migrations/V2__b.sql
	run -0 pawl status
	says "at 2: 0 pending, 2 applied without a file"
}

@test "status: a file that another tool knows under another name" {
	mkdir migrations
	printf '[pawl]\nurl = sqlite:app.db\nhistory = keep\nlayout = sql-migrate\n' >pawl.ini
	for i in 2 11; do
		printf -- '-- +migrate Up\nCREATE TABLE t%s (x int);\n' $i >migrations/${i}_fn.sql
	done
	pawl up
	mv migrations/2_fn.sql migrations/2_function.sql
	run -0 pawl status
	[[ ${lines[0]} == *" at 11: "* ]]
	run -0 pawl current
	[ "$output" = "11 (head)" ]
}

@test "status: an unknown parameter of a URL is named, and exits 3" {
	make_project
	for url in 'postgres://127.0.0.1:1/db?shema=public' 'mysql://127.0.0.1:1/db?ssl_mod=off'; do
		run pawl status --url "$url"
		[[ $output != *'is not installed'* ]] || continue
		[ "$status" = 3 ]
		says 'unknown URL parameter'
		says 'did you mean "s'
	done
	run pawl status --url 'postgres://127.0.0.1:1/db?schema=public&connection_limit=5&pgbouncer=true'
	[ "$status" = 4 ]
}

@test "status and its like: a file that is not there yet reads as empty, a folder has to be there" {
	make_project
	for command in status history current verify plan 'up --dry-run'; do
		# shellcheck disable=SC2086 # words of a command
		run -0 pawl $command --url sqlite:none.db
		[ ! -e none.db ]
		# shellcheck disable=SC2086
		run -4 pawl $command --url sqlite:nowhere/x.db
		says 'folder "nowhere" of the database file does not exist'
	done
	run -4 pawl status --url 'sqlite:none.db?mode=rw'
	says 'there is no database "none.db"'
}
