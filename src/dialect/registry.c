/* SPDX-License-Identifier: Apache-2.0 */
#include "dialect/backends.h"

#include "base/text.h"

#include <string.h>

static const struct dialect *const dialects[] = {&dialect_sqlite, &dialect_postgres,
						 &dialect_mysql};

enum { DIALECTS = sizeof(dialects) / sizeof(*dialects) };

static bool has(const char *const *names, const char *name)
{
	for (; *names != NULL; names++)
		if (text_equal_nocase(*names, name))
			return true;
	return false;
}

const struct dialect *dialect_find(const char *name)
{
	for (size_t i = 0; i < DIALECTS; i++) {
		const struct dialect *d = dialects[i];

		if (text_equal_nocase(d->name, name) || has(d->aliases, name) ||
		    has(d->schemes, name))
			return d;
	}
	return NULL;
}

const struct dialect *const *dialect_all(size_t *ret_len)
{
	*ret_len = DIALECTS;
	return dialects;
}

void dialect_name(const struct dialect *d, struct buf *b, const char *schema, const char *name)
{
	if (schema != NULL) {
		ident_quote(b, d->quote, schema);
		buf_addc(b, '.');
	}
	ident_quote(b, d->quote, name);
}

void dialect_literal(const struct dialect *d, struct buf *b, const char *text)
{
	ident_literal(b, text, d->lex->backslash_escapes);
}
