/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Types and defaults. What a change of type costs is what ATColumnChangeRequiresRewrite
 * and the manual's notes on ALTER TABLE say: binary coercible types without a
 * tighter length need no rewrite.
 */
#include "dialect/postgres/parse.h"

#include "base/buf.h"

#include <string.h>

static const char *const spelling[][2] = {
	{"int2", "smallint"}, {"int4", "integer"},    {"int", "integer"},
	{"int8", "bigint"},   {"bool", "boolean"},    {"float4", "real"},
	{"bpchar", "char"},   {"decimal", "numeric"}, {"float8", "double precision"},
};

static const char *common_name(const char *name)
{
	for (size_t i = 0; i < sizeof(spelling) / sizeof(*spelling); i++)
		if (strcmp(name, spelling[i][0]) == 0)
			return spelling[i][1];
	return name;
}

const char *pg_type(struct pg_reader *r, const json_t *type)
{
	_cleanup_buf_ struct buf b = {0};
	const char *schema, *name = pg_last_name(r, json_object_get(type, "names"), &schema);
	const json_t *sizes = json_object_get(type, "typmods");

	if (name == NULL)
		return "";
	if (schema != NULL && strcmp(schema, "pg_catalog") != 0)
		buf_printf(&b, "%s.", schema);
	buf_adds(&b, common_name(name));
	if (strcmp(name, "interval") == 0)
		sizes = NULL;
	for (size_t i = 0; i < json_array_size(sizes); i++) {
		const json_t *number = pg_as(json_array_get(sizes, i), "A_Const");

		buf_printf(&b, "%s%lld", i == 0 ? "(" : ",",
			   (long long)json_integer_value(
				   json_object_get(json_object_get(number, "ival"), "ival")));
	}
	if (json_array_size(sizes) > 0)
		buf_adds(&b, ")");
	for (size_t i = 0; i < json_array_size(json_object_get(type, "arrayBounds")); i++)
		buf_adds(&b, "[]");
	return buf_dup(&b, r->arena);
}

/* Functions with one value in a statement for one argument list; any other may be volatile. */
static bool is_stable(const char *name)
{
	static const char *const known[] = {
		"now",
		"transaction_timestamp",
		"statement_timestamp",
		"lower",
		"upper",
		"md5",
		"length",
		"date_trunc",
		"to_timestamp",
		"to_char",
		"to_date",
		"coalesce",
		"current_setting",
		"timezone",
		"jsonb_build_object",
		"jsonb_build_array",
		"json_build_object",
		"json_build_array",
		"make_interval",
		"concat",
		"array_fill",
		"repeat",
		"date_part",
		"age",
		"make_date",
		"current_schema",
		"text",
		"txid_current",
	};

	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
		if (strcmp(name, known[i]) == 0)
			return true;
	return false;
}

static enum action_default worse(enum action_default a, enum action_default b)
{
	return a > b ? a : b;
}

static enum action_default walk(const json_t *value, int depth)
{
	enum action_default ret = DEFAULT_CONSTANT;
	const char *key;
	json_t *member;
	size_t i;

	if (depth > 200)
		return DEFAULT_VOLATILE;
	if (json_is_array(value))
		json_array_foreach((json_t *)value, i, member)
			ret = worse(ret, walk(member, depth + 1));
	if (!json_is_object(value))
		return ret;
	json_object_foreach((json_t *)value, key, member)
	{
		if (strcmp(key, "FuncCall") == 0) {
			const json_t *names = json_object_get(member, "funcname");
			const char *name = json_string_value(json_object_get(
				pg_as(json_array_get(names, json_array_size(names) - 1), "String"),
				"sval"));

			ret = worse(ret, name != NULL && is_stable(name) ? DEFAULT_STABLE
									 : DEFAULT_VOLATILE);
		} else if (strcmp(key, "SQLValueFunction") == 0) {
			ret = worse(ret, DEFAULT_STABLE);
		}
		ret = worse(ret, walk(member, depth + 1));
	}
	return ret;
}

