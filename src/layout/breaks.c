/* SPDX-License-Identifier: Apache-2.0 */
#include "layout/breaks.h"

#include <string.h>

static void blank(char *at, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (at[i] != '\n' && at[i] != '\r')
			at[i] = ' ';
	for (size_t i = 0; i < len; i++) {
		if (at[i] == ' ') {
			at[i] = ';';
			return;
		}
	}
	at[0] = ';'; /* a marker of line ends alone */
}

void breaks_apply(const struct tree_text *file, const char *marker, struct arena *a,
		  struct script *script)
{
	size_t len = strlen(marker), from = (size_t)script->offset - file->skipped;
	const char *data = script->text != NULL ? script->text + script->offset : file->data + from;
	char *copy, *p;

	if (memmem(data, script->length, marker, len) == NULL)
		return;
	copy = arena_strndup(a, data, script->length);
	for (p = copy; (p = strstr(p, marker)) != NULL; p += len)
		blank(p, len);
	script->text = copy;
	script->offset = 0;
}
