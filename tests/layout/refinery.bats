#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
load ../cli/helper

@test "a way back of Flyway's without a way up may be refinery's; its refinery.toml above says so" {
	export PAWL_URL=sqlite:app.db
	mkdir -p src/migrations
	echo 'CREATE TABLE a (x int);' >src/migrations/V1__a.sql
	echo 'INSERT INTO a VALUES (1);' >src/migrations/U2__seed.sql
	run -3 pawl up --dir src/migrations
	says '--layout refinery says so'
	touch refinery.toml
	run -0 pawl up --dir src/migrations
	[ "$(sqlite3 app.db 'SELECT count(*) FROM a')" = 1 ]
	mkdir other
	echo 'CREATE TABLE b (x int);' >other/001_b.sql
	run -0 pawl up --dir other --url sqlite:other.db
	says '001_b.sql'
}

make_refinery()
{
	export PAWL_URL=sqlite:app.db
	mkdir migrations
	echo 'CREATE TABLE persons (id INTEGER);' >migrations/V1__persons.sql
	echo 'CREATE TABLE cars (id INTEGER);' >migrations/V3__cars.sql
	echo 'main = "sqlite"' >migrations/refinery.toml
}

@test "a refinery folder is recognised and runs" {
	make_refinery
	run -0 pawl up
	[ "$(tables)" = 'cars persons' ]
	run -0 pawl status
	says '2 applied, 0 pending'
	run -3 pawl down
	says 'has no way back'
}

@test "a U file may run late, a V file may not" {
	make_refinery
	run -0 pawl up
	echo 'CREATE TABLE late (id INTEGER);' >migrations/U2__late.sql
	run -0 pawl up
	[ "$(tables)" = 'cars late persons' ]
	mv migrations/U2__late.sql migrations/V2__late.sql
	rm migrations/V3__cars.sql
	run -7 pawl up
}

@test "a step in Rust is named before anything runs" {
	make_refinery
	echo 'pub fn migration() {}' >migrations/V2__code.rs
	run -3 pawl up
	says '"V2__code.rs" (Rust)'
}
