/* SPDX-License-Identifier: Apache-2.0 */
/*
 * property_ENGINE FOLDER [SEED [COUNT]], on the server of PAWL_TEST_URL.
 *
 * For COUNT seeds from SEED on, 1 and 1 without them, two random schemas: a dump
 * of each, loaded into an empty database, is equal to it; the way from one to the
 * other, carried out, leads there; the way back leads back. FOLDER is
 * tests/golden/diff's of the engine (for its setup.sql and clean.sql).
 *
 * A failure prints the seed and a pair that was made as small as possible; add
 * it to tests/golden/diff when it is mended. After five the run ends. With
 * PAWL_PROPERTY_REFUSED set, stderr tells what the engine did not take, and why
 * there was no way.
 */
#include "trial.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifndef ENGINE
#error "ENGINE names the table of kinds"
#endif

enum { SHRINK_RUNS = 600, MOST_FAILURES = 5 };

struct tally {
	size_t pairs, failed, refused, statements, left_out;
};

static void print_failure(struct trial *t, unsigned long seed)
{
	_cleanup_arena_ struct arena a = {0};
	_cleanup_buf_ struct buf before = {0}, after = {0};

	trial_shrink(t, &a, SHRINK_RUNS);
	trial_script(t, &t->before, &before);
	trial_script(t, &t->after, &after);
	printf("seed %lu\n--- before.sql\n%s--- after.sql\n%s--- \n%s", seed, buf_str(&before),
	       buf_str(&after), buf_str(&t->out));
	fflush(stdout);
}

static void try_seed(struct golden_bench *bench, unsigned long seed, struct tally *tally)
{
	_cleanup_arena_ struct arena a = {0};
	struct trial t = {.bench = bench};

	gen_pair(&ENGINE, seed, &a, &t.before, &t.after);
	trial_run(&t, true);
	tally->pairs++;
	tally->statements += t.loaded;
	tally->left_out += t.left_out;
	tally->refused += t.reason != NULL;
	if (t.reason != NULL && getenv("PAWL_PROPERTY_REFUSED") != NULL)
		fprintf(stderr, "# seed %lu is refused: %s\n", seed, t.reason);
	if (t.failed != NULL) {
		tally->failed++;
		print_failure(&t, seed);
	}
	trial_done(&t);
}

static void try_seeds(struct golden_bench *bench, int argc, char **argv, struct tally *tally)
{
	unsigned long seed = argc > 2 ? strtoul(argv[2], NULL, 10) : 1;
	unsigned long count = argc > 3 ? strtoul(argv[3], NULL, 10) : 1;

	for (unsigned long i = 0; i < count && tally->failed < MOST_FAILURES; i++)
		try_seed(bench, seed + i, tally);
}

int main(int argc, char **argv)
{
	const char *url = getenv("PAWL_TEST_URL");
	struct golden_bench bench = {0};
	struct pawl_error err = {0};
	struct tally tally = {0};

	if (argc < 2)
		return 2;
	if (url == NULL || *url == '\0')
		return 77;
	if (golden_bench_open(&bench, url, &err) != 0 ||
	    golden_bench_setup(&bench, argv[1], &err) != 0) {
		fprintf(stderr, "%s\n", err.message);
		return 1;
	}
	try_seeds(&bench, argc, argv, &tally);
	if (golden_finish(&bench, &err) != 0)
		fprintf(stderr, "%s\n", err.message);
	golden_bench_close(&bench);
	printf("%zu pairs, %zu failed, %zu refused; %zu statements, %zu left out\n", tally.pairs,
	       tally.failed, tally.refused, tally.statements, tally.left_out);
	return tally.failed != 0 || tally.pairs == 0;
}
