/* SPDX-License-Identifier: Apache-2.0 */
/* struct pawl_session and what every call begins and ends with. */
#ifndef API_SESSION_H
#define API_SESSION_H

#include "layout/author.h"
#include "layout/layout.h"
#include "migrate/connection.h"
#include "migrate/keeper.h"
#include "migrate/set.h"

#include <pawl/migrate.h>

struct pawl_session {
	struct arena arena; /* settings and everything they point to */
	struct settings settings;
	const struct dialect *dialect; /* NULL while neither URL nor dialect says which */
	const struct layout *layout;   /* NULL: to be recognised */
	struct db *db;                 /* kept between calls, NULL until one needs it */
	bool read_only;
	volatile sig_atomic_t cancel;
	pawl_event_fn on_event;
	void *event_data;
	struct db_host host;
	struct url_environment environment;
	struct work *work; /* of the call that runs now */
};

/* What a call needs of the database. */
enum call_mode {
	CALL_FILES,  /* nothing */
	CALL_READ,   /* changes nothing; a missing SQLite file reads as empty */
	CALL_MERGE,  /* the same, for files that a merge has left with numbers used twice */
	CALL_LOOK,   /* changes nothing; the database has to be there */
	CALL_CHANGE, /* writes; the same */
	CALL_WRITE,
};

struct call {
	struct pawl_session *session;
	struct work work;
	struct set set;
	struct migration_list files;
};

/* Those of the session's engine; work on files alone need not know it: any engine's then. */
const struct lex_rules *session_lex(const struct pawl_session *s);

/*
 * Read the folders in the session's layout, or the one that they are in.
 * duplicates: as in struct layout_input.
 */
int session_migrations(const struct pawl_session *s, bool duplicates, struct arena *a,
		       struct migration_list *ret, struct pawl_error *err);

/*
 * Read the folders and connect as mode says. a holds what the call makes; it is
 * the result's arena where the call has a result.
 */
int call_begin(struct call *c, struct pawl_session *s, enum call_mode mode, struct arena *a,
	       struct pawl_error *err);
/*
 * The pieces that call_begin() is made of, for calls that choose as they go:
 * start, then as needed read the folders and connect. call_end() ends it all the
 * same.
 */
void call_start(struct call *c, struct pawl_session *s, const struct dialect *d, struct arena *a);
int call_read_files(struct call *c, enum call_mode mode, struct pawl_error *err);
int call_connect(struct call *c, enum call_mode mode, struct pawl_error *err);

/* PAWL_E_CONFIG: the call needs to know the database, and nothing names one. */
void call_fail_no_url(struct pawl_error *err);

/* In the header, so that analysers see in the caller that what it returns is not 0. */
static inline int call_refuse_no_url(struct pawl_error *err)
{
	call_fail_no_url(err);
	return PAWL_E_CONFIG;
}

/* author.c: what the options of a new migration ask for, but for its texts. */
int author_request(const struct pawl_session *s, const struct pawl_new_options *o,
		   struct author_new *ret, struct pawl_error *err);

/* Returns rc. */
int call_end(struct call *c, int rc);

#endif
