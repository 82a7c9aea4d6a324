/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which driver speaks to a URL. SQLite is linked in; the others are modules, so
 * that a command on SQLite never loads libpq or libmariadb.
 *
 * A module is code that runs with the user's rights. It is loaded by absolute
 * path from the build tree (when this object itself lies there), from the
 * install folder that was compiled in, or from a folder beside this object that
 * nobody else can write to; the environment has no say.
 */
#include "base/buf.h"
#include "base/cleanup.h"
#include "base/text.h"
#include "driver/sqlite/sqlite.h"

#include <dlfcn.h>
#include <limits.h>
#include <link.h>
#include <pthread.h>
#include <sys/stat.h>
#include <unistd.h>

struct entry {
	const char *scheme;
	const char *module; /* of driver-<module>.so; NULL: built in */
	const struct driver *builtin;
};

static const struct entry entries[] = {
	{"sqlite", NULL, &sqlite_driver}, {"sqlite3", NULL, &sqlite_driver},
	{"postgres", "postgres", NULL},   {"postgresql", "postgres", NULL},
	{"mysql", "mysql", NULL},         {"mariadb", "mysql", NULL},
	{"data-api", "data-api", NULL},   {"data-api-mysql", "data-api-mysql", NULL},
};
enum { ENTRIES = sizeof(entries) / sizeof(*entries) };

struct module {
	const char *name;
	const char *folder;  /* of its sources; the build's option is called so too */
	const char *library; /* Debian's package of what it links */
	const struct driver *driver;
};

static struct module modules[] = {
	{"postgres", "postgres", "libpq5", NULL},
	{"mysql", "mysql", "libmariadb3", NULL},
	{"data-api", "data_api", "libcurl4", NULL},
	{"data-api-mysql", "data_api", "libcurl4", NULL},
};
static pthread_mutex_t modules_lock = PTHREAD_MUTEX_INITIALIZER;
static const struct driver *extra; /* a test's own */

void driver_set_extra(const struct driver *d)
{
	extra = d;
}

const struct driver *driver_built_in(const char *scheme)
{
	for (size_t i = 0; i < ENTRIES; i++)
		if (strcmp(entries[i].scheme, scheme) == 0)
			return entries[i].builtin;
	return NULL;
}

/* The file that holds this code: the shared library, or the program it is linked into. */
static bool own_path(char ret[PATH_MAX])
{
	static const char anchor;
	struct link_map *map = NULL;
	Dl_info info;

	if (dladdr1(&anchor, &info, (void **)&map, RTLD_DL_LINKMAP) == 0 || map == NULL)
		return false;
	return realpath(map->l_name[0] == '\0' ? "/proc/self/exe" : map->l_name, ret) != NULL;
}

/* Owned by root or by us, and nobody else may write to it. */
static bool is_safe(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && (st.st_uid == 0 || st.st_uid == geteuid()) &&
	       (st.st_mode & (S_IWGRP | S_IWOTH)) == 0;
}

static bool is_inside(const char *path, const char *folder)
{
	size_t len = strlen(folder);

	return strncmp(path, folder, len) == 0 && path[len] == '/';
}

/* The first place that has the module; false when there is none. */
static bool find_module(const struct module *module, struct buf *ret)
{
	const char *name = module->name;
	char own[PATH_MAX], root[PATH_MAX];
	const char *const beside[] = {"../lib/pawl", "pawl"};
	bool known = own_path(own);

	if (known && realpath(PAWL_BUILD_ROOT, root) != NULL && is_inside(own, root)) {
		buf_printf(ret, "%s/src/driver/%s/driver-%s.so", root, module->folder, name);
		return access(buf_str(ret), R_OK) == 0;
	}
	buf_printf(ret, "%s/driver-%s.so", PAWL_DRIVER_DIR, name);
	if (access(buf_str(ret), R_OK) == 0)
		return true;
	if (!known)
		return false;
	*strrchr(own, '/') = '\0';
	for (size_t i = 0; i < sizeof(beside) / sizeof(*beside); i++) {
		buf_clear(ret);
		buf_printf(ret, "%s/%s", own, beside[i]);
		if (!is_safe(buf_str(ret)))
			continue;
		buf_printf(ret, "/driver-%s.so", name);
		if (is_safe(buf_str(ret)))
			return true;
	}
	return false;
}

static int load(const struct module *module, const struct driver **ret, struct pawl_error *err)
{
	const char *name = module->name;
	_cleanup_buf_ struct buf path = {0};
	const struct driver *d;
	void *handle;

	if (!find_module(module, &path)) {
		fail(err, PAWL_E_CONNECT, "the driver module \"driver-%s.so\" is not installed",
		     name);
		hint(err, "install it into \"%s\", or build pawl with -D%s=enabled",
		     PAWL_DRIVER_DIR, module->folder);
		return PAWL_E_CONNECT;
	}
	handle = dlopen(buf_str(&path), RTLD_NOW | RTLD_LOCAL);
	if (handle == NULL) {
		fail(err, PAWL_E_CONNECT, "could not load the driver module: %s", dlerror());
		hint(err, "install the client library that the module needs (%s)", module->library);
		return PAWL_E_CONNECT;
	}
	d = dlsym(handle, "driver_module");
	if (d == NULL || d->abi != DRIVER_ABI) {
		fail(err, PAWL_E_CONNECT, "the driver module \"%s\" belongs to another version",
		     buf_str(&path));
		hint(err, "install pawl and its modules from the same version");
		dlclose(handle);
		return PAWL_E_CONNECT;
	}
	*ret = d;
	return 0;
}

/* Loaded once and never unloaded: client libraries do not survive that. */
static int find_loaded(const char *name, const struct driver **ret, struct pawl_error *err)
{
	int rc = 0;

	pthread_mutex_lock(&modules_lock);
	for (size_t i = 0; i < sizeof(modules) / sizeof(*modules); i++) {
		if (strcmp(modules[i].name, name) != 0)
			continue;
		if (modules[i].driver == NULL)
			rc = load(&modules[i], &modules[i].driver, err);
		if (rc == 0)
			*ret = modules[i].driver;
	}
	pthread_mutex_unlock(&modules_lock);
	return rc;
}

static int unknown(const char *scheme, struct pawl_error *err)
{
	_cleanup_buf_ struct buf all = {0};
	const char *names[ENTRIES], *nearest;

	for (size_t i = 0; i < ENTRIES; i++) {
		names[i] = entries[i].scheme;
		buf_printf(&all, "%s%s", i == 0 ? "" : ", ", names[i]);
	}
	nearest = text_nearest(scheme, names, ENTRIES);
	fail(err, PAWL_E_CONFIG, "unknown database URL scheme \"%s\"", scheme);
	if (nearest != NULL)
		hint(err, "did you mean \"%s\"? known are %s", nearest, buf_str(&all));
	else
		hint(err, "known are %s", buf_str(&all));
	return PAWL_E_CONFIG;
}

int driver_find(const char *scheme, const struct driver **ret, struct pawl_error *err)
{
	if (extra != NULL && strcmp(extra->name, scheme) == 0) {
		*ret = extra;
		return 0;
	}
	for (size_t i = 0; i < ENTRIES; i++) {
		if (strcmp(entries[i].scheme, scheme) != 0)
			continue;
		if (entries[i].builtin == NULL)
			return find_loaded(entries[i].module, ret, err);
		*ret = entries[i].builtin;
		return 0;
	}
	return unknown(scheme, err);
}
