/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Files cut into a way up and a way down by comments of which every tool has
 * its own: "# --- !Ups" and "!Downs" (Play), "-- //@UNDO" (MyBatis, dbdeploy),
 * "-- rambler up", "-- +micrate Up", "-- ==== DOWN ====" (shmig), and "-- Up" and
 * "-- Down" alone, as many small runners have it. What stands above the first
 * mark is the way up's, with Play nobody's.
 * (playframework.com Evolutions; mybatis.org/migrations; github.com/elwinar/rambler,
 * amberframework/micrate, mbucc/shmig, kriasoft/node-sqlite)
 */
#include "base/buf.h"
#include "base/text.h"
#include "base/vec.h"
#include "layout/backends.h"
#include "layout/collect.h"
#include "layout/evidence.h"
#include "layout/name.h"
#include "layout/sections.h"

#include <string.h>
#include <strings.h>

enum way { WAY_NONE, WAY_UP, WAY_DOWN };

/* What a mark says of whose it is. */
enum dialect { ANYBODY, TOOL, PLAY };

struct mark {
	enum way way;
	enum dialect dialect;
};

/* A mark without what surrounds it, in any case. */
static const struct {
	const char *word;
	struct mark mark;
} words[] = {
	{"up", {WAY_UP, ANYBODY}},
	{"down", {WAY_DOWN, ANYBODY}},
	{"@undo", {WAY_DOWN, TOOL}},
	{"rambler up", {WAY_UP, TOOL}},
	{"rambler down", {WAY_DOWN, TOOL}},
	{"+micrate up", {WAY_UP, TOOL}},
	{"+micrate down", {WAY_DOWN, TOOL}},
	{"migrate: up", {WAY_UP, TOOL}},
	{"migrate: down", {WAY_DOWN, TOOL}},
	{"migration: up", {WAY_UP, TOOL}},
	{"migration: down", {WAY_DOWN, TOOL}},
};

/* What tells a mark wherever it stands in a comment. */
static const struct {
	const char *word;
	struct mark mark;
} inside[] = {
	{"!Ups", {WAY_UP, PLAY}},
	{"!Downs", {WAY_DOWN, PLAY}},
	{"//@UNDO", {WAY_DOWN, TOOL}},
	{"// @UNDO", {WAY_DOWN, TOOL}},
};

/* Is s, of len bytes, the word, in any case? */
static bool equals(const char *s, size_t len, const char *word)
{
	return len == strlen(word) && strncasecmp(s, word, len) == 0;
}

/*
 * A line that is a comment and says nothing but the word, rules and dashes around it aside, or
 * holds one that nobody writes by chance.
 */
static struct mark mark_of(const struct line *l)
{
	static const char around[] = " \t-=#*:";
	const char *p = l->text, *end = p + l->len;

	while (p < end && (*p == ' ' || *p == '\t'))
		p++;
	if (p == end || (*p != '#' && (end - p < 2 || p[0] != '-' || p[1] != '-')))
		return (struct mark){0};
	for (size_t i = 0; i < sizeof(inside) / sizeof(*inside); i++)
		if (memmem(p, (size_t)(end - p), inside[i].word, strlen(inside[i].word)) != NULL)
			return inside[i].mark;
	while (p < end && strchr(around, *p) != NULL)
		p++;
	while (end > p && strchr(around, end[-1]) != NULL)
		end--;
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (equals(p, (size_t)(end - p), words[i].word))
			return words[i].mark;
	return (struct mark){0};
}

struct reader {
	const struct tree_text *text;
	struct arena *arena;
	VEC(struct section_piece) up, down;
	bool marked, play;
};

static void start(struct reader *r, enum way way, size_t offset, unsigned long line)
{
	struct section_piece p = {.offset = offset, .end = offset, .line = line};

	if (way == WAY_UP)
		*vec_push(&r->up, r->arena) = p;
	else
		*vec_push(&r->down, r->arena) = p;
}

static void cut(struct reader *r)
{
	enum way now = WAY_UP;
	struct lines lines;
	struct line l;

	start(r, now, 0, 1);
	lines_init(&lines, r->text->data, r->text->len);
	while (lines_next(&lines, &l)) {
		struct mark m = mark_of(&l);

		if (m.way != WAY_NONE) {
			if (m.dialect == PLAY && !r->marked)
				r->up.len = 0;
			r->marked = true;
			r->play |= m.dialect == PLAY;
			now = m.way;
			start(r, now, l.end, l.number + 1);
		} else if (now == WAY_UP) {
			r->up.v[r->up.len - 1].end = l.end;
		} else {
			r->down.v[r->down.len - 1].end = l.end;
		}
	}
}

/* Two semicolons are one that ends no statement, to Play. */
static void single_semicolons(struct script *s, const struct tree_text *text, struct arena *a)
{
	_cleanup_buf_ struct buf b = {0};
	const char *from = s->text != NULL ? s->text : text->data + (s->offset - text->skipped);

	for (size_t i = 0; i < s->length; i++) {
		buf_addc(&b, from[i]);
		if (from[i] == ';' && i + 1 < s->length && from[i + 1] == ';')
			i++;
	}
	s->length = b.len;
	s->offset = 0;
	s->text = buf_dup(&b, a);
}

