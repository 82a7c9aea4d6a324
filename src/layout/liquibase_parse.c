/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One changelog file, line by line. Special lines are comments whose first word,
 * in any case, is one of the table below; everything else belongs to the
 * changeset above it.
 */
#include "base/cleanup.h"
#include "base/clock.h"
#include "base/text.h"
#include "layout/breaks.h"
#include "layout/digest.h"
#include "layout/liquibase.h"

#include <ctype.h>
#include <string.h>

struct changeset {
	struct migration m;
	const char *id, *author, *path; /* path: the logical one */
	const char *outside, *place;    /* of the path */
	unsigned long line;             /* of "--changeset" */
	enum migration_tx tx;
	const char *delimiter, *rollback_delimiter;
	VEC(struct migration_check) checks;
	VEC(const char *) sums; /* that its row may have, too */
	bool left_out;          /* for another database, or to be ignored */
	bool always, unchecked, any_sum;
	struct lift up, down;
	bool has_down;
};

struct parser {
	struct changelog *c;
	struct lines lines;
	struct changeset set;
	bool open;               /* there is a changeset */
	unsigned long ignored;   /* lines still to pass over */
	bool ignoring, rollback; /* inside of ignoreLines:start, of a comment that rolls back */
	bool comment;            /* inside of one above the first changeset */
};

static int refuse(const struct parser *p, const struct line *l, const char *what, const char *how,
		  struct pawl_error *err)
{
	fail(err, PAWL_E_SYNTAX, "%s", what);
	hint(err, "%s", how);
	at(err, p->c->file->path, l->number, 1);
	return PAWL_E_SYNTAX;
}

static bool is_true(const char *value, bool otherwise)
{
	return value == NULL ? otherwise : text_equal_nocase(value, "true");
}

/* Whitespace aside, twice: the tool's own sum of version 9. */
static const char *checksum(const struct script *s, struct arena *a)
{
	char *bare = arena_alloc(a, s->length + 1), *to = bare;

	for (size_t i = 0; i < s->length; i++)
		if (strchr(" \t\r\n", s->text[i]) == NULL)
			*to++ = s->text[i];
	bare = arena_printf(a, "9:%s:", digest_md5(bare, (size_t)(to - bare), a));
	return arena_printf(a, "9:%s", digest_md5(bare, strlen(bare), a));
}

static void apply_delimiter(const char *delimiter, struct arena *a, struct script *s)
{
	static const struct tree_text no_file;
	_cleanup_buf_ struct buf b = {0};

	if (delimiter == NULL || strcmp(delimiter, ";") == 0)
		return;
	for (const char *p = delimiter; *p != '\0'; p++) {
		bool end = p[0] == '\\' && (p[1] == 'n' || p[1] == 'r');

		if (!end || p[1] == 'n')
			buf_addc(&b, end ? '\n' : *p);
		p += end;
	}
	/* These two stand on a line of their own. */
	if (strcmp(buf_str(&b), "/") == 0 || text_equal_nocase(buf_str(&b), "go")) {
		_cleanup_free_ char *word = xstrdup(b.data);

		buf_clear(&b);
		buf_printf(&b, "\n%s\n", word);
	}
	breaks_apply(&no_file, buf_str(&b), a, s);
}

/* ret_sum may be NULL: the tool's sum, to which delimiters count as text. */
static void make_script(const struct parser *p, struct lift *lift, const char *delimiter,
			struct script *ret, const char **ret_sum)
{
	struct arena *a = p->c->arena;
	size_t len;

	lift_script(lift, p->c->file->path, p->set.tx, a, ret);
	len = (size_t)ret->length;
	ret->text = liquibase_expand(p->c, ret->text, &len);
	ret->length = len;
	if (ret_sum != NULL)
		*ret_sum = checksum(ret, a);
	apply_delimiter(delimiter, a, ret);
}

/* runAlways: never the same as before. */
static void salt_checksum(struct migration *m)
{
	int64_t now = clock_us();
	struct sha256 h;

	sha256_init(&h);
	sha256_add(&h, &now, sizeof(now));
	sha256_add(&h, m->checksum, strlen(m->checksum));
	sha256_hex(&h, m->checksum);
}

