/* SPDX-License-Identifier: Apache-2.0 */
#include "layout/tool_history.h"

#include "base/text.h"
#include "sql/ident.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

static char quote_of(enum sql_engine e)
{
	return e == ENGINE_MYSQL ? '`' : '"';
}

static void put_literal(enum sql_engine e, struct buf *b, const char *text)
{
	ident_literal(b, text, e == ENGINE_MYSQL);
}

static void put_name(enum sql_engine e, struct buf *b, const char *schema, const char *name)
{
	if (schema != NULL) {
		ident_quote(b, quote_of(e), schema);
		buf_addc(b, '.');
	}
	if (name != NULL)
		ident_quote(b, quote_of(e), name);
}

/* Digits and a sign alone: what comes from a file name is never taken for SQL. */
static void put_number(struct buf *b, const char *text)
{
	size_t sign = text != NULL && *text == '-';
	size_t digits = text == NULL ? 0 : strspn(text + sign, "0123456789");

	if (digits == 0 || text[sign + digits] != '\0') {
		buf_adds(b, "NULL");
		return;
	}
	buf_add(b, text, sign);
	text += sign;
	while (text[0] == '0' && text[1] != '\0')
		text++;
	buf_adds(b, text);
}

static void put_bytes(enum sql_engine e, struct buf *b, const char *hex)
{
	if (hex == NULL || hex[strspn(hex, "0123456789abcdefABCDEF")] != '\0')
		buf_adds(b, "NULL");
	else
		buf_printf(b, e == ENGINE_POSTGRES ? "'\\x%s'" : "X'%s'", hex);
}

/* An empty version (a repeatable's) is none. */
static const char *some(const char *text)
{
	return text == NULL || *text == '\0' ? NULL : text;
}

struct word {
	const char *text;
	size_t len;
};

static bool is(const struct word *w, const char *name)
{
	return strlen(name) == w->len && strncmp(w->text, name, w->len) == 0;
}

static bool put_place(const struct word *w, enum sql_engine e, const struct tool_place *p,
		      struct buf *b)
{
	if (is(w, "table"))
		put_name(e, b, p->schema, p->table);
	else if (is(w, "in"))
		put_name(e, b, p->schema, NULL);
	else if (is(w, "schema"))
		put_name(e, b, NULL, p->schema);
	else if (is(w, "plain"))
		buf_adds(b, p->table);
	else
		return false;
	return true;
}

static bool put_previous(const struct word *w, enum sql_engine e, const struct migration_record *r,
			 struct buf *b)
{
	if (is(w, "previous"))
		put_literal(e, b, r == NULL ? NULL : some(r->version));
	else if (is(w, "previous:number"))
		put_number(b, r == NULL ? NULL : r->version);
	else if (is(w, "previous:checksum"))
		put_literal(e, b, r == NULL ? NULL : r->checksum);
	else
		return false;
	return true;
}

static bool put_record(const struct word *w, enum sql_engine e, const struct migration_record *r,
		       struct buf *b)
{
	if (is(w, "version"))
		put_literal(e, b, some(r->version));
	else if (is(w, "version:number"))
		put_number(b, r->version);
	else if (is(w, "description"))
		put_literal(e, b, r->description == NULL ? "" : r->description);
	else if (is(w, "script"))
		put_literal(e, b, r->script);
	else if (is(w, "checksum"))
		put_literal(e, b, r->checksum);
	else if (is(w, "checksum:number"))
		put_number(b, r->checksum);
	else if (is(w, "checksum:bytes"))
		put_bytes(e, b, r->checksum);
	else
		return false;
	return true;
}

static const struct migration_value *find_value(const struct migration_value *list,
						const struct word *w)
{
	for (; list != NULL && list->name != NULL; list++)
		if (is(w, list->name))
			return list;
	return NULL;
}

/* NULL, too, where the migration is not known but by its row. */
static void put_value(const struct word *w, enum sql_engine e, const struct migration_record *r,
		      const struct migration_detail *detail, struct buf *b)
{
	const struct word name = {w->text + 1, w->len - 1};
	const struct migration_value *v = detail == NULL ? NULL : find_value(detail->values, &name);

	if (v == NULL)
		v = find_value(r->values, &name);
	put_literal(e, b, v == NULL ? NULL : v->value);
}

