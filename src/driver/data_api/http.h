/* SPDX-License-Identifier: Apache-2.0 */
/*
 * HTTP requests, one at a time, over a connection that is kept: the one place
 * that knows libcurl.
 */
#ifndef DRIVER_DATA_API_HTTP_H
#define DRIVER_DATA_API_HTTP_H

#include "base/buf.h"

#include <stdbool.h>

/* What a request is signed with (Signature Version 4). */
struct http_key {
	const char *id, *secret;
	const char *token; /* NULL if the key is nobody's for a time */
};

struct http_request {
	const char *method; /* "GET", "POST", "PUT" */
	const char *url;
	const char *const *headers; /* "Name: value" */
	size_t headers_len;
	const char *body; /* NULL: none */
	size_t body_len;
	const struct http_key *key; /* NULL: not signed */
	const char *region, *service;
	int timeout_s, connect_timeout_s;
};

struct http_answer {
	long status;
	struct buf body;
	char error[96]; /* AWS's name for what went wrong, "" if it told none */
};

/* Asked several times a second while an answer is awaited; true stops the request. */
struct http_watch {
	bool (*stopped)(void *data);
	void *data;
};

struct http;

struct http *http_new(void);
void http_free(struct http *h); /* accepts NULL */

/*
 * *ret is the caller's to give back with http_answer_done(), also on failure.
 * PAWL_E_CONNECT: the request did not reach the server; PAWL_E_LOST: it may have;
 * PAWL_E_CANCELLED: it was stopped.
 */
int http_send(struct http *h, const struct http_request *q, const struct http_watch *watch,
	      struct http_answer *ret, struct pawl_error *err);
void http_answer_done(struct http_answer *a);
#define _cleanup_answer_ __attribute__((cleanup(http_answer_done)))

#endif
