/* SPDX-License-Identifier: Apache-2.0 */
/* What a migration's file says about itself: for the index of migrations. */
#ifndef MIGRATE_DIGEST_H
#define MIGRATE_DIGEST_H

#include "migrate/script.h"

struct digest {
	const char *purpose; /* the comment at its head, without comment signs; NULL if none */
	size_t lines;
	const char *const *changes; /* "create table users", "insert into roles (3 times)" */
	size_t changes_len;
	const char *const *touches; /* names as written, without quotes, each once */
	size_t touches_len;
};

/* Of the way up; in w's arena. */
int digest_read(struct work *w, const struct migration *m, struct digest *ret,
		struct pawl_error *err);

#endif
