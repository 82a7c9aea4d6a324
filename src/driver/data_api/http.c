/* SPDX-License-Identifier: Apache-2.0 */
#include "driver/data_api/http.h"

#include "base/cleanup.h"
#include "base/sha256.h"

#include <curl/curl.h>
#include <pthread.h>
#include <strings.h>

/* The API answers with 1 MiB at most; anything longer is no answer of its. */
enum { ANSWER_LONGEST = 8 << 20, POLL_MS = 100, KEPT_LONGEST_S = 15 };

struct http {
	const char *body; /* what is left to be sent */
	size_t body_len;
	CURL *easy;
	CURLM *multi;
	char error[CURL_ERROR_SIZE];
};

static pthread_once_t once = PTHREAD_ONCE_INIT;

static void init(void)
{
	curl_global_init(CURL_GLOBAL_DEFAULT);
}

struct http *http_new(void)
{
	struct http *h = xcalloc(1, sizeof(*h));

	pthread_once(&once, init);
	h->easy = curl_easy_init();
	h->multi = curl_multi_init();
	return h;
}

void http_free(struct http *h)
{
	if (h == NULL)
		return;
	curl_easy_cleanup(h->easy);
	curl_multi_cleanup(h->multi);
	free(h);
}

void http_answer_done(struct http_answer *a)
{
	buf_done(&a->body);
}

static size_t take_body(const char *data, size_t size, size_t n, void *to)
{
	struct http_answer *a = to;

	if (a->body.len + size * n > ANSWER_LONGEST)
		return 0;
	buf_add(&a->body, data, size * n);
	return size * n;
}

/* "x-amzn-errortype: StatementTimeoutException:http://..." */
static size_t take_header(const char *data, size_t size, size_t n, void *to)
{
	static const char name[] = "x-amzn-errortype:";
	struct http_answer *a = to;
	const char *at = data + sizeof(name) - 1, *end = data + size * n;
	size_t len = 0;

	if (size * n < sizeof(name) || strncasecmp(data, name, sizeof(name) - 1) != 0)
		return size * n;
	while (at < end && *at == ' ')
		at++;
	while (at < end && len + 1 < sizeof(a->error) && strchr(":\r\n ", *at) == NULL)
		a->error[len++] = *at++;
	a->error[len] = '\0';
	return size * n;
}

/*
 * The body goes out by a callback that cannot go back. libcurl would send a request
 * again by itself when a kept connection ends without an answer, and with it a
 * statement that has been run.
 */
static size_t give_body(char *to, size_t size, size_t n, void *from)
{
	struct http *h = from;
	size_t len = size * n < h->body_len ? size * n : h->body_len;

	memcpy(to, h->body, len);
	h->body += len;
	h->body_len -= len;
	return len;
}

/* The signature covers the body by its hash. */
static struct curl_slist *add_hash(struct curl_slist *headers, const char *body, size_t len)
{
	_cleanup_buf_ struct buf b = {0};
	char hex[SHA256_HEX];
	struct sha256 h;

	sha256_init(&h);
	sha256_add(&h, body, len);
	sha256_hex(&h, hex);
	buf_printf(&b, "x-amz-content-sha256: %s", hex);
	return curl_slist_append(headers, b.data);
}

static void sign(struct http *h, const struct http_request *q, struct curl_slist **headers)
{
	_cleanup_buf_ struct buf b = {0};

	buf_printf(&b, "aws:amz:%s:%s", q->region, q->service);
	curl_easy_setopt(h->easy, CURLOPT_AWS_SIGV4, buf_str(&b));
	curl_easy_setopt(h->easy, CURLOPT_USERNAME, q->key->id);
	curl_easy_setopt(h->easy, CURLOPT_PASSWORD, q->key->secret);
	if (q->key->token != NULL) {
		buf_clear(&b);
		buf_printf(&b, "X-Amz-Security-Token: %s", q->key->token);
		*headers = curl_slist_append(*headers, buf_str(&b));
	}
}

static struct curl_slist *prepare(struct http *h, const struct http_request *q,
				  struct http_answer *ret)
{
	struct curl_slist *headers = NULL;

