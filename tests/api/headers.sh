#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Each public header compiles alone, as C99 and as C++, without a warning.
#
# usage: tests/api/headers.sh BUILD        (TAP on stdout)
set -u
root=$(cd "$(dirname "$0")/../.." && pwd)
build=$(cd "$1" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' INT TERM HUP
flags="-Wall -Wextra -pedantic-errors -Werror -fsyntax-only -I$root/include -I$build/include"
count=0

# compiles DESCRIPTION COMMAND...
compiles() {
	count=$((count + 1))
	what=$1
	shift
	if "$@" >"$work/out" 2>&1; then
		echo "ok $count - $what"
	else
		echo "not ok $count - $what"
		sed 's/^/# /' "$work/out"
	fi
}

cxx=
for compiler in c++ g++ clang++-14; do
	command -v $compiler >/dev/null && cxx=$compiler && break
done

for header in "$root"/include/pawl/*.h "$build"/include/pawl/version.h; do
	name=$(basename "$header")
	echo "#include <pawl/$name>" | tee "$work/alone.c" >"$work/alone.cc"
	# shellcheck disable=SC2086 # flags are words
	compiles "$name as C99" cc -std=c99 $flags "$work/alone.c"
	if [ -n "$cxx" ]; then
		# shellcheck disable=SC2086
		compiles "$name as C++" $cxx -std=c++11 $flags "$work/alone.cc"
	else
		count=$((count + 1))
		echo "ok $count - $name as C++ # SKIP no C++ compiler"
	fi
done
echo "1..$count"
