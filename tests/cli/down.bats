#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
load helper

@test "down: reverts the newest; downgrade -1 is the same" {
	make_project
	pawl up
	run -0 pawl down
	[[ ${lines[0]} == "  reverted 002_orders.sql  "* ]]
	[[ ${lines[1]} == "now at 001 (1 reverted"* ]]
	[ "$(tables)" = users ]
	run -0 pawl downgrade -1
	says "nothing is applied any more"
	[ -z "$(tables)" ]
	run -0 pawl down
	says "nothing to do"
}

@test "down: -N is an argument wherever it stands" {
	make_project
	pawl up
	run -0 pawl down -2 --json
	[ -z "$(tables)" ]
	pawl up
	run -0 pawl -q down -2
	[ -z "$(tables)" ]
}

@test "down: to a version, to base, --all" {
	make_project
	pawl up
	run -0 pawl down 001
	[ "$(tables)" = users ]
	pawl up
	run -0 pawl downgrade base
	[ -z "$(tables)" ]
	pawl up
	run -0 pawl down --all
	[ -z "$(tables)" ]
}

@test "down: --dry-run and --sql change nothing" {
	make_project
	pawl up
	run -0 pawl down --dry-run
	says "revert"
	run -0 pawl down --sql
	says "DROP TABLE orders"
	[ "$(tables)" = "orders users" ]
}

@test "down: refuses where there is no way back; exit 3" {
	make_project
	migration 003_oneway 'CREATE TABLE oneway (id INTEGER);'
	pawl up
	run -3 pawl down
	says 003
	[ "$(tables)" = "oneway orders users" ]
	run -3 --separate-stderr pawl down --json
	json .error.name '"PAWL_E_IRREVERSIBLE"'
}

@test "down: usage errors exit 2" {
	make_project
	run -2 pawl down --all 001
	run -2 pawl down --sql --dry-run
	run -2 pawl down --every
}

# A folder of sql-migrate's with 1, 2 and 10, all applied by it: its table sorts them as text.
make_unpadded()
{
	mkdir migrations
	printf '[pawl]\nurl = sqlite:app.db\nlayout = sql-migrate\n' >pawl.ini
	sqlite3 app.db "CREATE TABLE gorp_migrations (id varchar(255) not null primary key, applied_at datetime)"
	for i in 1 2 10; do
		printf -- '-- +migrate Up\nCREATE TABLE t%s (x int);\n-- +migrate Down\nDROP TABLE t%s;\n' $i $i >migrations/${i}_t.sql
		sqlite3 app.db "CREATE TABLE t$i (x int); INSERT INTO gorp_migrations (id) VALUES ('${i}_t.sql')"
	done
}

@test "down: another tool's ids that sort otherwise as text: the newest goes first" {
	make_unpadded
	run -0 pawl current --history keep
	says 10
	run -0 pawl down --history keep
	says "reverted 10_t.sql"
	run -0 pawl down 1 --history keep
	says "reverted 2_t.sql"
	run -0 pawl up --history keep
	run -0 pawl redo --history keep
	says "applied  10_t.sql"
	run -0 pawl down base --history keep
	[ "$(tables)" = "gorp_migrations" ]
	[ -z "$(sqlite3 app.db "SELECT * FROM gorp_migrations")" ]
}

@test "down: what was adopted from such a table goes in the same order" {
	make_unpadded
	run -0 --separate-stderr pawl adopt --json
	json '.steps | map(.version)' '["1","2","10"]'
	run -0 pawl down
	says "reverted 10_t.sql"
	run -0 pawl down base
	[ "$(tables)" = "gorp_migrations" ]
}

@test "down: versions as text, in the order of the tool's files" {
	for layout in dbmate pop; do
		rm -rf migrations app.db pawl.ini
		mkdir migrations
		printf '[pawl]\nurl = sqlite:app.db\nhistory = keep\nlayout = %s\n' $layout >pawl.ini
		for i in 1 2 9 10; do
			case $layout in
			dbmate)
				printf -- '-- migrate:up\nCREATE TABLE t%s (x int);\n-- migrate:down\nDROP TABLE t%s;\n' $i $i >migrations/${i}_t.sql
				;;
			pop)
				echo "CREATE TABLE t$i (x int);" >migrations/${i}_t.up.sql
				echo "DROP TABLE t$i;" >migrations/${i}_t.down.sql
				;;
			esac
		done
		run -0 pawl up
		# The last of the list is the first to go.
		last=$(pawl status --json | jq -r '.migrations[-1].filename')
		run -0 pawl down
		says "reverted $last"
		run -0 pawl down base
		run -0 pawl current
		[[ $output == *none* || -z $output || $output == *nothing* ]]
	done
}

@test "down: a row without a file has its place by its number" {
	make_unpadded
	rm migrations/2_t.sql
	run -0 pawl down --history keep
	says "reverted 10_t.sql"
	run -3 pawl down --history keep
	says 2_t.sql
}

@test "down: a table that knows the order of applying goes back in that" {
	mkdir migrations
	printf '[pawl]\nurl = sqlite:app.db\nlayout = goose\nhistory = keep\n' >pawl.ini
	for i in 1 2 3; do
		printf -- '-- +goose Up\nCREATE TABLE t%s (x int);\n-- +goose Down\nDROP TABLE t%s;\n' $i $i >migrations/0000${i}_t.sql
	done
	mv migrations/00002_t.sql .
	run -0 pawl up
	mv 00002_t.sql migrations
	run -0 pawl up --out-of-order apply
	run -0 pawl down
	says "reverted 00002_t.sql"
}

@test "down: a file that is gone is asked for as the folder calls its files" {
	mkdir migrations
	printf '[pawl]\nurl = sqlite:app.db\nlayout = goose\nhistory = keep\n' >pawl.ini
	for i in 3 4 5; do
		printf -- '-- +goose Up\nCREATE TABLE t%s (x int);\n-- +goose Down\nDROP TABLE t%s;\n' $i $i >migrations/0000${i}_pay.sql
	done
	run -0 pawl up
	rm migrations/00005_pay.sql
	run -3 pawl down 3
	says 'migration "5" has no way back: its file is gone'
	says 'bring its file back ("00005_*.sql")'
}
