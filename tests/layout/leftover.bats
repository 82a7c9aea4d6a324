#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
load ../cli/helper

# What a folder holds beside what is read of it is never passed over in silence.

sql()
{
	mkdir -p "$(dirname "$1")"
	printf '%s\n' "$2" >"$1"
}

@test "two folders of two kinds are refused, with both and their layouts" {
	export PAWL_URL=sqlite:app.db
	sql plain/001_a.sql 'CREATE TABLE a (x int);'
	sql diesel/2024-01-01-000000_b/up.sql 'CREATE TABLE b (x int);'
	run -3 pawl up --dir plain --dir diesel
	says 'migrations of two kinds: "diesel/2024-01-01-000000_b/up.sql" is read as diesel'
	says 'leaves "plain/001_a.sql" (native) out'
	run -3 pawl up --dir diesel --dir plain
	[ ! -s app.db ]
	run -0 pawl up --dir diesel --dir plain --layout diesel
	says 'there are no migrations in "plain"'
	[ "$(tables)" = b ]
}

@test "a second folder of names that the first one's tool has not is refused" {
	export PAWL_URL=sqlite:app.db
	sql one/V1__a.sql 'CREATE TABLE a (x int);'
	sql two/002_b.sql 'CREATE TABLE b (x int);'
	run -3 pawl up --dir one --dir two
	says '"one/V1__a.sql" is read as flyway, which leaves "two/002_b.sql" (native) out'
}

@test "one file beside folders of up.sql does not make them disappear" {
	export PAWL_URL=sqlite:app.db
	sql migrations/1_init/up.sql 'CREATE TABLE a (x int);'
	sql migrations/1_init/down.sql 'DROP TABLE a;'
	sql migrations/12_loose.sql 'CREATE TABLE l (x int);'
	run -3 pawl up
	says '"migrations/12_loose.sql" is read as native, which leaves "migrations/1_init/up.sql" (diesel) out'
	touch migrations/pawl.sum
	run -3 pawl up
	says 'leaves "migrations/1_init/up.sql" (diesel) out'
	rm migrations/pawl.sum
	[ ! -s app.db ]
	run -0 pawl up --layout native
	[ "$(tables)" = l ]
}

@test "a file beside a tool's own folders is named" {
	export PAWL_URL=sqlite:app.db
	sql migrations/2024-01-01-000000_a/up.sql 'CREATE TABLE a (x int);'
	sql migrations/12_loose.sql 'CREATE TABLE l (x int);'
	run -0 pawl up
	says 'not run, as diesel reads the folder: "migrations/12_loose.sql"'
	[ "$(tables)" = a ]
}

@test "files one folder down are named, but for those a baseline has replaced" {
	export PAWL_URL=sqlite:app.db
	sql migrations/003_c.sql 'CREATE TABLE c (x int);'
	for i in 1 2 3 4 5; do
		sql migrations/old/00${i}_t.sql "CREATE TABLE t$i (x int);"
	done
	run -0 pawl up
	says 'not run, as native reads the folder: "migrations/old/001_t.sql"'
	says 'and 2 more'
	rm -r migrations app.db
	sql migrations/001_a.sql 'CREATE TABLE a (x int);'
	sql migrations/002_b.sql 'CREATE TABLE b (x int);'
	run -0 pawl squash --archive migrations/old --dialect sqlite
	[ -e migrations/old/001_a.sql ]
	run -0 pawl up
	[[ $output != *'not run'* ]]
}

@test "a file that another tool would cut, behind many that none would, is not run whole" {
	export PAWL_URL=sqlite:app.db
	cases=0
	while IFS= read -r marks; do
		rm -rf migrations
		for n in 01 02 03 04 05 06 07 08 09 10; do
			sql "migrations/$n.sql" "CREATE TABLE t$n (x int);"
		done
		printf -- "$marks\n" >migrations/11_cut.sql
		rm -f app.db
		run pawl up
		if [ "$status" = 0 ]; then # the whole folder is that tool's
			[[ $(tables) == *m* ]]
		else
			[ "$status" = 3 ]
			[[ $output == *'but the file would run whole, as native'* || $output == *'is missing before'* ]]
			[ ! -s app.db ]
		fi
		cases=$((cases + 1))
	done <<-'END'
		-- +goose Up\nCREATE TABLE m (x int);\n-- +goose Down\nDROP TABLE m;
		-- +migrate Up\nCREATE TABLE m (x int);\n-- +migrate Down\nDROP TABLE m;
		-- migrate:up\nCREATE TABLE m (x int);\n-- migrate:down\nDROP TABLE m;
		CREATE TABLE m (x int);\n---- create above / drop below ----\nDROP TABLE m;
		-- Up Migration\nCREATE TABLE m (x int);\n-- Down Migration\nDROP TABLE m;
		CREATE TABLE m (x int);\n-- //@UNDO\nDROP TABLE m;
		-- Up\nCREATE TABLE m (x int);\n-- Down\nDROP TABLE m;
	END
	[ "$cases" = 7 ]
	printf -- '-- +goose Up\nCREATE TABLE m (x int);\n-- +goose Down\nDROP TABLE m;\n' >migrations/11_cut.sql
	run -3 pawl up --url sqlite:other.db
	says '"-- +goose Up" is a mark of goose'
	rm -f app.db
	run -0 pawl up --layout native
	says 'migrations/11_cut.sql:1: "-- +goose Up" is a mark of goose, but the file runs whole, as native'
}

