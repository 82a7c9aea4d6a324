/* SPDX-License-Identifier: Apache-2.0 */
/*
 * SQLite's spelling: names without case, several kinds of quotes, and a
 * canonical form of expressions, since the engine keeps what the author wrote
 * and prints nothing back. Two texts with the same canonical form mean the same.
 */
#ifndef DIALECT_SQLITE_TEXT_H
#define DIALECT_SQLITE_TEXT_H

#include "base/buf.h"
#include "base/map.h"
#include "sql/lexer.h"

/* The tokens of a text that mean something; a LEX_END stands behind the last. */
struct tokens {
	struct lex_token *v;
	size_t len;
	bool commented; /* there were comments between them */
};

/* A run of tokens: from to, but not including, to. */
struct range {
	size_t from, to;
};

/* The names that what stands in double quotes may be. */
struct known {
	const char *const *columns; /* of one table; its rowid is known as well */
	size_t len;
	const struct map *all; /* or folded names, of a whole schema */
};

extern const struct lex_rules sqlite_lex;

struct tokens lite_tokens(struct arena *a, const char *sql);

/* t is that one character. */
bool lite_is(const struct lex_token *t, char c);

/* Behind the parenthesis that closes the one at open; t->len if none does. */
size_t lite_close(const struct tokens *t, size_t open);

/* The text of a run as it was written, in the arena. */
const char *lite_source(const struct tokens *t, struct range r, struct arena *a);

/* In small ASCII letters: what SQLite compares names by. */
const char *lite_fold(struct arena *a, const char *name);
/* In capital ASCII letters; NULL stays NULL. */
const char *lite_capitals(struct arena *a, const char *s);

/* The name that a word, a quoted name or a string stands for. */
const char *lite_name(const struct lex_token *t, struct arena *a);

/* Append a name, in quotes where it needs them. */
void lite_add_name(struct buf *b, const char *name);

/*
 * The canonical form of a run: one blank at most between tokens, reserved words
 * in capitals, all other words in small letters, quotes only where needed, no
 * parentheses around the whole. "x" is a name if it is known, else it may be a
 * string in wrong quotes and stays as it is.
 */
const char *lite_canonical(const struct tokens *t, struct range r, const struct known *known,
			   struct arena *a);

/* The same run without the parentheses around it. */
struct range lite_bare(const struct tokens *t, struct range r);

#endif
