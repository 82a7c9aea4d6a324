#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
load ../cli/helper

make_alembic()
{
	export PAWL_URL=sqlite:app.db
	mkdir -p migrations
	cat >migrations/upgrade.sql <<'END'
BEGIN;

CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY);

-- Running upgrade  -> 1975ea83b712

CREATE TABLE users (id INTEGER);

INSERT INTO alembic_version (version_num) VALUES ('1975ea83b712');

-- Running upgrade 1975ea83b712 -> ae1027a6acf0

CREATE TABLE notes (id INTEGER);

UPDATE alembic_version SET version_num='ae1027a6acf0';

COMMIT;
END
	cat >migrations/downgrade.sql <<'END'
BEGIN;

-- Running downgrade ae1027a6acf0 -> 1975ea83b712

DROP TABLE notes;

UPDATE alembic_version SET version_num='1975ea83b712';

COMMIT;
END
}

head_of()
{
	sqlite3 app.db 'SELECT version_num FROM alembic_version'
}

@test "Alembic's SQL is recognised and cut into its revisions" {
	make_alembic
	run -0 pawl up 1975ea83b712
	[ "$(tables)" = 'alembic_version users' ]
	[ "$(head_of)" = 1975ea83b712 ]
	run -0 pawl up
	[ "$(tables)" = 'alembic_version notes users' ]
	[ "$(head_of)" = ae1027a6acf0 ]
	run -0 pawl status
	says 'ae1027a6acf0'
}

@test "the output of downgrade is the way back" {
	make_alembic
	run -0 pawl up
	run -0 pawl down
	[ "$(tables)" = 'alembic_version users' ]
	[ "$(head_of)" = 1975ea83b712 ]
	run ! pawl down
}

@test "output that goes on further does not change what was before" {
	make_alembic
	run -0 pawl up
	sed -i 's/^COMMIT;$/-- Running upgrade ae1027a6acf0 -> b3\n\nCREATE TABLE tags (id INTEGER);\n\nCOMMIT;/' \
		migrations/upgrade.sql
	run -0 pawl up
	says '1 applied'
}

@test "export: named by message or revision, without what keeps Alembic's table" {
	make_alembic
	sed -i 's/^\(-- Running upgrade .*\) -> ae1027a6acf0$/\1 -> ae1027a6acf0, Add notes/' migrations/upgrade.sql
	run -0 pawl export --to native -o m
	run -0 ls m
	says 0001_1975ea83b712.sql
	says 0002_add_notes.sql
	run -1 grep -r alembic_version m
	run -0 pawl up --dir m
	[ "$(tables)" = "notes users" ]
	run -0 pawl down --dir m
	[ "$(tables)" = "users" ]
}
