/* SPDX-License-Identifier: Apache-2.0 */
/*
 * CREATE TABLE and ALTER TABLE. The tree has no places for most parts of ALTER
 * TABLE, so they are found by the commas in the text.
 */
#include "dialect/postgres/parse.h"

#include "dialect/postgres/emit.h"

#include <string.h>

static bool is_char(const struct lex_token *t, char c)
{
	return t->kind == LEX_OPERATOR && t->len == 1 && *t->text == c;
}

/* Where the first action begins: behind the table's name. */
static size_t first_part(const struct pg_reader *r, size_t name_at)
{
	struct lexer lx, next;
	struct lex_token t;

	lex_init(&lx, &pgsql_lex, r->sql + name_at, r->len - name_at);
	lex_next_code(&lx, &t);
	for (;;) {
		next = lx;
		lex_next_code(&next, &t);
		if (!is_char(&t, '.') && !is_char(&t, '*'))
			break;
		if (is_char(&t, '.'))
			lex_next_code(&next, &t);
		lx = next;
	}
	return (size_t)(t.text - r->sql);
}

/* The part behind the one at from: behind the next comma; from itself if there is none. */
static size_t next_part(const struct pg_reader *r, size_t from, size_t *ret_end)
{
	struct lexer lx;
	struct lex_token t = {.kind = LEX_SPACE}, last = {.text = r->sql + from};
	int depth = 0;

	lex_init(&lx, &pgsql_lex, r->sql + from, r->len - from);
	for (;;) {
		last = t.kind == LEX_SPACE ? last : t;
		lex_next_code(&lx, &t);
		depth += is_char(&t, '(') || is_char(&t, '[');
		depth -= is_char(&t, ')') || is_char(&t, ']');
		if (t.kind == LEX_END || t.kind == LEX_UNFINISHED ||
		    (depth == 0 && is_char(&t, ',')))
			break;
	}
	*ret_end = (size_t)(last.text + last.len - r->sql);
	if (!is_char(&t, ','))
		return from;
	lex_next_code(&lx, &t);
	return t.kind == LEX_END ? from : (size_t)(t.text - r->sql);
}

struct part {
	struct pg_reader *r;
	struct pg_relation table;
	bool in_create;
	size_t start, end;
};

static struct action *add(const struct part *p, enum action_verb verb, enum action_object object)
{
	struct action *a = pg_add(p->r, verb, object, p->start);

	a->schema = p->table.schema;
	a->table = p->table.name;
	a->temporary = p->table.temporary;
	a->in_create = p->in_create;
	a->end = p->end;
	return a;
}

/* CHECK (c IS NOT NULL). */
static const char *not_null_column(struct pg_reader *r, const json_t *expression)
{
	const json_t *test = pg_as(expression, "NullTest"), *fields;

	if (!pg_is(test, "nulltesttype", "IS_NOT_NULL"))
		return NULL;
	fields = json_object_get(pg_as(json_object_get(test, "arg"), "ColumnRef"), "fields");
	return pg_last_name(r, fields, NULL);
}

