/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Documentation of a schema: one HTML page that needs nothing else, Markdown
 * with Mermaid diagrams, or the relations alone as text for Graphviz.
 *
 *	struct schema + history -> docgen_input -> docgen_html() -> file
 *
 * Pure: the same input gives the same bytes. Nothing here looks at a clock, so
 * what the output shall say of time and place stands in the input. All texts
 * are borrowed, may hold any bytes and are escaped by the writers. What an
 * engine's server printed is shown as it is.
 *
 * Graphviz keeps global state: one caller at a time may be in docgen_html().
 */
#ifndef DOCGEN_DOCGEN_H
#define DOCGEN_DOCGEN_H

#include "base/buf.h"
#include "model/schema.h"

#include <stdint.h>

/* A migration as the index lists it. NULL is "not known" for every text. */
struct docgen_migration {
	const char *version;  /* never NULL */
	const char *name;     /* "add account id" */
	const char *filename; /* relative to the migrations folder */
	const char
		*purpose; /* the header comment without its comment signs; may have several lines */
	size_t lines;     /* of the file; 0 if there is none any more */
	const char *state;      /* a word of pawl status: "applied", "pending", "failed", ... */
	const char *applied_at; /* as it shall be shown: "2026-03-01 09:30:00 UTC" */
	const char *applied_by;
	int64_t duration_ms; /* -1: not known */

	/* One line a statement: "create table users", "insert into roles (3 times)". */
	const char *const *changes;
	size_t changes_len;

	/*
	 * The tables, views, routines it touches, by the name that object_title() gives
	 * them ("users", "audit.log"). A name that the schema has becomes a link; one
	 * that is gone stays text.
	 */
	const char *const *touches;
	size_t touches_len;
};

struct docgen_input {
	const char *title;   /* of the database or the project */
	const char *product; /* "PostgreSQL 15.4": engine and version for people; NULL if unknown */
	const char *
		origin; /* "pawl 0.1.0 from migrations/ at 042"; no time unless wanted; may be NULL */
	const struct schema *schema;               /* NULL: just the index of migrations */
	const struct docgen_migration *migrations; /* in the order of the index */
	size_t migrations_len;
};

/* Append a complete document to ret. */
void docgen_html(const struct docgen_input *in, struct buf *ret);
void docgen_markdown(const struct docgen_input *in, struct buf *ret);

/* The tables and their relations in the DOT language, with all columns. */
void docgen_dot(const struct docgen_input *in, struct buf *ret);

/* Whether Graphviz is here to lay out diagrams; without, the page lists the relations. */
bool docgen_has_diagrams(void);

#endif
