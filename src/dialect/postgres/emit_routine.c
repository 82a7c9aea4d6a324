/* SPDX-License-Identifier: Apache-2.0 */
/* What runs code: functions and procedures, triggers, rules, policies, event triggers. */
#include "dialect/postgres/emit.h"

#include "base/buf.h"
#include "base/text.h"

#include <string.h>

static const char *without_replace(struct arena *a, const char *sql)
{
	static const char head[] = "CREATE OR REPLACE ";

	if (!text_starts(sql, head))
		return sql;
	return arena_printf(a, "CREATE %s", sql + sizeof(head) - 1);
}

static const char *with_replace(struct arena *a, const char *sql)
{
	return pgsql_insert(a, without_replace(a, sql), "CREATE", "OR REPLACE ");
}

static const char *definition(const struct emit *e)
{
	return pgsql_trim(e->a, object_get(e->c->new, ATTR_DEFINITION));
}

void pgsql_routine_create(const struct emit *e)
{
	const char *sql = definition(e);

	pgsql_add(e, "%s",
		  e->o->if_not_exists ? with_replace(e->a, sql) : without_replace(e->a, sql));
	pgsql_extras(e, e->c->new);
}

void pgsql_routine_alter(const struct emit *e)
{
	if (pgsql_changed(e->c, ATTR_DEFINITION))
		pgsql_add(e, "%s", with_replace(e->a, definition(e)));
}

/* "ENABLE", "DISABLE", "ENABLE REPLICA", "ENABLE ALWAYS" */
static const char *enabled_words(const struct object *o)
{
	const char *state = object_get(o, ATTR_ENABLED);

	if (state == NULL)
		return "ENABLE";
	if (strcmp(state, "disabled") == 0)
		return "DISABLE";
	return strcmp(state, "replica") == 0 ? "ENABLE REPLICA" : "ENABLE ALWAYS";
}

static void add_enabled(const struct emit *e)
{
	const struct object *o = e->c->new;

	if (o->parent == NULL)
		pgsql_add(e, "ALTER EVENT TRIGGER %s %s", pgsql_ident(e->a, o->name),
			  enabled_words(o));
	else
		pgsql_add(e, "ALTER TABLE %s %s %s %s", pgsql_name(e->a, o->parent),
			  enabled_words(o), pgsql_kind(o), pgsql_ident(e->a, o->name));
}

void pgsql_trigger_create(const struct emit *e)
{
	pgsql_add(e, "%s", definition(e));
	if (object_has(e->c->new, ATTR_ENABLED))
		add_enabled(e);
	pgsql_extras(e, e->c->new);
}

/* Replacing one enables it again. */
void pgsql_trigger_alter(const struct emit *e)
{
	bool replaced = pgsql_changed(e->c, ATTR_DEFINITION);

	if (replaced)
		pgsql_add(e, "%s", with_replace(e->a, definition(e)));
	if (pgsql_changed(e->c, ATTR_ENABLED) || (replaced && object_has(e->c->new, ATTR_ENABLED)))
		add_enabled(e);
}

static void add_expressions(const struct emit *e, struct buf *b, bool only_changed)
{
	const char *using = object_get(e->c->new, ATTR_EXPRESSION);
	const char *check = object_get(e->c->new, ATTR_WITH_CHECK);

	if (using != NULL && (!only_changed || pgsql_changed(e->c, ATTR_EXPRESSION)))
		buf_printf(b, " USING %s", pgsql_parens(e->a, using));
	if (check != NULL && (!only_changed || pgsql_changed(e->c, ATTR_WITH_CHECK)))
		buf_printf(b, " WITH CHECK %s", pgsql_parens(e->a, check));
}

void pgsql_policy_create(const struct emit *e)
{
	static const char usual[] = "AS PERMISSIVE ";
	_cleanup_buf_ struct buf b = {0};
	const char *text = definition(e);

	if (text_starts(text, usual))
		text += sizeof(usual) - 1;
	buf_printf(&b, "CREATE %s %s", pgsql_target(e->a, e->c->new), text);
	add_expressions(e, &b, false);
	pgsql_add(e, "%s", buf_str(&b));
	pgsql_extras(e, e->c->new);
}

void pgsql_policy_alter(const struct emit *e)
{
	_cleanup_buf_ struct buf b = {0};

	if (pgsql_changed(e->c, ATTR_DEFINITION))
		buf_printf(&b, " %s", pgsql_find(definition(e), "TO"));
	add_expressions(e, &b, true);
	if (b.len > 0)
		pgsql_add(e, "ALTER %s%s", pgsql_target(e->a, e->c->new), buf_str(&b));
}
