/* SPDX-License-Identifier: Apache-2.0 */
/* An object as it is for a while between two changes: without some of its attributes. */
#ifndef MODEL_VARIANT_H
#define MODEL_VARIANT_H

#include "model/schema.h"

/* A copy in the arena that lacks the n attributes and keeps everything else. */
struct object *object_without(struct arena *a, const struct object *o, const enum attribute *names,
			      size_t n);

/*
 * A column without its DEFAULT, and without what only the default can have
 * needed: of its needs, types and collations stay.
 */
const struct object *object_without_default(struct arena *a, const struct object *column);

/* Can a column be of that type, or have that collation? */
bool object_is_type(const struct object *o);

/* Does the default of this column need n, one of the column's needs? */
bool object_default_needs(const struct object *column, const struct object *n);

/* A copy of o that is, with the same children, value instead of its attribute name. */
const struct object *object_with(struct arena *a, const struct object *o, enum attribute name,
				 const char *value);

#endif
