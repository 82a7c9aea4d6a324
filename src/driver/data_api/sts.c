/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The Security Token Service: a role for a web identity or for another key. It
 * speaks XML, of which only the texts of four elements matter here.
 */
#include "driver/data_api/sts.h"
#include "base/cleanup.h"

#include <ctype.h>

enum { TIMEOUT_S = 15, CONNECT_TIMEOUT_S = 5 };

static void add_form(struct buf *b, const char *name, const char *value)
{
	if (value == NULL)
		return;
	buf_printf(b, "&%s=", name);
	for (const char *p = value; *p != '\0'; p++)
		if (isalnum((unsigned char)*p) || strchr("-._~", *p) != NULL)
			buf_addc(b, *p);
		else
			buf_printf(b, "%%%02X", (unsigned char)*p);
}

static const char *element(const char *xml, const char *name, struct arena *a)
{
	_cleanup_buf_ struct buf open = {0};
	const char *at;

	buf_printf(&open, "<%s>", name);
	at = strstr(xml, buf_str(&open));
	if (at == NULL)
		return NULL;
	at += open.len;
	return arena_strndup(a, at, strcspn(at, "<"));
}

static int refuse(const struct sts_role *role, const char *xml, long status, struct arena *a,
		  struct pawl_error *err)
{
	const char *code = element(xml, "Code", a), *message = element(xml, "Message", a);

	fail(err, PAWL_E_CONNECT, "could not assume the role \"%s\"", role->arn);
	if (code != NULL)
		detail(err, "%s: %s", code, message == NULL ? "" : message);
	else
		detail(err, "the token service answered with status %ld", status);
	hint(err, "check the role's trust policy");
	return PAWL_E_CONNECT;
}

int sts_assume(const struct credentials_place *place, const struct sts_role *role,
	       const struct http_key *key, struct arena *a, struct sts_answer *ret,
	       struct pawl_error *err)
{
	static const char *const headers[] = {"Content-Type: application/x-www-form-urlencoded"};
	const char *endpoint = url_environment(place->url, "AWS_ENDPOINT_URL_STS");
	const char *session = url_environment(place->url, "AWS_ROLE_SESSION_NAME");
	_cleanup_answer_ struct http_answer answer = {0};
	_cleanup_buf_ struct buf form = {0};
	struct http_request q = {
		.method = "POST",
		.headers = headers,
		.headers_len = 1,
		.key = role->identity == NULL ? key : NULL,
		.region = place->region,
		.service = "sts",
		.timeout_s = TIMEOUT_S,
		.connect_timeout_s = CONNECT_TIMEOUT_S,
	};
	const char *xml;
	int rc;

	buf_printf(&form, "Action=%s&Version=2011-06-15",
		   role->identity == NULL ? "AssumeRole" : "AssumeRoleWithWebIdentity");
	add_form(&form, "RoleArn", role->arn);
	add_form(&form, "RoleSessionName", session == NULL ? "pawl" : session);
	add_form(&form, "ExternalId", role->external_id);
	add_form(&form, "WebIdentityToken", role->identity);
	q.url = endpoint != NULL ? endpoint
				 : arena_printf(a, "https://sts.%s.amazonaws.com/", place->region);
	q.body = form.data;
	q.body_len = form.len;
	rc = http_send(place->http, &q, place->watch, &answer, err);
	if (rc != 0) {
		context(err, "while assuming the role \"%s\"", role->arn);
		return rc == PAWL_E_LOST ? PAWL_E_CONNECT : rc;
	}
	xml = buf_str(&answer.body);
	ret->key = (struct http_key){element(xml, "AccessKeyId", a),
				     element(xml, "SecretAccessKey", a),
				     element(xml, "SessionToken", a)};
	ret->expiration = element(xml, "Expiration", a);
	if (answer.status != 200 || ret->key.id == NULL || ret->key.secret == NULL)
		return refuse(role, xml, answer.status, a, err);
	return 0;
}
