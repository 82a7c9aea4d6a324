/* SPDX-License-Identifier: Apache-2.0 */
/* SQLite's DDL for the reader over tokens: names without case, and pragmas. */
#include "dialect/sqlite/read.h"
#include "dialect/ddl.h"
#include "dialect/sqlite/text.h"

#include <ctype.h>

/* PRAGMA [schema.]name [= value | (value)] */
static void pragma(struct ddl *d)
{
	const char *schema, *name = ddl_qualified(d, &schema);
	struct action *a = ddl_add(d, ACT_SET, ON_OTHER);
	char *value;
	size_t from;

	a->name = name;
	if (ddl_take_char(d, '=') || ddl_take_char(d, '(')) {
		from = d->at;
		d->at++;
		value = arena_strdup(d->arena, ddl_text(d, from, d->at));
		for (char *p = value; *p != '\0'; p++)
			*p = (char)tolower((unsigned char)*p);
		a->to = value;
	}
}

static void other(struct ddl *d)
{
	if (ddl_take(d, "PRAGMA"))
		pragma(d);
	else if (ddl_take(d, "VACUUM"))
		ddl_add(d, ACT_VACUUM, ON_OTHER)->name = "VACUUM";
}

static const struct ddl_rules rules = {
	.lex = &sqlite_lex,
	.lower_tables = true,
	.string_names = true,
	.real_references = true,
	.other = other,
};

int sqlite_read(const char *sql, size_t len, struct arena *a, struct action_list *ret,
		struct pawl_error *err)
{
	return ddl_read(&rules, sql, len, a, ret, err);
}