static void add_constraint(const struct part *p, const json_t *k, const char *column)
{
	static const struct {
		const char *type;
		enum action_constraint_kind kind;
	} kinds[] = {{"CONSTR_PRIMARY", CONSTRAINT_PRIMARY_KEY},
		     {"CONSTR_UNIQUE", CONSTRAINT_UNIQUE},
		     {"CONSTR_CHECK", CONSTRAINT_CHECK},
		     {"CONSTR_FOREIGN", CONSTRAINT_FOREIGN_KEY},
		     {"CONSTR_EXCLUSION", CONSTRAINT_EXCLUDE}};
	struct pg_reader *r = p->r;
	struct pg_relation to = pg_relation(r, json_object_get(k, "pktable"));
	struct action_constraint *c;
	struct action *a;
	size_t i = 0, n = sizeof(kinds) / sizeof(*kinds);

	while (i < n && !pg_is(k, "contype", kinds[i].type))
		i++;
	if (i == n)
		return;
	c = arena_new(r->arena, struct action_constraint);
	c->kind = kinds[i].kind;
	c->in_column = column != NULL;
	c->not_valid = pg_true(k, "skip_validation");
	c->using_index = json_object_get(k, "indexname") != NULL;
	c->cascade = pg_is(k, "fk_del_action", "c");
	c->to_schema = to.schema;
	c->to_table = to.name;
	c->not_null = not_null_column(r, json_object_get(k, "raw_expr"));
	pg_names(r, json_object_get(k, c->kind == CONSTRAINT_FOREIGN_KEY ? "fk_attrs" : "keys"),
		 &c->columns);
	pg_names(r, json_object_get(k, "pk_attrs"), &c->to_columns);
	if (column != NULL && c->columns.len == 0 && c->kind != CONSTRAINT_CHECK)
		*vec_push(&c->columns, r->arena) = column;
	a = add(p, ACT_ADD, ON_CONSTRAINT);
	a->name = pg_text(r, k, "conname");
	a->to = pg_text(r, k, "indexname");
	a->constraint = c;
	if (pg_at(k) != 0 && (p->in_create || column != NULL))
		a->start = pg_at(k);
}

static void set_type(struct pg_reader *r, const json_t *def, struct action_column *c)
{
	const json_t *collation = json_object_get(def, "collClause");

	c->type = pg_type(r, json_object_get(def, "typeName"));
	c->serial = strcmp(c->type, "serial") == 0 || strcmp(c->type, "bigserial") == 0 ||
		    strcmp(c->type, "smallserial") == 0 || strcmp(c->type, "serial4") == 0 ||
		    strcmp(c->type, "serial8") == 0 || strcmp(c->type, "serial2") == 0;
	c->collation = pg_last_name(r, json_object_get(collation, "collname"), NULL);
}

static void column_attribute(struct pg_reader *r, const json_t *k, struct action_column *c)
{
	const json_t *expression = json_object_get(k, "raw_expr");

	if (pg_is(k, "contype", "CONSTR_NOTNULL") || pg_is(k, "contype", "CONSTR_PRIMARY"))
		c->not_null = true;
	else if (pg_is(k, "contype", "CONSTR_IDENTITY"))
		c->identity = c->not_null = true;
	else if (pg_is(k, "contype", "CONSTR_GENERATED"))
		c->generated = c->stored = true;
	if (!pg_is(k, "contype", "CONSTR_DEFAULT"))
		return;
	c->default_kind = pg_default(expression);
	c->default_text = "";
	(void)r;
}

static void add_column(const struct part *p, const json_t *def, bool guarded)
{
	struct pg_reader *r = p->r;
	const json_t *list = json_object_get(def, "constraints");
	struct action_column *c = arena_new(r->arena, struct action_column);
	struct action *a = add(p, ACT_ADD, ON_COLUMN);
	const char *name = pg_text(r, def, "colname");

	a->name = name;
	a->column = c;
	a->guarded = guarded;
	if (p->in_create)
		a->start = pg_at(def);
	set_type(r, def, c);
	for (size_t i = 0; i < json_array_size(list); i++)
		column_attribute(r, pg_as(json_array_get(list, i), "Constraint"), c);
	for (size_t i = 0; i < json_array_size(list); i++)
		add_constraint(p, pg_as(json_array_get(list, i), "Constraint"), name);
}

/* CREATE TABLE ... PARTITION OF: the new table is attached to its parent. */
static void attach_made(const struct part *p, const json_t *node)
{
	const json_t *parents = json_object_get(node, "inhRelations");
	struct pg_relation parent =
		pg_relation(p->r, pg_as(json_array_get(parents, 0), "RangeVar"));
	struct action *a = add(p, ACT_ATTACH, ON_TABLE);

	a->schema = parent.schema;
	a->table = parent.name;
	a->name = p->table.name;
	a->to = p->table.schema;
}

