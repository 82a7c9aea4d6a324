/* SPDX-License-Identifier: Apache-2.0 */
/* What a live database has beside what the files make. */
#ifndef API_LINT_LIVE_H
#define API_LINT_LIVE_H

#include "lint/lint.h"
#include "migrate/settings.h"

struct lint_live {
	struct lint_file file; /* its schema as SQL, to be known before the others */
	const char *const *empty;
	size_t empty_len;
};

/*
 * files: those that are judged, and those that come before them; pending: none of
 * them has been applied.
 */
int lint_live_read(struct work *w, const struct lint_file *files, size_t files_len, bool pending,
		   struct arena *a, struct lint_live *ret, struct pawl_error *err);

#endif
