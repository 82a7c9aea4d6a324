/* SPDX-License-Identifier: Apache-2.0 */
/* The API's messages: the one place that knows jansson. */
#ifndef DRIVER_DATA_API_JSON_H
#define DRIVER_DATA_API_JSON_H

#include "base/buf.h"
#include "driver/driver.h"

/* A member of a request; NULL text is left out. */
struct json_member {
	const char *name, *text;
	bool is_true; /* the value is true, not text */
};

/*
 * "parameters": a list of :p1, :p2 ... as strings. With sets it is "parameterSets":
 * as many lists, one behind the other in v.
 */
struct json_params {
	const struct db_param *v;
	size_t len, sets;
};

/* May the text be part of a request? JSON is UTF-8; what is not would be left out of it. */
bool json_takes(const char *text, size_t len);

/* The request as text. */
void json_request(struct buf *b, const struct json_member *v, size_t n,
		  const struct json_params *params);

/* A text of a document's top, in the arena; NULL if there is none. */
const char *json_text(const char *document, size_t len, const char *name, struct arena *a);

/* What ExecuteStatement answers. */
struct json_result {
	struct db_rows rows;
	const bool *numbers; /* of each cell: it is no text */
	bool has_rows;
	size_t columns; /* also where there is no row, if the request asked for it */
	int64_t changed;
	int64_t generated; /* the key that the server made, 0 if it made none */
};

/* booleans is how the server writes false and true. False if it is no such answer. */
bool json_result(const char *document, size_t len, const char *const booleans[2], struct arena *a,
		 struct json_result *ret);

#endif
