# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
#
# The tools that tests/peers runs in turn with pawl, from npm.
#
#	modules=$(peers_install)	prints the folder node_modules
#
# Exact versions by package-lock.json, installed once into PAWL_TEST_CACHE, by
# default build/cache.

peers_home=$(cd "$(dirname "${BASH_SOURCE[0]:-$0}")" && pwd)

peers_install() {
	local cache=${PAWL_TEST_CACHE:-$peers_home/../../build/cache}/peers
	mkdir -p "$cache" || return 1
	(
		flock 9 || exit 1
		cmp -s "$peers_home/peers/package-lock.json" "$cache/installed" && exit 0
		cp "$peers_home/peers/package.json" "$peers_home/peers/package-lock.json" "$cache/" &&
			npm ci --prefix "$cache" --legacy-peer-deps --ignore-scripts --no-audit --no-fund \
				>"$cache/npm.log" 2>&1 || exit 1
		cp "$cache/package-lock.json" "$cache/installed"
	) 9>"$cache/lock" || {
		echo "cannot install the tools, see $cache/npm.log" >&2
		return 1
	}
	echo "$cache/node_modules"
}
