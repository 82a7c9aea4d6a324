/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Columns of tables, foreign tables and views, and attributes of composite
 * types. The steps of an ALTER stand in the order in which the server takes
 * them: a type before its default, NOT NULL before an identity.
 */
#include "dialect/postgres/emit.h"

#include "base/buf.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

/* Its columns come from elsewhere: it only adds to them. */
static bool has_foreign_columns(const struct object *table)
{
	return object_has(table, ATTR_PARTITION_OF) || object_has(table, ATTR_OF_TYPE);
}

static const char *identity_clause(struct arena *a, const struct object *col)
{
	const char *options = object_get(col, ATTR_IDENTITY_OPTIONS);
	const char *when = strcmp(object_get(col, ATTR_IDENTITY), "always") == 0 ? "ALWAYS"
										 : "BY DEFAULT";

	if (options == NULL)
		return arena_printf(a, "GENERATED %s AS IDENTITY", when);
	return arena_printf(a, "GENERATED %s AS IDENTITY (%s)", when, options);
}

static const char *generated_clause(struct arena *a, const struct object *col)
{
	const char *generation = object_get(col, ATTR_GENERATION);
	bool is_virtual = generation != NULL && strcmp(generation, "virtual") == 0;

	return arena_printf(a, "GENERATED ALWAYS AS %s %s",
			    pgsql_parens(a, object_get(col, ATTR_GENERATED)),
			    is_virtual ? "VIRTUAL" : "STORED");
}

static void add_value(const struct emit *e, struct buf *b, const struct object *col)
{
	if (object_has(col, ATTR_IDENTITY))
		buf_printf(b, " %s", identity_clause(e->a, col));
	else if (object_has(col, ATTR_GENERATED))
		buf_printf(b, " %s", generated_clause(e->a, col));
	else if (object_has(col, ATTR_DEFAULT))
		buf_printf(b, " DEFAULT %s", object_get(col, ATTR_DEFAULT));
}

const char *pgsql_column_line(const struct emit *e, const struct object *col)
{
	_cleanup_buf_ struct buf b = {0};
	const char *collation = object_get(col, ATTR_COLLATION);
	const char *options = object_get(col, ATTR_OPTIONS);
	size_t bare;

	buf_adds(&b, pgsql_ident(e->a, col->name));
	bare = b.len;
	if (!has_foreign_columns(col->parent)) {
		buf_printf(&b, " %s", object_get(col, ATTR_TYPE));
		if (options != NULL && col->parent->kind == OBJECT_FOREIGN_TABLE)
			buf_printf(&b, " OPTIONS (%s)", options);
		if (collation != NULL)
			buf_printf(&b, " COLLATE %s", collation);
	}
	add_value(e, &b, col);
	if (object_has(col, ATTR_NOT_NULL) && !object_has(col, ATTR_IDENTITY))
		buf_adds(&b, " NOT NULL");
	return b.len == bare && has_foreign_columns(col->parent) ? NULL : buf_dup(&b, e->a);
}

/* Tables that are made of the type change with it, and only if that is said. */
const char *pgsql_cascade(const struct object *attribute)
{
	const struct object *type = attribute->parent;

	for (size_t i = 0; type->kind == OBJECT_COMPOSITE && i < type->needed_by_len; i++)
		if (object_has(type->needed_by[i], ATTR_OF_TYPE))
			return " CASCADE";
	return "";
}

static const char *alter_column(const struct emit *e, const struct object *col)
{
	return arena_printf(e->a, "%s ALTER %s %s", pgsql_alter_table(e->a, col->parent),
			    col->parent->kind == OBJECT_COMPOSITE ? "ATTRIBUTE" : "COLUMN",
			    pgsql_ident(e->a, col->name));
}

void pgsql_column_extras(const struct emit *e, const struct object *col)
{
	const char *alter = alter_column(e, col);
	bool foreign = col->parent->kind == OBJECT_FOREIGN_TABLE;

	if (object_has(col, ATTR_STORAGE))
		pgsql_add(e, "%s SET STORAGE %s", alter, object_get(col, ATTR_STORAGE));
	if (object_has(col, ATTR_COMPRESSION))
		pgsql_add(e, "%s SET COMPRESSION %s", alter, object_get(col, ATTR_COMPRESSION));
	if (object_has(col, ATTR_STATISTICS))
		pgsql_add(e, "%s SET STATISTICS %s", alter, object_get(col, ATTR_STATISTICS));
	if (object_has(col, ATTR_OPTIONS) && !foreign)
		pgsql_add(e, "%s SET (%s)", alter, object_get(col, ATTR_OPTIONS));
	pgsql_extras(e, col);
}

