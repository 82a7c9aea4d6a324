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
#include "pair.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* One case at work. */
struct trial {
	struct pair pair;
	struct golden_case *c;
};

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
static int check_refusal(struct trial *t, const char *property, const struct pair_way *w,
			 const char *wanted, bool *ret_goes)
{
	const char *refusal = pair_refusal(w);

	*ret_goes = refusal == NULL;
	if (refusal == NULL && wanted != NULL)
		return pair_complain(&t->pair, property, "it is not refused, and should be",
				     w->text);
	if (refusal != NULL && (wanted == NULL || strstr(refusal, wanted) == NULL))
		return pair_complain(&t->pair, property,
				     arena_printf(&t->pair.arena, "it is refused: %s", refusal),
				     w->text);
	return 0;
}

static int check_loss(struct trial *t, const struct pair_way *w)
{
	const char *wanted = t->c->loss;

	if (wanted == NULL)
		return 0;
	if (strcmp(wanted, "none") == 0)
		return loses(&w->changes, "")
			       ? pair_complain(&t->pair, "loss", "a change tells of one", w->text)
			       : 0;
	return loses(&w->changes, wanted)
		       ? 0
		       : pair_complain(&t->pair, "loss", "no change tells so", w->text);
}

static int check_text(struct trial *t, const char *name, const char *expected, const char *text)
{
	struct pawl_error err = {0};
	const char *path = file_join(&t->pair.arena, t->c->dir, name);

	if (getenv("PAWL_GOLDEN_UPDATE") != NULL) {
		if (file_write(path, text, strlen(text), &err) != 0)
			return pair_complain_of(&t->pair, name, &err, NULL);
		return 0;
	}
	if (expected != NULL && strcmp(expected, text) == 0)
		return 0;
	return pair_complain(&t->pair, name,
			     arena_printf(&t->pair.arena, "--- expected\n%s--- got\n%s",
					  expected != NULL ? expected : "(no such file)\n", text),
			     NULL);
}

static int check_ways(struct trial *t)
{
	struct pair *p = &t->pair;
	struct pair_way up, down;
	bool goes_up, goes_down;
	int failed;

	pair_find_way(p, &p->options, &p->a, &p->b, &up);
	pair_find_way(p, &p->options, &p->b, &p->a, &down);
	failed = check_refusal(t, "up", &up, t->c->refused, &goes_up);
	failed |= check_loss(t, &up);
	if (goes_up || t->c->expected != NULL)
		failed |= check_text(t, "expected.sql", t->c->expected, up.text);
	if (t->c->expected_down != NULL)
		failed |= check_text(t, "expected.down.sql", t->c->expected_down, down.text);
	if (failed != 0 || !goes_up)
		return failed;
	failed = pair_check_way(p, "up", &up, &p->b);
	if (failed == 0)
		failed = check_refusal(t, "down", &down, t->c->refused_down, &goes_down);
	if (failed == 0 && goes_down)
		failed = pair_check_way(p, "down", &down, &p->a);
	return failed;
}

static int prepare(struct trial *t, struct pawl_error *err)
{
	struct pair *p = &t->pair;
	int rc = golden_fresh(p->bench, PAIR_A, t->c->setup, err);

	if (rc == 0)
		rc = golden_load(p->bench, PAIR_A, t->c->before, err);
	if (rc == 0)
		rc = golden_fresh(p->bench, PAIR_B, t->c->setup, err);
	if (rc == 0)
		rc = golden_load(p->bench, PAIR_B, t->c->after, err);
	if (rc == 0)
		rc = golden_inspect(p->bench, PAIR_A, &p->arena, &p->a, err);
	if (rc == 0)
		rc = golden_inspect(p->bench, PAIR_B, &p->arena, &p->b, err);
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
	struct pair *p = &t->pair;
	struct golden_case c;
	const struct db_info *info;
	int failed;

	t->c = &c;
	if (golden_case_read(dir, &p->arena, &c, &err) == 0 && *c.before == '\0' &&
	    *c.after == '\0')
		return pair_complain(p, "before.sql, after.sql", "both are empty", NULL);
	if (err.code != 0 || prepare(t, &err) != 0)
		return pair_complain_of(p, "before.sql, after.sql", &err, NULL);
	info = db_info(p->bench->db[PAIR_A]);
	p->options = (struct diff_options){
		.grants = c.grants,
		.owners = c.owners,
		.concurrent = c.concurrent,
		.version = info->version,
	};
	p->setup = c.setup;
	if (!is_for(&c, info))
		return 0;
	failed = pair_check_dump(p, "dump of before.sql", &p->a);
	failed |= pair_check_dump(p, "dump of after.sql", &p->b);
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

static int check_all(struct golden_bench *b, const char *root, char *const *chosen, int *ret_cases)
{
	struct pawl_error err = {0};
	struct file_list cases = {0};
	int failed = 0;

	if (file_list(root, &b->arena, &cases, &err) != 0 ||
	    golden_bench_setup(b, root, &err) != 0) {
		printf("%s\n", err.message);
		return 1;
	}
	for (size_t i = 0; i < cases.len; i++) {
		struct trial t = {.pair = {.bench = b, .name = cases.v[i].name}};

		if (!cases.v[i].is_dir || !is_chosen(cases.v[i].name, chosen))
			continue;
		failed += check(&t, file_join(&t.pair.arena, root, cases.v[i].name)) != 0;
		(*ret_cases)++;
		fputs(buf_str(&t.pair.out), stdout);
		pair_done(&t.pair);
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
