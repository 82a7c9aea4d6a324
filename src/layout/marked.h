/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Files in which lines such as "-- +goose Up" cut the way up from the way down
 * and hold statements together (StatementBegin, StatementEnd): goose and
 * sql-migrate, which has its reader from there.
 */
#ifndef LAYOUT_MARKED_H
#define LAYOUT_MARKED_H

#include "layout/gather.h"
#include "layout/sections.h"

enum marked_command {
	MARKED_NONE, /* a line like any other */
	MARKED_UP,
	MARKED_DOWN,
	MARKED_BEGIN,
	MARKED_END,
	MARKED_NO_TX, /* for both ways */
	MARKED_ENVSUB_ON,
	MARKED_ENVSUB_OFF,
};

struct marked_line {
	enum marked_command command;
	bool no_tx; /* on MARKED_UP and MARKED_DOWN: for that way alone */
};

struct marked_rules {
	const char *prefix; /* "-- +goose", for errors */
	/* What a line is. An error need not say where. */
	int (*parse)(const struct line *l, struct marked_line *ret, struct pawl_error *err);
	bool once;        /* one way up, then at most one way down */
	bool strict_down; /* the way down, too, must end in a semicolon */
};

/* m->up and m->down of a file; as struct gather's read_text otherwise. */
/* read_text of such a layout, whose gather is the first member of this. */
struct marked {
	struct gather gather;
	const struct marked_rules *rules;
};

int marked_read(const struct gather *g, const struct gather_item *item,
		const struct tree_text *text, struct arena *a, struct migration *m,
		struct pawl_error *err);

#endif
