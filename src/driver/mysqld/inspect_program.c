/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Views, triggers, routines and events. Bodies are text as it was written;
 * who may not see them (SHOW VIEW, SHOW CREATE ROUTINE) gets none, and that is an error
 * here, because a dump without them would be wrong.
 */
#include "driver/mysqld/inspect.h"

#include "base/cleanup.h"
#include "base/text.h"
#include "sql/lexer.h"

#include <string.h>

static int no_body(struct reader *r, const char *kind, const char *name)
{
	fail(r->err, PAWL_E_SQL, "the definition of %s \"%s\" cannot be read", kind, name);
	hint(r->err, "grant the user SHOW VIEW and SELECT, or all privileges on the database");
	return PAWL_E_SQL;
}

int read_views(struct reader *r)
{
	_cleanup_buf_ struct buf sql = {0};
	struct db_rows rows;
	int rc;

	buf_printf(&sql,
		   "SELECT TABLE_NAME, VIEW_DEFINITION, NULLIF(CHECK_OPTION,'NONE'), "
		   "IF(SECURITY_TYPE='INVOKER','INVOKER',NULL), NULLIF(%s,'UNDEFINED'), DEFINER "
		   "FROM information_schema.VIEWS WHERE TABLE_SCHEMA=%%s",
		   r->facts->view_algorithm);
	rc = reader_query(r, &rows, sql.data);
	if (rc != 0)
		return rc;
	for (size_t i = 0; i < rows.rows; i++) {
		const char *query = mysqld_cell(&rows, i, 1);
		struct object *o = schema_lookup(&r->b, OBJECT_VIEW, NULL, NULL,
						 mysqld_cell(&rows, i, 0), NULL);

		if (o == NULL)
			continue;
		if (query == NULL || *query == '\0')
			return no_body(r, "view", o->name);
		schema_set(&r->b, o, ATTR_QUERY, text_joins(r, text_local(r, query)));
		schema_set(&r->b, o, ATTR_CHECK_OPTION, mysqld_cell(&rows, i, 2));
		schema_set(&r->b, o, ATTR_SECURITY, mysqld_cell(&rows, i, 3));
		schema_set(&r->b, o, ATTR_ALGORITHM, mysqld_cell(&rows, i, 4));
		schema_set(&r->b, o, ATTR_DEFINER, mysqld_cell(&rows, i, 5));
		reader_mention(r, o, query);
	}
	return 0;
}

enum trigger_cell { T_TABLE, T_TIMING, T_ORDER, T_NAME, T_BODY, T_MODE, T_DEFINER };

int read_triggers(struct reader *r)
{
	struct db_rows rows;
	const struct object *last = NULL;
	const char *before = NULL;
	int rc =
		reader_query(r, &rows,
			     "SELECT EVENT_OBJECT_TABLE, CONCAT(ACTION_TIMING,' ',"
			     "EVENT_MANIPULATION), ACTION_ORDER, TRIGGER_NAME, "
			     "ACTION_STATEMENT, SQL_MODE, DEFINER FROM "
			     "information_schema.TRIGGERS WHERE TRIGGER_SCHEMA=%s AND "
			     "EVENT_OBJECT_SCHEMA=%s ORDER BY EVENT_OBJECT_TABLE, 2, ACTION_ORDER");

	if (rc != 0)
		return rc;
	for (size_t i = 0; i < rows.rows; i++) {
		const char *const *cell = &rows.cells[i * rows.cols];
		const struct table_info *info = map_get(&r->by_name, cell[T_TABLE]);
		struct object *o;

		if (info == NULL)
			continue;
		o = schema_add(&r->b, OBJECT_TRIGGER, info->object, NULL, cell[T_NAME], NULL);
		if (i == 0 || strcmp(cell[T_TABLE], mysqld_cell(&rows, i - 1, T_TABLE)) != 0 ||
		    strcmp(cell[T_TIMING], mysqld_cell(&rows, i - 1, T_TIMING)) != 0)
			last = NULL;
		schema_set(&r->b, o, ATTR_TIMING, cell[T_TIMING]);
		rc = read_body(r, o, cell[T_BODY]);
		if (rc != 0)
			return rc;
		schema_set(&r->b, o, ATTR_SQL_MODE, cell[T_MODE]);
		schema_set(&r->b, o, ATTR_DEFINER, cell[T_DEFINER]);
		if (last != NULL) {
			before = object_get(last, ATTR_FOLLOWS);
			before = before == NULL ? last->name
						: arena_printf(r->a, "%s, %s", before, last->name);
			schema_set(&r->b, o, ATTR_FOLLOWS, before);
			schema_need(&r->b, o, last);
		}
		last = o;
	}
	return 0;
}

