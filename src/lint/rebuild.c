/* SPDX-License-Identifier: Apache-2.0 */
/* The two orders of a rebuild: drop the old table and rename the new one, or the other way. */
#include "lint/rebuild.h"

#include "sql/ident.h"

#include <string.h>

/* The statement before l->st that puts rows into the table. */
static const struct lint_statement *find_copy(const struct lint *l, const char *table)
{
	const struct lint_statement *ret = NULL;

	for (const struct lint_statement *st = l->statements.v; st < l->st; st++)
		for (size_t i = 0; i < st->actions.len; i++)
			if (st->actions.v[i].verb == ACT_INSERT && st->actions.v[i].table != NULL &&
			    strcmp(st->actions.v[i].table, table) == 0)
				ret = st;
	return ret;
}

/* The name that a table had before this file gave it another; NULL. */
static const char *name_before(const struct lint *l, const char *table)
{
	for (const struct lint_statement *st = l->statements.v; st < l->st; st++)
		for (size_t i = 0; i < st->actions.len; i++) {
			const struct action *a = &st->actions.v[i];

			if (a->verb == ACT_RENAME && a->object == ON_TABLE && a->to != NULL &&
			    strcmp(a->to, table) == 0)
				return a->table;
		}
	return NULL;
}

bool lint_rebuild_ends(const struct lint *l, const struct action *a, struct lint_rebuild *ret)
{
	struct lint_rebuild r = {0};

	if (l->engine != LINT_SQLITE || a->object != ON_TABLE || a->table == NULL)
		return false;
	if (a->verb == ACT_RENAME && a->to != NULL) {
		r.name = a->to;
		r.before = known_gone(&l->known, a->schema, a->to);
		r.after = known_table_of(&l->known, a);
		r.copy = find_copy(l, a->table);
		if (r.before == NULL || !r.before->dropped)
			return false;
	} else if (a->verb == ACT_DROP && (r.name = name_before(l, a->table)) != NULL) {
		r.before = known_table_of(&l->known, a);
		r.after = known_table(&l->known, a->schema, r.name);
		r.copy = find_copy(l, r.name);
	}
	if (r.before == NULL || r.after == NULL || r.before->made_now || r.after->copies ||
	    (a->verb == ACT_RENAME && !r.after->made_now) || lint_is_empty(l, a->schema, r.name))
		return false;
	*ret = r;
	return true;
}

void lint_rebuilt_columns(struct lint *l, const struct action *a, lint_rebuilt_fn *fn)
{
	struct lint_rebuild r;

	if (!lint_rebuild_ends(l, a, &r))
		return;
	for (size_t i = 0; i < r.before->columns.len; i++) {
		const struct known_column *before = &r.before->columns.v[i];

		fn(l, a, &r, before, known_column(r.after, before->name));
	}
}

static bool next_name(const struct lint *l, struct lexer *lx, struct lex_token *t, const char *name)
{
	lex_next_code(lx, t);
	return (t->kind == LEX_WORD || t->kind == LEX_QUOTED) &&
	       strcasecmp(ident_unquote(l->arena, t->text, t->len), name) == 0;
}

static bool is_end(const struct lex_token *t)
{
	return t->kind == LEX_END || t->kind == LEX_UNFINISHED;
}

/* The columns that are filled stand in front of SELECT, those that are read behind it. */
static void seek_select(struct lexer *lx)
{
	struct lex_token t;

	do
		lex_next_code(lx, &t);
	while (!is_end(&t) && !lex_is(&t, "SELECT"));
}

bool lint_rebuild_copies(const struct lint *l, const struct lint_rebuild *r, const char *column)
{
	struct lexer lx;
	struct lex_token t;

	if (r->copy == NULL)
		return false;
	lex_init(&lx, l->in->dialect->lex, r->copy->text, r->copy->len);
	seek_select(&lx);
	do
		if (next_name(l, &lx, &t, column))
			return true;
	while (!is_end(&t));
	return false;
}

bool lint_rebuild_fills(const struct lint *l, const struct lint_rebuild *r, const char *column)
{
	struct lexer lx;
	struct lex_token t;
	bool within = false;

	if (r->copy == NULL)
		return false;
	lex_init(&lx, l->in->dialect->lex, r->copy->text, r->copy->len);
	seek_select(&lx);
	do {
		if (next_name(l, &lx, &t, column) && within)
			return true;
		if (lex_is(&t, "COALESCE") || lex_is(&t, "IFNULL") || lex_is(&t, "CASE"))
			within = true;
		else if (t.len == 1 && *t.text == ',')
			within = false;
	} while (!is_end(&t));
	return false;
}
