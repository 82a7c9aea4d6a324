/* SPDX-License-Identifier: Apache-2.0 */
#include "migrate/batch_text.h"

#include <string.h>

enum end { END_NONE, END_LO, END_HI };

/* Which end of the range a token stands for; *ret_column is the column's place, -1 for the key. */
static enum end which_end(const struct script_batch *batch, const char *sql,
			  const struct lex_token *t, int *ret_column)
{
	enum end end;

	*ret_column = -1;
	/* "::lo" is a cast. */
	if (t->kind != LEX_PARAMETER || t->len < 3 || t->text[0] != ':' ||
	    (t->text > sql && t->text[-1] == ':'))
		return END_NONE;
	end = strncmp(t->text, ":lo", 3) == 0   ? END_LO
	      : strncmp(t->text, ":hi", 3) == 0 ? END_HI
						: END_NONE;
	if (end == END_NONE || t->len == 3)
		return end;
	for (size_t i = 0; t->text[3] == '_' && i < batch->keys_len; i++)
		if (strlen(batch->keys[i]) == t->len - 4 &&
		    strncmp(batch->keys[i], t->text + 4, t->len - 4) == 0) {
			*ret_column = (int)i;
			return end;
		}
	return END_NONE;
}

/* A comparison of one character, ">" or "<", and not the start or the end of a longer operator. */
static bool is_strict(const struct lex_token *t, const char *sql, const char *end, char sign)
{
	static const char operators[] = "<>=!-~@#|&?";

	return t->kind == LEX_OPERATOR && *t->text == sign &&
	       (t->text == sql || strchr(operators, t->text[-1]) == NULL) &&
	       (t->text + 1 == end || strchr(operators, t->text[1]) == NULL);
}

/* What the token behind means, without moving on. */
static enum end next_end(const struct script_batch *batch, const char *sql, struct lexer lx,
			 int *ret_column)
{
	struct lex_token t;

	lex_next_code(&lx, &t);
	return which_end(batch, sql, &t, ret_column);
}

static int refuse(const char *name, const struct script_batch *batch, struct pawl_error *err)
{
	at(err, name, batch->line, batch->column);
	return PAWL_E_SYNTAX;
}

/* The place in the file of a token of the statement. */
static int refuse_token(const char *name, const struct statement *st, const struct lex_token *t,
			struct pawl_error *err)
{
	unsigned long line = st->line, column = st->column;

	for (const char *p = st->text; p < t->text; p++) {
		column = *p == '\n' ? 1 : column + 1;
		line += *p == '\n';
	}
	at(err, name, line, column);
	excerpt(err, st->text, st->len);
	return PAWL_E_SYNTAX;
}

static bool is_batchable(const struct stmt_class *c)
{
	static const char *const kinds[] = {"update", "delete", "insert", "replace", "merge"};

	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (strcmp(c->kind, kinds[i]) == 0)
			return true;
	return false;
}

static int refuse_open_end(const char *name, const struct statement *st, const struct lex_token *t,
			   struct pawl_error *err)
{
	fail(err, PAWL_E_SYNTAX, "the last row of each range would be left out");
	hint(err, "both ends belong to a range: write \"<= :hi\", or BETWEEN :lo AND :hi");
	return refuse_token(name, st, t, err);
}

int batch_text_check(const struct dialect *d, const struct script_batch *batch,
		     const struct statement *st, const struct stmt_class *c, const char *name,
		     struct pawl_error *err)
{
	bool seen[END_HI + 1] = {false};
	const char *end = st->text + st->len;
	enum end last = END_NONE;
	struct lex_token t;
	struct lexer lx;
	int column;

	if (!is_batchable(c) || st->copy_data) {
		fail(err, PAWL_E_SYNTAX, "%s cannot run in ranges", c->kind);
		hint(err, "pawl:batch stands before one UPDATE, DELETE, INSERT ... SELECT or "
			  "MERGE");
		return refuse(name, batch, err);
	}
	lex_init(&lx, d->lex, st->text, st->len);
	for (lex_next_code(&lx, &t); t.kind != LEX_END; lex_next_code(&lx, &t)) {
		if ((is_strict(&t, st->text, end, '<') &&
		     next_end(batch, st->text, lx, &column) == END_HI && column < 0) ||
		    (last == END_HI && is_strict(&t, st->text, end, '>')))
			return refuse_open_end(name, st, &t, err);
		last = which_end(batch, st->text, &t, &column);
		if (column >= 0)
			last = END_NONE;
		seen[last] = true;
	}
	if (seen[END_LO] && seen[END_HI])
		return 0;
	fail(err, PAWL_E_SYNTAX, "a batched statement has to name %s",
	     seen[END_LO]   ? ":hi"
	     : seen[END_HI] ? ":lo"
			    : ":lo and :hi");
	if (batch->keys_len == 1)
		hint(err,
		     "they are the first and the last key of a range: WHERE %s BETWEEN :lo "
		     "AND :hi",
		     batch->keys[0]);
	else
		hint(err,
		     "they are the first and the last key of a range: WHERE (%s, ...) >= :lo "
		     "AND (%s, ...) <= :hi",
		     batch->keys[0], batch->keys[0]);
	at(err, name, st->line, st->column);
	excerpt(err, st->text, st->len);
	return PAWL_E_SYNTAX;
}

