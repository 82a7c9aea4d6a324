/* SPDX-License-Identifier: Apache-2.0 */
#include "layout/breaks.h"

#include "base/buf.h"

#include <string.h>

/* A ';' for the first byte that is no line end, or behind the first line end if all are. */
static void add_break(struct buf *b, const char *marker, size_t len)
{
	size_t ends = strspn(marker, "\r\n");

	if (ends == len)
		ends = marker[0] == '\r' && len > 1 ? 2 : 1;
	buf_add(b, marker, ends);
	buf_addc(b, ';');
	for (size_t i = ends + (marker[ends] != '\r' && marker[ends] != '\n'); i < len; i++)
		buf_addc(b, marker[i] == '\r' || marker[i] == '\n' ? marker[i] : ' ');
}

void breaks_apply(const struct tree_text *file, const char *marker, struct arena *a,
		  struct script *script)
{
	size_t len = strlen(marker);
	const char *at = script->text != NULL ? script->text + script->offset
					      : file->data + (script->offset - file->skipped);
	const char *end = at + script->length, *found = memmem(at, script->length, marker, len);
	_cleanup_buf_ struct buf b = {0};

	if (found == NULL)
		return;
	for (; found != NULL; found = memmem(at, (size_t)(end - at), marker, len)) {
		buf_add(&b, at, (size_t)(found - at));
		add_break(&b, found, len);
		at = found + len;
	}
	buf_add(&b, at, (size_t)(end - at));
	script->length = b.len;
	script->text = buf_dup(&b, a);
	script->offset = 0;
}
