/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What becomes of values when a column's type changes. ALTER COLUMN TYPE takes
 * an assignment cast by itself; everything else needs USING. The facts are those
 * of pg_cast as initdb fills it, told by families of types; a type of the user's
 * is converted through its text, which every type can.
 */
#include "base/text.h"
#include "dialect/postgres/emit.h"

#include <stdlib.h>
#include <string.h>

enum family {
	OTHER,
	INTEGER,
	FLOAT,
	NUMERIC,
	MONEY,
	STRING,
	BOOLEAN,
	DATE,
	TIMESTAMP,
	TIMESTAMPTZ,
	TIME,
	TIMETZ,
	INTERVAL,
	JSON,
	JSONB,
	CIDR,
	INET,
	MACADDR,
	BIT,
	OID,
	XML,
	UUID,
	BYTEA,
	FAMILIES
};

static const struct {
	const char *name;
	enum family family;
	int size; /* the larger, the more values */
} types[] = {
	{"smallint", INTEGER, 2},
	{"integer", INTEGER, 4},
	{"bigint", INTEGER, 8},
	{"real", FLOAT, 4},
	{"double precision", FLOAT, 8},
	{"numeric", NUMERIC, 0},
	{"money", MONEY, 0},
	{"text", STRING, 3},
	{"character varying", STRING, 3},
	{"character", STRING, 3},
	{"name", STRING, 2},
	{"\"char\"", STRING, 1},
	{"boolean", BOOLEAN, 0},
	{"date", DATE, 0},
	{"timestamp without time zone", TIMESTAMP, 0},
	{"timestamp with time zone", TIMESTAMPTZ, 0},
	{"time without time zone", TIME, 0},
	{"time with time zone", TIMETZ, 0},
	{"interval", INTERVAL, 0},
	{"json", JSON, 0},
	{"jsonb", JSONB, 0},
	{"cidr", CIDR, 0},
	{"inet", INET, 0},
	{"macaddr", MACADDR, 6},
	{"macaddr8", MACADDR, 8},
	{"bit", BIT, 0},
	{"bit varying", BIT, 0},
	{"oid", OID, 0},
	{"xml", XML, 0},
	{"uuid", UUID, 0},
	{"bytea", BYTEA, 0},
};

#define F(family) (1U << (family))
enum {
	NUMBERS = F(INTEGER) | F(FLOAT) | F(NUMERIC),
	TIMES = F(DATE) | F(TIMESTAMP) | F(TIMESTAMPTZ) | F(TIME) | F(TIMETZ) | F(INTERVAL)
};

/* To which families a value is cast on assignment; to STRING it always is. */
static const unsigned assigned[FAMILIES] = {
	[INTEGER] = NUMBERS | F(MONEY) | F(OID),
	[FLOAT] = NUMBERS,
	[NUMERIC] = NUMBERS | F(MONEY),
	[MONEY] = F(MONEY) | F(NUMERIC),
	[STRING] = 0,
	[BOOLEAN] = F(BOOLEAN),
	[DATE] = F(DATE) | F(TIMESTAMP) | F(TIMESTAMPTZ),
	[TIMESTAMP] = F(DATE) | F(TIMESTAMP) | F(TIMESTAMPTZ) | F(TIME),
	[TIMESTAMPTZ] = F(DATE) | F(TIMESTAMP) | F(TIMESTAMPTZ) | F(TIME) | F(TIMETZ),
	[TIME] = F(TIME) | F(TIMETZ) | F(INTERVAL),
	[TIMETZ] = F(TIME) | F(TIMETZ),
	[INTERVAL] = F(INTERVAL) | F(TIME),
	[JSON] = F(JSON) | F(JSONB),
	[JSONB] = F(JSON) | F(JSONB),
	[CIDR] = F(CIDR) | F(INET),
	[INET] = F(CIDR) | F(INET),
	[MACADDR] = F(MACADDR),
	[BIT] = F(BIT),
	[OID] = F(OID) | F(INTEGER),
	[XML] = F(XML),
	[UUID] = F(UUID),
	[BYTEA] = F(BYTEA),
};

/* Casts that are there, but have to be written. */
static const unsigned written[FAMILIES] = {
	[JSONB] = NUMBERS | F(BOOLEAN),
};

struct type {
	const char *text; /* without [] */
	const char *name; /* without its modifiers too */
	enum family family;
	int size, dimensions;
	int finest;    /* of an interval: the number of its last field */
	int modifiers; /* how many */
	long modifier[2];
	bool is_domain;
};

/* "timestamp(3) without time zone" -> its name, and 3 */
static void take_modifiers(struct arena *a, struct type *t)
{
	const char *open = *t->text == '"' ? NULL : strchr(t->text, '(');
	const char *close = open != NULL ? strchr(open, ')') : NULL;
	char *at;

	t->name = t->text;
	if (close == NULL)
		return;
	t->name = arena_printf(a, "%.*s%s", (int)(open - t->text), t->text, close + 1);
	t->modifier[t->modifiers++] = strtol(open + 1, &at, 10);
	if (*at == ',')
		t->modifier[t->modifiers++] = strtol(at + 1, NULL, 10);
}