void pg_create_table(struct pg_reader *r, const json_t *node)
{
	struct part p = {.r = r,
			 .table = pg_relation(r, json_object_get(node, "relation")),
			 .in_create = true};
	const json_t *list = json_object_get(node, "tableElts");
	struct action *a = add(&p, ACT_CREATE, ON_TABLE);

	a->name = p.table.name;
	a->in_create = false;
	a->guarded = pg_true(node, "if_not_exists");
	a->copies = json_object_get(node, "inhRelations") != NULL ||
		    json_object_get(node, "ofTypename") != NULL;
	if (json_object_get(node, "partbound") != NULL)
		attach_made(&p, node);
	for (size_t i = 0; i < json_array_size(list); i++) {
		const char *type;
		const json_t *part = pg_node(json_array_get(list, i), &type);

		p.start = pg_at(part);
		if (type == NULL)
			continue;
		if (strcmp(type, "ColumnDef") == 0)
			add_column(&p, part, false);
		else if (strcmp(type, "Constraint") == 0)
			add_constraint(&p, part, NULL);
		else
			r->list->v[r->list->len - 1].copies = true;
	}
}

void pg_create_table_as(struct pg_reader *r, const json_t *node)
{
	struct part p = {
		.r = r,
		.table = pg_relation(r, json_object_get(json_object_get(node, "into"), "rel"))};
	bool view = pg_is(node, "objtype", "OBJECT_MATVIEW");
	struct action *a = add(&p, ACT_CREATE, view ? ON_MATVIEW : ON_TABLE);

	a->name = p.table.name;
	a->copies = true;
	a->guarded = pg_true(node, "if_not_exists");
}

/* The subtypes that need no more than their verb. */
static const struct {
	const char *subtype;
	enum action_verb verb;
	enum action_object object;
} simple[] = {
	{"AT_DropColumn", ACT_DROP, ON_COLUMN},
	{"AT_DropConstraint", ACT_DROP, ON_CONSTRAINT},
	{"AT_ValidateConstraint", ACT_VALIDATE, ON_CONSTRAINT},
	{"AT_SetNotNull", ACT_SET_NOT_NULL, ON_COLUMN},
	{"AT_DropNotNull", ACT_DROP_NOT_NULL, ON_COLUMN},
	{"AT_EnableTrig", ACT_ENABLE, ON_TRIGGER},
	{"AT_EnableTrigAll", ACT_ENABLE, ON_TRIGGER},
	{"AT_EnableTrigUser", ACT_ENABLE, ON_TRIGGER},
	{"AT_DisableTrig", ACT_DISABLE, ON_TRIGGER},
	{"AT_DisableTrigAll", ACT_DISABLE, ON_TRIGGER},
	{"AT_DisableTrigUser", ACT_DISABLE, ON_TRIGGER},
	{"AT_EnableRowSecurity", ACT_ENABLE, ON_POLICY},
	{"AT_DisableRowSecurity", ACT_DISABLE, ON_POLICY},
	{"AT_ForceRowSecurity", ACT_ENABLE, ON_POLICY},
	{"AT_NoForceRowSecurity", ACT_DISABLE, ON_POLICY},
};

/* The subtypes that write the whole table anew. */
static const struct {
	const char *subtype, *name;
} rewrites[] = {
	{"AT_SetLogged", "SET LOGGED"},
	{"AT_SetUnLogged", "SET UNLOGGED"},
	{"AT_SetTableSpace", "SET TABLESPACE"},
	{"AT_SetAccessMethod", "SET ACCESS METHOD"},
};

static bool rewrite_part(const struct part *p, const json_t *cmd)
{
	for (size_t i = 0; i < sizeof(rewrites) / sizeof(*rewrites); i++)
		if (pg_is(cmd, "subtype", rewrites[i].subtype)) {
			add(p, ACT_REWRITE, ON_TABLE)->name = rewrites[i].name;
			return true;
		}
	return false;
}

static void alter_partition(const struct part *p, const json_t *cmd, bool attach)
{
	const json_t *def = pg_as(json_object_get(cmd, "def"), "PartitionCmd");
	struct action *a = add(p, attach ? ACT_ATTACH : ACT_DETACH, ON_TABLE);
	struct pg_relation part = pg_relation(p->r, json_object_get(def, "name"));

	a->name = part.name;
	a->to = part.schema;
	a->concurrently = pg_true(def, "concurrent");
	a->filtered = pg_true(json_object_get(def, "bound"), "is_default");
}

