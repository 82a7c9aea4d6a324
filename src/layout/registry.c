/* SPDX-License-Identifier: Apache-2.0 */
/* The layouts there are, and which of them a folder is. */
#include "base/text.h"
#include "layout/backends.h"
#include "layout/engine.h"
#include "layout/foreign.h"
#include "layout/leftover.h"

#include <string.h>
#include <sys/stat.h>

/* In the order in which folders are taken for theirs that would fit several. */
static const struct layout *const layouts[] = {
	&layout_numbered,    &layout_two_ways,
	&layout_native,      &layout_golang_migrate,
	&layout_goose,       &layout_dbmate,
	&layout_sql_migrate, &layout_node_pg_migrate,
	&layout_tern,        &layout_graphile_migrate,
	&layout_flyway,      &layout_refinery,
	&layout_sqlx,        &layout_pop,
	&layout_bun,         &layout_postgres_migrations,
	&layout_diesel,      &layout_prisma,
	&layout_drizzle,     &layout_manifest,
	&layout_parents,     &layout_atlas,
	&layout_liquibase,   &layout_sqitch,
	&layout_alembic,     &layout_rails,
	&layout_named,       &layout_yoyo,
	&layout_river,       &layout_graphile_worker,
};

enum { LAYOUTS = sizeof(layouts) / sizeof(*layouts) };

static bool is_called(const struct layout *l, const char *name)
{
	if (strcmp(name, l->name) == 0)
		return true;
	for (const char *const *p = l->aliases; p != NULL && *p != NULL; p++)
		if (strcmp(name, *p) == 0)
			return true;
	return false;
}

int layout_find(const char *name, const struct layout **ret, struct pawl_error *err)
{
	char names[512] = "auto";
	size_t len = strlen(names);
	const char *known[LAYOUTS], *nearest;

	*ret = NULL;
	if (name == NULL || strcmp(name, "auto") == 0)
		return 0;
	for (size_t i = 0; i < LAYOUTS; i++) {
		if (is_called(layouts[i], name)) {
			*ret = layouts[i];
			return 0;
		}
		known[i] = layouts[i]->name;
		len += (size_t)snprintf(names + len, sizeof(names) - len, ", %s", known[i]);
	}
	nearest = text_nearest(name, known, LAYOUTS);
	if (nearest != NULL)
		fail(err, PAWL_E_CONFIG, "unknown layout \"%s\"; did you mean \"%s\"?", name,
		     nearest);
	else
		fail(err, PAWL_E_CONFIG, "unknown layout \"%s\"", name);
	hint(err, "known layouts are: %s", names);
	return PAWL_E_CONFIG;
}

enum layout_mark layout_mark(const struct line *l, const struct layout *but,
			     const struct layout **ret)
{
	enum layout_mark found = LAYOUT_NO_MARK;

	if (but->mark != NULL && but->mark(l) != LAYOUT_NO_MARK)
		return LAYOUT_NO_MARK;
	for (size_t i = 0; i < LAYOUTS && found != LAYOUT_MARK; i++) {
		enum layout_mark mark = layouts[i]->mark == NULL ? LAYOUT_NO_MARK
								 : layouts[i]->mark(l);

		if (mark == LAYOUT_NO_MARK || (found != LAYOUT_NO_MARK && mark != LAYOUT_MARK))
			continue;
		found = mark;
		*ret = layouts[i];
	}
	return found;
}

static bool is_same(const char *a, const char *b)
{
	struct stat x, y;

	return stat(a, &x) == 0 && stat(b, &y) == 0 && x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}

static int refuse_twice(const struct layout_input *in, struct pawl_error *err)
{
	for (size_t i = 1; i < in->dirs_len; i++) {
		for (size_t k = 0; k < i; k++) {
			if (!is_same(in->dirs[k], in->dirs[i]))
				continue;
			fail(err, PAWL_E_CONFIG, "folder \"%s\" is given twice", in->dirs[i]);
			hint(err, "name each folder once, by --dir or by dir in pawl.ini");
			return PAWL_E_CONFIG;
		}
	}
	return 0;
}

