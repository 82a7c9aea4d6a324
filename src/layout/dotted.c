/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Files called by the release that they lead to: 1.2.0.sql, 1.10.0_tags.sql,
 * v2.0-tags.sql, with 1.2.0.down.sql as the way back. Part by part as numbers;
 * two of one version are told apart by their names where that is asked for.
 */
#include "base/text.h"
#include "layout/backends.h"
#include "layout/collect.h"
#include "layout/flyway.h"

#include <string.h>

/* Bytes of "1.2.0" at s, with at least one dot between digits; 0 if there is none. */
static size_t version_len(const char *s)
{
	static const char digits[] = "0123456789";
	size_t n = strspn(s, digits), dots = 0, more;

	while (n != 0 && s[n] == '.' && (more = strspn(s + n + 1, digits)) != 0) {
		n += 1 + more;
		dots++;
	}
	return dots != 0 && strchr("._- ", s[n]) != NULL && s[n] != '\0' ? n : 0;
}

static bool parse(const struct tree_entry *e, struct arena *a, struct gather_item *ret)
{
	const char *version = e->name + (e->name[0] == 'v' || e->name[0] == 'V'), *title;
	const char *end = e->name + strlen(e->name);
	size_t n = version_len(version);
	bool down = text_ends(e->name, ".down.sql");

	if (e->is_dir || e->depth > 0 || n == 0 || !text_ends(e->name, ".sql"))
		return false;
	end -= down ? strlen(".down.sql") : text_ends(e->name, ".up.sql") ? strlen(".up.sql") : 4;
	title = version + n;
	if (title > end || (title[0] == '_' && title[1] == '_')) /* Flyway's */
		return false;
	title += title < end;
	*ret = (struct gather_item){
		.file = e,
		.role = down ? GATHER_DOWN : GATHER_UP,
		.version = arena_strndup(a, version, n),
		.name = arena_strndup(a, title, (size_t)(end - title)),
	};
	return true;
}

static int parse_name(const struct layout_input *in, const struct tree_entry *e, struct arena *a,
		      struct gather_item *ret, bool *ret_taken, struct pawl_error *err)
{
	(void)in;
	*ret_taken = parse(e, a, ret);
	if (!*ret_taken && !e->is_dir && e->depth == 0 && text_ends(e->name, ".sql"))
		return collect_refuse_name(e, "<major>.<minor>.<patch>_<name>.sql", err);
	return 0;
}

/* All files of the folders, and one at least. */
static enum layout_match recognise(const struct layout_input *in, struct arena *a,
				   const char **ret_why)
{
	struct gather_item *items;
	size_t len;

	(void)ret_why;
	if (collect_items(in, parse_name, a, &items, &len, NULL) != 0)
		return LAYOUT_NO;
	return len != 0 ? LAYOUT_FITS : LAYOUT_NO;
}

static int compare(const struct gather_item *a, const struct gather_item *b)
{
	return flyway_compare_versions(a->version, b->version);
}

static int compare_names(const struct gather_item *a, const struct gather_item *b)
{
	int order = compare(a, b);

	return order != 0 ? order : strcmp(a->name, b->name);
}

static int read_list(const struct layout_input *in, struct arena *a, struct migration_list *ret,
		     struct pawl_error *err)
{
	const struct gather g = {.in = in, .compare = in->duplicates ? compare_names : compare};

	return collect_read(&g, parse_name, a, ret, err);
}

const struct layout layout_dotted = {
	.name = "dotted",
	.recognise = recognise,
	.read = read_list,
};
