/* SPDX-License-Identifier: Apache-2.0 */
#include "migrate/backup_file.h"

#include "base/buf.h"
#include "base/cleanup.h"
#include "base/text.h"
#include "base/vec.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>

#define CHECKSUM ".sha256"
#define PART ".part"

enum { LONGEST_CHECKSUM = 64 << 10, LONGEST_PART = 80 };

/*
 * What is in a name must neither lead elsewhere nor be taken for another part of
 * it. What does not fit is left out.
 */
static const char *encode(const char *text, struct arena *a)
{
	_cleanup_buf_ struct buf b = {0};

	for (; *text != '\0' && b.len < LONGEST_PART; text++)
		if (isalnum((unsigned char)*text) || strchr("._-+", *text) != NULL)
			buf_addc(&b, *text);
		else
			buf_printf(&b, "%%%02X", (unsigned char)*text);
	if (b.len != 0 && b.data[0] == '.')
		b.data[0] = '_';
	return buf_dup(&b, a);
}

/* What all names of a series begin with. */
static const char *start_of(const struct backup_series *series, struct arena *a)
{
	char hex[SHA256_HEX];
	struct sha256 h;

	sha256_init(&h);
	sha256_add(&h, series->database, strlen(series->database) + 1);
	sha256_add(&h, series->place, strlen(series->place));
	sha256_hex(&h, hex);
	return arena_printf(a, "%s-%.6s", encode(series->database, a), hex);
}

const char *backup_file_name(const struct backup_series *series, const char *stamp,
			     const char *version, struct arena *a)
{
	return arena_printf(a, "%s-%.8sT%.6sZ-%s%s", start_of(series, a), stamp, stamp + 8,
			    version[0] == '\0' ? "empty" : encode(version, a), series->suffix);
}

bool backup_file_is_of(const char *name, const struct backup_series *series, struct arena *a)
{
	static const char form[] = "-00000000T000000Z-";
	const char *start = start_of(series, a);

	if (!text_starts(name, start) || !text_ends(name, series->suffix))
		return false;
	name += strlen(start);
	for (const char *f = form; *f != '\0'; f++, name++)
		if (*f == '0' ? !isdigit((unsigned char)*name) : *name != *f)
			return false;
	return strlen(name) > strlen(series->suffix);
}

static const char *folder_of(const char *path, struct arena *a)
{
	const char *base = file_base(path);

	return base == path ? "." : arena_strndup(a, path, (size_t)(base - path));
}

const char *backup_file_part(const char *path, struct arena *a)
{
	const char *base = file_base(path);

	return arena_printf(a, "%.*s.%s.%ld" PART, (int)(base - path), path, base, (long)getpid());
}

/* ".NAME.PID.part" of a process that is no more: NAME; else NULL. */
static const char *dead_part(const char *name, struct arena *a)
{
	size_t len = strlen(name);
	const char *end = name + len - strlen(PART), *dot = end;
	char *stop;
	long pid;

	if (name[0] != '.' || !text_ends(name, PART))
		return NULL;
	while (dot > name + 1 && dot[-1] != '.')
		dot--;
	pid = strtol(dot, &stop, 10);
	if (dot <= name + 2 || stop != end || pid <= 0 || pid == (long)getpid() ||
	    kill((pid_t)pid, 0) == 0 || errno != ESRCH)
		return NULL;
	return arena_strndup(a, name + 1, (size_t)(dot - name) - 2);
}

void backup_file_sweep(const char *path, const struct backup_series *series, struct arena *a)
{
	const char *folder = folder_of(path, a);
	struct file_list list;

	if (file_list(folder, a, &list, NULL) != 0)
		return;
	for (size_t i = 0; i < list.len; i++) {
		const char *name = dead_part(list.v[i].name, a);

		if (name != NULL &&
		    (strcmp(name, file_base(path)) == 0 || backup_file_is_of(name, series, a)))
			unlink(file_join(a, folder, list.v[i].name));
	}
}

