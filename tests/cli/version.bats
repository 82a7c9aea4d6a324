#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
load helper

@test "version: prints it, however it is asked for" {
	run -0 pawl version
	[[ $output =~ ^pawl\ [0-9]+\.[0-9]+\.[0-9]+$ ]]
	version=$output
	run -0 pawl --version
	[ "$output" = "$version" ]
	run -0 pawl -V
	[ "$output" = "$version" ]
	run -0 --separate-stderr pawl version --json
	json .version "\"${version#pawl }\""
	run -2 pawl version 1
}

@test "version: a broken configuration does not matter" {
	echo nonsense >pawl.ini
	run -0 pawl version
	run -0 pawl --help
	run -3 pawl status
}
