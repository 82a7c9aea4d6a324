/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Locks as the manual's pages on ALTER TABLE and "Explicit Locking" name them.
 * What rewrites or reads the table is what ATRewriteTables() of PostgreSQL 15
 * does; older servers differ where the version is asked.
 */
#include "dialect/cost.h"
#include "dialect/postgres/read.h"

#include <string.h>

enum { CURRENT = 150000 };

enum strength {
	ROW_SHARE = 2,
	ROW_EXCLUSIVE,
	SHARE_UPDATE_EXCLUSIVE,
	SHARE,
	SHARE_ROW_EXCLUSIVE,
	EXCLUSIVE,
	ACCESS_EXCLUSIVE,
};

struct judge {
	const struct cost_input *in;
	const struct action_list *statement;
	const struct action *a;
	struct cost_list *list;
};

static const char *const names[] = {
	[ROW_SHARE] = "ROW SHARE",
	[ROW_EXCLUSIVE] = "ROW EXCLUSIVE",
	[SHARE_UPDATE_EXCLUSIVE] = "SHARE UPDATE EXCLUSIVE",
	[SHARE] = "SHARE",
	[SHARE_ROW_EXCLUSIVE] = "SHARE ROW EXCLUSIVE",
	[EXCLUSIVE] = "EXCLUSIVE",
	[ACCESS_EXCLUSIVE] = "ACCESS EXCLUSIVE",
};

static struct cost lock_of(enum strength s)
{
	return (struct cost){
		.lock = names[s],
		.strength = (int)s,
		.blocks_reads = s == ACCESS_EXCLUSIVE,
		.blocks_writes = s >= SHARE,
	};
}

static void on(const struct judge *j, const char *schema, const char *table, struct cost c)
{
	c.schema = schema;
	c.table = table;
	cost_add(j->in, j->list, &c);
}

/* A lock on the action's table, and work under it. */
static void takes(const struct judge *j, enum strength s, enum cost_work work, const char *why)
{
	struct cost c = lock_of(s);

	c.work = work;
	c.why = why;
	on(j, j->a->schema, j->a->table, c);
}

static void loses(const struct judge *j, const char *what, const char *name)
{
	struct cost c = lock_of(ACCESS_EXCLUSIVE);

	c.loses = arena_printf(j->in->arena, "%s \"%s\"", what, name != NULL ? name : "?");
	on(j, j->a->schema, j->a->table, c);
}

static bool is_in(const struct action_names *names_of, const char *name)
{
	for (size_t i = 0; i < names_of->len; i++)
		if (strcmp(names_of->v[i], name) == 0)
			return true;
	return false;
}

/*
 * The tables that foreign keys of the action's table refer to: all, by the
 * constraint of that name, or by those with that column.
 */
static void lock_parents(const struct judge *j, const char *name, const char *column,
			 enum strength s)
{
	const struct known_table *t = known_table_of(j->in->known, j->a);

	for (size_t i = 0; t != NULL && i < t->constraints.len; i++) {
		const struct known_constraint *c = &t->constraints.v[i];

		if (!c->dropped && c->def->kind == CONSTRAINT_FOREIGN_KEY &&
		    c->def->to_table != NULL &&
		    (name == NULL || (c->name != NULL && strcmp(c->name, name) == 0)) &&
		    (column == NULL || is_in(&c->def->columns, column)))
			on(j, c->def->to_schema, c->def->to_table, lock_of(s));
	}
}

static bool refers_by(const struct known_constraint *c, const struct known_table *to,
		      const char *column)
{
	const struct known_constraint *key = known_primary_key(to);

	if (!known_refers(c, to))
		return false;
	if (column == NULL || is_in(&c->def->to_columns, column))
		return true;
	return c->def->to_columns.len == 0 && key != NULL && is_in(&key->def->columns, column);
}

/* The tables whose foreign keys refer to t, to the column if one is given. */
static void lock_children(const struct judge *j, const struct known_table *t, const char *column,
			  const struct cost *cost)
{
	const struct known *known = j->in->known;

	for (size_t i = 0; t != NULL && i < known->all.len; i++) {
		const struct known_table *child = known->all.v[i];

		for (size_t k = 0; child != t && !child->dropped && k < child->constraints.len; k++)
			if (refers_by(&child->constraints.v[k], t, column))
				on(j, child->schema, child->name, *cost);
	}
}

