/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One function a place, in the order in which AWS's own clients look (SDKs and
 * Tools Reference Guide, "Standardized credential providers"). A place that
 * says nothing is passed over; one that says something wrong ends the search,
 * so that nobody works with a key that he did not mean.
 */
#include "driver/data_api/credentials.h"

#include "base/cleanup.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/text.h"
#include "driver/data_api/json.h"
#include "driver/data_api/sts.h"

#include <time.h>

enum { TOKEN_LONGEST = 64 << 10, METADATA_TIMEOUT_S = 2, EXPIRES_SOON_S = 120 };

/* A search: where things are, and what has been found. */
struct search {
	const struct credentials_place *place;
	struct arena *arena;
	struct http_key key;
	const char *expiration; /* NULL: never */
	bool sourced;           /* the profile is the source of another's role */
};

static const char *env(const struct search *s, const char *name)
{
	const char *text = url_environment(s->place->url, name);

	return text == NULL || *text == '\0' ? NULL : text;
}

static int from_environment(struct search *s, struct pawl_error *err)
{
	const char *id = env(s, "AWS_ACCESS_KEY_ID"), *secret = env(s, "AWS_SECRET_ACCESS_KEY");

	if (id == NULL && secret == NULL)
		return 0;
	if (id == NULL || secret == NULL) {
		fail(err, PAWL_E_CONNECT,
		     "only one of AWS_ACCESS_KEY_ID and "
		     "AWS_SECRET_ACCESS_KEY is set");
		return PAWL_E_CONNECT;
	}
	s->key = (struct http_key){id, secret, env(s, "AWS_SESSION_TOKEN")};
	return 0;
}

static int read_token(const struct search *s, const char *path, const char **ret,
		      struct pawl_error *err)
{
	char *text;
	size_t len;
	int rc = file_read_all(path, TOKEN_LONGEST, s->arena, &text, &len, err);

	if (rc != 0)
		return rc;
	text[strcspn(text, "\r\n")] = '\0';
	*ret = text;
	return 0;
}

static int assume(struct search *s, struct sts_role *role, const char *token_file,
		  struct pawl_error *err)
{
	struct sts_answer answer = {0};
	int rc = token_file == NULL ? 0 : read_token(s, token_file, &role->identity, err);

	if (rc == 0)
		rc = sts_assume(s->place, role, &s->key, s->arena, &answer, err);
	s->key = rc == 0 ? answer.key : (struct http_key){0};
	s->expiration = answer.expiration;
	return rc;
}

static int from_web_identity(struct search *s, struct pawl_error *err)
{
	const char *file = env(s, "AWS_WEB_IDENTITY_TOKEN_FILE");
	struct sts_role role = {.arn = env(s, "AWS_ROLE_ARN")};

	return file == NULL || role.arn == NULL ? 0 : assume(s, &role, file, err);
}

/* A document of the container's or the instance's metadata. */
static int take_document(struct search *s, const struct http_answer *answer, const char *what,
			 struct pawl_error *err)
{
	const char *text = buf_str(&answer->body);
	size_t len = answer->body.len;

	s->key = (struct http_key){json_text(text, len, "AccessKeyId", s->arena),
				   json_text(text, len, "SecretAccessKey", s->arena),
				   json_text(text, len, "Token", s->arena)};
	s->expiration = json_text(text, len, "Expiration", s->arena);
	if (answer->status == 200 && s->key.id != NULL && s->key.secret != NULL)
		return 0;
	s->key = (struct http_key){0};
	return fail(err, PAWL_E_CONNECT, "the %s gave no credentials (status %ld)", what,
		    answer->status);
}

static int ask(const struct search *s, const char *method, const char *url, const char *header,
	       struct http_answer *ret, struct pawl_error *err)
{
	const struct http_request q = {
		.method = method,
		.url = url,
		.headers = &header,
		.headers_len = header == NULL ? 0 : 1,
		.timeout_s = METADATA_TIMEOUT_S,
		.connect_timeout_s = METADATA_TIMEOUT_S,
	};
	int rc = http_send(s->place->http, &q, s->place->watch, ret, err);

	return rc == PAWL_E_LOST ? PAWL_E_CONNECT : rc;
}

