/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The global options: where each value comes from and which one is in force.
 * The same table serves the command line, the environment and pawl.ini.
 */
#ifndef CLI_SETTINGS_H
#define CLI_SETTINGS_H

#include "memory.h"

#include <pawl/error.h>

#include <stdbool.h>
#include <stddef.h>

enum setting_id {
	SETTING_URL,
	SETTING_DIR,
	SETTING_ENV,
	SETTING_CONFIG,
	SETTING_LAYOUT,
	SETTING_DIALECT,
	SETTING_HISTORY,
	SETTING_HISTORY_TABLE,
	SETTING_HISTORY_SCHEMA,
	SETTING_SESSION,
	SETTING_LOAD_EXTENSION,
	SETTING_SCHEMA,
	SETTING_SCRATCH_URL,
	SETTING_ENDPOINT_URL,
	SETTING_EXCLUDE,
	SETTING_LINT_IGNORE,
	SETTING_LINT_ENABLE,
	SETTING_VAR,
	SETTING_OUT_OF_ORDER,
	SETTING_DUPLICATES,
	SETTING_LOCK_TIMEOUT,
	SETTING_LOCK_RETRIES,
	SETTING_CANCEL_BLOCKERS,
	SETTING_STATEMENT_TIMEOUT,
	SETTING_WAIT,
	SETTING_CONNECT_TIMEOUT,
	SETTING_APPLIED_BY,
	SETTING_BACKUP,
	SETTING_BACKUP_DIR,
	SETTING_BACKUP_KEEP,
	SETTING_JSON,
	SETTING_VERBOSE,
	SETTING_QUIET,
	SETTING_COLOR,
	SETTING_LOG_FORMAT,
	SETTING_DEBUG,
	SETTING_CHDIR,
	SETTING_HELP,
	SETTING_VERSION,
	SETTING_COUNT
};

/* Who says so; a higher one beats a lower one. */
enum setting_rank {
	RANK_DEFAULT,
	RANK_FILE,     /* [pawl] */
	RANK_FILE_ENV, /* [env NAME] */
	RANK_DOTENV,
	RANK_ENVIRONMENT,
	RANK_FLAG
};

struct setting {
	const char *name;
	const char *arg;     /* NULL: a flag */
	const char *initial; /* the default, for people; NULL if there is none */
	const char *help;
	char letter;       /* 0: none */
	bool in_file;      /* may stand in pawl.ini, and as PAWL_<NAME> in the environment */
	bool list;         /* may be given several times */
	bool path;         /* relative to the file it stands in */
	const char *alone; /* the value of the option alone, which takes one behind "=" only */
};

extern const struct setting settings_table[SETTING_COUNT];

struct setting_value {
	const char *text;
	const char *origin; /* "--url", "PAWL_URL", "pawl.ini:3" */
	const char *file;   /* NULL: not from a file */
	unsigned long line;
};

struct setting_values {
	struct setting_value *v;
	size_t len;
	enum setting_rank rank;
};

/* A variable of [vars] or --var, or a hook. */
struct named_value {
	const char *name;
	struct setting_value value;
	enum setting_rank rank;
};

enum hook_id {
	HOOK_BEFORE_UP,
	HOOK_AFTER_UP,
	HOOK_BEFORE_EACH,
	HOOK_AFTER_EACH,
	HOOK_AFTER_FAILURE,
	HOOK_COUNT
};

extern const char *const hook_names[HOOK_COUNT];

struct settings {
	struct memory *memory;
	struct setting_values values[SETTING_COUNT];
	struct named_value *vars;
	size_t vars_len;
	struct setting_value hooks[HOOK_COUNT]; /* text NULL: none */
	const char *config_file;                /* that was read; NULL: none was found */
};

/*
 * Add a value: it replaces those of a lower rank, is ignored beside a higher one,
 * and at the same rank joins a list or takes the last one's place.
 */
void settings_add(struct settings *s, enum setting_id id, enum setting_rank rank,
		  const struct setting_value *value);

/* NAME=VALUE of --var or var; the name must be one that ${name} can hold. */
int settings_add_var(struct settings *s, const char *text, enum setting_rank rank,
		     const struct setting_value *from, struct pawl_error *err);
void settings_set_var(struct settings *s, const char *name, enum setting_rank rank,
		      const struct setting_value *value);

/* The value in force, NULL if none was given. */
const struct setting_value *settings_value(const struct settings *s, enum setting_id id);
const char *settings_text(const struct settings *s, enum setting_id id);
bool settings_flag(const struct settings *s, enum setting_id id);

/* The setting of that name, '-' and '_' being alike in it; SETTING_COUNT if there is none. */
enum setting_id settings_find(const char *name);

/* "bad value" errors: a usage error for flags and variables, a place in the file otherwise. */
int settings_bad(const struct setting_value *value, struct pawl_error *err, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/* PAWL_<NAME> and DATABASE_URL. */
void settings_read_environment(struct settings *s);

/* One of "a|b|c" in words? Else an error that names the nearest. */
int settings_check_word(const struct setting_value *value, const char *name, const char *words,
			struct pawl_error *err);

#endif
