/* SPDX-License-Identifier: Apache-2.0 */
#include "layout/sqitch_plan.h"

#include "base/buf.h"
#include "base/map.h"
#include "base/text.h"
#include "base/vec.h"
#include "layout/digest.h"
#include "layout/sections.h"

#include <string.h>

struct reader {
	const struct tree_entry *file;
	struct arena *arena;
	const char *project, *uri, *parent; /* parent: the id of the change before */
	struct map known;                   /* changes and @tags so far */
	VEC(struct sqitch_change) changes;
	VEC(const char *) tags;          /* all, in order */
	VEC(struct sqitch_tag) all_tags; /* the same */
	VEC(size_t) first_tag;           /* of each change: how many tags came before it */
};

static int refuse(const struct reader *r, unsigned long line, const char *what, const char *how,
		  struct pawl_error *err)
{
	fail(err, PAWL_E_SYNTAX, "%s", what);
	hint(err, "%s", how);
	at(err, r->file->path, line, 1);
	return PAWL_E_SYNTAX;
}

static char *trimmed(struct arena *a, const char *from, const char *to)
{
	while (from < to && (*from == ' ' || *from == '\t'))
		from++;
	while (to > from && (to[-1] == ' ' || to[-1] == '\t'))
		to--;
	return arena_strndup(a, from, (size_t)(to - from));
}

/* "\n" and "\\" in a note. */
static const char *unescaped(char *note)
{
	char *to = note;

	for (const char *p = note; *p != '\0'; p++) {
		bool escape = p[0] == '\\' && (p[1] == 'n' || p[1] == '\\');

		*to++ = escape && p[1] == 'n' ? '\n' : *p;
		p += escape;
	}
	*to = '\0';
	return note;
}

static bool cut(const struct reader *r, const struct line *l, struct sqitch_entry *ret)
{
	struct arena *a = r->arena;
	const char *p = l->text, *end = l->text + l->len, *stop;

	*ret = (struct sqitch_entry){.dependencies = "", .note = ""};
	while (p < end && (*p == ' ' || *p == '\t'))
		p++;
	for (stop = p; stop < end && *stop != ' ' && *stop != '\t'; stop++)
		;
	ret->name = trimmed(a, p, stop);
	for (p = stop; p < end && (*p == ' ' || *p == '\t'); p++)
		;
	if (p < end && *p == '[') {
		stop = memchr(p, ']', (size_t)(end - p));
		if (stop == NULL)
			return false;
		ret->dependencies = trimmed(a, p + 1, stop);
		for (p = stop + 1; p < end && (*p == ' ' || *p == '\t'); p++)
			;
	}
	stop = memchr(p, ' ', (size_t)(end - p));
	if (stop == NULL)
		return false;
	ret->date = trimmed(a, p, stop);
	p = stop;
	stop = memchr(p, '>', (size_t)(end - p));
	if (stop == NULL)
		return false;
	ret->planner = trimmed(a, p, stop + 1);
	p = memchr(stop, '#', (size_t)(end - stop));
	if (p != NULL)
		ret->note = unescaped(trimmed(a, p + 1, end));
	return true;
}

bool sqitch_next_dependency(const char *project, const struct sqitch_entry *e, size_t *pos,
			    struct arena *a, struct sqitch_dependency *ret)
{
	const char *p = e->dependencies + *pos, *colon;
	size_t len = strcspn(p, " \t"), own = strlen(project);

	if (len == 0)
		return false;
	*pos += len + strspn(p + len, " \t");
	*ret = (struct sqitch_dependency){.conflict = *p == '!'};
	ret->name = arena_strndup(a, p + ret->conflict, len - ret->conflict);
	colon = strchr(ret->name, ':');
	if (colon == NULL)
		return true;
	if ((size_t)(colon - ret->name) == own && memcmp(ret->name, project, own) == 0) {
		ret->name = colon + 1;
		return true;
	}
	ret->project = arena_strndup(a, ret->name, (size_t)(colon - ret->name));
	ret->change = arena_strndup(a, colon + 1, strcspn(colon + 1, "@"));
	return true;
}

/* Requirements or conflicts, each on a line of its own, as the id counts them. */
static void list_dependencies(const struct reader *r, struct buf *b, const struct sqitch_entry *e,
			      bool conflicts)
{
	struct sqitch_dependency d;
	bool first = true;

	for (size_t pos = 0; sqitch_next_dependency(r->project, e, &pos, r->arena, &d);) {
		if (d.conflict != conflicts)
			continue;
		if (first)
			buf_adds(b, conflicts ? "\nconflicts" : "\nrequires");
		first = false;
		buf_printf(b, "\n  %c %s", conflicts ? '-' : '+', d.name);
	}
}

/* SHA-1 of what kind and text are, as git has it. */
static const char *digest(const struct reader *r, const char *kind, const struct buf *text)
{
	_cleanup_buf_ struct buf all = {0};

	buf_printf(&all, "%s %zu", kind, text->len);
	buf_addc(&all, '\0');
	buf_add(&all, text->data, text->len);
	return digest_sha1(all.data, all.len, r->arena);
}

static void begin_info(const struct reader *r, struct buf *info)
{
	buf_printf(info, "project %s", r->project);
	if (r->uri != NULL)
		buf_printf(info, "\nuri %s", r->uri);
}

static void end_info(struct buf *info, const struct sqitch_entry *e)
{
	if (e->note[0] != '\0')
		buf_printf(info, "\n\n%s", e->note);
}

