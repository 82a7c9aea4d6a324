#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0

bats_require_minimum_version 1.5.0
load helper

# Ten rows, done three at a time in both directions.
batch_project() {
	mkdir migrations
	printf '[pawl]\nurl = sqlite:app.db\n' >pawl.ini
	cat >migrations/001_t.sql <<-'SQL'
		CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER NOT NULL DEFAULT 0);
		INSERT INTO t (id) VALUES (1), (2), (3), (5), (8), (13), (21), (34), (55), (89);
	SQL
	cat >migrations/002_fill.sql <<-'SQL'
		-- pawl:up
		-- pawl:batch table=t key=id size=3
		UPDATE t SET n = n + 1 WHERE id BETWEEN :lo AND :hi;
		-- pawl:down
		-- pawl:batch table=t key=id size=3
		UPDATE t SET n = n - 1 WHERE id BETWEEN :lo AND :hi;
	SQL
}

# How many rows are done.
done_rows() {
	sqlite3 app.db 'SELECT sum(n) FROM t'
}

@test "batches: up and down" {
	batch_project
	run -0 pawl plan
	says 'line 2: batches of 3 rows of t (id)'
	says 'per statement'
	run -0 pawl up
	[ "$(done_rows)" = 10 ]
	run -0 pawl down
	[ "$(done_rows)" = 0 ]
}

@test "batches: --max-batches ends a run between two of them" {
	batch_project
	run -0 pawl up --max-batches 2
	says 'stopped after 2 batches, go on with pawl up'
	[ "$(done_rows)" = 6 ]
	run -0 pawl status
	says 'in progress'
	says 'up: 2 batches, 6 rows'
	run -1 pawl status --exit-code
	run -0 pawl status --json
	says '"in_progress": 1'
	run -0 pawl up --max-batches=1 --json
	says '"stopped": true'
	says '"batches": 1'
	run -0 pawl up --max-batches 1
	says 'now at 002'
	[ "$(done_rows)" = 10 ]
	run -0 pawl up --max-batches 1
	says 'nothing to do'
}

@test "batches: down stops and goes on as well" {
	batch_project
	run -0 pawl up
	run -0 pawl down --max-batches 3
	says 'stopped after 3 batches, go on with pawl down'
	[ "$(done_rows)" = 1 ]
	run -7 pawl up
	run -0 pawl status
	says 'down: 3 batches'
	rm migrations/002_fill.sql # its down script is kept
	run -0 pawl down
	[ "$(done_rows)" = 0 ]
}

@test "batches: rows that come and go between two runs" {
	batch_project
	run -0 pawl up --max-batches 1 # 1, 2, 3
	sqlite3 app.db 'INSERT INTO t (id) VALUES (-7), (4), (1000); DELETE FROM t WHERE id IN (3, 8, 89)'
	run -0 pawl up --max-batches 1 # 4, 5, 13
	sqlite3 app.db 'INSERT INTO t (id) VALUES (6), (2000)'
	run -0 pawl up
	run -0 sqlite3 app.db 'SELECT id FROM t WHERE n <> 1'
	[ "$output" = $'-7\n6' ] # in front of the position: nobody's but the application's
}

@test "batches: a failure keeps its place, which status and repair tell of" {
	batch_project
	sqlite3 app.db "CREATE TABLE stop (why TEXT); INSERT INTO stop VALUES ('{')"
	cat >migrations/002_fill.sql <<-'SQL'
		-- pawl:batch table=t key=id size=3
		UPDATE t SET n = CASE WHEN id > 20 THEN json((SELECT why FROM stop)) ELSE n + 1 END
		WHERE id BETWEEN :lo AND :hi;
	SQL
	run -5 pawl up
	says 'in the range from 21 to 55'
	says '2 batches (6 rows) of statement 1 are committed and stand'
	[ "$(done_rows)" = 6 ]
	run -0 pawl status
	says 'failed'
	says '002_fill.sql up: 2 batches, 6 rows'
	run -0 pawl repair --dry-run
	says '2 batches of a statement, 6 rows, took effect and will run again'
	sqlite3 app.db "UPDATE stop SET why = '1'"
	run -0 pawl up
	[ "$(done_rows)" = 10 ]
}

