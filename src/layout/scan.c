/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Hashing sets the pace. "pawl:" is searched for in each piece that was hashed,
 * and only a line that looks like a directive is looked at closely: then the
 * lexer walks up to it, to see whether it is a comment and not part of a
 * literal. Text is handled in whole lines, what is left of the last line is
 * carried over to the next piece.
 */
#include "layout/scan.h"

#include "base/cleanup.h"
#include "base/file.h"
#include "base/vec.h"

#include <assert.h>
#include <errno.h>
#include <string.h>

enum {
	SCAN_BUFFER = 128 << 10, /* also the longest directive */
	SCAN_DIRECTIVES = 10000, /* in one text */
};

struct scanner {
	const struct lex_rules *rules;

	/* The text at hand. */
	walk_read_fn read;
	void *ctx;
	const char *name;
	struct walk walk, commands; /* to directives; to psql's own commands */
	struct arena *arena;
	VEC(struct scan_directive) found;

	uint64_t base; /* offset of data[0] in the text */
	size_t len;    /* bytes in data */
	bool in_line;  /* data[0] stands in a line whose start was passed over */
	bool client_commands;
	char data[SCAN_BUFFER];
};

/* Where the dialect is not known: what can be a literal in one of them is taken for one. */
static const struct lex_rules any_rules = {
	.dollar_quotes = true,
	.backticks = true,
	.e_strings = true,
	.copy_data = true,
	.compound = LEX_COMPOUND_PROGRAM,
};

struct scanner *scan_new(const struct lex_rules *rules)
{
	struct scanner *sc = xmalloc(sizeof(*sc));

	memset(sc, 0, offsetof(struct scanner, data));
	sc->rules = rules != NULL ? rules : &any_rules;
	return sc;
}

void scan_free(struct scanner **sc)
{
	free(*sc);
	*sc = NULL;
}

/* The walk's reading: from the buffer where it can, which spares a small file a second read. */
static int read_again(void *ctx, uint64_t offset, char *data, size_t size, size_t *ret_len,
		      struct pawl_error *err)
{
	struct scanner *sc = ctx;
	size_t skip;

	if (offset < sc->base || offset >= sc->base + sc->len)
		return sc->read(sc->ctx, offset, data, size, ret_len, err);
	skip = (size_t)(offset - sc->base);
	*ret_len = sc->len - skip < size ? sc->len - skip : size;
	memcpy(data, sc->data + skip, *ret_len);
	return 0;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\v' || c == '\f' || c == '\r';
}

/*
 * If the "pawl:" at hit is preceded on its line by nothing but "--" and blanks,
 * the place of the "--", else NULL. *ret_line is where the line begins, behind
 * a byte-order mark.
 */
static const char *dashes_before(const struct scanner *sc, const char *hit, const char **ret_line)
{
	const char *p = hit, *dashes;

	while (p > sc->data && is_blank(p[-1]))
		p--;
	if (p - sc->data < 2 || p[-1] != '-' || p[-2] != '-')
		return NULL;
	dashes = p -= 2;
	while (p > sc->data && is_blank(p[-1]))
		p--;
	*ret_line = p;
	if (p == sc->data)
		return sc->in_line ? NULL : dashes;
	if (p[-1] == '\n')
		return dashes;
	if (sc->base == 0 && p - sc->data == 3 && memcmp(sc->data, "\xef\xbb\xbf", 3) == 0)
		return dashes;
	return NULL;
}