/* What the changeset is at its end, into the list. */
static int finish(struct parser *p, struct pawl_error *err)
{
	struct changelog *c = p->c;
	struct migration *m = &p->set.m;
	struct migration_record *r;
	const char *sum;
	struct script *up;

	if (!p->open)
		return 0;
	p->open = false;
	make_script(p, &p->set.up, p->set.delimiter, &m->up, &sum);
	if (p->set.has_down && m->down.path == NULL)
		make_script(p, &p->set.down, p->set.rollback_delimiter, &m->down, NULL);
	lift_done(&p->set.up);
	lift_done(&p->set.down);
	if (p->set.left_out)
		return 0;
	if (map_has(c->seen, m->filename)) {
		fail(err, PAWL_E_FILE, "changeset \"%s\" is there twice", m->filename);
		hint(err, "give one of them another id");
		at(err, c->file->path, p->set.line, 1);
		return PAWL_E_FILE;
	}
	m->checks = p->set.checks.v;
	m->checks_len = p->set.unchecked ? 0 : p->set.checks.len;
	lift_checksum(m);
	if (p->set.always)
		salt_checksum(m);
	r = arena_new(c->arena, struct migration_record);
	r->version = p->set.id;
	r->description = p->set.author;
	r->script = arena_printf(c->arena, "%s%s", p->set.outside, p->set.path);
	r->outside = p->set.place;
	r->checksum = sum;
	r->any_checksum = p->set.any_sum;
	r->always = p->set.always;
	if (p->set.sums.len != 0)
		*vec_push(&p->set.sums, c->arena) = NULL;
	r->checksums = p->set.sums.v;
	m->record = r;
	*vec_push(&c->found, c->arena) = *m;
	up = arena_new(c->arena, struct script);
	*up = m->up;
	map_put(c->seen, m->filename, up);
	return 0;
}

static const char *logical_name(const struct parser *p, const char *id, const char *author)
{
	return arena_printf(p->c->arena, "%s::%s::%s", p->set.path, id, author);
}

/* A name in quotes, or up to stop or a blank; *p moves behind it. NULL: there is none. */
static const char *take_name(const char **p, const char *end, char stop, struct arena *a)
{
	const char *start, *close;

	while (*p < end && isspace((unsigned char)**p))
		++*p;
	if (*p < end && **p == '"' &&
	    (close = memchr(*p + 1, '"', (size_t)(end - *p) - 1)) != NULL) {
		start = *p + 1;
		*p = close + 1;
		return arena_strndup(a, start, (size_t)(close - start));
	}
	start = *p;
	while (*p < end && **p != stop && (stop == ':' || !isspace((unsigned char)**p)))
		++*p;
	return *p == start ? NULL : arena_strndup(a, start, (size_t)(*p - start));
}

static void take_attributes(struct parser *p, const char *text, size_t len)
{
	const struct layout_input *in = p->c->in;
	struct arena *a = p->c->arena;
	struct changeset *s = &p->set;
	const char *value = liquibase_attribute(text, len, "contextFilter", a);
	const char *context = value != NULL ? value : liquibase_attribute(text, len, "context", a);
	const char **env;

	value = liquibase_attribute(text, len, "logicalFilePath", a);
	s->path = value != NULL ? value : p->c->logical_path;
	s->outside = value != NULL ? "" : p->c->outside;
	s->place = value != NULL ? NULL : p->c->place;
	if (!is_true(liquibase_attribute(text, len, "runInTransaction", a), true))
		s->tx = MIGRATION_TX_OFF;
	s->delimiter = liquibase_attribute(text, len, "endDelimiter", a);
	s->rollback_delimiter = liquibase_attribute(text, len, "rollbackEndDelimiter", a);
	s->always = is_true(liquibase_attribute(text, len, "runAlways", a), false);
	if (s->always || is_true(liquibase_attribute(text, len, "runOnChange", a), false))
		s->m.kind = MIGRATION_REPEATABLE;
	s->left_out = is_true(liquibase_attribute(text, len, "ignore", a), false) ||
		      !liquibase_fits_dbms(in, liquibase_attribute(text, len, "dbms", a));
	if (liquibase_wanted(context, in->env))
		return;
	env = arena_new(a, const char *);
	*env = context;
	s->m.envs = env;
	s->m.envs_len = 1;
}

static int open_changeset(struct parser *p, const struct line *l, const char *rest,
			  struct pawl_error *err)
{
	const char *end = l->text + l->len, *author, *id = NULL;
	int rc = finish(p, err);

