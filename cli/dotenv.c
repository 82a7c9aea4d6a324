/* SPDX-License-Identifier: Apache-2.0 */
/*
 * .env holds variables of all kinds; only PAWL_URL and DATABASE_URL are taken,
 * and lines that pawl does not understand are somebody else's. Accepted: KEY=VALUE,
 * "export" before it, single and double quotes (with \n, \" and \\ in the
 * latter), and comments behind a blank.
 */
#include "config.h"
#include "fail.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static char *skip_blanks(char *p)
{
	while (*p == ' ' || *p == '\t')
		p++;
	return p;
}

/* The value at p, unquoted in place. NULL for a quote that does not end on its line. */
static char *read_value(char *p)
{
	char quote = *p, *out = p, *start = p;

	if (quote != '\'' && quote != '"') {
		size_t len = 0;

		while (p[len] != '\0' &&
		       !(p[len] == '#' && len > 0 && isspace((unsigned char)p[len - 1])))
			len++;
		while (len > 0 && isspace((unsigned char)p[len - 1]))
			len--;
		p[len] = '\0';
		return start;
	}
	for (p++; *p != quote; p++) {
		if (*p == '\0')
			return NULL;
		if (quote == '"' && *p == '\\' && p[1] != '\0')
			*out++ = *++p == 'n' ? '\n' : *p;
		else
			*out++ = *p;
	}
	*out = '\0';
	return start;
}

/* The value of a line that sets variable; NULL for every other line. */
static char *value_of(char *line, const char *variable)
{
	char *p = skip_blanks(line);
	size_t len = strlen(variable);

	if (strncmp(p, "export", 6) == 0 && (p[6] == ' ' || p[6] == '\t'))
		p = skip_blanks(p + 6);
	if (strncmp(p, variable, len) != 0)
		return NULL;
	p = skip_blanks(p + len);
	return *p == '=' ? skip_blanks(p + 1) : NULL;
}

static int take(struct settings *s, const char *folder, char *text, const char *file,
		unsigned long line, struct pawl_error *err)
{
	char *value = read_value(text);

	if (value == NULL) {
		cli_fail(err, PAWL_E_CONFIG, "a quote is not closed");
		cli_place(err, file, line);
		return PAWL_E_CONFIG;
	}
	if (value[0] == '\0')
		return 0;
	settings_add(s, SETTING_URL, RANK_DOTENV,
		     &(struct setting_value){
			     path_url_in(s->memory, folder, memory_copy(s->memory, value)),
			     memory_printf(s->memory, "%s:%lu", file, line), file, line});
	return 0;
}

static int read_lines(struct settings *s, const char *folder, FILE *f, const char *file,
		      const char *variable, struct pawl_error *err)
{
	char *line = NULL;
	size_t size = 0;
	unsigned long number = 0;
	int rc = 0;

	while (rc == 0 && getline(&line, &size, f) >= 0) {
		char *value;

		number++;
		line[strcspn(line, "\r\n")] = '\0';
		value = value_of(line, variable);
		if (value != NULL)
			rc = take(s, folder, value, file, number, err);
	}
	free(line);
	return rc;
}

int dotenv_read(struct settings *s, const char *folder, struct pawl_error *err)
{
	static const char *const variables[] = {"DATABASE_URL", "PAWL_URL"};
	const char *file = memory_printf(s->memory, "%s.env", folder);
	struct stat st;
	FILE *f;
	int rc = 0;

	/* A folder or a pipe of that name is not the file that is meant. */
	if (stat(file, &st) != 0 || !S_ISREG(st.st_mode))
		return 0;
	f = fopen(file, "re");
	if (f == NULL) {
		cli_fail(err, PAWL_E_FILE, "cannot read: %s", strerror(errno));
		cli_place(err, file, 0);
		return PAWL_E_FILE;
	}
	/* The later one wins, so PAWL_URL is looked for last. */
	for (size_t i = 0; rc == 0 && i < sizeof(variables) / sizeof(variables[0]); i++) {
		rewind(f);
		rc = read_lines(s, folder, f, file, variables[i], err);
	}
	fclose(f);
	return rc;
}
