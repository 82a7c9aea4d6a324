/* SPDX-License-Identifier: Apache-2.0 */
#include "layout/psql.h"

#include "base/buf.h"
#include "base/cleanup.h"
#include "base/text.h"

#include <string.h>

enum { MOST_BYTES = 512 << 20, DEEPEST = 16 };

struct expansion {
	struct psql *p;
	struct buf out;
	const char *path; /* of the file that is read */
	unsigned depth;
	bool changed;
};

static int expand(struct expansion *e, const char *path, unsigned long line, const char *text,
		  size_t len, struct pawl_error *err);

static int refuse(const struct expansion *e, unsigned long line, const char *command,
		  struct pawl_error *err)
{
	fail(err, PAWL_E_SYNTAX, "the psql command \"%s\" is not run by pawl", command);
	hint(err, "known are \\i, \\ir, \\set, \\unset, \\copy from a file, and what changes the "
		  "output alone; no program is ever started");
	at(err, e->path, line, 0);
	return PAWL_E_SYNTAX;
}

/* The next argument of a command: bare, 'quoted' with '' inside, or `quoted`. */
static const char *argument(const char **at, const char *end, struct arena *a)
{
	_cleanup_buf_ struct buf b = {0};
	const char *p = *at;
	char quote;

	while (p < end && lex_is_space(*p))
		p++;
	if (p == end)
		return NULL;
	quote = *p == '\'' || *p == '`' || *p == '"' ? *p : '\0';
	if (quote == '`')
		buf_addc(&b, quote);
	for (p += quote != '\0'; p < end; p++) {
		if (quote == '\0' ? lex_is_space(*p) : *p == quote) {
			if (quote != '\'' || p + 1 == end || p[1] != quote)
				break;
			p++;
		}
		buf_addc(&b, *p);
	}
	*at = p + (p < end);
	return buf_dup(&b, a);
}

static int read_whole(struct expansion *e, const char *path, unsigned long line, char **ret,
		      size_t *ret_len, struct pawl_error *err)
{
	int rc = file_read_all(path, MOST_BYTES, e->p->arena, ret, ret_len, err);

	if (rc != 0)
		at(err, e->path, line, 0);
	return rc;
}

static int include(struct expansion *e, unsigned long line, const char *name, bool beside,
		   struct pawl_error *err)
{
	struct arena *a = e->p->arena;
	const char *dir = e->p->dir, *outer = e->path, *path;
	char *text;
	size_t len;
	int rc;

	if (beside)
		dir = arena_strndup(a, e->path, (size_t)(file_base(e->path) - e->path));
	path = file_join(a, dir, name);
	if (e->depth == DEEPEST) {
		fail(err, PAWL_E_LIMIT, "files include each other more than %d deep", DEEPEST);
		at(err, e->path, line, 0);
		return PAWL_E_LIMIT;
	}
	rc = read_whole(e, path, line, &text, &len, err);
	if (rc != 0)
		return rc;
	e->depth++;
	rc = expand(e, path, 1, text, len, err);
	e->depth--;
	e->path = outer;
	return rc;
}

/* \set name value...: the values without blanks between them; `cat file` is the file. */
static int set_variable(struct expansion *e, unsigned long line, const char *rest, const char *end,
			struct pawl_error *err)
{
	struct arena *a = e->p->arena;
	_cleanup_buf_ struct buf b = {0};
	const char *name = argument(&rest, end, a), *value;

	if (name == NULL)
		return 0;
	while ((value = argument(&rest, end, a)) != NULL) {
		char *text = NULL;
		size_t len;
		int rc;

		if (value[0] != '`') {
			buf_adds(&b, value);
			continue;
		}
		if (!text_starts(value, "`cat ") || strpbrk(value + 5, "|;&<>$*? ") != NULL)
			return refuse(e, line, value + 1, err);
		rc = read_whole(e, file_join(a, e->p->dir, value + 5), line, &text, &len, err);
		if (rc != 0)
			return rc;
		while (len > 0 && (text[len - 1] == '\n' || text[len - 1] == '\r'))
			len--;
		buf_add(&b, text, len);
	}
	map_put(&e->p->variables, name, buf_dup(&b, a));
	return 0;
}

/*
 * A program that reads one file: "cat F", and the usual way to load a JSON
 * document as one value, "sed 's/\\/\\\\/g' < F | tr -d '\n'".
 */
static const char *program_file(const char *program, bool *ret_document, struct arena *a)
{
	static const char escape[] = "sed 's/\\\\/\\\\\\\\/g' < ", join[] = " | tr -d '\\n'";
	size_t len = strlen(program), tail = strlen(join);

	*ret_document = false;
	if (text_starts(program, "cat ") && strpbrk(program + 4, "|;&<>$*? ") == NULL)
		return program + 4;
	if (!text_starts(program, escape) || !text_ends(program, join))
		return NULL;
	*ret_document = true;
	program = arena_strndup(a, program + strlen(escape), len - strlen(escape) - tail);
	return strpbrk(program, "|;&<>$*? ") == NULL ? program : NULL;
}

