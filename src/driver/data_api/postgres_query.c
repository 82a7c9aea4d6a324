/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pawl's own questions. The API knows few types, answers with 1 MiB at most and
 * with rows of 64 KiB at most; and it takes a parameter's type from the sender,
 * where PostgreSQL would take it from the place. So a question is wrapped: all
 * its rows become one text of records, which comes in pieces; parameters become
 * literals, whose type is open as it would be over the server's own protocol.
 */
#include "base/cleanup.h"
#include "driver/data_api/postgres.h"
#include "driver/data_api/record.h"

#include <ctype.h>

#define SNAPSHOT "ISOLATION LEVEL REPEATABLE READ, READ ONLY"

/*
 * A piece of four-byte characters is 40 KB, a page of such pieces 800 KB. What goes
 * inline is short: a text of megabytes is more than a statement may be.
 */
enum { PIECE = 10000, PIECES = 20, LITERAL_LONGEST = 4096 };

static void add_literal(struct buf *b, const char *text, size_t len)
{
	bool escapes = memchr(text, '\\', len) != NULL;

	buf_adds(b, escapes ? " E'" : "'");
	for (size_t i = 0; i < len && text[i] != '\0'; i++) {
		if (text[i] == '\'' || text[i] == '\\')
			buf_addc(b, text[i]);
		buf_addc(b, text[i]);
	}
	buf_addc(b, '\'');
}

/* What stands for $n; long texts go as parameters, and are texts. */
static void add_param(struct buf *b, const struct db_param *p, size_t number)
{
	if (p == NULL || p->len > LITERAL_LONGEST)
		buf_printf(b, "CAST(:p%zu AS text)", number);
	else if (p->text == NULL)
		buf_adds(b, "NULL");
	else
		add_literal(b, p->text, p->len);
}

/* The end of 'text' or "name"; at is on the quote. */
static const char *behind_quoted(const char *at)
{
	const char *end = strchr(at + 1, *at);

	return end == NULL ? at + strlen(at) : end + 1;
}

void postgres_add_sql(struct buf *b, const char *sql, const struct db_param *params, size_t n)
{
	for (const char *at = sql; *at != '\0';) {
		const char *end = *at == '\'' || *at == '"' ? behind_quoted(at) : at + 1;
		char *digits;
		unsigned long number;

		if (*at != '$' || n == 0 || !isdigit((unsigned char)at[1])) {
			buf_add(b, at, (size_t)(end - at));
			at = end;
			continue;
		}
		number = strtoul(at + 1, &digits, 10);
		if (number != 0 && number <= n)
			add_param(b, params == NULL ? NULL : &params[number - 1], number);
		at = digits;
	}
}

/* The long ones alone; the others keep their number by standing there as well. */
static struct json_params long_params(const struct db_param *params, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (params[i].text != NULL && params[i].len > LITERAL_LONGEST)
			return (struct json_params){params, n, 0};
	return (struct json_params){0};
}

static bool has_rows(const char *sql)
{
	static const char *const words[] = {"select", "with", "values", "table"};

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (words_begins(sql, words[i]))
			return true;
	return false;
}

static const char head[] = "SELECT pg_catalog.substr(s.t, 1 + 10000 * i, 10000), "
			   "pg_catalog.length(s.t)::text FROM (SELECT "
			   "coalesce(pg_catalog.string_agg(pawl_row::text, ''), '') AS t FROM (";

/* Pieces from the given one on: their texts into b. *ret_length is that of all. */
static int read_page(struct api *api, const struct buf *question, const struct json_params *params,
		     size_t from, struct buf *b, size_t *ret_length, struct pawl_error *err)
{
	_cleanup_arena_ struct arena a = {0};
	_cleanup_buf_ struct buf sql = {0};
	struct api_call call = {.operation = API_EXECUTE, .params = *params};
	struct json_result result;
	int rc;

	buf_adds(&sql, head);
	call.shift = sql.len;
	call.own = question->len;
	buf_add(&sql, question->data, question->len);
	buf_printf(&sql,
		   "\n) AS pawl_row) AS s, pg_catalog.generate_series(%zu, LEAST(%zu, "
		   "(pg_catalog.length(s.t) - 1) / %d)) AS i ORDER BY i",
		   from, from + PIECES - 1, PIECE);
	call.sql = sql.data;
	call.len = sql.len;
	rc = api_execute(api, &call, &a, &result, err);
	if (rc != 0)
		return rc;
	if (result.rows.rows == 0 || result.rows.cols != 2 || result.rows.cells[1] == NULL)
		return fail(err, PAWL_E_SQL, "the answer of the Data API lacks rows");
	for (size_t i = 0; i < result.rows.rows; i++)
		buf_adds(b, result.rows.cells[2 * i]);
	*ret_length = strtoul(result.rows.cells[1], NULL, 10);
	return 0;
}

