/* SPDX-License-Identifier: Apache-2.0 */
#include "gen.h"

#include "base/vec.h"

#include <stdio.h>
#include <string.h>

/* xorshift64*: small, and the same everywhere. */
static uint32_t next(struct gen *g)
{
	g->state ^= g->state >> 12;
	g->state ^= g->state << 25;
	g->state ^= g->state >> 27;
	return (uint32_t)((g->state * UINT64_C(2685821657736338717)) >> 32);
}

uint32_t gen_below(struct gen *g, uint32_t n)
{
	return (uint32_t)(((uint64_t)next(g) * n) >> 32);
}

bool gen_chance(struct gen *g, int percent)
{
	return gen_below(g, 100) < (uint32_t)percent;
}

const char *gen_oneof(struct gen *g, const char *const *v, size_t n)
{
	return v[gen_below(g, (uint32_t)n)];
}

const char *gen_text(struct gen *g, const char *fmt, ...)
{
	va_list ap;
	char *text;

	va_start(ap, fmt);
	text = arena_vprintf(g->arena, fmt, ap);
	va_end(ap);
	return text;
}

const char *gen_about(struct gen *g, const struct thing *t, const char *text)
{
	_cleanup_buf_ struct buf b = {0};
	const char *at;

	for (; (at = strstr(text, "@@")) != NULL; text = at + 2) {
		buf_add(&b, text, (size_t)(at - text));
		buf_printf(&b, "@%d@", t->id);
	}
	buf_adds(&b, text);
	return buf_dup(&b, g->arena);
}

const char *gen_constraint(struct gen *g)
{
	return MAYBE(g, 70, "CONSTRAINT @0@ ");
}

/* A name, quoted; the number makes it unique even where case does not count. */
static const char *make_name(struct gen *g, int id)
{
	static const char *const plain[] = {"users",   "orders", "item",  "price", "note", "status",
					    "account", "owner",  "label", "total", "kind", "log"};
	static const char *const odd[] = {"Order",     "select", "from me",      "it's",
					  "a\"b",      "a`b",    "t\xc3\xa4g",   "group",
					  "User",      "table",  "key\\n",       "CHECK",
					  "a.b",       "-- ",    "/* x */",      "\xe2\x82\xac",
					  "a;b",       "%s",     "\xe6\xbc\xa2", "default",
					  "unique(a)", "a\tb"};
	_cleanup_buf_ struct buf b = {0};
	bool is_odd = gen_chance(g, 25);
	const char *word = is_odd ? gen_oneof(g, odd, sizeof(odd) / sizeof(*odd))
				  : gen_oneof(g, plain, sizeof(plain) / sizeof(*plain));

	buf_addc(&b, g->engine->quote);
	for (; *word != '\0'; word++) {
		if (*word == g->engine->quote)
			buf_addc(&b, *word);
		buf_addc(&b, *word);
	}
	buf_printf(&b, "%d%c", id, g->engine->quote);
	return buf_dup(&b, g->arena);
}

static bool is_choice(const struct gen *g, const struct thing *t, size_t kind)
{
	return t->kind == kind && t->id != g->self && spec_is_alive(g->spec, t->id) &&
	       (g->self == 0 || !spec_needs(g->spec, t->id, g->self));
}

static struct thing *pick(struct gen *g, size_t kind, int table, int families)
{
	uint32_t n = 0;

	for (int pass = 0; pass < 2; pass++) {
		uint32_t chosen = pass == 0 ? 0 : gen_below(g, n);

		for (size_t i = 0; i < g->spec->len; i++) {
			struct thing *t = &g->spec->v[i];

			if (!is_choice(g, t, kind) || (table != 0 && t->table != table) ||
			    (families != 0 && (gen_family(g, t) & families) == 0))
				continue;
			if (pass == 0)
				n++;
			else if (chosen-- == 0)
				return t;
		}
		if (n == 0)
			return NULL;
	}
	return NULL;
}

struct thing *gen_pick(struct gen *g, size_t kind)
{
	return pick(g, kind, 0, 0);
}

