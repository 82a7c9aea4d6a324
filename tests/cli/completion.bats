#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
load helper

@test "completion: bash completes commands, options and words" {
	pawl completion bash >pawl.bash
	source ./pawl.bash
	COMP_WORDS=(pawl sta) COMP_CWORD=1
	_pawl pawl sta pawl
	[ "${COMPREPLY[*]}" = "status stamp" ]
	COMP_WORDS=(pawl -v up --dr) COMP_CWORD=3
	_pawl pawl --dr up
	[ "${COMPREPLY[*]}" = "--dry-run" ]
	COMP_WORDS=(pawl --color "") COMP_CWORD=2
	_pawl pawl "" --color
	[ "${COMPREPLY[*]}" = "auto always never" ]
}

@test "completion: zsh reads its script" {
	command -v zsh >/dev/null || skip "no zsh"
	pawl completion zsh >_pawl
	run -0 zsh -n _pawl
	[ -z "$output" ]
}

@test "completion: fish completes commands and options" {
	command -v fish >/dev/null || skip "no fish"
	pawl completion fish >pawl.fish
	HOME=$work run -0 fish --no-config -c 'source pawl.fish; complete -C "pawl sta"; complete -C "pawl up --dr"'
	says status
	says --dry-run
}

@test "completion: --json; an unknown shell exits 2" {
	run -0 --separate-stderr pawl completion zsh --json
	json .shell '"zsh"'
	run -2 pawl completion tcsh
	run -2 pawl completion
}
