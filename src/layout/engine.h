/* SPDX-License-Identifier: Apache-2.0 */
/* A folder that says which engine it was made for is not run on another. */
#ifndef LAYOUT_ENGINE_H
#define LAYOUT_ENGINE_H

#include "layout/layout.h"

/* PAWL_E_CONFIG with both engines and the file that says so; nothing where none is known. */
int engine_check(const struct layout_input *in, const struct layout *layout, struct arena *a,
		 struct pawl_error *err);

#endif
