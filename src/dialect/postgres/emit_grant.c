/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Privileges. PRIVILEGES "NONE" of PUBLIC says that it lost what it has by
 * itself (EXECUTE on functions, USAGE on types and languages).
 */
#include "dialect/postgres/emit.h"

#include "base/buf.h"

#include <string.h>

static const char *grantee(struct arena *a, const struct object *o)
{
	return strcmp(o->name, "PUBLIC") == 0 ? "PUBLIC" : pgsql_ident(a, o->name);
}

/* Those of an ordered-set aggregate as of a function: the ones to order by are its last. */
static const char *function_arguments(struct arena *a, const char *text)
{
	static const char word[] = "ORDER BY";
	const char *by = text != NULL ? pgsql_find(text, word) : NULL;
	const char *variadic = text != NULL ? pgsql_find(text, "VARIADIC") : NULL;

	if (by == NULL)
		return text != NULL ? text : "";
	if (by == text)
		return by + sizeof(word);
	/* What is VARIADIC on both sides is one argument. */
	if (variadic != NULL && variadic < by)
		return arena_strndup(a, text, (size_t)(by - text) - 1);
	return arena_printf(a, "%.*s, %s", (int)(by - text) - 1, text, by + sizeof(word));
}

/* What stands behind ON; of a column its table. */
static const char *subject(struct arena *a, const struct object *o)
{
	const struct object *on = o->parent;

	if (on->kind == OBJECT_COLUMN)
		on = on->parent;
	if (on->kind == OBJECT_TABLE || on->kind == OBJECT_FOREIGN_TABLE ||
	    on->kind == OBJECT_VIEW || on->kind == OBJECT_MATERIALIZED_VIEW)
		return arena_printf(a, "TABLE %s", pgsql_name(a, on));
	if (on->kind == OBJECT_SERVER)
		return arena_printf(a, "FOREIGN SERVER %s", pgsql_ident(a, on->name));
	if (on->kind == OBJECT_AGGREGATE)
		return arena_printf(a, "FUNCTION %s(%s)", pgsql_name(a, on),
				    function_arguments(a, on->arguments));
	return pgsql_target(a, on);
}

/* "SELECT (a), UPDATE (a)" of a column, else the list itself. */
static const char *rights(struct arena *a, const struct object *o, const struct text_list *list)
{
	_cleanup_buf_ struct buf b = {0};
	const char *column = o->parent->kind == OBJECT_COLUMN ? pgsql_ident(a, o->parent->name)
							      : NULL;

	for (size_t i = 0; i < list->len; i++) {
		buf_printf(&b, "%s%s", i > 0 ? ", " : "", list->v[i]);
		if (column != NULL)
			buf_printf(&b, " (%s)", column);
	}
	return buf_dup(&b, a);
}

/* Those of list that are not in the others. */
static struct text_list without(struct arena *a, const struct text_list *list,
				const struct text_list *others)
{
	struct text_list ret = {0};

	for (size_t i = 0; i < list->len; i++)
		if (!pgsql_list_has(others, list->v[i]))
			*vec_push(&ret, a) = list->v[i];
	return ret;
}

static struct text_list read_list(struct arena *a, const struct object *o, enum attribute name)
{
	struct text_list ret = {0};
	const char *text = o != NULL ? object_get(o, name) : NULL;

	if (text != NULL && strcmp(text, "NONE") != 0)
		pgsql_split(a, text, &ret);
	return ret;
}

static bool is_none(const struct object *o)
{
	const char *text = o != NULL ? object_get(o, ATTR_PRIVILEGES) : NULL;

	return text != NULL && strcmp(text, "NONE") == 0;
}

/* What PUBLIC has of such an object by itself. */
static const char *usual(const struct object *o)
{
	enum object_kind kind = o->parent->kind;

	return kind == OBJECT_FUNCTION || kind == OBJECT_PROCEDURE || kind == OBJECT_AGGREGATE
		       ? "EXECUTE"
		       : "USAGE";
}

struct grant {
	const struct emit *e;
	const struct object *o;
	const char *on, *who;
};

