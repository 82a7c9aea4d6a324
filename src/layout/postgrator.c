/* SPDX-License-Identifier: Apache-2.0 */
/*
 * postgrator, and Platformatic with it: <digits>.do.<name>.sql and
 * <digits>.undo.<name>.sql, the name may be missing. .js and .ts files are steps
 * that pawl cannot run. (github.com/rickbergfalk/postgrator, README.md)
 */
#include "base/text.h"
#include "layout/backends.h"
#include "layout/collect.h"

#include <string.h>
#include <strings.h>

/* Bytes of ".do" or ".undo" at s with a dot behind them, 0 if it is neither. */
static size_t action(const char *s, enum gather_role *ret)
{
	static const struct {
		const char *word;
		enum gather_role role;
	} words[] = {{".do.", GATHER_UP}, {".undo.", GATHER_DOWN}};

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		size_t n = strlen(words[i].word);

		if (strncasecmp(s, words[i].word, n) != 0)
			continue;
		*ret = words[i].role;
		return n - 1;
	}
	return 0;
}

static int parse_name(const struct layout_input *in, const struct tree_entry *e, struct arena *a,
		      struct gather_item *ret, bool *ret_taken, struct pawl_error *err)
{
	size_t digits = strspn(e->name, "0123456789"), end = strlen(e->name), word;
	const char *language = gather_language(e->name);
	bool sql = text_ends(e->name, ".sql");

	(void)in;
	if (e->is_dir || e->depth > 0 || (!sql && language == NULL))
		return 0;
	*ret = (struct gather_item){.file = e};
	word = digits == 0 ? 0 : action(e->name + digits, &ret->role);
	if (word == 0)
		return sql ? collect_refuse_name(e, "<number>.do.<name>.sql", err) : 0;
	if (!sql && ret->role == GATHER_DOWN)
		return 0;
	*ret_taken = true;
	end = (size_t)(strrchr(e->name, '.') - e->name);
	ret->version = arena_strndup(a, e->name, digits);
	ret->name = digits + word >= end ? ""
					 : arena_strndup(a, e->name + digits + word + 1,
							 end - digits - word - 1);
	ret->language = sql ? NULL : language;
	return 0;
}

/* Nobody else calls a file "001.do.sql"; "001.do.it.sql" alone might be anybody's. */
static enum layout_match recognise(const struct layout_input *in, struct arena *a,
				   const char **ret_why)
{
	for (size_t i = 0; i < in->dirs_len; i++) {
		for (size_t j = 0; j < in->trees[i].len; j++) {
			const struct tree_entry *e = &in->trees[i].v[j];
			struct gather_item item;
			bool taken = false;

			if (e->is_dir || e->depth > 0 || !text_ends(e->name, ".sql"))
				continue;
			if (parse_name(in, e, a, &item, &taken, NULL) != 0 || !taken)
				return LAYOUT_NO;
			*ret_why = e->name;
		}
	}
	return **ret_why == '\0' ? LAYOUT_NO : LAYOUT_SURE;
}

static int read_list(const struct layout_input *in, struct arena *a, struct migration_list *ret,
		     struct pawl_error *err)
{
	const struct gather g = {.in = in, .compare = gather_compare_versions};

	return collect_read(&g, parse_name, a, ret, err);
}

const struct layout layout_postgrator = {
	.name = "postgrator",
	.aliases = (const char *const[]){"platformatic", NULL},
	.recognise = recognise,
	.read = read_list,
};
