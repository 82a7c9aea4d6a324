/* SPDX-License-Identifier: Apache-2.0 */
/* A temporary folder for each test, and short forms of the driver's calls that must succeed. */
#ifndef UNIT_SQLITE_FIXTURE_H
#define UNIT_SQLITE_FIXTURE_H

#include "driver/sqlite/sqlite.h"

#include "base/file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static const struct driver *const drv = &sqlite_driver;
static struct arena arena;
static char dir[64];

static inline int setup(void **state)
{
	(void)state;
	snprintf(dir, sizeof(dir), "/tmp/pawl-test-sqlite-XXXXXX");
	return mkdtemp(dir) == NULL ? -1 : 0;
}

static inline int teardown(void **state)
{
	struct pawl_error err;
	struct file_list list;

	(void)state;
	if (file_list(dir, &arena, &list, &err) == 0)
		for (size_t i = 0; i < list.len; i++)
			unlink(file_join(&arena, dir, list.v[i].name));
	arena_done(&arena);
	return rmdir(dir);
}

static inline const char *path_of(const char *name)
{
	return file_join(&arena, dir, name);
}

static inline struct db_url url_of(const char *name)
{
	struct pawl_error err;
	struct db_url url = {0};

	assert_int_equal(
		url_parse(arena_printf(&arena, "sqlite:%s", path_of(name)), &arena, &url, &err), 0);
	return url;
}

static inline void *open_with(const char *name, const struct db_options *o,
			      const struct db_host *host)
{
	struct db_url url = url_of(name);
	struct pawl_error err = {0};
	void *c = NULL;

	if (drv->open(&url, o, host, &c, &err) != 0)
		fail_msg("%s: %s", name, err.message);
	return c;
}

static inline void *open_db(const char *name)
{
	return open_with(name, NULL, NULL);
}

static inline int try_open(const char *name, const struct db_options *o, struct pawl_error *err)
{
	struct db_url url = url_of(name);
	void *c = NULL;
	int rc;

	error_reset(err);
	rc = drv->open(&url, o, NULL, &c, err);
	drv->close(c);
	return rc;
}

static inline int try_exec(void *c, const char *sql, struct pawl_error *err)
{
	int64_t changed;

	error_reset(err);
	return drv->exec(c, sql, strlen(sql), &changed, err);
}

static inline void exec(void *c, const char *sql)
{
	struct pawl_error err;

	if (try_exec(c, sql, &err) != 0)
		fail_msg("%s: %s", sql, err.message);
}

static inline const char *ask(void *c, const char *sql)
{
	struct pawl_error err = {0};
	struct db_rows rows;

	if (drv->query(c, sql, NULL, 0, &arena, &rows, &err) != 0)
		fail_msg("%s: %s", sql, err.message);
	return rows.rows == 0 ? NULL : rows.cells[0];
}

static inline int begin(void *c)
{
	struct db_tx tx = {0};
	struct pawl_error err = {0};

	return drv->begin(c, &tx, &err);
}

static inline void put(const char *name, const char *text)
{
	struct pawl_error err;

	assert_int_equal(file_write(path_of(name), text, strlen(text), &err), 0);
}

#endif
