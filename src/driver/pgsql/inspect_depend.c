/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What needs what, by the server's own account, and comments.
 *
 * pg_depend speaks of more than the objects of the model: a view's rule, a
 * column's default, a table's row type, an array of an enum. Each is a part of
 * an object (an internal dependence), and what it needs, or who needs it, is
 * taken for the object's own. What an extension made stands for the extension.
 */
#include "driver/pgsql/inspect.h"

enum { HOPS = 8 }; /* array -> type -> relation -> extension, and some more */

/*
 * The triggers behind foreign keys are left out, nobody needs them. What is
 * inherited needs what it comes from, which pg_depend does not say.
 */
static const char depend_sql[] =
	"SELECT d.classid, d.objid, d.objsubid, d.refclassid, d.refobjid, d.refobjsubid, "
	"d.deptype "
	"FROM pg_depend d "
	"WHERE d.objid >= {first} AND d.refobjid >= {first} "
	"AND NOT (d.classid = 'pg_trigger'::regclass::oid "
	"AND d.refclassid = 'pg_constraint'::regclass::oid AND d.deptype = 'i') "
	"UNION ALL "
	"SELECT 'pg_class'::regclass::oid, a.attrelid, a.attnum, 'pg_class'::regclass::oid, "
	"p.attrelid, p.attnum, 'n' "
	"FROM pg_inherits h JOIN pg_attribute a ON a.attrelid = h.inhrelid "
	"JOIN pg_attribute p ON p.attrelid = h.inhparent AND p.attname = a.attname "
	"WHERE h.inhrelid >= {first} AND a.attnum > 0 AND a.attinhcount > 0 AND NOT a.attislocal "
	"UNION ALL "
	"SELECT 'pg_constraint'::regclass::oid, c.oid, 0, 'pg_constraint'::regclass::oid, p.oid, "
	"0, 'n' "
	"FROM pg_inherits h JOIN pg_constraint c ON c.conrelid = h.inhrelid "
	"JOIN pg_constraint p ON p.conrelid = h.inhparent AND p.conname = c.conname "
	"WHERE h.inhrelid >= {first} AND c.contype = 'c' AND p.contype = 'c' "
	"AND NOT c.conislocal";

enum { DEP_CATALOG, DEP_OID, DEP_SUB, DEP_REF_CATALOG, DEP_REF_OID, DEP_REF_SUB, DEP_TYPE };

static void add_dependency(struct inspect *in, const struct catalog_row *r)
{
	struct dependency d = {
		.object = {cell_oid(r, DEP_CATALOG), cell_oid(r, DEP_OID),
			   (int32_t)cell_int(r, DEP_SUB)},
		.needs = {cell_oid(r, DEP_REF_CATALOG), cell_oid(r, DEP_REF_OID),
			  (int32_t)cell_int(r, DEP_REF_SUB)},
	};
	char type = *cell(r, DEP_TYPE);
	bool part;

	/* A sequence lives and dies with its column, but is there before it. */
	if (type == 'a' && d.object.catalog == PG_CLASS && d.needs.catalog == PG_CLASS &&
	    d.needs.sub > 0 && ids_get(&in->objects, d.object) != NULL &&
	    inspect_find(in, PG_CLASS, d.object.oid, 0)->kind == OBJECT_SEQUENCE)
		return;
	part = type == 'i' || type == 'e' || (type == 'a' && d.object.catalog == PG_ATTRDEF) ||
	       d.needs.catalog == PG_PUBLICATION;
	if (part && ids_get(&in->objects, d.object) == NULL) {
		struct id *whole = arena_new(&in->scratch, struct id);

		*whole = d.needs;
		if (ids_get(&in->aliases, d.object) == NULL)
			ids_put(&in->aliases, &in->scratch, d.object, whole);
		return;
	}
	*vec_push(&in->dependencies, &in->scratch) = d;
}

static const struct object *resolve(const struct inspect *in, struct id id)
{
	const struct object *o = ids_get(&in->objects, id);

	for (int hop = 0; o == NULL && hop < HOPS; hop++) {
		const struct id *whole = ids_get(&in->aliases, id);

		/* A column of a part (a view's row type) or of something without columns. */
		if (whole == NULL && id.sub != 0)
			id.sub = 0;
		else if (whole == NULL)
			return NULL;
		else
			id = *whole;
		o = ids_get(&in->objects, id);
	}
	return o;
}

/* For a set of pairs (type, function): the type cannot be without the function. */
static struct id pair_of(struct id type, struct id function)
{
	return (struct id){type.oid, function.oid, 0};
}

/*
 * A base type and the functions that read and write it need each other, and so
 * do a range and its canonical function. The server lets a function come first
 * that returns a type which is not there yet; the others come after that one.
 */
static bool comes_before_its_type(struct inspect *in, const struct ids *made_of,
				  const struct dependency *d, const struct object *o)
{
	const struct id *input;

	if (d->object.catalog != PG_PROC || d->needs.catalog != PG_TYPE ||
	    ids_get(made_of, pair_of(d->needs, d->object)) == NULL)
		return false;
	input = ids_get(&in->inputs, d->needs);
	if (input != NULL && ids_get(&in->objects, *input) != NULL)
		schema_need(&in->b, o, ids_get(&in->objects, *input));
	return true;
}

void inspect_connect(struct inspect *in)
{
	struct ids made_of = {0};

	for (size_t i = 0; i < in->dependencies.len; i++) {
		const struct dependency *d = &in->dependencies.v[i];

		if (d->object.catalog == PG_TYPE && d->needs.catalog == PG_PROC)
			ids_put(&made_of, &in->scratch, pair_of(d->object, d->needs), d);
	}
	for (size_t i = 0; i < in->dependencies.len; i++) {
		const struct dependency *d = &in->dependencies.v[i];
		const struct object *o = resolve(in, d->object), *needs = resolve(in, d->needs);

		if (o != NULL && needs != NULL && !comes_before_its_type(in, &made_of, d, o))
			schema_need(&in->b, o, needs);
	}
}

static const char comments_sql[] =
	"SELECT d.classoid, d.objoid, d.objsubid, d.description "
	"FROM pg_description d "
	"WHERE d.objoid >= {first} AND d.classoid <> 'pg_extension'::regclass::oid";

/* The index behind a constraint is no object, but has a comment of its own. */
static void set_index_comment(struct inspect *in, const struct id *constraint,
			      const struct catalog_row *r)
{
	struct object *o = constraint->catalog == PG_CONSTRAINT
				   ? inspect_find(in, PG_CONSTRAINT, constraint->oid, 0)
				   : NULL;

	if (o != NULL)
		cell_set(in, o, ATTR_INDEX_COMMENT, r, 3);
}

static void set_comment(struct inspect *in, const struct catalog_row *r)
{
	const struct id id = {cell_oid(r, 0), cell_oid(r, 1), (int32_t)cell_int(r, 2)};
	struct object *o = inspect_find(in, id.catalog, id.oid, id.sub);
	const struct id *whole = ids_get(&in->aliases, id);

	if (o == NULL && whole != NULL)
		set_index_comment(in, whole, r);
	else if (o != NULL && !object_has(o, ATTR_COMMENT))
		cell_set(in, o, ATTR_COMMENT, r, 3);
}

static const struct inspect_query queries[] = {
	{depend_sql, add_dependency}, {comments_sql, set_comment}, /* of what that told as well */
};

const struct inspect_queries inspect_notes = {queries, sizeof(queries) / sizeof(queries[0])};
