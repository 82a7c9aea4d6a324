/* SPDX-License-Identifier: Apache-2.0 */
#include "layout/pieces.h"

#include "layout/envsub.h"
#include "layout/sections.h"

static int add_replaced(const struct pieces *all, const struct piece *p, struct buf *b,
			struct pawl_error *err)
{
	struct lines lines;
	struct line l;
	int rc = 0;

	lines_init(&lines, all->text->data + p->offset, p->end - p->offset);
	while (rc == 0 && lines_next(&lines, &l)) {
		size_t column = 0;

		rc = envsub_replace(l.text, l.len, all->environment, b, &column, err);
		if (rc != 0)
			at(err, all->file->path, p->line + l.number - 1, column);
		buf_add(b, l.text + l.len, l.end - l.offset - l.len);
	}
	return rc;
}

/* The script anew, each piece on the line where it stood. */
static int compose(const struct pieces *all, struct arena *a, struct script *ret,
		   struct pawl_error *err)
{
	_cleanup_buf_ struct buf b = {0};
	unsigned long line = 1;
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < all->len; i++) {
		const struct piece *p = &all->v[i];

		for (; line < p->line; line++)
			buf_addc(&b, '\n');
		if (p->envsub)
			rc = add_replaced(all, p, &b, err);
		else
			buf_add(&b, all->text->data + p->offset, p->end - p->offset);
		for (size_t k = p->offset; k < p->end; k++)
			line += all->text->data[k] == '\n';
		if (p->terminate)
			buf_addc(&b, ';');
	}
	ret->text = buf_dup(&b, a);
	ret->offset = 0;
	ret->length = b.len;
	ret->line = 1;
	return rc;
}

int pieces_script(const struct pieces *p, enum migration_tx tx, struct arena *a, struct script *ret,
		  struct pawl_error *err)
{
	const struct sections s = {.file = p->file, .text = p->text, .arena = a};
	struct section_piece *v = arena_array(a, struct section_piece, p->len);
	bool altered = false;

	for (size_t i = 0; i < p->len; i++) {
		altered |= p->v[i].envsub || p->v[i].terminate;
		v[i] = (struct section_piece){p->v[i].offset, p->v[i].end, p->v[i].line};
	}
	sections_script(&s, v, p->len, tx, ret);
	return altered ? compose(p, a, ret, err) : 0;
}