void pgsql_column_create(const struct emit *e)
{
	const struct object *col = e->c->new;
	const char *table = pgsql_alter_table(e->a, col->parent);

	if (col->parent->kind == OBJECT_COMPOSITE) {
		const char *collation = object_get(col, ATTR_COLLATION);

		pgsql_add(e, "%s ADD ATTRIBUTE %s %s%s%s%s", table, pgsql_ident(e->a, col->name),
			  object_get(col, ATTR_TYPE), collation != NULL ? " COLLATE " : "",
			  collation != NULL ? collation : "", pgsql_cascade(col));
		pgsql_extras(e, col);
		return;
	}
	pgsql_add(e, "%s ADD COLUMN %s%s", table, pgsql_if_not_exists(e),
		  pgsql_column_line(e, col));
	pgsql_column_extras(e, col);
}

/* The default of old that does not become one of the new type by itself goes first. */
static bool set_type(const struct emit *e, const char *alter)
{
	const struct object *col = e->c->new;
	const char *collation = object_get(col, ATTR_COLLATION);
	bool default_off = false;
	_cleanup_buf_ struct buf b = {0};
	struct type_change change;

	pgsql_type_change(e->a, e->c->old, col, &change);
	if (!change.assignable && object_has(e->c->old, ATTR_DEFAULT)) {
		pgsql_add(e, "%s DROP DEFAULT", alter);
		default_off = true;
	}
	buf_printf(&b, "%s TYPE %s", alter, object_get(col, ATTR_TYPE));
	if (collation != NULL)
		buf_printf(&b, " COLLATE %s", collation);
	if (!change.assignable && col->parent->kind != OBJECT_COMPOSITE)
		buf_printf(&b, " USING %s", change.using);
	pgsql_add(e, "%s%s", buf_str(&b), pgsql_cascade(e->c->old));
	return default_off;
}

/* Declared here as well as in a table that this one inherits from, whose type counts. */
static bool is_merged(struct arena *a, const struct object *col)
{
	struct text_list parents = {0};

	pgsql_split(a, object_get(col->parent, ATTR_INHERITS), &parents);
	for (size_t i = 0; parents.len > 0 && i < col->parent->needs_len; i++) {
		const struct object *table = col->parent->needs[i];

		if (!pgsql_list_has(&parents, pgsql_name(a, table)))
			continue;
		for (size_t k = 0; k < table->children_len; k++)
			if (table->children[k]->kind == OBJECT_COLUMN &&
			    strcmp(table->children[k]->name, col->name) == 0)
				return true;
	}
	return false;
}

static void set_default(const struct emit *e, const char *alter, bool is_off)
{
	const char *expression = object_get(e->c->new, ATTR_DEFAULT);

	if (expression != NULL)
		pgsql_add(e, "%s SET DEFAULT %s", alter, expression);
	else if (!is_off)
		pgsql_add(e, "%s DROP DEFAULT", alter);
}

static bool is_descending(const char *options)
{
	return options != NULL && strstr(options, "INCREMENT BY -") != NULL;
}

/* Numbering goes on behind the highest number that is there. */
static void go_on(const struct emit *e, const char *sequence, const char *options)
{
	const struct object *col = e->c->new;
	const char *name = pgsql_ident(e->a, col->name);
	bool down = is_descending(options);

	pgsql_add(e, "SELECT setval(%s, %s(%s)) FROM %s HAVING %s(%s) %s 0", sequence,
		  down ? "min" : "max", name, pgsql_name(e->a, col->parent), down ? "min" : "max",
		  name, down ? "<" : ">");
}

static const struct {
	const char *word, *none;
} sequence_clauses[] = {
	{"INCREMENT BY", "INCREMENT BY 1"},
	{"MINVALUE", "NO MINVALUE"},
	{"MAXVALUE", "NO MAXVALUE"},
	{"CACHE", "CACHE 1"},
	{"CYCLE", "NO CYCLE"},
};

