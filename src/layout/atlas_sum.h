/* SPDX-License-Identifier: Apache-2.0 */
/*
 * atlas.sum: "h1:<sum of all>", then "<file> h1:<hash>" for each file. A file's
 * hash runs on from the file before it; of a file that begins with
 * "-- atlas:sum ignore" only the name counts, and it has no line.
 * (github.com/ariga/atlas, sql/migrate/dir.go)
 */
#ifndef LAYOUT_ATLAS_SUM_H
#define LAYOUT_ATLAS_SUM_H

#include "layout/tree.h"

#define ATLAS_SUM "atlas.sum"

struct atlas_hash {
	const struct tree_entry *file;
	const char *hash; /* base64; NULL: ignored */
};

/* The hashes of n files, sorted by name, into v; the sum of all into *ret. */
int atlas_sum_compute(struct atlas_hash *v, size_t n, struct arena *a, const char **ret,
		      struct pawl_error *err);

/* PAWL_E_FILE, naming the first file that differs, if the tree has an atlas.sum of others. */
int atlas_sum_check(const struct tree *t, const struct atlas_hash *v, size_t n, const char *sum,
		    struct arena *a, struct pawl_error *err);

#endif
