/* SPDX-License-Identifier: Apache-2.0 */
#include "layout/engine.h"

#include "base/text.h"

#include <string.h>

/* The tools' words for engines; dialect "" for those that pawl has no driver for. */
static const struct {
	const char *word, *dialect;
} engines[] = {
	{"postgresql", "postgres"},
	{"postgres", "postgres"},
	{"pg", "postgres"},
	{"cockroachdb", "postgres"},
	{"cockroach", "postgres"},
	{"yugabyte", "postgres"},
	{"mysql", "mysql"},
	{"mariadb", "mysql"},
	{"singlestore", "mysql"},
	{"sqlite", "sqlite"},
	{"sqlite3", "sqlite"},
	{"turso", "sqlite"},
	{"sqlserver", ""},
	{"mssql", ""},
	{"mongodb", ""},
	{"gel", ""},
	{"oracle", ""},
	{"snowflake", ""},
	{"firebird", ""},
	{"vertica", ""},
	{"exasol", ""},
	{"clickhouse", ""},
};

bool engine_fits(const char *word, const char *dialect)
{
	for (size_t i = 0; i < sizeof(engines) / sizeof(*engines); i++)
		if (text_equal_nocase(engines[i].word, word))
			return strcmp(engines[i].dialect, dialect) == 0;
	return true;
}

int engine_check(const struct layout_input *in, const struct layout *layout, struct arena *a,
		 struct pawl_error *err)
{
	for (size_t i = 0; layout->engine != NULL && in->dialect != NULL && i < in->dirs_len; i++) {
		const struct tree_entry *file = NULL;
		const char *word = layout->engine(&in->trees[i], in->dialect, a, &file);

		if (word == NULL || engine_fits(word, in->dialect))
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
