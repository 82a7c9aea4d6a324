/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bun: <digits>_<comment>[.tx].up.sql and .down.sql at any depth, in the order
 * of the digits as text. ".tx." asks for one transaction; without it the tool
 * uses none, and pawl uses one unless a statement refuses it. Lines "--bun:split"
 * are comments to pawl. <digits>_<comment>.go are steps that pawl cannot run. Where
 * {{.name}} stands for a declared variable the file is a Go template: see template.h.
 * (github.com/uptrace/bun, migrate/migrations.go and migration.go)
 */
#include "base/text.h"
#include "layout/backends.h"
#include "layout/collect.h"
#include "layout/template.h"

#include <string.h>

static int parse_name(const struct layout_input *in, const struct tree_entry *e, struct arena *a,
		      struct gather_item *ret, bool *ret_taken, struct pawl_error *err)
{
	size_t digits = strspn(e->base, "0123456789"), end = strlen(e->base);
	bool up = text_ends(e->base, ".up.sql"), down = text_ends(e->base, ".down.sql"), tx = false;
	bool go = text_ends(e->base, ".go") && !text_ends(e->base, "_test.go");
	bool fits = digits != 0 && e->base[digits] == '_';

	(void)in;
	if (e->is_dir || !(up || down || go || text_ends(e->base, ".sql")) || (go && !fits))
		return 0;
	if (!fits || !(up || down || go))
		return collect_refuse_name(e, "<digits>_<comment>.up.sql or .down.sql", err);
	end -= go ? 3 : up ? 7 : 9;
	if (!go && end > 3 && memcmp(e->base + end - 3, ".tx", 3) == 0) {
		tx = true;
		end -= 3;
	}
	*ret_taken = true;
	*ret = (struct gather_item){
		.file = e,
		.role = down ? GATHER_DOWN : GATHER_UP,
		.version = arena_strndup(a, e->base, digits),
		.name = end <= digits ? ""
				      : arena_strndup(a, e->base + digits + 1, end - digits - 1),
		.tx = tx ? MIGRATION_TX_ON : MIGRATION_TX_AUTO,
		.tx_remedy = "rename the file without \".tx\", which asks for a transaction",
		.language = go ? "Go" : NULL,
	};
	return 0;
}

/*
 * golang-migrate's steps say which way they lead; what a program does beside a migration in
 * SQL ("32_postmigrate.go", "32_users.up.sql") has that one's number.
 */
static bool is_other_code(const struct tree *t, const struct tree_entry *e)
{
	size_t digits = strspn(e->base, "0123456789") + 1, folder = strlen(e->name);

	folder -= strlen(e->base);
	if (text_ends(e->base, ".up.go") || text_ends(e->base, ".down.go"))
		return true;
	for (size_t i = 0; i < t->len; i++)
		if (text_ends(t->v[i].name, ".sql") &&
		    strncmp(t->v[i].name, e->name, folder + digits) == 0)
			return true;
	return false;
}

/* ".tx.", or a step in Go beside files for each way: SQL alone is anybody's. */
static enum layout_match recognise(const struct layout_input *in, struct arena *a,
				   const char **ret_why)
{
	enum layout_match match = LAYOUT_NO;
	const char *code = NULL;
	bool sql = false;

	for (size_t i = 0; i < in->dirs_len; i++) {
		for (size_t j = 0; j < in->trees[i].len; j++) {
			const struct tree_entry *e = &in->trees[i].v[j];
			struct gather_item item;
			bool taken = false;

			if (parse_name(in, e, a, &item, &taken, NULL) != 0 || !taken)
				continue;
			/* Further down they are another tool's as well: migrations/mysql. */
			if (e->depth == 0)
				match = LAYOUT_FITS;
			sql |= item.language == NULL;
			if (item.language != NULL && !is_other_code(&in->trees[i], e))
				code = e->name;
			if (item.tx != MIGRATION_TX_ON)
				continue;
			*ret_why = e->name;
			return LAYOUT_SURE;
		}
	}
	if (code == NULL || !sql)
		return match;
	*ret_why = code;
	return LAYOUT_SURE;
}

/* The tool takes files for templates only where the program gives it data for them. */
static bool is_template(const struct layout_input *in, const char *text, struct arena *a)
{
	for (size_t i = 0; i < in->vars_len; i++)
		if (strstr(text, arena_printf(a, "{{.%s}}", in->vars[i].name)) != NULL)
			return true;
	return false;
}

static int read_text(const struct gather *g, const struct gather_item *item,
		     const struct tree_text *text, struct arena *a, struct migration *m,
		     struct pawl_error *err)
{
	struct script *s = item->role == GATHER_DOWN ? &m->down : &m->up;

	return is_template(g->in, text->data, a)
		       ? template_script(g->in, item->file, text, a, s, err)
		       : 0;
}

static int read_list(const struct layout_input *in, struct arena *a, struct migration_list *ret,
		     struct pawl_error *err)
{
	const struct gather g = {.in = in,
				 .compare = gather_compare_text,
				 .read_text = read_text,
				 .read_down = read_text,
				 .record = gather_record_version};

	return collect_read(&g, parse_name, a, ret, err);
}

const struct layout layout_bun = {
	.name = "bun",
	.recognise = recognise,
	.read = read_list,
	.by_text = true,
};
