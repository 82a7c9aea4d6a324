/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Indexes. A table made in the same run is empty: no lock on it is felt.
 * CONCURRENTLY is put in only where the file has nothing that would leave its
 * transaction with it.
 */
#include "lint/rules.h"

#include <string.h>

/* Everything in the file is about indexes: none of it needs the others' transaction. */
static bool is_index_file(const struct lint *l)
{
	if (l->file->transaction_on || l->st->in_own)
		return false;
	for (size_t i = 0; i < l->statements.len; i++) {
		const struct lint_statement *st = &l->statements.v[i];

		for (size_t k = 0; k < st->actions.len; k++)
			if (st->actions.v[k].object != ON_INDEX)
				return false;
		if (st->actions.len == 0)
			return false;
	}
	return true;
}

static void put_concurrently(struct lint *l, const struct action *a)
{
	if (a->option_at != 0 && is_index_file(l))
		lint_edit(l, a->option_at, 0, " CONCURRENTLY");
}

static void check_create(struct lint *l, const struct action *a)
{
	if (a->verb != ACT_CREATE || a->object != ON_INDEX || a->concurrently || a->in_create ||
	    !lint_is_old(l, a))
		return;
	if (lint_report(l, a, "building an index stops all writes to table \"%s\"", a->table)) {
		lint_safe(l,
			  "CREATE %sINDEX CONCURRENTLY ... ON %s (%s); in a migration of its own",
			  a->unique ? "UNIQUE " : "", lint_table(l, a), lint_join(l, &a->columns));
		put_concurrently(l, a);
	}
}

/* MariaDB and MySQL name it; elsewhere an index has a name of its own. */
static const struct known_table *index_table(const struct lint *l, const struct action *a)
{
	return a->table != NULL ? known_table_of(&l->known, a)
				: known_index(&l->known, a->schema, a->name, NULL);
}

static void check_drop(struct lint *l, const struct action *a)
{
	const struct known_table *t;

	if (a->verb != ACT_DROP || a->object != ON_INDEX || a->concurrently)
		return;
	t = index_table(l, a);
	if (t != NULL && t->made_now)
		return;
	if (lint_report(l, a, "dropping index \"%s\" blocks all use of its table", a->name)) {
		lint_safe(l, "DROP INDEX CONCURRENTLY %s; in a migration of its own",
			  lint_quote(l, a->name));
		put_concurrently(l, a);
	}
}

static void check_reindex(struct lint *l, const struct action *a)
{
	if (a->verb != ACT_REINDEX || a->concurrently ||
	    (a->table != NULL && !lint_is_old_name(l, a->schema, a->table)))
		return;
	if (lint_report(l, a, "REINDEX blocks writes, and reads that would use the index") &&
	    lint_version(l) >= 120000)
		put_concurrently(l, a);
}

static void check_load(struct lint *l, const struct action *a)
{
	if (a->verb == ACT_CREATE && a->object == ON_INDEX && lint_is_old(l, a))
		lint_report(l, a, "building an index on table \"%s\" costs reads of all of it",
			    a->table);
}

static void check_performance(struct lint *l, const struct action *a)
{
	const struct known_table *t = index_table(l, a);

	if (a->verb == ACT_DROP && a->object == ON_INDEX && (t == NULL || !t->made_now))
		lint_report(l, a, "queries that used index \"%s\" read whole tables from now on",
			    a->name);
}

static void check_wide(struct lint *l, const struct action *a)
{
	if (a->verb == ACT_CREATE && a->object == ON_INDEX && a->columns.len > 3)
		lint_report(l, a, "an index over %zu columns", a->columns.len);
}

static const struct action_names *index_columns(const struct action *a)
{
	if (a->verb == ACT_CREATE && a->object == ON_INDEX && !a->filtered)
		return &a->columns;
	if (a->verb == ACT_ADD && a->object == ON_CONSTRAINT && !a->constraint->using_index &&
	    (a->constraint->kind == CONSTRAINT_UNIQUE ||
	     a->constraint->kind == CONSTRAINT_PRIMARY_KEY))
		return &a->constraint->columns;
	return NULL;
}

