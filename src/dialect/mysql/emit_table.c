/* SPDX-License-Identifier: Apache-2.0 */
/*
 * CREATE TABLE with everything in it, and one ALTER TABLE for all that changes
 * in a table, so that the server copies it once at most. Partitions are changed
 * by statements of their own: before the rest where they are taken away, after
 * it where they are made.
 *
 * A table with system versioning is altered with its history kept as it is
 * (system_versioning_alter_history).
 */
#include "dialect/mysql/emit.h"

#include "base/cleanup.h"
#include "base/text.h"

#include <string.h>

/* "UNIQUE KEY `x` (`a`)": a key, an index or a check as it stands in CREATE TABLE. */
static void add_definition(struct buf *b, const struct object *o)
{
	const char *method = object_get(o, ATTR_METHOD);
	bool kind = method != NULL &&
		    (strcmp(method, "FULLTEXT") == 0 || strcmp(method, "SPATIAL") == 0);

	if (o->kind == OBJECT_CHECK) {
		buf_adds(b, "CONSTRAINT ");
		mysql_emit_name(b, o->name);
		buf_printf(b, " CHECK (%s)", object_get(o, ATTR_EXPRESSION));
		return;
	}
	if (o->kind == OBJECT_PRIMARY_KEY) {
		buf_adds(b, "PRIMARY KEY");
	} else {
		buf_printf(b, "%s%sKEY ",
			   object_has(o, ATTR_UNIQUE) ? "UNIQUE "
			   : kind                     ? method
						      : "",
			   kind ? " " : "");
		mysql_emit_name(b, o->name);
	}
	buf_printf(b, " (%s)", object_get(o, ATTR_KEY));
	if (method != NULL && !kind)
		buf_printf(b, " USING %s", method);
	if (object_has(o, ATTR_OPTIONS))
		buf_printf(b, " %s", object_get(o, ATTR_OPTIONS));
	if (object_has(o, ATTR_PARSER)) {
		buf_adds(b, " WITH PARSER ");
		mysql_emit_name(b, object_get(o, ATTR_PARSER));
	}
	if (object_has(o, ATTR_COMMENT)) {
		buf_adds(b, " COMMENT ");
		mysql_emit_text(b, object_get(o, ATTR_COMMENT));
	}
}

/* MariaDB says IGNORED, MySQL INVISIBLE. */
static void add_key(struct emit *e, struct buf *b, const struct object *o)
{
	add_definition(b, o);
	if (o->kind == OBJECT_INDEX && object_has(o, ATTR_INVISIBLE))
		buf_adds(b, mysql_emit_is_mariadb(e->o) ? " IGNORED" : " INVISIBLE");
}

static void add_periods(struct buf *b, const struct object *table, const char *before)
{
	const char *system = object_get(table, ATTR_SYSTEM_VERSIONING);

	if (object_has(table, ATTR_PERIOD))
		buf_printf(b, "%sPERIOD FOR %s", before, object_get(table, ATTR_PERIOD));
	if (system != NULL && strcmp(system, "yes") != 0)
		buf_printf(b, "%sPERIOD FOR SYSTEM_TIME (%s)", before, system);
}

