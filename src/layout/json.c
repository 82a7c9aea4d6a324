/* SPDX-License-Identifier: Apache-2.0 */
#include "layout/json.h"

#include <inttypes.h>
#include <jansson.h>
#include <string.h>

/* jansson itself refuses more than 2048 levels. */
static void take(const json_t *from, struct arena *a, struct json_node *to)
{
	const char *key;
	json_t *value;
	size_t i;

	switch (json_typeof(from)) {
	case JSON_OBJECT: {
		struct json_node *v = arena_array(a, struct json_node, json_object_size(from));

		to->v = v;
		json_object_foreach((json_t *)from, key, value)
		{
			take(value, a, &v[to->len]);
			v[to->len++].key = arena_strdup(a, key);
		}
		break;
	}
	case JSON_ARRAY: {
		struct json_node *v = arena_array(a, struct json_node, json_array_size(from));

		to->v = v;
		json_array_foreach(from, i, value) take(value, a, &v[to->len++]);
		break;
	}
	case JSON_STRING:
		to->text = arena_strdup(a, json_string_value(from));
		break;
	case JSON_INTEGER:
		to->text = arena_printf(a, "%" JSON_INTEGER_FORMAT, json_integer_value(from));
		break;
	case JSON_REAL:
		to->text = arena_printf(a, "%g", json_real_value(from));
		break;
	case JSON_TRUE:
	case JSON_FALSE:
		to->text = json_is_true(from) ? "true" : "false";
		break;
	case JSON_NULL:
		break;
	}
}

int json_node_read(const struct tree_entry *file, struct arena *a, struct json_node *ret,
		   struct pawl_error *err)
{
	struct json_node root = {0};
	struct tree_text text;
	json_error_t why;
	json_t *json;
	int rc = tree_read(file, a, &text, err);

	if (rc != 0)
		return rc;
	json = json_loadb(text.data, text.len, JSON_REJECT_DUPLICATES, &why);
	if (json == NULL) {
		fail(err, PAWL_E_SYNTAX, "file \"%s\" is not JSON: %s", file->path, why.text);
		hint(err, "get the file back as it was committed");
		at(err, file->path, (unsigned long)why.line, (unsigned long)why.column);
		return PAWL_E_SYNTAX;
	}
	take(json, a, &root);
	json_decref(json);
	*ret = root;
	return 0;
}

const struct json_node *json_node_get(const struct json_node *n, const char *key)
{
	for (size_t i = 0; i < n->len; i++)
		if (n->v[i].key != NULL && strcmp(n->v[i].key, key) == 0)
			return &n->v[i];
	return NULL;
}

const char *json_node_text(const struct json_node *n, const char *key)
{
	const struct json_node *member = json_node_get(n, key);

	return member == NULL ? NULL : member->text;
}
