/* SPDX-License-Identifier: Apache-2.0 */
/*
 * diff_golden FOLDER [CASE...], on the server of PAWL_TEST_URL.
 *
 * A case is a folder with before.sql, after.sql (a missing one is an empty
 * database), options (see golden_case.c) and expected.sql, the way from one to
 * the other as text; expected.down.sql, if there is one, is the way back. Of
 * every case these must hold:
 *
 *	text   the way is the expected one
 *	dump   a dump of either, loaded into an empty database, is equal to it
 *	up     the way, carried out, leads there
 *	down   the way back, carried out after that, leads back
 *
 * Beside the cases, setup.sql is run in every fresh database (unless a case's
 * options say "setup = no"), clean.sql empties one, teardown.sql comes last.
 * With PAWL_GOLDEN_UPDATE=1 the expected files are written anew.
 */
#include "base/file.h"
#include "golden.h"
#include "model/equal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { A, B, C, MOST = 12 };

/* One case at work. */
struct trial {
	struct golden_bench *bench;
	struct golden_case *c;
	struct arena arena;
	struct schema a, b;
	struct diff_options options;
	const char *up; /* for a failure of what comes after */
};

/* The SQL of a way from one schema to another. */
struct way {
	struct changes changes;
	struct sql_list sql;
	const char *text;
};

static int complain(const struct trial *t, const char *property, const char *what, const char *sql)
{
	printf("not ok %s: %s\n%s", t->c->name, property, what);
	if (*what != '\0' && what[strlen(what) - 1] != '\n')
		putchar('\n');
	if (sql != NULL)
		printf("--- SQL\n%s---\n", sql);
	return 1;
}

static int complain_of(const struct trial *t, const char *property, const struct pawl_error *err,
		       const char *sql)
{
	_cleanup_buf_ struct buf b = {0};

	buf_printf(&b, "%s", err->message);
	if (err->detail[0] != '\0')
		buf_printf(&b, "; %s", err->detail);
	if (err->hint[0] != '\0')
		buf_printf(&b, "; %s", err->hint);
	if (err->context[0] != '\0')
		buf_printf(&b, "\n%s", err->context);
	return complain(t, property, buf_str(&b), sql);
}

static void find_way(struct trial *t, const struct diff_options *o, const struct schema *from,
		     const struct schema *to, struct way *ret)
{
	const struct model_rules *rules = t->bench->dialect->model;
	_cleanup_buf_ struct buf b = {0};
	const char *head = NULL;

	*ret = (struct way){0};
	diff_schemas(rules, o, from, to, &t->arena, &ret->changes);
	if (rules->head != NULL)
		head = rules->head(&ret->changes, &t->arena);
	if (head != NULL)
		*vec_push(&ret->sql, &t->arena) = (struct change_sql){.sql = head};
	for (size_t i = 0; i < ret->changes.len; i++)
		if (ret->changes.v[i]->refusal == NULL)
			rules->emit(o, ret->changes.v[i], &t->arena, &ret->sql);
	for (size_t i = 0; i < ret->sql.len; i++)
		buf_printf(&b, "%s;\n", ret->sql.v[i].sql);
	ret->text = buf_dup(&b, &t->arena);
}

static const char *refusal_of(const struct changes *changes)
{
	for (size_t i = 0; i < changes->len; i++)
		if (changes->v[i]->refusal != NULL)
			return changes->v[i]->refusal;
	return NULL;
}

/* The one or a part of it. */
static bool change_loses(const struct change *c, const char *text)
{
	if (c->loss != NULL && strstr(c->loss, text) != NULL)
		return true;
	for (size_t i = 0; i < c->parts_len; i++)
		if (change_loses(c->parts[i], text))
			return true;
	return false;
}

static bool loses(const struct changes *changes, const char *text)
{
	for (size_t i = 0; i < changes->len; i++)
		if (change_loses(changes->v[i], text))
			return true;
	return false;
}

