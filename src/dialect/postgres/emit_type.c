/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Enums, domains and composite types. A type that cannot be altered while
 * columns have it is exchanged: the old one gets a spare name, the new one takes
 * its place, the columns are converted by way of text, and the old one goes.
 */
#include "dialect/postgres/emit.h"

#include "base/buf.h"

#include <string.h>

const struct object *pgsql_stays_as(const struct change *c, const struct object *col)
{
	for (size_t i = 0; i < c->new->needed_by_len; i++)
		if (strcmp(c->new->needed_by[i]->key, col->key) == 0)
			return c->new->needed_by[i];
	return NULL;
}

static const char *column_of(const struct emit *e, const struct object *col)
{
	bool composite = col->parent->kind == OBJECT_COMPOSITE;

	return arena_printf(e->a, "%s ALTER %s %s", pgsql_alter_table(e->a, col->parent),
			    composite ? "ATTRIBUTE" : "COLUMN", pgsql_ident(e->a, col->name));
}

static void convert_column(const struct emit *e, const struct object *old, const struct object *new)
{
	const char *alter = column_of(e, new), *type = object_get(old, ATTR_TYPE);

	if (new->parent->kind == OBJECT_COMPOSITE) {
		pgsql_add(e, "%s TYPE %s", alter, type);
		return;
	}
	if (object_has(old, ATTR_DEFAULT))
		pgsql_add(e, "%s DROP DEFAULT", alter);
	if (pgsql_mentions(e->a, type, e->c->new->name))
		pgsql_add(e, "%s TYPE %s USING %s::text::%s", alter, type,
			  pgsql_ident(e->a, new->name), type);
	if (object_has(new, ATTR_DEFAULT))
		pgsql_add(e, "%s SET DEFAULT %s", alter, object_get(new, ATTR_DEFAULT));
}

typedef void make_fn(const struct emit *e, const struct change *cause);

static make_fn make_domain;
static void grant_again(const struct emit *e);
static void exchange(const struct emit *e, const struct change *cause, make_fn *make);

/* A domain over the type is exchanged with it. */
static void exchange_domain(const struct emit *e, const struct object *old,
			    const struct object *new)
{
	const struct change c = {.op = CHANGE_ALTER, .old = old, .new = new};
	const struct emit sub = {.o = e->o, .c = &c, .a = e->a, .ret = e->ret};

	exchange(&sub, e->c, make_domain);
	grant_again(&sub);
}

static void convert(const struct emit *e, const struct object *old)
{
	const struct object *new = pgsql_stays_as(e->c, old);

	if (new == NULL)
		return;
	if (old->kind == OBJECT_DOMAIN)
		exchange_domain(e, old, new);
	else if (old->kind == OBJECT_COLUMN && !old->implied && !object_has(old, ATTR_GENERATED))
		convert_column(e, old, new);
}

static void exchange(const struct emit *e, const struct change *cause, make_fn *make)
{
	const struct object *o = e->c->new;
	const char *spare = pgsql_spare_name(e->a, o->name, "_old");
	const char *kind = pgsql_kind(o);

	pgsql_add(e, "ALTER %s %s RENAME TO %s", kind, pgsql_name(e->a, o),
		  pgsql_ident(e->a, spare));
	make(e, cause);
	for (size_t i = 0; i < e->c->old->needed_by_len; i++)
		convert(e, e->c->old->needed_by[i]);
	pgsql_add(e, "DROP %s %s", kind, pgsql_qualified(e->a, o->schema, spare));
}

/* The children of the type that an exchange would lose; privileges are on what is dropped. */
static void grant_again(const struct emit *e)
{
	for (size_t i = 0; i < e->c->new->children_len; i++) {
		const struct change grant = {.op = CHANGE_CREATE, .new = e->c->new->children[i]};
		const struct emit sub = {.o = e->o, .c = &grant, .a = e->a, .ret = e->ret};

		if (grant.new->kind == OBJECT_PRIVILEGE)
			pgsql_privilege(&sub);
	}
}

static void make_enum(const struct emit *e, const struct change *cause)
{
	const char *labels = object_get(e->c->new, ATTR_LABELS);

	(void)cause;
	pgsql_add(e, "CREATE TYPE %s AS ENUM (%s)", pgsql_name(e->a, e->c->new),
		  labels != NULL ? labels : "");
	pgsql_extras(e, e->c->new);
}

bool pgsql_labels_grow(struct arena *a, const char *old, const char *new)
{
	struct text_list before = {0}, after = {0};
	size_t at = 0;

	pgsql_split(a, old, &before);
	pgsql_split(a, new, &after);
	for (size_t i = 0; i < after.len && at < before.len; i++)
		if (strcmp(after.v[i], before.v[at]) == 0)
			at++;
	return at == before.len;
}

/* A value is placed behind the one before it, which is there by then. */
static void add_labels(const struct emit *e)
{
	struct text_list before = {0}, after = {0};
	const char *name = pgsql_name(e->a, e->c->new);
	size_t at = 0;

	pgsql_split(e->a, object_get(e->c->old, ATTR_LABELS), &before);
	pgsql_split(e->a, object_get(e->c->new, ATTR_LABELS), &after);
	for (size_t i = 0; i < after.len; i++) {
		const char *head;

		if (at < before.len && strcmp(after.v[i], before.v[at]) == 0) {
			at++;
			continue;
		}
		head = arena_printf(e->a, "ALTER TYPE %s ADD VALUE %s%s", name,
				    pgsql_if_not_exists(e), after.v[i]);
		if (at == before.len)
			pgsql_add_alone(e, "%s", head);
		else if (i == 0)
			pgsql_add_alone(e, "%s BEFORE %s", head, before.v[0]);
		else
			pgsql_add_alone(e, "%s AFTER %s", head, after.v[i - 1]);
	}
}