static int from_container(struct search *s, struct pawl_error *err)
{
	const char *relative = env(s, "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI");
	const char *url = env(s, "AWS_CONTAINER_CREDENTIALS_FULL_URI");
	const char *file = env(s, "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE");
	const char *token = env(s, "AWS_CONTAINER_AUTHORIZATION_TOKEN");
	_cleanup_answer_ struct http_answer answer = {0};
	int rc = 0;

	if (relative != NULL)
		url = arena_printf(s->arena, "http://169.254.170.2%s", relative);
	if (url == NULL)
		return 0;
	if (file != NULL)
		rc = read_token(s, file, &token, err);
	if (token != NULL)
		token = arena_printf(s->arena, "Authorization: %s", token);
	if (rc == 0)
		rc = ask(s, "GET", url, token, &answer, err);
	return rc == 0 ? take_document(s, &answer, "container", err) : rc;
}

/* The instance's metadata, in its second version: a token first. */
static int from_instance(struct search *s, struct pawl_error *err)
{
	const char *disabled = env(s, "AWS_EC2_METADATA_DISABLED");
	const char *base = env(s, "AWS_EC2_METADATA_SERVICE_ENDPOINT");
	_cleanup_answer_ struct http_answer token = {0}, role = {0}, answer = {0};
	const char *url, *header;
	int rc;

	if (disabled != NULL && text_equal_nocase(disabled, "true"))
		return 0;
	if (base == NULL)
		base = "http://169.254.169.254";
	/* Outside of an instance nobody is there, and that is no failure. */
	rc = ask(s, "PUT", arena_printf(s->arena, "%s/latest/api/token", base),
		 "X-aws-ec2-metadata-token-ttl-seconds: 21600", &token, NULL);
	if (rc == PAWL_E_CANCELLED)
		return fail(err, PAWL_E_CANCELLED, "cancelled");
	if (rc != 0 || token.status != 200)
		return 0;
	header = arena_printf(s->arena, "X-aws-ec2-metadata-token: %s", buf_str(&token.body));
	url = arena_printf(s->arena, "%s/latest/meta-data/iam/security-credentials/", base);
	rc = ask(s, "GET", url, header, &role, err);
	if (rc != 0 || role.status != 200)
		return rc; /* an instance without a role */
	url = arena_printf(s->arena, "%s%.*s", url, (int)strcspn(buf_str(&role.body), "\r\n"),
			   buf_str(&role.body));
	rc = ask(s, "GET", url, header, &answer, err);
	return rc == 0 ? take_document(s, &answer, "instance", err) : rc;
}

/* AWS_..._FILE, or the file's usual place. */
static const char *file_of(const struct search *s, bool config)
{
	const char *given = config ? env(s, "AWS_CONFIG_FILE")
				   : env(s, "AWS_SHARED_CREDENTIALS_FILE");
	const char *param = url_param(s->place->url, "credentials_file"), *home = env(s, "HOME");

	if (!config && param != NULL)
		return param;
	if (given != NULL || home == NULL)
		return given;
	return file_join(s->arena, home, config ? ".aws/config" : ".aws/credentials");
}

/* A setting of a profile in either of the files. */
static int setting(struct search *s, const char *profile, const char *name, const char **ret,
		   struct pawl_error *err)
{
	int rc = profile_setting(file_of(s, false), profile, false, name, s->arena, ret, err);

	if (rc == 0 && *ret == NULL)
		rc = profile_setting(file_of(s, true), profile, true, name, s->arena, ret, err);
	return rc;
}

static int from_profile(struct search *s, const char *profile, struct pawl_error *err);

static int from_source(struct search *s, const char *source, struct pawl_error *err)
{
	if (strcmp(source, "Environment") == 0)
		return from_environment(s, err);
	if (strcmp(source, "EcsContainer") == 0)
		return from_container(s, err);
	if (strcmp(source, "Ec2InstanceMetadata") == 0)
		return from_instance(s, err);
	return fail(err, PAWL_E_CONNECT, "unknown credential_source \"%s\"", source);
}

/* A profile that is a role: of a web identity, of another profile, or of where we run. */
static int from_role(struct search *s, const char *profile, struct sts_role *role,
		     struct pawl_error *err)
{
	const char *file = NULL, *other = NULL, *source = NULL;
	int rc = setting(s, profile, "web_identity_token_file", &file, err);

	if (rc == 0)
		rc = setting(s, profile, "source_profile", &other, err);
	if (rc == 0)
		rc = setting(s, profile, "credential_source", &source, err);
	if (rc == 0)
		rc = setting(s, profile, "external_id", &role->external_id, err);
	if (rc != 0 || file != NULL)
		return rc != 0 ? rc : assume(s, role, file, err);
	if (other == NULL && source == NULL)
		return fail(err, PAWL_E_CONNECT,
			    "the profile \"%s\" has a role, but nothing to assume it with",
			    profile);
	s->sourced = true;
	rc = other != NULL ? from_profile(s, other, err) : from_source(s, source, err);
	if (rc == 0 && s->key.id == NULL)
		rc = fail(err, PAWL_E_CONNECT, "the profile \"%s\" has no credentials for its role",
			  profile);
	return rc == 0 ? assume(s, role, NULL, err) : rc;
}

