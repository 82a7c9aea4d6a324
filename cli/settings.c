/* SPDX-License-Identifier: Apache-2.0 */
#include "settings.h"

#include "clean.h"
#include "fail.h"
#include "value.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define IN_FILE .in_file = true

/* clang-format off */
const struct setting settings_table[SETTING_COUNT] = {
	[SETTING_URL] = {"url", "URL", NULL, "the database", IN_FILE},
	[SETTING_DIR] = {"dir", "DIR", "migrations", "folder of migrations; may be repeated",
		IN_FILE, .list = true, .path = true},
	[SETTING_ENV] = {"env", "NAME", NULL, "environment: [env NAME] and pawl:env", IN_FILE},
	[SETTING_CONFIG] = {"config", "FILE", NULL, "read FILE instead of searching pawl.ini"},
	[SETTING_LAYOUT] = {"layout", "NAME", "auto", "how files are named", IN_FILE},
	[SETTING_DIALECT] = {"dialect", "NAME", NULL, "sqlite, postgres or mysql, without a URL", IN_FILE},
	[SETTING_HISTORY] = {"history", "own|keep", "own", "pawl's table, or the folder's tool's", IN_FILE},
	[SETTING_HISTORY_TABLE] = {"history-table", "NAME", "_migrations", "table of what is applied", IN_FILE},
	[SETTING_HISTORY_SCHEMA] = {"history-schema", "NAME", NULL, "schema of that table", IN_FILE},
	[SETTING_SESSION] = {"session", "FILE", NULL, "SQL to run on every connection first",
		IN_FILE, .path = true},
	[SETTING_LOAD_EXTENSION] = {"load-extension", "FILE", NULL, "load into SQLite; may be repeated",
		IN_FILE, .list = true, .path = true},
	[SETTING_SCHEMA] = {"schema", "SOURCE", NULL, "the declared schema: DDL files, or cmd:...",
		IN_FILE, .path = true},
	[SETTING_SCRATCH_URL] = {"scratch-url", "URL", NULL, "where scratch databases may be made", IN_FILE},
	[SETTING_ENDPOINT_URL] = {"endpoint-url", "URL", NULL, "where the RDS Data API answers", IN_FILE},
	[SETTING_EXCLUDE] = {"exclude", "NAMES", NULL, "no part of the schema: a, b_*; may be repeated",
		IN_FILE, .list = true},
	[SETTING_LINT_IGNORE] = {"lint-ignore", "RULES", NULL, "lint without these; may be repeated",
		IN_FILE, .list = true},
	[SETTING_LINT_ENABLE] = {"lint-enable", "RULES", NULL, "lint with these rules as well",
		IN_FILE, .list = true},
	[SETTING_VAR] = {"var", "NAME=VALUE", NULL, "value of ${NAME}; may be repeated", IN_FILE, .list = true},
	[SETTING_OUT_OF_ORDER] = {"out-of-order", "refuse|apply", "refuse",
		"pending files older than applied ones", IN_FILE},
	[SETTING_DUPLICATES] = {"duplicates", "refuse|apply", "refuse", "two migrations of one number",
		IN_FILE},
	[SETTING_LOCK_TIMEOUT] = {"lock-timeout", "DURATION", "3s", "of each statement; or off", IN_FILE},
	[SETTING_LOCK_RETRIES] = {"lock-retries", "N", "10", "tries after a lock timeout", IN_FILE},
	[SETTING_CANCEL_BLOCKERS] = {"cancel-blockers", "DURATION", "off", "end who blocks a statement so long",
		IN_FILE, .alone = "10s"},
	[SETTING_STATEMENT_TIMEOUT] = {"statement-timeout", "DURATION", "off", "of each statement", IN_FILE},
	[SETTING_WAIT] = {"wait", "DURATION", "forever", "for another pawl; 0 gives up at once", IN_FILE},
	[SETTING_CONNECT_TIMEOUT] = {"connect-timeout", "DURATION", "10s", "to reach the server", IN_FILE},
	[SETTING_APPLIED_BY] = {"applied-by", "TEXT", "user@host", "who, for the history", IN_FILE},
	[SETTING_BACKUP] = {"backup", "auto|always|never", "never", "one before up, down and redo", IN_FILE},
	[SETTING_BACKUP_DIR] = {"backup-dir", "DIR", "backups", "folder of backups", IN_FILE, .path = true},
	[SETTING_BACKUP_KEEP] = {"backup-keep", "N", "5", "backups of a database to keep; 0: all", IN_FILE},
	[SETTING_JSON] = {"json", NULL, NULL, "one JSON document on standard output"},
	[SETTING_VERBOSE] = {"verbose", NULL, NULL, "statements and times on standard error", .letter = 'v'},
	[SETTING_QUIET] = {"quiet", NULL, NULL, "warnings and errors alone on standard error", .letter = 'q'},
	[SETTING_COLOR] = {"color", "auto|always|never", "auto", "colour; NO_COLOR is obeyed", IN_FILE},
	[SETTING_LOG_FORMAT] = {"log-format", "text|json", "text", "what goes to standard error", IN_FILE},
	[SETTING_DEBUG] = {"debug", NULL, NULL, "errors tell where in pawl they arose"},
	[SETTING_CHDIR] = {"chdir", "DIR", NULL, "work in DIR", .letter = 'C'},
	[SETTING_HELP] = {"help", NULL, NULL, "this help", .letter = 'h'},
	[SETTING_VERSION] = {"version", NULL, NULL, "pawl's version", .letter = 'V'},
};
/* clang-format on */

