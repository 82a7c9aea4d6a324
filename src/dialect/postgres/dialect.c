/* SPDX-License-Identifier: Apache-2.0 */
/*
 * PostgreSQL 10 and newer. Which statements refuse to run inside a transaction
 * block is what the reference pages say ("cannot be executed inside a
 * transaction block"), one by one.
 */
#include "dialect/backends.h"
#include "dialect/postgres/emit.h"
#include "dialect/postgres/read.h"

#include <string.h>

const struct lex_rules pgsql_lex = {
	.dollar_quotes = true,
	.nested_comments = true,
	.e_strings = true,
	.copy_data = true,
	.meta_commands = true,
	.parens_hide = true,
	.cr_ends_comment = true,
	.compound = LEX_COMPOUND_ATOMIC,
};

static const struct classify_verb verbs[] = {
	{"INSERT", "insert", STMT_DML, "table", NAMES_ONE},
	{"UPDATE", "update", STMT_DML, "table", NAMES_ONE},
	{"DELETE", "delete", STMT_DML, "table", NAMES_ONE},
	{"MERGE", "merge", STMT_DML, "table", NAMES_ONE},
	{"COPY BINARY", "copy", STMT_DML, "table", NAMES_ONE},
	{"COPY", "copy", STMT_DML, "table", NAMES_ONE},
	{"CALL", "call", STMT_DML, NULL, NAMES_NONE},
	{"DO", "do", STMT_DML, NULL, NAMES_NONE},
	{"EXECUTE", "execute", STMT_DML, NULL, NAMES_NONE},
	{"NOTIFY", "notify", STMT_DML, NULL, NAMES_NONE},
	{"SELECT", "select", STMT_QUERY, NULL, NAMES_NONE},
	{"VALUES", "values", STMT_QUERY, NULL, NAMES_NONE},
	{"TABLE", "table", STMT_QUERY, NULL, NAMES_NONE},
	{"SHOW", "show", STMT_QUERY, NULL, NAMES_NONE},
	{"EXPLAIN", "explain", STMT_QUERY, NULL, NAMES_NONE},
	{"FETCH", "fetch", STMT_QUERY, NULL, NAMES_NONE},
	{"MOVE", "move", STMT_QUERY, NULL, NAMES_NONE},
	{"DECLARE", "declare", STMT_QUERY, NULL, NAMES_NONE},
	{"CLOSE", "close", STMT_QUERY, NULL, NAMES_NONE},
	{"SET CONSTRAINTS", "set constraints", 0, NULL, NAMES_NONE},
	{"SET", "set", STMT_SESSION, NULL, NAMES_NONE},
	{"RESET", "reset", STMT_SESSION, NULL, NAMES_NONE},
	{"DISCARD ALL", "discard", STMT_SESSION | STMT_NO_TX, NULL, NAMES_NONE},
	{"DISCARD", "discard", STMT_SESSION, NULL, NAMES_NONE},
	{"LOAD", "load", STMT_SESSION, NULL, NAMES_NONE},
	{"LISTEN", "listen", STMT_SESSION, NULL, NAMES_NONE},
	{"UNLISTEN", "unlisten", STMT_SESSION, NULL, NAMES_NONE},
	{"PREPARE TRANSACTION", "prepare transaction", STMT_TX_COMMIT, NULL, NAMES_NONE},
	{"PREPARE", "prepare", STMT_SESSION, NULL, NAMES_NONE},
	{"DEALLOCATE", "deallocate", STMT_SESSION, NULL, NAMES_NONE},
	{"BEGIN", "begin", STMT_TX_BEGIN, NULL, NAMES_NONE},
	{"START TRANSACTION", "start transaction", STMT_TX_BEGIN, NULL, NAMES_NONE},
	{"COMMIT PREPARED", "commit prepared", STMT_NO_TX, NULL, NAMES_NONE},
	{"COMMIT", "commit", STMT_TX_COMMIT, NULL, NAMES_NONE},
	{"END", "end", STMT_TX_COMMIT, NULL, NAMES_NONE},
	{"ROLLBACK PREPARED", "rollback prepared", STMT_NO_TX, NULL, NAMES_NONE},
	{"ROLLBACK", "rollback", STMT_TX_ROLLBACK, NULL, NAMES_NONE},
	{"ABORT", "abort", STMT_TX_ROLLBACK, NULL, NAMES_NONE},
	{"SAVEPOINT", "savepoint", STMT_TX_SAVEPOINT, NULL, NAMES_NONE},
	{"RELEASE", "release", STMT_TX_SAVEPOINT, NULL, NAMES_NONE},
	{"LOCK", "lock", 0, "table", NAMES_LIST},
	{"TRUNCATE", "truncate", STMT_DDL | STMT_DESTRUCTIVE, "table", NAMES_LIST},
	{"COMMENT", "comment", STMT_DDL, NULL, NAMES_NONE},
	{"GRANT", "grant", STMT_DDL, NULL, NAMES_NONE},
	{"REVOKE", "revoke", STMT_DDL, NULL, NAMES_NONE},
	{"SECURITY LABEL", "security label", STMT_DDL, NULL, NAMES_NONE},
	{"REASSIGN OWNED", "reassign owned", STMT_DDL, NULL, NAMES_NONE},
	{"IMPORT FOREIGN SCHEMA", "import foreign schema", STMT_DDL, NULL, NAMES_NONE},
	{"REFRESH MATERIALIZED VIEW", "refresh materialized view", STMT_DDL, "materialized view",
	 NAMES_ONE},
	{"REINDEX", "reindex", STMT_DDL, NULL, NAMES_NONE},
	{"CLUSTER", "cluster", STMT_DDL, NULL, NAMES_NONE},
	{"VACUUM", "vacuum", STMT_NO_TX, NULL, NAMES_NONE},
	{"ANALYZE", "analyze", 0, NULL, NAMES_NONE},
	{"ANALYSE", "analyze", 0, NULL, NAMES_NONE},
	{"CHECKPOINT", "checkpoint", 0, NULL, NAMES_NONE},
	{0},
};

