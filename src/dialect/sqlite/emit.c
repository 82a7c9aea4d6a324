/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Changes as SQL. Definitions are written as their author wrote them, since
 * SQLite keeps nothing else; a table without comments is laid out anew, one
 * column or constraint a line, so that one that grew by ALTER TABLE reads like
 * one that was made at once.
 *
 * Covered: CREATE, DROP of tables, virtual tables, indexes, views and triggers;
 * ALTER of tables (alter.c, rebuild.c); RENAME of tables and columns.
 */
#include "dialect/sqlite/model.h"

#include "base/text.h"
#include "base/vec.h"

void lite_add(struct sql_list *ret, struct arena *a, const struct buf *b)
{
	vec_push(ret, a)->sql = buf_dup(b, a);
}

static const char *source(const struct object *o)
{
	const char *text = object_get(o, ATTR_SOURCE);

	return text != NULL ? text : "";
}

static void add_item(struct buf *b, const struct create_table *t, struct range r, bool *first,
		     struct arena *a)
{
	buf_printf(b, "%s\n    %s", *first ? "" : ",", lite_source(&t->tokens, r, a));
	*first = false;
}

void lite_create_table(struct buf *b, const struct create_table *t, const char *name,
		       struct arena *a)
{
	bool first = true;

	buf_adds(b, "CREATE TABLE ");
	lite_add_name(b, name);
	if (t->tokens.commented) {
		struct range rest = {t->body.from, t->tokens.len};

		buf_printf(b, " %s", lite_source(&t->tokens, rest, a));
		return;
	}
	buf_adds(b, " (");
	for (size_t i = 0; i < t->columns.len; i++)
		add_item(b, t, t->columns.v[i].text, &first, a);
	for (size_t i = 0; i < t->constraints.len; i++)
		if (t->constraints.v[i].column == 0)
			add_item(b, t, t->constraints.v[i].text, &first, a);
	buf_adds(b, "\n)");
	if (t->strict)
		buf_adds(b, " STRICT");
	if (t->without_rowid)
		buf_printf(b, "%s WITHOUT ROWID", t->strict ? "," : "");
}

/* "CREATE VIEW IF NOT EXISTS v", and what stands behind the name. */
static void add_create(struct buf *b, const char *what, const struct object *o, bool if_not_exists,
		       const struct tokens *t, size_t rest, struct arena *a)
{
	buf_printf(b, "CREATE %s %s", what, if_not_exists ? "IF NOT EXISTS " : "");
	lite_add_name(b, o->name);
	if (o->kind == OBJECT_INDEX) {
		buf_adds(b, " ON ");
		lite_add_name(b, o->parent->name);
	}
	buf_printf(b, " %s", lite_source(t, (struct range){rest, t->len}, a));
}

void lite_create_index(struct buf *b, const struct object *o, bool if_not_exists, struct arena *a)
{
	struct create_index create;

	if (lite_parse_index(a, source(o), &create))
		add_create(b, create.unique ? "UNIQUE INDEX" : "INDEX", o, if_not_exists,
			   &create.tokens, create.rest, a);
	else
		buf_adds(b, source(o));
}

void lite_create_trigger(struct buf *b, const struct object *o, bool if_not_exists, struct arena *a)
{
	struct create_trigger create;

	if (lite_parse_trigger(a, source(o), &create))
		add_create(b, "TRIGGER", o, if_not_exists, &create.tokens, create.rest, a);
	else
		buf_adds(b, source(o));
}

static void create_table(struct buf *b, const struct object *o, bool if_not_exists, struct arena *a)
{
	struct create_table create;
	_cleanup_buf_ struct buf table = {0};

	if (!lite_parse_table(a, source(o), &create)) {
		buf_adds(b, source(o));
		return;
	}
	lite_create_table(&table, &create, o->name, a);
	buf_printf(b, "CREATE TABLE %s%s", if_not_exists ? "IF NOT EXISTS " : "",
		   table.data + strlen("CREATE TABLE "));
}

static void create_view(struct buf *b, const struct object *o, bool if_not_exists, struct arena *a)
{
	struct create_view create;

	if (lite_parse_view(a, source(o), &create))
		add_create(b, "VIEW", o, if_not_exists, &create.tokens, create.rest, a);
	else
		buf_adds(b, source(o));
}

static void create_virtual(struct buf *b, const struct object *o, bool if_not_exists,
			   struct arena *a)
{
	struct create_virtual create;

	if (lite_parse_virtual(a, source(o), &create))
		add_create(b, "VIRTUAL TABLE", o, if_not_exists, &create.tokens, create.rest, a);
	else
		buf_adds(b, source(o));
}