static int read_open(int fd, const char *path, const volatile sig_atomic_t *cancel,
		     char ret[SHA256_HEX], int64_t *ret_bytes, struct pawl_error *err)
{
	_cleanup_free_ char *data = xmalloc(FILE_CHUNK);
	struct sha256 h;
	size_t n = 1;

	sha256_init(&h);
	*ret_bytes = 0;
	while (n != 0) {
		int rc = file_read(fd, path, data, FILE_CHUNK, &n, err);

		if (rc != 0)
			return rc;
		if (cancel != NULL && *cancel)
			return fail(err, PAWL_E_CANCELLED, "cancelled");
		sha256_add(&h, data, n);
		*ret_bytes += (int64_t)n;
	}
	sha256_hex(&h, ret);
	return 0;
}

int backup_file_read(const char *path, const volatile sig_atomic_t *cancel, char ret[SHA256_HEX],
		     int64_t *ret_bytes, struct pawl_error *err)
{
	_cleanup_close_ int fd = -1;
	int rc = file_open(path, &fd, err);

	if (rc == 0)
		rc = read_open(fd, path, cancel, ret, ret_bytes, err);
	if (rc == 0 && fsync(fd) != 0)
		rc = fail_errno(err, PAWL_E_FILE, "could not write file \"%s\" to the disk", path);
	return rc;
}

int backup_file_finish(const char *part, const char *path, const char *checksum, struct arena *a,
		       struct pawl_error *err)
{
	const char *text = arena_printf(a, "%s  %s\n", checksum, file_base(path));
	_cleanup_close_ int folder = -1;
	/* First, so that the file never stands there without it. */
	int rc = file_write(arena_printf(a, "%s" CHECKSUM, path), text, strlen(text), err);

	if (rc != 0)
		return rc;
	if (rename(part, path) != 0)
		return fail_errno(err, PAWL_E_FILE, "could not write file \"%s\"", path);
	folder = open(folder_of(path, a), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (folder < 0 || fsync(folder) != 0)
		return fail_errno(err, PAWL_E_FILE, "could not write the folder of \"%s\"", path);
	return 0;
}

int backup_file_check(const char *path, const volatile sig_atomic_t *cancel, struct arena *a,
		      bool *ret_known, struct pawl_error *err)
{
	const char *beside = arena_printf(a, "%s" CHECKSUM, path);
	char now[SHA256_HEX];
	int64_t bytes;
	char *said;
	int rc;

	*ret_known = file_exists(beside);
	if (!*ret_known && file_exists(path))
		return 0;
	rc = backup_file_read(path, cancel, now, &bytes, err);
	if (rc == 0)
		rc = file_read_all(beside, LONGEST_CHECKSUM, a, &said, NULL, err);
	if (rc != 0 || (strncasecmp(said, now, SHA256_HEX - 1) == 0 &&
			strchr(" \t\r\n", said[SHA256_HEX - 1]) != NULL))
		return rc;
	fail(err, PAWL_E_FILE,
	     "the backup \"%s\" is not what \"%s\" says: it is damaged or another", path, beside);
	detail(err, "its SHA-256 is %s", now);
	hint(err,
	     "take another backup; --force does not skip this check, and who knows the file to "
	     "be right removes the .sha256");
	return PAWL_E_FILE;
}

int backup_file_prune(const char *newest, const struct backup_series *series, size_t keep,
		      struct arena *a, const char *const **ret, size_t *ret_len,
		      struct pawl_error *err)
{
	VEC(const char *) mine = {0}, gone = {0};
	const char *folder = folder_of(newest, a);
	struct file_list list;
	int rc = keep == 0 ? 0 : file_list(folder, a, &list, err);

	if (rc != 0 || keep == 0)
		return rc;
	/* By name is by time, the newest last. */
	for (size_t i = 0; i < list.len; i++)
		if (!list.v[i].is_dir && strcmp(list.v[i].name, file_base(newest)) != 0 &&
		    backup_file_is_of(list.v[i].name, series, a))
			*vec_push(&mine, a) = file_join(a, folder, list.v[i].name);
	for (size_t i = 0; rc == 0 && i + keep - 1 < mine.len; i++) {
		if (unlink(mine.v[i]) != 0 && errno != ENOENT)
			rc = fail_errno(err, PAWL_E_FILE, "could not remove the old backup \"%s\"",
					mine.v[i]);
		else
			unlink(arena_printf(a, "%s" CHECKSUM, mine.v[i]));
		if (rc == 0)
			*vec_push(&gone, a) = mine.v[i];
	}
	*ret = gone.v;
	*ret_len = gone.len;
	return rc;
}
