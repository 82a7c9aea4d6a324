/* SPDX-License-Identifier: Apache-2.0 */
/*
 * SQL for the changes of a PostgreSQL schema: the table of kinds, and what all
 * kinds have in common (comment, owner, DROP, RENAME).
 *
 * Covered: every kind of kind.def that PostgreSQL has. Not covered: security
 * labels, subscriptions, roles, databases and tablespaces.
 */
#include "dialect/postgres/emit.h"

#include "base/buf.h"

#include <assert.h>
#include <string.h>

static void push(const struct emit *e, char *sql, bool alone)
{
	*vec_push(e->ret, e->a) = (struct change_sql){sql, alone};
}

void pgsql_add(const struct emit *e, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	push(e, arena_vprintf(e->a, fmt, ap), false);
	va_end(ap);
}

void pgsql_add_alone(const struct emit *e, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	push(e, arena_vprintf(e->a, fmt, ap), true);
	va_end(ap);
}

bool pgsql_since(const struct diff_options *o, int major)
{
	return o->version == 0 || o->version >= major * 10000;
}

bool pgsql_changed(const struct change *c, enum attribute name)
{
	for (size_t i = 0; i < c->attributes_len; i++)
		if (c->attributes[i] == name)
			return true;
	return false;
}

const char *pgsql_if_not_exists(const struct emit *e)
{
	return e->o->if_not_exists ? "IF NOT EXISTS " : "";
}

const char *pgsql_if_exists(const struct emit *e)
{
	return e->o->if_not_exists ? "IF EXISTS " : "";
}

const char *pgsql_insert(struct arena *a, const char *sql, const char *after, const char *words)
{
	const char *at = pgsql_find(sql, after);

	if (at == NULL || *words == '\0')
		return sql;
	at += strlen(after);
	return arena_printf(a, "%.*s %.*s%s", (int)(at - sql), sql, (int)strlen(words) - 1, words,
			    at);
}

static void add_comment(const struct emit *e, const struct object *o)
{
	const char *text = object_get(o, ATTR_COMMENT);

	pgsql_add(e, "COMMENT ON %s IS %s", pgsql_target(e->a, o), pgsql_literal(e->a, text));
}

static void add_owner(const struct emit *e, const struct object *o)
{
	const char *owner = object_get(o, ATTR_OWNER);

	if (owner != NULL)
		pgsql_add(e, "ALTER %s OWNER TO %s", pgsql_target(e->a, o),
			  pgsql_ident(e->a, owner));
}

void pgsql_extras(const struct emit *e, const struct object *o)
{
	if (e->o->owners)
		add_owner(e, o);
	if (object_has(o, ATTR_COMMENT))
		add_comment(e, o);
}

bool pgsql_is_constraint(const struct object *o)
{
	return o->kind == OBJECT_PRIMARY_KEY || o->kind == OBJECT_UNIQUE ||
	       o->kind == OBJECT_CHECK || o->kind == OBJECT_EXCLUSION ||
	       o->kind == OBJECT_FOREIGN_KEY;
}

static const char *drop_head(const struct emit *e, const struct object *table)
{
	if (e->c->heirs_stay)
		return arena_printf(e->a, "ALTER TABLE ONLY %s", pgsql_name(e->a, table));
	return pgsql_alter_table(e->a, table);
}

/* By a foreign key to the partitioned table: the server drops no part of that. */
static bool is_referred_to(const struct object *partition)
{
	for (size_t i = 0; i < partition->needs_len; i++) {
		const struct object *table = partition->needs[i];

		if (!object_has(table, ATTR_PARTITION_BY))
			continue;
		for (size_t k = 0; k < table->needed_by_len; k++)
			if (table->needed_by[k]->kind == OBJECT_FOREIGN_KEY &&
			    table->needed_by[k]->references == table)
				return true;
		return object_has(table, ATTR_PARTITION_OF) && is_referred_to(table);
	}
	return false;
}

