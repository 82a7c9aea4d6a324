/* SPDX-License-Identifier: Apache-2.0 */
/* CREATE INDEX, DROP of anything, REINDEX. */
#include "dialect/postgres/parse.h"

#include "dialect/postgres/emit.h"

#include <string.h>

/* Behind the word, at the statement's start: where CONCURRENTLY goes. 0: it is not there. */
static size_t behind(const struct pg_reader *r, const char *word)
{
	struct lexer lx;
	struct lex_token t;

	lex_init(&lx, &pgsql_lex, r->sql, r->len);
	for (int i = 0; i < 4; i++) {
		lex_next_code(&lx, &t);
		if (lex_is(&t, word))
			return (size_t)(t.text + t.len - r->sql);
	}
	return 0;
}

void pg_create_index(struct pg_reader *r, const json_t *node)
{
	struct pg_relation table = pg_relation(r, json_object_get(node, "relation"));
	const json_t *list = json_object_get(node, "indexParams");
	struct action *a = pg_add(r, ACT_CREATE, ON_INDEX, 0);

	a->schema = table.schema;
	a->table = table.name;
	a->name = pg_text(r, node, "idxname");
	a->unique = pg_true(node, "unique");
	a->concurrently = pg_true(node, "concurrent");
	a->guarded = pg_true(node, "if_not_exists");
	a->filtered = json_object_get(node, "whereClause") != NULL ||
		      !pg_is(node, "accessMethod", "btree");
	a->option_at = behind(r, "INDEX");
	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *element = pg_as(json_array_get(list, i), "IndexElem");
		const char *name = pg_text(r, element, "name");

		a->filtered |= json_object_get(element, "opclass") != NULL;
		*vec_push(&a->columns, r->arena) = name != NULL ? name : "";
	}
}

static enum action_object object_of(const json_t *node)
{
	static const struct {
		const char *type;
		enum action_object object;
	} kinds[] = {
		{"OBJECT_TABLE", ON_TABLE},       {"OBJECT_INDEX", ON_INDEX},
		{"OBJECT_VIEW", ON_VIEW},         {"OBJECT_MATVIEW", ON_MATVIEW},
		{"OBJECT_SEQUENCE", ON_SEQUENCE}, {"OBJECT_TYPE", ON_TYPE},
		{"OBJECT_DOMAIN", ON_DOMAIN},     {"OBJECT_TRIGGER", ON_TRIGGER},
		{"OBJECT_FUNCTION", ON_FUNCTION}, {"OBJECT_PROCEDURE", ON_FUNCTION},
		{"OBJECT_ROUTINE", ON_FUNCTION},  {"OBJECT_AGGREGATE", ON_FUNCTION},
		{"OBJECT_SCHEMA", ON_SCHEMA},     {"OBJECT_EXTENSION", ON_EXTENSION},
		{"OBJECT_POLICY", ON_POLICY},     {"OBJECT_FOREIGN_TABLE", ON_TABLE},
	};

	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (pg_is(node, "removeType", kinds[i].type))
			return kinds[i].object;
	return ON_OTHER;
}

static const json_t *names_of(const json_t *object)
{
	const json_t *list = pg_as(object, "List"), *routine = pg_as(object, "ObjectWithArgs");
	const json_t *type = pg_as(object, "TypeName");

	if (list != NULL)
		return json_object_get(list, "items");
	if (routine != NULL)
		return json_object_get(routine, "objname");
	return type != NULL ? json_object_get(type, "names") : NULL;
}

void pg_drop(struct pg_reader *r, const json_t *node)
{
	const json_t *list = json_object_get(node, "objects");

	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *object = json_array_get(list, i);
		struct action *a = pg_add(r, ACT_DROP, object_of(node), 0);

		a->name = pg_string(r, object);
		if (a->name == NULL)
			a->name = pg_last_name(r, names_of(object), &a->schema);
		a->concurrently = pg_true(node, "concurrent");
		a->cascade = pg_is(node, "behavior", "DROP_CASCADE");
		a->guarded = pg_true(node, "missing_ok");
		if (a->object == ON_TABLE || a->object == ON_MATVIEW) {
			a->table = a->name;
		} else if (a->object == ON_TRIGGER || a->object == ON_POLICY ||
			   pg_is(node, "removeType", "OBJECT_RULE")) {
			const json_t *names = names_of(object);
			size_t n = json_array_size(names);

			/* [schema, ]table, name */
			a->table = a->schema;
			a->schema = n > 2 ? pg_string(r, json_array_get(names, n - 3)) : NULL;
		} else if (a->object == ON_INDEX) {
			a->option_at = behind(r, "INDEX");
		}
	}
}

void pg_reindex(struct pg_reader *r, const json_t *node)
{
	struct action *a = pg_add(r, ACT_REINDEX, ON_INDEX, 0);
	struct pg_relation target = pg_relation(r, json_object_get(node, "relation"));

	a->schema = target.schema;
	a->name = target.name != NULL ? target.name : pg_text(r, node, "name");
	if (pg_is(node, "kind", "REINDEX_OBJECT_TABLE"))
		a->table = target.name;
	a->concurrently = pg_option(json_object_get(node, "params"), "concurrently");
	for (size_t i = 0; !a->concurrently && a->option_at == 0 && i < 5; i++) {
		static const char *const kinds[] = {"TABLE", "INDEX", "SCHEMA", "DATABASE",
						    "SYSTEM"};

		a->option_at = behind(r, kinds[i]);
	}
}
