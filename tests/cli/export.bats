#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
load helper

@test "export: writes the folder in another tool's form, which reads it back" {
	make_project
	for form in golang-migrate goose dbmate sqlx diesel flyway sql-migrate bun prisma liquibase pop sqitch parents node-pg-migrate native; do
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
	for form in refinery atlas drizzle manifest named graphile-migrate; do
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
	says 'export needs -o DIR, the folder to write'
	run -2 pawl export --to native
	says 'export needs -o DIR, the folder to write'
	run -2 pawl export -o out
	says 'export needs --to TOOL, the form to write'
	run -2 pawl export
	says 'export needs --to TOOL and -o DIR'
	run -2 pawl export --to foo -o out
	run -2 pawl export --layout gose -o out
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

# refused FORM WHAT: with the text of 001, and nothing stays
refused()
{
	run -3 pawl export --dialect postgres --layout native --to $1 -o out
	says 'migration "001_a.sql"'
	says "$2"
	[ ! -e out ]
}

@test "export: what a tool cannot say is named, and nothing stays" {
	mkdir migrations
	printf 'CREATE INDEX CONCURRENTLY i ON a (x);\nSELECT 1;\n' >migrations/001_a.sql
	for form in refinery node-pg-migrate drizzle parents; do
		refused $form "must not run in a transaction"
	done
	for form in dbmate sqlx diesel golang-migrate prisma pop graphile-migrate postgres-migrations; do
		refused $form "must not run in a transaction and has several statements"
	done
	printf 'COPY a FROM stdin;\n1\n\\.\n' >migrations/001_a.sql
	refused goose "holds the data of a COPY"
	run -0 pawl export --dialect postgres --layout sqitch -o copy
	echo "INSERT INTO a VALUES ('
	-- +goose Down
	');" | sed 's/^	//' >migrations/001_a.sql
	refused goose "has no form in a folder of goose"
	refused sql-migrate 'a line "-- ..."'
	refused named "does not come back as it was"
	echo "INSERT INTO a VALUES ('
	-- migrate:down
	');" | sed 's/^	//' >migrations/001_a.sql
	refused dbmate "has no form in a folder of dbmate"
	echo "INSERT INTO a VALUES ('--> statement-breakpoint', '---- create above / drop below ----');" >migrations/001_a.sql
	refused drizzle "does not come back as it was"
	refused tern "has no form in a folder of tern"
	printf "INSERT INTO a VALUES ('1\r\n2');\n" >migrations/001_a.sql
	refused goose "holds CR LF in a text"
	printf "INSERT INTO a VALUES ('\\xff');\n" >migrations/001_a.sql
	refused alembic "is not UTF-8"
	echo 'CREATE TABLE a (x ${type});' >migrations/001_a.sql
	printf '[vars]\ntype = int\n' >pawl.ini
	refused goose "has a placeholder"
	run -0 pawl export --dialect postgres --layout flyway -o values
	[ ! -e values/V001__a.sql.conf ]
	printf -- '-- pawl:env dev\nCREATE TABLE a (x int);\n' >migrations/001_a.sql
	refused goose "is for some environments alone"
}

@test "export: what its own tool reads as something else is escaped" {
	mkdir migrations
	cat >migrations/001_a.sql <<-'END'
		-- +goose StatementBegin
		-- rollback is no mark of ours
		CREATE TABLE a (x text DEFAULT '${v} {{1,2}}');
	END
	for form in goose tern pop liquibase flyway; do
		run -0 pawl export --dialect sqlite --layout native --to $form -o out/$form
	done
	[ "$(cat out/flyway/V001__a.sql.conf)" = "placeholderReplacement=false" ]
	grep -qF "{{\"{{\"}}1,2}}" out/tern/*.sql
	[ "$(grep -c StatementBegin out/goose/*.sql)" = 0 ]
}

@test "export: an environment's own folder, and verify scripts where there is a place for them" {
	mkdir migrations
	echo "CREATE TABLE a (x int);" >migrations/001_a.sql
	echo "SELECT count(*) = 0 FROM a;" >migrations/001_a.verify.sql
	printf -- '-- pawl:env dev\nCREATE TABLE d (x int);\n' >migrations/002_d.sql
	printf -- '-- pawl:env test\nCREATE TABLE t (x int);\n' >migrations/003_t.sql
	run -0 pawl export --dialect sqlite --env dev --layout goose -o out
	says "goose has no place for verify scripts: 1 were left out"
	says "1 of other environments"
	[ "$(cd out && echo *)" = "001_a.sql 002_d.sql" ]
	run -0 pawl export --dialect sqlite --env dev --layout sqitch -o sqitch
	[ -e sqitch/verify/001_a.sql ]
	run -0 pawl export --dialect sqlite --to native -o own
	[ -e own/001_a.verify.sql ]
	[ -e own/003_t.sql ]
}

@test "export: a transaction of the file's own gives way, texts of two clients are made plain" {
	mkdir migrations
	printf -- '-- about it\nBEGIN;\nCREATE TABLE a (x int);\nCOMMIT;\n' >migrations/001_a.sql
	run -0 pawl export --dialect sqlite --layout dbmate -o out
	[ "$(grep -cE 'BEGIN|COMMIT' out/001_a.sql)" = 0 ]
	grep -q "about it" out/001_a.sql
	run -0 pawl export --dialect postgres --layout golang-migrate -o go
	grep -q "^BEGIN;" go/001_a.up.sql
	printf 'DELIMITER //\nCREATE PROCEDURE p() BEGIN SELECT 1; END//\nDELIMITER ;\n' >migrations/001_a.sql
	run -0 pawl export --dialect mysql --layout dbmate -o my
	[ "$(grep -c DELIMITER my/001_a.sql)" = 0 ]
	printf '\\restrict abc\nCREATE TABLE a (x int);\n\\unrestrict abc\n' >migrations/001_a.sql
	run -0 pawl export --dialect postgres --layout sqlx -o pg
	[ "$(cat pg/*.sql)" = "CREATE TABLE a (x int);" ]
}

@test "export: what runs outside of a transaction is marked, each way of its own" {
	mkdir migrations
	echo "CREATE INDEX CONCURRENTLY i ON a (x);" >migrations/001_a.sql
	echo "DROP INDEX i;" >migrations/001_a.down.sql
	echo "CREATE TABLE b (x int);" >migrations/002_b.sql
	echo "DROP INDEX CONCURRENTLY j;" >migrations/002_b.down.sql
	for form in sqlx bun diesel flyway pop atlas goose dbmate sql-migrate tern liquibase alembic rails; do
		run -0 pawl export --dialect postgres --layout $form -o out/$form
	done
	[ "$(cat out/flyway/U002__b.sql.conf)" = "executeInTransaction=false" ]
	[ "$(sed -n '/drop below/,$p' out/tern/002_b.sql | grep -c disable-tx)" = 1 ]
	[ -e out/bun/002_b.tx.up.sql ]
	[ -e out/bun/002_b.down.sql ]
	grep -q autocommit_block out/alembic/versions/001_a.py
	grep -q disable_ddl_transaction out/rails/migrate/002_b.rb
}

@test "export: marks begin in the first column, versions used twice are numbered by their order" {
	mkdir migrations
	printf '\n   CREATE TABLE a (x text);\n   INSERT INTO a VALUES ($$a;$$);\nINSERT INTO a VALUES ($$a -- b$$);\n' >migrations/001_a.sql
	for form in goose sql-migrate; do
		run -0 pawl export --dialect postgres --to $form -o out/$form
	done
	mkdir prisma
	for name in 20240102000000_a 20240102000000_b 20240101000000_c; do
		mkdir prisma/$name
		echo "CREATE TABLE ${name##*_} (x int);" >prisma/$name/migration.sql
	done
	touch prisma/migration_lock.toml
	run -0 pawl export --dialect postgres --dir prisma --layout prisma --to native -o own
	[ "$(cd own && echo *)" = "0001_c.sql 0002_a.sql 0003_b.sql" ]
	says 'numbered anew: 20240101000000 is 0001'
	printf -- '-- no-transaction\nSELECT 1;\nSELECT 2;\n' >migrations/001_a.sql
	for form in bun dbmate sqlx; do
		run -0 pawl export --dialect postgres --layout sqlx --to $form -o off/$form
	done
	[ -e off/bun/001_a.up.sql ]
}

@test "export: a body's blank lines and blanks at line ends do not stop its way back" {
	mkdir migrations
	echo "DROP FUNCTION f;" >migrations/001_f.sql
	printf 'CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$\nBEGIN  \n\n\tRETURN 1;\nEND $$;\n' >migrations/001_f.down.sql
	run -0 pawl export --dialect postgres --layout liquibase -o out
	printf "INSERT INTO a VALUES ('1 \n\n  2');\n" >migrations/001_f.down.sql
	run -0 pawl export --dialect postgres --layout liquibase -o out2
}

@test "export: comments that goose and sql-migrate do not know become such as they do" {
	mkdir migrations
	printf '/* about;\n   +goose Up\n   it */\nCREATE TABLE a (x int);\n# all;\n' >migrations/001_a.sql
	for form in goose sql-migrate; do
		run -0 pawl export --dialect mysql --layout native --to $form -o $form
		grep -qx -- "-- about;" $form/001_a.sql
		grep -qx -- "-- it" $form/001_a.sql
		grep -qx -- "--  all;" $form/001_a.sql || grep -qx -- "-- all;" $form/001_a.sql
		[ "$(grep -cE '[+]goose Up' $form/001_a.sql)" -le 1 ]
	done
	printf 'BEGIN;\n/*\nSELECT 1;\n*/\nCOMMIT;\n' >migrations/001_a.sql
	run -0 pawl export --dialect postgres --layout goose -o nothing
}
