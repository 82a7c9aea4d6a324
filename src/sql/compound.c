/* SPDX-License-Identifier: Apache-2.0 */
/*
 * PostgreSQL: psql's own rule (psqlscan.l): in CREATE [OR REPLACE] FUNCTION or
 * PROCEDURE, BEGIN and, inside it, CASE open a block and END closes one.
 *
 * SQLite: the machine that sqlite3_complete() documents: a trigger ends with
 * ';', END, ';'. CASE ... END needs no care, its END never follows a ';'.
 *
 * MariaDB/MySQL: the client has no rule at all (it wants DELIMITER), so this one
 * follows the grammar of stored programs. What makes IF, LOOP, REPEAT, WHILE and
 * FOR statements and not functions or clauses is that they stand where a
 * statement may start.
 */
#include "sql/compound.h"

#include <string.h>

/* The token before, as far as it decides what the next word means. */
enum {
	PREV_NONE,
	PREV_START, /* a statement may start here */
	PREV_WORD,
	PREV_TABLE, /* TRIGGER, PROCEDURE, ...: IF EXISTS may follow */
	PREV_END,   /* END: the next word names what has ended */
	PREV_OP,    /* an operator: an expression follows */
	PREV_XA,
};

enum { TRIGGER_START, TRIGGER_EXPLAIN, TRIGGER_CREATE, TRIGGER_BODY, TRIGGER_SEMI, TRIGGER_END };

/* PROGRAM_HEADER: between CREATE PROCEDURE and the first statement of its body. */
enum { PROGRAM_FIRST, PROGRAM_CREATE, PROGRAM_HEADER, PROGRAM_BODY };

/* BLOCK_EXPRESSION: END stands behind an expression, as in CASE ... END and UNTIL ... END REPEAT. */
enum { BLOCK_PLAIN, BLOCK_EXPRESSION, BLOCK_DECLARE, BLOCK_PACKAGE };

/* What has begun and waits for its next word: a BEGIN, a package or one of its members. */
enum { ROUTINE_NONE, ROUTINE_BEGIN, ROUTINE_PACKAGE, ROUTINE_MEMBER, ROUTINE_MEMBER_BODY };

static bool word_in(const char *text, size_t len, const char *const *words)
{
	for (; *words != NULL; words++)
		if (lex_word_is(text, len, *words))
			return true;
	return false;
}

void compound_start(struct compound *c, enum lex_compound kind)
{
	memset(c, 0, offsetof(struct compound, block));
	c->kind = kind;
	c->watching = kind != LEX_COMPOUND_NONE;
}

/* state: 0 at first, the header's progress, then ATOMIC_ROUTINE. */
enum { ATOMIC_FIRST, ATOMIC_CREATE, ATOMIC_OR, ATOMIC_REPLACE, ATOMIC_ROUTINE };

static void atomic_header(struct compound *c, const char *text, size_t len)
{
	bool routine = lex_word_is(text, len, "FUNCTION") || lex_word_is(text, len, "PROCEDURE");

	if (c->state == ATOMIC_FIRST && lex_word_is(text, len, "CREATE"))
		c->state = ATOMIC_CREATE;
	else if (c->state == ATOMIC_CREATE && lex_word_is(text, len, "OR"))
		c->state = ATOMIC_OR;
	else if (c->state == ATOMIC_OR && lex_word_is(text, len, "REPLACE"))
		c->state = ATOMIC_REPLACE;
	else if ((c->state == ATOMIC_CREATE || c->state == ATOMIC_REPLACE) && routine)
		c->state = ATOMIC_ROUTINE;
	else
		c->watching = false;
}

static void atomic_word(struct compound *c, const char *text, size_t len)
{
	if (c->state != ATOMIC_ROUTINE)
		atomic_header(c, text, len);
	else if (c->parens != 0)
		return;
	else if (lex_word_is(text, len, "BEGIN"))
		c->depth++;
	else if (lex_word_is(text, len, "CASE"))
		c->depth += c->depth > 0;
	else if (lex_word_is(text, len, "END"))
		c->depth -= c->depth > 0;
}

static void trigger_word(struct compound *c, const char *text, size_t len)
{
	if (c->state == TRIGGER_SEMI && lex_word_is(text, len, "END"))
		c->state = TRIGGER_END;
	else if (c->state >= TRIGGER_BODY)
		c->state = TRIGGER_BODY;
	else if (c->state == TRIGGER_START && lex_word_is(text, len, "EXPLAIN"))
		c->state = TRIGGER_EXPLAIN;
	else if (c->state != TRIGGER_CREATE && lex_word_is(text, len, "CREATE"))
		c->state = TRIGGER_CREATE;
	else if (c->state == TRIGGER_CREATE && lex_word_is(text, len, "TRIGGER"))
		c->state = TRIGGER_BODY;
	else if (c->state == TRIGGER_CREATE &&
		 (lex_word_is(text, len, "TEMP") || lex_word_is(text, len, "TEMPORARY")))
		return;
	else if (c->state == TRIGGER_EXPLAIN &&
		 (lex_word_is(text, len, "QUERY") || lex_word_is(text, len, "PLAN")))
		return;
	else
		c->watching = false;
}