/* As asked for: refused or not. *ret_goes is false where it is and should be. */
static int check_refusal(const struct trial *t, const char *property, const struct way *w,
			 const char *wanted, bool *ret_goes)
{
	const char *refusal = refusal_of(&w->changes);

	*ret_goes = refusal == NULL;
	if (refusal == NULL && wanted != NULL)
		return complain(t, property, "it is not refused, and should be", w->text);
	if (refusal != NULL && (wanted == NULL || strstr(refusal, wanted) == NULL))
		return complain(t, property,
				arena_printf(&((struct trial *)t)->arena, "it is refused: %s",
					     refusal),
				w->text);
	return 0;
}

static int check_loss(const struct trial *t, const struct way *w)
{
	const char *wanted = t->c->loss;

	if (wanted == NULL)
		return 0;
	if (strcmp(wanted, "none") == 0)
		return loses(&w->changes, "")
			       ? complain(t, "loss", "a change tells of one", w->text)
			       : 0;
	return loses(&w->changes, wanted) ? 0 : complain(t, "loss", "no change tells so", w->text);
}

static int check_text(struct trial *t, const char *name, const char *expected, const char *text)
{
	struct pawl_error err = {0};
	const char *path = file_join(&t->arena, t->c->dir, name);

	if (getenv("PAWL_GOLDEN_UPDATE") != NULL) {
		if (file_write(path, text, strlen(text), &err) != 0)
			return complain_of(t, name, &err, NULL);
		return 0;
	}
	if (expected != NULL && strcmp(expected, text) == 0)
		return 0;
	return complain(t, name,
			arena_printf(&t->arena, "--- expected\n%s--- got\n%s",
				     expected != NULL ? expected : "(no such file)\n", text),
			NULL);
}

/* Is database i as it should be? */
static int check_state(struct trial *t, const char *property, int i, const struct schema *should,
		       const char *sql)
{
	_cleanup_buf_ struct buf b = {0};
	struct pawl_error err = {0};
	struct schema is;
	struct way rest;

	if (golden_inspect(t->bench, i, &t->arena, &is, &err) != 0)
		return complain_of(t, property, &err, sql);
	if (schema_differences(t->bench->dialect->model, &t->options, &is, should, MOST, &b) > 0)
		return complain(t, property, buf_str(&b), sql);
	find_way(t, &t->options, &is, should, &rest);
	if (rest.changes.len > 0)
		return complain(t, property, rest.text, sql);
	return 0;
}

static int check_dump(struct trial *t, const char *property, const struct schema *s)
{
	struct diff_options options = t->options;
	struct schema_builder builder;
	struct pawl_error err = {0};
	struct schema empty;
	struct way w;

	options.concurrent = false;
	schema_begin(&builder, &t->arena);
	schema_finish(&builder, &empty);
	empty.version = s->version;
	empty.product = s->product;
	empty.default_schema = s->default_schema;
	empty.default_charset = s->default_charset;
	empty.default_collation = s->default_collation;
	find_way(t, &options, &empty, s, &w);
	if (golden_fresh(t->bench, C, t->c->setup, &err) != 0 ||
	    golden_apply(t->bench, C, &w.sql, &err) != 0)
		return complain_of(t, property, &err, w.text);
	return check_state(t, property, C, s, w.text);
}

static int check_way(struct trial *t, const char *property, const struct way *w,
		     const struct schema *to)
{
	struct pawl_error err = {0};

	if (golden_apply(t->bench, A, &w->sql, &err) != 0)
		return complain_of(t, property, &err, w->text);
	return check_state(t, property, A, to, w->text);
}

static int check_ways(struct trial *t)
{
	struct way up, down;
	bool goes_up, goes_down;
	int failed;

	find_way(t, &t->options, &t->a, &t->b, &up);
	find_way(t, &t->options, &t->b, &t->a, &down);
	failed = check_refusal(t, "up", &up, t->c->refused, &goes_up);
	failed |= check_loss(t, &up);
	if (goes_up || t->c->expected != NULL)
		failed |= check_text(t, "expected.sql", t->c->expected, up.text);
	if (t->c->expected_down != NULL)
		failed |= check_text(t, "expected.down.sql", t->c->expected_down, down.text);
	if (failed != 0 || !goes_up)
		return failed;
	failed = check_way(t, "up", &up, &t->b);
	if (failed == 0)
		failed = check_refusal(t, "down", &down, t->c->refused_down, &goes_down);
	if (failed == 0 && goes_down)
		failed = check_way(t, "down", &down, &t->a);
	return failed;
}

