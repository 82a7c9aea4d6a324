/* SPDX-License-Identifier: Apache-2.0 */
/* Findings, and the words and edits that rules give them. */
#include "lint/rule.h"

#include "base/buf.h"
#include "base/file.h"
#include "base/sha256.h"
#include "base/text.h"

#include <ctype.h>
#include <string.h>

static bool is_allowed(const struct lint *l)
{
	bool ret = false;

	for (size_t i = 0; i < l->allows.len; i++) {
		struct lint_allow *a = &l->allows.v[i];

		if (strcmp(a->rule, l->rule->id) != 0 ||
		    (a->statement != NULL && a->statement != l->st))
			continue;
		a->used = ret = true;
	}
	return ret;
}

/* Blanks are one blank: a file that is only laid out anew has the same findings. */
static const char *fingerprint(struct lint *l, const char *text, size_t len)
{
	_cleanup_buf_ struct buf b = {0};
	struct sha256 h;
	char hex[SHA256_HEX];
	const char *key;
	size_t n = 0;

	buf_printf(&b, "%s\n%s\n", l->rule->id, file_base(l->file->path));
	for (size_t i = 0; i < len; i++)
		if (!isspace((unsigned char)text[i]))
			buf_addc(&b, text[i]);
		else if (i > 0 && !isspace((unsigned char)text[i - 1]))
			buf_addc(&b, ' ');
	do {
		sha256_init(&h);
		sha256_add(&h, buf_str(&b), b.len);
		if (n > 0)
			sha256_add(&h, &n, sizeof(n));
		sha256_hex(&h, hex);
		key = arena_strndup(l->arena, hex, 20);
		n++;
	} while (map_has(&l->seen, key));
	map_put(&l->seen, key, l);
	return key;
}

static struct lint_finding *PRINTF(4, 0)
	add(struct lint *l, size_t at, size_t len, const char *fmt, va_list ap)
{
	struct lint_finding *f = vec_push(&l->findings, l->arena);

	*f = (struct lint_finding){
		.rule = l->rule,
		.file = l->file,
		.at = at,
		.len = len,
		.message = arena_vprintf(l->arena, fmt, ap),
		.safe = l->rule->safe,
	};
	return f;
}

static void find_end(struct lint_finding *f)
{
	const char *text = f->file->text + f->at;

	f->end_line = f->line;
	f->end_column = f->column;
	for (size_t i = 0; i < f->len; i++) {
		if (text[i] == '\n') {
			f->end_line++;
			f->end_column = 1;
		} else {
			f->end_column++;
		}
	}
}

bool lint_report(struct lint *l, const struct action *a, const char *fmt, ...)
{
	const struct lint_statement *st = l->st;
	size_t start = a != NULL && a->start < st->len ? a->start : 0;
	size_t end = a != NULL && a->end > start && a->end <= st->len ? a->end : st->len;
	bool allowed = is_allowed(l);
	struct lint_finding *f;
	va_list ap;

	if (l->rule->by_algorithm && lint_is_online(l))
		return false;
	l->allowed += allowed;
	if (allowed)
		return false;
	va_start(ap, fmt);
	f = add(l, st->at + start, end - start, fmt, ap);
	va_end(ap);
	if (st->verdict.algorithm != NULL && l->rule->class == LINT_LOCK)
		f->message = arena_printf(l->arena, "%s; this server does it with ALGORITHM=%s",
					  f->message, st->verdict.algorithm);
	f->line = st->line;
	f->column = st->column;
	for (size_t i = 0; i < start; i++) {
		f->column = st->text[i] == '\n' ? 1 : f->column + 1;
		f->line += st->text[i] == '\n';
	}
	find_end(f);
	f->fingerprint = fingerprint(l, st->text, st->len);
	return true;
}

void lint_report_at(struct lint *l, size_t at, size_t len, unsigned long line, unsigned long column,
		    const char *fmt, ...)
{
	struct lint_finding *f;
	va_list ap;

	va_start(ap, fmt);
	f = add(l, at, len, fmt, ap);
	va_end(ap);
	f->line = line;
	f->column = column;
	find_end(f);
	f->fingerprint = fingerprint(l, l->file->text + at, len);
}

void lint_safe(struct lint *l, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	l->findings.v[l->findings.len - 1].safe = arena_vprintf(l->arena, fmt, ap);
	va_end(ap);
}

void lint_edit_file(struct lint *l, size_t at, size_t len, const char *text)
{
	struct lint_finding *f = &l->findings.v[l->findings.len - 1];
	struct lint_edit *v = arena_array(l->arena, struct lint_edit, f->edits_len + 1);

	if (f->edits_len > 0)
		memcpy(v, f->edits, f->edits_len * sizeof(*v));
	v[f->edits_len] = (struct lint_edit){at, len, text};
	f->edits = v;
	f->edits_len++;
}

void lint_edit(struct lint *l, size_t at, size_t len, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	lint_edit_file(l, l->st->at + at, len, arena_vprintf(l->arena, fmt, ap));
	va_end(ap);
}

bool lint_is_online(const struct lint *l)
{
	return l->st->verdict.algorithm != NULL && l->st->verdict.online;
}

