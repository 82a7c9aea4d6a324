/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Schemas through the library, on every engine: sources, dump and load, diff,
 * generate, replay, squash, and scratch databases that are gone afterwards.
 */
#include "base/buf.h"
#include "base/clock.h"
#include "base/file.h"
#include "suite.h"

#include <pawl/pawl.h>
#include <pawl/schema.h>

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define USERS "CREATE TABLE users (id INTEGER PRIMARY KEY, email VARCHAR(100) NOT NULL);\n"
#define INDEX "CREATE INDEX users_email ON users (email);\n"
#define VIEW "CREATE VIEW mails AS SELECT email FROM users;\n"

static struct pawl_error err;

/* A project in a folder of its own. */
struct project {
	char folder[128], migrations[160], schema[160];
	const char *url;
	const char *fault;
};

static const struct driver *driver(void)
{
	const struct driver *d = NULL;

	ok(driver_find(suite_url.scheme, &d, &err));
	return d;
}

static const char *in_folder(const struct project *p, const char *name)
{
	return arena_printf(&suite_arena, "%s/%s", p->folder, name);
}

static void add(const struct project *p, const char *name, const char *text)
{
	ok(file_write(in_folder(p, name), text, strlen(text), &err));
}

static int set_up(void **state)
{
	struct project *p = xcalloc(1, sizeof(*p));

	assert_int_equal(suite_setup(NULL), 0);
	p->url = suite_url.text;
	snprintf(p->folder, sizeof(p->folder), "%s/schema-XXXXXX", getenv("PAWL_TEST_DIR"));
	assert_non_null(mkdtemp(p->folder));
	snprintf(p->migrations, sizeof(p->migrations), "%s/migrations", p->folder);
	snprintf(p->schema, sizeof(p->schema), "%s/schema", p->folder);
	assert_int_equal(mkdir(p->migrations, 0777), 0);
	assert_int_equal(mkdir(p->schema, 0777), 0);
	add(p, "migrations/001_users.sql", USERS INDEX);
	add(p, "migrations/001_users.down.sql", "DROP TABLE users;\n");
	add(p, "migrations/002_mails.sql", VIEW);
	add(p, "migrations/002_mails.down.sql", "DROP VIEW mails;\n");
	*state = p;
	return 0;
}

/* Other tests have scratch databases on the same server: a name tells whose it is. */
static long children[200];
static size_t children_len;

static pid_t fork_child(void)
{
	pid_t pid = fork();

	assert_true(pid >= 0 && children_len < sizeof(children) / sizeof(*children));
	if (pid > 0)
		children[children_len++] = pid;
	return pid;
}

static bool is_ours(const char *name)
{
	long process = 0;

	assert_int_equal(sscanf(name, "pawl_scratch_%*8[0-9a-f]_%ld_", &process), 1);
	for (size_t i = 0; i < children_len; i++)
		if (children[i] == process)
			return true;
	return process == getpid();
}

static size_t count_scratch(void)
{
	struct db_rows rows;
	struct db *db;
	size_t n = 0;

	if (driver()->scratch->list == NULL)
		return 0;
	db = suite_open(NULL);
	ok(db_scratch_list(db, "pawl_scratch_", &suite_arena, &rows, &err));
	db_close(db);
	for (size_t i = 0; i < rows.rows; i++)
		n += is_ours(rows.cells[i * rows.cols]);
	return n;
}

/* Nothing of ours may be left on the server, whatever the test was about. */
static void assert_no_scratch(void)
{
	assert_int_equal(count_scratch(), 0);
}

static int tear_down(void **state)
{
	struct project *p = *state;

	assert_no_scratch();
	free(p);
	return suite_teardown(NULL);
}

static struct pawl_session *open_session(const struct project *p)
{
	const char *dirs[] = {p->migrations};
	struct pawl_options o = {
		.size = sizeof(o),
		.url = p->url,
		.dirs = dirs,
		.dirs_len = 1,
		.schema = p->schema,
		.fault = p->fault,
	};
	struct pawl_session *s = NULL;

	ok(pawl_session_open(&o, &s, &err));
	return s;
}

static void up(const struct project *p)
{
	struct pawl_session *s = open_session(p);

	ok(pawl_up(s, NULL, NULL, &err));
	pawl_session_free(s);
}

