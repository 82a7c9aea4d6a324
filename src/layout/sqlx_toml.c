/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Two keys of the table [migrate] count here: ignored-chars, a list of strings of one
 * character each, and table-name.
 * (github.com/launchbadge/sqlx, sqlx-core/src/config/migrate.rs; toml.io, v1.0.0)
 */
#include "layout/sqlx_toml.h"

#include "base/buf.h"
#include "base/file.h"
#include "base/text.h"
#include "base/vec.h"
#include "layout/keys.h"
#include "layout/sections.h"

#include <stdlib.h>
#include <string.h>

#define NAME "sqlx.toml"

enum { LONGEST = 1 << 20 };

struct characters {
	const char **v;
	size_t len, cap;
};

static void put_utf8(struct buf *b, unsigned long c)
{
	if (c < 0x80) {
		buf_addc(b, (char)c);
		return;
	}
	if (c < 0x800) {
		buf_addc(b, (char)(0xc0 | c >> 6));
	} else if (c < 0x10000) {
		buf_addc(b, (char)(0xe0 | c >> 12));
		buf_addc(b, (char)(0x80 | (c >> 6 & 0x3f)));
	} else {
		buf_addc(b, (char)(0xf0 | (c >> 18 & 7)));
		buf_addc(b, (char)(0x80 | (c >> 12 & 0x3f)));
		buf_addc(b, (char)(0x80 | (c >> 6 & 0x3f)));
	}
	buf_addc(b, (char)(0x80 | (c & 0x3f)));
}

/* What stands behind a backslash; the place behind it. */
static const char *take_escape(const char *p, struct buf *b, struct arena *a)
{
	static const char letters[] = "btnfr", meant[] = "\b\t\n\f\r";
	const char *letter = *p == '\0' ? NULL : strchr(letters, *p);
	size_t digits = *p == 'u' ? 4 : *p == 'U' ? 8 : 0;

	if (*p == '\0')
		return p;
	if (digits != 0 && strspn(p + 1, "0123456789abcdefABCDEF") >= digits) {
		put_utf8(b, strtoul(arena_strndup(a, p + 1, digits), NULL, 16));
		return p + 1 + digits;
	}
	buf_addc(b, letter == NULL ? *p : meant[letter - letters]);
	return p + 1;
}

/* A string from its quote on; the place behind it. */
static const char *take_string(const char *p, struct arena *a, struct characters *ret)
{
	_cleanup_buf_ struct buf b = {0};
	char quote = *p++;

	while (*p != '\0' && *p != quote) {
		if (*p == '\\' && quote == '"')
			p = take_escape(p + 1, &b, a);
		else
			buf_addc(&b, *p++);
	}
	if (b.len != 0)
		*vec_push(ret, a) = buf_dup(&b, a);
	return p + (*p != '\0');
}

/* The strings of a list that begins behind the key; it may go over several lines. */
static const char *const *take_list(const char *p, struct arena *a)
{
	struct characters found = {0};

	while (*p != '\0' && *p != ']') {
		if (*p == '"' || *p == '\'')
			p = take_string(p, a, &found);
		else
			p += *p == '#' ? strcspn(p, "\n") : 1;
	}
	*vec_push(&found, a) = NULL;
	return found.v;
}

static const char *const *find_ignored(const char *text, struct arena *a)
{
	const char *rest;
	struct lines lines;
	struct line l;
	size_t len;

	lines_init(&lines, text, strlen(text));
	while (lines_next(&lines, &l))
		if (line_starts(&l, "ignored-chars", &rest, &len) && len != 0 && *rest == '=')
			return take_list(rest + 1, a);
	return NULL;
}

static const char *find_file(const struct layout_input *in, struct arena *a)
{
	for (size_t i = 0; i < in->dirs_len; i++) {
		const char *const places[] = {
			file_join(a, in->dirs[i], NAME),
			file_join(a, in->dirs[i], "../" NAME),
		};

		for (size_t j = 0; j < 2; j++)
			if (file_exists(places[j]))
				return places[j];
	}
	return NULL;
}

int sqlx_toml_read(const struct layout_input *in, struct arena *a, struct sqlx_toml *ret,
		   struct pawl_error *err)
{
	char *text;
	size_t len;
	int rc;

	*ret = (struct sqlx_toml){.path = find_file(in, a)};
	if (ret->path == NULL)
		return 0;
	rc = file_read_all(ret->path, LONGEST, a, &text, &len, err);
	if (rc != 0)
		return rc;
	ret->ignored = find_ignored(text, a);
	ret->table = keys_get(text, "table-name", a);
	return 0;
}

static bool is_ignored(const struct sqlx_toml *t, const char *text, size_t len)
{
	const char *const *p = t->ignored;

	while (*p != NULL && (strlen(*p) != len || memcmp(*p, text, len) != 0))
		p++;
	return *p != NULL;
}

const char *sqlx_toml_strip(const struct sqlx_toml *t, const char *text, size_t *len,
			    struct arena *a)
{
	char *bare, *to;

	if (t->ignored == NULL || t->ignored[0] == NULL)
		return text;
	bare = to = arena_alloc(a, *len + 1);
	for (size_t i = 0, n; i < *len; i += n) {
		n = text_utf8(text + i, *len - i);
		n += n == 0;
		if (is_ignored(t, text + i, n))
			continue;
		memcpy(to, text + i, n);
		to += n;
	}
	*len = (size_t)(to - bare);
	return bare;
}
