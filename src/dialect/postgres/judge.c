/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How each change is brought about, what is lost by it, and what has to step
 * aside. What the server takes along by itself stays; what it refuses to touch
 * is dropped before and made again after.
 */
#include "dialect/postgres/emit.h"
#include "model/variant.h"

#include <string.h>

/* Columns hold values of it: it cannot be dropped, and has no ALTER either. */
static void refuse_used(struct change *c, struct arena *a)
{
	for (size_t i = 0; i < c->old->needed_by_len; i++) {
		const struct object *col = pgsql_stays_as(c, c->old->needed_by[i]);

		if (col == NULL || col->kind != OBJECT_COLUMN || col->implied ||
		    object_has(col, ATTR_GENERATED))
			continue;
		c->refusal = arena_printf(a, "column \"%s\" uses %s \"%s\"", object_title(col, a),
					  kind_word(c->new->kind), object_title(c->new, a));
		c->advice = "make it under another name and change the columns to that";
		return;
	}
}

static enum change_way judge_defined(struct change *c, struct arena *a)
{
	bool is_type = c->new->kind == OBJECT_RANGE || c->new->kind == OBJECT_TYPE ||
		       c->new->kind == OBJECT_COLLATION;

	if (!pgsql_changed(c, ATTR_DEFINITION) && !pgsql_changed(c, ATTR_BODY))
		return WAY_ALTER;
	if (is_type)
		refuse_used(c, a);
	return WAY_AGAIN;
}

/* Only the options in parentheses behind word differ. */
static bool only_options_differ(const struct change *c, const char *word)
{
	const char *old = object_get(c->old, ATTR_DEFINITION);
	const char *new = object_get(c->new, ATTR_DEFINITION);
	const char *x = pgsql_find(old, word), *y = pgsql_find(new, word);
	size_t n = x != NULL ? (size_t)(x - old) : strlen(old);
	size_t m = y != NULL ? (size_t)(y - new) : strlen(new);

	while (n > 0 && lex_is_space(old[n - 1]))
		n--;
	while (m > 0 && lex_is_space(new[m - 1]))
		m--;
	return n == m && strncmp(old, new, n) == 0;
}

static enum change_way judge_foreign(const struct diff_options *o, struct change *c,
				     struct arena *a)
{
	(void)o;
	(void)a;
	if (!pgsql_changed(c, ATTR_DEFINITION) || only_options_differ(c, "OPTIONS"))
		return WAY_ALTER;
	return WAY_AGAIN;
}

static enum change_way judge_publication(const struct diff_options *o, struct change *c,
					 struct arena *a)
{
	const char *old = object_get(c->old, ATTR_DEFINITION);
	const char *new = object_get(c->new, ATTR_DEFINITION);
	bool listed = pgsql_find(old, "FOR") != NULL && pgsql_find(new, "FOR") != NULL &&
		      pgsql_find(old, "FOR ALL") == NULL && pgsql_find(new, "FOR ALL") == NULL;

	(void)o;
	(void)a;
	if (!pgsql_changed(c, ATTR_DEFINITION) || listed)
		return WAY_ALTER;
	return only_options_differ(c, "WITH") ? WAY_ALTER : WAY_AGAIN;
}

static enum change_way judge_own_definition(const struct diff_options *o, struct change *c,
					    struct arena *a)
{
	(void)o;
	(void)a;
	return pgsql_changed(c, ATTR_DEFINITION) ? WAY_AGAIN : WAY_ALTER;
}

/* The server can always alter them. */
static enum change_way judge_alterable(const struct diff_options *o, struct change *c,
				       struct arena *a)
{
	(void)o;
	(void)c;
	(void)a;
	return WAY_ALTER;
}

/* Those that are not here are judged by their DEFINITION. */
static enum change_way (*const judges[OBJECT_KINDS])(const struct diff_options *o, struct change *c,
						     struct arena *a) = {
	[OBJECT_COLUMN] = pgsql_judge_column,
	[OBJECT_TABLE] = pgsql_judge_table,
	[OBJECT_FOREIGN_TABLE] = pgsql_judge_table,
	[OBJECT_PRIMARY_KEY] = pgsql_judge_constraint,
	[OBJECT_UNIQUE] = pgsql_judge_constraint,
	[OBJECT_CHECK] = pgsql_judge_constraint,
	[OBJECT_EXCLUSION] = pgsql_judge_constraint,
	[OBJECT_FOREIGN_KEY] = pgsql_judge_constraint,
	[OBJECT_INDEX] = pgsql_judge_constraint,
	[OBJECT_VIEW] = pgsql_judge_view,
	[OBJECT_MATERIALIZED_VIEW] = pgsql_judge_view,
	[OBJECT_FUNCTION] = pgsql_judge_routine,
	[OBJECT_PROCEDURE] = pgsql_judge_routine,
	[OBJECT_TRIGGER] = pgsql_judge_trigger,
	[OBJECT_POLICY] = pgsql_judge_policy,
	[OBJECT_ENUM] = pgsql_judge_type,
	[OBJECT_DOMAIN] = pgsql_judge_type,
	[OBJECT_TS_CONFIGURATION] = judge_own_definition,
	[OBJECT_STATISTICS] = judge_own_definition,
	[OBJECT_EVENT_TRIGGER] = judge_own_definition,
	[OBJECT_FOREIGN_DATA_WRAPPER] = judge_foreign,
	[OBJECT_SERVER] = judge_foreign,
	[OBJECT_USER_MAPPING] = judge_foreign,
	[OBJECT_PUBLICATION] = judge_publication,
	[OBJECT_RULE] = judge_alterable,
	[OBJECT_SCHEMA] = judge_alterable,
	[OBJECT_EXTENSION] = judge_alterable,
	[OBJECT_SEQUENCE] = judge_alterable,
	[OBJECT_SEQUENCE_OWNER] = judge_alterable,
	[OBJECT_COMPOSITE] = judge_alterable,
	[OBJECT_TRANSFORM] = judge_alterable,
	[OBJECT_PRIVILEGE] = judge_alterable,
	[OBJECT_DEFAULT_PRIVILEGE] = judge_alterable,
};

