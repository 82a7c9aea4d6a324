/* SPDX-License-Identifier: Apache-2.0 */
/* Tables and columns: what information_schema.TABLES and COLUMNS say, taken apart. */
#include "driver/mysqld/inspect.h"

#include "base/cleanup.h"
#include "base/text.h"
#include "sql/option.h"

#include <ctype.h>
#include <string.h>

static bool is_option(const char *text, size_t len, const char *name)
{
	return len >= strlen(name) && strncasecmp(text, name, strlen(name)) == 0 &&
	       (len == strlen(name) || text[strlen(name)] == '=');
}

/*
 * Options of Aria mean nothing for another engine, and ALTER TABLE writes down
 * those of them that have their usual values.
 */
static bool is_beside(const char *text, size_t len, bool aria)
{
	if (!aria)
		return is_option(text, len, "page_checksum") ||
		       is_option(text, len, "transactional");
	return (len == 15 && strncasecmp(text, "page_checksum=1", len) == 0) ||
	       (len == 15 && strncasecmp(text, "transactional=1", len) == 0);
}

/*
 * "row_format=DYNAMIC `page_compressed`='1' partitioned" without what is told elsewhere;
 * names of options in capitals, as SHOW CREATE TABLE has them. Aria gives a table options
 * that stay, and mean nothing, when it gets another engine.
 */
static const char *table_options(struct arena *a, const char *text, const char *engine,
				 bool *ret_partitioned)
{
	bool aria = engine != NULL && strcmp(engine, "Aria") == 0;
	_cleanup_buf_ struct buf b = {0};

	*ret_partitioned = false;
	for (size_t len; text != NULL && *text != '\0'; text += len + (text[len] == ' ')) {
		bool name = true;

		len = option_len(text);
		if (is_option(text, len, "partitioned")) {
			*ret_partitioned = true;
			continue;
		}
		if (len == 0 || is_beside(text, len, aria))
			continue;
		if (b.len > 0)
			buf_addc(&b, ' ');
		for (size_t i = 0; i < len; i++) {
			name = name && text[i] != '=';
			buf_addc(&b, name ? (char)toupper((unsigned char)text[i]) : text[i]);
		}
	}
	return b.len > 0 ? buf_dup(&b, a) : NULL;
}

static struct table_info *add_info(struct reader *r, const struct db_rows *rows, size_t row)
{
	struct table_info *info = arena_new(r->a, struct table_info);

	info->engine = mysqld_cell(rows, row, 2);
	info->collation = mysqld_cell(rows, row, 3);
	map_put(&r->by_name, mysqld_cell(rows, row, 0), info);
	*vec_push(&r->tables, r->a) = info;
	return info;
}

/* The tables of a MERGE, and block sizes of indexes, which mean nothing to InnoDB. */
static bool shows_more(const char *engine)
{
	static const char *const engines[] = {"MyISAM", "Aria", "MRG_MyISAM"};

	for (size_t i = 0; engine != NULL && i < sizeof(engines) / sizeof(*engines); i++)
		if (strcmp(engine, engines[i]) == 0)
			return true;
	return false;
}

static void add_table(struct reader *r, const struct db_rows *rows, size_t row)
{
	const char *name = mysqld_cell(rows, row, 0), *type = mysqld_cell(rows, row, 1);
	struct table_info *info;
	struct object *o;
	const char *options;
	bool partitioned = false;

	if (strcmp(type, "VIEW") == 0) {
		schema_add(&r->b, OBJECT_VIEW, NULL, NULL, name, NULL);
		return;
	}
	info = add_info(r, rows, row);
	info->sequence = strcmp(type, "SEQUENCE") == 0;
	o = schema_add(&r->b, info->sequence ? OBJECT_SEQUENCE : OBJECT_TABLE, NULL, NULL, name,
		       NULL);
	info->object = o;
	schema_set(&r->b, o, ATTR_COMMENT, mysqld_cell(rows, row, 5));
	if (info->sequence)
		return;
	options = table_options(r->a, mysqld_cell(rows, row, 4), info->engine, &partitioned);
	info->show = partitioned || shows_more(info->engine);
	schema_set(&r->b, o, ATTR_OPTIONS, options);
	schema_set(&r->b, o, ATTR_ENGINE, info->engine);
	schema_set(&r->b, o, ATTR_COLLATION, info->collation);
	if (strcmp(type, "SYSTEM VERSIONED") == 0)
		schema_set(&r->b, o, ATTR_SYSTEM_VERSIONING, "yes");
}

