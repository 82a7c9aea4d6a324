/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Names are written as the catalog has them: users, app.users, "Order Lines".
 * Nothing is folded, since the file does not say whose rules would hold.
 */
#include "layout/batch_option.h"

#include "base/text.h"
#include "base/vec.h"
#include "layout/duration.h"

#include <ctype.h>
#include <string.h>

#define FORM "write: -- pawl:batch table=users key=id size=5000 pause=50ms"

enum { SIZE_USUAL = 1000, SIZE_MOST = 10000000, KEYS_MOST = 16 };

struct reading {
	const char *path;
	const struct scan_directive *d;
	struct arena *arena;
	struct script_batch *batch;
	struct pawl_error *err;
	unsigned given; /* bits by place in options[] */
};

static int refuse(const struct reading *r, const char *where)
{
	at(r->err, r->path, r->d->line,
	   where == NULL ? r->d->name_column
			 : r->d->value_column + (unsigned long)(where - r->d->value));
	return PAWL_E_SYNTAX;
}

/* A name up to one of stops, quoted or not; NULL if there is none. *at_ moves behind it. */
static const char *take_name(struct arena *a, const char **at_, const char *end, const char *stops)
{
	_cleanup_buf_ struct buf b = {0};
	const char *p = *at_;

	if (p < end && *p == '"') {
		for (p++; p < end && (*p != '"' || (p + 1 < end && p[1] == '"')); p++) {
			p += *p == '"';
			buf_addc(&b, *p);
		}
		if (p == end)
			return NULL;
		p++;
	} else {
		for (; p < end && strchr(stops, *p) == NULL; p++)
			buf_addc(&b, *p);
	}
	*at_ = p;
	return b.len == 0 ? NULL : buf_dup(&b, a);
}

static int read_table(struct reading *r, const char *value, const char *end)
{
	const char *p = value, *first = take_name(r->arena, &p, end, "."), *second = NULL;

	if (first != NULL && p < end && *p == '.') {
		p++;
		second = take_name(r->arena, &p, end, ".");
	}
	if (first == NULL || p != end || (second == NULL && p != value && p[-1] == '.')) {
		fail(r->err, PAWL_E_SYNTAX, "invalid table name \"%.*s\"", (int)(end - value),
		     value);
		hint(r->err, "write table=users, table=app.users or table=\"Order Lines\"");
		return refuse(r, value);
	}
	r->batch->schema = second == NULL ? NULL : first;
	r->batch->table = second == NULL ? first : second;
	return 0;
}

static int read_key(struct reading *r, const char *value, const char *end)
{
	const char *p = value;
	VEC(const char *) keys = {0};
	bool more = true;

	while (more && keys.len < KEYS_MOST) {
		const char *name = take_name(r->arena, &p, end, ",");

		if (name == NULL)
			break;
		*vec_push(&keys, r->arena) = name;
		more = p < end && *p == ',';
		p += more;
	}
	if (more || p != end) {
		fail(r->err, PAWL_E_SYNTAX, "invalid key \"%.*s\"", (int)(end - value), value);
		hint(r->err, "write the columns of a unique key: key=id or key=tenant,id");
		return refuse(r, value);
	}
	r->batch->keys = keys.v;
	r->batch->keys_len = keys.len;
	return 0;
}

static int read_size(struct reading *r, const char *value, const char *end)
{
	int64_t n = 0;
	const char *p = value;

	for (; p < end && isdigit((unsigned char)*p) && n <= SIZE_MOST; p++)
		n = n * 10 + (*p - '0');
	if (p != end || n == 0 || n > SIZE_MOST) {
		fail(r->err, PAWL_E_SYNTAX, "invalid size \"%.*s\"", (int)(end - value), value);
		hint(r->err, "write a number of rows from 1 to %d", SIZE_MOST);
		return refuse(r, value);
	}
	r->batch->size = n;
	return 0;
}

