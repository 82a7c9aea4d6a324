/* SPDX-License-Identifier: Apache-2.0 */
/* The rows of a scratch database as INSERTs. */
#include "base/vec.h"
#include "migrate/squash.h"

#include <string.h>

static bool is_kept(const struct object *column)
{
	return column->kind == OBJECT_COLUMN && !object_has(column, ATTR_GENERATED);
}

/* Rows of a partition come with the table that is cut into it. */
static bool has_rows_of_its_own(const struct object *o)
{
	return o->kind == OBJECT_TABLE && !object_has(o, ATTR_PARTITION_OF);
}

static void name_columns(const struct dialect *d, const struct object *table, struct buf *b)
{
	const char *between = "";

	for (size_t i = 0; i < table->children_len; i++) {
		if (!is_kept(table->children[i]))
			continue;
		buf_adds(b, between);
		dialect_name(d, b, NULL, table->children[i]->name);
		between = ", ";
	}
}

/* Each row as literals; in the order of the primary key. */
static void select_sql(const struct dialect *d, const struct object *table, struct buf *b)
{
	const char *between = "SELECT ";

	for (size_t i = 0; i < table->children_len; i++) {
		const struct object *column = table->children[i];
		_cleanup_buf_ struct buf name = {0};

		if (!is_kept(column))
			continue;
		dialect_name(d, &name, NULL, column->name);
		buf_adds(b, between);
		d->value(b, name.data, object_get(column, ATTR_TYPE));
		between = ", ";
	}
	buf_adds(b, " FROM ");
	dialect_name(d, b, table->schema, table->name);
	between = " ORDER BY ";
	for (size_t i = 0; i < table->children_len; i++) {
		const struct object *key = table->children[i];

		for (size_t j = 0; key->kind == OBJECT_PRIMARY_KEY && j < key->columns_len; j++) {
			buf_adds(b, between);
			dialect_name(d, b, NULL, key->columns[j]);
			between = ", ";
		}
	}
}

static bool has_identity(const struct object *table)
{
	for (size_t i = 0; i < table->children_len; i++)
		if (table->children[i]->kind == OBJECT_COLUMN &&
		    object_has(table->children[i], ATTR_IDENTITY))
			return true;
	return false;
}

/* One statement a table: rows may refer to each other. */
static void write_insert(const struct dialect *d, const struct object *table,
			 const struct db_rows *rows, struct buf *b)
{
	_cleanup_buf_ struct buf sql = {0};
	struct statement st = {0};

	buf_adds(&sql, "INSERT INTO ");
	dialect_name(d, &sql, table->schema, table->name);
	buf_adds(&sql, " (");
	name_columns(d, table, &sql);
	buf_adds(&sql, has_identity(table) ? ") OVERRIDING SYSTEM VALUE VALUES" : ") VALUES");
	for (size_t i = 0; i < rows->rows; i++) {
		buf_adds(&sql, i == 0 ? "\n    (" : ",\n    (");
		for (size_t j = 0; j < rows->cols; j++) {
			const char *cell = rows->cells[i * rows->cols + j];

			buf_printf(&sql, "%s%s", j == 0 ? "" : ", ", cell != NULL ? cell : "NULL");
		}
		buf_addc(&sql, ')');
	}
	st.text = sql.data;
	st.len = sql.len;
	buf_addc(b, '\n');
	d->script(b, &st);
}

static int write_table(struct trial *t, const struct object *table, struct buf *b,
		       struct pawl_error *err)
{
	const struct dialect *d = t->work.dialect;
	_cleanup_arena_ struct arena scratch = {0};
	_cleanup_buf_ struct buf sql = {0};
	struct db_rows rows;
	int rc;

	select_sql(d, table, &sql);
	rc = db_query(t->work.db, sql.data, NULL, 0, &scratch, &rows, err);
	if (rc == 0 && rows.rows != 0)
		write_insert(d, table, &rows, b);
	return rc;
}

/* What numbers the next rows get. */
static int write_tail(struct trial *t, struct buf *b, struct pawl_error *err)
{
	const struct dialect *d = t->work.dialect;
	_cleanup_arena_ struct arena scratch = {0};
	struct db_rows rows = {0};
	int rc = d->data_tail == NULL
			 ? 0
			 : db_query(t->work.db, d->data_tail, NULL, 0, &scratch, &rows, err);

	for (size_t i = 0; rc == 0 && i < rows.rows; i++) {
		const struct statement st = {.text = rows.cells[i], .len = strlen(rows.cells[i])};

		if (i == 0)
			buf_addc(b, '\n');
		d->script(b, &st);
	}
	return rc;
}

int squash_data(struct trial *t, const struct schema *schema, struct arena *a, struct buf *b,
		struct pawl_error *err)
{
	const struct object *const *tables;
	size_t len;
	int rc = 0;

	delta_tables(t->work.dialect, schema, a, &tables, &len);
	for (size_t i = 0; rc == 0 && i < len; i++)
		if (has_rows_of_its_own(tables[i]))
			rc = write_table(t, tables[i], b, err);
	return rc != 0 ? rc : write_tail(t, b, err);
}

int squash_has_rows(struct trial *t, const struct schema *schema, bool *ret, struct pawl_error *err)
{
	_cleanup_arena_ struct arena a = {0};
	const struct object *const *tables;
	size_t len;
	int rc = 0;

	*ret = false;
	delta_tables(t->work.dialect, schema, &a, &tables, &len);
	for (size_t i = 0; rc == 0 && !*ret && i < len; i++) {
		_cleanup_buf_ struct buf sql = {0};
		struct db_rows rows = {0};

		if (!has_rows_of_its_own(tables[i]))
			continue;
		buf_adds(&sql, "SELECT 1 FROM ");
		dialect_name(t->work.dialect, &sql, tables[i]->schema, tables[i]->name);
		buf_adds(&sql, " LIMIT 1");
		rc = db_query(t->work.db, sql.data, NULL, 0, &a, &rows, err);
		*ret = rc == 0 && rows.rows != 0;
	}
	return rc;
}
