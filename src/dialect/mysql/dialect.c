/* SPDX-License-Identifier: Apache-2.0 */
/*
 * MariaDB 10.3 and newer, MySQL 5.7 and newer. Nearly everything that is not
 * plain DML commits by itself; the list is MariaDB's "SQL statements that cause
 * an implicit commit".
 */
#include "dialect/backends.h"
#include "dialect/mysql/emit.h"
#include "dialect/mysql/read.h"

#include <string.h>

const struct lex_rules mysql_lex = {
	.hash_comments = true,
	.dash_needs_space = true,
	.backslash_escapes = true,
	.double_quote_string = true,
	.backticks = true,
	.executable_comments = true,
	.delimiter_command = true,
	.crlf = true,
	.compound = LEX_COMPOUND_PROGRAM,
};

enum { COMMITS = STMT_IMPLICIT_COMMIT, DDL = STMT_DDL | STMT_IMPLICIT_COMMIT };

static const struct classify_verb verbs[] = {
	{"INSERT", "insert", STMT_DML, "table", NAMES_ONE},
	{"REPLACE", "replace", STMT_DML, "table", NAMES_ONE},
	{"UPDATE", "update", STMT_DML, "table", NAMES_ONE},
	{"DELETE", "delete", STMT_DML, "table", NAMES_ONE},
	{"LOAD INDEX", "load index", COMMITS, NULL, NAMES_NONE},
	{"LOAD", "load data", STMT_DML, NULL, NAMES_NONE},
	{"CALL", "call", STMT_DML, NULL, NAMES_NONE},
	{"DO", "do", STMT_DML, NULL, NAMES_NONE},
	{"EXECUTE", "execute", STMT_DML, NULL, NAMES_NONE},
	{"HANDLER", "handler", STMT_DML, NULL, NAMES_NONE},
	{"IMPORT TABLE", "import table", DDL, NULL, NAMES_NONE},
	{"SELECT", "select", STMT_QUERY, NULL, NAMES_NONE},
	{"VALUES", "values", STMT_QUERY, NULL, NAMES_NONE},
	{"TABLE", "table", STMT_QUERY, NULL, NAMES_NONE},
	{"SHOW", "show", STMT_QUERY, NULL, NAMES_NONE},
	{"EXPLAIN", "explain", STMT_QUERY, NULL, NAMES_NONE},
	{"DESCRIBE", "describe", STMT_QUERY, NULL, NAMES_NONE},
	{"DESC", "describe", STMT_QUERY, NULL, NAMES_NONE},
	{"HELP", "help", STMT_QUERY, NULL, NAMES_NONE},
	{"SET PASSWORD", "set password", COMMITS, NULL, NAMES_NONE},
	{"SET DEFAULT ROLE", "set default role", COMMITS, NULL, NAMES_NONE},
	{"SET", "set", STMT_SESSION, NULL, NAMES_NONE},
	{"USE", "use", STMT_SESSION, NULL, NAMES_NONE},
	{"PREPARE", "prepare", STMT_SESSION, NULL, NAMES_NONE},
	{"DEALLOCATE", "deallocate", STMT_SESSION, NULL, NAMES_NONE},
	{"LOCK TABLES", "lock tables", STMT_SESSION | STMT_LOCK_TABLES | COMMITS, "table",
	 NAMES_ONE},
	{"LOCK TABLE", "lock tables", STMT_SESSION | STMT_LOCK_TABLES | COMMITS, "table",
	 NAMES_ONE},
	{"UNLOCK TABLES", "unlock tables", STMT_SESSION | COMMITS, NULL, NAMES_NONE},
	{"UNLOCK TABLE", "unlock tables", STMT_SESSION | COMMITS, NULL, NAMES_NONE},
	{"BEGIN NOT ATOMIC", "begin not atomic", STMT_DML, NULL, NAMES_NONE},
	{"BEGIN", "begin", STMT_TX_BEGIN, NULL, NAMES_NONE},
	{"START TRANSACTION", "start transaction", STMT_TX_BEGIN, NULL, NAMES_NONE},
	{"START", "start", COMMITS, NULL, NAMES_NONE},
	{"STOP", "stop", COMMITS, NULL, NAMES_NONE},
	{"COMMIT", "commit", STMT_TX_COMMIT, NULL, NAMES_NONE},
	{"ROLLBACK", "rollback", STMT_TX_ROLLBACK, NULL, NAMES_NONE},
	{"SAVEPOINT", "savepoint", STMT_TX_SAVEPOINT, NULL, NAMES_NONE},
	{"RELEASE", "release", STMT_TX_SAVEPOINT, NULL, NAMES_NONE},
	{"XA BEGIN", "xa", STMT_TX_BEGIN, NULL, NAMES_NONE},
	{"XA START", "xa", STMT_TX_BEGIN, NULL, NAMES_NONE},
	{"XA COMMIT", "xa", STMT_TX_COMMIT, NULL, NAMES_NONE},
	{"XA ROLLBACK", "xa", STMT_TX_ROLLBACK, NULL, NAMES_NONE},
	{"XA", "xa", 0, NULL, NAMES_NONE},
	{"TRUNCATE", "truncate", DDL | STMT_DESTRUCTIVE, "table", NAMES_ONE},
	{"RENAME TABLES", "rename table", DDL | STMT_DROPS_TABLE, "table", NAMES_PAIRS},
	{"RENAME TABLE", "rename table", DDL | STMT_DROPS_TABLE, "table", NAMES_PAIRS},
	{"RENAME USER", "rename user", DDL, NULL, NAMES_NONE},
	{"GRANT", "grant", DDL, NULL, NAMES_NONE},
	{"REVOKE", "revoke", DDL, NULL, NAMES_NONE},
	{"INSTALL", "install", DDL, NULL, NAMES_NONE},
	{"UNINSTALL", "uninstall", DDL, NULL, NAMES_NONE},
	{"ANALYZE FORMAT", "explain", STMT_QUERY, NULL, NAMES_NONE},
	{"ANALYZE NO_WRITE_TO_BINLOG", "analyze table", COMMITS, "table", NAMES_LIST},
	{"ANALYZE LOCAL", "analyze table", COMMITS, "table", NAMES_LIST},
	{"ANALYZE TABLES", "analyze table", COMMITS, "table", NAMES_LIST},
	{"ANALYZE TABLE", "analyze table", COMMITS, "table", NAMES_LIST},
	{"ANALYZE", "explain", STMT_QUERY, NULL, NAMES_NONE},
	{"CHECK TABLE", "check table", COMMITS, "table", NAMES_LIST},
	{"CHECKSUM", "checksum table", STMT_QUERY, NULL, NAMES_NONE},
	{"OPTIMIZE", "optimize table", COMMITS, "table", NAMES_LIST},
	{"REPAIR", "repair table", COMMITS, "table", NAMES_LIST},
	{"CACHE INDEX", "cache index", COMMITS, NULL, NAMES_NONE},
	{"FLUSH", "flush", COMMITS, NULL, NAMES_NONE},
	{"RESET", "reset", COMMITS, NULL, NAMES_NONE},
	{"CHANGE", "change master", COMMITS, NULL, NAMES_NONE},
	{"PURGE", "purge", COMMITS, NULL, NAMES_NONE},
	{"SHUTDOWN", "shutdown", COMMITS, NULL, NAMES_NONE},
	{"KILL", "kill", 0, NULL, NAMES_NONE},
	{"SIGNAL", "signal", STMT_DML, NULL, NAMES_NONE},
	{"IF", "if", STMT_DML, NULL, NAMES_NONE},
	{"CASE", "case", STMT_DML, NULL, NAMES_NONE},
	{"LOOP", "loop", STMT_DML, NULL, NAMES_NONE},
	{"REPEAT", "repeat", STMT_DML, NULL, NAMES_NONE},
	{"WHILE", "while", STMT_DML, NULL, NAMES_NONE},
	{"FOR", "for", STMT_DML, NULL, NAMES_NONE},
	{0},
};

