/* SPDX-License-Identifier: Apache-2.0 */
/* What a file of a dump program says of itself, and what has to change in it. */
#ifndef DRIVER_MYSQL_DUMP_H
#define DRIVER_MYSQL_DUMP_H

#include <pawl/error.h>

/*
 * PAWL_E_FILE unless the file is one that a dump program has finished; nothing else
 * tells a part of it from the whole. Leaves fd at its start.
 */
int dump_check(int fd, const char *path, struct pawl_error *err);

/* Let a dump speak of the database that it is loaded into, not of the one it was made of. */
int dump_unname(int fd, const char *path, struct pawl_error *err);

#endif
