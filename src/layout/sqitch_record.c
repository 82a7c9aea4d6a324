/* SPDX-License-Identifier: Apache-2.0 */
#include "layout/sqitch_record.h"

#include "base/buf.h"
#include "base/vec.h"

#include <string.h>

struct details {
	struct migration_detail *v;
	size_t len, cap;
};

static const struct migration_value *values_dup(const struct migration_value *v, size_t n,
						struct arena *a)
{
	struct migration_value *copy = arena_array(a, struct migration_value, n);

	memcpy(copy, v, n * sizeof(*v));
	return copy;
}

/* "2024-01-02T03:04:05Z" as the databases take it, in UTC: "2024-01-02 03:04:05". */
static const char *time_of(const struct sqitch_entry *e, struct arena *a)
{
	char *text = arena_strndup(a, e->date, strcspn(e->date, "Z"));
	char *t = strchr(text, 'T');

	if (t != NULL)
		*t = ' ';
	return text;
}

/* "Name <mail>" */
static const char *planner_name(const struct sqitch_entry *e, struct arena *a)
{
	size_t len = strcspn(e->planner, "<");

	while (len > 0 && e->planner[len - 1] == ' ')
		len--;
	return arena_strndup(a, e->planner, len);
}

static const char *planner_email(const struct sqitch_entry *e, struct arena *a)
{
	const char *p = e->planner + strcspn(e->planner, "<");

	p += *p == '<';
	return arena_strndup(a, p, strcspn(p, ">"));
}

static bool has_tag(const struct sqitch_change *c, const char *tag)
{
	for (size_t i = 0; i < c->own_tags_len; i++)
		if (strcmp(c->own_tags[i].entry.name, tag) == 0)
			return true;
	return false;
}

/*
 * "change", "change@tag" or "@tag" above a change of the same plan: the id, NULL if it
 * is not there. A change that was reworked is the last, or the last up to the tag.
 */
static const char *find(const struct sqitch_plan *plan, size_t before, const char *name)
{
	const char *tag = strchr(name, '@');
	size_t len = tag == NULL ? strlen(name) : (size_t)(tag - name);
	size_t i = before;

	while (tag != NULL && i > 0 && !has_tag(&plan->v[i - 1], tag))
		i--;
	for (; i > 0; i--) {
		const struct sqitch_change *c = &plan->v[i - 1];

		if (len == 0 || (strlen(c->name) == len && memcmp(c->name, name, len) == 0))
			return c->id;
	}
	return NULL;
}

static void add_dependency(const struct sqitch_plan *plan, size_t change,
			   const struct sqitch_dependency *d, struct arena *a, struct details *ret)
{
	const struct migration_value values[] = {
		{"name", d->name},
		{"id", d->change == NULL ? find(plan, change, d->name) : NULL},
		{"other_project", d->project},
		{"other_change", d->change},
		{NULL, NULL},
	};

	*vec_push(ret, a) = (struct migration_detail){
		d->conflict ? "conflict" : "require",
		values_dup(values, sizeof(values) / sizeof(*values), a),
	};
}

static void add_tag(const struct sqitch_tag *t, struct arena *a, struct details *ret)
{
	const struct sqitch_entry *e = &t->entry;
	const struct migration_value values[] = {
		{"name", e->name},
		{"id", t->id},
		{"note", e->note},
		{"planned_at", time_of(e, a)},
		{"planner_name", planner_name(e, a)},
		{"planner_email", planner_email(e, a)},
		{NULL, NULL},
	};

	*vec_push(ret, a) = (struct migration_detail){
		"tag", values_dup(values, sizeof(values) / sizeof(*values), a)};
}

void sqitch_record(const struct sqitch_plan *plan, size_t change, const char *projects,
		   struct arena *a, struct migration_record *ret)
{
	const struct sqitch_change *c = &plan->v[change];
	const struct migration_value values[] = {
		{"project", plan->project},
		{"projects", projects},
		{"uri", plan->uri},
		{"note", c->entry.note},
		{"planned_at", time_of(&c->entry, a)},
		{"planner_name", planner_name(&c->entry, a)},
		{"planner_email", planner_email(&c->entry, a)},
		{NULL, NULL},
	};
	struct sqitch_dependency d;
	struct details details = {0};

	for (size_t pos = 0; sqitch_next_dependency(plan->project, &c->entry, &pos, a, &d);)
		add_dependency(plan, change, &d, a, &details);
	for (size_t i = 0; i < c->own_tags_len; i++)
		add_tag(&c->own_tags[i], a, &details);
	ret->version = c->id;
	ret->description = c->name;
	ret->values = values_dup(values, sizeof(values) / sizeof(*values), a);
	ret->details = details.v;
	ret->details_len = details.len;
}
