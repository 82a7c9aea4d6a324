/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What of a table only SHOW CREATE TABLE tells. It prints a column, a key or a
 * period on a line of its own, two blanks in front, then ")" with the options,
 * and partitions behind that from a line of their own on. Line breaks in
 * names, comments and literals of columns are escaped there.
 */
#include "driver/mysqld/inspect.h"

#include "base/cleanup.h"
#include "base/text.h"
#include "sql/ident.h"
#include "sql/lexer.h"

#include <string.h>

/* Behind the name in backticks at s; *ret is the name. NULL if there is none. */
static const char *take_name(struct arena *a, const char *s, const char **ret)
{
	const char *end = s + 1;

	if (*s != '`')
		return NULL;
	while (*end != '\0' && (*end != '`' || end[1] == '`'))
		end += *end == '`' ? 2 : 1;
	if (*end == '\0')
		return NULL;
	*ret = ident_unquote(a, s, (size_t)(end + 1 - s));
	return end + 1;
}

static void replace(struct reader *r, struct object *o, enum attribute name, const char *value)
{
	for (size_t i = 0; i < o->attributes_len; i++)
		if (o->attributes[i].name == name) {
			((struct attribute_value *)o->attributes)[i].value = value;
			return;
		}
	schema_set(&r->b, o, name, value);
}

/* "p", or "p_1" where a check of the table is called so. */
static bool is_called_after(const char *check, const char *period)
{
	size_t len = strlen(period);

	return strncasecmp(check, period, len) == 0 &&
	       (check[len] == '\0' ||
		(check[len] == '_' && check[len + 1] != '\0' &&
		 check[len + 1 + strspn(check + len + 1, "0123456789")] == '\0'));
}

/* A period has a check, "`s` < `e`", that SHOW CREATE TABLE does not show. */
static void drop_period_check(struct table_info *info, const char *period, const char *columns)
{
	const char *comma = strstr(columns, "`, `");
	struct late_check *found = NULL;

	for (size_t i = 0; comma != NULL && i < info->checks.len; i++) {
		struct late_check *c = &info->checks.v[i];
		size_t first = (size_t)(comma + 1 - columns), second = strcspn(comma + 3, ")");

		if (strncmp(c->clause, columns, first) != 0 ||
		    strlen(c->clause) != first + 3 + second ||
		    strncmp(c->clause + first + 3, comma + 3, second) != 0)
			continue;
		if (is_called_after(c->name, period) &&
		    (found == NULL || strlen(c->name) < strlen(found->name)))
			found = c;
	}
	if (found != NULL)
		found->clause = NULL;
}

/* PERIOD FOR `p` (`s`, `e`); that of the system versioning is known from its columns. */
static void read_period(struct reader *r, struct table_info *info, const char *line)
{
	static const char words[] = "PERIOD FOR ";
	const char *name, *rest;

	if (!text_starts(line, words))
		return;
	rest = take_name(r->a, line + strlen(words), &name);
	if (rest == NULL || !text_starts(rest, " ("))
		return;
	replace(r, info->object, ATTR_PERIOD, arena_strdup(r->a, line + strlen(words)));
	drop_period_check(info, name, rest + 2);
}

static void read_parser(struct reader *r, struct object *o, const char *rest)
{
	static const char words[] = "WITH PARSER ";
	const char *at = strstr(rest, words), *name = NULL;

	if (at == NULL)
		return;
	at += strlen(words);
	if (take_name(r->a, at, &name) == NULL)
		name = arena_strndup(r->a, at, strcspn(at, " */,"));
	schema_set(&r->b, o, ATTR_PARSER, name);
}

/* (`a`,`b`) KEY_BLOCK_SIZE=1024 COMMENT '...' */
static void read_block_size(struct reader *r, struct object *o, const char *rest)
{
	struct lexer lx;
	struct lex_token t;

	lex_init(&lx, &text_printed, rest, strlen(rest));
	do
		lex_next_code(&lx, &t);
	while (t.kind != LEX_END && t.kind != LEX_UNFINISHED && !lex_is(&t, "KEY_BLOCK_SIZE"));
	if (lex_is(&t, "KEY_BLOCK_SIZE"))
		schema_set(&r->b, o, ATTR_OPTIONS,
			   arena_strndup(r->a, t.text, strcspn(t.text, " ")));
}

/* ") ENGINE=MRG_MyISAM ... INSERT_METHOD=LAST UNION=(`a`,`b`)" */
static void read_union(struct reader *r, const struct table_info *info, const char *text)
{
	const char *at = strstr(text, " UNION=("), *method = strstr(text, " INSERT_METHOD=");
	const char *options = object_get(info->object, ATTR_OPTIONS);
	_cleanup_buf_ struct buf b = {0};

	if (strcmp(info->engine, "MRG_MyISAM") != 0 || at == NULL)
		return;
	if (options != NULL)
		buf_printf(&b, "%s ", options);
	if (method != NULL)
		buf_printf(&b, "%.*s ", (int)strcspn(method + 1, " "), method + 1);
	buf_adds(&b, at + 1);
	replace(r, info->object, ATTR_OPTIONS, buf_dup(&b, r->a));
	for (at += strlen(" UNION=("); *at == '`' || *at == ',';) {
		const char *name;
		const struct object *table;

		at += *at == ',';
		at = take_name(r->a, at, &name);
		if (at == NULL)
			return;
		table = schema_lookup(&r->b, OBJECT_TABLE, NULL, NULL, name, NULL);
		/* Behind the name of another database stands a dot. */
		if (table != NULL && *at != '.')
			schema_need(&r->b, info->object, table);
	}
}

