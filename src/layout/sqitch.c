/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sqitch: sqitch.plan says what there is and in which order (sqitch_plan.h);
 * deploy/, revert/ and verify/ hold a file for each change. They lie in the folder
 * itself or where sqitch.conf says (sqitch_conf.h). For PostgreSQL the
 * scripts are psql's: see psql.h; files that they name are relative to the folder.
 * A reworked change's earlier form is the migration "change@tag".
 */
#include "base/buf.h"
#include "base/vec.h"
#include "layout/backends.h"
#include "layout/digest.h"
#include "layout/gather.h"
#include "layout/psql.h"
#include "layout/sqitch_conf.h"
#include "layout/sqitch_record.h"

#include <string.h>

static const char plan_file[] = "sqitch.plan";

struct project {
	const struct tree *tree;
	const struct tree_entry *file;
	const char *const *dirs; /* of the scripts, by enum sqitch_dir */
	struct sqitch_plan plan;
};

struct sqitch {
	struct gather gather;
	VEC(struct migration_record) records; /* by position, but for the script's hash */
	VEC(const char *) dirs;
	const char *projects; /* see sqitch_record.h */
};

static enum layout_match recognise(const struct layout_input *in, struct arena *a,
				   const char **ret_why)
{
	for (size_t i = 0; i < in->dirs_len; i++) {
		struct sqitch_conf conf;

		if (!sqitch_conf_read(&in->trees[i], a, &conf))
			continue;
		*ret_why = conf.plan->name;
		return LAYOUT_SURE;
	}
	return LAYOUT_NO;
}

static int expand(const struct gather *g, const struct gather_item *item, struct arena *a,
		  struct script *script, struct pawl_error *err)
{
	const struct sqitch *s = (const struct sqitch *)g; /* its first member */
	struct psql p = {
		.in = g->in,
		.dir = s->dirs.v[item->position - 1],
		.variables = {.arena = a},
		.arena = a,
	};

	for (size_t i = 0; i < g->in->vars_len; i++)
		map_put(&p.variables, g->in->vars[i].name, (void *)g->in->vars[i].value);
	return script->path == NULL ? 0 : psql_expand(&p, script, err);
}

static int read_text(const struct gather *g, const struct gather_item *item,
		     const struct tree_text *text, struct arena *a, struct migration *m,
		     struct pawl_error *err)
{
	int rc = expand(g, item, a, &m->up, err);

	(void)text;
	m->verify_by_errors = true;
	return rc != 0 ? rc : expand(g, item, a, &m->verify, err);
}

static int read_down(const struct gather *g, const struct gather_item *item,
		     const struct tree_text *text, struct arena *a, struct migration *m,
		     struct pawl_error *err)
{
	(void)text;
	return expand(g, item, a, &m->down, err);
}

static void record(const struct gather *g, const struct gather_item *item,
		   const struct tree_text *text, struct arena *a, struct migration_record *ret)
{
	const struct sqitch *s = (const struct sqitch *)g;

	*ret = s->records.v[item->position - 1];
	ret->checksum = digest_sha1(text->data - text->skipped, text->len + text->skipped, a);
}

static const struct tree_entry *script_of(const struct project *p, enum sqitch_dir dir,
					  const char *name, struct arena *a)
{
	return tree_find(p->tree, arena_printf(a, "%s%s.sql", p->dirs[dir], name));
}

/* The first of the tags that a file is named by. */
static const char *name_of(const struct project *p, const struct sqitch_change *c, struct arena *a)
{
	for (size_t i = 0; i < c->tags_len; i++) {
		const char *name = arena_printf(a, "%s%s", c->name, c->tags[i]);

		if (script_of(p, SQITCH_DEPLOY, name, a) != NULL)
			return name;
	}
	return c->tags_len == 0 ? c->name : arena_printf(a, "%s%s", c->name, c->tags[0]);
}

struct items {
	struct gather_item *v;
	size_t len, cap;
};

static int add_change(struct sqitch *s, const struct project *p, size_t change, struct arena *a,
		      struct items *ret, struct pawl_error *err)
{
	const struct sqitch_change *c = &p->plan.v[change];
	static const enum gather_role roles[SQITCH_DIRS] = {GATHER_UP, GATHER_DOWN, GATHER_VERIFY};
	const char *name = name_of(p, c, a);

	sqitch_record(&p->plan, change, s->projects, a, vec_push(&s->records, a));
	*vec_push(&s->dirs, a) = p->tree->dir;
	for (enum sqitch_dir i = SQITCH_DEPLOY; i < SQITCH_DIRS; i++) {
		const struct tree_entry *file = script_of(p, i, name, a);

		if (file == NULL && i == SQITCH_DEPLOY) {
			fail(err, PAWL_E_FILE, "change \"%s\" has no file %s%s.sql", c->name,
			     p->dirs[i], name);
			hint(err, "get the file back, or take the change out of the plan");
			at(err, p->file->path, c->line, 1);
			return PAWL_E_FILE;
		}
		/* What was reworked since cannot be verified any more. */
		if (file == NULL || (i == SQITCH_VERIFY && c->tags_len != 0))
			continue;
		*vec_push(ret, a) = (struct gather_item){
			.file = file,
			.role = roles[i],
			.version = name,
			.name = "",
			.filename = name,
			.position = s->records.len,
		};
	}
	return 0;
}

static int compare(const struct gather_item *a, const struct gather_item *b)
{
	return a->position < b->position ? -1 : a->position > b->position;
}

static int read_plan(const struct tree *t, struct arena *a, struct project *ret,
		     struct pawl_error *err)
{
	struct sqitch_conf *conf = arena_new(a, struct sqitch_conf);

	if (!sqitch_conf_read(t, a, conf)) {
		fail(err, PAWL_E_FILE, "folder \"%s\" holds no %s", t->dir, plan_file);
		hint(err, "name the folder that holds it by --dir");
		return PAWL_E_FILE;
	}
	*ret = (struct project){.tree = t, .file = conf->plan, .dirs = conf->dirs};
	return sqitch_plan_read(conf->plan, a, &ret->plan, err);
}

static int read_list(const struct layout_input *in, struct arena *a, struct migration_list *ret,
		     struct pawl_error *err)
{
	struct sqitch s = {.gather = {
				   .in = in,
				   .compare = compare,
				   .read_text = read_text,
				   .read_down = read_down,
				   .record = record,
			   }};
	struct project *projects = arena_array(a, struct project, in->dirs_len);
	_cleanup_buf_ struct buf names = {0};
	struct items items = {0};
	int rc = 0;

	buf_addc(&names, '\n');
	for (size_t i = 0; rc == 0 && i < in->dirs_len; i++) {
		rc = read_plan(&in->trees[i], a, &projects[i], err);
		if (rc == 0)
			buf_printf(&names, "%s\n", projects[i].plan.project);
	}
	s.projects = buf_dup(&names, a);
	for (size_t i = 0; rc == 0 && i < in->dirs_len; i++)
		for (size_t k = 0; rc == 0 && k < projects[i].plan.len; k++)
			rc = add_change(&s, &projects[i], k, a, &items, err);
	return rc != 0 ? rc : gather_build(&s.gather, items.v, items.len, a, ret, err);
}

const struct layout layout_sqitch = {
	.name = "sqitch",
	.recognise = recognise,
	.read = read_list,
	.engine = sqitch_conf_engine,
	.selects = true,
};
