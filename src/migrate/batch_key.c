/* SPDX-License-Identifier: Apache-2.0 */
#include "migrate/batch_key.h"

#include "base/text.h"
#include "base/vec.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define POSITION "batch "

static bool same_name(const struct schema *s, const char *a, const char *b)
{
	return s->nocase ? strcasecmp(a, b) == 0 : strcmp(a, b) == 0;
}

/* Where unqualified names resolve now: the file may have said SET search_path, or USE. */
static int find_here(struct work *w, struct arena *a, const char **ret, struct pawl_error *err)
{
	struct db_rows rows;
	int rc;

	*ret = NULL;
	if (w->dialect->current_schema == NULL)
		return 0;
	rc = db_query(w->db, w->dialect->current_schema, NULL, 0, a, &rows, err);
	if (rc == 0 && rows.rows == 1)
		*ret = rows.cells[0];
	return rc;
}

static bool in_schema(const struct schema *s, const struct object *o, const char *wanted)
{
	const char *usual = s->default_schema == NULL ? "" : s->default_schema;

	return strcmp(o->schema == NULL ? usual : o->schema, wanted == NULL ? usual : wanted) == 0;
}

static int refuse(const struct script_batch *batch, const char *name, struct pawl_error *err)
{
	at(err, name, batch->line, batch->column);
	return PAWL_E_SYNTAX;
}

static int find_table(const struct schema *s, const char *here, const struct script_batch *batch,
		      const char *name, struct arena *a, const struct object **ret,
		      struct pawl_error *err)
{
	const char *wanted = batch->schema != NULL ? batch->schema : here, *nearest;
	VEC(const char *) names = {0};

	for (size_t i = 0; i < s->len; i++) {
		const struct object *o = s->objects[i];

		if (o->kind != OBJECT_TABLE || !in_schema(s, o, wanted))
			continue;
		*ret = o;
		if (same_name(s, o->name, batch->table))
			return 0;
		*vec_push(&names, a) = o->name;
	}
	fail(err, PAWL_E_SYNTAX, "table \"%s%s%s\" of directive \"batch\" does not exist",
	     batch->schema == NULL ? "" : batch->schema, batch->schema == NULL ? "" : ".",
	     batch->table);
	nearest = text_nearest(batch->table, names.v, names.len);
	if (nearest != NULL)
		hint(err, "did you mean \"%s\"?", nearest);
	else if (names.len == 0 && wanted != NULL)
		hint(err, "no table of \"%s\" can be seen over this connection", wanted);
	return refuse(batch, name, err);
}

static const struct object *find_column(const struct schema *s, const struct object *table,
					const char *name)
{
	for (size_t i = 0; i < table->children_len; i++)
		if (table->children[i]->kind == OBJECT_COLUMN &&
		    same_name(s, table->children[i]->name, name))
			return table->children[i];
	return NULL;
}

/* Does the object keep two rows with the same values of just these columns apart? */
static bool is_unique_on(const struct schema *s, const struct object *o,
			 const struct script_batch *batch)
{
	bool unique = o->kind == OBJECT_PRIMARY_KEY || o->kind == OBJECT_UNIQUE ||
		      (o->kind == OBJECT_INDEX && object_has(o, ATTR_UNIQUE) &&
		       !object_has(o, ATTR_WHERE) && !object_has(o, ATTR_NOT_VALID));

	if (!unique || o->columns_len != batch->keys_len)
		return false;
	for (size_t i = 0; i < o->columns_len; i++)
		if (!same_name(s, o->columns[i], batch->keys[i]))
			return false;
	return true;
}

static bool has_unique_key(const struct schema *s, const struct object *table,
			   const struct script_batch *batch)
{
	for (size_t i = 0; i < table->children_len; i++)
		if (is_unique_on(s, table->children[i], batch))
			return true;
	return false;
}

