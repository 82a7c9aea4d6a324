/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rows_golden FOLDER: the same cases as diff_golden's, for their rows. SQLite
 * rebuilds tables, so this is where rows could get lost.
 *
 * Whatever stands in a table before a change and in a column that is the same
 * after it must stand there after the change: rows, rowids, the numbers that
 * AUTOINCREMENT gave. Each change is carried out in a transaction as pawl does
 * it, and statement by statement on a connection with foreign keys on, as
 * another client would.
 */
#include "golden.h"

#include "base/file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DATABASE, AFTER };

static bool is_same(const struct object *old, const struct object *new)
{
	static const enum attribute kept[] = {ATTR_TYPE, ATTR_NOT_NULL, ATTR_GENERATED,
					      ATTR_GENERATION, ATTR_COLLATION};

	for (size_t i = 0; i < sizeof(kept) / sizeof(*kept); i++) {
		const char *one = object_get(old, kept[i]), *other = object_get(new, kept[i]);

		if (one != other && (one == NULL || other == NULL || strcmp(one, other) != 0))
			return false;
	}
	return true;
}

/* Neither rowid is the value of a column, which may be another one after the change. */
static bool keeps_rowid(const struct object *old, const struct object *new)
{
	const struct object *both[] = {old, new};

	for (size_t i = 0; i < 2; i++) {
		if (object_has(both[i], ATTR_WITHOUT_ROWID))
			return false;
		for (size_t k = 0; k < both[i]->children_len; k++)
			if (both[i]->children[k]->kind == OBJECT_PRIMARY_KEY)
				return false;
	}
	return true;
}

/* A query for the rows of a table as far as they must not change, in an order of their own. */
static const char *rows_of(const struct object *old, const struct object *new, struct arena *a)
{
	_cleanup_buf_ struct buf b = {0};

	buf_adds(&b, "SELECT count(*) OVER ()");
	if (keeps_rowid(old, new))
		buf_adds(&b, " || ' ' || quote(_rowid_)");
	for (size_t i = 0; i < old->children_len; i++) {
		const struct object *column = old->children[i];

		for (size_t k = 0; column->kind == OBJECT_COLUMN && k < new->children_len; k++) {
			if (strcmp(new->children[k]->key, column->key) != 0 ||
			    !is_same(column, new->children[k]))
				continue;
			buf_adds(&b, " || ' ' || quote(");
			ident_quote(&b, '"', column->name);
			buf_adds(&b, ")");
		}
	}
	buf_adds(&b, " FROM ");
	ident_quote(&b, '"', old->name);
	buf_adds(&b, " ORDER BY 1");
	return buf_dup(&b, a);
}

static bool autoincrements(const struct object *table)
{
	for (size_t i = 0; i < table->children_len; i++)
		if (object_has(table->children[i], ATTR_AUTO_INCREMENT))
			return true;
	return false;
}

static int ask(struct golden_bench *b, const char *sql, struct arena *a, struct buf *ret,
	       struct pawl_error *err)
{
	struct db_rows rows;
	int rc = db_query(b->db[DATABASE], sql, NULL, 0, a, &rows, err);

	for (size_t i = 0; rc == 0 && i < rows.rows; i++)
		buf_printf(ret, "%s\n", rows.cells[i] != NULL ? rows.cells[i] : "NULL");
	return rc;
}

/* What must be the same before and after. */
static int take_stock(struct golden_bench *b, const struct schema *from, const struct schema *to,
		      struct arena *a, struct buf *ret, struct pawl_error *err)
{
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < from->len; i++) {
		const struct object *old = from->objects[i], *new = schema_same(to, old);

		if (old->kind != OBJECT_TABLE || new == NULL)
			continue;
		buf_printf(ret, "%s:\n", old->name);
		rc = ask(b, rows_of(old, new, a), a, ret, err);
		if (rc == 0 && autoincrements(old) && autoincrements(new))
			rc = ask(b,
				 arena_printf(a,
					      "SELECT seq FROM sqlite_sequence WHERE name = '%s' "
					      "COLLATE NOCASE",
					      old->name),
				 a, ret, err);
	}
	if (rc == 0)
		rc = ask(b, "SELECT count(*) FROM pragma_foreign_key_check", a, ret, err);
	return rc;
}

