/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From two schemas to the changes between them, in an order in which they can
 * be carried out. Pure: no server, no text of expressions is understood; both
 * schemas were printed by servers of one kind.
 *
 *	match by identity -> compare attributes -> judge (dialect) -> make again what
 *	stands in the way -> fold children into their tables -> order
 *
 * The way back is the same with the arguments exchanged. A dump is the
 * difference from an empty schema.
 */
#ifndef MODEL_DIFF_H
#define MODEL_DIFF_H

#include "model/rules.h"

/* Everything in ret is in the arena and points into from and to, which must outlive it. */
void diff_schemas(const struct model_rules *rules, const struct diff_options *o,
		  const struct schema *from, const struct schema *to, struct arena *a,
		  struct changes *ret);

/*
 * Sort the changes so that each can run. Cycles are taken apart: constraints and
 * defaults become changes of their own, so there may be more of them than before.
 */
void order_changes(const struct model_rules *rules, const struct schema *from,
		   const struct schema *to, struct arena *a, struct changes *changes);

#endif
