#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
load helper

@test "help: lists the commands and the options of all" {
	run -0 pawl --help
	says "  up          "
	says "      --url URL"
	help=$output
	run -0 pawl help
	[ "$output" = "$help" ]
}

@test "help: every command has one, 80 columns wide, and so has every alias" {
	names=$(pawl help --json | jq -r '.commands[] | .name, .aliases[]')
	[ "$(wc -l <<<"$names")" -gt 20 ]
	for name in $names; do
		run -0 pawl "$name" --help
		[[ ${lines[0]} == "Usage: pawl "* ]]
		says "Examples:"
		[ "$(awk '{ if (length($0) > n) n = length($0) } END { print n }' <<<"$output")" -le 80 ]
	done
}

@test "help: --json of one command; unknown ones exit 2" {
	run -0 --separate-stderr pawl help down --json
	json '.commands[0] | [.name, .aliases[0], .options[0].name]' '["down","downgrade","all"]'
	run -2 pawl help nothing
	run -2 pawl stauts
	[ "${lines[0]}" = 'pawl: unknown command "stauts"; did you mean status?' ]
	run -2 pawl
	[ "${lines[0]}" = 'pawl: no command is given' ]
}

@test "help: options may be bundled, follow --, and stand anywhere" {
	make_project
	run -0 pawl -vq status
	run -0 pawl -C . status -q
	run -0 pawl -C. status
	run -0 pawl --color=never status
	run -2 pawl -vx status
	[ "${lines[0]}" = 'pawl: unknown option "-x"' ]
	run -2 pawl status -- --exit-code
	says 'status takes no argument, but "--exit-code" was given'
	run -2 pawl status --json=yes --color
	run -2 pawl status --color pink
}

@test "help: colour only where it is asked for" {
	make_project
	run -0 pawl status
	[[ $output != *$'\033'* ]]
	run -0 pawl --color always status
	[[ $output == *$'\033['* ]]
	NO_COLOR=1 run -0 pawl status
	[[ $output != *$'\033'* ]]
}

@test "help: exit-codes lists what the manual page lists" {
	run -0 pawl help exit-codes
	[[ ${lines[0]} == "Exit codes:"* ]]
	for code in 0 1 2 3 4 5 6 7 70; do
		grep -Eq "^ +$code +[A-Z]" <<<"$output"
	done
	run -0 --separate-stderr pawl help exit-codes --json
	json '.exit_codes | [length, .[4].code]' '[9,4]'
	run -0 pawl help
	says "pawl help exit-codes"
}