void mysql_emit_create_table(struct emit *e)
{
	static const enum object_kind order[] = {OBJECT_COLUMN, OBJECT_PRIMARY_KEY, OBJECT_INDEX,
						 OBJECT_FOREIGN_KEY, OBJECT_CHECK};
	_cleanup_buf_ struct buf b = {0};
	const struct change *c = e->c;
	bool dangles = false;
	size_t n = 0;

	for (size_t i = 0; i < c->parts_len; i++)
		dangles = dangles || mysql_emit_dangles(c->parts[i]->new);
	buf_adds(&b, "CREATE TABLE ");
	if (e->o->if_not_exists)
		buf_adds(&b, "IF NOT EXISTS ");
	mysql_emit_name(&b, c->new->name);
	buf_adds(&b, " (");
	for (size_t k = 0; k < sizeof(order) / sizeof(*order); k++) {
		for (size_t i = 0; i < c->parts_len; i++) {
			const struct object *part = c->parts[i]->new;

			if (part == NULL || part->kind != order[k])
				continue;
			buf_adds(&b, n++ == 0 ? "\n    " : ",\n    ");
			if (part->kind == OBJECT_COLUMN)
				mysql_emit_column(&b, part);
			else if (part->kind == OBJECT_FOREIGN_KEY)
				mysql_emit_foreign_key_definition(&b, part);
			else
				add_key(e, &b, part);
		}
		if (order[k] == OBJECT_COLUMN)
			add_periods(&b, c->new, ",\n    ");
	}
	buf_adds(&b, "\n)");
	mysql_emit_table_options(&b, c->new);
	if (object_has(c->new, ATTR_PARTITION_BY)) {
		buf_addc(&b, '\n');
		mysql_emit_partitions(e, &b);
	}
	mysql_emit_with_checks(e, &b, !dangles);
	if (object_has(c->new, ATTR_PARTITION_BY))
		mysql_emit_more_partitions(e);
}

static void add_drop(struct emit *e, struct buf *b, const struct object *o)
{
	const char *exists = e->o->if_not_exists && mysql_emit_is_mariadb(e->o) ? "IF EXISTS " : "";

	if (o->kind == OBJECT_PRIMARY_KEY) {
		buf_adds(b, "DROP PRIMARY KEY");
		return;
	}
	buf_printf(b, "DROP %s %s",
		   o->kind == OBJECT_CHECK   ? "CONSTRAINT"
		   : o->kind == OBJECT_INDEX ? "INDEX"
					     : "COLUMN",
		   exists);
	mysql_emit_name(b, o->name);
}

/* Only whether the optimizer may use it? Then the index itself stays. */
static bool alter_index_only(const struct change *c)
{
	return c->op == CHANGE_ALTER && c->old->kind == OBJECT_INDEX && c->attributes_len == 1 &&
	       c->attributes[0] == ATTR_INVISIBLE;
}

void mysql_emit_clause(struct clauses *cl)
{
	buf_adds(&cl->b, cl->n++ == 0 ? "\n    " : ",\n    ");
}

/* With the versioning go the columns of its period; the last of all columns cannot go. */
static bool goes_late(const struct object *o)
{
	return o->kind == OBJECT_COLUMN && !mysql_emit_is_row_time(o);
}

static bool is_part(const struct change *table, const struct object *o)
{
	for (size_t i = 0; i < table->parts_len; i++)
		if (table->parts[i]->old == o)
			return true;
	return false;
}

/*
 * Is it an index that stays, on a column that is dropped and added? The server would
 * keep the length that the column had.
 */
static bool is_rebuilt(const struct change *table, const struct object *o)
{
	if (o->kind != OBJECT_INDEX || is_part(table, o))
		return false;
	for (size_t i = 0; i < table->parts_len; i++) {
		const struct change *p = table->parts[i];

		for (size_t k = 0; mysql_judge_is_again(p) && k < o->columns_len; k++)
			if (text_equal_nocase(o->columns[k], p->old->name))
				return true;
	}
	return false;
}

enum drops { DROPS_ALL, DROPS_EARLY, DROPS_LATE };

static void add_drops(struct emit *e, struct clauses *cl, enum drops which)
{
	for (size_t i = 0; i < e->c->parts_len; i++) {
		const struct change *p = e->c->parts[i];
		const struct object *o = p->old;

		if (o == NULL || p->op == CHANGE_RENAME || alter_index_only(p) ||
		    (p->op == CHANGE_ALTER && o->kind == OBJECT_COLUMN && !mysql_judge_is_again(p)))
			continue;
		if (which != DROPS_ALL && goes_late(o) != (which == DROPS_LATE))
			continue;
		mysql_emit_clause(cl);
		add_drop(e, &cl->b, o);
	}
	for (size_t i = 0; which != DROPS_LATE && i < e->c->old->children_len; i++) {
		const struct object *o = e->c->old->children[i];

		if (!is_rebuilt(e->c, o))
			continue;
		mysql_emit_clause(cl);
		add_drop(e, &cl->b, o);
	}
}

