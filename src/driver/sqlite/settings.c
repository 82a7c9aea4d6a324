/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Only PRAGMA and ATTACH change a connection's settings, so a run without them
 * pays one look at the first word of each statement. The values after open are
 * read when the first such statement comes, and set again by reset.
 *
 * Not reset: what is stored in the file (journal_mode, user_version, ...) and
 * temporary tables.
 */
#include "driver/sqlite/conn.h"

#include <assert.h>
#include <stdio.h>
#include <strings.h>

static const char *const settings[SETTINGS] = {
	"foreign_keys",         "defer_foreign_keys",
	"recursive_triggers",   "legacy_alter_table",
	"writable_schema",      "ignore_check_constraints",
	"query_only",           "synchronous",
	"cache_size",           "reverse_unordered_selects",
	"trusted_schema",       "cell_size_check",
	"automatic_index",      "full_column_names",
	"short_column_names",   "secure_delete",
	"checkpoint_fullfsync",
};

/* The first character that is neither blank nor in a comment. */
static const char *first_word(const char *p)
{
	for (;;) {
		p += strspn(p, " \t\r\n\f;");
		if (p[0] == '-' && p[1] == '-') {
			p += strcspn(p, "\n");
		} else if (p[0] == '/' && p[1] == '*') {
			const char *stop = strstr(p + 2, "*/");

			p = stop == NULL ? p + strlen(p) : stop + 2;
		} else {
			return p;
		}
	}
}

void settings_watch(struct conn *c, const char *sql)
{
	const char *word = first_word(sql);
	char read[64];

	if (strncasecmp(word, "PRAGMA", 6) != 0 && strncasecmp(word, "ATTACH", 6) != 0 &&
	    strncasecmp(word, "DETACH", 6) != 0)
		return;
	c->settings_changed = true;
	for (size_t i = 0; !c->settings_known && i < SETTINGS; i++) {
		snprintf(read, sizeof(read), "PRAGMA %s", settings[i]);
		if (conn_number(c, read, &c->settings[i], NULL) != 0)
			return; /* the statement itself will say what is wrong */
	}
	c->settings_known = true;
}

static int detach_all(struct conn *c, struct pawl_error *err)
{
	_cleanup_stmt_ sqlite3_stmt *list = NULL;
	struct arena scratch = {0};
	VEC(char *) commands = {0};
	int rc = conn_prepare(c, "SELECT name FROM pragma_database_list WHERE seq > 1", &list, err);

	while (rc == 0 && sqlite3_step(list) == SQLITE_ROW) {
		char *sql = sqlite3_mprintf("DETACH \"%w\"", sqlite3_column_text(list, 0));

		*vec_push(&commands, &scratch) = arena_strdup(&scratch, sql);
		sqlite3_free(sql);
	}
	sqlite3_finalize(list);
	list = NULL;
	for (size_t i = 0; rc == 0 && i < commands.len; i++)
		rc = conn_run(c, commands.v[i], err);
	arena_done(&scratch);
	return rc;
}

int settings_reset(void *conn, struct pawl_error *err)
{
	struct conn *c = conn;
	char set[96];
	int rc;

	if (!c->settings_changed)
		return 0;
	assert(sqlite3_get_autocommit(c->db));
	wait_start(c);
	rc = detach_all(c, err);
	for (size_t i = 0; rc == 0 && c->settings_known && i < SETTINGS; i++) {
		snprintf(set, sizeof(set), "PRAGMA %s = %lld", settings[i],
			 (long long)c->settings[i]);
		rc = conn_run(c, set, err);
	}
	/* These two cannot be read; PRAGMA busy_timeout replaces our handler. */
	if (rc == 0)
		rc = conn_run(c, "PRAGMA case_sensitive_like = 0", err);
	if (rc == 0)
		rc = conn_run(c, "PRAGMA locking_mode = NORMAL", err);
	wait_install(c);
	c->settings_changed = rc != 0;
	return rc;
}
