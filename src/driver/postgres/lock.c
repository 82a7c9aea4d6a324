/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Advisory locks of the session. Never pg_advisory_lock(): a session that waits
 * in it holds a snapshot, for which CREATE INDEX CONCURRENTLY waits in turn.
 *
 * The key is the first 64 bits of the name's SHA-256. Behind a pooling proxy a
 * lock may sit in a server session that is no longer ours, so the answer of
 * pg_advisory_unlock() is looked at.
 */
#include "base/sha256.h"
#include "driver/postgres/pg.h"

static int ask(struct pg *pg, bool deaf, const char *function, const char *name, bool *ret,
	       struct pawl_error *err)
{
	struct sha256 h;
	char hex[SHA256_HEX], sql[128];
	struct pg_answer answer;
	int r;

	sha256_init(&h);
	sha256_add(&h, name, strlen(name));
	sha256_hex(&h, hex);
	hex[16] = '\0';
	snprintf(sql, sizeof(sql), "SELECT pg_catalog.%s(%lld)", function,
		 (long long)strtoull(hex, NULL, 16));
	r = pg_run(pg, deaf, sql, &answer, err);
	if (r < 0)
		return r;
	*ret = PQgetvalue(answer.rows, 0, 0)[0] == 't';
	PQclear(answer.rows);
	return 0;
}

int pg_try_lock(void *conn, const char *name, bool *ret_got, struct pawl_error *err)
{
	struct pg *pg = conn;
	int r = pg_ready(pg, err);

	return r < 0 ? r : ask(pg, false, "pg_try_advisory_lock", name, ret_got, err);
}

int pg_unlock(void *conn, const char *name, struct pawl_error *err)
{
	struct pg *pg = conn;
	bool held;
	int r = ask(pg, true, "pg_advisory_unlock", name, &held, err);

	if (r < 0 || held)
		return r;
	fail(err, PAWL_E_LOCKED, "the lock \"%s\" was not held by this session", name);
	hint(err, "a pooling proxy may have handed out another session: connect to the server "
		  "itself");
	return PAWL_E_LOCKED;
}