int read_tables(struct reader *r)
{
	struct db_rows rows;
	int rc = reader_query(r, &rows,
			      "SELECT TABLE_NAME, TABLE_TYPE, ENGINE, TABLE_COLLATION, "
			      "CREATE_OPTIONS, TABLE_COMMENT FROM information_schema.TABLES "
			      "WHERE TABLE_SCHEMA=%s AND TABLE_TYPE<>'TEMPORARY'");

	if (rc != 0)
		return rc;
	for (size_t i = 0; i < rows.rows; i++)
		if (!reader_excluded(r, mysqld_cell(&rows, i, 0)))
			add_table(r, &rows, i);
	return 0;
}

enum column_cell {
	C_TABLE,
	C_NAME,
	C_POSITION,
	C_TYPE,
	C_NOT_NULL,
	C_DEFAULT,
	C_COLLATION,
	C_EXTRA,
	C_COMMENT,
	C_GENERATED,
};

/* "on update current_timestamp(3), INVISIBLE": the expression of ON UPDATE, NULL if there is none. */
static const char *on_update(struct arena *a, const char *extra)
{
	const char *at = strcasestr(extra, "on update ");

	if (at == NULL)
		return NULL;
	at += strlen("on update ");
	return arena_strndup(a, at, strcspn(at, ", "));
}

/* As in SQL. MySQL keeps a literal's bare text and says in EXTRA whether it is an expression. */
static const char *default_text(const struct reader *r, const char *type, const char *text,
				const char *extra)
{
	_cleanup_buf_ struct buf b = {0};

	if (text == NULL || !r->facts->raw_defaults)
		return text == NULL || strcmp(text, "NULL") == 0 ? NULL : text_local(r, text);
	if (strcasestr(extra, "DEFAULT_GENERATED") != NULL)
		return text_starts(text, "CURRENT_TIMESTAMP") ? text
							      : arena_printf(r->a, "(%s)", text);
	if (text_starts(text, "CURRENT_TIMESTAMP") || text_starts(text, "b'") ||
	    strstr(type, "int") == type || text_starts(type, "decimal"))
		return text;
	buf_addc(&b, '\'');
	for (; *text != '\0'; text++) {
		if (*text == '\'' || *text == '\\')
			buf_addc(&b, *text);
		buf_addc(&b, *text);
	}
	buf_addc(&b, '\'');
	return buf_dup(&b, r->a);
}

/* MySQL escapes the quotes of literals in an expression once more. */
static const char *expression_text(const struct reader *r, const char *text)
{
	_cleanup_buf_ struct buf b = {0};

	if (text == NULL || *text == '\0' || !r->facts->escaped_expressions)
		return text_local(r, text);
	for (; *text != '\0'; text++)
		if (!(text[0] == '\\' && text[1] == '\''))
			buf_addc(&b, *text);
	return text_local(r, buf_str(&b) == b.data ? buf_dup(&b, r->a) : "");
}

/* No expression of a user's is printed so: a name would be quoted, and a text too. */
static bool is_row_time(const char *generated)
{
	return generated != NULL &&
	       (strcmp(generated, "ROW START") == 0 || strcmp(generated, "ROW END") == 0);
}

static void set_extra(struct reader *r, struct object *o, const char *extra)
{
	schema_set_flag(&r->b, o, ATTR_AUTO_INCREMENT, strstr(extra, "auto_increment") != NULL);
	schema_set_flag(&r->b, o, ATTR_INVISIBLE, strstr(extra, "INVISIBLE") != NULL);
	schema_set(&r->b, o, ATTR_ON_UPDATE, on_update(r->a, extra));
	if (strstr(extra, "WITHOUT SYSTEM VERSIONING") != NULL)
		schema_set(&r->b, o, ATTR_SYSTEM_VERSIONING, "without");
}

static void set_generated(struct reader *r, struct object *o, const char *generated,
			  const char *extra)
{
	schema_set(&r->b, o, ATTR_GENERATED, generated);
	if (is_row_time(generated))
		schema_set(&r->b, o, ATTR_GENERATION, "system");
	else if (strstr(extra, "VIRTUAL GENERATED") != NULL)
		schema_set(&r->b, o, ATTR_GENERATION, "virtual");
	else if (strstr(extra, "STORED GENERATED") != NULL)
		schema_set(&r->b, o, ATTR_GENERATION, "stored");
}

