/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who holds SQLite's write lock, read from Linux's /proc/locks: asking the file
 * by fcntl(F_GETLK) needs a descriptor of it, and closing that one would drop
 * the process's own locks. Elsewhere nobody is named.
 *
 * A line: "1: POSIX  ADVISORY  WRITE 4711 08:01:131 1073741825 1073741825". The
 * writer locks bytes from 2^30 of the file, or, in WAL mode, byte 120 of the
 * "-shm" file (os_unix.c, walformat.html section 2.3.1).
 */
#include "driver/sqlite/conn.h"

#include "base/cleanup.h"

#include <sys/stat.h>
#include <sys/sysmacros.h>

enum { PENDING_BYTE = 0x40000000, WAL_WRITE_BYTE = 120 };

struct file_id {
	bool known;
	unsigned major, minor;
	unsigned long long inode;
	unsigned long long byte; /* locked by the writer, or any behind it */
};

static struct file_id identify(const char *path, unsigned long long byte)
{
	struct stat st;

	if (stat(path, &st) != 0)
		return (struct file_id){0};
	return (struct file_id){true, major(st.st_dev), minor(st.st_dev), st.st_ino, byte};
}

/* The holder's pid if the line tells of a writer's lock on one of the files, else 0. */
static long holder(const char *line, const struct file_id *files, size_t n)
{
	unsigned long long inode, from;
	unsigned major_, minor_;
	char kind[8];
	long pid;

	if (sscanf(line, "%*d: POSIX %*s %7s %ld %x:%x:%llu %llu", kind, &pid, &major_, &minor_,
		   &inode, &from) != 6 ||
	    strcmp(kind, "WRITE") != 0)
		return 0;
	for (size_t i = 0; i < n; i++)
		if (files[i].known && files[i].major == major_ && files[i].minor == minor_ &&
		    files[i].inode == inode && from >= files[i].byte && from <= files[i].byte + 2)
			return pid;
	return 0;
}

static const char *program(long pid, struct arena *a)
{
	char path[64], name[64];
	_cleanup_fclose_ FILE *f = NULL;

	snprintf(path, sizeof(path), "/proc/%ld/comm", pid);
	f = fopen(path, "re");
	if (f == NULL || fgets(name, sizeof(name), f) == NULL)
		return NULL;
	return arena_strndup(a, name, strcspn(name, "\n"));
}

/* Whoever has the runner's lock wrote its pid into the file. */
int blockers_lock_holder(void *conn, const char *name, struct arena *a, struct db_blocker *ret,
			 bool *ret_known, struct pawl_error *err)
{
	const struct conn *c = conn;
	_cleanup_fclose_ FILE *f = c->lock_path == NULL ? NULL : fopen(c->lock_path, "re");
	char line[32] = "";

	(void)name, (void)err;
	*ret_known = f != NULL && fgets(line, sizeof(line), f) != NULL;
	if (*ret_known) {
		long pid = strtol(line, NULL, 10);

		*ret = (struct db_blocker){.pid = pid, .application = program(pid, a)};
	}
	return 0;
}

int blockers_list(void *conn, int64_t backend, struct arena *a, struct db_blocker **ret,
		  size_t *ret_len, struct pawl_error *err)
{
	const struct conn *c = conn;
	_cleanup_fclose_ FILE *f = c->path == NULL ? NULL : fopen("/proc/locks", "re");
	VEC(struct db_blocker) found = {0};
	char line[256];

	(void)backend, (void)err;
	if (f != NULL) {
		const char *shm = arena_printf(a, "%s-shm", c->path);
		const struct file_id files[] = {
			identify(c->path, PENDING_BYTE),
			identify(shm, WAL_WRITE_BYTE),
		};

		while (fgets(line, sizeof(line), f) != NULL) {
			long pid = holder(line, files, 2);

			if (pid > 0 && pid != (long)getpid() &&
			    (found.len == 0 || found.v[found.len - 1].pid != pid))
				*vec_push(&found, a) = (struct db_blocker){
					.pid = pid, .application = program(pid, a)};
		}
	}
	*ret = found.v;
	*ret_len = found.len;
	return 0;
}
