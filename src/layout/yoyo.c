/* SPDX-License-Identifier: Apache-2.0 */
/*
 * yoyo-migrations: <id>.sql with <id>.rollback.sql beside it. Comments above the
 * first statement say what must have run before ("-- depends: ID ID") and whether
 * it may run in a transaction ("-- transactional: false"). By name, but nothing
 * before what it depends on. .py files are steps that pawl cannot run.
 * (yoyo-migrations, yoyo/migrations.py)
 */
#include "base/map.h"
#include "base/text.h"
#include "base/vec.h"
#include "layout/backends.h"
#include "layout/collect.h"
#include "layout/evidence.h"

#include <string.h>

static const char rollback[] = ".rollback";

/* "-- depends: a b": what follows the word; false for any other line. */
static bool is_directive(const struct line *l, const char *word, const char **ret, size_t *ret_len)
{
	const char *p = l->text, *end = p + l->len;
	size_t n = strlen(word);

	while (p < end && (*p == ' ' || *p == '\t'))
		p++;
	if (end - p < 2 || p[0] != '-' || p[1] != '-')
		return false;
	for (p += 2; p < end && (*p == ' ' || *p == '\t'); p++)
		;
	if ((size_t)(end - p) < n || memcmp(p, word, n) != 0)
		return false;
	for (p += n; p < end && (*p == ' ' || *p == '\t'); p++)
		;
	if (p == end || *p != ':')
		return false;
	*ret = p + 1;
	*ret_len = (size_t)(end - p) - 1;
	return true;
}

static bool is_depends(const struct line *l)
{
	const char *rest;
	size_t len;

	return is_directive(l, "depends", &rest, &len);
}

static bool is_comment(const struct line *l)
{
	size_t i = 0;

	while (i < l->len && (l->text[i] == ' ' || l->text[i] == '\t'))
		i++;
	return i == l->len || (l->len - i >= 2 && memcmp(l->text + i, "--", 2) == 0);
}

/* Is word one of the blank-separated words in s? */
static bool holds_word(const char *s, size_t len, const char *word)
{
	while (len > 0 && (*s == ' ' || *s == '\t')) {
		s++;
		len--;
	}
	return len >= strlen(word) && strncmp(s, word, strlen(word)) == 0;
}

static int set_transaction(const struct gather *g, const struct gather_item *item,
			   const struct tree_text *text, struct arena *a, struct migration *m,
			   struct pawl_error *err)
{
	struct script *s = item->role == GATHER_DOWN ? &m->down : &m->up;
	struct lines lines;
	struct line l;
	const char *rest;
	size_t len;

	(void)g;
	(void)a;
	(void)err;
	lines_init(&lines, text->data, text->len);
	while (lines_next(&lines, &l) && is_comment(&l))
		if (is_directive(&l, "transactional", &rest, &len) &&
		    holds_word(rest, len, "false"))
			s->settings.tx = MIGRATION_TX_OFF;
	return 0;
}

static int parse_name(const struct layout_input *in, const struct tree_entry *e, struct arena *a,
		      struct gather_item *ret, bool *ret_taken, struct pawl_error *err)
{
	size_t len = strlen(e->name);
	bool sql = text_ends(e->name, ".sql"), python = text_ends(e->name, ".py");
	const char *id;

	(void)in;
	(void)err;
	if (e->is_dir || e->depth > 0 || !(sql || python) || text_starts(e->name, "__"))
		return 0;
	id = arena_strndup(a, e->name, len - (sql ? 4 : 3));
	if (text_starts(id, "post-apply")) {
		fail(err, PAWL_E_FILE, "file \"%s\" is a hook that pawl does not run", e->path);
		hint(err, "make it a hook of pawl's, after-up in [hooks], and move it out of the "
			  "folder");
		return PAWL_E_FILE;
	}
	*ret_taken = true;
	*ret = (struct gather_item){.file = e,
				    .role = GATHER_UP,
				    .version = id,
				    .name = "",
				    .language = sql ? NULL : "Python"};
	if (sql && text_ends(id, rollback)) {
		ret->role = GATHER_DOWN;
		ret->version = arena_strndup(a, id, strlen(id) - strlen(rollback));
	}
	return 0;
}

struct step {
	struct gather_item *item;
	VEC(const char *) depends;
	unsigned long line;
	bool placed;
};