static int apply_apart(struct golden_bench *b, const struct sql_list *sql, struct pawl_error *err)
{
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < sql->len; i++)
		rc = db_execs(b->db[DATABASE], sql->v[i].sql, err);
	return rc;
}

static int prepare(struct golden_bench *b, const struct golden_case *c, struct arena *a,
		   struct schema *from, struct schema *to, struct pawl_error *err)
{
	int rc = golden_fresh(b, DATABASE, true, err);

	if (rc == 0)
		rc = golden_load(b, DATABASE, c->before, err);
	if (rc == 0)
		rc = golden_inspect(b, DATABASE, a, from, err);
	if (rc == 0)
		rc = golden_fresh(b, AFTER, true, err);
	if (rc == 0)
		rc = golden_load(b, AFTER, c->after, err);
	return rc == 0 ? golden_inspect(b, AFTER, a, to, err) : rc;
}

static void find_way(const struct golden_bench *b, const struct schema *from,
		     const struct schema *to, struct arena *a, struct sql_list *ret)
{
	const struct model_rules *rules = b->dialect->model;
	struct diff_options options = {.version = from->version};
	struct changes changes;
	const char *head;

	diff_schemas(rules, &options, from, to, a, &changes);
	head = rules->head != NULL ? rules->head(&changes, a) : NULL;
	if (head != NULL)
		vec_push(ret, a)->sql = head;
	for (size_t i = 0; i < changes.len; i++)
		rules->emit(&options, changes.v[i], a, ret);
}

static int check(struct golden_bench *b, const char *dir, bool apart, struct arena *a,
		 struct pawl_error *err)
{
	_cleanup_buf_ struct buf before = {0}, after = {0};
	struct sql_list sql = {0};
	struct golden_case c;
	struct schema from, to;
	int rc = golden_case_read(dir, a, &c, err);

	if (rc == 0)
		rc = prepare(b, &c, a, &from, &to, err);
	if (rc != 0 || c.refused != NULL)
		return rc;
	rc = take_stock(b, &from, &to, a, &before, err);
	find_way(b, &from, &to, a, &sql);
	if (rc == 0)
		rc = apart ? apply_apart(b, &sql, err) : golden_apply(b, DATABASE, &sql, err);
	if (rc == 0)
		rc = take_stock(b, &from, &to, a, &after, err);
	if (rc != 0 || strcmp(buf_str(&before), buf_str(&after)) == 0)
		return rc;
	printf("--- before\n%s--- after\n%s", buf_str(&before), buf_str(&after));
	return error_fail(err, PAWL_E_SQL, __FILE__, __LINE__, "rows have changed");
}

int main(int argc, char **argv)
{
	const char *url = getenv("PAWL_TEST_URL");
	struct golden_bench bench = {0};
	struct file_list cases = {0};
	struct pawl_error err = {0};
	int failed = 0, checked = 0;

	if (argc != 2 || url == NULL)
		return argc != 2 ? 2 : 77;
	bench.setup = bench.clean = "";
	if (golden_bench_open(&bench, url, &err) != 0 ||
	    file_list(argv[1], &bench.arena, &cases, &err) != 0) {
		printf("%s\n", err.message);
		return 1;
	}
	for (size_t i = 0; i < 2 * cases.len; i++) {
		const struct file_entry *entry = &cases.v[i / 2];
		struct arena a = {0};

		error_reset(&err);
		if (!entry->is_dir)
			continue;
		checked++;
		if (check(&bench, file_join(&a, argv[1], entry->name), i % 2 == 1, &a, &err) != 0) {
			printf("not ok %s%s: %s %s\n", entry->name,
			       i % 2 == 1 ? " (statement by statement)" : "", err.message,
			       err.context);
			failed++;
		}
		arena_done(&a);
	}
	golden_bench_close(&bench);
	printf("%d checked, %d failed\n", checked, failed);
	return failed != 0 || checked == 0;
}
