/* SPDX-License-Identifier: Apache-2.0 */
#include "base/file.h"

#include "base/buf.h"
#include "base/cleanup.h"
#include "base/vec.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int no_file(int dir_fd, const char *name, const char *path, struct pawl_error *err)
{
	struct stat st;
	int number = errno;
	bool dangles = number == ENOENT && fstatat(dir_fd, name, &st, AT_SYMLINK_NOFOLLOW) == 0;

	errno = number;
	fail_errno(err, PAWL_E_FILE, "could not open file \"%s\"", path);
	if (dangles)
		hint(err, "it is a symbolic link that leads to no file");
	return PAWL_E_FILE;
}

int file_open_at(int dir_fd, const char *name, const char *path, int *ret_fd,
		 struct pawl_error *err)
{
	struct stat st;
	/* O_NONBLOCK: opening a FIFO for reading must not wait for a writer. */
	int fd = openat(dir_fd, name, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);

	if (fd < 0)
		return no_file(dir_fd, name, path, err);
	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
		close(fd);
		fail(err, PAWL_E_FILE, "\"%s\" is not a regular file", path);
		hint(err, "only regular files are read; move it out of the folder");
		return PAWL_E_FILE;
	}
	*ret_fd = fd;
	return 0;
}

int file_open(const char *path, int *ret_fd, struct pawl_error *err)
{
	return file_open_at(AT_FDCWD, path, path, ret_fd, err);
}

int file_stamp(int fd, const char *path, struct file_stamp *ret, struct pawl_error *err)
{
	enum { NS = 1000000000 };
	struct stat st;

	if (fstat(fd, &st) != 0)
		return fail_errno(err, PAWL_E_FILE, "could not look at file \"%s\"", path);
	*ret = (struct file_stamp){
		.inode = st.st_ino,
		.size = (uint64_t)st.st_size,
		.changed_ns = (int64_t)st.st_ctim.tv_sec * NS + st.st_ctim.tv_nsec,
	};
	return 0;
}

int file_read(int fd, const char *path, char *data, size_t size, size_t *ret_len,
	      struct pawl_error *err)
{
	ssize_t n;

	do
		n = read(fd, data, size);
	while (n < 0 && errno == EINTR);
	if (n < 0)
		return fail_errno(err, PAWL_E_FILE, "could not read file \"%s\"", path);
	*ret_len = (size_t)n;
	return 0;
}

int file_read_all(const char *path, size_t limit, struct arena *a, char **ret, size_t *ret_len,
		  struct pawl_error *err)
{
	_cleanup_close_ int fd = -1;
	struct stat st;
	char *data;
	size_t size, len = 0, n;
	int rc = file_open(path, &fd, err);

	if (rc != 0)
		return rc;
	if (fstat(fd, &st) != 0)
		return fail_errno(err, PAWL_E_FILE, "could not read file \"%s\"", path);
	if ((uintmax_t)st.st_size > limit)
		return fail(err, PAWL_E_LIMIT, "file \"%s\" is larger than %zu bytes", path, limit);
	size = (size_t)st.st_size;
	data = arena_alloc(a, size + 1);
	while (len < size) {
		rc = file_read(fd, path, data + len, size - len, &n, err);
		if (rc != 0)
			return rc;
		if (n == 0)
			break;
		len += n;
	}
	data[len] = '\0';
	*ret = data;
	if (ret_len != NULL)
		*ret_len = len;
	return 0;
}

static int compare_entries(const void *a, const void *b)
{
	return strcmp(((const struct file_entry *)a)->name, ((const struct file_entry *)b)->name);
}

static bool entry_is_dir(int dir_fd, const struct dirent *e)
{
	struct stat st;

	if (e->d_type != DT_UNKNOWN && e->d_type != DT_LNK)
		return e->d_type == DT_DIR;
	return fstatat(dir_fd, e->d_name, &st, 0) == 0 && S_ISDIR(st.st_mode);
}

