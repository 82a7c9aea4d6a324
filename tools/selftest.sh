#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Each check must fail on what it is there to catch: break a copy, and see.
#
# usage: tools/selftest.sh BUILD        (TAP on stdout)
set -u
root=$(cd "$(dirname "$0")/.." && pwd)
build=$(cd "$1" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' INT TERM HUP
count=0

# A fresh copy of what the checks read, as the working directory.
fresh() {
	cd "$work" && rm -rf tree && mkdir tree && cd tree &&
		(cd "$root" && tar -cf - include src cli tests tools script .ci .clang-format .clang-tidy) | tar -xf -
}

# result DESCRIPTION: report on the command that ran before.
result() {
	code=$?
	count=$((count + 1))
	[ $code -eq 0 ] || printf 'not '
	echo "ok $count - $1"
	[ $code -eq 0 ] || sed 's/^/# /' "$work/out"
}

# refuses TEXT COMMAND...: it fails, and its output holds TEXT.
refuses() {
	text=$1
	shift
	if "$@" >"$work/out" 2>&1; then
		echo "did not fail" >>"$work/out"
		return 1
	fi
	grep -qF -- "$text" "$work/out"
}

skip() {
	count=$((count + 1))
	echo "ok $count - $1 # SKIP $2"
}

layers=tools/check-layers.sh
for check in layers size spdx; do
	fresh
	tools/check-$check.sh >"$work/out" 2>&1
	result "check-$check passes on the tree as it is"
done

fresh
echo '#include "driver/db.h"' >>src/sql/lexer.h
refuses 'layer sql may not include "driver/db.h"' $layers
result "an include upwards is refused"

fresh
echo '#include "base/arena.h"' >cli/bad.c
refuses 'only include/pawl and cli/' $layers
result "the command line may not reach into src"

fresh
echo '#include <sqlite3.h>' >>src/base/arena.c
refuses 'belongs to src/driver/sqlite/ alone' $layers
result "a third-party header outside its home is refused"

fresh
echo '#include <zstd.h>' >>src/base/arena.c
refuses 'has no home' $layers
result "an unknown third-party header is refused"

fresh
echo '#include <pawl/session.h>' >>src/base/arena.h
refuses 'only migrate, api and cli may' $layers
result "a public header is not for every layer"

fresh
mkdir -p src/driver/sqlite
echo '#define X 1' >src/driver/sqlite/conn.h
echo '#include "driver/sqlite/conn.h"' >>src/driver/db.h
refuses 'is a concrete backend' $layers
result "a backend's header is for its folder and the registry"

fresh
echo 'static const char *engine = "postgres";' >>src/base/arena.c
refuses 'backend "postgres" is named' $layers
result "naming a backend outside the registries is refused"

fresh
echo '#include "base/map.h"' >>src/base/arena.h
refuses 'headers include each other' $layers
result "a cycle of headers is refused"

fresh
echo 'int stray;' >src/base/stray.c
refuses 'src/base/stray.c: is in no meson.build' $layers
result "a source that no meson.build lists is refused"

fresh
echo "files = run_command('ls')" >>src/base/meson.build
refuses 'src/base/meson.build:' $layers
result "sources that are found by a command are refused"

fresh
echo 'int main(void) { return 0; }' >tests/unit/test_stray.c
refuses 'tests/unit/test_stray.c: is not in' $layers
result "a unit test that nobody lists is refused"

fresh
awk 'BEGIN { for (i = 0; i < 801; i++) print "" }' >>src/base/arena.c
refuses 'the limit is 800' tools/check-size.sh
result "a source of more than 800 lines is refused"

fresh
awk 'BEGIN { for (i = 0; i < 251; i++) print "" }' >>src/base/arena.h
refuses 'the limit is 250' tools/check-size.sh
result "a header of more than 250 lines is refused"

fresh
awk 'BEGIN { print "int long_one(void)\n{"; for (i = 0; i < 80; i++) print "\t;"; print "\treturn 0;\n}" }' \
	>>src/base/arena.c
refuses 'src/base/arena.c:long_one: 81 lines' tools/check-size.sh
result "a function of more than 80 lines is refused"

echo 'src/base/arena.c:long_one 90' >>tools/size-allow.txt
refuses 'lower its exception to 81' tools/check-size.sh
result "an exception may not be wider than needed"

fresh
echo 'src/base/gone.c 900' >>tools/size-allow.txt
refuses 'src/base/gone.c does not exist' tools/check-size.sh
result "an exception for nothing is refused"

fresh
sed -i 1d src/base/arena.c
refuses 'src/base/arena.c: no SPDX' tools/check-spdx.sh
result "a file without a licence line is refused"

if command -v clang-format-14 >/dev/null; then
	fresh
	echo 'int  x;' >>src/base/arena.c
	refuses 'clang-format-violations' tools/check-format.sh
	result "a badly formatted file is refused"
else
	skip "a badly formatted file is refused" "no clang-format-14"
fi

if command -v clang-tidy-14 >/dev/null; then
	fresh
	mkdir build
	sed "s|$root/|$work/tree/|g; s|\"file\": \"\.\./|\"file\": \"$work/tree/|
		s|\"directory\": \".*\"|\"directory\": \"$work/tree/build\"|" \
		"$build/compile_commands.json" >build/compile_commands.json
	cp -r "$build/include" build/
	awk 'BEGIN {
		print "int deep(int a);\nint deep(int a)\n{"
		for (i = 0; i < 8; i++) print "\tif (a > " i ") {"
		print "\ta++;"
		for (i = 0; i < 8; i++) print "\t}"
		print "\treturn a;\n}" }' >>src/base/clock.c
	refuses 'readability-function-cognitive-complexity' \
		tools/check-tidy.sh build src/base/clock.c
	result "a function of high complexity is refused"
