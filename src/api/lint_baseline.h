/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A baseline: findings that were there when lint came into use. A line each:
 * fingerprint, rule, place. Only the fingerprint counts; the rest is for people.
 */
#ifndef API_LINT_BASELINE_H
#define API_LINT_BASELINE_H

#include "lint/lint.h"

#include <pawl/lint.h>

struct lint_baseline_line {
	const char *fingerprint, *text;
	unsigned long line;
	bool used;
};

struct lint_baseline {
	const char *path;
	struct lint_baseline_line *v;
	size_t len;
};

/* path NULL: an empty one. */
int lint_baseline_read(struct lint_baseline *b, const char *path, struct arena *a,
		       struct pawl_error *err);

bool lint_baseline_takes(struct lint_baseline *b, const char *fingerprint);

/* A finding for each line that took none; nothing where that rule is ignored. */
const struct pawl_finding *lint_baseline_stale(const struct lint_baseline *b,
					       const struct lint_input *in, struct arena *a,
					       size_t *ret_len);

const char *lint_baseline_text(const struct lint_result *result, struct arena *a);

#endif
