/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a change costs. Tables are altered, in place or by a rebuild that emit
 * hides: what needs them stays as it is, since SQLite keeps views and triggers
 * as text and a rebuild does not let it look at them. Everything else has no
 * ALTER and is made again.
 *
 * Loss is what a migration would do in silence; what makes it fail (NULLs in a
 * column that becomes NOT NULL, duplicates under a new key) is advice.
 */
#include "dialect/sqlite/model.h"

#include "base/text.h"

#include <strings.h>

enum affinity lite_affinity(const char *type)
{
	if (strcasestr(type, "INT") != NULL)
		return AFFINITY_INTEGER;
	if (strcasestr(type, "CHAR") != NULL || strcasestr(type, "CLOB") != NULL ||
	    strcasestr(type, "TEXT") != NULL)
		return AFFINITY_TEXT;
	if (*type == '\0' || strcasestr(type, "BLOB") != NULL)
		return AFFINITY_BLOB;
	if (strcasestr(type, "REAL") != NULL || strcasestr(type, "FLOA") != NULL ||
	    strcasestr(type, "DOUB") != NULL)
		return AFFINITY_REAL;
	return AFFINITY_NUMERIC;
}

/* fts4(..., content="posts"), not content="" (no rows are kept, so none can be read again). */
bool lite_is_index(const struct object *o)
{
	const char *definition = object_get(o, ATTR_DEFINITION);
	const char *content;

	if (definition == NULL || strncasecmp(definition, "USING fts", 9) != 0)
		return false;
	content = strcasestr(definition, "content = ");
	return content != NULL && strncmp(content + 10, "''", 2) != 0 &&
	       strncmp(content + 10, "\"\"", 2) != 0;
}

/* Append a clause to a list of them. */
static void say(const char **list, struct arena *a, const char *clause)
{
	*list = *list == NULL ? clause : arena_printf(a, "%s; %s", *list, clause);
}

static const char *type_of(const struct object *o)
{
	const char *type = object_get(o, ATTR_TYPE);

	return type == NULL ? "" : type;
}

static bool has_text(const struct object *column)
{
	enum affinity old = lite_affinity(type_of(column));

	return old == AFFINITY_TEXT ||
	       (old == AFFINITY_BLOB && !object_has(column->parent, ATTR_STRICT));
}

static void judge_type(struct change *part, struct arena *a)
{
	enum affinity old = lite_affinity(type_of(part->old)),
		      new = lite_affinity(type_of(part->new));
	bool number = !(new == AFFINITY_TEXT || new == AFFINITY_BLOB);

	/* ANY has no affinity in STRICT tables, and takes everything. */
	if (strcmp(type_of(part->new), "ANY") == 0 && object_has(part->new->parent, ATTR_STRICT))
		return;
	if (object_has(part->new->parent, ATTR_STRICT)) {
		bool fits = new == old || new == AFFINITY_TEXT || new == AFFINITY_BLOB ||
			    (old == AFFINITY_INTEGER && number);

		if (!fits || strcmp(type_of(part->old), "ANY") == 0)
			part->loss = arena_printf(a, "values that are no %s are refused",
						  type_of(part->new));
	} else if (number && has_text(part->old)) {
		part->loss = "text that looks like a number becomes one";
	}
}

static bool is_changed(const struct change *c, enum attribute name)
{
	for (size_t i = 0; i < c->attributes_len; i++)
		if (c->attributes[i] == name)
			return true;
	return false;
}

static void judge_column(struct change *c, struct change *part, struct arena *a)
{
	const struct object *old = part->old, *new = part->new;
	bool fills = new != NULL &&
		     (object_has(new, ATTR_DEFAULT) || object_has(new, ATTR_GENERATED));

	part->loss = NULL;
	if (new == NULL) {
		if (!object_has(old, ATTR_GENERATED))
			part->loss = "its values";
		return;
	}
	if (old == NULL) {
		if (object_has(new, ATTR_NOT_NULL) && !fills)
			say(&c->advice, a,
			    arena_printf(a,
					 "it fails while the table has rows: give column \"%s\" a "
					 "default",
					 new->name));
		return;
	}
	if (object_has(new, ATTR_GENERATED) && !object_has(old, ATTR_GENERATED))
		part->loss = "its values";
	else if (is_changed(part, ATTR_TYPE) && !object_has(new, ATTR_GENERATED))
		judge_type(part, a);
	if (is_changed(part, ATTR_NOT_NULL) && object_has(new, ATTR_NOT_NULL) && !fills)
		say(&c->advice, a,
		    arena_printf(a, "it fails while column \"%s\" holds NULLs", new->name));
}

static void judge_table(struct change *c, struct arena *a)
{
	if (is_changed(c, ATTR_DEFINITION)) {
		c->refusal = "its definition could not be understood";
		c->advice = "write this change by hand";
	}
	if (is_changed(c, ATTR_STRICT) && object_has(c->new, ATTR_STRICT))
		say(&c->loss, a, "values that do not fit the type of their column are refused");
	for (size_t i = 0; i < c->parts_len; i++) {
		struct change *part = c->parts[i];
		const struct object *o = part->new != NULL ? part->new : part->old;

		if (o->kind == OBJECT_COLUMN && part->op != CHANGE_RENAME)
			judge_column(c, part, a);
	}
}

static void judge_drop(struct change *c)
{
	if (c->old->kind == OBJECT_TABLE)
		c->loss = "all rows of the table";
	else if (c->old->kind == OBJECT_VIRTUAL_TABLE && !(c->again && lite_is_index(c->old)))
		c->loss = "all rows of the virtual table";
}

enum change_way sqlite_judge(const struct diff_options *o, struct change *c, struct arena *a)
{
	(void)o;
	c->loss = c->refusal = c->advice = NULL;
	if (c->op == CHANGE_DROP)
		judge_drop(c);
	if (c->op != CHANGE_ALTER)
		return WAY_ALTER;
	if (c->old->kind == OBJECT_TABLE) {
		judge_table(c, a);
		return WAY_ALTER;
	}
	if (c->old->kind == OBJECT_VIRTUAL_TABLE && !lite_is_index(c->new))
		c->loss = "all rows of the virtual table";
	return WAY_AGAIN;
}

/*
 * A view that is gone for a while would be an error for every ALTER TABLE
 * ... DROP COLUMN in between, so what names it goes too. Tables never are.
 */
bool sqlite_survives(const struct diff_options *o, const struct change *cause,
		     const struct object *dependent)
{
	(void)o, (void)dependent;
	return cause->old == NULL || cause->old->kind != OBJECT_VIEW;
}
