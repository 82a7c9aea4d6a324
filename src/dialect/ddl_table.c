/* SPDX-License-Identifier: Apache-2.0 */
/*
 * CREATE TABLE and ALTER TABLE. The words of a type end where an attribute
 * begins. What is unknown is passed over token by token.
 */
#include "dialect/ddl.h"

#include "base/buf.h"

#include <ctype.h>
#include <string.h>

/* Words that no type goes on with. */
static const char *const attribute_words[] = {
	"CONSTRAINT",     "PRIMARY",       "NOT",           "NULL",       "UNIQUE",  "KEY",
	"CHECK",          "DEFAULT",       "COLLATE",       "REFERENCES", "AS",      "GENERATED",
	"AUTO_INCREMENT", "AUTOINCREMENT", "COMMENT",       "CHARACTER",  "CHARSET", "ON",
	"VIRTUAL",        "STORED",        "PERSISTENT",    "INVISIBLE",  "VISIBLE", "FIRST",
	"AFTER",          "STORAGE",       "COLUMN_FORMAT", "COMPRESSED", "WITH",    "WITHOUT",
	"REF_SYSTEM_ID",  "DEFERRABLE",    "INITIALLY",
};

static bool starts_attribute(const struct ddl *d, bool first)
{
	for (size_t i = 0; i < sizeof(attribute_words) / sizeof(*attribute_words); i++)
		if (ddl_is(d, attribute_words[i]))
			return !(first && ddl_is(d, "CHARACTER"));
	return false;
}

static const char *read_type(struct ddl *d)
{
	_cleanup_buf_ struct buf b = {0};
	char *type;

	while (!ddl_at_end(d) && !starts_attribute(d, b.len == 0)) {
		const struct lex_token *t = ddl_token(d);
		size_t from = d->at;

		if (t->kind == LEX_OPERATOR && *t->text != '(')
			break;
		if (*t->text != '(' && b.len > 0)
			buf_addc(&b, ' ');
		ddl_skip(d);
		for (size_t i = from; i < d->at && i < d->len; i++)
			buf_add(&b, d->t[i].text, d->t[i].len);
	}
	type = buf_dup(&b, d->arena);
	for (char *p = type, quote = 0; *p != '\0'; p++) {
		if (*p == '\'')
			quote = (char)!quote;
		else if (!quote)
			*p = (char)tolower((unsigned char)*p);
	}
	return d->rules->type != NULL ? d->rules->type(d->arena, type) : type;
}

static enum action_default kind_of_default(const struct ddl *d, size_t from)
{
	enum action_default ret = DEFAULT_CONSTANT;

	for (size_t i = from; i < d->at && i < d->len; i++) {
		const struct lex_token *t = &d->t[i];

		if (t->kind != LEX_WORD || lex_is(t, "TRUE") || lex_is(t, "FALSE"))
			continue;
		if (lex_is(t, "NULL") && i == from)
			return DEFAULT_NULL;
		if (lex_is(t, "CURRENT_TIMESTAMP") || lex_is(t, "NOW") || lex_is(t, "LOCALTIME") ||
		    lex_is(t, "LOCALTIMESTAMP") || lex_is(t, "CURRENT_DATE") ||
		    lex_is(t, "CURRENT_TIME"))
			ret = DEFAULT_STABLE;
		else if (t[1].kind != LEX_STRING) /* the b of b'0' */
			return DEFAULT_VOLATILE;
	}
	return ret;
}

static void read_default(struct ddl *d, struct action_column *c)
{
	size_t from = d->at;

	if (!ddl_take_char(d, '-'))
		ddl_take_char(d, '+');
	ddl_skip(d);
	while (!ddl_at_end(d) && (*ddl_token(d)->text == '(' || *ddl_token(d)->text == '.' ||
				  (ddl_token(d)->kind == LEX_STRING && d->at == from + 1) ||
				  ddl_token(d)->kind == LEX_NUMBER))
		ddl_skip(d);
	c->default_text = ddl_text(d, from, d->at);
	c->default_kind = kind_of_default(d, from);
}

static void read_actions(struct ddl *d, struct action_constraint *c)
{
	c->to_table = ddl_name(d);
	if (ddl_take_char(d, '.')) {
		c->to_schema = c->to_table;
		c->to_table = ddl_name(d);
	}
	ddl_name_list(d, &c->to_columns);
	for (;;) {
		if (ddl_take(d, "ON DELETE CASCADE"))
			c->cascade = true;
		else if (ddl_take(d, "ON DELETE") || ddl_take(d, "ON UPDATE"))
			d->at += ddl_is(d, "SET") || ddl_is(d, "NO") ? 2 : 1;
		else if (ddl_take(d, "MATCH"))
			d->at++;
		else
			break;
	}
}

