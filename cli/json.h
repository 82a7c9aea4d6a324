/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The one JSON document of a command. It is put together in memory and printed
 * by json_doc_print() alone, so that a command that fails half-way prints its
 * error instead of a torn document.
 *
 * key is NULL inside lists and for the outermost value. A NULL string is null.
 */
#ifndef CLI_JSON_H
#define CLI_JSON_H

#include <pawl/error.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

struct json_doc;

struct json_doc *json_doc_new(void);
void json_doc_object(struct json_doc *d, const char *key);
void json_doc_list(struct json_doc *d, const char *key);
void json_doc_end(struct json_doc *d);
void json_doc_text(struct json_doc *d, const char *key, const char *value);
void json_doc_slice(struct json_doc *d, const char *key, const char *value, size_t len);
void json_doc_int(struct json_doc *d, const char *key, int64_t value);
void json_doc_bool(struct json_doc *d, const char *key, bool value);
void json_doc_null(struct json_doc *d, const char *key);

/* A text that is "" where the value is unknown: null then. */
void json_doc_known(struct json_doc *d, const char *key, const char *value);
/* A number that is negative where it is unknown: null then. */
void json_doc_known_int(struct json_doc *d, const char *key, int64_t value);
void json_doc_texts(struct json_doc *d, const char *key, const char *const *values, size_t n);

/* {"error": {...}} or its inner members. */
void json_doc_error(struct json_doc *d, const struct pawl_error *err, bool debug);

/* Close what is open, print to stdout and free. */
void json_doc_print(struct json_doc *d);
/* The same to stderr on a single line: one event of a log. */
void json_doc_log(struct json_doc *d);
void json_doc_free(struct json_doc *d);

#endif
