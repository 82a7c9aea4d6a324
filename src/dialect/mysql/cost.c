/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which ALGORITHM the server takes for a part of ALTER TABLE, and which LOCK
 * that allows: MariaDB "InnoDB Online DDL Overview" and its pages on INSTANT,
 * NOCOPY and INPLACE; MySQL 8.0 Reference Manual 17.12.1. An ALTER TABLE does
 * all its parts by the costliest of them. Around it each takes an exclusive
 * metadata lock for a moment.
 */
#include "dialect/cost.h"
#include "dialect/mysql/read.h"

#include <stdlib.h>
#include <string.h>

enum { CURRENT = 101100, NEVER = 99990000 };

enum method {
	INSTANT,
	IN_PLACE,       /* NOCOPY: an index is built or dropped, the rows stay */
	REBUILD,        /* INPLACE: the table is written anew while others write */
	IN_PLACE_ALONE, /* NOCOPY, but nobody writes */
	REBUILD_ALONE,  /* INPLACE, but nobody writes */
	COPY,           /* nobody writes */
};

struct judge {
	const struct cost_input *in;
	const struct action_list *statement;
	const struct action *a;
	struct cost_list *list;
};

static bool is_option(const struct action *a, const char *name)
{
	return a->verb == ACT_OPTION && strcmp(a->name, name) == 0;
}

static const struct action *option(const struct judge *j, const char *name)
{
	for (size_t i = 0; i < j->statement->len; i++)
		if (is_option(&j->statement->v[i], name))
			return &j->statement->v[i];
	return NULL;
}

/* MariaDB's or MySQL's, whichever it is. */
static bool since(const struct judge *j, int mariadb, int mysql)
{
	if (j->in->oracle_mysql)
		return cost_version(j->in, 80036) >= mysql;
	return cost_version(j->in, CURRENT) >= mariadb;
}

static void on(const struct judge *j, const char *table, const struct cost *cost)
{
	struct cost c = *cost;

	c.table = table;
	cost_add(j->in, j->list, &c);
}

static bool has_kind(const struct judge *j, const char *kind)
{
	const struct known_table *t = known_table_of(j->in->known, j->a);

	for (size_t i = 0; t != NULL && i < t->indexes.len; i++)
		if (!t->indexes.v[i].dropped && t->indexes.v[i].kind != NULL &&
		    strcmp(t->indexes.v[i].kind, kind) == 0)
			return true;
	return false;
}

static void by(const struct judge *j, enum method m, enum cost_work work, const char *why)
{
	static const struct cost costs[] = {
		[INSTANT] = {.lock = "NONE", .strength = 1, .method = "INSTANT"},
		[IN_PLACE] = {.lock = "NONE", .strength = 2, .method = "INPLACE"},
		[REBUILD] = {.lock = "NONE", .strength = 3, .method = "INPLACE"},
		[IN_PLACE_ALONE] = {.lock = "SHARED",
				    .strength = 4,
				    .method = "INPLACE",
				    .blocks_writes = true},
		[REBUILD_ALONE] = {.lock = "SHARED",
				   .strength = 5,
				   .method = "INPLACE",
				   .blocks_writes = true},
		[COPY] = {.lock = "SHARED", .strength = 6, .method = "COPY", .blocks_writes = true},
	};
	const struct action *lock = option(j, "lock"), *algorithm = option(j, "algorithm");
	struct cost c;

	/* Nobody writes to a FULLTEXT index that is being rebuilt. */
	if (m == REBUILD && has_kind(j, "fulltext"))
		m = REBUILD_ALONE;
	c = costs[m];

	if (algorithm != NULL && strcmp(algorithm->to, "copy") == 0) {
		c = costs[COPY];
		work = COST_REWRITE;
		why = "the statement asks for it";
	}
	if (lock != NULL && strcmp(lock->to, "exclusive") == 0) {
		c.lock = "EXCLUSIVE";
		c.blocks_reads = c.blocks_writes = true;
	} else if (lock != NULL && strcmp(lock->to, "shared") == 0) {
		c.lock = "SHARED";
		c.blocks_writes = true;
	}
	c.work = work;
	c.why = why;
	on(j, j->a->table, &c);
}

