/* SPDX-License-Identifier: Apache-2.0 */
#ifndef DRIVER_DATA_API_STS_H
#define DRIVER_DATA_API_STS_H

#include "driver/data_api/credentials.h"

struct sts_role {
	const char *arn;
	const char *external_id; /* NULL if there is none */
	const char *identity;    /* a web identity's token; NULL: a key asks for it */
};

struct sts_answer {
	struct http_key key;
	const char *expiration; /* "2026-01-31T23:59:59Z" */
};

/* A key for a time, in the arena. key signs the request where no web identity does. */
int sts_assume(const struct credentials_place *place, const struct sts_role *role,
	       const struct http_key *key, struct arena *a, struct sts_answer *ret,
	       struct pawl_error *err);

#endif