/* The clause of that word with its value, NULL if options does not have it. */
static const char *sequence_clause(struct arena *a, const char *options, const char *word)
{
	const char *at = pgsql_find(options, word), *end;

	if (at == NULL)
		return NULL;
	end = at + strlen(word);
	if (strcmp(word, "CYCLE") != 0) {
		end += strspn(end, " ");
		end += strcspn(end, " ");
	}
	return arena_strndup(a, at, (size_t)(end - at));
}

/* The bound where counting starts, said or not. */
static const char *first_bound(struct arena *a, const char *options)
{
	bool down = is_descending(options);
	const char *word = down ? "MAXVALUE" : "MINVALUE";
	const char *clause = sequence_clause(a, options, word);

	if (clause != NULL)
		return clause + strlen(word) + 1;
	return down ? "-1" : "1";
}

static const char *first_number(struct arena *a, const char *options)
{
	static const char word[] = "START WITH ";
	const char *clause = sequence_clause(a, options, "START WITH");

	return clause != NULL ? clause + strlen(word) : first_bound(a, options);
}

/* Expression for the sequence behind an identity column. */
static const char *identity_sequence(const struct emit *e)
{
	const struct object *col = e->c->new;

	return arena_printf(e->a, "pg_get_serial_sequence(%s, %s)",
			    pgsql_literal(e->a, pgsql_name(e->a, col->parent)),
			    pgsql_literal(e->a, col->name));
}

static void move_to_bound(const struct emit *e, const char *old, const char *new)
{
	const char *bound = first_bound(e->a, new);
	long long was = strtoll(first_bound(e->a, old), NULL, 10), is = strtoll(bound, NULL, 10);

	if (is_descending(new) ? is < was : is > was)
		pgsql_sequence_move(e, arena_printf(e->a, "%s::regclass", identity_sequence(e)),
				    first_number(e->a, old), bound, is_descending(new));
}

static void alter_identity(const struct emit *e, const char *alter)
{
	const char *old = object_get(e->c->old, ATTR_IDENTITY_OPTIONS);
	const char *new = object_get(e->c->new, ATTR_IDENTITY_OPTIONS);
	/* Its bounds and its place are those of the other direction then, said or not. */
	bool turns = is_descending(old) != is_descending(new);
	_cleanup_buf_ struct buf b = {0};

	if (!turns)
		move_to_bound(e, old, new);
	if (pgsql_changed(e->c, ATTR_IDENTITY))
		buf_printf(&b, " SET GENERATED %s",
			   strcmp(object_get(e->c->new, ATTR_IDENTITY), "always") == 0
				   ? "ALWAYS"
				   : "BY DEFAULT");
	for (size_t i = 0; i < sizeof(sequence_clauses) / sizeof(*sequence_clauses); i++) {
		const char *was = sequence_clause(e->a, old, sequence_clauses[i].word);
		const char *is = sequence_clause(e->a, new, sequence_clauses[i].word);

		if (is == NULL)
			is = sequence_clauses[i].none;
		if (was == NULL)
			was = sequence_clauses[i].none;
		if (strcmp(was, is) != 0 || (turns && strstr(is, "VALUE") != NULL))
			buf_printf(&b, " SET %s", is);
	}
	if (turns || strcmp(first_number(e->a, old), first_number(e->a, new)) != 0)
		buf_printf(&b, " SET START WITH %s", first_number(e->a, new));
	if (turns)
		buf_adds(&b, " RESTART");
	if (b.len > 0)
		pgsql_add(e, "%s%s", alter, buf_str(&b));
}

static void identity(const struct emit *e, const char *alter)
{
	const struct object *old = e->c->old, *new = e->c->new;

	if (!object_has(new, ATTR_IDENTITY))
		return;
	if (object_has(old, ATTR_IDENTITY)) {
		alter_identity(e, alter);
		return;
	}
	pgsql_add(e, "%s ADD %s", alter, identity_clause(e->a, new));
	go_on(e, identity_sequence(e), object_get(new, ATTR_IDENTITY_OPTIONS));
}