static int refuse_key(const struct script_batch *batch, const struct object *table,
		      const char *name, struct pawl_error *err)
{
	_cleanup_buf_ struct buf b = {0};

	for (size_t i = 0; i < batch->keys_len; i++)
		buf_printf(&b, "%s%s", i == 0 ? "" : ", ", batch->keys[i]);
	fail(err, PAWL_E_SYNTAX, "table \"%s\" has no unique key on (%s)", table->name, b.data);
	hint(err, "name the columns of its primary key, or of a unique index without a "
		  "condition, in their order");
	return refuse(batch, name, err);
}

/* The key's columns, one by one; *ret_nullable if a row may lack one. */
static int read_columns(const struct schema *s, const struct object *table, const struct dialect *d,
			const char *name, struct arena *a, struct batch_key *key,
			bool *ret_nullable, struct pawl_error *err)
{
	const struct script_batch *batch = key->batch;
	const char **values = arena_array(a, const char *, batch->keys_len);

	*ret_nullable = false;
	for (size_t i = 0; i < batch->keys_len; i++) {
		const struct object *column = find_column(s, table, batch->keys[i]);
		_cleanup_buf_ struct buf quoted = {0}, value = {0};
		const char *type;

		if (column == NULL) {
			fail(err, PAWL_E_SYNTAX, "table \"%s\" has no column \"%s\"", table->name,
			     batch->keys[i]);
			return refuse(batch, name, err);
		}
		type = object_get(column, ATTR_TYPE);
		*ret_nullable |= !object_has(column, ATTR_NOT_NULL);
		dialect_name(d, &quoted, NULL, batch->keys[i]);
		d->value(&value, quoted.data, type);
		values[i] = buf_dup(&value, a);
	}
	key->values = values;
	return 0;
}

static int check_order(const struct object *table, const struct dialect *d,
		       const struct script_batch *batch, const char *name, struct pawl_error *err)
{
	for (size_t i = 0; d->orders_as_literal != NULL && i < table->children_len; i++) {
		const struct object *column = table->children[i];
		const char *type = object_get(column, ATTR_TYPE);
		bool in_key = false;

		for (size_t k = 0; column->kind == OBJECT_COLUMN && k < batch->keys_len; k++)
			in_key |= strcmp(column->name, batch->keys[k]) == 0;
		if (!in_key || d->orders_as_literal(type))
			continue;
		fail(err, PAWL_E_SYNTAX, "column \"%s\" of type %s cannot be in the key of ranges",
		     column->name, type);
		hint(err, "its values do not compare with literals as with each other: take a key "
			  "of numbers, text or bytes");
		return refuse(batch, name, err);
	}
	return 0;
}

/* Rows without a key would be passed over in silence. */
static int refuse_nulls(struct work *w, const struct script_batch *batch, const char *name,
			struct arena *a, struct pawl_error *err)
{
	_cleanup_buf_ struct buf b = {0};
	struct db_rows rows;
	int rc;

	buf_adds(&b, "SELECT 1 FROM ");
	batch_text_table(w->dialect, batch, &b);
	for (size_t i = 0; i < batch->keys_len; i++) {
		buf_adds(&b, i == 0 ? " WHERE " : " OR ");
		dialect_name(w->dialect, &b, NULL, batch->keys[i]);
		buf_adds(&b, " IS NULL");
	}
	buf_adds(&b, " LIMIT 1");
	rc = db_query(w->db, b.data, NULL, 0, a, &rows, err);
	if (rc != 0 || rows.rows == 0)
		return rc;
	fail(err, PAWL_E_SYNTAX, "table \"%s\" has rows whose key is NULL", batch->table);
	hint(err, "ranges would pass over them: take another key");
	return refuse(batch, name, err);
}

static int check_engine(const struct object *table, const struct script_batch *batch,
			const char *name, struct pawl_error *err)
{
	const char *engine = object_get(table, ATTR_ENGINE);

	if (engine == NULL || strcasecmp(engine, "InnoDB") == 0)
		return 0;
	fail(err, PAWL_E_SYNTAX, "table \"%s\" is kept by %s, which may not roll back", table->name,
	     engine);
	hint(err, "a range and its position have to be committed together: convert the table to "
		  "InnoDB, or run the statement as a whole");
	return refuse(batch, name, err);
}

