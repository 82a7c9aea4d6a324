/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A file is read as a whole before the first rule looks at it: whether a
 * statement runs in a transaction depends on all of them. Then action by
 * action: first the rules, then the schema takes it in.
 */
#include "lint/rule.h"

#include "base/cleanup.h"
#include "base/text.h"
#include "lint/ask.h"
#include "lint/read.h"

#include <string.h>

static const char *const class_names[LINT_CLASSES] = {"lock",    "load",   "data",  "compat", "txn",
						      "correct", "policy", "style", "meta"};

const char *lint_class_name(enum lint_class class)
{
	return class_names[class];
}

const char *lint_level_name(enum lint_level level)
{
	static const char *const names[] = {"note", "warning", "error"};

	return names[level];
}

const struct lint_rule *lint_rule_find(const char *id)
{
	size_t n;
	const struct lint_rule *const *all = lint_rules(&n);

	for (size_t i = 0; i < n; i++)
		if (strcmp(all[i]->id, id) == 0)
			return all[i];
	return NULL;
}

bool lint_rule_is_default(const struct lint_rule *rule)
{
	return !rule->opt_in && rule->class != LINT_POLICY && rule->class != LINT_STYLE &&
	       rule->class != LINT_LOAD;
}

static bool is_class(const char *name)
{
	for (size_t i = 0; i < LINT_CLASSES; i++)
		if (strcmp(class_names[i], name) == 0)
			return true;
	return strcmp(name, "all") == 0;
}

static int check_names(const char *const *names, size_t len, bool classes, struct pawl_error *err)
{
	size_t n;
	const struct lint_rule *const *all = lint_rules(&n);

	for (size_t i = 0; i < len; i++) {
		_cleanup_free_ const char **known = NULL;
		const char *nearest;

		if (lint_rule_find(names[i]) != NULL || (classes && is_class(names[i])))
			continue;
		known = xcalloc(n, sizeof(*known));
		for (size_t r = 0; r < n; r++)
			known[r] = all[r]->id;
		fail(err, PAWL_E_USAGE, "unknown lint rule \"%s\"", names[i]);
		nearest = text_nearest(names[i], known, n);
		if (nearest != NULL)
			hint(err, "did you mean \"%s\"?", nearest);
		else
			hint(err, "pawl lint --rules lists them");
		return PAWL_E_USAGE;
	}
	return 0;
}

static bool is_in(const char *const *names, size_t len, const struct lint_rule *rule)
{
	for (size_t i = 0; i < len; i++)
		if (strcmp(names[i], rule->id) == 0 ||
		    strcmp(names[i], class_names[rule->class]) == 0 || strcmp(names[i], "all") == 0)
			return true;
	return false;
}

static void choose_rules(struct lint *l)
{
	size_t n;
	const struct lint_rule *const *all = lint_rules(&n);

	l->rules = arena_array(l->arena, const struct lint_rule *, n);
	for (size_t i = 0; i < n; i++) {
		const struct lint_rule *r = all[i];

		if ((r->engines & l->engine) == 0 || is_in(l->in->ignore, l->in->ignore_len, r))
			continue;
		if (lint_rule_is_default(r) || is_in(l->in->enable, l->in->enable_len, r))
			l->rules[l->rules_len++] = r;
	}
}

static void check_action(struct lint *l, const struct action *a, bool first)
{
	for (size_t i = 0; i < l->rules_len; i++) {
		l->rule = l->rules[i];
		if (l->rule->check != NULL && (l->rule->each_statement ? first : a != NULL))
			l->rule->check(l, a);
	}
}

/* Of the findings from first on, all of one statement. */
static void drop_lesser(struct lint *l, size_t first)
{
	size_t kept = first;
	bool told[LINT_CLASSES] = {false};

	for (size_t i = first; i < l->findings.len; i++)
		if (!l->findings.v[i].rule->if_alone)
			told[l->findings.v[i].rule->class] = true;
	for (size_t i = first; i < l->findings.len; i++)
		if (!l->findings.v[i].rule->if_alone || !told[l->findings.v[i].rule->class])
			l->findings.v[kept++] = l->findings.v[i];
	l->findings.len = kept;
}

static int check_statement(struct lint *l, struct lint_statement *st, struct pawl_error *err)
{
	size_t found = l->findings.len;
	const struct action_list *list = &st->actions;
	bool judged = !l->file->context;
	int rc;

	l->st = st;
	known_resolve(&l->known, &st->actions);
	rc = ask_statement(l, st, err);
	if (rc != 0)
		return rc;
	if (judged && list->len == 0)
		check_action(l, NULL, true);
	for (size_t i = 0; i < list->len; i++) {
		if (judged)
			check_action(l, &list->v[i], i == 0);
		known_apply(&l->known, &list->v[i], st->transaction, judged);
	}
	drop_lesser(l, found);
	return 0;
}

static void finish_file(struct lint *l)
{
	if (l->file->context)
		return;
	for (size_t i = 0; i < l->rules_len; i++) {
		l->rule = l->rules[i];
		if (l->rule->finish != NULL)
			l->rule->finish(l);
	}
	read_report_allows(l);
}

static int check_file(struct lint *l, const struct lint_file *f, struct pawl_error *err)
{
	int rc;

	if (f->new_run)
		known_age(&l->known);
	known_reset(&l->known);
	l->file = f;
	l->statements.v = NULL;
	l->statements.len = l->statements.cap = 0;
	l->allows.v = NULL;
	l->allows.len = l->allows.cap = 0;
	rc = ask_start(l, err);
	if (rc == 0)
		rc = read_file(l, err);
	for (size_t i = 0; rc == 0 && i < l->statements.len; i++)
		rc = check_statement(l, &l->statements.v[i], err);
	if (rc == 0) {
		ask_finish(l);
		finish_file(l);
	}
	l->statements_all += f->context ? 0 : l->statements.len;
	return rc;
}

static int by_place(const void *x, const void *y)
{
	const struct lint_finding *a = x, *b = y;

	if (a->file != b->file)
		return a->file < b->file ? -1 : 1;
	if (a->at != b->at)
		return a->at < b->at ? -1 : 1;
	return strcmp(a->rule->id, b->rule->id);
}

int lint_run(const struct lint_input *in, struct arena *a, struct lint_result *ret,
	     struct pawl_error *err)
{
	struct lint l = {
		.in = in,
		.arena = a,
		.engine = read_engine(in->dialect),
		.founded = in->whole,
	};
	size_t files = 0;
	int rc = check_names(in->ignore, in->ignore_len, true, err);

	if (rc == 0)
		rc = check_names(in->enable, in->enable_len, true, err);
	if (rc != 0)
		return rc;
	l.seen.arena = a;
	l.empty.arena = l.doubted.arena = a;
	known_init(&l.known, a);
	for (size_t i = 0; i < in->empty_len; i++)
		map_put(&l.empty, in->empty[i], &l);
	choose_rules(&l);
	for (size_t i = 0; rc == 0 && i < in->files_len; i++) {
		rc = check_file(&l, &in->files[i], err);
		files += !in->files[i].context;
	}
	if (rc != 0)
		return rc;
	if (l.findings.len > 1)
		qsort(l.findings.v, l.findings.len, sizeof(*l.findings.v), by_place);
	*ret = (struct lint_result){
		.findings = l.findings.v,
		.len = l.findings.len,
		.statements = l.statements_all,
		.files = files,
		.allowed = l.allowed,
	};
	return 0;
}
