/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From a source to the schema that it stands for: live databases are read,
 * everything else is first loaded into a scratch database.
 *
 *	"schema" -> source_parse() -> struct source -> lab_read() -> struct schema
 */
#ifndef MIGRATE_LAB_H
#define MIGRATE_LAB_H

#include "layout/layout.h"
#include "migrate/source.h"
#include "migrate/trial.h"
#include "state/rename.h"

struct lab {
	struct work *w; /* of the call; its db is the session's, NULL where nothing needs it */
	const struct layout *layout;
	struct scratch_place place;
	struct db_host host;
	struct scratch_server *server; /* NULL until something has to be loaded */
};

/* What a source stands for; all of it in the arena given. */
struct lab_schema {
	struct schema schema;
	const char *const *versions; /* that it holds, as far as migrations tell */
	size_t versions_len;
	const struct rename *renames; /* written in its text */
	size_t renames_len;
};

/* server: where scratch databases may be made, NULL if nothing says it. */
void lab_init(struct lab *lab, struct work *w, const struct layout *layout,
	      const struct db_url *server);
void lab_done(struct lab *lab);
#define _cleanup_lab_ __attribute__((cleanup(lab_done)))

int lab_read(struct lab *lab, const struct source *source, struct arena *a, struct lab_schema *ret,
	     struct pawl_error *err);

/* PAWL_E_CONNECT if url leads to no database, where connecting would not say so. */
int lab_check_exists(const struct lab *lab, const struct db_url *url, struct pawl_error *err);

/* A scratch database for whoever needs one. */
int lab_trial(struct lab *lab, struct trial *t, struct pawl_error *err);

/* The migrations of a source of that kind. */
int lab_set(struct lab *lab, const struct source *source, struct arena *a, struct set *ret,
	    struct pawl_error *err);

#endif
