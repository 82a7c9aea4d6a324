/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What in SQL files is dangerous, and the safe way. Needs no database unless
 * what is pending is asked for.
 */
#ifndef PAWL_LINT_H
#define PAWL_LINT_H

#include <pawl/session.h>

#ifdef __cplusplus
extern "C" {
#endif

enum pawl_level { PAWL_LEVEL_NOTE = 0, PAWL_LEVEL_WARNING, PAWL_LEVEL_ERROR };

/* "note", "warning", "error". Static storage. */
PAWL_API const char *pawl_level_name(enum pawl_level level);

struct pawl_lint_options {
	size_t size;
	/*
	 * SQL files, "-" for standard input. Those of the session's folders are judged
	 * knowing the migrations before them; a file of a way back is passed over. None:
	 * every migration on its own, or with pending those that are not applied yet.
	 */
	const char *const *files;
	size_t files_len;
	int pending;
	const char *const *ignore; /* rules or classes that are off */
	size_t ignore_len;
	const char *const *enable; /* rules or classes that are on beside the usual ones; "all" */
	size_t enable_len;
	const char *server;   /* "14", "mariadb 10.6", "mysql 8.0"; NULL: a current one */
	const char *baseline; /* file of known findings; NULL: none */
	/*
	 * Files alone. Else statements are also tried on a scratch database, of SQLite
	 * and where a URL names a server of MariaDB or MySQL, and a database that the
	 * session names tells which tables are there and which of them are empty.
	 */
	int offline;
};

struct pawl_finding {
	const char *rule, *class_name; /* "drop-table", "data" */
	enum pawl_level level;
	const char *file;
	unsigned long line, column, end_line, end_column; /* 1-based; the end is behind it */
	const char *text;                                 /* the line */
	const char *message;                              /* what happens */
	const char *why, *safe;
	const char *fingerprint; /* stays while the statement does */
	int fixable;
	int applied; /* it could be mended, but the file is applied, or finished by pawl.sum */
};

struct pawl_lint_report {
	const struct pawl_finding *findings;
	size_t len;
	size_t errors, warnings, notes;
	size_t files, statements;
	size_t allowed; /* by pawl:allow */
	size_t known;   /* by the baseline */
	const char *dialect;
};

PAWL_API int pawl_lint(struct pawl_session *s, const struct pawl_lint_options *o,
		       struct pawl_lint_report **ret, struct pawl_error *err);
PAWL_API void pawl_lint_free(struct pawl_lint_report *report);

/* The file's text before and after its findings were mended; both NULL if none can be. */
PAWL_API void pawl_lint_fix(const struct pawl_lint_report *report, const char *file,
			    const char **ret_before, const char **ret_after);

/* Replace a file by such a text in one step. */
PAWL_API int pawl_lint_write(const char *file, const char *text, struct pawl_error *err);

/* The findings as a baseline file. Lives as long as the report. */
PAWL_API const char *pawl_lint_baseline(const struct pawl_lint_report *report);

struct pawl_lint_rule {
	const char *id, *class_name;
	enum pawl_level level;
	const char *engines;  /* "PostgreSQL, MariaDB/MySQL, SQLite" */
	const char *versions; /* "" for all */
	int is_default;
	const char *summary, *why, *safe;
};

/* All rules; *ret_len entries of static storage. */
PAWL_API const struct pawl_lint_rule *pawl_lint_rules(size_t *ret_len);

#ifdef __cplusplus
}
#endif
#endif