static const struct classify_object objects[] = {
	CLASSIFY_OBJECT("TABLE", "table"),
	CLASSIFY_OBJECT("TABLES", "table"),
	CLASSIFY_OBJECT("INDEX", "index"),
	CLASSIFY_OBJECT("VIEW", "view"),
	CLASSIFY_OBJECT("TRIGGER", "trigger"),
	CLASSIFY_OBJECT("PROCEDURE", "procedure"),
	CLASSIFY_OBJECT("FUNCTION", "function"),
	CLASSIFY_OBJECT("EVENT", "event"),
	CLASSIFY_OBJECT("SEQUENCE", "sequence"),
	CLASSIFY_OBJECT("DATABASE", "database"),
	CLASSIFY_OBJECT("SCHEMA", "database"),
	CLASSIFY_OBJECT("USER", "user"),
	CLASSIFY_OBJECT("ROLE", "role"),
	CLASSIFY_OBJECT("SERVER", "server"),
	CLASSIFY_OBJECT("PACKAGE BODY", "package body"),
	CLASSIFY_OBJECT("PACKAGE", "package"),
	CLASSIFY_OBJECT("TABLESPACE", "tablespace"),
	CLASSIFY_OBJECT("LOGFILE GROUP", "logfile group"),
	CLASSIFY_OBJECT("INSTANCE", "instance"),
	{0},
};

