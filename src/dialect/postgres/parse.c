/* SPDX-License-Identifier: Apache-2.0 */
/*
 * libpg_query is loaded when the first statement is to be read, so that no
 * other command pays for it and pawl runs where it is not installed. It keeps
 * memory of its own for each thread and stays loaded.
 */
#include "dialect/postgres/parse.h"

#include <dlfcn.h>
#include <pg_query.h>
#include <pthread.h>
#include <string.h>

static struct {
	pthread_once_t once;
	void *handle;
	__typeof__(pg_query_parse) *parse;
	__typeof__(pg_query_free_parse_result) *free_result;
} library = {.once = PTHREAD_ONCE_INIT};

static void load(void)
{
	void *parse = NULL, *free_result = NULL;

	library.handle = dlopen(PG_QUERY_LIBRARY, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
	if (library.handle == NULL)
		return;
	parse = dlsym(library.handle, "pg_query_parse");
	free_result = dlsym(library.handle, "pg_query_free_parse_result");
	if (parse == NULL || free_result == NULL)
		return;
	memcpy(&library.parse, &parse, sizeof(parse));
	memcpy(&library.free_result, &free_result, sizeof(free_result));
}

struct action *pg_add(struct pg_reader *r, enum action_verb verb, enum action_object object,
		      size_t start)
{
	struct action *a = vec_push(r->list, r->arena);

	a->verb = verb;
	a->object = object;
	a->start = start;
	return a;
}

const char *pg_text(struct pg_reader *r, const json_t *node, const char *key)
{
	return arena_strdup(r->arena, json_string_value(json_object_get(node, key)));
}

bool pg_true(const json_t *node, const char *key)
{
	return json_is_true(json_object_get(node, key));
}

bool pg_is(const json_t *node, const char *key, const char *value)
{
	const char *text = json_string_value(json_object_get(node, key));

	return text != NULL && strcmp(text, value) == 0;
}

size_t pg_at(const json_t *node)
{
	json_int_t at = json_integer_value(json_object_get(node, "location"));

	return at > 0 ? (size_t)at : 0;
}

static bool is_off(const json_t *arg)
{
	static const char *const words[] = {"false", "off", "0"};
	const char *text = json_string_value(json_object_get(pg_as(arg, "String"), "sval"));

	if (pg_as(arg, "Boolean") != NULL)
		return !pg_true(pg_as(arg, "Boolean"), "boolval");
	if (pg_as(arg, "Integer") != NULL)
		return json_integer_value(json_object_get(pg_as(arg, "Integer"), "ival")) == 0;
	for (size_t i = 0; text != NULL && i < sizeof(words) / sizeof(*words); i++)
		if (strcasecmp(text, words[i]) == 0)
			return true;
	return false;
}

bool pg_option(const json_t *options, const char *name)
{
	bool ret = false;

	for (size_t i = 0; i < json_array_size(options); i++) {
		const json_t *e = pg_as(json_array_get(options, i), "DefElem");

		if (pg_is(e, "defname", name))
			ret = !is_off(json_object_get(e, "arg"));
	}
	return ret;
}

const json_t *pg_node(const json_t *node, const char **ret_type)
{
	void *member = json_object_iter((json_t *)node);

	*ret_type = member == NULL ? NULL : json_object_iter_key(member);
	return member == NULL ? NULL : json_object_iter_value(member);
}

const json_t *pg_as(const json_t *node, const char *type)
{
	return json_object_get(node, type);
}

const char *pg_string(struct pg_reader *r, const json_t *node)
{
	return pg_text(r, pg_as(node, "String"), "sval");
}

const char *pg_last_name(struct pg_reader *r, const json_t *list, const char **ret_schema)
{
	size_t n = json_array_size(list);

	if (ret_schema != NULL)
		*ret_schema = n > 1 ? pg_string(r, json_array_get(list, n - 2)) : NULL;
	return n == 0 ? NULL : pg_string(r, json_array_get(list, n - 1));
}

void pg_names(struct pg_reader *r, const json_t *list, struct action_names *ret)
{
	for (size_t i = 0; i < json_array_size(list); i++) {
		const char *name = pg_string(r, json_array_get(list, i));

		*vec_push(ret, r->arena) = name != NULL ? name : "";
	}
}

struct pg_relation pg_relation(struct pg_reader *r, const json_t *relation)
{
	return (struct pg_relation){
		.schema = pg_text(r, relation, "schemaname"),
		.name = pg_text(r, relation, "relname"),
		.temporary = pg_is(relation, "relpersistence", "t"),
		.at = pg_at(relation),
	};
}

static int understand(struct pg_reader *r, const char *tree, struct pawl_error *err)
{
	json_error_t where;
	json_t *root = json_loads(tree, 0, &where);
	const json_t *list = json_object_get(root, "stmts");
	const char *type;

	if (root == NULL)
		return fail(err, PAWL_E_LIMIT, "the statement is nested too deeply");
	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *node =
			pg_node(json_object_get(json_array_get(list, i), "stmt"), &type);

		if (type != NULL)
			pg_other(r, type, node);
	}
	json_decref(root);
	return 0;
}

int pg_read(const char *sql, size_t len, struct arena *a, struct action_list *ret,
	    struct pawl_error *err)
{
	const char *text = arena_strndup(a, sql, len);
	struct pg_reader r = {.arena = a, .sql = text, .len = len, .list = ret};
	PgQueryParseResult result;
	int rc;

	pthread_once(&library.once, load);
	if (library.parse == NULL || library.free_result == NULL) {
		fail(err, PAWL_E_CONFIG, "the parser of PostgreSQL could not be loaded (%s)",
		     PG_QUERY_LIBRARY);
		hint(err, "install libpg_query (Debian: libpg-query1504.0)");
		return PAWL_E_CONFIG;
	}
	result = library.parse(text);
	if (result.error != NULL) {
		rc = fail_db(err, PAWL_E_SYNTAX, NULL, 0, result.error->message);
		at(err, "", 1,
		   result.error->cursorpos > 0 ? (unsigned long)result.error->cursorpos : 1);
	} else {
		rc = understand(&r, result.parse_tree, err);
	}
	library.free_result(result);
	return rc;
}
