/* SPDX-License-Identifier: Apache-2.0 */
/* One line a statement: its kind, its flags by short name, the objects it names. */
#include "sql/classify.h"

#include "dialect/dialect.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

struct check {
	const char *sql;
	const char *expected; /* kind | flags | kind:schema.name ... */
};

static const char *const flag_names[] = {
	"ddl",  "dml",      "query", "session", "begin", "commit", "rollback", "savepoint", "notx",
	"auto", "destroys", "drops", "conc",    "lock",  "fkoff",  "enum",     "stdin",     "long",
};

static void describe(const struct stmt_class *c, struct buf *b)
{
	buf_printf(b, "%s |", c->kind);
	for (unsigned i = 0; i < sizeof(flag_names) / sizeof(*flag_names); i++)
		if (c->flags & (1u << i))
			buf_printf(b, " %s", flag_names[i]);
	buf_adds(b, " |");
	for (size_t i = 0; i < c->objects_len; i++) {
		const struct stmt_object *o = &c->objects[i];

		buf_printf(b, " %s:%s%s%s", o->kind, o->schema == NULL ? "" : o->schema,
			   o->schema == NULL ? "" : ".", o->name);
	}
	if (c->more_objects)
		buf_adds(b, " ...");
}

static void check_all(const char *dialect, const struct check *checks, size_t n)
{
	const struct dialect *d = dialect_find(dialect);

	for (size_t i = 0; i < n; i++) {
		_cleanup_buf_ struct buf b = {0};
		struct stmt_class c;
		struct arena a = {0};

		d->classify(checks[i].sql, strlen(checks[i].sql), &a, &c);
		describe(&c, &b);
		if (strcmp(b.data, checks[i].expected) != 0)
			print_error("%s\n", checks[i].sql);
		assert_string_equal(b.data, checks[i].expected);
		arena_done(&a);
	}
}

#define CHECK_ALL(dialect, checks) check_all(dialect, checks, sizeof(checks) / sizeof(*(checks)))

