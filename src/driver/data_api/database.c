/* SPDX-License-Identifier: Apache-2.0 */
/* Databases of a cluster, by calls that are in none of them or in one that is always there. */
#include "base/cleanup.h"
#include "driver/data_api/api.h"

static void done(struct api **api)
{
	api_close(*api);
}
#define _cleanup_api_ __attribute__((cleanup(done)))

static int listed(struct api *api, const char *name, bool *ret, struct pawl_error *err)
{
	_cleanup_arena_ struct arena a = {0};
	struct db_param p = {.text = name, .len = strlen(name)};
	struct db_rows rows;
	int rc = api_engine.query(api, api_engine.database_listed, &p, 1, &a, &rows, err);

	if (rc == 0)
		*ret = rows.rows != 0;
	return rc;
}

int api_database_exists(const struct db_url *url, const struct db_host *host, bool *ret,
			struct pawl_error *err)
{
	_cleanup_api_ struct api *api = NULL;
	int rc = api_new(url, host, api_engine.maintenance, &api, err);

	return rc == 0 ? api_explain(api, listed(api, url->database, ret, err), err) : rc;
}

int api_database_create(const struct db_url *url, const struct db_host *host,
			struct pawl_error *err)
{
	_cleanup_api_ struct api *api = NULL;
	_cleanup_buf_ struct buf sql = {0};
	int rc = api_new(url, host, api_engine.maintenance, &api, err);

	if (rc != 0)
		return rc;
	api_engine.database_create(&sql, url->database);
	return api_explain(api, api_run(api, sql.data, err), err);
}

int api_database_drop(const struct db_url *url, const struct db_host *host, bool force,
		      struct pawl_error *err)
{
	_cleanup_api_ struct api *api = NULL;
	int rc = api_new(url, host, api_engine.maintenance, &api, err);

	if (rc != 0)
		return rc;
	return api_explain(api, api_engine.database_drop(api, url->database, force, err), err);
}
