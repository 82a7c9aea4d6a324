/* SPDX-License-Identifier: Apache-2.0 */
/* What a session's settings say of reading folders of migrations: one place for every reader. */
#ifndef MIGRATE_FOLDERS_H
#define MIGRATE_FOLDERS_H

#include "layout/layout.h"
#include "migrate/settings.h"

/* ret reads the folders of the settings; d may be NULL where no engine is known. */
void folders_input(const struct settings *s, const struct dialect *d, struct arena *a,
		   struct layout_input *ret);

#endif
