/* SPDX-License-Identifier: Apache-2.0 */
#include "layout/engine.h"

#include "layout/engine_name.h"

int engine_check(const struct layout_input *in, const struct layout *layout, struct arena *a,
		 struct pawl_error *err)
{
	for (size_t i = 0; layout->engine != NULL && in->dialect != NULL && i < in->dirs_len; i++) {
		const struct tree_entry *file = NULL;
		const char *word = layout->engine(&in->trees[i], in->dialect, a, &file);

		if (word == NULL || engine_name_fits(word, in->dialect))
			continue;
		fail(err, PAWL_E_CONFIG,
		     "the migrations are for %s, as \"%s\" says, and not for %s", word, file->path,
		     in->dialect);
		hint(err, "name the folder for %s by --dir, or a database of %s by --url",
		     in->dialect, word);
		return PAWL_E_CONFIG;
	}
	return 0;
}