static void set_options(const struct emit *e, const char *alter)
{
	const char *old = object_get(e->c->old, ATTR_OPTIONS);
	const char *new = object_get(e->c->new, ATTR_OPTIONS), *set, *reset;

	if (e->c->new->parent->kind == OBJECT_FOREIGN_TABLE) {
		const char *diff = pgsql_fdw_options_diff(e->a, old, new);

		if (diff != NULL)
			pgsql_add(e, "%s OPTIONS (%s)", alter, diff);
		return;
	}
	pgsql_options_diff(e->a, old, new, &set, &reset);
	if (reset != NULL)
		pgsql_add(e, "%s RESET (%s)", alter, reset);
	if (set != NULL)
		pgsql_add(e, "%s SET (%s)", alter, set);
}

/* What a type keeps its values in by itself; those of fixed length have no choice. */
static const char *type_storage(const char *type)
{
	static const char *const in_main[] = {"numeric", "inet", "cidr"};

	for (size_t i = 0; i < sizeof(in_main) / sizeof(*in_main); i++)
		if (text_starts(type, in_main[i]) && !text_ends(type, "[]"))
			return "MAIN";
	return strcmp(type, "tsquery") == 0 ? "PLAIN" : "EXTENDED";
}

static void physical(const struct emit *e, const char *alter)
{
	const struct object *col = e->c->new;
	const char *storage = object_get(col, ATTR_STORAGE);
	const char *compression = object_get(col, ATTR_COMPRESSION);
	const char *statistics = object_get(col, ATTR_STATISTICS);
	const char *usual = pgsql_since(e->o, 16) ? "DEFAULT"
						  : type_storage(object_get(col, ATTR_TYPE));

	if (pgsql_changed(e->c, ATTR_STORAGE))
		pgsql_add(e, "%s SET STORAGE %s", alter, storage != NULL ? storage : usual);
	if (pgsql_changed(e->c, ATTR_COMPRESSION))
		pgsql_add(e, "%s SET COMPRESSION %s", alter,
			  compression != NULL ? compression : "default");
	if (pgsql_changed(e->c, ATTR_STATISTICS))
		pgsql_add(e, "%s SET STATISTICS %s", alter, statistics != NULL ? statistics : "-1");
	if (pgsql_changed(e->c, ATTR_OPTIONS))
		set_options(e, alter);
}

static void generated(const struct emit *e, const char *alter)
{
	const char *expression = object_get(e->c->new, ATTR_GENERATED);

	if (!pgsql_changed(e->c, ATTR_GENERATED))
		return;
	if (expression != NULL)
		pgsql_add(e, "%s SET EXPRESSION AS %s", alter, pgsql_parens(e->a, expression));
	else
		pgsql_add(e, "%s DROP EXPRESSION", alter);
}

void pgsql_column_alter(const struct emit *e)
{
	const struct change *c = e->c;
	const char *alter = alter_column(e, c->new);
	bool default_off = false, was_identity = object_has(c->old, ATTR_IDENTITY);
	const char *expression = object_get(c->new, ATTR_DEFAULT);

	if (pgsql_changed(c, ATTR_IDENTITY) && !object_has(c->new, ATTR_IDENTITY))
		pgsql_add(e, "%s DROP IDENTITY", alter);
	/* Values of a generated column cannot be converted: it takes no USING. */
	if (!object_has(c->new, ATTR_GENERATED))
		generated(e, alter);
	if ((pgsql_changed(c, ATTR_TYPE) || pgsql_changed(c, ATTR_COLLATION)) &&
	    !(is_merged(e->a, c->old) && is_merged(e->a, c->new)))
		default_off = set_type(e, alter);
	if (object_has(c->new, ATTR_GENERATED))
		generated(e, alter);
	if (pgsql_changed(c, ATTR_DEFAULT) || default_off)
		set_default(e, alter, default_off);
	if (pgsql_changed(c, ATTR_NOT_NULL))
		pgsql_add(e, "%s %s NOT NULL", alter,
			  object_has(c->new, ATTR_NOT_NULL) ? "SET" : "DROP");
	identity(e, alter);
	if (was_identity && expression != NULL && text_starts(expression, "nextval("))
		go_on(e, pgsql_behind(e->a, expression, "nextval"), NULL);
	physical(e, alter);
}