static const struct classify_object objects[] = {
	CLASSIFY_OBJECT("ACCESS METHOD", "access method"),
	CLASSIFY_OBJECT("AGGREGATE", "aggregate"),
	CLASSIFY_OBJECT("CAST", "cast"),
	CLASSIFY_OBJECT("COLLATION", "collation"),
	CLASSIFY_OBJECT("DEFAULT CONVERSION", "conversion"),
	CLASSIFY_OBJECT("CONVERSION", "conversion"),
	CLASSIFY_OBJECT("DATABASE", "database"),
	CLASSIFY_OBJECT("DEFAULT PRIVILEGES", "default privileges"),
	CLASSIFY_OBJECT("DOMAIN", "domain"),
	CLASSIFY_OBJECT("EVENT TRIGGER", "event trigger"),
	CLASSIFY_OBJECT("EXTENSION", "extension"),
	CLASSIFY_OBJECT("FOREIGN DATA WRAPPER", "foreign data wrapper"),
	CLASSIFY_OBJECT("FOREIGN TABLE", "foreign table"),
	CLASSIFY_OBJECT("FUNCTION", "function"),
	CLASSIFY_OBJECT("GROUP", "role"),
	CLASSIFY_OBJECT("INDEX", "index"),
	CLASSIFY_OBJECT("LANGUAGE", "language"),
	CLASSIFY_OBJECT("LARGE OBJECT", "large object"),
	CLASSIFY_OBJECT("MATERIALIZED VIEW", "materialized view"),
	CLASSIFY_OBJECT("OPERATOR CLASS", "operator class"),
	CLASSIFY_OBJECT("OPERATOR FAMILY", "operator family"),
	CLASSIFY_OBJECT("OPERATOR", "operator"),
	CLASSIFY_OBJECT("OWNED", "owned"),
	CLASSIFY_OBJECT("POLICY", "policy"),
	CLASSIFY_OBJECT("PROCEDURE", "procedure"),
	CLASSIFY_OBJECT("PUBLICATION", "publication"),
	CLASSIFY_OBJECT("ROLE", "role"),
	CLASSIFY_OBJECT("ROUTINE", "routine"),
	CLASSIFY_OBJECT("RULE", "rule"),
	CLASSIFY_OBJECT("SCHEMA", "schema"),
	CLASSIFY_OBJECT("SEQUENCE", "sequence"),
	CLASSIFY_OBJECT("SERVER", "server"),
	CLASSIFY_OBJECT("STATISTICS", "statistics"),
	CLASSIFY_OBJECT("SUBSCRIPTION", "subscription"),
	CLASSIFY_OBJECT("SYSTEM", "system"),
	CLASSIFY_OBJECT("TABLE", "table"),
	CLASSIFY_OBJECT("TABLESPACE", "tablespace"),
	CLASSIFY_OBJECT("TEXT SEARCH CONFIGURATION", "text search configuration"),
	CLASSIFY_OBJECT("TEXT SEARCH DICTIONARY", "text search dictionary"),
	CLASSIFY_OBJECT("TEXT SEARCH PARSER", "text search parser"),
	CLASSIFY_OBJECT("TEXT SEARCH TEMPLATE", "text search template"),
	CLASSIFY_OBJECT("TRANSFORM", "transform"),
	CLASSIFY_OBJECT("TRIGGER", "trigger"),
	CLASSIFY_OBJECT("TYPE", "type"),
	CLASSIFY_OBJECT("USER MAPPING", "user mapping"),
	CLASSIFY_OBJECT("USER", "role"),
	CLASSIFY_OBJECT("VIEW", "view"),
	{0},
};