/* CHECK (c IS NOT NULL). */
static const char *not_null_column(struct ddl *d)
{
	size_t at = d->at;
	const char *name = NULL;

	if (ddl_take_char(d, '('))
		name = ddl_name(d);
	if (name == NULL || !ddl_take(d, "IS NOT NULL") || !ddl_take_char(d, ')'))
		name = NULL;
	d->at = at;
	return name;
}

static struct action_constraint *add_constraint(struct ddl *d, enum action_constraint_kind kind,
						const char *name, const char *column, size_t from)
{
	struct action_constraint *c = arena_new(d->arena, struct action_constraint);
	struct action *a = ddl_add(d, ACT_ADD, ON_CONSTRAINT);

	a->name = name;
	a->constraint = c;
	a->start = (size_t)(d->t[from].text - d->sql);
	c->kind = kind;
	c->in_column = column != NULL;
	if (column != NULL && kind != CONSTRAINT_CHECK)
		*vec_push(&c->columns, d->arena) = column;
	return c;
}

/* A constraint in a column's definition; false if there is none. */
static bool column_constraint(struct ddl *d, struct action_column *c, const char *column)
{
	size_t from = d->at;
	const char *name = ddl_take(d, "CONSTRAINT") ? ddl_name(d) : NULL;
	struct action_constraint *k;

	if (ddl_take(d, "PRIMARY KEY")) {
		c->not_null = true;
		add_constraint(d, CONSTRAINT_PRIMARY_KEY, name, column, from);
	} else if (ddl_take(d, "UNIQUE")) {
		ddl_take(d, "KEY");
		add_constraint(d, CONSTRAINT_UNIQUE, name, column, from);
	} else if (ddl_take(d, "CHECK")) {
		k = add_constraint(d, CONSTRAINT_CHECK, name, column, from);
		k->not_null = not_null_column(d);
		ddl_skip(d);
	} else if (ddl_take(d, "REFERENCES")) {
		k = add_constraint(d, CONSTRAINT_FOREIGN_KEY, name, column, from);
		read_actions(d, k);
	} else {
		return name != NULL;
	}
	return true;
}

static bool text_attribute(struct ddl *d, struct action_column *c)
{
	if (ddl_take(d, "COLLATE"))
		c->collation = ddl_name(d);
	else if (ddl_take(d, "CHARACTER SET") || ddl_take(d, "CHARSET"))
		c->charset = ddl_name(d);
	else if (ddl_take(d, "COMMENT"))
		ddl_skip(d);
	else if (ddl_take(d, "ON UPDATE"))
		ddl_skip(d);
	else
		return false;
	return true;
}

static void read_attribute(struct ddl *d, struct action_column *c, const char *column)
{
	if (ddl_take(d, "NOT NULL")) {
		c->not_null = true;
	} else if (ddl_take(d, "DEFAULT")) {
		read_default(d, c);
	} else if (ddl_take(d, "AUTO_INCREMENT") || ddl_take(d, "AUTOINCREMENT")) {
		c->serial = true;
	} else if (ddl_take(d, "GENERATED ALWAYS AS") || ddl_take(d, "AS")) {
		c->generated = true;
		ddl_skip(d);
	} else if (ddl_take(d, "STORED") || ddl_take(d, "PERSISTENT")) {
		c->stored = true;
	} else if (ddl_take(d, "FIRST")) {
		c->moved = true;
	} else if (ddl_take(d, "AFTER")) {
		c->moved = true;
		ddl_name(d);
	} else if (!text_attribute(d, c) && !column_constraint(d, c, column)) {
		ddl_skip(d);
	}
}

void ddl_definition(struct ddl *d, enum action_verb verb, const char *name, size_t from)
{
	struct action_column *c = arena_new(d->arena, struct action_column);
	struct action *a = ddl_add(d, verb, ON_COLUMN);

	a->name = name;
	a->column = c;
	a->start = (size_t)(d->t[from].text - d->sql);
	c->whole = true;
	c->type = read_type(d);
	if (strcmp(c->type, "serial") == 0)
		c->serial = c->not_null = true;
	while (!ddl_at_end(d) && *ddl_token(d)->text != ',' && *ddl_token(d)->text != ')')
		read_attribute(d, c, name);
}

void ddl_column(struct ddl *d, enum action_verb verb)
{
	size_t from = d->at;
	const char *name = ddl_name(d);

	if (name == NULL)
		ddl_skip_part(d);
	else
		ddl_definition(d, verb, name, from);
}

/* which: "fulltext", "spatial"; NULL for a plain one. */
static void add_index(struct ddl *d, const char *which, size_t from)
{
	struct action *a;
	const char *name = *ddl_token(d)->text == '(' ? NULL : ddl_name(d);

	if (ddl_take(d, "USING"))
		d->at++;
	a = ddl_add(d, ACT_CREATE, ON_INDEX);
	a->name = name;
	a->to = which;
	a->filtered = which != NULL;
	a->start = (size_t)(d->t[from].text - d->sql);
	ddl_name_list(d, &a->columns);
}

