/* SPDX-License-Identifier: Apache-2.0 */
/* Whose V1__users.sql is it? Flyway and refinery name their files alike. */
#ifndef LAYOUT_REFINERY_H
#define LAYOUT_REFINERY_H

#include "layout/layout.h"

/* A refinery.toml in the folder or up to two above it, or a step in Rust; *ret_why is its name. */
bool refinery_is_sure(const struct layout_input *in, struct arena *a, const char **ret_why);

#endif
