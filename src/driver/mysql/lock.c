/* SPDX-License-Identifier: Apache-2.0 */
/*
 * GET_LOCK: one name space for the whole server, held by the connection, not
 * by the transaction. Names are limited to 64 characters and compared without
 * regard to case, so long ones are hashed.
 */
#include "driver/mysql/conn.h"

#include "base/cleanup.h"
#include "base/sha256.h"

#include <string.h>

enum { NAME_LONGEST = 64 };

static int ask(struct conn *c, const char *sql, const char *name, const char **ret, struct arena *a,
	       struct pawl_error *err)
{
	char hex[SHA256_HEX];
	struct db_param param = {.text = name, .len = strlen(name)};
	struct sha256 h;
	struct db_rows rows;
	int r;

	if (param.len > NAME_LONGEST) {
		sha256_init(&h);
		sha256_add(&h, name, param.len);
		sha256_hex(&h, hex);
		param = (struct db_param){.text = hex, .len = strlen(hex)};
	}
	r = conn_query(c, sql, &param, 1, a, &rows, err);
	if (r == 0)
		*ret = mysqld_cell(&rows, 0, 0);
	return r;
}

int lock_try(void *conn, const char *name, bool *ret_got, struct pawl_error *err)
{
	_cleanup_arena_ struct arena a = {0};
	const char *answer;
	int r = ask(conn, "SELECT GET_LOCK(?, 0)", name, &answer, &a, err);

	if (r != 0)
		return r;
	if (answer == NULL)
		return fail(err, PAWL_E_SQL, "the server could not take the lock \"%s\"", name);
	*ret_got = strcmp(answer, "1") == 0;
	return 0;
}

int lock_release(void *conn, const char *name, struct pawl_error *err)
{
	_cleanup_arena_ struct arena a = {0};
	struct conn *c = conn;
	const char *answer;
	int r;

	c->keep_going = true;
	r = ask(c, "SELECT RELEASE_LOCK(?)", name, &answer, &a, err);
	c->keep_going = false;
	if (r != 0)
		return r;
	if (answer == NULL || strcmp(answer, "1") != 0) {
		fail(err, PAWL_E_LOCKED, "the lock \"%s\" was not held by this connection", name);
		hint(err, "the connection may have been replaced by a proxy in between");
		return PAWL_E_LOCKED;
	}
	return 0;
}

int lock_holder(void *conn, const char *name, struct arena *a, struct db_blocker *ret,
		bool *ret_known, struct pawl_error *err)
{
	struct db_param id;
	struct db_rows rows;
	const char *answer;
	int r = ask(conn, "SELECT IS_USED_LOCK(?)", name, &answer, a, err);

	*ret_known = r == 0 && answer != NULL;
	if (!*ret_known)
		return r;
	*ret = (struct db_blocker){.pid = strtoll(answer, NULL, 10)};
	id = (struct db_param){.text = answer, .len = strlen(answer)};
	/* Without the PROCESS privilege nothing is seen of other users. */
	if (conn_query(conn, "SELECT USER, HOST FROM information_schema.PROCESSLIST WHERE ID = ?",
		       &id, 1, a, &rows, NULL) == 0 &&
	    rows.rows != 0) {
		ret->user = mysqld_cell(&rows, 0, 0);
		ret->application = mysqld_cell(&rows, 0, 1);
	}
	return 0;
}
