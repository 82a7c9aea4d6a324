/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Memory by lifetime. A result owns one arena and is dropped with it; nothing
 * in an arena is freed alone. Zeroed memory, aligned for any type.
 *
 * Out of memory: the host's handler is called (base_set_oom), then abort(), so
 * no caller checks for NULL.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "base/error.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

struct arena_block;

struct arena {
	struct arena_block *block; /* newest first */
	char *at, *end;
};

/* In place; an all-zero arena is ready for use as well. */
void arena_init(struct arena *a);

/* Give everything back. Accepts a zeroed arena; it may be used again. */
void arena_done(struct arena *a);
#define _cleanup_arena_ __attribute__((cleanup(arena_done)))

/* Forget the content but keep the newest block for reuse. */
void arena_reset(struct arena *a);

/* size bytes, zeroed; size 0 gives a valid pointer. */
void *arena_alloc(struct arena *a, size_t size);
#define arena_new(a, type) ((type *)arena_alloc(a, sizeof(type)))
#define arena_array(a, type, n) ((type *)arena_alloc_array(a, n, sizeof(type)))
void *arena_alloc_array(struct arena *a, size_t n, size_t size);

char *arena_strdup(struct arena *a, const char *s);              /* NULL stays NULL */
char *arena_strndup(struct arena *a, const char *s, size_t len); /* NUL-terminated copy */
char *arena_printf(struct arena *a, const char *fmt, ...) PRINTF(2, 3);
char *arena_vprintf(struct arena *a, const char *fmt, va_list ap) PRINTF(2, 0);

/* malloc family with the same out-of-memory rule, for what is not in an arena. */
void *xmalloc(size_t size);
void *xcalloc(size_t n, size_t size);
void *xrealloc(void *p, size_t size);
char *xstrdup(const char *s);

/* Called once before abort() when memory ends; NULL for none. */
void base_set_oom(void (*handler)(size_t wanted));

#endif
