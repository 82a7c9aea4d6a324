/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A URL is cut into raw pieces first; fields are decoded from them, text and
 * display are put together from them. The cut follows libpq (conninfo_uri_parse)
 * so that both understand a URL in the same way; where a raw '@', '/' or '?' in
 * a password makes it ambiguous, it is refused rather than guessed.
 *
 * Messages never quote any part of the URL but the scheme: a malformed URL may
 * have its password anywhere.
 */
#include "driver/url.h"

#include "base/buf.h"
#include "base/text.h"
#include "base/vec.h"

#include <ctype.h>
#include <limits.h>
#include <stdbool.h>

enum { URL_LONGEST = 64 << 10 };

/* As written, not decoded; NULL where absent. */
struct pieces {
	const char *user, *password, *hosts, *path, *query;
};

static int malformed(struct pawl_error *err, const char *why, const char *advice)
{
	fail(err, PAWL_E_CONFIG, "malformed database URL: %s", why);
	hint(err, "%s", advice);
	return PAWL_E_CONFIG;
}

static bool is_sqlite(const char *scheme)
{
	return strcmp(scheme, "sqlite") == 0 || strcmp(scheme, "sqlite3") == 0;
}

static bool is_postgres(const char *scheme)
{
	return strcmp(scheme, "postgres") == 0 || strcmp(scheme, "postgresql") == 0;
}

static bool is_mysql(const char *scheme)
{
	return strcmp(scheme, "mysql") == 0 || strcmp(scheme, "mariadb") == 0;
}

/* One scheme for people, and a driver for each engine behind it. */
static bool is_data_api(const char *scheme)
{
	return strcmp(scheme, "data-api") == 0 || strcmp(scheme, "data-api-mysql") == 0;
}

static const char *written(const char *scheme)
{
	return is_postgres(scheme) ? "postgresql" : is_data_api(scheme) ? "data-api" : scheme;
}

static bool is_network(const char *scheme)
{
	return is_postgres(scheme) || is_mysql(scheme) || is_data_api(scheme);
}

static const char *example(const char *scheme)
{
	if (is_sqlite(scheme))
		return "write sqlite:relative/app.db, sqlite:/absolute/app.db or sqlite::memory:";
	if (is_data_api(scheme))
		return "write data-api://DATABASE?resource_arn=ARN&secret_arn=ARN";
	if (is_mysql(scheme))
		return "write mariadb://user:password@host:3306/database; "
		       "characters such as @ : / ? % in a password as %40 %3A %2F %3F %25";
	return "write postgres://user:password@host:5432/database; "
	       "characters such as @ : / ? % in a password as %40 %3A %2F %3F %25";
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)(c | 0x20);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static int decode(const char *scheme, const char *raw, size_t len, struct arena *a,
		  const char **ret, struct pawl_error *err)
{
	char *out = arena_alloc(a, len + 1), *to = out;

	for (size_t i = 0; i < len; i++) {
		int high, low;

		if (raw[i] != '%') {
			*to++ = raw[i];
			continue;
		}
		high = len - i > 2 ? hex_digit(raw[i + 1]) : -1;
		low = high >= 0 ? hex_digit(raw[i + 2]) : -1;
		if (low < 0)
			return malformed(err, "\"%\" is not followed by two hexadecimal digits",
					 example(scheme));
		if (high == 0 && low == 0)
			return malformed(err, "it contains %00", example(scheme));
		*to++ = (char)(high << 4 | low);
		i += 2;
	}
	*to = '\0';
	*ret = out;
	return 0;
}

static void encode(struct buf *b, const char *text, const char *keep)
{
	for (const char *p = text; *p != '\0'; p++)
		if (isalnum((unsigned char)*p) || strchr(keep, *p) != NULL)
			buf_addc(b, *p);
		else
			buf_printf(b, "%%%02X", (unsigned char)*p);
}

/* What is a scheme of its own here, and means an engine. */
struct own_scheme {
	const char *name, *engine;
};

static const struct own_scheme *own_scheme(const char *scheme)
{
	static const struct own_scheme known[] = {
		{"postgresql+auroradataapi", "postgres"},
		{"postgres+auroradataapi", "postgres"},
		{"mysql+auroradataapi", "mysql"},
		{"data-api-mysql", "mysql"},
	};

	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
		if (strcmp(known[i].name, scheme) == 0)
			return &known[i];
	return NULL;
}