static const struct check of_postgres[] = {
	{"CREATE TABLE IF NOT EXISTS s.\"T t\" (a int)", "create table | ddl | table:s.T t"},
	{"CREATE UNLOGGED TABLE t (a int)", "create table | ddl | table:t"},
	{"create temp table t as select 1", "create table | ddl | table:t"},
	{"CREATE UNIQUE INDEX i ON ONLY s.t (a)", "create index | ddl | index:i table:s.t"},
	{"CREATE INDEX ON t (a)", "create index | ddl | table:t"},
	{"CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON t (a)",
	 "create index | ddl notx conc long | index:i table:t"},
	{"DROP INDEX CONCURRENTLY i", "drop index | ddl notx conc long | index:i"},
	{"REINDEX (VERBOSE, CONCURRENTLY) TABLE t", "reindex | ddl notx conc long |"},
	{"REINDEX INDEX CONCURRENTLY i", "reindex | ddl notx conc long |"},
	{"REINDEX DATABASE d", "reindex | ddl notx |"},
	{"REINDEX TABLE t", "reindex | ddl |"},
	{"CREATE OR REPLACE FUNCTION s.f(a int) RETURNS int AS $$ select 1; $$",
	 "create function | ddl | function:s.f"},
	{"DROP FUNCTION IF EXISTS f(int, text), g(int)",
	 "drop function | ddl | function:f function:g"},
	{"CREATE CONSTRAINT TRIGGER x AFTER INSERT ON t",
	 "create trigger | ddl | trigger:x table:t"},
	{"CREATE EVENT TRIGGER x ON ddl_command_end",
	 "create event trigger | ddl | event trigger:x"},
	{"CREATE MATERIALIZED VIEW v AS SELECT 1",
	 "create materialized view | ddl | materialized view:v"},
	{"CREATE RECURSIVE VIEW v AS SELECT 1", "create view | ddl | view:v"},
	{"REFRESH MATERIALIZED VIEW CONCURRENTLY v",
	 "refresh materialized view | ddl | materialized view:v"},
	{"CREATE TYPE e AS ENUM ('a')", "create type | ddl | type:e"},
	{"ALTER TYPE e ADD VALUE IF NOT EXISTS 'b'", "alter type | ddl enum | type:e"},
	{"ALTER TABLE IF EXISTS ONLY t ADD COLUMN a int DEFAULT 1", "alter table | ddl | table:t"},
	{"ALTER TABLE t DROP COLUMN a", "alter table | ddl destroys | table:t"},
	{"ALTER TABLE t DROP CONSTRAINT c", "alter table | ddl | table:t"},
	{"ALTER TABLE t ALTER a DROP NOT NULL, ALTER b DROP DEFAULT",
	 "alter table | ddl | table:t"},
	{"ALTER TABLE t RENAME TO u", "alter table | ddl drops | table:t table:u"},
	{"ALTER TABLE t RENAME COLUMN a TO b", "alter table | ddl | table:t"},
	{"ALTER TABLE t RENAME a TO b", "alter table | ddl | table:t"},
	{"ALTER TABLE t DETACH PARTITION p CONCURRENTLY",
	 "alter table | ddl notx conc long | table:t"},
	{"ALTER TABLE t DETACH PARTITION p", "alter table | ddl | table:t"},
	{"DROP TABLE a, b.c CASCADE", "drop table | ddl destroys drops | table:a table:b.c"},
	{"DROP SCHEMA s", "drop schema | ddl destroys | schema:s"},
	{"TRUNCATE TABLE ONLY a, b", "truncate | ddl destroys | table:a table:b"},
	{"DROP TYPE IF EXISTS mood CASCADE", "drop type | ddl destroys | type:mood"},
	{"DROP TYPE mood", "drop type | ddl | type:mood"},
	{"DROP EXTENSION a, b CASCADE", "drop extension | ddl destroys | extension:a extension:b"},
	{"VACUUM FULL t", "vacuum | notx |"},
	{"CLUSTER", "cluster | ddl notx |"},
	{"CLUSTER (VERBOSE)", "cluster | ddl notx |"},
	{"CLUSTER t USING i", "cluster | ddl |"},
	{"CREATE DATABASE d", "create database | ddl notx | database:d"},
	{"ALTER DATABASE d SET TABLESPACE x", "alter database | ddl notx | database:d"},
	{"ALTER DATABASE d SET work_mem = 1", "alter database | ddl | database:d"},
	{"DROP TABLESPACE x", "drop tablespace | ddl notx | tablespace:x"},
	{"ALTER SYSTEM SET a = 1", "alter system | ddl notx |"},
	{"CREATE SUBSCRIPTION s CONNECTION '' PUBLICATION p",
	 "create subscription | ddl notx | subscription:s"},
	{"ALTER SUBSCRIPTION s REFRESH PUBLICATION",
	 "alter subscription | ddl notx | subscription:s"},
	{"ALTER SUBSCRIPTION s DISABLE", "alter subscription | ddl | subscription:s"},
	{"DISCARD ALL", "discard | session notx |"},
	{"DISCARD PLANS", "discard | session |"},
	{"SET LOCAL lock_timeout = 1", "set | session |"},
	{"SELECT pg_catalog.set_config('a', '', false)", "select | query |"},
	{"(SELECT 1) UNION SELECT 2", "select | query |"},
	{"VALUES (1)", "values | query |"},
	{"BEGIN ISOLATION LEVEL SERIALIZABLE", "begin | begin |"},
	{"START TRANSACTION READ ONLY", "start transaction | begin |"},
	{"COMMIT AND CHAIN", "commit | commit |"},
	{"END WORK", "end | commit |"},
	{"ABORT", "abort | rollback |"},
	{"ROLLBACK TRANSACTION TO SAVEPOINT a", "rollback | savepoint |"},
	{"ROLLBACK", "rollback | rollback |"},
	{"SAVEPOINT a", "savepoint | savepoint |"},
	{"RELEASE a", "release | savepoint |"},
	{"PREPARE TRANSACTION 'x'", "prepare transaction | commit |"},
	{"COMMIT PREPARED 'x'", "commit prepared | notx |"},
	{"INSERT INTO s.t VALUES (1)", "insert | dml | table:s.t"},
	{"UPDATE ONLY t SET a = 1", "update | dml destroys | table:t"},
	{"UPDATE t SET a = (SELECT 1 WHERE true) WHERE b", "update | dml | table:t"},
	{"DELETE FROM t USING (SELECT 1 WHERE true) x", "delete | dml destroys | table:t"},
	{"DELETE FROM t WHERE a", "delete | dml | table:t"},
	{"WITH a AS (SELECT 1) SELECT 2", "select | dml query |"},
	{"WITH a AS (DELETE FROM x), b AS (SELECT 1) INSERT INTO t SELECT 1",
	 "insert | dml destroys | table:t"},
	{"COPY s.t (a, \"b\") FROM stdin WITH (FORMAT csv)", "copy | dml stdin | table:s.t"},
	{"COPY t FROM '/x'", "copy | dml | table:t"},
	{"COPY (SELECT 1) TO stdout", "copy | dml |"},
	{"DO $$ BEGIN END $$", "do | dml |"},
	{"DO $x$ BEGIN COMMIT; END $x$", "do | dml notx |"},
	{"DO LANGUAGE plpgsql 'BEGIN rollback AND CHAIN; END'", "do | dml notx |"},
	{"DO $$ BEGIN CREATE TEMP TABLE t (i int) ON COMMIT DROP; -- COMMIT;\nEND $$",
	 "do | dml |"},
	{"COMMENT ON TABLE t IS 'x'", "comment | ddl |"},
	{"/* a */ EXPLAIN ANALYZE DELETE FROM t", "explain | query |"},
	{"frobnicate", "other | |"},
	{"", "other | |"},
	{"DROP TABLE a, b, c, d, e, f, g, h, i",
	 "drop table | ddl destroys drops | table:a table:b table:c table:d table:e "
	 "table:f "
	 "table:g table:h ..."},
};

