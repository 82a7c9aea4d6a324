/* SPDX-License-Identifier: Apache-2.0 */
/* Sequences, and which column they belong to. */
#include "dialect/postgres/emit.h"

#include "base/buf.h"

#include <stdlib.h>
#include <string.h>

static const struct {
	enum attribute name;
	const char *word, *none; /* without the attribute */
} clauses[] = {
	{ATTR_TYPE, "AS", "AS bigint"},
	{ATTR_INCREMENT, "INCREMENT BY", "INCREMENT BY 1"},
	{ATTR_MINIMUM, "MINVALUE", "NO MINVALUE"},
	{ATTR_MAXIMUM, "MAXVALUE", "NO MAXVALUE"},
	{ATTR_START, "START WITH", NULL}, /* never without: see first_number() */
	{ATTR_CACHE, "CACHE", "CACHE 1"},
};

static bool is_descending(const struct object *o)
{
	const char *increment = object_get(o, ATTR_INCREMENT);

	return increment != NULL && *increment == '-';
}

/* What it starts with, said or not. */
static const char *first_number(const struct object *o)
{
	bool down = is_descending(o);
	const char *start = object_get(o, ATTR_START);
	const char *bound = object_get(o, down ? ATTR_MAXIMUM : ATTR_MINIMUM);

	if (start != NULL || bound != NULL)
		return start != NULL ? start : bound;
	return down ? "-1" : "1";
}

void pgsql_sequence_move(const struct emit *e, const char *sequence, const char *first,
			 const char *bound, bool down)
{
	pgsql_add(
		e,
		"SELECT setval(%s, %s, false) WHERE coalesce(pg_sequence_last_value(%s), %s) %s %s",
		sequence, bound, sequence, first, down ? ">" : "<", bound);
}

/* The server refuses a bound that the sequence's place is in front of. */
static void move_to_bound(const struct emit *e)
{
	const struct object *o = e->c->new;
	bool down = is_descending(o);
	enum attribute name = down ? ATTR_MAXIMUM : ATTR_MINIMUM;
	const char *bound = object_get(o, name), *was = object_get(e->c->old, name);
	const char *usual = down ? "-1" : "1";
	long long old, new;

	if (!pgsql_changed(e->c, name))
		return;
	bound = bound != NULL ? bound : usual;
	old = strtoll(was != NULL ? was : usual, NULL, 10);
	new = strtoll(bound, NULL, 10);
	if (down ? new < old : new > old)
		pgsql_sequence_move(e,
				    arena_printf(e->a, "%s::regclass",
						 pgsql_literal(e->a, pgsql_name(e->a, o))),
				    first_number(e->c->old), bound, down);
}

void pgsql_sequence_create(const struct emit *e)
{
	_cleanup_buf_ struct buf b = {0};
	const struct object *o = e->c->new;

	buf_printf(&b, "CREATE %sSEQUENCE %s%s", object_has(o, ATTR_PERSISTENCE) ? "UNLOGGED " : "",
		   pgsql_if_not_exists(e), pgsql_name(e->a, o));
	for (size_t i = 0; i < sizeof(clauses) / sizeof(*clauses); i++)
		if (object_has(o, clauses[i].name))
			buf_printf(&b, " %s %s", clauses[i].word, object_get(o, clauses[i].name));
	if (object_has(o, ATTR_CYCLE))
		buf_adds(&b, " CYCLE");
	pgsql_add(e, "%s", buf_str(&b));
	pgsql_extras(e, o);
}

void pgsql_sequence_alter(const struct emit *e)
{
	_cleanup_buf_ struct buf b = {0};
	const struct object *o = e->c->new;
	const char *name = pgsql_name(e->a, o);
	/* Its bounds and its place are those of the other direction, said or not. */
	bool turns = is_descending(e->c->old) != is_descending(o);

	if (pgsql_changed(e->c, ATTR_PERSISTENCE))
		pgsql_add(e, "ALTER SEQUENCE %s SET %s", name,
			  object_has(o, ATTR_PERSISTENCE) ? "UNLOGGED" : "LOGGED");
	if (!turns)
		move_to_bound(e);
	for (size_t i = 0; i < sizeof(clauses) / sizeof(*clauses); i++) {
		const char *value = object_get(o, clauses[i].name);
		bool differs = pgsql_changed(e->c, clauses[i].name);

		if (clauses[i].name == ATTR_START) {
			value = first_number(o);
			differs = turns || strcmp(first_number(e->c->old), value) != 0;
		} else if (clauses[i].name == ATTR_MINIMUM || clauses[i].name == ATTR_MAXIMUM) {
			differs |= turns;
		}
		if (differs && value == NULL)
			buf_printf(&b, " %s", clauses[i].none);
		else if (differs)
			buf_printf(&b, " %s %s", clauses[i].word, value);
	}
	if (pgsql_changed(e->c, ATTR_CYCLE))
		buf_adds(&b, object_has(o, ATTR_CYCLE) ? " CYCLE" : " NO CYCLE");
	if (turns)
		buf_adds(&b, " RESTART");
	if (b.len > 0)
		pgsql_add(e, "ALTER SEQUENCE %s%s", name, buf_str(&b));
}

void pgsql_sequence_owner(const struct emit *e)
{
	const struct object *o = e->c->new;

	pgsql_add(e, "ALTER SEQUENCE %s OWNED BY %s.%s", pgsql_name(e->a, o->parent),
		  pgsql_name(e->a, o->references), pgsql_ident(e->a, o->columns[0]));
}

void pgsql_sequence_owner_drop(const struct emit *e)
{
	pgsql_add(e, "ALTER SEQUENCE %s OWNED BY NONE", pgsql_name(e->a, e->c->old->parent));
}
