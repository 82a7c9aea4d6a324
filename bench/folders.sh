# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh
# The same migrations in the format of each tool, to be sourced.
#
#	folder_TOOL N DIR [ENGINE]	N migrations of one table and one index each, into the
#					new folder DIR
#	seed_file MIB FILE		one migration of MIB MiB: a table, and a row a statement
#
# A migration is a file everywhere. The text runs on all three engines.

folder_awk='
function table(i) {
	return sprintf("CREATE TABLE t%d (id INTEGER PRIMARY KEY, name VARCHAR(100) NOT NULL, " \
		"created_at TIMESTAMP NULL)", i)
}
function index_(i) { return sprintf("CREATE INDEX t%d_name ON t%d (name)", i, i) }
function id(i) { return sprintf("%05d", i) }
'

folder_pawl() {
	mkdir -p "$2"
	awk -v n="$1" -v dir="$2" "$folder_awk"'BEGIN {
		for (i = 1; i <= n; i++) {
			file = dir "/" id(i) "_t" i ".sql"
			printf "%s;\n%s;\n", table(i), index_(i) >file
			close(file)
		}
	}'
}

folder_dbmate() {
	mkdir -p "$2"
	awk -v n="$1" -v dir="$2" "$folder_awk"'BEGIN {
		for (i = 1; i <= n; i++) {
			file = dir "/" id(i) "_t" i ".sql"
			printf "-- migrate:up\n%s;\n%s;\n\n-- migrate:down\nDROP TABLE t%d;\n",
				table(i), index_(i), i >file
			close(file)
		}
	}'
}

folder_sql_migrate() {
	mkdir -p "$2"
	awk -v n="$1" -v dir="$2" "$folder_awk"'BEGIN {
		for (i = 1; i <= n; i++) {
			file = dir "/" id(i) "_t" i ".sql"
			printf "-- +migrate Up\n%s;\n%s;\n\n-- +migrate Down\nDROP TABLE t%d;\n",
				table(i), index_(i), i >file
			close(file)
		}
	}'
}

folder_alembic() {
	mkdir -p "$2/versions"
	printf '[alembic]\nscript_location = %s\n' "$2" >"$2/alembic.ini"
	cat >"$2/env.py" <<-'PY'
		import os
		from alembic import context
		from sqlalchemy import create_engine

		with create_engine(os.environ["BENCH_URL"]).connect() as connection:
		    context.configure(connection=connection)
		    with context.begin_transaction():
		        context.run_migrations()
	PY
	awk -v n="$1" -v dir="$2/versions" "$folder_awk"'BEGIN {
		for (i = 1; i <= n; i++) {
			file = dir "/" id(i) "_t" i ".py"
			printf "from alembic import op\n\nrevision = \"%s\"\ndown_revision = %s\n\n\n",
				id(i), i == 1 ? "None" : "\"" id(i - 1) "\"" >file
			printf "def upgrade():\n    op.execute(\"%s\")\n    op.execute(\"%s\")\n\n\n",
				table(i), index_(i) >file
			printf "def downgrade():\n    op.execute(\"DROP TABLE t%d\")\n", i >file
			close(file)
		}
	}'
}

folder_sqitch() {
	mkdir -p "$2/deploy"
	awk -v n="$1" -v dir="$2" "$folder_awk"'BEGIN {
		plan = dir "/sqitch.plan"
		print "%syntax-version=1.0.0\n%project=bench\n" >plan
		for (i = 1; i <= n; i++) {
			printf "t%s 2026-01-01T00:00:00Z Bench <bench@localhost> # a table\n", id(i) >plan
			file = dir "/deploy/t" id(i) ".sql"
			printf "BEGIN;\n%s;\n%s;\nCOMMIT;\n", table(i), index_(i) >file
			close(file)
		}
	}'
	printf '[core]\n\tengine = %s\n[user]\n\tname = Bench\n\temail = bench@localhost\n' \
		"$3" >"$2/sqitch.conf"
}

folder_drizzle() {
	mkdir -p "$2/meta"
	awk -v n="$1" -v dir="$2" -v engine="$3" "$folder_awk"'BEGIN {
		journal = dir "/meta/_journal.json"
		printf "{\"version\":\"7\",\"dialect\":\"%s\",\"entries\":[", engine >journal
		for (i = 1; i <= n; i++) {
			tag = id(i) "_t" i
			printf "%s\n{\"idx\":%d,\"version\":\"7\",\"when\":%d,\"tag\":\"%s\",\"breakpoints\":true}",
				i == 1 ? "" : ",", i - 1, 1700000000 + i, tag >journal
			file = dir "/" tag ".sql"
			printf "%s;\n--> statement-breakpoint\n%s;\n", table(i), index_(i) >file
			close(file)
		}
		print "\n]}" >journal
	}'
}

seed_file() {
	awk -v bytes="$(($1 * 1024 * 1024))" 'BEGIN {
		line = "CREATE TABLE products (id INTEGER PRIMARY KEY, sku VARCHAR(20) NOT NULL, " \
			"name VARCHAR(100) NOT NULL, price NUMERIC(10, 2), note VARCHAR(200));"
		words = "quiet river stone lamp winter garden copper window bread paper"
		split(words, word, " ")
		for (i = 1; bytes > 0; i++) {
			print line
			bytes -= length(line) + 1
			line = sprintf("INSERT INTO products (id, sku, name, price, note) VALUES (%d, " \
				"\047SKU-%08d\047, \047%s %s no. %d\047, %d.%02d, \047it\047\047s a %s %s, " \
				"sold by the dozen; see page %d of the catalogue\047);", i, i,
				word[i % 10 + 1], word[i % 7 + 1], i, i % 900, i % 100, word[i % 9 + 1],
				word[i % 8 + 1], i % 400)
		}
	}' >"$2"
}
