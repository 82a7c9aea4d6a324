/* SPDX-License-Identifier: Apache-2.0 */
/*
 * dbmate: <digits><anything>.sql, flat, ordered by file name; the version is
 * the digits as text. Lines "-- migrate:up" and "-- migrate:down", with
 * "transaction:false" behind them, in pairs: several are run in the order in
 * which they stand, both ways.
 * (github.com/amacneil/dbmate, pkg/dbmate/migration.go)
 */
#include "base/text.h"
#include "base/vec.h"
#include "layout/backends.h"
#include "layout/collect.h"
#include "layout/evidence.h"
#include "layout/pieces.h"

#include <string.h>

struct reader {
	const struct tree_entry *file;
	struct pawl_error *err;
	struct arena *arena;
	VEC(struct piece) up, down;
	bool in_down, no_tx_up, no_tx_down;
	unsigned long last_up; /* its line; 0: none yet */
};

/* "-- migrate:up" and what follows on its line; false for any other line. */
static bool is_marker(const struct line *l, bool *ret_down, const char **ret_rest, size_t *ret_len)
{
	static const char *const words[] = {"migrate:up", "migrate:down"};
	size_t i = 2;

	if (l->len < 2 || memcmp(l->text, "--", 2) != 0)
		return false;
	while (i < l->len && (l->text[i] == ' ' || l->text[i] == '\t'))
		i++;
	for (size_t k = 0; k < 2; k++) {
		size_t n = strlen(words[k]);
		bool fits = l->len - i >= n && memcmp(l->text + i, words[k], n) == 0;

		if (!fits || (l->len - i > n && l->text[i + n] != ' ' && l->text[i + n] != '\t'))
			continue;
		*ret_down = k == 1;
		*ret_rest = l->text + i + n;
		*ret_len = l->len - i - n;
		return true;
	}
	return false;
}

static int read_options(const struct reader *r, const struct line *l, const char *rest, size_t len,
			bool *ret_no_tx)
{
	for (size_t i = 0, n; i < len; i += n) {
		for (n = 0; i + n < len && rest[i + n] != ' ' && rest[i + n] != '\t'; n++)
			;
		if (n == 17 && memcmp(rest + i, "transaction:false", n) == 0) {
			*ret_no_tx = true;
		} else if (n != 0 && !(n == 16 && memcmp(rest + i, "transaction:true", n) == 0)) {
			fail(r->err, PAWL_E_SYNTAX, "dbmate knows no option \"%.*s\"", (int)n,
			     rest + i);
			hint(r->err, "the one there is is \"transaction:false\"");
			at(r->err, r->file->path, l->number,
			   (unsigned long)(rest + i - l->text) + 1);
			return PAWL_E_SYNTAX;
		}
		n += n == 0;
	}
	return 0;
}

static int refuse(const struct reader *r, unsigned long line, const char *what, const char *advice)
{
	fail(r->err, PAWL_E_SYNTAX, "%s", what);
	hint(r->err, "%s", advice);
	at(r->err, r->file->path, line, 1);
	return PAWL_E_SYNTAX;
}

static int check_pair(const struct reader *r)
{
	if (r->last_up == 0)
		return refuse(r, 1, "the file has no way up", "begin it with \"-- migrate:up\"");
	if (!r->in_down)
		return refuse(r, r->last_up, "the way up is followed by no \"-- migrate:down\"",
			      "add that line; nothing needs to follow it");
	return 0;
}

static int take_marker(struct reader *r, const struct line *l, bool down, const char *rest,
		       size_t len)
{
	struct piece p = {
		.offset = l->end, .end = l->end, .line = l->number + 1, .terminate = true};
	int rc = 0;

	if (!down && r->last_up != 0)
		rc = check_pair(r);
	if (down && r->last_up == 0)
		return refuse(r, l->number, "the way down begins before the way up",
			      "put \"-- migrate:up\" first");
	if (down && r->in_down)
		return refuse(r, l->number, "the way down begins twice",
			      "put a \"-- migrate:up\" between the two");
	if (rc != 0)
		return rc;
	if (!down)
		r->last_up = l->number;
	r->in_down = down;
	if (down)
		*vec_push(&r->down, r->arena) = p;
	else
		*vec_push(&r->up, r->arena) = p;
	return read_options(r, l, rest, len, down ? &r->no_tx_down : &r->no_tx_up);
}

