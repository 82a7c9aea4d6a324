# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh
# The RDS Data API over a PostgreSQL or MariaDB server, for tests.
#
#	data_api_start DIR URL [OPTIONS]
#			start, over libpq's URL or one of mysql://; sets data_api_port,
#			data_api_params (of a URL: where the cluster, the secret, the
#			emulator and the credentials are, and which engine it is unless
#			PostgreSQL) and data_api_modules. OPTIONS is JSON, see
#			data-api/server.js and data-api/engines/
#	data_api_stop DIR
#
# The packages, exact versions by package-lock.json, are installed once into
# PAWL_TEST_CACHE, by default build/cache.

# $BASH_SOURCE where there is one: bats' $0 is bats.
# shellcheck disable=SC3028,SC3054
data_api_here=${BASH_SOURCE:-}
[ -n "$data_api_here" ] || data_api_here=$(dirname "$0")/../lib/data_api.sh
data_api_lib=$(cd "$(dirname "$data_api_here")" && pwd)
data_api_home=$data_api_lib/data-api

# Prints the folder of the installed packages.
data_api_install() {
	data_api_cache=${PAWL_TEST_CACHE:-$data_api_home/../../../build/cache}/data-api
	command -v node >/dev/null && command -v npm >/dev/null || {
		echo "node and npm are missing" >&2
		return 1
	}
	mkdir -p "$data_api_cache" || return 1
	(
		flock 9 || exit 1
		cmp -s "$data_api_home/package-lock.json" "$data_api_cache/installed" && exit 0
		cp "$data_api_home/package.json" "$data_api_home/package-lock.json" "$data_api_cache/" &&
			npm ci --prefix "$data_api_cache" --no-audit --no-fund >"$data_api_cache/npm.log" 2>&1 ||
			exit 1
		cp "$data_api_cache/package-lock.json" "$data_api_cache/installed"
	) 9>"$data_api_cache/lock" || {
		echo "cannot install the packages of tests/lib/data-api, see $data_api_cache/npm.log" >&2
		return 1
	}
	(cd "$data_api_cache" && pwd)
}

# Prints {"engine": NAME, "server": {...}} for a URL.
data_api_engine() {
	case $1 in
	mysql://* | mariadb://*)
		node -e 'const u = new URL(process.argv[1]), d = decodeURIComponent;
			const socketPath = u.searchParams.get("socket") || undefined;
			console.log(JSON.stringify({ engine: "mysql", server: { socketPath, user: d(u.username) || undefined,
				password: d(u.password) || undefined, port: u.port ? Number(u.port) : undefined,
				host: socketPath ? undefined : u.hostname } }))' "$1"
		;;
	*)
		psql -qAtX "$1" -c '\echo :HOST|:PORT|:USER' | jq -R 'split("|") as [$host, $port, $user]
			| {engine: "postgres", server: {host: $host, port: ($port | tonumber), user: $user}}'
		;;
	esac
}

data_api_start() {
	data_api_modules=$(data_api_install) || return 1
	data_api_config=$(data_api_engine "$2") || return 1
	data_api_config=$(printf '%s\n' "$data_api_config" | jq -c --arg modules "$data_api_modules" \
		--argjson more "${3:-{\}}" '. + {modules: $modules} + $more') || return 1
	# That of one before would say that this one is listening.
	: >"$1/data_api.log"
	# Descriptor 3 is bats' own: a child that kept it would make bats wait for ever.
	node "$data_api_home/server.js" "$data_api_config" >"$1/data_api.log" 2>&1 3>&- &
	echo $! >"$1/data_api.pid"
	data_api_tries=100
	until grep -q listening "$1/data_api.log"; do
		data_api_tries=$((data_api_tries - 1))
		if [ $data_api_tries -eq 0 ] || ! kill -0 "$(cat "$1/data_api.pid")" 2>/dev/null; then
			cat "$1/data_api.log" >&2
			data_api_stop "$1"
			return 1
		fi
		sleep 0.1
	done
	data_api_port=$(sed -n 's/^listening //p' "$1/data_api.log")
	cat >"$1/credentials" <<-INI
		[default]
		aws_access_key_id = AKIDPAWLTEST
		aws_secret_access_key = test/secret/of/nobody/0123456789abcdefgh
	INI
	chmod 644 "$1/credentials"
	data_api_arns="resource_arn=arn:aws:rds:eu-test-1:123456789012:cluster:alex&secret_arn=arn:aws:secretsmanager:eu-test-1:123456789012:secret:alex-AbCdEf"
	data_api_params="$data_api_arns&endpoint=http://127.0.0.1:$data_api_port&credentials_file=$1/credentials"
	case $data_api_config in
	*'"engine":"mysql"'*) data_api_params="engine=mysql&$data_api_params" ;;
	esac
}

data_api_stop() {
	[ -f "$1/data_api.pid" ] || return 0
	kill "$(cat "$1/data_api.pid")" 2>/dev/null || :
	rm -f "$1/data_api.pid"
}

# data_api_fault JSON: the next call fails so.
data_api_fault() {
	curl -sf -o /dev/null --data "$1" "http://127.0.0.1:$data_api_port/-/fault"
}
