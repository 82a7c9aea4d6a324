/* SPDX-License-Identifier: Apache-2.0 */
#include "base/error.h"
#include "migrate/plan.h"
#include "paper_folder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

/* A row of the history; state NULL is applied, checksum "" fits every file. */
struct row {
	const char *filename, *state, *checksum;
	bool no_down;
};

static struct history history_of(const struct row *rows, size_t n)
{
	struct history_row *v = arena_array(&arena, struct history_row, n);
	struct history h = {.exists = true, .rows = v, .len = n, .by_filename = {.arena = &arena}};

	for (size_t i = 0; i < n; i++) {
		const char *f = rows[i].filename;

		v[i] = (struct history_row){
			.id = (int64_t)i + 1,
			.filename = f,
			.version = f[0] == 'R' ? "" : arena_strndup(&arena, f, strcspn(f, "_")),
			.kind = f[0] == 'R' ? "repeatable" : "versioned",
			.state = rows[i].state != NULL ? rows[i].state : HISTORY_APPLIED,
			.checksum = rows[i].checksum != NULL ? rows[i].checksum : "",
			.has_down = !rows[i].no_down,
		};
		map_put(&h.by_filename, v[i].filename, &v[i]);
	}
	return h;
}

#define HISTORY(...)                                                                               \
	history_of((const struct row[]){__VA_ARGS__},                                              \
		   sizeof((const struct row[]){__VA_ARGS__}) / sizeof(struct row))

typedef int plan_fn(const struct plan_input *, struct arena *, struct plan *, struct pawl_error *);

struct question {
	struct migration_list files;
	struct history history;
	const char *target, *environment;
	bool all, late;
};

static int ask(plan_fn *fn, const struct question *q, struct plan *plan, struct pawl_error *err)
{
	struct plan_input in;
	struct set *s = arena_new(&arena, struct set);

	assert_int_equal(set_build(&q->files, q->environment, &arena, s, err), 0);
	plan_input_init(&in, s, &q->history);
	in.target = q->target;
	in.environment = q->environment;
	in.all = q->all;
	in.out_of_order = q->late ? PAWL_OUT_OF_ORDER_APPLY : PAWL_OUT_OF_ORDER_REFUSE;
	return fn(&in, &arena, plan, err);
}

static void gives(plan_fn *fn, struct question q, const char *expected)
{
	struct pawl_error err = {0};
	struct plan plan = {0};
	char got[512] = "";

	if (ask(fn, &q, &plan, &err) != 0)
		fail_msg("%s", err.message);
	for (size_t i = 0; i < plan.len; i++) {
		const struct plan_step *s = &plan.v[i];

		snprintf(got + strlen(got), sizeof(got) - strlen(got), "%s %s; ",
			 plan_action_name(s->action),
			 s->entry != NULL ? s->entry->m->filename : s->row->filename);
	}
	assert_string_equal(got, expected);
}

static void refuses(plan_fn *fn, struct question q, int code, const char *message)
{
	struct pawl_error err = {0};
	struct plan plan = {0};

	assert_int_equal(ask(fn, &q, &plan, &err), code);
	if (strstr(err.message, message) == NULL)
		fail_msg("\"%s\" is not in \"%s\"", message, err.message);
}

#define FOLDER LIST({"001_a"}, {"002_b"}, {"003_c"}, {"R_view"})

static void up_takes_what_is_pending(void **state)
{
	(void)state;
	gives(plan_up, (struct question){.files = FOLDER},
	      "apply 001_a; apply 002_b; apply 003_c; apply R_view; ");
	gives(plan_up, (struct question){.files = FOLDER, .history = HISTORY({"001_a"})},
	      "apply 002_b; apply 003_c; apply R_view; ");
	gives(plan_up, (struct question){.files = FOLDER, .target = "2"},
	      "apply 001_a; apply 002_b; ");
	gives(plan_up, (struct question){.files = FOLDER, .target = "+1"}, "apply 001_a; ");
	gives(plan_up, (struct question){.files = FOLDER, .target = "+0"}, "");
	gives(plan_up,
	      (struct question){.files = FOLDER,
				.history = HISTORY({"001_a"}, {"002_b"}, {"003_c"},
						   {"R_view", NULL, "old"})},
	      "reapply R_view; ");
}

