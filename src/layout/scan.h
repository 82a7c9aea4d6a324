/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One pass over a text: its checksum, its size, and the lines in it that are
 * pawl: directives (what they mean is directive.h's).
 *
 *	file -> scan -> struct scan_text -> directive_apply -> struct migration
 */
#ifndef LAYOUT_SCAN_H
#define LAYOUT_SCAN_H

#include "base/file.h"
#include "base/sha256.h"
#include "layout/walk.h"

/* A line "-- pawl:name value". */
struct scan_directive {
	const char *name, *value; /* value without the blanks around it; may be "" */
	uint64_t start, end;      /* of its line, newline included */
	uint64_t value_offset;    /* in the text */
	unsigned long line;       /* 1-based */
	unsigned long column;     /* of the "--", 1-based, in bytes */
	unsigned long name_column, value_column;
	unsigned long code_line; /* of the first SQL above it; 0: only comments above */
	bool glued;              /* no blank behind "--" */
};

struct scan_text {
	char checksum[SHA256_HEX];
	uint64_t size;
	struct file_stamp stamp; /* of the file, as it was read */
	const struct scan_directive *directives;
	size_t len;
	bool dash_needs_space; /* of the rules: "--x" is no comment */
	bool client_commands;  /* lines that begin as psql's own commands do, where there are any */
};

struct scanner;

/* A scanner holds the buffer and serves any number of texts. NULL rules: any dialect's. */
struct scanner *scan_new(const struct lex_rules *rules);
void scan_free(struct scanner **sc);

/* name is for errors. Directives are in the arena. */
int scan_run(struct scanner *sc, walk_read_fn read, void *ctx, const char *name, struct arena *a,
	     struct scan_text *ret, struct pawl_error *err);

/* The file called name in the open folder dir_fd; path is for errors. */
int scan_file(struct scanner *sc, int dir_fd, const char *name, const char *path, struct arena *a,
	      struct scan_text *ret, struct pawl_error *err);

#define _cleanup_scanner_ __attribute__((cleanup(scan_free)))

#endif