static void push(struct compound *c, unsigned char block)
{
	if (c->depth >= COMPOUND_DEEPEST)
		c->too_deep = true;
	else
		c->block[c->depth++] = block;
}

static unsigned top(const struct compound *c)
{
	return c->depth == 0 ? BLOCK_PLAIN : c->block[c->depth - 1];
}

/* The first words: does a stored program begin here? */
static void program_head(struct compound *c, const char *text, size_t len)
{
	static const char *const objects[] = {"PROCEDURE", "FUNCTION", "TRIGGER",
					      "EVENT",     "PACKAGE",  NULL};
	static const char *const others[] = {"TABLE",     "INDEX",      "VIEW",    "DATABASE",
					     "SCHEMA",    "USER",       "ROLE",    "SEQUENCE",
					     "SERVER",    "UNIQUE",     "SPATIAL", "FULLTEXT",
					     "TEMPORARY", "TABLESPACE", NULL};
	static const char *const blocks[] = {"IF", "CASE", "LOOP", "REPEAT", "WHILE", "FOR", NULL};

	if (c->state == PROGRAM_FIRST) {
		c->state = PROGRAM_CREATE;
		c->prev = PREV_START;
		if (word_in(text, len, blocks)) {
			push(c, BLOCK_PLAIN);
			c->state = PROGRAM_BODY;
			c->prev = PREV_WORD;
		} else if (lex_word_is(text, len, "BEGIN")) {
			c->routine = ROUTINE_BEGIN;
		} else if (!lex_word_is(text, len, "CREATE") && !lex_word_is(text, len, "ALTER")) {
			c->watching = false;
		}
		return;
	}
	/* BEGIN alone starts a transaction; BEGIN NOT ATOMIC is a block. */
	if (c->routine == ROUTINE_BEGIN) {
		c->routine = ROUTINE_NONE;
		c->state = PROGRAM_BODY;
		c->watching = lex_word_is(text, len, "NOT");
		if (c->watching)
			push(c, BLOCK_PLAIN);
		return;
	}
	if (word_in(text, len, objects)) {
		c->state = PROGRAM_HEADER;
		c->prev = PREV_TABLE;
		c->routine = lex_word_is(text, len, "PACKAGE") ? ROUTINE_PACKAGE : ROUTINE_NONE;
	} else if (word_in(text, len, others)) {
		c->watching = false;
	}
}

/* A block that only a statement may begin: IF, LOOP, REPEAT, WHILE, FOR. */
static bool program_block(struct compound *c, const char *text, size_t len)
{
	static const char *const blocks[] = {"IF", "WHILE", "FOR", NULL};

	if (lex_word_is(text, len, "LOOP") || lex_word_is(text, len, "REPEAT"))
		c->prev = PREV_START;
	else if (word_in(text, len, blocks))
		c->prev = PREV_OP;
	else
		return false;
	push(c, BLOCK_PLAIN);
	return true;
}

static void program_begin(struct compound *c)
{
	if (top(c) == BLOCK_DECLARE)
		c->block[c->depth - 1] = BLOCK_PLAIN;
	else if (top(c) != BLOCK_PACKAGE || c->routine == ROUTINE_MEMBER_BODY)
		push(c, BLOCK_PLAIN);
	c->routine = ROUTINE_NONE;
	c->state = PROGRAM_BODY;
	c->prev = PREV_START;
}

/* AS or IS before a body: Oracle's syntax, declarations follow. */
static void program_as(struct compound *c)
{
	push(c, c->routine == ROUTINE_PACKAGE ? BLOCK_PACKAGE : BLOCK_DECLARE);
	c->routine = ROUTINE_NONE;
	c->state = PROGRAM_BODY;
	c->prev = PREV_START;
}

static void program_header(struct compound *c, const char *text, size_t len)
{
	static const char *const bodies[] = {"SELECT", "RETURN", "CALL",     "VALUES", "WHERE",
					     "INTO",   "FROM",   "TRUNCATE", "WITH",   NULL};
	unsigned prev = c->prev;

	c->prev = PREV_WORD;
	if (lex_word_is(text, len, "BEGIN")) {
		program_begin(c);
	} else if (lex_word_is(text, len, "AS") || lex_word_is(text, len, "IS")) {
		program_as(c);
	} else if (lex_word_is(text, len, "ROW") || lex_word_is(text, len, "DO")) {
		c->state = PROGRAM_BODY;
		c->prev = PREV_START;
	} else if (lex_word_is(text, len, "CHARACTER") || lex_word_is(text, len, "BODY")) {
		c->prev = PREV_TABLE;
	} else if (lex_word_is(text, len, "CASE")) {
		push(c, BLOCK_PLAIN);
		c->state = PROGRAM_BODY;
		c->prev = PREV_OP;
	} else if (word_in(text, len, bodies) ||
		   (lex_word_is(text, len, "SET") && prev != PREV_TABLE)) {
		c->state = PROGRAM_BODY;
		c->prev = PREV_OP;
	} else if (prev == PREV_START || (prev == PREV_WORD && !lex_word_is(text, len, "FOR"))) {
		if (program_block(c, text, len))
			c->state = PROGRAM_BODY;
	}
}

