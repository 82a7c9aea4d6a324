/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Strings and small arrays that live as long as the process's one command.
 * Nothing is freed alone; memory_done() frees all. Running out of memory aborts.
 */
#ifndef CLI_MEMORY_H
#define CLI_MEMORY_H

#include <stddef.h>

struct memory {
	void **blocks;
	size_t len, room;
};

/* Zeroed. */
void *memory_alloc(struct memory *m, size_t size);
char *memory_copy(struct memory *m, const char *s);
char *memory_slice(struct memory *m, const char *s, size_t len);
char *memory_printf(struct memory *m, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void memory_done(struct memory *m);

#endif