/* Does a piece hold more than comments? A way back that is only written down leads nowhere. */
static bool holds_sql(const struct tree_text *text, const struct section_piece *p)
{
	struct lines lines;
	struct line l;

	lines_init(&lines, text->data + p->offset, p->end - p->offset);
	while (lines_next(&lines, &l)) {
		size_t i = 0;

		while (i < l.len && (l.text[i] == ' ' || l.text[i] == '\t'))
			i++;
		if (i < l.len && (l.len - i < 2 || memcmp(l.text + i, "--", 2) != 0))
			return true;
	}
	return false;
}

static int read_text(const struct gather *g, const struct gather_item *item,
		     const struct tree_text *text, struct arena *a, struct migration *m,
		     struct pawl_error *err)
{
	const struct sections s = {.file = item->file, .text = text, .arena = a};
	struct reader r = {.text = text, .arena = a};
	bool back = false;

	(void)g;
	(void)err;
	cut(&r);
	for (size_t i = 0; i < r.down.len; i++)
		back |= holds_sql(text, &r.down.v[i]);
	sections_script(&s, r.up.v, r.up.len, MIGRATION_TX_AUTO, &m->up);
	if (back)
		sections_script(&s, r.down.v, r.down.len, MIGRATION_TX_AUTO, &m->down);
	if (r.play && strstr(text->data, ";;") != NULL) {
		single_semicolons(&m->up, text, a);
		if (back)
			single_semicolons(&m->down, text, a);
	}
	return 0;
}

/* MyBatis keeps them beside the migrations, and runs them by commands of their own. */
static bool is_aside(const char *name)
{
	return strcmp(name, "bootstrap.sql") == 0 || strcmp(name, "onabort.sql") == 0;
}

static int parse_name(const struct layout_input *in, const struct tree_entry *e, struct arena *a,
		      struct gather_item *ret, bool *ret_taken, struct pawl_error *err)
{
	struct name name;

	(void)in;
	if (e->is_dir || e->depth > 0 || !text_ends(e->name, ".sql") || is_aside(e->name))
		return 0;
	name_parse(e->name, a, &name);
	if (name.role != NAME_UP || name.repeatable || name.hash_id)
		return collect_refuse_name(e, "<number>_<name>.sql", err);
	*ret_taken = true;
	*ret = (struct gather_item){
		.file = e, .role = GATHER_BOTH, .version = name.version, .name = name.title};
	return 0;
}

/* Lines of a file that are marks: how many lead up and down, and the surest of them. */
struct marks {
	size_t ups, downs;
	enum dialect surest;
	struct line line;
};

static struct marks look_into(const struct tree_entry *e, struct arena *a)
{
	const char *text = evidence_text(e, a);
	struct marks found = {0};
	struct lines lines;
	struct line l;

	lines_init(&lines, text, strlen(text));
	while (lines_next(&lines, &l)) {
		struct mark m = mark_of(&l);

		if (m.way == WAY_NONE)
			continue;
		found.ups += m.way == WAY_UP;
		found.downs += m.way == WAY_DOWN;
		if (found.line.text == NULL || m.dialect > found.surest) {
			found.surest = m.dialect;
			found.line = l;
		}
	}
	return found;
}

/*
 * A mark that is a tool's, or "Up" and "Down" in one file. Folders with files for each way, in
 * which such a line is a heading, are others'.
 */
static enum layout_match recognise(const struct layout_input *in, struct arena *a,
				   const char **ret_why)
{
	enum layout_match match = LAYOUT_NO;
	size_t seen = 0;

	for (size_t i = 0; i < in->dirs_len; i++) {
		for (size_t j = 0; j < in->trees[i].len; j++) {
			const struct tree_entry *e = &in->trees[i].v[j];
			struct gather_item item;
			struct marks found;
			bool taken = false;

			if (e->is_dir || e->depth > 0 || !text_ends(e->name, ".sql"))
				continue;
			if (parse_name(in, e, a, &item, &taken, NULL) != 0)
				return LAYOUT_NO;
			if (!taken || match == LAYOUT_SURE || seen++ >= EVIDENCE_FILES)
				continue;
			found = look_into(e, a);
			if (found.surest == ANYBODY && (found.ups == 0 || found.downs == 0))
				continue;
			match = LAYOUT_SURE;
			*ret_why = arena_printf(a, "\"%.*s\" in %s", (int)found.line.len,
						found.line.text, e->name);
		}
	}
	return match;
}

static int read_list(const struct layout_input *in, struct arena *a, struct migration_list *ret,
		     struct pawl_error *err)
{
	const struct gather g = {.in = in,
				 .compare = in->duplicates ? gather_compare_numbers
							   : gather_compare_versions,
				 .read_text = read_text};

	return collect_read(&g, parse_name, a, ret, err);
}

const struct layout layout_updown = {
	.name = "updown",
	.aliases = (const char *const[]){"play", "mybatis", "dbdeploy", "rambler", "micrate",
					 "shmig", NULL},
	.recognise = recognise,
	.read = read_list,
};
