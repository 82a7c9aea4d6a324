/* SPDX-License-Identifier: Apache-2.0 */
/* A schema without what lies outside of its default schema. */
#ifndef STATE_NARROW_H
#define STATE_NARROW_H

#include "model/schema.h"

/*
 * Drop everything that is in another schema or in none: what a temporary
 * schema's database holds beside it. What is left no longer needs what is gone.
 */
void narrow_to_default_schema(struct schema *s);

#endif
