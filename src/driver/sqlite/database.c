/* SPDX-License-Identifier: Apache-2.0 */
/* The database itself is a file, and what SQLite and pawl keep beside it. */
#include "driver/sqlite/conn.h"

#include "base/cleanup.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sys/stat.h>

static const char magic[16] = "SQLite format 3"; /* with its NUL: fileformat2.html, 1.3 */

static bool is_memory(const struct db_url *url)
{
	const char *mode = url_param(url, "mode");

	return strcmp(url->path, ":memory:") == 0 || (mode != NULL && strcmp(mode, "memory") == 0);
}

int database_exists(const struct db_url *url, const struct db_host *host, bool *ret,
		    struct pawl_error *err)
{
	(void)host;
	if (is_memory(url) || access(url->path, F_OK) == 0)
		*ret = true;
	else if (errno == ENOENT || errno == ENOTDIR)
		*ret = false;
	else
		return fail_errno(err, PAWL_E_CONNECT, "could not look for database file \"%s\"",
				  url->path);
	return 0;
}

int database_create(const struct db_url *url, const struct db_host *host, struct pawl_error *err)
{
	bool there = false;
	int64_t changed;
	void *conn;
	int rc = database_exists(url, host, &there, err);

	if (rc != 0)
		return rc;
	if (there)
		return fail(err, PAWL_E_SQL, "database \"%s\" exists already", url->path);
	rc = sqlite_driver.open(url, NULL, host, &conn, err);
	if (rc != 0)
		return rc;
	/* Writes the header: SQLite itself leaves the file empty until there is a table. */
	rc = sqlite_driver.exec(conn, "PRAGMA user_version = 0", 23, &changed, err);
	sqlite_driver.close(conn);
	return rc;
}

/* By a descriptor of our own: allowed, since no connection of ours is open yet. */
static int check_is_database(const char *path, struct pawl_error *err)
{
	_cleanup_close_ int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	char head[sizeof(magic)];
	struct stat st;
	ssize_t n;

	if (fd < 0)
		return fail_errno(err, PAWL_E_CONNECT, "could not open database file \"%s\"", path);
	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))
		return fail(err, PAWL_E_CONNECT, "\"%s\" is not a regular file", path);
	n = read(fd, head, sizeof(head));
	if (n == 0 || (n == (ssize_t)sizeof(head) && memcmp(head, magic, sizeof(magic)) == 0))
		return 0;
	fail(err, PAWL_E_CONNECT, "file \"%s\" is not an SQLite database", path);
	hint(err, "it was left as it is; remove it by hand if it may go");
	return PAWL_E_CONNECT;
}

/* A writer in its transaction would go on writing into a file without a name. */
static int check_is_unused(const struct db_url *url, const struct db_host *host,
			   struct pawl_error *err)
{
	int64_t changed;
	void *conn;
	int rc = sqlite_driver.open(url, NULL, host, &conn, err);

	if (rc != 0)
		return rc;
	rc = sqlite_driver.exec(conn, "BEGIN EXCLUSIVE", 15, &changed, err);
	sqlite_driver.close(conn);
	return rc;
}

int database_drop(const struct db_url *url, const struct db_host *host, bool force,
		  struct pawl_error *err)
{
	/* The file itself last: what is cut off half-way can be dropped again. */
	static const char *const suffixes[] = {"-wal", "-shm", "-journal", "-pawl", ""};
	char resolved[PATH_MAX];
	struct arena scratch = {0};
	int rc;

	if (is_memory(url))
		return 0;
	if (realpath(url->path, resolved) == NULL)
		return fail_errno(err, PAWL_E_CONNECT, "could not find database file \"%s\"",
				  url->path);
	rc = check_is_database(resolved, err);
	if (rc == 0 && !force)
		rc = check_is_unused(url, host, err);
	for (size_t i = 0; rc == 0 && i < sizeof(suffixes) / sizeof(*suffixes); i++) {
		const char *path = arena_printf(&scratch, "%s%s", resolved, suffixes[i]);

		if (unlink(path) != 0 && errno != ENOENT)
			rc = fail_errno(err, PAWL_E_FILE, "could not remove file \"%s\"", path);
	}
	arena_done(&scratch);
	return rc;
}
