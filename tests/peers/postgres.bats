#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
load helper

setup_file()
{
	. "$BATS_TEST_DIRNAME/../lib/postgres.sh"
	. "$BATS_TEST_DIRNAME/../lib/peers.sh"
	modules=$(peers_install)
	export modules
	server=$(mktemp -d)
	export server
	chmod 711 "$server"
	postgres_start "$server" 3>&-
}

teardown_file()
{
	. "$BATS_TEST_DIRNAME/../lib/postgres.sh"
	postgres_stop "$server"
	rm -rf "$server"
}

# database NAME: an empty one, and the URL for it in $url
database()
{
	export PGHOST=$server PGUSER=postgres
	psql -qd postgres -c "CREATE DATABASE $1"
	db=$1
	url="postgresql:///$1?host=$server&user=postgres"
}

pawls_tables()
{
	psql -qAtd "$db" -c "SELECT tablename FROM pg_tables WHERE tablename LIKE '\\_migrations%'"
}

dbmate()
{
	DATABASE_URL="postgres://postgres@localhost/$db?socket=$server&sslmode=disable" \
		"$modules/@dbmate/linux-x64/bin/dbmate" -d m --no-dump-schema "$@"
}

@test "peers: dbmate and pawl in turn on PostgreSQL" {
	database dbmate
	project dbmate postgres
	in_turn "dbmate up" "dbmate down"
}

node_pg_migrate()
{
	DATABASE_URL=$url node "$modules/.bin/node-pg-migrate" -m m "$@"
}

@test "peers: node-pg-migrate and pawl in turn" {
	database node_pg
	project node-pg-migrate postgres
	in_turn "node_pg_migrate up" "node_pg_migrate down"
}

@test "peers: pawl waits for node-pg-migrate's lock" {
	database node_pg_lock
	project node-pg-migrate postgres
	psql -qd node_pg_lock -c "SELECT pg_advisory_lock(7241865325823964)" -c "SELECT pg_sleep(30)" 3>&- &
	holder=$!
	until [ "$(psql -qAtd postgres -c "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted")" = 1 ]; do
		sleep 0.1
	done
	run -6 pawl up --wait 200ms
	says "node-pg-migrate"
	kill $holder
	psql -qd postgres -c "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%pg_sleep%' AND pid <> pg_backend_pid()"
	run -0 pawl up
}

hold()
{
	psql -qAtd "$db" -c "SELECT pg_advisory_lock($1)" -c "SELECT pg_sleep(30)" 3>&- >/dev/null 2>&1 &
	until [ "$(held)" = 1 ]; do
		sleep 0.1
	done
}

# How many there are in this database
held()
{
	psql -qAtd "$db" -c "SELECT count(*) FROM pg_locks l JOIN pg_database d ON d.oid = l.database
		WHERE locktype = 'advisory' AND granted AND datname = current_database()"
}

release()
{
	psql -qAtd "$db" -c "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'
		AND database = (SELECT oid FROM pg_database WHERE datname = current_database())" >/dev/null
	until [ "$(held)" = 0 ]; do
		sleep 0.1
	done
}

@test "peers: pawl waits for the locks of other tools on PostgreSQL" {
	for tool in golang-migrate flyway sqlx prisma atlas goose tern graphile-migrate postgres-migrations; do
		rm -rf m
		database "lock_${tool//-/_}"
		project $tool postgres
		waits_for $tool "$(lock_of $tool postgres "$db")"
	done
}

graphile_migrate()
{
	(cd m/.. && DATABASE_URL=$url SHADOW_DATABASE_URL="postgres:///shadow?host=$server" \
		ROOT_DATABASE_URL="postgres:///postgres?host=$server" \
		node "$modules/.bin/graphile-migrate" "$@")
}

@test "peers: graphile-migrate and pawl in turn" {
	database shadow
	database graphile
	project graphile-migrate postgres
	printf '{"migrationsFolder":"./m"}' >.gmrc
	run -0 pawl up +1
	run -0 graphile_migrate migrate
	applied 3
	database graphile2
	printf '[pawl]\nurl = %s\ndir = m\nhistory = keep\n' "$url" >pawl.ini
	run -0 graphile_migrate migrate
	applied 3
	database graphile3
	printf '[pawl]\nurl = %s\ndir = m\nhistory = keep\n' "$url" >pawl.ini
	run -0 pawl up
	run -0 graphile_migrate migrate
	says "Already up to date"
	adopted
}