/* Servers that speak PostgreSQL's protocol and are none. */
static bool is_relative(const char *scheme)
{
	static const char *const known[] = {"cockroachdb", "cockroach",  "crdb", "crdb-postgres",
					    "yugabyte",    "yugabytedb", "ysql", "redshift"};

	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
		if (strcmp(scheme, known[i]) == 0)
			return true;
	return false;
}

/*
 * The part in front of the first ':', in lower case, without "+driver"; *ret_engine is the
 * one that it names, NULL if it names none.
 */
static int parse_scheme(const char *text, struct arena *a, const char **ret, const char **ret_rest,
			const char **ret_engine, struct pawl_error *err)
{
	size_t len = strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				  "0123456789+-._");
	const struct own_scheme *own;
	char *scheme;

	if (text[len] != ':' || !isalpha((unsigned char)text[0]))
		return malformed(err, "it has no scheme",
				 "write sqlite:app.db, postgres://user:password@host/database or "
				 "mariadb://user:password@host/database");
	scheme = arena_strndup(a, text, len);
	for (char *p = scheme; *p != '\0'; p++)
		*p = (char)tolower((unsigned char)*p);
	own = own_scheme(scheme);
	if (own == NULL)
		scheme[strcspn(scheme, "+")] = '\0';
	if (strcmp(scheme, "jdbc") == 0)
		return malformed(err, "jdbc: is not part of it", "leave \"jdbc:\" out");
	if (strcmp(scheme, "prisma") == 0)
		return malformed(err, "it is one of Prisma's own service",
				 "give the URL of the database itself, postgres://...");
	if (is_relative(scheme)) {
		fail(err, PAWL_E_CONFIG, "pawl has no driver for \"%s\"", scheme);
		hint(err, "postgres:// reaches a server that speaks PostgreSQL's protocol, but "
			  "pawl is made for PostgreSQL itself");
		return PAWL_E_CONFIG;
	}
	*ret = own != NULL ? "data-api" : scheme;
	*ret_engine = own != NULL ? own->engine : NULL;
	*ret_rest = text + len + 1;
	return 0;
}

static int parse_params(const char *scheme, const char *query, struct arena *a, struct db_url *u,
			struct pawl_error *err)
{
	VEC(struct db_url_param) params = {0};

	for (const char *p = query; p != NULL && *p != '\0';) {
		size_t len = strcspn(p, "&"), name = strcspn(p, "=&");
		struct db_url_param param;
		int rc;

		if (name == len && len != 0)
			return malformed(err, "a parameter behind \"?\" has no \"=\"",
					 example(scheme));
		if (len != 0) {
			rc = decode(scheme, p, name, a, &param.name, err);
			if (rc == 0)
				rc = decode(scheme, p + name + 1, len - name - 1, a, &param.value,
					    err);
			if (rc != 0)
				return rc;
			*vec_push(&params, a) = param;
		}
		p += len + (p[len] == '&');
	}
	u->params = params.v;
	u->params_len = params.len;
	return 0;
}

static bool is_secret(const char *name)
{
	static const char *const secrets[] = {"password",    "passwd", "pwd",    "pass",
					      "sslpassword", "key",    "hexkey", "secret",
					      "token",       "apikey"};

	for (size_t i = 0; i < sizeof(secrets) / sizeof(*secrets); i++)
		if (text_equal_nocase(name, secrets[i]))
			return true;
	return strcasestr(name, "password") != NULL;
}

/* The query as written, with the values of secret parameters replaced. */
static void display_params(struct buf *b, const struct db_url *u)
{
	for (size_t i = 0; i < u->params_len; i++) {
		buf_addc(b, i == 0 ? '?' : '&');
		encode(b, u->params[i].name, "-._~/:");
		buf_addc(b, '=');
		if (is_secret(u->params[i].name))
			buf_adds(b, "***");
		else
			encode(b, u->params[i].value, "-._~/:,@");
	}
}

static int parse_port(const char *scheme, const char *text, size_t len, int *ret,
		      struct pawl_error *err)
{
	int port = 0;

