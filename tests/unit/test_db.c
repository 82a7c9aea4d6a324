/* SPDX-License-Identifier: Apache-2.0 */
#include "driver/db.h"

#include "driver/fake.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static struct arena arena;

/* db.c only hands the dialect on: one without content is enough, and keeps this test apart. */
const struct dialect *dialect_find(const char *name)
{
	static const struct dialect plain = {.name = "plain"};

	return strcmp(name, "plain") == 0 ? &plain : NULL;
}

static struct db *open_fake(void)
{
	struct pawl_error err = {0};
	struct db_url url;
	struct db *db = NULL;

	assert_int_equal(url_parse("fake://host/db", &arena, &url, &err), 0);
	assert_int_equal(db_open(&url, NULL, NULL, &db, &err), 0);
	return db;
}

static int setup(void **state)
{
	(void)state;
	fake_install("plain");
	db_set_fault(NULL);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	db_set_fault(NULL);
	fake_remove();
	arena_done(&arena);
	return 0;
}

static void set_fault(int kind, bool after, unsigned long nth)
{
	struct db_fault f = {.after = after, .nth = nth};

	f.kind = kind;
	db_set_fault(&f);
}

/* Six calls that reach the server. */
static int run(struct db *db, struct pawl_error *err)
{
	static const struct db_statement batch[] = {{"B1", 2}, {"B2", 2}};
	size_t done = 99;
	int rc = db_begin(db, NULL, err);

	if (rc == 0)
		rc = db_execs(db, "A", err);
	if (rc == 0)
		rc = db_exec_batch(db, batch, 2, &done, err);
	if (rc == 0)
		rc = db_query(db, "Q", NULL, 0, &arena, NULL, err);
	if (rc == 0)
		rc = db_commit(db, err);
	return rc;
}

static void calls_pass_through(void **state)
{
	static const char *const cells[] = {"1", NULL};
	struct pawl_error err = {0};
	struct db *db = open_fake();
	struct db_rows rows;
	int64_t changed = 0;

	(void)state;
	fake_answer("SELECT", 1, 2, cells);
	assert_int_equal(run(db, &err), 0);
	assert_string_equal(fake_log(), "BEGIN\nA\nB1\nB2\nQ\nCOMMIT\n");
	assert_string_equal(fake_committed(), "A\nB1\nB2\n");
	assert_int_equal(db_exec(db, "X", 1, &changed, &err), 0);
	assert_int_equal(changed, 1);
	assert_int_equal(db_query(db, "SELECT 1", NULL, 0, &arena, &rows, &err), 0);
	assert_int_equal(rows.rows * rows.cols, 2);
	assert_null(rows.cells[1]);
	assert_string_equal(db_dialect(db)->name, "plain");
	assert_string_equal(db_info(db)->product, "Fake");
	db_close(db);
	assert_int_equal(fake_open_connections(), 0);
}

static void rollback_forgets_and_never_fails(void **state)
{
	struct pawl_error err = {0};
	struct db *db = open_fake();

	(void)state;
	fake_fail("BAD", PAWL_E_SQL, "no such luck");
	assert_int_equal(db_begin(db, NULL, &err), 0);
	assert_int_equal(db_execs(db, "A", &err), 0);
	assert_int_equal(db_execs(db, "BAD", &err), PAWL_E_SQL);
	assert_true(db_tx_failed(db));
	fake_fail("ROLLBACK", PAWL_E_SQL, "gone wrong");
	db_rollback(db, &err);
	assert_string_equal(err.message, "no such luck");
	assert_non_null(strstr(err.detail, "gone wrong"));
	assert_string_equal(fake_committed(), "");
	db_close(db);
}

