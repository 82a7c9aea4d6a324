#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
load helper

@test "init: writes pawl.ini and makes the folder; asks nothing, overwrites nothing" {
	run -0 --separate-stderr pawl init </dev/null
	[ "${lines[0]}" = "made pawl.ini" ]
	[ "${lines[1]}" = "made migrations" ]
	[ -d migrations ]
	run -3 pawl init
	says '"pawl.ini" is there already'
	run -0 pawl config
	says "pawl.ini"
}

@test "init: --url is written, and works at once" {
	run -0 pawl init --url sqlite:shop.db --dir sql
	pawl -q new first >/dev/null
	[ -e sql/001_first.sql ]
	run -0 pawl up
	[ -e shop.db ]
}

@test "init: a password is not written" {
	run -0 pawl init --url postgres://app:secret@db/app
	says "holds a password"
	run -1 grep secret pawl.ini
}

@test "init: an existing folder stays as it is" {
	mkdir migrations
	echo 'SELECT 1;' >migrations/001_x.sql
	run -0 --separate-stderr pawl init --json
	json .made '["pawl.ini"]'
	[ -e migrations/001_x.sql ]
}

@test "init: usage errors exit 2, an unwritable folder 3" {
	run -2 pawl init here
	echo file >sql
	run -3 pawl init --dir sql
	says 'cannot make the folder "sql"'
}

@test "init: a URL that no command could use is refused" {
	run -3 pawl init --url app.db
	says 'sqlite:app.db'
	[ ! -e pawl.ini ]
}