/* Only an aggregate function may say FETCH GROUP NEXT ROW, and each one must. */
static bool is_aggregate(const char *body)
{
	static const struct lex_rules rules = {.hash_comments = true,
					       .dash_needs_space = true,
					       .backslash_escapes = true,
					       .double_quote_string = true,
					       .backticks = true,
					       .executable_comments = true};
	struct lexer lx;
	struct lex_token t;
	bool fetch = false;

	lex_init(&lx, &rules, body, strlen(body));
	do {
		lex_next_code(&lx, &t);
		if (fetch && lex_is(&t, "GROUP"))
			return true;
		fetch = lex_is(&t, "FETCH");
	} while (t.kind != LEX_END && t.kind != LEX_UNFINISHED);
	return false;
}

enum routine_cell {
	R_NAME,
	R_TYPE,
	R_RETURNS,
	R_COLLATION,
	R_BODY,
	R_DETERMINISTIC,
	R_ACCESS,
	R_SECURITY,
	R_MODE,
	R_COMMENT,
	R_DEFINER,
	R_DATABASE_COLLATION,
};

/* "varchar(20) CHARSET latin1 COLLATE latin1_bin", the character set if it is not the database's. */
static const char *full_type(struct reader *r, const char *type, const char *collation,
			     const char *usual)
{
	bool compressed;

	type = text_type(r->a, type, &compressed);
	if (collation == NULL || (usual != NULL && strcmp(collation, usual) == 0))
		return type;
	return arena_printf(r->a, "%s CHARSET %.*s COLLATE %s", type, (int)strcspn(collation, "_"),
			    collation, collation);
}

static void set_routine(struct reader *r, struct object *o, const char *const *cell)
{
	const char *access = strcmp(cell[R_ACCESS], "CONTAINS SQL") == 0 ? NULL : cell[R_ACCESS];
	const char *sure = cell[R_DETERMINISTIC];

	if (o->kind == OBJECT_FUNCTION) {
		schema_set(&r->b, o, ATTR_RETURNS,
			   full_type(r, cell[R_RETURNS], cell[R_COLLATION],
				     cell[R_DATABASE_COLLATION]));
		if (is_aggregate(cell[R_BODY]))
			schema_set(&r->b, o, ATTR_METHOD, "aggregate");
	}
	schema_set(&r->b, o, ATTR_OPTIONS,
		   sure != NULL && access != NULL ? arena_printf(r->a, "%s %s", sure, access)
		   : sure != NULL                 ? sure
						  : access);
	schema_set(&r->b, o, ATTR_SECURITY, cell[R_SECURITY]);
	schema_set(&r->b, o, ATTR_SQL_MODE, cell[R_MODE]);
	schema_set(&r->b, o, ATTR_COMMENT, cell[R_COMMENT]);
	schema_set(&r->b, o, ATTR_DEFINER, cell[R_DEFINER]);
}

static enum object_kind routine_kind(const char *type)
{
	static const enum object_kind kinds[] = {OBJECT_FUNCTION, OBJECT_PROCEDURE, OBJECT_PACKAGE,
						 OBJECT_PACKAGE_BODY};

	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (text_equal_nocase(type, kind_word(kinds[i])))
			return kinds[i];
	return OBJECT_KINDS;
}

enum parameter_cell { P_ROUTINE, P_TYPE, P_POSITION, P_MODE, P_NAME, P_DATA, P_COLLATION };

