/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A URL into where and how to connect. Names are taken with '-' or '_', as
 * mariadb's own options and SQLAlchemy write them.
 *
 * "localhost" without a port means the connector's default unix socket, as for
 * every client of these servers; with a port it means TCP, because that is what
 * people who write a port expect.
 *
 * ssl-mode=verify-ca, which ssl-ca alone stands for, checks the server's name as
 * well: the connector does not part the two, and the stricter is the safe side.
 */
#include "driver/mysql/conn.h"

#include "base/text.h"

#include <errno.h>

enum { CONNECT_SECONDS = 10, CONNECT_SECONDS_MAX = 3600 };

static const char *const known[] = {
	"socket",   "unix-socket", "ssl-ca",          "ssl-cert",     "ssl-key",
	"ssl-mode", "charset",     "connect-timeout", "default-file",
};

static const char *const modes[] = {
	[TLS_DISABLED] = "disabled",
	[TLS_PREFERRED] = "preferred",
	[TLS_REQUIRED] = "required",
	[TLS_VERIFY_CA] = "verify-ca",
	[TLS_VERIFY_IDENTITY] = "verify-identity",
};

#define COUNT(v) (sizeof(v) / sizeof((v)[0]))

static char *with_dashes(const char *name, struct arena *a)
{
	char *s = arena_strdup(a, name);

	for (char *p = s; *p != '\0'; p++)
		if (*p == '_')
			*p = '-';
	return s;
}

static int read_mode(const char *value, struct arena *a, enum tls_mode *ret, struct pawl_error *err)
{
	const char *wanted = with_dashes(value, a);
	const char *near;

	for (size_t i = 0; i < COUNT(modes); i++)
		if (text_equal_nocase(wanted, modes[i])) {
			*ret = (enum tls_mode)i;
			return 0;
		}
	fail(err, PAWL_E_CONFIG, "URL parameter \"ssl-mode\" has the unknown value \"%s\"", value);
	near = text_nearest(wanted, modes, COUNT(modes));
	if (near != NULL)
		hint(err, "did you mean \"%s\"?", near);
	hint(err, "use disabled, preferred, required, verify-ca or verify-identity");
	return PAWL_E_CONFIG;
}

static int read_charset(const char *value, struct pawl_error *err)
{
	static const char *const unicode[] = {"utf8mb4", "utf8", "utf8mb3"};
	size_t len = strcspn(value, ","); /* Go's clients try one after the other */

	for (size_t i = 0; i < COUNT(unicode); i++)
		if (strlen(unicode[i]) == len && strncasecmp(value, unicode[i], len) == 0)
			return 0;
	fail(err, PAWL_E_CONFIG, "URL parameter \"charset\" has the unsupported value \"%s\"",
	     value);
	hint(err, "migrations are UTF-8; use charset=utf8mb4 or leave it out");
	return PAWL_E_CONFIG;
}

static int read_timeout(const char *value, unsigned *ret, struct pawl_error *err)
{
	char *end;
	long n;

	errno = 0;
	n = strtol(value, &end, 10);
	if (errno != 0 || end == value || *end != '\0' || n < 1 || n > CONNECT_SECONDS_MAX)
		return fail(err, PAWL_E_CONFIG,
			    "URL parameter \"connect-timeout\" is not a number of seconds from 1 "
			    "to %d",
			    CONNECT_SECONDS_MAX);
	*ret = (unsigned)n;
	return 0;
}

/* How other clients ask for TLS: a name, its value, and what it is here. */
static const struct {
	const char *name, *value, *mode;
} tls_words[] = {
	{"tls", "true", "verify-identity"},
	{"tls", "custom", "verify-ca"},
	{"tls", "skip-verify", "required"},
	{"tls", "preferred", "preferred"},
	{"tls", "false", "disabled"},
	{"sslaccept", "strict", "verify-identity"},
	{"sslaccept", "accept_invalid_certs", "preferred"},
	{"usessl", "true", "required"},
	{"usessl", "false", "disabled"},
	{"requiressl", "true", "required"},
	{"requiressl", "false", "preferred"},
	{"ssl", "true", "required"},
	{"ssl", "1", "required"},
	{"ssl", "false", "disabled"},
	{"ssl", "0", "disabled"},
	{"ssl", "{\"rejectUnauthorized\":false}", "required"},
	{"ssl", "{\"rejectUnauthorized\":true}", "verify-identity"},
	{"ssl", "{}", "verify-identity"},
	{"ssl-disabled", "true", "disabled"},
	{"ssl-disabled", "false", "preferred"},
	{"ssl-verify-cert", "true", "verify-ca"},
	{"ssl-verify-identity", "true", "verify-identity"},
};

