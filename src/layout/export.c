/* SPDX-License-Identifier: Apache-2.0 */
#include "layout/export.h"

#include "base/text.h"

#include <string.h>

static const struct {
	const struct export_form *v;
	const size_t *len;
} kinds[] = {
	{export_forms_files, &export_forms_files_len},
	{export_forms_sections, &export_forms_sections_len},
	{export_forms_plans, &export_forms_plans_len},
	{export_forms_code, &export_forms_code_len},
};

enum { KINDS = sizeof(kinds) / sizeof(*kinds) };

int export_find(const char *name, const struct export_form **ret, struct pawl_error *err)
{
	_cleanup_arena_ struct arena a = {0};
	_cleanup_buf_ struct buf list = {0};
	VEC(const char *) names = {0};
	const char *nearest;

	for (size_t k = 0; k < KINDS; k++) {
		for (size_t i = 0; i < *kinds[k].len; i++) {
			const struct export_form *form = &kinds[k].v[i];

			if (strcmp(form->name, name) == 0) {
				*ret = form;
				return 0;
			}
			buf_printf(&list, "%s%s", list.len == 0 ? "" : ", ", form->name);
			*vec_push(&names, &a) = form->name;
		}
	}
	nearest = text_nearest(name, names.v, names.len);
	if (nearest != NULL)
		fail(err, PAWL_E_USAGE,
		     "pawl does not write the form of \"%s\"; did you mean \"%s\"?", name, nearest);
	else
		fail(err, PAWL_E_USAGE, "pawl does not write the form of \"%s\"", name);
	hint(err, "it writes %s", list.data);
	return PAWL_E_USAGE;
}

struct export_file *export_add(struct export_out *out, const char *name, const char *text)
{
	struct export_file *f = vec_push(&out->files, out->arena);

	*f = (struct export_file){.name = name, .text = text};
	return f;
}

void export_add_down(struct export_out *out, const char *name, const char *text)
{
	out->downs++;
	export_add(out, name, text);
}

int export_refuse(const struct migration *m, const struct export_form *form, const char *what,
		  struct pawl_error *err)
{
	fail(err, PAWL_E_CONFIG, "migration \"%s\" %s, which has no form in a folder of %s",
	     m->filename, what, form->name);
	hint(err, "choose another form with --to, or leave that file out");
	at(err, m->path, 0, 0);
	return PAWL_E_CONFIG;
}
