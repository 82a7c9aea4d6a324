/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Building and reading a schema. Identity is a text of kind, names and the
 * parent's identity, apart by a byte that no name holds; one map of them serves
 * the builder, the comparison and --rename alike.
 */
#include "model/schema.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { SEPARATOR = '\x1f' };

static const char *const kind_words[OBJECT_KINDS] = {
#define KIND(id, word) [OBJECT_##id] = word,
#include "model/kind.def"
#undef KIND
};

static const struct {
	const char *word;
	enum attribute_compare compare;
} attribute_facts[ATTRIBUTES] = {
#define ATTRIBUTE(id, word, compare) [ATTR_##id] = {word, COMPARE_##compare},
#include "model/attribute.def"
#undef ATTRIBUTE
};

const char *kind_word(enum object_kind kind)
{
	return kind_words[kind];
}

enum object_kind kind_find(const char *word)
{
	for (size_t i = 0; i < OBJECT_KINDS; i++)
		if (strcmp(kind_words[i], word) == 0)
			return (enum object_kind)i;
	return OBJECT_KINDS;
}

const char *attribute_word(enum attribute name)
{
	return attribute_facts[name].word;
}

enum attribute_compare attribute_compared(enum attribute name)
{
	return attribute_facts[name].compare;
}

static size_t length(const char *s)
{
	return s != NULL ? strlen(s) : 0;
}

static char *put(char *at, const char *s, size_t len)
{
	if (len > 0)
		memcpy(at, s, len);
	at[len] = SEPARATOR;
	return at + len + 1;
}

/* One for each object and each look-up: by hand, since printf would take longer than all the rest. */
static const char *make_key(struct arena *a, bool nocase, enum object_kind kind,
			    const struct object *parent, const char *schema, const char *name,
			    const char *arguments)
{
	const char *of_parent = parent != NULL ? parent->key : NULL;
	size_t schema_len = length(schema), name_len = length(name),
	       arguments_len = length(arguments), parent_len = length(of_parent);
	char *key = arena_alloc(a, schema_len + name_len + arguments_len + parent_len + 6);
	char kind_letter = (char)('0' + kind), *end;

	end = put(key, &kind_letter, 1);
	end = put(end, schema, schema_len);
	end = put(end, name, name_len);
	end = put(end, arguments, arguments_len);
	end = put(end, of_parent, parent_len);
	end[-1] = '\0';
	for (char *p = key; nocase && p < end; p++)
		if (*p >= 'A' && *p <= 'Z')
			*p = (char)(*p + 'a' - 'A');
	return key;
}

void schema_begin(struct schema_builder *b, struct arena *a)
{
	*b = (struct schema_builder){.arena = a, .by_key = {.arena = a}};
}

struct object *schema_add(struct schema_builder *b, enum object_kind kind,
			  const struct object *parent, const char *schema, const char *name,
			  const char *arguments)
{
	const char *key = make_key(b->arena, b->nocase, kind, parent, schema, name, arguments);
	struct object *o = map_get(&b->by_key, key);

	if (o != NULL)
		return o;
	o = arena_new(b->arena, struct object);
	o->kind = kind;
	o->parent = parent;
	o->schema = schema;
	o->name = name;
	o->arguments = arguments;
	o->key = key;
	*vec_push(&b->objects, b->arena) = o;
	map_put(&b->by_key, key, o);
	return o;
}

/* Few attributes an object: a new array for each is cheaper than room for all of them. */
void schema_set(struct schema_builder *b, struct object *o, enum attribute name, const char *value)
{
	struct attribute_value *v;
	size_t i = 0;

	if (value == NULL || *value == '\0')
		return;
	while (i < o->attributes_len && o->attributes[i].name < name)
		i++;
	assert(i == o->attributes_len || o->attributes[i].name != name);
	v = arena_array(b->arena, struct attribute_value, o->attributes_len + 1);
	if (i > 0)
		memcpy(v, o->attributes, i * sizeof(*v));
	v[i] = (struct attribute_value){name, value};
	if (i < o->attributes_len)
		memcpy(v + i + 1, o->attributes + i, (o->attributes_len - i) * sizeof(*v));
	o->attributes = v;
	o->attributes_len++;
}

