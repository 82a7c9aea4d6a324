/* SPDX-License-Identifier: Apache-2.0 */
#include <pawl/split.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "dialect/dialect.h"
#include "sql/split.h"

#include <string.h>

struct input {
	int fd;
	const char *path;
};

static int input_read(void *ctx, char *data, size_t size, size_t *ret_len, struct pawl_error *err)
{
	const struct input *in = ctx;

	return file_read(in->fd, in->path, data, size, ret_len, err);
}

static int walk(const struct dialect *d, struct input *in, pawl_statement_fn fn, void *data,
		struct pawl_error *err)
{
	struct split_source source = {.read = input_read, .ctx = in, .name = in->path};
	_cleanup_splitter_ struct splitter *sp = NULL;
	_cleanup_arena_ struct arena a = {0};
	struct pawl_statement out;
	struct statement st;
	struct stmt_class class;
	bool more;
	int r = split_open(d->lex, &source, &sp, err);

	while (r == 0 && (r = split_next(sp, &st, &more, err)) == 0 && more) {
		arena_reset(&a);
		d->classify(st.text, st.len, &a, &class);
		out = (struct pawl_statement){.start = st.start,
					      .length = st.len,
					      .line = st.line,
					      .column = st.column,
					      .kind = class.kind,
					      .text = st.text};
		r = fn(data, &out);
	}
	return r;
}

int pawl_split(const char *path, const char *dialect, pawl_statement_fn fn, void *data,
	       struct pawl_error *err)
{
	const struct dialect *d = dialect_find(dialect);
	_cleanup_close_ int fd = -1;
	struct input in = {.fd = STDIN_FILENO, .path = path};
	int r;

	if (d == NULL) {
		r = fail(err, PAWL_E_USAGE, "unknown dialect \"%s\"", dialect);
		hint(err, "known are sqlite, postgres and mysql");
		return r;
	}
	if (strcmp(path, "-") == 0) {
		in.path = "standard input";
		return walk(d, &in, fn, data, err);
	}
	r = file_open(path, &fd, err);
	if (r < 0)
		return r;
	in.fd = fd;
	return walk(d, &in, fn, data, err);
}

const char *pawl_dialect_name(const char *name)
{
	const struct dialect *d = dialect_find(name);

	return d == NULL ? NULL : d->name;
}