const char *const hook_names[HOOK_COUNT] = {
	"before-up", "after-up", "before-each", "after-each", "after-failure",
};

static void *grow(struct memory *m, const void *old, size_t len, size_t size)
{
	void *new = memory_alloc(m, (len + 1) * size);

	if (len > 0)
		memcpy(new, old, len * size);
	return new;
}

void settings_add(struct settings *s, enum setting_id id, enum setting_rank rank,
		  const struct setting_value *value)
{
	struct setting_values *values = &s->values[id];

	if (rank < values->rank)
		return;
	if (rank > values->rank || !settings_table[id].list)
		values->len = 0;
	values->rank = rank;
	values->v = grow(s->memory, values->v, values->len, sizeof(*values->v));
	values->v[values->len++] = *value;
}

void settings_set_var(struct settings *s, const char *name, enum setting_rank rank,
		      const struct setting_value *value)
{
	struct named_value new = {memory_copy(s->memory, name), *value, rank};

	for (size_t i = 0; i < s->vars_len; i++) {
		if (strcmp(s->vars[i].name, name) == 0) {
			if (rank >= s->vars[i].rank)
				s->vars[i] = new;
			return;
		}
	}
	s->vars = grow(s->memory, s->vars, s->vars_len, sizeof(*s->vars));
	s->vars[s->vars_len++] = new;
}

static bool is_name(const char *s, size_t len)
{
	if (len == 0 || isdigit((unsigned char)s[0]))
		return false;
	/* The others occur in Flyway's names. */
	for (size_t i = 0; i < len; i++)
		if (!isalnum((unsigned char)s[i]) && strchr("_-.:", s[i]) == NULL)
			return false;
	return true;
}

int settings_add_var(struct settings *s, const char *text, enum setting_rank rank,
		     const struct setting_value *from, struct pawl_error *err)
{
	size_t len = strcspn(text, "=");
	struct setting_value value = *from;

	if (text[len] != '=')
		return settings_bad(from, err, "variable \"%s\" has no value: write NAME=VALUE",
				    text);
	if (!is_name(text, len))
		return settings_bad(
			from, err,
			"\"%.*s\" is no name of a variable: letters, digits and _-.: only",
			(int)len, text);
	value.text = memory_copy(s->memory, text + len + 1);
	settings_set_var(s, memory_slice(s->memory, text, len), rank, &value);
	return 0;
}

const struct setting_value *settings_value(const struct settings *s, enum setting_id id)
{
	return s->values[id].len == 0 ? NULL : &s->values[id].v[0];
}

const char *settings_text(const struct settings *s, enum setting_id id)
{
	return s->values[id].len == 0 ? NULL : s->values[id].v[0].text;
}

bool settings_flag(const struct settings *s, enum setting_id id)
{
	return s->values[id].len > 0;
}

static bool alike(const char *name, const char *word)
{
	for (; *name != '\0' && (*name == *word || (*name == '-' && *word == '_')); name++)
		word++;
	return *name == '\0' && *word == '\0';
}

enum setting_id settings_find(const char *name)
{
	for (unsigned i = 0; i < SETTING_COUNT; i++)
		if (alike(settings_table[i].name, name))
			return (enum setting_id)i;
	return SETTING_COUNT;
}

int settings_bad(const struct setting_value *value, struct pawl_error *err, const char *fmt, ...)
{
	char text[512];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	if (value->file == NULL && value->origin == NULL)
		return cli_fail(err, PAWL_E_USAGE, "%s", text);
	if (value->file == NULL)
		return cli_fail(err, PAWL_E_USAGE, "%s: %s", value->origin, text);
	cli_fail(err, PAWL_E_CONFIG, "%s", text);
	cli_place(err, value->file, value->line);
	return PAWL_E_CONFIG;
}

static const char *environment_name(struct settings *s, const char *setting)
{
	char *name = memory_printf(s->memory, "PAWL_%s", setting);

	for (char *c = name; *c != '\0'; c++)
		*c = *c == '-' ? '_' : (char)toupper((unsigned char)*c);
	return name;
}

static bool add_variable(struct settings *s, enum setting_id id, const char *variable)
{
	const char *text = getenv(variable);

	if (text == NULL || text[0] == '\0')
		return false;
	settings_add(s, id, RANK_ENVIRONMENT,
		     &(struct setting_value){memory_copy(s->memory, text), variable, NULL, 0});
	return true;
}

void settings_read_environment(struct settings *s)
{
	for (unsigned i = 0; i < SETTING_COUNT; i++) {
		enum setting_id id = (enum setting_id)i;

		if ((!settings_table[i].in_file && id != SETTING_CONFIG) || id == SETTING_VAR)
			continue;
		if (!add_variable(s, id, environment_name(s, settings_table[i].name)) &&
		    id == SETTING_URL)
			add_variable(s, id, "DATABASE_URL");
	}
}

int settings_check_word(const struct setting_value *value, const char *name, const char *words,
			struct pawl_error *err)
{
	size_t len = strlen(value->text);

	for (const char *p = words; *p != '\0';) {
		size_t n = strcspn(p, "|");

		if (n == len && strncmp(p, value->text, n) == 0)
			return 0;
		p += n + (p[n] == '|');
	}
	return settings_bad(value, err, "\"%s\" is no value for %s, which takes %s", value->text,
			    name, words);
}