else
	skip "a function of high complexity is refused" "no clang-tidy-14"
fi

# A run of tests as test-summary.sh reads it: status, JUnit file, JSON lines.
run() {
	rm -rf "$work/run" && mkdir "$work/run"
	echo "$1" >"$work/run/status"
	printf '%s' "$2" >"$work/run/testlog.junit.xml"
	printf '%s\n' "$3" >"$work/run/testlog.json"
}

fresh
suite='<testsuites><testsuite name="pawl.pawl:cli / up" tests="3"><testcase name="1" /><testcase name="2"><skipped /></testcase>'

run 0 "$suite</testsuite></testsuites>" '{"name": "pawl:cli / up", "stdout": "", "result": "OK", "x": 1}'
[ "$(tools/test-summary.sh "$work/run")" = "1 passed, 0 failed, 1 skipped" ]
result "subtests are counted one by one"

run 1 "$suite<testcase name=\"3\"><failure /></testcase></testsuite></testsuites>" \
	'{"name": "pawl:cli / up", "stdout": "", "result": "FAIL", "x": 1}'
refuses "1 passed, 1 failed, 1 skipped" tools/test-summary.sh "$work/run"
result "a failed subtest is a failure"

run 1 "$suite</testsuite></testsuites>" '{"name": "pawl:cli / up", "stdout": "", "result": "TIMEOUT", "x": 1}'
refuses "1 passed, 1 failed, 1 skipped" tools/test-summary.sh "$work/run"
result "a test that ran out of time is a failure though its subtests passed"

run 1 '<testsuites><testsuite name="pawl" tests="2"><testcase name="pawl:unit / a" classname="pawl"><failure />
	</testcase><testcase name="pawl:unit / b" classname="pawl" /></testsuite></testsuites>' \
	'{"name": "pawl:unit / a", "stdout": "", "result": "FAIL", "x": 1}'
refuses "1 passed, 1 failed, 0 skipped" tools/test-summary.sh "$work/run"
result "a failed test that has no subtests counts once"

run 2 "" ""
refuses "0 passed, 1 failed, 0 skipped" tools/test-summary.sh "$work/run"
result "a run that never got to its tests is a failure"

run 0 "" ""
refuses "0 passed, 0 failed, 0 skipped" tools/test-summary.sh "$work/run"
result "a run without a single test is a failure"

echo "1..$count"