drizzle()
{
	node "$BATS_TEST_DIRNAME/drizzle.mjs" "$modules" "$1" m ${2:+"$2"}
}

@test "peers: Drizzle and pawl in turn" {
	mkdir -p m/meta
	for i in 0 1 2; do
		printf 'CREATE TABLE t%s (x int);--> statement-breakpoint\nCREATE INDEX i%s ON t%s (x);\n' $i $i $i >m/000${i}_t$i.sql
		jq -nc "{idx: $i, version: \"7\", when: (1700000000000 + $i), tag: \"000${i}_t$i\", breakpoints: true}"
	done | jq -sc '{version: "7", dialect: "postgresql", entries: .}' >m/meta/_journal.json
	database drizzle
	printf '[pawl]\nurl = %s\ndir = m\nhistory = keep\n' "$url" >pawl.ini
	run -0 pawl up +1
	run -0 drizzle drizzle
	applied 3
	database drizzle2
	printf '[pawl]\nurl = %s\ndir = m\nhistory = keep\n' "$url" >pawl.ini
	run -0 drizzle drizzle2
	applied 3
	database drizzle3
	printf '[pawl]\nurl = %s\ndir = m\nhistory = keep\n' "$url" >pawl.ini
	run -0 pawl up
	run -0 drizzle drizzle3
	adopted
}

@test "peers: Drizzle 1.0 and pawl in turn, over a table from before, too" {
	for i in 1 2 3; do
		mkdir -p m/2024010100000${i}_t$i
		printf 'CREATE TABLE t%s (x int);--> statement-breakpoint\nCREATE INDEX i%s ON t%s (x);\n' $i $i $i >m/2024010100000${i}_t$i/migration.sql
		echo '{}' >m/2024010100000${i}_t$i/snapshot.json
	done
	database drizzle_one
	printf '[pawl]\nurl = %s\ndir = m\nhistory = keep\n' "$url" >pawl.ini
	run -0 pawl up +1
	run -0 drizzle drizzle_one drizzle-orm-1
	applied 3
	psql -qAtd drizzle_one -c "SELECT hash, created_at, name FROM drizzle.__drizzle_migrations ORDER BY id" >both
	database drizzle_one2
	printf '[pawl]\nurl = %s\ndir = m\nhistory = keep\n' "$url" >pawl.ini
	run -0 drizzle drizzle_one2 drizzle-orm-1
	run -0 pawl up
	says "nothing to do"
	run -0 pawl verify
	psql -qAtd drizzle_one2 -c "SELECT hash, created_at, name FROM drizzle.__drizzle_migrations ORDER BY id" | diff both -
	run -0 pawl stamp 20240101000001
	run -0 pawl stamp 20240101000003
	run -0 drizzle drizzle_one2 drizzle-orm-1
	adopted
	# A table of 0.x', to which 1.0 adds the names when it first sees it.
	psql -qd drizzle_one2 -c "ALTER TABLE drizzle.__drizzle_migrations DROP name, DROP applied_at" \
		-c "UPDATE drizzle.__drizzle_migrations SET created_at = created_at + 123" \
		-c "DROP TABLE t3" -c "DELETE FROM drizzle.__drizzle_migrations WHERE id = (SELECT max(id) FROM drizzle.__drizzle_migrations)"
	applied 2
	run -0 pawl up
	run -0 drizzle drizzle_one2 drizzle-orm-1
	applied 3
	[ "$(psql -qAtd drizzle_one2 -c "SELECT name FROM drizzle.__drizzle_migrations ORDER BY created_at" | xargs)" = \
		"20240101000001_t1 20240101000002_t2 20240101000003_t3" ]
}

@test "peers: Drizzle runs what is exported" {
	database drizzle_export
	with_function postgres
	pawl export --dialect postgres --dir plain --layout drizzle -o m
	printf '[pawl]\nurl = %s\ndir = m\nhistory = keep\n' "$url" >pawl.ini
	run -0 pawl up +1
	run -0 drizzle drizzle_export
	run -0 pawl status
	says ": 4 applied, 0 pending"
}

sql_migrate()
{
	printf 'development:\n  dialect: postgres\n  datasource: host=%s user=postgres dbname=%s sslmode=disable\n  dir: m\n' \
		"$server" "$db" >dbconfig.yml
	command sql-migrate "$@"
}

