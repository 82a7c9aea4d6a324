/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Parameters become literals on this side: one round trip instead of the three
 * of a prepared statement. Plain ASCII without a backslash stands in quotes,
 * which every sql_mode and every character set reads alike; all else is a hex
 * literal with an introducer. So nothing depends on knowing the session, which
 * a migration may have changed.
 */
#include "driver/mysqld/mysqld.h"

#include <string.h>

static bool is_plain(const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if ((unsigned char)s[i] >= 0x7f || s[i] == '\\' || s[i] == '\0')
			return false;
	return true;
}

static void add_hex(struct buf *b, const char *s, size_t len)
{
	static const char digits[] = "0123456789abcdef";

	buf_reserve(b, len * 2 + 16);
	buf_adds(b, "_utf8mb4 x'");
	for (size_t i = 0; i < len; i++) {
		unsigned char ch = (unsigned char)s[i];

		buf_addc(b, digits[ch >> 4]);
		buf_addc(b, digits[ch & 15]);
	}
	buf_addc(b, '\'');
}

void mysqld_literal(struct buf *b, const char *text, size_t len)
{
	if (text == NULL) {
		buf_adds(b, "NULL");
		return;
	}
	if (!is_plain(text, len)) {
		add_hex(b, text, len);
		return;
	}
	buf_addc(b, '\'');
	for (const char *end = text + len; text < end;) {
		const char *quote = memchr(text, '\'', (size_t)(end - text));
		size_t part = quote == NULL ? (size_t)(end - text) : (size_t)(quote - text) + 1;

		buf_add(b, text, part);
		if (quote != NULL)
			buf_addc(b, '\'');
		text += part;
	}
	buf_addc(b, '\'');
}

/* Behind a quoted text or a comment that starts at s; s itself if neither does. */
static const char *skip_quoted(const char *s)
{
	const char *end;

	if (*s == '\'' || *s == '"' || *s == '`') {
		end = strchr(s + 1, *s);
	} else if (s[0] == '-' && s[1] == '-') {
		end = strchr(s, '\n');
	} else if (s[0] == '/' && s[1] == '*') {
		end = strstr(s + 2, "*/");
		end = end == NULL ? NULL : end + 1;
	} else {
		return s;
	}
	return end == NULL ? s + strlen(s) : end + 1;
}

int mysqld_expand_by(const char *sql, const struct mysqld_places *places, struct buf *b,
		     struct pawl_error *err)
{
	size_t used = 0;

	while (*sql != '\0') {
		const char *next = skip_quoted(sql);

		if (next == sql && *sql == '?' && used < places->len) {
			places->add(b, places->data, used);
			used++;
			sql++;
			continue;
		}
		if (next == sql)
			next = sql + 1;
		buf_add(b, sql, (size_t)(next - sql));
		sql = next;
	}
	if (used != places->len)
		return fail(err, PAWL_E_BUG, "%zu parameters for %zu places", places->len, used);
	return 0;
}

static void add_value(struct buf *b, const void *data, size_t i)
{
	const struct db_param *params = data;

	mysqld_literal(b, params[i].text, params[i].len);
}

int mysqld_expand(const char *sql, const struct db_param *params, size_t n, struct buf *b,
		  struct pawl_error *err)
{
	return mysqld_expand_by(sql, &(struct mysqld_places){add_value, params, n}, b, err);
}
