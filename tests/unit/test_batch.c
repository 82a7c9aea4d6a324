/* SPDX-License-Identifier: Apache-2.0 */
/* The text of batched statements, their directive and the size of ranges: all that needs no server. */
#include "dialect/dialect.h"
#include "layout/batch_option.h"
#include "migrate/batch.h"
#include "migrate/batch_effect.h"
#include "migrate/batch_key.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static struct arena arena;

static int read_option(const char *value, struct script_batch *ret, struct pawl_error *err)
{
	const struct scan_directive d = {
		.name = "batch", .value = value, .line = 3, .name_column = 9, .value_column = 15};

	return batch_option_read("a.sql", &d, &arena, ret, err);
}

static struct script_batch option(const char *value)
{
	struct script_batch batch = {0};
	struct pawl_error err = {0};

	if (read_option(value, &batch, &err) != 0)
		fail_msg("%s: %s", value, err.message);
	return batch;
}

static void refused(const char *value, unsigned long column, const char *message,
		    const char *hinted)
{
	struct script_batch batch = {0};
	struct pawl_error err = {0};

	assert_int_equal(read_option(value, &batch, &err), PAWL_E_SYNTAX);
	assert_string_equal(err.message, message);
	assert_int_equal(err.line, 3);
	assert_int_equal(err.column, column);
	assert_non_null(strstr(err.hint, hinted));
}

static void a_directive_is_read(void **state)
{
	struct script_batch b = option("table=users key=id");

	(void)state;
	assert_null(b.schema);
	assert_string_equal(b.table, "users");
	assert_int_equal(b.keys_len, 1);
	assert_int_equal(b.size, 1000);
	assert_int_equal(b.pause_ms + b.target_ms + b.lag_ms, 0);
	b = option("table=app.\"Order \"\"Lines\" key=tenant,\"Line No\" size=5 pause=50ms "
		   "target=2s lag=1min");
	assert_string_equal(b.schema, "app");
	assert_string_equal(b.table, "Order \"Lines");
	assert_int_equal(b.keys_len, 2);
	assert_string_equal(b.keys[0], "tenant");
	assert_string_equal(b.keys[1], "Line No");
	assert_int_equal(b.size, 5);
	assert_int_equal(b.pause_ms, 50);
	assert_int_equal(b.target_ms, 2000);
	assert_int_equal(b.lag_ms, 60000);
}

static void a_wrong_directive_names_its_place(void **state)
{
	(void)state;
	refused("key=id", 9, "directive \"batch\" needs a table", "table=users");
	refused("table=a", 9, "directive \"batch\" needs a key", "key=id");
	refused("table=a key=id siez=5", 30, "unknown option \"siez\" of directive \"batch\"",
		"did you mean \"size\"?");
	refused("table=a key=id size=0", 35, "invalid size \"0\"", "from 1 to");
	refused("table=a key=id size=x", 35, "invalid size \"x\"", "from 1 to");
	refused("table=a key=id pause=5", 36, "invalid duration \"5\"", "ms, s, min or h");
	refused("table=a key=id key=b", 30, "option \"key\" is given twice", "");
	refused("table=a key=id,", 27, "invalid key \"id,\"", "key=tenant,id");
	refused("table=a. key=id", 21, "invalid table name \"a.\"", "table=app.users");
	refused("table=\"a key=id", 21, "invalid table name \"\"a key=id\"", "table=users");
	refused("table key=id", 15, "option \"table\" of directive \"batch\" needs a value",
		"-- pawl:batch");
}

static void fills(const char *dialect, const char *key, const char *sql, const char *expected)
{
	static const char *const lo[] = {"1", "'b'"}, *const hi[] = {"9", "'c'"};
	const struct script_batch b = option(key);
	const struct batch_range range = {.lo = lo, .hi = hi};
	_cleanup_buf_ struct buf text = {0};

	batch_text_fill(dialect_find(dialect), &b, sql, strlen(sql), &range, &text);
	assert_string_equal(text.data, expected);
}

static void ends_are_replaced_in_code_only(void **state)
{
	static const char one[] = "table=t key=id", two[] = "table=t key=a,b";

	(void)state;
	fills("postgres", one, "u WHERE id BETWEEN :lo AND :hi -- :lo\n AND x <> ':hi' /*:lo*/",
	      "u WHERE id BETWEEN 1 AND 9 -- :lo\n AND x <> ':hi' /*:lo*/");
	fills("postgres", one, "x = $$:lo$$ AND y::lo >= :lo AND z = :lower AND id<=:hi",
	      "x = $$:lo$$ AND y::lo >= 1 AND z = :lower AND id<=9");
	fills("mysql", one, "x = \":lo\" AND id >= :lo # :hi\nAND id <= :hi",
	      "x = \":lo\" AND id >= 1 # :hi\nAND id <= 9");
	fills("postgres", two, "(a, b) >= :lo AND (a, b) <= :hi AND a BETWEEN :lo_a AND :hi_a",
	      "(a, b) >= (1, 'b') AND (a, b) <= (9, 'c') AND a BETWEEN 1 AND 9");
	fills("sqlite", two, "b > :lo_b AND :lo_c", "b > 'b' AND :lo_c");
}