static void grant(const struct grant *g, struct text_list list, const char *option)
{
	if (list.len > 0)
		pgsql_add(g->e, "GRANT %s ON %s TO %s%s", rights(g->e->a, g->o, &list), g->on,
			  g->who, option);
}

static void revoke(const struct grant *g, struct text_list list, const char *option)
{
	if (list.len > 0)
		pgsql_add(g->e, "REVOKE %s%s ON %s FROM %s", option, rights(g->e->a, g->o, &list),
			  g->on, g->who);
}

void pgsql_privilege(const struct emit *e)
{
	const struct object *old = e->c->old, *new = e->c->new;
	const struct object *o = e->c->op == CHANGE_DROP ? old : new;
	const struct grant g = {e, o, subject(e->a, o), grantee(e->a, o)};
	struct text_list had = read_list(e->a, old, ATTR_PRIVILEGES);
	struct text_list has = read_list(e->a, new, ATTR_PRIVILEGES);
	struct text_list could = read_list(e->a, old, ATTR_GRANTABLE);
	struct text_list can = read_list(e->a, new, ATTR_GRANTABLE);
	struct text_list plain, granted;

	if (is_none(new) && !is_none(old)) {
		pgsql_add(e, "REVOKE ALL ON %s FROM %s", g.on, g.who);
		return;
	}
	if (is_none(old) && new == NULL) {
		pgsql_add(e, "GRANT %s ON %s TO %s", usual(o), g.on, g.who);
		return;
	}
	revoke(&g, without(e->a, &had, &has), "");
	plain = without(e->a, &could, &can);
	granted = without(e->a, &had, &has);
	revoke(&g, without(e->a, &plain, &granted), "GRANT OPTION FOR ");
	plain = without(e->a, &has, &had);
	grant(&g, without(e->a, &plain, &can), "");
	grant(&g, without(e->a, &can, &could), " WITH GRANT OPTION");
}

/* The statement that takes back what the one in DEFINITION does. */
static const char *reversed(const struct emit *e, const struct object *o)
{
	const char *sql = object_get(o, ATTR_DEFINITION);
	const char *grants = pgsql_find(sql, "GRANT"), *revokes = pgsql_find(sql, "REVOKE ALL");
	const char *on = pgsql_find(sql, "ON"), *to;

	if (grants != NULL && on != NULL) {
		to = pgsql_find(on, "TO");
		if (to != NULL && pgsql_find(to, "WITH") != NULL)
			to = arena_strndup(e->a, to, (size_t)(pgsql_find(to, "WITH") - to) - 1);
		return to == NULL ? NULL
				  : arena_printf(e->a, "%.*sREVOKE ALL %.*sFROM%s",
						 (int)(grants - sql), sql,
						 (int)(pgsql_find(on, "TO") - on), on, to + 2);
	}
	if (revokes == NULL || on == NULL || pgsql_find(on, "FROM") == NULL)
		return NULL;
	to = pgsql_find(on, "FROM");
	return arena_printf(e->a, "%.*sGRANT %s %.*sTO%s", (int)(revokes - sql), sql,
			    strstr(on, "FUNCTIONS") != NULL ? "EXECUTE" : "USAGE", (int)(to - on),
			    on, to + 4);
}

/* Some of its rights may be grantable: those are granted a second time, with the option. */
static void add_default(const struct emit *e, const struct object *o)
{
	const char *sql = object_get(o, ATTR_DEFINITION);
	const char *some = object_get(o, ATTR_GRANTABLE);
	const char *start = pgsql_find(sql, "GRANT"), *on = pgsql_find(sql, "ON");

	pgsql_add(e, "%s", sql);
	if (some != NULL && start != NULL && on != NULL && pgsql_find(on, "WITH") == NULL)
		pgsql_add(e, "%.*sGRANT %s %s WITH GRANT OPTION", (int)(start - sql), sql, some,
			  on);
}

void pgsql_default_privilege(const struct emit *e)
{
	const char *back = e->c->op == CHANGE_CREATE ? NULL : reversed(e, e->c->old);

	if (back != NULL)
		pgsql_add(e, "%s", back);
	if (e->c->op != CHANGE_DROP)
		add_default(e, e->c->new);
}
