/* SPDX-License-Identifier: Apache-2.0 */
/* pawl:batch table=users key=tenant,id size=5000 pause=50ms target=500ms lag=5s. Pure. */
#ifndef LAYOUT_BATCH_OPTION_H
#define LAYOUT_BATCH_OPTION_H

#include "layout/migration.h"
#include "layout/scan.h"

/* Names are in the arena. PAWL_E_SYNTAX with the place for what cannot be understood. */
int batch_option_read(const char *path, const struct scan_directive *d, struct arena *a,
		      struct script_batch *ret, struct pawl_error *err);

#endif