/* Both ends belong to a range; to write it half open must not lose its first row. */
static void an_open_lower_end_is_closed(void **state)
{
	static const char one[] = "table=t key=id";

	(void)state;
	fills("postgres", one, "id > :lo AND id <= :hi", "id >= 1 AND id <= 9");
	fills("postgres", one, "id >/* x */:lo AND id <= :hi", "id >=/* x */1 AND id <= 9");
	fills("postgres", one, ":lo < id AND :hi >= id", "1 <= id AND 9 >= id");
	fills("postgres", one, "id >= :lo AND id <> :hi AND j ->> :lo",
	      "id >= 1 AND id <> 9 AND j ->> 1");
}

/* "--" begins a comment. */
static void a_sign_stays_a_sign(void **state)
{
	static const char *const lo[] = {"-5"}, *const hi[] = {"-1"};
	const struct script_batch b = option("table=t key=id");
	const struct batch_range range = {.lo = lo, .hi = hi};
	_cleanup_buf_ struct buf text = {0};
	static const char sql[] = "n = n -:lo AND id>:lo AND id<=:hi";

	(void)state;
	batch_text_fill(dialect_find("postgres"), &b, sql, strlen(sql), &range, &text);
	assert_string_equal(text.data, "n = n -(-5) AND id>=(-5) AND id<=(-1)");
}

/* On all engines; message NULL: it may run. */
static void has_effect(const char *value, const char *sql, const char *message)
{
	static const char *const dialects[] = {"postgres", "sqlite", "mysql"};
	const struct script_batch b = option(value);
	const struct statement st = {.text = sql, .len = strlen(sql), .line = 7, .column = 2};

	for (size_t i = 0; i < sizeof(dialects) / sizeof(*dialects); i++) {
		struct pawl_error err = {0};
		int rc = batch_effect_check(dialect_find(dialects[i]), &b, &st, "a.sql", &err);

		if ((rc == 0) != (message == NULL) ||
		    (message != NULL && strcmp(err.message, message) != 0))
			fail_msg("%s: %s: \"%s\"", dialects[i], sql, err.message);
		assert_int_equal(err.line, rc == 0 ? 0 : 7);
	}
}

static void rows_must_not_move(void **state)
{
	static const char one[] = "table=t key=id", two[] = "table=app.t key=a,b";
	static const char id[] = "a batched statement changes column \"id\" of its key";
	static const char own[] =
		"a batched statement adds rows to table \"t\", whose key it follows";

	(void)state;
	has_effect(one, "UPDATE t SET n = id WHERE id BETWEEN :lo AND :hi", NULL);
	has_effect(one, "UPDATE t SET n = 1, id = id + 1 WHERE id BETWEEN :lo AND :hi", id);
	has_effect(one, "UPDATE T SET ID = 5 WHERE id > :lo AND id <= :hi", id);
	has_effect(one, "UPDATE u SET id = 5 WHERE t_id BETWEEN :lo AND :hi", NULL);
	has_effect(two, "UPDATE app.t SET b = 5 WHERE (a, b) >= :lo AND (a, b) <= :hi",
		   "a batched statement changes column \"b\" of its key");
	has_effect(two, "UPDATE other.t SET b = 5 WHERE (a, b) >= :lo AND (a, b) <= :hi", NULL);
	has_effect(one, "INSERT INTO t SELECT id + 9 FROM t WHERE id BETWEEN :lo AND :hi", own);
	has_effect(one, "INSERT INTO u SELECT id FROM t WHERE id BETWEEN :lo AND :hi", NULL);
	has_effect(one, "DELETE FROM t WHERE id BETWEEN :lo AND :hi", NULL);
}

static int check(const char *sql, struct pawl_error *err)
{
	const struct dialect *d = dialect_find("postgres");
	const struct script_batch b = option("table=t key=id");
	const struct statement st = {.text = sql, .len = strlen(sql), .line = 10, .column = 3};
	struct stmt_class c;

	d->classify(sql, strlen(sql), &arena, &c);
	return batch_text_check(d, &b, &st, &c, "a.sql", err);
}

