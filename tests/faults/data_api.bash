# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC1091,SC2034,SC2154
#
# What the tests of the RDS Data API share, whatever the engine. What differs is in
# functions of each file's own: sleeping (somebody is in a sleep of this database).

. "${BASH_SOURCE%/*}/helper.bash"

# data_api_project ENGINE: a project on a database of its own; no emulator yet.
data_api_project() {
	command -v node >/dev/null || skip "Node.js is not installed"
	. "$faults_lib/data_api.sh"
	"project_$1"
	if [ "$1" = mariadb ]; then
		sql() {
			maria "$1" | tr '\t' '|'
		}
	fi
	DIRECT_URL=$PAWL_URL
	DATABASE=${PGDATABASE-$database}
	secret=test/secret/of/nobody/0123456789abcdefgh
	unset "${!AWS@}"
	export HOME=$BATS_TEST_TMPDIR AWS_EC2_METADATA_DISABLED=true
}

# api [OPTIONS]: an emulator of this test's own; PAWL_URL leads to it, with credentials from a file.
api() {
	data_api_start "$BATS_TEST_TMPDIR" "$DIRECT_URL" "${1:-{\}}"
	PAWL_URL="data-api://$DATABASE?$data_api_params"
	no_credentials_url=${PAWL_URL%&credentials_file=*}
}

# The Nth call from now on fails so: fault NAME MESSAGE STATUS TIMES [SKIP [PATH]]
fault() {
	data_api_fault "$(jq -n --arg name "$1" --arg message "$2" --argjson status "$3" \
		--argjson times "$4" --argjson skip "${5:-0}" --arg path "${6:-}" \
		'{name: $name, message: $message, status: $status, times: $times, skip: $skip, path: $path}')"
}

# The calls of one kind until now: calls /Execute; without a name all of them.
calls() {
	curl -sf "http://127.0.0.1:$data_api_port/-/calls" | jq --arg path "${1-}" \
		'if $path == "" then add else .[$path] // 0 end'
}

# The calls that a command makes, of one kind: calls_of PATH COMMAND...
calls_of() {
	local before
	before=$(calls "$1")
	"${@:2}" >/dev/null
	echo $(($(calls "$1") - before))
}

nobody_sleeps() {
	! sleeping
}

# Of a runner that was killed nobody hears; its lease runs out.
lease_runs_out() {
	sql "UPDATE _migrations_lock SET expires_at = 0"
}

# awss_client ENGINE: their client against the emulator.
awss_client() {
	api '{"statementTimeout": 1}'
	run node "$faults_lib/data-api/aws_client/client.js" "$data_api_modules" "$data_api_port" "$1" "$DATABASE"
	exits 0
	has "all is well"
}