/* The change's object may be a copy that lacks its DEFAULT for a while. */
static bool is_of(const struct change *c, const struct object *o)
{
	return c->new != NULL &&strcmp(c->new->key, o->key) == 0;
}

/* Does nothing that was there before or is moved here later stand behind it? */
static bool is_at_end(const struct change *table, const struct object *column)
{
	for (size_t i = 0; i < column->parent->children_len; i++) {
		const struct object *o = column->parent->children[i];
		bool added = false;

		if (o->kind != OBJECT_COLUMN || o->position <= column->position)
			continue;
		for (size_t k = 0; k < table->parts_len && !added; k++)
			added = is_of(table->parts[k], o) && table->parts[k]->op == CHANGE_CREATE;
		if (!added)
			return false;
	}
	return true;
}

static void add_column_clause(struct emit *e, struct clauses *cl, const struct change *p, bool late)
{
	bool create = p->op == CHANGE_CREATE || mysql_judge_is_again(p);

	mysql_emit_clause(cl);
	buf_adds(&cl->b, create ? "ADD COLUMN " : "MODIFY COLUMN ");
	if (create && e->o->if_not_exists && mysql_emit_is_mariadb(e->o))
		buf_adds(&cl->b, "IF NOT EXISTS ");
	mysql_emit_column(&cl->b, p->new);
	if (create ? late || !is_at_end(e->c, p->new) : mysql_emit_changed(p, ATTR_AFTER))
		mysql_emit_place(&cl->b, p->new);
}

/* WITHOUT SYSTEM VERSIONING can only be said of a column once the table has it. */
static bool is_late(const struct change *table, const struct change *p)
{
	if (mysql_emit_is_unversioned_between(table) && p->op == CHANGE_CREATE)
		return object_has(p->new, ATTR_SYSTEM_VERSIONING);
	return mysql_emit_changed(table, ATTR_SYSTEM_VERSIONING) &&
	       !object_has(table->old, ATTR_SYSTEM_VERSIONING) && p->op == CHANGE_ALTER &&
	       mysql_emit_changed(p, ATTR_SYSTEM_VERSIONING);
}

/*
 * Columns in the order of the new table, so that each AFTER names one that is in place;
 * with them those that only follow the table's new collation.
 */
static void add_columns(struct emit *e, struct clauses *cl, bool late)
{
	const struct object *table = e->c->new;
	bool convert = mysql_emit_changed(e->c, ATTR_COLLATION);

	for (size_t i = 0; i < table->children_len; i++) {
		const struct object *o = table->children[i];
		const struct change *p = NULL;

		if (o->kind != OBJECT_COLUMN)
			continue;
		for (size_t k = 0; k < e->c->parts_len && p == NULL; k++)
			if (is_of(e->c->parts[k], o) && e->c->parts[k]->op != CHANGE_RENAME)
				p = e->c->parts[k];
		if (p != NULL && is_late(e->c, p) != late)
			continue;
		if (p != NULL) {
			add_column_clause(e, cl, p, late);
		} else if (convert && !late && mysql_emit_follows_collation(o)) {
			mysql_emit_clause(cl);
			buf_adds(&cl->b, "MODIFY COLUMN ");
			mysql_emit_column(&cl->b, o);
		}
	}
}

