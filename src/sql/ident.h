/* SPDX-License-Identifier: Apache-2.0 */
/* Identifiers and literals: quoting and unquoting. */
#ifndef SQL_IDENT_H
#define SQL_IDENT_H

#include "base/buf.h"

#include <stdbool.h>

/* Append name in quote characters (" or `), doubled where it contains them. */
void ident_quote(struct buf *b, char quote, const char *name);

/* The name that a LEX_QUOTED or LEX_WORD token stands for, in the arena, case as written. */
char *ident_unquote(struct arena *a, const char *text, size_t len);

/* Append text as '...'; backslashes are doubled as well where they escape. NULL gives NULL. */
void ident_literal(struct buf *b, const char *text, bool backslash_escapes);

#endif