/* How many changes lead from one source to the other. */
static size_t count_changes(const struct project *p, const char *from, const char *to)
{
	struct pawl_diff_options o = {.size = sizeof(o), .from = from, .to = to};
	struct pawl_session *s = open_session(p);
	struct pawl_diff *diff;
	size_t n;

	ok(pawl_diff(s, &o, &diff, &err));
	n = diff->len;
	assert_int_equal(n == 0, diff->sql[0] == '\0');
	pawl_diff_free(diff);
	pawl_session_free(s);
	return n;
}

static void test_each_source_gives_the_same_schema(void **state)
{
	const struct project *p = *state;
	const char *file = in_folder(p, "all.sql");
	const char *sources[] = {
		"migrations",
		p->migrations,
		"database",
		p->url,
		file,
		"schema",
		arena_printf(&suite_arena, "cmd:cat '%s'", file),
		arena_printf(&suite_arena, "%s@002", p->migrations),
	};

	add(p, "all.sql", "-- a comment\n" USERS INDEX VIEW);
	/* The names put the files in an order in which they do not load. */
	add(p, "schema/a_view.sql", VIEW);
	add(p, "schema/b_index.sql", INDEX);
	add(p, "schema/c_table.sql", USERS);
	up(p);
	for (size_t i = 0; i < sizeof(sources) / sizeof(*sources); i++)
		assert_int_equal(count_changes(p, "migrations", sources[i]), 0);
	assert_true(count_changes(p, "empty", "migrations") >= 2);
	assert_true(count_changes(p, "migrations", "empty") >= 2);
	assert_int_equal(count_changes(p, "migrations@001", "migrations"), 1);
	assert_int_equal(count_changes(p, "empty", "empty"), 0);
}

static void test_what_fails_is_named_with_its_place(void **state)
{
	struct pawl_diff_options o = {.size = sizeof(o), .from = "migrations", .to = "schema"};
	const struct project *p = *state;
	struct pawl_session *s = open_session(p);

	add(p, "schema/a.sql", "\nCREATE VIEW v AS SELECT x FROM nowhere;\nCREATE TABL y;\n");
	assert_int_equal(pawl_diff(s, &o, NULL, &err), PAWL_E_SQL);
	assert_non_null(strstr(err.file, "schema/a.sql"));
	assert_true(err.line == 2 || err.line == 3);
	o.to = "cmd:echo no luck >&2; exit 3";
	assert_int_equal(pawl_diff(s, &o, NULL, &err), PAWL_E_FILE);
	assert_non_null(strstr(err.message, "exit status 3"));
	assert_non_null(strstr(err.detail, "no luck"));
	o.to = "nowhere.sql";
	assert_int_equal(pawl_diff(s, &o, NULL, &err), PAWL_E_FILE);
	pawl_session_free(s);
}

/* The server is a real one: looking at a schema must not make or drop its databases. */
static void test_what_leads_out_of_a_scratch_database_is_refused(void **state)
{
	struct pawl_diff_options o = {.size = sizeof(o), .from = "migrations", .to = "schema"};
	const struct project *p = *state;
	struct pawl_session *s;
	struct db_rows rows;
	struct db *db;

	if (driver()->scratch->list == NULL)
		return;
	s = open_session(p);
	add(p, "schema/a.sql", USERS "CREATE DATABASE pawl_led_out;\n");
	assert_int_equal(pawl_diff(s, &o, NULL, &err), PAWL_E_SQL);
	assert_non_null(strstr(err.message, "scratch database"));
	assert_int_equal(err.line, 2);
	pawl_session_free(s);
	db = suite_open(NULL);
	ok(db_scratch_list(db, "pawl_led_out", &suite_arena, &rows, &err));
	assert_int_equal(rows.rows, 0);
	db_close(db);
}

static int append(void *data, const char *text, size_t len)
{
	buf_add(data, text, len);
	return 0;
}