bool lint_is_empty(const struct lint *l, const char *schema, const char *table)
{
	if (table == NULL || l->empty.len == 0)
		return false;
	if (schema != NULL && (strcmp(schema, "public") == 0 || strcmp(schema, "main") == 0))
		schema = NULL;
	return map_has(&l->empty,
		       schema == NULL ? table : arena_printf(l->arena, "%s.%s", schema, table));
}

bool lint_is_old_name(const struct lint *l, const char *schema, const char *table)
{
	const struct known_table *t = known_gone(&l->known, schema, table);

	/* Also where it was dropped again. */
	if (t != NULL && t->made_now)
		return false;
	return !lint_is_empty(l, schema, table);
}

bool lint_is_old(const struct lint *l, const struct action *a)
{
	return !a->in_create && !a->temporary && lint_is_old_name(l, a->schema, a->table);
}

int lint_version(const struct lint *l)
{
	if (l->in->version != 0)
		return l->in->version;
	return l->engine == LINT_POSTGRES ? 150000 : l->engine == LINT_MYSQL ? 101100 : 34000;
}

const char *lint_source(const struct lint *l, const struct action *a)
{
	size_t end = a->end > a->start && a->end <= l->st->len ? a->end : l->st->len;

	return arena_strndup(l->arena, l->st->text + a->start, end - a->start);
}

bool lint_can_split(const struct lint *l)
{
	if (!l->in->dialect->transactional_ddl || l->file->transaction_on)
		return false;
	if (l->file->foreign && l->st->in_transaction)
		return false;
	return l->file->transaction_off || l->statements.len == 1 ||
	       (!l->st->in_transaction && !l->st->in_own);
}

void lint_edit_split(struct lint *l)
{
	const struct lint_file *f = l->file;
	bool bom = f->offset == 0 && text_starts(f->text, "\xef\xbb\xbf");

	if (l->st->in_transaction)
		lint_edit_file(l, f->offset + (bom ? 3 : 0), 0, "-- pawl:transaction off\n");
}

bool lint_adds(const struct action *a, enum action_constraint_kind kind)
{
	return a->verb == ACT_ADD && a->object == ON_CONSTRAINT && a->constraint->kind == kind;
}

void lint_for_each(struct lint *l, void (*look)(struct lint *l, const struct action *a))
{
	for (size_t i = 0; i < l->statements.len; i++) {
		l->st = &l->statements.v[i];
		for (size_t k = 0; k < l->st->actions.len; k++)
			look(l, &l->st->actions.v[k]);
	}
}

const char *lint_join(const struct lint *l, const struct action_names *names)
{
	_cleanup_buf_ struct buf b = {0};

	for (size_t i = 0; i < names->len; i++)
		buf_printf(&b, "%s%s", i == 0 ? "" : ", ", lint_quote(l, names->v[i]));
	return buf_dup(&b, l->arena);
}

const char *lint_quote(const struct lint *l, const char *name)
{
	_cleanup_buf_ struct buf b = {0};
	bool plain = name[0] != '\0' && !isdigit((unsigned char)name[0]);

	for (const char *p = name; plain && *p != '\0'; p++)
		plain = islower((unsigned char)*p) || isdigit((unsigned char)*p) || *p == '_';
	if (plain)
		return name;
	ident_quote(&b, l->in->dialect->quote, name);
	return buf_dup(&b, l->arena);
}

const char *lint_table(const struct lint *l, const struct action *a)
{
	const char *name = lint_quote(l, a->table != NULL ? a->table : "?");

	return a->schema == NULL ? name
				 : arena_printf(l->arena, "%s.%s", lint_quote(l, a->schema), name);
}

static int by_place(const void *x, const void *y)
{
	const struct lint_edit *a = x, *b = y;

	if (a->at != b->at)
		return a->at < b->at ? -1 : 1;
	return a->len < b->len ? -1 : a->len > b->len;
}

/* Two rules that want the same. */
static bool is_again(const struct lint_edit *e, size_t before)
{
	for (size_t i = 1; i <= before && e[-(ptrdiff_t)i].at == e->at; i++)
		if (e[-(ptrdiff_t)i].len == e->len && strcmp(e[-(ptrdiff_t)i].text, e->text) == 0)
			return true;
	return false;
}

const char *lint_fix(const struct lint_result *result, const char *path, struct arena *a)
{
	_cleanup_buf_ struct buf b = {0};
	VEC(struct lint_edit) edits = {0};
	const struct lint_file *file = NULL;
	size_t at = 0;

	for (size_t i = 0; i < result->len; i++) {
		const struct lint_finding *f = &result->findings[i];

		if (f->file->derived || f->file->applied || strcmp(f->file->path, path) != 0)
			continue;
		for (size_t k = 0; k < f->edits_len; k++) {
			*vec_push(&edits, a) = f->edits[k];
			file = f->file;
		}
	}
	if (file == NULL)
		return NULL;
	qsort(edits.v, edits.len, sizeof(*edits.v), by_place);
	for (size_t i = 0; i < edits.len; i++) {
		const struct lint_edit *e = &edits.v[i];

		/* At less: what another one replaces already. */
		if (e->at < at || is_again(e, i))
			continue;
		buf_add(&b, file->text + at, e->at - at);
		buf_adds(&b, e->text);
		at = e->at + e->len;
	}
	buf_add(&b, file->text + at, file->len - at);
	return buf_dup(&b, a);
}
