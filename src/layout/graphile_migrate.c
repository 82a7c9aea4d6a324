/* SPDX-License-Identifier: Apache-2.0 */
/*
 * graphile-migrate: committed/<six digits>[-slug].sql with a head of "--! Previous:",
 * "--! Hash:" and perhaps "--! Message:", a blank line, and a body whose first
 * line may be "--! no-transaction". Hashes and their chain are checked, as the
 * tool does. current.sql is work in progress and is not run, as by its migrate
 * command. :DATABASE_NAME, :DATABASE_OWNER and other placeholders are declared
 * as variables.
 * (github.com/graphile/migrate, src/migration.ts, src/hash.ts)
 */
#include "base/buf.h"
#include "base/text.h"
#include "layout/backends.h"
#include "layout/collect.h"
#include "layout/digest.h"
#include "layout/evidence.h"
#include "layout/sections.h"

#include <string.h>

struct head {
	const char *previous, *hash, *message; /* previous and message NULL for none */
	size_t body;                           /* where it begins */
	unsigned long line;
	bool any_hash;
};

static int refuse(const struct tree_entry *e, unsigned long line, const char *what,
		  const char *advice, struct pawl_error *err)
{
	fail(err, PAWL_E_SYNTAX, "%s", what);
	hint(err, "%s", advice);
	at(err, e->path, line, 1);
	return PAWL_E_SYNTAX;
}

static int read_head(const struct tree_entry *e, const struct tree_text *text, struct arena *a,
		     struct head *ret, struct pawl_error *err)
{
	struct head h = {0};
	struct lines lines;
	const char *rest;
	struct line l;
	size_t len;
	bool previous = false;

	lines_init(&lines, text->data, text->len);
	while (lines_next(&lines, &l) && l.len > 2 && memcmp(l.text, "--!", 3) == 0) {
		if (line_starts(&l, "--! Previous:", &rest, &len)) {
			previous = true;
			h.previous = len == 1 && *rest == '-' ? NULL : arena_strndup(a, rest, len);
		} else if (line_starts(&l, "--! Hash:", &rest, &len)) {
			h.hash = arena_strndup(a, rest, len);
		} else if (line_starts(&l, "--! Message:", &rest, &len)) {
			h.message = arena_strndup(a, rest, len);
		} else if (line_starts(&l, "--! AllowInvalidHash", &rest, &len)) {
			h.any_hash = true;
		} else {
			return refuse(e, l.number, "graphile-migrate knows no such head line",
				      "known are Previous, Hash, Message and AllowInvalidHash",
				      err);
		}
	}
	if (!previous || h.hash == NULL)
		return refuse(e, 1, "the file has no head of \"--! Previous:\" and \"--! Hash:\"",
			      "only committed migrations are run: \"graphile-migrate commit\"",
			      err);
	if (lines.at != 0 && !line_is_blank(&l))
		return refuse(e, l.number, "the head is followed by no blank line",
			      "the body begins behind one", err);
	h.body = lines.at;
	h.line = lines.number + 1;
	*ret = h;
	return 0;
}

static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* sha1(trim(previous + "\n" + trim(body)) + "\n") */
static const char *hash_of(const struct head *h, const struct tree_text *text, struct arena *a)
{
	_cleanup_buf_ struct buf b = {0};
	const char *start = text->data + h->body, *end = text->data + text->len;

	while (start < end && is_space(*start))
		start++;
	while (end > start && is_space(end[-1]))
		end--;
	if (h->previous != NULL)
		buf_printf(&b, "%s\n", h->previous);
	buf_add(&b, start, (size_t)(end - start));
	if (b.len > 0 && b.data[b.len - 1] == '\n')
		b.len--;
	buf_addc(&b, '\n');
	return arena_printf(a, "sha1:%s", digest_sha1(b.data, b.len, a));
}

static bool is_word(char c)
{
	return c == '_' || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
	       (c >= 'a' && c <= 'z');
}

