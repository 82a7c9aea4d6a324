# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC1091
#
# What the tests of faults share: a project in bats' temporary folder, servers that
# belong to one file of tests, and waiting for what another process does.

faults_tests=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
faults_lib=$faults_tests/../lib

# An empty project, and there we are; pawl is the one on PATH.
project() {
	command -v pawl >/dev/null || {
		echo "pawl is not on PATH" >&2
		return 1
	}
	unset PAWL_URL PAWL_ENV DATABASE_URL "${!PG@}"
	export NO_COLOR=1 PAWL_URL=sqlite:app.db
	mkdir "$BATS_TEST_TMPDIR/project" "$BATS_TEST_TMPDIR/project/migrations"
	cd "$BATS_TEST_TMPDIR/project" || return 1
}

# migration NAME: one of migrations/, its text from stdin.
migration() {
	cat >"migrations/$1"
}

# In setup_file: a PostgreSQL server of this file's own.
server_postgres() {
	[ -n "$(ls -d /usr/lib/postgresql/*/bin/initdb 2>/dev/null)" ] || return 0
	. "$faults_lib/postgres.sh"
	# bats' own folder lies too deep for a socket's name.
	PAWL_TEST_DIR=$(mktemp -d "${PAWL_TEST_TMPDIR:-/tmp}/pawl-faults.XXXXXX")
	export PAWL_TEST_DIR
	chmod 755 "$PAWL_TEST_DIR"
	postgres_start "$PAWL_TEST_DIR"
}

# In teardown_file.
server_postgres_stop() {
	[ -n "${PAWL_TEST_DIR-}" ] || return 0
	. "$faults_lib/postgres.sh"
	pgbouncer_stop "$PAWL_TEST_DIR"
	postgres_stop "$PAWL_TEST_DIR"
	rm -rf "$PAWL_TEST_DIR"
}

# A project on a database of its own; psql works on it too.
project_postgres() {
	[ -n "${PAWL_TEST_DIR-}" ] || skip "no PostgreSQL server is installed"
	project
	export PGHOST=$PAWL_TEST_DIR PGUSER=postgres PGDATABASE=t$BATS_TEST_NUMBER
	psql -qAtX -d postgres -c "CREATE DATABASE $PGDATABASE"
	PAWL_URL="postgresql:///$PGDATABASE?host=$PGHOST&user=postgres"
}

# In setup_file: a MariaDB server of this file's own.
server_mariadb() {
	command -v mariadbd >/dev/null || return 0
	. "$faults_lib/mariadb.sh"
	PAWL_TEST_DIR=$(mktemp -d "${PAWL_TEST_TMPDIR:-/tmp}/pawl-faults.XXXXXX")
	export PAWL_TEST_DIR
	# bats would wait for the server, which has inherited its descriptor.
	mariadb_start "$PAWL_TEST_DIR" 3>&- >/dev/null
}

# In teardown_file.
server_mariadb_stop() {
	[ -n "${PAWL_TEST_DIR-}" ] || return 0
	. "$faults_lib/mariadb.sh"
	mariadb_stop "$PAWL_TEST_DIR"
	rm -rf "$PAWL_TEST_DIR"
}

# A project on a database of its own; maria works on it too.
project_mariadb() {
	[ -n "${PAWL_TEST_DIR-}" ] || skip "no MariaDB server is installed"
	project
	database=t$BATS_TEST_NUMBER
	mariadb --no-defaults -uroot -S "$PAWL_TEST_DIR/s.sock" -e "CREATE DATABASE $database"
	PAWL_URL="mariadb://root@localhost/$database?socket=$PAWL_TEST_DIR/s.sock"
}

# maria QUERY: its rows, columns parted by tabs.
maria() {
	mariadb --no-defaults -uroot -S "$PAWL_TEST_DIR/s.sock" -BN "$database" -e "$1"
}

# sql QUERY: its rows, columns parted by |.
sql() {
	psql -qAtX -v ON_ERROR_STOP=1 -c "$1"
}

# query QUERY: the same of the SQLite database app.db.
query() {
	sqlite3 -bail app.db "$1"
}

# eventually SECONDS COMMAND...: until the command succeeds.
eventually() {
	local end=$((SECONDS + $1))
	shift
	until "$@" >/dev/null 2>&1; do
		if ((SECONDS >= end)); then
			echo "still not: $*" >&2
			return 1
		fi
		sleep 0.05
	done
}

# is EXPECTED ACTUAL
is() {
	[ "$1" = "$2" ] || {
		diff <(echo "$1") <(echo "$2") >&2
		return 1
	}
}

# has TEXT: $output has it.
has() {
	[[ $output == *"$1"* ]] || {
		printf 'no "%s" in:\n%s\n' "$1" "$output" >&2
		return 1
	}
}

# lacks TEXT: $output does not have it.
lacks() {
	[[ $output != *"$1"* ]] || {
		printf '"%s" in:\n%s\n' "$1" "$output" >&2
		return 1
	}
}

# background COMMAND...: started, its pid in $pid, what it says in background.out. Shells start
# what is in the background with SIGINT ignored; this is what a terminal's user would have.
background() {
	perl -e '$SIG{INT} = "DEFAULT"; exec @ARGV or die' -- "$@" >background.out 2>&1 3>&- &
	pid=$!
}

# Its exit status in $status, what it said in $output.
finished() {
	status=0
	wait "$pid" || status=$?
	output=$(cat background.out)
}

# says TEXT: what runs in the background has said so.
says() {
	grep -qF -- "$1" background.out
}

# exits STATUS: $status is it.
exits() {
	[ "$status" -eq "$1" ] || {
		printf 'exit status %d, not %d:\n%s\n' "$status" "$1" "$output" >&2
		return 1
	}
}
