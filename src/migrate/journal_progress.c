/* SPDX-License-Identifier: Apache-2.0 */
/* How far a journalled migration is: the number in its row, and the transactions it commits with. */
#include "migrate/journal_impl.h"

#include "base/clock.h"
#include "migrate/runner_lock.h"

#include <string.h>

static void prefix_add(struct journal *j, const struct statement *st)
{
	sha256_add(&j->prefix, st->text, st->len);
	sha256_add(&j->prefix, ";", 1);
}

void journal_done(struct journal *j, const struct statement *st)
{
	j->done++;
	prefix_add(j, st);
}

void journal_keep(struct journal *j)
{
	j->standing = j->done;
	j->standing_prefix = j->prefix;
}

void journal_lose(struct journal *j)
{
	if (j->standing <= j->recorded)
		return;
	j->done = j->recorded = j->standing;
	j->prefix = j->standing_prefix;
}

/* "prefix:" keeps it from being taken for the checksum of a file. */
const char *journal_prefix(const struct journal *j, struct arena *a)
{
	struct sha256 copy = j->prefix;
	char hex[SHA256_HEX];

	sha256_hex(&copy, hex);
	return arena_printf(a, "prefix:%s", hex);
}

const char *journal_state(const struct journal *j)
{
	return j->u->down ? HISTORY_REVERTING : HISTORY_RUNNING;
}

void journal_row_sql(const struct journal *j, const char *state, const char *fingerprint,
		     struct arena *a, struct buf *b)
{
	struct history_entry e = j->u->entry;

	e.state = state;
	e.checksum = journal_prefix(j, a);
	e.statements_done = j->done;
	e.fingerprint = fingerprint;
	if (j->found)
		history_progress_sql(j->w, b, e.filename, state, j->done, e.checksum, fingerprint);
	else
		history_insert_sql(j->w, b, &e);
}

int journal_write(struct journal *j, const char *state, const char *fingerprint,
		  struct pawl_error *err)
{
	_cleanup_buf_ struct buf b = {0};
	int rc = runner_lock_fence(j->w, err);

	if (rc != 0)
		return rc;
	journal_row_sql(j, state, fingerprint, &j->scratch, &b);
	rc = history_exec(j->w, &b, err);
	if (rc == 0)
		j->found = j->started = true;
	return rc;
}

int journal_start(struct journal *j, struct pawl_error *err)
{
	return j->started ? 0 : journal_write(j, journal_state(j), NULL, err);
}

void journal_stands(struct journal *j)
{
	j->recorded = j->done;
}

/* A pooled connection would hand them on to others; there they are set in each transaction. */
int journal_set_limits(struct journal *j, int64_t lock_ms, int64_t statement_ms,
		       struct pawl_error *err)
{
	if (db_info(j->w->db)->pooled)
		return 0;
	return db_set_timeouts(j->w->db, lock_ms, statement_ms, false, err);
}

int journal_begin(struct journal *j, struct pawl_error *err)
{
	struct db_tx tx = {0};
	int rc = 0;

	if (j->rebuilds)
		tx = unit_tx(j->u);
	/* START TRANSACTION would unlock the tables; autocommit is off while they are locked. */
	if (!j->tables_locked)
		rc = db_begin(j->w->db, &tx, err);
	if (rc == 0 && db_info(j->w->db)->pooled)
		rc = db_set_timeouts(j->w->db, j->u->lock_ms, j->u->statement_ms, true, err);
	if (rc == 0) {
		j->tx = TX_OURS;
		j->tx_since_ms = clock_ms();
	}
	return rc;
}

int journal_commit(struct journal *j, struct pawl_error *err)
{
	int rc = j->tables_locked ? db_execs(j->w->db, "COMMIT", err) : db_commit(j->w->db, err);

	if (rc == 0)
		j->tx = TX_NONE;
	return rc;
}

int journal_flush(struct journal *j, const char *state, const char *fingerprint,
		  struct pawl_error *err)
{
	int rc;

	if (j->tx == TX_NONE && j->done == j->recorded && fingerprint == NULL &&
	    strcmp(state, journal_state(j)) == 0)
		return 0;
	rc = journal_write(j, state, fingerprint, err);
	if (rc == 0 && (j->tx == TX_OURS || j->tables_locked))
		rc = journal_commit(j, err);
	if (rc == 0)
		journal_stands(j);
	return rc;
}

void journal_sync_tx(struct journal *j)
{
	bool open = db_in_transaction(j->w->db);

	if (!open && j->tx != TX_NONE && !j->tables_locked)
		j->tx = TX_NONE;
	else if (open && j->tx == TX_NONE && !j->tables_locked)
		j->tx = TX_USER;
}