static bool is_comment(const struct line *l)
{
	size_t i = 0;

	while (i < l->len && (l->text[i] == ' ' || l->text[i] == '\t'))
		i++;
	return i == l->len || (l->len - i >= 2 && memcmp(l->text + i, "--", 2) == 0);
}

static int take_line(struct reader *r, const struct line *l)
{
	const char *rest;
	size_t len;
	bool down;

	if (is_marker(l, &down, &rest, &len))
		return take_marker(r, l, down, rest, len);
	if (line_resembles(l, "migrate:up") || line_resembles(l, "migrate:down"))
		return refuse(r, l->number, "dbmate does not take this comment for a mark",
			      "write \"-- migrate:up\" or \"-- migrate:down\" in the first column");
	if (r->last_up == 0 && !is_comment(l))
		return refuse(r, l->number, "SQL stands above the first \"-- migrate:up\"",
			      "move it below that line");
	if (r->in_down)
		r->down.v[r->down.len - 1].end = l->end;
	else if (r->last_up != 0)
		r->up.v[r->up.len - 1].end = l->end;
	return 0;
}

static int make_script(const struct reader *r, const struct tree_text *text, struct piece *v,
		       size_t n, bool no_tx, struct script *ret)
{
	const struct pieces p = {.file = r->file, .text = text, .v = v, .len = n};

	/* A single one runs from the file itself. */
	if (n == 1)
		v[0].terminate = false;
	return pieces_script(&p, no_tx ? MIGRATION_TX_OFF : MIGRATION_TX_AUTO, r->arena, ret,
			     r->err);
}

static int read_text(const struct gather *g, const struct gather_item *item,
		     const struct tree_text *text, struct arena *a, struct migration *m,
		     struct pawl_error *err)
{
	struct reader r = {.file = item->file, .err = err, .arena = a};
	struct lines lines;
	struct line l;
	int rc = 0;

	(void)g;
	lines_init(&lines, text->data, text->len);
	while (rc == 0 && lines_next(&lines, &l))
		rc = take_line(&r, &l);
	if (rc == 0)
		rc = check_pair(&r);
	if (rc == 0)
		rc = make_script(&r, text, r.up.v, r.up.len, r.no_tx_up, &m->up);
	if (rc == 0)
		rc = make_script(&r, text, r.down.v, r.down.len, r.no_tx_down, &m->down);
	return rc;
}

/* Files of two folders that have one name are one migration, found twice. */
static int compare(const struct gather_item *x, const struct gather_item *y)
{
	return strcmp(x->version, y->version) == 0 ? 0 : strcmp(x->file->name, y->file->name);
}

static int parse_name(const struct layout_input *in, const struct tree_entry *e, struct arena *a,
		      struct gather_item *ret, bool *ret_taken, struct pawl_error *err)
{
	size_t digits = strspn(e->name, "0123456789"), len = strlen(e->name);
	size_t title = digits + strspn(e->name + digits, "_-");

	(void)in;
	if (e->is_dir || e->depth > 0 || !text_ends(e->name, ".sql"))
		return 0;
	if (digits == 0)
		return collect_refuse_name(e, "<digits>_<name>.sql", err);
	*ret_taken = true;
	*ret = (struct gather_item){
		.file = e,
		.role = GATHER_BOTH,
		.version = arena_strndup(a, e->name, digits),
		.name = title > len - 4 ? "" : arena_strndup(a, e->name + title, len - 4 - title),
	};
	return 0;
}

static bool is_mark(const struct line *l)
{
	const char *rest;
	size_t len;
	bool down;

	return is_marker(l, &down, &rest, &len);
}

static enum layout_mark mark(const struct line *l)
{
	return is_mark(l) ? LAYOUT_MARK : LAYOUT_NO_MARK;
}

static enum layout_match recognise(const struct layout_input *in, struct arena *a,
				   const char **ret_why)
{
	return evidence_line(in, 0, is_mark, a, ret_why) ? LAYOUT_SURE : LAYOUT_NO;
}

static int read_list(const struct layout_input *in, struct arena *a, struct migration_list *ret,
		     struct pawl_error *err)
{
	const struct gather g = {.in = in,
				 .compare = compare,
				 .read_text = read_text,
				 .record = gather_record_version};

	return collect_read(&g, parse_name, a, ret, err);
}

const struct layout layout_dbmate = {
	.name = "dbmate",
	.recognise = recognise,
	.read = read_list,
	.mark = mark,
};
