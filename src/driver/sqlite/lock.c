/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The runner's lock is a file beside the database, "<database>-pawl", held with
 * flock(): it belongs to the open file, so two connections of one process
 * exclude each other, and it goes when the process dies, however it dies. The
 * database file itself must not be used: closing any descriptor of it would
 * drop SQLite's POSIX locks.
 *
 * The file is removed on release. Somebody may have opened it just before and
 * get the lock on what is then nobody's file; hence the look whether the path
 * still leads to the locked file.
 */
#include "driver/sqlite/conn.h"

#include "base/cleanup.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

enum { TRIES = 100 };

static int open_lock(const char *path)
{
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);

	/* Another user's file: enough to lock it. */
	if (fd < 0 && (errno == EACCES || errno == EROFS))
		fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	return fd;
}

static bool is_same_file(int fd, const char *path)
{
	struct stat mine, there;

	return fstat(fd, &mine) == 0 && stat(path, &there) == 0 && mine.st_dev == there.st_dev &&
	       mine.st_ino == there.st_ino;
}

static int no_lock(const char *path, struct pawl_error *err)
{
	fail_errno(err, PAWL_E_FILE, "could not create lock file \"%s\"", path);
	hint(err, "SQLite and pawl both need to write to the folder of the database");
	return PAWL_E_FILE;
}

/* *ret_fd is -1 when somebody else has it. */
static int take(const char *path, int *ret_fd, struct pawl_error *err)
{
	for (int i = 0; i < TRIES; i++) {
		_cleanup_close_ int fd = open_lock(path);

		if (fd < 0)
			return no_lock(path, err);
		if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
			if (errno == EINTR)
				continue;
			if (errno != EWOULDBLOCK)
				return no_lock(path, err);
			*ret_fd = -1;
			return 0;
		}
		if (!is_same_file(fd, path))
			continue;
		/* For people who look into the file; the lock does not depend on it. */
		if (ftruncate(fd, 0) == 0)
			dprintf(fd, "%ld\n", (long)getpid());
		*ret_fd = fd;
		fd = -1;
		return 0;
	}
	*ret_fd = -1; /* others come and go all the time: as good as held */
	return 0;
}

int lock_try(void *conn, const char *name, bool *ret_got, struct pawl_error *err)
{
	struct conn *c = conn;
	int rc = 0;

	(void)name; /* one runner at a time on a file, whatever its history table */
	if (c->path != NULL && c->lock_depth == 0) {
		if (c->lock_path == NULL)
			c->lock_path = arena_printf(&c->arena, "%s-pawl", c->path);
		rc = take(c->lock_path, &c->lock_fd, err);
		if (rc != 0)
			return rc;
		if (c->lock_fd < 0) {
			*ret_got = false;
			return 0;
		}
	}
	c->lock_depth++;
	*ret_got = true;
	return 0;
}

void lock_drop(struct conn *c)
{
	c->lock_depth = 0;
	if (c->lock_fd < 0)
		return;
	unlink(c->lock_path);
	close(c->lock_fd);
	c->lock_fd = -1;
}

int lock_release(void *conn, const char *name, struct pawl_error *err)
{
	struct conn *c = conn;

	(void)name, (void)err;
	assert(c->lock_depth > 0);
	if (--c->lock_depth == 0)
		lock_drop(c);
	return 0;
}
