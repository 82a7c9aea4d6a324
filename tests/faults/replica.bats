#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# Batched statements and a replica that lags: lag= makes them wait for it.

bats_require_minimum_version 1.5.0

setup() {
	. "$BATS_TEST_DIRNAME/helper.bash"
}

teardown() {
	[ -z "${pid-}" ] || kill "$pid" 2>/dev/null || :
	[ ! -f "${PAWL_TEST_DIR-}/replica/data/postmaster.pid" ] || postgres_stop "$PAWL_TEST_DIR/replica"
	[ ! -f "${PAWL_TEST_DIR-}/replica/pid" ] || mariadb_stop "$PAWL_TEST_DIR/replica"
	[ ! -d "${PAWL_TEST_DIR-}/data/global" ] || server_postgres_stop
	[ ! -d "${PAWL_TEST_DIR-}/data/mysql" ] || server_mariadb_stop
}

# Long enough for a lag to show, were it not waited for.
batched() {
	migration 002_fill.sql <<-'SQL'
		-- pawl:batch table=t key=id size=10 pause=100ms lag=1s
		UPDATE t SET n = n + 1 WHERE id BETWEEN :lo AND :hi;
	SQL
}

@test "replica: PostgreSQL's primary waits for a replica that is behind" {
	server_postgres
	project_postgres
	replica=$PAWL_TEST_DIR/replica
	echo "local replication all trust" >>"$PAWL_TEST_DIR/data/pg_hba.conf"
	sql "SELECT pg_reload_conf()"
	mkdir "$replica"
	postgres_find
	[ "$(id -u)" -ne 0 ] || chown postgres "$replica"
	eventually 10 postgres_as "$postgres_bin/pg_basebackup" -h "$PAWL_TEST_DIR" -U postgres \
		-D "$replica/data" -R -X stream -c fast
	printf '%s\n' "unix_socket_directories = '$replica'" >>"$replica/data/postgresql.conf"
	postgres_as "$postgres_bin/pg_ctl" -D "$replica/data" -l "$replica/log" -s -w start 3>&-
	migration 001_t.sql <<<"CREATE TABLE t (id int PRIMARY KEY, n int NOT NULL);
INSERT INTO t SELECT i, 0 FROM generate_series(1, 300) i;"
	pawl up
	psql -qAtX -h "$replica" -d postgres -c "SELECT pg_wal_replay_pause()"
	batched
	background pawl up
	eventually 30 says "s behind: waiting for it"
	before=$(sql "SELECT sum(n) FROM t")
	[ "$before" -lt 300 ]
	sleep 1.5
	is "$before" "$(sql "SELECT sum(n) FROM t")"
	psql -qAtX -h "$replica" -d postgres -c "SELECT pg_wal_replay_resume()"
	finished
	exits 0
	is 300 "$(sql "SELECT count(*) FROM t WHERE n = 1")"
}

@test "replica: where none is known, nothing is waited for" {
	server_postgres
	project_postgres
	migration 001_t.sql <<<"CREATE TABLE t (id int PRIMARY KEY, n int NOT NULL);
INSERT INTO t SELECT i, 0 FROM generate_series(1, 30) i;"
	batched
	run pawl up
	exits 0
	has "no replica is known of: nothing to wait for"
	is 30 "$(sql "SELECT sum(n) FROM t")"
}

# node NAME QUERY
node() {
	mariadb --no-defaults -uroot -S "$1/s.sock" -BN -e "$2"
}

@test "replica: MariaDB waits while the server itself is behind its primary" {
	command -v mariadbd >/dev/null || skip "no MariaDB server is installed"
	. "$BATS_TEST_DIRNAME/../lib/mariadb.sh"
	. "$BATS_TEST_DIRNAME/../lib/galera.sh"
	project
	PAWL_TEST_DIR=$(mktemp -d "${PAWL_TEST_TMPDIR:-/tmp}/pawl-faults.XXXXXX")
	replica=$PAWL_TEST_DIR/replica
	port=$(galera_ports_)
	mariadb_start "$PAWL_TEST_DIR" --log-bin --server-id=1 --skip-networking=0 \
		--bind-address=127.0.0.1 --port="$port" 3>&- >/dev/null
	mkdir "$replica"
	mariadb_start "$replica" --server-id=2 3>&- >/dev/null
	node "$PAWL_TEST_DIR" "CREATE USER copy@'127.0.0.1' IDENTIFIED BY 'copy'; GRANT REPLICATION SLAVE ON *.* TO copy@'127.0.0.1'"
	node "$replica" "CREATE DATABASE app"
	node "$replica" "CHANGE MASTER TO MASTER_HOST='127.0.0.1', MASTER_PORT=$port, MASTER_USER='copy',
		MASTER_PASSWORD='copy', MASTER_USE_GTID=slave_pos, MASTER_DELAY=600; START SLAVE"
	PAWL_URL="mariadb://root@localhost/app?socket=$replica/s.sock"
	migration 001_t.sql <<<"CREATE TABLE t (id int PRIMARY KEY, n int NOT NULL);
INSERT INTO t SELECT seq, 0 FROM seq_1_to_300;"
	pawl up
	node "$PAWL_TEST_DIR" "CREATE DATABASE other"
	batched
	background pawl up
	eventually 30 says "s behind: waiting for it"
	before=$(node "$replica" "SELECT sum(n) FROM app.t")
	[ "$before" -lt 300 ]
	sleep 1.5
	is "$before" "$(node "$replica" "SELECT sum(n) FROM app.t")"
	node "$replica" "STOP SLAVE; CHANGE MASTER TO MASTER_DELAY=0; START SLAVE"
	finished
	exits 0
	is 300 "$(node "$replica" "SELECT count(*) FROM app.t WHERE n = 1")"
}
