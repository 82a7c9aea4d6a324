/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Migrations written as other tools want them, so that leaving costs nothing.
 * Pure: from texts to files that migrate/export.c writes.
 *
 *	struct export_item -> form->write() -> files -> form->finish() -> files of the folder
 */
#ifndef LAYOUT_EXPORT_H
#define LAYOUT_EXPORT_H

#include "base/buf.h"
#include "base/vec.h"
#include "sql/engine.h"
#include "sql/lexer.h"

#include <stdbool.h>

/* A migration, texts and all. */
struct export_item {
	const char *version, *name; /* digits; snake_case */
	const char *up, *down;      /* down NULL: there is none */
	bool repeatable;
	bool up_alone, down_alone;     /* must not run in a transaction */
	bool up_wrapped, down_wrapped; /* one BEGIN first, its COMMIT last */
};

struct export_file {
	const char *name, *text; /* name relative to the folder */
};

struct export_out {
	struct arena *arena;
	const struct lex_rules *lex;
	enum sql_engine engine;
	VEC(struct export_file) files;
	size_t downs; /* ways back that there was a place for */
};

/* What versions a tool takes; those that it does not are numbered anew by their order. */
enum export_numbers {
	EXPORT_ANY,
	EXPORT_INT32,
	EXPORT_GAPLESS, /* 1, 2, 3 */
};

struct export_form {
	const char *name; /* of the layout */
	enum export_numbers numbers;
	bool repeatables; /* it has them */
	int (*write)(struct export_out *out, const struct export_item *item,
		     struct pawl_error *err);
	/* May be NULL. Once behind all items. */
	void (*finish)(struct export_out *out);
};

/* PAWL_E_CONFIG, with those there are, where there is none of that name. */
int export_find(const char *name, const struct export_form **ret, struct pawl_error *err);

/*
 * The text, with begin and end as lines of their own around each statement that
 * has a ';' at the end of a line inside it, for tools that end statements there.
 * The lines of a client (DELIMITER) are left out. begin NULL: end stands behind every
 * statement.
 */
int export_mark(const struct export_out *out, const char *text, const char *begin, const char *end,
		struct buf *ret, struct pawl_error *err);

/*
 * The text without the statements by which a tool's own files keep its table: those that begin
 * with its plain name. A text with a client's DELIMITER stays as it is.
 */
int export_drop_record(const struct lex_rules *lex, const char *text, const char *table,
		       struct arena *a, const char **ret, struct pawl_error *err);

extern const struct export_form export_forms_files[], export_forms_sections[], export_forms_plans[];
extern const size_t export_forms_files_len, export_forms_sections_len, export_forms_plans_len;

#endif
