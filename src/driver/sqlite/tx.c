/* SPDX-License-Identifier: Apache-2.0 */
/*
 * BEGIN IMMEDIATE: a second writer waits in front of its transaction, where the
 * busy handler can wait. A deferred one would fail in its middle, because SQLite
 * refuses at once to turn a read into a write that could deadlock.
 */
#include "driver/sqlite/conn.h"

/* Inside a transaction the switch would do nothing. */
static void references_switch_off(struct conn *c)
{
	sqlite3_db_config(c->db, SQLITE_DBCONFIG_ENABLE_FKEY, -1, &c->references_were);
	sqlite3_db_config(c->db, SQLITE_DBCONFIG_ENABLE_FKEY, 0, NULL);
	c->references_off = true;
}

static void references_switch_back(struct conn *c)
{
	if (c->references_off)
		sqlite3_db_config(c->db, SQLITE_DBCONFIG_ENABLE_FKEY, c->references_were, NULL);
	c->references_off = false;
	references_free(c->references);
	c->references = NULL;
}

static void end(struct conn *c)
{
	references_switch_back(c);
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
	if (tx->references_off)
		references_switch_off(c);
	rc = conn_run(c, c->read_only ? "BEGIN" : "BEGIN IMMEDIATE", err);
	c->begun = rc == 0;
	if (rc == 0 && tx->references_off)
		rc = references_record(c, tx, &c->references, err);
	if (rc != 0 && c->begun)
		tx_rollback(c, NULL);
	else if (rc != 0)
		references_switch_back(c);
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