	for (size_t i = 0; i < q->headers_len; i++)
		headers = curl_slist_append(headers, q->headers[i]);
	curl_easy_reset(h->easy);
	h->error[0] = '\0';
	curl_easy_setopt(h->easy, CURLOPT_URL, q->url);
	curl_easy_setopt(h->easy, CURLOPT_CUSTOMREQUEST, q->method);
	curl_easy_setopt(h->easy, CURLOPT_ERRORBUFFER, h->error);
	curl_easy_setopt(h->easy, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(h->easy, CURLOPT_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(h->easy, CURLOPT_CONNECTTIMEOUT, (long)q->connect_timeout_s);
	/* A call on a connection that the other end is about to close would be lost. */
	curl_easy_setopt(h->easy, CURLOPT_MAXAGE_CONN, (long)KEPT_LONGEST_S);
	curl_easy_setopt(h->easy, CURLOPT_TIMEOUT, (long)q->timeout_s);
	curl_easy_setopt(h->easy, CURLOPT_WRITEFUNCTION, take_body);
	curl_easy_setopt(h->easy, CURLOPT_WRITEDATA, ret);
	curl_easy_setopt(h->easy, CURLOPT_HEADERFUNCTION, take_header);
	curl_easy_setopt(h->easy, CURLOPT_HEADERDATA, ret);
	if (q->body != NULL) {
		h->body = q->body;
		h->body_len = q->body_len;
		headers = add_hash(headers, q->body, q->body_len);
		curl_easy_setopt(h->easy, CURLOPT_POST, 1L);
		curl_easy_setopt(h->easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)q->body_len);
		curl_easy_setopt(h->easy, CURLOPT_READFUNCTION, give_body);
		curl_easy_setopt(h->easy, CURLOPT_READDATA, h);
	}
	if (q->key != NULL)
		sign(h, q, &headers);
	curl_easy_setopt(h->easy, CURLOPT_HTTPHEADER, headers);
	return headers;
}

static bool is_stopped(const struct http_watch *watch)
{
	return watch != NULL && watch->stopped(watch->data);
}

/* Run the transfer; false if the watch stopped it. */
static bool transfer(struct http *h, const struct http_watch *watch, CURLcode *ret)
{
	int running = 1;
	CURLMsg *message;

	*ret = CURLE_FAILED_INIT;
	while (running != 0) {
		if (curl_multi_perform(h->multi, &running) != CURLM_OK)
			return true;
		if (is_stopped(watch))
			return false;
		if (running != 0)
			curl_multi_poll(h->multi, NULL, 0, POLL_MS, NULL);
	}
	while ((message = curl_multi_info_read(h->multi, &running)) != NULL)
		if (message->msg == CURLMSG_DONE)
			*ret = message->data.result;
	return true;
}

/* Nothing of the request has left this host. */
static bool was_not_sent(CURLcode code)
{
	return code == CURLE_COULDNT_RESOLVE_HOST || code == CURLE_COULDNT_RESOLVE_PROXY ||
	       code == CURLE_COULDNT_CONNECT || code == CURLE_SSL_CONNECT_ERROR ||
	       code == CURLE_PEER_FAILED_VERIFICATION || code == CURLE_URL_MALFORMAT ||
	       code == CURLE_UNSUPPORTED_PROTOCOL;
}

static int report(struct http *h, CURLcode code, struct pawl_error *err)
{
	const char *why = h->error[0] != '\0' ? h->error : curl_easy_strerror(code);

	if (was_not_sent(code)) {
		fail(err, PAWL_E_CONNECT, "could not connect: %s", why);
		hint(err, "check the region, the endpoint and the way to it (proxy, VPC endpoint)");
		return PAWL_E_CONNECT;
	}
	fail(err, PAWL_E_LOST, "the answer of the endpoint is lost");
	detail(err, "%s",
	       code == CURLE_SEND_FAIL_REWIND ? "the connection ended before it came" : why);
	return PAWL_E_LOST;
}

int http_send(struct http *h, const struct http_request *q, const struct http_watch *watch,
	      struct http_answer *ret, struct pawl_error *err)
{
	struct curl_slist *headers = prepare(h, q, ret);
	CURLcode code = CURLE_OK;
	int rc = 0;

	curl_multi_add_handle(h->multi, h->easy);
	if (!transfer(h, watch, &code))
		rc = fail(err, PAWL_E_CANCELLED, "cancelled");
	else if (code != CURLE_OK)
		rc = report(h, code, err);
	else
		curl_easy_getinfo(h->easy, CURLINFO_RESPONSE_CODE, &ret->status);
	curl_multi_remove_handle(h->multi, h->easy);
	curl_slist_free_all(headers);
	return rc;
}
