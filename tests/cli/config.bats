#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
load helper

@test "config: tells each value and where it comes from" {
	printf '[pawl]\nurl = sqlite:a.db\nlock_timeout = 5s\n' >pawl.ini
	run -0 pawl config --wait 10s
	[[ $output =~ url\ +sqlite:a.db\ +pawl.ini:2 ]]
	[[ $output =~ lock-timeout\ +5s\ +pawl.ini:3 ]]
	[[ $output =~ wait\ +10s\ +--wait ]]
	[[ $output =~ dir\ +migrations\ +default ]]
	run -0 --separate-stderr pawl config --json
	json .file '"pawl.ini"'
	json '.settings[] | select(.name == "lock-timeout")' '{"name":"lock-timeout","value":"5s","from":"pawl.ini:3"}'
}

url()
{
	output=$(pawl "$@" config --json) && jq -r '.settings[] | select(.name == "url") | .value' <<<"$output"
}

@test "config: the URL is that of the option, the environment, .env, the file, in this order" {
	printf '[pawl]\nurl = sqlite:file.db\n' >pawl.ini
	[ "$(url)" = sqlite:file.db ]
	printf '# one\nexport DATABASE_URL="sqlite:dot.db" # two\n' >.env
	[ "$(url)" = sqlite:dot.db ]
	printf "PAWL_URL='sqlite:dot2.db'\n" >>.env
	[ "$(url)" = sqlite:dot2.db ]
	export DATABASE_URL=sqlite:env.db
	[ "$(url)" = sqlite:env.db ]
	export PAWL_URL=sqlite:env2.db
	[ "$(url)" = sqlite:env2.db ]
	[ "$(url --url sqlite:flag.db)" = sqlite:flag.db ]
}

@test "config: environments come on top" {
	printf '[pawl]\nurl = sqlite:a.db\ndir = one\n[env prod]\nurl = sqlite:p.db\ndir = two\ndir = three\n[env dev]\n' >pawl.ini
	[ "$(url)" = sqlite:a.db ]
	[ "$(url --env prod)" = sqlite:p.db ]
	[ "$(PAWL_ENV=prod url)" = sqlite:p.db ]
	[ "$(url --env dev)" = sqlite:a.db ]
	run -0 --separate-stderr pawl config --env prod --json
	json '[.settings[] | select(.name == "dir") | .value]' '["two","three"]'
	run -3 pawl config --env prd
	says 'pawl.ini: there is no section [env prd]; did you mean prod?'
}

@test "config: is found upwards, with paths relative to the file" {
	printf '[pawl]\nurl = sqlite:///a.db\ndir = sql\nsession = s.sql\n[hooks]\nafter_up = seed.sql\nbefore-up = echo x ; echo y\n' >pawl.ini
	mkdir -p deep/er
	cd deep/er
	run -0 --separate-stderr pawl config --json
	json '[.settings[] | select(.from | startswith("../../pawl.ini")) | .value]' \
		'["sqlite:../../a.db","../../sql","../../s.sql","echo x ; echo y","../../seed.sql"]'
	[ "$(url --url sqlite:here.db)" = sqlite:here.db ]
	run -0 --separate-stderr pawl -C ../.. config --json
	json .file '"pawl.ini"'
	cd ../..
	mv pawl.ini other.ini
	run -0 --separate-stderr pawl config --config other.ini --json
	json .file '"other.ini"'
}

@test "config: variables, from the file and the command line" {
	printf '[pawl]\n[vars]\nregion = eu\nname = a=b\napi_key = hidden\n[env dev]\nvar = region=local\n' >pawl.ini
	run -0 --separate-stderr pawl config --var name=c --json
	json '[.settings[] | select(.name | startswith("var ")) | .value]' '["c","eu","***"]'
	run -0 --separate-stderr pawl config --env dev --json
	json '[.settings[] | select(.name == "var region") | .value]' '["local"]'
	run -2 pawl config --var region
	run -2 pawl config --var 1x=2
}