static void add_key(struct ddl *d, enum action_constraint_kind kind, const char *name, size_t from)
{
	struct action_constraint *c;
	const char *own = NULL;

	if (!ddl_take(d, "INDEX"))
		ddl_take(d, "KEY");
	ddl_take(d, "IF NOT EXISTS");
	if (!ddl_is(d, "USING") && *ddl_token(d)->text != '(')
		own = ddl_name(d);
	if (ddl_take(d, "USING"))
		d->at++;
	c = add_constraint(d, kind, name != NULL ? name : own, NULL, from);
	ddl_name_list(d, &c->columns);
	if (kind == CONSTRAINT_FOREIGN_KEY && ddl_take(d, "REFERENCES"))
		read_actions(d, c);
}

bool ddl_constraint(struct ddl *d)
{
	size_t from = d->at;
	const char *name = NULL;

	if (ddl_take(d, "CONSTRAINT") && !ddl_is(d, "PRIMARY") && !ddl_is(d, "UNIQUE") &&
	    !ddl_is(d, "FOREIGN") && !ddl_is(d, "CHECK"))
		name = ddl_name(d);
	if (ddl_take(d, "PRIMARY KEY")) {
		add_key(d, CONSTRAINT_PRIMARY_KEY, name, from);
	} else if (ddl_take(d, "UNIQUE")) {
		add_key(d, CONSTRAINT_UNIQUE, name, from);
	} else if (ddl_take(d, "FOREIGN KEY")) {
		add_key(d, CONSTRAINT_FOREIGN_KEY, name, from);
	} else if (ddl_take(d, "CHECK")) {
		struct action_constraint *c = add_constraint(d, CONSTRAINT_CHECK, name, NULL, from);

		c->not_null = not_null_column(d);
		ddl_skip(d);
	} else if (ddl_is(d, "INDEX") || ddl_is(d, "KEY") || ddl_is(d, "FULLTEXT") ||
		   ddl_is(d, "SPATIAL")) {
		const char *which = ddl_take(d, "FULLTEXT")  ? "fulltext"
				    : ddl_take(d, "SPATIAL") ? "spatial"
							     : NULL;

		if (!ddl_take(d, "INDEX"))
			ddl_take(d, "KEY");
		ddl_take(d, "IF NOT EXISTS");
		add_index(d, which, from);
	} else {
		d->at = from;
		return false;
	}
	return true;
}

static void read_body(struct ddl *d)
{
	while (!ddl_at_end(d) && !ddl_take_char(d, ')')) {
		size_t from = d->at;

		if (!ddl_constraint(d) && !ddl_is(d, "PERIOD") && !ddl_is(d, "LIKE"))
			ddl_column(d, ACT_ADD);
		ddl_skip_part(d);
		ddl_take_char(d, ',');
		if (d->at == from)
			d->at++;
	}
}

void ddl_create_table(struct ddl *d)
{
	struct action *a;
	size_t created = d->list->len;

	d->guarded = ddl_take(d, "IF NOT EXISTS");
	d->table = ddl_qualified(d, &d->schema);
	a = ddl_add(d, ACT_CREATE, ON_TABLE);
	a->name = d->table;
	d->in_create = true;
	if (ddl_take_char(d, '('))
		read_body(d);
	while (!ddl_at_end(d)) {
		if (ddl_is(d, "AS") || ddl_is(d, "SELECT") || ddl_is(d, "LIKE")) {
			d->list->v[created].copies = true;
			break;
		}
		if (d->rules->alter == NULL || !d->rules->alter(d))
			d->at++;
	}
}

static void alter_add(struct ddl *d)
{
	if (ddl_take(d, "COLUMN")) {
		d->guarded = ddl_take(d, "IF NOT EXISTS");
	} else if (ddl_constraint(d)) {
		return;
	}
	d->guarded |= ddl_take(d, "IF NOT EXISTS");
	if (!ddl_take_char(d, '(')) {
		ddl_column(d, ACT_ADD);
		return;
	}
	while (!ddl_at_end(d) && !ddl_take_char(d, ')')) {
		size_t from = d->at;

		if (!ddl_constraint(d))
			ddl_column(d, ACT_ADD);
		ddl_take_char(d, ',');
		if (d->at == from)
			d->at++;
	}
}