void schema_set_flag(struct schema_builder *b, struct object *o, enum attribute name, bool yes)
{
	if (yes)
		schema_set(b, o, name, "yes");
}

void schema_need(struct schema_builder *b, const struct object *object, const struct object *needs)
{
	if (object == needs || object->parent == needs || needs->parent == object)
		return;
	*vec_push(&b->edges, b->arena) = (struct schema_edge){object, needs};
}

struct object *schema_lookup(const struct schema_builder *b, enum object_kind kind,
			     const struct object *parent, const char *schema, const char *name,
			     const char *arguments)
{
	return map_get(&b->by_key,
		       make_key(b->arena, b->nocase, kind, parent, schema, name, arguments));
}

static int compare_text(const char *a, const char *b)
{
	return strcmp(a != NULL ? a : "", b != NULL ? b : "");
}

int object_compare(const struct object *a, const struct object *b)
{
	int rc = compare_text(object_root(a)->schema, object_root(b)->schema);

	if (rc == 0 && a->parent != NULL && b->parent != NULL && a->parent != b->parent)
		rc = object_compare(a->parent, b->parent);
	if (rc == 0 && a->position != b->position)
		rc = a->position < b->position ? -1 : 1;
	if (rc == 0)
		rc = strcmp(a->name, b->name);
	if (rc == 0)
		rc = compare_text(a->arguments, b->arguments);
	return rc;
}

static int compare_objects(const void *one, const void *other)
{
	const struct object *a = *(const struct object *const *)one;
	const struct object *b = *(const struct object *const *)other;
	int rc = a->kind != b->kind ? (a->kind < b->kind ? -1 : 1) : object_compare(a, b);

	return rc != 0 ? rc : strcmp(a->key, b->key);
}

static int compare_edges(const void *one, const void *other)
{
	const struct schema_edge *a = one, *b = other;

	if (a->object != b->object)
		return a->object->index < b->object->index ? -1 : 1;
	if (a->needs != b->needs)
		return a->needs->index < b->needs->index ? -1 : 1;
	return 0;
}

static size_t drop_double_edges(struct schema_edge *v, size_t n)
{
	size_t kept = 0;

	for (size_t i = 0; i < n; i++)
		if (kept == 0 || compare_edges(&v[kept - 1], &v[i]) != 0)
			v[kept++] = v[i];
	return kept;
}

/* Arrays of exact size: count, lay out, fill. */
static void link_edges(struct schema_builder *b, size_t edges)
{
	struct object **objects = b->objects.v;
	size_t *needs = arena_array(b->arena, size_t, b->objects.len);
	size_t *needed = arena_array(b->arena, size_t, b->objects.len);

	for (size_t i = 0; i < edges; i++) {
		needs[b->edges.v[i].object->index]++;
		needed[b->edges.v[i].needs->index]++;
	}
	for (size_t i = 0; i < b->objects.len; i++) {
		objects[i]->needs = arena_array(b->arena, const struct object *, needs[i]);
		objects[i]->needed_by = arena_array(b->arena, const struct object *, needed[i]);
	}
	for (size_t i = 0; i < edges; i++) {
		struct object *from = objects[b->edges.v[i].object->index];
		struct object *to = objects[b->edges.v[i].needs->index];

		((const struct object **)from->needs)[from->needs_len++] = to;
		((const struct object **)to->needed_by)[to->needed_by_len++] = from;
	}
}

static void link_children(struct schema_builder *b)
{
	struct object **objects = b->objects.v;
	size_t *count = arena_array(b->arena, size_t, b->objects.len);

	for (size_t i = 0; i < b->objects.len; i++)
		if (objects[i]->parent != NULL)
			count[objects[i]->parent->index]++;
	for (size_t i = 0; i < b->objects.len; i++)
		objects[i]->children = arena_array(b->arena, const struct object *, count[i]);
	for (size_t i = 0; i < b->objects.len; i++) {
		struct object *parent;

		if (objects[i]->parent == NULL)
			continue;
		parent = objects[objects[i]->parent->index];
		((const struct object **)parent->children)[parent->children_len++] = objects[i];
	}
}

