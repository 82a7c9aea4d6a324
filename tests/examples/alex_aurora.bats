#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0

setup() {
	. "$BATS_TEST_DIRNAME/example.bash"
	example_copy alex-aurora
}

teardown() {
	[ -z "${data_api_port-}" ] || data_api_stop "$BATS_TEST_TMPDIR"
	example_clean
}

# Clusters of dev and prod: the emulator of the RDS Data API, and what a pipeline has.
clusters() {
	command -v node >/dev/null || skip "Node.js is not installed"
	. "$BATS_TEST_DIRNAME/../lib/data_api.sh"
	data_api_start "$BATS_TEST_TMPDIR" "$PAWL_TEST_POSTGRES_URL"
	export AWS_ENDPOINT_URL_RDS_DATA=http://127.0.0.1:$data_api_port
	export AWS_SHARED_CREDENTIALS_FILE=$BATS_TEST_TMPDIR/credentials
	export ALEX_CLUSTER_ARN=arn:aws:rds:eu-test-1:123456789012:cluster:alex
	export ALEX_SECRET_ARN=arn:aws:secretsmanager:eu-test-1:123456789012:secret:alex-AbCdEf
}

@test "alex-aurora: every command of the README" {
	example_databases alex_local alex_dev alex_prod alex_at_001
	clusters
	console_run README.md
}

@test "alex-aurora: either driver goes on where the other one stopped" {
	example_databases alex_dev
	clusters
	pawl create --env dev
	pawl up 001 --env dev
	pawl up 002 --url postgresql:///alex_dev
	pawl up --env dev
	pawl verify --url postgresql:///alex_dev
	pawl check --url postgresql:///alex_dev
	pawl dump --env dev >over_the_data_api.sql
	pawl dump --url postgresql:///alex_dev >over_a_socket.sql
	cmp over_the_data_api.sql over_a_socket.sql
	pawl check --env dev
	pawl docs --env dev --format markdown >docs.md
	grep -q instruments docs.md
}

@test "alex-aurora: an UPDATE moves updated_at in all five tables" {
	example_database
	pawl up
	sql "INSERT INTO users (auth_subject) VALUES ('kim');
	     INSERT INTO instruments (symbol, name, instrument_type) VALUES ('BND', 'Bonds', 'bond_fund');
	     INSERT INTO accounts (user_id, account_name) SELECT id, 'Pension' FROM users;
	     INSERT INTO positions (account_id, symbol, quantity) SELECT id, 'BND', 1.5 FROM accounts;
	     INSERT INTO jobs (user_id, job_type) SELECT id, 'portfolio_analysis' FROM users"
	for change in "users SET display_name = 'Kim'" "instruments SET current_price = 72.5" \
		"accounts SET cash_balance = 10" "positions SET quantity = 2" \
		"jobs SET status = 'running', report_payload = '{\"sections\": []}'"; do
		sql "UPDATE $change"
		is t "$(sql "SELECT bool_and(updated_at > created_at) FROM ${change%% *}")"
	done
	is 5 "$(sql "SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal")"
}

@test "alex-aurora: 002 derives the risk profile of existing users, 003 keeps prices" {
	example_database
	pawl up 001
	for equity in 30 60 80 95; do
		sql "INSERT INTO users (auth_subject, asset_class_targets)
		     VALUES ('u$equity', '{\"equity\": $equity}')"
	done
	sql "INSERT INTO instruments (symbol, name, instrument_type, current_price)
	     VALUES ('VTI', 'Total Market', 'etf', 284.1234)"
	pawl up
	is $'u30|conservative\nu60|moderate\nu80|growth\nu95|aggressive' \
		"$(sql "SELECT auth_subject, risk_profile FROM users ORDER BY 1")"
	is '284.123400|USD|t' \
		"$(sql "SELECT current_price, currency, price_updated_at IS NOT NULL FROM instruments")"
}

@test "alex-aurora: one version at a time leads to the same schema as all at once" {
	example_database
	pawl up
	schema >all
	example_clean && rm "$BATS_TEST_TMPDIR/databases"
	example_database
	pawl up +1
	pawl up +1
	pawl up +1
	schema >one_by_one
	cmp all one_by_one
	grep -q users_risk_profile_check all
}