static void read_depends(struct step *s, struct arena *a)
{
	const char *text = tree_peek(s->item->file, a), *rest;
	struct lines lines;
	struct line l;
	size_t len;

	if (text_starts(text, "\xef\xbb\xbf"))
		text += 3;
	lines_init(&lines, text, strlen(text));
	while (lines_next(&lines, &l) && is_comment(&l)) {
		if (!is_directive(&l, "depends", &rest, &len))
			continue;
		s->line = l.number;
		for (size_t i = 0, n; i < len; i += n + 1) {
			for (n = 0; i + n < len && strchr(" \t", rest[i + n]) == NULL; n++)
				;
			if (n != 0)
				*vec_push(&s->depends, a) = arena_strndup(a, rest + i, n);
		}
	}
}

static int refuse(const struct step *s, const char *what, const char *name, struct pawl_error *err)
{
	fail(err, PAWL_E_FILE, "migration \"%s\" depends on \"%s\", %s", s->item->version, name,
	     what);
	hint(err, "name another one behind \"-- depends:\", or none");
	at(err, s->item->file->path, s->line, 1);
	return PAWL_E_FILE;
}

/* The first that stands in the way of s; NULL if nothing does. */
static const char *waits_for(const struct step *s, const struct map *by_id)
{
	for (size_t i = 0; i < s->depends.len; i++) {
		const struct step *other = map_get(by_id, s->depends.v[i]);

		if (other == NULL || !other->placed)
			return s->depends.v[i];
	}
	return NULL;
}

/* Give each its position: the first by name that waits for nothing, again and again. */
static int place(struct step *v, size_t n, const struct map *by_id, struct pawl_error *err)
{
	size_t placed = 0, before;

	do {
		before = placed;
		for (size_t i = 0; i < n; i++) {
			if (v[i].placed || waits_for(&v[i], by_id) != NULL)
				continue;
			v[i].placed = true;
			v[i].item->position = placed++;
		}
	} while (placed != before);
	for (size_t i = 0; i < n; i++) {
		const char *name = v[i].placed ? NULL : waits_for(&v[i], by_id);

		if (name != NULL && !map_has(by_id, name))
			return refuse(&v[i], "which is not there", name, err);
	}
	for (size_t i = 0; i < n; i++)
		if (!v[i].placed)
			return refuse(&v[i], "which depends on it in turn", waits_for(&v[i], by_id),
				      err);
	return 0;
}

static int compare(const struct gather_item *x, const struct gather_item *y)
{
	return (x->position > y->position) - (x->position < y->position);
}

struct folder {
	struct gather_item *items;
	struct step *steps;
	size_t items_len, len;
	struct map by_id;
};

static int read_steps(const struct layout_input *in, struct arena *a, struct folder *ret,
		      struct pawl_error *err)
{
	int rc = collect_items(in, parse_name, a, &ret->items, &ret->items_len, err);

	if (rc != 0)
		return rc;
	ret->by_id.arena = a;
	ret->steps = arena_array(a, struct step, ret->items_len);
	for (size_t i = 0; i < ret->items_len; i++) {
		struct step *s = &ret->steps[ret->len];

		if (ret->items[i].role != GATHER_UP)
			continue;
		*s = (struct step){.item = &ret->items[i]};
		read_depends(s, a);
		map_put(&ret->by_id, s->item->version, s);
		ret->len++;
	}
	return 0;
}

/* The line that says it, where all that is named behind such lines is there: else it is prose. */
static enum layout_match recognise(const struct layout_input *in, struct arena *a,
				   const char **ret_why)
{
	struct folder f = {0};
	size_t names = 0;

	if (!evidence_line(in, 0, is_depends, a, ret_why) || read_steps(in, a, &f, NULL) != 0)
		return LAYOUT_NO;
	for (size_t i = 0; i < f.len; i++) {
		for (size_t j = 0; j < f.steps[i].depends.len; j++)
			if (!map_has(&f.by_id, f.steps[i].depends.v[j]))
				return LAYOUT_NO;
		names += f.steps[i].depends.len;
	}
	return names != 0 || f.items_len != f.len ? LAYOUT_SURE : LAYOUT_NO;
}

static int read_list(const struct layout_input *in, struct arena *a, struct migration_list *ret,
		     struct pawl_error *err)
{
	const struct gather g = {.in = in,
				 .compare = compare,
				 .read_text = set_transaction,
				 .read_down = set_transaction};
	struct folder f = {0};
	int rc = read_steps(in, a, &f, err);

	if (rc == 0)
		rc = place(f.steps, f.len, &f.by_id, err);
	if (rc != 0)
		return rc;
	for (size_t i = 0; i < f.items_len; i++) {
		const struct step *up = map_get(&f.by_id, f.items[i].version);

		if (f.items[i].role == GATHER_DOWN)
			f.items[i].position = up == NULL ? f.len + i : up->item->position;
	}
	return gather_build(&g, f.items, f.items_len, a, ret, err);
}

const struct layout layout_yoyo = {
	.name = "yoyo",
	.recognise = recognise,
	.read = read_list,
};
