/* SPDX-License-Identifier: Apache-2.0 */
#include "migrate/backup_copy.h"

#include "migrate/place.h"

#include <string.h>

static int open_scratch(struct backup_copy *c, bool anywhere, struct pawl_error *err)
{
	struct pawl_error own = {0};
	int rc = scratch_open(c->server, &c->scratch, &own);

	if (rc != 0 && strcmp(own.sqlstate, "42501") == 0) {
		rc = fail(err, PAWL_E_CONFIG,
			  "a backup is loaded into a database of its own, and this role may make "
			  "none");
		hint(err,
		     anywhere ? "let this role make databases, or name a server where it may "
				"with --scratch-url"
			      : "let this role make databases, or drop the database and restore "
				"into a new one");
	} else if (rc != 0 && err != NULL) {
		*err = own;
	}
	return rc;
}

int backup_copy_load(struct backup_copy *c, const struct work *w, const struct driver_backup *d,
		     const struct backup_load *how, const char *path, const struct db_url *beside,
		     struct pawl_error *err)
{
	const struct settings *s = w->settings;
	const struct db_url *usual = s->scratch_url != NULL ? s->scratch_url : s->url;
	int rc;

	*c = (struct backup_copy){.place = place_of(w, beside != NULL ? beside : usual)};
	/* A backup names its schemas: it would go into the real ones. */
	c->place.no_schema = true;
	rc = scratch_server_open(&c->place, &c->server, err);
	if (rc == 0)
		rc = open_scratch(c, beside == NULL, err);
	return rc == 0 ? d->load(scratch_url(c->scratch), w->host, how, path, err) : rc;
}

void backup_copy_close(struct backup_copy *c)
{
	scratch_close(c->scratch);
	scratch_server_close(c->server);
	*c = (struct backup_copy){0};
}
