/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Between statements: blanks, comments, and what the clients take for
 * themselves. DELIMITER, USE without a terminator, \g, \G and \c do what they
 * do in the mysql client's batch mode; psql's \restrict and \unrestrict, which
 * pg_dump writes, are passed over; everything else would need the client, so it
 * is refused by name.
 */
#include "sql/split_impl.h"

#include <ctype.h>
#include <string.h>

enum { SHOWN = 40 };

/* Commands of the mysql client that no SQL statement begins with. */
static const char *const mysql_commands[] = {
	"SOURCE", "SYSTEM", "TEE",   "NOTEE",  "PAGER",   "NOPAGER",  "CONNECT",
	"EDIT",   "PROMPT", "PRINT", "REHASH", "CHARSET", "WARNINGS", "NOWARNING",
	"GO",     "EGO",    "EXIT",  "QUIT",   "CLEAR",   "STATUS",   "SANDBOX",
};

static void skip_spaces(struct splitter *sp)
{
	do {
		while (lex_is_space(sp->buf[sp->pos]))
			sp->pos++;
	} while (sp->pos == sp->len && split_more(sp));
}

/* The length of the word behind pos + skip, and all of it in the window. */
static size_t word_length(struct splitter *sp, size_t skip)
{
	size_t n = skip;

	while (split_has(sp, n + 1) && lex_is_word(sp->buf[sp->pos + n]) && n < skip + SHOWN)
		n++;
	return n - skip;
}

static const char *meta_advice(const char *name, size_t n)
{
	if (n == 4 && memcmp(name, "copy", n) == 0)
		return "write COPY ... FROM stdin with the data behind it";
	if ((n == 1 && *name == 'i') || (n == 2 && memcmp(name, "ir", n) == 0))
		return "put the included statements into this file or one of their own";
	if (n == 3 && memcmp(name, "set", n) == 0)
		return "declare the value in [vars] and write ${name}";
	return "remove it; only \\restrict and \\unrestrict are passed over";
}

void split_refuse_meta(struct splitter *sp)
{
	size_t n = word_length(sp, 1);
	const char *name;

	if (n == 0 && split_has(sp, 2) && (unsigned char)sp->buf[sp->pos + 1] > ' ')
		n = 1;
	name = sp->buf + sp->pos + 1;
	split_fail(sp, sp->pos, meta_advice(name, n), "psql meta-command \"\\%.*s\" is not SQL",
		   (int)n, name);
}

static void psql_meta(struct splitter *sp)
{
	size_t n = word_length(sp, 1);
	const char *name = sp->buf + sp->pos + 1;

	if (lex_word_is(name, n, "RESTRICT") || lex_word_is(name, n, "UNRESTRICT"))
		split_line_comment(sp);
	else
		split_refuse_meta(sp);
}

bool split_mysql_backslash(struct splitter *sp, bool *ret_drop)
{
	char c = split_has(sp, 2) ? sp->buf[sp->pos + 1] : '\0';

	switch (c) {
	case 'g':
	case 'G':
		return false;
	case 'c':
		*ret_drop = true;
		return false;
	case 'N': /* NULL */
	case '-': /* the sandbox switch of mariadb-dump */
		sp->pos += 2;
		return true;
	default:
		split_fail(sp, sp->pos, "remove it; only \\g, \\G and \\c work in a migration",
			   "client command \"\\%.*s\" is not SQL", (unsigned char)c > ' ', &c);
		return true;
	}
}

/* One argument by the client's rules, quoted or up to a blank; the rest of the line is ignored. */
static size_t argument(const char *s, size_t n, const char **ret)
{
	const char *end;

	if (n > 0 && (*s == '\'' || *s == '"' || *s == '`')) {
		*ret = s + 1;
		end = memchr(s + 1, *s, n - 1);
		return end == NULL ? n - 1 : (size_t)(end - s) - 1;
	}
	*ret = s;
	for (end = s; end < s + n && !lex_is_space(*end); end++)
		;
	return (size_t)(end - s);
}

static size_t blanks(const char *s, size_t n)
{
	size_t i = 0;

	while (i < n && lex_is_space(s[i]))
		i++;
	return i;
}

static void client_delimiter(struct splitter *sp)
{
	static const char advice[] = "write DELIMITER, a blank, and up to 15 characters";
	size_t word = strlen("DELIMITER"), line = split_line_end(sp, sp->pos) - sp->pos;
	size_t gap = blanks(sp->buf + sp->pos + word, line - word), n;
	const char *name;
	bool below = false;

	/* Flyway takes it from the next line if there is nothing on this one. */
	while (word + gap == line && split_has(sp, line + 1)) {
		line = split_line_end(sp, sp->pos + line + 1) - sp->pos;
		gap = blanks(sp->buf + sp->pos + word, line - word);
		below = true;
	}
	n = argument(sp->buf + sp->pos + word + gap, line - word - gap, &name);
	if (n == 0 || gap == 0 || (below && isalnum((unsigned char)*name)))
		split_fail(sp, sp->pos, advice, "DELIMITER needs a delimiter character or string");
	else if (memchr(name, '\\', n) != NULL)
		split_fail(sp, sp->pos, advice, "DELIMITER cannot contain a backslash");
	else if (n > SPLIT_DELIMITER)
		split_fail(sp, sp->pos, advice, "DELIMITER is longer than %d bytes",
			   SPLIT_DELIMITER);
	else
		split_set_delimiter(sp, name, n);
	sp->pos += line;
}

