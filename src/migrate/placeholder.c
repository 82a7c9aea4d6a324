/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Input is gathered in raw until a chunk can be looked at as a whole; what may
 * be the start of a placeholder at its end stays for the next round.
 */
#include "migrate/placeholder.h"

#include "base/cleanup.h"
#include "base/file.h"

#include <string.h>

enum { LONGEST_NAME = 128 };

struct placeholder_filter {
	struct split_source source;
	const struct pawl_var *vars;
	size_t vars_len;
	struct buf raw, out;
	size_t taken; /* bytes of out already handed on */
	bool at_end;
};

struct placeholder_filter *placeholder_new(const struct split_source *source,
					   const struct pawl_var *vars, size_t vars_len)
{
	struct placeholder_filter *f = xcalloc(1, sizeof(*f));

	*f = (struct placeholder_filter){.source = *source, .vars = vars, .vars_len = vars_len};
	return f;
}

void placeholder_free(struct placeholder_filter *f)
{
	if (f == NULL)
		return;
	buf_done(&f->raw);
	buf_done(&f->out);
	free(f);
}

static const char *value_of(const struct placeholder_filter *f, const char *name, size_t len)
{
	for (size_t i = 0; i < f->vars_len; i++)
		if (strlen(f->vars[i].name) == len && memcmp(f->vars[i].name, name, len) == 0)
			return f->vars[i].value;
	return NULL;
}

/* Move what is certain from raw to out. */
static void replace(struct placeholder_filter *f)
{
	const char *at = f->raw.data, *end = at + f->raw.len, *dollar;

	while ((dollar = memchr(at, '$', (size_t)(end - at))) != NULL) {
		size_t left = (size_t)(end - dollar);
		const char *close, *value;

		buf_add(&f->out, at, (size_t)(dollar - at));
		at = dollar;
		if (left < 2 && !f->at_end)
			break;
		if (left < 2 || dollar[1] != '{') {
			buf_addc(&f->out, *at++);
			continue;
		}
		close = memchr(dollar, '}', left < LONGEST_NAME ? left : LONGEST_NAME);
		if (close == NULL && left < LONGEST_NAME && !f->at_end)
			break;
		value = close == NULL ? NULL
				      : value_of(f, dollar + 2, (size_t)(close - dollar) - 2);
		if (value == NULL) {
			buf_addc(&f->out, *at++);
			continue;
		}
		buf_adds(&f->out, value);
		at = close + 1;
	}
	if (dollar == NULL) {
		buf_add(&f->out, at, (size_t)(end - at));
		at = end;
	}
	buf_consume(&f->raw, (size_t)(at - f->raw.data));
}

int placeholder_read(void *filter, char *data, size_t size, size_t *ret_len, struct pawl_error *err)
{
	struct placeholder_filter *f = filter;

	while (f->taken == f->out.len && !f->at_end) {
		size_t n;
		int rc;

		buf_clear(&f->out);
		f->taken = 0;
		buf_reserve(&f->raw, FILE_CHUNK);
		rc = f->source.read(f->source.ctx, f->raw.data + f->raw.len, FILE_CHUNK, &n, err);
		if (rc != 0)
			return rc;
		f->raw.len += n;
		f->raw.data[f->raw.len] = '\0';
		f->at_end = n == 0;
		replace(f);
	}
	if (size > f->out.len - f->taken)
		size = f->out.len - f->taken;
	if (size != 0)
		memcpy(data, f->out.data + f->taken, size);
	f->taken += size;
	*ret_len = size;
	return 0;
}
