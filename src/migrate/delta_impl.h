/* SPDX-License-Identifier: Apache-2.0 */
/* What the parts of delta share: delta.c judges and publishes, delta_script.c writes SQL. */
#ifndef MIGRATE_DELTA_IMPL_H
#define MIGRATE_DELTA_IMPL_H

#include "migrate/delta.h"
#include "model/diff.h"

struct delta {
	const struct delta_request *request;
	const struct model_rules *rules;
	struct arena *arena;
	struct changes there, back; /* without renames */
};

static inline const struct object *delta_object(const struct change *c)
{
	return c->new != NULL ? c->new : c->old;
}

static inline void delta_emit(const struct delta *d, const struct change *c, struct sql_list *ret)
{
	d->rules->emit(d->request->options, c, d->arena, ret);
}

const char *delta_action(enum change_op op);

/* Whole scripts, in the arena. */
const char *delta_script_there(const struct delta *d);
const char *delta_script_back(const struct delta *d);

bool delta_any_outside(const struct delta *d, const struct changes *changes);

#endif
