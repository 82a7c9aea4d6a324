/* SPDX-License-Identifier: Apache-2.0 */
#include "layout/lift.h"

#include <string.h>

void lift_add(struct lift *l, unsigned long line, size_t column, const char *text, size_t len)
{
	if (l->first == 0)
		l->first = l->next = line;
	for (; l->next < line; l->next++)
		buf_addc(&l->text, '\n');
	while (column-- > 0)
		buf_addc(&l->text, ' ');
	buf_add(&l->text, text, len);
	buf_addc(&l->text, '\n');
	l->next = line + 1;
}

void lift_line(struct lift *l, const struct line *line)
{
	lift_add(l, line->number, 0, line->text, line->len);
}

void lift_script(struct lift *l, const char *path, enum migration_tx tx, struct arena *a,
		 struct script *ret)
{
	/* What comes to stand behind it in the file is not its own: nor are blank lines. */
	while (l->text.len > 0 && strchr(" \t\r\n", l->text.data[l->text.len - 1]) != NULL)
		l->text.len--;
	buf_addc(&l->text, '\n');
	*ret = (struct script){
		.path = path,
		.text = buf_dup(&l->text, a),
		.length = l->text.len,
		.line = l->first == 0 ? 1 : l->first,
		.settings = {.tx = tx, .lock_timeout_ms = -1, .statement_timeout_ms = -1},
	};
	buf_clear(&l->text);
	l->first = 0;
}

void lift_checksum(struct migration *m)
{
	struct sha256 h;

	sha256_init(&h);
	sha256_add_text(&h, m->up.text + m->up.offset, m->up.length);
	sha256_hex(&h, m->checksum);
	m->size = m->up.length;
}

void lift_done(struct lift *l)
{
	buf_done(&l->text);
}