@test "peers: sql-migrate and pawl in turn on PostgreSQL" {
	command -v sql-migrate || skip "no sql-migrate is installed"
	database sql_migrate
	project sql-migrate postgres
	in_turn "sql_migrate up" "sql_migrate down"
}

# revision N DOWN: a file of Alembic's
revision()
{
	printf "from alembic import op\nrevision = 'abcdef00000%s'\ndown_revision = %s\n" "$1" "$2"
	printf "def upgrade():\n    op.execute('CREATE TABLE t%s (x int)')\n" "$1"
	printf "def downgrade():\n    op.execute('DROP TABLE t%s')\n" "$1"
}

@test "peers: Alembic and pawl in turn" {
	command -v alembic || skip "no alembic is installed"
	database alembic
	mkdir -p a/versions m
	cp "$BATS_TEST_DIRNAME/alembic_env.py" a/env.py
	printf '[alembic]\nscript_location = a\nsqlalchemy.url = %s\n' "$url" >alembic.ini
	revision 1 None >a/versions/1.py
	revision 2 "'abcdef000001'" >a/versions/2.py
	revision 3 "'abcdef000002'" >a/versions/3.py
	alembic upgrade head --sql >m/up.sql
	alembic downgrade abcdef000003:base --sql >m/down.sql
	printf '[pawl]\nurl = %s\ndir = m\nhistory = keep\n' "$url" >pawl.ini
	in_turn "alembic upgrade head" "alembic downgrade -1"
	run -0 pawl down --all
	[ -z "$(psql -qAtd alembic -c '\dt')" ] || [ "$(psql -qAtd alembic -c '\dt t*')" = "" ]
}

@test "peers: kept tables on PostgreSQL" {
	for tool in golang-migrate goose flyway sqlx diesel pop bun tern liquibase prisma; do
		rm -rf m
		database "kept_${tool//-/_}"
		kept $tool postgres
	done
	for tool in refinery atlas; do
		rm -rf m
		database "kept_$tool"
		kept $tool postgres without-down
	done
}

# registry: what sqitch's registry holds
registry()
{
	for query in "${registry_queries[@]}"; do
		psql -qAtd "$1" -c "SET search_path = sqitch" -c "$query"
	done
}

@test "peers: sqitch and pawl in turn on PostgreSQL, with the same rows" {
	database sqitch
	sqitch_project pg
	in_turn_with_sqitch db:pg:sqitch
	registry sqitch >deployed
	database sqitch2
	run -0 pawl up --url "$url"
	registry sqitch2 >kept
	psql -qd sqitch -c "DROP SCHEMA sqitch CASCADE" -c "DROP TABLE _migrations, _migrations_log" -c "DROP TABLE t1, t2, t3"
	run -0 sqitch_here deploy
	registry sqitch >deployed
	diff deployed kept
	run -0 pawl down --all --url "$url"
	run -0 sqitch_here revert -y
	registry sqitch2 | grep ^revert >kept
	registry sqitch | grep ^revert >deployed
	diff deployed kept
}

@test "peers: another project's rows in sqitch's registry are left alone" {
	database sqitch3
	sqitch_project pg
	target=db:pg:sqitch3
	run -0 sqitch_here deploy
	mkdir other && cp -r m/sqitch.conf m/deploy m/revert m/verify other/
	sed 's/=shop/=mall/; s,/shop,/mall,; /t2/,$d' m/sqitch.plan >other/sqitch.plan
	echo "CREATE TABLE o1 (x int);" >other/deploy/t1.sql
	run -0 pawl status --dir other
	says "0 applied, 1 pending"
	run -0 pawl up --dir other
	applied 3
	run -0 sqitch_here status
	says "Nothing to deploy"
}

@test "peers: comparisons leave out the tool's tables on PostgreSQL" {
	for tool in dbmate graphile-migrate tern liquibase; do
		rm -rf m
		database "own_${tool//-/_}"
		project $tool postgres
		own_tables_left_out
	done
	database own_sqitch
	rm -rf m && sqitch_project pg
	own_tables_left_out
}

@test "peers: sqitch's lock" {
	database sqitch4
	sqitch_project pg
	psql -qd sqitch4 -c "SELECT pg_advisory_lock(75474063)" -c "SELECT pg_sleep(30)" 3>&- &
	holder=$!
	until [ "$(psql -qAtd postgres -c "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted")" = 1 ]; do
		sleep 0.1
	done
	run -6 pawl up --wait 200ms
	says "sqitch"
	kill $holder
	psql -qd postgres -c "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%pg_sleep%' AND pid <> pg_backend_pid()"
	run -0 pawl up
}