static const struct classify_rules rules = {.lex = &pgsql_lex, .verbs = verbs, .objects = objects};

static bool kind_in(const struct stmt_class *c, const char *const *kinds)
{
	for (; *kinds != NULL; kinds++)
		if (strcmp(c->kind, *kinds) == 0)
			return true;
	return false;
}

/* A parenthesised list of options, at lx, holds the word. */
static bool option(struct lexer *lx, const char *word)
{
	struct lexer at = *lx;
	struct lex_token t;
	bool found = false;

	lex_next_code(&at, &t);
	if (t.len != 1 || *t.text != '(')
		return false;
	while (t.kind != LEX_END && !(t.len == 1 && *t.text == ')')) {
		found |= lex_is(&t, word);
		lex_next_code(&at, &t);
	}
	*lx = at;
	return found;
}

static void classify_reindex(struct lexer lx, struct stmt_class *ret)
{
	bool concurrently = option(&lx, "CONCURRENTLY");

	if (classify_take(&lx, "SCHEMA") || classify_take(&lx, "DATABASE") ||
	    classify_take(&lx, "SYSTEM"))
		ret->flags |= STMT_NO_TX;
	if (concurrently || classify_has(lx, "CONCURRENTLY"))
		ret->flags |= STMT_CONCURRENTLY;
}

/* Without a table it works through the whole database. */
static void classify_cluster(struct lexer lx, struct stmt_class *ret)
{
	option(&lx, "VERBOSE");
	classify_take(&lx, "VERBOSE");
	if (classify_at_end(lx))
		ret->flags |= STMT_NO_TX;
}

static void classify_subscription(struct lexer lx, struct stmt_class *ret)
{
	static const char *const refresh[] = {"REFRESH PUBLICATION", "SET PUBLICATION",
					      "ADD PUBLICATION", "DROP PUBLICATION", NULL};

	if (strcmp(ret->kind, "alter subscription") != 0) {
		ret->flags |= STMT_NO_TX;
		return;
	}
	for (const char *const *r = refresh; *r != NULL; r++)
		if (classify_has(lx, *r))
			ret->flags |= STMT_NO_TX;
}

static void classify_transaction(struct lexer lx, struct stmt_class *ret)
{
	if (!(ret->flags & STMT_TX_ROLLBACK))
		return;
	if (!classify_take(&lx, "WORK"))
		classify_take(&lx, "TRANSACTION");
	if (classify_take(&lx, "TO"))
		ret->flags = STMT_TX_SAVEPOINT;
}

/* What the tables cannot tell about CREATE, ALTER and DROP. */
static void classify_ddl(struct lexer lx, struct stmt_class *ret)
{
	static const char *const never[] = {"create database", "drop database", "create tablespace",
					    "drop tablespace", "alter system",  NULL};
	static const char *const subscription[] = {"create subscription", "drop subscription",
						   "alter subscription", NULL};

	if (kind_in(ret, never))
		ret->flags |= STMT_NO_TX;
	else if (kind_in(ret, subscription))
		classify_subscription(lx, ret);
	else if (strcmp(ret->kind, "alter database") == 0 && classify_has(lx, "SET TABLESPACE"))
		ret->flags |= STMT_NO_TX;
	else if (strcmp(ret->kind, "alter type") == 0 && classify_has(lx, "ADD VALUE"))
		ret->flags |= STMT_NEW_ENUM;
	else if (strcmp(ret->kind, "alter table") == 0 && classify_has(lx, "DETACH PARTITION") &&
		 classify_has(lx, "CONCURRENTLY"))
		ret->flags |= STMT_CONCURRENTLY;
}

/* The code between the quotes of a string; false for one with escapes. */
static bool unquote(const struct lex_token *t, struct lexer *ret)
{
	size_t quote = 1;

	if (*t->text == '$')
		quote += strcspn(t->text + 1, "$") + 1;
	else if (*t->text != '\'')
		return false;
	lex_init(ret, &pgsql_lex, t->text + quote, t->len - 2 * quote);
	return true;
}

/* DO $$ ... COMMIT; ... $$ */
static void classify_do(struct lexer lx, struct stmt_class *ret)
{
	struct lex_token t;
	bool ends = false;

	do
		lex_next_code(&lx, &t);
	while (t.kind == LEX_WORD);
	if (t.kind != LEX_STRING || !unquote(&t, &lx))
		return;
	for (lex_next_code(&lx, &t); t.kind != LEX_END; lex_next_code(&lx, &t)) {
		if (ends && (lex_is(&t, "AND") || (t.len == 1 && *t.text == ';')))
			ret->flags |= STMT_NO_TX;
		ends = lex_is(&t, "COMMIT") || lex_is(&t, "ROLLBACK");
	}
}

