/* SPDX-License-Identifier: Apache-2.0 */
/* The session's migrations as files of another tool's form; see pawl_export(). */
#ifndef MIGRATE_EXPORT_H
#define MIGRATE_EXPORT_H

#include "migrate/set.h"
#include "migrate/settings.h"

#include <pawl/migrate.h>

/* Into a folder that is empty or not there yet. ret: the paths written. */
int export_write(struct work *w, const struct set *set, const struct lex_rules *lex,
		 const struct pawl_export_options *o, struct arena *a, struct pawl_files *ret,
		 struct pawl_error *err);

#endif
