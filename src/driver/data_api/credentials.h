/* SPDX-License-Identifier: Apache-2.0 */
/*
 * AWS credentials from the usual places, in the usual order: the environment, a
 * web identity, the profile of the shared files, the container, the instance.
 * They are never part of a message.
 */
#ifndef DRIVER_DATA_API_CREDENTIALS_H
#define DRIVER_DATA_API_CREDENTIALS_H

#include "driver/data_api/http.h"
#include "driver/url.h"

struct credentials {
	struct arena arena;
	struct http_key key;
	int64_t expires; /* seconds since 1970; 0: never */
	bool known;
};

struct credentials_place {
	const struct db_url *url; /* its parameters and its environment */
	const char *region;       /* for STS */
	struct http *http;
	const struct http_watch *watch;
};

/* Look for them, unless they are known and good for a while. */
int credentials_get(struct credentials *c, const struct credentials_place *place,
		    struct pawl_error *err);
void credentials_forget(struct credentials *c);
void credentials_done(struct credentials *c);

/* profile.c */

/*
 * The value of a setting of a profile in an INI file, NULL if there is none. In the
 * config file sections are called "profile x" but for the default one.
 */
int profile_setting(const char *path, const char *profile, bool config, const char *name,
		    struct arena *a, const char **ret, struct pawl_error *err);

#endif
