#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
load helper

@test "split: the statements with their places" {
	printf 'CREATE TABLE t (\n\tid INTEGER\n);\n  SELECT 1;\n' >x.sql
	run -0 pawl split --dialect sqlite x.sql
	[[ ${lines[0]} == "1:1 "*"create table"*"CREATE TABLE t (..." ]]
	[[ ${lines[1]} == "4:3 "*"SELECT 1" ]]
	run -0 pawl split --dialect sqlite - <x.sql
	[ "${#lines[@]}" -eq 2 ]
}

@test "split: --json is a list of byte ranges" {
	printf 'CREATE TABLE t (id INTEGER);\nSELECT 1;\n' >x.sql
	run -0 --separate-stderr pawl split --dialect sqlite --json x.sql
	json '.[0]' '{"start":0,"length":27,"line":1,"column":1,"kind":"create table"}'
	json '.[1] | [.start, .length, .line]' '[29,8,2]'
	: >empty.sql
	run -0 --separate-stderr pawl split --dialect sqlite --json empty.sql
	json . '[]'
}

@test "split: the dialect is that of the URL where none is given; other names are taken" {
	printf 'SELECT $$a;b$$;\n' >x.sql
	run -0 pawl split --url postgresql+psycopg2://host/db x.sql
	[ "${#lines[@]}" -eq 1 ]
	for dialect in pg postgres postgresql; do
		run -0 pawl split --dialect $dialect x.sql
	done
	printf 'DELIMITER //\nSELECT 1; //\n' >y.sql
	for dialect in mysql mariadb maria; do
		run -0 pawl split --dialect $dialect y.sql
	done
}

@test "split: usage errors exit 2, a missing file and a missing quote 3" {
	run -2 pawl split x.sql
	says "add --dialect"
	run -2 pawl split --dialect oracle x.sql
	says 'unknown dialect "oracle"'
	run -2 pawl split --dialect pg
	run -3 pawl split --dialect pg nowhere.sql
	printf "SELECT 1;\nSELECT 'x;\n" >x.sql
	run -3 pawl split --dialect pg x.sql
	says "x.sql:2:8"
	run -3 --separate-stderr pawl split --dialect pg --json x.sql
	json '[.error.line, .error.column]' '[2,8]'
}
