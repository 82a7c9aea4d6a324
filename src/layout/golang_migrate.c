/* SPDX-License-Identifier: Apache-2.0 */
/*
 * golang-migrate: <digits>_<title>.up.<anything> and .down.<anything>, flat.
 * "30_tags.up..sql" is one. Numbers of any length are taken, though the tool
 * itself ends at 64 bits. Two files of one number are an error, as there.
 * (github.com/golang-migrate/migrate, source/parse.go)
 */
#include "base/map.h"
#include "base/text.h"
#include "base/vec.h"
#include "layout/backends.h"
#include "layout/collect.h"

#include <string.h>

/* The part of the name from ".up." or ".down." on; the first that can be. */
static const char *direction(const char *rest, enum gather_role *ret)
{
	const char *up = strstr(rest, ".up."), *down = strstr(rest, ".down.");

	/* The pattern is greedy: the last direction counts. */
	for (const char *p = up; p != NULL; p = strstr(p + 1, ".up."))
		up = p;
	for (const char *p = down; p != NULL; p = strstr(p + 1, ".down."))
		down = p;
	*ret = down == NULL || (up != NULL && up > down) ? GATHER_UP : GATHER_DOWN;
	return *ret == GATHER_UP ? up : down;
}

static int parse_name(const struct layout_input *in, const struct tree_entry *e, struct arena *a,
		      struct gather_item *ret, bool *ret_taken, struct pawl_error *err)
{
	size_t digits = strspn(e->name, "0123456789");
	const char *end;

	(void)in;
	(void)err;
	if (e->is_dir || e->depth > 0 || digits == 0 || e->name[digits] != '_')
		return 0;
	*ret = (struct gather_item){.file = e};
	end = direction(e->name + digits + 1, &ret->role);
	if (end == NULL)
		return 0;
	*ret_taken = true;
	ret->version = arena_strndup(a, e->name, digits);
	ret->name = arena_strndup(a, e->name + digits + 1, (size_t)(end - e->name) - digits - 1);
	ret->language = gather_language(e->name);
	return 0;
}

static enum layout_match recognise(const struct layout_input *in, struct arena *a,
				   const char **ret_why)
{
	enum layout_match match = LAYOUT_NO;
	struct gather_item *items;
	size_t len;

	if (collect_items(in, parse_name, a, &items, &len, NULL) != 0)
		return LAYOUT_NO;
	for (size_t i = 0; i < len; i++) {
		if (items[i].language != NULL) { /* "1_init.up.go", beside SQL */
			*ret_why = items[i].file->name;
			return LAYOUT_SURE;
		}
		match = LAYOUT_FITS;
	}
	return match;
}

/* "021_x_up.sql": meant for one, and none to the tool. */
static bool is_passed_over(const struct tree_entry *e)
{
	size_t digits = strspn(e->name, "0123456789");
	enum gather_role role;

	return !e->is_dir && e->depth == 0 && digits != 0 && e->name[digits] == '_' &&
	       text_ends(e->name, ".sql") && direction(e->name + digits + 1, &role) == NULL;
}

/* The ways up of a number: how many, and what the first is called. */
struct ups {
	const char *name;
	size_t len;
};

static struct ups *ups_of(const struct map *by_number, const struct gather_item *item)
{
	return map_get(by_number, item->version + strspn(item->version, "0"));
}

static struct map count_ups(const struct gather_item *v, size_t n, struct arena *a)
{
	struct map m = {.arena = a};

	for (size_t i = 0; i < n; i++) {
		struct ups *u = ups_of(&m, &v[i]);

		if (v[i].role != GATHER_UP)
			continue;
		if (u == NULL) {
			u = arena_new(a, struct ups);
			*u = (struct ups){.name = v[i].name};
			map_put(&m, v[i].version + strspn(v[i].version, "0"), u);
		}
		u->len++;
	}
	return m;
}

/*
 * A way back belongs to its number, whatever it is called; where two ways up have it, to the one
 * of its name. One of a number that nothing leads up to is passed over, as the tool does.
 */
static int read_list(const struct layout_input *in, struct arena *a, struct migration_list *ret,
		     struct pawl_error *err)
{
	const struct gather g = {.in = in,
				 .compare = in->duplicates ? gather_compare_numbers
							   : gather_compare_versions};
	VEC(const char *) notes = {0};
	struct gather_item *items;
	struct map by_number;
	size_t len, kept = 0;
	int rc = collect_items(in, parse_name, a, &items, &len, err);

	if (rc != 0)
		return rc;
	by_number = count_ups(items, len, a);
	for (size_t i = 0; i < len; i++) {
		const struct ups *u = ups_of(&by_number, &items[i]);

		if (items[i].role == GATHER_DOWN && u == NULL) {
			*vec_push(&notes, a) =
				arena_printf(a, "\"%s\" belongs to no migration, and is never run",
					     items[i].file->path);
			continue;
		}
		if (items[i].role == GATHER_DOWN && u->len == 1)
			items[i].name = u->name;
		items[kept++] = items[i];
	}
	for (size_t i = 0; i < in->dirs_len; i++)
		for (size_t j = 0; j < in->trees[i].len; j++)
			if (is_passed_over(&in->trees[i].v[j]))
				*vec_push(&notes, a) = arena_printf(
					a,
					"file \"%s\" has no name of golang-migrate's and is left "
					"out",
					in->trees[i].v[j].path);
	rc = gather_build(&g, items, kept, a, ret, err);
	if (rc == 0) {
		ret->notes = notes.v;
		ret->notes_len = notes.len;
	}
	return rc;
}

const struct layout layout_golang_migrate = {
	.name = "golang-migrate",
	.aliases = (const char *const[]){"migrate", NULL},
	.recognise = recognise,
	.read = read_list,
};
