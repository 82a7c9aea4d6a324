/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What stands in a changelog of XML, YAML or JSON, in its order: includes, and changesets by
 * their id and author. The three write it so alike that one reading of words and of
 * "key: value" does for all; no more of a changeset is understood.
 */
#include "base/text.h"
#include "layout/liquibase.h"

#include <ctype.h>
#include <string.h>

static char *blank_out(char *p, const char *end)
{
	for (; *p != '\0' && p != end; p++)
		if (*p != '\n')
			*p = ' ';
	return p;
}

/* <!-- ... -->, and # where a word could begin, outside of quotes. */
static const char *without_comments(const char *data, bool xml, struct arena *a)
{
	char *text = arena_strdup(a, data), quote = '\0';

	for (char *p = text; *p != '\0';) {
		bool starts = p == text || isspace((unsigned char)p[-1]);

		if (xml && text_starts(p, "<!--")) {
			const char *end = strstr(p, "-->");

			p = blank_out(p, end == NULL ? NULL : end + 3);
			continue;
		}
		if (!xml && quote == '\0' && *p == '#' && starts) {
			p = blank_out(p, p + strcspn(p, "\n"));
			continue;
		}
		if (!xml && *p == '\n')
			quote = '\0';
		else if (!xml && quote != '\0' && *p == quote)
			quote = '\0';
		else if (!xml && quote == '\0' && (*p == '"' || (*p == '\'' && starts)))
			quote = *p;
		p++;
	}
	return text;
}

/* Is the word at p, of len bytes, an element or a key, and no part of a text? */
static bool is_key(const char *text, bool xml, const char *p, size_t len)
{
	const char *after = p + len;

	if (xml)
		return p > text && p[-1] == '<' && !isalnum((unsigned char)*after);
	if (p > text && isalnum((unsigned char)p[-1]))
		return false;
	after += *after == '"';
	after += strspn(after, " \t");
	return *after == ':';
}

static const struct {
	const char *word;
	enum liquibase_kind kind;
} words[] = {
	{"include", LIQUIBASE_INCLUDE},
	{"includeAll", LIQUIBASE_INCLUDE_ALL},
	{"changeSet", LIQUIBASE_CHANGESET},
};

/* The next such word from p on; NULL: there is none. */
static const char *find_word(const char *text, bool xml, const char *p, size_t *ret_word)
{
	for (; *p != '\0'; p++) {
		if (*p != 'i' && *p != 'c')
			continue;
		for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
			if (!text_starts(p, words[i].word) ||
			    !is_key(text, xml, p, strlen(words[i].word)))
				continue;
			*ret_word = i;
			return p;
		}
	}
	return NULL;
}

/* The value of the first such key before end; NULL: there is none. */
static const char *value_of(const char *p, const char *end, const char *key, struct arena *a)
{
	size_t len = strlen(key);

	for (; (p = memmem(p, (size_t)(end - p), key, len)) != NULL; p += len) {
		const char *v = p + len, *stop;
		char quote;

		if (isalnum((unsigned char)p[-1]) || p[-1] == '_')
			continue;
		v += *v == '"';
		v += strspn(v, " \t");
		if (*v != ':' && *v != '=')
			continue;
		v++;
		v += strspn(v, " \t\r\n");
		quote = *v == '"' || *v == '\'' ? *v : '\0';
		v += quote != '\0';
		stop = quote != '\0' ? strchr(v, quote) : v + strcspn(v, "\r\n,}>");
		if (stop == NULL)
			return NULL;
		while (quote == '\0' && stop > v && stop[-1] == ' ')
			stop--;
		return arena_strndup(a, v, (size_t)(stop - v));
	}
	return NULL;
}

/* A changeset's text, so that what stands beside it may change. */
static void sum_up(const char *p, const char *next, struct liquibase_item *item)
{
	const char *end = strstr(p, "</changeSet>");
	struct sha256 h;

	if (end == NULL || end > next)
		end = next;
	while (end > p && strchr(" \t\r\n-{}[],\"<", end[-1]) != NULL)
		end--;
	sha256_init(&h);
	sha256_add_text(&h, p, (size_t)(end - p));
	sha256_hex(&h, item->checksum);
	item->size = (size_t)(end - p);
}

int liquibase_items(const struct tree_entry *e, struct arena *a, struct liquibase_items *ret,
		    struct pawl_error *err)
{
	bool xml = text_ends(e->name, ".xml");
	struct tree_text file;
	size_t word = 0, next_word = 0;
	unsigned long line = 1;
	const char *text, *p, *next, *at, *logical;
	int rc = tree_read(e, a, &file, err);

	if (rc != 0)
		return rc;
	text = at = without_comments(file.data, xml, a);
	p = find_word(text, xml, text, &word);
	logical = p == NULL ? NULL : value_of(text + 1, p, "logicalFilePath", a);
	for (; p != NULL; p = next, word = next_word) {
		const char *from = p + strlen(words[word].word), *end, *tag;
		struct liquibase_item *item = vec_push(ret, a);

		next = find_word(text, xml, from, &next_word);
		end = next == NULL ? text + strlen(text) : next;
		tag = xml ? memchr(from, '>', (size_t)(end - from)) : NULL;
		for (; at < p; at++)
			line += *at == '\n';
		*item = (struct liquibase_item){.kind = words[word].kind, .line = line};
		if (item->kind == LIQUIBASE_CHANGESET)
			sum_up(p, end, item);
		if (tag != NULL)
			end = tag;
		item->path = value_of(from, end,
				      item->kind == LIQUIBASE_INCLUDE       ? "file"
				      : item->kind == LIQUIBASE_INCLUDE_ALL ? "path"
									    : "logicalFilePath",
				      a);
		item->id = value_of(from, end, "id", a);
		item->author = value_of(from, end, "author", a);
		item->dbms = value_of(from, end, "dbms", a);
		item->context = value_of(from, end, "contextFilter", a);
		if (item->context == NULL)
			item->context = value_of(from, end, "context", a);
		if (item->kind == LIQUIBASE_CHANGESET && item->path == NULL)
			item->path = logical;
	}
	return 0;
}