/* COPY ... FROM stdin, with its data behind it. */
static bool is_copy_stdin(struct lexer lx)
{
	return classify_has(lx, "FROM STDIN") || classify_has(lx, "FROM STDOUT");
}

static void postgres_classify(const char *sql, size_t len, struct arena *a, struct stmt_class *ret)
{
	struct lexer lx = classify(&rules, sql, len, a, ret);

	/* REFRESH MATERIALIZED VIEW CONCURRENTLY is an ordinary statement. */
	if (strcmp(ret->kind, "refresh materialized view") == 0)
		ret->flags &= ~(uint32_t)STMT_CONCURRENTLY;
	else if (strcmp(ret->kind, "reindex") == 0)
		classify_reindex(lx, ret);
	else if (strcmp(ret->kind, "cluster") == 0)
		classify_cluster(lx, ret);
	else if (strcmp(ret->kind, "do") == 0)
		classify_do(lx, ret);
	else if (strcmp(ret->kind, "copy") == 0)
		ret->flags |= is_copy_stdin(lx) ? STMT_COPY_STDIN : 0;
	else if (ret->flags & STMT_DDL)
		classify_ddl(lx, ret);
	else
		classify_transaction(lx, ret);
	if (ret->flags & STMT_CONCURRENTLY)
		ret->flags |= STMT_NO_TX | STMT_LONG_SCAN;
}

static void postgres_script(struct buf *b, const struct statement *st)
{
	buf_add(b, st->text, st->len);
	buf_adds(b, ";\n");
}

/* Numbers need no quotes; anything else reads its own text back. */
static void postgres_value(struct buf *b, const char *column, const char *type)
{
	static const char *const plain[] = {"smallint", "integer", "bigint", "boolean"};

	for (size_t i = 0; type != NULL && i < sizeof(plain) / sizeof(*plain); i++)
		if (strcmp(type, plain[i]) == 0) {
			buf_printf(b, "%s::text", column);
			return;
		}
	buf_printf(b, "pg_catalog.quote_nullable(%s::text)", column);
}

static const char *const aliases[] = {"pg", "postgresql", NULL};
static const char *const schemes[] = {"postgres", "postgresql", "data-api", NULL};

static const char *const weak_locks[] = {"ACCESS SHARE", "ROW SHARE", "SHARE UPDATE EXCLUSIVE",
					 NULL};

const struct dialect dialect_postgres = {
	.name = "postgres",
	.engine = ENGINE_POSTGRES,
	.aliases = aliases,
	.schemes = schemes,
	.lex = &pgsql_lex,
	.quote = '"',
	.numbered_parameters = true,
	.transactional_ddl = true,
	.row_ranges = true,
	.copy_stdin = true,
	.history = {.id = "bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY",
		    .key_text = "text",
		    .text = "text",
		    .integer = "bigint",
		    .timestamp = "timestamptz DEFAULT now()",
		    .now = "clock_timestamp()",
		    .elapsed = "(extract(epoch FROM clock_timestamp() - now()) * 1000)::bigint",
		    .prepares = true,
		    .epoch = "extract(epoch FROM clock_timestamp())::bigint",
		    .instant_before = "CAST(CAST(",
		    .instant_after = " AS text) AS timestamptz)",
		    .utc_before = "to_char(",
		    .utc_after = "::text::timestamptz AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS')",
		    .table_tail = ""},
	.current_schema = "SELECT current_schema()",
	.tables_named = "SELECT schemaname, tablename FROM pg_catalog.pg_tables WHERE tablename",
	.script_head = "\\set ON_ERROR_STOP on",
	.script_reset = "SET SESSION AUTHORIZATION DEFAULT;\nRESET ROLE;\nRESET ALL;\n"
			"DISCARD TEMP;",
	.script_begin = "BEGIN;",
	.script_commit = "COMMIT;",
	.classify = postgres_classify,
	.script = postgres_script,
	.value = postgres_value,
	.data_tail = "SELECT pg_catalog.format('SELECT pg_catalog.setval(%L, %s)', "
		     "CASE WHEN schemaname = current_schema() THEN "
		     "pg_catalog.quote_ident(sequencename) ELSE pg_catalog.quote_ident(schemaname) "
		     "|| '.' || pg_catalog.quote_ident(sequencename) END, last_value) "
		     "FROM pg_catalog.pg_sequences WHERE last_value IS NOT NULL "
		     "AND sequencename NOT LIKE '\\_migrations%' ORDER BY 1",
	.model = &pgsql_model,
	.weak_locks = weak_locks,
	.idle_limit = "SET LOCAL idle_in_transaction_session_timeout = ",
	.check_deferred = "SET CONSTRAINTS ALL IMMEDIATE",
	.outlives_rollback = "sequences may have given out numbers",
	.read = pg_read,
	.retype = pg_retype,
	.cost = pg_cost,
};