static int unsupported(struct search *s, const char *profile, struct pawl_error *err)
{
	static const char *const names[] = {"sso_session", "sso_start_url", "credential_process"};

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		const char *value;
		int rc = setting(s, profile, names[i], &value, err);

		if (rc != 0 || value == NULL)
			continue;
		fail(err, PAWL_E_CONNECT, "the profile \"%s\" uses %s, which pawl does not do",
		     profile, names[i]);
		hint(err,
		     "export its credentials first: eval \"$(aws configure "
		     "export-credentials --profile %s --format env)\"",
		     profile);
		return PAWL_E_CONNECT;
	}
	return 0;
}

static int from_profile(struct search *s, const char *profile, struct pawl_error *err)
{
	const char *id = NULL, *secret = NULL, *token = NULL;
	struct sts_role role = {0};
	int rc = setting(s, profile, "role_arn", &role.arn, err);

	/* A profile may name itself as the source of its role: its own key then. */
	if (rc == 0 && role.arn != NULL && !s->sourced)
		return from_role(s, profile, &role, err);
	if (rc == 0)
		rc = setting(s, profile, "aws_access_key_id", &id, err);
	if (rc == 0)
		rc = setting(s, profile, "aws_secret_access_key", &secret, err);
	if (rc == 0)
		rc = setting(s, profile, "aws_session_token", &token, err);
	if (rc != 0)
		return rc;
	if (id == NULL || secret == NULL)
		return unsupported(s, profile, err);
	s->key = (struct http_key){id, secret, token};
	return 0;
}

/* The profile that is asked for must be there; "default" need not. */
static int from_files(struct search *s, struct pawl_error *err)
{
	const char *param = url_param(s->place->url, "profile"), *given = env(s, "AWS_PROFILE");
	const char *profile = param != NULL ? param : given;
	int rc = from_profile(s, profile == NULL ? "default" : profile, err);

	if (rc == 0 && s->key.id == NULL && profile != NULL) {
		fail(err, PAWL_E_CONNECT, "no credentials for the profile \"%s\"", profile);
		hint(err, "see \"aws configure list --profile %s\"", profile);
		return PAWL_E_CONNECT;
	}
	return rc;
}

static int search(struct search *s, struct pawl_error *err)
{
	static int (*const places[])(struct search *, struct pawl_error *) = {
		from_environment, from_web_identity, from_files, from_container, from_instance};
	/* Whoever names a profile or a file in the URL means that one. */
	bool named = url_param(s->place->url, "profile") != NULL ||
		     url_param(s->place->url, "credentials_file") != NULL;
	int rc = named ? from_files(s, err) : 0;

	for (size_t i = 0; i < sizeof(places) / sizeof(*places) && rc == 0 && s->key.id == NULL;
	     i++)
		rc = places[i](s, err);
	if (rc != 0 || s->key.id != NULL)
		return rc;
	fail(err, PAWL_E_CONNECT, "no AWS credentials");
	hint(err, "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE, or run where "
		  "a role is at hand");
	return PAWL_E_CONNECT;
}

static int64_t seconds(const char *text)
{
	struct tm tm = {0};

	if (text == NULL || strptime(text, "%Y-%m-%dT%H:%M:%S", &tm) == NULL)
		return 0;
	return timegm(&tm);
}

int credentials_get(struct credentials *c, const struct credentials_place *place,
		    struct pawl_error *err)
{
	struct search s = {.place = place, .arena = &c->arena};
	int rc;

	if (c->known && (c->expires == 0 || c->expires - clock_unix() > EXPIRES_SOON_S))
		return 0;
	credentials_done(c);
	rc = search(&s, err);
	if (rc != 0)
		return rc;
	c->key = (struct http_key){arena_strdup(&c->arena, s.key.id),
				   arena_strdup(&c->arena, s.key.secret),
				   arena_strdup(&c->arena, s.key.token)};
	c->expires = seconds(s.expiration);
	c->known = true;
	return 0;
}

void credentials_forget(struct credentials *c)
{
	c->known = false;
}

void credentials_done(struct credentials *c)
{
	arena_done(&c->arena);
	*c = (struct credentials){0};
}
