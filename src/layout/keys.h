/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The few keys that layouts ask of small TOML and YAML files beside migrations:
 * "key = value" and "key: value" at the start of a line, values bare or quoted,
 * lists as [a, b] or, in YAML, as lines "- a" below the key. No parser of either.
 */
#ifndef LAYOUT_KEYS_H
#define LAYOUT_KEYS_H

#include "base/arena.h"

struct keys_list {
	const char **v;
	size_t len;
};

/* The value of a key without quotes, comment and blanks; NULL if the key is not there. */
const char *keys_get(const char *text, const char *key, struct arena *a);

/* All values of a key: of a list, or the one; empty if the key is not there. */
struct keys_list keys_get_all(const char *text, const char *key, struct arena *a);

#endif
