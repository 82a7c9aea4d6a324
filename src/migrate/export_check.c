/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Each tool has texts that it takes for something else: a line of its own marks inside a
 * literal, a variable, a delimiter. Rather than know them all, what was written is read as
 * the tool reads it and compared by the tokens of its statements.
 */
#include "layout/layout.h"
#include "migrate/export_take.h"
#include "migrate/folders.h"
#include "migrate/script.h"

#include <string.h>

struct check {
	const struct work *w;
	const struct export_out *out;
	const struct export_item *items;
	size_t n;
	const char *dir;
};

/* In code between dollars white space is all the same: some tools trim lines, or pass over blank. */
static void put_token(const struct lex_token *t, struct buf *ret)
{
	bool code = t->kind == LEX_STRING && *t->text == '$', space = false;

	for (size_t i = 0; i < t->len; i++) {
		char c = t->text[i];

		if (code && lex_is_space(c)) {
			space = true;
			continue;
		}
		if (space)
			buf_addc(ret, ' ');
		space = false;
		buf_addc(ret, c);
	}
	buf_addc(ret, ' ');
}

/* A text as it runs: its tokens; of statements that open or end transactions nothing. */
static int put_tokens(const struct work *w, const struct script_text *text, struct buf *ret,
		      struct script_facts *ret_facts, struct pawl_error *err)
{
	_cleanup_script_ struct script_reader *r = NULL;
	_cleanup_arena_ struct arena scratch = {0};
	bool more = true;
	int rc = script_open(w, text, &r, err);

	while (rc == 0) {
		struct statement st;
		struct lex_token t;
		struct stmt_class c;
		struct lexer lx;

		rc = script_next(r, &st, &more, err);
		if (rc != 0 || !more)
			break;
		arena_reset(&scratch);
		w->dialect->classify(st.text, st.len, &scratch, &c);
		if (c.flags & (STMT_TX_BEGIN | STMT_TX_COMMIT))
			continue;
		lex_init(&lx, w->dialect->lex, st.text, st.len);
		for (lex_next_code(&lx, &t); t.kind != LEX_END; lex_next_code(&lx, &t))
			put_token(&t, ret);
		buf_adds(ret, ";\n");
	}
	return rc != 0 || ret_facts == NULL ? rc : script_survey(w, text, &scratch, ret_facts, err);
}

static int put_script(const struct work *w, const struct script *script, struct buf *ret,
		      struct script_facts *ret_facts, struct pawl_error *err)
{
	const struct script_text text = {.file = script};

	if (script->path == NULL && script->text == NULL)
		return 0;
	return put_tokens(w, &text, ret, ret_facts, err);
}

/* What is written of an item, with variables as they are where it came from. */
static int put_item(const struct work *w, const struct script *script, const char *text,
		    struct buf *ret, struct pawl_error *err)
{
	struct script own = *script;

	own.batches_len = 0;
	if (text == NULL)
		return 0;
	return put_tokens(w, &(struct script_text){.file = &own, .text = text, .name = "migration"},
			  ret, NULL, err);
}

/* The migration whose file the error names, or the first. */
static const struct migration *blamed(const struct check *c, const char *path)
{
	for (size_t i = 0, f = 0; path != NULL && i < c->n; i++)
		for (; f < c->items[i].files; f++)
			if (strstr(path, c->out->files.v[f].name) != NULL)
				return c->items[i].m;
	return c->items[0].m;
}

static int refuse_unreadable(const struct check *c, const struct pawl_error *why,
			     struct pawl_error *err)
{
	const struct migration *m = blamed(c, why->file);

	fail(err, PAWL_E_CONFIG, "migration \"%s\" has no form in a folder of %s: %s", m->filename,
	     c->out->form->name, why->message);
	hint(err, "choose another form with --to, or write the text otherwise");
	at(err, m->path, 0, 0);
	return PAWL_E_CONFIG;
}

static int refuse_other(const struct check *c, const struct migration *m, const char *what,
			struct pawl_error *err)
{
	fail(err, PAWL_E_CONFIG, "migration \"%s\" has no form in a folder of %s: %s", m->filename,
	     c->out->form->name, what);
	hint(err, "choose another form with --to, or write the text otherwise");
	at(err, m->path, 0, 0);
	return PAWL_E_CONFIG;
}

static bool same(const struct buf *a, const struct buf *b)
{
	return strcmp(buf_str(a), buf_str(b)) == 0;
}

