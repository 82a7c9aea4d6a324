/* SPDX-License-Identifier: Apache-2.0 */
/* git is asked as a program: it alone knows where its data lies. */
#include "lint_since.h"

#include "fail.h"
#include "lint_path.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { FILES_MAX = 100000 };

struct found {
	const char **v;
	size_t len;
};

/* 'it'\''s' */
static const char *quoted(struct cli *cli, const char *word)
{
	const char *ret = "'";

	while (*word != '\0') {
		size_t n = strcspn(word, "'");

		ret = memory_printf(&cli->memory, "%s%.*s%s", ret, (int)n, word,
				    word[n] == '\'' ? "'\\''" : "");
		word += n + (word[n] == '\'');
	}
	return memory_printf(&cli->memory, "%s'", ret);
}

/* A folder of migrations, or the folder of a file: where git is to look, and at what. */
struct place {
	const char *folder, *what;
};

static struct place find_place(struct cli *cli, const char *path)
{
	size_t len = strlen(path);
	const char *slash;
	struct stat st;

	while (len > 1 && path[len - 1] == '/')
		len--;
	path = memory_slice(&cli->memory, path, len);
	slash = strrchr(path, '/');
	if (stat(path, &st) != 0 || S_ISDIR(st.st_mode))
		return (struct place){path, "."};
	if (slash == NULL)
		return (struct place){".", path};
	/* "/x" lies in "/". */
	len = slash == path ? 1 : (size_t)(slash - path);
	return (struct place){memory_slice(&cli->memory, path, len), slash + 1};
}

/* What git prints, named from here. */
static int ask(struct cli *cli, const struct place *at, const char *what, struct found *ret,
	       struct pawl_error *err)
{
	const char *command = memory_printf(&cli->memory, "git -C %s %s -- %s",
					    quoted(cli, at->folder), what, quoted(cli, at->what));
	const char *parent =
		strcmp(at->folder, ".") == 0 ? "" : memory_printf(&cli->memory, "%s/", at->folder);
	char *line = NULL;
	size_t room = 0;
	ssize_t n;
	int status;
	FILE *f;

	/* GIT_DIR names a repository that no folder above tells of. */
	if (getenv("GIT_DIR") == NULL && !lint_in_work_tree(at->folder)) {
		cli_fail(err, PAWL_E_USAGE, "\"%s\" is in no git work tree", at->folder);
		cli_hint(err, "--since asks git which files have changed: name the files instead");
		return PAWL_E_USAGE;
	}
	f = popen(command, "re");
	if (f == NULL)
		return cli_fail(err, PAWL_E_FILE, "could not start git: %s", strerror(errno));
	while (ret->len < FILES_MAX && (n = getdelim(&line, &room, '\0', f)) > 0)
		if (n > 5 && strcmp(line + strlen(line) - 4, ".sql") == 0)
			ret->v[ret->len++] = memory_printf(&cli->memory, "%s%s", parent, line);
	free(line);
	status = pclose(f);
	if (status == 0)
		return 0;
	cli_fail(err, PAWL_E_USAGE, "git could not tell what has changed in \"%s\"", at->folder);
	cli_hint(err, "--since takes a commit, branch or tag of the repository that the migrations "
		      "are in");
	return PAWL_E_USAGE;
}

int lint_since(struct cli *cli, const char *ref, const char *const **ret, size_t *ret_len,
	       struct pawl_error *err)
{
	const struct setting_values *dirs = &cli->settings.values[SETTING_DIR];
	struct found found = {memory_alloc(&cli->memory, FILES_MAX * sizeof(char *)), 0};
	int rc = 0;

	if (ref[0] == '-')
		return cli_fail(err, PAWL_E_USAGE, "\"%s\" is no commit", ref);
	for (size_t i = 0; rc == 0 && i < (dirs->len == 0 ? 1 : dirs->len); i++) {
		const struct place at =
			find_place(cli, dirs->len == 0 ? "migrations" : dirs->v[i].text);

		rc = ask(cli, &at,
			 memory_printf(&cli->memory,
				       "diff --name-only --relative -z --diff-filter=d %s",
				       quoted(cli, ref)),
			 &found, err);
		if (rc == 0)
			rc = ask(cli, &at, "ls-files --others --exclude-standard -z", &found, err);
	}
	*ret = found.v;
	*ret_len = found.len;
	return rc;
}
