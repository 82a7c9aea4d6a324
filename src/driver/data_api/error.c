/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the API's errors mean. Most have a name of their own; of a statement's
 * the text has the server's words, which the engine's complain() knows.
 */
#include "base/text.h"
#include "driver/data_api/api.h"

#define LINK_FAILURE "Communications link failure"

struct meaning {
	const char *name;
	const char *text; /* in the message; NULL: any */
	enum api_answer answer;
	int code;
	const char *message; /* NULL: AWS's own */
	const char *hint;
	bool of_rows; /* the hint ends with how a statement has none */
};

/* The first that fits. What is not done is safe to try again. */
static const struct meaning meanings[] = {
	{"DatabaseResumingException", NULL, API_AGAIN, PAWL_E_CONNECT, "the cluster is resuming",
	 "it was paused; a start can take half a minute"},
	{"BadRequestException", "is resuming", API_AGAIN, PAWL_E_CONNECT, "the cluster is resuming",
	 "it was paused; a start can take half a minute"},
	{"ThrottlingException", NULL, API_AGAIN, PAWL_E_CONNECT, "the Data API is throttling calls",
	 "try again when there are fewer callers"},
	{"TooManyRequestsException", NULL, API_AGAIN, PAWL_E_CONNECT,
	 "the Data API is throttling calls", "try again when there are fewer callers"},
	{"ServiceUnavailableError", NULL, API_AGAIN, PAWL_E_CONNECT, "the cluster is not available",
	 "wait for it (pawl wait), or look at its state"},
	{"ExpiredTokenException", NULL, API_RENEW, PAWL_E_CONNECT,
	 "the AWS credentials have expired", "get new ones"},
	{"StatementTimeoutException", NULL, API_TOO_LONG, PAWL_E_TIMEOUT,
	 "the statement took longer than the Data API's 45 seconds",
	 "run it with -- pawl:transaction off, in smaller parts, or over a connection to the "
	 "server"},
	{"TransactionNotFoundException", NULL, API_FAILED, PAWL_E_LOST, API_TRANSACTION_GONE,
	 "the Data API rolls back after 3 minutes without a call, and after 24 hours"},
	{"BadRequestException", "is not found", API_FAILED, PAWL_E_LOST, API_TRANSACTION_GONE,
	 "the Data API rolls back after 3 minutes without a call, and after 24 hours"},
	{"DatabaseNotFoundException", NULL, API_FAILED, PAWL_E_CONNECT, NULL,
	 "create it first (pawl create), or check the name in the database URL"},
	{"HttpEndpointNotEnabledException", NULL, API_FAILED, PAWL_E_CONNECT, NULL,
	 "switch the cluster's Data API on, and check resource_arn and region"},
	{"BadRequestException", "HttpEndpoint", API_FAILED, PAWL_E_CONNECT, NULL,
	 "switch the cluster's Data API on, and check resource_arn and region"},
	{"NotFoundException", NULL, API_FAILED, PAWL_E_CONNECT, NULL,
	 "check resource_arn and region"},
	{"InvalidResourceStateException", NULL, API_FAILED, PAWL_E_CONNECT, NULL,
	 "look at the state of the cluster"},
	{"BadRequestException", "ecrets Manager", API_FAILED, PAWL_E_CONNECT, NULL,
	 "check secret_arn, and that the caller may read the secret"},
	{"InvalidSecretException", NULL, API_FAILED, PAWL_E_CONNECT, NULL,
	 "the secret must hold the user name and password of a role of the database"},
	{"SecretsErrorException", NULL, API_FAILED, PAWL_E_CONNECT, NULL,
	 "check secret_arn, and that the caller may read the secret"},
	{"InvalidSignatureException", NULL, API_FAILED, PAWL_E_CONNECT, NULL,
	 "check the secret access key, the region, and this host's clock"},
	{"IncompleteSignatureException", NULL, API_FAILED, PAWL_E_CONNECT, NULL,
	 "check the access key"},
	{"UnrecognizedClientException", NULL, API_FAILED, PAWL_E_CONNECT, NULL,
	 "check the access key and the session token"},
	{"AccessDeniedException", NULL, API_FAILED, PAWL_E_CONNECT, NULL,
	 "the caller needs rds-data:* on the cluster and secretsmanager:GetSecretValue on the "
	 "secret"},
	{"ForbiddenException", NULL, API_FAILED, PAWL_E_CONNECT, NULL,
	 "the caller needs rds-data:* on the cluster and secretsmanager:GetSecretValue on the "
	 "secret"},
	{"BadRequestException", "response size limit", API_FAILED, PAWL_E_LIMIT,
	 "the statement's rows are more than the Data API's 1 MiB",
	 "a migration needs no rows: select less, or ", true},
	{"BadRequestException", "row size limit", API_FAILED, PAWL_E_LIMIT,
	 "a row of the statement's is more than the Data API's 64 KiB",
	 "a migration needs no rows: select less, or ", true},
	{"UnsupportedResultException", NULL, API_FAILED, PAWL_E_SQL, NULL,
	 "cast the column to text, or ", true},
	{"BadRequestException", "Cannot find parameter", API_FAILED, PAWL_E_SQL, NULL,
	 "for the Data API a :name is a parameter"},
	{"ValidationException", "Multistatements", API_FAILED, PAWL_E_SQL, NULL, NULL},
	{"ValidationException", "length", API_FAILED, PAWL_E_LIMIT, NULL, NULL},
};

