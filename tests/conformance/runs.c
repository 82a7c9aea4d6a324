/* SPDX-License-Identifier: Apache-2.0 */
#include "runs.h"

#include "base/file.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MOST_CALLS = 2000 };

static struct pawl_error err;
char runs_folder[128];
const char *runs_down_to;
const char *runs_kept_layout;

void runs_make_folder(void)
{
	snprintf(runs_folder, sizeof(runs_folder), "%s/runs-XXXXXX", getenv("PAWL_TEST_DIR"));
	assert_non_null(mkdtemp(runs_folder));
}

void runs_add_file(const char *name, const char *text)
{
	char path[256];

	snprintf(path, sizeof(path), "%s/%s", runs_folder, name);
	ok(file_write(path, text, strlen(text), &err));
}

void runs_remove_folder(void)
{
	char command[160];

	snprintf(command, sizeof(command), "rm -rf '%s'", runs_folder);
	assert_int_equal(system(command), 0);
}

static const struct driver *driver(void)
{
	const struct driver *d = NULL;

	ok(driver_find(suite_url.scheme, &d, &err));
	return d;
}

/* Grouping is for databases that nobody uses yet: a table of somebody's ends it. */
bool runs_used_database;

void runs_fresh_database(void)
{
	ok(driver()->database_drop(&suite_url, NULL, true, &err));
	ok(driver()->database_create(&suite_url, NULL, &err));
	if (runs_used_database) {
		struct db *db = suite_open(NULL);

		suite_run(db, "CREATE TABLE somebodys (id INTEGER)");
		db_close(db);
	}
}

/* The URL as a user would give it. */
const char *runs_url(void)
{
	return suite_url.path == NULL ? suite_url.text
				      : arena_printf(&suite_arena, "sqlite:%s", suite_url.path);
}

static int run(bool down, const char *fault, const char *session_sql, struct pawl_error *e)
{
	const struct pawl_run_options back = {.size = sizeof(back), .target = runs_down_to};
	const char *dirs[] = {runs_folder};
	struct pawl_options o = {
		.size = sizeof(o),
		.url = runs_url(),
		.dirs = dirs,
		.dirs_len = 1,
		.layout = runs_kept_layout,
		.history = runs_kept_layout == NULL ? PAWL_HISTORY_OWN : PAWL_HISTORY_KEEP,
		.fault = fault,
		.session_sql = session_sql,
	};
	struct pawl_session *s = NULL;
	int rc = pawl_session_open(&o, &s, e);

	if (rc == 0)
		rc = down ? pawl_down(s, &back, NULL, e) : pawl_up(s, NULL, NULL, e);
	pawl_session_free(s);
	return rc;
}

int runs_up(const char *fault, const char *session_sql, struct pawl_error *e)
{
	return run(false, fault, session_sql, e);
}

static pid_t start(bool down, const char *fault)
{
	pid_t pid = fork();

	if (pid == 0) {
		struct pawl_error e = {0};
		int rc = run(down, fault, NULL, &e);

		if (rc != 0 && fault == NULL)
			fprintf(stderr, "%s: %s: %s; %s\n", down ? "down" : "up",
				pawl_error_name(rc), e.message, e.detail);
		_exit(rc == 0 ? 0 : 1);
	}
	assert_true(pid > 0);
	return pid;
}

/* In a process of its own; its wait status. */
pid_t runs_start_up(const char *fault)
{
	return start(false, fault);
}

int runs_finish(pid_t pid)
{
	int status;

	assert_int_equal(waitpid(pid, &status, 0), pid);
	return status;
}

void runs_add_query(struct buf *b, struct db *db, const char *sql)
{
	struct db_rows rows;

	ok(db_query(db, sql, NULL, 0, &suite_arena, &rows, &err));
	for (size_t i = 0; i < rows.rows * rows.cols; i++)
		buf_printf(b, "%s%s", rows.cells[i] == NULL ? "NULL" : rows.cells[i],
			   (i + 1) % rows.cols == 0 ? "\n" : "|");
}

/* Where the run to be stopped starts. */
static void make_ready(void)
{
	runs_fresh_database();
	if (runs_down_to != NULL)
		assert_int_equal(runs_finish(start(false, NULL)), 0);
}

char *runs_undisturbed(char *(*state)(void))
{
	make_ready();
	assert_int_equal(runs_finish(start(runs_down_to != NULL, NULL)), 0);
	return state();
}

void runs_stop_everywhere(const char *kind, bool used_database, char *(*state)(void),
			  unsigned long least)
{
	static const char *const whens[] = {"before", "after"};
	const char *every = getenv("PAWL_TEST_EVERY");
	unsigned long stride = every == NULL ? 1 : strtoul(every, NULL, 10);
	unsigned long stops = 0;
	char *expected, *got;

	assert_true(stride > 0);
	runs_used_database = used_database;
	expected = runs_undisturbed(state);
	for (size_t w = 0; w < 2; w++)
		for (unsigned long n = 1; n < MOST_CALLS; n += stride) {
			char fault[64];
			int status;

			make_ready();
			snprintf(fault, sizeof(fault), "%s:%s:%lu", kind, whens[w], n);
			status = runs_finish(start(runs_down_to != NULL, fault));
			if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
				break;
			stops++;
			suite_time_goes_by();
			if (runs_finish(start(runs_down_to != NULL, NULL)) != 0)
				fail_msg("the next run failed after %s", fault);
			got = state();
			if (strcmp(got, expected) != 0)
				fail_msg("after %s:\n%s\ninstead of\n%s", fault, got, expected);
			free(got);
		}
	free(expected);
	runs_used_database = false;
	/* Far fewer would mean that the faults did not happen. */
	assert_true(stops >= least / stride);
}