/* "UNIQUE KEY `k` (`a`,`p` WITHOUT OVERLAPS)", "FULLTEXT KEY `k` (`a`) WITH PARSER x" */
static void read_key(struct reader *r, const struct table_info *info, const char *line)
{
	static const char overlaps[] = " WITHOUT OVERLAPS)";
	const char *at = strstr(line, "KEY "), *name = "PRIMARY";
	struct object *o;

	if (at == NULL || *line == '`' || text_starts(line, "CONSTRAINT"))
		return;
	at += strlen("KEY ");
	if (*at == '`')
		at = take_name(r->a, at, &name);
	o = schema_lookup(&r->b, text_starts(line, "PRIMARY ") ? OBJECT_PRIMARY_KEY : OBJECT_INDEX,
			  info->object, NULL, name, NULL);
	if (o == NULL || at == NULL)
		return;
	if (text_starts(line, "FULLTEXT "))
		read_parser(r, o, at);
	read_block_size(r, o, at);
	if (strstr(at, overlaps) != NULL) {
		_cleanup_buf_ struct buf key = {0};
		const char *end = strstr(at, overlaps);

		/* information_schema shows the period's columns in its place. */
		at = strchr(at, '(') + 1;
		for (; at < end; at++) {
			buf_addc(&key, *at);
			if (at[0] == ',' && at[1] == '`')
				buf_addc(&key, ' ');
		}
		buf_add(&key, overlaps, strlen(overlaps) - 1);
		replace(r, o, ATTR_KEY, buf_dup(&key, r->a));
	}
}

/* " ENGINE = InnoDB" of each partition is the table's engine. */
static void add_without_engine(struct buf *b, const char *text, const char *engine)
{
	_cleanup_buf_ struct buf word = {0};
	const char *at;

	buf_printf(&word, " ENGINE = %s", engine);
	while ((at = strstr(text, word.data)) != NULL) {
		buf_add(b, text, (size_t)(at - text));
		text = at + word.len;
	}
	buf_adds(b, text);
}

/*
 * "PARTITION BY RANGE (`a`)\nSUBPARTITION BY ...\n(PARTITION ...,\n PARTITION ...)" or
 * "PARTITION BY HASH (`a`)\nPARTITIONS 3": how, and which.
 */
static void read_partitions(struct reader *r, const struct table_info *info, const char *text)
{
	_cleanup_buf_ struct buf b = {0};
	const char *list = strstr(text, "\n(PARTITION "), *number = strstr(text, "\nPARTITIONS ");
	char *which;
	size_t len;

	if (list == NULL && number == NULL) {
		schema_set(&r->b, info->object, ATTR_PARTITION_BY,
			   arena_strdup(r->a, text + strlen("PARTITION BY ")));
		return;
	}
	len = (size_t)((list != NULL ? list : number) - text) - strlen("PARTITION BY ");
	text += strlen("PARTITION BY ");
	while (len > 0 && lex_is_space(text[len - 1]))
		len--;
	schema_set(&r->b, info->object, ATTR_PARTITION_BY, arena_strndup(r->a, text, len));
	if (list == NULL) {
		schema_set(&r->b, info->object, ATTR_PARTITION_BOUND,
			   arena_strndup(r->a, number + 1, strcspn(number + 1, "\n")));
		return;
	}
	add_without_engine(&b, list + 2, info->engine);
	len = b.len;
	while (len > 0 && b.data[len - 1] != ')')
		len--;
	which = arena_strndup(r->a, b.data, len - (len > 0));
	/* ",\n PARTITION" -> ",\nPARTITION" */
	for (char *p = which; (p = strstr(p, ",\n PARTITION")) != NULL; p++)
		memmove(p + 2, p + 3, strlen(p + 3) + 1);
	schema_set(&r->b, info->object, ATTR_PARTITION_BOUND, which);
}

static void read_lines(struct reader *r, struct table_info *info, const char *sql)
{
	const char *end = NULL;

	for (const char *p = sql; (p = strstr(p, "\n)")) != NULL; p++)
		end = p;
	if (end == NULL)
		return;
	for (const char *p = strchr(sql, '\n'); p != NULL && p < end; p = strchr(p + 1, '\n')) {
		size_t len = strcspn(p + 1, "\n");
		char *line = arena_strndup(r->a, p + 1, len);

		if (len > 0 && line[len - 1] == ',')
			line[len - 1] = '\0';
		if (!text_starts(line, "  "))
			continue;
		read_period(r, info, line + 2);
		read_key(r, info, line + 2);
	}
	read_union(r, info, end);
	end = strstr(end, "PARTITION BY ");
	if (end != NULL)
		read_partitions(r, info, end);
}

static int show_table(struct reader *r, struct table_info *info)
{
	_cleanup_buf_ struct buf sql = {0};
	struct db_rows rows;
	int rc;

	buf_adds(&sql, "SHOW CREATE TABLE ");
	text_name(&sql, info->object->name);
	rc = mysqld_query(r->my, sql.data, NULL, 0, r->a, &rows, r->err);
	if (rc == 0 && rows.rows == 1 && rows.cols >= 2)
		read_lines(r, info, mysqld_cell(&rows, 0, 1));
	return rc;
}

int read_shown(struct reader *r)
{
	for (size_t i = 0; i < r->tables.len; i++) {
		struct table_info *info = r->tables.v[i];
		int rc = info->show ? show_table(r, info) : 0;

		if (rc != 0)
			return rc;
		for (size_t n = 0; n < info->checks.len; n++) {
			const struct late_check *c = &info->checks.v[n];

			if (c->clause != NULL)
				schema_set(&r->b,
					   schema_add(&r->b, OBJECT_CHECK, info->object, NULL,
						      c->name, NULL),
					   ATTR_EXPRESSION, c->clause);
		}
	}
	return 0;
}
