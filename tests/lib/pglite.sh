# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
#
# PostgreSQL with pgvector for the tests: PGlite behind a unix socket.
#
#	pglite_start DIR	start in an empty folder; libpq's host is DIR
#	pglite_stop DIR		stop it
#
# Every database name and every user leads to the one database there is, and all
# clients share one backend: good for running migrations, useless for lock tests.
# The packages, exact versions by package-lock.json, are installed once into
# PAWL_TEST_CACHE, by default build/cache.

pglite_home=$(cd "$(dirname "${BASH_SOURCE[0]:-$0}")" && pwd)

# Prints the folder of the installed packages.
pglite_install() {
	local cache=${PAWL_TEST_CACHE:-$pglite_home/../../build/cache}/pglite
	mkdir -p "$cache" || return 1
	(
		flock 9 || exit 1
		cmp -s "$pglite_home/pglite/package-lock.json" "$cache/installed" && exit 0
		cp "$pglite_home/pglite/package.json" "$pglite_home/pglite/package-lock.json" "$cache/" &&
			npm ci --prefix "$cache" --legacy-peer-deps --no-audit --no-fund >"$cache/npm.log" 2>&1 ||
			exit 1
		cp "$cache/package-lock.json" "$cache/installed"
	) 9>"$cache/lock" || {
		echo "cannot install pglite, see $cache/npm.log" >&2
		return 1
	}
	echo "$cache/node_modules/@electric-sql"
}

pglite_start() {
	local dir=$1 packages tries=240
	packages=$(pglite_install) || return 1
	# Descriptor 3 is bats' own: a child that kept it would make bats wait for ever.
	node "$packages/pglite-socket/dist/scripts/server.js" --max-connections=8 \
		--path="$dir/.s.PGSQL.5432" \
		--extensions=@electric-sql/pglite-pgvector:vector,uuid_ossp,pgcrypto \
		>"$dir/pglite.log" 2>&1 3>&- &
	echo $! >"$dir/pglite.pid"
	until grep -q listening "$dir/pglite.log"; do
		if [ $((tries -= 1)) -eq 0 ] || ! kill -0 "$(cat "$dir/pglite.pid")" 2>/dev/null; then
			cat "$dir/pglite.log" >&2
			pglite_stop "$dir"
			return 1
		fi
		sleep 0.25
	done
}

pglite_stop() {
	local pid
	[ -f "$1/pglite.pid" ] || return 0
	pid=$(cat "$1/pglite.pid")
	rm "$1/pglite.pid"
	kill "$pid" 2>/dev/null || return 0
	# Its own clean shutdown waits for clients that linger; a test need not.
	for _ in 1 2 3 4 5 6 7 8; do
		kill -0 "$pid" 2>/dev/null || return 0
		sleep 0.25
	done
	kill -9 "$pid" 2>/dev/null || true
}
