/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which change is made by which statement. Columns, keys, indexes and checks
 * are clauses of their table's CREATE and ALTER; foreign keys are statements
 * of their own but in CREATE TABLE, because InnoDB does not drop and add one of
 * the same name in one ALTER.
 *
 * Covered are the kinds that driver/mysqld/inspect.c reads.
 */
#include "dialect/mysql/emit.h"

#include "base/cleanup.h"
#include "sql/ident.h"

#include <assert.h>
#include <string.h>

void mysql_emit_add(struct emit *e, struct buf *b)
{
	*vec_push(e->ret, e->a) = (struct change_sql){.sql = buf_dup(b, e->a)};
	buf_clear(b);
}

void mysql_emit_name(struct buf *b, const char *name)
{
	ident_quote(b, '`', name);
}

void mysql_emit_text(struct buf *b, const char *text)
{
	ident_literal(b, text, true);
}

size_t mysql_emit_charset_len(const char *collation)
{
	return strcspn(collation, "_");
}

bool mysql_emit_changed(const struct change *c, enum attribute name)
{
	for (size_t i = 0; i < c->attributes_len; i++)
		if (c->attributes[i] == name)
			return true;
	return false;
}

/* Values that START and its like have when nothing is said. */
static const char *sequence_value(const struct object *o, enum attribute name)
{
	const char *value = object_get(o, name), *step = object_get(o, ATTR_INCREMENT);
	bool down = step != NULL && *step == '-';

	if (value != NULL)
		return value;
	if (name == ATTR_INCREMENT)
		return "1";
	if (name == ATTR_MINIMUM)
		return down ? "-9223372036854775807" : "1";
	if (name == ATTR_MAXIMUM)
		return down ? "-1" : "9223372036854775806";
	if (name == ATTR_CACHE)
		return "1000";
	return sequence_value(o, down ? ATTR_MAXIMUM : ATTR_MINIMUM);
}

static int64_t sequence_number(const struct object *o, enum attribute name)
{
	return strtoll(sequence_value(o, name), NULL, 10);
}

/*
 * The server refuses limits that the next value is beyond. SETVAL only ever moves it on, so
 * a sequence that is past the new beginning keeps its value.
 */
static void move_sequence(struct emit *e)
{
	_cleanup_buf_ struct buf b = {0};
	const struct object *old = e->c->old, *new = e->c->new;
	bool down = sequence_number(old, ATTR_INCREMENT) < 0;
	enum attribute begin = down ? ATTR_MAXIMUM : ATTR_MINIMUM;
	int64_t was = sequence_number(old, begin), is = sequence_number(new, begin);

	if (down ? is >= was : is <= was)
		return;
	buf_adds(&b, "DO SETVAL(");
	mysql_emit_name(&b, new->name);
	buf_printf(&b, ", %s, 0)", sequence_value(new, begin));
	mysql_emit_add(e, &b);
}

/* No value of the old limits is within the new ones. */
static bool starts_over(const struct change *c)
{
	return sequence_number(c->new, ATTR_MINIMUM) > sequence_number(c->old, ATTR_MAXIMUM) ||
	       sequence_number(c->new, ATTR_MAXIMUM) < sequence_number(c->old, ATTR_MINIMUM);
}

static bool says(const struct change *c, enum attribute name)
{
	if (c->op == CHANGE_CREATE)
		return object_has(c->new, name);
	return strcmp(sequence_value(c->old, name), sequence_value(c->new, name)) != 0;
}

static void emit_sequence(struct emit *e)
{
	static const struct {
		enum attribute name;
		const char *word;
	} clauses[] = {
		{ATTR_START, "START WITH"}, {ATTR_INCREMENT, "INCREMENT BY"},
		{ATTR_MINIMUM, "MINVALUE"}, {ATTR_MAXIMUM, "MAXVALUE"},
		{ATTR_CACHE, "CACHE"},
	};
	_cleanup_buf_ struct buf b = {0};
	const struct change *c = e->c;
	bool create = c->op == CHANGE_CREATE, over = !create && starts_over(c);

	assert(c->new != NULL);
	if (!create && !over)
		move_sequence(e);
	buf_adds(&b, create ? "CREATE SEQUENCE " : "ALTER SEQUENCE ");
	if (create && e->o->if_not_exists)
		buf_adds(&b, "IF NOT EXISTS ");
	mysql_emit_name(&b, c->new->name);
	for (size_t i = 0; i < sizeof(clauses) / sizeof(*clauses); i++)
		if (says(c, clauses[i].name))
			buf_printf(&b, " %s %s", clauses[i].word,
				   sequence_value(c->new, clauses[i].name));
	buf_adds(&b, over ? " RESTART" : "");
	if (object_has(c->new, ATTR_CYCLE))
		buf_adds(&b, " CYCLE");
	else if (!create && mysql_emit_changed(c, ATTR_CYCLE))
		buf_adds(&b, " NOCYCLE");
	if (create && object_has(c->new, ATTR_COMMENT)) {
		buf_adds(&b, " COMMENT = ");
		mysql_emit_text(&b, object_get(c->new, ATTR_COMMENT));
	}
	if (create || c->attributes_len > mysql_emit_changed(c, ATTR_COMMENT))
		mysql_emit_add(e, &b);
	if (create || !mysql_emit_changed(c, ATTR_COMMENT))
		return;
	buf_clear(&b);
	buf_adds(&b, "ALTER TABLE ");
	mysql_emit_name(&b, c->new->name);
	buf_adds(&b, " COMMENT = ");
	mysql_emit_text(&b,
			object_has(c->new, ATTR_COMMENT) ? object_get(c->new, ATTR_COMMENT) : "");
	mysql_emit_add(e, &b);
}

