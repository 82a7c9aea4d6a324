/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The file that a dump program has written. Two things are looked at from the
 * outside, without reading its SQL:
 *
 * Its last line is a comment of its program. What was cut off at the end of a
 * statement loads without an error, and lacks whatever would have come.
 *
 * Around routines, triggers and events that were made while their database had
 * another character set it says ALTER DATABASE `name`: of the database that it
 * came from, even while it is loaded into a scratch database. Without a name the
 * statement means the database at hand.
 */
#include "driver/mysql/dump.h"

#include "base/cleanup.h"
#include "base/file.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define COMPLETED "-- Dump completed"
#define ALTER "\nALTER DATABASE `"
#define SET "` CHARACTER SET "

enum {
	DUMP_TAIL = 1 << 10,  /* has its last line in it */
	DUMP_CHUNK = 1 << 20, /* the dump programs' own lines are about as long */
	DUMP_LINE = 1 << 10,  /* more than an ALTER DATABASE takes */
};

/* Is the last line of these bytes, which end with a NUL, the one? */
static bool is_completed(char *tail)
{
	size_t len = strlen(tail);
	const char *line;

	while (len != 0 && strchr("\r\n", tail[len - 1]) != NULL)
		tail[--len] = '\0';
	line = strrchr(tail, '\n');
	return line != NULL && strncmp(line + 1, COMPLETED, strlen(COMPLETED)) == 0;
}

int dump_check(int fd, const char *path, struct pawl_error *err)
{
	char tail[DUMP_TAIL + 1];
	off_t size = lseek(fd, 0, SEEK_END);
	ssize_t n = -1;

	if (size >= 0)
		n = pread(fd, tail, DUMP_TAIL, size < DUMP_TAIL ? 0 : size - DUMP_TAIL);
	if (n < 0 || lseek(fd, 0, SEEK_SET) < 0)
		return fail_errno(err, PAWL_E_FILE, "could not read file \"%s\"", path);
	tail[n] = '\0';
	if (is_completed(tail))
		return 0;
	fail(err, PAWL_E_FILE, "\"%s\" is not a whole backup", path);
	detail(err, "its last line is not \"%s\", as the dump programs write it", COMPLETED);
	hint(err, "take another backup; SQL of other origin is loaded by \"pawl load\" or the "
		  "server's own client");
	return PAWL_E_FILE;
}

/* Blanks over the names in these bytes, which stand at offset in the file. */
static int unname(int fd, off_t offset, const char *data, size_t len)
{
	static const char blanks[DUMP_LINE] = {[0 ... DUMP_LINE - 1] = ' '};
	const char *p = data, *end = data + len;

	while ((p = memmem(p, (size_t)(end - p), ALTER, strlen(ALTER))) != NULL) {
		const char *name = p + strlen(ALTER) - 1;
		size_t left = (size_t)(end - name) < DUMP_LINE ? (size_t)(end - name) : DUMP_LINE;
		const char *behind = memmem(name, left, SET, strlen(SET));
		size_t n = behind == NULL ? 0 : (size_t)(behind - name) + 1;

		p = name;
		if (n != 0 && memchr(name, '\n', n) == NULL &&
		    pwrite(fd, blanks, n, offset + (name - data)) != (ssize_t)n)
			return -1;
	}
	return 0;
}

int dump_unname(int fd, const char *path, struct pawl_error *err)
{
	_cleanup_free_ char *data = xmalloc(DUMP_CHUNK);
	off_t offset = 0;
	ssize_t n;

	do {
		n = pread(fd, data, DUMP_CHUNK, offset);
		if (n < 0 || unname(fd, offset, data, (size_t)n) != 0)
			return fail_errno(err, PAWL_E_FILE, "could not write file \"%s\"", path);
		/* What stands across the end of this chunk stands within the next one. */
		offset += n - DUMP_LINE;
	} while (n == DUMP_CHUNK);
	return 0;
}