static void test_a_dump_loads_back_equal_and_stamps(void **state)
{
	struct project *p = *state;
	struct pawl_session *s;
	_cleanup_buf_ struct buf first = {0}, second = {0};
	struct db_url other;
	struct pawl_status *status;
	struct pawl_run *run;

	up(p);
	s = open_session(p);
	ok(pawl_dump(s, NULL, append, &first, &err));
	assert_non_null(strstr(first.data, "-- pawl:version 002\n"));
	add(p, "dump.sql", first.data);
	/* What is there already is not overwritten. */
	assert_int_equal(pawl_load(s, in_folder(p, "dump.sql"), &run, &err), PAWL_E_HISTORY);
	pawl_session_free(s);

	ok(url_with_database(&suite_url,
			     arena_printf(&suite_arena, "%s2",
					  suite_url.path != NULL ? suite_url.path
								 : suite_url.database),
			     &suite_arena, &other, &err));
	ok(driver()->database_create(&other, NULL, &err));
	p->url = other.text;
	s = open_session(p);
	ok(pawl_load(s, in_folder(p, "dump.sql"), &run, &err));
	assert_int_equal(run->len, 2);
	pawl_run_free(run);
	ok(pawl_status(s, &status, &err));
	assert_int_equal(status->pending, 0);
	pawl_status_free(status);
	ok(pawl_dump(s, NULL, append, &second, &err));
	assert_string_equal(first.data, second.data);
	pawl_session_free(s);
	assert_int_equal(count_changes(p, suite_url.text, "database"), 0);
	ok(driver()->database_drop(&other, NULL, true, &err));
}

static void test_generate_writes_what_it_has_proved(void **state)
{
	struct pawl_generate_options o = {
		.size = sizeof(o),
		.files = {.size = sizeof(o.files), .name = "add name"},
		.diff = {.size = sizeof(o.diff)},
	};
	const struct project *p = *state;
	struct pawl_session *s;
	struct pawl_generated *made;
	struct pawl_replay *replay;

	add(p, "schema/all.sql",
	    "CREATE TABLE users (id INTEGER PRIMARY KEY, "
	    "email VARCHAR(100) NOT NULL, name VARCHAR(40));\n" INDEX VIEW
	    "CREATE TABLE notes (id INTEGER PRIMARY KEY);\n");
	s = open_session(p);
	assert_int_equal(pawl_generate(s, &o, &made, &err), PAWL_E_HISTORY);
	assert_string_equal(err.message, "target database is not up to date");
	ok(pawl_up(s, NULL, NULL, &err));
	ok(pawl_generate(s, &o, &made, &err));
	assert_int_equal(made->paths_len, 2);
	assert_true(file_exists(made->paths[0]));
	assert_non_null(strstr(made->paths[0], "003_add_name.sql"));
	pawl_generated_free(made);
	ok(pawl_up(s, NULL, NULL, &err));
	assert_int_equal(count_changes(p, "database", "schema"), 0);
	ok(pawl_generate(s, &o, &made, &err));
	assert_int_equal(made->paths_len, 0);
	pawl_generated_free(made);
	ok(pawl_replay(s, &replay, &err));
	assert_int_equal(replay->len, 3);
	assert_int_equal(replay->problems, 0);
	pawl_replay_free(replay);
	pawl_session_free(s);
}

static void test_a_rename_keeps_what_depends_on_it(void **state)
{
	const struct pawl_rename renames[] = {{.from = "users", .to = "people"},
					      {.from = "users.email", .to = "people.mail"}};
	struct pawl_diff_options o = {
		.size = sizeof(o),
		.from = "migrations",
		.to = "schema",
		.renames = renames,
		.renames_len = 2,
	};
	const struct project *p = *state;
	struct pawl_session *s = open_session(p);
	struct pawl_diff *diff;

	add(p, "schema/all.sql",
	    "CREATE TABLE people (id INTEGER PRIMARY KEY, mail VARCHAR(100) NOT NULL);\n"
	    "CREATE INDEX users_email ON people (mail);\n");
	ok(pawl_diff(s, &o, &diff, &err));
	assert_true(diff->len >= 2);
	assert_string_equal(diff->changes[0].action, "rename");
	assert_string_equal(diff->changes[1].action, "rename");
	assert_string_equal(diff->changes[1].kind, "column");
	for (size_t i = 0; i < diff->len; i++)
		assert_null(diff->changes[i].loss);
	pawl_diff_free(diff);
	/* The same said in the model. */
	add(p, "schema/renames.sql",
	    "-- pawl:rename users people\n-- pawl:rename users.email mail\n");
	o.renames_len = 0;
	ok(pawl_diff(s, &o, &diff, &err));
	assert_string_equal(diff->changes[0].action, "rename");
	pawl_diff_free(diff);
	o.renames_len = 1;
	o.renames = &(const struct pawl_rename){.from = "nobody", .to = "someone"};
	assert_int_equal(pawl_diff(s, &o, NULL, &err), PAWL_E_USAGE);
	pawl_session_free(s);
}

