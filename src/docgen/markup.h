/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writing text into HTML and Markdown, where any byte may stand in a name.
 * Control characters become their pictures (U+2400 ...), bytes that are not
 * UTF-8 and characters that turn the direction of writing become U+FFFD.
 */
#ifndef DOCGEN_MARKUP_H
#define DOCGEN_MARKUP_H

#include "base/buf.h"

#include <stdbool.h>

/* Text as it may be shown where nothing else needs escaping. */
void plain_text(struct buf *b, const char *s);

/* Text for between tags and inside quoted attributes. */
void html_text(struct buf *b, const char *s);

/*
 * printf for HTML: every %s is escaped, and %zu goes as usual; nothing else is
 * understood. The format itself is markup.
 */
void html(struct buf *b, const char *fmt, ...) PRINTF(2, 3);

/* Text in a paragraph, a heading or the cell of a table: nothing in it is Markdown. */
void md_text(struct buf *b, const char *s);

/* The same as a code span; in_table: where a bar would end the cell. */
void md_code(struct buf *b, const char *s, bool in_table);

/* A fenced block that no run of backticks inside can end. */
void md_block(struct buf *b, const char *language, const char *s);

#endif
