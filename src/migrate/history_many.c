/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What differs from row to row is a parameter, and always a text: an API that
 * takes a parameter's type from the sender has no other that fits every column.
 * The rest stands in the statement.
 */
#include "migrate/history_many.h"

#include "migrate/history_impl.h"

#include <pawl/version.h>

#include <string.h>

enum field { FILENAME, VERSION, KIND, CHECKSUM, DOWN_SQL, APPLIED_AT, APPLIED_BY, NO_FIELD };

enum { FIELDS_MOST = NO_FIELD };

/* In the order in which they stand in the statement; NO_FIELD ends them. */
static const enum field fields[][FIELDS_MOST + 1] = {
	[HISTORY_ADD] = {FILENAME, VERSION, KIND, CHECKSUM, DOWN_SQL, NO_FIELD},
	[HISTORY_ADOPT] = {FILENAME, APPLIED_AT, VERSION, KIND, CHECKSUM, APPLIED_BY, NO_FIELD},
	[HISTORY_PAST] = {APPLIED_AT, VERSION, FILENAME, CHECKSUM, APPLIED_BY, NO_FIELD},
	[HISTORY_REMOVE] = {FILENAME, NO_FIELD},
	[HISTORY_MEND] = {CHECKSUM, FILENAME, NO_FIELD},
	[HISTORY_CHECKSUM] = {CHECKSUM, FILENAME, NO_FIELD},
	[HISTORY_TAKE_OVER] = {VERSION, FILENAME, NO_FIELD},
};

static const enum field log_fields[] = {VERSION, FILENAME, CHECKSUM, NO_FIELD};

static const char *field_of(const struct history_entry *e, enum field field)
{
	switch (field) {
	case FILENAME:
		return e->filename;
	case VERSION:
		return e->version;
	case KIND:
		return e->kind;
	case CHECKSUM:
		return e->checksum;
	case APPLIED_AT:
		return e->applied_at;
	case APPLIED_BY:
		return e->applied_by;
	case DOWN_SQL:
	case NO_FIELD:
		break;
	}
	return e->down_sql;
}

static void add_param(const struct work *w, struct buf *b, const char *separator, unsigned number)
{
	buf_adds(b, separator);
	if (w->dialect->numbered_parameters)
		buf_printf(b, "$%u", number);
	else
		buf_addc(b, '?');
}

static void add_duration(struct buf *b, int64_t ms)
{
	if (ms < 0)
		buf_adds(b, ", NULL)");
	else
		buf_printf(b, ", %lld)", (long long)ms);
}

static void add_row_sql(const struct work *w, struct buf *b, int64_t duration_ms)
{
	buf_printf(b, INSERT_ROW, w->table.quoted, "");
	add_param(w, b, "", 1);
	buf_printf(b, ", %s", w->dialect->history.now);
	add_param(w, b, ", ", 2);
	add_param(w, b, ", ", 3);
	add_param(w, b, ", ", 4);
	add_literal(w, b, ", ", HISTORY_APPLIED);
	add_literal(w, b, ", ", w->settings->applied_by);
	add_literal(w, b, ", ", w->settings->environment);
	add_literal(w, b, ", ", PAWL_VERSION);
	add_param(w, b, ", ", 5);
	buf_adds(b, ", NULL");
	add_duration(b, duration_ms);
}

/* The parameter as a time; usual where it is NULL. */
static void add_instant(const struct work *w, struct buf *b, const char *separator, unsigned number,
			const char *usual)
{
	buf_printf(b, "%sCOALESCE(%s", separator, w->dialect->history.instant_before);
	add_param(w, b, "", number);
	buf_printf(b, "%s, %s)", w->dialect->history.instant_after, usual);
}

static void adopted_row_sql(const struct work *w, struct buf *b)
{
	buf_printf(b, INSERT_ROW, w->table.quoted, "");
	add_param(w, b, "", 1);
	add_instant(w, b, ", ", 2, w->dialect->history.now);
	add_param(w, b, ", ", 3);
	add_param(w, b, ", ", 4);
	add_param(w, b, ", ", 5);
	add_literal(w, b, ", ", HISTORY_APPLIED);
	add_param(w, b, ", COALESCE(", 6);
	add_literal(w, b, ", ", w->settings->applied_by);
	add_literal(w, b, "), ", w->settings->environment);
	add_literal(w, b, ", ", PAWL_VERSION);
	buf_adds(b, ", NULL, NULL, NULL)");
}

