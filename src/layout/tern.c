/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tern: <digits>_<name>.sql, flat, numbered from 1 without a gap; the first
 * "---- create above / drop below ----" cuts the way up from the way down, and
 * a line "---- tern: disable-tx ----" switches the transaction off. The rest is
 * a Go template: see template.h for what of it is read.
 * (github.com/jackc/tern, migrate/migrate.go)
 */
#include "base/text.h"
#include "layout/backends.h"
#include "layout/collect.h"
#include "layout/evidence.h"
#include "layout/template.h"

#include <string.h>

#define CUT "---- create above / drop below ----"
#define NO_TX "---- tern: disable-tx ----"

static bool is_line(const struct line *l, const char *text)
{
	return l->len == strlen(text) && memcmp(l->text, text, l->len) == 0;
}

static int make_script(const struct gather *g, const struct gather_item *item,
		       const struct tree_text *text, const struct section_piece *p, bool no_tx,
		       struct arena *a, struct script *ret, struct pawl_error *err)
{
	const struct sections s = {.file = item->file, .text = text, .arena = a};
	const struct template t = {.in = g->in, .file = item->file, .line = p->line};
	_cleanup_buf_ struct buf out = {0};
	bool replaced = false;
	int rc = template_run(&t, text->data + p->offset, p->end - p->offset, a, &out, &replaced,
			      err);

	sections_script(&s, p, 1, no_tx ? MIGRATION_TX_OFF : MIGRATION_TX_AUTO, ret);
	if (rc == 0 && replaced) {
		ret->text = buf_dup(&out, a);
		ret->offset = 0;
		ret->length = out.len;
	}
	return rc;
}

static bool is_blank(const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (strchr(" \t\r\n", s[i]) == NULL)
			return false;
	return true;
}

static int refuse_line(const struct tree_entry *e, const struct line *l, struct pawl_error *err)
{
	fail(err, PAWL_E_SYNTAX, "tern does not take this comment for a mark");
	hint(err, "write \"%s\" or \"%s\", and nothing else in the line", CUT, NO_TX);
	at(err, e->path, l->number, 1);
	return PAWL_E_SYNTAX;
}

static int read_text(const struct gather *g, const struct gather_item *item,
		     const struct tree_text *text, struct arena *a, struct migration *m,
		     struct pawl_error *err)
{
	const char *cut = strstr(text->data, CUT);
	size_t end = cut == NULL ? text->len : (size_t)(cut - text->data);
	struct section_piece up = {.end = end, .line = 1}, down = {.end = text->len, .line = 1};
	bool no_tx_up = false, no_tx_down = false;
	struct lines lines;
	struct line l;
	int rc;

	down.offset = cut == NULL ? text->len : end + strlen(CUT);
	lines_init(&lines, text->data, text->len);
	while (lines_next(&lines, &l)) {
		if (l.offset < down.offset)
			down.line = l.number;
		if (is_line(&l, NO_TX))
			*(l.offset < end ? &no_tx_up : &no_tx_down) = true;
		else if (line_resembles(&l, "tern:") ||
			 (cut == NULL && line_resembles(&l, "create above / drop below")))
			return refuse_line(item->file, &l, err);
	}
	rc = make_script(g, item, text, &up, no_tx_up, a, &m->up, err);
	/* Without a way down it is one that tern refuses to go back. */
	if (rc == 0 && !is_blank(text->data + down.offset, down.end - down.offset))
		rc = make_script(g, item, text, &down, no_tx_down, a, &m->down, err);
	return rc;
}

/* Other names, and .sql files in folders below (templates), are none of tern's migrations. */
static int parse_name(const struct layout_input *in, const struct tree_entry *e, struct arena *a,
		      struct gather_item *ret, bool *ret_taken, struct pawl_error *err)
{
	size_t digits = strspn(e->name, "0123456789"), len = strlen(e->name);

	(void)in;
	(void)err;
	if (e->is_dir || e->depth > 0 || !text_ends(e->name, ".sql") || digits == 0 ||
	    e->name[digits] != '_' || len < digits + 6)
		return 0;
	*ret_taken = true;
	*ret = (struct gather_item){
		.file = e,
		.role = GATHER_BOTH,
		.version = arena_strndup(a, e->name, digits),
		.name = arena_strndup(a, e->name + digits + 1, len - digits - 5),
	};
	return 0;
}

static bool is_mark(const struct line *l)
{
	return is_line(l, CUT) || is_line(l, NO_TX);
}

static enum layout_mark mark(const struct line *l)
{
	return is_mark(l) ? LAYOUT_MARK : LAYOUT_NO_MARK;
}

static enum layout_match recognise(const struct layout_input *in, struct arena *a,
				   const char **ret_why)
{
	if (evidence_file(in, "tern.conf", ret_why) ||
	    evidence_anywhere(in, 0, is_mark, a, ret_why))
		return LAYOUT_SURE;
	return LAYOUT_NO;
}

static int read_list(const struct layout_input *in, struct arena *a, struct migration_list *ret,
		     struct pawl_error *err)
{
	const struct gather g = {.in = in,
				 .compare = gather_compare_versions,
				 .read_text = read_text,
				 .record = gather_record_number};

	return collect_gapless(&g, parse_name, "1", "tern", a, ret, err);
}

const struct layout layout_tern = {
	.name = "tern",
	.recognise = recognise,
	.read = read_list,
	.selects = true,
	.mark = mark,
};
