/* SPDX-License-Identifier: Apache-2.0 */
/* A scratch database for lint to try statements on. */
#ifndef API_LINT_ENGINE_H
#define API_LINT_ENGINE_H

#include "api/session.h"
#include "lint/lint.h"
#include "migrate/lab.h"

struct lint_server {
	struct lab lab;
	struct trial trial;
	struct lint_engine engine;
};

/*
 * *ret is NULL where the engine offers none, or none can be had: then the files
 * are judged without.
 */
void lint_server_open(struct lint_server *s, struct call *c, const struct lint_engine **ret);
void lint_server_close(struct lint_server *s);

#endif