void pgsql_enum_create(const struct emit *e)
{
	make_enum(e, NULL);
}

void pgsql_enum_alter(const struct emit *e)
{
	if (!pgsql_changed(e->c, ATTR_LABELS))
		return;
	if (pgsql_labels_grow(e->a, object_get(e->c->old, ATTR_LABELS),
			      object_get(e->c->new, ATTR_LABELS))) {
		add_labels(e);
		return;
	}
	exchange(e, e->c, make_enum);
	grant_again(e);
}

static void add_check(struct buf *b, const struct emit *e, const struct object *o)
{
	buf_printf(b, " CONSTRAINT %s %s", pgsql_ident(e->a, o->name),
		   object_get(o, ATTR_DEFINITION));
}

/* Else it is a change of its own. */
static bool goes_along(const struct emit *e, const struct change *cause, const struct object *check)
{
	const struct object *domain = e->c->old;

	for (size_t i = 0; i < domain->children_len; i++) {
		const struct object *o = domain->children[i];

		if (strcmp(o->key, check->key) == 0)
			return strcmp(object_get(o, ATTR_DEFINITION),
				      object_get(check, ATTR_DEFINITION)) == 0 &&
			       pgsql_survives(e->o, cause, o);
	}
	return false;
}

static void domain_head(const struct emit *e, struct buf *b)
{
	const struct object *o = e->c->new;

	buf_printf(b, "CREATE DOMAIN %s AS %s", pgsql_name(e->a, o), object_get(o, ATTR_TYPE));
	if (object_has(o, ATTR_COLLATION))
		buf_printf(b, " COLLATE %s", object_get(o, ATTR_COLLATION));
	if (object_has(o, ATTR_DEFAULT))
		buf_printf(b, " DEFAULT %s", object_get(o, ATTR_DEFAULT));
	if (object_has(o, ATTR_NOT_NULL))
		buf_adds(b, " NOT NULL");
}

/* One that is exchanged because of cause, with the checks that stay as they are. */
static void make_domain(const struct emit *e, const struct change *cause)
{
	const struct object *o = e->c->new;
	_cleanup_buf_ struct buf b = {0};

	domain_head(e, &b);
	for (size_t i = 0; i < o->children_len; i++)
		if (o->children[i]->kind == OBJECT_CHECK && goes_along(e, cause, o->children[i]))
			add_check(&b, e, o->children[i]);
	pgsql_add(e, "%s", buf_str(&b));
	pgsql_extras(e, o);
}

void pgsql_domain_create(const struct emit *e)
{
	_cleanup_buf_ struct buf b = {0};

	domain_head(e, &b);
	for (size_t i = 0; i < e->c->parts_len; i++)
		if (!object_has(e->c->parts[i]->new, ATTR_NOT_VALID))
			add_check(&b, e, e->c->parts[i]->new);
	pgsql_add(e, "%s", buf_str(&b));
	pgsql_extras(e, e->c->new);
	for (size_t i = 0; i < e->c->parts_len; i++) {
		const struct object *check = e->c->parts[i]->new;

		if (object_has(check, ATTR_NOT_VALID))
			pgsql_add(e, "%s ADD CONSTRAINT %s %s NOT VALID",
				  pgsql_alter_table(e->a, e->c->new),
				  pgsql_ident(e->a, check->name),
				  object_get(check, ATTR_DEFINITION));
		pgsql_extras(e, check);
	}
}

void pgsql_domain_alter(const struct emit *e)
{
	const char *domain = pgsql_alter_table(e->a, e->c->new);
	const char *expression = object_get(e->c->new, ATTR_DEFAULT);

	if (pgsql_changed(e->c, ATTR_TYPE) || pgsql_changed(e->c, ATTR_COLLATION)) {
		exchange(e, e->c, make_domain);
		grant_again(e);
		return;
	}
	if (pgsql_changed(e->c, ATTR_DEFAULT) && expression != NULL)
		pgsql_add(e, "%s SET DEFAULT %s", domain, expression);
	else if (pgsql_changed(e->c, ATTR_DEFAULT))
		pgsql_add(e, "%s DROP DEFAULT", domain);
	if (!pgsql_changed(e->c, ATTR_NOT_NULL))
		return;
	if (!object_has(e->c->new, ATTR_NOT_NULL)) {
		pgsql_add(e, "%s DROP NOT NULL", domain);
		return;
	}
	pgsql_set_aside(e, e->c->old);
	pgsql_add(e, "%s SET NOT NULL", domain);
	pgsql_put_back(e, e->c->old);
}

void pgsql_composite_create(const struct emit *e)
{
	_cleanup_buf_ struct buf b = {0};
	const struct object *o = e->c->new;

	for (size_t i = 0; i < e->c->parts_len; i++) {
		const struct object *col = e->c->parts[i]->new;
		const char *collation = object_get(col, ATTR_COLLATION);

		buf_printf(&b, "%s\n    %s %s", i > 0 ? "," : "", pgsql_ident(e->a, col->name),
			   object_get(col, ATTR_TYPE));
		if (collation != NULL)
			buf_printf(&b, " COLLATE %s", collation);
	}
	pgsql_add(e, "CREATE TYPE %s AS (%s%s)", pgsql_name(e->a, o), buf_str(&b),
		  b.len > 0 ? "\n" : "");
	pgsql_extras(e, o);
	for (size_t i = 0; i < e->c->parts_len; i++)
		pgsql_extras(e, e->c->parts[i]->new);
}