@test "headings of files that hold one way each are no marks" {
	export PAWL_URL=sqlite:app.db
	sql migrations/001_a.sql '-- Up
CREATE TABLE a (x int); -- Down
-- the next one'
	sql migrations/001_a.down.sql '-- Down
DROP TABLE a;'
	run -0 pawl up
	run -0 pawl down
}

@test "a folder of nothing but code is named and refused" {
	export PAWL_URL=sqlite:app.db
	for f in V1__x.java 1700000000000_x.ts Version20240101120000.php m240101_120000_users.php 1975ea83b712_add.py; do
		rm -rf migrations
		sql "migrations/$f" ''
		run -3 pawl up
		says "1 pending migration is no SQL, which pawl cannot run: \"$f\""
	done
	rm -r migrations
	sql db/migrate/20240101000001_users.rb ''
	run -3 pawl up --dir db
	says '"20240101000001_users.rb" (Ruby)'
	[ ! -s app.db ]
}

@test "no migrations: said, with the folder below that has some" {
	export PAWL_URL=sqlite:app.db
	mkdir migrations
	run -0 pawl up
	says 'there are no migrations in "migrations"'
	sql prisma/schema.prisma ''
	sql prisma/migrations/migration_lock.toml 'provider = "sqlite"'
	sql prisma/migrations/20240101000000_x/migration.sql 'CREATE TABLE p (x int);'
	run -0 pawl up --dir prisma
	says 'name the one that does by --dir: "prisma/migrations" (prisma)'
	sql app/drizzle/0000_a.sql 'CREATE TABLE d (x int);'
	sql app/drizzle/meta/_journal.json '{"dialect": "sqlite", "entries": [{"tag": "0000_a", "when": 1}]}'
	run -0 pawl up --dir app
	says '"app/drizzle" (drizzle)'
	sql diesel/migrations/2024-01-01-000000_b/up.sql 'CREATE TABLE b (x int);'
	run -0 pawl up --dir diesel
	says '"diesel/migrations" (diesel)'
	[ ! -s app.db ]
}

@test "a part of a folder of migrations points to the whole" {
	export PAWL_URL=sqlite:app.db
	sql sqitch.plan '%project=x

appschema 2024-01-01T00:00:00Z N <n@x> # a'
	sql deploy/appschema.sql 'SELECT 1;'
	sql diesel/2024-01-01-000000_users/up.sql 'SELECT 1;'
	sql drizzle/meta/_journal.json '{}'
	sql graphile/current.sql ''
	run -3 pawl up --dir deploy
	says 'name that one: --dir .'
	cd deploy
	run -3 pawl up --dir .
	says 'name that one: --dir ..'
	cd ..
	run -3 pawl up --dir diesel/2024-01-01-000000_users/
	says 'name that one: --dir diesel'
	run -0 pawl up --dir drizzle/meta
	says 'name the one above by --dir: "drizzle"'
	run -3 pawl up --dir graphile
	says 'it is not committed yet: "graphile-migrate commit"'
}

@test "a folder that is given twice is told so" {
	export PAWL_URL=sqlite:app.db
	sql migrations/001_a.sql 'CREATE TABLE a (x int);'
	run -3 pawl up --dir migrations --dir ./migrations/
	says 'folder "./migrations/" is given twice'
}

@test "numbers of several widths that run as texts are said to" {
	export PAWL_URL=sqlite:app.db
	for i in 1_init 2_fn 10_x; do
		sql "migrations/$i/up.sql" "CREATE TABLE t$i (x int);"
	done
	run -0 pawl up
	says '"10_x" runs before "2_fn": diesel orders by the text, not by the number'
	rm -rf migrations/10_x
	run -0 pawl status --url sqlite:other.db
	[[ $output != *'runs before'* ]]
}

@test "a folder that says which engine it is for is not run on another" {
	export PAWL_URL=sqlite:app.db
	sql drizzle/0000_a.sql 'CREATE TABLE a (x int);'
	sql drizzle/meta/_journal.json '{"dialect": "postgresql", "entries": [{"tag": "0000_a", "when": 1}]}'
	run -3 pawl up --dir drizzle
	says 'the migrations are for postgresql, as "drizzle/meta/_journal.json" says, and not for sqlite'
	sql prisma/migration_lock.toml 'provider = "cockroachdb"'
	sql prisma/20240101000000_x/migration.sql 'CREATE TABLE p (x int);'
	run -3 pawl up --dir prisma
	says 'for cockroachdb, as "prisma/migration_lock.toml" says'
	run -0 env -u PAWL_URL "$PAWL" lint --dir prisma --dialect postgres
	sql sqitch/sqitch.plan '%syntax-version=1.0.0
%project=p

a 2024-01-01T00:00:00Z N <n@x> # a'
	sql sqitch/deploy/a.sql 'CREATE TABLE s (x int);'
	sql sqitch/sqitch.conf '[core]
	engine = pg'
	run -3 pawl up --dir sqitch
	says 'for pg, as "sqitch/sqitch.conf" says'
	[ ! -s app.db ]
	printf '[engine "sqlite"]\n\ttarget = db:sqlite:x.db\n' >>sqitch/sqitch.conf
	run -0 pawl up --dir sqitch
	[ "$(tables)" = s ]
}
