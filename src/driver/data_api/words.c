/* SPDX-License-Identifier: Apache-2.0 */
/* The first words of a statement: what a call of its own at the API stands for, what goes on. */
#include "driver/data_api/words.h"

#include "base/text.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

const char *words_start(const char *sql)
{
	for (;;) {
		const char *end;

		while (isspace((unsigned char)*sql))
			sql++;
		if (text_starts(sql, "/*!") || text_starts(sql, "/*M!")) {
			sql = strchr(sql, '!') + 1;
			sql += strspn(sql, "0123456789");
			continue;
		}
		if (text_starts(sql, "--"))
			end = strchr(sql, '\n');
		else if (text_starts(sql, "/*"))
			end = strstr(sql, "*/");
		else
			return sql;
		if (end == NULL)
			return sql + strlen(sql);
		sql = end + (*end == '\n' ? 1 : 2);
	}
}

const char *words_behind(const char *sql, const char *word)
{
	size_t len = strlen(word);

	sql = words_start(sql);
	if (strncasecmp(sql, word, len) != 0 || isalnum((unsigned char)sql[len]) || sql[len] == '_')
		return NULL;
	return sql + len;
}

bool words_begins(const char *sql, const char *word)
{
	return words_behind(sql, word) != NULL;
}

const char *words_past(const char *sql, const char *word)
{
	const char *rest = words_behind(sql, word);

	return rest != NULL ? rest : sql;
}

bool words_end(const char *sql)
{
	for (;;) {
		sql = words_start(sql);
		if (*sql == ';')
			sql++;
		else if (text_starts(sql, "*/"))
			sql += 2;
		else
			return *sql == '\0';
	}
}
