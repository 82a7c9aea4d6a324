#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
load helper

@test "down: reverts the newest; downgrade -1 is the same" {
	make_project
	pawl up
	run -0 pawl down
	[[ ${lines[0]} == "  reverted 002_orders.sql  "* ]]
	[[ ${lines[1]} == "now at 001 (1 reverted"* ]]
	[ "$(tables)" = users ]
	run -0 pawl downgrade -1
	says "nothing is applied any more"
	[ -z "$(tables)" ]
	run -0 pawl down
	says "nothing to do"
}

@test "down: -N is an argument wherever it stands" {
	make_project
	pawl up
	run -0 pawl down -2 --json
	[ -z "$(tables)" ]
	pawl up
	run -0 pawl -q down -2
	[ -z "$(tables)" ]
}

@test "down: to a version, to base, --all" {
	make_project
	pawl up
	run -0 pawl down 001
	[ "$(tables)" = users ]
	pawl up
	run -0 pawl downgrade base
	[ -z "$(tables)" ]
	pawl up
	run -0 pawl down --all
	[ -z "$(tables)" ]
}

@test "down: --dry-run and --sql change nothing" {
	make_project
	pawl up
	run -0 pawl down --dry-run
	says "revert"
	run -0 pawl down --sql
	says "DROP TABLE orders"
	[ "$(tables)" = "orders users" ]
}

@test "down: refuses where there is no way back; exit 3" {
	make_project
	migration 003_oneway 'CREATE TABLE oneway (id INTEGER);'
	pawl up
	run -3 pawl down
	says 003
	[ "$(tables)" = "oneway orders users" ]
	run -3 --separate-stderr pawl down --json
	json .error.name '"PAWL_E_IRREVERSIBLE"'
}

@test "down: usage errors exit 2" {
	make_project
	run -2 pawl down --all 001
	run -2 pawl down --sql --dry-run
	run -2 pawl down --every
}