# logs WHAT: of migration_logs, one row a line
logs()
{
	psql -qAtd parents -c "SELECT $1 FROM migration_logs ORDER BY id" | xargs
}

@test "peers: migration_logs, as folders with parents have it" {
	database parents
	for i in 1 2 3; do
		mkdir -p codeintel/${i}_t$i
		echo "name: t$i" >codeintel/${i}_t$i/metadata.yaml
		[ $i = 1 ] || echo "parents: [$((i - 1))]" >>codeintel/${i}_t$i/metadata.yaml
		echo "CREATE TABLE t$i (x int);" >codeintel/${i}_t$i/up.sql
		echo "DROP TABLE t$i;" >codeintel/${i}_t$i/down.sql
	done
	printf '[pawl]\nurl = %s\ndir = codeintel\nhistory = keep\n' "$url" >pawl.ini
	run -0 pawl up +2
	[ "$(logs "schema, version, up, success, backfilled")" = \
		"codeintel_schema_migrations|1|t|t|f codeintel_schema_migrations|2|t|t|f" ]
	run -0 pawl down
	[ "$(logs "version, up")" = "1|t 2|t 2|f" ]
	applied 1
	# A way back that failed changed nothing; another folder's rows are not ours.
	psql -qd parents -c "INSERT INTO migration_logs
		(migration_logs_schema_version, schema, version, up, started_at, finished_at, success, backfilled)
		VALUES (2, 'codeintel_schema_migrations', 1, false, now(), now(), false, false),
			(2, 'schema_migrations', 3, true, now(), now(), true, false),
			(2, 'codeintel_schema_migrations', 2, true, now(), now(), true, true)"
	applied 1
	psql -qd parents -c "INSERT INTO migration_logs
		(migration_logs_schema_version, schema, version, up, started_at)
		VALUES (2, 'codeintel_schema_migrations', 2, true, now())"
	run -0 pawl status
	says "1 failed"
	run -7 pawl up
	says "stopped half-way"
	psql -qd parents -c "DELETE FROM migration_logs WHERE success IS NULL OR backfilled"
	# The key of "codeintel_schema_migrations:migrations".
	key=$(python3 -c "
h = 2166136261
for c in b'codeintel_schema_migrations:migrations':
    h = (h * 16777619 & 0xffffffff) ^ c
print(h % 0x7fffffff)")
	psql -qd parents -c "SELECT pg_advisory_lock($key, 0)" -c "SELECT pg_sleep(30)" 3>&- &
	holder=$!
	until [ "$(psql -qAtd postgres -c "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted")" = 1 ]; do
		sleep 0.1
	done
	run -6 pawl up --wait 200ms
	says "parents"
	kill $holder
	psql -qd postgres -c "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%pg_sleep%' AND pid <> pg_backend_pid()"
	run -0 pawl up
	adopted
}

postgres_migrations()
{
	(cd "$modules/.." && node -e '
		const { Client } = require("pg");
		const { migrate } = require("postgres-migrations");
		(async () => {
			const client = new Client({ host: process.argv[1], user: "postgres", database: process.argv[2] });
			await client.connect();
			await migrate({ client }, process.argv[3]);
			await client.end();
		})().catch((e) => { console.error(e); process.exit(1); });' "$server" "$1" "$work/m")
}

@test "peers: postgres-migrations and pawl in turn" {
	database pg_migrations
	project postgres-migrations postgres
	run -0 pawl up +1
	run -0 postgres_migrations pg_migrations
	applied 3
	psql -qAtd pg_migrations -c "SELECT id, name, hash FROM migrations ORDER BY id" >both
	run -0 pawl up
	says "nothing to do"
	database pg_migrations2
	printf '[pawl]\nurl = %s\ndir = m\nhistory = keep\nlayout = postgres-migrations\n' "$url" >pawl.ini
	run -0 pawl up
	run -0 postgres_migrations pg_migrations2
	psql -qAtd pg_migrations2 -c "SELECT id, name, hash FROM migrations ORDER BY id" | diff both -
	adopted
}

@test "peers: what Drizzle and postgres-migrations apply after they were adopted" {
	database drizzle_goes_on
	project drizzle postgres
	goes_on_after_adopt drizzle drizzle_goes_on
	rm -r m
	database pg_migrations_goes_on
	project postgres-migrations postgres
	goes_on_after_adopt postgres_migrations pg_migrations_goes_on
}

# empty: a new database of the same name
empty()
{
	psql -qd postgres -c "DROP DATABASE $db" -c "CREATE DATABASE $db"
}

# The driver speaks TCP alone.
liquibase()
{
	liquibase_with "jdbc:postgresql://127.0.0.1:$port/$db?user=postgres" "$@"
}

changelog()
{
	psql -qAtd "$db" -c "SELECT $changelog_columns FROM databasechangelog ORDER BY ORDEREXECUTED"
}

forget()
{
	psql -qd "$db" -c "UPDATE databasechangelog SET MD5SUM = NULL"
}

@test "peers: Liquibase and pawl in turn on PostgreSQL, with the same checksums" {
	database liquibase
	forward_port "$server/.s.PGSQL.5432"
	in_turn_with_liquibase postgres
}

prisma()
{
	prisma_with "postgresql:///$db?host=$server&user=postgres" "$@"
}

@test "peers: Prisma and pawl in turn on PostgreSQL" {
	database prisma
	in_turn_with_prisma postgres
	empty
	echo "CREATE TABLE t2 (x int); CREATE TABLE t1 (x int);" >m/20240101000002_t2/migration.sql
	run ! prisma deploy
	run -0 pawl status
	says "1 failed"
	run -7 pawl up
	run -0 prisma rolled-back 20240101000002_t2
	psql -qd "$db" -c "DROP TABLE IF EXISTS t2"
	echo "CREATE TABLE t2 (x int);" >m/20240101000002_t2/migration.sql
	run -0 pawl up
	applied 3
	healthy
	# What pawl has given up Prisma runs again.
	empty
	echo "CREATE TABLE t2 (x int); CREATE TABLE t1 (x int);" >m/20240101000002_t2/migration.sql
	run ! prisma deploy
	run -0 pawl repair
	psql -qd "$db" -c "DROP TABLE IF EXISTS t2"
	echo "CREATE TABLE t2 (x int);" >m/20240101000002_t2/migration.sql
	run -0 prisma deploy
	applied 3
	healthy
}

rails()
{
	rails_with "{\"adapter\": \"postgresql\", \"database\": \"$db\", \"host\": \"$server\", \"username\": \"postgres\"}" "$@"
}

@test "peers: Rails and pawl in turn on PostgreSQL" {
	database rails
	in_turn_with_rails
}

@test "peers: goose's lock table" {
	database goose
	project goose postgres
	run -0 pawl up +1
	psql -qd goose -c "CREATE TABLE goose_lock (lock_id bigint NOT NULL PRIMARY KEY,
		locked boolean NOT NULL DEFAULT false, locked_at timestamptz NULL, locked_by text NULL,
		lease_expires_at timestamptz NULL, updated_at timestamptz NULL)" -c "INSERT INTO goose_lock
		VALUES (4097083626, true, now(), 'elsewhere', now() + interval '30 seconds', now())"
	run -6 pawl up --wait 200ms
	says "goose"
	psql -qd goose -c "UPDATE goose_lock SET lease_expires_at = now() - interval '1 second'"
	echo "CREATE TABLE seen AS SELECT locked, locked_by, lease_expires_at > now() AS held FROM goose_lock;" >>m/20240101000002_t2.sql
	sed -i '/+goose Down/,/DROP/d' m/20240101000002_t2.sql
	run -0 pawl up
	[ "$(psql -qAtd goose -c "SELECT locked, locked_by ~ ' pid ', held FROM seen")" = "t|t|t" ]
	[ "$(psql -qAtd goose -c "SELECT locked, locked_by FROM goose_lock")" = "f|" ]
}

@test "peers: goose's lock is kept while a statement runs long" {
	database goose_long
	project goose postgres
	run -0 pawl up +1
	psql -qd goose_long -c "CREATE TABLE goose_lock (lock_id bigint NOT NULL PRIMARY KEY,
		locked boolean NOT NULL DEFAULT false, locked_at timestamptz NULL, locked_by text NULL,
		lease_expires_at timestamptz NULL, updated_at timestamptz NULL)"
	echo "SELECT pg_sleep(8);" >>m/20240101000002_t2.sql
	sed -i '/+goose Down/,/DROP/d' m/20240101000002_t2.sql
	pawl up 3>&- &
	runner=$!
	sleep 7
	[ "$(psql -qAtd goose_long -c "SELECT updated_at > locked_at FROM goose_lock")" = t ]
	wait $runner
}

