#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The manual pages against the program: what `pawl X --help` says and what
# docs/man/pawl-X.1.scd says must be the same usage, summary, aliases, options
# and examples; pawl.1 lists every command and every global option, pawl.ini.5
# every setting; and there is no page without a command.
#
# usage: tools/check-docs.sh PAWL [MANDIR]
set -eu
export LC_ALL=C COLUMNS=80
unset PAWL_URL DATABASE_URL PAWL_ENV PAWL_CONFIG || true

pawl=$1
man=${2:-$(dirname "$0")/../docs/man}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
status=0

# A help text as one fact a line.
facts_of_help()
{
	awk '
	/^Usage: / { sub(/^Usage: /, ""); print "usage " $0; usage = 1; next }
	usage && $0 != "" {
		$0 = tolower(substr($0, 1, 1)) substr($0, 2)
		sub(/\.$/, "")
		print "summary " $0
		usage = 0
	}
	/^Also: / { sub(/^Also: /, ""); n = split($0, also, ", "); for (i = 1; i <= n; i++) print "also " also[i] }
	/^  (-[a-zA-Z], |    )--/ {
		sub(/^ +/, "")
		sub(/  .*/, "")
		print "option " $0
	}
	/^Examples:/ { examples = 1; next }
	examples && /^  / { print "example " substr($0, 3) }
	/^$/ { examples = 0 }
	' "$1"
}

# The same facts of a page in scdoc.
facts_of_page()
{
	awk '
	/^# / { section = $2 " " $3; sub(/ $/, "", section); next }
	section == "NAME" && $0 != "" { sub(/^[^ ]* - /, ""); print "summary " $0 }
	section == "SYNOPSIS" && /^\*pawl / { gsub(/[*_]/, ""); print "usage " $0 }
	section == "SYNOPSIS" && /^Also answers to / {
		gsub(/[*.]|Also answers to |pawl /, "")
		n = split($0, also, ", ")
		for (i = 1; i <= n; i++)
			print "also " also[i]
	}
	section == "OPTIONS" && /^\*-/ { gsub(/[*_]/, ""); print "option " $0 }
	section == "EXAMPLES" && $0 != "" && !/^```/ { print "example " $0 }
	' "$1"
}

same()
{
	sort "$work/help" >"$work/a"
	sort "$work/page" >"$work/b"
	[ -s "$work/a" ] || { echo "$1: the help says nothing"; status=1; }
	if ! diff "$work/a" "$work/b" >"$work/diff"; then
		echo "$1: the program (<) and the page (>) differ"
		cat "$work/diff"
		status=1
	fi
}

"$pawl" --help >"$work/all"
sed -n '/^Options of all commands:/q; s/^  \([a-z][a-z-]*\)  *[^ ].*/\1/p' "$work/all" >"$work/commands"
[ -s "$work/commands" ] || { echo "pawl --help lists no commands"; exit 1; }

while read -r command; do
	page=$man/pawl-$command.1.scd
	if [ ! -f "$page" ]; then
		echo "$page is missing"
		status=1
		continue
	fi
	"$pawl" "$command" --help >"$work/text"
	facts_of_help "$work/text" >"$work/help"
	facts_of_page "$page" >"$work/page"
	same "$page"
done <"$work/commands"

for page in "$man"/pawl-*.1.scd; do
	command=$(basename "$page" .1.scd)
	if ! grep -qx "${command#pawl-}" "$work/commands"; then
		echo "$page is about no command"
		status=1
	fi
done

# pawl.1: the commands with their summaries, and the global options.
{
	facts_of_help "$work/all" | grep '^option '
	sed -n '/^Options of all commands:/q; s/^  \([a-z][a-z-]*\)  *\([^ ].*\)/command \1 \2/p' "$work/all"
} >"$work/help"
{
	facts_of_page "$man/pawl.1.scd" | grep '^option '
	awk '
	/^\*pawl-[a-z]*\*\(1\)$/ { gsub(/\*pawl-|\*\(1\)/, ""); command = $0; next }
	command != "" {
		sub(/^\t/, "")
		sub(/\.$/, "")
		print "command " command " " tolower(substr($0, 1, 1)) substr($0, 2)
		command = ""
	}' "$man/pawl.1.scd"
} >"$work/page"
same "$man/pawl.1.scd"

# EXIT STATUS of pawl.1, and the topic of the help.
"$pawl" help exit-codes | sed -n 's/^ *\([0-9][0-9]*\)  \(.*\)/\1 \2/p' >"$work/help"
awk '
/^# / { codes = $2 " " $3 == "EXIT STATUS" }
codes && /^\*[0-9]+\*$/ { gsub(/\*/, ""); code = $0; next }
code != "" { sub(/^\t/, ""); gsub(/\*/, ""); print code " " $0; code = "" }' "$man/pawl.1.scd" >"$work/page"
same "$man/pawl.1.scd"

# pawl.ini.5: the settings that may stand in the file. Each is a line of the JSON.
"$pawl" help --json |
	sed -n 's/^ *{"name": "\([a-z-]*\)".*"in_file": true}.*/setting \1/p' >"$work/help"
awk '
/^# / { settings = $2 == "SETTINGS" }
settings && /^\*[a-z-]*\* = / { gsub(/\*/, ""); print "setting " $1 }' "$man/pawl.ini.5.scd" >"$work/page"
same "$man/pawl.ini.5.scd"

exit $status
