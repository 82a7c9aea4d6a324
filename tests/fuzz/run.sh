#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Run every fuzzer of a build for a share of the time. TAP on stdout.
#
# usage: tests/fuzz/run.sh BUILD [SECONDS]        (60 in all by default)
#
# Seeds are in tests/fuzz/corpus/NAME for the program fuzz_NAME, and grow in
# BUILD/fuzz/NAME, so that the next run goes on where this one stopped. What
# makes a fuzzer fail is left there as crash-*, and printed.
set -u
root=$(cd "$(dirname "$0")/../.." && pwd)
build=$(cd "$1" && pwd)
seconds=${2:-60}

set --
for program in "$build"/tests/fuzz/fuzz_*; do
	[ ! -f "$program" ] || [ ! -x "$program" ] || set -- "$@" "$program"
done
[ $# -gt 0 ] || { echo "1..0 # SKIP no fuzzers in this build"; exit 0; }

echo "1..$#"
each=$((seconds / $#))
[ $each -gt 0 ] || each=1
number=0 status=0
for program in "$@"; do
	number=$((number + 1))
	name=${program##*/fuzz_}
	grown=$build/fuzz/$name
	seeds=$root/tests/fuzz/corpus/$name
	mkdir -p "$grown"
	[ -d "$seeds" ] || seeds=
	# shellcheck disable=SC2086 # empty when there are no seeds
	if "$program" -max_total_time=$each -timeout=10 -rss_limit_mb=1024 -print_final_stats=1 \
		-artifact_prefix="$grown/" "$grown" $seeds >"$grown.log" 2>&1; then
		echo "ok $number - $name ($(sed -n 's/^stat::number_of_executed_units: //p' "$grown.log") inputs in ${each}s)"
	else
		status=1
		echo "not ok $number - $name"
		tail -n 40 "$grown.log" | sed 's/^/# /'
	fi
done
exit $status
