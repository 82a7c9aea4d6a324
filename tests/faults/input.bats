#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# Input that is wrong: each with its exit status, its place, its cause and what
# to do next.

bats_require_minimum_version 1.5.0

setup() {
	. "$BATS_TEST_DIRNAME/helper.bash"
	project
}

teardown() {
	chmod -R u+rwX . 2>/dev/null || :
}

# fails STATUS TEXT...: up ends so and says each, without a raw control character.
fails() {
	run pawl up
	exits "$1"
	shift
	for text in "$@"; do
		has "$text"
	done
	clean "$output"
}

# clean TEXT: no control characters but tab and newline.
clean() {
	! LC_ALL=C grep -q $'[\x01-\x08\x0b-\x1f\x7f]' <<<"$1" || {
		cat -v <<<"$1"
		return 1
	}
}

# An ordinary user, whom rights mean something to.
as_nobody() {
	if [ "$(id -u)" -ne 0 ]; then
		"$@"
		return
	fi
	chmod o+x "$BATS_RUN_TMPDIR" "$BATS_RUN_TMPDIR"/* "$BATS_RUN_TMPDIR"/*/* 2>/dev/null || :
	chmod 777 .
	setpriv --reuid=65534 --regid=65534 --clear-groups ls . >/dev/null 2>&1 ||
		skip "the temporary folder is closed to others"
	setpriv --reuid=65534 --regid=65534 --clear-groups "$@"
}

@test "input: no URL, no folder" {
	unset PAWL_URL
	fails 3 "no database URL is given" "hint: give --url"
	export PAWL_URL=sqlite:app.db
	rmdir migrations
	fails 3 'could not open folder "migrations"' "pawl init"
}

@test "input: pawl.ini" {
	printf '[pawl]\nhistory-tabel = x\n' >pawl.ini
	fails 3 'pawl.ini:2: unknown setting "history-tabel" in [pawl]; did you mean history-table?'
	printf '[pwal]\n' >pawl.ini
	fails 3 "pawl.ini:1: unknown section [pwal]"
	printf '[pawl\n' >pawl.ini
	fails 3 "pawl.ini:1: the section [pawl has no closing ]"
	printf '[hooks]\nbefor-up = true\n' >pawl.ini
	fails 3 'pawl.ini:2: unknown setting "befor-up"' "before-up"
	printf '[pawl]\nlock-timeout = 3 apples\n' >pawl.ini
	fails 3 'pawl.ini:2: "3 apples" is no duration'
	printf '[pawl]\nurl = sqlite:\033[31m\001\n' >pawl.ini
	unset PAWL_URL
	run pawl status
	clean "$output"
}

@test "input: directives" {
	migration 001_a.sql <<<"SELECT 1;
-- pawl:transction off"
	fails 3 'migrations/001_a.sql:2:9: unknown directive "transction"' 'did you mean "-- pawl:transaction"?'
	migration 001_a.sql <<<"-- pawl:transaction of"
	fails 3 'migrations/001_a.sql:1:21: invalid value "of"' 'write "on" or "off"'
	migration 001_a.sql <<<"-- pawl:requires 9"
	fails 3 'migrations/001_a.sql:1:18: migration "001_a.sql" requires "9", which does not exist'
	migration 001_a.sql <<<"-- pawl:batch table=a key=id size=5
SELECT 1;"
	fails 3 "migrations/001_a.sql:1:9: select cannot run in ranges"
	migration 001_a.sql <<<"-- pawl:batch table=a"
	fails 3 'migrations/001_a.sql:1:9: directive "batch" needs a key' "hint: write: -- pawl:batch"
}

