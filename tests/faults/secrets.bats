#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# A password is in no output, no history, and in no process's arguments.

bats_require_minimum_version 1.5.0

setup_file() {
	. "$BATS_TEST_DIRNAME/helper.bash"
	server_postgres
	[ -z "${PAWL_TEST_DIR-}" ] || psql -qAtX -h "$PAWL_TEST_DIR" -U postgres -d postgres \
		-c "CREATE ROLE pawl_password LOGIN SUPERUSER PASSWORD 's3cr3t/@word'"
}

teardown_file() {
	. "$BATS_TEST_DIRNAME/helper.bash"
	server_postgres_stop
}

setup() {
	. "$BATS_TEST_DIRNAME/helper.bash"
	project
	migration 001_a.sql <<<"CREATE TABLE a (x int);"
	migration 001_a.down.sql <<<"DROP TABLE a;"
	# What a hook sees: the URL in its environment, and every process's arguments.
	cat >pawl.ini <<-'INI'
		[hooks]
		before-up = cat /proc/[0-9]*/cmdline 2>/dev/null | tr '\0' ' ' >cmdlines; echo "$PAWL_URL" >url
		after-failure = env >environment
	INI
}

# quiet STATUS ARGUMENTS...: pawl ends so, and tells no password in any way of talking.
quiet() {
	local want=$1 talk
	shift
	for talk in "" --json -v --debug "-v --debug --log-format json"; do
		# shellcheck disable=SC2086
		run pawl "$@" $talk
		[ "$want" = any ] || exits "$want"
		lacks "s3cr3t"
		lacks "@word"
		lacks "%40word"
	done
}

# Every command that talks of the database, where it cannot be reached.
unreachable() {
	export PAWL_URL=$1
	local command
	for command in up down status current history verify stamp baseline redo repair create drop \
		"wait --timeout 1ms" "up --dry-run" plan; do
		# shellcheck disable=SC2086
		quiet any $command
		[ "$status" -ne 0 ]
	done
	quiet 0 config
	quiet 0 up --sql
}

@test "secrets: databases that cannot be reached, and URLs that are none" {
	unreachable 'postgresql://u:s3cr3t%2F%40word@127.0.0.1:1/x'
	unreachable 'postgresql://127.0.0.1:1/x?user=u&password=s3cr3t%2F%40word'
	unreachable 'mariadb://u:s3cr3t%2F%40word@127.0.0.1:1/x'
	local url
	for url in 'postgresql://u:s3cr3t@word@h:x/db' 'postgresql://u:s3cr3t%zz@h/db' \
		'postgresql://u:s3cr3t@h/db?hust=1' 'postgres:u:s3cr3t@h' 'u:s3cr3t@h/db' \
		'mariadb://u:s3cr3t@h/db?ssl=x' 'mysql://u:s3cr3t@h:1:2/db' 'nope://u:s3cr3t@h/x' \
		'postgresql://u:s3cr3t@[::1/db' 's3cr3t' 'postgresql+s3cr3t://h/db'; do
		PAWL_URL=$url quiet any up
		[ "$status" -ne 0 ]
		PAWL_URL=$url quiet any config
	done
}

@test "secrets: a run, its history, its failure and its hooks" {
	[ -n "${PAWL_TEST_DIR-}" ] || skip "no PostgreSQL server is installed"
	local admin="postgresql:///t?host=$PAWL_TEST_DIR&user=postgres"
	export PAWL_URL="postgresql://pawl_password:s3cr3t%2F%40word@/t?host=$PAWL_TEST_DIR"
	quiet 0 create
	quiet 0 up
	run ! grep -q s3cr3t cmdlines
	grep -q s3cr3t url
	quiet 0 status
	quiet 0 history --log
	quiet 0 config
	migration 002_b.sql <<<"SELECT 1 / 0;"
	quiet 5 up
	run ! grep -q s3cr3t <(grep -v "^PAWL_URL=" environment)
	run psql -qAtX "$admin" -c "SELECT * FROM _migrations" -c "SELECT * FROM _migrations_log" \
		-c "SELECT application_name FROM pg_stat_activity"
	exits 0
	lacks s3cr3t
	PAWL_URL="postgresql://pawl_password:s3cr3t@/t?host=$PAWL_TEST_DIR" quiet 4 up
	has "password authentication failed"
}

@test "secrets: passwords in the configuration" {
	cat >pawl.ini <<-'INI'
		[pawl]
		url = postgresql://u:s3cr3t%2F%40word@127.0.0.1:1/x
		[env dev]
		url = mariadb://u:s3cr3t%2F%40word@127.0.0.1:1/x
	INI
	unset PAWL_URL
	quiet 4 up
	quiet 4 up --env dev
	quiet 0 config
	quiet 0 config --env dev
	echo "DATABASE_URL=postgresql://u:s3cr3t%2F%40word@127.0.0.1:1/x" >.env
	rm pawl.ini
	quiet 4 up
	quiet 0 config
}
