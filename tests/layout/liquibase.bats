#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
load ../cli/helper

make_changelog()
{
	export PAWL_URL=sqlite:app.db
	mkdir -p migrations
	cat >migrations/001.sql <<'END'
--liquibase formatted sql
--property name:type value:INTEGER

--changeset ann:users
CREATE TABLE users (id ${type});
--rollback DROP TABLE users;

--changeset ann:notes dbms:sqlite
CREATE TABLE notes (id INTEGER);
--rollback DROP TABLE notes;

--changeset ann:elsewhere dbms:postgresql
CREATE TABLE elsewhere (id INTEGER);

--changeset ann:test context:"test or dev"
CREATE TABLE test (id INTEGER);
--rollback DROP TABLE test;
END
}

@test "formatted SQL is recognised and runs, a migration a changeset" {
	make_changelog
	run -0 pawl up
	says '001.sql::users::ann'
	[ "$(tables)" = 'notes test users' ]
	[ "$(sqlite3 app.db "SELECT type FROM pragma_table_info('users')")" = INTEGER ]
	run -0 pawl status
	says 'ann'
	run -0 pawl down
	[ "$(tables)" = 'notes users' ]
	run -0 pawl down
	run -0 pawl redo
	[ "$(tables)" = 'users' ]
}

@test "a context that is not wanted is left out" {
	make_changelog
	run -0 pawl up --env prod
	[ "$(tables)" = 'notes users' ]
	run -0 pawl up --env dev
	[ "$(tables)" = 'notes test users' ]
}

@test "a changeset behind another does not change it" {
	make_changelog
	run -0 pawl up
	printf '\n\n--changeset ann:tags\nCREATE TABLE tags (id INTEGER);\n' >>migrations/001.sql
	run -0 pawl up
	says '1 applied'
	[ "$(tables)" = 'notes tags test users' ]
}

@test "a precondition that does not hold records the changeset, or stops" {
	make_changelog
	cat >migrations/002.sql <<'END'
--liquibase formatted sql
--changeset ann:marked
--preconditions onFail:MARK_RAN
--precondition-table-exists table:nowhere
CREATE TABLE marked (id INTEGER);
--changeset ann:met
--preconditions onFail:HALT
--precondition-sql-check expectedResult:0 SELECT count(*) FROM users
--precondition-table-exists table:users
CREATE TABLE met (id INTEGER);
--changeset ann:halts
--preconditions onFail:HALT
--precondition-sql-check expectedResult:1 SELECT count(*) FROM users
CREATE TABLE halts (id INTEGER);
END
	run -5 pawl up
	says 'precondition of "002.sql::halts::ann" does not hold'
	says 'the query gives 0, not 1'
	says '002.sql:13'
	[ "$(tables)" = 'met notes test users' ]
	[ "$(sqlite3 app.db "SELECT count(*) FROM _migrations WHERE filename LIKE '%marked%'")" = 1 ]
	sqlite3 app.db 'INSERT INTO users VALUES (1)'
	run -0 pawl up
	[ "$(tables)" = 'halts met notes test users' ]
}

@test "runOnChange runs again when its text changes, runAlways each time" {
	make_changelog
	cat >migrations/002.sql <<'END'
--liquibase formatted sql
--changeset ann:view runOnChange:true
DROP VIEW IF EXISTS v; CREATE VIEW v AS SELECT 1;
--changeset ann:always runAlways:true
INSERT INTO users VALUES (1);
END
	run -0 pawl up
	run -0 pawl up
	sed -i 's/SELECT 1/SELECT 2/' migrations/002.sql
	run -0 pawl up
	[ "$(sqlite3 app.db 'SELECT * FROM v')" = 2 ]
	[ "$(sqlite3 app.db 'SELECT count(*) FROM users')" = 3 ]
}

@test "a root changelog says which files run, and in which order" {
	make_changelog
	cat >migrations/000.sql <<'END'
--liquibase formatted sql
--changeset ann:late
CREATE TABLE late (id INTEGER);
INSERT INTO users VALUES (1);
END
	echo 'CREATE TABLE nobody (id INTEGER);' >migrations/nobody.sql
	cat >migrations/db.changelog-master.yaml <<'END'
databaseChangeLog:
  - include:
      file: db/changelog/001.sql
  - include:
      file: 000.sql
      relativeToChangelogFile: true
END
	run -0 pawl up
	[ "$(tables)" = 'late notes test users' ]
	[ "$(sqlite3 app.db 'SELECT count(*) FROM users')" = 1 ]
}

