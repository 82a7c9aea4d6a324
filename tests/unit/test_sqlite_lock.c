/* SPDX-License-Identifier: Apache-2.0 */
/* The runner's lock file, within a process and between several. */
#include "sqlite_fixture.h"

#include "base/clock.h"

#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>

static bool try_lock(void *c)
{
	struct pawl_error err = {0};
	bool got = false;

	if (drv->try_lock(c, "runner", &got, &err) != 0)
		fail_msg("%s", err.message);
	return got;
}

static void lock_excludes_within_and_across_processes(void **state)
{
	void *a = open_db("a.db"), *b;
	struct pawl_error err = {0};
	bool got = false;
	int status = 0;
	pid_t pid;

	(void)state;
	exec(a, "CREATE TABLE t(x)");
	assert_int_equal(symlink(path_of("a.db"), path_of("link.db")), 0);
	b = open_db("link.db");
	assert_true(try_lock(a));
	assert_false(try_lock(b));
	assert_true(file_exists(path_of("a.db-pawl")));
	pid = fork();
	if (pid == 0) {
		void *c = open_db("a.db");

		_exit(try_lock(c) ? 1 : 0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
	assert_int_equal(drv->try_lock(b, "another", &got, &err), 0);
	assert_true(got);
	assert_int_equal(drv->unlock(b, "another", &err), 0);
	assert_true(file_exists(path_of("a.db-pawl"))); /* a's */
	assert_true(try_lock(a));
	assert_int_equal(drv->unlock(a, "runner", &err), 0);
	assert_false(try_lock(b)); /* locked twice, unlocked once */
	/* The lock is not SQLite's: others still write. */
	exec(b, "INSERT INTO t VALUES (1)");
	assert_int_equal(drv->unlock(a, "runner", &err), 0);
	assert_false(file_exists(path_of("a.db-pawl")));
	assert_true(try_lock(b));
	drv->close(b);
	assert_true(try_lock(a));
	drv->close(a);
	assert_false(file_exists(path_of("a.db-pawl")));
}

static void lock_of_a_killed_process_is_free(void **state)
{
	void *a = open_db("a.db");
	int status = 0, ready[2];
	char byte;
	pid_t pid;

	(void)state;
	assert_int_equal(pipe(ready), 0);
	pid = fork();
	if (pid == 0) {
		void *c = open_db("a.db");

		if (try_lock(c) && write(ready[1], "x", 1) == 1)
			pause();
		_exit(1);
	}
	assert_int_equal(read(ready[0], &byte, 1), 1);
	assert_false(try_lock(a));
	kill(pid, SIGKILL);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(file_exists(path_of("a.db-pawl")));
	assert_true(try_lock(a));
	drv->close(a);
	close(ready[0]);
	close(ready[1]);
}

/* 4 processes, 400 turns each: whoever has the lock finds nobody else inside. */
static void lock_has_one_holder_at_a_time(void **state)
{
	void *a = open_db("a.db");
	int failed = 0, status;

	(void)state;
	for (int i = 0; i < 4; i++) {
		if (fork() != 0)
			continue;
		void *c = open_db("a.db");

		for (int done = 0; done < 400;) {
			if (!try_lock(c))
				continue; /* at once: the races are between open and flock */
			if (mkdir(path_of("inside"), 0700) != 0 || rmdir(path_of("inside")) != 0)
				_exit(1);
			if (drv->unlock(c, "runner", NULL) != 0)
				_exit(1);
			done++;
		}
		_exit(0);
	}
	for (int i = 0; i < 4; i++)
		if (wait(&status) > 0)
			failed += status != 0;
	assert_int_equal(failed, 0);
	drv->close(a);
}

static void lock_in_a_folder_nobody_can_write_to(void **state)
{
	struct pawl_error err = {0};
	bool got = true;
	void *c = open_db("a.db");

	(void)state;
	/* A folder in the way fails for root as well, as a read-only one does not. */
	assert_int_equal(mkdir(path_of("a.db-pawl"), 0700), 0);
	assert_int_equal(drv->try_lock(c, "runner", &got, &err), PAWL_E_FILE);
	assert_non_null(strstr(err.message, "a.db-pawl"));
	assert_non_null(strstr(err.hint, "write to the folder"));
	rmdir(path_of("a.db-pawl"));
	drv->close(c);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(lock_excludes_within_and_across_processes),
		TEST(lock_of_a_killed_process_is_free),
		TEST(lock_has_one_holder_at_a_time),
		TEST(lock_in_a_folder_nobody_can_write_to),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
