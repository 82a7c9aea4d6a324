/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The runner's locks are bytes of a file beside the database, "<database>-pawl",
 * one byte a name. They are open-file-description locks: two connections of one
 * process exclude each other, and they go when the process dies, however it
 * dies. The database file itself must not be used: closing any descriptor of it
 * would drop SQLite's POSIX locks.
 *
 * The file is removed by whoever releases the last lock. Somebody may have opened
 * it just before and get a lock on what is then nobody's file; hence the look
 * whether the path still leads to the locked file.
 */
#include "driver/sqlite/conn.h"

#include "base/cleanup.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>

enum { TRIES = 100 };

/* FNV-1a, within what a file offset can be. */
static off_t byte_of(const char *name)
{
	uint64_t hash = 0xcbf29ce484222325u;

	for (const char *p = name; *p != '\0'; p++)
		hash = (hash ^ (unsigned char)*p) * 0x100000001b3u;
	return (off_t)(hash >> 2);
}

/* len 0 is the whole file. */
static int change(int fd, short type, off_t start, off_t len)
{
	struct flock range = {.l_type = type, .l_whence = SEEK_SET, .l_start = start, .l_len = len};
	int rc;

	do
		rc = fcntl(fd, F_OFD_SETLK, &range);
	while (rc != 0 && errno == EINTR);
	return rc;
}

static struct held *find_held(struct conn *c, const char *name)
{
	for (size_t i = 0; i < c->held.len; i++)
		if (strcmp(c->held.v[i].name, name) == 0)
			return &c->held.v[i];
	return NULL;
}

static int no_lock(const char *path, struct pawl_error *err)
{
	fail_errno(err, PAWL_E_FILE, "could not use lock file \"%s\"", path);
	hint(err, "SQLite and pawl both need to write to the folder of the database");
	return PAWL_E_FILE;
}

/* Who may write to the database may lock it: the mode is the database's, as for its journals. */
static int open_lock(const struct conn *c)
{
	int fd = open(c->lock_path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
	struct stat database, lock;

	if (fd >= 0 && stat(c->path, &database) == 0 && fstat(fd, &lock) == 0 &&
	    lock.st_uid == geteuid() && (lock.st_mode & 0777) != (database.st_mode & 0777))
		fchmod(fd, database.st_mode & 0777);
	return fd;
}

static bool is_same_file(int fd, const char *path)
{
	struct stat mine, there;

	return fstat(fd, &mine) == 0 && stat(path, &there) == 0 && mine.st_dev == there.st_dev &&
	       mine.st_ino == there.st_ino;
}

/* The byte in a file that the path leads to; *ret_fd is -1 when somebody else has it. */
static int take(const struct conn *c, off_t byte, int *ret_fd, struct pawl_error *err)
{
	for (int i = 0; i < TRIES; i++) {
		_cleanup_close_ int fd = open_lock(c);

		if (fd < 0)
			return no_lock(c->lock_path, err);
		if (change(fd, F_WRLCK, byte, 1) != 0) {
			if (errno != EAGAIN && errno != EACCES)
				return no_lock(c->lock_path, err);
			break;
		}
		if (!is_same_file(fd, c->lock_path))
			continue;
		/* For people who look into the file; no lock depends on it. */
		if (ftruncate(fd, 0) == 0)
			dprintf(fd, "%ld\n", (long)getpid());
		*ret_fd = fd;
		fd = -1;
		return 0;
	}
	*ret_fd = -1; /* held, or others come and go all the time: as good as held */
	return 0;
}

/* One more name: in the file that we have open, or in the one there is. */
static int lock_name(struct conn *c, off_t byte, bool *ret_got, struct pawl_error *err)
{
	int rc;

	if (c->lock_path == NULL)
		c->lock_path = arena_printf(&c->arena, "%s-pawl", c->path);
	if (c->lock_fd < 0) {
		rc = take(c, byte, &c->lock_fd, err);
		*ret_got = rc == 0 && c->lock_fd >= 0;
		return rc;
	}
	*ret_got = change(c->lock_fd, F_WRLCK, byte, 1) == 0;
	if (!*ret_got && errno != EAGAIN && errno != EACCES)
		return no_lock(c->lock_path, err);
	return 0;
}

int lock_try(void *conn, const char *name, bool *ret_got, struct pawl_error *err)
{
	struct conn *c = conn;
	struct held *held = find_held(c, name);
	bool got = true;
	int rc = 0;

	if (c->path != NULL && (held == NULL || held->depth == 0))
		rc = lock_name(c, byte_of(name), &got, err);
	if (rc != 0)
		return rc;
	if (got && held == NULL) {
		held = vec_push(&c->held, &c->arena);
		held->name = arena_strdup(&c->arena, name);
	}
	if (got)
		held->depth++;
	*ret_got = got;
	return 0;
}

void lock_drop(struct conn *c)
{
	if (c->lock_fd < 0)
		return;
	/* Nobody else has a byte of it, and who opened it by now will look again. */
	if (change(c->lock_fd, F_WRLCK, 0, 0) == 0)
		unlink(c->lock_path);
	close(c->lock_fd);
	c->lock_fd = -1;
}

int lock_release(void *conn, const char *name, struct pawl_error *err)
{
	struct conn *c = conn;
	struct held *held = find_held(c, name);
	bool last = true;

	(void)err;
	assert(held != NULL && held->depth > 0);
	if (--held->depth > 0 || c->lock_fd < 0)
		return 0;
	for (size_t i = 0; i < c->held.len; i++)
		last = last && c->held.v[i].depth == 0;
	if (last)
		lock_drop(c);
	else
		change(c->lock_fd, F_UNLCK, byte_of(name), 1);
	return 0;
}