/* USE on a line of its own needs no terminator: the client runs it at once. */
static bool client_use(struct splitter *sp)
{
	size_t end = split_line_end(sp, sp->pos), n = end - sp->pos, word = 3, gap, len;
	const char *s = sp->buf + sp->pos, *name;

	if (memmem(s, n, sp->delimiter, sp->delimiter_len) != NULL ||
	    memmem(s, n, "\\g", 2) != NULL)
		return false;
	gap = blanks(s + word, n - word);
	len = argument(s + word + gap, n - word - gap, &name);
	if (gap == 0 || len == 0)
		return false;
	name += len;
	if (name[-(ptrdiff_t)len - 1] == *name && !lex_is_space(*name) && *name != '\0')
		name++;
	sp->first = sp->pos;
	sp->last = (size_t)(name - sp->buf);
	sp->pos = end;
	return true;
}

/* A command of the client's own at pos; false if a statement begins there. */
static bool mysql_command(struct splitter *sp, bool *ret_done)
{
	static const char initials[] = "CDEGNPQRSTUW";
	char initial = (char)(sp->buf[sp->pos] & ~0x20);
	const char *s;
	size_t n;

	if (memchr(initials, initial, sizeof(initials) - 1) == NULL)
		return false;
	n = word_length(sp, 0);
	s = sp->buf + sp->pos;
	if (lex_word_is(s, n, "DELIMITER")) {
		client_delimiter(sp);
		return true;
	}
	if (lex_word_is(s, n, "USE")) {
		*ret_done = client_use(sp);
		return false;
	}
	for (size_t i = 0; i < sizeof(mysql_commands) / sizeof(*mysql_commands); i++) {
		if ((*s & ~0x20) != *mysql_commands[i] || !lex_word_is(s, n, mysql_commands[i]))
			continue;
		split_fail(sp, sp->pos, "remove it: it needs the mysql client",
			   "client command \"%.*s\" is not SQL", (int)n, s);
	}
	return false;
}

static void dot_command(struct splitter *sp)
{
	size_t n = word_length(sp, 1);

	split_fail(sp, sp->pos, "remove it: it needs the sqlite3 shell",
		   "sqlite3 shell command \".%.*s\" is not SQL", (int)n, sp->buf + sp->pos + 1);
}

/* mariadb-dump's first line, a switch of the client in a comment for a version that never comes. */
static bool at_sandbox(struct splitter *sp)
{
	static const char sandbox[] = "/*M!999999\\-";
	size_t n = sizeof(sandbox) - 1;

	return sp->rules->executable_comments && split_has(sp, n) &&
	       memcmp(sp->buf + sp->pos, sandbox, n) == 0;
}

/* Past a comment at pos, if there is one. */
static bool skip_comment(struct splitter *sp)
{
	const char *s = sp->buf + sp->pos;
	unsigned long line, column;

	if (*s == '#' && sp->rules->dot_commands) {
		/* The sqlite3 shell takes a line that begins with '#' for a comment. */
		split_place(sp, sp->pos, &line, &column);
		if (column != 1)
			return false;
		split_line_comment(sp);
		return true;
	}
	if (*s == '#' && sp->rules->hash_comments) {
		split_line_comment(sp);
		return true;
	}
	if ((*s != '-' && *s != '/') || !split_has(sp, 2))
		return false;
	s = sp->buf + sp->pos;
	/* Here the mysql client wants no blank behind "--". */
	if (s[0] == '-' && s[1] == '-') {
		split_line_comment(sp);
		return true;
	}
	if (s[0] != '/' || s[1] != '*')
		return false;
	if (!at_sandbox(sp)) {
		split_has(sp, 4);
		s = sp->buf + sp->pos;
		if (lex_executable(sp->rules, s, sp->buf + sp->len) != NULL)
			return false;
	}
	split_block_comment(sp);
	return true;
}

/* Past what is no statement at pos; false if a statement begins there. */
static bool skip_one(struct splitter *sp, bool *ret_done)
{
	char c = sp->buf[sp->pos];
	bool drop;

	if (sp->rules->delimiter_command && split_at_delimiter(sp)) {
		sp->pos += sp->delimiter_len;
		return true;
	}
	if (c == ';' && !sp->rules->delimiter_command) {
		sp->pos++;
		return true;
	}
	if (skip_comment(sp))
		return true;
	if (c == '.' && sp->rules->dot_commands)
		dot_command(sp);
	if (c == '\\' && sp->rules->meta_commands) {
		psql_meta(sp);
		return true;
	}
	if (c == '\\' && sp->rules->delimiter_command) {
		if (!split_mysql_backslash(sp, &drop))
			sp->pos += 2;
		return true;
	}
	return sp->rules->delimiter_command && lex_is_word(c) && mysql_command(sp, ret_done);
}

bool split_to_statement(struct splitter *sp, bool *ret_done)
{
	*ret_done = false;
	do {
		skip_spaces(sp);
		if (sp->pos == sp->len)
			split_end(sp);
		if (sp->status != 0 || sp->pos == sp->len)
			return false;
	} while (skip_one(sp, ret_done) && sp->status == 0);
	return sp->status == 0;
}