int layout_list(struct layout_input *in, struct arena *a, struct pawl_error *err)
{
	struct tree *trees = arena_array(a, struct tree, in->dirs_len);
	int again = refuse_twice(in, err);

	if (again != 0)
		return again;

	for (size_t i = 0; i < in->dirs_len; i++) {
		int rc = tree_list(in->dirs[i], a, &trees[i], err);

		if (rc != 0 && !file_exists(in->dirs[i]))
			hint(err, "--dir names another one; \"pawl init\" starts a project");
		if (rc != 0)
			return rc;
	}
	in->trees = trees;
	return 0;
}

static int refuse_two(const struct layout *one, const char *why_one, const struct layout *other,
		      const char *why_other, struct pawl_error *err)
{
	fail(err, PAWL_E_CONFIG, "the folder of migrations looks like %s (%s) and like %s (%s)",
	     one->name, why_one, other->name, why_other);
	hint(err, "say which by --layout %s or --layout %s, or by layout in pawl.ini", one->name,
	     other->name);
	return PAWL_E_CONFIG;
}

/* Whose names fit as well as those of the one that was chosen. */
static const char *const *list_also(const enum layout_match *matches, const struct layout *chosen,
				    struct arena *a)
{
	const char **names = arena_array(a, const char *, LAYOUTS + 1);
	size_t n = 0;

	for (size_t i = 0; i < LAYOUTS; i++)
		if (matches[i] != LAYOUT_NO && layouts[i] != chosen)
			names[n++] = layouts[i]->name;
	return names;
}

int layout_recognise(const struct layout_input *in, struct arena *a, const struct layout **ret,
		     const char **ret_why, const char *const **ret_also, struct pawl_error *err)
{
	const struct layout *sure = NULL, *fits = NULL;
	enum layout_match matches[LAYOUTS] = {0};
	const char *why_sure = "";

	for (size_t i = 0; i < LAYOUTS; i++) {
		const char *why = "";
		enum layout_match match = layouts[i]->recognise == NULL
						  ? LAYOUT_NO
						  : layouts[i]->recognise(in, a, &why);

		matches[i] = match;
		if (match == LAYOUT_SURE && sure != NULL)
			return refuse_two(sure, why_sure, layouts[i], why, err);
		if (match == LAYOUT_SURE) {
			sure = layouts[i];
			why_sure = why;
		} else if (match == LAYOUT_FITS && fits == NULL) {
			fits = layouts[i];
		}
	}
	*ret = sure != NULL ? sure : fits != NULL ? fits : &layout_native;
	*ret_why = why_sure;
	*ret_also = list_also(matches, *ret, a);
	return 0;
}

/* A part of a folder reads as a folder of files with bad names: what is meant is above. */
static void point_above(const struct layout_input *in, struct arena *a, struct pawl_error *err)
{
	const char *above = leftover_above(in, a);

	if (above == NULL || err == NULL)
		return;
	err->hint[0] = '\0';
	hint(err, "this folder is a part of one of migrations; name that one: --dir %s", above);
}

int layout_read(const struct layout *layout, struct layout_input *in, struct arena *a,
		struct migration_list *ret, struct pawl_error *err)
{
	const char *const *also = NULL;
	bool guessed = layout == NULL;
	const char *why;
	int rc = layout_list(in, a, err);

	if (rc == 0 && guessed)
		rc = layout_recognise(in, a, &layout, &why, &also, err);
	if (rc == 0)
		rc = engine_check(in, layout, a, err);
	if (rc == 0)
		rc = layout->read(in, a, ret, err);
	if (rc == PAWL_E_FILE && guessed && in->trees != NULL)
		point_above(in, a, err);
	if (rc == 0 && guessed)
		rc = leftover_check(in, layout, ret, a, err);
	if (rc == 0)
		rc = foreign_check(layout, !guessed, ret, a, err);
	if (rc != 0)
		return rc;
	ret->layout = layout->name;
	ret->also = also;
	leftover_notes(in, layout, ret, a);
	return 0;
}
