/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pawl:batch goes by a key that tells every two rows apart: else a range ends
 * amid equal ones. What the files tell of the table is compared here; up asks the
 * database again. Names in quotes are left to it.
 */
#include "lint/rules.h"

#include <ctype.h>
#include <string.h>

/* The value of a word "name=value" in a line; NULL if it has none, or a quoted one. */
static const char *option(const struct lint *l, const char *line, const char *name)
{
	size_t n = strlen(name), len;

	for (const char *p = line; *p != '\0' && *p != '\n'; p += len) {
		p += strspn(p, " \t\v\f\r");
		len = strcspn(p, " \t\v\f\r\n");
		if (len <= n + 1 || strncmp(p, name, n) != 0 || p[n] != '=')
			continue;
		if (memchr(p, '"', len) != NULL)
			return NULL;
		return arena_strndup(l->arena, p + n + 1, len - n - 1);
	}
	return NULL;
}

static const struct known_table *find_table(const struct lint *l, char *name)
{
	char *dot = strchr(name, '.');
	const char *schema = NULL;

	if (dot != NULL) {
		*dot = '\0';
		schema = name;
		name = dot + 1;
	}
	for (char *p = name; l->engine == LINT_SQLITE && *p != '\0'; p++)
		*p = (char)tolower((unsigned char)*p);
	return known_table(&l->known, schema, name);
}

/* Are the index's columns just those of "a,b", in their order? */
static bool is_on(const struct known_index *index, const char *key)
{
	for (size_t i = 0; i < index->columns.len; i++) {
		const char *name = index->columns.v[i];
		size_t len = strcspn(key, ",");

		if (strlen(name) != len || len == 0 || strncasecmp(key, name, len) != 0)
			return false;
		key += len + (key[len] == ',');
	}
	return *key == '\0';
}

static void check_key(struct lint *l, const struct action *a)
{
	const char *name, *key;
	const struct known_table *t;

	(void)a;
	if (l->st->batch == NULL)
		return;
	name = option(l, l->st->batch, "table");
	key = option(l, l->st->batch, "key");
	if (name == NULL || key == NULL)
		return;
	t = find_table(l, arena_strdup(l->arena, name));
	if (t == NULL || !t->complete || t->copies)
		return;
	for (size_t i = 0; i < t->indexes.len; i++) {
		const struct known_index *index = &t->indexes.v[i];

		if (index->unique && !index->filtered && !index->dropped && is_on(index, key))
			return;
	}
	lint_report(l, NULL, "table \"%s\" has no unique key on (%s): up will refuse the batches",
		    name, key);
}

const struct lint_rule rules_batch[] = {
	{
		.id = "batch-key",
		.class = LINT_CORRECT,
		.level = LINT_ERROR,
		.engines = PMS,
		.summary = "A pawl:batch whose key is no primary key or unique index of its table.",
		.why = "Ranges of such a key end amid rows that are equal, so that up refuses it: "
		       "after what stands before it has run.",
		.safe = "key= the columns of the primary key, or of a unique index without a "
			"condition, in their order",
		.each_statement = true,
		.check = check_key,
	},
	{0},
};
