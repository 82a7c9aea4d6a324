/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What an engine itself says of a statement that it is given on a scratch
 * database: drivers fill it, whoever judges statements reads it.
 */
#ifndef DIALECT_VERDICT_H
#define DIALECT_VERDICT_H

#include <stdbool.h>
#include <stddef.h>

enum verdict_missing {
	MISSING_NOTHING,
	MISSING_OBJECT, /* a table, view ...: made elsewhere, or by what was not run */
	MISSING_CODE,   /* a function, module ... of an extension */
};

struct verdict {
	bool asked;                   /* the engine was given it */
	bool skipped;                 /* it may change the schema, and was not carried out */
	const char *refused;          /* what is wrong with it; NULL: nothing */
	enum verdict_missing missing; /* why it was refused, as far as that is not its own fault */
	size_t at; /* the byte of the statement where it is wrong, 0 if unknown */
	/* How the engine changes the table: "INSTANT", "INPLACE", "COPY"; NULL: unknown. */
	const char *algorithm;
	bool online; /* and others write to it meanwhile */
};

/* What is in the schema and cannot be used as the schema is now. */
struct verdict_broken {
	const char *what; /* "view \"v\"" */
	const char *why;
};

#endif
