/* SPDX-License-Identifier: Apache-2.0 */
#include "migrate/connection.h"

#include "migrate/history.h"
#include "migrate/hook.h"

static int run_session_file(struct work *w, struct pawl_error *err)
{
	const char *path = w->settings->session_sql;
	int rc = path == NULL ? 0 : hook_run_sql(w, path, err);

	if (rc != 0)
		context(err, "while running the session file \"%s\"", path);
	return rc;
}

struct db_options connection_options(const struct settings *s)
{
	return (struct db_options){
		.connect_timeout = s->connect_timeout,
		.extensions = s->extensions,
		.extensions_len = s->extensions_len,
	};
}

int connection_open(struct work *w, const struct db_options *options, const struct db_host *host,
		    struct pawl_error *err)
{
	int rc = db_open(w->settings->url, options, host, &w->db, err);

	return rc != 0 ? rc : connection_prepare(w, err);
}

int connection_prepare(struct work *w, struct pawl_error *err)
{
	int rc = 0;

	/* A pooled connection would hand its limits on to others. */
	if (!db_info(w->db)->pooled)
		rc = db_set_timeouts(w->db, w->settings->lock_timeout_ms,
				     w->settings->statement_timeout_ms, false, err);
	if (rc == 0)
		rc = run_session_file(w, err);
	if (rc == 0)
		rc = history_resolve(w, err);
	return rc;
}

int connection_reset(struct work *w, struct pawl_error *err)
{
	int rc = db_reset(w->db, err);

	w->table.prepared = 0;
	if (rc == 0)
		rc = run_session_file(w, err);
	return rc != 0 || w->store == NULL ? rc : w->store->reopen(w, err);
}