static void repeat_uses_the_driver_unless_a_fault_is_set(void **state)
{
	static const struct db_param v[] = {{"1", 1}, {"2", 1}, {"3", 1}};
	struct pawl_error err = {0};
	struct db *db = open_fake();

	(void)state;
	assert_int_equal(db_repeat(db, "R", v, 1, 3, &err), 0);
	assert_string_equal(fake_log(), "R\nR\nR\n");
	fake_offer_batch(true);
	assert_int_equal(db_repeat(db, "S", v, 1, 0, &err), 0);
	assert_int_equal(db_repeat(db, "S", v, 1, 3, &err), 0);
	assert_string_equal(fake_log(), "R\nR\nR\nbatch of 3\nS\nS\nS\n");
	fake_fail_nth(2, PAWL_E_SQL, "no such luck");
	assert_int_equal(db_repeat(db, "T", v, 1, 3, &err), PAWL_E_SQL);
	db_close(db);

	fake_install("plain");
	fake_offer_batch(true);
	set_fault(FAULT_DROP, false, 3);
	db = open_fake();
	assert_int_equal(db_repeat(db, "R", v, 1, 3, &err), PAWL_E_LOST);
	assert_string_equal(fake_log(), "R\nR\n");
	db_close(db);
}

static void batch_uses_the_driver_unless_a_fault_is_set(void **state)
{
	struct pawl_error err = {0};
	struct db *db = open_fake();

	(void)state;
	fake_offer_batch(true);
	assert_int_equal(run(db, &err), 0);
	assert_non_null(strstr(fake_log(), "batch of 2\n"));
	db_close(db);
	fake_install("plain");
	fake_offer_batch(true);
	set_fault(FAULT_FAIL, false, 1000);
	db = open_fake();
	assert_int_equal(run(db, &err), 0);
	assert_null(strstr(fake_log(), "batch"));
	db_close(db);
}

static void batch_counts_what_succeeded(void **state)
{
	static const struct db_statement batch[] = {{"B1", 2}, {"BAD", 3}, {"B3", 2}};
	struct pawl_error err = {0};
	struct db *db = open_fake();

	(void)state;
	fake_fail("BAD", PAWL_E_SQL, "no");
	for (int offered = 0; offered < 2; offered++) {
		size_t done = 99;

		fake_offer_batch(offered);
		assert_int_equal(db_exec_batch(db, batch, 3, &done, &err), PAWL_E_SQL);
		assert_int_equal(done, 1);
	}
	db_close(db);
}

static void fail_strikes_once_at_each_step(void **state)
{
	/* What was sent when 0, 1, ... calls had reached the server. */
	static const char *const sent[] = {
		"",
		"BEGIN\n",
		"BEGIN\nA\n",
		"BEGIN\nA\nB1\n",
		"BEGIN\nA\nB1\nB2\n",
		"BEGIN\nA\nB1\nB2\nQ\n",
		"BEGIN\nA\nB1\nB2\nQ\nCOMMIT\n",
	};

	(void)state;
	for (unsigned long n = 1; n <= 6; n++)
		for (int after = 0; after < 2; after++) {
			struct pawl_error err = {0};
			struct db *db;

			fake_install("plain");
			set_fault(FAULT_FAIL, after, n);
			db = open_fake();
			assert_int_equal(run(db, &err), PAWL_E_SQL);
			assert_string_equal(err.message, "injected failure");
			assert_string_equal(fake_log(), sent[after ? n : n - 1]);
			db_rollback(db, &err);
			assert_false(db_in_transaction(db));
			assert_int_equal(run(db, &err), 0); /* once */
			db_close(db);
		}
}

