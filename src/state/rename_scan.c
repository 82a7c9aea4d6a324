/* SPDX-License-Identifier: Apache-2.0 */
#include "state/rename.h"

#include "base/file.h"
#include "base/text.h"
#include "base/vec.h"

#include <string.h>

enum { RENAME_LONGEST_FILE = 1 << 30, RENAME_WORDS = 6 };

#define RENAME_DIRECTIVE "pawl:rename"

/* The end of a word: a blank, "=" or "->" outside of quotes. */
static size_t word_length(const char *s, size_t len)
{
	char quote = '\0';
	size_t i = 0;

	for (; i < len; i++) {
		if (quote != '\0') {
			if (s[i] == quote)
				quote = '\0';
			continue;
		}
		if (s[i] == '"' || s[i] == '`')
			quote = s[i];
		else if (lex_is_space(s[i]) || s[i] == '=' ||
			 (s[i] == '-' && i + 1 < len && s[i + 1] == '>'))
			break;
	}
	return i;
}

static size_t skip_between(const char *s, size_t len)
{
	size_t i = 0;

	while (i < len && (lex_is_space(s[i]) || s[i] == '=' || s[i] == '-' || s[i] == '>'))
		i++;
	return i;
}

static int malformed(const char *name, unsigned long line, struct pawl_error *err)
{
	fail(err, PAWL_E_SYNTAX, "%s wants an old and a new name", RENAME_DIRECTIVE);
	hint(err, "write \"-- pawl:rename users.email users.mail\"");
	at(err, name, line, 0);
	return PAWL_E_SYNTAX;
}

/* What stands behind the directive. */
static int parse(const char *s, size_t len, const char *name, unsigned long line, struct arena *a,
		 struct rename_list *list, struct pawl_error *err)
{
	const char *words[RENAME_WORDS], *kind = NULL;
	size_t n = 0;

	for (size_t i = skip_between(s, len); i < len;) {
		size_t word = word_length(s + i, len - i);

		if (n == RENAME_WORDS || word == 0)
			return malformed(name, line, err);
		words[n++] = arena_strndup(a, s + i, word);
		i += word;
		i += skip_between(s + i, len - i);
	}
	if (n < 2)
		return malformed(name, line, err);
	for (size_t i = 0; i + 2 < n; i++)
		kind = kind == NULL ? words[i] : arena_printf(a, "%s %s", kind, words[i]);
	if (kind != NULL && kind_find(kind) == OBJECT_KINDS)
		return malformed(name, line, err);
	*(struct rename *)vec_push(list, a) = (struct rename){
		.kind = kind,
		.from = words[n - 2],
		.to = words[n - 1],
		.file = name,
		.line = line,
	};
	return 0;
}

/* The text behind "-- pawl:rename" if that is what the comment is; NULL otherwise. */
static const char *behind_directive(const struct lex_token *t)
{
	static const size_t len = sizeof(RENAME_DIRECTIVE) - 1;
	const char *p = t->text + 2, *end = t->text + t->len;

	if (t->len < 2 || memcmp(t->text, "--", 2) != 0)
		return NULL;
	while (p < end && (*p == ' ' || *p == '\t'))
		p++;
	if ((size_t)(end - p) <= len || memcmp(p, RENAME_DIRECTIVE, len) != 0 ||
	    !lex_is_space(p[len]))
		return NULL;
	return p + len;
}

int rename_scan(const struct lex_rules *lex, const char *name, const char *text, size_t len,
		struct arena *a, struct rename_list *list, struct pawl_error *err)
{
	unsigned long line = 1;
	const char *counted = text;
	struct lex_token t;
	struct lexer lx;
	int rc = 0;

	/* Most models rename nothing, and need not be read token by token. */
	if (memmem(text, len, RENAME_DIRECTIVE, sizeof(RENAME_DIRECTIVE) - 1) == NULL)
		return 0;
	lex_init(&lx, lex, text, len);
	for (lex_next(&lx, &t); rc == 0 && t.kind != LEX_END && t.kind != LEX_UNFINISHED;
	     lex_next(&lx, &t)) {
		const char *rest = t.kind == LEX_COMMENT ? behind_directive(&t) : NULL;

		if (rest == NULL)
			continue;
		for (; counted < t.text; counted++)
			line += *counted == '\n';
		rc = parse(rest, (size_t)(t.text + t.len - rest), name, line, a, list, err);
	}
	return rc;
}

int rename_scan_file(const struct lex_rules *lex, const char *path, struct arena *a,
		     struct rename_list *list, struct pawl_error *err)
{
	_cleanup_arena_ struct arena scratch = {0};
	char *text;
	size_t len;
	int rc = file_read_all(path, RENAME_LONGEST_FILE, &scratch, &text, &len, err);

	return rc != 0 ? rc : rename_scan(lex, path, text, len, a, list, err);
}