/* The rows of one routine, from its first parameter on. */
static void set_parameters(struct reader *r, struct object *o, const struct db_rows *rows,
			   size_t from, size_t n, const char *usual)
{
	_cleanup_buf_ struct buf b = {0};
	const char *mode = object_get(o, ATTR_SQL_MODE);
	/* There the mode stands behind the name. */
	bool oracle = mode != NULL && strstr(mode, ",ORACLE,") != NULL;

	for (size_t i = from; i < from + n; i++) {
		const char *const *cell = &rows->cells[i * rows->cols];

		if (strcmp(cell[P_POSITION], "0") == 0)
			continue;
		if (b.len > 0)
			buf_adds(&b, ", ");
		if (o->kind == OBJECT_PROCEDURE && !oracle)
			buf_printf(&b, "%s ", cell[P_MODE]);
		text_name(&b, cell[P_NAME]);
		if (o->kind == OBJECT_PROCEDURE && oracle)
			buf_printf(&b, " %s", cell[P_MODE]);
		buf_printf(&b, " %s", full_type(r, cell[P_DATA], cell[P_COLLATION], usual));
	}
	schema_set(&r->b, o, ATTR_KEY, buf_dup(&b, r->a));
}

/* Of a ROW, or of a type taken from a table, information_schema does not tell all. */
static bool has_row(const struct db_rows *rows, size_t from, size_t n)
{
	for (size_t i = from; i < from + n; i++) {
		const char *type = mysqld_cell(rows, i, P_DATA);

		if (type != NULL && (text_starts(type, "ROW") || text_starts(type, "TYPE OF")))
			return true;
	}
	return false;
}

static int read_parameters(struct reader *r, const struct map *usual)
{
	struct db_rows rows;
	int rc = reader_query(r, &rows,
			      "SELECT SPECIFIC_NAME, ROUTINE_TYPE, ORDINAL_POSITION, "
			      "PARAMETER_MODE, PARAMETER_NAME, DTD_IDENTIFIER, COLLATION_NAME FROM "
			      "information_schema.PARAMETERS WHERE SPECIFIC_SCHEMA=%s ORDER BY "
			      "1, 2, 3");

	if (rc != 0)
		return rc;
	for (size_t i = 0, n; rc == 0 && i < rows.rows; i += n) {
		enum object_kind kind = routine_kind(mysqld_cell(&rows, i, P_TYPE));
		struct object *o = NULL;

		if (kind != OBJECT_KINDS)
			o = schema_lookup(&r->b, kind, NULL, NULL, mysqld_cell(&rows, i, P_ROUTINE),
					  NULL);
		for (n = 1; i + n < rows.rows; n++)
			if (strcmp(mysqld_cell(&rows, i, 0), mysqld_cell(&rows, i + n, 0)) != 0 ||
			    strcmp(mysqld_cell(&rows, i, 1), mysqld_cell(&rows, i + n, 1)) != 0)
				break;
		if (o != NULL && has_row(&rows, i, n))
			rc = read_parameter_list(r, o);
		else if (o != NULL)
			set_parameters(r, o, &rows, i, n, map_get(usual, o->key));
	}
	return rc;
}

int read_routines(struct reader *r)
{
	struct map usual = {.arena = r->a};
	VEC(struct object *) bodies = {0};
	struct db_rows rows;
	int rc =
		reader_query(r, &rows,
			     "SELECT ROUTINE_NAME, ROUTINE_TYPE, DTD_IDENTIFIER, COLLATION_NAME, "
			     "ROUTINE_DEFINITION, IF(IS_DETERMINISTIC='YES','DETERMINISTIC',NULL), "
			     "SQL_DATA_ACCESS, IF(SECURITY_TYPE='INVOKER','INVOKER',NULL), "
			     "SQL_MODE, NULLIF(ROUTINE_COMMENT,''), DEFINER, DATABASE_COLLATION "
			     "FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA=%s");

	if (rc != 0)
		return rc;
	for (size_t i = 0; i < rows.rows; i++) {
		const char *const *cell = &rows.cells[i * rows.cols];
		enum object_kind kind = routine_kind(cell[R_TYPE]);
		struct object *o;

		if (kind == OBJECT_KINDS || reader_excluded(r, cell[R_NAME]))
			continue;
		if (cell[R_BODY] == NULL)
			return no_body(r, kind_word(kind), cell[R_NAME]);
		o = schema_add(&r->b, kind, NULL, NULL, cell[R_NAME], NULL);
		set_routine(r, o, cell);
		rc = read_body(r, o, cell[R_BODY]);
		if (rc != 0)
			return rc;
		if (kind == OBJECT_PACKAGE_BODY)
			*vec_push(&bodies, r->a) = o;
		if (cell[R_DATABASE_COLLATION] != NULL)
			map_put(&usual, o->key, (void *)cell[R_DATABASE_COLLATION]);
	}
	for (size_t i = 0; i < bodies.len; i++)
		schema_need(&r->b, bodies.v[i],
			    schema_lookup(&r->b, OBJECT_PACKAGE, NULL, NULL, bodies.v[i]->name,
					  NULL));
	return rows.rows == 0 ? 0 : read_parameters(r, &usual);
}

