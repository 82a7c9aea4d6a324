/* SPDX-License-Identifier: Apache-2.0 */
#include "layout/export.h"

#include "base/text.h"
#include "sql/split.h"

#include <string.h>

static const struct export_form *form_at(size_t i)
{
	if (i < export_forms_files_len)
		return &export_forms_files[i];
	i -= export_forms_files_len;
	if (i < export_forms_sections_len)
		return &export_forms_sections[i];
	return &export_forms_plans[i - export_forms_sections_len];
}

int export_find(const char *name, const struct export_form **ret, struct pawl_error *err)
{
	size_t n = export_forms_files_len + export_forms_sections_len + export_forms_plans_len;
	_cleanup_arena_ struct arena a = {0};
	const char **names = arena_array(&a, const char *, n);
	_cleanup_buf_ struct buf list = {0};
	const char *nearest;

	for (size_t i = 0; i < n; i++) {
		names[i] = form_at(i)->name;
		buf_printf(&list, "%s%s", i == 0 ? "" : ", ", names[i]);
		if (strcmp(names[i], name) != 0)
			continue;
		*ret = form_at(i);
		return 0;
	}
	nearest = text_nearest(name, names, n);
	if (nearest != NULL)
		fail(err, PAWL_E_CONFIG,
		     "pawl does not write the form of \"%s\"; did you mean \"%s\"?", name, nearest);
	else
		fail(err, PAWL_E_CONFIG, "pawl does not write the form of \"%s\"", name);
	hint(err, "it writes %s", list.data);
	return PAWL_E_CONFIG;
}

static bool has_inner_end(const struct statement *st)
{
	const char *p = st->text, *end = st->text + st->len;

	while (!st->compound && (p = memchr(p, ';', (size_t)(end - p))) != NULL) {
		size_t blank = strspn(++p, " \t\r");

		if (p[blank] == '\n')
			return true;
	}
	return st->compound;
}

/* What stands between two statements, but for the end of the first. */
static void put_gap(struct buf *b, const char *from, const char *to)
{
	from += strspn(from, " \t\r\n");
	if (from < to && *from == ';')
		from++;
	while (from < to && strchr("\r\n", *from) != NULL)
		from++;
	buf_add(b, from, from < to ? (size_t)(to - from) : 0);
}

int export_mark(const struct export_out *out, const char *text, const char *begin, const char *end,
		struct buf *ret, struct pawl_error *err)
{
	struct split_text whole = {text, strlen(text)};
	const struct split_source source = {
		.read = split_read_text, .ctx = &whole, .name = "migration"};
	bool plain = strcasestr(text, "delimiter") == NULL;
	struct splitter *sp;
	const char *at = text;
	bool more = true;
	int rc = split_open(out->lex, &source, &sp, err);

	while (rc == 0 && more) {
		struct statement st;
		bool marked;

		rc = split_next(sp, &st, &more, err);
		if (rc != 0 || !more)
			break;
		marked = begin != NULL && has_inner_end(&st);
		if (plain)
			put_gap(ret, at, text + st.start);
		at = text + st.start + st.len;
		if (marked)
			buf_printf(ret, "%s\n", begin);
		buf_add(ret, st.text, st.len);
		buf_adds(ret, ";\n");
		if (marked || begin == NULL)
			buf_printf(ret, "%s\n", end);
	}
	if (rc == 0 && plain)
		put_gap(ret, at, text + strlen(text));
	split_close(sp);
	return rc;
}

static bool keeps(const struct statement *st, const char *table)
{
	static const char *const verbs[] = {"CREATE TABLE ", "INSERT INTO ", "UPDATE ",
					    "DELETE FROM ", "DROP TABLE "};
	size_t len = strlen(table);

	for (size_t i = 0; i < sizeof(verbs) / sizeof(*verbs); i++) {
		size_t verb = strlen(verbs[i]);

		if (st->len < verb + len || strncmp(st->text, verbs[i], verb) != 0 ||
		    strncmp(st->text + verb, table, len) != 0)
			continue;
		return st->len == verb + len || strchr(" (\n", st->text[verb + len]) != NULL;
	}
	return false;
}

int export_drop_record(const struct lex_rules *lex, const char *text, const char *table,
		       struct arena *a, const char **ret, struct pawl_error *err)
{
	struct split_text whole = {text, strlen(text)};
	const struct split_source source = {
		.read = split_read_text, .ctx = &whole, .name = "migration"};
	_cleanup_buf_ struct buf b = {0};
	const char *at = text;
	struct splitter *sp;
	bool more = true;
	int rc;

	*ret = text;
	if (strcasestr(text, "delimiter") != NULL)
		return 0;
	rc = split_open(lex, &source, &sp, err);
	while (rc == 0 && more) {
		struct statement st;

		rc = split_next(sp, &st, &more, err);
		if (rc != 0 || !more || !keeps(&st, table))
			continue;
		buf_add(&b, at, (size_t)(text + st.start - at));
		at = text + st.start + st.len;
		at += strspn(at, " \t");
		at += *at == ';';
		at += strspn(at, " \t\r\n");
	}
	split_close(sp);
	buf_adds(&b, at);
	if (rc == 0)
		*ret = buf_dup(&b, a);
	return rc;
}
