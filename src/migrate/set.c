/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Ordering is a depth-first walk over "runs after" edges: what requires names,
 * and for a number the next smaller number. Walking the numbers upwards first
 * keeps the implicit edges satisfied without ever being followed; the stack is
 * explicit because a chain of hash ids can be as long as the folder.
 */
#include "migrate/set.h"

#include "base/buf.h"
#include "base/error.h"
#include "base/file.h"
#include "base/text.h"
#include "base/vec.h"

#include <stdlib.h>
#include <string.h>

#define DIGITS "0123456789"
#define SEPARATORS ".-_"

enum mark { UNSEEN, OPEN, PLACED };

/* A migration while the order is being made; index = place in the sorted input. */
struct node {
	const struct migration *m;
	size_t *needs; /* indexes of nodes */
	size_t next;   /* the edge to follow next */
	size_t position;
	enum mark mark;
};

struct graph {
	struct node *v;
	size_t len;
	struct arena *arena;
	bool ordered;          /* the layout says in what order */
	struct map by_version; /* as written: what nearly every reference uses */
};

bool set_is_number(const char *version)
{
	size_t n = strspn(version, DIGITS);

	while (n != 0 && version[n] != '\0' && strchr(SEPARATORS, version[n]) != NULL) {
		size_t part = strspn(version + n + 1, DIGITS);

		if (part == 0)
			return false;
		n += part + 1;
	}
	return n != 0 && version[n] == '\0';
}

static int compare_parts(const char *a, const char *b)
{
	while (*a != '\0' || *b != '\0') {
		size_t m = strspn(a, DIGITS), n = strspn(b, DIGITS);
		int order = text_compare_numbers(m == 0 ? "0" : a, m == 0 ? 1 : m, n == 0 ? "0" : b,
						 n == 0 ? 1 : n);

		if (order != 0)
			return order;
		a += m + (a[m] != '\0');
		b += n + (b[n] != '\0');
	}
	return 0;
}

int set_compare_versions(const char *a, const char *b)
{
	bool numbers = set_is_number(a) && set_is_number(b);

	return numbers ? compare_parts(a, b) : strcmp(a, b);
}

/* Versioned before repeatable, numbers before hash ids, then version, then file name. */
static int compare_migrations(const void *x, const void *y)
{
	const struct migration *a = ((const struct node *)x)->m, *b = ((const struct node *)y)->m;
	int order;

	if (a->kind != b->kind)
		return a->kind == MIGRATION_REPEATABLE ? 1 : -1;
	if (a->hash_id != b->hash_id)
		return a->hash_id ? 1 : -1;
	order = a->kind == MIGRATION_REPEATABLE ? 0 : set_compare_versions(a->version, b->version);
	return order != 0 ? order : strcmp(a->filename, b->filename);
}

/* How well a name fits a migration. */
enum fit { FIT_NONE, FIT_PREFIX, FIT_EXACT };

static enum fit name_fits(const struct migration *m, const char *name)
{
	size_t len = strlen(name), version = strlen(m->version);

	if (m->kind != MIGRATION_VERSIONED)
		return FIT_NONE;
	if (strcmp(name, m->filename) == 0 || strcmp(name, m->version) == 0)
		return FIT_EXACT;
	if (set_is_number(name) && set_is_number(m->version))
		return set_compare_versions(name, m->version) == 0 ? FIT_EXACT
		       : strncmp(name, m->version, len) == 0       ? FIT_PREFIX
								   : FIT_NONE;
	if (strncmp(name, m->version, version) == 0 && name[version] == '_' &&
	    strcmp(name + version + 1, m->name) == 0)
		return FIT_EXACT;
	return len >= 2 && strncmp(name, m->version, len) == 0 ? FIT_PREFIX : FIT_NONE;
}

/* The baseline that has taken the place of what name stands for. */
static bool find_baseline(const struct graph *g, const char *name, size_t *ret)
{
	size_t version = strcspn(name, "_");

	for (size_t i = 0; i < g->len; i++)
		for (size_t j = 0; j < g->v[i].m->replaces_len; j++) {
			const char *replaced = g->v[i].m->replaces[j];

			if (strlen(replaced) != version || strncmp(replaced, name, version) != 0)
				continue;
			*ret = i;
			return true;
		}
	return false;
}

/* The one node that a requires reference means. */
static int resolve(const struct graph *g, const struct node *from, const struct migration_ref *ref,
		   size_t *ret, struct pawl_error *err)
{
	size_t prefixes = 0, found = 0;
	const struct node *exact = map_get(&g->by_version, ref->name);

	if (exact != NULL) {
		*ret = (size_t)(exact - g->v);
		return 0;
	}
	for (size_t i = 0; i < g->len; i++) {
		enum fit fit = name_fits(g->v[i].m, ref->name);

		if (fit == FIT_EXACT) {
			*ret = i;
			return 0;
		}
		if (fit == FIT_PREFIX && g->v[i].m->hash_id && strlen(ref->name) >= 4) {
			prefixes++;
			found = i;
		}
	}
	if (prefixes == 1) {
		*ret = found;
		return 0;
	}
	if (find_baseline(g, ref->name, ret))
		return 0;
	fail(err, PAWL_E_SYNTAX, "migration \"%s\" requires \"%s\", which %s", from->m->filename,
	     ref->name, prefixes == 0 ? "does not exist" : "fits several migrations");
	hint(err, "name a version that the folder holds, such as \"%s\"", g->v[0].m->version);
	at(err, from->m->path, ref->line, ref->column);
	return PAWL_E_SYNTAX;
}

