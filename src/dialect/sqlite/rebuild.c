/* SPDX-License-Identifier: Apache-2.0 */
/*
 * "Making Other Kinds Of Table Schema Changes", section 7 of
 * https://sqlite.org/lang_altertable.html: a new table under a spare name, the
 * rows copied, the old table dropped, the new one renamed, its indexes and
 * triggers made again. Transactions, foreign_keys and foreign_key_check are the
 * matter of whoever runs it.
 *
 * legacy_alter_table is on for the RENAME: else SQLite looks at every view and
 * trigger at a moment when the table that they name is not there. Views thus
 * need not be dropped.
 *
 * Values are copied as they are, without CAST: the new column's affinity turns
 * '12' into 12 where that loses nothing, CAST would turn 'abc' into 0. Only a
 * STRICT table needs it between BLOB and the others.
 */
#include "dialect/sqlite/model.h"

#include "dialect/backends.h"

#include "base/text.h"
#include "base/vec.h"
#include "sql/ident.h"

static const char *spare_name(const char *table, struct arena *a)
{
	return arena_printf(a, "pawl_new_%s", table);
}

/* What a new table's column was in the old one; NULL if it was not there. */
static const struct column *old_column(const struct change *c, const struct create_table *old,
				       const char *name)
{
	size_t column;

	for (size_t i = 0; i < c->parts_len; i++) {
		const struct change *part = c->parts[i];

		if (part->old != NULL && part->new != NULL &&
		    part->old->kind == OBJECT_COLUMN &&text_equal_nocase(part->new->name, name))
			name = part->old->name;
	}
	column = lite_column(old, name);
	return column == 0 ? NULL : &old->columns.v[column - 1];
}

static bool is_blob(const struct column *c)
{
	return lite_affinity(c->type) == AFFINITY_BLOB;
}

/* The default of a new table's column, canonical; NULL if it has none. */
static const char *default_of(const struct change *c, const char *column)
{
	for (size_t i = 0; i < c->new->children_len; i++) {
		const struct object *o = c->new->children[i];

		if (o->kind == OBJECT_COLUMN && text_equal_nocase(o->name, column))
			return object_get(o, ATTR_DEFAULT);
	}
	return NULL;
}

/* The value of a column for the new table: what was NULL becomes the default where it must. */
static void add_value(struct buf *b, const struct change *c, const struct column *from,
		      const struct column *to, bool strict)
{
	bool cast = strict && strcmp(to->type, "ANY") != 0 && is_blob(from) != is_blob(to);
	const char *fill = to->not_null && !from->not_null ? default_of(c, to->name) : NULL;

	buf_adds(b, fill != NULL ? "coalesce(" : "");
	buf_adds(b, cast ? "CAST(" : "");
	lite_add_name(b, from->name);
	if (cast)
		buf_printf(b, " AS %s)", to->type);
	if (fill != NULL)
		buf_printf(b, ", %s)", fill);
}

/* The name under which a statement reaches the rowid; NULL: columns hide all of them. */
static const char *rowid_name(const struct create_table *old, const struct create_table *new)
{
	static const char *const names[] = {"rowid", "_rowid_", "oid"};

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (lite_column(old, names[i]) == 0 && lite_column(new, names[i]) == 0)
			return names[i];
	return NULL;
}

static void separate(struct buf *to, struct buf *from)
{
	if (to->len > 0) {
		buf_adds(to, ", ");
		buf_adds(from, ", ");
	}
}

static void copy_rows(const struct change *c, const struct create_table *old,
		      const struct create_table *new, const char *spare, struct arena *a,
		      struct sql_list *ret)
{
	_cleanup_buf_ struct buf b = {0}, to = {0}, from = {0};
	const char *rowid = rowid_name(old, new);

	/* A rowid without a column of its own may still be what a full text index refers to. */
	if (!old->without_rowid && !new->without_rowid &&
	    rowid != NULL &&lite_rowid_alias(new) == 0) {
		buf_adds(&to, rowid);
		buf_adds(&from, rowid);
	}
	for (size_t i = 0; i < new->columns.len; i++) {
		const struct column *column = &new->columns.v[i];
		const struct column *was = old_column(c, old, column->name);

		if (was == NULL || column->generated.to > column->generated.from)
			continue;
		separate(&to, &from);
		lite_add_name(&to, column->name);
		add_value(&from, c, was, column, new->strict);
	}
	if (to.len == 0)
		return;
	buf_adds(&b, "INSERT INTO ");
	lite_add_name(&b, spare);
	buf_printf(&b, " (%s)\nSELECT %s\nFROM ", to.data, from.data);
	lite_add_name(&b, c->new->name);
	lite_add(ret, a, &b);
}

