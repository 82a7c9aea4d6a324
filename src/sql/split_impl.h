/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the parts of the splitter share:
 *
 *	split_read.c    the window on the stream, places, errors
 *	split_client.c  between statements: blanks, comments, the client's commands
 *	split_scan.c    inside a statement: from its first token to its end
 *	split.c         the public calls, and copy data
 *
 * All positions are indexes into the window, buf[0..len); buf[len] is always
 * '\0', so that a scan by byte class stops there by itself. Only split_more()
 * moves the window; it keeps everything from `keep` on, and moves the positions
 * that stand in the struct. Hence no function holds a pointer, or an index of
 * its own, across it.
 */
#ifndef SQL_SPLIT_IMPL_H
#define SQL_SPLIT_IMPL_H

#include "base/error.h"
#include "sql/compound.h"
#include "sql/split.h"

enum {
	SPLIT_FIRST = 8 << 10,   /* the window at first */
	SPLIT_CHUNK = 128 << 10, /* half of it later on */
	SPLIT_DELIMITER = 15,    /* the longest that the mysql client takes */
};

enum split_copy { COPY_NONE, COPY_BEHIND_STATEMENT, COPY_DATA };

struct splitter {
	const struct lex_rules *rules;
	struct split_source source;
	struct pawl_error *err; /* of the running call */
	int status;             /* of the running call: 0, or what failed */

	char *buf;
	size_t cap, len;
	size_t pos;    /* the next byte to look at */
	size_t keep;   /* the first byte that is still needed */
	uint64_t base; /* offset of buf[0] in the file */
	bool eof, nul; /* nothing behind len, there because of a NUL byte */

	uint64_t counted, line_start; /* file offsets */
	unsigned long line;           /* of counted */

	/* The statement. */
	bool inside;
	size_t first;    /* its first byte */
	size_t open;     /* the token that is being read */
	size_t barrier;  /* end of the last quote or comment: words do not reach across */
	size_t segment;  /* end of the last comment */
	size_t last;     /* end of its last token as far as known */
	bool semicolon;  /* it holds a ';' of its own */
	bool executable; /* in an executable comment, which opened at executable_open */
	size_t executable_open;
	struct compound compound;

	const unsigned char *table; /* plain or words */
	unsigned char classes[256]; /* as lex_classes() has them */
	unsigned char words[256];   /* stops at everything but blanks */
	unsigned char plain[256];   /* stops only at what can end or hide a statement's end */
	char delimiter[SPLIT_DELIMITER + 1];
	size_t delimiter_len;
	bool backslashes; /* standard_conforming_strings was set off */

	bool cut; /* buf[cut_at] holds a '\0' for the caller in place of cut_byte */
	size_t cut_at;
	char cut_byte;
	enum split_copy copy;
};

/* Read on; false at the end of the text or when status was set. */
bool split_more(struct splitter *sp);

/* The text is used up to its end: an error if a NUL byte ended it. */
void split_end(struct splitter *sp);

/* True if n bytes stand at pos, after reading on where needed. */
bool split_has(struct splitter *sp, size_t n);

/* The index of the end of the line that pos stands in (its '\n' or the end of the text). */
size_t split_line_end(struct splitter *sp, size_t from);

/* Line and column of an index that is not before the last one asked for. */
void split_place(struct splitter *sp, size_t index, unsigned long *line, unsigned long *column);

/* Set status to PAWL_E_SYNTAX at the place of index, with a hint. The first error wins. */
void split_fail(struct splitter *sp, size_t index, const char *advice, const char *fmt, ...)
	PRINTF(4, 5);

/* Tables for the delimiter in force. */
void split_set_delimiter(struct splitter *sp, const char *text, size_t len);

/* True if the client's delimiter stands at pos. */
bool split_at_delimiter(struct splitter *sp);

/* Past a comment that opens at pos. */
void split_line_comment(struct splitter *sp);
void split_block_comment(struct splitter *sp);

/*
 * To the first token of the next statement; false at the end of the text. A
 * line that is a statement without a terminator (the mysql client's USE) is
 * taken whole: *ret_done.
 */
bool split_to_statement(struct splitter *sp, bool *ret_done);

/* From the first token to behind the terminator; false if the client drops the statement (\c). */
bool split_scan(struct splitter *sp);

/* The client's backslash command at pos, in the mysql client. False if it ends the statement. */
bool split_mysql_backslash(struct splitter *sp, bool *ret_drop);

/* Refuse the psql meta-command at pos. */
void split_refuse_meta(struct splitter *sp);

#endif
