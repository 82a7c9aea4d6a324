/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the servers from 13 to 18 do not have in common: the one place that knows
 * versions. A query writes "{name}" and gets the newest text that the server
 * understands.
 */
#include "driver/postgres/inspect.h"

#include <assert.h>

static const struct {
	const char *name;
	int since;
	const char *sql;
} facts[] = {
	/* by name, newest first; every name ends with one for 13 */
	{"attcompression", 140000, "NULLIF(a.attcompression, '')"},
	{"attcompression", 0, "NULL"},
	{"attstattarget", 170000, "a.attstattarget"},
	{"attstattarget", 0, "NULLIF(a.attstattarget, -1)"},
	{"stxstattarget", 170000, "s.stxstattarget"},
	{"stxstattarget", 0, "NULLIF(s.stxstattarget, -1)"},
	{"multirange", 140000,
	 "(SELECT CASE WHEN m.typname <> CASE WHEN t.typname ~ 'range' THEN "
	 "pg_catalog.regexp_replace(t.typname::text, 'range', 'multirange') "
	 "ELSE t.typname::text || '_multirange' END "
	 "THEN 'MULTIRANGE_TYPE_NAME = ' || pg_catalog.format_type(m.oid, NULL) END "
	 "FROM pg_type m WHERE m.oid = r.rngmultitypid)"},
	{"multirange", 0, "NULL"},
	{"subscript", 140000,
	 "CASE WHEN t.typsubscript <> 0 THEN 'SUBSCRIPT = ' || t.typsubscript::regproc::text END"},
	{"subscript", 0, "NULL"},
	{"colllocale", 170000, "c.colllocale"},
	{"colllocale", 150000, "c.colliculocale"},
	{"colllocale", 0, "CASE WHEN c.collprovider = 'i' THEN c.collcollate::text END"},
	{"collicurules", 160000, "c.collicurules"},
	{"collicurules", 0, "NULL::text"},
	{"pubcolumns", 150000,
	 "(SELECT ' (' || pg_catalog.string_agg(pg_catalog.quote_ident(a.attname), ', ' "
	 "ORDER BY a.attnum) || ')' FROM pg_attribute a "
	 "WHERE a.attrelid = r.prrelid AND a.attnum = ANY (r.prattrs::int2[]))"},
	{"pubcolumns", 0, "NULL"},
	{"pubrows", 150000, "' WHERE ' || pg_catalog.pg_get_expr(r.prqual, r.prrelid)"},
	{"pubrows", 0, "NULL"},
	{"pubschemas", 150000,
	 "(SELECT pg_catalog.string_agg('TABLES IN SCHEMA ' || pg_catalog.quote_ident(n.nspname), "
	 "', ' ORDER BY n.nspname) FROM pg_publication_namespace q "
	 "JOIN pg_namespace n ON n.oid = q.pnnspid WHERE q.pnpubid = p.oid)"},
	{"pubschemas", 0, "NULL"},
	{"pubgencols", 180000,
	 "CASE WHEN p.pubgencols = 's' THEN 'publish_generated_columns = stored' END"},
	{"pubgencols", 0, "NULL"},
};

static const char *fact_of(const char *name, size_t len, int version)
{
	for (size_t i = 0; i < sizeof(facts) / sizeof(facts[0]); i++)
		if (strlen(facts[i].name) == len && memcmp(facts[i].name, name, len) == 0 &&
		    version >= facts[i].since)
			return facts[i].sql;
	return NULL;
}

/* A brace that opens no fact's name stays: array literals have them. */
const char *inspect_sql(const char *sql, int version, struct arena *a)
{
	_cleanup_buf_ struct buf b = {0};

	for (const char *at = sql; *at != '\0';) {
		const char *close = *at == '{' ? strchr(at, '}') : NULL;
		const char *fact =
			close == NULL ? NULL : fact_of(at + 1, (size_t)(close - at - 1), version);

		if (fact == NULL) {
			buf_addc(&b, *at++);
			continue;
		}
		buf_adds(&b, fact);
		at = close + 1;
	}
	return buf_dup(&b, a);
}
