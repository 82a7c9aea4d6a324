/* SPDX-License-Identifier: Apache-2.0 */
/* The parts of the page, each in a file of its own; html.c puts them together. */
#ifndef DOCGEN_HTML_H
#define DOCGEN_HTML_H

#include "docgen/catalog.h"
#include "docgen/diagram.h"
#include "docgen/markup.h"

void html_link(const struct catalog *c, struct buf *b, const struct object *o);
void html_comment(struct buf *b, const struct object *o);

/* html_relations.c: a diagram of each group, or the list of relations where there is none. */
void html_relations(const struct catalog *c, struct buf *b);

/* html_table.c: the section of a table. */
void html_table(const struct catalog *c, struct buf *b, const struct table *t);

/* html_object.c: the sections of everything else, and what those of tables share with them. */
void html_objects(const struct catalog *c, struct buf *b);
void html_section(const struct catalog *c, struct buf *b, const struct object *o);
void html_attributes(const struct catalog *c, struct buf *b, const struct object *o);
void html_code(struct buf *b, const char *label, const char *code);
void html_users(const struct catalog *c, struct buf *b, const struct object *o);
void html_children(const struct catalog *c, struct buf *b, const struct object *o);
void html_touched(const struct catalog *c, struct buf *b, const struct object *o);

/* html_migration.c: the index of migrations. */
void html_migrations(const struct catalog *c, struct buf *b);

#endif