void pgsql_drop(const struct emit *e)
{
	const struct object *o = e->c->old;
	const char *if_exists = pgsql_if_exists(e), *word = pgsql_kind(o);
	const char *target;

	if (o->kind == OBJECT_COLUMN || pgsql_is_constraint(o)) {
		const char *what = o->kind == OBJECT_COLUMN ? "COLUMN" : "CONSTRAINT";

		if (o->parent->kind == OBJECT_COMPOSITE)
			what = "ATTRIBUTE";
		pgsql_add(e, "%s DROP %s %s%s%s", drop_head(e, o->parent), what, if_exists,
			  pgsql_ident(e->a, o->name), pgsql_cascade(o));
		return;
	}
	target = pgsql_target(e->a, o);
	if (o->kind == OBJECT_TABLE && object_has(o, ATTR_PARTITION_OF) && is_referred_to(o))
		pgsql_add(e, "ALTER TABLE %s DETACH PARTITION %s", object_get(o, ATTR_PARTITION_OF),
			  pgsql_name(e->a, o));
	pgsql_add(e, "DROP %s %s%s", word, if_exists, target + strlen(word) + 1);
}

static const char *rename_target(const struct emit *e, const struct object *o)
{
	const char *table;

	if (o->kind != OBJECT_COLUMN && !pgsql_is_constraint(o))
		return arena_printf(e->a, "ALTER %s RENAME TO", pgsql_target(e->a, o));
	assert(o->parent != NULL);
	table = pgsql_alter_table(e->a, o->parent);
	return arena_printf(e->a, "%s RENAME %s %s TO", table,
			    o->kind != OBJECT_COLUMN              ? "CONSTRAINT"
			    : o->parent->kind == OBJECT_COMPOSITE ? "ATTRIBUTE"
								  : "COLUMN",
			    pgsql_ident(e->a, o->name));
}

static bool same_text(const char *a, const char *b)
{
	return strcmp(a != NULL ? a : "", b != NULL ? b : "") == 0;
}

/* Their names are made of what they are about, or the server has no RENAME for them. */
static bool can_rename(enum object_kind kind)
{
	return kind != OBJECT_EXTENSION && kind != OBJECT_ACCESS_METHOD && kind != OBJECT_CAST &&
	       kind != OBJECT_TRANSFORM && kind != OBJECT_OPERATOR && kind != OBJECT_USER_MAPPING &&
	       kind != OBJECT_SEQUENCE_OWNER && kind != OBJECT_PRIVILEGE &&
	       kind != OBJECT_DEFAULT_PRIVILEGE;
}

const char *pgsql_schema_name(const struct emit *e, const char *schema)
{
	if (schema == NULL)
		schema = e->o->default_schema;
	return schema != NULL ? pgsql_ident(e->a, schema) : "public";
}

/* Its parents were renamed before it. */
static void emit_rename(const struct emit *e)
{
	const struct object *new = e->c->new;
	struct object o = *e->c->old;

	assert(new != NULL);
	if (!can_rename(new->kind))
		return;
	if (o.parent != NULL)
		o.parent = new->parent;
	if (!same_text(o.name, new->name)) {
		pgsql_add(e, "%s %s", rename_target(e, &o), pgsql_ident(e->a, new->name));
		o.name = new->name;
	}
	if (!same_text(o.schema, new->schema))
		pgsql_add(e, "ALTER %s SET SCHEMA %s", pgsql_target(e->a, &o),
			  pgsql_schema_name(e, new->schema));
}

