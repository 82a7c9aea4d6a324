/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sequences, of columns and free ones.
 *
 *	SEQUENCE	TYPE, START, INCREMENT, MINIMUM, MAXIMUM, CACHE, CYCLE, PERSISTENCE, OWNER
 *	SEQUENCE_OWNER	references, columns
 *	COLUMN		IDENTITY_OPTIONS
 *
 * Options are told where they are not what the server would take by itself.
 */
#include "driver/pgsql/inspect.h"

enum { OPTIONS = 5 };

/* With the column that it belongs to; "i" where it is the column's identity. */
static const char sequences_sql[] =
	"SELECT c.oid, c.relnamespace, c.relname, {owner c.relowner}, c.relpersistence, "
	"s.seqtypid::regtype::text, s.seqstart, s.seqincrement, s.seqmin, s.seqmax, s.seqcache, "
	"s.seqcycle, CASE s.seqtypid WHEN 21 THEN 32767 WHEN 23 THEN 2147483647 "
	"ELSE 9223372036854775807 END, CASE s.seqtypid WHEN 21 THEN -32768 WHEN 23 "
	"THEN -2147483648 ELSE -9223372036854775808 END, d.deptype, d.refobjid, d.refobjsubid "
	"FROM pg_sequence s "
	"JOIN pg_class c ON c.oid = s.seqrelid "
	"LEFT JOIN pg_depend d ON d.classid = 'pg_class'::regclass::oid AND d.objid = c.oid "
	"AND d.deptype IN ('a', 'i') AND d.refclassid = 'pg_class'::regclass::oid "
	"AND d.refobjsubid > 0 "
	"WHERE {user pg_class c.oid}";

enum {
	SEQ_OID,
	SEQ_SPACE,
	SEQ_NAME,
	SEQ_OWNER,
	SEQ_PERSISTENCE,
	SEQ_TYPE,
	SEQ_START,
	SEQ_INCREMENT,
	SEQ_MIN,
	SEQ_MAX,
	SEQ_CACHE,
	SEQ_CYCLE,
	SEQ_TYPE_MAX,
	SEQ_TYPE_MIN,
	SEQ_DEPENDENCE,
	SEQ_TABLE,
	SEQ_COLUMN
};

/* One option of a sequence where it is not what the server would take by itself. */
struct sequence_option {
	enum attribute name;
	const char *word, *value, *usual;
};

static void sequence_options(const struct catalog_row *r, struct sequence_option ret[OPTIONS])
{
	bool down = *cell(r, SEQ_INCREMENT) == '-';
	const char *min = down ? cell(r, SEQ_TYPE_MIN) : "1";
	const char *max = down ? "-1" : cell(r, SEQ_TYPE_MAX);

	ret[0] = (struct sequence_option){ATTR_START, "START WITH", cell(r, SEQ_START),
					  down ? cell(r, SEQ_MAX) : cell(r, SEQ_MIN)};
	ret[1] = (struct sequence_option){ATTR_INCREMENT, "INCREMENT BY", cell(r, SEQ_INCREMENT),
					  "1"};
	ret[2] = (struct sequence_option){ATTR_MINIMUM, "MINVALUE", cell(r, SEQ_MIN), min};
	ret[3] = (struct sequence_option){ATTR_MAXIMUM, "MAXVALUE", cell(r, SEQ_MAX), max};
	ret[4] = (struct sequence_option){ATTR_CACHE, "CACHE", cell(r, SEQ_CACHE), "1"};
}

static void set_identity(struct inspect *in, struct object *column, const struct catalog_row *r)
{
	_cleanup_buf_ struct buf b = {0};
	struct sequence_option options[OPTIONS];

	if (column == NULL)
		return;
	sequence_options(r, options);
	for (size_t i = 0; i < OPTIONS; i++)
		if (strcmp(options[i].value, options[i].usual) != 0)
			buf_printf(&b, "%s%s %s", b.len == 0 ? "" : " ", options[i].word,
				   options[i].value);
	if (cell_true(r, SEQ_CYCLE))
		buf_adds(&b, b.len == 0 ? "CYCLE" : " CYCLE");
	if (b.len != 0)
		schema_set(&in->b, column, ATTR_IDENTITY_OPTIONS, buf_dup(&b, in->b.arena));
}

static void set_owned(struct inspect *in, const struct object *sequence,
		      const struct object *column)
{
	const char *name = arena_printf(in->b.arena, "%s.%s", column->parent->name, column->name);
	const char **columns = arena_array(in->b.arena, const char *, 1);
	struct object *o =
		inspect_add_child(in, OBJECT_SEQUENCE_OWNER, PG_CLASS, 0, sequence, name);

	columns[0] = column->name;
	o->references = column->parent;
	o->columns = columns;
	o->columns_len = 1;
	schema_need(&in->b, o, column);
}

static void add_sequence(struct inspect *in, const struct catalog_row *r)
{
	struct object *column = inspect_find(in, PG_CLASS, cell_oid(r, SEQ_TABLE),
					     (int32_t)cell_int(r, SEQ_COLUMN));
	bool identity = cell_is(r, SEQ_DEPENDENCE, "i");
	struct sequence_option options[OPTIONS];
	struct object *o;

	if (identity)
		set_identity(in, column, r);
	/* The sequence of a table that was left out goes with it. */
	if (identity || (cell(r, SEQ_DEPENDENCE) != NULL && column == NULL))
		return;
	o = inspect_add(in, OBJECT_SEQUENCE, PG_CLASS, cell_oid(r, SEQ_OID), cell_oid(r, SEQ_SPACE),
			cell(r, SEQ_NAME), NULL);
	if (o == NULL)
		return;
	if (!cell_is(r, SEQ_TYPE, "bigint"))
		schema_set(&in->b, o, ATTR_TYPE, cell_share(in, r, SEQ_TYPE));
	if (cell_is(r, SEQ_PERSISTENCE, "u"))
		schema_set(&in->b, o, ATTR_PERSISTENCE, "unlogged");
	sequence_options(r, options);
	for (size_t i = 0; i < OPTIONS; i++)
		if (strcmp(options[i].value, options[i].usual) != 0)
			schema_set(&in->b, o, options[i].name,
				   arena_strdup(in->b.arena, options[i].value));
	schema_set_flag(&in->b, o, ATTR_CYCLE, cell_true(r, SEQ_CYCLE));
	schema_set(&in->b, o, ATTR_OWNER, cell_share(in, r, SEQ_OWNER));
	if (column != NULL)
		set_owned(in, o, column);
}

static const struct inspect_query query = {sequences_sql, add_sequence};

const struct inspect_queries inspect_sequences = {&query, 1};
