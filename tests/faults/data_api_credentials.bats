#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# The RDS Data API: the places of AWS credentials, in their order, and that nobody sees
# what was found there.

setup_file() {
	. "$BATS_TEST_DIRNAME/helper.bash"
	server_postgres
}

teardown_file() {
	. "$BATS_TEST_DIRNAME/helper.bash"
	server_postgres_stop
}

setup() {
	. "$BATS_TEST_DIRNAME/data_api.bash"
	data_api_project postgres
	api
	named_url=$PAWL_URL
	PAWL_URL=$no_credentials_url
	export AWS_ENDPOINT_URL_STS=http://127.0.0.1:$data_api_port
	mkdir "$HOME/.aws"
}

teardown() {
	data_api_stop "$BATS_TEST_TMPDIR"
}

# keys [PREFIX]: the lines of a key that may come in.
keys() {
	printf '%saws_access_key_id = AKIDPAWLTEST\n%saws_secret_access_key = %s\n' "${1-}" "${1-}" "$secret"
}

# Where a command finds credentials: several of these may stand before it.

# Somebody who may not come in, in the environment.
stranger() (
	export AWS_ACCESS_KEY_ID=AKIDSTRANGER AWS_SECRET_ACCESS_KEY=of/somebody
	"$@"
)

container() (
	export AWS_CONTAINER_CREDENTIALS_FULL_URI=http://127.0.0.1:$data_api_port/container
	export AWS_CONTAINER_AUTHORIZATION_TOKEN="Bearer container"
	"$@"
)

instance() (
	export AWS_EC2_METADATA_DISABLED=false AWS_EC2_METADATA_SERVICE_ENDPOINT=http://127.0.0.1:$data_api_port
	"$@"
)

web_identity() (
	export AWS_WEB_IDENTITY_TOKEN_FILE=token AWS_ROLE_ARN=arn:aws:iam::123456789012:role/migrations
	"$@"
)

@test "credentials: none, and half a key" {
	run pawl current
	exits 4
	has "no AWS credentials"
	run env AWS_ACCESS_KEY_ID=AKIDPAWLTEST pawl current
	exits 4
	has "only one of"
}

@test "credentials: a key in the environment, and one with a session token" {
	AWS_ACCESS_KEY_ID=AKIDPAWLTEST AWS_SECRET_ACCESS_KEY=$secret pawl current
	AWS_ACCESS_KEY_ID=ASIAPAWLROLE AWS_SECRET_ACCESS_KEY=${secret}r AWS_SESSION_TOKEN=role+token/== pawl current
	run env AWS_ACCESS_KEY_ID=ASIAPAWLROLE AWS_SECRET_ACCESS_KEY="${secret}r" pawl current
	exits 4
	has "session token"
}

@test "credentials: profiles of the shared files" {
	{
		echo "[profile team]"
		echo "region = eu-test-1"
		keys
	} >"$HOME/.aws/config"
	AWS_PROFILE=team pawl current
	PAWL_URL="$PAWL_URL&profile=team" stranger pawl current
	run env AWS_PROFILE=nobody pawl current
	exits 4
	has 'no credentials for the profile "nobody"'
	run pawl current
	exits 4
	has "no AWS credentials"

	# The file of credentials goes first; "default" needs no word; comments and blanks are none.
	printf '[team]\naws_access_key_id=AKIDSTRANGER\naws_secret_access_key=x\n# [x]\n\n[ default ]\r\n%s' \
		"$(keys | sed 's/$/  \r/')" >"$HOME/.aws/credentials"
	run env AWS_PROFILE=team pawl current
	exits 4
	has "check the access key"
	pawl current
	mv "$HOME/.aws/credentials" elsewhere
	AWS_SHARED_CREDENTIALS_FILE=elsewhere pawl current
	mv "$HOME/.aws/config" elsewhere_too
	AWS_CONFIG_FILE=elsewhere_too AWS_PROFILE=team pawl current

	printf '[profile web]\nsso_session = x\n' >"$HOME/.aws/config"
	run env AWS_PROFILE=web pawl current
	exits 4
	has "sso_session"
	printf '[profile web]\ncredential_process = cat x\n' >"$HOME/.aws/config"
	run env AWS_PROFILE=web pawl current
	exits 4
	has "credential_process"
}

