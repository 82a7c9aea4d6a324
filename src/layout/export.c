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
