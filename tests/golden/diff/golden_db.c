/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Nothing of one case may be seen by the next. A database in memory costs
 * nothing to make anew; on a server it is emptied by the engine's clean.sql, and
 * dropped and created where there is none or it fails.
 */
#include "golden.h"

#include "base/file.h"
#include "sql/split.h"

#include <string.h>
#include <unistd.h>

enum { A_DATABASE };

static bool is_in_memory(const struct golden_bench *b)
{
	return b->url[0].path != NULL;
}

int golden_bench_open(struct golden_bench *b, const char *url, struct pawl_error *err)
{
	struct db_url given;
	int rc = url_parse(url, &b->arena, &given, err);

	if (rc == 0)
		rc = driver_find(given.scheme, &b->driver, err);
	if (rc == 0 && given.path != NULL)
		rc = url_parse("sqlite::memory:", &b->arena, &given, err);
	for (int i = 0; rc == 0 && i < GOLDEN_DATABASES; i++) {
		b->url[i] = given;
		if (given.path == NULL)
			rc = url_with_database(&given,
					       arena_printf(&b->arena, "pawl_golden_%d_%c",
							    (int)getpid(), 'a' + i),
					       &b->arena, &b->url[i], err);
	}
	if (rc == 0)
		b->dialect = dialect_find(b->driver->dialect);
	return rc;
}

int golden_bench_setup(struct golden_bench *b, const char *root, struct pawl_error *err)
{
	const struct {
		const char *name;
		const char **text;
	} files[] = {
		{"setup.sql", &b->setup},
		{"clean.sql", &b->clean},
		{"teardown.sql", &b->teardown},
	};
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < 3; i++) {
		const char *path = file_join(&b->arena, root, files[i].name);
		char *text = arena_strdup(&b->arena, "");
		size_t len;

		if (file_exists(path))
			rc = file_read_all(path, 1 << 20, &b->arena, &text, &len, err);
		*files[i].text = text;
	}
	return rc;
}

static int drop(struct golden_bench *b, int i, struct pawl_error *err)
{
	int rc = 0;

	db_close(b->db[i]);
	b->db[i] = NULL;
	if (b->made[i])
		rc = b->driver->database_drop(&b->url[i], NULL, true, err);
	b->made[i] = false;
	return rc;
}

void golden_bench_close(struct golden_bench *b)
{
	for (int i = 0; i < GOLDEN_DATABASES; i++)
		drop(b, i, NULL);
	arena_done(&b->arena);
}

/* Empties the database in place, where the engine's clean.sql can: quicker than a new one. */
static bool is_cleaned(struct golden_bench *b, int i)
{
	return b->db[i] != NULL && *b->clean != '\0' && db_reset(b->db[i], NULL) == 0 &&
	       golden_load(b, i, b->clean, NULL) == 0;
}

static int make(struct golden_bench *b, int i, struct pawl_error *err)
{
	static const struct db_host nobody;
	struct db_options options = {0};
	int rc = drop(b, i, err);

	if (rc == 0 && !is_in_memory(b)) {
		rc = b->driver->database_create(&b->url[i], NULL, err);
		b->made[i] = rc == 0;
	}
	if (rc == 0)
		rc = db_open(&b->url[i], &options, &nobody, &b->db[i], err);
	return rc;
}

int golden_fresh(struct golden_bench *b, int i, bool setup, struct pawl_error *err)
{
	int rc = is_cleaned(b, i) ? 0 : make(b, i, err);

	if (rc == 0 && setup)
		rc = golden_load(b, i, b->setup, err);
	return rc;
}

int golden_finish(struct golden_bench *b, struct pawl_error *err)
{
	int rc = 0;

	for (int i = 0; rc == 0 && i < GOLDEN_DATABASES; i++)
		rc = drop(b, i, err);
	if (rc == 0)
		rc = golden_fresh(b, A_DATABASE, false, err);
	if (rc == 0)
		rc = golden_load(b, A_DATABASE, b->teardown, err);
	return rc;
}

static int run(struct golden_bench *b, int i, const char *sql, size_t len, struct pawl_error *err)
{
	int64_t changed;
	int rc = db_exec(b->db[i], sql, len, &changed, err);

	if (rc != 0)
		context(err, "in \"%.*s\"", (int)(len < 400 ? len : 400), sql);
	return rc;
}

int golden_load(struct golden_bench *b, int i, const char *sql, struct pawl_error *err)
{
	struct split_text text = {sql, strlen(sql)};
	struct split_source source = {.read = split_read_text, .ctx = &text, .name = "SQL"};
	struct splitter *sp = NULL;
	struct statement st;
	bool more = true;
	int rc = split_open(b->dialect->lex, &source, &sp, err);

	while (rc == 0 && more) {
		rc = split_next(sp, &st, &more, err);
		if (rc == 0 && more)
			rc = run(b, i, st.text, st.len, err);
	}
	split_close(sp);
	return rc;
}

int golden_apply(struct golden_bench *b, int i, const struct sql_list *sql, struct pawl_error *err)
{
	static const struct db_tx tx = {.references_off = true};
	int rc = 0;

	for (size_t k = 0; rc == 0 && k < sql->len; k++) {
		const struct change_sql *st = &sql->v[k];

		if (st->alone && db_in_transaction(b->db[i]))
			rc = db_commit(b->db[i], err);
		if (rc == 0 && b->dialect->transactional_ddl && !st->alone &&
		    !db_in_transaction(b->db[i]))
			rc = db_begin(b->db[i], &tx, err);
		if (rc == 0)
			rc = run(b, i, st->sql, strlen(st->sql), err);
	}
	if (rc == 0 && db_in_transaction(b->db[i]))
		rc = db_commit(b->db[i], err);
	if (rc != 0 && db_in_transaction(b->db[i]))
		db_rollback(b->db[i], err);
	return rc;
}

int golden_inspect(struct golden_bench *b, int i, struct arena *a, struct schema *ret,
		   struct pawl_error *err)
{
	static const struct inspect_options everything;

	return db_inspect(b->db[i], &everything, a, ret, err);
}
