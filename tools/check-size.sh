#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Limits of length: .c 800 lines, .h 250, a function body 80.
#
# usage: tools/check-size.sh [ROOT]
#
# tools/size-allow.txt may hold exceptions, one a line: PATH LINES or
# PATH:FUNCTION LINES. It only shrinks: an entry that is not needed any more, or
# allows more than is there, fails the check too.
set -eu
export LC_ALL=C
cd "${1:-$(dirname "$0")/..}"

# shellcheck disable=SC2046 # file names of the project hold no blanks
awk '
function limit(what, lines, most)
{
	if (what in allowed) {
		used[what] = 1
		if (lines <= most)
			report(what ": fits by now: take it off tools/size-allow.txt")
		else if (lines > allowed[what])
			report(what ": " lines " lines, more than the " allowed[what] " of the exception")
		else if (lines < allowed[what])
			report(what ": lower its exception to " lines)
		return
	}
	if (lines > most)
		report(what ": " lines " lines, the limit is " most)
}

function report(text)
{
	print text
	bad = 1
}

function end_of_file()
{
	if (path != "")
		limit(path, length_of, path ~ /\.h$/ ? 250 : 800)
}

FILENAME == "tools/size-allow.txt" {
	if ($0 !~ /^#/ && NF == 2)
		allowed[$1] = $2
	next
}

FNR == 1 {
	end_of_file()
	path = FILENAME
	open_at = 0
	name = ""
}
{ length_of = FNR }

# clang-format puts a function brace, and no other, alone in the first column.
/^[A-Za-z_].*\(/ {
	name = $0
	sub(/\(.*/, "", name)
	sub(/.*[^A-Za-z_0-9]/, "", name)
}
/^\{$/ { open_at = FNR }
/^\}/ {
	if (open_at > 0)
		limit(path ":" name, FNR - open_at - 1, 80)
	open_at = 0
}

END {
	end_of_file()
	for (what in allowed)
		if (!(what in used))
			report("tools/size-allow.txt: " what " does not exist")
	exit bad
}' tools/size-allow.txt $(find include src cli tests -name '*.[ch]' | sort)