@test "batches: plan, rehearse, verify, lint and export know them" {
	batch_project
	run -0 pawl up 001
	run -0 pawl plan
	says 'batches of 3 rows of t (id)'
	[[ $output != *'not understood'* ]]
	run -0 pawl rehearse
	says 'ok (1 migration rehearsed'
	[ "$(done_rows)" = 0 ]
	sed -i 's/key=id/key=other/' migrations/002_fill.sql
	run -3 pawl rehearse
	says 'has no column "other"'
	sed -i 's/key=other/key=id/' migrations/002_fill.sql
	run -0 pawl verify --replay
	run -0 pawl lint
	run -3 pawl export --layout flyway -o there
	says 'a batched statement has no form'
}

@test "batches: a statement without its directive is an error" {
	batch_project
	sed -i '/pawl:batch/d' migrations/002_fill.sql
	run -5 pawl up
	says 'migrations/002_fill.sql:2:1: parameter ":lo" has no value'
	says 'behind a directive pawl:batch'
	[ "$(done_rows)" = 0 ]
}

@test "batches: a limit has to be a number" {
	batch_project
	run -2 pawl up --max-batches 0
	says '"0" is no count for --max-batches'
	run -2 pawl up --max-batches many
}

@test "batches: an edit on the way cannot change the key" {
	batch_project
	run -0 pawl up --max-batches 1
	sed -i 's/key=id/key=other/' migrations/002_fill.sql
	run -7 pawl up
	says 'one of another key'
	sed -i '/pawl:batch/d; s/BETWEEN :lo AND :hi/> 0/' migrations/002_fill.sql
	run -7 pawl up
	says 'stopped half-way through its batches'
	[ "$(done_rows)" = 3 ]
}

@test "batches: --sql prints one statement, and says so" {
	batch_project
	run -0 pawl up --sql
	says '-- pawl runs this in batches of 3 rows of t (id)'
	run -0 sqlite3 app.db <<<"$output"
	[ "$(done_rows)" = 10 ]
	run -0 pawl up
	says 'nothing to do'
}

@test "batches: the size follows a target, and pauses are kept" {
	batch_project
	sed -i 's/size=3/size=1 target=1min pause=20ms/' migrations/002_fill.sql
	run -0 pawl up -v
	says 'ran in 4 batches' # 1, 2, 4 and the last 3
	[ "$(done_rows)" = 10 ]
}

@test "batches: whoever blocks SQLite cannot be ended from here" {
	batch_project
	run -2 pawl up --cancel-blockers=1s
	says 'SQLite has no way to end another session'
	says 'hint: leave out --cancel-blockers'
	run -2 pawl up --cancel-blockers=soon
	says 'is no duration for cancel-blockers'
}

# A run in the background that is amid its batches when this returns.
start_slow_up() {
	batch_project
	sed -i '0,/size=3/s//size=1 pause=150ms/' migrations/002_fill.sql
	"$PAWL" up >up.out 2>&1 3>&- &
	slow=$!
	until [ "$(sqlite3 app.db "SELECT count(*) FROM _migrations WHERE state = 'running'")" = 1 ]; do
		sleep 0.02
	done 2>/dev/null
}

@test "batches: down and redo wait for the run that is amid them" {
	for command in down redo; do
		start_slow_up
		run -6 pawl "$command" --wait 0
		says 'another runner is at work'
		run -0 pawl "$command"
		wait "$slow"
		says '002'
		[ "$(done_rows)" = "$([ $command = down ] && echo 0 || echo 10)" ]
		rm -r migrations app.db* pawl.ini
	done
}

@test "batches: a signal leaves them in progress, as --max-batches does" {
	local signal
	for signal in INT TERM; do
		batch_project
		sed -i '0,/size=3/s//size=1 pause=300ms/' migrations/002_fill.sql
		run -"$([ $signal = INT ] && echo 130 || echo 143)" env --default-signal=INT \
			timeout --preserve-status -s $signal 0.5 "$PAWL" up
		says 'of statement 1 are committed and stand'
		run -0 pawl status
		says 'in progress'
		says '002_fill.sql up: '
		run -0 pawl status --json
		says '"in_progress": 1'
		run -0 pawl up
		[ "$(done_rows)" = 10 ]
		run -0 sqlite3 app.db 'SELECT max(n) FROM t'
		[ "$output" = 1 ]
		rm -r migrations app.db* pawl.ini
	done
}

@test "batches: one is one" {
	batch_project
	sed -i '0,/size=3/s//size=1/' migrations/002_fill.sql
	run -0 pawl up --max-batches 1
	run -0 pawl status
	says 'up: 1 batch, 1 row'
	run -0 pawl repair --dry-run
	says '1 batch of a statement, 1 row, took effect and will run again'
}
