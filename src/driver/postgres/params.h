/* SPDX-License-Identifier: Apache-2.0 */
/* Parameters of URLs that were written for other clients. */
#ifndef DRIVER_POSTGRES_PARAMS_H
#define DRIVER_POSTGRES_PARAMS_H

#include "driver/url.h"

/* The URL with parameters that libpq knows alone; known is a list of their names. */
int pg_params(const struct db_url *url, const char *const *known, size_t n, struct arena *a,
	      struct db_url *ret, struct pawl_error *err);

#endif