/* "interval day to second" keeps what is not finer than its last field. */
static void take_fields(struct type *t)
{
	static const char word[] = "interval";
	static const char *const fields[] = {"year", "month", "day", "hour", "minute", "second"};
	enum { FIELDS = sizeof(fields) / sizeof(fields[0]) };

	if (!text_starts(t->name, word) ||
	    (t->name[sizeof(word) - 1] != '\0' && t->name[sizeof(word) - 1] != ' '))
		return;
	t->finest = FIELDS - 1;
	for (int i = 0; i < FIELDS; i++)
		if (text_ends(t->name, fields[i]))
			t->finest = i;
	t->name = word;
}

/* A domain's values are those of the type that it is made of. */
static const char *base_type(const struct object *col, const char *text, bool *ret_is_domain)
{
	struct arena a = {0};
	const char *found = NULL;

	for (size_t i = 0; i < col->needs_len && found == NULL; i++)
		if (col->needs[i]->kind == OBJECT_DOMAIN &&
		    strcmp(pgsql_name(&a, col->needs[i]), text) == 0)
			found = object_get(col->needs[i], ATTR_TYPE);
	arena_done(&a);
	*ret_is_domain |= found != NULL;
	return found != NULL ? found : text;
}

static struct type read_type(struct arena *a, const struct object *col)
{
	struct type t = {.text = object_get(col, ATTR_TYPE)};
	size_t n;

	t.text = base_type(col, t.text, &t.is_domain);
	n = strlen(t.text);
	while (n > 2 && strncmp(t.text + n - 2, "[]", 2) == 0) {
		t.dimensions++;
		n -= 2;
	}
	t.text = arena_strndup(a, t.text, n);
	take_modifiers(a, &t);
	take_fields(&t);
	for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++)
		if (strcmp(types[i].name, t.name) == 0) {
			t.family = types[i].family;
			t.size = types[i].size;
		}
	return t;
}

static bool casts(const unsigned *table, const struct type *old, const struct type *new)
{
	return old->family != OTHER && (table[old->family] & F(new->family)) != 0;
}

static bool is_assigned(const struct type *old, const struct type *new)
{
	if (old->dimensions != new->dimensions)
		return new->dimensions == 0 && new->family == STRING;
	if (new->family == STRING || strcmp(old->name, new->name) == 0)
		return true;
	if (old->family == NUMERIC && new->family == OID)
		return false;
	return casts(assigned, old, new);
}

/* Are the old values within the new length? */
static bool is_within(const struct type *old, const struct type *new)
{
	return old->family == new->family && old->modifiers == 1 &&
	       old->modifier[0] <= new->modifier[0];
}

/* Of texts, bits and times: how far the new modifiers do not reach. */
static const char *modifier_loss(struct arena *a, const struct type *old, const struct type *new)
{
	long limit = new->modifier[0];

	if (new->modifiers == 0)
		return NULL;
	if (new->family == BIT) {
		if (strcmp(new->name, "bit varying") == 0 && is_within(old, new))
			return NULL;
		return arena_printf(a, "values of another length than %ld bits are refused", limit);
	}
	if (is_within(old, new))
		return NULL;
	if (new->family == STRING)
		return arena_printf(a, "values longer than %ld character%s are refused", limit,
				    limit == 1 ? "" : "s");
	return limit >= 6 ? NULL : "fractions of a second are rounded";
}

static const char *numeric_loss(struct arena *a, const struct type *old, const struct type *new)
{
	long scale = new->modifier[1], digits = new->modifier[0] - scale;
	long old_digits = old->modifier[0] - old->modifier[1];
	static const struct {
		int size, digits;
	} integers[] = {{2, 5}, {4, 10}, {8, 19}};

	if (new->modifiers == 0)
		return NULL;
	if (old->family == INTEGER)
		for (size_t i = 0; i < 3; i++)
			if (integers[i].size == old->size && digits >= integers[i].digits)
				return NULL;
	if (old->family == NUMERIC && old->modifiers > 0 && old_digits <= digits &&
	    old->modifier[1] <= scale)
		return NULL;
	if (old->family == INTEGER)
		return arena_printf(a, "values of more than %ld digits are refused", digits);
	return arena_printf(a,
			    "values are rounded to %ld decimals and those of more than %ld digits "
			    "before the point are refused",
			    scale, digits);
}

static const char *number_loss(struct arena *a, const struct type *old, const struct type *new)
{
	if (new->family == NUMERIC)
		return numeric_loss(a, old, new);
	if (new->family == FLOAT) {
		if (old->family == FLOAT && old->size <= new->size)
			return NULL;
		if (old->family == INTEGER && old->size < new->size)
			return NULL;
		return "digits beyond the precision of the type are lost";
	}
	if (new->family == MONEY)
		return "values are rounded to cents";
	if (old->family == INTEGER && old->size <= new->size)
		return NULL;
	if (old->family == INTEGER)
		return arena_printf(a, "values out of the range of %s are refused", new->name);
	return arena_printf(a,
			    "fractions are rounded and values out of the range of %s are refused",
			    new->name);
}

