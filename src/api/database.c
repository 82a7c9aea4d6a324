/* SPDX-License-Identifier: Apache-2.0 */
/* The database as a whole: is it there, make it, drop it, wait for it. */
#include "api/session.h"
#include "base/clock.h"

enum { WAIT_PAUSE_MS = 250 };

static int find_driver(struct pawl_session *s, const struct driver **ret, struct pawl_error *err)
{
	error_reset(err);
	if (s->settings.url != NULL)
		return driver_find(s->settings.url->scheme, ret, err);
	return call_refuse_no_url(err);
}

/* The connection, if any, would stand in the way or go stale. */
static void disconnect(struct pawl_session *s)
{
	db_close(s->db);
	s->db = NULL;
}

int pawl_database_exists(struct pawl_session *s, int *ret, struct pawl_error *err)
{
	const struct driver *d;
	bool exists;
	int rc = find_driver(s, &d, err);

	if (rc == 0)
		rc = d->database_exists(s->settings.url, &s->host, &exists, err);
	if (rc == 0)
		*ret = exists;
	return rc;
}

int pawl_database_create(struct pawl_session *s, int *ret_created, struct pawl_error *err)
{
	const struct driver *d;
	bool exists = false;
	int rc = find_driver(s, &d, err);

	if (rc == 0)
		rc = d->database_exists(s->settings.url, &s->host, &exists, err);
	if (rc == 0 && !exists)
		rc = d->database_create(s->settings.url, &s->host, err);
	if (rc == 0 && ret_created != NULL)
		*ret_created = !exists;
	return rc;
}

int pawl_database_drop(struct pawl_session *s, int force, int *ret_dropped, struct pawl_error *err)
{
	const struct driver *d;
	bool exists = false;
	int rc = find_driver(s, &d, err);

	disconnect(s);
	if (rc == 0)
		rc = d->database_exists(s->settings.url, &s->host, &exists, err);
	if (rc == 0 && exists)
		rc = d->database_drop(s->settings.url, &s->host, force != 0, err);
	if (rc == 0 && ret_dropped != NULL)
		*ret_dropped = exists;
	return rc;
}

int pawl_database_wait(struct pawl_session *s, int64_t timeout_ms, struct pawl_error *err)
{
	const struct db_options options = {.no_create = true,
					   .connect_timeout = s->settings.connect_timeout};
	const struct driver *d;
	int64_t start = clock_ms();
	int rc = find_driver(s, &d, err);

	while (rc == 0) {
		struct pawl_error last = {0};
		struct db *db = NULL;

		if (db_open(s->settings.url, &options, &s->host, &db, &last) == 0) {
			db_close(db);
			return 0;
		}
		if (s->cancel)
			return fail(err, PAWL_E_CANCELLED, "cancelled");
		if (clock_ms() - start >= timeout_ms) {
			fail(err, PAWL_E_TIMEOUT, "the database did not answer within %lld s",
			     (long long)(timeout_ms / 1000));
			detail(err, "%s", last.message);
			return PAWL_E_TIMEOUT;
		}
		clock_sleep_ms(WAIT_PAUSE_MS);
	}
	return rc;
}