static int read_pages(struct api *api, const struct buf *question, const struct json_params *params,
		      bool all, struct buf *b, bool *ret_all, struct pawl_error *err)
{
	size_t length = 0, from = 0;
	int rc;

	do {
		rc = read_page(api, question, params, from, b, &length, err);
		from += PIECES;
	} while (rc == 0 && all && from * PIECE < length);
	*ret_all = from * PIECE >= length;
	return rc;
}

/* What does not come in one page is read in one snapshot. */
static int read_text(struct api *api, const struct buf *question, const struct json_params *params,
		     struct buf *b, struct pawl_error *err)
{
	bool inside = api->transaction != NULL, all;
	int rc = read_pages(api, question, params, inside, b, &all, err);

	if (rc != 0 || all)
		return rc;
	buf_clear(b);
	rc = api_begin_as(api, SNAPSHOT, err);
	if (rc == 0)
		rc = read_pages(api, question, params, true, b, &all, err);
	api_rollback(api, NULL);
	return rc;
}

/* A statement without a SELECT in front: its rows are what the API makes of them. */
static int run_plainly(struct api *api, const struct buf *sql, const struct json_params *params,
		       struct arena *a, struct db_rows *ret, struct pawl_error *err)
{
	const struct api_call call = {.operation = API_EXECUTE,
				      .sql = sql->data,
				      .len = sql->len,
				      .own = sql->len,
				      .params = *params};

	return api_ask(api, &call, a, ret, err);
}

static int ask(struct api *api, const char *sql, const struct db_param *params, size_t n,
	       struct arena *a, struct db_rows *ret, struct pawl_error *err)
{
	const struct json_params sent = long_params(params, n);
	_cleanup_buf_ struct buf question = {0}, text = {0};
	int rc;

	postgres_add_sql(&question, sql, params, n);
	if (!has_rows(sql))
		return run_plainly(api, &question, &sent, a, ret, err);
	rc = read_text(api, &question, &sent, &text, err);
	if (rc != 0)
		return rc;
	if (record_rows(buf_dup(&text, a), a, ret))
		return 0;
	return fail(err, PAWL_E_SQL, "the answer of the Data API is no record");
}

int postgres_query(void *conn, const char *sql, const struct db_param *params, size_t n,
		   struct arena *a, struct db_rows *ret, struct pawl_error *err)
{
	struct api *api = conn;
	bool own = api->transaction == NULL && api->search_path != NULL;
	int rc = own ? api_begin_as(api, NULL, err) : 0;

	if (rc == 0)
		rc = ask(api, sql, params, n, a, ret, err);
	if (rc == 0 && own)
		rc = api_commit(api, err);
	if (rc != 0 && own)
		api_rollback(api, NULL);
	return rc;
}

#define SAVEPOINT "pawl_series"

static int read_all(struct api *api, const struct pgsql_read *v, size_t n,
		    const struct pgsql_reader *reader, struct pawl_error *err)
{
	int rc = 0;

	for (size_t i = 0; i < n && rc == 0; i++) {
		_cleanup_arena_ struct arena a = {0};
		struct db_param param = {v[i].param, v[i].param == NULL ? 0 : strlen(v[i].param)};
		struct db_rows rows = {0};

		rc = ask(api, v[i].sql, &param, v[i].param != NULL, &a, &rows, err);
		for (size_t row = 0; row < rows.rows && rc == 0; row++)
			reader->row(reader->data, i, rows.cells + row * rows.cols);
	}
	return rc;
}

/* Behind a savepoint whatever was set is set back, also where a query has failed. */
static int read_inside(struct api *api, const struct pgsql_read *v, size_t n,
		       const struct pgsql_reader *reader, struct pawl_error *err)
{
	int rc = api_run(api, "SAVEPOINT " SAVEPOINT, err), back;

	if (rc != 0)
		return rc;
	rc = read_all(api, v, n, reader, err);
	back = api_run(api, "ROLLBACK TO SAVEPOINT " SAVEPOINT, rc == 0 ? err : NULL);
	if (back == 0)
		back = api_run(api, "RELEASE SAVEPOINT " SAVEPOINT, rc == 0 ? err : NULL);
	return rc != 0 ? rc : back;
}

int postgres_read(void *conn, const struct pgsql_read *v, size_t n,
		  const struct pgsql_reader *reader, struct pawl_error *err)
{
	struct api *api = conn;
	int rc;

	if (api->transaction != NULL)
		return read_inside(api, v, n, reader, err);
	rc = api_begin_as(api, SNAPSHOT, err);
	if (rc == 0)
		rc = read_all(api, v, n, reader, err);
	api_rollback(api, NULL);
	return rc;
}