@test "credentials: a profile that is a role, by another profile, the environment, a container, an instance" {
	local role=arn:aws:iam::123456789012:role
	cat >"$HOME/.aws/config" <<-INI
		[profile base]
		$(keys)
		[profile deployer]
		role_arn = $role/deployer
		source_profile = base
		[profile partner]
		role_arn = $role/partner
		source_profile = base
		external_id = agreed upon
		[profile stranger]
		role_arn = $role/partner
		source_profile = base
		[profile itself]
		$(keys)
		role_arn = $role/deployer
		source_profile = itself
		[profile environment]
		role_arn = $role/deployer
		credential_source = Environment
		[profile container]
		role_arn = $role/deployer
		credential_source = EcsContainer
		[profile instance]
		role_arn = $role/deployer
		credential_source = Ec2InstanceMetadata
		[profile web]
		role_arn = $role/migrations
		web_identity_token_file = token
		[profile nothing]
		role_arn = $role/deployer
		[profile missing]
		role_arn = $role/deployer
		source_profile = not_there
	INI
	echo "a web identity" >token
	for profile in deployer partner itself web; do
		AWS_PROFILE=$profile pawl current
	done
	# The environment's own key would go before AWS_PROFILE.
	PAWL_URL="$PAWL_URL&profile=environment" AWS_ACCESS_KEY_ID=AKIDPAWLTEST AWS_SECRET_ACCESS_KEY=$secret pawl current
	AWS_PROFILE=container container pawl current
	AWS_PROFILE=instance instance pawl current
	is 7 "$(calls /)"
	run env AWS_PROFILE=stranger pawl current
	exits 4
	has "$role/partner"
	has "AccessDenied"
	has "trust policy"
	run env AWS_PROFILE=nothing pawl current
	exits 4
	has "nothing to assume it with"
	run env AWS_PROFILE=missing pawl current
	exits 4
	has "no credentials for its role"
}

@test "credentials: a container, with its token in the environment or in a file" {
	container pawl current
	run env AWS_CONTAINER_CREDENTIALS_FULL_URI="http://127.0.0.1:$data_api_port/container" pawl current
	exits 4
	has "the container gave no credentials"
	echo "Bearer container" >token
	AWS_CONTAINER_CREDENTIALS_FULL_URI=http://127.0.0.1:$data_api_port/container \
		AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE=token AWS_CONTAINER_AUTHORIZATION_TOKEN=x pawl current
}

@test "credentials: an instance, and a web identity" {
	instance pawl current
	echo "a web identity" >token
	web_identity pawl current
	echo "somebody else's" >token
	run web_identity pawl current
	exits 4
	has "InvalidIdentityToken"
	rm token
	run web_identity pawl current
	exits 3
	has "token"
}

@test "credentials: the URL's before the environment's, which go before a web identity's and a profile's" {
	PAWL_URL=$named_url stranger pawl current
	keys | sed '1i [default]' >"$HOME/.aws/credentials"
	echo "a web identity" >token
	run stranger web_identity pawl current
	exits 4
	has "check the access key"
	before=$(calls /)
	web_identity pawl current
	is $((before + 1)) "$(calls /)"
	# A profile goes before what is around.
	container instance pawl current
	is 0 "$(calls /container)"
	rm "$HOME/.aws/credentials"
	container instance pawl current
	is 1 "$(calls /container)"
}

@test "credentials: they are asked for again before they expire, and when the API says that they have" {
	migration 001_t.sql <<<"CREATE TABLE t (x int);"
	AWS_CONTAINER_CREDENTIALS_FULL_URI=http://127.0.0.1:$data_api_port/container/soon pawl up
	[ "$(calls /container/soon)" -gt 2 ]
	container pawl current
	is 1 "$(calls /container)"
	fault ExpiredTokenException "The security token included in the request is expired" 403 1
	container pawl current
	is 3 "$(calls /container)"
	fault ExpiredTokenException "The security token included in the request is expired" 403 2
	run container pawl current
	exits 4
	has "credentials have expired"
}

@test "credentials: a wrong secret key is refused, and so is another region's signature" {
	export AWS_ACCESS_KEY_ID=AKIDPAWLTEST AWS_SECRET_ACCESS_KEY=of/somebody
	run pawl up --debug -v
	exits 4
	has "signature"
	has "check the secret access key"
	lacks "of/somebody"
	AWS_SECRET_ACCESS_KEY=$secret
	run pawl current --url "$PAWL_URL&region=eu-test-2"
	exits 4
	has "the region"
	AWS_REGION=eu-test-2 pawl current
}

@test "credentials: no key and no token is ever shown or kept" {
	local talk
	echo "a web identity" >token
	cat >pawl.ini <<-'INI'
		[hooks]
		before-up = cat /proc/[0-9]*/cmdline 2>/dev/null | tr '\0' ' ' >cmdlines; echo "$PAWL_URL" >url
	INI
	for talk in "" --json "-v --debug" "-v --debug --log-format json"; do
		rm -f migrations/*
		migration 001_t.sql <<<"CREATE TABLE t (x int); INSERT INTO nowhere VALUES (1);"
		# shellcheck disable=SC2086
		run web_identity pawl up $talk
		exits 5
		kept_secret
		migration 001_t.sql <<<"CREATE TABLE t (x int);"
		for command in up status "history --log" config; do
			# shellcheck disable=SC2086
			run container pawl $command $talk
			exits 0
			kept_secret
		done
		sql "DROP TABLE t, _migrations, _migrations_log"
	done
	output=$(cat cmdlines url)
	kept_secret
}

# Nothing of a key or a token in $output.
kept_secret() {
	lacks "of/nobody"
	lacks "+token"
	lacks "a web identity"
	lacks "Bearer"
}
