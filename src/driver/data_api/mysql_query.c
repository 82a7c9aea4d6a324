/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pawl's own questions. The API answers with 1 MiB at most and with rows of 64 KiB at
 * most. What is more comes in pages (LIMIT), a row that is too long in pieces of its
 * cells; the columns get names for that, which a common table expression gives.
 *
 * An answer that is too large ends its transaction. Where that is pawl's own, to read
 * the catalog with, it is begun again.
 */
#include "base/cleanup.h"
#include "driver/data_api/mysql.h"

#include <strings.h>

/* A piece of four-byte characters is 40 KB. */
enum { PAGE = 1024, PIECE = 10000, LITERAL_LONGEST = 1024 };

static bool is_plain(const struct db_param *p)
{
	for (size_t i = 0; i < p->len; i++)
		if ((unsigned char)p->text[i] >= 0x7f || p->text[i] == '\\' || p->text[i] == '\0')
			return false;
	return p->len <= LITERAL_LONGEST;
}

/* Short ones as they are; the others go apart, where they count for nothing. */
static void add_param(struct buf *b, const void *data, size_t i)
{
	const struct db_param *p = (const struct db_param *)data + i;

	if (p->text == NULL || is_plain(p))
		mysqld_literal(b, p->text, p->len);
	else
		buf_printf(b, ":p%zu", i + 1);
}

static bool all_stand_inside(const struct db_param *v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (v[i].text != NULL && !is_plain(&v[i]))
			return false;
	return true;
}

struct question {
	struct api *api;
	struct buf text;
	struct json_params params;
};

static int ask(const struct question *q, const char *sql, bool described, struct arena *a,
	       struct json_result *ret, struct pawl_error *err)
{
	const struct api_call call = {
		.operation = API_EXECUTE,
		.sql = sql,
		.len = strlen(sql),
		.own = sql == q->text.data ? q->text.len : 0,
		.described = described,
		.params = q->params,
	};
	int rc = api_execute(q->api, &call, a, ret, err);

	if (rc == PAWL_E_LIMIT && q->api->reading) {
		struct pawl_error own = {0};
		int again;

		api_rollback(q->api, NULL);
		again = mysql_begin_reading(q->api, &own);
		if (again == 0)
			return rc;
		if (err != NULL)
			*err = own;
		return again;
	}
	return rc;
}

static const char *row_of(const struct question *q, size_t columns, size_t row, struct arena *a)
{
	_cleanup_buf_ struct buf b = {0};

	for (size_t i = 1; i <= columns; i++)
		buf_printf(&b, "%sc%zu", i == 1 ? "WITH pawl_row (" : ", ", i);
	buf_printf(&b, ") AS (%s\nLIMIT 1 OFFSET %zu) ", q->text.data, row);
	return buf_dup(&b, a);
}

/* A cell by its pieces, of which it has length characters. */
static int read_cell(const struct question *q, const char *row, size_t column, size_t length,
		     struct arena *a, const char **ret, struct pawl_error *err)
{
	_cleanup_buf_ struct buf cell = {0};

	buf_adds(&cell, "");
	for (size_t from = 0; from < length; from += PIECE) {
		_cleanup_arena_ struct arena own = {0};
		struct json_result result;
		int rc = ask(q,
			     arena_printf(&own, "%sSELECT SUBSTR(c%zu, %zu, %d) FROM pawl_row", row,
					  column + 1, from + 1, PIECE),
			     false, &own, &result, err);

		if (rc != 0)
			return rc;
		if (result.rows.rows == 1 && result.rows.cells[0] != NULL)
			buf_adds(&cell, result.rows.cells[0]);
	}
	*ret = buf_dup(&cell, a);
	return 0;
}

/* Row number row, *ret_cells NULL where there is none. */
static int read_row(const struct question *q, size_t row, struct arena *a, const char ***ret_cells,
		    size_t *ret_columns, struct pawl_error *err)
{
	_cleanup_arena_ struct arena own = {0};
	_cleanup_buf_ struct buf sql = {0};
	struct json_result shape, lengths;
	const char *from, **cells;
	int rc = ask(q, arena_printf(&own, "%s\nLIMIT 0", q->text.data), true, &own, &shape, err);

	if (rc != 0)
		return rc;
	from = row_of(q, shape.columns, row, &own);
	buf_adds(&sql, from);
	for (size_t i = 1; i <= shape.columns; i++)
		buf_printf(&sql, "%sCHAR_LENGTH(c%zu)", i == 1 ? "SELECT " : ", ", i);
	buf_adds(&sql, " FROM pawl_row");
	rc = ask(q, sql.data, false, &own, &lengths, err);
	if (rc != 0)
		return rc;
	cells = arena_array(a, const char *, shape.columns);
	for (size_t i = 0; i < shape.columns && lengths.rows.rows == 1 && rc == 0; i++)
		if (lengths.rows.cells[i] != NULL)
			rc = read_cell(q, from, i, strtoul(lengths.rows.cells[i], NULL, 10), a,
				       &cells[i], err);
	if (rc != 0)
		return rc;
	*ret_cells = lengths.rows.rows == 1 ? cells : NULL;
	*ret_columns = shape.columns;
	return 0;
}

