/* SPDX-License-Identifier: Apache-2.0 */
/* Text from files, databases and arguments on its way to people and to JSON. */
#ifndef CLI_CLEAN_H
#define CLI_CLEAN_H

#include <stddef.h>

/* Length of the valid UTF-8 sequence that s begins with, 0 if there is none. */
size_t clean_utf8(const char *s, size_t len);

/*
 * What a terminal might obey becomes '?', in place: control characters but tab
 * and newline, C1 controls, marks that turn the direction of writing, and bytes
 * that are not UTF-8.
 */
void clean_text(char *s);

/* Terminal columns of clean text, one a code point. */
size_t clean_width(const char *s);

/* The first n columns of s in bytes. */
size_t clean_prefix(const char *s, size_t columns);

#endif