int batch_key_find(struct work *w, const struct script_batch *batch, const char *name,
		   struct arena *a, struct batch_key *ret, struct pawl_error *err)
{
	_cleanup_arena_ struct arena scratch = {0};
	struct batch_key key = {.batch = batch};
	const struct object *table = NULL;
	bool nullable = false;
	const char *here;
	struct schema s;
	int rc = find_here(w, &scratch, &here, err);

	if (rc == 0)
		rc = db_inspect(w->db, &(struct inspect_options){0}, &scratch, &s, err);
	if (rc == PAWL_E_SQL)
		at(err, name, batch->line, batch->column);
	if (rc == 0)
		rc = find_table(&s, here, batch, name, &scratch, &table, err);
	if (rc == 0)
		rc = check_engine(table, batch, name, err);
	if (rc == 0)
		rc = read_columns(&s, table, w->dialect, name, a, &key, &nullable, err);
	if (rc == 0 && !has_unique_key(&s, table, batch))
		rc = refuse_key(batch, table, name, err);
	if (rc == 0)
		rc = check_order(table, w->dialect, batch, name, err);
	if (rc == 0 && nullable)
		rc = refuse_nulls(w, batch, name, &scratch, err);
	if (rc == 0)
		*ret = key;
	return rc;
}

/*
 * The rows behind a key. Written out, column by column, where the engine does
 * not look up a row value in an index.
 */
static void put_behind(const struct dialect *d, const struct script_batch *batch,
		       const char *const *last, struct buf *b)
{
	size_t n = batch->keys_len;

	if (last == NULL)
		return;
	buf_adds(b, " WHERE ");
	if (n == 1 || d->row_ranges) {
		buf_adds(b, n == 1 ? "" : "(");
		batch_text_columns(d, batch, "", b);
		buf_adds(b, n == 1 ? " > " : ") > (");
		for (size_t i = 0; i < n; i++)
			buf_printf(b, "%s%s", i == 0 ? "" : ", ", last[i]);
		buf_adds(b, n == 1 ? "" : ")");
		return;
	}
	for (size_t i = 0; i < n; i++) {
		buf_adds(b, i == 0 ? "(" : " OR (");
		for (size_t k = 0; k <= i; k++) {
			buf_adds(b, k == 0 ? "" : " AND ");
			dialect_name(d, b, NULL, batch->keys[k]);
			buf_printf(b, " %c %s", k == i ? '>' : '=', last[k]);
		}
		buf_addc(b, ')');
	}
}

static void put_literals(const struct batch_key *key, int end, struct buf *b)
{
	buf_printf(b, "SELECT %d AS pawl_end", end);
	for (size_t i = 0; i < key->batch->keys_len; i++)
		buf_printf(b, ", %s", key->values[i]);
	buf_adds(b, " FROM (");
}

static void put_select(const struct dialect *d, const struct batch_key *key, struct buf *b)
{
	buf_adds(b, "SELECT ");
	batch_text_columns(d, key->batch, "", b);
	buf_adds(b, " FROM ");
}

/* Rows in order, limit of them from one end of those behind last. */
static void put_rows(const struct dialect *d, const struct batch_key *key, const char *const *last,
		     const char *order, int64_t limit, struct buf *b)
{
	put_select(d, key, b);
	batch_text_table(d, key->batch, b);
	put_behind(d, key->batch, last, b);
	buf_adds(b, " ORDER BY ");
	batch_text_columns(d, key->batch, order, b);
	buf_printf(b, " LIMIT %" PRId64, limit);
}

/* Two rows, 0 and 1: the ends. */
static int ask_ends(struct work *w, const struct batch_key *key, const char *sql, struct arena *a,
		    struct batch_range *ret, bool *ret_found, struct pawl_error *err)
{
	struct db_rows rows;
	int rc = db_query(w->db, sql, NULL, 0, a, &rows, err);

	if (rc != 0)
		return rc;
	*ret_found = rows.rows == 2 && rows.cols == key->batch->keys_len + 1;
	for (size_t i = 0; *ret_found && i < 2; i++) {
		const char *const *row = rows.cells + i * rows.cols;

		*(row[0][0] == '0' ? &ret->lo : &ret->hi) = row + 1;
	}
	return 0;
}