/* Without drop it is pgsql_drop(), without alter there is nothing but comment and owner. */
static const struct emitter {
	void (*create)(const struct emit *e);
	void (*alter)(const struct emit *e);
	void (*drop)(const struct emit *e);
} emitters[OBJECT_KINDS] = {
	[OBJECT_SCHEMA] = {pgsql_schema_create},
	[OBJECT_EXTENSION] = {pgsql_extension_create, pgsql_extension_alter},
	[OBJECT_LANGUAGE] = {pgsql_defined_create},
	[OBJECT_ACCESS_METHOD] = {pgsql_defined_create},
	[OBJECT_COLLATION] = {pgsql_defined_create},
	[OBJECT_CONVERSION] = {pgsql_defined_create},
	[OBJECT_ENUM] = {pgsql_enum_create, pgsql_enum_alter},
	[OBJECT_DOMAIN] = {pgsql_domain_create, pgsql_domain_alter},
	[OBJECT_COMPOSITE] = {pgsql_composite_create},
	[OBJECT_RANGE] = {pgsql_defined_create},
	[OBJECT_TYPE] = {pgsql_defined_create},
	[OBJECT_FOREIGN_DATA_WRAPPER] = {pgsql_defined_create, pgsql_foreign_alter},
	[OBJECT_SERVER] = {pgsql_defined_create, pgsql_foreign_alter, pgsql_server_drop},
	[OBJECT_USER_MAPPING] = {pgsql_defined_create, pgsql_foreign_alter},
	[OBJECT_SEQUENCE] = {pgsql_sequence_create, pgsql_sequence_alter},
	[OBJECT_TABLE] = {pgsql_table_create, pgsql_table_alter},
	[OBJECT_FOREIGN_TABLE] = {pgsql_table_create, pgsql_table_alter},
	[OBJECT_COLUMN] = {pgsql_column_create, pgsql_column_alter},
	[OBJECT_SEQUENCE_OWNER] = {pgsql_sequence_owner, pgsql_sequence_owner,
				   pgsql_sequence_owner_drop},
	[OBJECT_FUNCTION] = {pgsql_routine_create, pgsql_routine_alter},
	[OBJECT_PROCEDURE] = {pgsql_routine_create, pgsql_routine_alter},
	[OBJECT_AGGREGATE] = {pgsql_defined_create},
	[OBJECT_CAST] = {pgsql_defined_create},
	[OBJECT_TRANSFORM] = {pgsql_defined_create, pgsql_defined_replace},
	[OBJECT_OPERATOR] = {pgsql_defined_create},
	[OBJECT_OPERATOR_FAMILY] = {pgsql_defined_create},
	[OBJECT_OPERATOR_CLASS] = {pgsql_defined_create},
	[OBJECT_TS_PARSER] = {pgsql_defined_create},
	[OBJECT_TS_TEMPLATE] = {pgsql_defined_create},
	[OBJECT_TS_DICTIONARY] = {pgsql_defined_create},
	[OBJECT_TS_CONFIGURATION] = {pgsql_text_search_create, pgsql_text_search_alter},
	[OBJECT_PRIMARY_KEY] = {pgsql_constraint_create, pgsql_constraint_alter},
	[OBJECT_UNIQUE] = {pgsql_constraint_create, pgsql_constraint_alter},
	[OBJECT_CHECK] = {pgsql_constraint_create, pgsql_constraint_alter},
	[OBJECT_EXCLUSION] = {pgsql_constraint_create, pgsql_constraint_alter},
	[OBJECT_INDEX] = {pgsql_index_create, pgsql_index_alter, pgsql_index_drop},
	[OBJECT_FOREIGN_KEY] = {pgsql_constraint_create, pgsql_constraint_alter},
	[OBJECT_STATISTICS] = {pgsql_statistics_create, pgsql_statistics_alter},
	[OBJECT_VIEW] = {pgsql_view_create, pgsql_view_alter},
	[OBJECT_MATERIALIZED_VIEW] = {pgsql_view_create, pgsql_view_alter},
	[OBJECT_RULE] = {pgsql_trigger_create, pgsql_trigger_alter},
	[OBJECT_TRIGGER] = {pgsql_trigger_create, pgsql_trigger_alter},
	[OBJECT_POLICY] = {pgsql_policy_create, pgsql_policy_alter},
	[OBJECT_EVENT_TRIGGER] = {pgsql_trigger_create, pgsql_trigger_alter},
	[OBJECT_PUBLICATION] = {pgsql_defined_create, pgsql_publication_alter},
	[OBJECT_PRIVILEGE] = {pgsql_privilege, pgsql_privilege, pgsql_privilege},
	[OBJECT_DEFAULT_PRIVILEGE] = {pgsql_default_privilege, pgsql_default_privilege,
				      pgsql_default_privilege},
};

static void alter(const struct emit *e, const struct emitter *by)
{
	if (by->alter != NULL)
		by->alter(e);
	if (pgsql_changed(e->c, ATTR_OWNER))
		add_owner(e, e->c->new);
	if (pgsql_changed(e->c, ATTR_COMMENT))
		add_comment(e, e->c->new);
}

static void pgsql_emit(const struct diff_options *o, const struct change *c, struct arena *a,
		       struct sql_list *ret)
{
	const struct emit e = {.o = o, .c = c, .a = a, .ret = ret};
	const struct emitter *by = &emitters[(c->new != NULL ? c->new : c->old)->kind];