	for (size_t i = 0; i < len; i++) {
		if (!isdigit((unsigned char)text[i]) || port > 65535)
			return malformed(err, "the port is not a number", example(scheme));
		port = port * 10 + (text[i] - '0');
	}
	if (port > 65535 || (len != 0 && port == 0))
		return malformed(err, "the port is not between 1 and 65535", example(scheme));
	*ret = port;
	return 0;
}

/* "host:port,[v6]:port": names without ports into host, the first port into port. */
static int parse_hosts(const char *scheme, const char *hosts, struct arena *a, struct db_url *u,
		       struct pawl_error *err)
{
	_cleanup_buf_ struct buf names = {0};

	for (const char *p = hosts; *p != '\0';) {
		bool bracket = *p == '[';
		size_t name = bracket ? strcspn(p, "]") : strcspn(p, ":,");
		const char *after = p + name + bracket, *decoded;
		int port = 0, rc;

		if (bracket && p[name] == '\0')
			return malformed(err, "\"[\" is not closed", example(scheme));
		if (*after != ':' && *after != ',' && *after != '\0')
			return malformed(err, "text follows \"]\"", example(scheme));
		rc = decode(scheme, p + bracket, name - bracket, a, &decoded, err);
		if (rc != 0)
			return rc;
		if (p != hosts)
			buf_addc(&names, ',');
		buf_adds(&names, decoded);
		if (*after == ':') {
			size_t digits = strcspn(++after, ",");

			rc = parse_port(scheme, after, digits, &port, err);
			if (rc != 0)
				return rc;
			after += digits;
		}
		if (u->port == 0)
			u->port = port;
		p = after + (*after == ',');
	}
	u->host = names.len == 0 ? NULL : buf_dup(&names, a);
	return 0;
}

/* What stands behind "//". */
static int cut(const char *scheme, const char *rest, struct arena *a, struct pieces *ret,
	       struct pawl_error *err)
{
	size_t len = strcspn(rest, "@/");
	struct pieces p = {0};

	if (rest[len] == '@') {
		size_t user = strcspn(rest, ":@");

		p.user = arena_strndup(a, rest, user);
		if (user < len)
			p.password = arena_strndup(a, rest + user + 1, len - user - 1);
		rest += len + 1;
	}
	len = strcspn(rest, "/?");
	p.hosts = arena_strndup(a, rest, len);
	rest += len;
	if (*rest == '/') {
		len = strcspn(rest, "?");
		p.path = arena_strndup(a, rest + 1, len - 1);
		rest += len;
	}
	if (*rest == '?')
		p.query = arena_strdup(a, rest + 1);
	if (strchr(p.hosts, '@') != NULL || (p.path != NULL && strchr(p.path, '@') != NULL))
		return malformed(err, "it has an \"@\" too many", example(scheme));
	*ret = p;
	return 0;
}

static const char *or_param(const struct db_url *u, const char *value, const char *name)
{
	return value != NULL ? value : url_param(u, name);
}

/* What libpq takes from the query as well. */
static int fill_from_params(struct db_url *u, struct pawl_error *err)
{
	const char *port = url_param(u, "port");

	u->user = or_param(u, u->user, "user");
	u->password = or_param(u, u->password, "password");
	u->host = or_param(u, u->host, "host");
	u->database = or_param(u, u->database, is_postgres(u->scheme) ? "dbname" : "database");
	/* No host: the parameters name the cluster. */
	if (is_data_api(u->scheme) && u->database == NULL) {
		u->database = u->host;
		u->host = NULL;
	}
	if (u->port == 0 && port != NULL)
		return parse_port(u->scheme, port, strcspn(port, ","), &u->port, err);
	return 0;
}

static void network_texts(const struct pieces *p, struct arena *a, const char *rest,
			  struct db_url *u)
{
	_cleanup_buf_ struct buf b = {0};

	u->text = arena_printf(a, "%s://%s", written(u->scheme), rest);
	buf_printf(&b, "%s://", is_data_api(u->scheme) ? written(u->scheme) : u->scheme);
	if (p->user != NULL)
		buf_printf(&b, "%s%s@", p->user, p->password != NULL ? ":***" : "");
	buf_adds(&b, p->hosts);
	if (p->path != NULL)
		buf_printf(&b, "/%s", p->path);
	display_params(&b, u);
	u->display = buf_dup(&b, a);
}