enum action_default pg_default(const json_t *expression)
{
	const json_t *cast = pg_as(expression, "TypeCast");
	const json_t *constant =
		pg_as(cast != NULL ? json_object_get(cast, "arg") : expression, "A_Const");

	if (constant != NULL && pg_true(constant, "isnull"))
		return DEFAULT_NULL;
	return walk(expression, 0);
}

/* "varchar(20)" -> "varchar", 20; -1 where none is given. */
static size_t base_of(const char *type, long ret[2])
{
	size_t base = strcspn(type, "([");
	char *end = NULL;

	ret[0] = ret[1] = -1;
	if (type[base] == '(') {
		ret[0] = strtol(type + base + 1, &end, 10);
		if (*end == ',')
			ret[1] = strtol(end + 1, &end, 10);
	}
	return base;
}

static bool is_base(const char *type, size_t len, const char *name)
{
	return strlen(name) == len && strncmp(type, name, len) == 0;
}

/* Types that differ in a size alone. */
static enum action_type_change resized(const char *type, size_t base, const long from[2],
				       const long to[2])
{
	static const char *const by_length[] = {"varchar", "varbit",    "numeric",     "time",
						"timetz",  "timestamp", "timestamptz", "interval"};
	long scale_from = from[1] < 0 ? 0 : from[1], scale_to = to[1] < 0 ? 0 : to[1];
	bool known = false;

	for (size_t i = 0; i < sizeof(by_length) / sizeof(*by_length); i++)
		known |= is_base(type, base, by_length[i]);
	if (!known)
		return TYPE_REWRITE;
	if (to[0] < 0)
		return TYPE_FREE;
	if (from[0] < 0 || to[0] < from[0])
		return TYPE_NARROWS;
	if (scale_from == scale_to)
		return TYPE_FREE;
	return to[0] - scale_to < from[0] - scale_from || scale_to < scale_from ? TYPE_NARROWS
										: TYPE_REWRITE;
}

static int number_rank(const char *type, size_t len)
{
	static const char *const order[] = {"smallint", "integer", "bigint", "numeric"};

	for (int i = 0; i < 4; i++)
		if (is_base(type, len, order[i]))
			return i;
	return -1;
}

static bool is_text(const char *type, size_t len)
{
	return is_base(type, len, "text") || is_base(type, len, "varchar");
}

enum action_type_change pg_retype(const char *from, const char *to)
{
	long size_from[2], size_to[2];
	size_t base_from = base_of(from, size_from), base_to = base_of(to, size_to);
	bool arrays = strstr(from, "[]") != NULL || strstr(to, "[]") != NULL;

	if (strcmp(from, to) == 0)
		return TYPE_FREE;
	if (arrays && (strstr(from, "[]") == NULL) != (strstr(to, "[]") == NULL))
		return TYPE_REWRITE;
	if (base_from == base_to && strncmp(from, to, base_from) == 0)
		return resized(from, base_from, size_from, size_to);
	if (is_text(from, base_from) && is_text(to, base_to))
		return is_base(to, base_to, "text") || size_to[0] < 0 ? TYPE_FREE : TYPE_NARROWS;
	if (is_base(from, base_from, "citext") && is_text(to, base_to) && size_to[0] < 0)
		return TYPE_FREE;
	if (is_base(from, base_from, "cidr") && is_base(to, base_to, "inet"))
		return TYPE_FREE;
	if (number_rank(from, base_from) >= 0 && number_rank(to, base_to) >= 0)
		return number_rank(to, base_to) > number_rank(from, base_from) && size_to[0] < 0
			       ? TYPE_REWRITE
			       : TYPE_NARROWS;
	return is_text(to, base_to) && size_to[0] < 0 ? TYPE_REWRITE : TYPE_NARROWS;
}
