/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What psql itself does with a script before the server sees it: \i and \ir,
 * \set and :variables, \copy from a file. Commands that only change what psql
 * prints are passed over; others, and programs, are errors with their place.
 * Nothing is executed.
 */
#ifndef LAYOUT_PSQL_H
#define LAYOUT_PSQL_H

#include "base/map.h"
#include "layout/layout.h"

struct psql {
	const struct layout_input *in;
	const char *dir;      /* files are relative to it */
	struct map variables; /* name -> text; of this script: copy it for each */
	struct arena *arena;
};

/* script->text becomes what the server gets; nothing is done where psql would do nothing. */
int psql_expand(struct psql *p, struct script *script, struct pawl_error *err);

#endif
