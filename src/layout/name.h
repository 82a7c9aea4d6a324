/* SPDX-License-Identifier: Apache-2.0 */
/* What a file of the native layout is, by its name alone. Pure. */
#ifndef LAYOUT_NAME_H
#define LAYOUT_NAME_H

#include "base/arena.h"

#include <stdbool.h>

enum name_role {
	NAME_NONE,  /* not for pawl: hidden, or not .sql */
	NAME_UNFIT, /* a visible .sql file that says neither version nor R_ */
	NAME_UP,
	NAME_DOWN,
	NAME_VERIFY,
};

/* How the file says its role; a new file beside it says it alike. */
enum name_style {
	NAME_PLAIN,    /* 001_users.sql */
	NAME_SUFFIX,   /* 001_users.up.sql, .down.sql, .verify.sql */
	NAME_ROLLBACK, /* 001_rollback.sql */
	NAME_DO,       /* 001.do.users.sql, 001.undo.users.sql, as postgrator has it */
};

struct name {
	enum name_role role;
	enum name_style style;
	bool repeatable;
	bool hash_id;
	const char *version; /* digits, with dots or not, or a hash id; "" for a repeatable */
	const char *title;   /* what follows; "" for "001.sql" */
	size_t prefix_len;   /* bytes of the file name that the version takes */
};

/* Strings of ret are in the arena. */
void name_parse(const char *filename, struct arena *a, struct name *ret);

/*
 * What the title's last word says, for folders whose files are called
 * 001_users_up.sql and 001_users_down.sql: NAME_UP, NAME_DOWN, or NAME_NONE if it
 * is another word. ret_len: bytes of the title in front of it. By itself this
 * proves nothing (001_power_down.sql): only two files that differ in it do.
 */
enum name_role name_way(const char *title, size_t *ret_len);

/*
 * What stands beside migrations without being one: the schema that they come to, as
 * soda and memos write it there, and data to try things with.
 */
bool name_is_aside(const char *filename);

/* The same version? "1" and "001" are. Both are digits or hash ids. */
bool name_same_version(const char *a, const char *b);

/* A text that is equal for equal versions and for nothing else; points into version. */
const char *name_key(const char *version);

/* Does ref, as written behind pawl:requires, mean this migration ("003", "3", "003_users")? */
bool name_ref_matches(const char *ref, const char *version, const char *title);

/* Free text as a title: "Add users' e-mail" -> "add_users_e_mail"; "" if nothing is left. */
char *name_from_text(const char *text, struct arena *a);

#endif
