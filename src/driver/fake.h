/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An engine in memory for tests of what stands above the drivers: it records
 * the statements it is given, answers as it was told, and knows transactions.
 * Linked into tests only (libfake); the product's registry has no line for it.
 *
 *	fake_install("sqlite");           "fake:" URLs now work
 *	fake_answer("SELECT v", 1, 1, cells);
 *	fake_fail("CREATE TABLE b", PAWL_E_SQL, "no such luck");
 *	...
 *	assert_string_equal(fake_log(), "BEGIN\nCREATE TABLE a(x)\nCOMMIT\n");
 *	fake_remove();
 */
#ifndef DRIVER_FAKE_H
#define DRIVER_FAKE_H

#include "driver/driver.h"

/* Register the driver with the dialect of that name; forgets every earlier script. */
void fake_install(const char *dialect);
void fake_remove(void);

/* A query that starts with prefix gives these cells (borrowed); none gives no rows. */
void fake_answer(const char *prefix, size_t rows, size_t cols, const char *const *cells);

/* Every statement that starts with prefix fails, "BEGIN" and "COMMIT" included. */
void fake_fail(const char *prefix, int code, const char *message);

/* Only the nth statement from now on fails, 1-based. */
void fake_fail_nth(unsigned long nth, int code, const char *message);

/* With batches, exec_batch and repeat are offered to db.c and logged as "batch of N". */
void fake_offer_batch(bool offer);

/* What took effect or was tried, one a line; a failed statement has "! " in front. */
const char *fake_log(void);

/* Statements outside a transaction and in committed ones, one a line. */
const char *fake_committed(void);

/* Connections now open. */
int fake_open_connections(void);

#endif
