/* SPDX-License-Identifier: Apache-2.0 */
/* https://sqlite.org/rescode.html; the vendor code is the extended result code. */
#include "driver/sqlite/conn.h"

#include <errno.h>
#include <string.h>

/* Line and column of the byte at offset. */
static void place(const char *sql, int offset, struct pawl_error *err)
{
	const char *line = sql;

	err->line = 1;
	for (const char *p = sql; p < sql + offset && *p != '\0'; p++)
		if (*p == '\n') {
			err->line++;
			line = p + 1;
		}
	err->column = (unsigned long)(sql + offset - line) + 1;
}

static int stopped(struct conn *c, struct pawl_error *err)
{
	if (c->stop == STOP_CANCEL)
		return fail(err, PAWL_E_CANCELLED, "cancelled");
	fail(err, PAWL_E_TIMEOUT, "the statement timeout of %lld ms passed",
	     (long long)c->timeouts.statement_ms);
	hint(err, "give the statement more time, or do the work in smaller steps");
	return PAWL_E_TIMEOUT;
}

/* As far as the system tells. */
static void name_blockers(struct conn *c, struct pawl_error *err)
{
	_cleanup_arena_ struct arena a = {0};
	struct db_blocker *v;
	size_t len;

	if (blockers_list(c, 0, &a, &v, &len, NULL) != 0)
		return;
	for (size_t i = 0; i < len; i++)
		detail(err, "pid %lld%s%s%s holds the lock", (long long)v[i].pid,
		       v[i].application == NULL ? "" : " (",
		       v[i].application == NULL ? "" : v[i].application,
		       v[i].application == NULL ? "" : ")");
}

static int locked(struct conn *c, int code, struct pawl_error *err)
{
	fail_db(err, PAWL_E_LOCKED, NULL, code, sqlite3_errmsg(c->db));
	detail(err, "the lock timeout is %lld ms", (long long)c->timeouts.lock_ms);
	name_blockers(c, err);
	hint(err, "another connection writes to the database; wait until it is done and try again");
	return PAWL_E_LOCKED;
}

static void advise(struct conn *c, int code, struct pawl_error *err)
{
	int number = sqlite3_system_errno(c->db);

	switch (code & 0xff) {
	case SQLITE_FULL:
		hint(err, "free some disk space (or raise PRAGMA max_page_count), then run again");
		break;
	case SQLITE_READONLY:
		hint(err, "the file and its folder must be writable: SQLite keeps its journal "
			  "beside the file");
		break;
	case SQLITE_IOERR:
	case SQLITE_CANTOPEN:
		if (number != 0 && number != ENOENT)
			detail(err, "the operating system says: %s", strerror(number));
		hint(err, "look at the disk, its free space and the rights of the folder");
		break;
	case SQLITE_CORRUPT:
		hint(err, "run PRAGMA integrity_check, and restore a backup if it complains");
		break;
	case SQLITE_NOTADB:
		hint(err, "the file is not an SQLite database, or it is encrypted");
		break;
	default:
		/* A rename looks through all views and triggers; the dropped table is still missing. */
		if (strncmp(sqlite3_errmsg(c->db), "error in ", 9) == 0)
			hint(err,
			     "drop it before its table is rebuilt and make it again afterwards, "
			     "or put PRAGMA legacy_alter_table = ON in front of the rename");
		break;
	}
}

int error_take(struct conn *c, const char *sql, struct pawl_error *err)
{
	int code = sqlite3_extended_errcode(c->db);

	if (c->stop != STOP_NONE)
		return stopped(c, err);
	if ((code & 0xff) == SQLITE_BUSY)
		return locked(c, code, err);
	fail_db(err, PAWL_E_SQL, NULL, code, sqlite3_errmsg(c->db));
	if (err == NULL)
		return PAWL_E_SQL;
	advise(c, code, err);
#if SQLITE_VERSION_NUMBER >= 3038000
	if (sql != NULL && sqlite3_error_offset(c->db) >= 0)
		place(sql, sqlite3_error_offset(c->db), err);
#endif
	return PAWL_E_SQL;
}