static void check_duplicate(struct lint *l, const struct action *a)
{
	const struct action_names *columns = index_columns(a);
	const struct known_table *t = known_table_of(&l->known, a);

	for (size_t i = 0; columns != NULL && t != NULL && i < t->indexes.len; i++) {
		const struct known_index *other = &t->indexes.v[i];
		bool unique = a->unique || a->object == ON_CONSTRAINT;

		if (other->dropped || other->filtered)
			continue;
		/* A unique one holds rows apart: only its equal makes it needless. */
		if (known_covers(&other->columns, columns) &&
		    (!unique || (other->unique && other->columns.len == columns->len)))
			lint_report(l, a, "index over (%s) repeats %s%s%s", lint_join(l, columns),
				    other->name != NULL ? "\"" : "another",
				    other->name != NULL ? other->name : "",
				    other->name != NULL ? "\"" : "");
		else if (known_covers(columns, &other->columns) && !other->unique)
			lint_report(l, a, "index over (%s) makes \"%s\" needless",
				    lint_join(l, columns),
				    other->name != NULL ? other->name : "another");
		else
			continue;
		break;
	}
}

const struct lint_rule rules_index[] = {
	{
		.id = "index-not-concurrent",
		.class = LINT_LOCK,
		.level = LINT_ERROR,
		.engines = P,
		.summary = "CREATE INDEX without CONCURRENTLY on a table that was there before.",
		.why = "It takes a SHARE lock: nobody can insert, update or delete while the index "
		       "is built, which on a large table is minutes or hours.",
		.safe = "CREATE INDEX CONCURRENTLY ...; in a migration of its own, which pawl then "
			"runs outside a transaction",
		.check = check_create,
	},
	{
		.id = "drop-index-not-concurrent",
		.class = LINT_LOCK,
		.level = LINT_WARNING,
		.engines = P,
		.summary = "DROP INDEX without CONCURRENTLY.",
		.why = "It takes an ACCESS EXCLUSIVE lock on the table: it waits for every long "
		       "query, and everybody else waits behind it.",
		.safe = "DROP INDEX CONCURRENTLY ...; in a migration of its own",
		.check = check_drop,
	},
	{
		.id = "reindex-not-concurrent",
		.class = LINT_LOCK,
		.level = LINT_ERROR,
		.engines = P,
		.versions = "the safe way needs PostgreSQL 12",
		.summary = "REINDEX without CONCURRENTLY.",
		.why = "Writes are blocked, and so are reads that would use the index.",
		.safe = "REINDEX INDEX CONCURRENTLY ...;",
		.check = check_reindex,
	},
	{
		.id = "index-build-load",
		.class = LINT_LOAD,
		.level = LINT_NOTE,
		.engines = P,
		.summary =
			"An index is built on a table that was there before, even if concurrently.",
		.why = "The build reads the whole table twice and holds a snapshot all the while, "
		       "so that vacuum cannot clean up.",
		.safe = "Build at quiet hours, one at a time; look for invalid leftovers: "
			"SELECT indexrelid::regclass FROM pg_index WHERE NOT indisvalid;",
		.check = check_load,
	},
	{
		.id = "drop-index-performance",
		.class = LINT_LOAD,
		.level = LINT_WARNING,
		.engines = PMS,
		.summary = "An index goes.",
		.why = "Queries that used it read the whole table from now on.",
		.safe = "Look at its use first (pg_stat_user_indexes.idx_scan; sys.schema_unused_"
			"indexes); on MariaDB ALTER TABLE t ALTER INDEX i IGNORED, on MySQL "
			"INVISIBLE, and drop it when nobody has missed it",
		.check = check_performance,
	},
	{
		.id = "wide-index",
		.class = LINT_STYLE,
		.level = LINT_NOTE,
		.engines = PM,
		.summary = "An index over more than three columns.",
		.why = "It is large, each write pays for it, and few queries use its last columns.",
		.safe = "Index the columns that select; leave those that only come along out, or "
			"INCLUDE them (PostgreSQL 11)",
		.check = check_wide,
	},
	{
		.id = "duplicate-index",
		.class = LINT_STYLE,
		.level = LINT_WARNING,
		.engines = PMS,
		.summary = "An index equal to another, or to the beginning of another.",
		.why = "Every write keeps both up, and no query needs the shorter one.",
		.safe = "Keep the longer one.",
		.check = check_duplicate,
	},
	{0},
};
