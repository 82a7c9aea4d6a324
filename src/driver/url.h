/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Database URLs: sqlite:PATH, sqlite:///relative, sqlite:////absolute,
 * sqlite::memory:, postgres://, postgresql://, mysql://, mariadb://, data-api://.
 * SQLAlchemy's "+driver" behind the scheme is dropped, unless it is one that
 * stands for a driver of ours: then that one's scheme takes its place. Of data-api://
 * the parameter "engine" says which of two it is.
 */
#ifndef DRIVER_URL_H
#define DRIVER_URL_H

#include "base/arena.h"

#include <stdbool.h>

struct db_url_param {
	const char *name, *value; /* percent-decoded */
};

/* The host's environment, for drivers whose client libraries look there. */
struct url_environment {
	const char *(*get)(void *data, const char *name); /* NULL if it is not set */
	void *data;
};

struct db_url {
	const char *scheme; /* lower case, no "+driver" */
	const char *text;   /* the URL with a clean scheme, password included: for libpq */
	const char *user, *password, *host, *database; /* percent-decoded; NULL if absent */
	int port;                                      /* 0 if absent */
	const char *path;                              /* sqlite: the file, or ":memory:" */
	const struct db_url_param *params;
	size_t params_len;
	const char *display; /* for people: no password, no secret parameter */
	const struct url_environment *environment; /* set by the caller; NULL: none is known */
};

/* A URL as another tool writes it, as one of ours; else the text itself. */
const char *url_translate(const char *text, struct arena *a);

/* Strings are in the arena. An unknown scheme is not an error here. */
int url_parse(const char *text, struct arena *a, struct db_url *ret, struct pawl_error *err);

/* The value of a parameter, NULL if it is not given. */
const char *url_param(const struct db_url *url, const char *name);

/* What the environment says; NULL without one. */
const char *url_environment(const struct db_url *url, const char *name);

/* The same URL with another database name. */
int url_with_database(const struct db_url *url, const char *database, struct arena *a,
		      struct db_url *ret, struct pawl_error *err);

/* The same URL with these parameters in place of its own. */
int url_with_params(const struct db_url *url, const struct db_url_param *v, size_t n,
		    struct arena *a, struct db_url *ret, struct pawl_error *err);

/*
 * Is it a parameter by which other clients set up their pools, caches and the like, and
 * which means nothing for a connection of ours? '-' and '_' are one, and so are capitals.
 */
bool url_param_is_foreign(const char *name);

/* Are they the same name, '-' and '_' being one, and capitals as well? */
bool url_param_is(const char *name, const char *known);

/* The same URL with a parameter added, behind a blank where the URL has one of that name. */
int url_with_param(const struct db_url *url, const char *name, const char *value, struct arena *a,
		   struct db_url *ret, struct pawl_error *err);

#endif