static int add(struct scanner *sc, const char *line, const char *dashes, const char *hit,
	       const char *end, struct pawl_error *err)
{
	const char *name = hit + strlen("pawl:"), *value, *value_end = end;
	bool newline = end < sc->data + sc->len;
	struct scan_directive *d;

	while (value_end > name && is_blank(value_end[-1]))
		value_end--;
	while (name < value_end && is_blank(*name))
		name++;
	for (value = name; value < value_end && !is_blank(*value);)
		value++;
	d = vec_push(&sc->found, sc->arena);
	*d = (struct scan_directive){
		.start = sc->base + (uint64_t)(line - sc->data),
		.end = sc->base + (uint64_t)(end - sc->data) + newline,
		.line = sc->walk.line,
		.column = (unsigned long)(dashes - line) + 1,
		.name_column = (unsigned long)(name - line) + 1,
		.code_line = sc->walk.code,
		.glued = dashes[2] == 'p',
		.name = arena_strndup(sc->arena, name, (size_t)(value - name)),
	};
	while (value < value_end && is_blank(*value))
		value++;
	d->value = arena_strndup(sc->arena, value, (size_t)(value_end - value));
	d->value_offset = sc->base + (uint64_t)(value - sc->data);
	d->value_column = (unsigned long)(value - line) + 1;
	if (memchr(name, '\0', (size_t)(value_end - name)) != NULL) {
		fail(err, PAWL_E_SYNTAX, "NUL byte in a directive");
		at(err, sc->name, d->line, d->column);
		return PAWL_E_SYNTAX;
	}
	if (sc->found.len > SCAN_DIRECTIVES)
		return fail(err, PAWL_E_LIMIT, "more than %d directives in file \"%s\"",
			    SCAN_DIRECTIVES, sc->name);
	return 0;
}

/* Does p begin a line, and as a command of psql's does? pg_dump's need no closer look. */
static bool looks_like_command(const struct scanner *sc, const char *p, size_t left)
{
	static const char *const passed_over[] = {"\\restrict", "\\unrestrict"};
	const char *line = p;

	while (line > sc->data && is_blank(line[-1]))
		line--;
	if (line == sc->data ? sc->in_line : line[-1] != '\n')
		return false;
	for (size_t i = 0; i < sizeof(passed_over) / sizeof(*passed_over); i++)
		if (left > strlen(passed_over[i]) &&
		    memcmp(p, passed_over[i], strlen(passed_over[i])) == 0)
			return false;
	return left > 1 && p[1] >= 'a' && p[1] <= 'z';
}

/* What COPY's data and literals hold may look alike: the lexer walks up to it. */
static int find_commands(struct scanner *sc, size_t len, struct pawl_error *err)
{
	const char *p = sc->data, *stop = sc->data + len;

	while (!sc->client_commands && (p = memchr(p, '\\', (size_t)(stop - p))) != NULL) {
		int rc = 0;

		if (looks_like_command(sc, p, (size_t)(stop - p)))
			rc = walk_to(&sc->commands, sc->base + (uint64_t)(p - sc->data),
				     &sc->client_commands, err);
		if (rc != 0) {
			at(err, sc->name, sc->commands.line, 0);
			return rc;
		}
		p++;
	}
	return 0;
}

/* Look for directives in the first len bytes of data, which are whole lines. */
static int find(struct scanner *sc, size_t len, struct pawl_error *err)
{
	const char *p = sc->data, *stop = sc->data + len, *hit;
	int commands = sc->rules->meta_commands ? find_commands(sc, len, err) : 0;

	if (commands != 0)
		return commands;
	while ((hit = memmem(p, (size_t)(stop - p), "pawl:", 5)) != NULL) {
		const char *line = NULL, *dashes = dashes_before(sc, hit, &line), *end;
		bool is_free = false;
		int rc;

		end = memchr(hit, '\n', (size_t)(stop - hit));
		if (end == NULL)
			end = stop;
		p = end;
		if (dashes == NULL)
			continue;
		rc = walk_to(&sc->walk, sc->base + (uint64_t)(dashes - sc->data), &is_free, err);
		if (rc == 0 && is_free)
			rc = add(sc, line, dashes, hit, end, err);
		if (rc != 0) {
			at(err, sc->name, sc->walk.line, 0);
			return rc;
		}
	}
	return 0;
}

/* A line that does not fit: only its start could be a directive, and none is so long. */
static int find_in_long_line(struct scanner *sc, struct pawl_error *err)
{
	size_t before = sc->found.len;
	int rc = find(sc, sc->len, err);

	if (rc == 0 && sc->found.len > before) {
		fail(err, PAWL_E_LIMIT, "a directive is longer than %d bytes", SCAN_BUFFER);
		at(err, sc->name, sc->found.v[before].line, sc->found.v[before].column);
		rc = PAWL_E_LIMIT;
	}
	return rc;
}

