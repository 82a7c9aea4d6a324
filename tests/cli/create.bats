#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
load helper

@test "create: makes the database once" {
	make_project
	run -0 pawl create
	[ "$output" = "created sqlite:app.db" ]
	[ -e app.db ]
	run -0 pawl create
	[ "$output" = "nothing to do: there is sqlite:app.db" ]
}

@test "create: --json; usage errors exit 2" {
	make_project
	run -0 --separate-stderr pawl create --json
	json . '{"database":"sqlite:app.db","created":true}'
	run -2 pawl create db
}
