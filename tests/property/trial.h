/* SPDX-License-Identifier: Apache-2.0 */
/* A pair of specs put to the test, and made smaller when it fails. */
#ifndef PROPERTY_TRIAL_H
#define PROPERTY_TRIAL_H

#include "gen.h"
#include "pair.h"

struct trial {
	struct golden_bench *bench;
	struct spec before, after;
	/* Of the last run: */
	const char *failed; /* the property; NULL: all of them hold */
	const char *reason; /* why there is no way, where it is refused; in the arena */
	struct buf out;     /* what is wrong */
	size_t loaded, left_out;
	struct arena arena; /* emptied by each run */
};

void trial_done(struct trial *t);

/*
 * Load both, and see whether the properties hold. What the engine does not take
 * is marked gone if tolerant, else nothing is tested and failed is "load".
 */
void trial_run(struct trial *t, bool tolerant);

/* While the same property fails, drop things, and undo edits. At most that many runs. */
void trial_shrink(struct trial *t, struct arena *a, int runs);

/* The statements of a spec as a script. */
void trial_script(const struct trial *t, const struct spec *s, struct buf *b);

#endif