	if (c->op == CHANGE_RENAME)
		emit_rename(&e);
	else if (c->op == CHANGE_CREATE)
		by->create(&e);
	else if (c->op == CHANGE_ALTER)
		alter(&e, by);
	else if (by->drop != NULL)
		by->drop(&e);
	else
		pgsql_drop(&e);
}

/*
 * Bodies of routines are checked when they are made, and may speak of what
 * comes later: of other routines too, which no catalog tells.
 */
static const char *pgsql_head(const struct changes *changes, struct arena *a)
{
	size_t routines = 0, others = 0;

	(void)a;
	for (size_t i = 0; i < changes->len; i++) {
		const struct object *o = changes->v[i]->new;

		if (o == NULL)
			continue;
		if (o->kind == OBJECT_FUNCTION || o->kind == OBJECT_PROCEDURE)
			routines++;
		else
			others++;
	}
	return routines > 1 || (routines > 0 && others > 0) ? "SET check_function_bodies = off"
							    : NULL;
}

const struct model_rules pgsql_model = {
	.kinds = {[OBJECT_SCHEMA] = KIND_OWN,
		  [OBJECT_EXTENSION] = KIND_OWN,
		  [OBJECT_LANGUAGE] = KIND_OWN,
		  [OBJECT_ACCESS_METHOD] = KIND_OWN,
		  [OBJECT_COLLATION] = KIND_OWN,
		  [OBJECT_CONVERSION] = KIND_OWN,
		  [OBJECT_ENUM] = KIND_OWN,
		  [OBJECT_DOMAIN] = KIND_OWN,
		  [OBJECT_COMPOSITE] = KIND_OWN,
		  [OBJECT_RANGE] = KIND_OWN,
		  [OBJECT_TYPE] = KIND_OWN,
		  [OBJECT_FOREIGN_DATA_WRAPPER] = KIND_OWN,
		  [OBJECT_SERVER] = KIND_OWN,
		  [OBJECT_USER_MAPPING] = KIND_OWN,
		  [OBJECT_SEQUENCE] = KIND_OWN,
		  [OBJECT_TABLE] = KIND_OWN,
		  [OBJECT_FOREIGN_TABLE] = KIND_OWN,
		  [OBJECT_COLUMN] = KIND_INLINE,
		  [OBJECT_SEQUENCE_OWNER] = KIND_OWN,
		  [OBJECT_FUNCTION] = KIND_OWN,
		  [OBJECT_PROCEDURE] = KIND_OWN,
		  [OBJECT_AGGREGATE] = KIND_OWN,
		  [OBJECT_CAST] = KIND_OWN,
		  [OBJECT_TRANSFORM] = KIND_OWN,
		  [OBJECT_OPERATOR] = KIND_OWN,
		  [OBJECT_OPERATOR_FAMILY] = KIND_OWN,
		  [OBJECT_OPERATOR_CLASS] = KIND_OWN,
		  [OBJECT_TS_PARSER] = KIND_OWN,
		  [OBJECT_TS_TEMPLATE] = KIND_OWN,
		  [OBJECT_TS_DICTIONARY] = KIND_OWN,
		  [OBJECT_TS_CONFIGURATION] = KIND_OWN,
		  [OBJECT_PRIMARY_KEY] = KIND_INLINE,
		  [OBJECT_UNIQUE] = KIND_INLINE,
		  [OBJECT_CHECK] = KIND_INLINE,
		  [OBJECT_EXCLUSION] = KIND_INLINE,
		  [OBJECT_INDEX] = KIND_OWN,
		  [OBJECT_FOREIGN_KEY] = KIND_INLINE,
		  [OBJECT_STATISTICS] = KIND_OWN,
		  [OBJECT_VIEW] = KIND_OWN,
		  [OBJECT_MATERIALIZED_VIEW] = KIND_OWN,
		  [OBJECT_RULE] = KIND_OWN,
		  [OBJECT_TRIGGER] = KIND_OWN,
		  [OBJECT_POLICY] = KIND_OWN,
		  [OBJECT_EVENT_TRIGGER] = KIND_OWN,
		  [OBJECT_PUBLICATION] = KIND_OWN,
		  [OBJECT_PRIVILEGE] = KIND_OWN,
		  [OBJECT_DEFAULT_PRIVILEGE] = KIND_OWN},
	.judge = pgsql_judge,
	.survives = pgsql_survives,
	.same = pgsql_same,
	.emit = pgsql_emit,
	.head = pgsql_head,
};
