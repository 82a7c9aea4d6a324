/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Files: read whole or as a stream, list a folder, write atomically.
 *
 * Only regular files are opened for reading (a FIFO or a device would hang or
 * never end); symbolic links are followed, loops are errors.
 */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>

enum { FILE_CHUNK = 64 << 10 };

/* Open a regular file for reading; *ret_fd is the caller's to close. */
int file_open(const char *path, int *ret_fd, struct pawl_error *err);

/* The same for name in the open folder dir_fd; path is for the message. */
int file_open_at(int dir_fd, const char *name, const char *path, int *ret_fd,
		 struct pawl_error *err);

/*
 * Up to size bytes into data; *ret_len is 0 at the end. path is for the
 * message.
 */
int file_read(int fd, const char *path, char *data, size_t size, size_t *ret_len,
	      struct pawl_error *err);

/*
 * The whole file into the arena, NUL-terminated; a file over limit bytes is
 * PAWL_E_LIMIT.
 */
int file_read_all(const char *path, size_t limit, struct arena *a, char **ret, size_t *ret_len,
		  struct pawl_error *err);

/* Tells whether a file was written to, or replaced, in between; inode 0 is no file. */
struct file_stamp {
	uint64_t inode, size;
	int64_t changed_ns;
};

int file_stamp(int fd, const char *path, struct file_stamp *ret, struct pawl_error *err);

struct file_entry {
	const char *name;
	bool is_dir; /* after following a symbolic link */
};

struct file_list {
	struct file_entry *v;
	size_t len;
};

/* The entries of a folder, by name in byte order, without "." and "..". */
int file_list(const char *dir, struct arena *a, struct file_list *ret, struct pawl_error *err);

/* Replace path by data in one step: temporary file beside it, fsync, rename. */
int file_write(const char *path, const char *data, size_t len, struct pawl_error *err);

/* Create path with data; fails when it exists. */
int file_create(const char *path, const char *data, size_t len, struct pawl_error *err);

bool file_exists(const char *path);
bool file_is_dir(const char *path);

/* dir/name, or name where dir is "" or "." or name is absolute. */
char *file_join(struct arena *a, const char *dir, const char *name);

/* path as one word of a shell's command line: as it is, or in quotes where it has to be. */
const char *file_word(struct arena *a, const char *path);

/* The part behind the last slash; points into path. */
const char *file_base(const char *path);

#endif
