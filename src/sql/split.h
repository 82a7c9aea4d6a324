/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A stream of SQL text into statements with their places.
 *
 *	source (bytes) -> splitter -> statement, statement, ... [copy data] ...
 *
 * Memory grows with the longest statement only: text is valid until the next
 * call. The rules are those of each engine's own client (psql, sqlite3,
 * mariadb); see split.c.
 */
#ifndef SQL_SPLIT_H
#define SQL_SPLIT_H

#include "base/buf.h"
#include "sql/lexer.h"

#include <stdint.h>

/* The longest statement that is taken, in bytes. */
enum { SPLIT_LONGEST = 1 << 30 };

/*
 * Where the bytes come from: fill data with up to size bytes, *ret_len 0 at the
 * end of the text. Returns 0 or a PAWL_E_*.
 */
struct split_source {
	int (*read)(void *ctx, char *data, size_t size, size_t *ret_len, struct pawl_error *err);
	void *ctx;
	const char *name;   /* for errors; borrowed */
	uint64_t offset;    /* of the first byte in its file */
	unsigned long line; /* of the first byte, 1-based; 0 counts as 1 */
};

/* A text in memory as a source: .read = split_read_text, .ctx = a struct split_text. */
struct split_text {
	const char *at;
	size_t left; /* bytes */
};

int split_read_text(void *ctx, char *data, size_t size, size_t *ret_len, struct pawl_error *err);

struct statement {
	const char *text; /* from the first token to the last, no terminator; text[len] == '\0' */
	size_t len;
	uint64_t start;             /* offset of the first byte in the file (a BOM counts) */
	unsigned long line, column; /* 1-based; column in bytes */
	bool copy_data; /* COPY ... FROM stdin: read its data next with split_copy_data() */
	bool compound;  /* holds a ';' of its own (stored program) */
};

struct splitter;

/* rules and source->name are borrowed. */
int split_open(const struct lex_rules *rules, const struct split_source *source,
	       struct splitter **ret, struct pawl_error *err);
void split_close(struct splitter *sp);

static inline void cleanup_splitter(struct splitter **sp)
{
	split_close(*sp);
}
#define _cleanup_splitter_ __attribute__((cleanup(cleanup_splitter)))

/*
 * The next statement; *ret_more is false at the end. Empty statements are
 * passed over, and so are the client's own DELIMITER and \restrict lines. Copy
 * data that was not read is skipped. PAWL_E_SYNTAX where a quote, comment or
 * dollar quote is never closed (at the place where it opened), for a psql
 * meta-command, and for a NUL byte.
 */
int split_next(struct splitter *sp, struct statement *ret, bool *ret_more, struct pawl_error *err);

/*
 * The next piece of copy data after a statement with copy_data: whole lines,
 * without the final "\.". *ret_more is false when the data has ended.
 */
int split_copy_data(struct splitter *sp, const char **ret, size_t *ret_len, bool *ret_more,
		    struct pawl_error *err);

#endif