	if (rc != 0)
		return rc;
	author = take_name(&rest, end, ':', p->c->arena);
	if (author != NULL && rest < end && *rest == ':') {
		rest++;
		id = take_name(&rest, end, ' ', p->c->arena);
	}
	if (id == NULL)
		return refuse(p, l, "a changeset without author and id",
			      "it is written \"--changeset author:id\"", err);
	p->set = (struct changeset){
		.m = {.path = p->c->file->path, .version = id, .name = author},
		.id = id,
		.author = author,
		.line = l->number,
	};
	take_attributes(p, rest, (size_t)(end - rest));
	p->set.m.filename = logical_name(p, id, author);
	if (p->set.m.kind == MIGRATION_REPEATABLE) {
		p->set.m.name = p->set.m.filename;
		p->set.m.version = "";
	}
	p->open = true;
	return 0;
}

/* The way up of another changeset is this one's way back. */
static int borrow_rollback(struct parser *p, const struct line *l, const char *text, size_t len,
			   struct pawl_error *err)
{
	struct arena *a = p->c->arena;
	const char *id = liquibase_attribute(text - 1, len + 1, "changesetId", a);
	const char *author = liquibase_attribute(text - 1, len + 1, "changesetAuthor", a);
	const struct script *other =
		author == NULL ? NULL : map_get(p->c->seen, logical_name(p, id, author));

	if (other == NULL)
		return refuse(p, l, "the way back names a changeset that is not there",
			      "name the id and author of one that stands above", err);
	p->set.m.down = *other;
	return 0;
}

/* As the tool reads it: all of the line behind one blank, which may be amid a literal. */
static int add_rollback(struct parser *p, const struct line *l, const char *text, size_t len,
			struct pawl_error *err)
{
	size_t column = p->set.has_down ? 0 : (size_t)(text - l->text);
	const char *word = text;
	size_t n = len;

	while (n > 0 && isspace((unsigned char)*word)) {
		word++;
		n--;
	}
	while (n > 0 && isspace((unsigned char)word[n - 1]))
		n--;
	p->set.has_down = true;
	if (n >= 12 && strncasecmp(word, "changesetId:", 12) == 0)
		return borrow_rollback(p, l, word, n, err);
	if ((n == 5 && strncasecmp(word, "empty", 5) == 0) ||
	    (n == 12 && strncasecmp(word, "not required", 12) == 0))
		len = 0;
	lift_add(&p->set.down, l->number, column, text, len);
	return 0;
}

/* The attributes of --preconditions. onError is always HALT: a query that fails is an error. */
static int read_conditions(struct parser *p, const struct line *l, const char *text, size_t len,
			   struct pawl_error *err)
{
	const char *unmet = liquibase_attribute(text, len, "onFail", p->c->arena);

	if (unmet == NULL || text_equal_nocase(unmet, "HALT"))
		return 0;
	p->set.unchecked = text_equal_nocase(unmet, "WARN");
	p->set.m.unmet_records = text_equal_nocase(unmet, "MARK_RAN");
	if (p->set.unchecked || p->set.m.unmet_records)
		return 0;
	return refuse(p, l, "a precondition that would pass over the changeset for now",
		      "write onFail:MARK_RAN to have it recorded, or onFail:HALT to stop", err);
}

/* "-table-exists table:x" as a query: SQLite has a catalogue of its own. */
static const char *existence(const struct parser *p, const char *text, size_t len, const char *kind)
{
	struct arena *a = p->c->arena;
	const struct lex_rules *lex = p->c->in->lex;
	const char *name = liquibase_attribute(text, len, kind, a);
	const char *schema = liquibase_attribute(text, len, "schema", a);

	if (name == NULL || strchr(name, '\'') != NULL ||
	    (schema != NULL && strchr(schema, '\'') != NULL))
		return NULL;
	if (lex != NULL && lex->dot_commands)
		return arena_printf(a,
				    "SELECT count(*) FROM sqlite_master WHERE type = '%s' AND "
				    "lower(name) = lower('%s')",
				    kind, name);
	return arena_printf(a,
			    "SELECT count(*) FROM information_schema.%ss WHERE lower(table_name) = "
			    "lower('%s') AND %s%s%s",
			    kind, name, schema == NULL ? "table_schema = " : "table_schema = '",
			    schema == NULL
				    ? (lex != NULL && lex->delimiter_command ? "database()"
									     : "current_schema()")
				    : schema,
			    schema == NULL ? "" : "'");
}