static void set_column(struct reader *r, struct object *o, const char *const *cell)
{
	const char *extra = cell[C_EXTRA] != NULL ? cell[C_EXTRA] : "";
	const char *generated = expression_text(r, cell[C_GENERATED]);
	const char *value = default_text(r, cell[C_TYPE], cell[C_DEFAULT], extra);
	bool compressed = false;

	schema_set(&r->b, o, ATTR_TYPE, text_type(r->a, cell[C_TYPE], &compressed));
	schema_set_flag(&r->b, o, ATTR_COMPRESSION, compressed);
	schema_set(&r->b, o, ATTR_NOT_NULL, cell[C_NOT_NULL]);
	set_generated(r, o, generated, extra);
	if (generated == NULL || *generated == '\0')
		schema_set(&r->b, o, ATTR_DEFAULT, value);
	schema_set(&r->b, o, ATTR_COMMENT, cell[C_COMMENT]);
	set_extra(r, o, extra);
	reader_mention(r, o, cell[C_DEFAULT]);
}

/* The columns ROW START and ROW END are those of the table's period. */
static void note_period(struct reader *r, struct object *table, const struct object *column,
			const char *generated)
{
	_cleanup_buf_ struct buf b = {0};
	bool end;

	if (!is_row_time(generated))
		return;
	end = strcmp(generated, "ROW END") == 0;
	text_name(&b, column->name);
	for (size_t i = 0; i < table->attributes_len; i++) {
		struct attribute_value *v = (struct attribute_value *)&table->attributes[i];

		if (v->name != ATTR_SYSTEM_VERSIONING)
			continue;
		if (strcmp(v->value, "yes") == 0)
			v->value = buf_dup(&b, r->a);
		else
			v->value = end ? arena_printf(r->a, "%s, %s", v->value, b.data)
				       : arena_printf(r->a, "%s, %s", b.data, v->value);
	}
}

static void add_column(struct reader *r, const char *const *cell, const char *after)
{
	const struct table_info *info = map_get(&r->by_name, cell[C_TABLE]);
	struct object *o, *view;

	if (info != NULL && info->sequence)
		return;
	if (info == NULL) {
		bool compressed;

		view = schema_lookup(&r->b, OBJECT_VIEW, NULL, NULL, cell[C_TABLE], NULL);
		if (view == NULL)
			return;
		o = schema_add(&r->b, OBJECT_COLUMN, view, NULL, cell[C_NAME], NULL);
		o->implied = true;
		o->position = strtoul(cell[C_POSITION], NULL, 10);
		schema_set(&r->b, o, ATTR_TYPE, text_type(r->a, cell[C_TYPE], &compressed));
		return;
	}
	o = schema_add(&r->b, OBJECT_COLUMN, info->object, NULL, cell[C_NAME], NULL);
	o->position = strtoul(cell[C_POSITION], NULL, 10);
	set_column(r, o, cell);
	if (cell[C_COLLATION] != NULL &&
	    (info->collation == NULL || strcmp(cell[C_COLLATION], info->collation) != 0))
		schema_set(&r->b, o, ATTR_COLLATION, cell[C_COLLATION]);
	schema_set(&r->b, o, ATTR_AFTER, after);
	note_period(r, info->object, o, cell[C_GENERATED]);
}

int read_columns(struct reader *r)
{
	_cleanup_buf_ struct buf sql = {0};
	struct db_rows rows;
	int rc;

	buf_printf(&sql,
		   "SELECT TABLE_NAME, COLUMN_NAME, ORDINAL_POSITION, COLUMN_TYPE, "
		   "IF(IS_NULLABLE='NO','yes',NULL), COLUMN_DEFAULT, COLLATION_NAME, "
		   "NULLIF(EXTRA,''), NULLIF(COLUMN_COMMENT,''), NULLIF(GENERATION_EXPRESSION,'') "
		   "FROM information_schema.COLUMNS WHERE TABLE_SCHEMA=%%s%s",
		   *r->facts->order != '\0' ? " ORDER BY TABLE_NAME, ORDINAL_POSITION" : "");
	rc = reader_query(r, &rows, sql.data);
	if (rc != 0)
		return rc;
	for (size_t i = 0; i < rows.rows; i++) {
		const char *const *cell = &rows.cells[i * rows.cols];
		bool same = i > 0 && strcmp(mysqld_cell(&rows, i - 1, C_TABLE), cell[C_TABLE]) == 0;

		add_column(r, cell, same ? mysqld_cell(&rows, i - 1, C_NAME) : NULL);
	}
	return 0;
}