/* For a moment, whatever is done. */
static void exclusive(const struct judge *j, const char *why)
{
	on(j, j->a->table,
	   &(struct cost){.lock = "EXCLUSIVE",
			  .strength = 7,
			  .blocks_reads = true,
			  .blocks_writes = true,
			  .why = why});
}

static void loses(const struct judge *j, const char *what, const char *name)
{
	on(j, j->a->table,
	   &(struct cost){.lock = "NONE",
			  .loses = arena_printf(j->in->arena, "%s \"%s\"", what,
						name != NULL ? name : "?")});
}

static bool builds_index(const struct judge *j)
{
	for (size_t i = 0; i < j->statement->len; i++) {
		const struct action *a = &j->statement->v[i];

		if ((a->verb == ACT_CREATE && a->object == ON_INDEX) ||
		    (a->verb == ACT_ADD && a->object == ON_CONSTRAINT &&
		     a->constraint->kind == CONSTRAINT_UNIQUE))
			return true;
	}
	return false;
}

static void add_column(const struct judge *j)
{
	const struct action_column *c = j->a->column;

	if (c->serial) {
		by(j, COPY, COST_REWRITE, "each row gets a number");
	} else if (c->generated && c->stored) {
		by(j, COPY, COST_REWRITE, "a stored column is computed for each row");
	} else if (c->default_kind == DEFAULT_VOLATILE && !c->generated) {
		by(j, COPY, COST_REWRITE, "the default is another value for each row");
	} else if (c->generated && !c->moved) {
		by(j, since(j, 100302, 80012) ? INSTANT : IN_PLACE, COST_CATALOG, NULL);
	} else if (has_kind(j, "fulltext")) {
		by(j, REBUILD, COST_REWRITE, "a FULLTEXT index does not let it be instant");
	} else if (builds_index(j)) {
		by(j, REBUILD, COST_REWRITE, "a column and an index are not added in one go");
	} else if (since(j, 100400, 80029) || (since(j, 100302, 80012) && !c->moved)) {
		by(j, INSTANT, COST_CATALOG, NULL);
	} else {
		by(j, REBUILD, COST_REWRITE, "this server cannot do it in the catalog alone");
	}
}

static bool is_indexed(const struct judge *j)
{
	const struct known_table *t = known_table_of(j->in->known, j->a);

	for (size_t i = 0; t != NULL && i < t->indexes.len; i++)
		for (size_t k = 0; k < t->indexes.v[i].columns.len; k++)
			if (!t->indexes.v[i].dropped &&
			    strcmp(t->indexes.v[i].columns.v[k], j->a->name) == 0)
				return true;
	return false;
}

static void drop_column(const struct judge *j)
{
	if (has_kind(j, "fulltext"))
		by(j, REBUILD, COST_REWRITE, "a FULLTEXT index does not let it be instant");
	else if (since(j, 100400, 80029) && is_indexed(j))
		by(j, IN_PLACE, COST_CATALOG, "an index goes with it");
	else if (since(j, 100400, 80029))
		by(j, INSTANT, COST_CATALOG, NULL);
	else
		by(j, REBUILD, COST_REWRITE, "each row is written without it");
	loses(j, "the values of column", j->a->name);
}

static bool same_charset(const struct action_column *from, const struct action_column *to)
{
	bool charset = to->charset == NULL ||
		       (from->charset != NULL && strcmp(to->charset, from->charset) == 0);
	bool collation = to->collation == NULL ||
			 (from->collation != NULL && strcmp(to->collation, from->collation) == 0);

	return charset && collation;
}

/*
 * MariaDB from 10.4.3 on lets a VARCHAR grow, but from 128 to 255 bytes to more
 * than that; a character takes one byte to four.
 */