/* What follows "precondition". */
static int add_check(struct parser *p, const struct line *l, const char *text, size_t len,
		     struct pawl_error *err)
{
	struct arena *a = p->c->arena;
	struct migration_check check = {.expected = "1", .line = l->number};
	const char *end = text + len;

	if (len > 1 && tolower((unsigned char)text[0]) == 's' && isspace((unsigned char)text[1])) {
		return read_conditions(p, l, text, len, err);
	}
	if (len > 11 && strncasecmp(text, "-sql-check", 10) == 0) {
		check.expected = liquibase_attribute(text, len, "expectedResult", a);
		text = memmem(text, len, "expectedResult:", 15);
		if (text != NULL) {
			text += 15;
			take_name(&text, end, ' ', a);
			while (text < end && isspace((unsigned char)*text))
				text++;
			check.sql = arena_strndup(a, text, (size_t)(end - text));
		}
	} else if (len > 14 && strncasecmp(text, "-table-exists", 13) == 0) {
		check.sql = existence(p, text, len, "table");
	} else if (len > 13 && strncasecmp(text, "-view-exists", 12) == 0) {
		check.sql = existence(p, text, len, "view");
	}
	if (check.sql == NULL || check.expected == NULL)
		return refuse(
			p, l, "a precondition that pawl does not know",
			"write it as \"--precondition-sql-check expectedResult:1 SELECT ...\"",
			err);
	*vec_push(&p->set.checks, a) = check;
	return 0;
}

static void add_property(struct parser *p, const char *text, size_t len)
{
	struct changelog *c = p->c;
	const char *name = liquibase_attribute(text, len, "name", c->arena);
	const char *value = liquibase_attribute(text, len, "value", c->arena);
	const char *dbms = liquibase_attribute(text, len, "dbms", c->arena);
	const char *context = liquibase_attribute(text, len, "context", c->arena);

	if (name != NULL && value != NULL && !map_has(c->properties, name) &&
	    liquibase_fits_dbms(c->in, dbms) && liquibase_wanted(context, c->in->env))
		map_put(c->properties, name, (void *)value);
}

static void ignore_lines(struct parser *p, const char *text, size_t len)
{
	text += strspn(text, ": ");
	if (len >= 5 && strncasecmp(text, "start", 5) == 0)
		p->ignoring = true;
	else if (strncasecmp(text, "end", 3) == 0)
		p->ignoring = false;
	else
		p->ignored = strtoul(text, NULL, 10);
}

/* ": 9:..." of a row that is taken for this changeset's all the same; 1:any and ANY for every one. */
static void add_valid_sum(struct parser *p, const char *text, size_t len)
{
	static const char *const every[] = {"any", "all", "*", "1:any", "1:all", "1:*"};
	const char *end = text + len, *value;

	while (text < end && (isspace((unsigned char)*text) || *text == ':'))
		text++;
	value = take_name(&text, end, ' ', p->c->arena);
	if (value == NULL)
		return;
	for (size_t i = 0; i < sizeof(every) / sizeof(*every); i++)
		p->set.any_sum |= text_equal_nocase(value, every[i]);
	*vec_push(&p->set.sums, p->c->arena) = value;
}

enum keyword {
	KEY_NONE,
	KEY_CHANGESET,
	KEY_ROLLBACK,
	KEY_PRECONDITION,
	KEY_PROPERTY,
	KEY_IGNORE,
	KEY_VALID_SUM,
	KEY_COMMENT,
};

/* The keyword behind the dashes of a comment; *ret_rest is what follows it. */
static enum keyword keyword_of(const struct line *l, const char **ret_rest)
{
	static const struct {
		const char *word;
		enum keyword key;
	} words[] = {
		{"changeset", KEY_CHANGESET},       {"rollback", KEY_ROLLBACK},
		{"precondition", KEY_PRECONDITION}, {"property", KEY_PROPERTY},
		{"ignoreLines", KEY_IGNORE},        {"validCheckSum", KEY_VALID_SUM},
		{"comment", KEY_COMMENT},
	};
	const char *p = l->text, *end = p + l->len;

	while (p < end && isspace((unsigned char)*p))
		p++;
	if (end - p < 3 || p[0] != '-' || p[1] != '-')
		return KEY_NONE;
	for (p += 2; p < end && isspace((unsigned char)*p); p++)
		;
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		size_t n = strlen(words[i].word);

