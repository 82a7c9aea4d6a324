/* SPDX-License-Identifier: Apache-2.0 */
/* Keys, indexes, checks and foreign keys, put together of one row a column. */
#include "driver/mysqld/inspect.h"

#include "base/cleanup.h"
#include "base/text.h"

#include <string.h>

enum index_cell {
	I_TABLE,
	I_NAME,
	I_SEQUENCE,
	I_UNIQUE,
	I_COLUMN,
	I_DESCENDING,
	I_PREFIX,
	I_TYPE,
	I_COMMENT,
	I_IGNORED,
	I_EXPRESSION,
};

static void add_part(struct buf *key, const char *const *cell)
{
	if (key->len > 0)
		buf_adds(key, ", ");
	if (cell[I_EXPRESSION] != NULL)
		buf_printf(key, "(%s)", cell[I_EXPRESSION]);
	else
		text_name(key, cell[I_COLUMN]);
	/* A spatial index has a length of the server's own. */
	if (cell[I_PREFIX] != NULL && strcmp(cell[I_TYPE], "SPATIAL") != 0)
		buf_printf(key, "(%s)", cell[I_PREFIX]);
	if (cell[I_DESCENDING] != NULL)
		buf_adds(key, " DESC");
}

/* What one need not say: BTREE, and HASH where it is the only way (MEMORY, unique long texts). */
static const char *method_of(const struct table_info *info, const char *type)
{
	bool memory = info->engine != NULL && strcmp(info->engine, "MEMORY") == 0;

	if (strcmp(type, "HASH") == 0)
		return NULL;
	return strcmp(type, "BTREE") == 0 && !memory ? NULL : type;
}

static void add_index(struct reader *r, struct table_info *info, const char *const *rows,
		      size_t cols, size_t n)
{
	_cleanup_buf_ struct buf key = {0};
	bool primary = strcmp(rows[I_NAME], "PRIMARY") == 0;
	const char **columns = arena_array(r->a, const char *, n);
	struct object *o = schema_add(&r->b, primary ? OBJECT_PRIMARY_KEY : OBJECT_INDEX,
				      info->object, NULL, rows[I_NAME], NULL);

	for (size_t i = 0; i < n; i++) {
		const char *column = rows[i * cols + I_COLUMN];

		columns[i] = column != NULL ? column : "";
		add_part(&key, &rows[i * cols]);
	}
	o->columns = columns;
	o->columns_len = n;
	schema_set(&r->b, o, ATTR_KEY, buf_dup(&key, r->a));
	schema_set(&r->b, o, ATTR_METHOD, method_of(info, rows[I_TYPE]));
	schema_set(&r->b, o, ATTR_COMMENT, rows[I_COMMENT]);
	schema_set(&r->b, o, ATTR_INVISIBLE, rows[I_IGNORED]);
	if (!primary)
		schema_set(&r->b, o, ATTR_UNIQUE, rows[I_UNIQUE]);
	if (strcmp(rows[I_TYPE], "FULLTEXT") == 0)
		info->show = true;
}

/* How many rows from here on are of the same object, by the first `names` cells. */
static size_t same_rows(const struct db_rows *rows, size_t at, size_t names)
{
	size_t n = 1;

	for (; at + n < rows->rows; n++)
		for (size_t i = 0; i < names; i++)
			if (strcmp(mysqld_cell(rows, at, i), mysqld_cell(rows, at + n, i)) != 0)
				return n;
	return n;
}

int read_indexes(struct reader *r)
{
	_cleanup_buf_ struct buf sql = {0};
	struct db_rows rows;
	int rc;

	buf_printf(&sql,
		   "SELECT TABLE_NAME, INDEX_NAME, SEQ_IN_INDEX, IF(NON_UNIQUE=0,'yes',NULL), "
		   "COLUMN_NAME, IF(COLLATION='D','yes',NULL), SUB_PART, INDEX_TYPE, "
		   "NULLIF(INDEX_COMMENT,''), %s, %s FROM information_schema.STATISTICS WHERE "
		   "TABLE_SCHEMA=%%s%s",
		   r->facts->ignored, r->facts->expression, r->facts->order);
	rc = reader_query(r, &rows, sql.data);
	if (rc != 0)
		return rc;
	for (size_t i = 0, n; i < rows.rows; i += n) {
		struct table_info *info = map_get(&r->by_name, mysqld_cell(&rows, i, I_TABLE));

		n = same_rows(&rows, i, 2);
		if (info != NULL && !info->sequence)
			add_index(r, info, &rows.cells[i * rows.cols], rows.cols, n);
	}
	return 0;
}