static void a_late_file_is_refused_or_run(void **state)
{
	struct question q = {.files = FOLDER, .history = HISTORY({"001_a"}, {"003_c"})};

	(void)state;
	refuses(plan_up, q, PAWL_E_HISTORY, "\"002_b\" is older than \"003_c\"");
	q.late = true;
	gives(plan_up, q, "apply 002_b; apply R_view; ");
}

static void edits_and_gaps_stop_up(void **state)
{
	(void)state;
	refuses(plan_up,
		(struct question){.files = FOLDER, .history = HISTORY({"001_a", NULL, "other"})},
		PAWL_E_HISTORY, "was edited");
	refuses(plan_up,
		(struct question){.files = FOLDER, .history = HISTORY({"001_a"}, {"000_z"})},
		PAWL_E_HISTORY, "its file is gone");
	refuses(plan_up,
		(struct question){.files = FOLDER, .history = HISTORY({"001_a"}, {"004_d"})},
		PAWL_E_HISTORY, "newer than these files");
	refuses(plan_up,
		(struct question){.files = FOLDER,
				  .history = HISTORY({"001_a", HISTORY_REVERTING})},
		PAWL_E_HISTORY, "stopped half-way");
}

static void a_half_done_one_goes_on(void **state)
{
	struct question q = {.files = FOLDER, .history = HISTORY({"001_a", HISTORY_FAILED})};

	(void)state;
	gives(plan_up, q, "resume 001_a; apply 002_b; apply 003_c; apply R_view; ");
	refuses(plan_down, q, PAWL_E_HISTORY, "stopped half-way");
}

static void down_goes_back_in_the_order_of_applying(void **state)
{
	struct question q = {.files = FOLDER,
			     .history = HISTORY({"001_a"}, {"003_c"}, {"002_b"}, {"R_view"})};

	(void)state;
	gives(plan_down, q, "revert 002_b; ");
	q.target = "-2";
	gives(plan_down, q, "revert 002_b; revert 003_c; ");
	q.target = "001";
	gives(plan_down, q, "revert 002_b; revert 003_c; ");
	q.target = "base";
	gives(plan_down, q, "revert 002_b; revert 003_c; revert 001_a; unstamp R_view; ");
	q.target = NULL;
	q.all = true;
	gives(plan_down, q, "revert 002_b; revert 003_c; revert 001_a; unstamp R_view; ");
}

static void down_needs_a_way_back(void **state)
{
	struct question q = {.files = FOLDER,
			     .history = HISTORY({"001_a"}, {"002_b", .no_down = true})};

	(void)state;
	refuses(plan_down, q, PAWL_E_IRREVERSIBLE, "\"002_b\" has no way back");
	q.files.v[1].irreversible = "rows are merged";
	refuses(plan_down, q, PAWL_E_IRREVERSIBLE, "irreversible: rows are merged");
	q.target = "003";
	refuses(plan_down, q, PAWL_E_USAGE, "is not applied");
	q.target = "+1";
	refuses(plan_down, q, PAWL_E_USAGE, "is not a target");
}

static void an_older_checkout_can_go_back(void **state)
{
	(void)state;
	gives(plan_down,
	      (struct question){.files = FOLDER,
				.history = HISTORY({"001_a"}, {"002_b"}, {"003_c"}, {"004_d"}),
				.target = "3"},
	      "revert 004_d; ");
}

static void stamp_records_and_forgets(void **state)
{
	struct question q = {.files = FOLDER, .history = HISTORY({"001_a"}, {"003_c"}, {"R_view"})};

	(void)state;
	q.target = "2";
	gives(plan_stamp, q, "unstamp 003_c; stamp 002_b; ");
	q.target = "base";
	gives(plan_stamp, q, "unstamp R_view; unstamp 003_c; unstamp 001_a; ");
	q.target = "head";
	gives(plan_stamp, q, "stamp 002_b; ");
}

static void environments_must_agree_with_requires(void **state)
{
	struct question q = {.files = LIST({"001_a", NULL, "dev"}, {"002_b", "001"})};

	(void)state;
	q.environment = "dev";
	gives(plan_up, q, "apply 001_a; apply 002_b; ");
	q.environment = "prod";
	refuses(plan_up, q, PAWL_E_HISTORY, "left out in environment prod");
}