		if ((size_t)(end - p) < n || strncasecmp(p, words[i].word, n) != 0 ||
		    (p + n < end && isalnum((unsigned char)p[n]) &&
		     words[i].key != KEY_PRECONDITION))
			continue;
		*ret_rest = p + n;
		if (words[i].key == KEY_ROLLBACK && *ret_rest < end &&
		    isspace((unsigned char)**ret_rest))
			++*ret_rest;
		return words[i].key;
	}
	return KEY_NONE;
}

/* The slash-star form of --rollback: its first line, or the "*" and "/" that end it. */
static bool begins_rollback(const struct line *l)
{
	const char *p = l->text, *end = p + l->len;

	while (p < end && isspace((unsigned char)*p))
		p++;
	if (end - p < 2 || p[0] != '/' || p[1] != '*')
		return false;
	for (p += 2; p < end && isspace((unsigned char)*p); p++)
		;
	return end - p >= 18 && strncasecmp(p, "liquibase rollback", 18) == 0;
}

/* Above the first changeset: nothing, or a comment of either kind. */
static bool is_remark(struct parser *p, const struct line *l)
{
	const char *s = l->text, *end = l->text + l->len, *close;

	while (s < end && (*s == ' ' || *s == '\t'))
		s++;
	if (!p->comment && end - s >= 2 && memcmp(s, "--", 2) == 0)
		return true;
	if (!p->comment && end - s >= 2 && memcmp(s, "/*", 2) == 0) {
		p->comment = true;
		s += 2;
	}
	if (!p->comment)
		return s == end;
	close = memmem(s, (size_t)(end - s), "*/", 2);
	p->comment = close == NULL;
	for (s = close == NULL ? end : close + 2; s < end && (*s == ' ' || *s == '\t'); s++)
		;
	return s == end;
}

static int take_body(struct parser *p, const struct line *l, struct pawl_error *err)
{
	if (p->rollback) {
		const char *close = memmem(l->text, l->len, "*/", 2);

		p->rollback = close == NULL;
		lift_add(&p->set.down, l->number, 0, l->text,
			 close == NULL ? l->len : (size_t)(close - l->text));
		return 0;
	}
	if (p->open && begins_rollback(l)) {
		p->rollback = p->set.has_down = true;
		return 0;
	}
	if (!p->open && !is_remark(p, l))
		return refuse(p, l, "SQL that belongs to no changeset",
			      "begin it with a line \"--changeset author:id\"", err);
	if (p->open)
		lift_line(&p->set.up, l);
	return 0;
}

static int take_line(struct parser *p, const struct line *l, struct pawl_error *err)
{
	const char *rest = NULL;
	enum keyword key = p->rollback ? KEY_NONE : keyword_of(l, &rest);
	size_t len = key == KEY_NONE ? 0 : (size_t)(l->text + l->len - rest);

	if (p->ignored > 0) {
		p->ignored--;
		return 0;
	}
	if (p->ignoring && key != KEY_IGNORE)
		return 0;
	switch (key) {
	case KEY_CHANGESET:
		return open_changeset(p, l, rest, err);
	case KEY_ROLLBACK:
		return p->open ? add_rollback(p, l, rest, len, err) : 0;
	case KEY_PRECONDITION:
		return p->open ? add_check(p, l, rest, len, err) : 0;
	case KEY_PROPERTY:
		add_property(p, rest, len);
		return 0;
	case KEY_IGNORE:
		ignore_lines(p, rest, len);
		return 0;
	case KEY_VALID_SUM:
		add_valid_sum(p, rest, len);
		return 0;
	case KEY_COMMENT:
		return 0;
	case KEY_NONE:
		break;
	}
	return take_body(p, l, err);
}

int liquibase_parse(struct changelog *c, const struct tree_text *text, struct pawl_error *err)
{
	struct parser p = {.c = c};
	struct line l;
	int rc = 0;

	lines_init(&p.lines, text->data, text->len);
	while (rc == 0 && lines_next(&p.lines, &l))
		rc = take_line(&p, &l, err);
	if (rc == 0 && p.rollback)
		rc = refuse(&p, &l, "a rollback comment that is never closed", "close it with */",
			    err);
	if (rc == 0)
		rc = finish(&p, err);
	lift_done(&p.set.up);
	lift_done(&p.set.down);
	return rc;
}
