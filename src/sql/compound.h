/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where a statement that holds ';' of its own ends: stored programs. Fed with
 * the statement's words and punctuation by the splitter, outside of quotes and
 * comments. Each engine has its own grammar, so there are three small machines.
 */
#ifndef SQL_COMPOUND_H
#define SQL_COMPOUND_H

#include "sql/lexer.h"

/* The deepest nesting of BEGIN, IF, CASE, ... that is taken. */
enum { COMPOUND_DEEPEST = 500 };

struct compound {
	enum lex_compound kind;
	bool watching;    /* words still matter */
	bool too_deep;    /* more than COMPOUND_DEEPEST: the statement cannot be split */
	unsigned state;   /* of the machine */
	unsigned prev;    /* the token before, as the machine classes it */
	unsigned parens;  /* open parentheses */
	unsigned depth;   /* open blocks */
	unsigned routine; /* MySQL: state of a package's member */
	unsigned char block[COMPOUND_DEEPEST];
};

/* At the start of a statement. */
void compound_start(struct compound *c, enum lex_compound kind);

/* A bare word, a quoted name or literal, and any other character (';' and parentheses too). */
void compound_word(struct compound *c, const char *text, size_t len);
void compound_quoted(struct compound *c);
void compound_char(struct compound *c, char ch);

/* True if a ';' here would be inside. */
bool compound_is_open(const struct compound *c);

#endif
