/* SPDX-License-Identifier: Apache-2.0 */
#include "migrate/missing.h"

#include "base/text.h"
#include "layout/name.h"

#include <string.h>

int missing_compare(const void *x, const void *y)
{
	const struct history_row *a = *(const struct history_row *const *)x;
	const struct history_row *b = *(const struct history_row *const *)y;

	return set_compare_versions(a->version, b->version);
}

bool missing_precedes(const struct set *set, const struct history_row *row,
		      const struct set_entry *e)
{
	if (strcmp(row->kind, "repeatable") == 0)
		return false;
	return e->m->kind == MIGRATION_REPEATABLE ||
	       (!set->by_name && set_is_number(row->version) && set_is_number(e->m->version) &&
		set_compare_versions(row->version, e->m->version) < 0);
}

/* Other tools' names: V1_5__users.sql, 1704067200123_users, 20240101_users/up.sql. */
static const char *title_of(const char *filename, struct arena *a)
{
	const char *p = filename + (strchr("0123456789_", filename[0]) == NULL);
	size_t version = filename[0] == '\0' ? 0 : strspn(p, "0123456789._-"), len;

	if (version == 0)
		return "";
	p += version;
	len = strcspn(p, "/");
	if (len > 4 && text_equal_nocase(p + len - 4, ".sql"))
		len -= 4;
	if (len > 3 && strncmp(p + len - 3, ".up", 3) == 0)
		len -= 3;
	return arena_strndup(a, p, len);
}

const char *missing_name(const struct history_row *row, struct arena *a)
{
	struct name name;

	name_parse(row->filename, a, &name);
	return name.title != NULL && name.title[0] != '\0' ? name.title
							   : title_of(row->filename, a);
}
