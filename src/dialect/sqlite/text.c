/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Case is folded outside of literals only. SQLite takes "x" for a string where
 * no column has that name, so what is in double quotes keeps its case unless it
 * is known as a name. Words that can also be names (KEY, DESC, END) are no
 * reserved words here: key and "key" are one column.
 */
#include "dialect/sqlite/text.h"

#include "base/text.h"
#include "base/vec.h"
#include "sql/ident.h"

#include <string.h>

/* Tried on 3.40: none of them can be a column's name without quotes; the last rows have two uses. */
static const char *const reserved[] = {
	"ADD",
	"ALL",
	"ALTER",
	"AND",
	"AS",
	"AUTOINCREMENT",
	"BETWEEN",
	"CASE",
	"CAST",
	"CHECK",
	"COLLATE",
	"COMMIT",
	"CONSTRAINT",
	"CREATE",
	"CURRENT_DATE",
	"CURRENT_TIME",
	"CURRENT_TIMESTAMP",
	"DEFAULT",
	"DEFERRABLE",
	"DELETE",
	"DISTINCT",
	"DROP",
	"ELSE",
	"ESCAPE",
	"EXCEPT",
	"EXISTS",
	"FOREIGN",
	"FROM",
	"GROUP",
	"HAVING",
	"IF",
	"IN",
	"INDEX",
	"INSERT",
	"INTERSECT",
	"INTO",
	"IS",
	"ISNULL",
	"JOIN",
	"LIMIT",
	"NOT",
	"NOTHING",
	"NOTNULL",
	"NULL",
	"ON",
	"OR",
	"ORDER",
	"PRIMARY",
	"RAISE",
	"REFERENCES",
	"RETURNING",
	"SELECT",
	"SET",
	"TABLE",
	"THEN",
	"TO",
	"TRANSACTION",
	"UNION",
	"UNIQUE",
	"UPDATE",
	"USING",
	"VALUES",
	"WHEN",
	"WHERE",
	"TRUE",
	"FALSE",
	"LIKE",
	"GLOB",
	"LEFT",
	"RIGHT",
	"FULL",
	"INNER",
	"OUTER",
	"CROSS",
	"NATURAL",
};

enum { LONGEST_RESERVED = 17 };

static bool is_reserved(const char *text, size_t len)
{
	if (len < 2 || len > LONGEST_RESERVED)
		return false;
	for (size_t i = 0; i < sizeof(reserved) / sizeof(*reserved); i++)
		if ((text[0] & ~0x20) == reserved[i][0] && lex_word_is(text, len, reserved[i]))
			return true;
	return false;
}

struct tokens lite_tokens(struct arena *a, const char *sql)
{
	VEC(struct lex_token) v = {0};
	struct tokens ret = {0};
	struct lex_token t;
	struct lexer lx;

	lex_init(&lx, &sqlite_lex, sql, strlen(sql));
	do {
		lex_next(&lx, &t);
		ret.commented |= t.kind == LEX_COMMENT;
		if (t.kind != LEX_COMMENT && t.kind != LEX_SPACE)
			*vec_push(&v, a) = t;
	} while (t.kind != LEX_END);
	ret.v = v.v;
	ret.len = v.len - 1;
	return ret;
}

bool lite_is(const struct lex_token *t, char c)
{
	return t->kind == LEX_OPERATOR && *t->text == c;
}

size_t lite_close(const struct tokens *t, size_t open)
{
	size_t depth = 0;

	for (size_t i = open; i < t->len; i++) {
		if (lite_is(&t->v[i], '('))
			depth++;
		else if (lite_is(&t->v[i], ')') && --depth == 0)
			return i + 1;
	}
	return t->len;
}

const char *lite_source(const struct tokens *t, struct range r, struct arena *a)
{
	const struct lex_token *first = &t->v[r.from], *last;

	if (r.from >= r.to)
		return "";
	last = &t->v[r.to - 1];
	return arena_strndup(a, first->text, (size_t)(last->text + last->len - first->text));
}

static const char *change_case(struct arena *a, const char *s, char from)
{
	char *ret = arena_strdup(a, s);

	for (char *p = ret; p != NULL && *p != '\0'; p++)
		if (*p >= from && *p < from + 26)
			*p ^= 0x20;
	return ret;
}

const char *lite_fold(struct arena *a, const char *name)
{
	return change_case(a, name, 'A');
}

const char *lite_capitals(struct arena *a, const char *s)
{
	return change_case(a, s, 'a');
}

const char *lite_name(const struct lex_token *t, struct arena *a)
{
	return ident_unquote(a, t->text, t->len);
}

static bool is_plain(const char *name)
{
	size_t len = strlen(name);

	if (len == 0 || (*name >= '0' && *name <= '9') || *name == '$' || is_reserved(name, len))
		return false;
	for (size_t i = 0; i < len; i++)
		if (!lex_is_word(name[i]))
			return false;
	return true;
}

void lite_add_name(struct buf *b, const char *name)
{
	if (is_plain(name))
		buf_adds(b, name);
	else
		ident_quote(b, '"', name);
}

struct range lite_bare(const struct tokens *t, struct range r)
{
	while (r.to - r.from > 2 && lite_is(&t->v[r.from], '(') && lite_close(t, r.from) == r.to) {
		r.from++;
		r.to--;
	}
	return r;
}