static void need_column(struct schema_builder *b, const struct object *o,
			const struct object *table, const char *name)
{
	for (size_t i = 0; i < table->children_len; i++)
		if (table->children[i]->kind == OBJECT_COLUMN &&
		    strcmp(table->children[i]->name, name) == 0) {
			schema_need(b, o, table->children[i]);
			return;
		}
}

static bool is_table(const struct object *o)
{
	return o->kind == OBJECT_TABLE || o->kind == OBJECT_FOREIGN_TABLE;
}

/* An inherited column needs the one it comes from: tables need tables only to inherit. */
static void need_inherited(struct schema_builder *b)
{
	size_t n = b->edges.len;

	for (size_t i = 0; i < n; i++) {
		const struct object *heir = b->edges.v[i].object, *table = b->edges.v[i].needs;

		if (!is_table(heir) || !is_table(table))
			continue;
		for (size_t k = 0; k < heir->children_len; k++)
			if (heir->children[k]->kind == OBJECT_COLUMN && heir->children[k]->implied)
				need_column(b, heir->children[k], table, heir->children[k]->name);
	}
}

/* What columns[] and references say, so that no inspect has to say it twice. */
static void need_columns(struct schema_builder *b, const struct object *o)
{
	if (o->references != NULL)
		schema_need(b, o, o->references);
	for (size_t i = 0; i < o->columns_len; i++) {
		if (o->parent != NULL)
			need_column(b, o, o->parent, o->columns[i]);
		if (o->references != NULL && o->reference_columns != NULL)
			need_column(b, o, o->references, o->reference_columns[i]);
	}
}

void schema_finish(struct schema_builder *b, struct schema *ret)
{
	size_t edges;

	if (b->objects.len > 0)
		qsort(b->objects.v, b->objects.len, sizeof(struct object *), compare_objects);
	for (size_t i = 0; i < b->objects.len; i++)
		b->objects.v[i]->index = i;
	link_children(b);
	for (size_t i = 0; i < b->objects.len; i++)
		need_columns(b, b->objects.v[i]);
	need_inherited(b);
	if (b->edges.len > 0)
		qsort(b->edges.v, b->edges.len, sizeof(struct schema_edge), compare_edges);
	edges = drop_double_edges(b->edges.v, b->edges.len);
	link_edges(b, edges);
	*ret = (struct schema){
		.objects = (const struct object *const *)b->objects.v,
		.len = b->objects.len,
		.by_key = b->by_key,
		.nocase = b->nocase,
		.product = "",
		.default_charset = "",
		.default_collation = "",
	};
}

const char *object_get(const struct object *o, enum attribute name)
{
	for (size_t i = 0; i < o->attributes_len && o->attributes[i].name <= name; i++)
		if (o->attributes[i].name == name)
			return o->attributes[i].value;
	return NULL;
}

bool object_has(const struct object *o, enum attribute name)
{
	return object_get(o, name) != NULL;
}

const struct object *schema_same(const struct schema *s, const struct object *o)
{
	return map_get(&s->by_key, o->key);
}

const struct object *schema_find(const struct schema *s, enum object_kind kind,
				 const struct object *parent, const char *schema, const char *name,
				 const char *arguments)
{
	struct arena a = {0};
	const struct object *o =
		map_get(&s->by_key, make_key(&a, s->nocase, kind, parent, schema, name, arguments));

	arena_done(&a);
	return o;
}

const struct object *object_root(const struct object *o)
{
	while (o->parent != NULL)
		o = o->parent;
	return o;
}

const char *object_title(const struct object *o, struct arena *a)
{
	const char *schema = o->schema != NULL ? o->schema : "";
	const char *dot = o->schema != NULL ? "." : "";

	if (o->arguments != NULL)
		return arena_printf(a, "%s%s%s(%s)", schema, dot, o->name, o->arguments);
	if (o->parent != NULL)
		return arena_printf(a, "%s.%s", object_title(o->parent, a), o->name);
	return arena_printf(a, "%s%s%s", schema, dot, o->name);
}