int batch_key_range(struct work *w, const struct batch_key *key, const char *const *last,
		    int64_t size, struct arena *a, struct batch_range *ret, bool *ret_found,
		    struct pawl_error *err)
{
	const struct dialect *d = w->dialect;
	_cleanup_buf_ struct buf b = {0};

	put_literals(key, 0, &b);
	put_rows(d, key, last, "", 1, &b);
	buf_adds(&b, ") AS pawl_lo UNION ALL ");
	put_literals(key, 1, &b);
	put_select(d, key, &b);
	buf_addc(&b, '(');
	put_rows(d, key, last, "", size, &b);
	buf_adds(&b, ") AS pawl_range ORDER BY ");
	batch_text_columns(d, key->batch, " DESC", &b);
	buf_adds(&b, " LIMIT 1) AS pawl_hi");
	return ask_ends(w, key, b.data, a, ret, ret_found, err);
}

int batch_key_ends(struct work *w, const struct batch_key *key, struct arena *a,
		   struct batch_range *ret, bool *ret_found, struct pawl_error *err)
{
	_cleanup_buf_ struct buf b = {0};

	put_literals(key, 0, &b);
	put_rows(w->dialect, key, NULL, "", 1, &b);
	buf_adds(&b, ") AS pawl_lo UNION ALL ");
	put_literals(key, 1, &b);
	put_rows(w->dialect, key, NULL, " DESC", 1, &b);
	buf_adds(&b, ") AS pawl_hi");
	return ask_ends(w, key, b.data, a, ret, ret_found, err);
}

/* Which key a position is of. */
static void put_key(const struct script_batch *batch, struct buf *b)
{
	buf_printf(b, "%s.%s", batch->schema == NULL ? "" : batch->schema, batch->table);
	for (size_t i = 0; i < batch->keys_len; i++)
		buf_printf(b, " %s", batch->keys[i]);
	buf_addc(b, '\n');
}

const char *batch_position_text(const struct script_batch *batch, const struct batch_position *p,
				struct arena *a)
{
	_cleanup_buf_ struct buf b = {0};

	buf_printf(&b, POSITION "%" PRId64 " %" PRId64 " %" PRId64 " ", p->batches, p->rows,
		   p->size);
	put_key(batch, &b);
	for (size_t i = 0; i < batch->keys_len; i++)
		buf_printf(&b, "%zu:%s", strlen(p->last[i]), p->last[i]);
	return buf_dup(&b, a);
}

bool batch_position_is(const char *text)
{
	return text != NULL && strncmp(text, POSITION, strlen(POSITION)) == 0;
}

bool batch_position_done(const char *text, int64_t *ret_batches, int64_t *ret_rows)
{
	return batch_position_is(text) &&
	       sscanf(text, POSITION "%" SCNd64 " %" SCNd64 " ", ret_batches, ret_rows) == 2;
}

bool batch_position_read(const struct script_batch *batch, const char *text, struct arena *a,
			 struct batch_position *ret)
{
	const char **last = arena_array(a, const char *, batch->keys_len);
	_cleanup_buf_ struct buf key = {0};
	struct batch_position p = {.last = last};
	int used = 0;

	if (!batch_position_is(text) ||
	    sscanf(text, POSITION "%" SCNd64 " %" SCNd64 " %" SCNd64 " %n", &p.batches, &p.rows,
		   &p.size, &used) != 3 ||
	    used == 0 || p.size <= 0)
		return false;
	text += used;
	put_key(batch, &key);
	if (strncmp(text, key.data, key.len) != 0)
		return false;
	text += key.len;
	for (size_t i = 0; i < batch->keys_len; i++) {
		char *colon;
		size_t len = strtoul(text, &colon, 10);

		if (*colon != ':' || strlen(colon + 1) < len)
			return false;
		last[i] = arena_strndup(a, colon + 1, len);
		text = colon + 1 + len;
	}
	*ret = p;
	return true;
}
