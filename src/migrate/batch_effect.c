/* SPDX-License-Identifier: Apache-2.0 */
#include "migrate/batch_effect.h"

#include "base/text.h"
#include "dialect/action.h"
#include "migrate/batch_text.h"

#include <string.h>

/* Case aside on every engine: whoever has both "Users" and users can quote one of them elsewhere. */
static bool is_about(const struct action *a, const struct script_batch *batch)
{
	if (a->table == NULL || !text_equal_nocase(a->table, batch->table))
		return false;
	return a->schema == NULL || batch->schema == NULL ||
	       text_equal_nocase(a->schema, batch->schema);
}

static const char *key_set_by(const struct action *a, const struct script_batch *batch)
{
	for (size_t i = 0; i < a->columns.len; i++)
		for (size_t k = 0; k < batch->keys_len; k++)
			if (text_equal_nocase(a->columns.v[i], batch->keys[k]))
				return batch->keys[k];
	return NULL;
}

/* Rows that meet one that is there replace it or give way: none need be new. */
static bool settles_conflicts(const struct dialect *d, const struct statement *st)
{
	static const char *const words[] = {"CONFLICT", "DUPLICATE", "REPLACE", "IGNORE"};
	struct lex_token t;
	struct lexer lx;

	lex_init(&lx, d->lex, st->text, st->len);
	for (lex_next_code(&lx, &t); t.kind != LEX_END; lex_next_code(&lx, &t))
		for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
			if (lex_is(&t, words[i]))
				return true;
	return false;
}

static int refuse(const struct statement *st, const char *name, struct pawl_error *err)
{
	at(err, name, st->line, st->column);
	excerpt(err, st->text, st->len);
	return PAWL_E_SYNTAX;
}

static int check_action(const struct dialect *d, const struct script_batch *batch,
			const struct statement *st, const struct action *a, const char *name,
			struct pawl_error *err)
{
	const char *key = a->verb == ACT_UPDATE ? key_set_by(a, batch) : NULL;

	if (!is_about(a, batch))
		return 0;
	if (key != NULL) {
		fail(err, PAWL_E_SYNTAX, "a batched statement changes column \"%s\" of its key",
		     key);
		hint(err, "a row that moves is met again or passed over: follow a key that stays, "
			  "or run the statement as a whole");
		return refuse(st, name, err);
	}
	if (a->verb == ACT_INSERT && !settles_conflicts(d, st)) {
		fail(err, PAWL_E_SYNTAX,
		     "a batched statement adds rows to table \"%s\", whose key it "
		     "follows",
		     batch->table);
		hint(err, "it would follow its own rows without end: put them into another table "
			  "first, or run the statement as a whole");
		return refuse(st, name, err);
	}
	return 0;
}

int batch_effect_check(const struct dialect *d, const struct script_batch *batch,
		       const struct statement *st, const char *name, struct pawl_error *err)
{
	_cleanup_arena_ struct arena scratch = {0};
	_cleanup_buf_ struct buf sql = {0};
	const char **nulls = arena_array(&scratch, const char *, batch->keys_len);
	const struct batch_range range = {.lo = nulls, .hi = nulls};
	struct action_list actions = {0};
	struct pawl_error ignored = {0};
	int rc = 0;

	for (size_t i = 0; i < batch->keys_len; i++)
		nulls[i] = "NULL";
	batch_text_fill(d, batch, st->text, st->len, &range, &sql);
	if (d->read(sql.data, sql.len, &scratch, &actions, &ignored) != 0)
		return 0;
	for (size_t i = 0; rc == 0 && i < actions.len; i++)
		rc = check_action(d, batch, st, &actions.v[i], name, err);
	return rc;
}
