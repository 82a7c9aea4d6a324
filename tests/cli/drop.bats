#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
load helper

@test "drop: needs --yes where nobody can be asked; exit 2" {
	make_project
	pawl create
	run -2 pawl drop </dev/null
	says "add --yes to drop sqlite:app.db"
	[ -e app.db ]
}

@test "drop: --yes drops; no database is no error" {
	make_project
	pawl create
	run -0 pawl drop --yes
	[ "$output" = "dropped sqlite:app.db" ]
	[ ! -e app.db ]
	run -0 pawl drop -y
	[ "$output" = "nothing to do: there is no sqlite:app.db" ]
}

@test "drop: --json; usage errors exit 2" {
	make_project
	pawl create
	run -0 --separate-stderr pawl drop --yes --json
	json . '{"database":"sqlite:app.db","dropped":true}'
	run -2 pawl drop --yess
}
