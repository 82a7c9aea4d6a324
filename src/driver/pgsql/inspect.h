/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the files that read the catalog share.
 *
 *	inspect.c sends queries[] of all of them in one round trip
 *	  -> each row goes to its query's function -> struct schema_builder
 *
 * A query is a line in a table: its SQL, the function for its rows, and the
 * kind of object where a function serves several. Objects are found again by
 * the catalog's own address of them (catalog, oid, column), which is also what
 * pg_depend and pg_description speak of.
 *
 * To add a kind: a query in the table of the fitting file, see inspect_object.c.
 */
#ifndef DRIVER_PGSQL_INSPECT_H
#define DRIVER_PGSQL_INSPECT_H

#include "driver/pgsql/inspect_ids.h"
#include "driver/pgsql/pgsql.h"

/* The oids of the catalogs themselves are part of PostgreSQL's source and never change. */
enum catalog {
	PG_DEFAULT_ACL = 826,
	PG_TYPE = 1247,
	PG_PROC = 1255,
	PG_CLASS = 1259,
	PG_FOREIGN_SERVER = 1417,
	PG_USER_MAPPING = 1418,
	PG_FOREIGN_DATA_WRAPPER = 2328,
	PG_AM = 2601,
	PG_AMOP = 2602,
	PG_AMPROC = 2603,
	PG_ATTRDEF = 2604,
	PG_CAST = 2605,
	PG_CONSTRAINT = 2606,
	PG_CONVERSION = 2607,
	PG_LANGUAGE = 2612,
	PG_NAMESPACE = 2615,
	PG_OPCLASS = 2616,
	PG_OPERATOR = 2617,
	PG_REWRITE = 2618,
	PG_TRIGGER = 2620,
	PG_OPFAMILY = 2753,
	PG_EXTENSION = 3079,
	PG_POLICY = 3256,
	PG_STATISTIC_EXT = 3381,
	PG_COLLATION = 3456,
	PG_EVENT_TRIGGER = 3466,
	PG_TRANSFORM = 3576,
	PG_TS_DICT = 3600,
	PG_TS_PARSER = 3601,
	PG_TS_CONFIG = 3602,
	PG_TS_TEMPLATE = 3764,
	PG_PUBLICATION = 6104,
	PG_PUBLICATION_REL = 6106,
	PG_PUBLICATION_NAMESPACE = 6237,
};

struct space {
	const char *name;            /* NULL: the default schema */
	const struct object *object; /* NULL if it is none of the model's */
};

struct dependency {
	struct id object, needs;
};

struct inspect {
	struct pgsql *pgsql;
	const struct inspect_options *options;
	struct schema_builder b;
	struct arena scratch;
	struct ids objects; /* catalog address -> struct object */
	struct ids aliases; /* catalog address of a part -> address of the whole */
	struct ids spaces;  /* oid of a schema -> struct space */
	struct ids inputs;  /* base type -> address of the function that reads it */
	struct map texts;   /* texts that come again and again, once each */
	const char *prefix; /* the default schema quoted, with a dot behind; NULL if none */

	/* Columns and constraints come table by table. */
	uint32_t table_oid;
	struct object *table;
	size_t position;

	VEC(struct dependency) dependencies;
};

struct catalog_row {
	const struct inspect_query *query;
	const char *const *cells;
};

struct inspect_query {
	const char *sql; /* "{phrase}" stands for more, see inspect_sql.c */
	void (*row)(struct inspect *in, const struct catalog_row *r);
	enum object_kind kind; /* for functions that serve several */
	enum catalog catalog;
	enum attribute extra;
};

struct inspect_queries {
	const struct inspect_query *v;
	size_t len;
};

extern const struct inspect_queries inspect_relations, inspect_types, inspect_attributes,
	inspect_sequences, inspect_routines, inspect_parts, inspect_objects, inspect_privileges,
	inspect_notes;

/* inspect_object.c: for rows of oid, schema, name, arguments, owner, definition, extra. */
void inspect_add_defined(struct inspect *in, const struct catalog_row *r);

/* inspect_sql.c: the SQL for a server of this version, in the arena. */
const char *inspect_sql(const char *sql, int version, struct arena *a);

/* inspect_row.c: cells and the objects they speak of */

/* Borrowed from the result, NULL for NULL. */
const char *cell(const struct catalog_row *r, int col);
/* The same as a copy that lives as long as the schema. */
const char *cell_keep(struct inspect *in, const struct catalog_row *r, int col);
/* The same for texts of which there are few different ones. */
const char *cell_share(struct inspect *in, const struct catalog_row *r, int col);
uint32_t cell_oid(const struct catalog_row *r, int col); /* 0 for NULL */
long cell_int(const struct catalog_row *r, int col);     /* 0 for NULL */
bool cell_is(const struct catalog_row *r, int col, const char *text);
bool cell_true(const struct catalog_row *r, int col);
/* Set an attribute to a cell's text. */
void cell_set(struct inspect *in, struct object *o, enum attribute name,
	      const struct catalog_row *r, int col);

/* Make object known under its address. */
void inspect_know(struct inspect *in, enum catalog catalog, uint32_t oid, int32_t sub,
		  const struct object *o);
/* The object at an address, NULL if it is none of ours. */
struct object *inspect_find(const struct inspect *in, enum catalog catalog, uint32_t oid,
			    int32_t sub);
/* Is all of a schema excluded? Then it is no object either. */
bool inspect_space_excluded(const struct inspect *in, const char *schema);
/*
 * Is an object of that name to be read: in a schema of the user's, and not
 * excluded? What is in no schema (oid 0) always is. *ret_space is set then.
 */
bool inspect_wanted(struct inspect *in, uint32_t space_oid, const char *name,
		    const struct space **ret_space);
/* A new object of a schema, known and with an edge to it; NULL if it is excluded or a system's. */
struct object *inspect_add(struct inspect *in, enum object_kind kind, enum catalog catalog,
			   uint32_t oid, uint32_t space_oid, const char *name,
			   const char *arguments);
/* A new child, known; NULL without a parent. */
struct object *inspect_add_child(struct inspect *in, enum object_kind kind, enum catalog catalog,
				 uint32_t oid, const struct object *parent, const char *name);
/* The names of columns: numbers is "1 3 0" or "{1,3}"; 0 is an expression. */
void inspect_columns(struct inspect *in, uint32_t table, const char *numbers,
		     const char *const **ret, size_t *ret_len);

/* Behind the first word (" ON ") outside of "quoted names"; NULL if there is none. */
const char *inspect_behind(const char *text, const char *word);
/*
 * The server writes some names with their schema whatever the search_path is.
 * The text without the default schema's name behind that word, in the arena.
 * NULL gives NULL.
 */
const char *inspect_unqualified(struct inspect *in, const char *text, const char *word);

/* inspect_depend.c: what needs what, when all objects are known. */
void inspect_connect(struct inspect *in);

#endif
