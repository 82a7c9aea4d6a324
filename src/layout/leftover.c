/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A layout reads what is its own and passes over the rest, as its tool does. Where the tool
 * was only guessed the rest may be what was meant: what remains of a folder is shown to
 * recognition again, as a folder of its own.
 */
#include "layout/leftover.h"

#include "base/map.h"
#include "base/text.h"
#include "base/vec.h"
#include "layout/gather.h"
#include "layout/name.h"
#include "layout/sum.h"

#include <stdlib.h>
#include <string.h>

enum { LOOKED_INTO = 200 }; /* folders below, when there are no migrations */

static void take(struct map *taken, const char *path)
{
	if (path != NULL)
		map_put(taken, path, taken);
}

/* The files that migrations were made of, by path. */
static struct map taken_files(const struct migration_list *list, struct arena *a)
{
	struct map taken = {.arena = a};

	for (size_t i = 0; i < list->len; i++) {
		take(&taken, list->v[i].path);
		take(&taken, list->v[i].up.path);
		take(&taken, list->v[i].down.path);
		take(&taken, list->v[i].verify.path);
	}
	return taken;
}

static bool is_sql(const struct tree_entry *e)
{
	return !e->is_dir && text_ends(e->base, ".sql");
}

/* A tree of those of its entries that were not taken, without pawl.sum, which is of the others. */
static struct tree rest_of(const struct tree *t, const struct map *taken, struct arena *a)
{
	VEC(struct tree_entry) rest = {0};

	for (size_t i = 0; i < t->len; i++)
		if (!map_has(taken, t->v[i].path) && strcmp(t->v[i].name, SUM_FILE) != 0)
			*vec_push(&rest, a) = t->v[i];
	return (struct tree){.dir = t->dir, .v = rest.v, .len = rest.len};
}

static bool holds_steps(const struct tree *t)
{
	for (size_t i = 0; i < t->len; i++)
		if (is_sql(&t->v[i]) || (!t->v[i].is_dir && gather_language(t->v[i].base) != NULL))
			return true;
	return false;
}

/* The same folder alone, as it would be read by itself. */
struct reading {
	const struct layout *layout;
	const char *why;
	struct migration_list list;
	bool failed;
};

static struct reading read_alone(const struct layout_input *in, const struct tree *t,
				 struct arena *a)
{
	struct layout_input alone = *in;
	struct reading r = {.why = ""};
	const char *const *also;

	alone.dirs = &t->dir;
	alone.dirs_len = 1;
	alone.trees = t;
	r.failed = layout_recognise(&alone, a, &r.layout, &r.why, &also, NULL) != 0 ||
		   r.layout->read(&alone, a, &r.list, NULL) != 0;
	return r;
}

static const struct tree_entry *first_taken(const struct tree *t, const struct map *taken,
					    unsigned depth)
{
	for (size_t i = 0; i < t->len; i++)
		if (!t->v[i].is_dir && t->v[i].depth <= depth && map_has(taken, t->v[i].path))
			return &t->v[i];
	return NULL;
}

static int refuse(const struct layout *layout, const char *file, const struct reading *other,
		  struct pawl_error *err)
{
	const char *path = other->list.v[0].path;

	fail(err, PAWL_E_CONFIG,
	     "migrations of two kinds: \"%s\" is read as %s, which leaves \"%s\" (%s) out", file,
	     layout->name, path, other->layout->name);
	hint(err,
	     "give each kind a folder of its own and run them apart, by --dir; --layout %s takes "
	     "the first kind alone",
	     layout->name);
	return PAWL_E_CONFIG;
}

/* "1_init/up.sql": nobody calls a file so but to have it run. */
static bool is_in_own_folder(const struct reading *r)
{
	const char *path = r->list.v[0].path, *slash = strrchr(path, '/');

	return slash != NULL &&
	       (strcmp(slash, "/up.sql") == 0 || strcmp(slash, "/migration.sql") == 0);
}

int leftover_check(const struct layout_input *in, const struct layout *layout,
		   const struct migration_list *list, struct arena *a, struct pawl_error *err)
{
	struct map taken = taken_files(list, a);

	for (size_t i = 0; list->len != 0 && i < in->dirs_len; i++) {
		const struct tree_entry *file = first_taken(&in->trees[i], &taken, 0);
		struct tree rest = rest_of(&in->trees[i], &taken, a);
		struct reading r;

		if (!holds_steps(&rest))
			continue;
		r = read_alone(in, &rest, a);
		if (r.failed || r.list.len == 0)
			continue;
		if (file != NULL && is_in_own_folder(&r))
			return refuse(layout, file->path, &r, err);
		if (first_taken(&in->trees[i], &taken, TREE_DEPTH) == NULL)
			return refuse(layout, list->v[0].path, &r, err);
	}
	return 0;
}

