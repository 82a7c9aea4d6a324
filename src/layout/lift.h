/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Many migrations out of one file: a script lifted out of it line by line. A
 * line that does not belong to it stays as an empty one, so that the places of
 * errors are those in the file.
 */
#ifndef LAYOUT_LIFT_H
#define LAYOUT_LIFT_H

#include "base/buf.h"
#include "layout/migration.h"
#include "layout/sections.h"

struct lift {
	struct buf text;
	unsigned long first; /* line of the file that text begins with; 0: nothing yet */
	unsigned long next;  /* line of the file that comes behind text */
};

/* Add len bytes that stand on that line, behind column bytes of something else. */
void lift_add(struct lift *l, unsigned long line, size_t column, const char *text, size_t len);
void lift_line(struct lift *l, const struct line *line);

/* What was added, as a script of the file at path; empties the lift. */
void lift_script(struct lift *l, const char *path, enum migration_tx tx, struct arena *a,
		 struct script *ret);

/* m's checksum and size from its up script. */
void lift_checksum(struct migration *m);

void lift_done(struct lift *l);
#define _cleanup_lift_ __attribute__((cleanup(lift_done)))

#endif