@test "validCheckSum: a row with that sum is this changeset's, as is every one with ANY" {
	make_changelog
	run -0 pawl up --history keep
	sed -i 's/TABLE notes (id INTEGER)/TABLE notes (id BIGINT)/' migrations/001.sql
	run -7 pawl verify --history keep
	old=$(sqlite3 app.db "SELECT MD5SUM FROM DATABASECHANGELOG WHERE ID = 'notes'")
	sed -i "s/^CREATE TABLE notes/--validCheckSum: $old\n&/" migrations/001.sql
	run -0 pawl verify --history keep
	sed -i 's/^--validCheckSum: .*/--validCheckSum: 9:00/' migrations/001.sql
	run -7 pawl verify --history keep
	sed -i 's/^--validCheckSum: .*/--validCheckSum ANY/' migrations/001.sql
	run -0 pawl verify --history keep
}

@test "in Liquibase's table a changeset that runs again keeps its row and its tag" {
	make_changelog
	cat >migrations/002.sql <<'END'
--liquibase formatted sql
--changeset ann:view runOnChange:true
DROP VIEW IF EXISTS v; CREATE VIEW v AS SELECT 1;
--changeset ann:always runAlways:true
INSERT INTO users VALUES (1);
END
	run -0 pawl up --history keep
	sqlite3 app.db "UPDATE DATABASECHANGELOG SET TAG = 'v1' WHERE ID = 'view'"
	sed -i 's/SELECT 1/SELECT 2/' migrations/002.sql
	run -0 pawl up --history keep
	[ "$(sqlite3 app.db "SELECT ID, ORDEREXECUTED, EXECTYPE, TAG FROM DATABASECHANGELOG ORDER BY 2" | xargs)" = \
		'users|1|EXECUTED| notes|2|EXECUTED| test|3|EXECUTED| view|6|RERAN|v1 always|7|RERAN|' ]
	[ "$(sqlite3 app.db 'SELECT count(*) FROM users')" = 2 ]
	run -0 pawl up --history keep
	[ "$(sqlite3 app.db 'SELECT count(*) FROM users')" = 3 ]
}

@test "Liquibase's lock: a row that is missing is made, one of a dead runner of pawl's is taken" {
	make_changelog
	run -0 pawl up +1 --history keep
	sqlite3 app.db 'DELETE FROM DATABASECHANGELOGLOCK'
	run -0 pawl up +1 --history keep --wait 1s
	[ "$(sqlite3 app.db 'SELECT ID, LOCKED FROM DATABASECHANGELOGLOCK')" = '1|0' ]
	sqlite3 app.db "UPDATE DATABASECHANGELOGLOCK SET LOCKED = 1, LOCKEDBY = 'ann@host pid 4711 0badcafe'"
	run -0 pawl up +1 --history keep --wait 1s
	printf -- '--changeset ann:more\nSELECT 1;\n' >>migrations/001.sql
	sqlite3 app.db "UPDATE DATABASECHANGELOGLOCK SET LOCKED = 1, LOCKEDBY = 'host (10.0.0.1)'"
	run -6 pawl up --history keep --wait 100ms
	says 'has left its row in "DATABASECHANGELOGLOCK"'
}

@test "a changeset of a changelog's own stands where it is written: what comes before it runs" {
	export PAWL_URL=sqlite:app.db
	mkdir db
	for i in a c; do
		printf -- "--liquibase formatted sql\n--changeset ann:$i\nCREATE TABLE $i (x int);\n" >db/$i.sql
	done
	cat >db/root.yaml <<-'END'
		databaseChangeLog:
		  - include: {file: a.sql}
		  - changeSet:
		      id: b
		      author: ann
		  - include: {file: c.sql}
	END
	run -3 pawl up --dir db
	says 'db/root.yaml:3: 1 pending migration is no SQL, which pawl cannot run: "root.yaml::b::ann" (YAML)'
	says 'pawl stamp b'
	run -0 pawl up a --dir db
	[ "$(tables)" = a ]
	run -0 pawl stamp b --dir db
	run -0 pawl up --dir db
	[ "$(tables)" = 'a c' ]
}
