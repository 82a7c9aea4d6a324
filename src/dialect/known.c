/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Names are keys as the dialect folded them; the schema counts unless it is the
 * usual one. What goes is marked and stays, so that a name that comes again is
 * known to have been there.
 */
#include "dialect/known.h"

#include <string.h>

const char *known_schema(const char *schema)
{
	bool usual = schema == NULL || strcmp(schema, "public") == 0 || strcmp(schema, "main") == 0;

	return usual ? NULL : schema;
}

static const char *key_of(const struct known *k, const char *schema, const char *name)
{
	if (known_schema(schema) == NULL)
		return name;
	return arena_printf(k->arena, "%s.%s", schema, name);
}

void known_init(struct known *k, struct arena *a)
{
	*k = (struct known){.arena = a};
	k->tables.arena = k->indexes.arena = k->triggers.arena = k->others.arena = a;
	k->domains.arena = a;
}

void known_reset(struct known *k)
{
	k->path = NULL;
}

/* Does the name without a schema mean one in the path's, where it is, or is made now? */
static bool is_in_path(const struct known *k, const struct action *a)
{
	if (a->object == ON_INDEX && a->verb == ACT_DROP)
		return known_index(k, k->path, a->name, NULL) != NULL;
	if (a->table == NULL)
		return a->verb == ACT_CREATE;
	return a->in_create || (a->verb == ACT_CREATE && a->object == ON_TABLE) ||
	       known_table(k, k->path, a->table) != NULL;
}

void known_resolve(const struct known *k, struct action_list *actions)
{
	for (size_t i = 0; k->path != NULL && i < actions->len; i++) {
		struct action *a = &actions->v[i];
		const struct action_constraint *c = a->constraint;

		if (a->schema == NULL && !a->temporary && is_in_path(k, a))
			a->schema = k->path;
		if (c != NULL && c->to_table != NULL && c->to_schema == NULL &&
		    known_table(k, k->path, c->to_table) != NULL) {
			struct action_constraint *resolved =
				arena_new(k->arena, struct action_constraint);

			*resolved = *c;
			resolved->to_schema = k->path;
			a->constraint = resolved;
		}
	}
}

static void set_path(struct known *k, const struct action *a)
{
	/* "$user" is nobody's schema but in rare places. */
	bool none = a->to == NULL || a->to[0] == '\0' || a->to[0] == '$' ||
		    strcmp(a->to, "default") == 0;

	if (strcmp(a->name, "search_path") == 0)
		k->path = none ? NULL : known_schema(a->to);
}

void known_age(struct known *k)
{
	for (size_t i = 0; i < k->all.len; i++)
		k->all.v[i]->made_now = false;
	k->others = (struct map){.arena = k->arena};
}

struct known_table *known_table(const struct known *k, const char *schema, const char *name)
{
	struct known_table *t = name == NULL ? NULL : map_get(&k->tables, key_of(k, schema, name));

	return t == NULL || t->dropped ? NULL : t;
}

const struct known_table *known_gone(const struct known *k, const char *schema, const char *name)
{
	return name == NULL ? NULL : map_get(&k->tables, key_of(k, schema, name));
}

struct known_table *known_table_of(const struct known *k, const struct action *a)
{
	return known_table(k, a->schema, a->table);
}

struct known_column *known_column(const struct known_table *t, const char *name)
{
	for (size_t i = 0; t != NULL && name != NULL && i < t->columns.len; i++)
		if (!t->columns.v[i].dropped && strcmp(t->columns.v[i].name, name) == 0)
			return &t->columns.v[i];
	return NULL;
}

const struct known_constraint *known_constraint(const struct known_table *t, const char *name)
{
	for (size_t i = 0; t != NULL && name != NULL && i < t->constraints.len; i++) {
		const struct known_constraint *c = &t->constraints.v[i];

		if (!c->dropped && c->name != NULL && strcmp(c->name, name) == 0)
			return c;
	}
	return NULL;
}