static void statements_of_postgres(void **state)
{
	(void)state;
	CHECK_ALL("postgres", of_postgres);
}

static const struct check of_sqlite[] = {
	{"CREATE TABLE [a b] (x)", "create table | ddl | table:a b"},
	{"CREATE VIRTUAL TABLE t USING fts5(a)", "create table | ddl | table:t"},
	{"CREATE TEMP TRIGGER main.x AFTER UPDATE OF a ON `t` BEGIN SELECT 1; END",
	 "create trigger | ddl | trigger:main.x table:t"},
	{"ALTER TABLE a RENAME TO b", "alter table | ddl drops | table:a table:b"},
	{"ALTER TABLE a DROP COLUMN b", "alter table | ddl destroys | table:a"},
	{"DROP TABLE IF EXISTS main.a", "drop table | ddl destroys drops | table:main.a"},
	{"INSERT OR REPLACE INTO t VALUES (1)", "insert | dml | table:t"},
	{"UPDATE OR IGNORE t SET a = 1 WHERE b", "update | dml | table:t"},
	{"REPLACE INTO t VALUES (1)", "replace | dml | table:t"},
	{"VACUUM INTO 'x'", "vacuum | notx |"},
	{"ATTACH 'x' AS y", "attach | session |"},
	{"DETACH y", "detach | session notx |"},
	{"PRAGMA foreign_keys = OFF", "pragma | session fkoff |"},
	{"PRAGMA main.foreign_keys(0)", "pragma | session fkoff |"},
	{"PRAGMA foreign_keys = 'no'", "pragma | session fkoff |"},
	{"PRAGMA foreign_keys = ON", "pragma | session |"},
	{"PRAGMA foreign_keys", "pragma | session |"},
	{"PRAGMA journal_mode = WAL", "pragma | session notx |"},
	{"PRAGMA journal_mode", "pragma | session |"},
	{"PRAGMA main.synchronous=1", "pragma | session notx |"},
	{"PRAGMA wal_checkpoint(TRUNCATE)", "pragma | session notx |"},
	{"BEGIN IMMEDIATE TRANSACTION", "begin | begin |"},
	{"END TRANSACTION", "end | commit |"},
	{"ROLLBACK TRANSACTION", "rollback | rollback |"},
	{"ROLLBACK TO a", "rollback | savepoint |"},
	{"WITH RECURSIVE a(b) AS (VALUES (1)) DELETE FROM t", "delete | dml destroys | table:t"},
};

static void statements_of_sqlite(void **state)
{
	(void)state;
	CHECK_ALL("sqlite", of_sqlite);
}