@test "input: duplicate versions and a cycle" {
	migration 001_a.sql </dev/null
	migration 1_b.sql </dev/null
	fails 3 'version 001 is used twice: "migrations/001_a.sql" and "migrations/1_b.sql"' "hint: "
	rm migrations/*
	migration a1a1a1a1a1a1_a.sql <<<"-- pawl:requires c3c3c3c3c3c3"
	migration b2b2b2b2b2b2_b.sql <<<"-- pawl:requires a1a1a1a1a1a1"
	migration c3c3c3c3c3c3_c.sql <<<"-- pawl:requires b2b2b2b2b2b2"
	fails 3 "migrations/a1a1a1a1a1a1_a.sql:1" "in a cycle" "hint: "
}

@test "input: edited, missing and newer files" {
	migration 001_a.sql <<<"CREATE TABLE a (x);"
	migration 002_b.sql <<<"CREATE TABLE b (x);"
	pawl up
	echo "-- more" >>migrations/001_a.sql
	fails 7 'migrations/001_a.sql: migration "001_a.sql" was edited after it was applied' "pawl repair"
	migration 003_c.sql </dev/null
	rm migrations/001_a.sql
	fails 7 '"001_a.sql" is applied but its file is gone' "bring the file back"
	rm migrations/*
	fails 7 "the database is newer than these files"
	run pawl status
	exits 0
	has "the database is newer than these files"
	is "a b" "$(pawl status --json | jq -r '[.migrations[].name] | join(" ")')"
}

@test "input: a file that is gone by the time it is read, and one that changes then" {
	ln -s nowhere migrations/001_a.sql
	fails 3 'could not open file "migrations/001_a.sql": No such file or directory' "symbolic link"
	rm migrations/001_a.sql
	migration 001_a.sql <<<"CREATE TABLE a (x);"
	migration 002_b.sql <<<"CREATE TABLE b (x);"
	printf '[hooks]\nbefore-up = rm migrations/002_b.sql\n' >pawl.ini
	fails 3 "applied  001_a.sql" 'could not open file "migrations/002_b.sql"'
	migration 002_b.sql <<<"CREATE TABLE b (x);"
	printf '[hooks]\nbefore-up = echo "CREATE TABLE c (x);" >>migrations/002_b.sql\n' >pawl.ini
	fails 3 'file "migrations/002_b.sql" was changed while pawl was at work' "run the command again"
	rm pawl.ini
	pawl up
	pawl verify
}

@test "input: unreadable, looping, and no file at all" {
	migration 001_a.sql <<<"CREATE TABLE a (x);"
	chmod 000 migrations/001_a.sql
	run as_nobody pawl up
	exits 3
	has 'could not open file "migrations/001_a.sql": Permission denied'
	chmod 000 migrations
	run as_nobody pawl up
	exits 3
	has 'could not open folder "migrations": Permission denied'
	chmod 755 migrations
	rm -f migrations/001_a.sql
	ln -s 001_a.sql migrations/001_a.sql
	fails 3 'could not open file "migrations/001_a.sql": Too many levels of symbolic links'
	rm migrations/001_a.sql
	mkfifo migrations/001_a.sql
	run timeout 10 pawl up
	exits 3
	has '"migrations/001_a.sql" is not a regular file'
	rm -r migrations
	ln -s migrations migrations
	fails 3 'could not open folder "migrations"'
}

@test "input: names with newlines, escape codes and stray bytes" {
	local name
	for name in $'001_a\nb.sql' $'001_\e[31ma.sql' $'001_\xff\xfe.sql' $'001_\xc2\x9b31m.sql'; do
		echo "SELECT 1;" >"migrations/$name"
		fails 3 "rename it"
		run pawl status --json
		exits 3
		jq -e .error.message <<<"$output" >/dev/null
		run pawl up -v --log-format json
		clean "$output"
		rm "migrations/$name"
	done
}

@test "input: what a statement or a database says reaches nobody raw" {
	printf "SELECT '\e[31m\x07', nope\xc2\x9b;\n" >migrations/001_a.sql
	fails 5 "migrations/001_a.sql:1:"
	run pawl up -v
	clean "$output"
	rm migrations/*
	migration 001_a.sql <<<"SELECT 1;"
	pawl up
	query "UPDATE _migrations SET applied_by = char(27) || '[2J', environment = char(7), version = char(27) || 'c' || version"
	for command in status history "history --log" current up; do
		# shellcheck disable=SC2086
		run pawl $command
		clean "$output"
	done
}

@test "input: SQL that is no text" {
	printf "CREATE TABLE a (x);\nINSERT INTO a VALUES ('a\0b');\n" >migrations/001_a.sql
	fails 3 "migrations/001_a.sql:2:25: unexpected NUL byte" "plain text"
	printf "CREATE TABLE a (x);\nSELECT nope.\xff\xfe(;\n" >migrations/001_a.sql
	fails 5 "migrations/001_a.sql:2:"
	printf '\xff\xfeC\0R\0' >migrations/001_a.sql
	fails 3 "migrations/001_a.sql:1:"
}

@test "input: quotes that are not closed" {
	migration 001_a.sql <<<"CREATE TABLE a (x);
INSERT INTO a VALUES ('it''s);
SELECT 1;"
	fails 3 "migrations/001_a.sql:2:23: unterminated quoted string" "it opens here and is never closed"
	migration 001_a.sql <<<'CREATE TABLE "a (x);'
	fails 3 "migrations/001_a.sql:1:14: unterminated"
	is 0 "$(query "SELECT count(*) FROM sqlite_schema WHERE name = 'a'")"
}

# limited KIB COMMAND...: with so much address space. What checks memory itself needs more.
limited() {
	if ! grep -q __asan_init "$(command -v "$2")"; then
		ulimit -v "$1"
	fi
	shift
	"$@"
}

@test "input: a line of 1 GB, and long ones that fit" {
	truncate -s 1G migrations/001_a.sql
	run limited 200000 pawl up
	exits 3
	has "migrations/001_a.sql:1:1: unexpected NUL byte"
	{
		echo "SELECT 1;"
		head -c 200M /dev/zero | tr '\0' '-'
	} >migrations/001_a.sql
	run limited 200000 pawl up
	exits 0
	rm migrations/001_a.sql app.db
	{
		printf "CREATE TABLE a (x);\nINSERT INTO a VALUES ('"
		head -c 30M /dev/zero | tr '\0' 'a'
		echo "');"
	} >migrations/001_a.sql
	pawl up
	is 31457280 "$(query "SELECT length(x) FROM a")"
}

@test "input: a history of unknown shape" {
	migration 001_a.sql <<<"CREATE TABLE a (x);"
	query "CREATE TABLE _migrations (foo, bar)"
	fails 7 '"main._migrations" is not a history of pawl' "--history-table"
	run pawl status
	exits 7
	query "DROP TABLE _migrations; CREATE VIEW _migrations AS SELECT 1 AS a"
	fails 7 '"main._migrations" is not a history of pawl'
	rm app.db
	pawl up
	query "ALTER TABLE _migrations ADD COLUMN future TEXT"
	pawl up
	query "UPDATE _migrations SET state = 'quux'"
	fails 7 'migration "001_a.sql"' 'state "quux"' "newer pawl"
	run pawl status
	exits 7
}

@test "input: every command where nothing is there" {
	local command
	for command in up down status current history "history --log" plan verify redo baseline \
		"stamp base" repair "up --dry-run" "up --sql" "down --all" rebase; do
		# shellcheck disable=SC2086
		run pawl $command
		[ "$status" -lt 64 ] || {
			echo "pawl $command ended with $status"
			return 1
		}
	done
	run pawl redo
	exits 0
	has "nothing to do"
}

@test "input: failing hooks" {
	migration 001_a.sql <<<"CREATE TABLE a (x);"
	printf '[hooks]\nbefore-up = exit 7\n' >pawl.ini
	fails 5 'hook "before_up" ended with exit status 7'
	printf '[hooks]\nbefore-up = no-such-program\n' >pawl.ini
	fails 5 'hook "before_up" ended with exit status 127'
	printf '[hooks]\nbefore-up = nope.sql\n' >pawl.ini
	fails 3 'could not open file' 'nope.sql' 'while running the hook "before_up"'
	is 0 "$(query "SELECT count(*) FROM _migrations")"
}