/* "SELECT (`c`), INSERT (`c`) ON `t`" */
static void add_rights(struct buf *b, const struct object *o)
{
	const struct object *on = o->parent;
	const char *p = object_get(o, ATTR_PRIVILEGES);

	for (size_t len; p != NULL && *p != '\0'; p += len) {
		len = strcspn(p, ",");
		buf_add(b, p, len);
		if (on->kind == OBJECT_COLUMN) {
			buf_adds(b, " (");
			mysql_emit_name(b, on->name);
			buf_addc(b, ')');
		}
		if (p[len] == ',') {
			buf_adds(b, ", ");
			len += 1 + (p[len + 1] == ' ');
		}
	}
	buf_adds(b, " ON ");
	mysql_emit_name(b, object_root(o)->name);
}

static void emit_privilege(struct emit *e)
{
	_cleanup_buf_ struct buf b = {0};

	if (e->c->old != NULL && e->c->op != CHANGE_RENAME) {
		buf_adds(&b, "REVOKE ");
		if (object_has(e->c->old, ATTR_GRANTABLE))
			buf_adds(&b, "GRANT OPTION, ");
		add_rights(&b, e->c->old);
		buf_printf(&b, " FROM %s", e->c->old->name);
		mysql_emit_add(e, &b);
	}
	if (e->c->new == NULL)
		return;
	buf_adds(&b, "GRANT ");
	add_rights(&b, e->c->new);
	buf_printf(&b, " TO %s", e->c->new->name);
	if (object_has(e->c->new, ATTR_GRANTABLE))
		buf_adds(&b, " WITH GRANT OPTION");
	mysql_emit_add(e, &b);
}

static const char *const drop_words[OBJECT_KINDS] = {
	[OBJECT_TABLE] = "TABLE",
	[OBJECT_VIEW] = "VIEW",
	[OBJECT_SEQUENCE] = "SEQUENCE",
	[OBJECT_FUNCTION] = "FUNCTION",
	[OBJECT_PROCEDURE] = "PROCEDURE",
	[OBJECT_TRIGGER] = "TRIGGER",
	[OBJECT_EVENT] = "EVENT",
	[OBJECT_PACKAGE] = "PACKAGE",
	[OBJECT_PACKAGE_BODY] = "PACKAGE BODY",
};

static void emit_drop(struct emit *e)
{
	_cleanup_buf_ struct buf b = {0};
	bool package = e->c->old->kind == OBJECT_PACKAGE || e->c->old->kind == OBJECT_PACKAGE_BODY;

	if (package) { /* a word that other modes do not know */
		buf_adds(&b, "SET sql_mode = ORACLE");
		mysql_emit_add(e, &b);
	}
	buf_printf(&b, "DROP %s ", drop_words[e->c->old->kind]);
	if (e->o->if_not_exists)
		buf_adds(&b, "IF EXISTS ");
	mysql_emit_name(&b, e->c->old->name);
	mysql_emit_add(e, &b);
	if (package) {
		buf_adds(&b, "SET sql_mode = DEFAULT");
		mysql_emit_add(e, &b);
	}
}

/* What has no statement to rename it is dropped under one name and made under the other. */
static void rename_by_pair(struct emit *e)
{
	struct change drop = {.op = CHANGE_DROP, .old = e->c->old};
	struct change create = {.op = CHANGE_CREATE, .new = e->c->new};

	mysql_model.emit(e->o, &drop, e->a, e->ret);
	mysql_model.emit(e->o, &create, e->a, e->ret);
}

