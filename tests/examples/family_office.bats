#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0

setup() {
	. "$BATS_TEST_DIRNAME/example.bash"
	example_copy family-office
}

teardown() {
	example_clean
}

# The same statements on either engine.
on_sqlite() {
	sqlite3 -bail dev.db "PRAGMA foreign_keys = ON; $1"
}

lite_schema() {
	sqlite3 -bail "$1" "SELECT type, name, sql FROM sqlite_master
	      WHERE name NOT LIKE 'sqlite_%' AND name NOT LIKE '\_migrations%' ESCAPE '\' ORDER BY 1, 2"
}

# use_rows RUN: rows in all six tables, and the rules that hold for them; RUN runs SQL.
use_rows() {
	"$1" "INSERT INTO users (id, email, password_hash, first_name, last_name)
	      VALUES ('0b1f0c1e-0000-4000-8000-000000000001', 'kim@example.com', 'x', 'Kim', 'Lee');
	      INSERT INTO accounts (id, user_id, name, account_type)
	      VALUES ('0b1f0c1e-0000-4000-8000-000000000002', '0b1f0c1e-0000-4000-8000-000000000001', 'Broker', 'brokerage');
	      INSERT INTO assets (id, account_id, symbol, name, asset_type, quantity, beta)
	      VALUES ('0b1f0c1e-0000-4000-8000-000000000003', '0b1f0c1e-0000-4000-8000-000000000002', 'VTI', 'Market', 'etf', 2.5, 1.01);
	      INSERT INTO real_estate (id, user_id, property_name, property_type, address, city)
	      VALUES ('0b1f0c1e-0000-4000-8000-000000000004', '0b1f0c1e-0000-4000-8000-000000000001', 'Home', 'house', 'Main 1', 'Bern');
	      INSERT INTO transactions (id, account_id, asset_id, transaction_type, amount, fees, net_realized_gain, holding_period, transaction_date)
	      VALUES ('0b1f0c1e-0000-4000-8000-000000000005', '0b1f0c1e-0000-4000-8000-000000000002',
	              '0b1f0c1e-0000-4000-8000-000000000003', 'sell', 100, 5, 15, 'long', '2026-01-31 12:00:00+00:00');
	      INSERT INTO agent_tasks (id, user_id, agent_type, task_type, parameters)
	      VALUES ('0b1f0c1e-0000-4000-8000-000000000006', '0b1f0c1e-0000-4000-8000-000000000001', 'analyst', 'risk', '{\"depth\": 2}')"
	local wrong
	for wrong in "UPDATE users SET risk_tolerance = 'reckless'" "UPDATE agent_tasks SET retry_count = 9" \
		"UPDATE transactions SET holding_period = 'ever'" "UPDATE users SET mfa_enabled = TRUE" \
		"INSERT INTO users (id, email, password_hash, first_name, last_name)
		 VALUES ('0b1f0c1e-0000-4000-8000-000000000009', 'KIM@example.com', 'x', 'K', 'L')" \
		"UPDATE accounts SET user_id = '0b1f0c1e-0000-4000-8000-00000000000f'"; do
		if "$1" "$wrong"; then
			echo "accepted: $wrong" >&2
			return 1
		fi
	done
	is 0b1f0c1e-0000-4000-8000-000000000001 "$("$1" "SELECT id FROM users")"
}

@test "family-office: every command of the README" {
	example_databases family_office_dev
	console_run README.md
}

@test "family-office: SQLite: all six tables work, gains survive the way back" {
	export DATABASE_URL=sqlite:dev.db
	pawl upgrade
	use_rows on_sqlite
	pawl downgrade
	is 20 "$(on_sqlite "SELECT round(realized_gain) FROM transactions" | cut -d. -f1)"
	pawl upgrade
	is 15 "$(on_sqlite "SELECT round(net_realized_gain) FROM transactions" | cut -d. -f1)"
}

@test "family-office: PostgreSQL: all six tables work, gains survive the way back" {
	example_database
	export DATABASE_URL=$PAWL_URL && unset PAWL_URL
	pawl upgrade
	use_rows sql
	pawl downgrade
	is 20.00 "$(sql "SELECT realized_gain FROM transactions")"
	pawl upgrade
	is 15.00 "$(sql "SELECT net_realized_gain FROM transactions")"
}

@test "family-office: SQLite: every step down leads to the schema that was there before" {
	export DATABASE_URL=sqlite:dev.db
	there_and_back 4 lite_schema dev.db
	lite_schema dev.db | grep ix_transactions_unreconciled
	pawl downgrade base
	is '' "$(lite_schema dev.db)"
}

@test "family-office: PostgreSQL: every step down leads to the schema that was there before" {
	example_database
	export DATABASE_URL=$PAWL_URL && unset PAWL_URL
	there_and_back 4 schema
	schema | grep ix_transactions_unreconciled
	pawl downgrade base
	is 'extension|plpgsql' "$(schema)"
}

@test "family-office: upgrade --sql, run by the engine's shell, leaves the same tables and history" {
	example_database
	local postgres=$PAWL_URL
	unset PAWL_URL
	DATABASE_URL=sqlite:dev.db pawl upgrade
	DATABASE_URL=sqlite:by_hand.db pawl upgrade --sql >lite.sql
	sqlite3 -bail by_hand.db <lite.sql
	lite_schema dev.db >pawl_lite
	lite_schema by_hand.db >hand_lite
	cmp pawl_lite hand_lite
	for db in dev.db by_hand.db; do
		sqlite3 "$db" "SELECT version, filename, checksum FROM _migrations ORDER BY id" >"$db.rows"
	done
	cmp dev.db.rows by_hand.db.rows
	is 4 "$(wc -l <dev.db.rows)"

	export DATABASE_URL=$postgres
	pawl upgrade --sql >pg.sql
	psql -qX -v ON_ERROR_STOP=1 -f pg.sql
	pawl status --exit-code
	sqlite3 dev.db "SELECT version, filename, checksum FROM _migrations ORDER BY id" >lite.rows
	sql "SELECT version, filename, checksum FROM _migrations ORDER BY id" >pg.rows
	cmp lite.rows pg.rows
}