/* INSERT INTO search (search) VALUES ('rebuild') */
static void refill(const struct object *o, struct arena *a, struct sql_list *ret)
{
	_cleanup_buf_ struct buf b = {0};

	buf_adds(&b, "INSERT INTO ");
	lite_add_name(&b, o->name);
	buf_adds(&b, " (");
	lite_add_name(&b, o->name);
	buf_adds(&b, ") VALUES ('rebuild')");
	lite_add(ret, a, &b);
}

/* Parts of a table have none. */
static void (*const creators[OBJECT_KINDS])(struct buf *b, const struct object *o,
					    bool if_not_exists, struct arena *a) = {
	[OBJECT_TABLE] = create_table,          [OBJECT_VIRTUAL_TABLE] = create_virtual,
	[OBJECT_INDEX] = lite_create_index,     [OBJECT_VIEW] = create_view,
	[OBJECT_TRIGGER] = lite_create_trigger,
};

static const char *const dropped_as[OBJECT_KINDS] = {
	[OBJECT_TABLE] = "TABLE", [OBJECT_VIRTUAL_TABLE] = "TABLE", [OBJECT_INDEX] = "INDEX",
	[OBJECT_VIEW] = "VIEW",   [OBJECT_TRIGGER] = "TRIGGER",
};

static void emit_create(const struct diff_options *o, const struct change *c, struct arena *a,
			struct sql_list *ret)
{
	_cleanup_buf_ struct buf b = {0};

	if (creators[c->new->kind] == NULL)
		return;
	creators[c->new->kind](&b, c->new, o->if_not_exists, a);
	lite_add(ret, a, &b);
	if (c->again && lite_is_index(c->new))
		refill(c->new, a, ret);
}

static void emit_drop(const struct diff_options *o, const struct change *c, struct arena *a,
		      struct sql_list *ret)
{
	_cleanup_buf_ struct buf b = {0};

	if (dropped_as[c->old->kind] == NULL)
		return;
	buf_printf(&b, "DROP %s %s", dropped_as[c->old->kind],
		   o->if_not_exists ? "IF EXISTS " : "");
	lite_add_name(&b, c->old->name);
	lite_add(ret, a, &b);
}

static void emit_rename(const struct change *c, struct arena *a, struct sql_list *ret)
{
	bool column = c->old->kind == OBJECT_COLUMN;
	_cleanup_buf_ struct buf b = {0};

	if (!column && c->old->kind != OBJECT_TABLE && c->old->kind != OBJECT_VIRTUAL_TABLE) {
		static const struct diff_options plain = {0};

		emit_drop(&plain, c, a, ret);
		emit_create(&plain, c, a, ret);
		return;
	}
	buf_adds(&b, "ALTER TABLE ");
	lite_add_name(&b, column ? c->new->parent->name : c->old->name);
	buf_adds(&b, column ? " RENAME COLUMN " : " RENAME TO ");
	if (column) {
		lite_add_name(&b, c->old->name);
		buf_adds(&b, " TO ");
	}
	lite_add_name(&b, c->new->name);
	lite_add(ret, a, &b);
}

/* False: nothing but a rebuild will do. */
static bool emit_alter(const struct diff_options *o, const struct change *c, struct arena *a,
		       struct sql_list *ret)
{
	struct create_table old, new;

	if (c->old->kind != OBJECT_TABLE || !lite_parse_table(a, source(c->old), &old) ||
	    !lite_parse_table(a, source(c->new), &new))
		return true;
	if (lite_alter(o, c, &old, &new, a, ret))
		return true;
	lite_rebuild(c, &old, &new, a, ret);
	return false;
}

void sqlite_emit(const struct diff_options *o, const struct change *c, struct arena *a,
		 struct sql_list *ret)
{
	switch (c->op) {
	case CHANGE_CREATE:
		emit_create(o, c, a, ret);
		break;
	case CHANGE_DROP:
		emit_drop(o, c, a, ret);
		break;
	case CHANGE_ALTER:
		emit_alter(o, c, a, ret);
		break;
	case CHANGE_RENAME:
		emit_rename(c, a, ret);
		break;
	}
}

static bool is_referenced(const struct object *table)
{
	for (size_t i = 0; i < table->needed_by_len; i++)
		if (table->needed_by[i]->kind == OBJECT_FOREIGN_KEY)
			return true;
	return false;
}

/*
 * With references on, DROP TABLE deletes the rows first and their children go
 * with them. pawl switches them off by itself; sqlite3 and other clients need
 * to be told, before any transaction.
 */
const char *sqlite_head(const struct changes *changes, struct arena *a)
{
	static const struct diff_options plain = {0};

	for (size_t i = 0; i < changes->len; i++) {
		const struct change *c = changes->v[i];
		struct sql_list scratch = {0};

		if ((c->op == CHANGE_DROP && is_referenced(c->old)) ||
		    (c->op == CHANGE_ALTER && !emit_alter(&plain, c, a, &scratch)))
			return "PRAGMA foreign_keys = OFF";
	}
	return NULL;
}
