/* SPDX-License-Identifier: Apache-2.0 */
/* The root is where ".git" is: a folder, or a file in submodules and further work trees. */
#include "lint_path.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool has_git(const char *folder, size_t len)
{
	char path[PATH_MAX];
	int n = snprintf(path, sizeof(path), "%.*s/.git", (int)len, folder);

	return n > 0 && (size_t)n < sizeof(path) && access(path, F_OK) == 0;
}

/* The length of the root's part of an absolute path, 0 for "/" itself; false if there is none. */
static bool find_root(const char *folder, size_t *ret)
{
	size_t len = strcmp(folder, "/") == 0 ? 0 : strlen(folder);

	while (!has_git(folder, len)) {
		if (len == 0)
			return false;
		while (folder[--len] != '/')
			;
	}
	*ret = len;
	return true;
}

bool lint_in_work_tree(const char *folder)
{
	char *real = realpath(folder, NULL);
	size_t len;
	bool ret = real != NULL && find_root(real, &len);

	free(real);
	return ret;
}

static char *join(const char *folder, const char *name)
{
	char *ret;

	if (asprintf(&ret, "%s%s%s", folder, folder[0] == '\0' ? "" : "/", name) < 0)
		abort();
	return ret;
}

char *lint_path_in_tree(const char *file)
{
	const char *slash = strrchr(file, '/');
	char *folder = join("", slash == NULL ? "." : file), *real, *ret = NULL;
	size_t len;

	/* "/x" lies in "/". */
	if (slash != NULL)
		folder[slash == file ? 1 : slash - file] = '\0';
	real = access(file, F_OK) == 0 ? realpath(folder, NULL) : NULL;
	if (real != NULL && find_root(real, &len))
		ret = join(real[len] == '/' ? real + len + 1 : "",
			   slash == NULL ? file : slash + 1);
	free(real);
	free(folder);
	return ret != NULL ? ret : join("", file);
}