static const char *column_rewrites(const struct judge *j, const struct action_column *c)
{
	if (c->generated)
		return c->stored ? "a stored column is computed for each row" : NULL;
	if (c->serial || c->identity)
		return "each row gets a number";
	if (c->default_kind == DEFAULT_VOLATILE)
		return "the default is another value for each row";
	if (known_is_checked(j->in->known, c->type))
		return "its domain checks each row";
	if (c->default_kind > DEFAULT_NULL && cost_version(j->in, CURRENT) < 110000)
		return "before PostgreSQL 11 a default is written into each row";
	return NULL;
}

static void add_column(const struct judge *j)
{
	const struct action_column *c = j->a->column;
	const char *why = column_rewrites(j, c);

	if (why != NULL)
		takes(j, ACCESS_EXCLUSIVE, COST_REWRITE, why);
	else if (c->not_null && c->default_kind <= DEFAULT_NULL)
		takes(j, ACCESS_EXCLUSIVE, COST_SCAN, "NOT NULL without a default is checked");
	else
		takes(j, ACCESS_EXCLUSIVE, COST_CATALOG, NULL);
}

static void set_type(const struct judge *j)
{
	bool known;
	enum action_type_change change = cost_retype(j->in, j->a, &known);
	struct cost c = lock_of(ACCESS_EXCLUSIVE), child = c;

	if (change != TYPE_FREE) {
		child.work = COST_SCAN;
		child.why = "its foreign key is checked again";
		c.work = COST_REWRITE;
		c.why = !known                   ? "the old type is not known"
			: j->a->column->converts ? "USING computes each value"
						 : "the new type is stored otherwise";
		c.guess = !known;
	}
	if (known && change == TYPE_NARROWS)
		c.loses =
			arena_printf(j->in->arena, "values of \"%s\" that do not fit", j->a->name);
	on(j, j->a->schema, j->a->table, c);
	/* Foreign keys of the column are made anew. */
	lock_parents(j, NULL, j->a->name, ACCESS_EXCLUSIVE);
	lock_children(j, known_table_of(j->in->known, j->a), j->a->name, &child);
}

static void set_not_null(const struct judge *j)
{
	const struct known_table *t = known_table_of(j->in->known, j->a);
	const struct known_column *c = known_column(t, j->a->name);
	bool proved = cost_version(j->in, CURRENT) >= 120000 &&
		      known_has_not_null_check(t, j->a->name);

	if ((c != NULL && c->def.not_null) || proved)
		takes(j, ACCESS_EXCLUSIVE, COST_CATALOG, proved ? "a CHECK has proved it" : NULL);
	else
		takes(j, ACCESS_EXCLUSIVE, COST_SCAN, "no row may hold NULL");
}

/* Has the constraint's column, which this statement adds, values from the start? */
static bool is_filled(const struct judge *j)
{
	const struct action_names *columns = &j->a->constraint->columns;

	for (size_t i = 0; i < j->statement->len; i++) {
		const struct action *a = &j->statement->v[i];

		if (a->verb == ACT_ADD && a->object == ON_COLUMN && is_in(columns, a->name) &&
		    (a->column->default_kind > DEFAULT_NULL || a->column->generated))
			return true;
	}
	return false;
}

static void add_foreign_key(const struct judge *j)
{
	const struct action_constraint *k = j->a->constraint;
	struct cost parent = lock_of(SHARE_ROW_EXCLUSIVE);
	bool checks = !k->not_valid && (!k->in_column || is_filled(j));

	takes(j, SHARE_ROW_EXCLUSIVE, checks ? COST_SCAN : COST_CATALOG,
	      checks ? "each row's key is looked up" : NULL);
	if (k->to_table != NULL)
		on(j, k->to_schema, k->to_table, parent);
}

static bool keys_are_required(const struct judge *j)
{
	const struct action_constraint *k = j->a->constraint;
	const struct known_table *t = known_table_of(j->in->known, j->a);
	const struct known_index *index = NULL;
	const struct action_names *columns = &k->columns;

	if (k->using_index && known_index(j->in->known, j->a->schema, j->a->to, &index) != NULL)
		columns = &index->columns;
	for (size_t i = 0; i < columns->len; i++) {
		const struct known_column *c = known_column(t, columns->v[i]);

		if (c == NULL || (!c->def.not_null && !known_has_not_null_check(t, c->name)))
			return false;
	}
	return columns->len > 0;
}

static void add_key(const struct judge *j)
{
	const struct action_constraint *k = j->a->constraint;

	if (!k->using_index)
		takes(j, ACCESS_EXCLUSIVE, COST_BUILD, "its index is built");
	else if (k->kind == CONSTRAINT_PRIMARY_KEY && !keys_are_required(j))
		takes(j, ACCESS_EXCLUSIVE, COST_SCAN, "no key may hold NULL");
	else
		takes(j, ACCESS_EXCLUSIVE, COST_CATALOG, NULL);
}