/* The tool's own, and what its projects call those that .gmrc takes from the environment. */
static const char own_prefix[] = "DATABASE_";

static bool is_called(const char *known, const char *name, size_t len)
{
	return strlen(known) == len && memcmp(known, name, len) == 0;
}

static const char *value_of(const struct layout_input *in, const char *name, size_t len)
{
	for (size_t i = 0; i < in->vars_len; i++)
		if (is_called(in->vars[i].name, name, len))
			return in->vars[i].value;
	return NULL;
}

static bool is_own(const char *name, size_t len)
{
	return len > strlen(own_prefix) && memcmp(name, own_prefix, strlen(own_prefix)) == 0;
}

/* Of a placeholder of the tool's own that nobody declares; NULL if there is none. */
static const char *own_value(const struct layout_input *in, const char *name, size_t len,
			     struct arena *a)
{
	const char *value = in->environment == NULL ? NULL
						    : in->environment(arena_strndup(a, name, len));

	/* To the tool it is who connects. */
	return value == NULL && is_called("DATABASE_OWNER", name, len) ? "CURRENT_USER" : value;
}

/* Is p behind two dashes of its line, as what the tool need not replace may be? */
static bool in_comment(const char *data, const char *p)
{
	const char *line = memrchr(data, '\n', (size_t)(p - data));

	line = line == NULL ? data : line;
	return memmem(line, (size_t)(p - line), "--", 2) != NULL;
}

/* :NAME where NAME has a value; *ret_bad is where one of the tool's own stands that has none. */
static bool replace(const struct layout_input *in, const char *data, size_t len, struct arena *a,
		    struct buf *out, const char **ret_bad)
{
	const char *p = data, *end = data + len, *colon;
	bool replaced = false;

	while ((colon = memchr(p, ':', (size_t)(end - p))) != NULL) {
		const char *name = colon + 1, *value;
		size_t n = 0;

		while (name + n < end && is_word(name[n]))
			n++;
		value = value_of(in, name, n);
		if (value == NULL && is_own(name, n)) {
			value = own_value(in, name, n, a);
			if (value == NULL && *ret_bad == NULL && !in_comment(data, colon))
				*ret_bad = colon;
		}
		buf_add(out, p, (size_t)(colon - p));
		if (value == NULL || n == 0)
			buf_add(out, colon, n + 1);
		else
			buf_adds(out, value);
		replaced |= value != NULL && n != 0;
		p = name + n;
	}
	buf_add(out, p, (size_t)(end - p));
	return replaced;
}

static int refuse_placeholder(const struct tree_entry *e, const struct tree_text *text,
			      const char *colon, struct pawl_error *err)
{
	int len = 1;
	unsigned long line = 1;
	const char *start = text->data;

	while (is_word(colon[len]))
		len++;
	for (const char *p = start; (p = memchr(p, '\n', (size_t)(colon - p))) != NULL;) {
		start = ++p;
		line++;
	}
	fail(err, PAWL_E_SYNTAX, "no value is given for placeholder \"%.*s\"", len, colon);
	hint(err, "give it by --var %.*s=VALUE, or under [vars] in pawl.ini", len - 1, colon + 1);
	at(err, e->path, line, (unsigned long)(colon - start) + 1);
	return PAWL_E_SYNTAX;
}

static int read_text(const struct gather *g, const struct gather_item *item,
		     const struct tree_text *text, struct arena *a, struct migration *m,
		     struct pawl_error *err)
{
	const struct sections s = {.file = item->file, .text = text, .arena = a};
	struct migration_record *r = arena_new(a, struct migration_record);
	_cleanup_buf_ struct buf out = {0};
	const char *bad = NULL, *body;
	struct section_piece piece;
	struct head h;
	int rc = read_head(item->file, text, a, &h, err);

