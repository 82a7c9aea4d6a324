/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which files there are, and in which order. Changelogs of XML, YAML or JSON
 * that include others say so (liquibase_items.c); changesets that they hold themselves
 * are steps that are no SQL. Without such changelogs it is every .sql file, by its path.
 */
#include "base/text.h"
#include "layout/gather.h"
#include "layout/liquibase.h"

#include <string.h>

enum { DEEPEST = 32 };

struct walk_state {
	const struct tree *tree;
	struct arena *arena;
	struct map included; /* control files that another includes, or that were walked */
	struct liquibase_files *files;
	unsigned depth;
};

bool liquibase_is_control(const struct tree_entry *e, struct arena *a)
{
	static const char *const suffixes[] = {".xml", ".yaml", ".yml", ".json"};

	for (size_t i = 0; !e->is_dir && i < sizeof(suffixes) / sizeof(*suffixes); i++)
		if (text_ends(e->name, suffixes[i]))
			return strstr(tree_peek(e, a), "databaseChangeLog") != NULL;
	return false;
}

/*
 * As it is written, beside the changelog, or by its end: the folder may lie below the root.
 * What then stands before that end is how the tool names the folder.
 */
static const struct tree_entry *resolve(const struct walk_state *w, const struct tree_entry *from,
					const char *path)
{
	size_t folder = strlen(from->name) - strlen(from->base), len = strlen(path);
	const struct tree_entry *found;
	const char *written;
	char *beside;

	if (text_starts(path, "classpath:"))
		path += strlen("classpath:");
	path += text_starts(path, "./") ? 2 : 0;
	while (*path == '/')
		path++;
	written = path;
	beside = arena_printf(w->arena, "%.*s%s", (int)folder, from->name, path);
	len = strlen(beside);
	if (len > 0 && beside[len - 1] == '/')
		beside[len - 1] = '\0';
	found = tree_find(w->tree, beside);
	for (; found == NULL && path != NULL;) {
		len = strlen(path);
		len -= len > 0 && path[len - 1] == '/';
		found = tree_find(w->tree, arena_strndup(w->arena, path, len));
		if (found != NULL && path != written)
			w->files->outside =
				arena_strndup(w->arena, written, (size_t)(path - written));
		path = strchr(path, '/');
		path = path == NULL ? NULL : path + 1;
	}
	return found;
}

static void add_changeset(struct walk_state *w, const struct tree_entry *e,
			  const struct liquibase_item *item)
{
	*vec_push(w->files, w->arena) = (struct liquibase_file){
		.entry = e,
		.language = text_ends(e->name, ".json") ? "JSON" : gather_language(e->name),
		.changeset = item,
	};
}

static int walk(struct walk_state *w, const struct tree_entry *e, struct pawl_error *err);

static int add_entry(struct walk_state *w, const struct tree_entry *e, struct pawl_error *err)
{
	if (liquibase_is_control(e, w->arena))
		return walk(w, e, err);
	if (!e->is_dir && text_ends(e->name, ".sql"))
		*vec_push(w->files, w->arena) = (struct liquibase_file){.entry = e};
	return 0;
}

/* Everything below a folder, by its path. */
static int add_all(struct walk_state *w, const struct tree_entry *dir, struct pawl_error *err)
{
	size_t len = strlen(dir->name);
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < w->tree->len; i++) {
		const struct tree_entry *e = &w->tree->v[i];

		if (!e->is_dir && strncmp(e->name, dir->name, len) == 0 && e->name[len] == '/')
			rc = add_entry(w, e, err);
	}
	return rc;
}

static int refuse(const struct tree_entry *e, const struct liquibase_item *item,
		  struct pawl_error *err)
{
	fail(err, PAWL_E_FILE, "changelog \"%s\" includes \"%s\", which is not there", e->path,
	     item->path == NULL ? "" : item->path);
	at(err, e->path, item->line, 0);
	hint(err, "get the file back, or name the folder that holds all of them by --dir");
	return PAWL_E_FILE;
}

static int walk(struct walk_state *w, const struct tree_entry *e, struct pawl_error *err)
{
	struct liquibase_items items = {0};
	int rc;

	if (map_put(&w->included, e->name, (void *)e) == e || w->depth == DEEPEST)
		return 0;
	rc = liquibase_items(e, w->arena, &items, err);
	w->depth++;
	for (size_t i = 0; rc == 0 && i < items.len; i++) {
		const struct liquibase_item *item = &items.v[i];
		const struct tree_entry *found;

		if (item->kind == LIQUIBASE_CHANGESET) {
			add_changeset(w, e, item);
			continue;
		}
		found = item->path == NULL ? NULL : resolve(w, e, item->path);
		if (found == NULL)
			return refuse(e, item, err);
		rc = found->is_dir ? add_all(w, found, err) : add_entry(w, found, err);
	}
	w->depth--;
	return rc;
}

/* Those that another includes are not where it begins. */
static void mark_included(struct walk_state *w, struct map *ret)
{
	for (size_t i = 0; i < w->tree->len; i++) {
		const struct tree_entry *e = &w->tree->v[i], *found;
		struct liquibase_items items = {0};

		if (!liquibase_is_control(e, w->arena) ||
		    liquibase_items(e, w->arena, &items, NULL) != 0)
			continue;
		for (size_t k = 0; k < items.len; k++) {
			if (items.v[k].kind == LIQUIBASE_CHANGESET || items.v[k].path == NULL)
				continue;
			found = resolve(w, e, items.v[k].path);
			if (found != NULL && found != e)
				map_put(ret, found->name, (void *)found);
		}
	}
}

int liquibase_order(const struct tree *t, struct arena *a, struct liquibase_files *ret,
		    struct pawl_error *err)
{
	struct walk_state w = {.tree = t, .arena = a, .included = {.arena = a}, .files = ret};
	struct map inner = {.arena = a};
	bool controlled = false;
	int rc = 0;

	ret->outside = "";
	mark_included(&w, &inner);
	for (size_t i = 0; rc == 0 && i < t->len; i++) {
		if (!liquibase_is_control(&t->v[i], a))
			continue;
		controlled = true;
		if (!map_has(&inner, t->v[i].name))
			rc = walk(&w, &t->v[i], err);
	}
	for (size_t i = 0; rc == 0 && !controlled && i < t->len; i++)
		rc = add_entry(&w, &t->v[i], err);
	return rc;
}