static int link_node(struct graph *g, struct node *n, struct pawl_error *err)
{
	n->needs = arena_array(g->arena, size_t, n->m->requires_len);
	for (size_t i = 0; i < n->m->requires_len; i++) {
		const struct migration_ref *ref = &n->m->requires[i];
		const struct migration *other;
		int rc = resolve(g, n, ref, &n->needs[i], err);

		if (rc != 0)
			return rc;
		other = g->v[n->needs[i]].m;
		if (n->m->hash_id || other->hash_id || n->m->kind == MIGRATION_REPEATABLE ||
		    (g->ordered ? &g->v[n->needs[i]] < n
				: set_compare_versions(other->version, n->m->version) < 0))
			continue;
		fail(err, PAWL_E_SYNTAX, "migration \"%s\" requires \"%s\", which %s",
		     n->m->filename, ref->name,
		     other == n->m ? "is itself" : "comes after it by its number");
		hint(err, "a numbered migration can require smaller numbers and hash ids only");
		at(err, n->m->path, ref->line, ref->column);
		return PAWL_E_SYNTAX;
	}
	return 0;
}

static int report_cycle(const struct graph *g, const size_t *stack, size_t depth, size_t again,
			struct pawl_error *err)
{
	_cleanup_buf_ struct buf path = {0};
	const struct node *n = &g->v[again];
	size_t i = 0;

	while (stack[i] != again)
		i++;
	for (; i < depth; i++)
		buf_printf(&path, "%s -> ", g->v[stack[i]].m->version);
	buf_adds(&path, n->m->version);
	fail(err, PAWL_E_SYNTAX, "migrations require each other in a cycle: %s", path.data);
	hint(err, "remove one of these pawl:requires");
	at(err, n->m->path, n->m->requires_len ? n->m->requires[0].line : 0, 0);
	return PAWL_E_SYNTAX;
}

/* Place a node behind everything it needs. stack has room for every node. */
static int place(struct graph *g, size_t root, size_t *stack, size_t *order, size_t *placed,
		 struct pawl_error *err)
{
	size_t depth = 0;

	if (g->v[root].mark == PLACED)
		return 0;
	stack[depth++] = root;
	g->v[root].mark = OPEN;
	while (depth > 0) {
		struct node *n = &g->v[stack[depth - 1]];

		if (n->next == n->m->requires_len) {
			n->mark = PLACED;
			n->position = *placed;
			order[(*placed)++] = stack[--depth];
			continue;
		}
		size_t need = n->needs[n->next++];

		if (g->v[need].mark == OPEN)
			return report_cycle(g, stack, depth, need, err);
		if (g->v[need].mark == UNSEEN) {
			g->v[need].mark = OPEN;
			stack[depth++] = need;
		}
	}
	return 0;
}

/* A hash id between two numbers can turn their order round: that is a cycle, too. */
static int check_numbers(const struct graph *g, const size_t *order, struct pawl_error *err)
{
	const struct migration *last = NULL;

	for (size_t i = 0; i < g->len; i++) {
		const struct migration *m = g->v[order[i]].m;

		if (m->kind != MIGRATION_VERSIONED || m->hash_id)
			continue;
		if (last != NULL && set_compare_versions(last->version, m->version) > 0) {
			fail(err, PAWL_E_SYNTAX,
			     "migration \"%s\" is required by something that comes before \"%s\"",
			     last->filename, m->filename);
			hint(err, "a numbered migration can require smaller numbers only");
			at(err, last->path, 0, 0);
			return PAWL_E_SYNTAX;
		}
		last = m;
	}
	return 0;
}

static bool is_excluded(const struct migration *m, const char *environment)
{
	if (m->envs_len == 0)
		return false;
	for (size_t i = 0; i < m->envs_len; i++)
		if (environment != NULL && strcmp(m->envs[i], environment) == 0)
			return false;
	return true;
}

static void fill_entry(const struct graph *g, const struct node *n, const char *environment,
		       struct arena *a, struct set_entry *e)
{
	size_t *needs = arena_array(a, size_t, n->m->requires_len);

	for (size_t i = 0; i < n->m->requires_len; i++)
		needs[i] = g->v[n->needs[i]].position;
	*e = (struct set_entry){
		.m = n->m,
		.position = n->position,
		.needs = needs,
		.needs_len = n->m->requires_len,
		.excluded = is_excluded(n->m, environment),
	};
}