/* The tokens at i that are one operator or number, and its canonical text; 0 if it is but one. */
static size_t joined(const struct tokens *t, size_t i, size_t to, const char **ret)
{
	static const struct {
		const char *text, *canonical;
	} operators[] = {{"->>", "->>"}, {"->", "->"}, {"||", "||"}, {"<=", "<="}, {">=", ">="},
			 {"<>", "<>"},   {"!=", "<>"}, {"==", "="},  {"<<", "<<"}, {">>", ">>"}};
	const struct lex_token *v = &t->v[i];

	if (v->kind != LEX_OPERATOR)
		return 0;
	for (size_t k = 0; k < sizeof(operators) / sizeof(*operators); k++) {
		size_t n = strlen(operators[k].text);

		if (i + n > to || strncmp(v->text, operators[k].text, n) != 0)
			continue;
		*ret = operators[k].canonical;
		return n;
	}
	return 0;
}

static void add_folded(struct buf *b, const char *text, size_t len, char from)
{
	for (size_t i = 0; i < len; i++)
		buf_addc(b,
			 (char)(text[i] >= from && text[i] < from + 26 ? text[i] ^ 0x20 : text[i]));
}

static bool is_known(const struct known *known, const char *name)
{
	static const char *const rowids[] = {"rowid", "oid", "_rowid_"};

	if (known->all != NULL)
		return map_has(known->all, name);
	for (size_t i = 0; i < sizeof(rowids) / sizeof(*rowids); i++)
		if (strcmp(name, rowids[i]) == 0)
			return true;
	for (size_t i = 0; i < known->len; i++)
		if (text_equal_nocase(known->columns[i], name))
			return true;
	return false;
}

static void add_token(struct buf *b, const struct lex_token *v, const struct known *known,
		      struct arena *a)
{
	const char *name = v->kind == LEX_QUOTED ? lite_fold(a, lite_name(v, a)) : NULL;

	if (v->kind == LEX_WORD)
		add_folded(b, v->text, v->len, is_reserved(v->text, v->len) ? 'a' : 'A');
	else if (v->kind == LEX_NUMBER)
		add_folded(b, v->text, v->len, 'A');
	else if (name != NULL && (*v->text != '"' || is_known(known, name)))
		lite_add_name(b, name);
	else
		buf_add(b, v->text, v->len);
}

/* What the last token written was, as far as blanks depend on it. */
enum before {
	BEFORE_NOTHING,
	BEFORE_OPEN,
	BEFORE_NAME,
	BEFORE_VALUE,
	BEFORE_OPERATOR,
	BEFORE_SIGN
};

static bool wants_blank(enum before before, const struct lex_token *v)
{
	if (before == BEFORE_NOTHING || before == BEFORE_OPEN)
		return false;
	if (lite_is(v, ')') || lite_is(v, ',') || lite_is(v, ';') || lite_is(v, '.'))
		return false;
	if (before == BEFORE_SIGN)
		return lite_is(v, '-') || lite_is(v, '+');
	return before != BEFORE_NAME || !lite_is(v, '(');
}

static enum before kind_of(enum before before, const struct lex_token *v)
{
	if (v->kind == LEX_QUOTED || (v->kind == LEX_WORD && !is_reserved(v->text, v->len)))
		return BEFORE_NAME;
	if (v->kind == LEX_WORD)
		return BEFORE_OPERATOR;
	if (v->kind != LEX_OPERATOR || lite_is(v, ')'))
		return BEFORE_VALUE;
	if (lite_is(v, '(') || lite_is(v, '.'))
		return BEFORE_OPEN;
	if ((lite_is(v, '-') || lite_is(v, '+')) && before != BEFORE_NAME && before != BEFORE_VALUE)
		return BEFORE_SIGN;
	return BEFORE_OPERATOR;
}

/* 1e-5 comes as "1e", "-", "5". */
static bool is_exponent(const struct tokens *t, size_t i, size_t to)
{
	const struct lex_token *v = &t->v[i];

	return v->kind == LEX_NUMBER && (v->text[v->len - 1] | 0x20) == 'e' &&
	       !(v->len > 1 && (v->text[1] | 0x20) == 'x') && i + 2 < to &&
	       v[1].text == v->text + v->len && (lite_is(&v[1], '-') || lite_is(&v[1], '+')) &&
	       v[2].kind == LEX_NUMBER && v[2].text == v[1].text + 1;
}

const char *lite_canonical(const struct tokens *t, struct range r, const struct known *known,
			   struct arena *a)
{
	_cleanup_buf_ struct buf b = {0};
	enum before before = BEFORE_NOTHING;

	r = lite_bare(t, r);
	for (size_t i = r.from; i < r.to; i++) {
		const struct lex_token *v = &t->v[i];
		const char *operator= NULL;
		size_t n = joined(t, i, r.to, &operator);

		if (wants_blank(before, v))
			buf_addc(&b, ' ');
		if (n != 0) {
			buf_adds(&b, operator);
			before = BEFORE_OPERATOR;
			i += n - 1;
			continue;
		}
		add_token(&b, v, known, a);
		before = kind_of(before, v);
		if (is_exponent(t, i, r.to)) {
			buf_addc(&b, *v[1].text);
			buf_add(&b, v[2].text, v[2].len);
			i += 2;
		}
	}
	return buf_dup(&b, a);
}
