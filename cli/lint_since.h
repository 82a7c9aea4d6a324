/* SPDX-License-Identifier: Apache-2.0 */
/* The SQL files that git says have changed. */
#ifndef CLI_LINT_SINCE_H
#define CLI_LINT_SINCE_H

#include "cmd.h"

/* In the folders of migrations: changed since the commit, or not committed. In cli's memory. */
int lint_since(struct cli *cli, const char *ref, const char *const **ret, size_t *ret_len,
	       struct pawl_error *err);

#endif