static bool autoincrements(const struct create_table *t)
{
	for (size_t i = 0; i < t->constraints.len; i++)
		if (t->constraints.v[i].autoincrement)
			return true;
	return false;
}

/* Numbers that were given once are not given again, though their rows be gone. */
static void keep_sequence(const char *table, const char *spare, struct arena *a,
			  struct sql_list *ret)
{
	_cleanup_buf_ struct buf b = {0};

	buf_adds(&b, "DELETE FROM sqlite_sequence WHERE name = ");
	ident_literal(&b, spare, false);
	lite_add(ret, a, &b);
	buf_clear(&b);
	buf_adds(&b, "INSERT INTO sqlite_sequence (name, seq)\nSELECT ");
	ident_literal(&b, spare, false);
	buf_adds(&b, ", seq FROM sqlite_sequence WHERE name = ");
	ident_literal(&b, table, false);
	lite_add(ret, a, &b);
}

static bool is_same(const struct object *old, const struct object *new)
{
	for (int i = 0; i < ATTRIBUTES; i++) {
		const char *one = object_get(old, (enum attribute)i);
		const char *other = object_get(new, (enum attribute)i);

		if (attribute_compared((enum attribute)i) != COMPARE_ALWAYS || one == other)
			continue;
		if (one == NULL || other == NULL || strcmp(one, other) != 0)
			return false;
	}
	return true;
}

static const struct object *find(const struct object *const *v, size_t n, const char *key)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(v[i]->key, key) == 0)
			return v[i];
	return NULL;
}

/* Is a view that it names made again, or gone? Then it is dropped and made again itself. */
static bool names_changed_view(const struct object *old, const struct object *new, int depth)
{
	for (size_t i = 0; i < old->needs_len; i++) {
		const struct object *was = old->needs[i], *is;

		if (was->kind != OBJECT_VIEW)
			continue;
		is = find(new->needs, new->needs_len, was->key);
		if (is == NULL || !is_same(was, is) ||
		    (depth > 0 && names_changed_view(was, is, depth - 1)))
			return true;
	}
	return false;
}

enum { DEEPEST_VIEWS = 50 };

/* The indexes and triggers that went with the old table and are no changes of their own. */
static void restore_children(const struct change *c, struct arena *a, struct sql_list *ret)
{
	for (size_t i = 0; i < c->new->children_len; i++) {
		const struct object *new = c->new->children[i];
		const struct object *old;
		_cleanup_buf_ struct buf b = {0};

		if (!(new->kind == OBJECT_INDEX || new->kind == OBJECT_TRIGGER))
			continue;
		old = find(c->old->children, c->old->children_len, new->key);
		if (old == NULL || !is_same(old, new) ||
		    names_changed_view(old, new, DEEPEST_VIEWS))
			continue;
		if (new->kind == OBJECT_INDEX)
			lite_create_index(&b, new, false, a);
		else
			lite_create_trigger(&b, new, false, a);
		lite_add(ret, a, &b);
	}
}

static void add_text(struct sql_list *ret, struct arena *a, const char *sql)
{
	vec_push(ret, a)->sql = sql;
}

void lite_rebuild(const struct change *c, const struct create_table *old,
		  const struct create_table *new, struct arena *a, struct sql_list *ret)
{
	const char *spare = spare_name(c->new->name, a);
	_cleanup_buf_ struct buf b = {0};

	lite_create_table(&b, new, spare, a);
	lite_add(ret, a, &b);
	copy_rows(c, old, new, spare, a, ret);
	if (autoincrements(old) && autoincrements(new))
		keep_sequence(text_equal_nocase(c->old->name, c->new->name) ? c->old->name
									    : c->new->name,
			      spare, a, ret);
	buf_clear(&b);
	buf_adds(&b, "DROP TABLE ");
	lite_add_name(&b, c->new->name);
	lite_add(ret, a, &b);
	add_text(ret, a, "PRAGMA legacy_alter_table = ON");
	buf_clear(&b);
	buf_adds(&b, "ALTER TABLE ");
	lite_add_name(&b, spare);
	buf_adds(&b, " RENAME TO ");
	lite_add_name(&b, c->new->name);
	lite_add(ret, a, &b);
	add_text(ret, a, "PRAGMA legacy_alter_table = OFF");
	restore_children(c, a, ret);
}
