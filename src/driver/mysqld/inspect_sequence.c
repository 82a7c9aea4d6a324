/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sequences, which are tables of one row and shown by no view of
 * information_schema: one query reads them all. And privileges.
 */
#include "driver/mysqld/inspect.h"

#include "base/cleanup.h"

#include <string.h>

enum { BATCH = 500 }; /* sequences that one query reads */

enum sequence_cell { S_NAME, S_START, S_INCREMENT, S_MINIMUM, S_MAXIMUM, S_CACHE, S_CYCLE };

static void set_unless(struct reader *r, struct object *o, enum attribute name, const char *value,
		       const char *usual)
{
	if (strcmp(value, usual) != 0)
		schema_set(&r->b, o, name, value);
}

static void set_sequence(struct reader *r, struct object *o, const char *const *cell)
{
	bool down = *cell[S_INCREMENT] == '-';
	const char *minimum = down ? "-9223372036854775807" : "1";
	const char *maximum = down ? "-1" : "9223372036854775806";

	set_unless(r, o, ATTR_START, cell[S_START], down ? cell[S_MAXIMUM] : cell[S_MINIMUM]);
	set_unless(r, o, ATTR_INCREMENT, cell[S_INCREMENT], "1");
	set_unless(r, o, ATTR_MINIMUM, cell[S_MINIMUM], minimum);
	set_unless(r, o, ATTR_MAXIMUM, cell[S_MAXIMUM], maximum);
	set_unless(r, o, ATTR_CACHE, cell[S_CACHE], "1000");
	schema_set_flag(&r->b, o, ATTR_CYCLE, strcmp(cell[S_CYCLE], "0") != 0);
}

static int read_batch(struct reader *r, const char *sql)
{
	struct db_rows rows;
	int rc = mysqld_query(r->my, sql, NULL, 0, r->a, &rows, r->err);

	for (size_t i = 0; rc == 0 && i < rows.rows; i++) {
		const char *const *cell = &rows.cells[i * rows.cols];

		set_sequence(r, schema_add(&r->b, OBJECT_SEQUENCE, NULL, NULL, cell[S_NAME], NULL),
			     cell);
	}
	return rc;
}

int read_sequences(struct reader *r)
{
	_cleanup_buf_ struct buf sql = {0};
	size_t n = 0;
	int rc = 0;

	for (size_t i = 0; i < r->tables.len && rc == 0; i++) {
		const struct object *o = r->tables.v[i]->object;

		if (!r->tables.v[i]->sequence)
			continue;
		buf_adds(&sql, n == 0 ? "SELECT " : " UNION ALL SELECT ");
		mysqld_literal(&sql, o->name, strlen(o->name));
		buf_adds(&sql, ", start_value, increment, minimum_value, maximum_value, "
			       "cache_size, cycle_option FROM ");
		text_name(&sql, o->name);
		if (++n % BATCH != 0)
			continue;
		rc = read_batch(r, sql.data);
		buf_clear(&sql);
		n = 0;
	}
	return rc != 0 || n == 0 ? rc : read_batch(r, sql.data);
}

enum privilege_cell { G_TABLE, G_COLUMN, G_GRANTEE, G_RIGHTS, G_GRANTABLE };

static void add_privilege(struct reader *r, const char *const *cell)
{
	const struct table_info *info = map_get(&r->by_name, cell[G_TABLE]);
	const struct object *on =
		info != NULL ? info->object
			     : schema_lookup(&r->b, OBJECT_VIEW, NULL, NULL, cell[G_TABLE], NULL);
	struct object *o;

	if (on != NULL && cell[G_COLUMN] != NULL)
		on = schema_lookup(&r->b, OBJECT_COLUMN, on, NULL, cell[G_COLUMN], NULL);
	if (on == NULL)
		return;
	o = schema_add(&r->b, OBJECT_PRIVILEGE, on, NULL, cell[G_GRANTEE], NULL);
	schema_set(&r->b, o, ATTR_PRIVILEGES, cell[G_RIGHTS]);
	schema_set(&r->b, o, ATTR_GRANTABLE, cell[G_GRANTABLE]);
}

int read_privileges(struct reader *r)
{
	struct db_rows rows;
	int rc = reader_query(
		r, &rows,
		"SELECT TABLE_NAME, NULL, GRANTEE, GROUP_CONCAT(PRIVILEGE_TYPE ORDER BY "
		"PRIVILEGE_TYPE SEPARATOR ', '), IF(MAX(IS_GRANTABLE)='YES','yes',NULL) FROM "
		"information_schema.TABLE_PRIVILEGES WHERE TABLE_SCHEMA=%s GROUP BY TABLE_NAME, "
		"GRANTEE UNION ALL SELECT TABLE_NAME, COLUMN_NAME, GRANTEE, "
		"GROUP_CONCAT(PRIVILEGE_TYPE ORDER BY PRIVILEGE_TYPE SEPARATOR ', '), "
		"IF(MAX(IS_GRANTABLE)='YES','yes',NULL) FROM information_schema.COLUMN_PRIVILEGES "
		"WHERE TABLE_SCHEMA=%s GROUP BY TABLE_NAME, COLUMN_NAME, GRANTEE");

	for (size_t i = 0; rc == 0 && i < rows.rows; i++)
		add_privilege(r, &rows.cells[i * rows.cols]);
	return rc;
}