struct notes {
	const char **v;
	size_t len, cap;
};

/* "a", "b" and 3 more */
static const char *some_of(const struct tree_entry *const *v, size_t n, struct arena *a)
{
	enum { SHOWN = 3 };
	const char *text = "";

	for (size_t i = 0; i < n && i < SHOWN; i++)
		text = arena_printf(a, "%s%s\"%s\"", text, i == 0 ? "" : ", ", v[i]->path);
	return n <= SHOWN ? text : arena_printf(a, "%s and %zu more", text, n - SHOWN);
}

static bool is_noted(const struct migration_list *list, const char *path, struct arena *a)
{
	const char *quoted = arena_printf(a, "\"%s\"", path);

	for (size_t i = 0; i < list->notes_len; i++)
		if (strstr(list->notes[i], quoted) != NULL)
			return true;
	return false;
}

/* Does a baseline stand for it? Then it is one of those that squash has put away. */
static bool is_replaced(const struct migration_list *list, const char *version)
{
	for (size_t i = 0; i < list->len; i++)
		for (size_t k = 0; k < list->v[i].replaces_len; k++)
			if (name_same_version(list->v[i].replaces[k], version))
				return true;
	return false;
}

static bool looks_like_one(const struct migration_list *list, const struct tree_entry *e,
			   struct arena *a)
{
	struct name n;

	if (!is_sql(e) || e->depth > 1)
		return false;
	name_parse(e->base, a, &n);
	return n.role == NAME_UP && !n.repeatable && !is_replaced(list, n.version) &&
	       !is_noted(list, e->path, a);
}

/* Numbered files that were passed over, beside those that were read or one folder further down. */
static void note_rest(const struct tree *t, const struct map *taken, const struct layout *layout,
		      const struct migration_list *list, struct arena *a, struct notes *notes)
{
	bool deep = false;
	VEC(const struct tree_entry *) rest = {0};

	for (size_t i = 0; i < t->len && !deep; i++)
		deep = t->v[i].depth > 0 && map_has(taken, t->v[i].path);
	for (size_t i = 0; i < t->len; i++)
		if (!map_has(taken, t->v[i].path) && !(deep && t->v[i].depth > 0) &&
		    looks_like_one(list, &t->v[i], a))
			*vec_push(&rest, a) = &t->v[i];
	if (rest.len != 0)
		*vec_push(notes, a) = arena_printf(a, "not run, as %s reads the folder: %s",
						   layout->name, some_of(rest.v, rest.len, a));
}

enum { DATE = 8 }; /* "20240313": a time behind it or not */

/* Numbers of several widths, which the tool takes for texts: said, since few expect it. */
static void note_order(const struct layout *layout, const struct migration_list *list,
		       struct arena *a, struct notes *notes)
{
	static const char digits[] = "0123456789";

	for (size_t i = 1; layout->by_text && i < list->len; i++) {
		const struct migration *x = &list->v[i - 1], *y = &list->v[i];
		size_t m = strlen(x->version), n = strlen(y->version);

		if (m == 0 || n == 0 || strspn(x->version, digits) != m ||
		    strspn(y->version, digits) != n || (m >= DATE && n >= DATE) ||
		    text_compare_numbers(x->version, m, y->version, n) <= 0)
			continue;
		*vec_push(notes, a) = arena_printf(
			a, "\"%s\" runs before \"%s\": %s orders by the text, not by the number",
			x->filename, y->filename, layout->name);
		return;
	}
}

/* What lies below a folder of a tree, as a tree of its own. */
static struct tree below(const struct tree *t, const struct tree_entry *dir, struct arena *a)
{
	size_t len = strlen(dir->name), n = 0;
	struct tree_entry *v = arena_array(a, struct tree_entry, t->len);

	for (size_t i = 0; i < t->len; i++) {
		if (strncmp(t->v[i].name, dir->name, len) != 0 || t->v[i].name[len] != '/')
			continue;
		v[n] = t->v[i];
		v[n].name += len + 1;
		v[n].depth -= dir->depth + 1;
		n++;
	}
	return (struct tree){.dir = dir->path, .v = v, .len = n};
}

