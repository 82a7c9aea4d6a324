#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
load ../cli/helper

make_river()
{
	export PAWL_URL=sqlite:app.db
	mkdir migrations
	cat >migrations/001_jobs.up.sql <<'END'
CREATE TABLE /* TEMPLATE: schema */job (id INTEGER, kind TEXT DEFAULT '/* TEMPLATE: schema */job');
END
	echo 'DROP TABLE /* TEMPLATE: schema */job;' >migrations/001_jobs.down.sql
}

@test "river's folder is recognised, the mark is nothing without a variable" {
	make_river
	run -0 pawl up
	[ "$(sqlite3 app.db 'SELECT dflt_value FROM pragma_table_info("job") WHERE name = "kind"')" = "'job'" ]
	run -0 pawl down --all
	[ "$(tables)" = '' ]
}

@test "river's mark is the schema that a variable names" {
	make_river
	run -0 pawl up --var schema=main
	[ "$(sqlite3 app.db 'SELECT dflt_value FROM pragma_table_info("job") WHERE name = "kind"')" = "'main.job'" ]
	run -0 pawl status
	says '1 applied, 0 pending'
}

@test "graphile-worker's folder is recognised, and its first file makes the schema" {
	mkdir migrations
	echo 'create table :GRAPHILE_WORKER_SCHEMA.jobs (id int);' >migrations/000001.sql
	echo 'drop table :GRAPHILE_WORKER_SCHEMA.jobs;' >migrations/000002.sql
	run -0 pawl up --sql --dialect postgres
	says 'CREATE SCHEMA IF NOT EXISTS graphile_worker;'
	says 'create table graphile_worker.jobs (id int);'
	says 'drop table graphile_worker.jobs;'
	run -0 pawl up --sql --dialect postgres --var GRAPHILE_WORKER_SCHEMA=work
	says 'CREATE SCHEMA IF NOT EXISTS work'
	says 'drop table work.jobs;'
}
