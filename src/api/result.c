/* SPDX-License-Identifier: Apache-2.0 */
#include "api/result.h"

#include <stdlib.h>

struct result {
	struct arena arena;
	_Alignas(16) char body[];
};

void *result_new(size_t size, struct arena **ret_arena)
{
	struct result *r = xcalloc(1, sizeof(*r) + size);

	*ret_arena = &r->arena;
	return r->body;
}

void result_free(void *body)
{
	struct result *r;

	if (body == NULL)
		return;
	r = (struct result *)(void *)((char *)body - offsetof(struct result, body));
	arena_done(&r->arena);
	free(r);
}
