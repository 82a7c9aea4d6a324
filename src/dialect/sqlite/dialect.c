/* SPDX-License-Identifier: Apache-2.0 */
/*
 * SQLite 3.31 and newer. What it refuses inside a transaction was tried on
 * 3.40: VACUUM, DETACH of a database in use, PRAGMA synchronous and
 * wal_checkpoint are errors; PRAGMA journal_mode is ignored without a word.
 */
#include "dialect/backends.h"

#include "base/text.h"
#include "dialect/sqlite/model.h"
#include "dialect/sqlite/read.h"

#include <string.h>

const struct lex_rules sqlite_lex = {
	.brackets = true,
	.backticks = true,
	.dot_commands = true,
	.crlf = true,
	.open_comment_ends = true,
	.compound = LEX_COMPOUND_TRIGGER,
};

static const struct classify_verb verbs[] = {
	{"INSERT", "insert", STMT_DML, "table", NAMES_ONE},
	{"REPLACE", "replace", STMT_DML, "table", NAMES_ONE},
	{"UPDATE", "update", STMT_DML, "table", NAMES_ONE},
	{"DELETE", "delete", STMT_DML, "table", NAMES_ONE},
	{"SELECT", "select", STMT_QUERY, NULL, NAMES_NONE},
	{"VALUES", "values", STMT_QUERY, NULL, NAMES_NONE},
	{"EXPLAIN", "explain", STMT_QUERY, NULL, NAMES_NONE},
	{"PRAGMA", "pragma", STMT_SESSION, NULL, NAMES_NONE},
	{"ATTACH", "attach", STMT_SESSION, NULL, NAMES_NONE},
	{"DETACH", "detach", STMT_SESSION | STMT_NO_TX, NULL, NAMES_NONE},
	{"BEGIN", "begin", STMT_TX_BEGIN, NULL, NAMES_NONE},
	{"COMMIT", "commit", STMT_TX_COMMIT, NULL, NAMES_NONE},
	{"END", "end", STMT_TX_COMMIT, NULL, NAMES_NONE},
	{"ROLLBACK", "rollback", STMT_TX_ROLLBACK, NULL, NAMES_NONE},
	{"SAVEPOINT", "savepoint", STMT_TX_SAVEPOINT, NULL, NAMES_NONE},
	{"RELEASE", "release", STMT_TX_SAVEPOINT, NULL, NAMES_NONE},
	{"VACUUM", "vacuum", STMT_NO_TX, NULL, NAMES_NONE},
	{"ANALYZE", "analyze", 0, NULL, NAMES_NONE},
	{"REINDEX", "reindex", 0, NULL, NAMES_NONE},
	{0},
};

static const struct classify_object objects[] = {
	CLASSIFY_OBJECT("TABLE", "table"),
	CLASSIFY_OBJECT("INDEX", "index"),
	CLASSIFY_OBJECT("VIEW", "view"),
	CLASSIFY_OBJECT("TRIGGER", "trigger"),
	{0},
};

static const struct classify_rules rules = {.lex = &sqlite_lex, .verbs = verbs, .objects = objects};

static bool is_false(const struct lex_token *t)
{
	static const char *const values[] = {"off", "no", "false", "0", NULL};
	const char *text = t->text;
	size_t len = t->len;

	if (len >= 2 && (*text == '\'' || *text == '"')) {
		text++;
		len -= 2;
	}
	for (const char *const *v = values; *v != NULL; v++)
		if (strlen(*v) == len && strncasecmp(*v, text, len) == 0)
			return true;
	return false;
}

/* PRAGMA [schema.]name [= value | (value)] */
static void classify_pragma(struct lexer lx, struct stmt_class *ret)
{
	struct lexer at = lx;
	struct lex_token t;
	bool off;

	lex_next_code(&at, &t);
	lex_next_code(&at, &t);
	if (t.len == 1 && *t.text == '.')
		lx = at;
	if (classify_take(&lx, "WAL_CHECKPOINT")) {
		ret->flags |= STMT_NO_TX;
		return;
	}
	at = lx;
	lex_next_code(&at, &t);
	lex_next_code(&at, &t);
	if (t.kind == LEX_END)
		return;
	lex_next_code(&at, &t);
	off = is_false(&t);
	if (classify_take(&lx, "JOURNAL_MODE") || classify_take(&lx, "SYNCHRONOUS"))
		ret->flags |= STMT_NO_TX;
	else if (classify_take(&lx, "FOREIGN_KEYS") && off)
		ret->flags |= STMT_FK_OFF;
}

