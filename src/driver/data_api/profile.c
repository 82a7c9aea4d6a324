/* SPDX-License-Identifier: Apache-2.0 */
/* The shared credentials and config files, as far as credentials need them. */
#include "base/cleanup.h"
#include "base/file.h"
#include "base/text.h"
#include "driver/data_api/credentials.h"

#include <ctype.h>

enum { FILE_LONGEST = 1 << 20 };

/* Without blanks around it; cuts the text in place. */
static char *trimmed(char *text)
{
	char *end;

	while (isspace((unsigned char)*text))
		text++;
	end = text + strlen(text);
	while (end > text && isspace((unsigned char)end[-1]))
		*--end = '\0';
	return text;
}

/* "[profile x]" of the config file and "[x]" of the credentials file. */
static bool is_section(char *line, const char *profile, bool config)
{
	char *name = trimmed(line + 1), *end = strchr(name, ']');

	if (end == NULL)
		return false;
	*end = '\0';
	name = trimmed(name);
	if (config && text_starts(name, "profile "))
		name = trimmed(name + strlen("profile "));
	else if (config && strcmp(profile, "default") != 0)
		return false;
	return strcmp(name, profile) == 0;
}

/* The value of "name = value"; NULL if the line is another. */
static const char *value_of(char *line, const char *name)
{
	char *sign = strchr(line, '=');

	/* Settings of a service are indented below its name. */
	if (sign == NULL || isspace((unsigned char)*line))
		return NULL;
	*sign = '\0';
	return text_equal_nocase(trimmed(line), name) ? trimmed(sign + 1) : NULL;
}

int profile_setting(const char *path, const char *profile, bool config, const char *name,
		    struct arena *a, const char **ret, struct pawl_error *err)
{
	bool inside = false;
	char *text, *line;
	size_t len;
	int rc;

	*ret = NULL;
	if (path == NULL || !file_exists(path))
		return 0;
	rc = file_read_all(path, FILE_LONGEST, a, &text, &len, err);
	if (rc != 0)
		return rc;
	while ((line = strsep(&text, "\n")) != NULL) {
		const char *value;

		if (*line == '#' || *line == ';')
			continue;
		if (*line == '[') {
			inside = is_section(line, profile, config);
			continue;
		}
		value = inside ? value_of(line, name) : NULL;
		if (value != NULL)
			*ret = value;
	}
	return 0;
}
