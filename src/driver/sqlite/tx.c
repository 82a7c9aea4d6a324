/* SPDX-License-Identifier: Apache-2.0 */
/*
 * BEGIN IMMEDIATE: a second writer waits in front of its transaction, where the
 * busy handler can wait. A deferred one would fail in its middle, because SQLite
 * refuses at once to turn a read into a write that could deadlock.
 */
#include "driver/sqlite/conn.h"

static void keep_references(struct conn *c, int on)
{
	sqlite3_db_config(c->db, SQLITE_DBCONFIG_ENABLE_FKEY, on, NULL);
}

static void end(struct conn *c)
{
	if (c->references != NULL) {
		keep_references(c, c->references_were);
		references_free(c->references);
		c->references = NULL;
	}
	if (c->local_timeouts) {
		c->timeouts = c->outer_timeouts;
		c->local_timeouts = false;
	}
	c->begun = false;
}

int tx_begin(void *conn, const struct db_tx *tx, struct pawl_error *err)
{
	struct conn *c = conn;
	int rc = wait_admit(c, err);

	if (rc != 0)
		return rc;
	/* Inside a transaction the switch would do nothing. */
	if (tx->references_off) {
		sqlite3_db_config(c->db, SQLITE_DBCONFIG_ENABLE_FKEY, -1, &c->references_were);
		keep_references(c, 0);
	}
	rc = conn_run(c, c->read_only ? "BEGIN" : "BEGIN IMMEDIATE", err);
	c->begun = rc == 0;
	if (!tx->references_off)
		return rc;
	if (rc == 0)
		rc = references_record(c, tx, &c->references, err);
	if (rc == 0)
		return 0;
	tx_rollback(c, NULL);
	keep_references(c, c->references_were);
	return rc;
}

int tx_commit(void *conn, struct pawl_error *err)
{
	struct conn *c = conn;
	int rc = 0;

	if (c->references != NULL) {
		wait_start(c);
		rc = references_check(c, c->references, err);
	}
	if (rc == 0)
		rc = conn_run(c, "COMMIT", err);
	if (rc != 0 && err != NULL && err->vendor == SQLITE_CONSTRAINT_FOREIGNKEY)
		references_explain(c, err);
	if (rc == 0)
		end(c);
	return rc;
}

int tx_rollback(void *conn, struct pawl_error *err)
{
	struct conn *c = conn;
	int rc = 0;

	if (!sqlite3_get_autocommit(c->db))
		rc = conn_run(c, "ROLLBACK", err);
	end(c);
	return rc;
}

bool tx_is_open(void *conn)
{
	return !sqlite3_get_autocommit(((struct conn *)conn)->db);
}

/* SQLite rolls back by itself on a full disk, an I/O error and the like. */
bool tx_is_failed(void *conn)
{
	const struct conn *c = conn;

	return c->begun && sqlite3_get_autocommit(c->db);
}
