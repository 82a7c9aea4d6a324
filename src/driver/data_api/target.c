/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which cluster a URL means. An ARN names the region as well:
 * arn:aws:rds:eu-central-1:123456789012:cluster:alex
 */
#include "base/cleanup.h"
#include "base/text.h"
#include "driver/data_api/api.h"

/* The given one, or by SQLAlchemy's name for it. */
static const char *param(const struct db_url *url, const char *name, const char *other)
{
	const char *value = url_param(url, name);

	return value != NULL ? value : url_param(url, other);
}

static const char *region_of(const char *arn, struct arena *a)
{
	for (int i = 0; i < 3 && arn != NULL; i++) {
		arn = strchr(arn, ':');
		arn = arn == NULL ? NULL : arn + 1;
	}
	return arn == NULL || *arn == ':' ? NULL : arena_strndup(a, arn, strcspn(arn, ":"));
}

static const char *endpoint_of(struct api *api, const struct db_url *url)
{
	const char *text = url_param(url, "endpoint");
	char *copy;

	if (text == NULL)
		text = url_environment(url, "AWS_ENDPOINT_URL_RDS_DATA");
	if (text == NULL)
		text = url_environment(url, "AWS_ENDPOINT_URL");
	if (text == NULL || *text == '\0')
		return arena_printf(&api->arena, "https://rds-data.%s.amazonaws.com%s", api->region,
				    text_starts(api->resource, "arn:aws-cn:") ? ".cn" : "");
	copy = arena_strdup(&api->arena, text);
	while (text_ends(copy, "/"))
		copy[strlen(copy) - 1] = '\0';
	return copy;
}

static int missing(const struct db_url *url, const char *what, struct pawl_error *err)
{
	fail(err, PAWL_E_CONFIG, "the database URL \"%s\" has no %s", url->display, what);
	hint(err, "write data-api://DATABASE?resource_arn=ARN&secret_arn=ARN");
	return PAWL_E_CONFIG;
}

int api_target(struct api *api, struct pawl_error *err)
{
	const struct db_url *url = &api->url;

	api->resource = param(url, "resource_arn", "aurora_cluster_arn");
	api->secret = url_param(url, "secret_arn");
	api->search_path = url_param(url, "search_path");
	if (api->database == NULL)
		api->database = url->database;
	if (api->resource == NULL)
		return missing(url, "resource_arn", err);
	if (api->secret == NULL)
		return missing(url, "secret_arn", err);
	if (api->database == NULL)
		return missing(url, "database", err);
	api->region = param(url, "region", "region_name");
	if (api->region == NULL)
		api->region = region_of(api->resource, &api->arena);
	if (api->region == NULL)
		api->region = url_environment(url, "AWS_REGION");
	if (api->region == NULL)
		return missing(url, "region", err);
	api->endpoint = endpoint_of(api, url);
	return 0;
}

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
	int rc = api_query(api, "SELECT 1 FROM pg_catalog.pg_database WHERE datname = $1", &p, 1,
			   &a, &rows, err);

	if (rc == 0)
		*ret = rows.rows != 0;
	return rc;
}

int api_database_exists(const struct db_url *url, const struct db_host *host, bool *ret,
			struct pawl_error *err)
{
	_cleanup_api_ struct api *api = NULL;
	int rc = api_new(url, host, "postgres", &api, err);

	return rc == 0 ? listed(api, url->database, ret, err) : rc;
}

/* Run "<before><quoted name><after>" in the maintenance database. */
static int run(const struct db_url *url, const struct db_host *host, const char *before,
	       const char *after, struct pawl_error *err)
{
	_cleanup_api_ struct api *api = NULL;
	_cleanup_buf_ struct buf sql = {0};
	int rc = api_new(url, host, "postgres", &api, err);

	if (rc != 0)
		return rc;
	buf_printf(&sql, "%s\"", before);
	for (const char *at = url->database; *at != '\0'; at++) {
		if (*at == '"')
			buf_addc(&sql, '"');
		buf_addc(&sql, *at);
	}
	buf_printf(&sql, "\"%s", after);
	return api_run(api, sql.data, err);
}

int api_database_create(const struct db_url *url, const struct db_host *host,
			struct pawl_error *err)
{
	return run(url, host, "CREATE DATABASE ", "", err);
}

int api_database_drop(const struct db_url *url, const struct db_host *host, bool force,
		      struct pawl_error *err)
{
	int rc = run(url, host, "DROP DATABASE ", force ? " WITH (FORCE)" : "", err);

	if (rc == PAWL_E_SQL && err != NULL && strcmp(err->sqlstate, "55006") == 0)
		hint(err, "close the other connections, or drop it with force");
	return rc;
}
