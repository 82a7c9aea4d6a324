/* SPDX-License-Identifier: Apache-2.0 */
/* How two schemas differ, for people: what diff would act on, without the SQL. */
#ifndef MODEL_EQUAL_H
#define MODEL_EQUAL_H

#include "model/rules.h"

/*
 * Append a line for each of the first most differences:
 *
 *	table "t" is missing
 *	column "t.a" is there and should not be
 *	column "t.a": type is "integer" instead of "bigint"
 *
 * Returns how many there are in all: 0 when the schemas are equal. What belongs
 * to something that is missing, or too much, is not told apart.
 */
size_t schema_differences(const struct model_rules *rules, const struct diff_options *o,
			  const struct schema *is, const struct schema *should, size_t most,
			  struct buf *ret);

#endif
