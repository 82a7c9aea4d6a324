#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# libpawl.so exports what the public headers declare with PAWL_API, and nothing else.
#
# usage: tests/api/symbols.sh BUILD LIBPAWL.SO
set -eu
export LC_ALL=C
root=$(cd "$(dirname "$0")/../.." && pwd)
build=$(cd "$1" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' INT TERM HUP

# A declaration may span lines; its name stands before the first parenthesis.
cat "$root"/include/pawl/*.h "$build"/include/pawl/version.h | awk '
/^PAWL_API / { text = ""; open = 1 }
open {
	text = text " " $0
	if (text ~ /\(/) {
		sub(/\(.*/, "", text)
		sub(/.*[^a-zA-Z_0-9]/, "", text)
		print text
		open = 0
	}
}' | sort >"$work/declared"

nm -D --defined-only "$2" | awk '{ print $3 }' | sed 's/@.*//' | sort >"$work/exported"

[ -s "$work/declared" ] || { echo "no PAWL_API function found in include/pawl"; exit 1; }
if grep -v '^pawl_' "$work/exported"; then
	echo "exported, and not named pawl_*: see above"
	exit 1
fi
if ! diff "$work/declared" "$work/exported" >"$work/diff"; then
	sed -n 's/^< /declared, not exported: /p; s/^> /exported, not declared: /p' "$work/diff"
	exit 1
fi

# A program that links libpawl.a must be free to call a function of its own "fail".
nm -g --defined-only "$build/src/api/libpawl.a" | awk 'NF == 3 { print $3 }' >"$work/static"
[ -s "$work/static" ] || { echo "libpawl.a defines nothing"; exit 1; }
if grep -v '^pawl_' "$work/static"; then
	echo "global in libpawl.a, and not named pawl_*: see above"
	exit 1
fi
