#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# The whole chain runs on PGlite, which has pgvector; it knows one database alone,
# so every test starts a server of its own.

setup() {
	. "$BATS_TEST_DIRNAME/example.bash"
	. "$BATS_TEST_DIRNAME/../lib/pglite.sh"
	example_copy augo
}

teardown() {
	pglite_stop "$BATS_TEST_TMPDIR/server"
	pglite_stop "$BATS_TEST_TMPDIR/staging"
	example_clean
}

server() {
	mkdir "$BATS_TEST_TMPDIR/server"
	pglite_start "$BATS_TEST_TMPDIR/server"
	export PGHOST=$BATS_TEST_TMPDIR/server PGUSER=postgres PGDATABASE=postgres
	unset PGPORT PGPASSWORD
}

@test "augo: every command of the README" {
	server
	mkdir "$BATS_TEST_TMPDIR/staging"
	pglite_start "$BATS_TEST_TMPDIR/staging"
	export PRODUCTION="postgresql:///augo?host=$BATS_TEST_TMPDIR/server"
	export STAGING="postgresql:///augo?host=$BATS_TEST_TMPDIR/staging"
	console_run README.md
}

@test "augo: every step down leads to the schema that was there before" {
	server
	cd server
	sed -i '/^after_up/d' pawl.ini
	there_and_back 13 schema
	schema | grep 'USING hnsw (embedding vector_cosine_ops)'
	schema | grep 'PROCEDURE public.rebuild_account_snapshots'
	pawl downgrade --all
	is 'extension|plpgsql' "$(schema)"
}

@test "augo: messages are found by meaning and by word" {
	server
	cd server
	pawl upgrade
	sql "INSERT INTO users (id, email, username, password_hash)
	     VALUES ('00000000-0000-0000-0000-000000000001', 'kim@example.com', 'kim', 'x');
	     INSERT INTO sessions (id, user_id)
	     VALUES ('00000000-0000-0000-0000-000000000002', '00000000-0000-0000-0000-000000000001');
	     INSERT INTO searchable_messages (session_id, user_id, role, content, embedding)
	     SELECT '00000000-0000-0000-0000-000000000002', '00000000-0000-0000-0000-000000000001', 'user', word,
	            (array_fill(0, ARRAY[at]) || ARRAY[1] || array_fill(0, ARRAY[1535 - at]))::vector
	     FROM (VALUES ('rent', 3), ('groceries', 7)) AS message (word, at)"
	is groceries "$(sql "SELECT content FROM searchable_messages ORDER BY embedding <=>
	     (array_fill(0, ARRAY[7]) || ARRAY[1] || array_fill(0, ARRAY[1528]))::vector LIMIT 1")"
	is groceries "$(sql "SELECT content FROM searchable_messages
	     WHERE search_vector @@ to_tsquery('simple', 'groceries')")"
}

@test "augo: rebuild_account_snapshots() computes every balance from the transactions" {
	server
	cd server
	pawl upgrade
	sql "INSERT INTO users (id, email, username, password_hash, timezone) VALUES
	       ('00000000-0000-0000-0000-000000000001', 'kim@example.com', 'kim', 'x', 'Asia/Tokyo'),
	       ('00000000-0000-0000-0000-000000000002', 'lee@example.com', 'lee', 'x', 'UTC');
	     INSERT INTO financial_accounts (id, user_id, name, nature, type, initial_balance) VALUES
	       ('00000000-0000-0000-0000-00000000000a', '00000000-0000-0000-0000-000000000001', 'Bank', 'asset', 'deposit', 1000),
	       ('00000000-0000-0000-0000-00000000000b', '00000000-0000-0000-0000-000000000001', 'Wallet', 'asset', 'cash', 20),
	       ('00000000-0000-0000-0000-00000000000c', '00000000-0000-0000-0000-000000000002', 'Bank', 'asset', 'deposit', 5);
	     INSERT INTO transactions (user_id, type, source_account_id, target_account_id, amount, amount_original, transaction_at) VALUES
	       ('00000000-0000-0000-0000-000000000001', 'income', NULL, '00000000-0000-0000-0000-00000000000a', 500.25, 500.25, '2026-03-01 01:00Z'),
	       ('00000000-0000-0000-0000-000000000001', 'transfer', '00000000-0000-0000-0000-00000000000a', '00000000-0000-0000-0000-00000000000b', 100, 100, '2026-03-01 02:00Z'),
	       ('00000000-0000-0000-0000-000000000001', 'expense', '00000000-0000-0000-0000-00000000000b', NULL, 45.5, 45.5, '2026-03-01 20:00Z'),
	       ('00000000-0000-0000-0000-000000000002', 'expense', '00000000-0000-0000-0000-00000000000c', NULL, 2, 2, '2026-03-01 20:00Z');
	     INSERT INTO account_snapshots VALUES ('00000000-0000-0000-0000-00000000000a', '2020-01-01', 0, 0, 7);
	     CALL rebuild_account_snapshots('00000000-0000-0000-0000-000000000001')"
	# 20:00 UTC is the next morning in Tokyo.
	is $'Bank|2026-03-01|500.25|100.00|1400.25\nWallet|2026-03-01|100.00|0.00|120.00\nWallet|2026-03-02|0.00|45.50|74.50' \
		"$(sql "SELECT a.name, snapshot_date, round(inflow, 2), round(outflow, 2), round(balance, 2)
		        FROM account_snapshots JOIN financial_accounts a ON a.id = account_id ORDER BY 1, 2")"
	is $'a|1400.25\nb|74.50\nc|0.00' \
		"$(sql "SELECT right(id::text, 1), round(current_balance, 2) FROM financial_accounts ORDER BY 1")"
	sql "CALL rebuild_account_snapshots()"
	is 3.00 "$(sql "SELECT round(current_balance, 2) FROM financial_accounts WHERE id::text LIKE '%c'")"
	is 120.00 "$(sql "SELECT round(account_balance_at('00000000-0000-0000-0000-00000000000b', '2026-03-01'), 2)")"
}

@test "augo: down to nothing stops at the extensions while Mem0 still has a vector" {
	server
	cd server
	pawl upgrade
	run pawl downgrade --all
	[ "$status" -eq 5 ]
	[[ $output == *0001_extensions.down.sql* && $output == *longterm_memory* ]]
	pawl current | grep 0001
	is 2 "$(sql "SELECT count(*) FROM pg_extension WHERE extname IN ('vector', 'uuid-ossp')")"
}

@test "augo: a server without pgvector gets a clear error and no change" {
	example_database
	if [ -n "$(sql "SELECT 1 FROM pg_available_extensions WHERE name = 'vector'")" ]; then
		skip "this server has pgvector"
	fi
	cd server
	run pawl upgrade
	[ "$status" -eq 5 ]
	[[ $output == *0001_extensions.sql* && $output == *'extension "vector" is not available'* ]]
	is 'extension|plpgsql' "$(schema)"
}
