# SPDX-License-Identifier: Apache-2.0
# Of a plan and of a rehearsal, the same text: a line for each table that a lock
# beyond reading is taken on, and whether its rows are written anew.

def rank: {"ACCESS SHARE": 1, "ROW SHARE": 2, "ROW EXCLUSIVE": 3, "SHARE UPDATE EXCLUSIVE": 4,
	"SHARE": 5, "SHARE ROW EXCLUSIVE": 6, "EXCLUSIVE": 7, "ACCESS EXCLUSIVE": 8}[.];

def planned: .steps[0].changes[-1].costs[]
	| "\(.table): \(.lock)\(if .work == "rewrite" then ", rewritten" else "" end)";

# A materialized view that goes with its table is not foretold.
def rehearsed: .migrations[0].statements[-1] as $s
	| ($s.locks | map(select(.table != "sums" or $s.kind == "refresh materialized view"))
		| group_by(.table)[] | max_by(.mode | rank) | select((.mode | rank) > 1)) as $l
	| "\($l.table): \($l.mode)\(if any($s.rewritten[]; .table == $l.table and .index == null)
		then ", rewritten" else "" end)";

if has("steps") then [planned] else [rehearsed] end | sort | .[]
