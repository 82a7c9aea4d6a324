/* SPDX-License-Identifier: Apache-2.0 */
#include "layout/tool_history.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static const struct migration_record record = {
	.version = "007",
	.description = "it's",
	.script = "V7__it.sql",
	.checksum = "00ff",
};

static const struct tool_place place = {"shop", "public", "t"};

/* The statements of a template, with '|' between them. */
static const char *filled(const char *template, enum sql_engine e, struct arena *a)
{
	const struct tool_change change = {
		.record = &record,
		.duration_ms = 3,
		.statements = 2,
		.applied_by = "me",
	};
	_cleanup_buf_ struct buf b = {0};

	tool_sql(template, e, &place, &change, &b);
	for (size_t i = 0; i + 1 < b.len; i++)
		if (b.data[i] == '\0')
			b.data[i] = '|';
	return buf_dup(&b, a);
}

static void templates_are_filled_in(void **state)
{
	_cleanup_arena_ struct arena a = {0};

	(void)state;
	assert_string_equal(filled("A {table} {in}x {plain}; B {version} {version:number} "
				   "{description} {ms} {ns} {statements} {baseline}",
				   ENGINE_POSTGRES, &a),
			    "A \"public\".\"t\" \"public\".x t|B '007' 7 'it''s' 3 3000000 2 0");
	assert_string_equal(filled("{table} {checksum:bytes} {previous} {previous:number}",
				   ENGINE_MYSQL, &a),
			    "`public`.`t` X'00ff' NULL NULL");
	assert_string_equal(filled("{checksum:bytes} {checksum}", ENGINE_POSTGRES, &a),
			    "'\\x00ff' '00ff'");
}

static void what_is_no_number_is_null(void **state)
{
	const struct migration_record bad = {.version = "1); DROP TABLE t", .checksum = "zz"};
	const struct tool_change change = {.record = &bad};
	_cleanup_buf_ struct buf b = {0};

	(void)state;
	tool_sql("{version:number} {checksum:bytes} {checksum:number}", ENGINE_SQLITE, &place,
		 &change, &b);
	assert_string_equal(b.data, "NULL NULL NULL");
}

static void is_complete(const struct tool_history *t)
{
	for (int e = 0; e < ENGINES; e++) {
		const char *const all_of[] = {t->create[e],    t->read[e],     t->applied[e],
					      t->removed[e],   t->begun[e],    t->reverting[e],
					      t->failed[e],    t->accepted[e], t->lock_take[e],
					      t->lock_left[e], t->lock_free[e]};
		_cleanup_arena_ struct arena a = {0};

		for (size_t k = 0; k < sizeof(all_of) / sizeof(*all_of); k++)
			if (all_of[k] != NULL)
				assert_null(strchr(filled(all_of[k], e, &a), '{'));
		assert_int_equal(t->table[e] != NULL, t->read[e] != NULL);
		assert_true(t->applied[e] != NULL || t->create[e] == NULL);
		assert_int_equal(t->applied[e] != NULL, t->removed[e] != NULL);
		assert_int_equal(t->lock_take[e] != NULL, t->lock_table[e] != NULL);
	}
}

/* Every tool says all that is needed for each of its engines, in templates that can be filled. */
static void tools_are_complete(void **state)
{
	size_t n;
	const struct tool_history *const *all = tool_all(&n);

	(void)state;
	for (size_t i = 0; i < n; i++) {
		assert_ptr_equal(tool_find(all[i]->tool), all[i]);
		is_complete(all[i]);
		if (all[i]->later != NULL)
			is_complete(all[i]->later);
	}
}

static const char *key(const char *tool, enum sql_engine e, const char *schema, const char *table,
		       struct arena *a)
{
	return tool_find(tool)->lock_key(e, &(struct tool_place){"database_name", schema, table},
					 a);
}

static void locks_are_the_tools_own(void **state)
{
	_cleanup_arena_ struct arena a = {0};

	(void)state;
	/* Two names as golang-migrate's own test has them; the table's is the third. */
	assert_string_equal(key("golang-migrate", ENGINE_POSTGRES, "schema_name_1", "schema_name_2",
				&a),
			    "3743845847");
	assert_string_equal(key("flyway", ENGINE_POSTGRES, "public", "flyway_schema_history", &a),
			    "77433833903597");
	assert_string_equal(key("atlas", ENGINE_POSTGRES, "public", "x", &a), "2686470616");
	assert_string_equal(key("tern", ENGINE_POSTGRES, "public", "x", &a), "9628173550095224");
	assert_string_equal(key("sqlx", ENGINE_POSTGRES, "public", "x", &a), "764271479395923884");
	assert_string_equal(key("prisma", ENGINE_MYSQL, "x", "x", &a), "prisma_migrate");
	assert_null(key("prisma", ENGINE_SQLITE, "main", "x", &a));
}

static int compare(const char *tool, const char *mine, const char *theirs)
{
	const struct migration_record r = {.version = mine};

	return tool_find(tool)->compare(&r, &(struct tool_row){.version = theirs});
}

static void versions_are_compared_as_the_tool_does(void **state)
{
	(void)state;
	assert_int_equal(compare("flyway", "1", "1.0"), 0);
	assert_int_equal(compare("flyway", "1_0", "1"), 0);
	assert_true(compare("flyway", "1.2", "1.10") < 0);
	assert_true(compare("flyway", "2", "1.9.9") > 0);
	assert_int_equal(compare("golang-migrate", "0007", "7"), 0);
	assert_true(compare("golang-migrate", "9", "10") < 0);
	assert_true(compare("dbmate", "007", "7") != 0);
	assert_true(compare("alembic", "aa", "bb") > 0);
}

static void checksums_may_have_other_forms(void **state)
{
	const char *const others[] = {"cd", "12", NULL};
	struct migration_record r = {.checksum = "AB", .checksums = others};

	(void)state;
	assert_true(tool_checksum_fits(&r, &(struct tool_row){.checksum = "ab"}));
	assert_true(tool_checksum_fits(&r, &(struct tool_row){.checksum = "cd"}));
	assert_true(tool_checksum_fits(&r, &(struct tool_row){.checksum = "12"}));
	assert_true(tool_checksum_fits(&r, &(struct tool_row){.checksum = NULL}));
	assert_false(tool_checksum_fits(&r, &(struct tool_row){.checksum = "ef"}));
	r.any_checksum = true;
	assert_true(tool_checksum_fits(&r, &(struct tool_row){.checksum = "ef"}));
	r = (struct migration_record){0};
	assert_true(tool_checksum_fits(&r, &(struct tool_row){.checksum = "ef"}));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(templates_are_filled_in),
		cmocka_unit_test(what_is_no_number_is_null),
		cmocka_unit_test(tools_are_complete),
		cmocka_unit_test(locks_are_the_tools_own),
		cmocka_unit_test(versions_are_compared_as_the_tool_does),
		cmocka_unit_test(checksums_may_have_other_forms),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