@test "peers: Alembic with several heads, and pawl in turn" {
	command -v alembic || skip "no alembic is installed"
	database heads
	mkdir -p a/versions m
	cp "$BATS_TEST_DIRNAME/alembic_env.py" a/env.py
	printf '[alembic]\nscript_location = a\nsqlalchemy.url = %s\n' "$url" >alembic.ini
	revision 1 None >a/versions/1.py
	revision 2 "'abcdef000001'" >a/versions/2.py
	revision 3 "'abcdef000001'" >a/versions/3.py
	revision 4 "('abcdef000002', 'abcdef000003')" >a/versions/4.py
	revision 5 "'abcdef000002'" >a/versions/5.py
	alembic upgrade heads --sql >m/up.sql
	alembic downgrade abcdef000004:base --sql >m/down.sql
	alembic downgrade abcdef000005:abcdef000002 --sql >m/down5.sql
	printf '[pawl]\nurl = %s\ndir = m\nhistory = keep\n' "$url" >pawl.ini
	for i in 1 2 3 4 5; do
		run -0 pawl up +1
		heads_are_right
	done
	run -0 pawl up
	says "nothing to do"
	for i in 1 2 3 4; do
		run -0 pawl down
		heads_are_right
	done
	run -0 alembic upgrade heads
	run -0 pawl status
	says ": 5 applied, 0 pending"
	run -0 alembic downgrade abcdef000005@abcdef000002
	run -0 pawl status
	says ": 4 applied, 1 pending"
	run -0 pawl stamp abcdef000003
	heads_are_right
	run -0 pawl adopt --history own --dry-run
	says "2 would be adopted"
}

