/* SPDX-License-Identifier: Apache-2.0 */
/* What the commands that compare schemas share: their options, and how changes are told. */
#ifndef CLI_DIFFER_H
#define CLI_DIFFER_H

#include "cmd.h"
#include "json.h"

/* The options of diff and of new --autogenerate, by their names on the command line. */
struct differ {
	struct opt_values renames;
	bool allow_loss, concurrent, grants, owners;
};

/*
 * What the library is to be told. What may be a rename is asked on a terminal;
 * without one it is an error where strict is set or CI says that nobody looks,
 * else taken for two things, with a warning.
 */
int differ_options(struct cli *cli, const struct differ *d, bool strict,
		   struct pawl_diff_options *ret, struct pawl_error *err);

/* The members of a comparison: changes, sql, reverse. */
void differ_json(struct json_doc *d, const struct pawl_diff *diff);

/* "  create column users.email", with what can be lost. */
void differ_list(const struct pawl_diff *diff);

#endif