static const char *name_of(const struct http_answer *answer, struct arena *a)
{
	const char *text;

	if (answer->error[0] != '\0')
		return answer->error;
	text = json_text(buf_str(&answer->body), answer->body.len, "__type", a);
	if (text == NULL)
		text = json_text(buf_str(&answer->body), answer->body.len, "code", a);
	return text == NULL ? "" : text;
}

static bool fits(const struct meaning *m, const char *name, const char *text)
{
	return strcmp(m->name, name) == 0 && (m->text == NULL || strstr(text, m->text) != NULL);
}

static enum api_answer judge_by_name(const struct meaning *m, const char *text, int *ret_code,
				     struct pawl_error *err)
{
	fail(err, m->code, "%s", m->message != NULL ? m->message : text);
	/* Of a transaction that would be its number, a long one. */
	if (m->message != NULL && m->code != PAWL_E_LOST)
		detail(err, "%s", text);
	if (m->hint != NULL)
		hint(err, "%s%s", m->hint, m->of_rows ? api_engine.without_rows : "");
	*ret_code = m->code;
	return m->answer;
}

/* Nobody knows whether it was done; a transaction that was begun and not heard of expires. */
static enum api_answer judge_failure(const struct api_call *call, const struct http_answer *answer,
				     const char *text, int *ret_code, struct pawl_error *err)
{
	*ret_code = call->operation == API_BEGIN ? PAWL_E_CONNECT : PAWL_E_LOST;
	if (answer->status >= 500)
		fail(err, *ret_code, "the Data API has failed (status %ld)", answer->status);
	else
		fail(err, *ret_code, "the Data API has lost its connection to the server");
	detail(err, "%s", text);
	return call->operation == API_BEGIN ? API_AGAIN : API_FAILED;
}

enum api_answer api_judge(struct api *api, const struct api_call *call,
			  const struct http_answer *answer, int *ret_code, struct pawl_error *err)
{
	_cleanup_arena_ struct arena a = {0};
	const char *name = name_of(answer, &a);
	const char *body = buf_str(&answer->body);
	char *text = (char *)json_text(body, answer->body.len, "message", &a);

	if (text == NULL)
		text = (char *)json_text(body, answer->body.len, "Message", &a);
	if (text == NULL)
		text = arena_strdup(&a, name);
	if (strcmp(name, "DatabaseNotFoundException") != 0 &&
	    api_engine.complain(api, call, text, ret_code, err))
		return API_FAILED;
	text_clean(text);
	/* A paused cluster of the first generation; a session that breaks says the same. */
	if (strstr(text, LINK_FAILURE) != NULL)
		return api->awake ? judge_failure(call, answer, text, ret_code, err)
				  : judge_by_name(&meanings[0], text, ret_code, err);
	/* An answer that is too large ends its transaction. */
	if (strstr(text, "size limit") != NULL && api->transaction != NULL && !call->outside)
		api->failed = true;
	for (size_t i = 0; i < sizeof(meanings) / sizeof(*meanings); i++)
		if (fits(&meanings[i], name, text))
			return judge_by_name(&meanings[i], text, ret_code, err);
	if (answer->status == 429)
		return judge_by_name(&meanings[2], text, ret_code, err);
	if (answer->status >= 500)
		return judge_failure(call, answer, text, ret_code, err);
	*ret_code = answer->status == 400 ? PAWL_E_SQL : PAWL_E_CONNECT;
	fail(err, *ret_code, "%s", text);
	detail(err, "%s, status %ld", name[0] == '\0' ? "no name" : name, answer->status);
	return API_FAILED;
}
