/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Names in SQL. The rules are those of the server's quote_identifier(): bare if
 * it is lower case and no keyword of a category other than UNRESERVED. The list
 * is the union of the servers 13 to 18 (appendix C of the manual), so that a
 * script reads the same for each of them.
 */
#include "base/text.h"
#include "dialect/postgres/emit.h"
#include "sql/ident.h"

#include <stdlib.h>
#include <string.h>

enum { NAME_MAX_BYTES = 63 };

static const char *const keywords[] = {
	"all",
	"analyse",
	"analyze",
	"and",
	"any",
	"array",
	"as",
	"asc",
	"asymmetric",
	"authorization",
	"between",
	"bigint",
	"binary",
	"bit",
	"boolean",
	"both",
	"case",
	"cast",
	"char",
	"character",
	"check",
	"coalesce",
	"collate",
	"collation",
	"column",
	"concurrently",
	"constraint",
	"create",
	"cross",
	"current_catalog",
	"current_date",
	"current_role",
	"current_schema",
	"current_time",
	"current_timestamp",
	"current_user",
	"dec",
	"decimal",
	"default",
	"deferrable",
	"desc",
	"distinct",
	"do",
	"else",
	"end",
	"except",
	"exists",
	"extract",
	"false",
	"fetch",
	"float",
	"for",
	"foreign",
	"freeze",
	"from",
	"full",
	"grant",
	"greatest",
	"group",
	"grouping",
	"having",
	"ilike",
	"in",
	"initially",
	"inner",
	"inout",
	"int",
	"integer",
	"intersect",
	"interval",
	"into",
	"is",
	"isnull",
	"join",
	"json",
	"json_array",
	"json_arrayagg",
	"json_exists",
	"json_object",
	"json_objectagg",
	"json_query",
	"json_scalar",
	"json_serialize",
	"json_table",
	"json_value",
	"lateral",
	"leading",
	"least",
	"left",
	"like",
	"limit",
	"localtime",
	"localtimestamp",
	"merge_action",
	"national",
	"natural",
	"nchar",
	"none",
	"normalize",
	"not",
	"notnull",
	"null",
	"nullif",
	"numeric",
	"offset",
	"on",
	"only",
	"or",
	"order",
	"out",
	"outer",
	"overlaps",
	"overlay",
	"placing",
	"position",
	"precision",
	"primary",
	"real",
	"references",
	"returning",
	"right",
	"row",
	"select",
	"session_user",
	"setof",
	"similar",
	"smallint",
	"some",
	"substring",
	"symmetric",
	"system_user",
	"table",
	"tablesample",
	"then",
	"time",
	"timestamp",
	"to",
	"trailing",
	"treat",
	"trim",
	"true",
	"union",
	"unique",
	"user",
	"using",
	"values",
	"varchar",
	"variadic",
	"verbose",
	"when",
	"where",
	"window",
	"with",
	"xmlattributes",
	"xmlconcat",
	"xmlelement",
	"xmlexists",
	"xmlforest",
	"xmlnamespaces",
	"xmlparse",
	"xmlpi",
	"xmlroot",
	"xmlserialize",
	"xmltable",
};

static int compare_words(const void *key, const void *entry)
{
	return strcmp(key, *(const char *const *)entry);
}

static bool is_keyword(const char *name)
{
	return bsearch(name, keywords, sizeof(keywords) / sizeof(*keywords), sizeof(*keywords),
		       compare_words) != NULL;
}