const struct known_constraint *known_primary_key(const struct known_table *t)
{
	for (size_t i = 0; t != NULL && i < t->constraints.len; i++) {
		const struct known_constraint *c = &t->constraints.v[i];

		if (!c->dropped && c->def->kind == CONSTRAINT_PRIMARY_KEY)
			return c;
	}
	return NULL;
}

bool known_has_not_null_check(const struct known_table *t, const char *column)
{
	for (size_t i = 0; t != NULL && i < t->constraints.len; i++) {
		const struct known_constraint *c = &t->constraints.v[i];

		if (!c->dropped && c->valid && c->def->not_null != NULL &&
		    strcmp(c->def->not_null, column) == 0)
			return true;
	}
	return false;
}

struct known_table *known_index(const struct known *k, const char *schema, const char *name,
				const struct known_index **ret)
{
	const struct known_index_owner *o =
		name == NULL ? NULL : map_get(&k->indexes, key_of(k, schema, name));

	if (o == NULL || o->table->dropped)
		return NULL;
	if (ret != NULL)
		*ret = &o->table->indexes.v[o->index];
	return o->table;
}

const struct known_index *known_gone_index(const struct known *k, const char *schema,
					   const char *name, const char *table)
{
	const struct known_index_owner *o =
		name == NULL ? NULL : map_get(&k->indexes, key_of(k, schema, name));

	if (o == NULL || !o->table->dropped || strcmp(o->table->name, table) != 0)
		return NULL;
	return &o->table->indexes.v[o->index];
}

static const char *other_key(const struct known *k, enum action_object object, const char *name)
{
	return arena_printf(k->arena, "%d %s", (int)object, name);
}

bool known_is_new(const struct known *k, enum action_object object, const char *name)
{
	return name != NULL && map_has(&k->others, other_key(k, object, name));
}

bool known_is_checked(const struct known *k, const char *type)
{
	return map_get(&k->domains, strncmp(type, "public.", 7) == 0 ? type + 7 : type) != NULL;
}

bool known_refers(const struct known_constraint *c, const struct known_table *to)
{
	const char *schema = known_schema(c->def->to_schema);

	return !c->dropped && c->def->kind == CONSTRAINT_FOREIGN_KEY && c->def->to_table != NULL &&
	       strcmp(c->def->to_table, to->name) == 0 &&
	       (schema == NULL) == (to->schema == NULL) &&
	       (schema == NULL || strcmp(schema, to->schema) == 0);
}

bool known_covers(const struct action_names *index, const struct action_names *columns)
{
	if (columns->len == 0 || columns->len > index->len)
		return false;
	for (size_t i = 0; i < columns->len; i++)
		if (strcmp(index->v[i], columns->v[i]) != 0 || index->v[i][0] == '\0')
			return false;
	return true;
}

static struct known_table *make_table(struct known *k, const char *schema, const char *name,
				      bool now)
{
	const char *key = arena_strdup(k->arena, key_of(k, schema, name));
	struct known_table *t = arena_new(k->arena, struct known_table);
	const struct known_table *before = map_get(&k->tables, key);

	t->name = arena_strdup(k->arena, name);
	t->schema = arena_strdup(k->arena, known_schema(schema));
	/* A rebuilt table holds the rows of the one before. */
	t->made_now = now && (before == NULL || before->made_now);
	map_put(&k->tables, key, t);
	*vec_push(&k->all, k->arena) = t;
	return t;
}

static void add_index(struct known *k, struct known_table *t, const struct known_index *index)
{
	struct known_index_owner *o;

	*vec_push(&t->indexes, k->arena) = *index;
	if (index->name == NULL)
		return;
	o = arena_new(k->arena, struct known_index_owner);
	*o = (struct known_index_owner){t, t->indexes.len - 1};
	map_put(&k->indexes, arena_strdup(k->arena, key_of(k, t->schema, index->name)), o);
}

