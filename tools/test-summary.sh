#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Sum up test runs: "N passed, N failed, N skipped", test cases counted.
#
# usage: tools/test-summary.sh RUN...        (exit 1: something failed, or nothing passed)
#
# RUN is a folder with status (the exit status of the run) and, if it got that
# far, meson's testlog.junit.xml and testlog.json. Both are read: the JUnit file
# has every subtest of a TAP test, but calls a test passed that printed only
# "ok" and then crashed or ran out of time; the JSON file knows. A run that
# failed without naming a test counts as one failed test.
set -eu
export LC_ALL=C

passed=0 failed=0 skipped=0
for run in "$@"; do
	status=1
	[ ! -f "$run/status" ] || status=$(cat "$run/status")
	[ -f "$run/testlog.junit.xml" ] || : >"$run/testlog.junit.xml"
	[ -f "$run/testlog.json" ] || : >"$run/testlog.json"
	# shellcheck disable=SC2046 # three numbers
	set -- $(awk -v status="$status" '
	function close_case()
	{
		if (in_case) {
			count[result]++
			if (result == "failed")
				seen[suite != "" ? suite : test] = 1
		}
		in_case = 0
	}
	# "pawl:cli / up" is the test up of the suite cli.
	function plain(name)
	{
		sub(/.* \/ /, "", name)
		return name
	}
	function attribute(tag, name)
	{
		if (!match(tag, "[ \t]" name "=\"[^\"]*\""))
			return ""
		return substr(tag, RSTART + length(name) + 3, RLENGTH - length(name) - 4)
	}
	FILENAME ~ /\.xml$/ {
		if ($0 ~ /^testsuite /) {
			# PROJECT.TEST for the subtests of one TAP test, PROJECT for all others
			suite = attribute($0, "name")
			suite = sub(/^[^.]*\./, "", suite) ? plain(suite) : ""
		} else if ($0 ~ /^testcase /) {
			close_case()
			in_case = 1
			result = "passed"
			test = plain(attribute($0, "name"))
		} else if ($0 ~ /^(failure|error)[ \t\/>]/) {
			result = "failed"
		} else if ($0 ~ /^skipped[ \t\/>]/ && result != "failed") {
			result = "skipped"
		} else if ($0 ~ /^\/testsuite>/) {
			close_case()
		}
		next
	}
	# {"name": "pawl:unit / base", ..., "result": "OK", ...}
	match($0, /^\{"name": "[^"]*"/) {
		name = plain(substr($0, 11, RLENGTH - 11))
		if (match($0, /, "result": "[A-Z]+"/)) {
			result = substr($0, RSTART + 13, RLENGTH - 14)
			if (result !~ /^(OK|SKIP|EXPECTEDFAIL|IGNORED)$/ && !(name in seen))
				unnamed++
		}
	}
	END {
		failed = count["failed"] + unnamed
		if (status != 0 && failed == 0)
			failed = 1
		print count["passed"] + 0, failed + 0, count["skipped"] + 0
	}' RS='<' "$run/testlog.junit.xml" RS='\n' "$run/testlog.json")
	passed=$((passed + $1)) failed=$((failed + $2)) skipped=$((skipped + $3))
done

echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