/* What is renamed because nothing but the name differs, and what has no name to rename. */
static void test_what_has_another_name_only_is_renamed(void **state)
{
	static const struct {
		const char *scheme, *before, *after, *renamed;
	} cases[] = {
		{"sqlite", "CREATE TABLE t (a integer); CREATE INDEX i ON t (a);",
		 "CREATE TABLE t (a integer); CREATE INDEX j ON t (a);", NULL},
		{"mysql", "CREATE TABLE t (a integer, KEY i (a));",
		 "CREATE TABLE t (a integer, KEY j (a));", "index"},
		{"mysql", "CREATE VIEW v AS SELECT 1 AS a;", "CREATE VIEW w AS SELECT 1 AS a;",
		 "view"},
		{"postgresql", "CREATE TABLE t (a integer); CREATE INDEX i ON t (a);",
		 "CREATE TABLE t (a integer); CREATE INDEX j ON t (a);", "index"},
		{"postgresql", "CREATE TYPE e AS ENUM ('x'); CREATE TABLE t (a e);",
		 "CREATE TYPE f AS ENUM ('x'); CREATE TABLE t (a f);", "enum"},
		{"postgresql", "CREATE TABLE t (a integer, CONSTRAINT c CHECK (a > 0));",
		 "CREATE TABLE t (a integer, CONSTRAINT d CHECK (a > 0));", "check constraint"},
		{"postgresql",
		 "CREATE TABLE a (id integer); CREATE TABLE b (id integer); "
		 "CREATE SEQUENCE s OWNED BY a.id;",
		 "CREATE TABLE a (id integer); CREATE TABLE b (id integer); "
		 "CREATE SEQUENCE s OWNED BY b.id;",
		 NULL},
	};
	const struct project *p = *state;

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const char *before = in_folder(p, "before.sql"), *after = in_folder(p, "after.sql");
		struct pawl_diff_options o = {.size = sizeof(o), .from = before, .to = after};
		struct pawl_session *s;
		struct pawl_diff *diff;

		if (strcmp(cases[i].scheme, suite_url.scheme) != 0)
			continue;
		add(p, "before.sql", cases[i].before);
		add(p, "after.sql", cases[i].after);
		s = open_session(p);
		ok(pawl_diff(s, &o, &diff, &err));
		assert_true(diff->len > 0);
		if (cases[i].renamed != NULL) {
			assert_int_equal(diff->len, 1);
			assert_string_equal(diff->changes[0].action, "rename");
			assert_string_equal(diff->changes[0].kind, cases[i].renamed);
			assert_true(diff->changes[0].reverse_len > 0);
		}
		for (size_t k = 0; cases[i].renamed == NULL && k < diff->len; k++)
			assert_string_not_equal(diff->changes[k].action, "rename");
		pawl_diff_free(diff);
		pawl_session_free(s);
	}
}

static void test_replay_finds_a_down_that_does_not_lead_back(void **state)
{
	const struct project *p = *state;
	struct pawl_session *s = open_session(p);
	struct pawl_replay *replay;

	add(p, "migrations/003_notes.sql",
	    "CREATE TABLE notes (id INTEGER PRIMARY KEY);\nCREATE TABLE tags (id INTEGER);\n");
	add(p, "migrations/003_notes.down.sql", "DROP TABLE notes;\n");
	add(p, "migrations/004_last.sql", "CREATE TABLE last (id INTEGER);\n");
	add(p, "migrations/004_last.down.sql", "DROP TABLE lost;\n");
	ok(pawl_replay(s, &replay, &err));
	assert_int_equal(replay->len, 4);
	assert_int_equal(replay->problems, 2);
	assert_string_equal(replay->steps[1].problem, "");
	assert_non_null(strstr(replay->steps[2].problem, "tags"));
	assert_non_null(strstr(replay->steps[3].problem, "down fails"));
	pawl_replay_free(replay);
	pawl_session_free(s);
}