static bool must_be_marked(const struct check *c, const struct script *from, bool alone)
{
	return alone && from->settings.tx == MIGRATION_TX_OFF && c->out->engine != ENGINE_MYSQL &&
	       (c->out->form->wraps & EXPORT_ON(c->out->engine)) && !c->out->form->outside;
}

static bool is_outside(const struct script *s, const struct script_facts *facts)
{
	return s->settings.tx == MIGRATION_TX_OFF || facts->no_tx_kind != NULL;
}

static int compare_one(const struct check *c, const struct export_item *item,
		       const struct migration *read, struct pawl_error *err)
{
	_cleanup_buf_ struct buf up = {0}, down = {0}, read_up = {0}, read_down = {0};
	struct script_facts up_facts = {0}, down_facts = {0};
	const struct migration *m = item->m;
	int rc = put_item(c->w, &m->up, item->up, &up, err);

	if (rc == 0)
		rc = put_script(c->w, &read->up, &read_up, &up_facts, err);
	if (rc == 0)
		rc = put_item(c->w, &m->down, item->down, &down, err);
	if (rc == 0)
		rc = put_script(c->w, &read->down, &read_down, &down_facts, err);
	if (rc != 0)
		return rc;
	if (read->kind != m->kind)
		return refuse_other(c, m, "it comes back as one of another kind", err);
	if (!same(&up, &read_up) && !(up.len == 0 && c->out->form->filled))
		return refuse_other(c, m, "its way up does not come back as it was", err);
	if (c->out->downs != 0 && !same(&down, &read_down))
		return refuse_other(c, m, "its way back does not come back as it was", err);
	if ((must_be_marked(c, &m->up, item->up_alone) && !is_outside(&read->up, &up_facts)) ||
	    (c->out->downs != 0 && must_be_marked(c, &m->down, item->down_alone) &&
	     !is_outside(&read->down, &down_facts)))
		return refuse_other(c, m, "it must not run in a transaction, and would", err);
	return 0;
}

/* Where a migration may have become several they are compared as one text. */
static int compare_all(const struct check *c, const struct set *set, struct pawl_error *err)
{
	_cleanup_buf_ struct buf up = {0}, read_up = {0};
	size_t *ends = arena_array(c->out->arena, size_t, c->n), i = 0, differs = 0;
	int rc = 0;

	for (size_t p = 0; rc == 0 && p < set->len; p++)
		rc = put_script(c->w, &set->v[p].m->up, &read_up, NULL, err);
	for (size_t k = 0; rc == 0 && k < c->n; k++) {
		rc = put_item(c->w, &c->items[k].m->up, c->items[k].up, &up, err);
		ends[k] = up.len;
	}
	if (rc != 0 || same(&up, &read_up))
		return rc;
	while (buf_str(&up)[differs] == buf_str(&read_up)[differs])
		differs++;
	while (i + 1 < c->n && ends[i] <= differs)
		i++;
	return refuse_other(c, c->items[i].m, "its way up does not come back as it was", err);
}

static int compare(const struct check *c, const struct set *set, struct pawl_error *err)
{
	int rc = 0;

	if (c->out->form->several)
		return compare_all(c, set, err);
	if (set->len != c->n)
		return refuse_other(c, c->items[c->n < set->len ? c->n - 1 : set->len].m,
				    "it does not come back as one", err);
	for (size_t i = 0; rc == 0 && i < c->n; i++)
		rc = compare_one(c, &c->items[i], set->v[i].m, err);
	return rc;
}

int export_check(const struct work *w, const struct export_out *out,
		 const struct export_item *items, size_t n, const char *dir, struct pawl_error *err)
{
	const struct check c = {.w = w, .out = out, .items = items, .n = n, .dir = dir};
	struct layout_input in;
	const struct layout *layout;
	struct migration_list list;
	struct pawl_error why = {0};
	struct set set;
	int rc = n == 0 ? 0 : layout_find(out->form->name, &layout, err);

	if (rc != 0 || n == 0)
		return rc;
	folders_input(w->settings, w->dialect, out->arena, &in);
	in.dirs = &dir;
	in.dirs_len = 1;
	in.lex = out->lex;
	in.environment = NULL;
	rc = layout_read(layout, &in, out->arena, &list, &why);
	if (rc == 0)
		rc = set_build(&list, in.env, out->arena, &set, &why);
	if (rc == 0)
		rc = compare(&c, &set, &why);
	if (rc == 0)
		return 0;
	if (rc != PAWL_E_CONFIG)
		return refuse_unreadable(&c, &why, err);
	if (err != NULL)
		*err = why;
	return rc;
}