static void add_constraint(struct known *k, struct known_table *t, const struct action *a,
			   unsigned long transaction)
{
	const struct action_constraint *c = a->constraint;

	*vec_push(&t->constraints, k->arena) = (struct known_constraint){
		.name = a->name,
		.def = c,
		.valid = !c->not_valid,
		.transaction = transaction,
	};
	if ((c->kind == CONSTRAINT_PRIMARY_KEY || c->kind == CONSTRAINT_UNIQUE) && !c->using_index)
		add_index(k, t,
			  &(struct known_index){.name = a->name,
						.columns = c->columns,
						.unique = true,
						.of_key = true});
	for (size_t i = 0; c->kind == CONSTRAINT_PRIMARY_KEY && i < c->columns.len; i++) {
		struct known_column *column = known_column(t, c->columns.v[i]);

		if (column != NULL)
			column->def.not_null = true;
	}
}

static void drop_column(struct known_table *t, const char *name)
{
	struct known_column *c = known_column(t, name);

	if (c != NULL)
		c->dropped = true;
	for (size_t i = 0; i < t->indexes.len; i++)
		for (size_t j = 0; j < t->indexes.v[i].columns.len; j++)
			if (strcmp(t->indexes.v[i].columns.v[j], name) == 0)
				t->indexes.v[i].dropped = true;
}

static void apply_column(struct known *k, struct known_table *t, const struct action *a)
{
	struct known_column *c = known_column(t, a->name);

	if (a->verb == ACT_ADD && c == NULL) {
		*vec_push(&t->columns, k->arena) =
			(struct known_column){.name = a->name, .def = *a->column};
		return;
	}
	if (a->verb == ACT_DROP && a->name != NULL)
		drop_column(t, a->name);
	if (c == NULL)
		return;
	if (a->verb == ACT_SET_TYPE && a->column->whole)
		c->def = *a->column;
	else if (a->verb == ACT_SET_TYPE)
		c->def.type = a->column->type;
	else if (a->verb == ACT_SET_NOT_NULL || a->verb == ACT_DROP_NOT_NULL)
		c->def.not_null = a->verb == ACT_SET_NOT_NULL;
	else if (a->verb == ACT_DROP_DEFAULT)
		c->def.default_kind = DEFAULT_NONE;
	else if (a->verb == ACT_SET_DEFAULT)
		c->def.default_kind = DEFAULT_CONSTANT;
	else if (a->verb == ACT_RENAME && a->to != NULL)
		c->name = a->to;
}

static void drop_index(struct known_table *t, const char *name)
{
	for (size_t i = 0; t != NULL && i < t->indexes.len; i++)
		if (t->indexes.v[i].name != NULL && strcmp(t->indexes.v[i].name, name) == 0)
			t->indexes.v[i].dropped = true;
}

static void apply_constraint(struct known *k, struct known_table *t, const struct action *a,
			     unsigned long transaction)
{
	if (a->verb == ACT_ADD) {
		add_constraint(k, t, a, transaction);
		return;
	}
	for (size_t i = 0; a->name != NULL && i < t->constraints.len; i++) {
		struct known_constraint *c = &t->constraints.v[i];
		bool same = c->name != NULL && strcmp(c->name, a->name) == 0;

		if (a->verb == ACT_VALIDATE && same)
			c->valid = true;
		else if (a->verb == ACT_DROP && (same || (strcmp(a->name, "PRIMARY") == 0 &&
							  c->def->kind == CONSTRAINT_PRIMARY_KEY)))
			c->dropped = true;
	}
	if (a->verb == ACT_DROP && a->name != NULL)
		drop_index(t, a->name);
}

static void apply_index(struct known *k, struct known_table *t, const struct action *a)
{
	if (a->verb == ACT_CREATE && t != NULL) {
		t->indexes_named++;
		add_index(k, t,
			  &(struct known_index){.name = a->name,
						.columns = a->columns,
						.unique = a->unique,
						.filtered = a->filtered,
						.kind = a->to});
	} else if (a->verb == ACT_DROP && a->name != NULL && a->table != NULL) {
		drop_index(t, a->name); /* MariaDB, MySQL: names are the table's own */
	} else if (a->verb == ACT_DROP && a->name != NULL) {
		drop_index(known_index(k, a->schema, a->name, NULL), a->name);
	}
}

