/* SPDX-License-Identifier: Apache-2.0 */
/* The history tables there are, for tool_registry.c; everybody else asks tool_find(). */
#ifndef LAYOUT_TOOL_BACKENDS_H
#define LAYOUT_TOOL_BACKENDS_H

#include "layout/tool_history.h"

extern const struct tool_history tool_golang_migrate, tool_goose, tool_dbmate, tool_flyway;
extern const struct tool_history tool_sqlx, tool_diesel, tool_prisma;

#endif
