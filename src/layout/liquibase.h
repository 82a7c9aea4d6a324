/* SPDX-License-Identifier: Apache-2.0 */
/* The parts of a Liquibase "formatted SQL" changelog. */
#ifndef LAYOUT_LIQUIBASE_H
#define LAYOUT_LIQUIBASE_H

#include "base/map.h"
#include "base/vec.h"
#include "layout/layout.h"
#include "layout/lift.h"

struct changelog {
	const struct layout_input *in;
	struct arena *arena;
	const struct tree_entry *file;
	const char *logical_path; /* of the file, as its first line may say; else its name */
	const char *outside;      /* what the tool puts before logical_path, "" for nothing */
	const char *place; /* what it is likely to, where it has none and no row says it; or NULL */
	struct map *properties; /* of all files: the first definition counts */
	struct map *seen;       /* filename -> struct script of its way up */
	VEC(struct migration) found;
};

/* "name:value" or name:"a value" on a line; NULL if the name is not there. */
const char *liquibase_attribute(const char *text, size_t len, const char *name, struct arena *a);

/* "dev and !test, qa" of the one that is wanted; without one everything is. */
bool liquibase_wanted(const char *expression, const char *context);

/* "postgresql, !h2" for the dialect of the folder's database. */
bool liquibase_fits_dbms(const struct layout_input *in, const char *dbms);

/* text with ${name} replaced where that is known. */
const char *liquibase_expand(const struct changelog *c, const char *text, size_t *len);

enum liquibase_kind { LIQUIBASE_INCLUDE, LIQUIBASE_INCLUDE_ALL, LIQUIBASE_CHANGESET };

/* What a changelog of XML, YAML or JSON holds. */
struct liquibase_item {
	enum liquibase_kind kind;
	const char *path; /* of an include; of a changeset the logical one, if it says one */
	const char *id, *author, *dbms, *context; /* NULL where it has none */
	unsigned long line;
	char checksum[SHA256_HEX]; /* of a changeset's text */
	size_t size;
};

struct liquibase_items {
	struct liquibase_item *v;
	size_t len, cap;
};

/* All of a file's, in their order. */
int liquibase_items(const struct tree_entry *e, struct arena *a, struct liquibase_items *ret,
		    struct pawl_error *err);

struct liquibase_file {
	const struct tree_entry *entry;
	const char *language;                   /* of a changeset that is no SQL; NULL for SQL */
	const struct liquibase_item *changeset; /* that one; NULL for SQL */
};

struct liquibase_files {
	struct liquibase_file *v;
	size_t len, cap;
	const char *outside; /* folders above this one that an include names, or "" */
};

/* A changelog of XML, YAML or JSON, by its suffix and its first element. */
bool liquibase_is_control(const struct tree_entry *e, struct arena *a);

/* The files of a folder in the order in which they run. */
int liquibase_order(const struct tree *t, struct arena *a, struct liquibase_files *ret,
		    struct pawl_error *err);

/* The folder's own place on the tool's search path, as far as can be seen; NULL otherwise. */
const char *liquibase_place(const struct tree *t, struct arena *a);

/* Add the changesets of a file to the list. */
int liquibase_parse(struct changelog *c, const struct tree_text *text, struct pawl_error *err);

#endif
