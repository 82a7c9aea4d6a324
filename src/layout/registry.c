/* SPDX-License-Identifier: Apache-2.0 */
/* The layouts there are, and which of them a folder is. */
#include "base/text.h"
#include "layout/backends.h"

#include <string.h>

/* In the order in which folders are taken for theirs that would fit several. */
static const struct layout *const layouts[] = {
	&layout_numbered,    &layout_native,
	&layout_dotted,      &layout_golang_migrate,
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
	&layout_named,       &layout_postgrator,
	&layout_updown,      &layout_yoyo,
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

int layout_list(struct layout_input *in, struct arena *a, struct pawl_error *err)
{
	struct tree *trees = arena_array(a, struct tree, in->dirs_len);

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

int layout_recognise(const struct layout_input *in, struct arena *a, const struct layout **ret,
		     const char **ret_why, struct pawl_error *err)
{
	const struct layout *sure = NULL, *fits = NULL;
	const char *why_sure = "";

	for (size_t i = 0; i < LAYOUTS; i++) {
		const char *why = "";
		enum layout_match match = layouts[i]->recognise == NULL
						  ? LAYOUT_NO
						  : layouts[i]->recognise(in, a, &why);

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
	return 0;
}

int layout_read(const struct layout *layout, struct layout_input *in, struct arena *a,
		struct migration_list *ret, struct pawl_error *err)
{
	const char *why;
	int rc = layout_list(in, a, err);

	if (rc == 0 && layout == NULL)
		rc = layout_recognise(in, a, &layout, &why, err);
	if (rc != 0)
		return rc;
	rc = layout->read(in, a, ret, err);
	if (rc == 0)
		ret->layout = layout->name;
	return rc;
}
