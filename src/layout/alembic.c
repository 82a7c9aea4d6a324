/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Alembic's "upgrade --sql": one file in which each migration begins with
 * "-- Running upgrade <from> -> <to>" and ends by keeping alembic_version. What
 * stands before the first makes that table, and belongs to it. BEGIN and COMMIT
 * around migrations give way to pawl's own. The output of "downgrade --sql"
 * beside it, "-- Running downgrade <from> -> <to>", is the way back.
 *
 * Where revisions branch or merge they are ordered by what they come from, and
 * their records name it: see alembic_history.c.
 * (alembic/runtime/migration.py)
 */
#include "base/map.h"
#include "base/text.h"
#include "base/vec.h"
#include "layout/backends.h"
#include "layout/lift.h"
#include "layout/name.h"

#include <string.h>

static const char up_mark[] = "-- Running upgrade ", down_mark[] = "-- Running downgrade ";

/* What a revision comes from: none of the first, several of a merge. */
struct parents {
	VEC(struct migration_ref) refs;
};

struct reader {
	struct arena *arena;
	VEC(struct migration) found;
	VEC(struct parents) parents; /* of those found */
	struct map by_version;       /* version -> its way back, struct script */
	struct lift lift;
};

static bool is_sql(const struct tree_entry *e)
{
	return !e->is_dir && e->depth == 0 && text_ends(e->name, ".sql");
}

static enum layout_match recognise(const struct layout_input *in, struct arena *a,
				   const char **ret_why)
{
	for (size_t i = 0; i < in->dirs_len; i++) {
		for (size_t j = 0; j < in->trees[i].len; j++) {
			const struct tree_entry *e = &in->trees[i].v[j];

			if (!is_sql(e) || strstr(tree_peek(e, a), up_mark) == NULL)
				continue;
			*ret_why = arena_printf(a, "\"%s\" in %s", up_mark, e->name);
			return LAYOUT_SURE;
		}
	}
	return LAYOUT_NO;
}

static bool is_word(const struct line *l, const char *word)
{
	return l->len == strlen(word) && memcmp(l->text, word, l->len) == 0;
}

/* The lines of a section without the transaction around it. */
static void lift_section(struct reader *r, const struct line *v, size_t n)
{
	while (n > 0 && (line_is_blank(v) || is_word(v, "BEGIN;"))) {
		v++;
		n--;
	}
	/* COMMIT of this one, BEGIN of the next. */
	while (n > 0 && (line_is_blank(&v[n - 1]) || is_word(&v[n - 1], "BEGIN;")))
		n--;
	if (n > 0 && is_word(&v[n - 1], "COMMIT;"))
		n--;
	for (size_t i = 0; i < n; i++)
		lift_line(&r->lift, &v[i]);
}

/* "a -> b": the one that is run, up the second, down the first; NULL: it cannot be read. */
static const char *version_of(const char *text, size_t len, bool down, struct arena *a)
{
	const char *arrow = memmem(text, len, " -> ", 4), *end = text + len;

	/* From nothing, or to nothing: an empty name on that side. */
	if (arrow == NULL && len >= 3 && memcmp(text, "-> ", 3) == 0)
		arrow = text - 1;
	if (arrow == NULL && len >= 3 && memcmp(end - 3, " ->", 3) == 0)
		arrow = end - 3;
	if (arrow == NULL)
		return NULL;
	if (!down)
		text = arrow + 4 < end ? arrow + 4 : end;
	else
		end = arrow;
	while (text < end && *text == ' ')
		text++;
	for (len = 0; text + len < end && text[len] != ',' && text[len] != ' '; len++)
		;
	return len == 0 ? NULL : arena_strndup(a, text, len);
}

/* "a, b -> c": a and b */
static void add_parents(struct reader *r, const struct line *mark)
{
	struct parents *p = vec_push(&r->parents, r->arena);
	const char *text = mark->text + strlen(up_mark);
	const char *end = memmem(mark->text, mark->len, " -> ", 4);

	*p = (struct parents){0};
	while (end != NULL && text < end) {
		size_t len = 0;

		while (text + len < end && strchr(", ", text[len]) == NULL)
			len++;
		if (len > 0)
			*vec_push(&p->refs, r->arena) = (struct migration_ref){
				.name = arena_strndup(r->arena, text, len),
				.line = mark->number,
				.column = (unsigned long)(text - mark->text) + 1,
			};
		text += len > 0 ? len : 1;
	}
}

/* "a -> b, create users": "create_users", where the output says so. */
static const char *message_of(const struct line *mark, struct arena *a)
{
	const char *arrow = memmem(mark->text, mark->len, "-> ", 3), *end = mark->text + mark->len;
	const char *comma = arrow == NULL ? NULL : memchr(arrow, ',', (size_t)(end - arrow));

	return comma == NULL
		       ? ""
		       : name_from_text(arena_strndup(a, comma + 1, (size_t)(end - comma - 1)), a);
}

static int add_section(struct reader *r, const struct tree_entry *e, const struct line *mark,
		       const char *version, bool down, struct pawl_error *err)
{
	struct migration_record *record;
	struct migration *m;

	if (version == NULL) {
		fail(err, PAWL_E_SYNTAX, "a line that names no revision");
		hint(err, "it is written \"%s<from> -> <to>\"", down ? down_mark : up_mark);
		at(err, e->path, mark->number, 1);
		return PAWL_E_SYNTAX;
	}
	if (down) {
		struct script *s = arena_new(r->arena, struct script);

		lift_script(&r->lift, e->path, MIGRATION_TX_AUTO, r->arena, s);
		map_put(&r->by_version, version, s);
		return 0;
	}
	for (size_t i = 0; i < r->found.len; i++) {
		if (strcmp(r->found.v[i].version, version) != 0)
			continue;
		fail(err, PAWL_E_FILE, "revision %s is there twice", version);
		hint(err, "keep one of the outputs");
		at(err, e->path, mark->number, 1);
		return PAWL_E_FILE;
	}
	m = vec_push(&r->found, r->arena);
	*m = (struct migration){.version = version,
				.name = message_of(mark, r->arena),
				.filename = version,
				.path = e->path};
	lift_script(&r->lift, e->path, MIGRATION_TX_AUTO, r->arena, &m->up);
	lift_checksum(m);
	record = arena_new(r->arena, struct migration_record);
	record->version = version;
	m->record = record;
	add_parents(r, mark);
	return 0;
}