static bool grows_instantly(const struct judge *j, const char *from, const char *to)
{
	long before, after;

	if (strncmp(from, "varchar(", 8) != 0 || strncmp(to, "varchar(", 8) != 0 ||
	    !since(j, 100403, NEVER))
		return false;
	before = strtol(from + 8, NULL, 10);
	after = strtol(to + 8, NULL, 10);
	return after >= before && (before * 4 < 128 || before > 255 || after * 4 <= 255);
}

static void set_type(const struct judge *j)
{
	const struct known_column *c = known_column(known_table_of(j->in->known, j->a), j->a->name);
	const struct action_column *to = j->a->column;
	bool known;
	enum action_type_change change = cost_retype(j->in, j->a, &known);

	if (known && grows_instantly(j, c->def.type, to->type))
		change = TYPE_FREE;
	if (!known || change != TYPE_FREE || !same_charset(&c->def, to)) {
		by(j, COPY, COST_REWRITE,
		   known ? "the new type is stored otherwise" : "the old type is not known");
		if (j->list->len > 0 && !known)
			j->list->v[j->list->len - 1].guess = true;
		if (known && change == TYPE_NARROWS)
			loses(j, "values that do not fit in column", j->a->name);
	} else if (to->not_null && !c->def.not_null) {
		by(j, REBUILD, COST_REWRITE, "no row may hold NULL");
	} else if (!to->not_null && c->def.not_null) {
		by(j, REBUILD, COST_REWRITE, "rows may hold NULL from now on");
	} else if (to->moved && !since(j, 100400, NEVER)) {
		by(j, REBUILD, COST_REWRITE, "the columns stand in another order");
	} else {
		by(j, INSTANT, COST_CATALOG, NULL);
	}
}

static bool also(const struct judge *j, enum action_verb verb, enum action_constraint_kind kind)
{
	for (size_t i = 0; i < j->statement->len; i++) {
		const struct action *a = &j->statement->v[i];

		if (a->verb == verb && a->object == ON_CONSTRAINT && a->constraint != NULL &&
		    a->constraint->kind == kind)
			return true;
	}
	return false;
}

static void add_constraint(const struct judge *j)
{
	const struct action_constraint *k = j->a->constraint;

	switch (k->kind) {
	case CONSTRAINT_PRIMARY_KEY:
		by(j, REBUILD, COST_REWRITE, "rows are stored in the key's order");
		break;
	case CONSTRAINT_FOREIGN_KEY:
		/* MySQL reads REFERENCES in a column and forgets it. */
		if (k->in_column && j->in->oracle_mysql)
			break;
		if (j->in->checks_off)
			by(j, IN_PLACE, COST_CATALOG, "foreign_key_checks is off");
		else
			by(j, COPY, COST_REWRITE, "each row's key is looked up");
		break;
	case CONSTRAINT_CHECK:
		by(j, COPY, COST_REWRITE, "each row is checked");
		break;
	case CONSTRAINT_UNIQUE:
	case CONSTRAINT_EXCLUDE:
		by(j, IN_PLACE, COST_BUILD, NULL);
		break;
	}
}

/* The first FULLTEXT index of a table adds a hidden column to it. */
static void create_index(const struct judge *j)
{
	const char *kind = j->a->to;

	if (kind != NULL && strcmp(kind, "fulltext") == 0 && !has_kind(j, kind))
		by(j, REBUILD_ALONE, COST_REWRITE, "a hidden column comes with it");
	else
		by(j, kind != NULL ? IN_PLACE_ALONE : IN_PLACE, COST_BUILD, NULL);
}

