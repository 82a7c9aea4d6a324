# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh
# A PostgreSQL server and a pgbouncer for tests, to be sourced by a POSIX shell.
#
#	postgres_start DIR     a new server on a unix socket in DIR, which exists and is ours;
#	                       sets PAWL_TEST_POSTGRES_URL
#	postgres_stop DIR
#	pgbouncer_start DIR [SOCKETS]
#	                       transaction mode, in front of the server whose socket is in
#	                       SOCKETS (or DIR); sets PAWL_TEST_PGBOUNCER_URL
#	pgbouncer_stop DIR
#
# Everything they write is in DIR; logs are postgres.log and pgbouncer.log there.
# The server refuses to run as root, so root runs it as the user postgres, who
# must be able to reach DIR.

# Where initdb and pg_ctl are: PAWL_TEST_POSTGRES_BIN, or the newest that Debian has installed.
postgres_find() {
	postgres_bin=${PAWL_TEST_POSTGRES_BIN-}
	[ -z "$postgres_bin" ] || return 0
	for postgres_dir in /usr/lib/postgresql/*/bin; do
		[ ! -x "$postgres_dir/initdb" ] || postgres_bin=$postgres_dir
	done
	[ -n "$postgres_bin" ] || {
		echo "no PostgreSQL server is installed" >&2
		return 1
	}
}

# As the user of the server.
postgres_as() {
	if [ "$(id -u)" -eq 0 ]; then
		(cd / && exec runuser -u postgres -- "$@")
	else
		"$@"
	fi
}

postgres_start() {
	postgres_find || return 1
	[ "$(id -u)" -ne 0 ] || chown postgres "$1"
	postgres_as "$postgres_bin/initdb" -D "$1/data" -U postgres -A trust -E UTF8 \
		--locale=C.UTF-8 --no-sync >"$1/initdb.log" 2>&1 || {
		cat "$1/initdb.log" >&2
		return 1
	}
	cat >>"$1/data/postgresql.conf" <<-CONF
		listen_addresses = ''
		unix_socket_directories = '$1'
		fsync = off
		max_connections = 100
		max_prepared_transactions = 5
	CONF
	# The role of the tests that need a password; everybody else is let in.
	printf '%s\n' 'local all pawl_password scram-sha-256' 'local all all trust' \
		>"$1/data/pg_hba.conf"
	postgres_as "$postgres_bin/pg_ctl" -D "$1/data" -l "$1/postgres.log" -s -w start || {
		cat "$1/postgres.log" >&2
		return 1
	}
	PAWL_TEST_POSTGRES_URL="postgresql:///postgres?host=$1&user=postgres"
	export PAWL_TEST_POSTGRES_URL
}

postgres_stop() {
	[ -f "$1/data/postmaster.pid" ] || return 0
	postgres_find && postgres_as "$postgres_bin/pg_ctl" -D "$1/data" -s -w -m immediate stop
}

pgbouncer_start() {
	mkdir -p "$1/pgbouncer"
	echo '"postgres" ""' >"$1/pgbouncer/users.txt"
	# auth_type any lets everybody in, as the user that the [databases] line names.
	cat >"$1/pgbouncer/pgbouncer.ini" <<-CONF
		[databases]
		* = host=${2:-$1} port=5432 user=postgres
		[pgbouncer]
		listen_addr =
		listen_port = 6432
		unix_socket_dir = $1/pgbouncer
		auth_type = any
		auth_file = $1/pgbouncer/users.txt
		pool_mode = transaction
		default_pool_size = 5
		logfile = $1/pgbouncer.log
		pidfile = $1/pgbouncer/pid
	CONF
	if [ "$(id -u)" -eq 0 ]; then
		chown postgres "$1" "$1/pgbouncer"
	fi
	postgres_as "$(command -v pgbouncer || echo /usr/sbin/pgbouncer)" -q -d \
		"$1/pgbouncer/pgbouncer.ini" || return 1
	pgbouncer_tries=50
	until [ -S "$1/pgbouncer/.s.PGSQL.6432" ] && [ -s "$1/pgbouncer/pid" ]; do
		pgbouncer_tries=$((pgbouncer_tries - 1))
		[ "$pgbouncer_tries" -gt 0 ] || return 1
		sleep 0.1
	done
	PAWL_TEST_PGBOUNCER_URL="postgresql:///postgres?host=$1/pgbouncer&port=6432&user=postgres"
	export PAWL_TEST_PGBOUNCER_URL
}

pgbouncer_stop() {
	[ ! -s "$1/pgbouncer/pid" ] || kill "$(cat "$1/pgbouncer/pid")" 2>/dev/null || :
	rm -rf "$1/pgbouncer"
}
