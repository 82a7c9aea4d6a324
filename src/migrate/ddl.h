/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Text that declares a schema (files, what a command printed, a dump), run on
 * an empty database.
 */
#ifndef MIGRATE_DDL_H
#define MIGRATE_DDL_H

#include "migrate/script.h"

/*
 * Run the statements of n texts on w->db, each by itself. What fails is tried
 * again behind the rest, until a round gets nobody further: files of a folder
 * come in the order of their names. Then the first failure is reported.
 * Transaction control is passed over.
 */
int ddl_load(struct work *w, const struct script_text *texts, size_t n, struct pawl_error *err);

/* In the order written, the first failure ends it; in one transaction where DDL rolls back. */
int ddl_load_strictly(struct work *w, const struct script_text *text, struct pawl_error *err);

#endif