/* Sets *ret where it is one of them. */
static int read_tls_words(const char *name, const char *value, const char **ret,
			  struct pawl_error *err)
{
	bool known_name = false;

	for (size_t i = 0; i < COUNT(tls_words); i++) {
		if (!url_param_is(name, tls_words[i].name))
			continue;
		known_name = true;
		if (!text_equal_nocase(value, tls_words[i].value))
			continue;
		*ret = tls_words[i].mode;
		return 0;
	}
	if (!known_name)
		return 0;
	fail(err, PAWL_E_CONFIG, "URL parameter \"%s\" has a value that pawl does not know", name);
	hint(err, "write ssl-mode= and one of disabled, preferred, required, verify-ca and "
		  "verify-identity, and ssl-ca=FILE");
	return PAWL_E_CONFIG;
}

static int unknown(const char *name, struct pawl_error *err)
{
	const char *near = text_nearest(name, known, COUNT(known));

	fail(err, PAWL_E_CONFIG, "unknown URL parameter \"%s\"", name);
	if (near != NULL)
		hint(err, "did you mean \"%s\"?", near);
	hint(err, "known are socket, ssl-ca, ssl-cert, ssl-key, ssl-mode, charset, "
		  "connect-timeout and default-file");
	return PAWL_E_CONFIG;
}

struct parameters {
	struct target *target;
	const char *mode, *timeout;
	const char *words; /* what another client's parameter says the mode is */
};

static int read_parameter(struct parameters *p, const char *name, const char *value,
			  struct pawl_error *err)
{
	struct target *t = p->target;
	const struct {
		const char *name;
		const char **ret;
	} texts[] = {
		{"socket", &t->socket},   {"unix-socket", &t->socket},
		{"ssl-ca", &t->ca},       {"ssl-cert", &t->cert},
		{"ssl-key", &t->key},     {"default-file", &t->default_file},
		{"ssl-mode", &p->mode},   {"connect-timeout", &p->timeout},
		{"sslmode", &p->mode},    {"x-tls-ca", &t->ca},
		{"x-tls-cert", &t->cert}, {"x-tls-key", &t->key},
	};
	const char *words = NULL;
	int rc;

	for (size_t i = 0; i < COUNT(texts); i++)
		if (url_param_is(name, texts[i].name)) {
			*texts[i].ret = value;
			return 0;
		}
	if (strcmp(name, "charset") == 0)
		return read_charset(value, err);
	rc = read_tls_words(name, value, &words, err);
	if (words != NULL)
		p->words = words;
	if (rc != 0 || words != NULL || url_param_is_foreign(name))
		return rc;
	return unknown(name, err);
}

int target_read(const struct db_url *url, const struct db_options *options, struct arena *a,
		struct target *ret, struct pawl_error *err)
{
	struct target t = {
		.host = arena_strdup(a, url->host),
		.user = arena_strdup(a, url->user),
		.password = arena_strdup(a, url->password),
		.database = arena_strdup(a, url->database),
		.port = url->port > 0 ? (unsigned)url->port : 0,
		.timeout = CONNECT_SECONDS,
		.tls = TLS_PREFERRED,
		.read_only = options != NULL && options->read_only,
	};
	struct parameters p = {.target = &t};
	int r;

	for (size_t i = 0; i < url->params_len; i++) {
		r = read_parameter(&p, with_dashes(url->params[i].name, a),
				   arena_strdup(a, url->params[i].value), err);
		if (r != 0)
			return r;
	}
	if (t.database != NULL && t.database[0] == '\0')
		t.database = NULL;
	if (t.host != NULL && t.host[0] == '\0')
		t.host = NULL;
	if (t.ca != NULL)
		t.tls = TLS_VERIFY_CA;
	if (p.mode == NULL)
		p.mode = p.words;
	if (p.mode != NULL && (r = read_mode(p.mode, a, &t.tls, err)) != 0)
		return r;
	if (p.timeout != NULL && (r = read_timeout(p.timeout, &t.timeout, err)) != 0)
		return r;
	if (options != NULL && options->connect_timeout > 0)
		t.timeout = (unsigned)options->connect_timeout;
	*ret = t;
	return 0;
}
