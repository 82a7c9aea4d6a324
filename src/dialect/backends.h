/* SPDX-License-Identifier: Apache-2.0 */
/* The dialects there are, for registry.c; everybody else asks dialect_find(). */
#ifndef DIALECT_BACKENDS_H
#define DIALECT_BACKENDS_H

#include "dialect/dialect.h"

extern const struct dialect dialect_sqlite, dialect_postgres, dialect_mysql;

#endif