enum event_cell {
	E_NAME,
	E_BODY,
	E_AT,
	E_VALUE,
	E_FIELD,
	E_STARTS,
	E_ENDS,
	E_STATUS,
	E_COMPLETION,
	E_COMMENT,
	E_MODE,
	E_DEFINER,
};

/* STARTS that the server set itself to the time the event was made is no part of the schema. */
static const char *schedule(struct reader *r, const char *const *cell)
{
	_cleanup_buf_ struct buf b = {0};
	bool number = cell[E_VALUE] != NULL &&
		      cell[E_VALUE][strspn(cell[E_VALUE], "0123456789")] == '\0';

	if (cell[E_AT] != NULL)
		return arena_printf(r->a, "AT '%s'", cell[E_AT]);
	if (cell[E_VALUE] == NULL)
		return NULL;
	if (number)
		buf_printf(&b, "EVERY %s %s", cell[E_VALUE], cell[E_FIELD]);
	else if (*cell[E_VALUE] == '\'')
		buf_printf(&b, "EVERY %s %s", cell[E_VALUE], cell[E_FIELD]);
	else
		buf_printf(&b, "EVERY '%s' %s", cell[E_VALUE], cell[E_FIELD]);
	if (cell[E_STARTS] != NULL)
		buf_printf(&b, " STARTS '%s'", cell[E_STARTS]);
	if (cell[E_ENDS] != NULL)
		buf_printf(&b, " ENDS '%s'", cell[E_ENDS]);
	return buf_dup(&b, r->a);
}

int read_events(struct reader *r)
{
	struct db_rows rows;
	int rc = reader_query(
		r, &rows,
		"SELECT EVENT_NAME, EVENT_DEFINITION, EXECUTE_AT, INTERVAL_VALUE, "
		"INTERVAL_FIELD, IF(STARTS=CREATED OR STARTS=LAST_ALTERED,NULL,STARTS), "
		"ENDS, CASE STATUS WHEN 'DISABLED' THEN 'DISABLE' WHEN 'ENABLED' THEN "
		"NULL ELSE 'DISABLE ON SLAVE' END, "
		"IF(ON_COMPLETION='PRESERVE','ON COMPLETION PRESERVE',NULL), "
		"NULLIF(EVENT_COMMENT,''), SQL_MODE, DEFINER FROM "
		"information_schema.EVENTS WHERE EVENT_SCHEMA=%s");

	if (rc != 0)
		return rc;
	for (size_t i = 0; i < rows.rows; i++) {
		const char *const *cell = &rows.cells[i * rows.cols];
		struct object *o;

		if (reader_excluded(r, cell[E_NAME]))
			continue;
		o = schema_add(&r->b, OBJECT_EVENT, NULL, NULL, cell[E_NAME], NULL);
		schema_set(&r->b, o, ATTR_SCHEDULE, schedule(r, cell));
		schema_set(&r->b, o, ATTR_ENABLED, cell[E_STATUS]);
		schema_set(&r->b, o, ATTR_OPTIONS, cell[E_COMPLETION]);
		schema_set(&r->b, o, ATTR_COMMENT, cell[E_COMMENT]);
		schema_set(&r->b, o, ATTR_SQL_MODE, cell[E_MODE]);
		schema_set(&r->b, o, ATTR_DEFINER, cell[E_DEFINER]);
		rc = read_body(r, o, cell[E_BODY]);
		if (rc != 0)
			return rc;
	}
	return 0;
}