static int decode_piece(const char *scheme, const char *raw, struct arena *a, const char **ret,
			struct pawl_error *err)
{
	return raw == NULL || raw[0] == '\0' ? 0 : decode(scheme, raw, strlen(raw), a, ret, err);
}

/* The parameter "engine" of the Data API's URLs; named is what the scheme says, or NULL. */
static int read_engine(struct db_url *u, const char *named, struct pawl_error *err)
{
	const char *engine = url_param(u, "engine");

	if (engine == NULL)
		engine = "postgres";
	if (named != NULL && strcmp(engine, named) != 0)
		return malformed(err, "the engine is not the one of its scheme",
				 "leave the parameter \"engine\" out");
	if (strcmp(engine, "mysql") == 0)
		u->scheme = "data-api-mysql";
	else if (strcmp(engine, "postgres") != 0)
		return malformed(err, "the parameter \"engine\" has an unknown value",
				 "write engine=postgres or engine=mysql");
	return 0;
}

/* With the parameter, unless it is there. */
static const char *with_engine(const char *rest, const char *engine, struct arena *a)
{
	const char *query = strchr(rest, '?');

	if (query == NULL)
		return arena_printf(a, "%s?engine=%s", rest, engine);
	if (strstr(query, "?engine=") != NULL || strstr(query, "&engine=") != NULL)
		return rest;
	return arena_printf(a, "%s%sengine=%s", rest, query[1] == '\0' ? "" : "&", engine);
}

static int parse_network(const char *rest, const char *engine, struct arena *a, struct db_url *u,
			 struct pawl_error *err)
{
	struct pieces p;
	int rc;

	/* What is made of this one is to mean the same. */
	if (engine != NULL && strcmp(engine, "mysql") == 0)
		rest = with_engine(rest, engine, a);

	if (!text_starts(rest, "//") && is_network(u->scheme))
		return malformed(err, "\"//\" is missing behind the scheme", example(u->scheme));
	if (!text_starts(rest, "//")) { /* nobody's scheme: the registry will say so */
		u->text = arena_printf(a, "%s:%s", u->scheme, rest);
		u->display = arena_printf(a, "%s:***", u->scheme);
		return 0;
	}
	rc = cut(u->scheme, rest + 2, a, &p, err);
	if (rc == 0)
		rc = decode_piece(u->scheme, p.user, a, &u->user, err);
	if (rc == 0)
		rc = decode_piece(u->scheme, p.password, a, &u->password, err);
	if (rc == 0)
		rc = decode_piece(u->scheme, p.path, a, &u->database, err);
	if (rc == 0)
		rc = parse_hosts(u->scheme, p.hosts, a, u, err);
	if (rc == 0)
		rc = parse_params(u->scheme, p.query, a, u, err);
	if (rc == 0)
		rc = fill_from_params(u, err);
	if (rc == 0 && is_data_api(u->scheme))
		rc = read_engine(u, engine, err);
	if (rc == 0)
		network_texts(&p, a, rest + 2, u);
	return rc;
}

/*
 * sqlite:PATH takes the path as it is. Behind "//" stands SQLAlchemy's form, in
 * which the third slash only ends the (empty) host: three are relative, four
 * absolute. sqlite://PATH, without a host in sight, is relative as well.
 */
static int parse_sqlite(const char *rest, struct arena *a, struct db_url *u, struct pawl_error *err)
{
	_cleanup_buf_ struct buf b = {0};
	size_t len;
	int rc;

	if (text_starts(rest, "///"))
		rest += 3;
	else if (text_starts(rest, "//"))
		rest += 2;
	while (text_starts(rest, "//"))
		rest++;
	len = strcspn(rest, "?");
	if (len == 0)
		return malformed(err, "it names no file", example(u->scheme));
	rc = decode(u->scheme, rest, len, a, &u->path, err);
	if (rc == 0 && rest[len] == '?')
		rc = parse_params(u->scheme, rest + len + 1, a, u, err);
	if (rc != 0)
		return rc;
	u->text = arena_printf(a, "%s:%s", u->scheme, rest);
	buf_printf(&b, "%s:%.*s", u->scheme, (int)len, rest);
	display_params(&b, u);
	u->display = buf_dup(&b, a);
	return 0;
}