static const struct classify_rules rules = {
	.lex = &mysql_lex, .verbs = verbs, .objects = objects, .ddl = STMT_IMPLICIT_COMMIT};

static void mysql_classify(const char *sql, size_t len, struct arena *a, struct stmt_class *ret)
{
	struct lexer lx = classify(&rules, sql, len, a, ret);

	if (ret->flags & STMT_TX_ROLLBACK) {
		classify_take(&lx, "WORK");
		if (classify_take(&lx, "TO"))
			ret->flags = STMT_TX_SAVEPOINT;
	}
}

static bool has_delimiter(const char *sql, size_t len)
{
	struct lexer lx;
	struct lex_token t;

	lex_init(&lx, &mysql_lex, sql, len);
	do {
		lex_next_code(&lx, &t);
		if (t.kind == LEX_OPERATOR && *t.text == ';')
			return true;
	} while (t.kind != LEX_END);
	return false;
}

/* A string that does not occur in the text, for DELIMITER. */
static const char *delimiter_for(const char *sql, size_t len)
{
	static const char *const choices[] = {"//", "$$", ";;", "|||", "~~~~", "@@end@@"};
	size_t i = 0;

	while (i + 1 < sizeof(choices) / sizeof(*choices) &&
	       memmem(sql, len, choices[i], strlen(choices[i])) != NULL)
		i++;
	return choices[i];
}

static void mysql_script(struct buf *b, const struct statement *st)
{
	const char *delimiter;

	if (!has_delimiter(st->text, st->len)) {
		buf_add(b, st->text, st->len);
		buf_adds(b, ";\n");
		return;
	}
	delimiter = delimiter_for(st->text, st->len);
	buf_printf(b, "DELIMITER %s\n", delimiter);
	buf_add(b, st->text, st->len);
	buf_printf(b, "\n%s\nDELIMITER ;\n", delimiter);
}

/* A name that is quoted already is taken as it is. */
static void mysql_lock_tables(struct buf *b, const char *sql, size_t len, const char *const *extra,
			      size_t n)
{
	bool comment = len >= 2 && memcmp(sql + len - 2, "*/", 2) == 0;

	buf_add(b, sql, comment ? len - 2 : len);
	for (size_t i = 0; i < n; i++) {
		buf_adds(b, ", ");
		if (*extra[i] == '`')
			buf_adds(b, extra[i]);
		else
			ident_quote(b, '`', extra[i]);
		buf_adds(b, " WRITE");
	}
	if (comment)
		buf_adds(b, " */");
}

static bool is_any(const char *word, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(word, list[i]) == 0)
			return true;
	return false;
}

/* "varbinary" of "varbinary(16)"; a longer word than any is cut, and "" is none. */
static void type_word(const char *type, char *ret, size_t size)
{
	size_t len = 0;

	for (; type != NULL && len < size - 1 && strchr("( ", type[len]) == NULL; len++)
		ret[len] = type[len];
	ret[len] = '\0';
}

