/* SPDX-License-Identifier: Apache-2.0 */
/*
 * node-pg-migrate's SQL: <digits>_<name>.sql, flat, with lines "-- Up Migration"
 * and "-- Down Migration" in either order; without them all of a file is the way
 * up. The digits are milliseconds since 1970, or a UTC time yyyymmddhhmmssSSS
 * of 17 digits. .js and .ts files are steps that pawl cannot run.
 * (github.com/salsita/node-pg-migrate, src/sqlMigration.ts and src/migration.ts)
 */
#include "base/text.h"
#include "layout/backends.h"
#include "layout/collect.h"
#include "layout/evidence.h"
#include "layout/number.h"
#include "layout/sections.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum mark { MARK_NONE, MARK_UP, MARK_DOWN };

/* Blanks, "--", blanks and dashes, "up migration" in any case, and whatever follows. */
static enum mark mark_of(const struct line *l)
{
	const char *p = l->text, *end = p + l->len;
	enum mark mark;

	while (p < end && (*p == ' ' || *p == '\t'))
		p++;
	if (end - p < 2 || p[0] != '-' || p[1] != '-')
		return MARK_NONE;
	while (p < end && (*p == ' ' || *p == '\t' || *p == '-'))
		p++;
	if (end - p > 2 && strncasecmp(p, "up", 2) == 0) {
		mark = MARK_UP;
		p += 2;
	} else if (end - p > 4 && strncasecmp(p, "down", 4) == 0) {
		mark = MARK_DOWN;
		p += 4;
	} else {
		return MARK_NONE;
	}
	if (*p != ' ' && *p != '\t')
		return MARK_NONE;
	while (p < end && (*p == ' ' || *p == '\t'))
		p++;
	return end - p >= 9 && strncasecmp(p, "migration", 9) == 0 ? mark : MARK_NONE;
}

/* The first mark of each kind counts, and each way ends where the other begins. */
static int read_text(const struct gather *g, const struct gather_item *item,
		     const struct tree_text *text, struct arena *a, struct migration *m,
		     struct pawl_error *err)
{
	const struct sections s = {.file = item->file, .text = text, .arena = a};
	struct section_piece up = {.end = text->len, .line = 1}, down = {.end = text->len};
	bool has_up = false, has_down = false;
	struct lines lines;
	struct line l;

	(void)g;
	(void)err;
	lines_init(&lines, text->data, text->len);
	while (lines_next(&lines, &l)) {
		enum mark mark = mark_of(&l);

		if (mark == MARK_UP && !has_up) {
			has_up = true;
			up.offset = l.offset;
			up.line = l.number;
		} else if (mark == MARK_DOWN && !has_down) {
			has_down = true;
			down.offset = l.offset;
			down.line = l.number;
		}
	}
	/* A way down alone ends what comes before it. */
	if (has_down && up.offset < down.offset)
		up.end = down.offset;
	else if (has_down && has_up)
		down.end = up.offset;
	sections_script(&s, &up, 1, MIGRATION_TX_AUTO, &m->up);
	if (has_down)
		sections_script(&s, &down, 1, MIGRATION_TX_AUTO, &m->down);
	return 0;
}

static void record(const struct gather *g, const struct gather_item *item,
		   const struct tree_text *text, struct arena *a, struct migration_record *ret)
{
	const char *name = item->file->name;

	(void)g;
	(void)text;
	ret->version = arena_strndup(a, name, (size_t)(strrchr(name, '.') - name));
}

/* The digits as the tool compares them: 17 are a time. */
static const char *ordinal(const struct gather_item *item, char out[24])
{
	int64_t ms;

	if (strlen(item->version) != 17)
		return item->version;
	ms = number_millis(item->version);
	snprintf(out, 24, "%" PRId64, ms < 0 ? 0 : ms);
	return out;
}

static int compare(const struct gather_item *x, const struct gather_item *y)
{
	char xout[24], yout[24];
	const char *a = ordinal(x, xout), *b = ordinal(y, yout);
	int order = text_compare_numbers(a, strlen(a), b, strlen(b));

	return order != 0 ? order : strcmp(x->file->name, y->file->name);
}

static int parse_name(const struct layout_input *in, const struct tree_entry *e, struct arena *a,
		      struct gather_item *ret, bool *ret_taken, struct pawl_error *err)
{
	size_t digits = strspn(e->name, "0123456789");
	size_t title = digits + strspn(e->name + digits, "_-");
	const char *dot = strrchr(e->name, '.'), *language = gather_language(e->name);
	bool sql = text_ends(e->name, ".sql");

	(void)in;
	if (e->is_dir || e->depth > 0 || dot == NULL || text_ends(e->name, ".d.ts"))
		return 0;
	if (sql && digits == 0)
		return collect_refuse_name(e, "<milliseconds>_<name>.sql", err);
	if (digits == 0 || (!sql && language == NULL))
		return 0;
	*ret_taken = true;
	*ret = (struct gather_item){
		.file = e,
		.role = sql ? GATHER_BOTH : GATHER_UP,
		.version = arena_strndup(a, e->name, digits),
		.name = dot < e->name + title ? ""
					      : arena_strndup(a, e->name + title,
							      (size_t)(dot - e->name) - title),
		.language = sql ? NULL : language,
	};
	return 0;
}

/* More than the tool asks: a sentence may begin with "-- Down migrations ...". */
static bool is_mark(const struct line *l)
{
	size_t end = l->len;

	while (end > 0 && strchr(" \t-", l->text[end - 1]) != NULL)
		end--;
	return mark_of(l) != MARK_NONE && end >= 9 &&
	       strncasecmp(l->text + end - 9, "migration", 9) == 0;
}

/* In a file for one way they are a heading. */
static enum layout_mark mark(const struct line *l)
{
	if (!is_mark(l))
		return LAYOUT_NO_MARK;
	return mark_of(l) == MARK_UP ? LAYOUT_UP_MARK : LAYOUT_DOWN_MARK;
}

/* "1_a.up.sql", "1_a.down.sql": what others divide by files has the words in comments at most. */
static bool is_divided(const struct layout_input *in)
{
	for (size_t i = 0; i < in->dirs_len; i++)
		for (size_t j = 0; j < in->trees[i].len; j++)
			if (text_ends(in->trees[i].v[j].base, ".down.sql") ||
			    text_ends(in->trees[i].v[j].base, ".up.sql"))
				return true;
	return false;
}

static enum layout_match recognise(const struct layout_input *in, struct arena *a,
				   const char **ret_why)
{
	if (is_divided(in) || !evidence_anywhere(in, 0, is_mark, a, ret_why))
		return LAYOUT_NO;
	return LAYOUT_SURE;
}

static int read_list(const struct layout_input *in, struct arena *a, struct migration_list *ret,
		     struct pawl_error *err)
{
	const struct gather g = {
		.in = in, .compare = compare, .read_text = read_text, .record = record};

	return collect_read(&g, parse_name, a, ret, err);
}

const struct layout layout_node_pg_migrate = {
	.name = "node-pg-migrate",
	.recognise = recognise,
	.read = read_list,
	.mark = mark,
};
