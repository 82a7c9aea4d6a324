/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Directives of any text, under the rules of any dialect, read in pieces of any
 * size. The first two bytes choose dialect and piece. Whatever is accepted must
 * not depend on the piece.
 */
#include "base/cleanup.h"
#include "dialect/dialect.h"
#include "layout/directive.h"

#include <string.h>

struct text {
	const uint8_t *data;
	size_t len, piece;
};

static int read_text(void *ctx, uint64_t offset, char *data, size_t size, size_t *ret_len,
		     struct pawl_error *err)
{
	const struct text *t = ctx;
	size_t n = offset < t->len ? t->len - (size_t)offset : 0;

	(void)err;
	n = n < size ? n : size;
	n = n < t->piece ? n : t->piece;
	if (n != 0)
		memcpy(data, t->data + offset, n);
	*ret_len = n;
	return 0;
}

static int parse(const struct dialect *d, struct text t, size_t piece, struct arena *a,
		 struct migration *ret, struct pawl_error *err)
{
	_cleanup_scanner_ struct scanner *sc = scan_new(d->lex);
	struct directive_file file = {.path = "fuzz.sql", .role = NAME_UP};
	struct scan_text text;
	int rc;

	t.piece = piece;
	rc = scan_run(sc, read_text, &t, file.path, a, &text, err);
	return rc != 0 ? rc : directive_apply(&file, &text, a, ret, err);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	_cleanup_arena_ struct arena a = {0};
	struct migration whole = {0}, cut = {0};
	struct pawl_error whole_err = {0}, cut_err = {0};
	const struct dialect *const *dialects;
	const struct dialect *d;
	size_t len;

	if (size < 2)
		return 0;
	dialects = dialect_all(&len);
	d = dialects[data[0] % len];
	parse(d, (struct text){.data = data + 2, .len = size - 2}, SIZE_MAX, &a, &whole,
	      &whole_err);
	/* Pieces of three at least: a byte-order mark is not looked for in less. */
	parse(d, (struct text){.data = data + 2, .len = size - 2}, 3 + data[1], &a, &cut, &cut_err);
	if (whole_err.code != cut_err.code || whole_err.line != cut_err.line ||
	    whole.up.length != cut.up.length || whole.down.offset != cut.down.offset ||
	    whole.requires_len != cut.requires_len)
		abort();
	return 0;
}
