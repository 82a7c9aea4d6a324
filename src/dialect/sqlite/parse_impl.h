/* SPDX-License-Identifier: Apache-2.0 */
/* Between parse.c (indexes, views, triggers, keys) and parse_table.c: a place in the tokens. */
#ifndef DIALECT_SQLITE_PARSE_IMPL_H
#define DIALECT_SQLITE_PARSE_IMPL_H

#include "base/vec.h"
#include "dialect/sqlite/parse.h"

struct cursor {
	struct arena *a;
	const struct tokens *t;
	size_t at;
};

/* The token at the cursor, a LEX_END behind the last. */
const struct lex_token *cursor_token(const struct cursor *c);

/* Past the word (in capitals) or the character, if it is there. */
bool cursor_take(struct cursor *c, const char *word);
bool cursor_take_char(struct cursor *c, char ch);
/* Past both words, or none of them. */
bool cursor_take2(struct cursor *c, const char *one, const char *two);

/* Past a name; NULL if there is none. */
const char *cursor_name(struct cursor *c);
/* Past "name" or "schema.name"; the last. */
const char *cursor_qualified(struct cursor *c);

/* Past "(...)"; *ret is what is inside. False if there is none. */
bool cursor_parens(struct cursor *c, struct range *ret);

/* Past CREATE and the words up to the one of the kind, IF NOT EXISTS too. */
bool cursor_create(struct cursor *c, const char *kind);

/* The comma-separated items of a range. */
void cursor_parts(struct cursor *c, struct range r, struct parts *ret);

#endif
