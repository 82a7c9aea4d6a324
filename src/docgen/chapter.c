/* SPDX-License-Identifier: Apache-2.0 */
/* What stands in which chapter beside the tables, and in which list of a table. */
#include "docgen/catalog.h"

const struct chapter catalog_chapters[] = {
	{"views", "Views", "view", "views", {OBJECT_VIEW, OBJECT_MATERIALIZED_VIEW}},
	{"routines",
	 "Routines",
	 "routine",
	 "routines",
	 {OBJECT_FUNCTION, OBJECT_PROCEDURE, OBJECT_AGGREGATE, OBJECT_PACKAGE,
	  OBJECT_PACKAGE_BODY}},
	{"types",
	 "Types",
	 "type",
	 "types",
	 {OBJECT_ENUM, OBJECT_DOMAIN, OBJECT_COMPOSITE, OBJECT_RANGE, OBJECT_TYPE}},
	{"sequences", "Sequences", "sequence", "sequences", {OBJECT_SEQUENCE}},
	{"schemas", "Schemas", "schema", "schemas", {OBJECT_SCHEMA}},
	{"events", "Events", "event", "events", {OBJECT_EVENT, OBJECT_EVENT_TRIGGER}},
	{"extensions", "Extensions", "extension", "extensions", {OBJECT_EXTENSION}},
	{"others",
	 "Other objects",
	 "other object",
	 "other objects",
	 {OBJECT_LANGUAGE, OBJECT_ACCESS_METHOD, OBJECT_COLLATION, OBJECT_CONVERSION,
	  OBJECT_FOREIGN_DATA_WRAPPER, OBJECT_SERVER, OBJECT_CAST, OBJECT_TRANSFORM,
	  OBJECT_OPERATOR, OBJECT_OPERATOR_FAMILY, OBJECT_OPERATOR_CLASS, OBJECT_TS_PARSER,
	  OBJECT_TS_TEMPLATE, OBJECT_TS_DICTIONARY, OBJECT_TS_CONFIGURATION, OBJECT_STATISTICS,
	  OBJECT_PUBLICATION}},
	{NULL},
};

/* OBJECT_SCHEMA is 0, as is what fills the rest of kinds[]: it may only stand first. */
const struct object *catalog_chapter_next(const struct catalog *c, const struct chapter *k,
					  size_t *kind, size_t *at)
{
	for (; *kind < CHAPTER_KINDS && (*kind == 0 || k->kinds[*kind] != 0); (*kind)++, *at = 0) {
		const struct object *o = catalog_next(c, k->kinds[*kind], at);

		if (o != NULL)
			return o;
	}
	return NULL;
}

size_t catalog_chapter_count(const struct catalog *c, const struct chapter *k)
{
	size_t n = 0;

	for (size_t i = 0; i < CHAPTER_KINDS && (i == 0 || k->kinds[i] != 0); i++)
		n += catalog_count(c, k->kinds[i]);
	return n;
}

const struct part_list catalog_parts[] = {
	{OBJECT_PRIMARY_KEY, "Primary key"},
	{OBJECT_UNIQUE, "Unique constraints"},
	{OBJECT_CHECK, "Checks"},
	{OBJECT_EXCLUSION, "Exclusion constraints"},
	{OBJECT_INDEX, "Indexes"},
	{OBJECT_TRIGGER, "Triggers"},
	{OBJECT_RULE, "Rules"},
	{OBJECT_POLICY, "Row-level policies"},
	{OBJECT_PRIVILEGE, "Privileges"},
	{OBJECT_USER_MAPPING, "User mappings"},
	{OBJECT_SEQUENCE_OWNER, "Owned by"},
	{0},
};
