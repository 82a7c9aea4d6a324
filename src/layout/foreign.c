/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Recognition looks into a folder's first files only; a file that somebody has taken over from
 * another tool may be the last of thousands. Files are streamed line by line: they may be large.
 */
#include "layout/foreign.h"

#include "base/cleanup.h"
#include "base/file.h"
#include "base/text.h"
#include "layout/sections.h"

#include <string.h>

enum {
	BUFFER = 64 << 10, /* also the longest line that is looked at */
	LONGEST_SHOWN = 60,
};

struct search {
	const struct layout *layout; /* at hand: its own marks are none */
	bool one_way;                /* the way back has its own text: "-- Down" is but a heading */
	const struct layout *other;  /* whose mark was found */
	char text[LONGEST_SHOWN + 1];
	unsigned long line;
	bool begun; /* SQL was seen, or "-- Up" */
};

static void found(struct search *s, const struct line *l, const struct layout *other)
{
	size_t n = l->len < LONGEST_SHOWN ? l->len : LONGEST_SHOWN;

	memcpy(s->text, l->text, n);
	s->text[n] = '\0';
	s->line = l->number;
	s->other = other;
}

static void look_at(struct search *s, const struct line *l)
{
	const struct layout *other;
	size_t blanks = 0;

	while (blanks < l->len && (l->text[blanks] == ' ' || l->text[blanks] == '\t'))
		blanks++;
	if (blanks == l->len)
		return;
	/* Every mark is a comment. */
	if (strchr("-#/*", l->text[blanks]) == NULL) {
		s->begun = true;
		return;
	}
	switch (layout_mark(l, s->layout, &other)) {
	case LAYOUT_NO_MARK:
		break;
	case LAYOUT_MARK:
		found(s, l, other);
		break;
	case LAYOUT_UP_MARK:
		s->begun = true;
		break;
	case LAYOUT_DOWN_MARK:
		if (s->begun && !s->one_way)
			found(s, l, other);
		break;
	}
}

/* The whole lines of data; returns the bytes that they take. */
static size_t look_through(struct search *s, const char *data, size_t len, bool at_end,
			   unsigned long *number)
{
	struct lines lines;
	struct line l;
	size_t done = 0;

	lines_init(&lines, data, len);
	lines.number = *number;
	while (s->other == NULL && lines_next(&lines, &l)) {
		if (!at_end && data[l.end - 1] != '\n')
			break;
		*number = l.number;
		done = l.end;
		look_at(s, &l);
	}
	return done;
}

static int search_file(struct search *s, const char *path, struct pawl_error *err)
{
	_cleanup_close_ int fd = -1;
	char data[BUFFER];
	size_t len = 0, n = 1;
	unsigned long number = 0;
	int rc = file_open(path, &fd, err);

	while (rc == 0 && n != 0 && s->other == NULL) {
		size_t done;

		rc = file_read(fd, path, data + len, BUFFER - len, &n, err);
		if (rc != 0)
			break;
		len += n;
		done = look_through(s, data, len, n == 0, &number);
		/* A line that does not fit is no mark, and what goes on behind it neither. */
		if (done == 0 && len == BUFFER)
			done = len - 1;
		memmove(data, data + done, len - done);
		len -= done;
	}
	return rc;
}

static int refuse(const struct search *s, const struct migration *m, struct pawl_error *err)
{
	fail(err, PAWL_E_CONFIG, "\"%s\" is a mark of %s, but the file would run whole, as %s",
	     s->text, s->other->name, s->layout->name);
	hint(err,
	     "say whose the folder is by --layout %s or --layout %s; a file of another tool goes "
	     "into a folder of its own",
	     s->other->name, s->layout->name);
	at(err, m->path, s->line, 1);
	return PAWL_E_CONFIG;
}

static void note(const struct search *s, const struct migration *m, struct migration_list *list,
		 struct arena *a)
{
	const char **notes = arena_array(a, const char *, list->notes_len + 1);

	for (size_t i = 0; i < list->notes_len; i++)
		notes[i] = list->notes[i];
	notes[list->notes_len++] =
		arena_printf(a, "%s:%lu: \"%s\" is a mark of %s, but the file runs whole, as %s",
			     m->path, s->line, s->text, s->other->name, s->layout->name);
	list->notes = notes;
}

int foreign_check(const struct layout *layout, bool given, struct migration_list *list,
		  struct arena *a, struct pawl_error *err)
{
	for (size_t i = 0; i < list->len; i++) {
		const struct migration *m = &list->v[i];
		struct search s = {.layout = layout};
		int rc;

		if (m->language != NULL || (i > 0 && strcmp(list->v[i - 1].path, m->path) == 0))
			continue;
		s.one_way = m->down.path != NULL || text_ends(m->path, ".up.sql");
		rc = search_file(&s, m->path, err);
		if (rc == 0 && s.other != NULL && !given)
			rc = refuse(&s, m, err);
		if (rc != 0)
			return rc;
		if (s.other != NULL)
			note(&s, m, list, a);
	}
	return 0;
}
