/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pawl's own layout: 001_users.sql, 001_users.down.sql or 001_rollback.sql,
 * 001_users.verify.sql, ca3d44803198_initial.sql, R_views.sql. A file called
 * 001_users.postgres.sql is for that engine alone.
 *
 * Every file is opened relative to its folder and read once (one that holds commands
 * of psql's own once more, for these); then all files of all folders are sorted so that those of one migration stand side by side,
 * its up file first.
 */
#include "base/cleanup.h"
#include "base/file.h"
#include "base/text.h"
#include "base/vec.h"
#include "layout/backends.h"
#include "layout/directive.h"
#include "layout/engine_name.h"
#include "layout/name.h"
#include "layout/psql.h"
#include "layout/scan.h"
#include "layout/sum.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <strings.h>

struct entry {
	const char *dir, *filename, *path;
	struct name name;
	struct scan_text text;
};

struct entries {
	struct entry *v;
	size_t len, cap;
	const char *other; /* the first file for another engine; NULL: there is none */
	size_t others;
};

/* A name that cannot be shown as it is. */
static const char *escaped(const char *name, struct arena *a)
{
	size_t len = strlen(name);
	char *out = arena_alloc(a, 4 * len + 1), *p = out;

	for (size_t i = 0, n; i < len; i += n) {
		n = text_utf8(name + i, len - i);
		if (n == 0 || (unsigned char)name[i] < 0x20 || name[i] == 0x7f) {
			p += snprintf(p, 5, "\\x%02x", (unsigned char)name[i]);
			n = 1;
			continue;
		}
		memcpy(p, name + i, n);
		p += n;
	}
	return out;
}

/*
 * A history row holds the name as text, pawl.sum as a line, a terminator or a
 * shell script may show it: no control characters, and only UTF-8.
 */
static bool is_presentable(const char *name)
{
	size_t len = strlen(name);

	for (size_t i = 0, n; i < len; i += n) {
		unsigned char c = (unsigned char)name[i];

		n = text_utf8(name + i, len - i);
		if (n == 0 || c < 0x20 || c == 0x7f)
			return false;
		if (n == 2 && c == 0xc2 && (unsigned char)name[i + 1] < 0xa0) /* C1 controls */
			return false;
	}
	return true;
}

static int refuse_unfit(const struct entry *e, struct pawl_error *err)
{
	if (e->name.repeatable) {
		fail(err, PAWL_E_FILE, "file \"%s\" fits no repeatable migration", e->path);
		hint(err, "a repeatable migration is called R_<name>.sql and has no down file");
		return PAWL_E_FILE;
	}
	fail(err, PAWL_E_FILE, "file \"%s\" has no version in its name", e->path);
	hint(err,
	     "call it <version>_<name>.sql, such as 001_%s, or R_<name>.sql if it is to run again "
	     "whenever it changes; or move it out of the folder",
	     e->filename);
	return PAWL_E_FILE;
}

static int check_name(const struct entry *e, struct arena *a, struct pawl_error *err)
{
	if (!is_presentable(e->filename)) {
		fail(err, PAWL_E_FILE, "the name of file \"%s\" in folder \"%s\" holds %s",
		     escaped(e->filename, a), e->dir, "control characters or is not UTF-8");
		hint(err, "rename it");
		return PAWL_E_FILE;
	}
	return e->name.role == NAME_UNFIT ? refuse_unfit(e, err) : 0;
}

/* The engine that a title such as "init.postgres" is for; NULL: anybody's. */
static const char *engine_of(const char *title)
{
	const char *dot = strrchr(title, '.');

	return dot == NULL || dot == title ? NULL : engine_name_dialect(dot + 1, strlen(dot + 1));
}

/*
 * Is the file one for another engine than the one at hand? Where it is for this one the title
 * ends in front of that. A pawl.sum lists all files alike, so there all are taken.
 */
static bool is_anothers(const struct layout_input *in, const struct file_list *beside,
			struct entry *e, struct arena *a)
{
	const char *engine = in->dialect == NULL ? NULL : engine_of(e->name.title);

	for (size_t i = 0; engine != NULL && i < beside->len; i++)
		if (strcmp(beside->v[i].name, SUM_FILE) == 0)
			return false;
	if (engine == NULL || strcmp(engine, in->dialect) != 0)
		return engine != NULL;
	e->name.title = arena_strndup(a, e->name.title,
				      (size_t)(strrchr(e->name.title, '.') - e->name.title));
	return false;
}

static int read_dir(const struct layout_input *in, const char *dir, struct scanner *sc,
		    struct arena *a, struct entries *all, struct pawl_error *err)
{
	_cleanup_close_ int fd = -1;
	struct file_list list;
	int rc = file_list(dir, a, &list, err);

	if (rc != 0 && !file_exists(dir))
		hint(err, "--dir names another one; \"pawl init\" starts a project");
	if (rc != 0)
		return rc;
	fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return fail_errno(err, PAWL_E_FILE, "could not open folder \"%s\"", dir);
	for (size_t i = 0; i < list.len; i++) {
		struct entry e = {.dir = dir, .filename = list.v[i].name};

		if (list.v[i].is_dir)
			continue;
		name_parse(e.filename, a, &e.name);
		if (e.name.role == NAME_NONE)
			continue;
		e.path = file_join(a, dir, e.filename);
		if (is_anothers(in, &list, &e, a)) {
			all->other = all->others++ == 0 ? e.path : all->other;
			continue;
		}
		rc = check_name(&e, a, err);
		if (rc == 0)
			rc = scan_file(sc, fd, e.filename, e.path, a, &e.text, err);
		if (rc != 0)
			return rc;
		*vec_push(all, a) = e;
	}
	return 0;
}

static int group(const struct name *n)
{
	return n->repeatable ? 2 : n->hash_id ? 1 : 0;
}

/* 0 if both belong to one migration. */
static int compare_migrations(const struct name *x, const struct name *y, bool duplicates)
{
	int order;

	if (group(x) != group(y))
		return group(x) - group(y);
	if (x->repeatable)
		return strcmp(x->title, y->title);
	if (x->hash_id)
		return strcmp(x->version, y->version);
	order = text_compare_numbers(x->version, strlen(x->version), y->version,
				     strlen(y->version));
	return order != 0 || !duplicates ? order : strcmp(x->title, y->title);
}

static int compare_entries(const void *a, const void *b, void *duplicates)
{
	const struct entry *x = a, *y = b;
	int order = compare_migrations(&x->name, &y->name, *(const bool *)duplicates);

	if (order == 0)
		order = (int)x->name.role - (int)y->name.role;
	return order != 0 ? order : strcmp(x->path, y->path);
}

/* Bytes of title in front of "_word", "-word" or ".word"; 0 if it does not end so. */
static size_t stem_of(const char *title, const char *word)
{
	size_t len = strlen(title), n = strlen(word);

	if (len < n + 2 || strcasecmp(title + len - n, word) != 0 ||
	    strchr("_-.", title[len - n - 1]) == NULL)
		return 0;
	return len - n - 1;
}

static const char *const back_words[] = {"down", "rollback", "undo", "revert"};

enum { BACK_WORDS = sizeof(back_words) / sizeof(*back_words) };

static bool is_back_word(const char *title)
{
	for (size_t i = 0; i < BACK_WORDS; i++)
		if (strcasecmp(title, back_words[i]) == 0)
			return true;
	return false;
}

/* Is back the way back of up, by their titles: users_down of users, or of users_up? */
static size_t pair_stem(const char *up, const char *back)
{
	for (size_t i = 0; i < BACK_WORDS; i++) {
		size_t n = stem_of(back, back_words[i]);

		if (n != 0 && strncmp(up, back, n) == 0 &&
		    (up[n] == '\0' || stem_of(up, "up") == n))
			return n;
	}
	return 0;
}

/*
 * 001_users_up.sql and 001_users_down.sql, 001_users.sql and 001_users_rollback.sql or
 * 001_down.sql: what either is shows in the other alone, since a title may end in these words.
 */
static void pair_ways(struct entry *v, size_t n, struct arena *a)
{
	for (size_t i = 0; i < n; i++) {
		for (size_t j = 0; j < n; j++) {
			struct name *up = &v[i].name, *back = &v[j].name;
			size_t stem = i == j || up->role != NAME_UP || back->role != NAME_UP ||
						      back->style != NAME_PLAIN
					      ? 0
					      : pair_stem(up->title, back->title);

			if (stem == 0)
				continue;
			back->role = NAME_DOWN;
			back->title = up->title = arena_strndup(a, up->title, stem);
		}
	}
	/* 001_users.sql with 001_down.sql: the number has nothing else. */
	for (size_t i = 0; n == 2 && i < n; i++)
		if (v[i].name.role == NAME_UP && v[1 - i].name.role == NAME_UP &&
		    is_back_word(v[i].name.title) && !is_back_word(v[1 - i].name.title))
			v[i].name.role = NAME_DOWN;
}

/* Where a number has one way up its way back is no other's, whatever it is called. */
static void share_title(struct entry *v, size_t n)
{
	const struct entry *up = NULL;

	for (size_t i = 0; i < n; i++) {
		if (v[i].name.role != NAME_UP)
			continue;
		if (up != NULL)
			return;
		up = &v[i];
	}
	for (size_t i = 0; up != NULL && i < n; i++)
		v[i].name.title = up->name.title;
}

static void pair_all(struct entries *all, struct arena *a)
{
	for (size_t i = 0, n; i < all->len; i += n) {
		for (n = 1; i + n < all->len; n++)
			if (compare_migrations(&all->v[i].name, &all->v[i + n].name, false) != 0)
				break;
		if (n == 1 || all->v[i].name.repeatable)
			continue;
		pair_ways(&all->v[i], n, a);
		share_title(&all->v[i], n);
	}
}

static int refuse_orphan(const struct entry *e, struct pawl_error *err)
{
	fail(err, PAWL_E_FILE, "file \"%s\" belongs to no migration", e->path);
	if (e->name.repeatable)
		hint(err, "there is no R_%s.sql", e->name.title);
	else
		hint(err,
		     "there is no file %s_<name>.sql for the way up; add it, or remove this "
		     "one",
		     e->name.version);
	return PAWL_E_FILE;
}

/* A way up by its form that must be meant for a way back. */
static bool looks_like_down(const struct name *n)
{
	return text_ends(n->title, "rollback") || text_ends(n->title, "down");
}

static int refuse_duplicate(const struct entry *first, const struct entry *second,
			    struct pawl_error *err)
{
	if (first->name.repeatable) {
		fail(err, PAWL_E_FILE,
		     "two repeatable migrations are called \"%s\": \"%s\" and \"%s\"",
		     first->name.title, first->path, second->path);
		hint(err, "rename one of them");
		return PAWL_E_FILE;
	}
	fail(err, PAWL_E_FILE, "version %s is used twice: \"%s\" and \"%s\"", first->name.version,
	     first->path, second->path);
	if (looks_like_down(&second->name))
		hint(err, "a way back is called %s_<name>.down.sql or %s_rollback.sql",
		     first->name.version, first->name.version);
	else if (first->name.hash_id)
		hint(err, "give one of them another id");
	else
		hint(err,
		     "give one of them a higher number, as \"pawl rebase\" does, or take both in "
		     "the order of their names by --duplicates apply");
	return PAWL_E_FILE;
}

/* What psql itself would do with a file that is wholly a script: see psql.h. */
static int run_client(const struct layout_input *in, const struct entry *e, struct script *s,
		      struct arena *a, struct pawl_error *err)
{
	struct psql p = {.in = in, .dir = e->dir, .variables = {.arena = a}, .arena = a};

	if (!e->text.client_commands || s->path == NULL || strcmp(s->path, e->path) != 0 ||
	    s->offset != 0 || s->length != e->text.size)
		return 0;
	for (size_t i = 0; i < in->vars_len; i++)
		map_put(&p.variables, in->vars[i].name, (void *)in->vars[i].value);
	return psql_expand(&p, s, err);
}

/* The n entries of one migration. */
static int build(const struct layout_input *in, const struct entry *e, size_t n, struct arena *a,
		 struct migration *ret, struct pawl_error *err)
{
	struct migration m = {
		.kind = e->name.repeatable ? MIGRATION_REPEATABLE : MIGRATION_VERSIONED,
		.version = e->name.version,
		.name = e->name.title,
		.filename = e->filename,
		.path = e->path,
		.hash_id = e->name.hash_id,
		.size = e->text.size,
	};

	if (e->name.role != NAME_UP)
		return refuse_orphan(e, err);
	if (n > 1 && e[1].name.role == NAME_UP)
		return refuse_duplicate(&e[0], &e[1], err);
	memcpy(m.checksum, e->text.checksum, sizeof(m.checksum));
	for (size_t i = 0; i < n; i++) {
		struct directive_file f = {.path = e[i].path, .role = e[i].name.role};
		int rc = directive_apply(&f, &e[i].text, a, &m, err);

		if (rc == 0)
			rc = run_client(in, &e[i], &m.up, a, err);
		if (rc == 0)
			rc = run_client(in, &e[i], &m.down, a, err);
		if (rc == 0)
			rc = run_client(in, &e[i], &m.verify, a, err);
		if (rc != 0)
			return rc;
	}
	*ret = m;
	return 0;
}

/*
 * A .down.sql without a way up, as deleting the other one leaves behind: other tools that call
 * files so pass over it. <version>_rollback.sql is refused, since its way up has lost its number.
 */
static bool is_left_behind(const struct entry *e)
{
	return e->name.role == NAME_DOWN && e->name.style == NAME_SUFFIX && !e->name.repeatable;
}

static int build_all(const struct layout_input *in, const struct entries *all, struct arena *a,
		     struct migration_list *ret, struct pawl_error *err)
{
	bool duplicates = in->duplicates;
	VEC(const char *) notes = {0};
	struct migration_list list = {
		.v = arena_array(a, struct migration, all->len),
		.files = arena_array(a, struct migration_file, all->len),
		.files_len = all->len,
	};

	for (size_t i = 0, n; i < all->len; i += n) {
		int rc;

		for (n = 1; i + n < all->len; n++) {
			if (compare_migrations(&all->v[i].name, &all->v[i + n].name, duplicates))
				break;
		}
		/* Nobody numbers two alike on purpose and calls one of them "down". */
		if (i > 0 &&
		    (looks_like_down(&all->v[i].name) || looks_like_down(&all->v[i - 1].name)) &&
		    compare_migrations(&all->v[i - 1].name, &all->v[i].name, false) == 0)
			return refuse_duplicate(&all->v[i - 1], &all->v[i], err);
		if (n == 1 && is_left_behind(&all->v[i])) {
			*vec_push(&notes, a) =
				arena_printf(a, "\"%s\" belongs to no migration, and is never run",
					     all->v[i].path);
			continue;
		}
		rc = build(in, &all->v[i], n, a, &list.v[list.len++], err);
		if (rc != 0)
			return rc;
	}
	if (all->others != 0)
		*vec_push(&notes, a) =
			arena_printf(a, "%zu %s left out, beginning with \"%s\"", all->others,
				     all->others == 1 ? "file for another engine is"
						      : "files for other engines are",
				     all->other);
	list.notes = notes.v;
	list.notes_len = notes.len;
	for (size_t i = 0; i < all->len; i++) {
		list.files[i].dir = all->v[i].dir;
		list.files[i].name = all->v[i].filename;
		memcpy(list.files[i].checksum, all->v[i].text.checksum, SHA256_HEX);
	}
	*ret = list;
	return 0;
}

static int native_read(const struct layout_input *in, struct arena *a, struct migration_list *ret,
		       struct pawl_error *err)
{
	_cleanup_scanner_ struct scanner *sc = scan_new(in->lex);
	struct entries all = {0};
	bool duplicates = in->duplicates;

	for (size_t i = 0; i < in->dirs_len; i++) {
		int rc = read_dir(in, in->dirs[i], sc, a, &all, err);

		if (rc != 0)
			return rc;
	}
	if (all.len != 0) {
		qsort_r(all.v, all.len, sizeof(*all.v), compare_entries, &duplicates);
		pair_all(&all, a);
		qsort_r(all.v, all.len, sizeof(*all.v), compare_entries, &duplicates);
	}
	return build_all(in, &all, a, ret, err);
}

/* pawl.sum, a pawl: directive, or names that only pawl reads. */
static enum layout_match native_recognise(const struct layout_input *in, struct arena *a,
					  const char **ret_why)
{
	enum layout_match match = LAYOUT_NO;

	for (size_t i = 0; i < in->dirs_len; i++) {
		const struct tree *f = &in->trees[i];

		for (size_t j = 0; j < f->len; j++) {
			struct name name;

			if (f->v[j].is_dir || f->v[j].depth > 0)
				continue;
			if (strcmp(f->v[j].name, SUM_FILE) == 0) {
				*ret_why = SUM_FILE;
				return LAYOUT_SURE;
			}
			name_parse(f->v[j].name, a, &name);
			if (name.role == NAME_UP)
				match = LAYOUT_FITS;
		}
	}
	return match;
}

const struct layout layout_native = {
	.name = "native",
	.recognise = native_recognise,
	.read = native_read,
};