static void judge_drop(struct change *c)
{
	const struct object *o = c->old;

	if (o->kind == OBJECT_TABLE)
		c->loss = object_has(o, ATTR_PARTITION_BY) ? "all rows of its partitions"
							   : "all rows of the table";
	else if (o->kind == OBJECT_COLUMN && o->parent->kind == OBJECT_TABLE &&
		 !object_has(o, ATTR_GENERATED))
		c->loss = "all values of the column";
	else if (o->kind == OBJECT_COLUMN && o->parent->kind == OBJECT_COMPOSITE)
		c->loss = "all values of the attribute";
}

static void judge_create(struct change *c, struct arena *a)
{
	const struct object *o = c->new;

	if (o->kind == OBJECT_CHECK && !c->fresh && o->parent->kind == OBJECT_DOMAIN &&
	    !object_has(o, ATTR_NOT_VALID))
		pgsql_refuse_stricter(c, a, o->parent);

	if (o->kind == OBJECT_COLUMN && !c->fresh && o->parent->kind == OBJECT_TABLE &&
	    object_has(o, ATTR_NOT_NULL) && !object_has(o, ATTR_DEFAULT) &&
	    !object_has(o, ATTR_GENERATED) && !object_has(o, ATTR_IDENTITY))
		c->advice = "fails if the table has rows: give the column a default, or fill it "
			    "before it is NOT NULL";
}

enum change_way pgsql_judge(const struct diff_options *o, struct change *c, struct arena *a)
{
	if (c->op == CHANGE_ALTER)
		return judges[c->new->kind] != NULL ? judges[c->new->kind](o, c, a)
						    : judge_defined(c, a);
	if (c->op == CHANGE_DROP)
		judge_drop(c);
	else if (c->op == CHANGE_CREATE)
		judge_create(c, a);
	return WAY_ALTER;
}

static bool needs(const struct object *o, const struct object *n)
{
	for (size_t i = 0; i < o->needs_len; i++)
		if (o->needs[i] == n)
			return true;
	return false;
}

/* The server converts indexes, constraints and statistics with the column that they are on. */
static const bool is_rebuilt[OBJECT_KINDS] = {
	[OBJECT_INDEX] = true,          [OBJECT_PRIMARY_KEY] = true, [OBJECT_UNIQUE] = true,
	[OBJECT_CHECK] = true,          [OBJECT_EXCLUSION] = true,   [OBJECT_STATISTICS] = true,
	[OBJECT_SEQUENCE_OWNER] = true, [OBJECT_SEQUENCE] = true,    [OBJECT_TABLE] = true,
	[OBJECT_FOREIGN_TABLE] = true,
};

static bool survives_column(const struct change *cause, const struct object *dependent)
{
	struct arena a = {0};
	struct type_change change;

	if (dependent->kind != OBJECT_FOREIGN_KEY)
		return is_rebuilt[dependent->kind];
	pgsql_type_change(&a, cause->old, cause->new, &change);
	arena_done(&a);
	return change.keeps_keys;
}

/* Columns are converted; what is on them goes along, unless it names the type itself. */
static bool survives_type(const struct change *cause, const struct object *dependent)
{
	if (dependent->kind == OBJECT_COLUMN)
		return !object_has(dependent, ATTR_GENERATED);
	if (dependent->kind == OBJECT_DOMAIN)
		return true;
	for (size_t i = 0; i < dependent->needs_len; i++)
		if (dependent->needs[i]->kind == OBJECT_DOMAIN &&
		    needs(dependent->needs[i], cause->old))
			return false;
	return is_rebuilt[dependent->kind] && !needs(dependent, cause->old);
}

/* A dropped column or table takes along what hangs on it alone; these need no drop of their own. */
static bool goes_along(const struct change *cause, const struct object *dependent)
{
	return cause->old->kind == OBJECT_INDEX && dependent->kind == OBJECT_TABLE;
}

bool pgsql_survives(const struct diff_options *o, const struct change *cause,
		    const struct object *dependent)
{
	(void)o;
	if (dependent->kind == OBJECT_PRIVILEGE || dependent->kind == OBJECT_DEFAULT_PRIVILEGE)
		return true;
	if (cause->op == CHANGE_DROP)
		return goes_along(cause, dependent);
	if (cause->old->kind == OBJECT_COLUMN)
		return survives_column(cause, dependent);
	return object_is_type(cause->old) && survives_type(cause, dependent);
}
