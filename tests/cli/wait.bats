#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
load helper

@test "wait: returns when the database answers" {
	make_project
	pawl create
	run -0 pawl wait --timeout 5s
	[ "$output" = "sqlite:app.db is ready" ]
	run -0 --separate-stderr pawl wait --json
	json . '{"database":"sqlite:app.db","ready":true}'
}

@test "wait: usage errors exit 2" {
	make_project
	run -2 pawl wait --timeout soon
	says '"soon" is no duration'
	run -2 pawl wait --timeout
	says 'needs a value: DURATION'
}