static void alter_drop(struct ddl *d)
{
	enum action_object object = ON_COLUMN;
	struct action *a;
	const char *name;

	if (ddl_take(d, "PRIMARY KEY")) {
		ddl_add(d, ACT_DROP, ON_CONSTRAINT)->name = "PRIMARY";
		return;
	}
	if (ddl_take(d, "FOREIGN KEY")) {
		ddl_take(d, "IF EXISTS");
		a = ddl_add(d, ACT_DROP, ON_CONSTRAINT);
		a->to = "foreign key";
		a->name = ddl_name(d);
		return;
	}
	if (ddl_take(d, "INDEX") || ddl_take(d, "KEY"))
		object = ON_INDEX;
	else if (ddl_take(d, "CONSTRAINT") || ddl_take(d, "CHECK"))
		object = ON_CONSTRAINT;
	else if (ddl_take(d, "PARTITION"))
		object = ON_OTHER;
	else
		ddl_take(d, "COLUMN");
	d->guarded = ddl_take(d, "IF EXISTS");
	name = ddl_name(d);
	ddl_add(d, ACT_DROP, object)->name = name;
}

static void alter_rename(struct ddl *d)
{
	enum action_object object = ON_COLUMN;
	struct action *a;

	if (ddl_take(d, "TO") || ddl_take(d, "AS")) {
		a = ddl_add(d, ACT_RENAME, ON_TABLE);
		a->name = d->table;
		a->to = ddl_qualified(d, &a->schema);
		return;
	}
	if (ddl_take(d, "INDEX") || ddl_take(d, "KEY"))
		object = ON_INDEX;
	else
		ddl_take(d, "COLUMN");
	a = ddl_add(d, ACT_RENAME, object);
	a->name = ddl_name(d);
	if (ddl_take(d, "TO")) {
		a->to = ddl_name(d);
	} else { /* RENAME t2 */
		a->object = ON_TABLE;
		a->to = a->name;
		a->name = d->table;
	}
}

static void alter_column(struct ddl *d)
{
	enum action_verb verb = ACT_ALTER;
	enum action_object object = ON_COLUMN;
	const char *name;

	if (ddl_take(d, "INDEX"))
		object = ON_INDEX;
	else
		ddl_take(d, "COLUMN");
	name = ddl_name(d);
	if (ddl_take(d, "SET DEFAULT"))
		verb = ACT_SET_DEFAULT;
	else if (ddl_take(d, "DROP DEFAULT"))
		verb = ACT_DROP_DEFAULT;
	ddl_add(d, verb, object)->name = name;
}

/* CHANGE a b definition; MODIFY a definition. */
static void alter_change(struct ddl *d, bool renames)
{
	size_t from;
	const char *old, *name;
	struct action *a;

	ddl_take(d, "COLUMN");
	ddl_take(d, "IF EXISTS");
	from = d->at;
	old = name = ddl_name(d);
	if (renames)
		name = ddl_name(d);
	if (name == NULL)
		return;
	ddl_definition(d, ACT_SET_TYPE, old, from);
	if (strcmp(old, name) == 0)
		return;
	a = ddl_add(d, ACT_RENAME, ON_COLUMN);
	a->name = old;
	a->to = name;
}

static void alter_part(struct ddl *d)
{
	if (ddl_take(d, "ADD"))
		alter_add(d);
	else if (ddl_take(d, "DROP"))
		alter_drop(d);
	else if (ddl_take(d, "RENAME"))
		alter_rename(d);
	else if (ddl_take(d, "ALTER"))
		alter_column(d);
	else if (ddl_take(d, "MODIFY"))
		alter_change(d, false);
	else if (ddl_take(d, "CHANGE"))
		alter_change(d, true);
	else if (d->rules->alter == NULL || !d->rules->alter(d))
		ddl_add(d, ACT_ALTER, ON_TABLE);
}

static void place(struct ddl *d, size_t first, size_t from)
{
	const struct lex_token *last = &d->t[d->at > from ? d->at - 1 : from];

	for (size_t i = first; i < d->list->len; i++) {
		struct action *a = &d->list->v[i];

		if (a->start == 0)
			a->start = (size_t)(d->t[from].text - d->sql);
		if (last->text != NULL)
			a->end = (size_t)(last->text + last->len - d->sql);
	}
}

void ddl_alter_table(struct ddl *d)
{
	while (ddl_take(d, "ONLINE") || ddl_take(d, "IGNORE"))
		;
	if (!ddl_take(d, "TABLE"))
		return;
	ddl_take(d, "IF EXISTS");
	d->table = ddl_qualified(d, &d->schema);
	if (ddl_take(d, "WAIT"))
		d->at++;
	else
		ddl_take(d, "NOWAIT");
	do {
		size_t first = d->list->len, from = d->at;

		d->guarded = false;
		alter_part(d);
		ddl_skip_part(d);
		place(d, first, from);
		if (*ddl_token(d)->text == ')')
			d->at++;
	} while (!ddl_at_end(d) && (ddl_take_char(d, ',') || d->at < d->len));
}