int url_parse(const char *text, struct arena *a, struct db_url *ret, struct pawl_error *err)
{
	struct db_url u = {0};
	const char *rest, *engine;
	int rc;

	if (strlen(text) > URL_LONGEST)
		return fail(err, PAWL_E_LIMIT, "the database URL is longer than %d bytes",
			    URL_LONGEST);
	for (const char *p = text; *p != '\0'; p++)
		if (iscntrl((unsigned char)*p))
			return malformed(err, "it contains a control character",
					 "write it as %0A, or look for a stray line break");
	rc = parse_scheme(url_translate(text, a), a, &u.scheme, &rest, &engine, err);
	if (rc == 0)
		rc = is_sqlite(u.scheme) ? parse_sqlite(rest, a, &u, err)
					 : parse_network(rest, engine, a, &u, err);
	if (rc == 0)
		*ret = u;
	return rc;
}

const char *url_environment(const struct db_url *url, const char *name)
{
	const struct url_environment *e = url->environment;

	return e == NULL ? NULL : e->get(e->data, name);
}

/* Another URL of the same host. */
static int parse_again(const struct db_url *url, const char *text, struct arena *a,
		       struct db_url *ret, struct pawl_error *err)
{
	const struct url_environment *environment = url->environment;
	int rc = url_parse(text, a, ret, err);

	if (rc == 0)
		ret->environment = environment;
	return rc;
}

const char *url_param(const struct db_url *url, const char *name)
{
	for (size_t i = 0; i < url->params_len; i++)
		if (strcmp(url->params[i].name, name) == 0)
			return url->params[i].value;
	return NULL;
}

int url_with_database(const struct db_url *url, const char *database, struct arena *a,
		      struct db_url *ret, struct pawl_error *err)
{
	_cleanup_buf_ struct buf b = {0};
	const char *rest = strchr(url->text, ':') + 1;
	bool first = true;
	struct pieces p;
	int rc;

	if (is_sqlite(url->scheme)) {
		buf_printf(&b, "%s:", url->scheme);
		encode(&b, database, "-._~/:");
	} else {
		rc = cut(url->scheme, rest + 2, a, &p, err);
		if (rc != 0)
			return rc;
		buf_printf(&b, "%s://",
			   is_data_api(url->scheme) ? written(url->scheme) : url->scheme);
		if (p.user != NULL)
			buf_printf(&b, "%s%s%s@", p.user, p.password != NULL ? ":" : "",
				   p.password != NULL ? p.password : "");
		buf_printf(&b, "%s/", is_data_api(url->scheme) ? "" : p.hosts);
		encode(&b, database, "-._~");
	}
	for (size_t i = 0; i < url->params_len; i++) {
		const struct db_url_param *param = &url->params[i];

		if (strcmp(param->name, "dbname") == 0 || strcmp(param->name, "database") == 0)
			continue;
		buf_addc(&b, first ? '?' : '&');
		first = false;
		encode(&b, param->name, "-._~");
		buf_addc(&b, '=');
		encode(&b, param->value, "-._~/:");
	}
	return parse_again(url, buf_str(&b), a, ret, err);
}

int url_with_params(const struct db_url *url, const struct db_url_param *v, size_t n,
		    struct arena *a, struct db_url *ret, struct pawl_error *err)
{
	_cleanup_buf_ struct buf b = {0};

	buf_add(&b, url->text, strcspn(url->text, "?"));
	for (size_t i = 0; i < n; i++) {
		buf_addc(&b, i == 0 ? '?' : '&');
		encode(&b, v[i].name, "-._~");
		buf_addc(&b, '=');
		encode(&b, v[i].value, "-._~/:");
	}
	return parse_again(url, buf_str(&b), a, ret, err);
}

int url_with_param(const struct db_url *url, const char *name, const char *value, struct arena *a,
		   struct db_url *ret, struct pawl_error *err)
{
	VEC(struct db_url_param) params = {0};
	const char *old = url_param(url, name);

	for (size_t i = 0; i < url->params_len; i++)
		if (strcmp(url->params[i].name, name) != 0)
			*vec_push(&params, a) = url->params[i];
	*vec_push(&params, a) = (struct db_url_param){
		name, old == NULL ? value : arena_printf(a, "%s %s", old, value)};
	return url_with_params(url, params.v, params.len, a, ret, err);
}
