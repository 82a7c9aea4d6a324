/* SPDX-License-Identifier: Apache-2.0 */
/*
 * inih cuts the lines, this file gives them a meaning. inih reports neither line
 * numbers nor empty sections in Debian's build, so the reader that feeds it keeps
 * count and notes the sections. Indented lines are plain lines here, not
 * continuations, and ';' inside a value belongs to it: hooks are shell commands.
 */
#include "config.h"

#include "clean.h"
#include "fail.h"
#include "value.h"

#include <ctype.h>
#include <errno.h>
#include <ini.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { LINE_MAX_BYTES = 64 << 10, ENTRIES_MAX = 4096, NAME_BYTES = 50 };

struct entry {
	const char *section, *key, *value;
	unsigned long line;
};

struct reader {
	FILE *f;
	struct settings *s;
	const char *file, *folder;
	unsigned long line;
	struct entry *entries;
	size_t len;
	const char **environments; /* the names of the [env NAME] sections */
	size_t environments_len;
	struct pawl_error *err;
	int rc;
};

static int fault(struct reader *r, unsigned long line, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
static int fault(struct reader *r, unsigned long line, const char *fmt, ...)
{
	char text[512];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	if (r->rc != 0)
		return r->rc;
	r->rc = cli_fail(r->err, PAWL_E_CONFIG, "%s", text);
	cli_place(r->err, r->file, line);
	return r->rc;
}

/* "env dev" -> "dev"; NULL for another section. */
static const char *environment_of(const char *section)
{
	if (strncmp(section, "env", 3) != 0 || !isspace((unsigned char)section[3]))
		return NULL;
	section += 4;
	while (isspace((unsigned char)*section))
		section++;
	return *section == '\0' ? NULL : section;
}

static void note_section(struct reader *r, const char *line)
{
	static const char *const known[] = {"pawl", "vars", "hooks", "env"};
	const char *name = memory_slice(r->s->memory, line + 1, strcspn(line + 1, "]\r\n"));
	const char *nearest;

	if (strchr(line, ']') == NULL) {
		fault(r, r->line, "the section [%s has no closing ]", name);
		return;
	}

	if (strlen(name) >= NAME_BYTES) {
		fault(r, r->line, "the name of this section is too long");
	} else if (environment_of(name) != NULL) {
		r->environments[r->environments_len++] = environment_of(name);
	} else if (strcmp(name, "env") == 0) {
		fault(r, r->line, "section [env] needs a name: [env dev]");
	} else if (strcmp(name, "pawl") != 0 && strcmp(name, "vars") != 0 &&
		   strcmp(name, "hooks") != 0) {
		nearest = value_nearest(name, known, 4);
		if (nearest != NULL)
			fault(r, r->line, "unknown section [%s]; did you mean [%s]?", name,
			      nearest);
		else
			fault(r, r->line,
			      "unknown section [%s]; known are [pawl], [env NAME], [vars] and "
			      "[hooks]",
			      name);
	}
}

/* For inih: the next line, without the blanks before it. */
static char *next_line(char *buf, int size, void *data)
{
	struct reader *r = data;
	size_t blanks;

	if (r->rc != 0 || fgets(buf, size, r->f) == NULL)
		return NULL;
	r->line++;
	if (strlen(buf) + 1 == (size_t)size && buf[size - 2] != '\n') {
		fault(r, r->line, "this line is longer than %d bytes", size - 2);
		return NULL;
	}
	if (r->line == 1 && strncmp(buf, "\xef\xbb\xbf", 3) == 0)
		memmove(buf, buf + 3, strlen(buf + 3) + 1);
	blanks = strspn(buf, " \t");
	memmove(buf, buf + blanks, strlen(buf + blanks) + 1);
	if (r->environments_len == ENTRIES_MAX) {
		fault(r, r->line, "more than %d sections", ENTRIES_MAX);
		return NULL;
	}
	if (buf[0] == '[')
		note_section(r, buf);
	return r->rc != 0 ? NULL : buf;
}

static int take_entry(void *data, const char *section, const char *key, const char *value)
{
	struct reader *r = data;

	if (r->rc != 0)
		return 1;
	if (section[0] == '\0')
		fault(r, r->line, "setting \"%s\" stands before the first section; add [pawl]",
		      key);
	else if (key[0] == '\0')
		fault(r, r->line, "there is no name before \"=\"");
	else if (r->len == ENTRIES_MAX)
		fault(r, r->line, "more than %d settings", ENTRIES_MAX);
	else if (strlen(key) >= NAME_BYTES - 1)
		fault(r, r->line, "the name of this setting is too long");
	else
		r->entries[r->len++] = (struct entry){memory_copy(r->s->memory, section),
						      memory_copy(r->s->memory, key),
						      memory_copy(r->s->memory, value), r->line};
	return 1;
}

static int unknown_key(struct reader *r, const struct entry *e, const char *const *known, size_t n)
{
	char *word = memory_copy(r->s->memory, e->key), *nearest;
	const char *found;
	bool underscores = strchr(word, '_') != NULL;

	for (char *c = word; *c != '\0'; c++)
		*c = *c == '_' ? '-' : *c;
	found = value_nearest(word, known, n);
	if (found == NULL)
		return fault(r, e->line, "unknown setting \"%s\" in [%s]", e->key, e->section);
	nearest = memory_copy(r->s->memory, found);
	for (char *c = nearest; underscores && *c != '\0'; c++)
		*c = *c == '-' ? '_' : *c;
	return fault(r, e->line, "unknown setting \"%s\" in [%s]; did you mean %s?", e->key,
		     e->section, nearest);
}

static struct setting_value value_at(struct reader *r, const struct entry *e)
{
	const char *origin = memory_printf(r->s->memory, "%s:%lu", r->file, e->line);

	return (struct setting_value){e->value, origin, r->file, e->line};
}

/*
 * ${NAME} of the environment, in URLs alone: a password need not stand in the file.
 * Only the URL in force is expanded, so that other environments' variables may be missing.
 */
static int expand(struct reader *r, struct setting_value *url)
{
	const char *out = "", *p = url->text;

	while (*p != '\0') {
		const char *var = strstr(p, "${"), *end = var == NULL ? NULL : strchr(var, '}');
		const char *name, *value;

		if (end == NULL)
			break;
		name = memory_slice(r->s->memory, var + 2, (size_t)(end - var - 2));
		value = getenv(name);
		if (value == NULL)
			return fault(r, url->line, "environment variable \"%s\" is not set", name);
		out = memory_printf(r->s->memory, "%s%.*s%s", out, (int)(var - p), p, value);
		p = end + 1;
	}
	url->text =
		path_url_in(r->s->memory, r->folder, memory_printf(r->s->memory, "%s%s", out, p));
	return 0;
}

static int take_setting(struct reader *r, const struct entry *e, enum setting_rank rank)
{
	const char *known[SETTING_COUNT];
	size_t n = 0;
	enum setting_id id = settings_find(e->key);
	struct setting_value value = value_at(r, e);
	const struct setting_values *before;

	for (size_t i = 0; i < SETTING_COUNT; i++)
		if (settings_table[i].in_file)
			known[n++] = settings_table[i].name;
	if (id == SETTING_COUNT || !settings_table[id].in_file)
		return unknown_key(r, e, known, n);
	if (e->value[0] == '\0')
		return fault(r, e->line, "setting \"%s\" has no value", e->key);
	if (id == SETTING_ENV && rank == RANK_FILE_ENV)
		return fault(r, e->line, "setting \"env\" cannot stand in [%s]", e->section);
	if (id == SETTING_VAR)
		return r->rc = settings_add_var(r->s, e->value, rank, &value, r->err);
	before = &r->s->values[id];
	if (before->len > 0 && before->rank == rank && !settings_table[id].list)
		return fault(r, e->line, "setting \"%s\" is given twice, first in line %lu", e->key,
			     before->v[0].line);
	if (settings_table[id].path && !value_is_source(value.text))
		value.text = path_in(r->s->memory, r->folder, value.text);
	settings_add(r->s, id, rank, &value);
	return 0;
}

static int take_hook(struct reader *r, const struct entry *e)
{
	struct setting_value value = value_at(r, e);
	size_t len = strlen(e->value);
	char *key = memory_copy(r->s->memory, e->key);

	for (char *c = key; *c != '\0'; c++)
		*c = *c == '_' ? '-' : *c;
	for (size_t i = 0; i < HOOK_COUNT; i++) {
		if (strcmp(key, hook_names[i]) != 0)
			continue;
		if (r->s->hooks[i].text != NULL)
			return fault(r, e->line, "hook \"%s\" is given twice, first in line %lu",
				     e->key, r->s->hooks[i].line);
		if (len == 0)
			return fault(r, e->line, "hook \"%s\" has no value", e->key);
		if (len > 4 && strcmp(e->value + len - 4, ".sql") == 0 &&
		    strpbrk(e->value, " \t|&;<>()$`") == NULL)
			value.text = path_in(r->s->memory, r->folder, e->value);
		r->s->hooks[i] = value;
		return 0;
	}
	return unknown_key(r, e, hook_names, HOOK_COUNT);
}

static int check_environment(struct reader *r)
{
	const struct setting_value *env = settings_value(r->s, SETTING_ENV);
	const char *nearest;

	if (env == NULL || r->environments_len == 0)
		return 0;
	for (size_t i = 0; i < r->environments_len; i++)
		if (strcmp(r->environments[i], env->text) == 0)
			return 0;
	nearest = value_nearest(env->text, r->environments, r->environments_len);
	if (nearest != NULL)
		return fault(r, 0, "there is no section [env %s]; did you mean %s?", env->text,
			     nearest);
	return fault(r, 0, "there is no section [env %s]", env->text);
}

/* [pawl] first, for it may name the environment; then that environment's own section. */
static int take_entries(struct reader *r)
{
	const char *env, *name;
	static const enum setting_id urls[] = {SETTING_URL, SETTING_SCRATCH_URL};

	for (size_t i = 0; r->rc == 0 && i < r->len; i++) {
		struct entry *e = &r->entries[i];
		struct setting_value value = value_at(r, e);

		if (strcmp(e->section, "pawl") == 0)
			take_setting(r, e, RANK_FILE);
		else if (strcmp(e->section, "hooks") == 0)
			take_hook(r, e);
		else if (strcmp(e->section, "vars") == 0)
			r->rc = settings_add_var(
				r->s, memory_printf(r->s->memory, "%s=%s", e->key, e->value),
				RANK_FILE, &value, r->err);
	}
	if (r->rc != 0 || check_environment(r) != 0)
		return r->rc;
	env = settings_text(r->s, SETTING_ENV);
	for (size_t i = 0; r->rc == 0 && i < r->len; i++) {
		name = environment_of(r->entries[i].section);
		if (name != NULL && env != NULL && strcmp(name, env) == 0)
			take_setting(r, &r->entries[i], RANK_FILE_ENV);
		else if (name != NULL && settings_find(r->entries[i].key) == SETTING_COUNT)
			take_setting(r, &r->entries[i], RANK_FILE_ENV);
	}
	for (size_t i = 0; r->rc == 0 && i < sizeof(urls) / sizeof(urls[0]); i++) {
		const struct setting_values *url = &r->s->values[urls[i]];

		if (url->len > 0 && url->rank <= RANK_FILE_ENV)
			expand(r, &url->v[0]);
	}
	return r->rc;
}

static int read_ini(struct settings *s, const char *file, const char *folder,
		    struct pawl_error *err)
{
	struct reader r = {.s = s, .file = file, .folder = folder, .err = err};
	struct stat st;
	int bad;

	r.f = fopen(file, "re");
	if (r.f == NULL || fstat(fileno(r.f), &st) != 0 || !S_ISREG(st.st_mode)) {
		r.rc = cli_fail(err, PAWL_E_CONFIG, "cannot read the configuration: %s",
				r.f == NULL ? strerror(errno) : "it is not a file");
		cli_place(err, file, 0);
		if (r.f != NULL)
			fclose(r.f);
		return r.rc;
	}
	r.entries = memory_alloc(s->memory, ENTRIES_MAX * sizeof(*r.entries));
	r.environments = memory_alloc(s->memory, ENTRIES_MAX * sizeof(*r.environments));
	ini_use_stack = false;
	ini_max_line = LINE_MAX_BYTES;
	ini_initial_alloc = LINE_MAX_BYTES;
	ini_allow_multiline = false;
	ini_allow_inline_comments = false;
	bad = ini_parse_stream(next_line, &r, take_entry, &r);
	fclose(r.f);
	if (bad > 0 && r.rc == 0)
		fault(&r, (unsigned long)bad, "this is neither a [section] nor a NAME = VALUE");
	return r.rc != 0 ? r.rc : take_entries(&r);
}

static bool same_folder(const struct stat *a, const struct stat *b)
{
	return a->st_dev == b->st_dev && a->st_ino == b->st_ino;
}

/* "pawl.ini", "../pawl.ini", ...: the first that exists; NULL for none up to the root. */
static const char *find_ini(struct memory *m)
{
	const char *folder = "";
	struct stat here, above, st;

	for (;;) {
		const char *file = memory_printf(m, "%spawl.ini", folder);
		const char *parent = memory_printf(m, "%s../", folder);

		if (stat(file, &st) == 0 && S_ISREG(st.st_mode))
			return file;
		if (stat(folder[0] == '\0' ? "." : folder, &here) != 0 ||
		    stat(parent, &above) != 0 || same_folder(&here, &above))
			return NULL;
		folder = parent;
	}
}

int config_load(struct settings *s, struct pawl_error *err)
{
	const char *file, *folder = "", *slash;
	int rc = 0;

	settings_read_environment(s);
	file = settings_text(s, SETTING_CONFIG);
	if (file == NULL)
		file = find_ini(s->memory);
	if (file != NULL) {
		slash = strrchr(file, '/');
		if (slash != NULL)
			folder = memory_slice(s->memory, file, (size_t)(slash + 1 - file));
		s->config_file = file;
	}
	if (s->values[SETTING_URL].rank < RANK_DOTENV)
		rc = dotenv_read(s, folder, err);
	return rc == 0 && file != NULL ? read_ini(s, file, folder, err) : rc;
}