static bool put_change(const struct word *w, enum sql_engine e, const struct tool_change *c,
		       const struct migration_detail *detail, struct buf *b)
{
	long long ms = c->duration_ms < 0 ? 0 : (long long)c->duration_ms;

	if (put_record(w, e, c->record, b) || put_previous(w, e, c->previous, b))
		return true;
	if (w->text[0] == '.')
		put_value(w, e, c->record, detail, b);
	else if (is(w, "user"))
		put_literal(e, b, c->applied_by);
	else if (is(w, "baseline"))
		buf_addc(b, c->baseline ? '1' : '0');
	else if (is(w, "unmet"))
		buf_addc(b, c->unmet ? '1' : '0');
	else if (is(w, "ms"))
		buf_printf(b, "%lld", ms);
	else if (is(w, "statements"))
		buf_printf(b, "%lld", c->statements < 0 ? 0 : (long long)c->statements);
	else if (is(w, "ns"))
		buf_printf(b, "%lld", ms * 1000000);
	else
		return false;
	return true;
}

/* What change and place stand for in a statement of len bytes. */
struct filling {
	enum sql_engine engine;
	const struct tool_place *place;
	const struct tool_change *change;
};

static void put_statement(const struct filling *f, const char *p, size_t len,
			  const struct migration_detail *detail, struct buf *b)
{
	const char *end = p + len;

	while (p < end) {
		const char *brace = memchr(p, '{', (size_t)(end - p));
		struct word w;
		bool known;

		buf_add(b, p, (size_t)((brace == NULL ? end : brace) - p));
		if (brace == NULL)
			break;
		w = (struct word){.text = brace + 1, .len = strcspn(brace + 1, "}")};
		known = put_place(&w, f->engine, f->place, b) ||
			(f->change != NULL && put_change(&w, f->engine, f->change, detail, b));
		assert(known);
		(void)known;
		p = w.text + w.len + 1;
	}
	buf_addc(b, '\0');
}

/* "[kind]statement": once for each of the kind. */
static void put_details(const struct filling *f, const char *p, size_t len, struct buf *b)
{
	const struct migration_record *r = f->change->record;
	const struct word kind = {p + 1, strcspn(p + 1, "]")};

	for (size_t i = 0; i < r->details_len; i++)
		if (is(&kind, r->details[i].kind))
			put_statement(f, p + kind.len + 2, len - kind.len - 2, &r->details[i], b);
}

void tool_sql(const char *template, enum sql_engine e, const struct tool_place *place,
	      const struct tool_change *change, struct buf *b)
{
	const struct filling f = {e, place, change};

	for (const char *p = template; *p != '\0';) {
		size_t len = strcspn(p, ";");

		if (*p == '[')
			put_details(&f, p, len, b);
		else
			put_statement(&f, p, len, NULL, b);
		p += len;
		p += *p == ';' ? 1 + strspn(p + 1, " \n") : 0;
	}
}

void tool_lock_sql(enum sql_engine e, const char *key, bool take, struct buf *b)
{
	if (e == ENGINE_POSTGRES) {
		buf_printf(b, "SELECT %s(%s)", take ? "pg_try_advisory_lock" : "pg_advisory_unlock",
			   key);
		return;
	}
	buf_adds(b, take ? "SELECT GET_LOCK(" : "SELECT RELEASE_LOCK(");
	put_literal(e, b, key);
	buf_adds(b, take ? ", 0)" : ")");
}

bool tool_checksum_fits(const struct migration_record *record, const struct tool_row *row)
{
	const char *const *other = record->checksums;

	if (record->any_checksum || record->checksum == NULL || row->checksum == NULL ||
	    *row->checksum == '\0' || text_equal_nocase(record->checksum, row->checksum))
		return true;
	while (other != NULL && *other != NULL && !text_equal_nocase(*other, row->checksum))
		other++;
	return other != NULL && *other != NULL;
}

static bool is_number(const char *text)
{
	return *text != '\0' && text[strspn(text, "0123456789")] == '\0';
}

int tool_compare_numbers(const struct migration_record *record, const struct tool_row *row)
{
	const char *a = record->version == NULL ? "" : record->version;
	const char *b = row->version == NULL ? "" : row->version;

	if (!is_number(a) || !is_number(b))
		return strcmp(a, b);
	return text_compare_numbers(a, strlen(a), b, strlen(b));
}

int tool_compare_texts(const struct migration_record *record, const struct tool_row *row)
{
	return strcmp(record->version == NULL ? "" : record->version,
		      row->version == NULL ? "" : row->version);
}

int tool_same_texts(const struct migration_record *record, const struct tool_row *row)
{
	return tool_compare_texts(record, row) == 0 ? 0 : 1;
}