static void add_document(struct buf *out, const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if (text[i] == '\n')
			continue;
		if (text[i] == '\\')
			buf_addc(out, '\\');
		buf_addc(out, text[i]);
	}
	buf_addc(out, '\n');
}

/* \copy what from 'file' options: COPY what FROM STDIN options, and the file's bytes. */
static int copy(struct expansion *e, unsigned long line, const char *rest, const char *end,
		struct pawl_error *err)
{
	struct arena *a = e->p->arena;
	const char *from = NULL, *source, *whole = arena_strndup(a, rest, (size_t)(end - rest));
	bool document = false;
	char *text;
	size_t len;
	int rc;

	for (const char *p = rest; p + 6 <= end && from == NULL; p++)
		if (lex_is_space(p[0]) && strncasecmp(p + 1, "from", 4) == 0 && lex_is_space(p[5]))
			from = p;
	if (from == NULL)
		return refuse(e, line, arena_printf(a, "\\copy%s", whole), err);
	whole = arena_strndup(a, rest, (size_t)(from - rest));
	rest = from + 6;
	source = argument(&rest, end, a);
	if (source != NULL && text_equal_nocase(source, "program")) {
		source = argument(&rest, end, a);
		source = source == NULL ? NULL : program_file(source, &document, a);
	}
	if (source == NULL || text_equal_nocase(source, "stdin") ||
	    text_equal_nocase(source, "pstdin"))
		return refuse(e, line, "\\copy", err);
	rc = read_whole(e, file_join(a, e->p->dir, source), line, &text, &len, err);
	if (rc != 0)
		return rc;
	while (end > rest && (lex_is_space(end[-1]) || end[-1] == ';'))
		end--;
	buf_printf(&e->out, "COPY %s FROM STDIN %.*s;\n", whole, (int)(end - rest), rest);
	if (document)
		add_document(&e->out, text, len);
	else
		buf_add(&e->out, text, len);
	if (len > 0 && e->out.data[e->out.len - 1] != '\n')
		buf_addc(&e->out, '\n');
	buf_adds(&e->out, "\\.");
	return 0;
}

/* Commands that leave the server alone. */
static bool is_display(const char *command)
{
	static const char *const known[] = {
		"echo", "qecho",    "warn",     "pset",     "timing",     "x",
		"a",    "t",        "f",        "H",        "C",          "o",
		"l",    "encoding", "conninfo", "restrict", "unrestrict",
	};

	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
		if (strcmp(command, known[i]) == 0)
			return true;
	return command[0] == 'd'; /* \d, \dt: describe */
}

/* text is behind the backslash; end is the line's. */
static int run_command(struct expansion *e, unsigned long line, const char *text, const char *end,
		       struct pawl_error *err)
{
	struct arena *a = e->p->arena;
	size_t n = 0;
	const char *command, *name;

	while (text + n < end && lex_is_word(text[n]))
		n++;
	command = arena_strndup(a, text, n);
	text += n;
	if (strcmp(command, "copy") == 0)
		return copy(e, line, text, end, err);
	if (strcmp(command, "set") == 0)
		return set_variable(e, line, text, end, err);
	if (is_display(command))
		return 0;
	name = argument(&text, end, a);
	if (strcmp(command, "unset") == 0 && name != NULL) {
		map_put(&e->p->variables, name, NULL);
		return 0;
	}
	if (name != NULL && (strcmp(command, "i") == 0 || strcmp(command, "include") == 0))
		return include(e, line, name, false, err);
	if (name != NULL &&
	    (strcmp(command, "ir") == 0 || strcmp(command, "include_relative") == 0))
		return include(e, line, name, true, err);
	return refuse(e, line, arena_printf(a, "\\%s", command), err);
}

static void add_quoted(struct buf *out, const char *value, char quote)
{
	buf_addc(out, quote);
	for (; *value != '\0'; value++) {
		if (*value == quote)
			buf_addc(out, quote);
		buf_addc(out, *value);
	}
	buf_addc(out, quote);
}

/* The value of :name, :'name' or :"name" at a token; NULL if it is no known variable. */
static const char *variable_at(const struct expansion *e, const struct lex_token *t,
			       const char *end, size_t *ret_len)
{
	const char *name = t->text + 1, *stop = t->text + t->len;
	bool quoted = t->kind == LEX_OPERATOR;

	if (t->text[0] != ':')
		return NULL;
	if (quoted) {
		if (name + 1 >= end || (*name != '\'' && *name != '"'))
			return NULL;
		stop = memchr(name + 1, *name, (size_t)(end - name) - 1);
		if (stop == NULL)
			return NULL;
		name++;
	}
	*ret_len = (size_t)(stop - t->text) + quoted;
	return map_get(&e->p->variables, arena_strndup(e->p->arena, name, (size_t)(stop - name)));
}

