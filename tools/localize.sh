#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# A static library whose internal names cannot meet those of the program that
# links it: one object, in which every hidden symbol has become local.
#
# usage: tools/localize.sh IN.a OUT.a
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' INT TERM HUP
ld -r --whole-archive "$1" -o "$work/pawl.o"
objcopy --localize-hidden "$work/pawl.o"
rm -f "$2"
ar rcs "$2" "$work/pawl.o"
