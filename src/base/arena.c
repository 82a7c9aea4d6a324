/* SPDX-License-Identifier: Apache-2.0 */
/* A chain of malloc'd blocks, each at least twice as large as a page, doubled up to 1 MiB. */
#include "base/arena.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ARENA_FIRST = 8 << 10, ARENA_LARGEST = 1 << 20, ARENA_ALIGN = 16 };

struct arena_block {
	struct arena_block *next;
	size_t size; /* of data[] */
	_Alignas(ARENA_ALIGN) char data[];
};

static void (*oom_handler)(size_t);

void base_set_oom(void (*handler)(size_t wanted))
{
	oom_handler = handler;
}

static void *checked(void *p, size_t size)
{
	if (p == NULL && size != 0) {
		if (oom_handler != NULL)
			oom_handler(size);
		abort();
	}
	return p;
}

void *xmalloc(size_t size)
{
	return checked(malloc(size), size);
}

void *xcalloc(size_t n, size_t size)
{
	return checked(calloc(n, size), n * size);
}

void *xrealloc(void *p, size_t size)
{
	return checked(realloc(p, size), size);
}

char *xstrdup(const char *s)
{
	return checked(strdup(s), strlen(s) + 1);
}

void arena_init(struct arena *a)
{
	*a = (struct arena){0};
}

void arena_done(struct arena *a)
{
	while (a->block != NULL) {
		struct arena_block *next = a->block->next;

		free(a->block);
		a->block = next;
	}
	*a = (struct arena){0};
}

void arena_reset(struct arena *a)
{
	struct arena_block *keep = a->block;

	if (keep == NULL)
		return;
	a->block = keep->next;
	if (keep->size > ARENA_LARGEST) {
		free(keep);
		keep = NULL;
	}
	arena_done(a);
	if (keep == NULL)
		return;
	keep->next = NULL;
	a->block = keep;
	a->at = keep->data;
	a->end = keep->data + keep->size;
}

static void arena_grow(struct arena *a, size_t size)
{
	size_t want = a->block == NULL ? ARENA_FIRST : a->block->size * 2;
	struct arena_block *b;

	if (want > ARENA_LARGEST)
		want = ARENA_LARGEST;
	if (want < size)
		want = size;
	b = xmalloc(sizeof(*b) + want);
	b->size = want;
	b->next = a->block;
	a->block = b;
	a->at = b->data;
	a->end = b->data + want;
}

/* Uninitialised; arena_alloc zeroes it, the string functions fill it. */
static char *arena_take(struct arena *a, size_t size)
{
	char *p;

	if (size > SIZE_MAX / 2)
		checked(NULL, size);
	size = (size + ARENA_ALIGN - 1) & ~(size_t)(ARENA_ALIGN - 1);
	if (size == 0)
		size = ARENA_ALIGN;
	if ((size_t)(a->end - a->at) < size)
		arena_grow(a, size);
	p = a->at;
	a->at += size;
	return p;
}

void *arena_alloc(struct arena *a, size_t size)
{
	return memset(arena_take(a, size), 0, size);
}

void *arena_alloc_array(struct arena *a, size_t n, size_t size)
{
	if (size != 0 && n > SIZE_MAX / 2 / size)
		checked(NULL, SIZE_MAX);
	return arena_alloc(a, n * size);
}

char *arena_strndup(struct arena *a, const char *s, size_t len)
{
	char *p = arena_take(a, len + 1);

	if (len != 0)
		memcpy(p, s, len);
	p[len] = '\0';
	return p;
}

char *arena_strdup(struct arena *a, const char *s)
{
	return s == NULL ? NULL : arena_strndup(a, s, strlen(s));
}

char *arena_vprintf(struct arena *a, const char *fmt, va_list ap)
{
	va_list again;
	char *p;
	int n;

	va_copy(again, ap);
	n = vsnprintf(NULL, 0, fmt, again);
	va_end(again);
	p = arena_take(a, (size_t)n + 1);
	vsnprintf(p, (size_t)n + 1, fmt, ap);
	return p;
}

char *arena_printf(struct arena *a, const char *fmt, ...)
{
	va_list ap;
	char *p;

	va_start(ap, fmt);
	p = arena_vprintf(a, fmt, ap);
	va_end(ap);
	return p;
}
