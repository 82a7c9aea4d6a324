/* SPDX-License-Identifier: Apache-2.0 */
#include "golden.h"

#include "base/file.h"

#include <stdlib.h>
#include <string.h>

enum { LONGEST = 16 << 20 };

static int read_text(const char *dir, const char *name, const char *missing, struct arena *a,
		     const char **ret, struct pawl_error *err)
{
	const char *path = file_join(a, dir, name);
	char *text;
	size_t len;
	int rc;

	*ret = missing;
	if (!file_exists(path))
		return 0;
	rc = file_read_all(path, LONGEST, a, &text, &len, err);
	if (rc == 0)
		*ret = text;
	return rc;
}

/* "16", "10.11", "3.35.0" as struct db_info counts: PostgreSQL's minor version comes last. */
static int version_of(const char *text)
{
	char *end;
	long v = strtol(text, &end, 10) * 10000;

	if (*end == '.')
		v += strtol(end + 1, &end, 10) * 100;
	if (*end == '.')
		v += strtol(end + 1, &end, 10);
	return (int)v;
}

static const char *behind(const char *line, const char *word)
{
	size_t len = strlen(word);

	return strncmp(line, word, len) == 0 ? line + len : NULL;
}

static int read_option(struct golden_case *c, const char *line, struct pawl_error *err)
{
	const char *rest;

	if (strcmp(line, "concurrent") == 0)
		c->concurrent = true;
	else if (strcmp(line, "grants") == 0)
		c->grants = true;
	else if (strcmp(line, "owners") == 0)
		c->owners = true;
	else if (strcmp(line, "setup = no") == 0)
		c->setup = false;
	else if ((rest = behind(line, "refused down ")) != NULL)
		c->refused_down = rest;
	else if ((rest = behind(line, "refused ")) != NULL)
		c->refused = rest;
	else if ((rest = behind(line, "loss ")) != NULL)
		c->loss = rest;
	else if ((rest = behind(line, "product ")) != NULL)
		c->product = rest;
	else if ((rest = behind(line, "engine>=")) != NULL)
		c->version = version_of(rest);
	else if (*line != '\0' && *line != '#')
		return fail(err, PAWL_E_CONFIG, "unknown line \"%s\" in \"%s/options\"", line,
			    c->dir);
	return 0;
}

static int read_options(struct golden_case *c, struct arena *a, struct pawl_error *err)
{
	const char *text;
	char *copy, *line, *rest;
	int rc = read_text(c->dir, "options", "", a, &text, err);

	copy = arena_strdup(a, rc == 0 ? text : "");
	for (line = strtok_r(copy, "\n", &rest); rc == 0 && line != NULL;
	     line = strtok_r(NULL, "\n", &rest))
		rc = read_option(c, line, err);
	return rc;
}

int golden_case_read(const char *dir, struct arena *a, struct golden_case *ret,
		     struct pawl_error *err)
{
	int rc;

	*ret = (struct golden_case){.dir = dir, .name = file_base(dir), .setup = true};
	rc = read_text(dir, "before.sql", "", a, &ret->before, err);
	if (rc == 0)
		rc = read_text(dir, "after.sql", "", a, &ret->after, err);
	if (rc == 0)
		rc = read_text(dir, "expected.sql", NULL, a, &ret->expected, err);
	if (rc == 0)
		rc = read_text(dir, "expected.down.sql", NULL, a, &ret->expected_down, err);
	if (rc == 0)
		rc = read_options(ret, a, err);
	return rc;
}