struct pages {
	VEC(const char *) cells;
	size_t rows, columns, page;
	bool done;
};

static void take(struct pages *p, const char *const *cells, size_t rows, size_t columns,
		 struct arena *a)
{
	for (size_t i = 0; i < rows * columns; i++)
		*vec_push(&p->cells, a) = cells[i];
	p->rows += rows;
	p->columns = columns;
}

/* The next page, or a smaller one where it is too much; at last a single row, by its pieces. */
static int read_page(const struct question *q, struct pages *p, struct arena *a,
		     struct pawl_error *err)
{
	_cleanup_arena_ struct arena own = {0};
	struct json_result result;
	const char **cells = NULL;
	size_t columns = 0;
	int rc = ask(q,
		     arena_printf(&own, "%s\nLIMIT %zu OFFSET %zu", q->text.data, p->page, p->rows),
		     false, a, &result, err);

	if (rc == 0) {
		p->done = result.rows.rows < p->page;
		if (result.rows.rows != 0)
			take(p, result.rows.cells, result.rows.rows, result.rows.cols, a);
		p->page = p->page * 2 < PAGE ? p->page * 2 : PAGE;
		return 0;
	}
	if (rc != PAWL_E_LIMIT)
		return rc;
	if (p->page > 1) {
		p->page = p->page / 4 + (p->page < 4);
		error_reset(err);
		return 0;
	}
	error_reset(err);
	rc = read_row(q, p->rows, a, &cells, &columns, err);
	if (rc != 0)
		return rc;
	p->done = cells == NULL;
	if (cells != NULL)
		take(p, cells, 1, columns, a);
	return 0;
}

static int read_pages(const struct question *q, struct arena *a, struct db_rows *ret,
		      struct pawl_error *err)
{
	struct pages p = {.page = PAGE / 4};
	int rc = 0;

	while (rc == 0 && !p.done)
		rc = read_page(q, &p, a, err);
	if (rc == 0)
		*ret = (struct db_rows){.rows = p.rows, .cols = p.columns, .cells = p.cells.v};
	return rc;
}

/* One that has a LIMIT has it so that its answer is short. */
static bool has_pages(const char *sql)
{
	return (words_begins(sql, "select") || words_begins(sql, "with")) &&
	       strcasestr(sql, " limit ") == NULL;
}

int mysql_query_own(void *conn, const char *sql, const struct db_param *params, size_t n,
		    struct arena *a, struct db_rows *ret, struct pawl_error *err)
{
	struct pawl_error own = {0}, *e = err != NULL ? err : &own;
	struct question q = {.api = conn};
	struct json_result result;
	int rc = mysqld_expand_by(sql, &(struct mysqld_places){add_param, params, n}, &q.text, e);

	if (!all_stand_inside(params, n))
		q.params = (struct json_params){params, n, 0};
	if (rc == 0)
		rc = ask(&q, buf_str(&q.text), false, a, &result, e);
	if (rc == 0) {
		*ret = result.rows;
	} else if (rc == PAWL_E_LIMIT && !q.api->failed && has_pages(sql)) {
		error_reset(e);
		rc = read_pages(&q, a, ret, e);
	}
	buf_done(&q.text);
	return rc;
}

int mysql_query(void *conn, const char *sql, const struct db_param *params, size_t n,
		struct arena *a, struct db_rows *ret, struct pawl_error *err)
{
	struct api *api = conn;
	bool own = api->transaction == NULL && memory_is_set(&api->memory);
	int rc = own ? api_begin_as(api, NULL, err) : 0;

	if (rc == 0)
		rc = mysql_query_own(api, sql, params, n, a, ret, err);
	if (rc == 0 && own)
		rc = api_commit(api, err);
	if (rc != 0 && own)
		api_rollback(api, NULL);
	return rc;
}
