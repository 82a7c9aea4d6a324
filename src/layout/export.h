/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Migrations written as other tools want them, so that leaving costs nothing.
 * Pure: from texts to files that migrate/export.c writes, and reads back.
 *
 *	struct export_item -> form->write() -> files -> form->finish() -> files of the folder
 *
 * To add one: a form in the file of its kind, and its line in tests/cli/export.bats.
 */
#ifndef LAYOUT_EXPORT_H
#define LAYOUT_EXPORT_H

#include "base/buf.h"
#include "base/vec.h"
#include "layout/migration.h"
#include "sql/engine.h"
#include "sql/lexer.h"

#include <stdbool.h>

/* A migration, texts and all. */
struct export_item {
	const struct migration *m;
	const char *version, *name; /* digits, or as the form takes them; snake_case */
	const char *up;
	const char *down, *verify;     /* NULL: there is none */
	bool up_alone, down_alone;     /* must not run in a transaction */
	bool up_wrapped, down_wrapped; /* one BEGIN first, its COMMIT last */
	const char *up_kind;           /* of the statement for which it must not; or NULL */
	size_t up_count, down_count;   /* statements */
	size_t files;                  /* of the folder, with its own the last */
	bool repeatable;
	bool values; /* it has ${name} for the user to give */
};

struct export_file {
	const char *name, *text; /* name relative to the folder */
	const char *label;       /* of its migration, where write() or finish() asks; or NULL */
};

struct export_form;

struct export_out {
	const struct export_form *form;
	struct arena *arena;
	const struct lex_rules *lex;
	enum sql_engine engine;
	VEC(struct export_file) files;
	size_t downs, verifies; /* that there was a place for */
};

/* What versions a tool takes; those that it does not are numbered anew by their order. */
enum export_numbers {
	EXPORT_ANY,     /* digits */
	EXPORT_NATIVE,  /* pawl's own as they are */
	EXPORT_WORDS,   /* names in the order of the files that hold them: 32 letters and digits */
	EXPORT_PARTS,   /* digits, and parts of digits */
	EXPORT_TEXT,    /* digits, ordered by their bytes */
	EXPORT_INT32,   /* above 0 */
	EXPORT_INT64,   /* above 0 */
	EXPORT_GAPLESS, /* 1, 2, 3 */
};

/* A set of engines. */
#define EXPORT_ON(engine) (1u << (engine))
#define EXPORT_ALL ((1u << ENGINES) - 1)

struct export_form {
	const char *name; /* of the layout */
	enum export_numbers numbers;
	bool repeatables; /* it has them */
	bool checks;      /* preconditions, too */
	bool envs;        /* and migrations for some environments alone */
	bool values;      /* it replaces ${name} */
	/* Its texts are read by the engine's own client: DELIMITER, COPY's data, "\" commands. */
	bool client;
	/* Where the tool opens a transaction around a text, so that its own gives way. */
	unsigned wraps;
	unsigned no_outside; /* where it has no mark for a text that must not be in one */
	bool whole;          /* it sends a text in one message, which PostgreSQL makes one of */
	bool filled;         /* a migration without a statement gets one that does nothing */
	bool outside;        /* a text without a mark runs in no transaction */
	bool several;        /* a migration may become several of its */
	bool code;           /* what it writes is no SQL: pawl does not read it back */
	/* How comments begin that it takes for its own and others do not; NULL-terminated, or NULL. */
	const char *const *marks;
	int (*write)(struct export_out *out, const struct export_item *item,
		     struct pawl_error *err);
	/* May be NULL. Once behind all items. */
	void (*finish)(struct export_out *out);
};

/* PAWL_E_CONFIG, with those there are, where there is none of that name. */
int export_find(const char *name, const struct export_form **ret, struct pawl_error *err);

/* A file; name and text are in the arena. */
struct export_file *export_add(struct export_out *out, const char *name, const char *text);

/* The same for a way back. */
void export_add_down(struct export_out *out, const char *name, const char *text);

/* PAWL_E_CONFIG: what the migration is, or holds, has no form there: "is written in Go". */
int export_refuse(const struct migration *m, const struct export_form *form, const char *what,
		  struct pawl_error *err);

/* See export_text.c. */

/* A statement of a text and what stands above it, comments and blank lines. */
struct export_statement {
	const char *text, *above; /* NUL-terminated */
	size_t len;
	bool compound; /* holds a ';' of its own */
};

struct export_statements {
	struct export_statement *v;
	size_t len, cap;
	const char *below; /* what stands behind the last */
};

/*
 * Cut a text up. Left out are the client's own lines (DELIMITER, "\restrict"), and comments
 * that a tool takes for marks of its own; where they were any, *ret_changed is set.
 */
int export_cut(const struct export_out *out, const char *text, struct export_statements *ret,
	       bool *ret_changed, struct pawl_error *err);

/* One text again, a ';' behind each statement. */
const char *export_join(const struct export_statements *s, struct arena *a);

/*
 * The text, with begin and end as lines of their own around each statement that
 * may be cut by tools that end statements at each ';' at the end of a line. begin NULL: end
 * stands behind every statement.
 */
int export_mark(const struct export_out *out, const char *text, const char *begin, const char *end,
		struct buf *ret, struct pawl_error *err);

/* As the engine's own client takes it: MariaDB's has those with a ';' inside between DELIMITER lines. */
int export_for_client(const struct export_out *out, const char *text, struct buf *ret,
		      struct pawl_error *err);

/* A ';' to b where the last statement of the text, which b ends with, has none. */
void export_end(const struct export_out *out, const char *text, struct buf *b);

/* A delimiter that stands nowhere in the text. */
const char *export_delimiter(const char *text);

/*
 * Is that part of a literal? Tools that read line by line take "\n-- " for a comment and lose
 * what stands in "\r\n".
 */
bool export_has(const struct export_out *out, const char *text, const char *part);

/*
 * The text without the statements by which a tool's own files keep its table: those that begin
 * with its plain name. A text with a client's DELIMITER stays as it is.
 */
int export_drop_record(const struct lex_rules *lex, const char *text, const char *table,
		       struct arena *a, const char **ret, struct pawl_error *err);

extern const struct export_form export_forms_files[], export_forms_sections[], export_forms_plans[],
	export_forms_code[];
extern const size_t export_forms_files_len, export_forms_sections_len, export_forms_plans_len,
	export_forms_code_len;

#endif
