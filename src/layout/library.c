/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Migrations that a library carries for tables of its own, in a schema that its
 * user chooses: where the schema goes stands a mark, in strings and function
 * bodies as well, so that the text is replaced and not the SQL.
 *
 *	river            <digits>_<name>.up.sql and .down.sql; the mark, a comment, becomes
 *	                 "schema." by --var schema=..., else nothing
 *	                 (github.com/riverqueue/river, rivershared/sqlctemplate)
 *	graphile-worker  <digits>.sql; :GRAPHILE_WORKER_SCHEMA becomes that variable, else
 *	                 graphile_worker, and the first file makes the schema
 *	                 (github.com/graphile/worker, src/migrate.ts)
 */
#include "base/buf.h"
#include "base/text.h"
#include "layout/backends.h"
#include "layout/collect.h"
#include "layout/evidence.h"

#include <string.h>

static const char river_mark[] = "/* TEMPLATE: schema */";
static const char worker_mark[] = ":GRAPHILE_WORKER_SCHEMA";

static const char *variable(const struct layout_input *in, const char *name)
{
	for (size_t i = 0; i < in->vars_len; i++)
		if (strcmp(in->vars[i].name, name) == 0)
			return in->vars[i].value;
	return NULL;
}

/* prefix goes in front of the first line: no line moves. */
static void replace(const struct tree_text *text, const char *mark, const char *value,
		    const char *prefix, struct arena *a, struct script *ret)
{
	_cleanup_buf_ struct buf out = {0};
	const char *from = text->data, *p;

	buf_adds(&out, prefix);
	while ((p = strstr(from, mark)) != NULL) {
		buf_add(&out, from, (size_t)(p - from));
		buf_adds(&out, value);
		from = p + strlen(mark);
	}
	buf_adds(&out, from);
	ret->text = buf_dup(&out, a);
	ret->offset = 0;
	ret->length = out.len;
	ret->literal = true;
}

static void river_replace(const struct gather *g, const struct tree_text *text, struct arena *a,
			  struct script *ret)
{
	const char *schema = variable(g->in, "schema");

	replace(text, river_mark, schema == NULL ? "" : arena_printf(a, "%s.", schema), "", a, ret);
}

static int river_up(const struct gather *g, const struct gather_item *item,
		    const struct tree_text *text, struct arena *a, struct migration *m,
		    struct pawl_error *err)
{
	(void)item;
	(void)err;
	river_replace(g, text, a, &m->up);
	return 0;
}

static int river_down(const struct gather *g, const struct gather_item *item,
		      const struct tree_text *text, struct arena *a, struct migration *m,
		      struct pawl_error *err)
{
	(void)item;
	(void)err;
	river_replace(g, text, a, &m->down);
	return 0;
}

static int river_name(const struct layout_input *in, const struct tree_entry *e, struct arena *a,
		      struct gather_item *ret, bool *ret_taken, struct pawl_error *err)
{
	size_t digits = strspn(e->name, "0123456789"), len = strlen(e->name);
	bool down = text_ends(e->name, ".down.sql");
	size_t suffix = down ? strlen(".down.sql") : strlen(".up.sql");

	(void)in;
	if (e->is_dir || e->depth > 0 || !text_ends(e->name, ".sql"))
		return 0;
	if (digits == 0 || e->name[digits] != '_' || len <= digits + 1 + suffix ||
	    (!down && !text_ends(e->name, ".up.sql")))
		return collect_refuse_name(e, "<number>_<name>.up.sql or .down.sql", err);
	*ret_taken = true;
	*ret = (struct gather_item){
		.file = e,
		.role = down ? GATHER_DOWN : GATHER_UP,
		.version = arena_strndup(a, e->name, digits),
		.name = arena_strndup(a, e->name + digits + 1, len - digits - 1 - suffix),
	};
	return 0;
}

static int worker_up(const struct gather *g, const struct gather_item *item,
		     const struct tree_text *text, struct arena *a, struct migration *m,
		     struct pawl_error *err)
{
	const char *schema = variable(g->in, worker_mark + 1), *prefix = "";

	(void)err;
	if (schema == NULL)
		schema = "graphile_worker";
	if (strspn(item->version, "0") + 1 == strlen(item->version) &&
	    text_ends(item->version, "1"))
		prefix = arena_printf(a, "CREATE SCHEMA IF NOT EXISTS %s; ", schema);
	replace(text, worker_mark, schema, prefix, a, &m->up);
	return 0;
}

static int worker_name(const struct layout_input *in, const struct tree_entry *e, struct arena *a,
		       struct gather_item *ret, bool *ret_taken, struct pawl_error *err)
{
	size_t digits = strspn(e->name, "0123456789");

	(void)in;
	if (e->is_dir || e->depth > 0 || !text_ends(e->name, ".sql"))
		return 0;
	if (digits == 0 || strcmp(e->name + digits, ".sql") != 0)
		return collect_refuse_name(e, "<number>.sql", err);
	*ret_taken = true;
	*ret = (struct gather_item){
		.file = e,
		.version = arena_strndup(a, e->name, digits),
		.name = "",
	};
	return 0;
}

static bool has_river_mark(const struct line *l)
{
	return memmem(l->text, l->len, river_mark, strlen(river_mark)) != NULL;
}

static bool has_worker_mark(const struct line *l)
{
	return memmem(l->text, l->len, worker_mark, strlen(worker_mark)) != NULL;
}

static enum layout_match recognise_river(const struct layout_input *in, struct arena *a,
					 const char **ret_why)
{
	return evidence_line(in, 0, has_river_mark, a, ret_why) ? LAYOUT_SURE : LAYOUT_NO;
}

static enum layout_match recognise_worker(const struct layout_input *in, struct arena *a,
					  const char **ret_why)
{
	return evidence_line(in, 0, has_worker_mark, a, ret_why) ? LAYOUT_SURE : LAYOUT_NO;
}

static int read_river(const struct layout_input *in, struct arena *a, struct migration_list *ret,
		      struct pawl_error *err)
{
	const struct gather g = {.in = in,
				 .compare = gather_compare_versions,
				 .read_text = river_up,
				 .read_down = river_down};

	return collect_read(&g, river_name, a, ret, err);
}

static int read_worker(const struct layout_input *in, struct arena *a, struct migration_list *ret,
		       struct pawl_error *err)
{
	const struct gather g = {
		.in = in, .compare = gather_compare_versions, .read_text = worker_up};

	return collect_read(&g, worker_name, a, ret, err);
}

const struct layout layout_river = {
	.name = "river",
	.recognise = recognise_river,
	.read = read_river,
};

const struct layout layout_graphile_worker = {
	.name = "graphile-worker",
	.recognise = recognise_worker,
	.read = read_worker,
};