static void a_statement_is_checked(void **state)
{
	struct pawl_error err = {0};

	(void)state;
	assert_int_equal(check("UPDATE t SET n = 1 WHERE id BETWEEN :lo AND :hi", &err), 0);
	assert_int_equal(
		check("WITH x AS (DELETE FROM t WHERE id >= :lo AND id <= :hi RETURNING *) "
		      "INSERT INTO u SELECT * FROM x",
		      &err),
		0);
	assert_int_equal(check("UPDATE t SET n = 1 WHERE id >= :lo\n AND id < :hi", &err),
			 PAWL_E_SYNTAX);
	assert_int_equal(err.line, 11);
	assert_int_equal(err.column, 9);
	error_reset(&err);
	assert_int_equal(check("UPDATE t SET n = 1 WHERE id >= :lo AND :hi > id", &err),
			 PAWL_E_SYNTAX);
	error_reset(&err);
	assert_int_equal(check("UPDATE t SET n = 1 WHERE id >= :lo AND ':hi' = ':hi'", &err),
			 PAWL_E_SYNTAX);
	assert_string_equal(err.message, "a batched statement has to name :hi");
	assert_int_equal(err.line, 10);
	error_reset(&err);
	assert_int_equal(check("VACUUM t", &err), PAWL_E_SYNTAX);
	assert_int_equal(err.line, 3);
	error_reset(&err);
}

static void a_script_has_the_whole_table(void **state)
{
	static const char sql[] = "DELETE FROM t WHERE id > :lo AND id <= :hi";
	const struct script_batch b = option("table=t key=id");
	_cleanup_buf_ struct buf text = {0};

	(void)state;
	batch_text_whole(dialect_find("postgres"), &b, sql, strlen(sql), &text);
	assert_string_equal(
		text.data,
		"DELETE FROM t WHERE id >= (SELECT * FROM (SELECT \"id\" FROM \"t\" ORDER "
		"BY \"id\" LIMIT 1) AS pawl_lo) AND id <= (SELECT * FROM (SELECT \"id\" FROM "
		"\"t\" ORDER BY \"id\" DESC LIMIT 1) AS pawl_hi)");
}

static void sizes_follow_their_target(void **state)
{
	(void)state;
	assert_int_equal(batch_adapt(1000, 5, 0), 1000);
	assert_int_equal(batch_adapt(1000, 500, 500), 1000);
	assert_int_equal(batch_adapt(1000, 400, 500), 1250);
	assert_int_equal(batch_adapt(1000, 625, 500), 800);
	/* Never more than twice or less than half at once. */
	assert_int_equal(batch_adapt(1000, 0, 500), 2000);
	assert_int_equal(batch_adapt(1000, 60000, 500), 500);
	assert_int_equal(batch_adapt(1, 60000, 500), 1);
	assert_int_equal(batch_adapt(BATCH_LARGEST, 0, 500), BATCH_LARGEST);
}

static void a_position_comes_back(void **state)
{
	static const char *const last[] = {"12", "'it''s 3:x'"};
	const struct script_batch b = option("table=app.t key=a,b"),
				  other = option("table=t key=a,b");
	const struct batch_position p = {.batches = 7, .rows = 70, .size = 10, .last = last};
	struct batch_position got = {0};
	const char *text = batch_position_text(&b, &p, &arena);
	int64_t batches = 0, rows = 0;

	(void)state;
	assert_true(batch_position_read(&b, text, &arena, &got));
	assert_int_equal(got.batches, 7);
	assert_int_equal(got.rows, 70);
	assert_int_equal(got.size, 10);
	assert_string_equal(got.last[0], last[0]);
	assert_string_equal(got.last[1], last[1]);
	assert_true(batch_position_done(text, &batches, &rows));
	assert_int_equal(rows, 70);
	assert_false(batch_position_read(&other, text, &arena, &got));
	assert_false(batch_position_read(&b, "batch 7 70 10 app.t a b\n2:12", &arena, &got));
	assert_false(batch_position_read(&b, "batch 7 70 10 app.t a b\n99:12", &arena, &got));
	assert_false(batch_position_is("index a_note valid"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_directive_is_read),
		cmocka_unit_test(a_wrong_directive_names_its_place),
		cmocka_unit_test(ends_are_replaced_in_code_only),
		cmocka_unit_test(an_open_lower_end_is_closed),
		cmocka_unit_test(a_sign_stays_a_sign),
		cmocka_unit_test(rows_must_not_move),
		cmocka_unit_test(a_statement_is_checked),
		cmocka_unit_test(a_script_has_the_whole_table),
		cmocka_unit_test(sizes_follow_their_target),
		cmocka_unit_test(a_position_comes_back),
	};
	int failed = cmocka_run_group_tests(tests, NULL, NULL);

	arena_done(&arena);
	return failed;
}
