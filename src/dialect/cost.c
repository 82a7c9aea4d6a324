/* SPDX-License-Identifier: Apache-2.0 */
#include "dialect/cost.h"

#include <string.h>

const char *cost_work_name(enum cost_work work)
{
	static const char *const names[] = {"catalog", "rows", "scan", "build", "rewrite"};

	return names[work];
}

int cost_version(const struct cost_input *in, int current)
{
	return in->version != 0 ? in->version : current;
}

static bool same_text(const char *a, const char *b)
{
	return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

static struct cost *find(struct cost_list *list, const struct cost *cost)
{
	for (size_t i = 0; i < list->len; i++)
		if (same_text(list->v[i].table, cost->table) &&
		    same_text(known_schema(list->v[i].schema), known_schema(cost->schema)))
			return &list->v[i];
	return NULL;
}

void cost_add(const struct cost_input *in, struct cost_list *list, const struct cost *cost)
{
	const struct known_table *t = known_table(in->known, cost->schema, cost->table);
	struct cost *before = find(list, cost);

	if (t != NULL && t->made_now)
		return;
	if (before == NULL) {
		before = vec_push(list, in->arena);
		*before = *cost;
		if (before->why == NULL)
			before->why = "";
		return;
	}
	if (cost->work > before->work ||
	    (cost->work == before->work && cost->why != NULL && before->why[0] == '\0')) {
		before->work = cost->work;
		before->why = cost->why != NULL ? cost->why : "";
		before->guess = cost->guess;
	}
	if (cost->strength > before->strength) {
		before->lock = cost->lock;
		before->strength = cost->strength;
		before->method = cost->method;
	}
	before->blocks_reads |= cost->blocks_reads;
	before->blocks_writes |= cost->blocks_writes;
	if (before->loses == NULL)
		before->loses = cost->loses;
}

enum action_type_change cost_retype(const struct cost_input *in, const struct action *a,
				    bool *ret_known)
{
	const struct known_column *c = known_column(known_table_of(in->known, a), a->name);
	enum action_type_change change;

	*ret_known = c != NULL && in->dialect->retype != NULL;
	if (!*ret_known)
		return TYPE_NARROWS;
	change = in->dialect->retype(c->def.type, a->column->type);
	/* USING computes each value, whatever the types are. */
	if (change == TYPE_FREE && a->column->converts)
		change = TYPE_REWRITE;
	return change;
}

static const char *key_of(const struct cost_input *in, const char *schema, const char *table)
{
	schema = known_schema(schema);
	return schema == NULL ? table : arena_printf(in->arena, "%s.%s", schema, table);
}

void cost_of(const struct cost_input *in, const struct action_list *actions, struct cost_list *ret)
{
	struct map made = {.arena = in->arena};

	if (in->dialect->cost == NULL)
		return;
	for (size_t i = 0; i < actions->len; i++) {
		const struct action *a = &actions->v[i];

		/* The parts of a table that this very statement makes. */
		if (a->verb == ACT_CREATE && a->object == ON_TABLE && a->table != NULL)
			map_put(&made, key_of(in, a->schema, a->table), &made);
		in->dialect->cost(in, actions, a, ret);
	}
	for (size_t i = ret->len; i-- > 0;)
		if (ret->v[i].table != NULL &&
		    map_has(&made, key_of(in, ret->v[i].schema, ret->v[i].table)))
			memmove(&ret->v[i], &ret->v[i + 1], (--ret->len - i) * sizeof(*ret->v));
}