/* "`a` < `b`": a period has such a check, under the period's name. */
static bool may_be_period(const char *clause)
{
	const char *middle = strstr(clause, "` < `");

	return *clause == '`' && middle != NULL && strchr(clause + 1, '`') == middle &&
	       strchr(middle + 5, '`') != NULL && strchr(middle + 5, '`')[1] == '\0';
}

static void set_json(struct object *column)
{
	for (size_t i = 0; i < column->attributes_len; i++) {
		struct attribute_value *v = (struct attribute_value *)column->attributes;

		if (v[i].name == ATTR_TYPE)
			v[i].value = "json";
		if (v[i].name != ATTR_COLLATION)
			continue;
		memmove(&v[i], &v[i + 1], (column->attributes_len - i - 1) * sizeof(*v));
		column->attributes_len--;
		i--;
	}
}

static bool is_json(const struct table_info *info, const struct object *column, const char *clause)
{
	_cleanup_buf_ struct buf b = {0};
	const char *collation = object_get(column, ATTR_COLLATION);
	const char *type = object_get(column, ATTR_TYPE);

	if (collation == NULL)
		collation = info->collation;
	buf_adds(&b, "json_valid(");
	text_name(&b, column->name);
	buf_addc(&b, ')');
	return strcmp(b.data, clause) == 0 && type != NULL && strcmp(type, "longtext") == 0 &&
	       collation != NULL && strcmp(collation, "utf8mb4_bin") == 0;
}

static void add_check(struct reader *r, const struct db_rows *rows, size_t i)
{
	const char *table = mysqld_cell(rows, i, 0), *name = mysqld_cell(rows, i, 1);
	const char *clause = mysqld_cell(rows, i, 3);
	struct table_info *info = table == NULL ? NULL : map_get(&r->by_name, table);
	struct object *o;

	if (info == NULL || clause == NULL)
		return;
	if (strcmp(mysqld_cell(rows, i, 2), "Column") == 0) {
		o = schema_lookup(&r->b, OBJECT_COLUMN, info->object, NULL, name, NULL);
		if (o != NULL && is_json(info, o, clause))
			set_json(o);
		else if (o != NULL)
			schema_set(&r->b, o, ATTR_EXPRESSION, text_local(r, clause));
		return;
	}
	if (may_be_period(clause)) {
		info->show = true;
		*vec_push(&info->checks, r->a) = (struct late_check){name, clause};
		return;
	}
	o = schema_add(&r->b, OBJECT_CHECK, info->object, NULL, name, NULL);
	schema_set(&r->b, o, ATTR_EXPRESSION, text_local(r, clause));
}

int read_checks(struct reader *r)
{
	_cleanup_buf_ struct buf sql = {0};
	struct db_rows rows;
	int rc;

	if (r->facts->check_table == NULL)
		return 0;
	buf_printf(&sql,
		   "SELECT %s, CONSTRAINT_NAME, %s, CHECK_CLAUSE FROM "
		   "information_schema.CHECK_CONSTRAINTS c WHERE CONSTRAINT_SCHEMA=%%s",
		   r->facts->check_table, r->facts->check_level);
	rc = reader_query(r, &rows, sql.data);
	if (rc != 0)
		return rc;
	for (size_t i = 0; i < rows.rows; i++)
		add_check(r, &rows, i);
	return 0;
}

enum foreign_cell { F_TABLE, F_NAME, F_COLUMN, F_SCHEMA, F_REFERENCED, F_REFERENCED_COLUMN };

static bool covers(const struct object *key, const char *const *columns, size_t n)
{
	if (key->columns_len < n || object_has(key, ATTR_METHOD))
		return false;
	for (size_t i = 0; i < n; i++)
		if (!text_equal_nocase(key->columns[i], columns[i]))
			return false;
	return true;
}

/*
 * The columns and the key behind each end; an index may be any that begins with the
 * columns, so all of those are named.
 */
static void need_end(struct reader *r, const struct object *o, const struct object *table,
		     const char *const *columns, struct map *keys)
{
	const struct object *const *list = map_get(keys, table->key);

	for (size_t i = 0; i < o->columns_len; i++) {
		const struct object *column =
			schema_lookup(&r->b, OBJECT_COLUMN, table, NULL, columns[i], NULL);

		if (column != NULL)
			schema_need(&r->b, o, column);
	}
	for (; list != NULL && *list != NULL; list++)
		if (covers(*list, columns, o->columns_len))
			schema_need(&r->b, o, *list);
}

