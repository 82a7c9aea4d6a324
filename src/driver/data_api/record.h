/* SPDX-License-Identifier: Apache-2.0 */
/*
 * PostgreSQL's text of a record, (1,,"a ""b"""): its cells are the texts that the
 * server would send for the columns, whatever their types. Nothing between two
 * commas is NULL; in quotes a quote or a backslash stands twice.
 */
#ifndef DRIVER_DATA_API_RECORD_H
#define DRIVER_DATA_API_RECORD_H

#include "driver/driver.h"

/* Rows out of texts of records, one behind the other, cut in place; false if it is none. */
bool record_rows(char *text, struct arena *a, struct db_rows *ret);

#endif
