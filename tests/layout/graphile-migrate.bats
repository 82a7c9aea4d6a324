#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
load ../cli/helper

# commit FILE PREVIOUS BODY: prints the hash.
commit()
{
	local hash
	hash=$({ [ "$2" = - ] || echo "$2"; printf '%s\n' "$3"; } | sha1sum)
	hash=sha1:${hash%% *}
	printf -- '--! Previous: %s\n--! Hash: %s\n\n%s\n' "$2" "$hash" "$3" >"migrations/committed/$1"
	echo "$hash"
}

make_graphile()
{
	export PAWL_URL=sqlite:app.db
	mkdir -p migrations/committed
	local first
	first=$(commit 000001-init.sql - 'CREATE TABLE users (id INTEGER);')
	commit 000002.sql "$first" 'CREATE TABLE notes (id INTEGER);' >/dev/null
	echo 'nonsense;' >migrations/current.sql
}

@test "a graphile-migrate folder is recognised and runs what is committed" {
	make_graphile
	run -0 pawl up
	[ "$(tables)" = 'notes users' ]
	run -0 pawl status --dir migrations/committed
	says '2 applied, 0 pending'
	run -3 pawl down
	says 'has no way back'
}

@test "a file that was edited after it was committed is refused" {
	make_graphile
	echo 'SELECT 1;' >>migrations/committed/000002.sql
	run -3 pawl up
	says 'the hash is not that of the body'
}

@test "placeholders are declared as variables" {
	make_graphile
	commit 000003.sql "$(sed -n 's/^--! Hash: //p' migrations/committed/000002.sql)" \
		'CREATE TABLE ":DATABASE_NAME" (id INTEGER);' >/dev/null
	run -3 pawl up
	says ':DATABASE_NAME'
	run -0 pawl up --var DATABASE_NAME=main
	[ "$(tables)" = 'main notes users' ]
}
