/* SPDX-License-Identifier: Apache-2.0 */
/*
 * SQLite has one lock for all writers, RESERVED; readers go on until the commit,
 * and in WAL mode through it. Sources: lang_altertable.html, lockingv3.html.
 */
#include "dialect/cost.h"
#include "dialect/sqlite/read.h"

static void takes(const struct cost_input *in, const struct action *a, enum cost_work work,
		  const char *why, const char *loses, struct cost_list *list)
{
	cost_add(in, list,
		 &(struct cost){
			 .schema = a->schema,
			 .table = a->table,
			 .lock = "RESERVED",
			 .strength = 1,
			 .blocks_writes = true,
			 .work = work,
			 .why = why,
			 .loses = loses,
		 });
}

static const char *rows_of(const struct cost_input *in, const char *what, const char *name)
{
	return arena_printf(in->arena, "the %s \"%s\"", what, name != NULL ? name : "?");
}

static void add(const struct cost_input *in, const struct action *a, struct cost_list *list)
{
	bool column = a->object == ON_COLUMN;
	bool check = !column && a->constraint != NULL && a->constraint->kind == CONSTRAINT_CHECK;

	if (check || (column && a->column->generated && a->column->not_null))
		takes(in, a, COST_SCAN, "each row is checked", NULL, list);
	else
		takes(in, a, COST_CATALOG, NULL, NULL, list);
}

static void drop(const struct cost_input *in, const struct action *a, struct cost_list *list)
{
	const struct known_table *t = known_index(in->known, a->schema, a->name, NULL);

	if (a->object == ON_COLUMN)
		takes(in, a, COST_REWRITE, "each row is written without it",
		      rows_of(in, "values of column", a->name), list);
	else if (a->object == ON_TABLE)
		takes(in, a, COST_SCAN, "each of its pages is freed",
		      rows_of(in, "rows of table", a->name), list);
	else if (a->object == ON_INDEX && t != NULL)
		takes(in, &(struct action){.table = t->name}, COST_CATALOG, NULL, NULL, list);
	else if (a->object != ON_INDEX)
		takes(in, a, COST_CATALOG, NULL, NULL, list);
}

/* The rows of a rebuild are read from the old table, and written to the new one. */
static void insert(const struct cost_input *in, const struct action *a, struct cost_list *list)
{
	takes(in, a, COST_ROWS, NULL, NULL, list);
	if (a->to != NULL && known_table(in->known, NULL, a->to) != NULL)
		takes(in, &(struct action){.table = a->to}, COST_SCAN,
		      arena_printf(in->arena, "its rows are copied to \"%s\"", a->table), NULL,
		      list);
}

void sqlite_cost(const struct cost_input *in, const struct action_list *statement,
		 const struct action *a, struct cost_list *list)
{
	bool all = !a->filtered;

	(void)statement;
	switch ((int)a->verb) {
	case ACT_ADD:
		add(in, a, list);
		break;
	case ACT_DROP:
		drop(in, a, list);
		break;
	case ACT_CREATE:
		if (a->object == ON_INDEX)
			takes(in, a, COST_BUILD, NULL, NULL, list);
		break;
	case ACT_RENAME:
		takes(in, a, COST_CATALOG, NULL, NULL, list);
		break;
	case ACT_REINDEX:
		takes(in, a, COST_BUILD, NULL, NULL, list);
		break;
	case ACT_VACUUM:
		takes(in, a, COST_REWRITE, "the whole file", NULL, list);
		break;
	case ACT_INSERT:
		insert(in, a, list);
		break;
	case ACT_UPDATE:
		takes(in, a, COST_ROWS, all ? "every row" : NULL, NULL, list);
		break;
	case ACT_DELETE:
		takes(in, a, COST_ROWS, all ? "every row" : NULL,
		      all ? rows_of(in, "rows of table", a->table) : NULL, list);
		break;
	default:
		break;
	}
}
