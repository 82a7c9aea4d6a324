/* SPDX-License-Identifier: Apache-2.0 */
#include "trial.h"

#include "base/vec.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void trial_done(struct trial *t)
{
	arena_done(&t->arena);
	buf_done(&t->out);
}

void trial_script(const struct trial *t, const struct spec *s, struct buf *b)
{
	_cleanup_arena_ struct arena a = {0};
	const struct thing **things;
	size_t n = spec_order(s, &a, &things);

	for (size_t i = 0; i < n; i++) {
		_cleanup_buf_ struct buf text = {0};
		struct statement st;

		spec_statement(s, things[i], &text);
		st = (struct statement){.text = buf_str(&text), .len = text.len};
		t->bench->dialect->script(b, &st);
	}
}

/* One after the other, as the engine takes them; with what it says of the first it does not. */
static bool load(struct trial *t, struct spec *s, int database, bool tolerant)
{
	struct db *db = t->bench->db[database];
	const struct thing **things;
	size_t n = spec_order(s, &t->arena, &things);

	for (size_t i = 0; i < n; i++) {
		_cleanup_buf_ struct buf b = {0};
		struct pawl_error err = {0};
		int64_t changed;

		if (!spec_is_alive(s, things[i]->id))
			continue; /* it needs one that was left out */
		spec_statement(s, things[i], &b);
		if (db_exec(db, buf_str(&b), b.len, &changed, &err) == 0) {
			t->loaded++;
			continue;
		}
		if (!tolerant)
			return false;
		if (getenv("PAWL_PROPERTY_REFUSED") != NULL)
			fprintf(stderr, "# %s\n%s\n", err.message, buf_str(&b));
		spec_find(s, things[i]->id)->gone = true;
		t->left_out++;
	}
	return true;
}

static int prepare(struct trial *t, struct pair *p, bool tolerant, struct pawl_error *err)
{
	struct {
		struct spec *spec;
		struct schema *schema;
	} sides[] = {{&t->before, &p->a}, {&t->after, &p->b}};
	int rc = 0;

	for (int i = PAIR_A; rc == 0 && i <= PAIR_B; i++) {
		rc = golden_fresh(t->bench, i, true, err);
		if (rc == 0 && !load(t, sides[i].spec, i, tolerant))
			rc = error_fail(err, PAWL_E_SQL, __FILE__, __LINE__, "it does not load");
		if (rc == 0)
			rc = golden_inspect(t->bench, i, &p->arena, sides[i].schema, err);
	}
	return rc;
}

static const char *check_ways(struct trial *t, struct pair *p)
{
	struct pair_way up, down;

	pair_find_way(p, &p->options, &p->a, &p->b, &up);
	pair_find_way(p, &p->options, &p->b, &p->a, &down);
	t->reason = pair_refusal(&up);
	if (t->reason != NULL)
		return NULL;
	if (pair_check_way(p, "up", &up, &p->b) != 0)
		return "up";
	t->reason = pair_refusal(&down);
	if (t->reason == NULL && pair_check_way(p, "down", &down, &p->a) != 0)
		return "down";
	return NULL;
}

static const char *check(struct trial *t, struct pair *p, bool tolerant)
{
	struct pawl_error err = {0};

	if (prepare(t, p, tolerant, &err) != 0) {
		pair_complain_of(p, "load", &err, NULL);
		return "load";
	}
	p->options.version = db_info(t->bench->db[PAIR_A])->version;
	if (pair_check_dump(p, "dump of before.sql", &p->a) != 0)
		return "dump of before.sql";
	if (pair_check_dump(p, "dump of after.sql", &p->b) != 0)
		return "dump of after.sql";
	return check_ways(t, p);
}

void trial_run(struct trial *t, bool tolerant)
{
	struct pair p = {.bench = t->bench, .name = t->bench->dialect->name, .setup = true};

	arena_reset(&t->arena);
	buf_clear(&t->out);
	t->loaded = t->left_out = 0;
	t->reason = NULL;
	t->failed = check(t, &p, tolerant);
	t->reason = arena_strdup(&t->arena, t->reason);
	buf_adds(&t->out, buf_str(&p.out));
	pair_done(&p);
}

/* Does it fail in the same way with other specs? Then keep them. */
static bool is_enough(struct trial *t, const struct spec *before, const struct spec *after)
{
	struct spec old[] = {t->before, t->after};
	const char *failed = t->failed;

	t->before = *before;
	t->after = *after;
	trial_run(t, false);
	if (t->failed != NULL && strcmp(t->failed, failed) == 0)
		return true;
	t->before = old[0];
	t->after = old[1];
	t->failed = failed;
	return false;
}

static bool differs(const struct thing *one, const struct thing *other)
{
	return one->text != other->text || one->type != other->type || one->name != other->name;
}

/* Without thing id. */
static bool try_without(struct trial *t, struct arena *a, int id)
{
	struct spec sides[] = {spec_copy(&t->before, a), spec_copy(&t->after, a)};
	bool any = false;

	for (size_t i = 0; i < 2; i++) {
		struct thing *thing = spec_find(&sides[i], id);

		any |= thing != NULL && spec_is_alive(&sides[i], id);
		if (thing != NULL)
			thing->gone = true;
	}
	return any && is_enough(t, &sides[0], &sides[1]);
}

/* With thing id as it was before. */
static bool try_unedited(struct trial *t, struct arena *a, int id)
{
	struct spec after = spec_copy(&t->after, a);
	const struct thing *old = spec_find(&t->before, id);
	struct thing *new = spec_find(&after, id);

	if (old == NULL || new == NULL || old->gone || (!new->gone && !differs(old, new)))
		return false;
	*new = *old;
	return is_enough(t, &t->before, &after);
}

/* With a column of both that has nothing but its type. */
static bool try_bare(struct trial *t, struct arena *a, int id)
{
	struct spec sides[] = {spec_copy(&t->before, a), spec_copy(&t->after, a)};
	bool any = false;

	for (size_t i = 0; i < 2; i++) {
		struct thing *thing = spec_find(&sides[i], id);

		if (thing == NULL || thing->type == NULL || *thing->text == '\0')
			continue;
		thing->text = "";
		any = true;
	}
	return any && is_enough(t, &sides[0], &sides[1]);
}

void trial_shrink(struct trial *t, struct arena *a, int runs)
{
	bool (*const ways[])(struct trial *, struct arena *, int) = {try_without, try_unedited,
								     try_bare};
	bool smaller = true;

	while (smaller && runs > 0) {
		int last = t->before.last > t->after.last ? t->before.last : t->after.last;

		smaller = false;
		for (size_t way = 0; way < sizeof(ways) / sizeof(*ways); way++)
			for (int id = last; id > 0 && runs > 0; id--, runs--)
				smaller |= ways[way](t, a, id);
	}
	trial_run(t, false);
}