/* Data holds len bytes: look through its whole lines and keep the rest. */
static int consume(struct scanner *sc, bool at_end, struct pawl_error *err)
{
	const char *newline = sc->len == 0 ? NULL : memrchr(sc->data, '\n', sc->len);
	size_t whole = newline == NULL ? 0 : (size_t)(newline - sc->data) + 1;
	int rc;

	if (at_end || (whole == 0 && sc->len == SCAN_BUFFER)) {
		rc = at_end ? find(sc, sc->len, err) : find_in_long_line(sc, err);
		whole = sc->len;
		sc->in_line = true;
	} else {
		rc = whole == 0 ? 0 : find(sc, whole, err);
		sc->in_line = sc->in_line && whole == 0;
	}
	memmove(sc->data, sc->data + whole, sc->len - whole);
	sc->base += whole;
	sc->len -= whole;
	return rc;
}

static int pass(struct scanner *sc, struct sha256 *h, uint64_t *ret_size, struct pawl_error *err)
{
	uint64_t size = 0;
	size_t n;
	int rc;

	do {
		rc = sc->read(sc->ctx, size, sc->data + sc->len, SCAN_BUFFER - sc->len, &n, err);
		if (rc != 0)
			return rc;
		sha256_add_text(h, sc->data + sc->len, n);
		sc->len += n;
		size += n;
		rc = consume(sc, n == 0, err);
	} while (rc == 0 && n != 0);
	*ret_size = size;
	return rc;
}

int scan_run(struct scanner *sc, walk_read_fn read, void *ctx, const char *name, struct arena *a,
	     struct scan_text *ret, struct pawl_error *err)
{
	struct scan_text text = {.dash_needs_space = sc->rules->dash_needs_space};
	struct sha256 h;
	int rc;

	sc->read = read;
	sc->ctx = ctx;
	sc->name = name;
	sc->arena = a;
	sc->base = sc->len = 0;
	sc->in_line = sc->client_commands = false;
	memset(&sc->found, 0, sizeof(sc->found));
	walk_init(&sc->walk, sc->rules, read_again, sc);
	walk_init(&sc->commands, sc->rules, read_again, sc);
	sha256_init(&h);
	rc = pass(sc, &h, &text.size, err);
	walk_done(&sc->walk);
	walk_done(&sc->commands);
	if (rc != 0)
		return rc;
	sha256_hex(&h, text.checksum);
	text.directives = sc->found.v;
	text.len = sc->found.len;
	text.client_commands = sc->client_commands;
	*ret = text;
	return 0;
}

struct scan_fd {
	int fd;
	const char *path;
};

static int read_fd(void *ctx, uint64_t offset, char *data, size_t size, size_t *ret_len,
		   struct pawl_error *err)
{
	const struct scan_fd *f = ctx;
	ssize_t n;

	do
		n = pread(f->fd, data, size, (off_t)offset);
	while (n < 0 && errno == EINTR);
	if (n < 0)
		return fail_errno(err, PAWL_E_FILE, "could not read file \"%s\"", f->path);
	*ret_len = (size_t)n;
	return 0;
}

int scan_file(struct scanner *sc, int dir_fd, const char *name, const char *path, struct arena *a,
	      struct scan_text *ret, struct pawl_error *err)
{
	_cleanup_close_ int fd = -1;
	struct file_stamp stamp;
	struct scan_fd f;
	int rc = file_open_at(dir_fd, name, path, &fd, err);

	if (rc != 0)
		return rc;
	rc = file_stamp(fd, path, &stamp, err);
	if (rc != 0)
		return rc;
	f = (struct scan_fd){.fd = fd, .path = path};
	rc = scan_run(sc, read_fd, &f, path, a, ret, err);
	if (rc == 0)
		ret->stamp = stamp;
	return rc;
}
