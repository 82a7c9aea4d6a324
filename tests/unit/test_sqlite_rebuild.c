/* SPDX-License-Identifier: Apache-2.0 */
/* Transactions that drop or rebuild tables which others refer to (references.c). */
#include "sqlite_fixture.h"

static void *open_family(void)
{
	void *c = open_db("a.db");

	exec(c, "CREATE TABLE users(id INTEGER PRIMARY KEY, name)");
	exec(c, "CREATE TABLE posts(id INTEGER PRIMARY KEY,"
		" owner REFERENCES USERS(id) ON DELETE CASCADE)");
	exec(c, "INSERT INTO users VALUES (1, 'a'), (2, 'b')");
	exec(c, "INSERT INTO posts VALUES (10, 1), (11, 2), (12, 2)");
	return c;
}

static void begin_rebuild(void *c, const char *const *written, size_t n)
{
	static const char *const tables[] = {"users", "users_new"};
	struct db_tx tx = {.references_off = true,
			   .tables = tables,
			   .tables_len = 2,
			   .written = written,
			   .written_len = n};
	struct pawl_error err = {0};

	if (drv->begin(c, &tx, &err) != 0)
		fail_msg("%s", err.message);
}

static void rebuild(void *c, const char *filter)
{
	exec(c, "CREATE TABLE users_new(id INTEGER PRIMARY KEY, name TEXT NOT NULL)");
	exec(c, arena_printf(&arena, "INSERT INTO users_new SELECT * FROM users %s", filter));
	exec(c, "DROP TABLE users");
	exec(c, "ALTER TABLE users_new RENAME TO users");
}

static void rebuild_keeps_the_children(void **state)
{
	struct pawl_error err = {0};
	void *c = open_family();

	(void)state;
	begin_rebuild(c, NULL, 0);
	rebuild(c, "");
	assert_int_equal(drv->commit(c, &err), 0);
	assert_string_equal(ask(c, "SELECT count(*) FROM posts"), "3");
	assert_string_equal(ask(c, "PRAGMA foreign_keys"), "1");
	assert_int_equal(try_exec(c, "INSERT INTO posts VALUES (13, 99)", &err), PAWL_E_SQL);
	exec(c, "DELETE FROM users WHERE id = 2");
	assert_string_equal(ask(c, "SELECT count(*) FROM posts"), "1"); /* still a cascade */
	/* For comparison, what references_off is there for. */
	assert_int_equal(begin(c), 0);
	rebuild(c, "");
	assert_int_equal(drv->commit(c, &err), 0);
	assert_string_equal(ask(c, "SELECT count(*) FROM posts"), "0");
	drv->close(c);
}

static void rebuild_must_not_leave_new_violations(void **state)
{
	struct pawl_error err = {0};
	void *c = open_family();

	(void)state;
	exec(c, "PRAGMA foreign_keys = OFF");
	exec(c, "INSERT INTO posts VALUES (14, 77)"); /* an old one: tolerated */
	assert_int_equal(drv->reset(c, &err), 0);
	begin_rebuild(c, NULL, 0);
	rebuild(c, "");
	assert_int_equal(drv->commit(c, &err), 0);
	begin_rebuild(c, NULL, 0);
	rebuild(c, "WHERE id <> 2");
	assert_int_equal(drv->commit(c, &err), PAWL_E_SQL);
	assert_string_equal(err.message,
			    "row 11 of table \"posts\" refers to a missing row of table \"USERS\"");
	assert_non_null(strstr(err.detail, "leave 3 violations"));
	assert_non_null(strstr(err.detail, "there were 1"));
	assert_true(drv->in_transaction(c));
	assert_int_equal(drv->rollback(c, &err), 0);
	assert_string_equal(ask(c, "SELECT count(*) FROM users"), "2");
	assert_string_equal(ask(c, "PRAGMA foreign_keys"), "1");
	/* Renamed away and dropped: the children then refer to what is gone. */
	error_reset(&err);
	begin_rebuild(c, NULL, 0);
	exec(c, "ALTER TABLE users RENAME TO users_old");
	exec(c, "CREATE TABLE users(id INTEGER PRIMARY KEY, name)");
	exec(c, "INSERT INTO users SELECT * FROM users_old");
	exec(c, "DROP TABLE users_old");
	assert_int_equal(drv->commit(c, &err), PAWL_E_SQL);
	assert_int_equal(drv->rollback(c, &err), 0);
	drv->close(c);
}

static void rebuild_counts_the_childrens_rows(void **state)
{
	static const char *const written[] = {"Posts"};
	struct pawl_error err = {0};
	void *c = open_family();

	(void)state;
	exec(c, "CREATE TABLE sweep(x)");
	exec(c, "CREATE TRIGGER swept AFTER INSERT ON sweep BEGIN DELETE FROM posts WHERE id = 12;"
		" END");
	begin_rebuild(c, NULL, 0);
	rebuild(c, "");
	exec(c, "INSERT INTO sweep VALUES (1)");
	assert_int_equal(drv->commit(c, &err), PAWL_E_SQL);
	assert_string_equal(err.message, "table \"posts\" would lose rows: 3 before, 2 after");
	assert_int_equal(drv->rollback(c, &err), 0);
	error_reset(&err);
	begin_rebuild(c, written, 1); /* meant */
	rebuild(c, "");
	exec(c, "DELETE FROM posts WHERE id = 12");
	assert_int_equal(drv->commit(c, &err), 0);
	drv->close(c);
}

static void rebuild_below_a_view_is_explained(void **state)
{
	struct pawl_error err = {0};
	void *c = open_family();

	(void)state;
	exec(c, "CREATE VIEW names AS SELECT name FROM users");
	begin_rebuild(c, NULL, 0);
	exec(c, "CREATE TABLE users_new(id INTEGER PRIMARY KEY, name)");
	exec(c, "DROP TABLE users");
	assert_int_equal(try_exec(c, "ALTER TABLE users_new RENAME TO users", &err), PAWL_E_SQL);
	assert_non_null(strstr(err.hint, "legacy_alter_table"));
	exec(c, "PRAGMA legacy_alter_table = ON"); /* as the hint says */
	exec(c, "ALTER TABLE users_new RENAME TO users");
	assert_int_equal(drv->rollback(c, &err), 0);
	drv->close(c);
}

static void deferred_violation_is_explained_at_commit(void **state)
{
	struct pawl_error err = {0};
	void *c = open_family();

	(void)state;
	exec(c, "CREATE TABLE late(x REFERENCES users(id) DEFERRABLE INITIALLY DEFERRED)");
	assert_int_equal(begin(c), 0);
	exec(c, "INSERT INTO late VALUES (99)");
	assert_int_equal(drv->commit(c, &err), PAWL_E_SQL);
	assert_non_null(strstr(err.detail, "row 1 of table \"late\""));
	assert_int_equal(drv->rollback(c, &err), 0);
	drv->close(c);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(rebuild_keeps_the_children),
		TEST(rebuild_must_not_leave_new_violations),
		TEST(rebuild_counts_the_childrens_rows),
		TEST(rebuild_below_a_view_is_explained),
		TEST(deferred_violation_is_explained_at_commit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
