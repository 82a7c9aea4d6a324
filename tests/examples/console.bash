# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2094
#
# Runs what a README shows. In its ```console blocks a line "$ command" is run by
# this very shell, so that cd and export carry over to the next command; lines
# "> ..." continue it. The lines that follow are what it must print, standard
# output and error together: "..." on a line of its own stands for any lines, and
# inside a line for any text. Every command must succeed; one that is meant to
# fail is shown as: $ command || echo "..."

# console_to_pattern TEXT: as an extended glob of whole lines, into console_pattern.
console_to_pattern() {
	local line
	shopt -s extglob
	console_pattern=
	while IFS= read -r line; do
		if [ "$line" = ... ]; then
			console_pattern+='*'
			continue
		fi
		line=$(sed 's/[][\\*?|()!@+]/\\&/g; s/\.\.\./*/g' <<<"$line")
		console_pattern+=$line$'\n'
	done <<<"${1%$'\n'}"
	if [ -z "$1" ]; then
		console_pattern=
	fi
}

# console_step FILE LINE COMMAND EXPECTED
console_step() {
	local status=0 out
	eval "$3" >"$console_out" 2>&1 </dev/null || status=$?
	out=$(cat "$console_out"; echo .)
	out=${out%.}
	[ -z "$out" ] || [ "${out: -1}" = $'\n' ] || out+=$'\n'
	console_to_pattern "$4"
	# shellcheck disable=SC2053
	if [ "$status" -eq 0 ] && [[ $out == $console_pattern ]]; then
		return 0
	fi
	printf '%s:%s: $ %s\n--- expected, exit status 0\n%s--- got, exit status %s\n%s' \
		"$1" "$2" "$3" "$4" "$status" "$out" >&2
	return 1
}

# console_run FILE: every block of FILE, in order; stops at the first that differs.
console_run() {
	local file=$1 line number=0 at=0 inside=0 command='' expected='' steps=0
	console_out=$(mktemp)
	while IFS= read -r line || [ -n "$line" ]; do
		number=$((number + 1))
		if [ "$inside" = 0 ]; then
			[ "$line" = '```console' ] && inside=1
			continue
		fi
		case $line in
		'$ '* | '```')
			if [ -n "$command" ]; then
				console_step "$file" "$at" "$command" "$expected" || return 1
				steps=$((steps + 1))
			fi
			command='' expected='' at=$number
			if [ "$line" = '```' ]; then inside=0; else command=${line#'$ '}; fi
			;;
		'> '*) command+=$'\n'${line#'> '} ;;
		*) expected+=$line$'\n' ;;
		esac
	done <"$file"
	rm -f "$console_out"
	if [ "$inside" = 1 ] || [ "$steps" -eq 0 ]; then
		echo "$file: no commands, or a block that does not end" >&2
		return 1
	fi
	echo "$file: $steps commands"
}
