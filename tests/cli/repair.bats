#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
load helper

@test "repair: accepts an edited file" {
	make_project
	pawl up
	run -0 pawl repair
	[ "$output" = "nothing to repair" ]
	echo '-- edited' >>migrations/001_users.sql
	run -0 pawl repair --dry-run
	says "would repair 001_users.sql"
	run -7 pawl verify
	run -0 pawl repair
	says "repair 001_users.sql"
	run -0 pawl verify
}

@test "repair: --forget-missing drops the row of a file that is gone" {
	make_project
	pawl up
	rm migrations/002_orders.*
	run -0 pawl repair --forget-missing
	run -0 pawl current
	[ "$output" = "001 (head)" ]
}

@test "repair: --sum writes pawl.sum without a database" {
	make_project
	rm pawl.ini
	run -0 pawl repair --sum
	[ "$output" = "wrote migrations/pawl.sum" ]
	[ -s migrations/pawl.sum ]
	run -0 --separate-stderr pawl repair --sum --json
	json .written '["migrations/pawl.sum"]'
}

@test "repair: --json; usage errors exit 2" {
	make_project
	pawl up
	echo '-- edited' >>migrations/001_users.sql
	run -0 --separate-stderr pawl repair --json
	json '.steps | map([.action, .version])' '[["repair","001"]]'
	run -2 pawl repair --sum 001
	run -2 pawl repair --sum --applied
}

@test "repair: says where the database is afterwards" {
	make_project
	pawl up
	echo '-- edited' >>migrations/001_users.sql
	run -0 pawl repair
	says 'now at 002'
}