static const struct check of_mysql[] = {
	{"CREATE TABLE `s`.`t` (a int)", "create table | ddl auto | table:s.t"},
	{"CREATE OR REPLACE TABLE t (a int)", "create table | ddl auto destroys | table:t"},
	{"CREATE OR REPLACE TEMPORARY TABLE t (a int)", "create table | ddl | table:t"},
	{"ALTER TABLE t TRUNCATE PARTITION p1", "alter table | ddl auto destroys | table:t"},
	{"CREATE TEMPORARY TABLE t (a int)", "create table | ddl | table:t"},
	{"DROP TEMPORARY TABLE t", "drop table | ddl destroys drops | table:t"},
	{"DROP TABLE IF EXISTS a, s.b", "drop table | ddl auto destroys drops | table:a table:s.b"},
	{"CREATE UNIQUE INDEX i USING BTREE ON t (a)", "create index | ddl auto | index:i table:t"},
	{"DROP INDEX i ON t", "drop index | ddl auto | index:i table:t"},
	{"CREATE DEFINER=`root`@`localhost` TRIGGER x BEFORE INSERT ON t FOR EACH ROW SET "
	 "@a=1",
	 "create trigger | ddl auto | trigger:x table:t"},
	{"CREATE DEFINER = CURRENT_USER() PROCEDURE s.p() SELECT 1",
	 "create procedure | ddl auto | procedure:s.p"},
	{"CREATE DEFINER=root@localhost FUNCTION IF NOT EXISTS f() RETURNS INT RETURN 1",
	 "create function | ddl auto | function:f"},
	{"CREATE DEFINER='a'@'%' EVENT e ON SCHEDULE EVERY 1 DAY DO SELECT 1",
	 "create event | ddl auto | event:e"},
	{"CREATE OR REPLACE ALGORITHM=MERGE DEFINER=`a`@`b` SQL SECURITY DEFINER VIEW v AS "
	 "SELECT 1",
	 "create view | ddl auto | view:v"},
	{"/*!50001 CREATE*/ /*!50013 DEFINER=`a`@`b` SQL SECURITY DEFINER */ /*!50001 VIEW "
	 "`v` AS "
	 "select 1 */",
	 "create view | ddl auto | view:v"},
	{"ALTER TABLE t RENAME u", "alter table | ddl auto drops | table:t table:u"},
	{"ALTER TABLE t RENAME TO u", "alter table | ddl auto drops | table:t table:u"},
	{"ALTER TABLE t RENAME COLUMN a TO b, RENAME INDEX c TO d",
	 "alter table | ddl auto | table:t"},
	{"ALTER TABLE t DROP a", "alter table | ddl auto destroys | table:t"},
	{"ALTER TABLE t DROP PRIMARY KEY, DROP FOREIGN KEY f", "alter table | ddl auto | table:t"},
	{"/*!40000 ALTER TABLE `t` DISABLE KEYS */", "alter table | ddl auto | table:t"},
	{"RENAME TABLE a TO b, s.c TO s.d",
	 "rename table | ddl auto drops | table:a table:b table:s.c table:s.d"},
	{"TRUNCATE t", "truncate | ddl auto destroys | table:t"},
	{"LOCK TABLES `t` WRITE", "lock tables | session auto lock | table:t"},
	{"UNLOCK TABLES", "unlock tables | session auto |"},
	{"ANALYZE TABLE a, b", "analyze table | auto | table:a table:b"},
	{"OPTIMIZE TABLE t", "optimize table | auto | table:t"},
	{"GRANT ALL ON *.* TO a@b", "grant | ddl auto |"},
	{"SET PASSWORD FOR a = ''", "set password | auto |"},
	{"SET @a = 1", "set | session |"},
	{"/*!40101 SET NAMES utf8 */", "set | session |"},
	{"USE db", "use | session |"},
	{"BEGIN", "begin | begin |"},
	{"BEGIN WORK", "begin | begin |"},
	{"BEGIN NOT ATOMIC SELECT 1; END", "begin not atomic | dml |"},
	{"START TRANSACTION", "start transaction | begin |"},
	{"ROLLBACK WORK TO SAVEPOINT x", "rollback | savepoint |"},
	{"INSERT IGNORE INTO t SET a = 1", "insert | dml | table:t"},
	{"REPLACE DELAYED t VALUES (1)", "replace | dml | table:t"},
	{"DELETE QUICK FROM t", "delete | dml destroys | table:t"},
	{"UPDATE LOW_PRIORITY t SET a = 1 WHERE b", "update | dml | table:t"},
	{"LOAD DATA LOCAL INFILE 'x' INTO TABLE t", "load data | dml |"},
	{"DROP DATABASE d", "drop database | ddl auto destroys | database:d"},
	{"CREATE PACKAGE BODY p AS END", "create package body | ddl auto | package body:p"},
	{"CREATE SEQUENCE s", "create sequence | ddl auto | sequence:s"},
	{"DESC t", "describe | query |"},
};

static void statements_of_mysql(void **state)
{
	(void)state;
	CHECK_ALL("mysql", of_mysql);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(statements_of_postgres),
		cmocka_unit_test(statements_of_sqlite),
		cmocka_unit_test(statements_of_mysql),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
