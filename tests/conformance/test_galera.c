/* SPDX-License-Identifier: Apache-2.0 */
/*
 * On a Galera cluster GET_LOCK holds on one node only. PAWL_TEST_URL and
 * PAWL_TEST_URL_2 name two nodes of one cluster.
 */
#include "suite.h"

#include <stdlib.h>

static struct pawl_error err;

static struct db *open_second(void)
{
	static const struct db_host nobody;
	struct db_options options = {0};
	struct db_url given, url;
	struct db *db = NULL;

	ok(url_parse(getenv("PAWL_TEST_URL_2"), &suite_arena, &given, &err));
	ok(url_with_database(&given, suite_url.database, &suite_arena, &url, &err));
	ok(db_open(&url, &options, &nobody, &db, &err));
	return db;
}

static void node_says_that_locks_do_not_hold(void **state)
{
	struct db *first = suite_open(NULL), *second = open_second();
	bool got = false;

	(void)state;
	assert_false(db_info(first)->session_locks);
	assert_non_null(strstr(db_info(first)->why_no_locks, "Galera"));
	ok(db_try_lock(first, "pawl:test", &got, &err));
	assert_true(got);
	/* The reason for all this: both have it. */
	ok(db_try_lock(second, "pawl:test", &got, &err));
	assert_true(got);
	db_close(first);
	db_close(second);
}

static void conflict_between_nodes_is_locked(void **state)
{
	struct db *first = suite_open(NULL), *second = open_second();
	int rc;

	(void)state;
	suite_run(first, "CREATE TABLE t (a INT PRIMARY KEY, b INT)");
	suite_run(first, "INSERT INTO t VALUES (1, 0)");
	suite_run(second, "SET wsrep_sync_wait = 1");
	assert_string_equal(suite_value(second, "SELECT b FROM t"), "0");
	ok(db_begin(first, NULL, &err));
	ok(db_begin(second, NULL, &err));
	suite_run(first, "UPDATE t SET b = 1");
	suite_run(second, "UPDATE t SET b = 2");
	ok(db_commit(first, &err));
	rc = db_commit(second, &err);
	assert_int_equal(rc, PAWL_E_LOCKED);
	assert_int_equal(err.vendor, 1213);
	assert_false(db_in_transaction(second));
	error_reset(&err);
	db_rollback(second, &err);
	assert_string_equal(suite_value(second, "SELECT b FROM t"), "1");
	suite_run(first, "DROP TABLE t");
	db_close(first);
	db_close(second);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(node_says_that_locks_do_not_hold),
		cmocka_unit_test(conflict_between_nodes_is_locked),
	};

	if (!suite_has_url("mysql") || getenv("PAWL_TEST_URL_2") == NULL)
		return 77;
	return cmocka_run_group_tests(tests, suite_setup, suite_teardown);
}
