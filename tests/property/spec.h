/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A random schema before it is SQL: things with templates that name each other
 * by number, so that a rename is followed everywhere, what a dropped thing leaves
 * behind is dropped with it, and a failing pair can be made smaller thing by thing.
 *
 * In a template @7@ is the name of thing 7, @0@ the thing's own name, @-@ the list
 * of its parts, and @!7@ is nothing but says that thing 7 is needed.
 */
#ifndef PROPERTY_SPEC_H
#define PROPERTY_SPEC_H

#include "base/arena.h"
#include "base/buf.h"

#include <stdbool.h>

enum family {
	FAMILY_INTEGER = 1,
	FAMILY_NUMBER = 2,
	FAMILY_TEXT = 4,
	FAMILY_BOOLEAN = 8,
	FAMILY_TIME = 16,
	FAMILY_JSON = 32,
	FAMILY_OTHER = 64,
	FAMILY_ANY = 127
};

struct thing {
	int id;
	size_t kind; /* index into struct engine's kinds */
	bool part;   /* stands inside the CREATE of its table */
	bool pinned; /* must not be dropped alone: a table's first column */
	bool gone;
	int table;        /* what it is a part of or stands on; 0: nothing */
	const char *name; /* a template too: a schema may be in front */
	const char *keep; /* of text, what stays when the thing is made again; NULL: nothing */
	const char *text;
	const char *type; /* of columns */
	bool generated;
	int like;           /* column whose type it has; 0: its own */
	enum family family; /* of columns and types: what can be said of values */
};

struct spec {
	struct thing *v;
	size_t len, cap;
	int last; /* id */
};

/* A copy whose things can change without the original's; texts are shared. */
struct spec spec_copy(const struct spec *s, struct arena *a);

struct thing *spec_find(const struct spec *s, int id);
/* Is it there with all that it needs? */
bool spec_is_alive(const struct spec *s, int id);
/* Does thing id, or a part of it, need other, or something that does? */
bool spec_needs(const struct spec *s, int id, int other);
/* Does the template name thing id? */
bool spec_names(const char *text, int id);

/* The things that are statements of their own, each behind what it needs. */
size_t spec_order(const struct spec *s, struct arena *a, const struct thing ***ret);
/* The statement of one, without a terminator. */
void spec_statement(const struct spec *s, const struct thing *t, struct buf *b);

#endif
