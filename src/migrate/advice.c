/* SPDX-License-Identifier: Apache-2.0 */
#include "migrate/advice.h"

#include "base/buf.h"

#include <string.h>

const char *advice_late(const struct set *set)
{
	return set->layout == NULL || strcmp(set->layout, "native") == 0
		       ? "renumber it with \"pawl rebase\", or run it late with --out-of-order "
			 "apply"
		       : "run it late with --out-of-order apply, or give the file a version behind "
			 "what is applied";
}

/* Is it the folder at all? With one file the answer would say nothing. */
static bool none_has_a_file(const struct set *set, const struct history *h)
{
	for (size_t i = 0; i < h->len; i++)
		if (set_find_file(set, h->rows[i].filename) != NULL ||
		    plan_replaced(set, &h->rows[i]) != NULL)
			return false;
	return h->len > 1 || set->len == 0;
}

/* The file that has the row's version, and no row of its own. */
static const struct set_entry *renamed_to(const struct set *set, const struct history *h,
					  const struct history_row *row)
{
	for (size_t p = 0; row->version[0] != '\0' && p < set->versioned; p++)
		if (set_compare_versions(set->v[p].m->version, row->version) == 0 &&
		    history_find(h, set->v[p].m->filename) == NULL)
			return &set->v[p];
	return NULL;
}

static bool is_recorded(const struct history *h, const struct set_entry *e)
{
	for (size_t i = 0; i < h->len; i++)
		if (plan_row_stands(&h->rows[i]) &&
		    (strcmp(h->rows[i].filename, e->m->filename) == 0 ||
		     set_compare_versions(h->rows[i].version, e->m->version) == 0))
			return true;
	return false;
}

/*
 * The target of a stamp that gives the rows the names of the files: the last of those that
 * are recorded without a gap; NULL where others are recorded behind it.
 */
static const char *stamp_target(const struct set *set, const struct history *h)
{
	const char *target = NULL;
	bool gap = false;

	for (size_t p = 0; p < set->versioned; p++) {
		bool recorded = is_recorded(h, &set->v[p]);

		if (recorded && gap)
			return NULL;
		if (recorded)
			target = set->v[p].m->version;
		gap = gap || !recorded;
	}
	return target;
}

static const char *renamed(const struct set *set, const struct history *h,
			   const struct history_row *row, const struct set_entry *e,
			   struct arena *a)
{
	const char *target = stamp_target(set, h);
	bool same = strcmp(row->checksum, e->m->checksum) == 0;
	const char *is = arena_printf(a,
				      same ? "\"%s\" is the same under another name"
					   : "if \"%s\" is the same under another name",
				      e->m->filename);

	return target == NULL
		       ? arena_printf(a, "%s%s give it the old one back", is, same ? ":" : ",")
		       : arena_printf(a,
				      "%s%s \"pawl stamp %s\" records the files as they are called "
				      "now, and runs nothing%s",
				      is, same ? ":" : ",", target,
				      same ? "" : "; else bring the old file back");
}

const char *advice_missing(const struct set *set, const struct history *h,
			   const struct history_row *row, struct arena *a)
{
	const struct set_entry *e = renamed_to(set, h, row);

	if (e != NULL)
		return renamed(set, h, row, e, a);
	if (none_has_a_file(set, h))
		return "nothing that is applied has its file here: check --dir, --layout and the "
		       "URL first";
	if (!plan_is_newer(set, row))
		return "bring the file back, or forget it with \"pawl repair --forget-missing\"";
	return row->has_down
		       ? "use the checkout that has this file, or go back with \"pawl down\", "
			 "for which the database keeps the script"
		       : "use the checkout that has this file";
}

/* The digits padded as those of like are. */
static void put_version(struct buf *b, const char *version, const char *like)
{
	size_t width = like[0] == '0' ? strlen(like) : 0;

	for (size_t len = strlen(version); len < width; len++)
		buf_addc(b, '0');
	buf_adds(b, version);
}

const char *advice_file(const struct set *set, const struct history_row *row, struct arena *a)
{
	const struct migration *m = set->versioned == 0 ? NULL : set->v[set->versioned - 1].m;
	const char *version = m == NULL ? NULL : strstr(m->filename, m->version);
	const char *title = version == NULL || m->name[0] == '\0'
				    ? NULL
				    : strstr(version + strlen(m->version), m->name);
	_cleanup_buf_ struct buf b = {0};

	if (strcmp(row->filename, row->version) != 0 || title == NULL || !set_is_number(m->version))
		return row->filename;
	buf_add(&b, m->filename, (size_t)(version - m->filename));
	put_version(&b, row->version, m->version);
	version += strlen(m->version);
	buf_add(&b, version, (size_t)(title - version));
	buf_printf(&b, "*%s", title + strlen(m->name));
	return buf_dup(&b, a);
}