static void test_a_squashed_folder_suits_old_and_new_databases(void **state)
{
	struct pawl_squash_options o = {.size = sizeof(o), .target = "002", .data = 1};
	const struct project *p = *state;
	struct pawl_session *s;
	struct pawl_squashed *squashed;
	struct pawl_status *status;
	struct pawl_check *check;

	add(p, "migrations/002_mails.sql",
	    VIEW "INSERT INTO users (id, email) VALUES (1, 'it''s'), (2, 'b');\n");
	add(p, "migrations/003_notes.sql", "CREATE TABLE notes (id INTEGER PRIMARY KEY);\n");
	add(p, "schema/all.sql", USERS INDEX VIEW "CREATE TABLE notes (id INTEGER PRIMARY KEY);\n");
	up(p);
	s = open_session(p);
	ok(pawl_squash(s, &o, &squashed, &err));
	assert_int_equal(squashed->replaced_len, 2);
	assert_true(file_exists(squashed->path));
	assert_false(file_exists(in_folder(p, "migrations/001_users.sql")));
	assert_non_null(strstr(squashed->sql, "INSERT INTO"));
	pawl_squashed_free(squashed);
	ok(pawl_up(s, NULL, NULL, &err));
	ok(pawl_status(s, &status, &err));
	assert_int_equal(status->len, 2);
	assert_int_equal(status->applied, 2);
	assert_int_equal(status->missing, 0);
	assert_string_equal(status->migrations[0].kind, "baseline");
	pawl_status_free(status);
	ok(pawl_check(s, NULL, &check, &err));
	assert_int_equal(check->different, 0);
	assert_int_equal(check->files->len, 0);
	pawl_check_free(check);
	/* What the baseline holds is behind us for good. */
	assert_int_equal(pawl_down(s,
				   &(struct pawl_run_options){
					   .size = sizeof(struct pawl_run_options), .all = 1},
				   NULL, &err),
			 PAWL_E_IRREVERSIBLE);
	pawl_session_free(s);
}

static void test_check_tells_drift_from_what_is_pending(void **state)
{
	const struct project *p = *state;
	struct pawl_session *s;
	struct pawl_check *check;
	struct db *db;

	up(p);
	add(p, "migrations/003_notes.sql", "CREATE TABLE notes (id INTEGER PRIMARY KEY);\n");
	add(p, "schema/all.sql", USERS INDEX VIEW "CREATE TABLE notes (id INTEGER PRIMARY KEY);\n");
	s = open_session(p);
	ok(pawl_check(s, NULL, &check, &err));
	assert_int_equal(check->len, 2);
	assert_int_equal(check->different, 0);
	assert_int_equal(check->pending, 1);
	pawl_check_free(check);
	db = suite_open(NULL);
	suite_run(db, "CREATE TABLE drift (id INTEGER)");
	db_close(db);
	ok(pawl_check(s, NULL, &check, &err));
	assert_int_equal(check->different, 1);
	assert_string_equal(check->pairs[0].from, "database");
	assert_int_equal(check->pairs[0].diff->len, 1);
	assert_string_equal(check->pairs[0].diff->changes[0].object, "drift");
	pawl_check_free(check);
	pawl_session_free(s);
}

