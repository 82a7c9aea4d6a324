#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# clang-tidy 14 with .clang-tidy, over the sources of a configured build.
#
# usage: tools/check-tidy.sh BUILD [FILE...]     (exit 77: no clang-tidy 14 here)
#
# A file that passed is not looked at again until it, a header it includes or
# .clang-tidy changes: the stamps are in BUILD/tidy.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
build=$(cd "$1" && pwd)
shift

command -v clang-tidy-14 >/dev/null || { echo "clang-tidy-14 is not installed"; exit 77; }
[ -f "$build/compile_commands.json" ] ||
	{ echo "check-tidy: $build holds no compile_commands.json" >&2; exit 1; }

mkdir -p "$build/tidy/ok"

# One entry a file: a source that is built twice (library and module) counts once.
awk '
/^ *\{/ { entry = ""; key = "" }
{ entry = entry $0 "\n" }
/^ *"file":/ { key = $0 }
/^ *\}/ {
	sub(/,?[ \n]*$/, "", entry)
	if (key ~ /\/(src|cli)\// && !(key in seen)) {
		seen[key] = 1
		printf "%s\n%s", n++ ? "," : "[", entry
	}
}
END { print "\n]" }' "$build/compile_commands.json" >"$build/tidy/compile_commands.json"

cd "$root"
if [ $# -eq 0 ]; then
	# shellcheck disable=SC2046 # file names of the project hold no blanks
	set -- $(find src cli -name '*.c' | sort)
fi
[ $# -gt 0 ] || { echo "check-tidy: no sources found in $root" >&2; exit 1; }

# shellcheck disable=SC2016 # the inner shell expands these
printf '%s\n' "$@" | BUILD=$build xargs -P "$(nproc)" -n 1 sh -c '
	file=$1
	grep -qF "$file\"" "$BUILD/tidy/compile_commands.json" || exit 0
	deps=$(cc -MM -I include -I src -I cli -I "$BUILD/include" $(pkg-config --cflags libpq libmariadb libcurl 2>/dev/null) \
		"$file" 2>/dev/null | tr -d "\\\\" | cut -d: -f2-) || deps=$file
	stamp=$(cat .clang-tidy $deps | sha256sum | cut -c1-40)
	stamp=$BUILD/tidy/ok/$stamp
	[ ! -e "$stamp" ] || exit 0
	if clang-tidy-14 --quiet -p "$BUILD/tidy" "$file" 2>"$stamp.err"; then
		: >"$stamp"
		rm -f "$stamp.err"
	else
		grep -v "warnings generated" "$stamp.err" >&2 || :
		rm -f "$stamp.err"
		exit 1
	fi' sh || { echo "check-tidy: see the limits in CODING.md" >&2; exit 1; }
