/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Each statement is tried on a scratch database, those of the files before
 * included. What is refused there is refused by a real one as well, unless the
 * scratch database has less than that: tables that were made elsewhere,
 * functions of an extension, or what a statement would have made that could not
 * be carried out. What such a statement names is doubted from there on, and of
 * later ones that name it nothing is said.
 */
#include "lint/ask.h"

#include "sql/ident.h"

#include <ctype.h>
#include <string.h>

/* A statement behind which something of before did not work any more. */
struct ask_break {
	const struct lint_statement *statement;
	struct verdict_broken broken;
};

int ask_start(struct lint *l, struct pawl_error *err)
{
	const struct lint_engine *e = l->in->engine;

	l->breaks.v = NULL;
	l->breaks.len = l->breaks.cap = 0;
	l->broken.known = false;
	return e == NULL ? 0 : e->start_file(e->data, err);
}

static bool makes_table(const struct lint_statement *st)
{
	for (size_t i = 0; i < st->actions.len; i++)
		if (st->actions.v[i].verb == ACT_CREATE && st->actions.v[i].object == ON_TABLE)
			return true;
	return false;
}

static void doubt(struct lint *l, const char *name)
{
	if (name != NULL)
		map_put(&l->doubted, name, l);
}

static void doubt_statement(struct lint *l, const struct lint_statement *st)
{
	l->unsure |= st->actions.len == 0;
	for (size_t i = 0; i < st->actions.len; i++) {
		const struct action *a = &st->actions.v[i];

		doubt(l, a->name);
		doubt(l, a->to);
		if (a->object == ON_TABLE || a->object == ON_COLUMN || a->object == ON_CONSTRAINT)
			doubt(l, a->table);
	}
}

/* Does it name anything that is doubted? */
static bool is_doubted(const struct lint *l, const struct lint_statement *st)
{
	struct lexer lx;
	struct lex_token t;

	if (l->unsure)
		return true;
	if (l->doubted.len == 0)
		return false;
	lex_init(&lx, l->in->dialect->lex, st->text, st->len);
	for (lex_next_code(&lx, &t); t.kind != LEX_END && t.kind != LEX_UNFINISHED;
	     lex_next_code(&lx, &t)) {
		char *name;

		if (t.kind != LEX_WORD && t.kind != LEX_QUOTED)
			continue;
		name = ident_unquote(l->arena, t.text, t.len);
		for (char *p = name; *p != '\0'; p++)
			*p = (char)tolower((unsigned char)*p);
		if (map_has(&l->doubted, name))
			return true;
	}
	return false;
}

static bool is_believed(const struct lint *l, const struct lint_statement *st)
{
	const struct verdict *v = &st->verdict;

	if (v->missing == MISSING_CODE || is_doubted(l, st))
		return false;
	return v->missing == MISSING_NOTHING || (l->file->of_folder && l->founded);
}

/* Where the message does not say it: "no such column: a" is where that name stands. */
static size_t find_place(const struct lint *l, const struct lint_statement *st)
{
	const char *name = strrchr(st->verdict.refused, ':');
	struct lexer lx;
	struct lex_token t;

	if (st->verdict.at != 0 || name == NULL || name[1] != ' ')
		return st->verdict.at < st->len ? st->verdict.at : 0;
	name = strrchr(name, '.') != NULL ? strrchr(name, '.') + 1 : name + 2;
	lex_init(&lx, l->in->dialect->lex, st->text, st->len);
	for (lex_next_code(&lx, &t); t.kind != LEX_END && t.kind != LEX_UNFINISHED;
	     lex_next_code(&lx, &t))
		if ((t.kind == LEX_WORD || t.kind == LEX_QUOTED) &&
		    strcmp(ident_unquote(l->arena, t.text, t.len), name) == 0)
			return (size_t)(t.text - st->text);
	return 0;
}

static void report_refused(struct lint *l, const struct lint_statement *st)
{
	size_t at = find_place(l, st), end = at;

	while (end < st->len && (isalnum((unsigned char)st->text[end]) || st->text[end] == '_' ||
				 (unsigned char)st->text[end] >= 0x80))
		end++;
	l->rule = lint_rule_find("does-not-compile");
	if (!lint_report(l,
			 &(struct action){.start = at,
					  .end = at == 0    ? 0
						 : end > at ? end
							    : at + 1},
			 "the engine refuses this: %s", st->verdict.refused))
		return;
	if (strncmp(st->verdict.refused, "error in ", 9) == 0)
		lint_safe(l,
			  "Drop it before its table changes and make it again afterwards; in front "
			  "of a rebuild's rename, PRAGMA legacy_alter_table = ON;");
}

