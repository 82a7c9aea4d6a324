#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The runner of the documents' commands must pass what is right and fail what is not.
#
# usage: tests/docs/selftest.sh BUILD        (TAP on stdout)
set -u
runner=$(cd "$(dirname "$0")" && pwd)/run.sh
build=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' INT TERM HUP
count=0

# case passes|fails DESCRIPTION, the document on standard input
case_is() {
	count=$((count + 1))
	cat >"$work/doc.md"
	"$runner" "$build" "$work/doc.md" >"$work/out" 2>&1
	code=$?
	if { [ "$1" = passes ] && [ $code -eq 0 ]; } || { [ "$1" = fails ] && [ $code -ne 0 ]; }; then
		echo "ok $count - $2"
	else
		echo "not ok $count - $2"
		sed 's/^/# /' "$work/out"
	fi
}

case_is passes "output that is as written" <<'MD'
Text that no one runs.
```sh
$ false
```
```console
$ echo one; echo two >&2
one
two
```
MD

case_is passes "dots for any text and any lines, folders and variables kept" <<'MD'
```console
$ mkdir sub && cd sub && export NAME=value
$ printf '%s\n' a b c "took 12 ms, $NAME"
a
...
took ... ms, value
$ printf '%s\n' 'a [x] (1*2) \d^$' b c d
a [x]...\d^$
...c...
$ printf '%s\n' a b
...
a
...
b
...
```
```console
$ basename "$PWD"
sub
$ cat >file <<'END'
> one
>
> two
> END
$ cat file
one

two
```
MD

case_is passes "a status that was announced" <<'MD'
```console exit=3
$ true
$ sh -c 'exit 3'
```
MD

case_is fails "other output" <<'MD'
```console
$ echo one
two
```
MD

case_is fails "output where none was announced" <<'MD'
```console
$ echo one
```
MD

case_is fails "too little output" <<'MD'
```console
$ echo one
one
...
two
```
MD

case_is fails "a character that only looks like a pattern" <<'MD'
```console
$ echo abc
a.c
```
MD

case_is fails "a command that fails" <<'MD'
```console
$ false
```
MD

case_is fails "a command that should have failed" <<'MD'
```console exit=1
$ true
```
MD

case_is fails "a server that nobody knows" <<'MD'
<!-- requires: oracle -->
```console
$ true
```
MD

echo "1..$count"
