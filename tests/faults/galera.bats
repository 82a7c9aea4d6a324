#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# A Galera cluster of three nodes: GET_LOCK is known to one node only, so the
# lease is the lock.

bats_require_minimum_version 1.5.0

setup_file() {
	. "$BATS_TEST_DIRNAME/helper.bash"
	. "$faults_lib/mariadb.sh"
	. "$faults_lib/galera.sh"
	galera_find || return 0
	PAWL_TEST_DIR=$(mktemp -d "${PAWL_TEST_TMPDIR:-/tmp}/pawl-faults.XXXXXX")
	export PAWL_TEST_DIR
	galera_start "$PAWL_TEST_DIR" 3>&-
}

teardown_file() {
	. "$BATS_TEST_DIRNAME/helper.bash"
	. "$faults_lib/mariadb.sh"
	. "$faults_lib/galera.sh"
	[ -n "${PAWL_TEST_DIR-}" ] || return 0
	galera_stop "$PAWL_TEST_DIR"
	rm -rf "$PAWL_TEST_DIR"
}

setup() {
	. "$BATS_TEST_DIRNAME/helper.bash"
	. "$faults_lib/mariadb.sh"
	. "$faults_lib/galera.sh"
	[ -n "${PAWL_TEST_DIR-}" ] || skip "Galera is not installed"
	project
	database=t$BATS_TEST_NUMBER
	node 1 "CREATE DATABASE $database" mysql
}

# node N QUERY [DATABASE]: its rows, as that node sees them.
node() {
	mariadb --no-defaults -uroot -S "$(galera_url "$PAWL_TEST_DIR" "$1" | sed 's/.*socket=//')" \
		-BN "${3-$database}" -e "SET wsrep_sync_wait = 15; $2"
}

# The URL of this test's database on node N.
url() {
	galera_url "$PAWL_TEST_DIR" "$1" | sed "s|/?|/$database?|"
}

@test "galera: 9 runners on three nodes at once, each migration once" {
	local i
	for i in 1 2 3 4; do
		migration "00${i}_t.sql" <<<"CREATE TABLE t$i (x int PRIMARY KEY); INSERT INTO t$i VALUES ($i);"
	done
	for i in 1 2 3 4 5 6 7 8 9; do
		pawl up --url "$(url $((i % 3 + 1)))" >"out.$i" 2>&1 3>&- &
		echo $! >"pid.$i"
	done
	for i in 1 2 3 4 5 6 7 8 9; do
		wait "$(cat "pid.$i")" || {
			cat "out.$i"
			return 1
		}
	done
	is $'4\t4' "$(node 2 "SELECT count(*), count(DISTINCT filename) FROM _migrations WHERE state = 'applied'")"
	is 4 "$(node 3 "SELECT count(*) FROM _migrations_log")"
	is 1 "$(node 1 "SELECT count(*) FROM t4")"
}

# The migration that the runner on the first node is at.
sleeping() {
	[ "$(node 1 "SELECT count(*) FROM information_schema.processlist WHERE info LIKE 'INSERT INTO a SELECT SLEEP%'")" = 1 ]
}

@test "galera: a runner on another node waits and names the holder" {
	migration 001_a.sql <<<"CREATE TABLE a (x int PRIMARY KEY);"
	pawl up --url "$(url 1)" --applied-by alex@laptop
	migration 002_b.sql <<<"INSERT INTO a SELECT SLEEP(2);"
	background pawl up --url "$(url 1)" --applied-by alex@laptop
	eventually 30 sleeping
	run pawl up --url "$(url 2)" --wait 0
	exits 6
	has "it is alex@laptop pid $pid"
	run pawl up --url "$(url 3)"
	exits 0
	has "waiting for another pawl to finish: alex@laptop pid $pid"
	has "nothing to do: at 002"
	finished
	exits 0
}

@test "galera: a backup can be made and proved; a restore, which nothing keeps others out of, is refused" {
	migration 001_t.sql <<<"CREATE TABLE t (x int PRIMARY KEY); INSERT INTO t VALUES (1);"
	pawl up --url "$(url 1)"
	run pawl backup --verify --url "$(url 2)"
	exits 0
	has "verified: restored"
	run pawl restore backups/*.sql --force --url "$(url 1)"
	exits 2
	has "a backup cannot be restored here"
	is 1 "$(node 3 "SELECT x FROM t")"
	is "" "$(node 3 "SHOW DATABASES LIKE 'pawl%'")"
	# By the server's own client, as the message says; the history is in it.
	node 1 "CREATE DATABASE ${database}_new" mysql
	mariadb --no-defaults -uroot -S "$(galera_url "$PAWL_TEST_DIR" 1 | sed 's/.*socket=//')" \
		"${database}_new" <backups/*.sql
	is 001_t.sql "$(node 2 "SELECT filename FROM _migrations" "${database}_new")"
}