/* Words that matter only inside a package. */
static void program_member(struct compound *c, const char *text, size_t len)
{
	if (lex_word_is(text, len, "PROCEDURE") || lex_word_is(text, len, "FUNCTION"))
		c->routine = ROUTINE_MEMBER;
	else if (c->routine == ROUTINE_MEMBER &&
		 (lex_word_is(text, len, "AS") || lex_word_is(text, len, "IS")))
		c->routine = ROUTINE_MEMBER_BODY;
}

static void program_end(struct compound *c, unsigned prev)
{
	bool closes = top(c) == BLOCK_EXPRESSION ? prev != PREV_OP : prev == PREV_START;

	if (c->depth == 0 || !closes)
		return;
	c->depth--;
	c->prev = PREV_END;
}

static void program_body(struct compound *c, const char *text, size_t len)
{
	static const char *const operators[] = {"SELECT", "SET",    "BY",    "WHERE", "AND",
						"OR",     "NOT",    "ON",    "IN",    "RETURN",
						"WHEN",   "ELSEIF", "ELSIF", NULL};
	static const char *const ends[] = {"IF", "CASE", "LOOP", "REPEAT", "WHILE", "FOR", NULL};
	unsigned prev = c->prev;

	c->prev = PREV_WORD;
	if (prev == PREV_END && word_in(text, len, ends))
		return;
	if (top(c) == BLOCK_PACKAGE)
		program_member(c, text, len);
	if (prev == PREV_START && program_block(c, text, len))
		return;
	if (lex_word_is(text, len, "END")) {
		program_end(c, prev);
	} else if (lex_word_is(text, len, "BEGIN")) {
		if (prev != PREV_OP && prev != PREV_XA)
			program_begin(c);
	} else if (lex_word_is(text, len, "CASE")) {
		push(c, prev == PREV_START ? BLOCK_PLAIN : BLOCK_EXPRESSION);
		c->prev = PREV_OP;
	} else if (lex_word_is(text, len, "THEN") || lex_word_is(text, len, "ELSE")) {
		c->prev = top(c) == BLOCK_EXPRESSION ? PREV_OP : PREV_START;
	} else if (lex_word_is(text, len, "DO") || lex_word_is(text, len, "LOOP")) {
		c->prev = prev == PREV_START ? PREV_OP : PREV_START;
	} else if (prev == PREV_START && c->depth > 0 && lex_word_is(text, len, "UNTIL")) {
		c->block[c->depth - 1] = BLOCK_EXPRESSION;
		c->prev = PREV_OP;
	} else if (lex_word_is(text, len, "XA")) {
		c->prev = PREV_XA;
	} else if (word_in(text, len, operators)) {
		c->prev = PREV_OP;
	}
}

static void program_word(struct compound *c, const char *text, size_t len)
{
	if (c->parens != 0)
		return;
	if (c->state < PROGRAM_HEADER)
		program_head(c, text, len);
	else if (c->state == PROGRAM_HEADER)
		program_header(c, text, len);
	else
		program_body(c, text, len);
}

static void program_char(struct compound *c, char ch)
{
	switch (ch) {
	case ';':
		c->parens = 0;
		c->prev = PREV_START;
		if (c->routine == ROUTINE_MEMBER)
			c->routine = ROUTINE_NONE;
		break;
	case ':':
		c->prev = PREV_START;
		break;
	case ')':
		c->prev = c->state == PROGRAM_HEADER ? PREV_START : PREV_WORD;
		break;
	default:
		c->prev = PREV_OP;
		break;
	}
	if (c->state == PROGRAM_FIRST)
		c->watching = false;
}

void compound_word(struct compound *c, const char *text, size_t len)
{
	if (!c->watching)
		return;
	if (c->kind == LEX_COMPOUND_ATOMIC)
		atomic_word(c, text, len);
	else if (c->kind == LEX_COMPOUND_TRIGGER)
		trigger_word(c, text, len);
	else
		program_word(c, text, len);
}

void compound_quoted(struct compound *c)
{
	c->prev = PREV_WORD;
	if (c->kind != LEX_COMPOUND_TRIGGER)
		return;
	if (c->state >= TRIGGER_BODY)
		c->state = TRIGGER_BODY;
	else
		c->watching = false;
}

void compound_char(struct compound *c, char ch)
{
	if (ch == '(')
		c->parens++;
	else if (ch == ')')
		c->parens -= c->parens > 0;
	if (c->kind == LEX_COMPOUND_PROGRAM)
		program_char(c, ch);
	else if (c->kind == LEX_COMPOUND_TRIGGER && ch == ';' && c->state >= TRIGGER_BODY)
		c->state = TRIGGER_SEMI;
	else if (c->kind == LEX_COMPOUND_TRIGGER)
		compound_quoted(c);
}

bool compound_is_open(const struct compound *c)
{
	if (c->kind == LEX_COMPOUND_TRIGGER)
		return c->state == TRIGGER_BODY || c->state == TRIGGER_SEMI;
	return c->depth > 0;
}
