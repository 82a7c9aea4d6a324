#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
load helper

@test "baseline: records up to a version in an empty history" {
	make_project
	run -0 pawl baseline 001
	says "now at 001"
	[ -z "$(tables)" ]
	run -7 pawl baseline
}

@test "baseline: --dry-run, --json, usage" {
	make_project
	run -0 --separate-stderr pawl baseline --dry-run --json
	json '[.dry_run, (.steps | length)]' '[true,2]'
	run -0 pawl current
	[ -z "$output" ]
	run -2 pawl baseline 001 002
}
