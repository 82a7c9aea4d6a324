/* SPDX-License-Identifier: Apache-2.0 */
/* The layouts there are. "auto" is native until others exist that could be recognised. */
#include "layout/layout.h"

#include "base/text.h"

#include <string.h>

static const struct layout *const layouts[] = {
	&layout_native,
};

int layout_find(const char *name, const struct layout **ret, struct pawl_error *err)
{
	char names[256] = "auto";
	size_t len = strlen(names);

	if (name == NULL || strcmp(name, "auto") == 0) {
		*ret = &layout_native;
		return 0;
	}
	for (size_t i = 0; i < sizeof(layouts) / sizeof(*layouts); i++) {
		if (strcmp(name, layouts[i]->name) == 0) {
			*ret = layouts[i];
			return 0;
		}
		len += (size_t)snprintf(names + len, sizeof(names) - len, ", %s", layouts[i]->name);
	}
	fail(err, PAWL_E_CONFIG, "unknown layout \"%s\"", name);
	hint(err, "known layouts are: %s", names);
	return PAWL_E_CONFIG;
}