# heads_are_right: no row of another's ancestor, and the same applied to both
heads_are_right()
{
	run -0 pawl current
	[ "$(grep -oE 'abcdef0{5}[0-9]' <<<"$output" | sort -u)" = "$(alembic current 2>/dev/null |
		grep -oE '^abcdef0{5}[0-9]' | sort)" ]
	[ "$(psql -qAtd heads -c "SELECT version_num FROM alembic_version ORDER BY 1")" = "$(alembic current 2>/dev/null |
		grep -oE '^abcdef0{5}[0-9]' | sort)" ]
}

@test "peers: sqitch runs what is exported, on PostgreSQL" {
	database sqitch_export
	sqitch_takes_over postgres "db:pg:sqitch_export"
}

@test "peers: tools run exported functions on PostgreSQL" {
	database bodies_dbmate
	runs_bodies dbmate postgres "dbmate up" "dbmate down"
	database bodies_node
	runs_bodies node-pg-migrate postgres "node_pg_migrate up" "node_pg_migrate down"
	database bodies_pg_migrations
	runs_bodies postgres-migrations postgres "postgres_migrations bodies_pg_migrations"
	database bodies_liquibase
	forward_port "$server/.s.PGSQL.5432"
	runs_bodies liquibase postgres "liquibase update" "liquibase rollback-count 1"
	database bodies_sql_migrate
	runs_bodies sql-migrate postgres "sql_migrate up" "sql_migrate down"
}

state()
{
	psql -qAtd "$db" -c "SELECT table_name, column_name, column_default FROM information_schema.columns
		WHERE table_name IN ('odd \"name\"', 'crlf', 'wrapped', 'endless') ORDER BY 1, ordinal_position" \
		-c "SELECT prosrc FROM pg_proc WHERE proname = 'f'" \
		-c "SELECT indexdef FROM pg_indexes WHERE tablename = 'crlf'"
	[ -z "$(psql -qAtd "$db" -c "SELECT 1 FROM pg_class WHERE relname = 'odd \"name\"'")" ] ||
		psql -qAtd "$db" -c 'SELECT * FROM "odd ""name""" ORDER BY x'
}

alembic_here()
{
	DATABASE_URL="postgresql+psycopg2:///$db?host=$server&user=postgres" alembic -c m/alembic.ini "$@"
}

rails_migrate()
{
	(ruby "$BATS_TEST_DIRNAME/rails.rb" "{\"adapter\": \"postgresql\", \"database\": \"$db\", \"host\": \"$server\", \"username\": \"postgres\"}" m/migrate "$@")
}