static void add_keys(struct emit *e, struct clauses *cl, enum object_kind kind)
{
	for (size_t i = 0; i < e->c->parts_len; i++) {
		const struct change *p = e->c->parts[i];

		if (p->new == NULL || p->new->kind != kind || p->op == CHANGE_RENAME)
			continue;
		mysql_emit_clause(cl);
		if (alter_index_only(p)) {
			buf_adds(&cl->b, "ALTER INDEX ");
			mysql_emit_name(&cl->b, p->new->name);
			if (mysql_emit_is_mariadb(e->o))
				buf_adds(&cl->b, object_has(p->new, ATTR_INVISIBLE)
							 ? " IGNORED"
							 : " NOT IGNORED");
			else
				buf_adds(&cl->b, object_has(p->new, ATTR_INVISIBLE) ? " INVISIBLE"
										    : " VISIBLE");
			continue;
		}
		buf_adds(&cl->b, "ADD ");
		add_key(e, &cl->b, p->new);
	}
	for (size_t i = 0; kind == OBJECT_INDEX && i < e->c->old->children_len; i++) {
		const struct object *o = e->c->old->children[i];

		if (!is_rebuilt(e->c, o))
			continue;
		mysql_emit_clause(cl);
		buf_adds(&cl->b, "ADD ");
		add_key(e, &cl->b, o);
	}
}

static void add_set_history(struct emit *e, const char *value)
{
	_cleanup_buf_ struct buf b = {0};

	buf_printf(&b, "SET system_versioning_alter_history = %s", value);
	mysql_emit_add(e, &b);
}

static void clauses_done(struct clauses *cl)
{
	buf_done(&cl->b);
}

static void begin_alter(struct clauses *cl, const struct change *c)
{
	buf_adds(&cl->b, "ALTER TABLE ");
	mysql_emit_name(&cl->b, c->new->name);
	cl->start = cl->b.len;
}

/* A clause alone stands on the same line. */
static void end_alter(struct emit *e, struct clauses *cl)
{
	static const size_t indent = 4;

	if (cl->n == 0)
		return;
	if (cl->n == 1) {
		cl->b.data[cl->start + indent] = ' ';
		memmove(cl->b.data + cl->start, cl->b.data + cl->start + indent,
			cl->b.len - cl->start - indent + 1);
		cl->b.len -= indent;
	}
	mysql_emit_add(e, &cl->b);
}

static void add_alter(struct emit *e)
{
	__attribute__((cleanup(clauses_done))) struct clauses cl = {0};
	bool between = mysql_emit_is_unversioned_between(e->c);

	begin_alter(&cl, e->c);
	add_drops(e, &cl, between ? DROPS_EARLY : DROPS_ALL);
	mysql_emit_period_changes(&cl, e->c, true);
	if (between) {
		mysql_emit_clause(&cl);
		buf_adds(&cl.b, "DROP SYSTEM VERSIONING");
		end_alter(e, &cl);
		cl.n = 0;
		begin_alter(&cl, e->c);
		add_drops(e, &cl, DROPS_LATE);
	}
	add_columns(e, &cl, false);
	mysql_emit_period_changes(&cl, e->c, false);
	add_keys(e, &cl, OBJECT_PRIMARY_KEY);
	add_keys(e, &cl, OBJECT_INDEX);
	add_keys(e, &cl, OBJECT_CHECK);
	mysql_emit_option_changes(&cl, e->c);
	end_alter(e, &cl);
}

static void add_late_columns(struct emit *e)
{
	__attribute__((cleanup(clauses_done))) struct clauses cl = {0};

	begin_alter(&cl, e->c);
	add_columns(e, &cl, true);
	if (cl.n == 0)
		return;
	add_set_history(e, "KEEP");
	end_alter(e, &cl);
	add_set_history(e, "DEFAULT");
}

void mysql_emit_alter_table(struct emit *e)
{
	bool versioned = object_has(e->c->old, ATTR_SYSTEM_VERSIONING);
	struct sql_list list = {0};
	struct emit inner = *e;

	inner.ret = &list;
	mysql_emit_partition_changes(&inner, true);
	add_alter(&inner);
	mysql_emit_partition_changes(&inner, false);
	if (versioned && list.len > 0)
		add_set_history(e, "KEEP");
	for (size_t i = 0; i < list.len; i++)
		*vec_push(e->ret, e->a) = list.v[i];
	if (versioned && list.len > 0)
		add_set_history(e, "DEFAULT");
	add_late_columns(e);
}
