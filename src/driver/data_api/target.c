/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which cluster a URL means. An ARN names the region as well:
 * arn:aws:rds:eu-central-1:123456789012:cluster:alex
 */
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
	hint(err, "write data-api://DATABASE?resource_arn=ARN&secret_arn=ARN&engine=%s",
	     api_engine.name);
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