# More than texts: an index that must be made outside of a transaction
with_index()
{
	echo "CREATE INDEX CONCURRENTLY i ON crlf (x);" >plain/008_index.sql
	echo "DROP INDEX CONCURRENTLY i;" >plain/008_index.down.sql
}

@test "peers: Alembic runs what is exported, on PostgreSQL" {
	command -v alembic || skip "no alembic is installed"
	database odd_alembic
	runs_odd_texts alembic postgres "alembic_here upgrade head" "alembic_here downgrade base"
	rm -r m && with_index
	pawl export --dialect postgres --dir plain --layout alembic -o m
	run -0 alembic_here upgrade head
	[ "$(psql -qAtd "$db" -c "SELECT indisvalid FROM pg_index WHERE indexrelid = 'i'::regclass")" = t ]
	run -0 alembic_here downgrade -1
	# What it prints is read by pawl again.
	mkdir printed
	alembic_here upgrade head --sql >printed/up.sql
	alembic_here downgrade 008:base --sql >printed/down.sql
	run -0 pawl status --dir printed --layout alembic --history keep --url "$url"
	says ": 7 applied, 1 pending"
	run -0 pawl down --all --dir printed --layout alembic --history keep --url "$url"
	[ -z "$(psql -qAtd "$db" -c "SELECT 1 FROM pg_class WHERE relname IN ('crlf', 'endless', 'wrapped')")" ]
}

@test "peers: Rails runs what is exported, on PostgreSQL" {
	ruby -e 'require "active_record"' || skip "no Active Record is installed"
	database odd_rails
	runs_odd_texts rails postgres "rails_migrate migrate" "back rails_migrate rollback"
	rm -r m && with_index
	pawl export --dialect postgres --dir plain --layout rails -o m
	run -0 rails_migrate migrate
	[ "$(psql -qAtd "$db" -c "SELECT indisvalid FROM pg_index WHERE indexrelid = 'i'::regclass")" = t ]
}

# Not Prisma: its adapter for node cuts texts at each ';', which its own engine does not.
@test "peers: odd texts come through to the tools on PostgreSQL" {
	database odd
	runs_odd_texts dbmate postgres "dbmate up" "back dbmate down"
	runs_odd_texts node-pg-migrate postgres "node_pg_migrate up" "node_pg_migrate down 7"
	runs_odd_texts drizzle postgres "drizzle odd"
	runs_odd_texts postgres-migrations postgres "postgres_migrations odd"
	! command -v sql-migrate || runs_odd_texts sql-migrate postgres "sql_migrate up" "sql_migrate down -limit=0"
}

@test "peers: odd texts come through to graphile-migrate" {
	database shadow_odd
	database odd_graphile
	printf '{"migrationsFolder":"./m"}' >.gmrc
	runs_odd_texts graphile-migrate postgres "graphile_migrate migrate"
}

@test "peers: odd texts come through to Liquibase on PostgreSQL" {
	database odd_liquibase
	forward_port "$server/.s.PGSQL.5432"
	runs_odd_texts liquibase postgres "liquibase update" "liquibase rollback-count 7"
}

@test "peers: odd texts come through to sqitch on PostgreSQL, verify scripts too" {
	sqitch_user
	database odd_sqitch
	target=db:pg:odd_sqitch
	runs_odd_texts sqitch postgres "sqitch_here deploy" "sqitch_here revert -y"
	rm -r m
	printf 'SELECT count(*) = 1, 7 FROM crlf;\nVALUES (1), (0);\n' >plain/002_crlf.verify.sql
	pawl export --dialect postgres --dir plain --layout sqitch -o m
	run -0 sqitch_here deploy --verify
	run -0 sqitch_here verify
	psql -qd odd_sqitch -c "INSERT INTO crlf (x) VALUES (3)"
	run ! sqitch_here verify
	says "002_crlf"
}

@test "peers: a change that fails is sqitch's event on PostgreSQL" {
	database sqitch_fail
	sqitch_project pg
	target=db:pg:sqitch_fail
	fails_in_turn_with_sqitch registry sqitch_fail
}

@test "peers: Liquibase's changesets that run again, on PostgreSQL" {
	database liquibase_again
	forward_port "$server/.s.PGSQL.5432"
	reruns_with_liquibase
}
