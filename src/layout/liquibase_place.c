/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where a folder lies in what Liquibase calls its search path, for a table that does not say it
 * yet: as liquibase.properties beside or above it names the changelog, else what follows
 * "resources", where builds of Java keep what is on the class path.
 */
#include "base/cleanup.h"
#include "base/file.h"
#include "base/text.h"
#include "layout/liquibase.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { MOST_BYTES = 1 << 20, FOLDERS_UP = 8 };

/* The value of changeLogFile, in whatever spelling; NULL if there is none. */
static const char *changelog_of(const char *text, struct arena *a)
{
	static const char key[] = "changelogfile";

	while (*text != '\0') {
		size_t len = strcspn(text, "\r\n"), name = strcspn(text, "=:\r\n");
		const char *value = text + name, *end = text + len;

		while (name > 0 && (text[name - 1] == ' ' || text[name - 1] == '\t'))
			name--;
		if (*text != '#' && *text != '!' && value < end && name >= strlen(key) &&
		    strncasecmp(text + name - strlen(key), key, strlen(key)) == 0) {
			for (value++; value < end && (*value == ' ' || *value == '\t');)
				value++;
			while (end > value && (end[-1] == ' ' || end[-1] == '\t'))
				end--;
			return arena_strndup(a, value, (size_t)(end - value));
		}
		text += len;
		text += strspn(text, "\r\n");
	}
	return NULL;
}

/* What stands before the end of the path that is a file of the folder; NULL: no end is one. */
static const char *before_file(const struct tree *t, const char *path, struct arena *a)
{
	const char *written;

	if (text_starts(path, "classpath:"))
		path += strlen("classpath:");
	path += text_starts(path, "./") ? 2 : 0;
	path += strspn(path, "/");
	for (written = path; path != NULL; path = strchr(path, '/')) {
		path += path > written;
		if (tree_find(t, path) != NULL)
			return arena_strndup(a, written, (size_t)(path - written));
	}
	return NULL;
}

const char *liquibase_place(const struct tree *t, struct arena *a)
{
	static const char resources[] = "/resources/";
	_cleanup_free_ char *real = realpath(t->dir, NULL);
	const char *found = NULL, *place = NULL;
	char *folder, *text;
	size_t len;

	if (real == NULL)
		return NULL;
	folder = arena_printf(a, "%s/", real);
	for (const char *p = folder; (p = strstr(p, resources)) != NULL; p++)
		found = p + strlen(resources);
	if (found != NULL)
		found = arena_strdup(a, found);
	for (int i = 0; place == NULL && i < FOLDERS_UP && *folder != '\0'; i++) {
		const char *file = arena_printf(a, "%sliquibase.properties", folder);
		const char *changelog;

		if (file_exists(file) &&
		    file_read_all(file, MOST_BYTES, a, &text, &len, NULL) == 0) {
			changelog = changelog_of(text, a);
			place = changelog == NULL ? NULL : before_file(t, changelog, a);
		}
		folder[strlen(folder) - 1] = '\0';
		folder[strrchr(folder, '/') == NULL ? 0 : strrchr(folder, '/') - folder + 1] = '\0';
	}
	return place != NULL ? place : found;
}
