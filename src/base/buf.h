/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A growing byte string on the heap, always NUL-terminated, for text that is
 * built piece by piece. Zero-initialise it; give it back with buf_done().
 *
 *	_cleanup_buf_ struct buf b = {0};
 *	buf_printf(&b, "SELECT %d", 1);
 *	db_exec(db, b.data, b.len, ...);
 *
 * data is never NULL after the first append; buf_str() is never NULL at all.
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include "base/arena.h"

struct buf {
	char *data;
	size_t len, cap;
};

void buf_done(struct buf *b);
void buf_clear(struct buf *b);                /* keeps the memory */
void buf_reserve(struct buf *b, size_t more); /* room for more bytes and the NUL */
void buf_add(struct buf *b, const void *data, size_t len);
void buf_adds(struct buf *b, const char *s);
void buf_addc(struct buf *b, char c);
void buf_printf(struct buf *b, const char *fmt, ...) PRINTF(2, 3);
void buf_consume(struct buf *b, size_t len); /* drop len bytes from the front */
const char *buf_str(const struct buf *b);
char *buf_dup(const struct buf *b, struct arena *a);

#define _cleanup_buf_ __attribute__((cleanup(buf_done)))

#endif
