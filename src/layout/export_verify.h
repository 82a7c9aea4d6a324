/* SPDX-License-Identifier: Apache-2.0 */
/* pawl's verify scripts for tools that see an error alone as a failure. */
#ifndef LAYOUT_EXPORT_VERIFY_H
#define LAYOUT_EXPORT_VERIFY_H

#include "layout/export.h"

/*
 * The text in a transaction that is rolled back, its queries made such that they fail where
 * their first cell is false, 0 or NULL, or there is none. Where an engine has no form for a
 * query of several columns, such a one is left as it is.
 */
int export_verify(const struct export_out *out, const char *text, const char **ret,
		  struct pawl_error *err);

#endif