static void set_default(const struct part *p, const json_t *cmd)
{
	const json_t *def = json_object_get(cmd, "def");
	struct action *a = add(p, def == NULL ? ACT_DROP_DEFAULT : ACT_SET_DEFAULT, ON_COLUMN);

	a->name = pg_text(p->r, cmd, "name");
}

/* USING c::type, and nothing that works on the value. */
static bool is_plain_cast(struct pg_reader *r, const json_t *expression, const char *column,
			  const char *type)
{
	const json_t *cast = pg_as(expression, "TypeCast");
	const json_t *of = pg_as(json_object_get(cast, "arg"), "ColumnRef");
	const char *name = pg_last_name(r, json_object_get(of, "fields"), NULL);

	return name != NULL && column != NULL && strcmp(name, column) == 0 &&
	       strcmp(pg_type(r, json_object_get(cast, "typeName")), type) == 0;
}

static void change_type(const struct part *p, const json_t *cmd)
{
	const json_t *def = pg_as(json_object_get(cmd, "def"), "ColumnDef");
	struct action_column *c = arena_new(p->r->arena, struct action_column);
	struct action *a = add(p, ACT_SET_TYPE, ON_COLUMN);

	a->name = pg_text(p->r, cmd, "name");
	a->column = c;
	set_type(p->r, def, c);
	c->converts = json_object_get(def, "raw_default") != NULL &&
		      !is_plain_cast(p->r, json_object_get(def, "raw_default"), a->name, c->type);
}

static void alter_part(const struct part *p, const json_t *cmd)
{
	struct pg_reader *r = p->r;
	const json_t *def = json_object_get(cmd, "def");
	struct action *a;

	if (pg_is(cmd, "subtype", "AT_AddColumn")) {
		add_column(p, pg_as(def, "ColumnDef"), pg_true(cmd, "missing_ok"));
	} else if (pg_is(cmd, "subtype", "AT_AddConstraint")) {
		add_constraint(p, pg_as(def, "Constraint"), NULL);
	} else if (pg_is(cmd, "subtype", "AT_AlterColumnType")) {
		change_type(p, cmd);
	} else if (pg_is(cmd, "subtype", "AT_ColumnDefault")) {
		set_default(p, cmd);
	} else if (pg_is(cmd, "subtype", "AT_AttachPartition")) {
		alter_partition(p, cmd, true);
	} else if (pg_is(cmd, "subtype", "AT_DetachPartition")) {
		alter_partition(p, cmd, false);
	} else if (pg_is(cmd, "subtype", "AT_AddIdentity")) {
		a = add(p, ACT_SET_DEFAULT, ON_COLUMN);
		a->name = pg_text(r, cmd, "name");
	} else if (!rewrite_part(p, cmd)) {
		size_t i = 0, n = sizeof(simple) / sizeof(*simple);

		while (i < n && !pg_is(cmd, "subtype", simple[i].subtype))
			i++;
		a = i < n ? add(p, simple[i].verb, simple[i].object) : add(p, ACT_ALTER, ON_TABLE);
		a->name = pg_text(r, cmd, "name");
		if (i == n)
			a->to = pg_text(r, cmd, "subtype");
		a->cascade = pg_is(cmd, "behavior", "DROP_CASCADE");
		a->guarded = pg_true(cmd, "missing_ok");
	}
}

void pg_alter_table(struct pg_reader *r, const json_t *node)
{
	struct part p = {.r = r, .table = pg_relation(r, json_object_get(node, "relation"))};
	const json_t *cmds = json_object_get(node, "cmds");
	size_t next = first_part(r, p.table.at);

	for (size_t i = 0; i < json_array_size(cmds); i++) {
		p.start = next;
		next = next_part(r, next, &p.end);
		if (pg_is(node, "objtype", "OBJECT_TABLE"))
			alter_part(&p, pg_as(json_array_get(cmds, i), "AlterTableCmd"));
		else
			add(&p, ACT_ALTER, ON_OTHER);
	}
}
