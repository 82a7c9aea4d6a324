/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The document is kept as text, not as a tree: the statements of a large file
 * take a tenth of the memory that way. jansson writes every string, so that the
 * escaping is its own.
 */
#include "json.h"

#include "clean.h"
#include "ui.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

enum { DEPTH_MAX = 12 };

struct json_doc {
	FILE *f;
	char *text;
	size_t len;
	int depth;
	char closing[DEPTH_MAX];
	bool filled[DEPTH_MAX];
};

struct json_doc *json_doc_new(void)
{
	struct json_doc *d = calloc(1, sizeof(*d));

	if (d == NULL || (d->f = open_memstream(&d->text, &d->len)) == NULL)
		abort();
	return d;
}

/* Invalid bytes become U+FFFD: a string in JSON has no other way to hold them. */
static char *valid_utf8(const char *s, size_t len, size_t *ret_len)
{
	char *out = malloc(len * 3 + 1);
	size_t n = 0;

	if (out == NULL)
		abort();
	for (size_t i = 0; i < len;) {
		size_t valid = clean_utf8(s + i, len - i);

		memcpy(out + n, valid == 0 ? "\xef\xbf\xbd" : s + i, valid == 0 ? 3 : valid);
		n += valid == 0 ? 3 : valid;
		i += valid == 0 ? 1 : valid;
	}
	*ret_len = n;
	return out;
}

static void put_string(struct json_doc *d, const char *s, size_t len)
{
	size_t n;
	char *valid = valid_utf8(s, len, &n);
	json_t *string = json_stringn_nocheck(valid, n);

	free(valid);
	if (string == NULL || json_dumpf(string, d->f, JSON_ENCODE_ANY) != 0)
		abort();
	json_decref(string);
}

/* The outermost value and what lies right in it get lines of their own. */
static void before_value(struct json_doc *d, const char *key)
{
	bool lines = d->depth == 1 ||
		     (d->depth == 2 && d->closing[1] == ']' && d->closing[0] == '}');

	if (d->depth > 0 && d->filled[d->depth - 1])
		fputs(lines ? "," : ", ", d->f);
	if (lines)
		fprintf(d->f, "\n%*s", 2 * d->depth, "");
	if (d->depth > 0)
		d->filled[d->depth - 1] = true;
	if (key != NULL) {
		put_string(d, key, strlen(key));
		fputs(": ", d->f);
	}
}

static void open_value(struct json_doc *d, const char *key, char opening, char closing)
{
	before_value(d, key);
	if (d->depth == DEPTH_MAX)
		abort();
	fputc(opening, d->f);
	d->closing[d->depth] = closing;
	d->filled[d->depth++] = false;
}

void json_doc_object(struct json_doc *d, const char *key)
{
	open_value(d, key, '{', '}');
}

void json_doc_list(struct json_doc *d, const char *key)
{
	open_value(d, key, '[', ']');
}

void json_doc_end(struct json_doc *d)
{
	bool lines;

	d->depth--;
	lines = d->depth == 0 || (d->depth == 1 && d->closing[1] == ']' && d->closing[0] == '}');
	if (lines && d->filled[d->depth])
		fprintf(d->f, "\n%*s", 2 * d->depth, "");
	fputc(d->closing[d->depth], d->f);
}

void json_doc_slice(struct json_doc *d, const char *key, const char *value, size_t len)
{
	before_value(d, key);
	put_string(d, value, len);
}

void json_doc_text(struct json_doc *d, const char *key, const char *value)
{
	if (value == NULL)
		json_doc_null(d, key);
	else
		json_doc_slice(d, key, value, strlen(value));
}

void json_doc_known(struct json_doc *d, const char *key, const char *value)
{
	json_doc_text(d, key, value != NULL && value[0] != '\0' ? value : NULL);
}

void json_doc_int(struct json_doc *d, const char *key, int64_t value)
{
	before_value(d, key);
	fprintf(d->f, "%lld", (long long)value);
}

void json_doc_bool(struct json_doc *d, const char *key, bool value)
{
	before_value(d, key);
	fputs(value ? "true" : "false", d->f);
}

void json_doc_null(struct json_doc *d, const char *key)
{
	before_value(d, key);
	fputs("null", d->f);
}

void json_doc_known_int(struct json_doc *d, const char *key, int64_t value)
{
	if (value < 0)
		json_doc_null(d, key);
	else
		json_doc_int(d, key, value);
}

void json_doc_texts(struct json_doc *d, const char *key, const char *const *values, size_t n)
{
	json_doc_list(d, key);
	for (size_t i = 0; i < n; i++)
		json_doc_text(d, NULL, values[i]);
	json_doc_end(d);
}

static void known_int(struct json_doc *d, const char *key, int64_t value)
{
	if (value == 0)
		json_doc_null(d, key);
	else
		json_doc_int(d, key, value);
}

void json_doc_error(struct json_doc *d, const struct pawl_error *err, bool debug)
{
	json_doc_object(d, "error");
	json_doc_int(d, "code", err->code);
	json_doc_text(d, "name", pawl_error_name(err->code));
	json_doc_text(d, "message", err->message);
	json_doc_known(d, "detail", err->detail);
	json_doc_known(d, "hint", err->hint);
	json_doc_known(d, "file", err->file);
	known_int(d, "line", (int64_t)err->line);
	known_int(d, "column", (int64_t)err->column);
	json_doc_known(d, "sqlstate", err->sqlstate);
	known_int(d, "vendor", err->vendor);
	json_doc_known(d, "statement", err->statement);
	json_doc_known(d, "context", err->context);
	if (debug && err->src_file != NULL) {
		json_doc_text(d, "src_file", err->src_file);
		json_doc_int(d, "src_line", err->src_line);
	}
	json_doc_end(d);
}

static void finish(struct json_doc *d)
{
	while (d->depth > 0)
		json_doc_end(d);
	fputc('\n', d->f);
	if (fclose(d->f) != 0)
		abort();
	d->f = NULL;
}

void json_doc_print(struct json_doc *d)
{
	finish(d);
	ui_raw(d->text, d->len);
	json_doc_free(d);
}

void json_doc_log(struct json_doc *d)
{
	size_t n = 0;

	finish(d);
	for (size_t i = 0; i + 1 < d->len; i++) {
		if (d->text[i] != '\n') {
			d->text[n++] = d->text[i];
			continue;
		}
		while (i + 1 < d->len && d->text[i + 1] == ' ')
			i++;
		if (n > 0 && d->text[n - 1] == ',')
			d->text[n++] = ' ';
	}
	fprintf(stderr, "%.*s\n", (int)n, d->text);
	json_doc_free(d);
}

void json_doc_free(struct json_doc *d)
{
	if (d == NULL)
		return;
	if (d->f != NULL)
		fclose(d->f);
	free(d->text);
	free(d);
}
