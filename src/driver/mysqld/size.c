/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How large tables are, as information_schema tells, and where InnoDB keeps
 * them: a table that is copied or rebuilt gets another number, one changed in
 * place or instantly keeps its own.
 */
#include "driver/mysqld/mysqld.h"

#include "base/cleanup.h"

#include <stdlib.h>
#include <string.h>

/* Tables that are asked whether they hold a row: those that the statistics call empty. */
enum { ASKED_MOST = 500 };

static int64_t number(const char *text)
{
	return text == NULL ? -1 : strtoll(text, NULL, 10);
}

static void add_quoted(struct buf *b, const char *name)
{
	buf_addc(b, '`');
	for (const char *p = name; *p != '\0'; p++)
		buf_printf(b, *p == '`' ? "``" : "%c", *p);
	buf_addc(b, '`');
}

/* One query for all of them; a table that may not be read leaves them all unknown. */
static int find_empty(struct mysqld *my, struct db_table_size *v, size_t n, struct pawl_error *err)
{
	_cleanup_buf_ struct buf b = {0};
	_cleanup_arena_ struct arena a = {0};
	struct pawl_error own = {0};
	struct db_rows rows;
	size_t asked = 0;
	int r;

	for (size_t i = 0; i < n && asked < ASKED_MOST; i++) {
		if (v[i].rows > 0)
			continue;
		buf_printf(&b, "%sSELECT %zu FROM DUAL WHERE NOT EXISTS (SELECT 1 FROM ",
			   asked++ == 0 ? "" : " UNION ALL ", i);
		add_quoted(&b, v[i].name);
		buf_adds(&b, " LIMIT 1)");
	}
	if (asked == 0)
		return 0;
	r = mysqld_query(my, b.data, NULL, 0, &a, &rows, &own);
	if (r == PAWL_E_SQL)
		return 0;
	if (r != 0) {
		*err = own;
		return r;
	}
	for (size_t i = 0; i < rows.rows; i++) {
		struct db_table_size *t = &v[number(mysqld_cell(&rows, i, 0))];

		t->empty = true;
		t->rows = 0;
	}
	return 0;
}

int mysqld_table_sizes(void *conn, struct arena *a, struct db_table_size **ret, size_t *ret_len,
		       struct pawl_error *err)
{
	static const char sql[] =
		"SELECT TABLE_NAME, TABLE_ROWS, DATA_LENGTH + INDEX_LENGTH FROM "
		"information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_TYPE IN "
		"('BASE TABLE', 'SYSTEM VERSIONED') ORDER BY TABLE_NAME";
	struct db_rows rows;
	struct db_table_size *v;
	int r = mysqld_query(conn, sql, NULL, 0, a, &rows, err);

	if (r != 0)
		return r;
	v = arena_array(a, struct db_table_size, rows.rows);
	for (size_t i = 0; i < rows.rows; i++)
		v[i] = (struct db_table_size){
			.name = mysqld_cell(&rows, i, 0),
			.rows = number(mysqld_cell(&rows, i, 1)),
			.bytes = number(mysqld_cell(&rows, i, 2)),
		};
	r = find_empty(conn, v, rows.rows, err);
	if (r != 0)
		return r;
	*ret = v;
	*ret_len = rows.rows;
	return 0;
}

int mysqld_storage(void *conn, struct arena *a, struct db_storage **ret, size_t *ret_len,
		   struct pawl_error *err)
{
	static const char mariadb[] =
		"SELECT SUBSTRING_INDEX(t.NAME, '/', -1), NULL, t.TABLE_ID FROM "
		"information_schema.INNODB_SYS_TABLES t WHERE t.NAME LIKE CONCAT(DATABASE(), '/%') "
		"UNION ALL SELECT SUBSTRING_INDEX(t.NAME, '/', -1), i.NAME, i.INDEX_ID FROM "
		"information_schema.INNODB_SYS_TABLES t JOIN information_schema.INNODB_SYS_INDEXES "
		"i ON i.TABLE_ID = t.TABLE_ID WHERE t.NAME LIKE CONCAT(DATABASE(), '/%') ORDER BY "
		"1, 2";
	static const char mysql[] =
		"SELECT SUBSTRING_INDEX(t.NAME, '/', -1), NULL, t.TABLE_ID FROM "
		"information_schema.INNODB_TABLES t WHERE t.NAME LIKE CONCAT(DATABASE(), '/%') "
		"UNION ALL SELECT SUBSTRING_INDEX(t.NAME, '/', -1), i.NAME, i.INDEX_ID FROM "
		"information_schema.INNODB_TABLES t JOIN information_schema.INNODB_INDEXES i ON "
		"i.TABLE_ID = t.TABLE_ID WHERE t.NAME LIKE CONCAT(DATABASE(), '/%') ORDER BY 1, 2";
	struct mysqld *my = conn;
	struct db_rows rows = {0};
	struct db_storage *v;
	int r = mysqld_query(my, my->mariadb ? mariadb : mysql, NULL, 0, a, &rows, err);

	/* It takes the privilege PROCESS. */
	if (r == PAWL_E_SQL) {
		error_reset(err);
		rows = (struct db_rows){0};
		r = 0;
	}
	if (r != 0)
		return r;
	v = arena_array(a, struct db_storage, rows.rows);
	for (size_t i = 0; i < rows.rows; i++)
		v[i] = (struct db_storage){NULL, mysqld_cell(&rows, i, 0), mysqld_cell(&rows, i, 1),
					   mysqld_cell(&rows, i, 2)};
	*ret = v;
	*ret_len = rows.rows;
	return 0;
}
