/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Numbered files that hold both ways, cut by a comment: run as one text they would
 * undo themselves. These tools have no more to it than their marks:
 *
 *	Play evolutions     # --- !Ups      # --- !Downs    ";;" is a ';' inside a statement
 *	MyBatis Migrations                  -- //@UNDO      the way up begins the file
 *	micrate, rambler    -- +micrate Up  -- rambler down
 *	shmig                               -- ==== DOWN ====
 *	node's sqlite       -- Up           -- Down         and many a runner of one's own
 *
 * (playframework, EvolutionsReader; mybatis/migrations, MigrationReader;
 * amberframework/micrate; elwinar/rambler; mbucc/shmig; kriasoft/node-sqlite, migrate.ts)
 */
#include "base/text.h"
#include "base/vec.h"
#include "layout/backends.h"
#include "layout/collect.h"
#include "layout/evidence.h"
#include "layout/name.h"

#include <string.h>
#include <strings.h>

enum mark {
	MARK_NONE,
	MARK_UP,
	MARK_DOWN,
	MARK_TOOL = 4, /* with one of these: nobody but a tool writes it so */
	MARK_PLAY = 8,
};

enum { WAY = MARK_UP | MARK_DOWN };

/* How many files are looked into for a plain mark: the first ones often have no way back. */
enum { PLAIN_FILES = 200 };

/* The text of a comment without what frames it: "Up" of "--- [Up] ---". */
static bool comment_text(const struct line *l, const char **ret, size_t *ret_len)
{
	static const char frame[] = " \t-=*#+@!/[](){}<>:";
	const char *s = l->text, *end = l->text + l->len;

	while (s < end && (*s == ' ' || *s == '\t'))
		s++;
	if (!(end - s >= 1 && *s == '#') && !(end - s >= 2 && s[0] == '-' && s[1] == '-'))
		return false;
	while (s < end && memchr(frame, *s, sizeof(frame) - 1) != NULL)
		s++;
	while (end > s && memchr(frame, end[-1], sizeof(frame) - 1) != NULL)
		end--;
	*ret = s;
	*ret_len = (size_t)(end - s);
	return true;
}

static bool is_gap(char c)
{
	return c == ' ' || c == '\t' || c == ':';
}

/* Past word and the blanks behind it, if the text begins with it. */
static bool take_word(const char **s, size_t *len, const char *word)
{
	size_t n = strlen(word);

	if (*len < n || strncasecmp(*s, word, n) != 0)
		return false;
	if (*len > n && !is_gap((*s)[n]))
		return false;
	while (n < *len && is_gap((*s)[n]))
		n++;
	*s += n;
	*len -= n;
	return true;
}

static bool holds(const char *s, size_t len, const char *word)
{
	return memmem(s, len, word, strlen(word)) != NULL;
}

/* "Up", "migrate down", "Down migration (rollback)", "@UNDO": nothing else may stand there. */
static unsigned mark_of(const struct line *l)
{
	unsigned tool = 0, way = 0;
	const char *s;
	size_t len;

	if (!comment_text(l, &s, &len))
		return MARK_NONE;
	if (holds(l->text, l->len, "!Ups"))
		return MARK_UP | MARK_TOOL | MARK_PLAY;
	if (holds(l->text, l->len, "!Downs"))
		return MARK_DOWN | MARK_TOOL | MARK_PLAY;
	if (take_word(&s, &len, "micrate") || take_word(&s, &len, "rambler"))
		tool = MARK_TOOL;
	else if (!take_word(&s, &len, "migrate"))
		take_word(&s, &len, "migration");
	if (take_word(&s, &len, "up"))
		way = MARK_UP;
	else if (take_word(&s, &len, "down"))
		way = MARK_DOWN;
	else if (s[-1] == '@' && take_word(&s, &len, "undo"))
		return MARK_DOWN | MARK_TOOL;
	if (way == 0)
		return MARK_NONE;
	take_word(&s, &len, "migration");
	if (len != 0 && (*s != '(' || memchr(s, ')', len) != NULL))
		return MARK_NONE;
	return way | tool;
}

static bool is_code(const struct line *l)
{
	size_t i = 0;

	while (i < l->len && (l->text[i] == ' ' || l->text[i] == '\t'))
		i++;
	return i < l->len && l->text[i] != '#' && l->text[i] != '*' &&
	       (l->len - i < 2 ||
		(memcmp(l->text + i, "--", 2) != 0 && memcmp(l->text + i, "/*", 2) != 0));
}

/*
 * What a line is where a plain "-- Down" counts behind SQL or an "-- Up" alone: above all
 * SQL somebody tells there how to undo it. *code is kept from line to line.
 */
static unsigned mark_in(const struct line *l, bool has_up, bool *code)
{
	unsigned mark = mark_of(l);

	*code = *code || is_code(l);
	return mark == MARK_DOWN && !has_up && !*code ? MARK_NONE : mark;
}

static bool has_up(const char *data, size_t len)
{
	struct lines lines;
	struct line l;

	lines_init(&lines, data, len);
	while (lines_next(&lines, &l)) {
		if (mark_of(&l) & MARK_UP)
			return true;
	}
	return false;
}

struct ways {
	VEC(struct section_piece) up, down;
	bool down_code, play; /* a way back of comments alone is none */
};