/*
 * The folder below that holds migrations: one of this engine's name before others, one further
 * up before those in it. NULL if there is none.
 */
static const char *find_below(const struct layout_input *in, const struct tree *t, struct arena *a,
			      const struct layout **ret)
{
	const char *found = NULL;
	size_t looked = 0;

	for (unsigned depth = 0; depth < TREE_DEPTH && looked < LOOKED_INTO; depth++) {
		for (size_t i = 0; i < t->len && looked < LOOKED_INTO; i++) {
			const struct tree_entry *e = &t->v[i];
			bool ours = in->dialect != NULL && strcasestr(e->name, in->dialect) != NULL;
			struct tree sub;
			struct reading r;

			if (!e->is_dir || e->depth != depth || (found != NULL && !ours))
				continue;
			looked++;
			sub = below(t, e, a);
			r = read_alone(in, &sub, a);
			if (r.failed || r.list.len == 0)
				continue;
			*ret = r.layout;
			if (ours)
				return e->path;
			found = e->path;
		}
	}
	return found;
}

static const char *parent_of(const char *dir, struct arena *a)
{
	size_t len = strlen(dir);

	while (len > 1 && dir[len - 1] == '/')
		len--;
	dir = arena_strndup(a, dir, len);
	if (strcmp(dir, ".") == 0 || text_ends(dir, ".."))
		return file_join(a, dir, "..");
	while (len > 0 && dir[len - 1] != '/')
		len--;
	return len == 0 ? "." : len == 1 ? "/" : arena_strndup(a, dir, len - 1);
}

static bool is_script_folder(const char *dir)
{
	static const char *const names[] = {"deploy", "revert", "verify"};

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (strcmp(file_base(dir), names[i]) == 0)
			return true;
	return false;
}

const char *leftover_above(const struct layout_input *in, struct arena *a)
{
	static const char *const parts[] = {"up.sql", "migration.sql", "_journal.json"};
	static const char *const plans[] = {"sqitch.plan", "sqitch.conf"};

	for (size_t i = 0; i < in->dirs_len; i++) {
		const struct tree *t = &in->trees[i];
		const char *path = realpath(t->dir, NULL), *above = parent_of(t->dir, a);
		bool scripts = path != NULL && is_script_folder(path);

		free((char *)path);
		for (size_t k = 0; k < sizeof(parts) / sizeof(*parts); k++)
			if (tree_find(t, parts[k]) != NULL)
				return above;
		for (size_t k = 0; scripts && k < sizeof(plans) / sizeof(*plans); k++)
			if (file_exists(file_join(a, above, plans[k])))
				return above;
	}
	return NULL;
}

static void note_none(const struct layout_input *in, struct arena *a, struct notes *notes)
{
	const char *above = leftover_above(in, a);

	for (size_t i = 0; i < in->dirs_len; i++) {
		const struct layout *other;
		const char *path = find_below(in, &in->trees[i], a, &other);

		if (path == NULL && above != NULL)
			*vec_push(notes, a) = arena_printf(
				a,
				"folder \"%s\" holds a part of migrations; name the one above by "
				"--dir: \"%s\"",
				in->dirs[i], above);
		else if (path != NULL)
			*vec_push(notes, a) =
				arena_printf(a,
					     "folder \"%s\" itself holds no migrations; name the "
					     "one that does by --dir: \"%s\" (%s)",
					     in->dirs[i], path, other->name);
		else
			*vec_push(notes, a) =
				arena_printf(a, "there are no migrations in \"%s\"", in->dirs[i]);
	}
}

void leftover_notes(const struct layout_input *in, const struct layout *layout,
		    struct migration_list *list, struct arena *a)
{
	struct map taken = taken_files(list, a);
	struct notes notes = {0};

	for (size_t i = 0; i < list->notes_len; i++)
		*vec_push(&notes, a) = list->notes[i];
	if (list->len == 0 && list->notes_len == 0)
		note_none(in, a, &notes);
	for (size_t i = 0; list->len != 0 && i < in->dirs_len; i++) {
		if (first_taken(&in->trees[i], &taken, TREE_DEPTH) == NULL)
			*vec_push(&notes, a) =
				arena_printf(a, "there are no migrations in \"%s\"", in->dirs[i]);
		else if (!layout->selects)
			note_rest(&in->trees[i], &taken, layout, list, a, &notes);
	}
	note_order(layout, list, a, &notes);
	list->notes = notes.v;
	list->notes_len = notes.len;
}
