# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh
# A MariaDB server of its own for tests: POSIX sh, to be sourced.
#
#	. tests/lib/mariadb.sh
#	url=$(mariadb_start "$dir") || exit 1	# mysql://root@localhost/?socket=$dir/s.sock
#	mariadb_stop "$dir"
#
# Everything is below $dir, the server listens on the unix socket only. Extra
# options of the server go behind the folder. root has no password there.

mariadb_start() {
	mariadb_dir_=$1
	shift
	mariadb_user_=
	mkdir -p "$mariadb_dir_/tmp" || return 1
	if [ "$(id -u)" = 0 ]; then
		mariadb_user_=--user=mysql
		chown mysql: "$mariadb_dir_" "$mariadb_dir_/tmp" || return 1
		chmod 755 "$mariadb_dir_"
	fi
	if [ ! -d "$mariadb_dir_/data/mysql" ]; then
		# shellcheck disable=SC2086 # no user, no option
		mariadb-install-db --no-defaults $mariadb_user_ --datadir="$mariadb_dir_/data" \
			--auth-root-authentication-method=normal --skip-test-db --skip-name-resolve \
			--innodb-log-file-size=8M --innodb-buffer-pool-size=16M \
			--innodb-flush-log-at-trx-commit=0 >"$mariadb_dir_/install.log" 2>&1 || {
			cat "$mariadb_dir_/install.log" >&2
			return 1
		}
	fi
	# shellcheck disable=SC2086
	setsid mariadbd --no-defaults $mariadb_user_ --datadir="$mariadb_dir_/data" \
		--tmpdir="$mariadb_dir_/tmp" --socket="$mariadb_dir_/s.sock" \
		--pid-file="$mariadb_dir_/pid" --skip-networking --skip-name-resolve \
		--innodb-log-file-size=8M --innodb-buffer-pool-size=64M \
		--innodb-flush-log-at-trx-commit=0 --innodb-flush-method=nosync \
		--performance-schema=OFF --log-error="$mariadb_dir_/err.log" "$@" \
		>"$mariadb_dir_/out.log" 2>&1 </dev/null &
	mariadb_wait_ "$mariadb_dir_" $! || return 1
	printf 'mysql://root@localhost/?socket=%s/s.sock\n' "$mariadb_dir_"
}

# Ready, or the reason on stderr when the process $2 ends or 60 s have passed.
mariadb_wait_() {
	mariadb_tries_=600
	while [ "$mariadb_tries_" -gt 0 ]; do
		mariadb-admin --no-defaults -uroot -S "$1/s.sock" ping >/dev/null 2>&1 && return 0
		kill -0 "$2" 2>/dev/null || break
		sleep 0.1
		mariadb_tries_=$((mariadb_tries_ - 1))
	done
	echo "the MariaDB server in $1 did not start" >&2
	tail -n 20 "$1/err.log" >&2
	return 1
}

mariadb_stop() {
	mariadb_pid_=$(cat "$1/pid" 2>/dev/null) || return 0
	kill "$mariadb_pid_" 2>/dev/null || return 0
	mariadb_tries_=300
	while kill -0 "$mariadb_pid_" 2>/dev/null; do
		mariadb_tries_=$((mariadb_tries_ - 1))
		[ "$mariadb_tries_" -ne 0 ] || kill -KILL "$mariadb_pid_"
		sleep 0.1
	done
}
