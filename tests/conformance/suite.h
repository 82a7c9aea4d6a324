/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the conformance programs share: a database of their own on the server
 * that PAWL_TEST_URL names, and short forms of the calls that must succeed.
 */
#ifndef CONFORMANCE_SUITE_H
#define CONFORMANCE_SUITE_H

#include "driver/db.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* Well before the statements end that run for 30 seconds and more unless they are stopped. */
#define LONG_BEFORE_MS 20000

extern struct db_url suite_url;  /* the program's own database */
extern struct arena suite_arena; /* lives as long as the program */

/* cmocka group fixtures. */
int suite_setup(void **state);
int suite_teardown(void **state);

/* The program's exit status where PAWL_TEST_URL is not set or names another dialect: 77. */
bool suite_has_url(const char *scheme);

/* Is it the RDS Data API of either engine? */
bool suite_is_data_api(void);

/* Fails the test, with the message, unless rc is 0. */
void suite_ok(int rc, const struct pawl_error *err, const char *file, int line);
#define ok(call) suite_ok((call), &err, __FILE__, __LINE__)

struct db *suite_open(const struct db_host *host);
void suite_run(struct db *db, const char *sql);
/*
 * What time does for a runner that was killed, where nobody hears of its end: its
 * transaction is rolled back, its lease on the lock runs out.
 */
void suite_time_goes_by(void);
/* The first cell of a query, "NULL" for NULL, "" for no row. */
const char *suite_value(struct db *db, const char *sql);

/* A statement about one object. */
struct stmt_class suite_about(const char *kind, unsigned flags, const char *object,
			      const char *name);

#endif