static const char *change_id(const struct reader *r, const struct sqitch_entry *e)
{
	_cleanup_buf_ struct buf info = {0};

	begin_info(r, &info);
	buf_printf(&info, "\nchange %s", e->name);
	if (r->parent != NULL)
		buf_printf(&info, "\nparent %s", r->parent);
	buf_printf(&info, "\nplanner %s\ndate %s", e->planner, e->date);
	list_dependencies(r, &info, e, false);
	list_dependencies(r, &info, e, true);
	end_info(&info, e);
	return digest(r, "change", &info);
}

static const char *tag_id(const struct reader *r, const struct sqitch_entry *e)
{
	_cleanup_buf_ struct buf info = {0};

	begin_info(r, &info);
	buf_printf(&info, "\ntag %s\nchange %s\nplanner %s\ndate %s", e->name,
		   r->parent == NULL ? "" : r->parent, e->planner, e->date);
	end_info(&info, e);
	return digest(r, "tag", &info);
}

/* What a change requires stands above it; other projects' changes cannot be looked up. */
static int check_dependencies(const struct reader *r, const struct sqitch_entry *e,
			      unsigned long line, struct pawl_error *err)
{
	struct sqitch_dependency d;

	for (size_t pos = 0; sqitch_next_dependency(r->project, e, &pos, r->arena, &d);) {
		const char *name = d.name;
		char *at_tag = strchr(name + (name[0] == '@'), '@');

		if (d.conflict || d.change != NULL)
			continue;
		if (at_tag != NULL)
			*at_tag = '\0';
		if (map_has(&r->known, name))
			continue;
		return refuse(r, line,
			      arena_printf(r->arena,
					   "change \"%s\" requires \"%s\", which does not "
					   "stand above it",
					   e->name, name),
			      "put the lines into the order in which they can be deployed", err);
	}
	return 0;
}

/* The same change again: the tags since then name the files of the one before. */
static int rework(struct reader *r, size_t earlier, unsigned long line, struct pawl_error *err)
{
	size_t first = r->first_tag.v[earlier];
	struct sqitch_change *old = &r->changes.v[earlier];

	if (r->tags.len > first) {
		old->tags = &r->tags.v[first];
		old->tags_len = r->tags.len - first;
		return 0;
	}
	return refuse(r, line, arena_printf(r->arena, "change \"%s\" stands twice", old->name),
		      "a change can be reworked behind a tag only", err);
}

static int add_change(struct reader *r, const struct line *l, const struct sqitch_entry *e,
		      struct pawl_error *err)
{
	struct sqitch_change *c;
	int rc = check_dependencies(r, e, l->number, err);

	for (size_t i = r->changes.len; rc == 0 && map_has(&r->known, e->name) && i-- > 0;) {
		if (strcmp(r->changes.v[i].name, e->name) != 0)
			continue;
		rc = rework(r, i, l->number, err);
		break;
	}
	if (rc != 0)
		return rc;
	c = vec_push(&r->changes, r->arena);
	*c = (struct sqitch_change){
		.name = e->name, .id = change_id(r, e), .entry = *e, .line = l->number};
	*vec_push(&r->first_tag, r->arena) = r->tags.len;
	map_put(&r->known, e->name, NULL);
	r->parent = c->id;
	return 0;
}

static void read_pragma(struct reader *r, const struct line *l)
{
	const char *rest;
	size_t len;

	if (line_starts(l, "%project=", &rest, &len))
		r->project = arena_strndup(r->arena, rest, len);
	else if (line_starts(l, "%uri=", &rest, &len))
		r->uri = arena_strndup(r->arena, rest, len);
}

static int read_line(struct reader *r, const struct line *l, struct pawl_error *err)
{
	struct sqitch_entry e;

	if (line_is_blank(l) || l->text[0] == '#')
		return 0;
	if (l->text[0] == '%') {
		read_pragma(r, l);
		return 0;
	}
	if (!cut(r, l, &e))
		return refuse(r, l->number, "a line of the plan that cannot be read",
			      "it is written \"name [requires] date planner <email> # note\"", err);
	if (e.name[0] != '@')
		return add_change(r, l, &e, err);
	*vec_push(&r->tags, r->arena) = e.name;
	*vec_push(&r->all_tags, r->arena) = (struct sqitch_tag){.entry = e, .id = tag_id(r, &e)};
	map_put(&r->known, e.name, NULL);
	return 0;
}

int sqitch_plan_read(const struct tree_entry *file, struct arena *a, struct sqitch_plan *ret,
		     struct pawl_error *err)
{
	struct reader r = {.file = file, .arena = a, .project = "", .known = {.arena = a}};
	struct tree_text text;
	struct lines lines;
	struct line l;
	int rc = tree_read(file, a, &text, err);

	if (rc != 0)
		return rc;
	lines_init(&lines, text.data, text.len);
	while (rc == 0 && lines_next(&lines, &l))
		rc = read_line(&r, &l, err);
	if (rc != 0)
		return rc;
	for (size_t i = 0; i < r.changes.len; i++) {
		size_t first = r.first_tag.v[i];
		size_t next = i + 1 < r.changes.len ? r.first_tag.v[i + 1] : r.tags.len;

		if (next == first)
			continue;
		r.changes.v[i].own_tags = &r.all_tags.v[first];
		r.changes.v[i].own_tags_len = next - first;
	}
	*ret = (struct sqitch_plan){
		.project = r.project, .uri = r.uri, .v = r.changes.v, .len = r.changes.len};
	return 0;
}