static void add_constraint(const struct judge *j)
{
	switch (j->a->constraint->kind) {
	case CONSTRAINT_FOREIGN_KEY:
		add_foreign_key(j);
		break;
	case CONSTRAINT_CHECK:
		if (j->a->constraint->not_valid)
			takes(j, ACCESS_EXCLUSIVE, COST_CATALOG, NULL);
		else
			takes(j, ACCESS_EXCLUSIVE, COST_SCAN, "each row is checked");
		break;
	case CONSTRAINT_PRIMARY_KEY:
	case CONSTRAINT_UNIQUE:
	case CONSTRAINT_EXCLUDE:
		add_key(j);
		break;
	}
}

static void validate(const struct judge *j)
{
	takes(j, SHARE_UPDATE_EXCLUSIVE, COST_SCAN, "each row is checked, while others write");
	lock_parents(j, j->a->name, NULL, ROW_SHARE);
}

static void attach(const struct judge *j)
{
	const struct action *a = j->a;
	struct cost part = lock_of(ACCESS_EXCLUSIVE);
	bool weak = cost_version(j->in, CURRENT) >= 120000 && !a->in_create;

	takes(j, weak ? SHARE_UPDATE_EXCLUSIVE : ACCESS_EXCLUSIVE, COST_CATALOG, NULL);
	if (a->in_create)
		return;
	part.work = COST_SCAN;
	part.why = "each row is checked against the bounds, unless a CHECK proves them";
	on(j, a->to, a->name, part);
}

static void detach(const struct judge *j)
{
	takes(j, j->a->concurrently ? SHARE_UPDATE_EXCLUSIVE : ACCESS_EXCLUSIVE, COST_CATALOG,
	      NULL);
	on(j, j->a->to, j->a->name, lock_of(ACCESS_EXCLUSIVE));
}

/* The parts of ALTER TABLE that no verb names, by the parser's names; any other is exclusive. */
static const struct {
	const char *name;
	enum strength strength;
	enum cost_work work;
	const char *why;
} others[] = {
	{"AT_SetStatistics", SHARE_UPDATE_EXCLUSIVE, COST_CATALOG, NULL},
	{"AT_SetOptions", SHARE_UPDATE_EXCLUSIVE, COST_CATALOG, NULL},
	{"AT_ResetOptions", SHARE_UPDATE_EXCLUSIVE, COST_CATALOG, NULL},
	{"AT_SetRelOptions", SHARE_UPDATE_EXCLUSIVE, COST_CATALOG, NULL},
	{"AT_ResetRelOptions", SHARE_UPDATE_EXCLUSIVE, COST_CATALOG, NULL},
	{"AT_ClusterOn", SHARE_UPDATE_EXCLUSIVE, COST_CATALOG, NULL},
	{"AT_DropCluster", SHARE_UPDATE_EXCLUSIVE, COST_CATALOG, NULL},
};

static void alter_table(const struct judge *j)
{
	for (size_t i = 0; j->a->to != NULL && i < sizeof(others) / sizeof(*others); i++)
		if (strcmp(others[i].name, j->a->to) == 0) {
			takes(j, others[i].strength, others[i].work, others[i].why);
			return;
		}
	takes(j, ACCESS_EXCLUSIVE, COST_CATALOG, NULL);
}

/* With CASCADE the foreign keys go, too, that refer to the table, column or key. */
static void cascade(const struct judge *j)
{
	const struct known_table *t = known_table_of(j->in->known, j->a);
	const struct known_constraint *key = known_constraint(t, j->a->name);
	const struct cost child = lock_of(ACCESS_EXCLUSIVE);

	if (j->a->object == ON_TABLE)
		lock_children(j, t, NULL, &child);
	else if (j->a->object == ON_COLUMN)
		lock_children(j, t, j->a->name, &child);
	else if (key != NULL && key->def->columns.len > 0)
		lock_children(j, t, key->def->columns.v[0], &child);
}

static void drop(const struct judge *j)
{
	const struct action *a = j->a;

	takes(j, ACCESS_EXCLUSIVE, COST_CATALOG, NULL);
	if (a->object == ON_CONSTRAINT && a->name != NULL)
		lock_parents(j, a->name, NULL, ACCESS_EXCLUSIVE);
	if (a->object == ON_COLUMN) {
		loses(j, "the values of column", a->name);
		lock_parents(j, NULL, a->name, ACCESS_EXCLUSIVE);
	}
	if (a->object == ON_TABLE) {
		loses(j, "the rows of table", a->name);
		lock_parents(j, NULL, NULL, ACCESS_EXCLUSIVE);
	}
	if (a->cascade)
		cascade(j);
}

