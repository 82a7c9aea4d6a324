/* SPDX-License-Identifier: Apache-2.0 */
/*
 * New migration files tried before they are written where they belong: made in
 * a temporary folder, and run by the runner as if they stood with the others.
 */
#ifndef MIGRATE_WORKSHOP_H
#define MIGRATE_WORKSHOP_H

#include "layout/author.h"
#include "migrate/lab.h"

struct workshop {
	char dir[32]; /* "" when there is none */
};

int workshop_open(struct workshop *ws, struct pawl_error *err);
void workshop_close(struct workshop *ws); /* the folder and its files are removed */
#define _cleanup_workshop_ __attribute__((cleanup(workshop_close)))

/* The migrations of the session's folders (others; NULL: none) and of the workshop, in order. */
int workshop_set(struct lab *lab, const struct workshop *ws, const struct settings *others,
		 struct arena *a, struct set *ret, struct pawl_error *err);

#endif
