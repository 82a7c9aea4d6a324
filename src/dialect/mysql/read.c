/* SPDX-License-Identifier: Apache-2.0 */
/*
 * MariaDB's and MySQL's DDL for the reader over tokens: options of tables, and
 * what a change of type costs. Sources: MariaDB "InnoDB Online DDL Operations
 * with ALGORITHM=INSTANT" and "Instant ALTER TABLE", MySQL 8.0 Reference Manual
 * 15.12.1.
 */
#include "dialect/mysql/read.h"
#include "dialect/ddl.h"

#include "base/buf.h"

#include <ctype.h>
#include <string.h>

static const struct {
	const char *words, *name;
} options[] = {
	{"ENGINE", "engine"},
	{"ALGORITHM", "algorithm"},
	{"LOCK", "lock"},
	{"CONVERT TO CHARACTER SET", "convert"},
	{"CONVERT TO CHARSET", "convert"},
	{"DEFAULT CHARACTER SET", "charset"},
	{"DEFAULT CHARSET", "charset"},
	{"CHARACTER SET", "charset"},
	{"CHARSET", "charset"},
	{"DEFAULT COLLATE", "collate"},
	{"COLLATE", "collate"},
	{"ROW_FORMAT", "row_format"},
	{"PAGE_COMPRESSED", "page_compressed"},
	{"COMPRESSION", "compression"},
	{"KEY_BLOCK_SIZE", "key_block_size"},
	{"AUTO_INCREMENT", "auto_increment"},
	{"FORCE", "force"},
	{"COMMENT", "comment"},
	{"STATS_PERSISTENT", "stats"},
	{"STATS_AUTO_RECALC", "stats"},
	{"STATS_SAMPLE_PAGES", "stats"},
};

static bool option(struct ddl *d)
{
	size_t from = d->at;

	for (size_t i = 0; i < sizeof(options) / sizeof(*options); i++) {
		struct action *a;
		char *value = NULL;

		if (!ddl_take(d, options[i].words))
			continue;
		ddl_take_char(d, '=');
		if (!ddl_at_end(d) && *ddl_token(d)->text != ',') {
			value = arena_strdup(d->arena, ddl_text(d, d->at, d->at + 1));
			d->at++;
		}
		for (char *p = value; p != NULL && *p != '\0'; p++)
			*p = (char)tolower((unsigned char)*p);
		a = ddl_add(d, ACT_OPTION, ON_TABLE);
		a->name = options[i].name;
		a->to = value != NULL ? value : "";
		a->start = (size_t)(d->t[from].text - d->sql);
		return true;
	}
	return false;
}

static void rename_tables(struct ddl *d)
{
	do {
		const char *schema, *from;
		struct action *a;

		ddl_take(d, "IF EXISTS");
		from = ddl_qualified(d, &schema);
		if (!ddl_take(d, "TO"))
			return;
		a = ddl_add(d, ACT_RENAME, ON_TABLE);
		a->table = a->name = from;
		a->to = ddl_qualified(d, &a->schema);
	} while (ddl_take_char(d, ','));
}

static void truncate(struct ddl *d)
{
	ddl_take(d, "TABLE");
	d->table = ddl_qualified(d, &d->schema);
	ddl_add(d, ACT_TRUNCATE, ON_TABLE)->name = d->table;
}

static void set_variable(struct ddl *d)
{
	struct action *a;
	const char *name;

	if (!ddl_take(d, "SESSION"))
		ddl_take(d, "GLOBAL");
	name = ddl_name(d);
	a = ddl_add(d, ACT_SET, ON_OTHER);
	a->name = name;
	if (ddl_take_char(d, '='))
		a->to = ddl_text(d, d->at, d->at + 1);
}

