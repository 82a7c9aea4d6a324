/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A URL that was written for another client, with parameters as libpq takes them. It
 * refuses names that it does not know and does not tell which; settings of the server,
 * which other clients take by their names, go through its "options".
 */
#include "driver/postgres/params.h"

#include "base/buf.h"
#include "base/text.h"
#include "base/vec.h"

#define COUNT(v) (sizeof(v) / sizeof((v)[0]))

struct reading {
	const struct db_url *url;
	const char *const *known;
	size_t known_len;
	struct arena *arena;
	VEC(struct db_url_param) params;
	struct buf options; /* "-c name=value", of settings that have names of their own */
	struct pawl_error *err;
};

/* Other clients' names for what libpq has. */
static const char *const same[][2] = {
	{"applicationname", "application_name"},
	{"connecttimeout", "connect_timeout"},
	{"socket", "host"},
	{"username", "user"},
};

/* Settings of the server. */
static const char *const settings[] = {
	"statement_timeout",
	"lock_timeout",
	"idle_in_transaction_session_timeout",
	"idle_session_timeout",
	"timezone",
	"datestyle",
	"intervalstyle",
	"role",
	"search_path",
	"row_security",
	"synchronous_commit",
	"work_mem",
	"maintenance_work_mem",
	"default_transaction_isolation",
	"default_transaction_read_only",
	"default_tablespace",
	"client_min_messages",
};

static void add(struct reading *r, const char *name, const char *value)
{
	*vec_push(&r->params, r->arena) = (struct db_url_param){name, value};
}

static void add_setting(struct reading *r, const char *name, const char *value)
{
	if (r->options.len != 0)
		buf_addc(&r->options, ' ');
	buf_printf(&r->options, "-c%s=", name);
	for (const char *p = value; *p != '\0'; p++) {
		if (*p == '\\' || *p == ' ')
			buf_addc(&r->options, '\\');
		buf_addc(&r->options, *p);
	}
}

/* One schema's name, not a list of them: Prisma quotes it. */
static void add_schema(struct reading *r, const char *name)
{
	const char *pooled = url_param(r->url, "pgbouncer");
	_cleanup_buf_ struct buf b = {0};

	/* A pooling proxy takes no options, and this is where names go without any. */
	if (name[0] == '\0' ||
	    (pooled != NULL && strcmp(pooled, "true") == 0 && strcmp(name, "public") == 0))
		return;
	buf_addc(&b, '"');
	for (const char *p = name; *p != '\0'; p++) {
		if (*p == '"')
			buf_addc(&b, '"');
		buf_addc(&b, *p);
	}
	buf_addc(&b, '"');
	add_setting(r, "search_path", buf_str(&b));
}

static bool is_one_of(const char *value, const char *const *v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (text_equal_nocase(value, v[i]))
			return true;
	return false;
}

/* Prisma's way to ask for a checked certificate, which is not to pass for less. */
static bool is_strict(const struct db_url *url)
{
	const char *accept = url_param(url, "sslaccept");

	return accept != NULL && strcmp(accept, "strict") == 0;
}

/* asyncpg's, node-postgres's and JDBC's "ssl": a switch, or what libpq calls sslmode. */
static int add_ssl(struct reading *r, const char *name, const char *value)
{
	static const char *const yes[] = {"true", "1", "yes", "on", "no-verify"};
	static const char *const no[] = {"false", "0", "no", "off"};
	static const char *const modes[] = {"disable", "allow",     "prefer",
					    "require", "verify-ca", "verify-full"};

	if (is_one_of(value, yes, COUNT(yes)))
		value = "require";
	else if (is_one_of(value, no, COUNT(no)))
		value = "disable";
	else if (!is_one_of(value, modes, COUNT(modes))) {
		fail(r->err, PAWL_E_CONFIG, "URL parameter \"%s\" has the unknown value \"%s\"",
		     name, value);
		hint(r->err, "write sslmode= and one of disable, allow, prefer, require, "
			     "verify-ca and verify-full");
		return PAWL_E_CONFIG;
	}
	if (!is_strict(r->url) &&
	    (url_param(r->url, "sslmode") == NULL || strcmp(name, "sslmode") == 0))
		add(r, "sslmode", value);
	return 0;
}

