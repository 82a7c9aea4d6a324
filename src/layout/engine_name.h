/* SPDX-License-Identifier: Apache-2.0 */
/* Which engine folders of other tools mean by a name. */
#ifndef LAYOUT_ENGINE_NAME_H
#define LAYOUT_ENGINE_NAME_H

#include <stdbool.h>
#include <stddef.h>

/* The dialect that a name of len bytes means; "" for an engine that is none of pawl's, NULL for no name. */
const char *engine_name_dialect(const char *name, size_t len);

/* Do folders that a tool has made for name run on the dialect? Yes where nobody knows the name. */
bool engine_name_fits(const char *name, const char *dialect);

#endif
