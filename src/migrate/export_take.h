/* SPDX-License-Identifier: Apache-2.0 */
/* From a migration of the set to what a form of layout/export.h writes; and back again. */
#ifndef MIGRATE_EXPORT_TAKE_H
#define MIGRATE_EXPORT_TAKE_H

#include "layout/export.h"
#include "migrate/set.h"
#include "migrate/settings.h"

/* Are the versions as they are such as the tool takes, and in its order? */
bool export_keeps_versions(const struct set *set, const struct export_form *form, struct arena *a);

/*
 * What the environment does without; and a baseline behind what it stands for, unless
 * the tool knows which is which.
 */
bool export_leaves_out(const struct work *w, const struct set_entry *e,
		       const struct export_form *form);

/* Fill item, in the arena of out. PAWL_E_CONFIG for what the tool cannot say. */
int export_take(const struct work *w, const struct set *set, const struct set_entry *e,
		const char *version, const struct export_out *out, struct export_item *item,
		struct pawl_error *err);

/*
 * The folder that was written, read as the tool's: PAWL_E_CONFIG where it does not hold the
 * same statements in the same order, each way, or not outside of a transaction what must be.
 */
int export_check(const struct work *w, const struct export_out *out,
		 const struct export_item *items, size_t n, const char *dir,
		 struct pawl_error *err);

#endif