	if (rc != 0)
		return rc;
	if (!h.any_hash && strcmp(h.hash, hash_of(&h, text, a)) != 0)
		return refuse(item->file, 2, "the hash is not that of the body",
			      "was the file edited after it was committed? bring it back", err);
	piece = (struct section_piece){h.body, text->len, h.line};
	body = text->data + h.body;
	sections_script(&s, &piece, 1,
			text_starts(body, "--! no-transaction") ? MIGRATION_TX_OFF
								: MIGRATION_TX_AUTO,
			&m->up);
	if (replace(g->in, body, text->len - h.body, a, &out, &bad)) {
		m->up.text = buf_dup(&out, a);
		m->up.offset = 0;
		m->up.length = out.len;
	}
	if (bad != NULL)
		return refuse_placeholder(item->file, text, bad, err);
	r->version = h.hash;
	r->description = h.previous; /* what the table calls previous_hash */
	/* The table leaves the slug out: "000001-init.sql" is "000001.sql" there. */
	r->script = arena_printf(a, "%.*s.sql", (int)strspn(item->file->base, "0123456789"),
				 item->file->base);
	r->checksum = h.hash;
	m->record = r;
	return 0;
}

/* --dir may name the folder "migrations" or the one called "committed" in it. */
static int parse_name(const struct layout_input *in, const struct tree_entry *e, struct arena *a,
		      struct gather_item *ret, bool *ret_taken, struct pawl_error *err)
{
	size_t digits = strspn(e->base, "0123456789"), len = strlen(e->base);
	bool committed = e->depth == 1 && text_starts(e->name, "committed/");
	bool fits = digits >= 6 && (e->base[digits] == '-' || e->base[digits] == '.');

	(void)in;
	if (e->is_dir || !text_ends(e->base, ".sql") || (e->depth > 0 && !committed) ||
	    (e->depth == 0 && !fits))
		return 0;
	if (!fits)
		return collect_refuse_name(e, "<six digits>[-slug].sql", err);
	*ret_taken = true;
	*ret = (struct gather_item){
		.file = e,
		.role = GATHER_BOTH,
		.version = arena_strndup(a, e->base, digits),
		.name = e->base[digits] == '-'
				? arena_strndup(a, e->base + digits + 1, len - digits - 5)
				: "",
		.filename = e->base,
	};
	return 0;
}

static int check_chain(const struct migration_list *list, struct pawl_error *err)
{
	const char *previous = NULL;

	for (size_t i = 0; i < list->len; i++) {
		const struct migration_record *r = list->v[i].record;
		const char *own = r->description;

		if ((own == NULL) != (previous == NULL) ||
		    (own != NULL && strcmp(own, previous) != 0)) {
			fail(err, PAWL_E_SYNTAX, "\"--! Previous:\" %s",
			     i == 0 ? "names a file, though this is the first"
				    : "does not name the hash of the file before it");
			hint(err, "is a file missing, or were two committed at once?");
			at(err, list->v[i].path, 1, 1);
			return PAWL_E_SYNTAX;
		}
		previous = r->checksum;
	}
	return 0;
}

static bool is_mark(const struct line *l)
{
	const char *rest;
	size_t len;

	return line_starts(l, "--! Previous:", &rest, &len) ||
	       line_starts(l, "--! Hash:", &rest, &len);
}

static enum layout_match recognise(const struct layout_input *in, struct arena *a,
				   const char **ret_why)
{
	return evidence_line(in, 1, is_mark, a, ret_why) ? LAYOUT_SURE : LAYOUT_NO;
}

static int read_list(const struct layout_input *in, struct arena *a, struct migration_list *ret,
		     struct pawl_error *err)
{
	const struct gather g = {
		.in = in, .compare = gather_compare_versions, .read_text = read_text};
	struct migration_list list;
	int rc = collect_read(&g, parse_name, a, &list, err);

	if (rc == 0)
		rc = check_chain(&list, err);
	if (rc == 0)
		*ret = list;
	return rc;
}

const struct layout layout_graphile_migrate = {
	.name = "graphile-migrate",
	.recognise = recognise,
	.read = read_list,
	.selects = true,
};