static int read_time(struct reading *r, const char *value, const char *end, int64_t *ret)
{
	if (duration_parse(value, (size_t)(end - value), ret))
		return 0;
	fail(r->err, PAWL_E_SYNTAX, "invalid duration \"%.*s\"", (int)(end - value), value);
	hint(r->err, DURATION_HINT);
	return refuse(r, value);
}

static int read_pause(struct reading *r, const char *value, const char *end)
{
	return read_time(r, value, end, &r->batch->pause_ms);
}

static int read_target(struct reading *r, const char *value, const char *end)
{
	return read_time(r, value, end, &r->batch->target_ms);
}

static int read_lag(struct reading *r, const char *value, const char *end)
{
	return read_time(r, value, end, &r->batch->lag_ms);
}

static const struct {
	const char *name;
	int (*read)(struct reading *r, const char *value, const char *end);
} options[] = {
	{"table", read_table}, {"key", read_key},       {"size", read_size},
	{"pause", read_pause}, {"target", read_target}, {"lag", read_lag},
};

enum { OPTIONS = sizeof(options) / sizeof(*options) };

static int refuse_unknown(const struct reading *r, const char *word, size_t len)
{
	const char *names[OPTIONS], *nearest, *name = arena_strndup(r->arena, word, len);

	for (size_t i = 0; i < OPTIONS; i++)
		names[i] = options[i].name;
	nearest = text_nearest(name, names, OPTIONS);
	fail(r->err, PAWL_E_SYNTAX, "unknown option \"%s\" of directive \"batch\"", name);
	if (nearest != NULL)
		hint(r->err, "did you mean \"%s\"?", nearest);
	else
		hint(r->err, "known are: table, key, size, pause, target, lag");
	return refuse(r, word);
}

/* The end of a word: blanks inside of quotes belong to it. */
static const char *word_end(const char *p)
{
	bool quoted = false;

	for (; *p != '\0' && (quoted || strchr(" \t\v\f\r", *p) == NULL); p++)
		quoted ^= *p == '"';
	return p;
}

static int read_one(struct reading *r, const char *word, const char *end)
{
	const char *equals = memchr(word, '=', (size_t)(end - word));
	size_t len = (size_t)((equals == NULL ? end : equals) - word), i = 0;

	while (i < OPTIONS &&
	       (strlen(options[i].name) != len || strncmp(options[i].name, word, len) != 0))
		i++;
	if (i == OPTIONS)
		return refuse_unknown(r, word, len);
	if (equals == NULL) {
		fail(r->err, PAWL_E_SYNTAX, "option \"%s\" of directive \"batch\" needs a value",
		     options[i].name);
		hint(r->err, FORM);
		return refuse(r, word);
	}
	if (r->given & 1U << i) {
		fail(r->err, PAWL_E_SYNTAX, "option \"%s\" is given twice", options[i].name);
		return refuse(r, word);
	}
	r->given |= 1U << i;
	return options[i].read(r, equals + 1, end);
}

int batch_option_read(const char *path, const struct scan_directive *d, struct arena *a,
		      struct script_batch *ret, struct pawl_error *err)
{
	struct script_batch batch = {.size = SIZE_USUAL, .line = d->line, .column = d->name_column};
	struct reading r = {.path = path, .d = d, .arena = a, .batch = &batch, .err = err};
	const char *p = d->value, *end;
	int rc = 0;

	for (p += strspn(p, " \t\v\f\r"); rc == 0 && *p != '\0'; p += strspn(p, " \t\v\f\r")) {
		end = word_end(p);
		rc = read_one(&r, p, end);
		p = end;
	}
	if (rc == 0 && (batch.table == NULL || batch.keys_len == 0)) {
		fail(err, PAWL_E_SYNTAX, "directive \"batch\" needs a %s",
		     batch.table == NULL ? "table" : "key");
		hint(err, FORM);
		rc = refuse(&r, NULL);
	}
	if (rc == 0)
		*ret = batch;
	return rc;
}