static const char *time_loss(struct arena *a, const struct type *old, const struct type *new)
{
	if (old->family == INTERVAL && new->family == INTERVAL &&new->finest < old->finest)
		return arena_printf(a, "what is finer than %s holds is lost", new->text);
	if (old->family == new->family)
		return modifier_loss(a, old, new);
	if (new->family == DATE)
		return "the time of day is lost";
	if (old->family == TIMETZ && new->family == TIME)
		return "the time zone is lost";
	if (old->family == INTERVAL)
		return "whole days are lost";
	if (new->family == TIME || new->family == TIMETZ)
		return old->family == TIME ? NULL : "the date is lost";
	return modifier_loss(a, old, new);
}

static const char *assigned_loss(struct arena *a, const struct type *old, const struct type *new)
{
	if (new->family == STRING && !new->dimensions) {
		if (old->family == STRING && old->size > new->size)
			return arena_printf(a, "values longer than a %s are cut", new->name);
		return modifier_loss(a, old, new);
	}
	if (F(old->family) & (NUMBERS | F(MONEY)))
		return F(new->family) & F(OID) ? NULL : number_loss(a, old, new);
	if (F(old->family) & TIMES)
		return time_loss(a, old, new);
	if (old->family == BIT)
		return modifier_loss(a, old, new);
	if (old->family == INET && new->family == CIDR)
		return "the bits right of the netmask are lost";
	if (old->family == MACADDR && old->size > new->size)
		return "values that are no macaddr are refused";
	if (old->family == OID && new->size == 4)
		return "values out of the range of integer are refused";
	return NULL;
}

static const char *advice(const struct type *old, const struct type *new)
{
	bool zoned = new->family == TIMESTAMPTZ &&
		     (old->family == TIMESTAMP || old->family == DATE);

	if (zoned || (old->family == TIMESTAMPTZ && new->family == TIMESTAMP))
		return "values are converted by the TimeZone of the session that runs it";
	if (old->family == JSON && new->family == JSONB)
		return "of equal keys of an object only the last is kept";
	return NULL;
}

static void convert_array(struct arena *a, const char *col, const char *type,
			  const struct type *old, const struct type *new, struct type_change *ret)
{
	struct type element = *new;

	element.dimensions = 0;
	if (old->dimensions == 0 && !is_assigned(old, &element)) {
		ret->using = arena_printf(
			a, "CASE WHEN %s IS NOT NULL THEN ARRAY[%s::text]::%s END", col, col, type);
		ret->loss = arena_printf(
			a, "values that cannot be read as elements of %s are refused", type);
		return;
	}
	if (old->dimensions == 0) {
		ret->using = arena_printf(a, "CASE WHEN %s IS NOT NULL THEN ARRAY[%s]::%s END", col,
					  col, type);
		ret->loss = new->family == STRING ? modifier_loss(a, old, new) : NULL;
		return;
	}
	ret->using = arena_printf(a, "%s[1]::text::%s", col, type);
	ret->loss = "all but the first element of each array is lost";
}

static void convert(struct arena *a, const char *col, const char *type, const struct type *old,
		    const struct type *new, struct type_change *ret)
{
	if (old->dimensions != new->dimensions) {
		convert_array(a, col, type, old, new, ret);
		return;
	}
	if (old->dimensions == 0 && old->family == BOOLEAN && F(new->family) & NUMBERS) {
		ret->using = arena_printf(a, "%s::integer", col);
		return;
	}
	if (old->dimensions == 0 && F(old->family) & NUMBERS && new->family == BOOLEAN) {
		ret->using = arena_printf(a, "%s <> 0", col);
		ret->loss = "values other than 0 and 1 become true";
		return;
	}
	ret->loss = arena_printf(a, "values that cannot be read as %s are refused", type);
	if (old->family == STRING || (casts(written, old, new) && old->dimensions == 0))
		ret->using = arena_printf(a, "%s::%s", col, type);
	else
		ret->using = arena_printf(a, "%s::text::%s", col, type);
}

void pgsql_type_change(struct arena *a, const struct object *old, const struct object *new,
		       struct type_change *ret)
{
	struct type from = read_type(a, old), to = read_type(a, new);
	const char *type = object_get(new, ATTR_TYPE);

	*ret = (struct type_change){0};
	ret->keeps_keys = from.family == to.family && from.family != OTHER &&
			  from.dimensions == to.dimensions;
	if (strcmp(object_get(old, ATTR_TYPE), type) == 0) {
		ret->assignable = ret->keeps_keys = true;
		return;
	}
	ret->assignable = is_assigned(&from, &to);
	if (ret->assignable)
		ret->loss = assigned_loss(a, &from, &to);
	else
		convert(a, pgsql_ident(a, new->name), type, &from, &to, ret);
	if (ret->loss == NULL && to.is_domain && !from.is_domain)
		ret->loss = arena_printf(a, "values that %s does not allow are refused", type);
	ret->advice = advice(&from, &to);
}