static void cut(const struct tree_text *text, struct arena *a, struct ways *ret)
{
	struct section_piece now = {.line = 1};
	unsigned way = MARK_UP;
	bool first = true, ups = has_up(text->data, text->len), code = false;
	struct lines lines;
	struct line l;

	lines_init(&lines, text->data, text->len);
	while (lines_next(&lines, &l)) {
		unsigned mark = mark_in(&l, ups, &code);

		if ((mark & WAY) == 0) {
			ret->down_code = ret->down_code || (way == MARK_DOWN && is_code(&l));
			continue;
		}
		now.end = l.offset;
		if (way == MARK_DOWN)
			*vec_push(&ret->down, a) = now;
		else if (!first || !(mark & MARK_PLAY)) /* to Play what is above is nothing */
			*vec_push(&ret->up, a) = now;
		first = false;
		way = mark & WAY;
		ret->play = ret->play || mark & MARK_PLAY;
		now = (struct section_piece){.offset = l.end, .line = l.number + 1};
	}
	now.end = text->len;
	if (way == MARK_DOWN)
		*vec_push(&ret->down, a) = now;
	else
		*vec_push(&ret->up, a) = now;
}

/* ";;" is how Play writes a ';' that ends no statement. */
static void single_semicolons(const struct tree_text *file, struct arena *a, struct script *script)
{
	const char *at = script->text != NULL ? script->text + script->offset
					      : file->data + (script->offset - file->skipped);
	char *copy;

	if (memmem(at, script->length, ";;", 2) == NULL)
		return;
	copy = arena_strndup(a, at, script->length);
	for (char *p = copy; (p = strstr(p, ";;")) != NULL; p += 2)
		p[1] = ' ';
	script->text = copy;
	script->offset = 0;
}

static int read_text(const struct gather *g, const struct gather_item *item,
		     const struct tree_text *text, struct arena *a, struct migration *m,
		     struct pawl_error *err)
{
	const struct sections s = {.file = item->file, .text = text, .arena = a};
	struct ways w = {0};

	(void)g;
	(void)err;
	cut(text, a, &w);
	sections_script(&s, w.up.v, w.up.len, MIGRATION_TX_AUTO, &m->up);
	if (w.down_code)
		sections_script(&s, w.down.v, w.down.len, MIGRATION_TX_AUTO, &m->down);
	if (!w.play)
		return 0;
	single_semicolons(text, a, &m->up);
	if (w.down_code)
		single_semicolons(text, a, &m->down);
	return 0;
}

/* What is no migration: MyBatis' own scripts around a run, and a schema. */
static bool is_left_out(const struct tree_entry *e)
{
	return !e->is_dir && e->depth == 0 &&
	       (strcmp(e->base, "bootstrap.sql") == 0 || strcmp(e->base, "onabort.sql") == 0 ||
		name_is_aside(e->base));
}

static int parse_name(const struct layout_input *in, const struct tree_entry *e, struct arena *a,
		      struct gather_item *ret, bool *ret_taken, struct pawl_error *err)
{
	struct name name;

	(void)in;
	if (e->is_dir || e->depth > 0 || is_left_out(e))
		return 0;
	name_parse(e->base, a, &name);
	if (name.role == NAME_NONE)
		return 0;
	if (name.role == NAME_UNFIT || name.role == NAME_VERIFY || name.repeatable)
		return collect_refuse_name(e, "<number>_<name>.sql", err);
	*ret_taken = true;
	*ret = (struct gather_item){
		.file = e,
		.role = name.role == NAME_DOWN ? GATHER_DOWN : GATHER_BOTH,
		.version = name.version,
		.name = name.title,
	};
	return 0;
}

static enum layout_mark mark(const struct line *l)
{
	unsigned found = mark_of(l);

	if ((found & WAY) == 0)
		return LAYOUT_NO_MARK;
	if (found & MARK_TOOL)
		return LAYOUT_MARK;
	return found & MARK_UP ? LAYOUT_UP_MARK : LAYOUT_DOWN_MARK;
}

static bool is_tools_mark(const struct line *l)
{
	return (mark_of(l) & MARK_TOOL) != 0;
}

/*
 * "-- Up" and "-- Down" are words that anybody may write above the one way of a file
 * that is called .up.sql, and beside pawl's own directives they are comments.
 */
static bool has_plain_marks(const struct layout_input *in, struct arena *a)
{
	bool found = false;

	for (size_t i = 0; i < in->dirs_len; i++) {
		for (size_t j = 0, seen = 0; j < in->trees[i].len && seen < PLAIN_FILES; j++) {
			const struct tree_entry *e = &in->trees[i].v[j];
			const char *start;
			struct name name;
			struct lines lines;
			struct line l;
			bool code = false;

			if (e->is_dir || e->depth > 0)
				continue;
			name_parse(e->base, a, &name);
			if (name.role != NAME_UP || name.style != NAME_PLAIN)
				continue;
			seen++;
			start = tree_peek(e, a);
			if (strstr(start, "pawl:") != NULL)
				return false;
			lines_init(&lines, start, strlen(start));
			while (!found && lines_next(&lines, &l))
				found = mark_in(&l, false, &code) != MARK_NONE;
		}
	}
	return found;
}

static enum layout_match recognise(const struct layout_input *in, struct arena *a,
				   const char **ret_why)
{
	if (evidence_line(in, 0, is_tools_mark, a, ret_why))
		return LAYOUT_SURE;
	return has_plain_marks(in, a) ? LAYOUT_FITS : LAYOUT_NO;
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

const struct layout layout_two_ways = {
	.name = "two-ways",
	.aliases =
		(const char *const[]){"play", "mybatis", "micrate", "rambler", "node-sqlite", NULL},
	.recognise = recognise,
	.read = read_list,
	.mark = mark,
};
