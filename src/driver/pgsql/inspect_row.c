/* SPDX-License-Identifier: Apache-2.0 */
/* Cells of a result, and the objects that they speak of. */
#include "base/text.h"
#include "driver/pgsql/inspect.h"

#include <fnmatch.h>

const char *cell(const struct catalog_row *r, int col)
{
	return r->cells[col];
}

const char *cell_keep(struct inspect *in, const struct catalog_row *r, int col)
{
	return arena_strdup(in->b.arena, r->cells[col]);
}

const char *cell_share(struct inspect *in, const struct catalog_row *r, int col)
{
	const char *text = cell(r, col), *kept;

	if (text == NULL)
		return NULL;
	kept = map_get(&in->texts, text);
	if (kept == NULL) {
		kept = arena_strdup(in->b.arena, text);
		map_put(&in->texts, kept, (void *)kept);
	}
	return kept;
}

uint32_t cell_oid(const struct catalog_row *r, int col)
{
	const char *text = r->cells[col];
	uint32_t oid = 0;

	for (; text != NULL && *text >= '0' && *text <= '9'; text++)
		oid = oid * 10 + (uint32_t)(*text - '0');
	return oid;
}

long cell_int(const struct catalog_row *r, int col)
{
	return r->cells[col] == NULL ? 0 : strtol(r->cells[col], NULL, 10);
}

bool cell_is(const struct catalog_row *r, int col, const char *text)
{
	return r->cells[col] != NULL && strcmp(r->cells[col], text) == 0;
}

bool cell_true(const struct catalog_row *r, int col)
{
	return r->cells[col] != NULL && *r->cells[col] == 't';
}

void cell_set(struct inspect *in, struct object *o, enum attribute name,
	      const struct catalog_row *r, int col)
{
	schema_set(&in->b, o, name, cell_keep(in, r, col));
}

void inspect_know(struct inspect *in, enum catalog catalog, uint32_t oid, int32_t sub,
		  const struct object *o)
{
	ids_put(&in->objects, &in->scratch, (struct id){catalog, oid, sub}, o);
}

struct object *inspect_find(const struct inspect *in, enum catalog catalog, uint32_t oid,
			    int32_t sub)
{
	return ids_get(&in->objects, (struct id){catalog, oid, sub});
}

/* Does the part of a pattern in front of its dot fit? */
static bool fits_schema(const char *pattern, const char *dot, const char *schema)
{
	char first[256];
	size_t len = (size_t)(dot - pattern);

	if (schema == NULL || len >= sizeof(first))
		return false;
	memcpy(first, pattern, len);
	first[len] = '\0';
	return fnmatch(first, schema, FNM_NOESCAPE) == 0;
}

/* A pattern without a dot counts in any schema. */
static bool is_excluded(const struct inspect_options *o, const char *schema, const char *name)
{
	for (size_t i = 0; o != NULL && i < o->exclude_len; i++) {
		const char *pattern = o->exclude[i], *dot = strchr(pattern, '.');

		if (dot != NULL && !fits_schema(pattern, dot, schema))
			continue;
		if (fnmatch(dot == NULL ? pattern : dot + 1, name, FNM_NOESCAPE) == 0)
			return true;
	}
	return false;
}

bool inspect_space_excluded(const struct inspect *in, const char *schema)
{
	const struct inspect_options *o = in->options;

	for (size_t i = 0; o != NULL && i < o->exclude_len; i++) {
		const char *dot = strchr(o->exclude[i], '.');

		if (dot != NULL && strcmp(dot, ".*") == 0 &&
		    fits_schema(o->exclude[i], dot, schema))
			return true;
	}
	return false;
}

bool inspect_wanted(struct inspect *in, uint32_t space_oid, const char *name,
		    const struct space **ret_space)
{
	static const struct space nowhere;
	const struct space *space;

	*ret_space = &nowhere;
	if (space_oid == 0)
		return true;
	space = ids_get(&in->spaces, (struct id){PG_NAMESPACE, space_oid, 0});
	if (space == NULL)
		return false;
	*ret_space = space;
	return !is_excluded(in->options, space->name == NULL ? in->pgsql->info.schema : space->name,
			    name);
}

struct object *inspect_add(struct inspect *in, enum object_kind kind, enum catalog catalog,
			   uint32_t oid, uint32_t space_oid, const char *name,
			   const char *arguments)
{
	const struct space *space;
	struct object *o;

	if (!inspect_wanted(in, space_oid, name, &space))
		return NULL;
	o = schema_add(&in->b, kind, NULL, space->name, arena_strdup(in->b.arena, name), arguments);
	inspect_know(in, catalog, oid, 0, o);
	if (space->object != NULL)
		schema_need(&in->b, o, space->object);
	return o;
}

struct object *inspect_add_child(struct inspect *in, enum object_kind kind, enum catalog catalog,
				 uint32_t oid, const struct object *parent, const char *name)
{
	struct object *o;

	if (parent == NULL)
		return NULL;
	o = schema_add(&in->b, kind, parent, NULL, name, NULL);
	if (oid != 0)
		inspect_know(in, catalog, oid, 0, o);
	return o;
}

void inspect_columns(struct inspect *in, uint32_t table, const char *numbers,
		     const char *const **ret, size_t *ret_len)
{
	const char **names;
	size_t n = 1, len = 0;

	if (numbers == NULL)
		return;
	for (const char *at = numbers; *at != '\0'; at++)
		n += *at == ' ' || *at == ',';
	names = arena_array(in->b.arena, const char *, n);
	for (const char *at = numbers; *at != '\0';) {
		const struct object *column;
		char *end;
		long number = strtol(at, &end, 10);

		if (end == at) {
			at++;
			continue;
		}
		at = end;
		column = number == 0 ? NULL : inspect_find(in, PG_CLASS, table, (int32_t)number);
		names[len++] = column == NULL ? "" : column->name;
	}
	*ret = names;
	*ret_len = len;
}

const char *inspect_behind(const char *text, const char *word)
{
	size_t len = strlen(word);
	bool quoted = false;

	for (const char *at = text; *at != '\0'; at++) {
		if (*at == '"')
			quoted = !quoted;
		else if (!quoted && strncmp(at, word, len) == 0)
			return at + len;
	}
	return NULL;
}

const char *inspect_unqualified(struct inspect *in, const char *text, const char *word)
{
	const char *at = in->prefix == NULL || text == NULL ? NULL : inspect_behind(text, word);

	if (at != NULL && text_starts(at, "ONLY "))
		at += strlen("ONLY ");
	if (at == NULL || !text_starts(at, in->prefix))
		return arena_strdup(in->b.arena, text);
	return arena_printf(in->b.arena, "%.*s%s", (int)(at - text), text, at + strlen(in->prefix));
}
