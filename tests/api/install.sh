#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# What a packager and an embedding application do: install, find the library by
# pkg-config, build a program against it (shared and static), run it.
#
# usage: tests/api/install.sh BUILD        (TAP on stdout)
set -u
root=$(cd "$(dirname "$0")/../.." && pwd)
build=$(cd "$1" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' INT TERM HUP
count=0

# works DESCRIPTION COMMAND...
works() {
	count=$((count + 1))
	what=$1
	shift
	if "$@" >"$work/out" 2>&1; then
		echo "ok $count - $what"
		return
	fi
	echo "not ok $count - $what"
	sed 's/^/# /' "$work/out"
	echo "1..$count"
	exit 1
}

# The embedder's view of a fresh database, then of one that is up to date.
cat >"$work/first" <<'END'
status: 0 applied, 2 pending
event: up 001_users.sql
event: up 002_notes.sql
apply: 001_users.sql
apply: 002_notes.sql
status: 2 applied, 0 pending
END
cat >"$work/second" <<'END'
status: 2 applied, 0 pending
status: 2 applied, 0 pending
END
mkdir "$work/migrations"
echo 'CREATE TABLE users (id INTEGER PRIMARY KEY);' >"$work/migrations/001_users.sql"
echo 'CREATE TABLE notes (id INTEGER PRIMARY KEY);' >"$work/migrations/002_notes.sql"

# runs PROGRAM: twice on a new database.
runs() {
	rm -f "$work/app.db"
	"$1" "sqlite:$work/app.db" "$work/migrations" >"$work/got" || return
	diff "$work/first" "$work/got" || return
	"$1" "sqlite:$work/app.db" "$work/migrations" >"$work/got" || return
	diff "$work/second" "$work/got"
}

compile() {
	output=$1
	shift
	# shellcheck disable=SC2046 # flags are words
	cc -std=c99 -Wall -Wextra -Werror -o "$output" "$root/tests/api/embed.c" $(pkg-config "$@" pawl)
}

works "installs" meson install -C "$build" --no-rebuild --quiet --destdir "$work/dest"
pc=$(find "$work/dest" -name pawl.pc)
works "brings pawl.pc" test -n "$pc"
PKG_CONFIG_PATH=$(dirname "$pc")
PKG_CONFIG_SYSROOT_DIR=$work/dest
LD_LIBRARY_PATH=$(dirname "$PKG_CONFIG_PATH")
export PKG_CONFIG_PATH PKG_CONFIG_SYSROOT_DIR

works "a program builds against the shared library" compile "$work/shared" --cflags --libs
export LD_LIBRARY_PATH
works "it runs" runs "$work/shared"
works "the installed pawl runs" sh -c '"$(find "$1" -path "*/bin/pawl")" --version' sh "$work/dest"
unset LD_LIBRARY_PATH

# The static library alone: without the shared one beside it the linker has no choice.
find "$work/dest" -name 'libpawl.so*' -exec rm {} +
works "a program builds against the static library" compile "$work/static" --cflags --libs --static
works "it runs by itself" runs "$work/static"
echo "1..$count"