static void other(struct ddl *d)
{
	struct action *a;

	if (ddl_take(d, "RENAME TABLE") || ddl_take(d, "RENAME TABLES")) {
		rename_tables(d);
	} else if (ddl_take(d, "TRUNCATE")) {
		truncate(d);
	} else if (ddl_take(d, "SET")) {
		set_variable(d);
	} else if (ddl_take(d, "OPTIMIZE TABLE")) {
		a = ddl_add(d, ACT_REWRITE, ON_TABLE);
		a->name = "OPTIMIZE TABLE";
		a->table = ddl_qualified(d, &a->schema);
	} else if (ddl_is(d, "GRANT") || ddl_is(d, "REVOKE")) {
		ddl_add(d, ACT_GRANT, ON_OTHER)->name = ddl_is(d, "GRANT") ? "GRANT" : "REVOKE";
	}
}

/* "integer(11) unsigned" -> "int(11) unsigned". */
static const char *type(struct arena *a, char *written)
{
	static const char *const same[][2] = {
		{"integer", "int"},        {"bool", "tinyint(1)"},
		{"boolean", "tinyint(1)"}, {"dec", "decimal"},
		{"numeric", "decimal"},    {"character varying", "varchar"},
		{"character", "char"},     {"double precision", "double"},
		{"int4", "int"},           {"int8", "bigint"},
	};

	for (size_t i = 0; i < sizeof(same) / sizeof(*same); i++) {
		size_t n = strlen(same[i][0]);

		if (strncmp(written, same[i][0], n) == 0 &&
		    (written[n] == '\0' || written[n] == '(' || written[n] == ' '))
			return arena_printf(a, "%s%s", same[i][1], written + n);
	}
	return written;
}

static const struct ddl_rules *rules(void)
{
	static const struct ddl_rules all = {
		.lex = &mysql_lex,
		.lower_tables = true,
		.reads_volatile = true,
		.type = type,
		.alter = option,
		.other = other,
	};

	return &all;
}

int mysql_read(const char *sql, size_t len, struct arena *a, struct action_list *ret,
	       struct pawl_error *err)
{
	return ddl_read(rules(), sql, len, a, ret, err);
}

static size_t base_of(const char *text)
{
	return strcspn(text, "( ");
}

static long size_of(const char *text)
{
	const char *open = strchr(text, '(');

	return open == NULL ? -1 : strtol(open + 1, NULL, 10);
}

static int integer_rank(const char *text)
{
	static const char *const order[] = {"tinyint", "smallint", "mediumint", "int", "bigint"};

	for (int i = 0; i < 5; i++)
		if (strlen(order[i]) == base_of(text) &&
		    strncmp(order[i], text, base_of(text)) == 0)
			return i;
	return -1;
}

/* ENUM and SET: members behind the last are free, anything else changes what is stored. */
static enum action_type_change members(const char *from, const char *to)
{
	size_t n = strlen(from) - 1; /* without ")" */

	return strncmp(from, to, n) == 0 && (to[n] == ',' || to[n] == ')') ? TYPE_FREE
									   : TYPE_NARROWS;
}

enum action_type_change mysql_retype(const char *from, const char *to)
{
	bool is_unsigned = strstr(from, "unsigned") != NULL;
	int rank_from = integer_rank(from), rank_to = integer_rank(to);
	long size_from = size_of(from), size_to = size_of(to);

	if (strcmp(from, to) == 0)
		return TYPE_FREE;
	if (rank_from >= 0 && rank_to >= 0) {
		if (is_unsigned != (strstr(to, "unsigned") != NULL) || rank_to < rank_from)
			return TYPE_NARROWS;
		return rank_to == rank_from ? TYPE_FREE : TYPE_REWRITE;
	}
	if (base_of(from) != base_of(to) || strncmp(from, to, base_of(from)) != 0)
		return TYPE_NARROWS;
	if (strncmp(from, "enum", 4) == 0 || strncmp(from, "set(", 4) == 0)
		return members(from, to);
	if (strncmp(from, "varchar", 7) != 0 && strncmp(from, "varbinary", 9) != 0)
		return size_to < size_from ? TYPE_NARROWS : TYPE_REWRITE;
	if (size_to < size_from)
		return TYPE_NARROWS;
	/* The length of the length grows from one byte to two, at 4 bytes a character at most. */
	return size_from <= 63 && size_to > 63 && size_to * 4 > 255 ? TYPE_REWRITE : TYPE_FREE;
}
