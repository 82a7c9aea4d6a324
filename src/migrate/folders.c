/* SPDX-License-Identifier: Apache-2.0 */
#include "migrate/folders.h"

void folders_input(const struct settings *s, const struct dialect *d, struct arena *a,
		   struct layout_input *ret)
{
	struct layout_var *vars = arena_array(a, struct layout_var, s->vars_len);

	for (size_t i = 0; i < s->vars_len; i++)
		vars[i] = (struct layout_var){s->vars[i].name, s->vars[i].value};
	*ret = (struct layout_input){
		.dirs = s->dirs,
		.dirs_len = s->dirs_len,
		.lex = d == NULL ? NULL : d->lex,
		.dialect = d == NULL ? NULL : d->name,
		.env = s->environment,
		.duplicates = s->duplicates == PAWL_DUPLICATES_APPLY,
		.vars = vars,
		.vars_len = s->vars_len,
		.environment = s->read_variable,
	};
}