/* A sign would join a "-" in front of it to a comment. */
static void put_values(const char *const *values, size_t n, struct buf *b)
{
	buf_adds(b, n == 1 ? "" : "(");
	for (size_t i = 0; i < n; i++)
		buf_printf(b, *values[i] == '-' ? "%s(%s)" : "%s%s", i == 0 ? "" : ", ", values[i]);
	buf_adds(b, n == 1 ? "" : ")");
}

/* What an end is replaced by. */
struct filler {
	const struct dialect *d;
	const struct script_batch *batch;
	const struct batch_range *range; /* NULL: of the whole table */
};

static void put_end(const struct filler *f, enum end end, int column, struct buf *b)
{
	const char *const *values;

	if (f->range != NULL) {
		values = end == END_LO ? f->range->lo : f->range->hi;
		put_values(column < 0 ? values : values + column,
			   column < 0 ? f->batch->keys_len : 1, b);
		return;
	}
	/* One query deeper than it need be: MySQL does not read a table that it writes. */
	buf_adds(b, "(SELECT * FROM (SELECT ");
	if (column < 0)
		batch_text_columns(f->d, f->batch, "", b);
	else
		dialect_name(f->d, b, NULL, f->batch->keys[column]);
	buf_adds(b, " FROM ");
	batch_text_table(f->d, f->batch, b);
	buf_adds(b, " ORDER BY ");
	batch_text_columns(f->d, f->batch, end == END_LO ? "" : " DESC", b);
	buf_printf(b, " LIMIT 1) AS pawl_%s)", end == END_LO ? "lo" : "hi");
}

static void fill(const struct filler *f, const char *sql, size_t len, struct buf *b)
{
	const char *end = sql + len, *copied = sql;
	enum end last = END_NONE;
	struct lex_token t;
	struct lexer lx;
	int column;

	lex_init(&lx, f->d->lex, sql, len);
	for (lex_next_code(&lx, &t); t.kind != LEX_END; lex_next_code(&lx, &t)) {
		enum end here = which_end(f->batch, sql, &t, &column);

		if (here != END_NONE) {
			buf_add(b, copied, (size_t)(t.text - copied));
			put_end(f, here, column, b);
			copied = t.text + t.len;
			last = column < 0 ? here : END_NONE;
			continue;
		}
		if ((is_strict(&t, sql, end, '>') &&
		     next_end(f->batch, sql, lx, &column) == END_LO && column < 0) ||
		    (last == END_LO && is_strict(&t, sql, end, '<'))) {
			buf_add(b, copied, (size_t)(t.text + 1 - copied));
			buf_addc(b, '=');
			copied = t.text + 1;
		}
		last = END_NONE;
	}
	buf_add(b, copied, (size_t)(end - copied));
}

void batch_text_fill(const struct dialect *d, const struct script_batch *batch, const char *sql,
		     size_t len, const struct batch_range *range, struct buf *b)
{
	fill(&(struct filler){.d = d, .batch = batch, .range = range}, sql, len, b);
}

void batch_text_whole(const struct dialect *d, const struct script_batch *batch, const char *sql,
		      size_t len, struct buf *b)
{
	fill(&(struct filler){.d = d, .batch = batch}, sql, len, b);
}

void batch_text_table(const struct dialect *d, const struct script_batch *batch, struct buf *b)
{
	dialect_name(d, b, batch->schema, batch->table);
}

void batch_text_columns(const struct dialect *d, const struct script_batch *batch, const char *tail,
			struct buf *b)
{
	for (size_t i = 0; i < batch->keys_len; i++) {
		buf_adds(b, i == 0 ? "" : ", ");
		dialect_name(d, b, NULL, batch->keys[i]);
		buf_adds(b, tail);
	}
}

void batch_text_describe(const struct script_batch *batch, struct buf *b)
{
	buf_printf(b, "batches of %lld rows of %s%s%s (", (long long)batch->size,
		   batch->schema == NULL ? "" : batch->schema, batch->schema == NULL ? "" : ".",
		   batch->table);
	for (size_t i = 0; i < batch->keys_len; i++)
		buf_printf(b, "%s%s", i == 0 ? "" : ", ", batch->keys[i]);
	buf_addc(b, ')');
}
