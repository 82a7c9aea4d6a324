/* SPDX-License-Identifier: Apache-2.0 */
/* A list of blocks is enough here: a command keeps a few dozen strings. */
#include "memory.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void *keep(struct memory *m, void *block)
{
	if (block == NULL)
		abort();
	if (m->len == m->room) {
		m->room = m->room == 0 ? 32 : m->room * 2;
		m->blocks = reallocarray(m->blocks, m->room, sizeof(*m->blocks));
		if (m->blocks == NULL)
			abort();
	}
	m->blocks[m->len++] = block;
	return block;
}

void *memory_alloc(struct memory *m, size_t size)
{
	return keep(m, calloc(1, size == 0 ? 1 : size));
}

char *memory_copy(struct memory *m, const char *s)
{
	return keep(m, strdup(s));
}

char *memory_slice(struct memory *m, const char *s, size_t len)
{
	return keep(m, strndup(s, len));
}

char *memory_printf(struct memory *m, const char *fmt, ...)
{
	char *s;
	va_list ap;

	va_start(ap, fmt);
	if (vasprintf(&s, fmt, ap) < 0)
		abort();
	va_end(ap);
	return keep(m, s);
}

void memory_done(struct memory *m)
{
	for (size_t i = 0; i < m->len; i++)
		free(m->blocks[i]);
	free(m->blocks);
	*m = (struct memory){0};
}
