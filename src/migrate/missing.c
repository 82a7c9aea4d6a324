/* SPDX-License-Identifier: Apache-2.0 */
#include "migrate/missing.h"

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
