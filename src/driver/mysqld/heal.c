/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a statement that was cut off has left. MariaDB's and MySQL 8's DDL is
 * atomic for one object: it happened if the catalog differs from before. A DROP
 * of several is done one by one; the rest of it is dropped here.
 *
 * RENAME TABLE a TO b, c TO d undoes itself when it fails, and since MariaDB
 * 10.6 and MySQL 8 also when the server dies half-way. On older servers a crash
 * in the middle of such a chain is not told from its end.
 *
 * The server goes on with an ALTER after its client has gone, so heal first
 * looks whether it still runs.
 */
#include "driver/mysqld/mysqld.h"

#include "base/cleanup.h"
#include "base/clock.h"
#include "base/text.h"

#include <string.h>

enum { TRIES = 20, PAUSE_MS = 50 };

/*
 * The number of the connection that runs it, NULL if none does. One that came through
 * the RDS Data API has a comment in front.
 */
static int find_running(struct mysqld *my, const char *sql, size_t len, struct arena *a,
			const char **ret, struct pawl_error *err)
{
	struct db_param param = {.text = sql, .len = len};
	struct db_rows rows;
	int r = mysqld_query(my,
			     "SELECT ID FROM information_schema.PROCESSLIST WHERE ID <> "
			     "CONNECTION_ID() AND DB <=> DATABASE() AND LEFT(IF(INFO LIKE '/*pawl "
			     "%', SUBSTRING(INFO, LOCATE('*/ ', INFO) + 3), INFO), 1000) = LEFT(?, "
			     "1000) LIMIT 1",
			     &param, 1, a, &rows, err);

	if (r == 0)
		*ret = rows.rows == 0 ? NULL : mysqld_cell(&rows, 0, 0);
	return r;
}

static int check_running(struct mysqld *my, const char *sql, size_t len, struct pawl_error *err)
{
	_cleanup_arena_ struct arena a = {0};
	const char *id = NULL;
	int r;

	/* One that has just ended is listed a moment longer. */
	for (int i = 0; i < TRIES; i++) {
		r = find_running(my, sql, len, &a, &id, err);
		if (r != 0 || id == NULL)
			return r;
		clock_sleep_ms(PAUSE_MS);
	}
	fail(err, PAWL_E_LOCKED, "the interrupted statement still runs on connection %s", id);
	hint(err, "wait for it, or end it with KILL %s, then run again", id);
	return PAWL_E_LOCKED;
}

static const char *skip_blank(const char *s)
{
	return s + strspn(s, " \t\r\n");
}

/* Behind the word, NULL if another one stands there. */
static const char *take_word(const char *s, const char *word)
{
	size_t n = strlen(word);

	s = skip_blank(s);
	return strncasecmp(s, word, n) == 0 && strchr(" \t\r\n`", s[n]) != NULL && s[n] != '\0'
		       ? s + n
		       : NULL;
}

/* DROP kind [IF EXISTS] list -> DROP kind IF EXISTS list. False if it is written otherwise. */
static bool if_exists(const char *sql, const char *kind, struct buf *b, bool *ret_had)
{
	const char *rest = take_word(sql, "DROP"), *behind;

	if (rest == NULL)
		return false;
	behind = take_word(rest, "TEMPORARY");
	if (behind != NULL)
		rest = behind;
	rest = take_word(rest, kind);
	if (rest == NULL)
		return false;
	behind = take_word(rest, "IF");
	*ret_had = behind != NULL;
	if (behind != NULL)
		rest = take_word(behind, "EXISTS");
	if (rest == NULL)
		return false;
	buf_printf(b, "DROP %s IF EXISTS %s", kind, rest);
	return true;
}

static bool is_state(const char *print, size_t n, const char *state)
{
	size_t len;
	const char *s = mysqld_fingerprint_state(print, n, &len);

	return s != NULL && len == strlen(state) && memcmp(s, state, len) == 0;
}

static bool has_state(const char *print, const char *state)
{
	size_t len;

	for (size_t i = 0; mysqld_fingerprint_state(print, i, &len) != NULL; i++)
		if (is_state(print, i, state))
			return true;
	return false;
}

/* *ret_done is true when all it names is gone and nothing was missing from the start. */
static int drop_rest(struct mysqld *my, const char *sql, const char *kind, const char *before,
		     bool *ret_done, struct pawl_error *err)
{
	_cleanup_buf_ struct buf b = {0};
	bool had = false;
	int r;

	if (!if_exists(sql, kind, &b, &had) || (!had && has_state(before, "absent")))
		return 0;
	r = mysqld_exec(my, b.data, b.len, NULL, err);
	if (r == 0)
		*ret_done = true;
	/* What keeps the rest from being dropped has been told by the statement itself. */
	if (r == PAWL_E_SQL) {
		error_reset(err);
		return 0;
	}
	return r;
}

int mysqld_heal(void *conn, const struct stmt_class *cls, const char *sql, size_t len,
		const char *before, bool *ret_done, struct pawl_error *err)
{
	_cleanup_arena_ struct arena a = {0};
	struct mysqld *my = conn;
	const char *now = "";
	bool done = false;
	int r = check_running(my, sql, len, err);

	if (r == 0)
		r = mysqld_fingerprint(my, cls, sql, len, &a, &now, err);
	if (r != 0)
		return r;
	if (strcmp(now, before) == 0 || has_state(now, "unknown") || has_state(before, "unknown"))
		done = false;
	else if (text_starts(cls->kind, "drop ") && (cls->objects_len > 1 || cls->more_objects) &&
		 strcmp(cls->objects[1].kind, cls->objects[0].kind) == 0)
		r = drop_rest(my, sql, cls->kind + strlen("drop "), before, &done, err);
	else
		done = true;
	if (r == 0)
		*ret_done = done;
	return r;
}