static void apply_table(struct known *k, const struct action *a, bool now)
{
	struct known_table *t = known_table_of(k, a);

	if (a->verb == ACT_CREATE && (t == NULL || !a->guarded)) {
		t = make_table(k, a->schema, a->table, now);
		t->complete = !a->copies;
		t->copies = a->copies;
	} else if (a->verb == ACT_DROP && t != NULL) {
		t->dropped = true;
	} else if (a->verb == ACT_RENAME && a->to != NULL) {
		const struct known_table *gone = map_get(&k->tables, key_of(k, a->schema, a->to));
		struct known_table *left;

		if (t == NULL)
			return;
		if (gone != NULL && !gone->made_now)
			t->made_now = false;
		left = arena_new(k->arena, struct known_table);
		*left = (struct known_table){.schema = t->schema,
					     .name = t->name,
					     .made_now = t->made_now,
					     .dropped = true};
		map_put(&k->tables, arena_strdup(k->arena, key_of(k, a->schema, a->table)), left);
		map_put(&k->tables, arena_strdup(k->arena, key_of(k, a->schema, a->to)), t);
		t->name = a->to;
	}
}

static void apply_trigger(struct known *k, struct known_table *t, const struct action *a)
{
	struct known_table *of = map_get(&k->triggers, a->name);

	if (a->verb == ACT_CREATE && t != NULL) {
		t->triggers++;
		map_put(&k->triggers, a->name, t);
	} else if (a->verb == ACT_DROP && of != NULL) {
		of->triggers--;
		map_put(&k->triggers, a->name, NULL);
	}
}

/* As a table, for its indexes. */
static void apply_matview(struct known *k, const struct action *a, bool now)
{
	struct known_table *t = known_table_of(k, a);

	if (a->verb == ACT_CREATE && (t == NULL || !a->guarded))
		make_table(k, a->schema, a->table, now)->copies = true;
	else if (a->verb == ACT_DROP && t != NULL)
		t->dropped = true;
}

static void apply_other(struct known *k, const struct action *a, bool now)
{
	bool checks = a->verb == ACT_ADD || (a->verb == ACT_CREATE && a->to != NULL);

	if (a->object == ON_DOMAIN && (checks || a->verb == ACT_DROP))
		map_put(&k->domains, arena_strdup(k->arena, key_of(k, a->schema, a->name)),
			checks ? k : NULL);
	if (a->verb == ACT_CREATE && now)
		map_put(&k->others, other_key(k, a->object, a->name), k);
}

void known_apply(struct known *k, const struct action *a, unsigned long transaction, bool now)
{
	struct known_table *t = known_table_of(k, a);
	bool part = a->object == ON_COLUMN || a->object == ON_CONSTRAINT ||
		    (a->object == ON_INDEX && a->verb == ACT_CREATE);

	/* What is done to a table tells of it, even if no file made it. */
	if (t == NULL && part && a->table != NULL)
		t = make_table(k, a->schema, a->table, false);
	if (a->object == ON_MATVIEW && a->table != NULL)
		apply_matview(k, a, now);
	if (a->object == ON_TABLE && a->table != NULL)
		apply_table(k, a, now);
	else if (a->object == ON_COLUMN && t != NULL)
		apply_column(k, t, a);
	else if (a->object == ON_CONSTRAINT && t != NULL)
		apply_constraint(k, t, a, transaction);
	else if (a->object == ON_INDEX)
		apply_index(k, t, a);
	else if (a->object == ON_TRIGGER && a->name != NULL)
		apply_trigger(k, t, a);
	else if (a->verb == ACT_SET && a->name != NULL)
		set_path(k, a);
	else if (a->name != NULL)
		apply_other(k, a, now);
}
