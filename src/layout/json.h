/* SPDX-License-Identifier: Apache-2.0 */
/* JSON files beside migrations (_journal.json, manifest.json), as a tree in an arena. */
#ifndef LAYOUT_JSON_H
#define LAYOUT_JSON_H

#include "layout/tree.h"

struct json_node {
	const char *key;  /* in an object; NULL in a list and at the root */
	const char *text; /* of a string, number or boolean; NULL for what has members, and null */
	const struct json_node *v; /* members */
	size_t len;
};

/* Parse a whole file; a syntax error is told with its place. */
int json_node_read(const struct tree_entry *file, struct arena *a, struct json_node *ret,
		   struct pawl_error *err);

/* The member of that key, NULL if there is none. */
const struct json_node *json_node_get(const struct json_node *n, const char *key);

/* Its text; NULL if there is none. */
const char *json_node_text(const struct json_node *n, const char *key);

#endif
