/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Folders with parents: <id>[_<name>]/up.sql, down.sql and metadata.yaml, as
 * Sourcegraph keeps them. The metadata names the migration and its parents;
 * order follows from these, ties by id. There is one root. A file may keep its
 * transaction around itself; createIndexConcurrently means none.
 */
#include "base/vec.h"
#include "layout/backends.h"
#include "layout/collect.h"
#include "layout/folder.h"
#include "layout/keys.h"

#include <stdlib.h>
#include <string.h>

static const char metadata[] = "metadata.yaml";

struct node {
	struct gather_item up;
	struct gather_item down; /* file NULL: none */
	const struct tree_entry *metadata;
	struct keys_list parents;
	bool placed;
};

struct nodes {
	struct node *v;
	size_t len, cap;
};

static enum layout_match recognise(const struct layout_input *in, struct arena *a,
				   const char **ret_why)
{
	struct gather_item item;

	for (size_t i = 0; i < in->dirs_len; i++) {
		for (size_t j = 0; j < in->trees[i].len; j++) {
			const struct tree_entry *e = &in->trees[i].v[j];

			if (!folder_item(e, "up.sql", GATHER_UP, a, &item) ||
			    folder_sibling(&in->trees[i], e, metadata, a) == NULL)
				continue;
			*ret_why = arena_printf(a, "%s/%s", item.filename, metadata);
			return LAYOUT_SURE;
		}
	}
	return LAYOUT_NO;
}

static int read_metadata(struct node *n, struct arena *a, struct pawl_error *err)
{
	struct tree_text text;
	const char *name, *concurrently;
	int rc = tree_read(n->metadata, a, &text, err);

	if (rc != 0)
		return rc;
	name = keys_get(text.data, "name", a);
	if (name != NULL)
		n->up.name = name;
	n->parents = keys_get_all(text.data, "parents", a);
	if (n->parents.len == 0)
		n->parents = keys_get_all(text.data, "parent", a);
	concurrently = keys_get(text.data, "createIndexConcurrently", a);
	if (concurrently != NULL && strcmp(concurrently, "true") == 0)
		n->up.tx = MIGRATION_TX_OFF;
	return 0;
}

static int read_folder(const struct tree *t, const struct tree_entry *e, struct arena *a,
		       struct nodes *ret, struct pawl_error *err)
{
	const struct tree_entry *down;
	struct node n = {0};
	int rc;

	if (!folder_item(e, "up.sql", GATHER_UP, a, &n.up))
		return 0;
	if (n.up.version[strspn(n.up.version, "0123456789")] != '\0')
		return 0;
	n.metadata = folder_sibling(t, e, metadata, a);
	if (n.metadata == NULL) {
		fail(err, PAWL_E_FILE, "folder \"%s\" holds no %s", n.up.filename, metadata);
		hint(err, "it says which migrations come before: \"parents: [<id>]\"");
		return PAWL_E_FILE;
	}
	rc = read_metadata(&n, a, err);
	if (rc != 0)
		return rc;
	down = folder_sibling(t, e, "down.sql", a);
	if (down != NULL) {
		n.down = n.up;
		n.down.file = down;
		n.down.role = GATHER_DOWN;
		n.down.tx = MIGRATION_TX_AUTO;
	}
	*vec_push(ret, a) = n;
	return 0;
}

static int compare_nodes(const void *a, const void *b)
{
	const struct node *x = a, *y = b;

	return gather_compare_versions(&x->up, &y->up);
}

static struct node *find(const struct nodes *all, const char *version)
{
	const struct node key = {.up = {.version = version}};

	return bsearch(&key, all->v, all->len, sizeof(*all->v), compare_nodes);
}