static int prepare(struct trial *t, struct pawl_error *err)
{
	int rc = golden_fresh(t->bench, A, t->c->setup, err);

	if (rc == 0)
		rc = golden_load(t->bench, A, t->c->before, err);
	if (rc == 0)
		rc = golden_fresh(t->bench, B, t->c->setup, err);
	if (rc == 0)
		rc = golden_load(t->bench, B, t->c->after, err);
	if (rc == 0)
		rc = golden_inspect(t->bench, A, &t->arena, &t->a, err);
	if (rc == 0)
		rc = golden_inspect(t->bench, B, &t->arena, &t->b, err);
	return rc;
}

static bool is_for(const struct golden_case *c, const struct db_info *info)
{
	return info->version >= c->version &&
	       (c->product == NULL || strcmp(c->product, info->product) == 0);
}

static int check(struct trial *t, const char *dir)
{
	struct pawl_error err = {0};
	struct golden_case c;
	const struct db_info *info;
	int failed;

	t->c = &c;
	if (golden_case_read(dir, &t->arena, &c, &err) == 0 && *c.before == '\0' &&
	    *c.after == '\0')
		return complain(t, "before.sql, after.sql", "both are empty", NULL);
	if (err.code != 0 || prepare(t, &err) != 0)
		return complain_of(t, "before.sql, after.sql", &err, NULL);
	info = db_info(t->bench->db[A]);
	t->options = (struct diff_options){
		.grants = c.grants,
		.owners = c.owners,
		.concurrent = c.concurrent,
		.version = info->version,
	};
	if (!is_for(&c, info))
		return 0;
	failed = check_dump(t, "dump of before.sql", &t->a);
	failed |= check_dump(t, "dump of after.sql", &t->b);
	return failed | check_ways(t);
}

static bool is_chosen(const char *name, char *const *chosen)
{
	if (*chosen == NULL)
		return true;
	for (; *chosen != NULL; chosen++)
		if (strcmp(name, *chosen) == 0)
			return true;
	return false;
}

static int read_setup(struct golden_bench *b, const char *root, struct pawl_error *err)
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

static int check_all(struct golden_bench *b, const char *root, char *const *chosen, int *ret_cases)
{
	struct pawl_error err = {0};
	struct file_list cases = {0};
	int failed = 0;

	if (file_list(root, &b->arena, &cases, &err) != 0 || read_setup(b, root, &err) != 0) {
		printf("%s\n", err.message);
		return 1;
	}
	for (size_t i = 0; i < cases.len; i++) {
		struct trial t = {.bench = b};

		if (!cases.v[i].is_dir || !is_chosen(cases.v[i].name, chosen))
			continue;
		failed += check(&t, file_join(&t.arena, root, cases.v[i].name)) != 0;
		(*ret_cases)++;
		arena_done(&t.arena);
		fflush(stdout);
	}
	if (golden_finish(b, &err) != 0) {
		printf("%s\n", err.message);
		failed++;
	}
	return failed;
}

int main(int argc, char **argv)
{
	const char *url = getenv("PAWL_TEST_URL");
	struct golden_bench bench = {0};
	struct pawl_error err = {0};
	int cases = 0, failed;

	if (argc < 2) {
		fputs("usage: diff_golden FOLDER [CASE...]\n", stderr);
		return 2;
	}
	if (url == NULL || *url == '\0')
		return 77;
	if (golden_bench_open(&bench, url, &err) != 0) {
		fprintf(stderr, "%s\n", err.message);
		return 1;
	}
	if (bench.dialect->model == NULL || bench.driver->inspect == NULL) {
		fprintf(stderr, "%s does not compare schemas\n", bench.dialect->name);
		golden_bench_close(&bench);
		return 1;
	}
	failed = check_all(&bench, argv[1], argv + 2, &cases);
	golden_bench_close(&bench);
	printf("%d cases, %d failed\n", cases, failed);
	return failed != 0 || cases == 0;
}
