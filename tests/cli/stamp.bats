#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
load helper

@test "stamp: records without running" {
	make_project
	run -0 pawl stamp head
	says "stamp 001_users.sql"
	says "now at 002 (2 recorded"
	[ -z "$(tables)" ]
	run -0 pawl up
	says "nothing to do"
	run -0 pawl stamp 001
	says "unstamp 002_orders.sql"
	run -0 pawl stamp base
	run -0 pawl current
	[ -z "$output" ]
}

@test "stamp: --dry-run and --json" {
	make_project
	run -0 pawl stamp head --dry-run
	says "would stamp 001_users.sql"
	says "nothing was changed (2 would be recorded)"
	run -0 pawl current
	[ -z "$output" ]
	run -0 --separate-stderr pawl stamp 001 --json
	json '.steps | map([.action, .version])' '[["stamp","001"]]'
}

@test "stamp: needs a target; exit 2" {
	make_project
	run -2 pawl stamp
	says "stamp needs TARGET"
	run -2 --separate-stderr pawl stamp --json
	json .error.code -1
}