static void drop(const struct judge *j)
{
	const struct action *a = j->a;

	if (a->object == ON_COLUMN) {
		drop_column(j);
	} else if (a->object == ON_TABLE) {
		exclusive(j, NULL);
		loses(j, "the rows of table", a->name);
	} else if (a->object == ON_CONSTRAINT && a->name != NULL &&
		   strcmp(a->name, "PRIMARY") == 0) {
		if (also(j, ACT_ADD, CONSTRAINT_PRIMARY_KEY))
			by(j, REBUILD, COST_REWRITE, "rows are stored in the key's order");
		else
			by(j, COPY, COST_REWRITE, "rows are stored in the key's order");
	} else if (a->object == ON_INDEX || a->object == ON_CONSTRAINT) {
		by(j, IN_PLACE, COST_CATALOG, NULL);
	} else if (a->object == ON_TRIGGER) {
		exclusive(j, NULL);
	} else if (a->object == ON_OTHER) { /* PARTITION */
		by(j, COPY, COST_CATALOG, NULL);
		loses(j, "the rows of partition", a->name);
	}
}

/* Options that are of the catalog alone. */
static bool is_catalog_option(const struct action *a)
{
	return is_option(a, "auto_increment") || is_option(a, "charset") ||
	       is_option(a, "collate") || is_option(a, "algorithm") || is_option(a, "lock") ||
	       is_option(a, "comment") || is_option(a, "stats");
}

static void set_option(const struct judge *j)
{
	const struct action *a = j->a;

	if (is_option(a, "convert"))
		by(j, COPY, COST_REWRITE, "text is stored otherwise");
	else if (is_option(a, "engine") && strcmp(a->to, "innodb") != 0)
		by(j, COPY, COST_REWRITE, "another engine stores it");
	else if (is_catalog_option(a))
		by(j, INSTANT, COST_CATALOG, NULL);
	else
		by(j, REBUILD, COST_REWRITE, NULL);
}

static void change_rows(const struct judge *j)
{
	const struct action *a = j->a;
	bool all = a->verb != ACT_INSERT && !a->filtered;

	on(j, a->table,
	   &(struct cost){.lock = "row locks",
			  .strength = 1,
			  .work = COST_ROWS,
			  .why = all ? "every row, each locked until the commit" : NULL});
	if (all && a->verb == ACT_DELETE)
		loses(j, "the rows of table", a->table);
}

static void alter(const struct judge *j)
{
	const struct action *a = j->a;

	switch ((int)a->verb) {
	case ACT_ADD:
		if (a->object == ON_COLUMN)
			add_column(j);
		else if (a->object == ON_CONSTRAINT)
			add_constraint(j);
		break;
	case ACT_CREATE:
		if (a->object == ON_INDEX)
			create_index(j);
		else if (a->object == ON_TRIGGER)
			exclusive(j, NULL);
		break;
	case ACT_SET_TYPE:
		set_type(j);
		break;
	case ACT_RENAME:
		by(j, since(j, 100500, 80028) ? INSTANT : IN_PLACE, COST_CATALOG, NULL);
		break;
	case ACT_SET_DEFAULT:
	case ACT_DROP_DEFAULT:
		by(j, INSTANT, COST_CATALOG, NULL);
		break;
	case ACT_OPTION:
		set_option(j);
		break;
	case ACT_REWRITE:
		by(j, REBUILD, COST_REWRITE, NULL);
		break;
	case ACT_ALTER:
		if (a->object == ON_INDEX) /* IGNORED, INVISIBLE */
			by(j, INSTANT, COST_CATALOG, NULL);
		else
			by(j, COPY, COST_REWRITE, "what this does is not known");
		break;
	default:
		break;
	}
}

void mysql_cost(const struct cost_input *in, const struct action_list *statement,
		const struct action *a, struct cost_list *list)
{
	const struct judge j = {in, statement, a, list};

	if (a->table == NULL || a->in_create)
		return;
	switch ((int)a->verb) {
	case ACT_DROP:
		drop(&j);
		break;
	case ACT_TRUNCATE:
		exclusive(&j, NULL);
		loses(&j, "the rows of table", a->table);
		break;
	case ACT_INSERT:
	case ACT_UPDATE:
	case ACT_DELETE:
		change_rows(&j);
		break;
	default:
		alter(&j);
		break;
	}
}
