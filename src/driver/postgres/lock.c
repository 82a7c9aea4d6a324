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

static uint64_t key_of(const char *name)
{
	struct sha256 h;
	char hex[SHA256_HEX];

	sha256_init(&h);
	sha256_add(&h, name, strlen(name));
	sha256_hex(&h, hex);
	hex[16] = '\0';
	return strtoull(hex, NULL, 16);
}

static int ask(struct pg *pg, bool deaf, const char *function, const char *name, bool *ret,
	       struct pawl_error *err)
{
	struct pg_answer answer;
	char sql[128];
	int r;

	snprintf(sql, sizeof(sql), "SELECT pg_catalog.%s(%lld)", function, (long long)key_of(name));
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

int pg_lock_holder(void *conn, const char *name, struct arena *a, struct db_blocker *ret,
		   bool *ret_known, struct pawl_error *err)
{
	/* objsubid 1 is the lock of one 64-bit key, whose halves are classid and objid. */
	static const char sql[] =
		"SELECT s.pid, s.usename, pg_catalog.concat_ws(' on ', "
		"nullif(s.application_name, ''), pg_catalog.host(s.client_addr)), "
		"pg_catalog.to_char(s.backend_start AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS') "
		"FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_stat_activity s ON s.pid = l.pid "
		"WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1 "
		"AND l.classid::bigint = $1 AND l.objid::bigint = $2 AND l.database = "
		"(SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())";
	uint64_t key = key_of(name);
	char high[24], low[24];
	struct db_param params[2] = {{.text = high}, {.text = low}};
	struct db_rows rows;
	int r;

	params[0].len = (size_t)snprintf(high, sizeof(high), "%lld", (long long)(key >> 32));
	params[1].len = (size_t)snprintf(low, sizeof(low), "%lld", (long long)(key & UINT32_MAX));
	r = pg_query(conn, sql, params, 2, a, &rows, err);
	if (r < 0)
		return r;
	*ret_known = rows.rows != 0;
	if (*ret_known)
		*ret = (struct db_blocker){
			.pid = strtoll(rows.cells[0], NULL, 10),
			.user = rows.cells[1],
			.application = rows.cells[2],
			.state = "connected",
			.since = rows.cells[3],
		};
	return 0;
}