static bool is_on(const struct lint *l, const char *id)
{
	for (size_t i = 0; i < l->rules_len; i++)
		if (strcmp(l->rules[i]->id, id) == 0)
			return true;
	return false;
}

static bool is_among(const struct verdict_broken *v, size_t len, const char *what)
{
	for (size_t i = 0; i < len; i++)
		if (strcmp(v[i].what, what) == 0)
			return true;
	return false;
}

static bool may_break(const struct lint_statement *st)
{
	return strncmp(st->kind, "drop", 4) == 0 || strncmp(st->kind, "alter", 5) == 0;
}

static int find_broken(struct lint *l, struct verdict_broken **ret, size_t *ret_len,
		       struct pawl_error *err)
{
	const struct lint_engine *e = l->in->engine;

	return e->broken(e->data, l->arena, ret, ret_len, err);
}

/* What works no more is noted where that began, and forgotten where it works again. */
static int look_at_breaks(struct lint *l, const struct lint_statement *st, struct pawl_error *err)
{
	struct verdict_broken *now = NULL;
	size_t n = 0, kept = 0;
	int rc = find_broken(l, &now, &n, err);

	if (rc != 0)
		return rc;
	for (size_t i = 0; i < l->breaks.len; i++)
		if (is_among(now, n, l->breaks.v[i].broken.what))
			l->breaks.v[kept++] = l->breaks.v[i];
	l->breaks.len = kept;
	for (size_t i = 0; i < n; i++) {
		bool told = is_among(l->broken.v, l->broken.len, now[i].what);

		for (size_t k = 0; k < l->breaks.len; k++)
			told |= strcmp(l->breaks.v[k].broken.what, now[i].what) == 0;
		if (!told)
			*vec_push(&l->breaks, l->arena) = (struct ask_break){st, now[i]};
	}
	return 0;
}

static int take(struct lint *l, struct lint_statement *st, struct pawl_error *err)
{
	const struct lint_engine *e = l->in->engine;
	struct pawl_error own = {0};
	int rc = e->take(e->data, st->kind, st->text, st->len, l->arena, &st->verdict, &own);

	if (rc == PAWL_E_CANCELLED || rc == PAWL_E_LOST) {
		*err = own;
		return rc;
	}
	if (rc != 0)
		st->verdict = (struct verdict){.skipped = true};
	return 0;
}

int ask_statement(struct lint *l, struct lint_statement *st, struct pawl_error *err)
{
	bool looks = !l->file->context && may_break(st) && is_on(l, "breaks-dependents");
	int rc = 0;

	if (l->in->engine == NULL)
		return 0;
	if (memmem(st->text, st->len, "${", 2) != NULL) {
		if (!(st->flags & STMT_DML))
			doubt_statement(l, st);
		return 0;
	}
	if (looks && !l->broken.known) {
		rc = find_broken(l, &l->broken.v, &l->broken.len, err);
		l->broken.known = true;
	}
	if (rc == 0)
		rc = take(l, st, err);
	if (rc != 0)
		return rc;
	if (st->verdict.refused != NULL && !l->file->context && is_on(l, "does-not-compile") &&
	    is_believed(l, st))
		report_refused(l, st);
	if (st->verdict.refused != NULL && !(st->flags & STMT_DML))
		doubt_statement(l, st);
	l->unsure |= st->verdict.skipped;
	l->founded |= l->file->of_folder && makes_table(st);
	return looks && st->verdict.refused == NULL ? look_at_breaks(l, st, err) : 0;
}

void ask_finish(struct lint *l)
{
	l->rule = lint_rule_find("breaks-dependents");
	for (size_t i = 0; !l->unsure && l->doubted.len == 0 && i < l->breaks.len; i++) {
		l->st = l->breaks.v[i].statement;
		lint_report(l, NULL, "%s does not work any more: %s", l->breaks.v[i].broken.what,
			    l->breaks.v[i].broken.why);
	}
}