static unsigned long count_lines(const char *text, const char *end)
{
	unsigned long n = 0;

	while ((text = memchr(text, '\n', (size_t)(end - text))) != NULL) {
		text++;
		n++;
	}
	return n;
}

/* What of a statement tells that COPY's data is behind it. */
struct copying {
	bool begun, copy, stdin_;
};

/* Take one token; at the end of a COPY ... FROM stdin, where its data ends, else NULL. */
static const char *behind_data(struct copying *c, const struct lex_token *t, const char *end)
{
	static const char last[] = "\\.";
	bool data = c->copy && c->stdin_;
	const char *p;

	if (t->kind == LEX_SPACE || t->kind == LEX_COMMENT)
		return NULL;
	if (t->len != 1 || t->text[0] != ';') {
		if (!c->begun)
			c->copy = lex_word_is(t->text, t->len, "COPY");
		c->begun = true;
		c->stdin_ |= lex_word_is(t->text, t->len, "STDIN");
		return NULL;
	}
	*c = (struct copying){0};
	p = data ? memchr(t->text, '\n', (size_t)(end - t->text)) : NULL;
	while (p != NULL && p + 1 < end) {
		size_t left = (size_t)(end - ++p);

		if (left >= 2 && memcmp(p, last, 2) == 0 &&
		    (left == 2 || p[2] == '\n' || p[2] == '\r'))
			return p + 2;
		p = memchr(p, '\n', left);
	}
	return data ? end : NULL;
}

/* A text on its way into out: what stands before from is there. */
struct reading {
	const char *text, *end, *from;
	unsigned long line; /* of text */
	struct lexer lexer;
};

/* Go on at p, with what lies between left out or replaced by what is in out already. */
static void go_on(struct expansion *e, struct reading *r, const char *p)
{
	r->from = p;
	lex_init(&r->lexer, e->p->in->lex, p, (size_t)(r->end - p));
}

static void add_before(struct expansion *e, const struct reading *r, const char *p)
{
	buf_add(&e->out, r->from, (size_t)(p - r->from));
	e->changed = true;
}

static int take_command(struct expansion *e, struct reading *r, const struct lex_token *t,
			struct pawl_error *err)
{
	const char *stop = memchr(t->text, '\n', (size_t)(r->end - t->text));
	int rc;

	stop = stop == NULL ? r->end : stop;
	add_before(e, r, t->text);
	rc = run_command(e, r->line + count_lines(r->text, t->text), t->text + 1, stop, err);
	go_on(e, r, stop);
	return rc;
}

static void take_variable(struct expansion *e, struct reading *r, const struct lex_token *t)
{
	size_t skip;
	const char *value = variable_at(e, t, r->end, &skip);

	if (value == NULL)
		return;
	add_before(e, r, t->text);
	if (t->kind == LEX_PARAMETER)
		buf_adds(&e->out, value);
	else
		add_quoted(&e->out, value, t->text[1]);
	go_on(e, r, t->text + skip);
}

static int expand(struct expansion *e, const char *path, unsigned long line, const char *text,
		  size_t len, struct pawl_error *err)
{
	struct reading r = {.text = text, .end = text + len, .from = text, .line = line};
	struct copying copying = {0};
	const char *colon = NULL, *behind;
	struct lex_token t;
	int rc = 0;

	e->path = path;
	lex_init(&r.lexer, e->p->in->lex, text, len);
	for (lex_next(&r.lexer, &t); rc == 0 && t.kind != LEX_END; lex_next(&r.lexer, &t)) {
		bool cast = colon != NULL && colon + 1 == t.text;

		if (t.kind == LEX_OPERATOR && t.text[0] == '\\') {
			rc = take_command(e, &r, &t, err);
			continue;
		}
		behind = behind_data(&copying, &t, r.end);
		if (behind != NULL) {
			lex_init(&r.lexer, e->p->in->lex, behind, (size_t)(r.end - behind));
			continue;
		}
		colon = t.text[0] == ':' && t.len == 1 ? t.text : NULL;
		if (!cast && (t.kind == LEX_PARAMETER || t.kind == LEX_OPERATOR))
			take_variable(e, &r, &t);
	}
	if (rc == 0)
		buf_add(&e->out, r.from, (size_t)(r.end - r.from));
	return rc;
}

int psql_expand(struct psql *p, struct script *script, struct pawl_error *err)
{
	struct expansion e = {.p = p};
	char *text;
	size_t len;
	int rc;

	if (p->in->lex == NULL || !p->in->lex->meta_commands)
		return 0;
	rc = file_read_all(script->path, MOST_BYTES, p->arena, &text, &len, err);
	if (rc == 0 && (memchr(text, '\\', len) != NULL || p->variables.len != 0))
		rc = expand(&e, script->path, 1, text, len, err);
	if (rc == 0 && e.changed) {
		script->text = buf_dup(&e.out, p->arena);
		script->offset = 0;
		script->length = e.out.len;
	}
	buf_done(&e.out);
	return rc;
}