/* From where, in which environment and how long the tool does not say. */
static void past_row_sql(const struct work *w, struct buf *b)
{
	buf_printf(b, INSERT_LOG, w->table.log_quoted);
	add_instant(w, b, "", 1, w->dialect->history.now);
	add_literal(w, b, ", ", "apply");
	add_param(w, b, ", ", 2);
	add_param(w, b, ", ", 3);
	add_param(w, b, ", ", 4);
	add_param(w, b, ", ", 5);
	buf_adds(b, ", NULL, NULL, NULL, NULL, NULL)");
}

static void log_row_sql(const struct work *w, struct buf *b, const struct history_many *m)
{
	buf_printf(b, INSERT_LOG "%s", w->table.log_quoted, w->dialect->history.now);
	add_literal(w, b, ", ", m->action);
	add_param(w, b, ", ", 1);
	add_param(w, b, ", ", 2);
	add_param(w, b, ", ", 3);
	add_literal(w, b, ", ", w->settings->applied_by);
	add_literal(w, b, ", ", w->settings->client);
	add_literal(w, b, ", ", w->settings->environment);
	buf_adds(b, ", NULL");
	add_literal(w, b, ", ", PAWL_VERSION);
	add_duration(b, m->duration_ms);
}

/* UPDATE, with the filename as the second parameter. */
static void update_sql(const struct work *w, struct buf *b, const char *column, const char *more)
{
	buf_printf(b, "UPDATE %s SET %s = ", w->table.quoted, column);
	add_param(w, b, "", 1);
	buf_adds(b, more);
	add_param(w, b, "filename = ", 2);
}

static void change_sql(const struct work *w, struct buf *b, const struct history_many *m)
{
	switch (m->change) {
	case HISTORY_ADD:
		add_row_sql(w, b, m->duration_ms);
		break;
	case HISTORY_ADOPT:
		adopted_row_sql(w, b);
		break;
	case HISTORY_PAST:
		past_row_sql(w, b);
		break;
	case HISTORY_REMOVE:
		buf_printf(b, "DELETE FROM %s WHERE ", w->table.quoted);
		add_param(w, b, "filename = ", 1);
		break;
	case HISTORY_MEND:
		update_sql(w, b, "checksum",
			   ", state = '" HISTORY_APPLIED "', fingerprint = NULL WHERE ");
		break;
	case HISTORY_CHECKSUM:
		update_sql(w, b, "checksum", " WHERE ");
		break;
	case HISTORY_TAKE_OVER:
		update_sql(w, b, "version",
			   ", kind = 'versioned', state = '" HISTORY_APPLIED
			   "' WHERE version IS NULL AND ");
		break;
	}
}

static int repeat(struct work *w, const struct buf *sql, const enum field *of,
		  const struct history_many *m, struct pawl_error *err)
{
	_cleanup_arena_ struct arena a = {0};
	struct db_param *v, *next;
	size_t params = 0;

	while (of[params] != NO_FIELD)
		params++;
	v = next = arena_array(&a, struct db_param, params * m->len);
	for (size_t i = 0; i < m->len; i++)
		for (size_t k = 0; k < params; k++) {
			const char *text = field_of(&m->v[i], of[k]);

			*next++ = (struct db_param){text, text == NULL ? 0 : strlen(text)};
		}
	return db_repeat(w->db, sql->data, v, params, m->len, err);
}

int history_change_many(struct work *w, const struct history_many *m, struct pawl_error *err)
{
	_cleanup_buf_ struct buf row = {0}, log = {0};
	int rc;

	if (m->len == 0)
		return 0;
	change_sql(w, &row, m);
	rc = repeat(w, &row, fields[m->change], m, err);
	if (rc == 0 && m->action != NULL) {
		log_row_sql(w, &log, m);
		rc = repeat(w, &log, log_fields, m, err);
	}
	if (rc != 0)
		history_context(w, err);
	return rc;
}