static int add_sslaccept(struct reading *r, const char *value)
{
	if (strcmp(value, "accept_invalid_certs") == 0)
		return 0;
	if (is_strict(r->url)) {
		add(r, "sslmode", "verify-full");
		return 0;
	}
	fail(r->err, PAWL_E_CONFIG, "URL parameter \"sslaccept\" has the unknown value \"%s\"",
	     value);
	hint(r->err, "it is strict or accept_invalid_certs");
	return PAWL_E_CONFIG;
}

static int refuse(struct reading *r, const char *name)
{
	VEC(const char *) names = {0};
	const char *nearest;

	for (size_t i = 0; i < r->known_len; i++)
		*vec_push(&names, r->arena) = r->known[i];
	for (size_t i = 0; i < COUNT(settings); i++)
		*vec_push(&names, r->arena) = settings[i];
	*vec_push(&names, r->arena) = "schema";
	nearest = text_nearest(name, names.v, names.len);
	fail(r->err, PAWL_E_CONFIG, "unknown URL parameter \"%s\"", name);
	if (nearest != NULL)
		hint(r->err, "did you mean \"%s\"?", nearest);
	else
		hint(r->err, "known are libpq's (sslmode, connect_timeout, ...), schema, and "
			     "parameters of other clients' pools, which are passed over");
	return PAWL_E_CONFIG;
}

static int read_param(struct reading *r, const char *name, const char *value)
{
	/* With psql's service files and the like, "options" is libpq's own. */
	if (strcmp(name, "options") == 0)
		return 0;
	if (strcmp(name, "sslmode") == 0 && (is_strict(r->url) || strcmp(value, "no-verify") == 0))
		return add_ssl(r, name, value);
	for (size_t i = 0; i < r->known_len; i++)
		if (strcmp(name, r->known[i]) == 0) {
			add(r, r->known[i], value);
			return 0;
		}
	for (size_t i = 0; i < COUNT(same); i++)
		if (url_param_is(name, same[i][0])) {
			add(r, same[i][1], value);
			return 0;
		}
	if (url_param_is(name, "ssl"))
		return add_ssl(r, name, value);
	if (url_param_is(name, "sslaccept"))
		return add_sslaccept(r, value);
	for (size_t i = 0; i < COUNT(settings); i++)
		if (url_param_is(name, settings[i])) {
			add_setting(r, settings[i], value);
			return 0;
		}
	if (url_param_is(name, "schema"))
		add_schema(r, value);
	else if (url_param_is(name, "currentschema") || url_param_is(name, "schema_search_path"))
		add_setting(r, "search_path", value);
	else if (!url_param_is_foreign(name))
		return refuse(r, name);
	return 0;
}

/* libpq's own options stand last: what they say wins. */
static void add_options(struct reading *r)
{
	const char *given = url_param(r->url, "options");

	if (given != NULL && r->options.len != 0)
		buf_addc(&r->options, ' ');
	if (given != NULL)
		buf_adds(&r->options, given);
	if (r->options.len != 0)
		add(r, "options", buf_str(&r->options));
}

int pg_params(const struct db_url *url, const char *const *known, size_t n, struct arena *a,
	      struct db_url *ret, struct pawl_error *err)
{
	struct reading r = {.url = url, .known = known, .known_len = n, .arena = a, .err = err};
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < url->params_len; i++)
		rc = read_param(&r, url->params[i].name, url->params[i].value);
	if (rc == 0) {
		add_options(&r);
		rc = url_with_params(url, r.params.v, r.params.len, a, ret, err);
	}
	buf_done(&r.options);
	return rc;
}
