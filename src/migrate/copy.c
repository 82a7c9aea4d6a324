/* SPDX-License-Identifier: Apache-2.0 */
#include "migrate/copy.h"

#include "base/buf.h"
#include "migrate/connection.h"
#include "migrate/delta.h"

int copy_read_schema(struct work *w, struct arena *a, struct schema *ret, struct pawl_error *err)
{
	struct settings settings = *w->settings;
	struct work all = *w;
	struct inspect_options o;
	int rc;

	/* What comparisons leave out is there all the same, and may be altered. */
	settings.exclude_len = 0;
	all.settings = &settings;
	rc = trial_hidden(&all, w->db, a, &o, err);
	return rc != 0 ? rc : db_inspect(w->db, &o, a, ret, err);
}

int copy_read(struct work *w, struct arena *a, struct copy *ret, struct pawl_error *err)
{
	int rc = copy_read_schema(w, a, &ret->schema, err);

	return rc != 0 ? rc : history_read(w, &ret->history, err);
}

static int insert_row(struct work *w, const struct history_row *row, struct pawl_error *err)
{
	_cleanup_buf_ struct buf b = {0};

	history_insert_sql(w, &b,
			   &(struct history_entry){
				   .filename = row->filename,
				   .version = row->version,
				   .kind = row->kind,
				   .checksum = row->checksum,
				   .state = row->state,
				   .statements_done = row->statements_done,
				   .duration_ms = row->duration_ms,
				   .fingerprint = row->fingerprint,
			   });
	return history_exec(w, &b, err);
}

int copy_make(const struct copy *copy, struct trial *t, struct pawl_error *err)
{
	const struct diff_options options = {.version = copy->schema.version};
	struct history none = {0};
	int rc = delta_build(t, &options, &copy->schema, err);

	if (rc == 0)
		rc = connection_reset(&t->work, err);
	if (rc == 0)
		rc = history_ensure(&t->work, &none, err);
	for (size_t i = 0; rc == 0 && i < copy->history.len; i++)
		rc = insert_row(&t->work, &copy->history.rows[i], err);
	if (rc != 0)
		context(err, "while making a scratch copy of the schema");
	return rc;
}
