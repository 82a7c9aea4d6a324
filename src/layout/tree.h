/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A folder of migrations, listed once with everything below it, and what
 * layouts ask of its files. Nothing is read before it is asked for.
 */
#ifndef LAYOUT_TREE_H
#define LAYOUT_TREE_H

#include "base/arena.h"
#include "base/file.h"
#include "base/sha256.h"

struct tree_entry {
	const char *name; /* relative to the folder, "2024_init/up.sql" */
	const char *base; /* the part behind the last slash */
	const char *path; /* the folder's path before it */
	unsigned depth;   /* 0: in the folder itself */
	bool is_dir;
};

struct tree {
	const char *dir;
	const struct tree_entry *v; /* by name in byte order, folders before what is in them */
	size_t len;
};

/*
 * Down to TREE_DEPTH levels; dot files, node_modules and loops of symbolic links are left
 * out. More than TREE_FILES entries are PAWL_E_LIMIT.
 */
enum { TREE_DEPTH = 8, TREE_FILES = 1000000 };
int tree_list(const char *dir, struct arena *a, struct tree *ret, struct pawl_error *err);

/* The entry of that relative name, NULL if there is none. */
const struct tree_entry *tree_find(const struct tree *f, const char *name);

/* The first bytes of a file, at most TREE_PEEK, NUL-terminated; "" if it cannot be read. */
enum { TREE_PEEK = 4096 };
const char *tree_peek(const struct tree_entry *e, struct arena *a);

/* A file's text without BOM, and the checksums and marks that every migration carries. */
struct tree_text {
	const char *data; /* NUL-terminated; bytes as they are otherwise, CR LF included */
	size_t len;
	size_t skipped;            /* bytes of the file in front of data: a byte-order mark */
	char checksum[SHA256_HEX]; /* pawl's own: BOM and CR LF aside, as scan.h has it */
	struct file_stamp stamp;
};

/* The whole file, at most TREE_TEXT bytes: layouts that only need marks use tree_scan(). */
enum { TREE_TEXT = 512 << 20 };
int tree_read(const struct tree_entry *e, struct arena *a, struct tree_text *ret,
	      struct pawl_error *err);

/* As tree_read() but data is NULL and the file is streamed: for files that run as they are. */
int tree_scan(const struct tree_entry *e, struct tree_text *ret, struct pawl_error *err);

#endif