static void rename_part(struct emit *e)
{
	_cleanup_buf_ struct buf b = {0};
	const struct object *old = e->c->old, *new = e->c->new;
	bool has_rename = mysql_emit_is_mariadb(e->o)
				  ? e->o->version == 0 || e->o->version >= 100502
				  : e->o->version >= 80000;

	buf_adds(&b, "ALTER TABLE ");
	mysql_emit_name(&b, new->parent->name);
	if (new->kind == OBJECT_COLUMN && !has_rename)
		buf_adds(&b, " CHANGE COLUMN ");
	else
		buf_printf(&b, " RENAME %s ", new->kind == OBJECT_COLUMN ? "COLUMN" : "INDEX");
	mysql_emit_name(&b, old->name);
	if (new->kind == OBJECT_COLUMN && !has_rename) {
		buf_addc(&b, ' ');
		mysql_emit_column(&b, new);
	} else {
		buf_adds(&b, " TO ");
		mysql_emit_name(&b, new->name);
	}
	mysql_emit_add(e, &b);
}

static void emit_rename(struct emit *e)
{
	_cleanup_buf_ struct buf b = {0};
	enum object_kind kind;
	bool event;

	assert(e->c->old != NULL && e->c->new != NULL);
	kind = e->c->new->kind;
	event = kind == OBJECT_EVENT;

	if (kind == OBJECT_COLUMN || kind == OBJECT_INDEX) {
		rename_part(e);
		return;
	}
	if (!event && kind != OBJECT_TABLE && kind != OBJECT_VIEW && kind != OBJECT_SEQUENCE) {
		rename_by_pair(e);
		return;
	}
	buf_adds(&b, event ? "ALTER EVENT " : "RENAME TABLE ");
	mysql_emit_name(&b, e->c->old->name);
	buf_adds(&b, event ? " RENAME TO " : " TO ");
	mysql_emit_name(&b, e->c->new->name);
	mysql_emit_add(e, &b);
}

/* A part that comes without its table's statement is a clause of an ALTER of its own. */
static void emit_part(struct emit *e)
{
	const struct object *o = e->c->new != NULL ? e->c->new : e->c->old;
	struct change *part = (struct change *)e->c;
	struct change table = {.op = CHANGE_ALTER,
			       .old = e->c->old != NULL ? e->c->old->parent : o->parent,
			       .new = o->parent,
			       .parts = &part,
			       .parts_len = 1};
	struct emit alter = *e;

	alter.c = &table;
	mysql_emit_alter_table(&alter);
}

static void emit_change(const struct diff_options *o, const struct change *c, struct arena *a,
			struct sql_list *ret)
{
	struct emit e = {.o = o, .c = c, .a = a, .ret = ret};
	enum object_kind kind = c->new != NULL ? c->new->kind : c->old->kind;

	if (kind == OBJECT_PRIVILEGE)
		emit_privilege(&e);
	else if (c->op == CHANGE_RENAME)
		emit_rename(&e);
	else if (kind == OBJECT_FOREIGN_KEY)
		mysql_emit_foreign_key(&e);
	else if (mysql_model.kinds[kind] == KIND_PART)
		emit_part(&e);
	else if (c->op == CHANGE_DROP)
		emit_drop(&e);
	else if (kind == OBJECT_TABLE && c->op == CHANGE_CREATE)
		mysql_emit_create_table(&e);
	else if (kind == OBJECT_TABLE)
		mysql_emit_alter_table(&e);
	else if (kind == OBJECT_SEQUENCE)
		emit_sequence(&e);
	else if (kind == OBJECT_VIEW)
		mysql_emit_view(&e);
	else
		mysql_emit_program(&e);
}

const struct model_rules mysql_model = {
	.kinds = {[OBJECT_SEQUENCE] = KIND_OWN,
		  [OBJECT_TABLE] = KIND_OWN,
		  [OBJECT_COLUMN] = KIND_PART,
		  [OBJECT_PRIMARY_KEY] = KIND_PART,
		  [OBJECT_CHECK] = KIND_PART,
		  [OBJECT_INDEX] = KIND_PART,
		  [OBJECT_FOREIGN_KEY] = KIND_INLINE,
		  [OBJECT_FUNCTION] = KIND_OWN,
		  [OBJECT_PROCEDURE] = KIND_OWN,
		  [OBJECT_PACKAGE] = KIND_OWN,
		  [OBJECT_PACKAGE_BODY] = KIND_OWN,
		  [OBJECT_VIEW] = KIND_OWN,
		  [OBJECT_TRIGGER] = KIND_OWN,
		  [OBJECT_EVENT] = KIND_OWN,
		  [OBJECT_PRIVILEGE] = KIND_OWN},
	.index_names_per_table = true,
	.judge = mysql_judge_change,
	.survives = mysql_judge_survives,
	.same = mysql_judge_same,
	.emit = emit_change,
};