int file_list(const char *dir, struct arena *a, struct file_list *ret, struct pawl_error *err)
{
	DIR *d = opendir(dir);
	VEC(struct file_entry) list = {0};
	const struct dirent *e;

	if (d == NULL)
		return fail_errno(err, PAWL_E_FILE, "could not open folder \"%s\"", dir);
	for (errno = 0; (e = readdir(d)) != NULL; errno = 0) {
		if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
			continue;
		*vec_push(&list, a) = (struct file_entry){
			.name = arena_strdup(a, e->d_name),
			.is_dir = entry_is_dir(dirfd(d), e),
		};
	}
	if (errno != 0) {
		fail_errno(err, PAWL_E_FILE, "could not read folder \"%s\"", dir);
		closedir(d);
		return PAWL_E_FILE;
	}
	closedir(d);
	if (list.len != 0)
		qsort(list.v, list.len, sizeof(*list.v), compare_entries);
	*ret = (struct file_list){.v = list.v, .len = list.len};
	return 0;
}

static int write_all(int fd, const char *data, size_t len)
{
	while (len > 0) {
		ssize_t n = write(fd, data, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -1;
		data += n;
		len -= (size_t)n;
	}
	return 0;
}

/* What mkstemp made is 0600; give the new file what open() would have given it. */
static mode_t usual_mode(void)
{
	mode_t mask = umask(0);

	umask(mask);
	return 0666 & ~mask;
}

int file_write(const char *path, const char *data, size_t len, struct pawl_error *err)
{
	_cleanup_free_ char *temporary = xmalloc(strlen(path) + sizeof(".XXXXXX"));
	struct stat st;
	mode_t mode = stat(path, &st) == 0 ? st.st_mode & 07777 : usual_mode();
	int fd;

	memcpy(temporary, path, strlen(path));
	memcpy(temporary + strlen(path), ".XXXXXX", sizeof(".XXXXXX"));
	fd = mkostemp(temporary, O_CLOEXEC);
	if (fd < 0)
		return fail_errno(err, PAWL_E_FILE, "could not create a file beside \"%s\"", path);
	if (write_all(fd, data, len) != 0 || fchmod(fd, mode) != 0 || fsync(fd) != 0 ||
	    rename(temporary, path) != 0) {
		fail_errno(err, PAWL_E_FILE, "could not write file \"%s\"", path);
		close(fd);
		unlink(temporary);
		return PAWL_E_FILE;
	}
	close(fd);
	return 0;
}

int file_create(const char *path, const char *data, size_t len, struct pawl_error *err)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);

	if (fd < 0)
		return fail_errno(err, PAWL_E_FILE, "could not create file \"%s\"", path);
	if (write_all(fd, data, len) != 0) {
		fail_errno(err, PAWL_E_FILE, "could not write file \"%s\"", path);
		close(fd);
		unlink(path);
		return PAWL_E_FILE;
	}
	close(fd);
	return 0;
}

bool file_exists(const char *path)
{
	struct stat st;

	return lstat(path, &st) == 0;
}

bool file_is_dir(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

char *file_join(struct arena *a, const char *dir, const char *name)
{
	size_t len = strlen(dir);

	if (name[0] == '/' || len == 0 || strcmp(dir, ".") == 0)
		return arena_strdup(a, name);
	return arena_printf(a, "%s%s%s", dir, dir[len - 1] == '/' ? "" : "/", name);
}

const char *file_word(struct arena *a, const char *path)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "0123456789./_-+,:@%=";
	_cleanup_buf_ struct buf b = {0};

	if (path[0] != '\0' && path[strspn(path, plain)] == '\0')
		return path;
	buf_addc(&b, '\'');
	for (; *path != '\0'; path++)
		if (*path == '\'')
			buf_adds(&b, "'\\''");
		else
			buf_addc(&b, *path);
	buf_addc(&b, '\'');
	return buf_dup(&b, a);
}

const char *file_base(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash == NULL ? path : slash + 1;
}
