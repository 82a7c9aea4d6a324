/* SPDX-License-Identifier: Apache-2.0 */
/* git is asked as a program: it alone knows where its data lies. */
#include "lint_since.h"

#include "fail.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

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

static const char *folders(struct cli *cli)
{
	const struct setting_values *dirs = &cli->settings.values[SETTING_DIR];
	const char *ret = dirs->len == 0 ? "migrations" : "";

	for (size_t i = 0; i < dirs->len; i++)
		ret = memory_printf(&cli->memory, "%s %s", ret, quoted(cli, dirs->v[i].text));
	return ret;
}

static int ask(struct cli *cli, const char *command, struct found *ret, struct pawl_error *err)
{
	char *line = NULL;
	size_t room = 0;
	ssize_t n;
	int status;
	FILE *f = popen(command, "re");

	if (f == NULL)
		return cli_fail(err, PAWL_E_FILE, "could not start git: %s", strerror(errno));
	while (ret->len < FILES_MAX && (n = getdelim(&line, &room, '\0', f)) > 0)
		if (n > 5 && strcmp(line + strlen(line) - 4, ".sql") == 0)
			ret->v[ret->len++] = memory_copy(&cli->memory, line);
	free(line);
	status = pclose(f);
	if (status == 0)
		return 0;
	cli_fail(err, PAWL_E_USAGE, "git could not tell what has changed");
	cli_hint(err, "--since takes a commit, branch or tag of the repository that the migrations "
		      "are in");
	return PAWL_E_USAGE;
}

int lint_since(struct cli *cli, const char *ref, const char *const **ret, size_t *ret_len,
	       struct pawl_error *err)
{
	struct found found = {memory_alloc(&cli->memory, FILES_MAX * sizeof(char *)), 0};
	const char *where = folders(cli);
	int rc;

	if (ref[0] == '-')
		return cli_fail(err, PAWL_E_USAGE, "\"%s\" is no commit", ref);
	rc = ask(cli,
		 memory_printf(&cli->memory,
			       "git diff --name-only --relative -z --diff-filter=d %s -- %s",
			       quoted(cli, ref), where),
		 &found, err);
	if (rc == 0)
		rc = ask(cli,
			 memory_printf(&cli->memory,
				       "git ls-files --others --exclude-standard -z -- %s", where),
			 &found, err);
	*ret = found.v;
	*ret_len = found.len;
	return rc;
}