static int drop_arena(void **state)
{
	(void)state;
	arena_done(&arena);
	return 0;
}

/* As a layout gives it: "B002_b" is a baseline of version 002. */
static struct migration_list with_baselines(struct migration_list list)
{
	list.ordered = true;
	for (size_t i = 0; i < list.len; i++) {
		list.v[i].hash_id = false;
		list.v[i].baseline = list.v[i].filename[0] == 'B';
		list.v[i].version += list.v[i].baseline;
	}
	return list;
}

#define BASELINES                                                                                  \
	with_baselines(LIST({"001_a"}, {"B002_b"}, {"002_b"}, {"003_c"}, {"B004_d"}, {"005_e"},    \
			    {"R_view"}))

static void a_baseline_stands_for_what_comes_before(void **state)
{
	(void)state;
	gives(plan_up, (struct question){.files = BASELINES},
	      "apply B004_d; apply 005_e; apply R_view; ");
	gives(plan_up, (struct question){.files = BASELINES, .target = "003"},
	      "apply B002_b; apply 003_c; ");
	gives(plan_up, (struct question){.files = BASELINES, .target = "001"}, "apply 001_a; ");
	gives(plan_up, (struct question){.files = BASELINES, .history = HISTORY({"B002_b"})},
	      "apply 003_c; apply 005_e; apply R_view; ");
	gives(plan_up, (struct question){.files = BASELINES, .history = HISTORY({"R_view"})},
	      "apply B004_d; apply 005_e; ");
}

static void a_baseline_that_comes_late_is_left_out(void **state)
{
	(void)state;
	gives(plan_up, (struct question){.files = BASELINES, .history = HISTORY({"001_a"})},
	      "apply 002_b; apply 003_c; apply 005_e; apply R_view; ");
	gives(plan_stamp, (struct question){.files = BASELINES, .target = "003"},
	      "stamp 001_a; stamp 002_b; stamp 003_c; ");
	gives(plan_stamp, (struct question){.files = BASELINES, .target = "B004_d"},
	      "stamp B004_d; ");
}

static void code_is_refused_before_anything_runs(void **state)
{
	struct question q = {.files = FOLDER};

	(void)state;
	q.files.v[1].language = "Go";
	refuses(plan_up, q, PAWL_E_FILE, "1 pending migration is no SQL");
	refuses(plan_up, q, PAWL_E_FILE, "\"002_b\" (Go)");
	q.target = "1";
	gives(plan_up, q, "apply 001_a; ");
	q.target = NULL;
	q.history = HISTORY({"001_a"}, {"002_b", NULL, "another checksum", true});
	gives(plan_up, q, "apply 003_c; apply R_view; ");
	refuses(plan_down, q, PAWL_E_IRREVERSIBLE, "no SQL");
}

static void some_may_run_at_any_time(void **state)
{
	struct question q = {.files = FOLDER, .history = HISTORY({"001_a"}, {"003_c"})};

	(void)state;
	q.files.v[1].any_time = true;
	gives(plan_up, q, "apply 002_b; apply R_view; ");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_baseline_stands_for_what_comes_before),
		cmocka_unit_test(a_baseline_that_comes_late_is_left_out),
		cmocka_unit_test(code_is_refused_before_anything_runs),
		cmocka_unit_test(some_may_run_at_any_time),
		cmocka_unit_test_teardown(up_takes_what_is_pending, drop_arena),
		cmocka_unit_test_teardown(a_late_file_is_refused_or_run, drop_arena),
		cmocka_unit_test_teardown(edits_and_gaps_stop_up, drop_arena),
		cmocka_unit_test_teardown(a_half_done_one_goes_on, drop_arena),
		cmocka_unit_test_teardown(down_goes_back_in_the_order_of_applying, drop_arena),
		cmocka_unit_test_teardown(down_needs_a_way_back, drop_arena),
		cmocka_unit_test_teardown(an_older_checkout_can_go_back, drop_arena),
		cmocka_unit_test_teardown(stamp_records_and_forgets, drop_arena),
		cmocka_unit_test_teardown(environments_must_agree_with_requires, drop_arena),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