/* Killed at a call to the server, in a process of its own. */
static bool was_killed(struct project *p, unsigned long nth)
{
	char fault[40];
	int status;
	pid_t pid = fork_child();

	if (pid == 0) {
		snprintf(fault, sizeof(fault), "kill:before:%lu", nth);
		p->fault = fault;
		pawl_diff(open_session(p),
			  &(struct pawl_diff_options){.size = sizeof(struct pawl_diff_options),
						      .from = "migrations",
						      .to = "empty"},
			  NULL, &err);
		_exit(0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return WIFSIGNALED(status);
}

static bool has_sessions(void)
{
	struct db *db = suite_open(NULL);
	bool has = db_info(db)->session_locks;

	db_close(db);
	return has;
}

static void test_the_next_run_removes_what_a_killed_one_left(void **state)
{
	struct project *p = *state;
	size_t killed = 0;

	for (unsigned long nth = 1; nth < 400 && was_killed(p, nth); nth += 4)
		killed++;
	assert_true(killed > 3);
	assert_true(count_changes(p, "migrations", "empty") >= 2);
	/* Where no session belongs to us, the killed one's transaction has to expire first. */
	for (int tries = 0; !has_sessions() && count_scratch() != 0 && tries < 60; tries++) {
		clock_sleep_ms(1000);
		count_changes(p, "migrations", "empty");
	}
	assert_no_scratch();
}

static void test_two_runs_leave_each_other_alone(void **state)
{
	struct project *p = *state;
	pid_t pids[4];
	int status;

	for (size_t i = 0; i < 4; i++) {
		pids[i] = fork_child();
		if (pids[i] == 0) {
			struct pawl_replay *replay;

			for (int n = 0; n < 3; n++)
				if (pawl_replay(open_session(p), &replay, &err) != 0 ||
				    replay->problems != 0)
					_exit(1);
			_exit(0);
		}
	}
	for (size_t i = 0; i < 4; i++) {
		assert_int_equal(waitpid(pids[i], &status, 0), pids[i]);
		assert_true(WIFEXITED(status));
		assert_int_equal(WEXITSTATUS(status), 0);
	}
}

static void test_a_cancelled_run_leaves_nothing(void **state)
{
	struct pawl_diff_options o = {.size = sizeof(o), .from = "migrations", .to = "empty"};
	const struct project *p = *state;
	struct pawl_session *s = open_session(p);

	pawl_session_cancel(s);
	assert_int_equal(pawl_diff(s, &o, NULL, &err), PAWL_E_CANCELLED);
	pawl_session_free(s);
	assert_no_scratch();
}

/* Where a role may make no database, a schema does; the database beside it stays as it is. */
static void test_a_role_without_createdb_uses_a_schema(void **state)
{
	struct project *p = *state;
	struct pawl_diff_options o = {.size = sizeof(o), .from = "migrations", .to = "schema"};
	struct pawl_session *s;
	struct db_url url;
	struct db *db;

	/* The role is the URL's, where it is not a secret's. */
	if (driver()->scratch->schema_param == NULL || url_param(&suite_url, "secret_arn") != NULL)
		skip();
	db = suite_open(NULL);
	suite_run(db, "DROP ROLE IF EXISTS pawl_plain");
	suite_run(db, "CREATE ROLE pawl_plain LOGIN");
	suite_run(db, arena_printf(&suite_arena, "GRANT ALL ON DATABASE \"%s\" TO pawl_plain",
				   suite_url.database));
	suite_run(db, "CREATE TABLE public.beside (id integer)");
	ok(url_parse(arena_printf(&suite_arena, "%s&user=pawl_plain", suite_url.text), &suite_arena,
		     &url, &err));
	p->url = url.text;
	assert_int_equal(count_changes(p, "migrations@001", "migrations"), 1);
	assert_true(count_changes(p, "empty", "migrations") >= 2);
	add(p, "schema/all.sql", "DROP TABLE public.beside;\n");
	s = open_session(p);
	assert_int_equal(pawl_diff(s, &o, NULL, &err), PAWL_E_SQL);
	assert_non_null(strstr(err.hint, "--scratch-url"));
	pawl_session_free(s);
	assert_string_equal(suite_value(db, "SELECT count(*) FROM public.beside"), "0");
	suite_run(db, "DROP OWNED BY pawl_plain");
	suite_run(db, "DROP ROLE pawl_plain");
	db_close(db);
}

#define each(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		each(test_each_source_gives_the_same_schema),
		each(test_what_fails_is_named_with_its_place),
		each(test_what_leads_out_of_a_scratch_database_is_refused),
		each(test_a_dump_loads_back_equal_and_stamps),
		each(test_generate_writes_what_it_has_proved),
		each(test_a_rename_keeps_what_depends_on_it),
		each(test_what_has_another_name_only_is_renamed),
		each(test_replay_finds_a_down_that_does_not_lead_back),
		each(test_a_squashed_folder_suits_old_and_new_databases),
		each(test_check_tells_drift_from_what_is_pending),
		each(test_the_next_run_removes_what_a_killed_one_left),
		each(test_a_cancelled_run_leaves_nothing),
		each(test_a_role_without_createdb_uses_a_schema),
		each(test_two_runs_leave_each_other_alone),
	};

	if (!suite_has_url(NULL))
		return 77;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