struct thing *gen_pick_part(struct gen *g, size_t kind, int table)
{
	return pick(g, kind, table, 0);
}

struct thing *gen_column(struct gen *g, int table, int families)
{
	return pick(g, KIND_COLUMN, table, families);
}

enum family gen_family(const struct gen *g, const struct thing *column)
{
	while (column->like != 0 && spec_find(g->spec, column->like) != NULL)
		column = spec_find(g->spec, column->like);
	return column->family;
}

const char *gen_columns(struct gen *g, int table, int families, const char *const *tails,
			size_t tails_len)
{
	_cleanup_buf_ struct buf b = {0};
	uint32_t n = 1 + (gen_chance(g, 40) ? 1 + gen_below(g, 2) : 0);

	for (uint32_t i = 0; i < n; i++) {
		const struct thing *c = gen_column(g, table, families);

		if (c == NULL)
			return NULL;
		if (b.len > 0 && spec_names(buf_str(&b), c->id))
			continue;
		buf_printf(&b, "%s@%d@%s", b.len > 0 ? ", " : "", c->id,
			   tails_len > 0 ? gen_oneof(g, tails, tails_len) : "");
	}
	return buf_dup(&b, g->arena);
}

struct thing *gen_add(struct gen *g, size_t kind)
{
	struct thing *t = vec_push(g->spec, g->arena);

	t->id = ++g->spec->last;
	t->kind = kind;
	t->part = g->engine->kinds[kind].part;
	t->text = "";
	t->name = g->freed != NULL && !g->engine->kinds[kind].own_names && gen_chance(g, 50)
			  ? g->freed
			  : make_name(g, t->id);
	if (t->name == g->freed)
		g->freed = NULL;
	return t;
}

int gen_table_of(struct gen *g, const struct thing *t)
{
	const struct thing *table = t->table == 0 ? gen_pick(g, KIND_TABLE) : NULL;

	return table != NULL ? table->id : t->table;
}

bool gen_reference(struct gen *g, struct thing *t, size_t key_kind)
{
	_cleanup_buf_ struct buf from = {0}, to = {0};
	const struct thing *key = gen_pick(g, key_kind);
	size_t len = g->spec->len;
	int key_id, table;

	if (t->keep != NULL)
		return true;
	if (key == NULL)
		return false;
	key_id = key->id;
	table = key->table;
	for (size_t i = 0; i < len; i++) {
		int id = g->spec->v[i].id;
		struct thing *column;

		if (g->spec->v[i].kind != KIND_COLUMN ||
		    !spec_names(spec_find(g->spec, key_id)->text, id))
			continue;
		column = gen_add(g, KIND_COLUMN);
		column->table = t->table;
		column->like = id;
		buf_printf(&from, "%s@%d@", from.len > 0 ? ", " : "", column->id);
		buf_printf(&to, "%s@%d@", to.len > 0 ? ", " : "", id);
	}
	t->keep = gen_text(g, "FOREIGN KEY (%s) REFERENCES @%d@ (%s)@!%d@", buf_str(&from), table,
			   buf_str(&to), key_id);
	return true;
}

/* Make one of a kind; on a copy, since making may add things and move the array. */
static int make(struct gen *g, size_t kind, int table)
{
	int id = gen_add(g, kind)->id, outer = g->self;
	struct thing t = *spec_find(g->spec, id);

	g->self = id;
	t.table = table;
	if (!g->engine->kinds[kind].make(g, &t))
		t.gone = true;
	*spec_find(g->spec, id) = t;
	g->self = outer;
	return t.gone ? 0 : id;
}

static void make_table(struct gen *g)
{
	int table = make(g, KIND_TABLE, 0);
	uint32_t columns = 1 + gen_below(g, 6);

	for (uint32_t i = 0; table != 0 && i < columns; i++) {
		int id = make(g, KIND_COLUMN, table);

		if (i == 0 && id != 0)
			spec_find(g->spec, id)->pinned = true;
	}
}

