/* SPDX-License-Identifier: Apache-2.0 */
/* Views, routines, triggers, policies, and types: what OR REPLACE and ALTER can do. */
#include "base/text.h"
#include "dialect/postgres/emit.h"

#include <string.h>

static bool same(const char *a, const char *b)
{
	return strcmp(a != NULL ? a : "", b != NULL ? b : "") == 0;
}

static const struct object *next_column(const struct object *view, size_t *at)
{
	while (*at < view->children_len) {
		const struct object *o = view->children[(*at)++];

		if (o->kind == OBJECT_COLUMN)
			return o;
	}
	return NULL;
}

/* OR REPLACE keeps the columns and may add some at the end. */
static bool is_replaceable(const struct object *old, const struct object *new)
{
	size_t at = 0, new_at = 0;
	const struct object *a, *b;

	for (a = next_column(old, &at); a != NULL; a = next_column(old, &at)) {
		b = next_column(new, &new_at);
		if (b == NULL || strcmp(a->name, b->name) != 0 ||
		    !same(object_get(a, ATTR_TYPE), object_get(b, ATTR_TYPE)) ||
		    !same(object_get(a, ATTR_COLLATION), object_get(b, ATTR_COLLATION)))
			return false;
	}
	return true;
}

enum change_way pgsql_judge_view(const struct diff_options *o, struct change *c, struct arena *a)
{
	(void)o;
	(void)a;
	if (pgsql_changed(c, ATTR_ACCESS_METHOD))
		return WAY_AGAIN;
	if (!pgsql_changed(c, ATTR_QUERY))
		return WAY_ALTER;
	if (c->new->kind == OBJECT_MATERIALIZED_VIEW)
		return WAY_AGAIN;
	return is_replaceable(c->old, c->new) ? WAY_ALTER : WAY_AGAIN;
}

/* An argument without its default; how many have one is counted. */
static const char *bare_argument(struct arena *a, const char *argument, size_t *defaults)
{
	const char *at = pgsql_find(argument, "DEFAULT");

	if (at == NULL)
		return argument;
	++*defaults;
	return arena_strndup(a, argument, (size_t)(at - argument) - 1);
}

/* OR REPLACE refuses other OUT arguments, and defaults that are no longer there. */
static bool arguments_fit(struct arena *a, const struct change *c, const char *word)
{
	struct text_list old = {0}, new = {0};
	size_t before = 0, after = 0;

	pgsql_split(a, pgsql_behind(a, object_get(c->old, ATTR_DEFINITION), word), &old);
	pgsql_split(a, pgsql_behind(a, object_get(c->new, ATTR_DEFINITION), word), &new);
	if (old.len != new.len)
		return false;
	for (size_t i = 0; i < old.len; i++)
		if (strcmp(bare_argument(a, old.v[i], &before),
			   bare_argument(a, new.v[i], &after)) != 0)
			return false;
	return after >= before;
}

/* "LANGUAGE c\n WINDOW ...": another kind of routine to OR REPLACE. */
static bool is_window(const struct object *o)
{
	const char *at = pgsql_find(object_get(o, ATTR_DEFINITION), "LANGUAGE");

	if (at != NULL)
		at = strchr(at, '\n');
	return at != NULL && text_starts(at, "\n WINDOW");
}

enum change_way pgsql_judge_routine(const struct diff_options *o, struct change *c, struct arena *a)
{
	bool procedure = c->new->kind == OBJECT_PROCEDURE;

	(void)o;
	if (pgsql_changed(c, ATTR_RETURNS))
		return WAY_AGAIN;
	if (!pgsql_changed(c, ATTR_DEFINITION))
		return WAY_ALTER;
	if (is_window(c->old) != is_window(c->new))
		return WAY_AGAIN;
	return arguments_fit(a, c, procedure ? "PROCEDURE" : "FUNCTION") ? WAY_ALTER : WAY_AGAIN;
}

enum change_way pgsql_judge_trigger(const struct diff_options *o, struct change *c, struct arena *a)
{
	static const char constraint[] = "CREATE CONSTRAINT ";

	(void)a;
	if (!pgsql_changed(c, ATTR_DEFINITION))
		return WAY_ALTER;
	if (!pgsql_since(o, 14) || text_starts(object_get(c->old, ATTR_DEFINITION), constraint) ||
	    text_starts(object_get(c->new, ATTR_DEFINITION), constraint))
		return WAY_AGAIN;
	return WAY_ALTER;
}

/* Neither kind nor command can be altered, nor can an expression be taken away. */
enum change_way pgsql_judge_policy(const struct diff_options *o, struct change *c, struct arena *a)
{
	const char *old = object_get(c->old, ATTR_DEFINITION);
	const char *new = object_get(c->new, ATTR_DEFINITION);
	size_t n = (size_t)(pgsql_find(old, "TO") - old), m = (size_t)(pgsql_find(new, "TO") - new);

	(void)o;
	(void)a;
	if (n != m || strncmp(old, new, n) != 0)
		return WAY_AGAIN;
	if (object_has(c->old, ATTR_EXPRESSION) && !object_has(c->new, ATTR_EXPRESSION))
		return WAY_AGAIN;
	if (object_has(c->old, ATTR_WITH_CHECK) && !object_has(c->new, ATTR_WITH_CHECK))
		return WAY_AGAIN;
	return WAY_ALTER;
}

/* The labels that are gone, for the message. */
static const char *gone_labels(struct arena *a, const struct change *c)
{
	struct text_list old = {0}, new = {0};
	const char *ret = NULL;

	pgsql_split(a, object_get(c->old, ATTR_LABELS), &old);
	pgsql_split(a, object_get(c->new, ATTR_LABELS), &new);
	for (size_t i = 0; i < old.len; i++)
		if (!pgsql_list_has(&new, old.v[i]))
			ret = ret == NULL ? old.v[i] : arena_printf(a, "%s, %s", ret, old.v[i]);
	return ret;
}

static enum change_way judge_enum(struct change *c, struct arena *a)
{
	const char *gone;

	if (!pgsql_changed(c, ATTR_LABELS) ||
	    pgsql_labels_grow(a, object_get(c->old, ATTR_LABELS), object_get(c->new, ATTR_LABELS)))
		return WAY_ALTER;
	pgsql_refuse_exchange(c, a, c->old);
	if (c->refusal != NULL)
		return WAY_DISTURB;
	gone = gone_labels(a, c);
	if (gone != NULL) {
		c->loss = arena_printf(a, "rows that hold %s are refused", gone);
		c->advice = arena_printf(a,
					 "ALTER TYPE %s RENAME VALUE keeps the rows where a value "
					 "was only renamed",
					 pgsql_name(a, c->new));
	}
	return WAY_DISTURB;
}

enum change_way pgsql_judge_type(const struct diff_options *o, struct change *c, struct arena *a)
{
	struct type_change change;

	(void)o;
	if (c->new->kind == OBJECT_ENUM)
		return judge_enum(c, a);
	if (!pgsql_changed(c, ATTR_TYPE) && !pgsql_changed(c, ATTR_COLLATION)) {
		if (pgsql_changed(c, ATTR_NOT_NULL) && object_has(c->new, ATTR_NOT_NULL))
			pgsql_refuse_stricter(c, a, c->old);
		return WAY_ALTER;
	}
	pgsql_type_change(a, c->old, c->new, &change);
	c->loss = change.loss;
	pgsql_refuse_exchange(c, a, c->old);
	return WAY_DISTURB;
}
