#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0

setup() {
	. "$BATS_TEST_DIRNAME/example.bash"
	example_copy client-roles
}

teardown() {
	example_clean
}

# A database as it stood before any migration.
start() {
	example_database
	psql -qX -v ON_ERROR_STOP=1 -f database/models.sql -f database/sample_data.sql
}

@test "client-roles: every command of the README" {
	example_databases client_roles
	console_run README.md
}

@test "client-roles: 001 widens account_id, and back as long as the ids are short" {
	start
	sql "UPDATE accounts SET account_id = '1111-2222-33' WHERE id = 1"
	schema >before
	pawl up 001
	is 1111222233 "$(sql "SELECT account_id FROM accounts WHERE id = 1")"
	sql "UPDATE accounts SET account_id = 'PARTNER-444455556666' WHERE id = 2"
	run pawl down
	[ "$status" -eq 5 ]
	[[ $output == *001_rollback.sql* ]]
	sql "UPDATE accounts SET account_id = '444455556666' WHERE id = 2"
	pawl down
	schema >after
	cmp before after
}

@test "client-roles: 003 fixes clients and nobody else, 004 comes and goes" {
	start
	pawl up 003
	is $'admin|1\nanalyst|1\nclient|4\nuser|1' \
		"$(sql "SELECT role, count(*) FROM users GROUP BY 1 ORDER BY 1")"
	schema >before
	pawl up
	is $'f|3\nt|4' "$(sql "SELECT email_verified, count(*) FROM users GROUP BY 1 ORDER BY 1")"
	pawl down
	schema >after
	cmp before after
}

@test "client-roles: a file with its own BEGIN and COMMIT fails as a whole, with its history" {
	start
	sed -i 's/^COMMIT;/SELECT 1 \/ 0;\n&/' database/migrations/004_add_new_column.sql
	run pawl up
	[ "$status" -eq 5 ]
	is 0 "$(sql "SELECT count(*) FROM pg_attribute
	             WHERE attrelid = 'users'::regclass AND attname = 'email_verified'")"
	is $'001\n003' "$(sql "SELECT version FROM _migrations ORDER BY id")"
}

@test "client-roles: verify fails while a client has another role" {
	start
	pawl up
	pawl verify
	sql "UPDATE users SET role = 'user' WHERE username = 'north-1'"
	run pawl verify
	[ "$status" -ne 0 ]
	[[ $output == *"a client user has another role than client"* ]]
	sql "UPDATE users SET role = 'client' WHERE username = 'north-1'"
	pawl verify
	sql "UPDATE users SET email_verified = FALSE WHERE username = 'root'"
	run pawl verify
	[ "$status" -ne 0 ]
	[[ $output == *"a user from before 2025 is not verified"* ]]
}

@test "client-roles: each run makes a backup, which brings back what 003 has overwritten" {
	start
	sql "SELECT id, role FROM users ORDER BY id" >roles
	pawl up
	is 1 "$(ls backups/*-empty.dump | wc -l)"
	run pawl restore backups/*-empty.dump
	[ "$status" -eq 7 ]
	pawl restore backups/*-empty.dump --force
	sql "SELECT id, role FROM users ORDER BY id" >restored
	cmp roles restored
}
