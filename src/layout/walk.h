/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A walk over the tokens of an SQL text, to tell whether a place in it lies
 * inside a literal, a comment, COPY data or the body of a stored program.
 * Memory grows with the longest token, not with the text.
 */
#ifndef LAYOUT_WALK_H
#define LAYOUT_WALK_H

#include "base/buf.h"
#include "sql/compound.h"

#include <stdint.h>

/* Up to size bytes from offset on; *ret_len is 0 at the end of the text. */
typedef int (*walk_read_fn)(void *ctx, uint64_t offset, char *data, size_t size, size_t *ret_len,
			    struct pawl_error *err);

struct walk {
	const struct lex_rules *rules;
	walk_read_fn read;
	void *ctx;

	struct buf window; /* bytes of the text, from base on */
	uint64_t base;
	size_t at; /* in window: the next token */
	bool ended;

	unsigned long line; /* 1-based, of the next token */
	unsigned long code; /* line of the first token that is no blank or comment; 0: none yet */

	/* The statement so far. */
	struct compound compound;
	size_t words;
	bool copy, from_stdin;
	bool in_copy;    /* the next line is COPY data */
	bool in_command; /* the rest of the line is psql's */
};

/* rules is borrowed. Give back with walk_done(). */
void walk_init(struct walk *w, const struct lex_rules *rules, walk_read_fn read, void *ctx);
void walk_done(struct walk *w);

/*
 * Walk on to offset, which must not lie behind the walk. *ret_free is true if
 * a token may begin there: outside of literals, comments, COPY data and
 * bodies. w->line is then its line.
 */
int walk_to(struct walk *w, uint64_t offset, bool *ret_free, struct pawl_error *err);

#define _cleanup_walk_ __attribute__((cleanup(walk_done)))

#endif