/* What QUOTE() escapes is hexadecimal here: under NO_BACKSLASH_ESCAPES a backslash is one. */
static void put_text(struct buf *b, const char *column)
{
	buf_printf(b,
		   "IF(BINARY QUOTE(%s) <> BINARY CONCAT('''', %s, ''''), CONCAT('_utf8mb4 x''', "
		   "HEX(CONVERT(%s USING utf8mb4)), ''''), QUOTE(%s))",
		   column, column, column, column);
}

/*
 * Bytes that are no text are written in hexadecimal, and bits as a number. A number in quotes
 * would be compared as a DOUBLE.
 */
static void mysql_value(struct buf *b, const char *column, const char *type)
{
	static const char *const bytes[] = {"blob",  "binary",  "geometry",
					    "point", "polygon", "linestring"};
	static const char *const plain[] = {"tinyint", "smallint", "mediumint",
					    "int",     "bigint",   "decimal"};
	char word[32];

	type_word(type, word, sizeof(word));
	for (size_t i = 0; i < sizeof(bytes) / sizeof(*bytes); i++)
		if (strstr(word, bytes[i]) != NULL) {
			buf_printf(b, "CONCAT('x''', HEX(%s), '''')", column);
			return;
		}
	if (is_any(word, plain, sizeof(plain) / sizeof(*plain)))
		buf_printf(b, "CAST(%s AS CHAR)", column);
	else if (strcmp(word, "bit") == 0)
		buf_printf(b, "CAST(%s + 0 AS CHAR)", column);
	else
		put_text(b, column);
}

/*
 * Members of ENUM and SET are in the order of their numbers, and compare with a literal as
 * text; FLOAT compares as DOUBLE; TIMESTAMP has an hour a year that its text names twice.
 */
static bool mysql_orders_as_literal(const char *type)
{
	static const char *const others[] = {"enum", "set", "float", "timestamp"};
	char word[32];

	type_word(type, word, sizeof(word));
	return !is_any(word, others, sizeof(others) / sizeof(*others));
}

static const char *const aliases[] = {"mariadb", "maria", NULL};
static const char *const schemes[] = {"mysql", "mariadb", "data-api-mysql", NULL};

/*
 * TIMESTAMP, because it is stored in UTC whatever the session's zone is and its
 * default works everywhere; MySQL takes no DEFAULT utc_timestamp() for a
 * DATETIME. Names compare by bytes, as file names do.
 */
const struct dialect dialect_mysql = {
	.name = "mysql",
	.engine = ENGINE_MYSQL,
	.aliases = aliases,
	.schemes = schemes,
	.lex = &mysql_lex,
	.quote = '`',
	.history = {.id = "BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY",
		    .key_text = "VARCHAR(512)",
		    .text = "LONGTEXT",
		    .integer = "BIGINT",
		    .timestamp = "TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6)",
		    .now = "CURRENT_TIMESTAMP(6)",
		    .epoch = "UNIX_TIMESTAMP()",
		    .instant_before = "CAST(",
		    .instant_after = " AS DATETIME(6))",
		    .utc_before = "DATE_FORMAT(CONVERT_TZ(",
		    .utc_after = ", @@session.time_zone, '+00:00'), '%Y-%m-%d %H:%i:%s')",
		    .table_tail = " ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin"},
	.current_schema = "SELECT DATABASE()",
	.tables_named = "SELECT table_schema, table_name FROM information_schema.tables WHERE "
			"table_schema = DATABASE() AND table_name",
	.script_reset = "SET sql_mode = DEFAULT, time_zone = DEFAULT, timestamp = DEFAULT, "
			"autocommit = DEFAULT, foreign_key_checks = DEFAULT, "
			"unique_checks = DEFAULT, sql_safe_updates = DEFAULT, "
			"sql_notes = DEFAULT, sql_select_limit = DEFAULT, "
			"sql_auto_is_null = DEFAULT, group_concat_max_len = DEFAULT"
			"/*M!100201 , check_constraint_checks = DEFAULT */;",
	.script_begin = "BEGIN;",
	.script_commit = "COMMIT;",
	.classify = mysql_classify,
	.script = mysql_script,
	.value = mysql_value,
	.orders_as_literal = mysql_orders_as_literal,
	.model = &mysql_model,
	.read = mysql_read,
	.retype = mysql_retype,
	.cost = mysql_cost,
	.lock_tables = mysql_lock_tables,
};
