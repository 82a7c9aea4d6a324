/* SPDX-License-Identifier: Apache-2.0 */
/* What a shell command prints: the declared schema of whoever can print one. */
#ifndef MIGRATE_COMMAND_H
#define MIGRATE_COMMAND_H

#include "migrate/settings.h"

/*
 * Run by /bin/sh -c; *ret is its standard output, in the arena. It sees
 * PAWL_DIALECT beside our environment. PAWL_E_FILE with its exit status, and
 * the end of its standard error as detail, where it fails.
 */
int command_read(const struct work *w, const char *command, struct arena *a, const char **ret,
		 struct pawl_error *err);

#endif