static bool is_bare(const char *name)
{
	if (!((*name >= 'a' && *name <= 'z') || *name == '_'))
		return false;
	return name[strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_")] == '\0' &&
	       !is_keyword(name);
}

const char *pgsql_ident(struct arena *a, const char *name)
{
	_cleanup_buf_ struct buf b = {0};

	if (is_bare(name))
		return name;
	ident_quote(&b, '"', name);
	return buf_dup(&b, a);
}

const char *pgsql_qualified(struct arena *a, const char *schema, const char *name)
{
	name = pgsql_ident(a, name);
	return schema == NULL ? name : arena_printf(a, "%s.%s", pgsql_ident(a, schema), name);
}

/* An index stands in its table's schema, an operator's name is never quoted. */
const char *pgsql_name(struct arena *a, const struct object *o)
{
	const char *schema = o->schema;

	if (o->kind == OBJECT_INDEX && o->parent != NULL)
		schema = o->parent->schema;
	if (o->kind == OBJECT_CAST || o->kind == OBJECT_TRANSFORM)
		return o->name;
	if (o->kind != OBJECT_OPERATOR)
		return pgsql_qualified(a, schema, o->name);
	return schema == NULL ? o->name : arena_printf(a, "%s.%s", pgsql_ident(a, schema), o->name);
}

const char *pgsql_literal(struct arena *a, const char *text)
{
	_cleanup_buf_ struct buf b = {0};

	ident_literal(&b, text, false);
	return buf_dup(&b, a);
}

static const char *const kind_words[OBJECT_KINDS] = {
	[OBJECT_SCHEMA] = "SCHEMA",
	[OBJECT_EXTENSION] = "EXTENSION",
	[OBJECT_LANGUAGE] = "LANGUAGE",
	[OBJECT_ACCESS_METHOD] = "ACCESS METHOD",
	[OBJECT_COLLATION] = "COLLATION",
	[OBJECT_CONVERSION] = "CONVERSION",
	[OBJECT_ENUM] = "TYPE",
	[OBJECT_DOMAIN] = "DOMAIN",
	[OBJECT_COMPOSITE] = "TYPE",
	[OBJECT_RANGE] = "TYPE",
	[OBJECT_TYPE] = "TYPE",
	[OBJECT_FOREIGN_DATA_WRAPPER] = "FOREIGN DATA WRAPPER",
	[OBJECT_SERVER] = "SERVER",
	[OBJECT_USER_MAPPING] = "USER MAPPING",
	[OBJECT_SEQUENCE] = "SEQUENCE",
	[OBJECT_TABLE] = "TABLE",
	[OBJECT_FOREIGN_TABLE] = "FOREIGN TABLE",
	[OBJECT_COLUMN] = "COLUMN",
	[OBJECT_FUNCTION] = "FUNCTION",
	[OBJECT_PROCEDURE] = "PROCEDURE",
	[OBJECT_AGGREGATE] = "AGGREGATE",
	[OBJECT_CAST] = "CAST",
	[OBJECT_TRANSFORM] = "TRANSFORM",
	[OBJECT_OPERATOR] = "OPERATOR",
	[OBJECT_OPERATOR_FAMILY] = "OPERATOR FAMILY",
	[OBJECT_OPERATOR_CLASS] = "OPERATOR CLASS",
	[OBJECT_TS_PARSER] = "TEXT SEARCH PARSER",
	[OBJECT_TS_TEMPLATE] = "TEXT SEARCH TEMPLATE",
	[OBJECT_TS_DICTIONARY] = "TEXT SEARCH DICTIONARY",
	[OBJECT_TS_CONFIGURATION] = "TEXT SEARCH CONFIGURATION",
	[OBJECT_PRIMARY_KEY] = "CONSTRAINT",
	[OBJECT_UNIQUE] = "CONSTRAINT",
	[OBJECT_CHECK] = "CONSTRAINT",
	[OBJECT_EXCLUSION] = "CONSTRAINT",
	[OBJECT_FOREIGN_KEY] = "CONSTRAINT",
	[OBJECT_INDEX] = "INDEX",
	[OBJECT_STATISTICS] = "STATISTICS",
	[OBJECT_VIEW] = "VIEW",
	[OBJECT_MATERIALIZED_VIEW] = "MATERIALIZED VIEW",
	[OBJECT_RULE] = "RULE",
	[OBJECT_TRIGGER] = "TRIGGER",
	[OBJECT_POLICY] = "POLICY",
	[OBJECT_EVENT_TRIGGER] = "EVENT TRIGGER",
	[OBJECT_PUBLICATION] = "PUBLICATION",
};

const char *pgsql_kind(const struct object *o)
{
	return kind_words[o->kind];
}

static const char *constraint_target(struct arena *a, const struct object *o)
{
	return arena_printf(a, "CONSTRAINT %s ON %s%s", pgsql_ident(a, o->name),
			    o->parent->kind == OBJECT_DOMAIN ? "DOMAIN " : "",
			    pgsql_name(a, o->parent));
}

/* What belongs to a table, or to a server. */
static const char *child_target(struct arena *a, const struct object *o)
{
	const char *name = pgsql_ident(a, o->name), *parent = pgsql_name(a, o->parent);

	if (o->kind == OBJECT_COLUMN)
		return arena_printf(a, "COLUMN %s.%s", parent, name);
	if (o->kind == OBJECT_INDEX)
		return arena_printf(a, "INDEX %s", pgsql_name(a, o));
	if (o->kind == OBJECT_USER_MAPPING)
		return arena_printf(a, "USER MAPPING FOR %s SERVER %s",
				    strcmp(o->name, "PUBLIC") == 0 ? o->name : name, parent);
	return arena_printf(a, "%s %s ON %s", kind_words[o->kind], name, parent);
}

const char *pgsql_target(struct arena *a, const struct object *o)
{
	const char *word = kind_words[o->kind], *arguments = o->arguments;

	if (pgsql_is_constraint(o))
		return constraint_target(a, o);
	if (o->parent != NULL)
		return child_target(a, o);
	if (o->kind == OBJECT_OPERATOR_CLASS || o->kind == OBJECT_OPERATOR_FAMILY)
		return arena_printf(a, "%s %s USING %s", word, pgsql_name(a, o), arguments);
	if (o->kind == OBJECT_AGGREGATE && (arguments == NULL || *arguments == '\0'))
		arguments = "*";
	if (o->kind != OBJECT_FUNCTION && o->kind != OBJECT_PROCEDURE &&
	    o->kind != OBJECT_AGGREGATE && o->kind != OBJECT_OPERATOR)
		return arena_printf(a, "%s %s", word, pgsql_name(a, o));
	return arena_printf(a, "%s %s(%s)", word, pgsql_name(a, o),
			    arguments != NULL ? arguments : "");
}

const char *pgsql_spare_name(struct arena *a, const char *name, const char *suffix)
{
	char *cut = arena_strdup(a, name);

	text_cut(cut, NAME_MAX_BYTES - strlen(suffix));
	return arena_printf(a, "%s%s", cut, suffix);
}

const char *pgsql_alter_table(struct arena *a, const struct object *o)
{
	return arena_printf(a, "ALTER %s %s", kind_words[o->kind], pgsql_name(a, o));
}