/* Every parent is there; only one has none; no id is used twice. */
static int check(const struct nodes *all, struct pawl_error *err)
{
	const struct node *root = NULL;

	for (size_t i = 0; i < all->len; i++) {
		const struct node *n = &all->v[i];

		if (i > 0 && compare_nodes(n - 1, n) == 0)
			continue; /* gather_build() names both */
		if (n->parents.len == 0 && root != NULL) {
			fail(err, PAWL_E_SYNTAX, "migrations %s and %s have no parents both",
			     root->up.version, n->up.version);
			hint(err, "one migration is the first; add parents to the other's %s",
			     metadata);
			at(err, n->metadata->path, 1, 0);
			return PAWL_E_SYNTAX;
		}
		if (n->parents.len == 0)
			root = n;
		for (size_t k = 0; k < n->parents.len; k++) {
			if (find(all, n->parents.v[k]) != NULL)
				continue;
			fail(err, PAWL_E_SYNTAX,
			     "migration %s has the parent %s, which is not there", n->up.version,
			     n->parents.v[k]);
			hint(err, "name the id of a folder");
			at(err, n->metadata->path, 1, 0);
			return PAWL_E_SYNTAX;
		}
	}
	return 0;
}

static bool is_ready(const struct nodes *all, const struct node *n)
{
	for (size_t k = 0; k < n->parents.len; k++)
		if (!find(all, n->parents.v[k])->placed)
			return false;
	return true;
}

/* The first whose parents all stand is next, by id. */
static int place(struct nodes *all, struct pawl_error *err)
{
	size_t position = 0, first = 0;

	while (position < all->len) {
		struct node *next = NULL;

		while (first < all->len && all->v[first].placed)
			first++;
		for (size_t i = first; i < all->len && next == NULL; i++)
			if (!all->v[i].placed && is_ready(all, &all->v[i]))
				next = &all->v[i];
		if (next == NULL) {
			fail(err, PAWL_E_SYNTAX, "the parents of migration %s form a cycle",
			     all->v[first].up.version);
			hint(err, "follow the parents from there, and take one out");
			at(err, all->v[first].metadata->path, 1, 0);
			return PAWL_E_SYNTAX;
		}
		next->placed = true;
		next->up.position = next->down.position = ++position;
	}
	return 0;
}

static int compare(const struct gather_item *a, const struct gather_item *b)
{
	if (gather_compare_versions(a, b) == 0)
		return 0;
	return a->position < b->position ? -1 : a->position > b->position;
}

/*
 * What Sourcegraph's table calls a schema: after the folder, "codeintel" has
 * "codeintel_schema_migrations", and "frontend" was there before there were others.
 */
static const char *schema_of(const struct tree *t, struct arena *a)
{
	char *path = realpath(t->dir, NULL);
	const char *slash = path == NULL ? NULL : strrchr(path, '/');
	const char *name = slash == NULL ? "" : slash + 1;
	const char *schema = strcmp(name, "frontend") == 0
				     ? "schema_migrations"
				     : arena_printf(a, "%s_schema_migrations", name);

	free(path);
	return schema;
}

static void record(const struct gather *g, const struct gather_item *item,
		   const struct tree_text *text, struct arena *a, struct migration_record *ret)
{
	struct migration_value *values = arena_array(a, struct migration_value, 2);

	gather_record_version(g, item, text, a, ret);
	values[0].name = "schema";
	values[0].value = schema_of(collect_tree(g->in, item->file), a);
	ret->values = values;
}

static int read_list(const struct layout_input *in, struct arena *a, struct migration_list *ret,
		     struct pawl_error *err)
{
	const struct gather g = {.in = in, .compare = compare, .record = record};
	VEC(struct gather_item) items = {0};
	struct nodes all = {0};
	int rc = 0;

	for (size_t i = 0; i < in->dirs_len; i++)
		for (size_t j = 0; rc == 0 && j < in->trees[i].len; j++)
			rc = read_folder(&in->trees[i], &in->trees[i].v[j], a, &all, err);
	if (rc == 0 && all.len != 0)
		qsort(all.v, all.len, sizeof(*all.v), compare_nodes);
	if (rc == 0)
		rc = check(&all, err);
	if (rc == 0)
		rc = place(&all, err);
	if (rc != 0)
		return rc;
	for (size_t i = 0; i < all.len; i++) {
		*vec_push(&items, a) = all.v[i].up;
		if (all.v[i].down.file != NULL)
			*vec_push(&items, a) = all.v[i].down;
	}
	return gather_build(&g, items.v, items.len, a, ret, err);
}

const struct layout layout_parents = {
	.name = "parents",
	.aliases = (const char *const[]){"sourcegraph", NULL},
	.recognise = recognise,
	.read = read_list,
};
