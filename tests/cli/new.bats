#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
load helper

@test "new: makes the next pair of files and prints their paths" {
	make_project
	run -0 pawl new create invoices
	[ "${lines[0]}" = migrations/003_create_invoices.sql ]
	[ "${lines[1]}" = migrations/003_create_invoices.down.sql ]
	[ -e migrations/003_create_invoices.sql ]
	[ -e migrations/003_create_invoices.down.sql ]
}

@test "new: revision -m and migrate -m, as with Alembic and Flask-Migrate" {
	make_project
	run -0 pawl revision -m "add a column"
	[ "${lines[0]}" = migrations/003_add_a_column.sql ]
	run -0 pawl migrate --message=another
	[ "${lines[0]}" = migrations/004_another.sql ]
}

@test "new: --no-down, --repeatable, --scheme, --json" {
	make_project
	run -0 --separate-stderr pawl new x --no-down --json
	json .made '["migrations/003_x.sql"]'
	run -0 pawl new views --repeatable
	[ "$output" = migrations/R_views.sql ]
	run -0 pawl new y --scheme timestamp
	[[ ${lines[0]} =~ ^migrations/20[0-9]{12}_y\.sql$ ]]
}

@test "new: usage errors exit 2" {
	make_project
	run -2 pawl new
	says "new needs a NAME"
	run -2 pawl new -m one two
	says "given twice"
	run -2 pawl new x --scheme numbers
	says "auto|number|timestamp|hash"
	run -2 pawl new x --autogenerate
}

@test "new: a command's name is no migration's, for those who come from other tools" {
	run -2 pawl migrate up
	says '"up" is a command'
	run -0 pawl new -m up
}
