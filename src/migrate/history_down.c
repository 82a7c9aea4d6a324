/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A down script may be longer than a statement that goes over an API. The row is
 * written with its beginning then, and the rest is appended by statements of its
 * own, in the same transaction.
 */
#include "migrate/history_impl.h"

#include <string.h>

/* Quoting may make it twice as long, and the rest of the statement wants room. */
enum { SHARE = 3 };

/* How much of the text goes into one statement, cut between characters. */
static size_t part_of(const struct work *w, const char *text)
{
	size_t longest = w->db == NULL ? 0 : db_driver(w->db)->statement_longest / SHARE;
	size_t len = strlen(text);

	if (longest == 0 || len <= longest)
		return len;
	for (len = longest; len > 0 && ((unsigned char)text[len] & 0xc0) == 0x80;)
		len--;
	return len;
}

const char *history_down_literal(const struct work *w, struct buf *b, const char *separator,
				 const char *down_sql)
{
	_cleanup_buf_ struct buf part = {0};
	size_t len = down_sql == NULL ? 0 : part_of(w, down_sql);

	if (down_sql == NULL || down_sql[len] == '\0') {
		add_literal(w, b, separator, down_sql);
		return "";
	}
	buf_add(&part, down_sql, len);
	add_literal(w, b, separator, buf_str(&part));
	return down_sql + len;
}

void history_down_rest(const struct work *w, struct buf *b, const char *filename, const char *rest)
{
	while (*rest != '\0') {
		buf_addc(b, '\0');
		buf_printf(b, "UPDATE %s SET down_sql = concat(down_sql", w->table.quoted);
		rest = history_down_literal(w, b, ", ", rest);
		add_literal(w, b, ") WHERE filename = ", filename);
	}
}