static void make_any(struct gen *g)
{
	const struct engine *e = g->engine;
	uint32_t total = 0, chosen;

	for (size_t i = 0; i < e->kinds_len; i++)
		total += (uint32_t)e->kinds[i].weight;
	chosen = gen_below(g, total);
	for (size_t i = 0; i < e->kinds_len; i++) {
		if (chosen >= (uint32_t)e->kinds[i].weight) {
			chosen -= (uint32_t)e->kinds[i].weight;
			continue;
		}
		if (i == KIND_TABLE)
			make_table(g);
		else
			make(g, i, 0);
		return;
	}
}

static void make_all(struct gen *g)
{
	uint32_t tables = 1 + gen_below(g, 4), others = 3 + gen_below(g, 22);

	while (tables-- > 0)
		make_table(g);
	while (others-- > 0)
		make_any(g);
}

/* Edits. */

static struct thing *any_thing(struct gen *g)
{
	for (int tries = 0; tries < 50; tries++) {
		struct thing *t = &g->spec->v[gen_below(g, (uint32_t)g->spec->len)];

		if (!t->gone && spec_is_alive(g->spec, t->id))
			return t;
	}
	return NULL;
}

static void drop_typed(struct gen *g, int column)
{
	for (size_t i = 0; i < g->spec->len; i++) {
		struct thing *t = &g->spec->v[i];

		if (t->id != column && t->part && spec_names(t->text, column) && gen_chance(g, 90))
			t->gone = true;
	}
}

/* A foreign key needs the key as it was: "@!id@". */
static void drop_references(struct gen *g, int key)
{
	const char *needed = gen_text(g, "@!%d@", key);

	for (size_t i = 0; i < g->spec->len; i++)
		if (strstr(g->spec->v[i].text, needed) != NULL)
			g->spec->v[i].gone = true;
}

static void make_again(struct gen *g, struct thing *old)
{
	struct thing t = *old;

	if (t.like != 0)
		return;
	g->self = t.id;
	if (g->engine->kinds[t.kind].make(g, &t)) {
		bool other = t.kind == KIND_COLUMN && t.family != spec_find(g->spec, t.id)->family;

		*spec_find(g->spec, t.id) = t;
		drop_references(g, t.id);
		if (other)
			drop_typed(g, t.id);
	}
	g->self = 0;
}

static void rename_it(struct gen *g, struct thing *t)
{
	const char *dot = strchr(t->name, '.');
	bool qualified = t->name[0] == '@' && dot != NULL;
	const char *name = make_name(g, ++g->spec->last);

	t->name = qualified ? gen_text(g, "%.*s%s", (int)(dot + 1 - t->name), t->name, name) : name;
}

static void move_it(struct gen *g, struct thing *t)
{
	size_t i = gen_below(g, (uint32_t)g->spec->len), k = (size_t)(t - g->spec->v);
	struct thing copy = *t;

	g->spec->v[k] = g->spec->v[i];
	g->spec->v[i] = copy;
}

static void edit(struct gen *g)
{
	struct thing *t = any_thing(g);
	uint32_t way = gen_below(g, 100);

	if (t == NULL || way < 25) {
		make_any(g);
	} else if (way < 45 && !t->pinned) {
		t->gone = true;
		g->freed = t->part || g->engine->kinds[t->kind].own_names ? NULL : t->name;
	} else if (way < 75) {
		make_again(g, t);
	} else if (way < 85 && !(t->pinned && t->kind != KIND_COLUMN)) {
		rename_it(g, t);
	} else if (way < 90) {
		move_it(g, t);
	} else {
		make_any(g);
	}
}

void gen_pair(const struct engine *engine, uint64_t seed, struct arena *a, struct spec *before,
	      struct spec *after)
{
	struct gen g = {.arena = a, .engine = engine};
	uint32_t edits;

	g.state = (seed + 1) * UINT64_C(0x9e3779b97f4a7c15);
	*before = (struct spec){0};
	g.spec = before;
	make_all(&g);
	*after = spec_copy(before, a);
	g.spec = after;
	edits = 1 + gen_below(&g, 8);
	while (edits-- > 0)
		edit(&g);
}