/* Heads: the last number, and every hash id, that nothing requires. */
static void mark_heads(struct set *s, struct arena *a)
{
	bool *required = arena_array(a, bool, s->len);
	const struct set_entry *last = NULL;

	for (size_t i = 0; i < s->len; i++)
		for (size_t j = 0; j < s->v[i].needs_len; j++)
			required[s->v[i].needs[j]] = true;
	for (size_t i = 0; i < s->versioned; i++) {
		if (!s->v[i].m->hash_id)
			last = &s->v[i];
		s->v[i].is_head = s->v[i].m->hash_id && !required[i];
	}
	if (last != NULL && !required[last->position])
		s->v[last->position].is_head = true;
}

/* Does a tool that orders its migrations itself do so by other than the numbers of the versions? */
static bool is_by_name(const struct migration_list *list)
{
	const char *last = NULL;

	for (size_t i = 0; list->ordered && i < list->len; i++) {
		const struct migration *m = &list->v[i];

		if (m->kind != MIGRATION_VERSIONED)
			break;
		if (!set_is_number(m->version) ||
		    (last != NULL && set_compare_versions(last, m->version) > 0))
			return true;
		last = m->version;
	}
	return false;
}

int set_build(const struct migration_list *list, const char *environment, struct arena *a,
	      struct set *ret, struct pawl_error *err)
{
	struct graph g = {.v = arena_array(a, struct node, list->len),
			  .len = list->len,
			  .arena = a,
			  .ordered = list->ordered};
	size_t *stack = arena_array(a, size_t, list->len);
	size_t *order = arena_array(a, size_t, list->len);
	size_t placed = 0;
	struct set s = {.len = list->len,
			.by_filename = {.arena = a},
			.by_name = is_by_name(list),
			.layout = list->layout,
			.also = list->also,
			.asides = list->asides,
			.asides_len = list->asides_len};
	int rc;

	for (size_t i = 0; i < list->len; i++)
		g.v[i].m = &list->v[i];
	if (g.len != 0 && !list->ordered)
		qsort(g.v, g.len, sizeof(*g.v), compare_migrations);
	g.by_version.arena = a;
	for (size_t i = 0; i < g.len && g.v[i].m->kind == MIGRATION_VERSIONED; i++)
		map_put(&g.by_version, g.v[i].m->version, &g.v[i]);
	for (size_t i = 0; i < g.len; i++) {
		rc = link_node(&g, &g.v[i], err);
		if (rc != 0)
			return rc;
	}
	for (size_t i = 0; i < g.len; i++) {
		rc = place(&g, i, stack, order, &placed, err);
		if (rc != 0)
			return rc;
	}
	rc = list->ordered ? 0 : check_numbers(&g, order, err);
	if (rc != 0)
		return rc;
	s.v = arena_array(a, struct set_entry, s.len);
	for (size_t i = 0; i < s.len; i++) {
		fill_entry(&g, &g.v[order[i]], environment, a, &s.v[i]);
		s.versioned += s.v[i].m->kind == MIGRATION_VERSIONED;
		map_put(&s.by_filename, s.v[i].m->filename, &s.v[i]);
	}
	mark_heads(&s, a);
	*ret = s;
	return 0;
}

const struct set_entry *set_find_file(const struct set *s, const char *filename)
{
	return map_get(&s->by_filename, filename);
}

int set_lookup(const struct set *s, const char *name, const struct set_entry **ret,
	       struct pawl_error *err)
{
	const struct set_entry *found = NULL;
	size_t prefixes = 0;

	/* A path, as the shell completes it, unless a name with slashes is meant. */
	if (strchr(name, '/') != NULL && !map_has(&s->by_filename, name))
		name = file_base(name);
	for (size_t i = 0; i < s->versioned; i++) {
		enum fit fit = name_fits(s->v[i].m, name);

		if (fit == FIT_EXACT) {
			*ret = &s->v[i];
			return 0;
		}
		if (fit == FIT_PREFIX) {
			prefixes++;
			found = &s->v[i];
		}
	}
	if (prefixes == 1) {
		*ret = found;
		return 0;
	}
	if (prefixes == 0)
		fail(err, PAWL_E_USAGE, "there is no migration \"%s\"", name);
	else
		fail(err, PAWL_E_USAGE, "\"%s\" fits %zu migrations", name, prefixes);
	hint(err, "\"pawl status\" lists the versions");
	return PAWL_E_USAGE;
}

const bool *set_history_of(const struct set *s, const struct set_entry *target, struct arena *a)
{
	bool *in = arena_array(a, bool, s->len);
	bool numbers = !target->m->hash_id;

	in[target->position] = true;
	for (size_t p = target->position + 1; p-- > 0;) {
		const struct set_entry *e = &s->v[p];

		if (numbers && !e->m->hash_id)
			in[p] = true;
		if (!in[p])
			continue;
		numbers = numbers || !e->m->hash_id;
		for (size_t i = 0; i < e->needs_len; i++)
			in[e->needs[i]] = true;
	}
	return in;
}
