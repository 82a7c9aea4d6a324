/* SPDX-License-Identifier: Apache-2.0 */
#include "sql/ident.h"

#include <string.h>

static void add_doubled(struct buf *b, const char *text, const char *doubled)
{
	for (size_t n; *text != '\0'; text += n) {
		n = strcspn(text, doubled);
		if (n == 0) {
			buf_addc(b, *text);
			n = 1;
		}
		buf_add(b, text, n);
	}
}

void ident_quote(struct buf *b, char quote, const char *name)
{
	char doubled[2] = {quote, '\0'};

	buf_addc(b, quote);
	add_doubled(b, name, doubled);
	buf_addc(b, quote);
}

char *ident_unquote(struct arena *a, const char *text, size_t len)
{
	char quote, *ret = arena_strndup(a, text, len), *out = ret;

	/* U&"...": its escapes are left as they are. */
	if (len > 3 && (text[0] | 0x20) == 'u' && text[1] == '&') {
		text += 2;
		len -= 2;
	}
	quote = len == 0 ? '\0' : text[0];
	if (len < 2 || strchr("\"`['", quote) == NULL)
		return ret;
	for (size_t i = 1; i + 1 < len; i++) {
		*out++ = text[i];
		if (text[i] == quote && quote != '[' && text[i + 1] == quote)
			i++;
	}
	*out = '\0';
	return ret;
}

void ident_literal(struct buf *b, const char *text, bool backslash_escapes)
{
	if (text == NULL) {
		buf_adds(b, "NULL");
		return;
	}
	buf_addc(b, '\'');
	add_doubled(b, text, backslash_escapes ? "'\\" : "'");
	buf_addc(b, '\'');
}
