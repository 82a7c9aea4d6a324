/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MIGRATE_PLACE_H
#define MIGRATE_PLACE_H

#include "migrate/settings.h"
#include "state/scratch.h"

/* Scratch databases like w's, made at server (NULL: nothing says where). */
struct scratch_place place_of(const struct work *w, const struct db_url *server);

#endif
