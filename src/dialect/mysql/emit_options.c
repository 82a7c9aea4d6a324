/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Options of a table. In OPTIONS they stand as SHOW CREATE TABLE prints them,
 * NAME=VALUE, parted by blanks; one that is gone is set to what stands for "not
 * said". When the collation changes, the columns that had the table's collation
 * are converted one by one: CONVERT TO would also change those that have
 * their own, and make a text a mediumtext.
 */
#include "dialect/mysql/emit.h"

#include "base/cleanup.h"
#include "base/text.h"
#include "sql/option.h"

#include <string.h>

static void add_collation(struct buf *b, const struct object *table)
{
	const char *collation = object_get(table, ATTR_COLLATION);

	if (collation != NULL)
		buf_printf(b, "DEFAULT CHARSET=%.*s COLLATE=%s",
			   (int)mysql_emit_charset_len(collation), collation, collation);
}

static void add_comment(struct buf *b, const struct object *table)
{
	const char *comment = object_get(table, ATTR_COMMENT);

	buf_adds(b, "COMMENT=");
	mysql_emit_text(b, comment != NULL ? comment : "");
}

void mysql_emit_table_options(struct buf *b, const struct object *table)
{
	if (object_has(table, ATTR_ENGINE))
		buf_printf(b, " ENGINE=%s", object_get(table, ATTR_ENGINE));
	if (object_has(table, ATTR_COLLATION)) {
		buf_addc(b, ' ');
		add_collation(b, table);
	}
	if (object_has(table, ATTR_OPTIONS))
		buf_printf(b, " %s", object_get(table, ATTR_OPTIONS));
	if (object_has(table, ATTR_COMMENT)) {
		buf_addc(b, ' ');
		add_comment(b, table);
	}
	if (object_has(table, ATTR_SYSTEM_VERSIONING))
		buf_adds(b, " WITH SYSTEM VERSIONING");
}

/* One NAME=VALUE of the list; the length of both and of the name. */
static size_t next_option(const char *text, size_t *ret_name)
{
	size_t len = option_len(text), name = 0;

	while (name < len && text[name] != '=')
		name++;
	*ret_name = name;
	return len;
}

static bool has_option(const char *list, const char *option, size_t len)
{
	size_t name, n;

	for (; list != NULL && *list != '\0'; list += n + (list[n] == ' ')) {
		n = next_option(list, &name);
		if (n >= len && strncmp(list, option, len) == 0 && (n == len || list[len] == '='))
			return true;
	}
	return false;
}

static bool is_word(const char *name, size_t len, const char *word)
{
	return strlen(word) == len && strncmp(name, word, len) == 0;
}

/* The value that an option has when it is not given. */
static const char *unset_value(const char *name, size_t len)
{
	static const char *const zero[] = {"KEY_BLOCK_SIZE", "MAX_ROWS", "MIN_ROWS",
					   "AVG_ROW_LENGTH", "CHECKSUM", "DELAY_KEY_WRITE"};

	for (size_t i = 0; i < sizeof(zero) / sizeof(*zero); i++)
		if (is_word(name, len, zero[i]))
			return "0";
	if (is_word(name, len, "INSERT_METHOD"))
		return "NO";
	return is_word(name, len, "UNION") ? "()" : "DEFAULT";
}

/* Another engine refuses to hear of them. */
static bool is_of_engine(const char *name, size_t len)
{
	static const char *const words[] = {"TRANSACTIONAL", "PAGE_CHECKSUM", "UNION",
					    "INSERT_METHOD"};

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (is_word(name, len, words[i]))
			return true;
	return false;
}

static void change_options(struct clauses *cl, const struct change *c)
{
	const char *old = object_get(c->old, ATTR_OPTIONS);
	const char *new = object_get(c->new, ATTR_OPTIONS);
	size_t name, n;

	for (const char *p = old; p != NULL && *p != '\0'; p += n + (p[n] == ' ')) {
		n = next_option(p, &name);
		if (has_option(new, p, name) ||
		    (mysql_emit_changed(c, ATTR_ENGINE) && is_of_engine(p, name)))
			continue;
		mysql_emit_clause(cl);
		buf_printf(&cl->b, "%.*s=%s", (int)name, p, unset_value(p, name));
	}
	for (const char *p = new; p != NULL &&*p != '\0'; p += n + (p[n] == ' ')) {
		n = next_option(p, &name);
		if (has_option(old, p, n))
			continue;
		mysql_emit_clause(cl);
		buf_add(&cl->b, p, n);
	}
}

void mysql_emit_period_changes(struct clauses *cl, const struct change *c, bool drops)
{
	const struct object *o = drops ? c->old : c->new;
	const char *period = object_get(o, ATTR_PERIOD);
	const char *system = object_get(o, ATTR_SYSTEM_VERSIONING);

	if (period != NULL && mysql_emit_changed(c, ATTR_PERIOD)) {
		mysql_emit_clause(cl);
		if (drops)
			buf_printf(&cl->b, "DROP PERIOD FOR %.*s", (int)strcspn(period, " ("),
				   period);
		else
			buf_printf(&cl->b, "ADD PERIOD FOR %s", period);
	}
	if (!mysql_emit_changed(c, ATTR_SYSTEM_VERSIONING))
		return;
	if (!drops && system != NULL && strcmp(system, "yes") != 0) {
		mysql_emit_clause(cl);
		buf_printf(&cl->b, "ADD PERIOD FOR SYSTEM_TIME (%s)", system);
	}
}

bool mysql_emit_follows_collation(const struct object *column)
{
	return mysql_judge_is_text(column) && !object_has(column, ATTR_COLLATION);
}

bool mysql_emit_is_unversioned_between(const struct change *c)
{
	const char *system = object_get(c->old, ATTR_SYSTEM_VERSIONING);

	if (system == NULL || !object_has(c->new, ATTR_SYSTEM_VERSIONING))
		return false;
	return mysql_emit_changed(c, ATTR_SYSTEM_VERSIONING) ||
	       (mysql_emit_changed(c, ATTR_ENGINE) && strcmp(system, "yes") == 0);
}

void mysql_emit_option_changes(struct clauses *cl, const struct change *c)
{
	if (mysql_emit_changed(c, ATTR_ENGINE)) {
		mysql_emit_clause(cl);
		buf_printf(&cl->b, "ENGINE=%s", object_get(c->new, ATTR_ENGINE));
	}
	if (mysql_emit_changed(c, ATTR_COLLATION)) {
		mysql_emit_clause(cl);
		add_collation(&cl->b, c->new);
	}
	if (mysql_emit_changed(c, ATTR_OPTIONS))
		change_options(cl, c);
	if (mysql_emit_changed(c, ATTR_COMMENT)) {
		mysql_emit_clause(cl);
		add_comment(&cl->b, c->new);
	}
	if (!mysql_emit_changed(c, ATTR_SYSTEM_VERSIONING) && !mysql_emit_is_unversioned_between(c))
		return;
	mysql_emit_clause(cl);
	buf_adds(&cl->b, object_has(c->new, ATTR_SYSTEM_VERSIONING) ? "ADD SYSTEM VERSIONING"
								    : "DROP SYSTEM VERSIONING");
}