static void sqlite_classify(const char *sql, size_t len, struct arena *a, struct stmt_class *ret)
{
	struct lexer lx = classify(&rules, sql, len, a, ret);

	if (ret->flags & STMT_TX_ROLLBACK) {
		classify_take(&lx, "TRANSACTION");
		if (classify_take(&lx, "TO"))
			ret->flags = STMT_TX_SAVEPOINT;
	} else if (strcmp(ret->kind, "pragma") == 0) {
		classify_pragma(lx, ret);
	}
}

static void sqlite_script(struct buf *b, const struct statement *st)
{
	buf_add(b, st->text, st->len);
	buf_adds(b, ";\n");
}

/* quote() ends a text at its first NUL. */
static void sqlite_value(struct buf *b, const char *column, const char *type)
{
	(void)type;
	buf_printf(b,
		   "CASE WHEN typeof(%s) = 'text' AND instr(%s, char(0)) > 0 THEN 'CAST(x''' || "
		   "hex(%s) || ''' AS TEXT)' ELSE quote(%s) END",
		   column, column, column, column);
}

static const char *const aliases[] = {"sqlite3", NULL};
static const char *const schemes[] = {"sqlite", "sqlite3", NULL};

const struct model_rules sqlite_rules = {
	.kinds = {[OBJECT_TABLE] = KIND_OWN,
		  [OBJECT_VIRTUAL_TABLE] = KIND_OWN,
		  [OBJECT_COLUMN] = KIND_PART,
		  [OBJECT_PRIMARY_KEY] = KIND_PART,
		  [OBJECT_UNIQUE] = KIND_PART,
		  [OBJECT_CHECK] = KIND_PART,
		  [OBJECT_FOREIGN_KEY] = KIND_PART,
		  [OBJECT_INDEX] = KIND_OWN,
		  [OBJECT_VIEW] = KIND_OWN,
		  [OBJECT_TRIGGER] = KIND_OWN},
	.trigger_names_per_schema = true,
	.judge = sqlite_judge,
	.survives = sqlite_survives,
	.emit = sqlite_emit,
	.head = sqlite_head,
};

const struct dialect dialect_sqlite = {
	.name = "sqlite",
	.engine = ENGINE_SQLITE,
	.aliases = aliases,
	.schemes = schemes,
	.lex = &sqlite_lex,
	.quote = '"',
	.tables_named = "SELECT 'main', name FROM main.sqlite_schema WHERE type = 'table' AND name",
	.transactional_ddl = true,
	.row_ranges = true,
	.history = {.id = "INTEGER PRIMARY KEY AUTOINCREMENT",
		    .key_text = "TEXT",
		    .text = "TEXT",
		    .integer = "INTEGER",
		    .timestamp = "DATETIME DEFAULT (datetime('now'))",
		    .now = "datetime('now')",
		    .epoch = "CAST(strftime('%s', 'now') AS INTEGER)",
		    .instant_before = "datetime(",
		    .instant_after = ")",
		    .utc_before = "",
		    .utc_after = "",
		    .table_tail = ""},
	.script_head = ".bail on\nPRAGMA foreign_keys = ON;",
	.script_reset = "PRAGMA foreign_keys = ON;\nPRAGMA recursive_triggers = OFF;\n"
			"PRAGMA legacy_alter_table = OFF;\nPRAGMA writable_schema = OFF;\n"
			"PRAGMA ignore_check_constraints = OFF;\n"
			"PRAGMA case_sensitive_like = OFF;",
	.script_begin = "BEGIN IMMEDIATE;",
	.script_commit = "COMMIT;",
	.references_off = "PRAGMA foreign_keys = OFF;",
	.references_on = "PRAGMA foreign_key_check;\nPRAGMA foreign_keys = ON;",
	.classify = sqlite_classify,
	.script = sqlite_script,
	.value = sqlite_value,
	.model = &sqlite_rules,
	.declare = sqlite_declare,
	.read = sqlite_read,
	.cost = sqlite_cost,
};
