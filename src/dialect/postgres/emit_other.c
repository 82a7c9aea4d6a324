/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Kinds of which the catalog reader gives the whole CREATE statement: it is used
 * as it stands, and another one means to drop and create. Of a few the options
 * can be altered.
 */
#include "dialect/postgres/emit.h"

#include "base/buf.h"

#include <string.h>

void pgsql_schema_create(const struct emit *e)
{
	pgsql_add(e, "CREATE SCHEMA %s%s", pgsql_if_not_exists(e),
		  pgsql_ident(e->a, e->c->new->name));
	pgsql_extras(e, e->c->new);
}

void pgsql_extension_create(const struct emit *e)
{
	const struct object *o = e->c->new;
	const char *schema = object_get(o, ATTR_IN_SCHEMA);

	pgsql_add(e, "CREATE EXTENSION %s%s%s%s", pgsql_if_not_exists(e),
		  pgsql_ident(e->a, o->name), schema != NULL ? " WITH SCHEMA " : "",
		  schema != NULL ? pgsql_ident(e->a, schema) : "");
	pgsql_extras(e, o);
}

void pgsql_extension_alter(const struct emit *e)
{
	if (pgsql_changed(e->c, ATTR_IN_SCHEMA))
		pgsql_add(e, "ALTER EXTENSION %s SET SCHEMA %s", pgsql_ident(e->a, e->c->new->name),
			  pgsql_schema_name(e, object_get(e->c->new, ATTR_IN_SCHEMA)));
}

/* The members of an operator family that belong to no class. */
static void add_members(const struct emit *e, const struct object *o)
{
	if (object_has(o, ATTR_BODY))
		pgsql_add(e, "ALTER %s ADD %s", pgsql_target(e->a, o), object_get(o, ATTR_BODY));
}

void pgsql_defined_create(const struct emit *e)
{
	const struct object *o = e->c->new;

	pgsql_add(e, "%s", pgsql_trim(e->a, object_get(o, ATTR_DEFINITION)));
	add_members(e, o);
	pgsql_extras(e, o);
}

void pgsql_defined_replace(const struct emit *e)
{
	if (pgsql_changed(e->c, ATTR_DEFINITION))
		pgsql_add(e, "%s",
			  pgsql_insert(e->a, object_get(e->c->new, ATTR_DEFINITION), "CREATE",
				       "OR REPLACE "));
}

static void set_target(const struct emit *e, const char *target)
{
	pgsql_add(e, "ALTER STATISTICS %s SET STATISTICS %s", pgsql_name(e->a, e->c->new), target);
}

void pgsql_statistics_create(const struct emit *e)
{
	const char *target = object_get(e->c->new, ATTR_STATISTICS);

	pgsql_defined_create(e);
	if (target != NULL)
		set_target(e, target);
}

void pgsql_statistics_alter(const struct emit *e)
{
	const char *target = object_get(e->c->new, ATTR_STATISTICS);

	if (pgsql_changed(e->c, ATTR_STATISTICS))
		set_target(e, target != NULL ? target : "-1");
}

static const char *options_of(const struct emit *e, const struct object *o)
{
	return pgsql_behind(e->a, object_get(o, ATTR_DEFINITION), "OPTIONS");
}

void pgsql_foreign_alter(const struct emit *e)
{
	const char *diff;

	diff = pgsql_fdw_options_diff(e->a, options_of(e, e->c->old), options_of(e, e->c->new));
	if (diff != NULL)
		pgsql_add(e, "ALTER %s OPTIONS (%s)", pgsql_target(e->a, e->c->new), diff);
}

/* It does not take its user mappings along. */
void pgsql_server_drop(const struct emit *e)
{
	const struct object *server = e->c->old;

	for (size_t i = 0; i < server->children_len; i++)
		if (server->children[i]->kind == OBJECT_USER_MAPPING)
			pgsql_add(e, "DROP %s", pgsql_target(e->a, server->children[i]));
	pgsql_drop(e);
}

/* What stands between FOR and WITH; NULL if it is empty. */
static const char *published(const struct emit *e, const struct object *o)
{
	const char *text = object_get(o, ATTR_DEFINITION);
	const char *start = pgsql_find(text, "FOR"), *end = pgsql_find(text, "WITH");

	if (start == NULL)
		return NULL;
	start += strlen("FOR ");
	return end == NULL ? start : arena_strndup(e->a, start, (size_t)(end - start) - 1);
}

static bool differ(const char *a, const char *b)
{
	return strcmp(a != NULL ? a : "", b != NULL ? b : "") != 0;
}

void pgsql_publication_alter(const struct emit *e)
{
	static const char via[] = "publish_via_partition_root";
	const char *name, *objects, *options, *was;

	if (!pgsql_changed(e->c, ATTR_DEFINITION))
		return;
	name = pgsql_ident(e->a, e->c->new->name);
	objects = published(e, e->c->new);
	options = pgsql_behind(e->a, object_get(e->c->new, ATTR_DEFINITION), "WITH");
	if (differ(published(e, e->c->old), objects))
		pgsql_add(e, "ALTER PUBLICATION %s SET %s", name, objects);
	was = pgsql_behind(e->a, object_get(e->c->old, ATTR_DEFINITION), "WITH");
	if (differ(was, options))
		pgsql_add(e, "ALTER PUBLICATION %s SET (%s%s)", name, options,
			  pgsql_find(was, via) != NULL && pgsql_find(options, via) == NULL
				  ? ", publish_via_partition_root = false"
				  : "");
}

static const char *next_line(const char **at, size_t *ret_len)
{
	const char *line = *at;

	if (line == NULL || *line == '\0')
		return NULL;
	*ret_len = strcspn(line, "\n");
	*at = line + *ret_len + (line[*ret_len] == '\n');
	return line;
}

/* The line of the same token in body; NULL if it has none. */
static const char *mapping_of(const char *body, const char *line, size_t *ret_len)
{
	size_t token = strcspn(line, " ");

	for (const char *l = next_line(&body, ret_len); l != NULL; l = next_line(&body, ret_len))
		if (strcspn(l, " ") == token && strncmp(l, line, token) == 0)
			return l;
	return NULL;
}

static void map_tokens(const struct emit *e, const char *old, const char *new)
{
	const char *target = pgsql_target(e->a, e->c->new), *at = old, *l;
	size_t len, other;

	for (l = next_line(&at, &len); l != NULL; l = next_line(&at, &len))
		if (mapping_of(new, l, &other) == NULL)
			pgsql_add(e, "ALTER %s DROP MAPPING FOR %.*s", target, (int)strcspn(l, " "),
				  l);
	at = new;
	for (l = next_line(&at, &len); l != NULL; l = next_line(&at, &len)) {
		const char *was = mapping_of(old, l, &other);
		size_t token = strcspn(l, " ");

		if (was != NULL && other == len && strncmp(was, l, len) == 0)
			continue;
		pgsql_add(e, "ALTER %s %s MAPPING FOR %.*s WITH %.*s", target,
			  was == NULL ? "ADD" : "ALTER", (int)token, l, (int)(len - token - 1),
			  l + token + 1);
	}
}

void pgsql_text_search_create(const struct emit *e)
{
	pgsql_add(e, "%s", object_get(e->c->new, ATTR_DEFINITION));
	map_tokens(e, NULL, object_get(e->c->new, ATTR_BODY));
	pgsql_extras(e, e->c->new);
}

void pgsql_text_search_alter(const struct emit *e)
{
	map_tokens(e, object_get(e->c->old, ATTR_BODY), object_get(e->c->new, ATTR_BODY));
}