static void drop_schema(const struct judge *j)
{
	const struct known *known = j->in->known;

	for (size_t i = 0; j->a->cascade && i < known->all.len; i++) {
		const struct known_table *t = known->all.v[i];
		const char *schema = t->schema != NULL ? t->schema : "public";
		const struct action table = {
			.verb = ACT_DROP,
			.object = ON_TABLE,
			.schema = t->schema,
			.table = t->name,
			.name = t->name,
			.cascade = true,
		};

		if (!t->dropped && strcmp(schema, j->a->name) == 0)
			drop(&(struct judge){j->in, j->statement, &table, j->list});
	}
}

static bool is_of_domain(const char *type, const struct action *a)
{
	const char *dot = strrchr(type, '.');

	return strcmp(dot != NULL ? dot + 1 : type, a->name) == 0;
}

/* A constraint of a domain is checked in every table that uses it. */
static void check_domain(const struct judge *j)
{
	const struct known *known = j->in->known;
	struct cost c = lock_of(SHARE);

	c.work = COST_SCAN;
	c.why = "each value of the domain is checked";
	for (size_t i = 0; i < known->all.len; i++) {
		const struct known_table *t = known->all.v[i];

		for (size_t k = 0; !t->dropped && k < t->columns.len; k++)
			if (!t->columns.v[k].dropped &&
			    is_of_domain(t->columns.v[k].def.type, j->a))
				on(j, t->schema, t->name, c);
	}
}

static void drop_index(const struct judge *j)
{
	const struct known_table *t = known_index(j->in->known, j->a->schema, j->a->name, NULL);
	struct cost c = lock_of(j->a->concurrently ? SHARE_UPDATE_EXCLUSIVE : ACCESS_EXCLUSIVE);

	if (t == NULL) {
		c.guess = true;
		c.why = "on the table of the index, which is not known";
	}
	on(j, t != NULL ? t->schema : NULL, t != NULL ? t->name : NULL, c);
}

static void reindex(const struct judge *j)
{
	const struct action *a = j->a;
	const struct known_table *t = known_index(j->in->known, a->schema, a->name, NULL);
	struct cost c = lock_of(a->concurrently ? SHARE_UPDATE_EXCLUSIVE : SHARE);

	c.work = COST_BUILD;
	c.why = a->concurrently ? "while others write" : "queries that would use the index wait";
	on(j, a->schema, a->table != NULL ? a->table : t != NULL ? t->name : NULL, c);
}

static void create(const struct judge *j)
{
	const struct action *a = j->a;

	if (a->object == ON_INDEX && a->concurrently)
		takes(j, SHARE_UPDATE_EXCLUSIVE, COST_BUILD, "while others write");
	else if (a->object == ON_INDEX)
		takes(j, SHARE, COST_BUILD, NULL);
	else if (a->object == ON_TRIGGER)
		takes(j, SHARE_ROW_EXCLUSIVE, COST_CATALOG, NULL);
	else if (a->object == ON_POLICY || (a->to != NULL && strcmp(a->to, "RULE") == 0))
		takes(j, ACCESS_EXCLUSIVE, COST_CATALOG, NULL);
	else if (a->to != NULL && strcmp(a->to, "STATISTICS") == 0)
		takes(j, SHARE_UPDATE_EXCLUSIVE, COST_CATALOG, NULL);
}

static void on_column(const struct judge *j)
{
	if (j->a->verb == ACT_ADD)
		add_column(j);
	else if (j->a->verb == ACT_SET_TYPE)
		set_type(j);
	else if (j->a->verb == ACT_SET_NOT_NULL)
		set_not_null(j);
	else if (j->a->verb == ACT_DROP)
		drop(j);
	else
		takes(j, ACCESS_EXCLUSIVE, COST_CATALOG, NULL);
}

static void on_constraint(const struct judge *j)
{
	if (j->a->verb == ACT_ADD)
		add_constraint(j);
	else if (j->a->verb == ACT_VALIDATE)
		validate(j);
	else if (j->a->verb == ACT_DROP)
		drop(j);
	else
		takes(j, ACCESS_EXCLUSIVE, COST_CATALOG, NULL);
}

enum { DEEPEST = 16 };

