#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
load helper

@test "current: prints the version, and nothing where nothing is applied" {
	make_project
	run -0 pawl current
	[ -z "$output" ]
	pawl up +1
	run -0 pawl current
	[ "$output" = "001" ]
	pawl up
	run -0 pawl current
	[ "$output" = "002 (head)" ]
}

@test "current: --exit-code and --json" {
	make_project
	run -1 --separate-stderr pawl current --exit-code --json
	json . '{"current":[],"pending":2}'
	pawl up
	run -0 --separate-stderr pawl current --exit-code --json
	json . '{"current":["002"],"pending":0}'
}

@test "current: usage errors exit 2" {
	make_project
	run -2 pawl current 001
	run -2 pawl current --nope
}
