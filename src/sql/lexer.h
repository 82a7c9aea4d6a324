/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tokens of SQL. One lexer for all dialects: what differs stands in struct
 * lex_rules, which each dialect provides (src/dialect/<name>/dialect.c).
 *
 * Pure: works on memory it is given, allocates nothing.
 */
#ifndef SQL_LEXER_H
#define SQL_LEXER_H

#include <stdbool.h>
#include <stddef.h>

/* How a stored program may contain ';' without a DELIMITER. */
enum lex_compound {
	LEX_COMPOUND_NONE,
	LEX_COMPOUND_ATOMIC,  /* PostgreSQL: BEGIN ATOMIC ... END of a SQL routine */
	LEX_COMPOUND_TRIGGER, /* SQLite: CREATE TRIGGER ... BEGIN ... END */
	LEX_COMPOUND_PROGRAM, /* MariaDB/MySQL: BEGIN/IF/CASE/LOOP/... ... END */
};

struct lex_rules {
	bool dollar_quotes;     /* $tag$ ... $tag$ */
	bool nested_comments;   /* slash-star comments nest */
	bool hash_comments;     /* # to the end of the line */
	bool dash_needs_space;  /* "--" starts a comment only before a blank or control character */
	bool backslash_escapes; /* in every '...' */
	bool e_strings; /* E'...' has backslash escapes; U&'...', B'', X'', N'' are literals */
	bool double_quote_string; /* "..." is a string with the escapes of '...' */
	bool brackets;            /* [identifier] */
	bool backticks;           /* `identifier` */
	bool executable_comments; /* slash-star-bang and slash-star-M-bang hold code */
	bool delimiter_command;   /* the client's DELIMITER */
	bool copy_data;           /* COPY ... FROM stdin; is followed by lines up to "\." */
	bool meta_commands;       /* a backslash outside quotes is the client's (psql) */
	bool dot_commands;        /* "." at the start of a statement is the client's (sqlite3) */
	bool parens_hide;         /* ';' inside parentheses does not end a statement */
	bool cr_ends_comment;     /* a carriage return alone ends a "--" comment */
	bool crlf;                /* the client reads "\r\n" as "\n" wherever it stands */
	bool open_comment_ends;   /* a block comment may run to the end of the text */
	enum lex_compound compound;
};

enum lex_kind {
	LEX_END,    /* nothing left */
	LEX_WORD,   /* keyword or bare identifier */
	LEX_QUOTED, /* quoted identifier */
	LEX_STRING, /* any string literal, dollar quotes included */
	LEX_NUMBER,
	LEX_PARAMETER, /* $1, ?, :name, @name */
	LEX_OPERATOR,  /* one character of anything else; "(" ")" "," ";" "." among them */
	LEX_COMMENT,
	LEX_SPACE,
	LEX_UNFINISHED, /* a literal or comment whose end is missing; text runs to the end of input */
};

struct lex_token {
	enum lex_kind kind;
	const char *text;
	size_t len;
};

struct lexer {
	const struct lex_rules *rules;
	const char *at, *end;
};

/* What a byte may begin, outside of quotes and comments. */
enum lex_class {
	LEX_C_PLAIN, /* nothing of interest */
	LEX_C_NUL,
	LEX_C_SPACE,
	LEX_C_WORD,
	LEX_C_DIGIT,
	LEX_C_OTHER,
	LEX_C_SEMICOLON,
	LEX_C_OPEN,
	LEX_C_CLOSE,
	LEX_C_QUOTE,
	LEX_C_DOUBLE_QUOTE,
	LEX_C_BACKTICK,
	LEX_C_BRACKET,
	LEX_C_DASH,
	LEX_C_SLASH,
	LEX_C_HASH,
	LEX_C_DOLLAR,
	LEX_C_BACKSLASH,
	LEX_C_DELIMITER, /* the splitter's: first byte of the client's delimiter */
};

/* The classes of all bytes under the rules; LEX_C_PLAIN and LEX_C_DELIMITER do not occur. */
void lex_classes(const struct lex_rules *rules, unsigned char ret[256]);

extern const char lex_word_bytes[256];

/* May stand inside a bare word. */
static inline bool lex_is_word(char c)
{
	return lex_word_bytes[(unsigned char)c];
}

/* White space of any dialect. */
static inline bool lex_is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* The byte behind "--" makes it a comment. */
bool lex_is_dash_comment(const struct lex_rules *rules, char next);

/* True if the len bytes are that keyword, in any case; word is given in upper case. */
bool lex_word_is(const char *text, size_t len, const char *word);

void lex_init(struct lexer *lx, const struct lex_rules *rules, const char *sql, size_t len);

/* The next token, blanks and comments included. */
void lex_next(struct lexer *lx, struct lex_token *ret);

/*
 * The next token that means something: skips blanks and comments, and steps
 * into executable comments where the rules have them.
 */
void lex_next_code(struct lexer *lx, struct lex_token *ret);

/*
 * The code inside the executable comment at s (behind its version number), NULL
 * if there is none under the rules.
 */
const char *lex_executable(const struct lex_rules *rules, const char *s, const char *end);

/* True if the token is that keyword, in any case; word is given in upper case. */
bool lex_is(const struct lex_token *t, const char *word);

#endif