static void drop_cuts_every_connection(void **state)
{
	struct pawl_error err = {0};
	struct db *db = open_fake(), *other = open_fake();
	struct db_url url;

	(void)state;
	set_fault(FAULT_DROP, true, 2); /* behind A */
	assert_int_equal(run(db, &err), PAWL_E_LOST);
	assert_string_equal(fake_log(), "BEGIN\nA\n");
	assert_int_equal(fake_open_connections(), 1); /* closed at once */
	assert_int_equal(db_execs(db, "B", &err), PAWL_E_LOST);
	assert_int_equal(db_execs(other, "C", &err), PAWL_E_LOST);
	assert_int_equal(fake_open_connections(), 0);
	assert_int_equal(db_reset(db, &err), PAWL_E_LOST);
	assert_false(db_in_transaction(db));
	assert_string_equal(db_info(db)->product, "Fake");
	db_rollback(db, &err);
	assert_int_equal(url_parse("fake://host/db", &arena, &url, &err), 0);
	db_close(db);
	assert_int_equal(db_open(&url, NULL, NULL, &db, &err), PAWL_E_LOST);
	db_close(other);
	assert_string_equal(fake_committed(), "");
	set_fault(FAULT_DROP, false, 6); /* in front of COMMIT */
	db = open_fake();
	assert_int_equal(run(db, &err), PAWL_E_LOST);
	assert_string_equal(fake_committed(), "");
	db_close(db);
	set_fault(FAULT_DROP, true, 6); /* behind it: done, and nobody was told */
	db = open_fake();
	assert_int_equal(run(db, &err), PAWL_E_LOST);
	assert_string_equal(fake_committed(), "A\nB1\nB2\n");
	db_close(db);
}

static void kill_kills(void **state)
{
	int status = 0;
	pid_t pid = fork();

	(void)state;
	if (pid == 0) {
		struct pawl_error err = {0};

		set_fault(FAULT_KILL, false, 3);
		run(open_fake(), &err);
		_exit(0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFSIGNALED(status));
	assert_int_equal(WTERMSIG(status), SIGKILL);
}

static void note(void *data, const char *sql, size_t len, int64_t us)
{
	assert_true(us >= 0);
	buf_printf(data, "%.*s;", (int)len, sql);
}

static void trace_sees_each_statement(void **state)
{
	_cleanup_buf_ struct buf seen = {0};
	struct db_trace trace = {note, &seen};
	struct pawl_error err = {0};
	struct db *db = open_fake();

	(void)state;
	fake_offer_batch(true);
	db_set_trace(db, &trace);
	assert_int_equal(run(db, &err), 0);
	assert_string_equal(seen.data, "BEGIN;A;B1;B2;Q;COMMIT;");
	db_close(db);
}

static void what_a_driver_lacks_has_an_answer(void **state)
{
	struct pawl_error err = {0};
	struct db *db = open_fake();
	struct db_blocker *blockers;
	const char *progress = "x";
	size_t n = 9;
	bool done = true;

	(void)state;
	assert_int_equal(db_copy_begin(db, "COPY", 4, &err), PAWL_E_SQL);
	assert_int_equal(db_heal(db, NULL, "X", 1, "", &done, &err), 0);
	assert_false(done);
	assert_int_equal(db_blockers(db, 1, &arena, &blockers, &n, &err), 0);
	assert_int_equal(n, 0);
	assert_int_equal(db_progress(db, 1, &arena, &progress, &err), 0);
	assert_null(progress);
	db_close(db);
}

static void registry_knows_its_schemes(void **state)
{
	const struct driver *d = NULL;
	struct pawl_error err = {0};

	(void)state;
	assert_int_equal(driver_find("sqlite3", &d, &err), 0);
	assert_string_equal(d->name, "sqlite");
	assert_int_equal(driver_find("postgers", &d, &err), PAWL_E_CONFIG);
	assert_non_null(strstr(err.message, "\"postgers\""));
	assert_non_null(strstr(err.hint, "did you mean \"postgres\""));
	assert_non_null(strstr(err.hint, "mariadb"));
	error_reset(&err);
	fake_remove();
	assert_int_equal(driver_find("fake", &d, &err), PAWL_E_CONFIG);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(calls_pass_through),
		TEST(rollback_forgets_and_never_fails),
		TEST(batch_uses_the_driver_unless_a_fault_is_set),
		TEST(repeat_uses_the_driver_unless_a_fault_is_set),
		TEST(batch_counts_what_succeeded),
		TEST(fail_strikes_once_at_each_step),
		TEST(drop_cuts_every_connection),
		TEST(kill_kills),
		TEST(trace_sees_each_statement),
		TEST(what_a_driver_lacks_has_an_answer),
		TEST(registry_knows_its_schemes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