static void add_foreign(struct reader *r, struct object *table, const char *const *rows,
			size_t cols, size_t n, struct map *keys)
{
	_cleanup_buf_ struct buf key = {0}, other = {0};
	const char **columns = arena_array(r->a, const char *, n);
	const char **referenced = arena_array(r->a, const char *, n);
	struct object *o = schema_add(&r->b, OBJECT_FOREIGN_KEY, table, NULL, rows[F_NAME], NULL);
	struct object *target = NULL;

	buf_adds(&other, "REFERENCES ");
	if (strcmp(rows[F_SCHEMA], r->database) == 0) {
		target = schema_lookup(&r->b, OBJECT_TABLE, NULL, NULL, rows[F_REFERENCED], NULL);
	} else {
		text_name(&other, rows[F_SCHEMA]);
		buf_addc(&other, '.');
	}
	text_name(&other, rows[F_REFERENCED]);
	for (size_t i = 0; i < n; i++) {
		columns[i] = rows[i * cols + F_COLUMN];
		referenced[i] = rows[i * cols + F_REFERENCED_COLUMN];
		buf_adds(&key, i == 0 ? "" : ", ");
		text_name(&key, columns[i]);
		buf_adds(&other, i == 0 ? " (" : ", ");
		text_name(&other, referenced[i]);
	}
	buf_addc(&other, ')');
	o->columns = columns;
	o->columns_len = n;
	o->references = target;
	o->reference_columns = referenced;
	schema_set(&r->b, o, ATTR_KEY, buf_dup(&key, r->a));
	schema_set(&r->b, o, ATTR_DEFINITION, buf_dup(&other, r->a));
	need_end(r, o, table, columns, keys);
	if (target == NULL)
		return;
	schema_need(&r->b, o, target);
	need_end(r, o, target, referenced, keys);
}

/* Keys by their table's key: NULL-terminated lists. */
static void list_keys(struct reader *r, struct map *keys)
{
	size_t n = 0;
	const struct object **all = arena_array(r->a, const struct object *, r->b.objects.len * 2);

	for (size_t i = 0; i < r->b.objects.len; i++) {
		const struct object *o = r->b.objects.v[i];

		if (o->kind != OBJECT_PRIMARY_KEY && o->kind != OBJECT_INDEX)
			continue;
		/* They were added table by table. */
		if (n == 0 || all[n - 1]->parent != o->parent) {
			n += n > 0;
			map_put(keys, o->parent->key, &all[n]);
		}
		all[n++] = o;
	}
}

/* An action that is the default goes without saying. */
static const char *action(const char *rule)
{
	return strcmp(rule, "RESTRICT") == 0 || strcmp(rule, "NO ACTION") == 0 ? NULL : rule;
}

static int read_actions(struct reader *r)
{
	struct db_rows rows;
	int rc = reader_query(r, &rows,
			      "SELECT TABLE_NAME, CONSTRAINT_NAME, UPDATE_RULE, DELETE_RULE FROM "
			      "information_schema.REFERENTIAL_CONSTRAINTS WHERE "
			      "CONSTRAINT_SCHEMA=%s");

	if (rc != 0)
		return rc;
	for (size_t i = 0; i < rows.rows; i++) {
		const struct table_info *info = map_get(&r->by_name, mysqld_cell(&rows, i, 0));
		struct object *o = NULL;

		if (info != NULL)
			o = schema_lookup(&r->b, OBJECT_FOREIGN_KEY, info->object, NULL,
					  mysqld_cell(&rows, i, 1), NULL);
		if (o == NULL)
			continue;
		schema_set(&r->b, o, ATTR_ON_UPDATE, action(mysqld_cell(&rows, i, 2)));
		schema_set(&r->b, o, ATTR_ON_DELETE, action(mysqld_cell(&rows, i, 3)));
	}
	return 0;
}

int read_foreign_keys(struct reader *r)
{
	_cleanup_buf_ struct buf sql = {0};
	struct map keys = {.arena = r->a};
	struct db_rows rows;
	int rc;

	buf_printf(&sql,
		   "SELECT TABLE_NAME, CONSTRAINT_NAME, COLUMN_NAME, REFERENCED_TABLE_SCHEMA, "
		   "REFERENCED_TABLE_NAME, REFERENCED_COLUMN_NAME FROM "
		   "information_schema.KEY_COLUMN_USAGE WHERE CONSTRAINT_SCHEMA=%%s AND "
		   "TABLE_SCHEMA=%%s AND REFERENCED_TABLE_NAME IS NOT NULL%s",
		   *r->facts->order != '\0'
			   ? " ORDER BY TABLE_NAME, CONSTRAINT_NAME, ORDINAL_POSITION"
			   : "");
	rc = reader_query(r, &rows, sql.data);
	if (rc != 0)
		return rc;
	list_keys(r, &keys);
	for (size_t i = 0, n; i < rows.rows; i += n) {
		const struct table_info *info =
			map_get(&r->by_name, mysqld_cell(&rows, i, F_TABLE));

		n = same_rows(&rows, i, 2);
		if (info != NULL)
			add_foreign(r, info->object, &rows.cells[i * rows.cols], rows.cols, n,
				    &keys);
	}
	return read_actions(r);
}