static const struct migration *find(const struct reader *r, const char *version)
{
	for (size_t i = 0; i < r->found.len; i++)
		if (strcmp(r->found.v[i].version, version) == 0)
			return &r->found.v[i];
	return NULL;
}

static bool comes_from(const struct parents *p, const char *version)
{
	for (size_t i = 0; i < p->refs.len; i++)
		if (strcmp(p->refs.v[i].name, version) == 0)
			return true;
	return false;
}

/* One behind the other, all of them? */
static bool is_line(const struct reader *r)
{
	for (size_t i = 0; i < r->found.len; i++) {
		const struct parents *p = &r->parents.v[i];

		if (p->refs.len > 1 || (i > 0 && !comes_from(p, r->found.v[i - 1].version)))
			return false;
	}
	return true;
}

/* "|b|c|": what comes from version, and what comes from that. */
static const char *descendants_of(const struct reader *r, const char *version)
{
	_cleanup_buf_ struct buf b = {0};

	buf_addc(&b, '|');
	/* Revisions stand behind those that they come from: once through is enough. */
	for (size_t i = 0; i < r->found.len; i++) {
		const struct parents *p = &r->parents.v[i];
		bool follows = comes_from(p, version);

		for (size_t j = 0; !follows && j < p->refs.len; j++)
			follows = strstr(b.data,
					 arena_printf(r->arena, "|%s|", p->refs.v[j].name)) != NULL;
		if (follows)
			buf_printf(&b, "%s|", r->found.v[i].version);
	}
	return buf_dup(&b, r->arena);
}

/* What comes from one that is not here comes from nothing, as far as can be seen. */
static void link_revision(struct reader *r, size_t i)
{
	const struct parents *p = &r->parents.v[i];
	struct migration *m = &r->found.v[i];
	struct migration_ref *requires = arena_array(r->arena, struct migration_ref, p->refs.len);
	struct migration_detail *details =
		arena_array(r->arena, struct migration_detail, p->refs.len);
	struct migration_record *record = arena_new(r->arena, struct migration_record);

	m->hash_id = true;
	for (size_t j = 0; j < p->refs.len; j++) {
		const char *version = p->refs.v[j].name;
		struct migration_value *values = arena_array(r->arena, struct migration_value, 3);

		if (find(r, version) == NULL)
			continue;
		values[0] = (struct migration_value){"version", version};
		values[1] = (struct migration_value){"descendants", descendants_of(r, version)};
		details[m->requires_len] = (struct migration_detail){"parent", values};
		requires[m->requires_len++] = p->refs.v[j];
	}
	m->requires = requires;
	*record = (struct migration_record){
		.version = m->version, .details = details, .details_len = m->requires_len};
	m->record = record;
}

/* Sections end where the next begins. */
static int read_file(struct reader *r, const struct tree_entry *e, struct pawl_error *err)
{
	VEC(struct line) section = {0};
	struct tree_text text;
	struct lines lines;
	struct line l, mark = {0};
	const char *version = NULL;
	bool down = false, more = true;
	int rc = tree_read(e, r->arena, &text, err);

	if (rc != 0)
		return rc;
	lines_init(&lines, text.data, text.len);
	while (rc == 0 && more) {
		const char *rest = NULL;
		size_t len = 0;
		bool goes_down, starts;

		more = lines_next(&lines, &l);
		goes_down = more && line_starts(&l, down_mark, &rest, &len);
		starts = goes_down || (more && line_starts(&l, up_mark, &rest, &len));
		if (more && !starts) {
			*vec_push(&section, r->arena) = l;
			continue;
		}
		if (mark.number == 0 && !starts)
			break; /* no output of Alembic at all */
		lift_section(r, section.v, section.len);
		section.len = 0;
		if (mark.number != 0)
			rc = add_section(r, e, &mark, version, down, err);
		mark = l;
		down = goes_down;
		if (starts)
			version = version_of(rest, len, down, r->arena);
	}
	return rc;
}

static int read_list(const struct layout_input *in, struct arena *a, struct migration_list *ret,
		     struct pawl_error *err)
{
	struct reader r = {.arena = a, .by_version = {.arena = a}};
	int rc = 0;

	for (size_t i = 0; i < in->dirs_len; i++)
		for (size_t j = 0; rc == 0 && j < in->trees[i].len; j++)
			if (is_sql(&in->trees[i].v[j]))
				rc = read_file(&r, &in->trees[i].v[j], err);
	lift_done(&r.lift);
	if (rc != 0)
		return rc;
	for (size_t i = 0; i < r.found.len; i++) {
		const struct script *down = map_get(&r.by_version, r.found.v[i].version);

		if (down != NULL)
			r.found.v[i].down = *down;
	}
	for (size_t i = 0; !is_line(&r) && i < r.found.len; i++)
		link_revision(&r, i);
	*ret = (struct migration_list){.v = r.found.v, .len = r.found.len, .ordered = true};
	return 0;
}

const struct layout layout_alembic = {
	.name = "alembic",
	.recognise = recognise,
	.read = read_list,
};
