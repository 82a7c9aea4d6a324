/* SPDX-License-Identifier: Apache-2.0 */
/* Entity-relationship diagrams in Mermaid's language, which forges draw in Markdown. */
#ifndef DOCGEN_MERMAID_H
#define DOCGEN_MERMAID_H

#include "docgen/catalog.h"

/* An erDiagram of a group, without the fence around it. */
void mermaid_write(const struct catalog *c, const struct group *g, struct buf *ret);

#endif
