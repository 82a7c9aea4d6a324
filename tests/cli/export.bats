#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
load helper

@test "export: writes the folder in another tool's form, which reads it back" {
	make_project
	for form in golang-migrate goose dbmate sqlx diesel flyway sql-migrate bun prisma liquibase pop sqitch; do
		run -0 pawl export --layout $form -o out/$form
		says "wrote out/$form/"
		rm -f app.db
		run -0 pawl up --layout $form --dir out/$form
		[ "$(tables)" = "orders users" ] || [ "$(tables)" = "_prisma orders users" ]
		run -0 pawl down --all --layout $form --dir out/$form
		[ -z "$(tables)" ]
	done
}

@test "export: forms without a way back say so" {
	make_project
	for form in refinery atlas drizzle; do
		run -0 pawl export --layout $form -o out/$form
		says "$form has no place for the way back: 2 were left out"
		rm -f app.db
		run -0 pawl up --layout $form --dir out/$form
		[ "$(tables)" = "orders users" ]
	done
}

@test "export: from another tool's folder to pawl's own" {
	mkdir migrations
	echo "CREATE TABLE a (x int);" >migrations/V1__a.sql
	run -0 pawl export --dialect sqlite --to native -o own
	[ "$(cat own/1_a.sql)" = "CREATE TABLE a (x int);" ]
}

@test "export: statements with a ';' inside are marked for goose and sql-migrate" {
	make_project
	migration 003_trigger "$(printf 'CREATE TRIGGER x AFTER INSERT ON users BEGIN\n\tDELETE FROM orders;\nEND;\nCREATE TABLE last (x int);')"
	run -0 pawl export --layout goose -o out
	grep -A1 "StatementBegin" out/003_trigger.sql | grep -q "CREATE TRIGGER"
	[ "$(grep -c StatementBegin out/003_trigger.sql)" = 1 ]
	run -0 pawl up --layout goose --dir out
	says "now at 003"
}

@test "export: what has no form there, folders that hold something, usage" {
	make_project
	run -2 pawl export --layout goose
	run -2 pawl export -o out
	run -3 pawl export --layout gose -o out
	says 'did you mean "goose"'
	mkdir full && touch full/x
	run -3 pawl export --layout goose -o full
	says 'folder "full" is not empty'
	echo "CREATE VIEW v AS SELECT 1;" >migrations/R_v.sql
	run -3 pawl export --layout goose -o out
	says "is repeatable, which has no form in a folder of goose"
	[ ! -e out ]
	run -0 --separate-stderr pawl export --layout flyway -o out --json
	json '.written | length' 5
}

@test "export: versions that the tool would not take are numbered by their order" {
	export PAWL_URL=sqlite:app.db
	mkdir migrations
	for i in 1 2 3; do
		echo "CREATE TABLE t$i (x int);" >migrations/2024010100000${i}_t$i.sql
	done
	for form in tern postgres-migrations refinery; do
		run -0 pawl export --layout $form -o out/$form
		rm -f app.db
		run -0 pawl up --layout $form --dir out/$form
		says 'now at 0003'
	done
	[ -e out/refinery/V0003__t3.sql ]
	rm migrations/* && echo "CREATE TABLE a (x int);" >migrations/1_a.sql
	run -0 pawl export --layout tern -o out/small
	[ -e out/small/1_a.sql ]
}
