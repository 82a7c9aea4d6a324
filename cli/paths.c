/* SPDX-License-Identifier: Apache-2.0 */
/* Paths in a file are relative to that file's folder, wherever pawl is started. */
#include "config.h"

#include <string.h>

const char *path_in(struct memory *m, const char *folder, const char *path)
{
	return path[0] == '/' ? path : memory_printf(m, "%s%s", folder, path);
}

/* The folder becomes part of a URL, where these have a meaning. */
static const char *encode(struct memory *m, const char *path)
{
	const char *encoded = "";

	while (*path != '\0') {
		size_t plain = strcspn(path, "%?#");

		encoded = memory_printf(m, "%s%.*s", encoded, (int)plain, path);
		path += plain;
		if (*path != '\0')
			encoded = memory_printf(m, "%s%%%02X", encoded, (unsigned char)*path++);
	}
	return encoded;
}

/* sqlite:app.db and sqlite:///app.db are relative; with a slash more they are not. */
const char *path_url_in(struct memory *m, const char *folder, const char *url)
{
	size_t scheme = strcspn(url, ":");
	const char *path = url + scheme + 1;

	if (folder[0] == '\0' || strncmp(url, "sqlite", strlen("sqlite")) != 0 ||
	    url[scheme] != ':')
		return url;
	if (strncmp(path, "///", 3) == 0)
		path += 3;
	if (path[0] == '/' || path[0] == '\0' || path[0] == '?' || path[0] == ':' ||
	    strncmp(path, "file:", strlen("file:")) == 0)
		return url;
	return memory_printf(m, "%.*s:%s%s", (int)scheme, url, encode(m, folder), path);
}
