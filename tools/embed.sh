#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# A text file as a C string for the build to include.
#
# usage: tools/embed.sh NAME INPUT OUTPUT
set -eu
LC_ALL=C awk -v name="$1" '
NR == 1 { print "/* SPDX-License-Identifier: Apache-2.0 */\nstatic const char " name "[] =" }
{
	gsub(/\\/, "&&")
	gsub(/"/, "\\\\&")
	print "\t\"" $0 "\\n\""
}
END { print "\t;" }' "$2" >"$3"
