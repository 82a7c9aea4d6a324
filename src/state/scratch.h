/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Databases that are made to be filled, looked at and thrown away: in memory
 * where the engine can, else pawl_scratch_... on a server, else, for a role that
 * may make no database, a schema of that name in the database at hand.
 *
 * They are removed by scratch_close(). What a killed run has left behind is
 * removed by the next one: while a run lives, it holds a lock by the name of
 * each of its scratch databases.
 */
#ifndef STATE_SCRATCH_H
#define STATE_SCRATCH_H

#include "driver/db.h"

struct scratch_place {
	const struct dialect *dialect;
	const struct db_url
		*server;            /* the session's scratch URL, or its URL; NULL: none is known */
	const struct db_url *like;  /* the database to be like; NULL: that of server */
	struct db_options options;  /* for every connection */
	const struct db_host *host; /* of the scratch connections */
	const char *client;         /* the name of this host */
	bool no_schema;             /* a schema in place of a database would not do */
};

struct scratch_server;
struct scratch;

/*
 * Connect to where scratch databases are made, and remove what dead runs have
 * left there. place is borrowed. PAWL_E_CONFIG where the engine needs a server
 * and none is given.
 */
int scratch_server_open(const struct scratch_place *place, struct scratch_server **ret,
			struct pawl_error *err);
void scratch_server_close(struct scratch_server *server); /* accepts NULL */

/* A new, empty one; the server must outlive it. */
int scratch_open(struct scratch_server *server, struct scratch **ret, struct pawl_error *err);

/* End our connection to it; it stays, for others to enter. */
void scratch_disconnect(struct scratch *scratch);

/* Never fails: what cannot be removed now is left to the next run. Accepts NULL. */
void scratch_close(struct scratch *scratch);
void scratch_close_ptr(struct scratch **scratch);
#define _cleanup_scratch_ __attribute__((cleanup(scratch_close_ptr)))

struct db *scratch_db(const struct scratch *scratch);
const struct db_url *scratch_url(const struct scratch *scratch);
/* It is a schema in a database that holds other things. */
bool scratch_is_schema(const struct scratch *scratch);

#endif