@test "config: unknown names, bad values and stray lines have their place; exit 3" {
	printf '[pawl]\nurl = sqlite:a.db\nlock_timout = 3s\n' >pawl.ini
	run -3 pawl config
	[ "${lines[0]}" = 'pawl: pawl.ini:3: unknown setting "lock_timout" in [pawl]; did you mean lock_timeout?' ]
	run -3 --separate-stderr pawl config --json
	json '[.error.name, .error.file, .error.line]' '["PAWL_E_CONFIG","pawl.ini",3]'
	printf '[pwl]\n' >pawl.ini
	run -3 pawl config
	says 'unknown section [pwl]; did you mean [pawl]?'
	printf '[hooks]\nbefore_ups = x\n' >pawl.ini
	run -3 pawl config
	says 'did you mean before_up?'
	printf 'url = x\n' >pawl.ini
	run -3 pawl config
	says 'before the first section'
	printf '[pawl]\nwhat is this\n' >pawl.ini
	run -3 pawl config
	says 'pawl.ini:2: this is neither'
	printf '[pawl]\nurl = a\nurl = b\n' >pawl.ini
	run -3 pawl config
	says 'given twice, first in line 2'
	printf '[pawl]\nurl =\n' >pawl.ini
	run -3 pawl config
	says 'has no value'
	printf '[pawl]\nlock-timeout = 3000\n' >pawl.ini
	run -3 pawl config
	says 'pawl.ini:2: lock-timeout "3000" has no unit: write 3000ms or 3000s'
	printf '[pawl]\njson = yes\n' >pawl.ini
	run -3 pawl config
	says 'unknown setting "json"'
	run -3 pawl config --config nowhere.ini
	printf 'DATABASE_URL="open\n' >.env
	rm pawl.ini
	run -3 pawl config
	says '.env:1: a quote is not closed'
}

@test "config: \${NAME} in the URL is the environment's; only the one in force must be set" {
	printf '[pawl]\nurl = sqlite:${CLI_TEST_DB}.db\n[env other]\nurl = sqlite:o.db\n' >pawl.ini
	run -3 pawl config
	says 'pawl.ini:2: environment variable "CLI_TEST_DB" is not set'
	[ "$(url --env other)" = sqlite:o.db ]
	[ "$(CLI_TEST_DB=x url)" = sqlite:x.db ]
}

@test "config: passwords are not shown" {
	printf '[pawl]\nurl = postgres://app:secret@db.example.com/app\n' >pawl.ini
	run -0 pawl config
	[[ $output != *secret* ]]
	says db.example.com
	run -0 pawl config --json
	[[ $output != *secret* ]]
}

@test "config: a byte-order mark, CRLF, indentation and long lines are fine; endless ones are not" {
	printf '\357\273\277[pawl]\r\n  url = sqlite:a.db\r\n\tdir = x\r\n' >pawl.ini
	[ "$(url)" = sqlite:a.db ]
	printf '[pawl]\napplied-by = %05000d\n' 0 >pawl.ini
	run -0 pawl config
	{ printf '[pawl]\napplied-by = '; head -c 100000 /dev/zero | tr '\0' x; } >pawl.ini
	run -3 pawl config
	says 'pawl.ini:2: this line is longer than'
}

@test "config: usage errors exit 2" {
	run -2 pawl config extra
	run -2 pawl config --jsn
	says "did you mean --json?"
}

@test "config: an unknown name exits 2 on the command line, 3 in pawl.ini" {
	make_project
	for options in '--layout foo' '--history foo' '--dialect foo'; do
		# shellcheck disable=SC2086 # an option and its value
		run -2 pawl status $options
		says "\"foo\""
		[[ $output != *'did you mean'* ]]
		set -- $options
		printf '[pawl]\nurl = sqlite:app.db\n%s = foo\n' "${1#--}" >other.ini
		run -3 pawl status --config other.ini
		says 'other.ini'
	done
	run -2 pawl status --layout gosse
	says 'did you mean "goose"?'
	run -2 pawl lint --format foo
	says '"foo" is no value for --format'
	[[ $output != *null* ]]
}
