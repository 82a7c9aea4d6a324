# SPDX-License-Identifier: Apache-2.0
# Of a plan and of a rehearsal, the same text: a line for each table that a lock
# beyond reading is taken on, and whether its rows are written anew.

def rank: {"ACCESS SHARE": 1, "ROW SHARE": 2, "ROW EXCLUSIVE": 3, "SHARE UPDATE EXCLUSIVE": 4,
	"SHARE": 5, "SHARE ROW EXCLUSIVE": 6, "EXCLUSIVE": 7, "ACCESS EXCLUSIVE": 8}[.];

# The name of a table that was dropped is gone, and with it the sight of its lock.
def planned: .steps[0].changes[-1] as $change
	| $change.costs[]
	| select($change.kind != "drop table" or .loses == null)
	| "\(.table): \(.lock)\(if .work == "rewrite" then ", rewritten" else "" end)";

def rehearsed: .migrations[0].statements[-1] as $s
	| ($s.locks | group_by(.table)[] | max_by(.mode | rank) | select((.mode | rank) > 1)) as $l
	| "\($l.table): \($l.mode)\(if any($s.rewritten[]; .table == $l.table and .index == null)
		then ", rewritten" else "" end)";

if has("steps") then [planned] else [rehearsed] end | sort | .[]