/* With CASCADE all that refer to it lose theirs, and all that refer to those. */
static void truncate(const struct judge *j, const char *schema, const char *table, int depth)
{
	const struct known *known = j->in->known;
	const struct known_table *t = known_table(known, schema, table);
	size_t before = j->list->len;
	struct cost c = lock_of(ACCESS_EXCLUSIVE);

	c.loses = arena_printf(j->in->arena, "the rows of table \"%s\"", table);
	on(j, schema, table, c);
	/* A table that was there already has been followed. */
	if (!j->a->cascade || t == NULL || j->list->len == before || depth == DEEPEST)
		return;
	for (size_t i = 0; i < known->all.len; i++) {
		const struct known_table *child = known->all.v[i];

		for (size_t k = 0; child != t && !child->dropped && k < child->constraints.len; k++)
			if (known_refers(&child->constraints.v[k], t))
				truncate(j, child->schema, child->name, depth + 1);
	}
}

static void lock_table(const struct judge *j)
{
	for (size_t i = ROW_SHARE; i < sizeof(names) / sizeof(*names); i++)
		if (strcmp(names[i], j->a->to) == 0)
			takes(j, (enum strength)i, COST_CATALOG, NULL);
}

static void change_rows(const struct judge *j)
{
	bool all = j->a->verb != ACT_INSERT && !j->a->filtered;

	takes(j, ROW_EXCLUSIVE, COST_ROWS,
	      all ? "every row, each locked until the commit"
		  : "rows that it changes are locked until the commit");
	if (j->a->verb == ACT_DELETE && all) {
		struct cost c = lock_of(ROW_EXCLUSIVE);

		c.loses = arena_printf(j->in->arena, "the rows of table \"%s\"", j->a->table);
		on(j, j->a->schema, j->a->table, c);
	}
}

static void on_anything(const struct judge *j)
{
	const struct action *a = j->a;

	switch ((int)a->verb) {
	case ACT_ATTACH:
		attach(j);
		break;
	case ACT_DETACH:
		detach(j);
		break;
	case ACT_ENABLE:
	case ACT_DISABLE:
		takes(j, a->object == ON_TRIGGER ? SHARE_ROW_EXCLUSIVE : ACCESS_EXCLUSIVE,
		      COST_CATALOG, NULL);
		break;
	case ACT_REWRITE:
		takes(j, ACCESS_EXCLUSIVE, COST_REWRITE, "all of it is stored anew");
		break;
	case ACT_VACUUM:
		takes(j, SHARE_UPDATE_EXCLUSIVE, COST_SCAN, NULL);
		break;
	case ACT_REFRESH:
		takes(j, a->concurrently ? EXCLUSIVE : ACCESS_EXCLUSIVE, COST_REWRITE,
		      "its query runs again");
		break;
	case ACT_TRUNCATE:
		truncate(j, a->schema, a->table, 0);
		break;
	case ACT_LOCK:
		lock_table(j);
		break;
	case ACT_INSERT:
	case ACT_UPDATE:
	case ACT_DELETE:
		change_rows(j);
		break;
	case ACT_ALTER:
		if (a->object == ON_TABLE || a->object == ON_POLICY)
			alter_table(j);
		else if (a->object == ON_OTHER && a->name != NULL) /* COMMENT */
			takes(j, SHARE_UPDATE_EXCLUSIVE, COST_CATALOG, NULL);
		break;
	case ACT_RENAME:
		takes(j, ACCESS_EXCLUSIVE, COST_CATALOG, NULL);
		break;
	case ACT_DROP:
		drop(j);
		break;
	default:
		break;
	}
}

void pg_cost(const struct cost_input *in, const struct action_list *statement,
	     const struct action *a, struct cost_list *list)
{
	const struct judge j = {in, statement, a, list};

	if (a->object == ON_INDEX && a->verb == ACT_DROP) {
		drop_index(&j);
	} else if (a->object == ON_SCHEMA && a->verb == ACT_DROP) {
		drop_schema(&j);
	} else if (a->object == ON_DOMAIN && !a->not_valid &&
		   (a->verb == ACT_ADD || a->verb == ACT_VALIDATE)) {
		check_domain(&j);
	} else if (a->verb == ACT_REINDEX) {
		reindex(&j);
	} else if (a->table == NULL || (a->object == ON_INDEX && a->verb == ACT_RENAME)) {
		return; /* of no table, or of its index alone */
	} else if (a->verb == ACT_CREATE) {
		create(&j);
	} else if (a->object == ON_COLUMN) {
		on_column(&j);
	} else if (a->object == ON_CONSTRAINT) {
		on_constraint(&j);
	} else {
		on_anything(&j);
	}
}
