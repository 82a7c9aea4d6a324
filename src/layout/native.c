/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pawl's own layout: 001_users.sql, 001_users.down.sql or 001_rollback.sql,
 * 001_users.verify.sql, ca3d44803198_initial.sql, R_views.sql. A file called
 * 001_users.postgres.sql is for that engine alone.
 *
 * Every file is opened relative to its folder and read once (one that holds commands
 * of psql's own once more, for these); then all files of all folders are sorted so
 * that those of one migration stand side by side, its up file first. 003_backfill.py
 * is a step that pawl cannot run, where no file of SQL has its number.
 */
#include "base/cleanup.h"
#include "base/file.h"
#include "base/text.h"
#include "base/vec.h"
#include "layout/backends.h"
#include "layout/directive.h"
#include "layout/engine_name.h"
#include "layout/gather.h"
#include "layout/name.h"
#include "layout/number.h"
#include "layout/pair.h"
#include "layout/psql.h"
#include "layout/scan.h"
#include "layout/sum.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>

struct entry {
	const char *dir, *filename, *path;
	struct name name;
	const char *language; /* of a step that is no SQL; else NULL */
	struct scan_text text;
};

struct entries {
	struct entry *v;
	size_t len, cap;
	VEC(struct entry) aside; /* what is no migration, by its name */
	VEC(const char *) notes;
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
	if (strcmp(e->filename, "current.sql") == 0) {
		hint(err, "if it is graphile-migrate's, it is not committed yet: "
			  "\"graphile-migrate commit\" makes a migration of it; else call it "
			  "<version>_<name>.sql");
		return PAWL_E_FILE;
	}
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

/* "2024_01_31_235959_", as Laravel numbers its steps: one version, not four numbers. */
static void join_date(char *name)
{
	static const char form[] = "0000_00_00_000000_";

	for (size_t i = 0; form[i] != '\0'; i++)
		if (form[i] == '0' ? name[i] < '0' || name[i] > '9' : name[i] != form[i])
			return;
	name[4] = name[7] = name[10] = '-';
}

/* Bytes of "Version" in "Version20240101120000", and of "m" in "m240101_120000_users". */
static size_t code_prefix(const char *name)
{
	enum { DIGITS = 6 };
	size_t n = strcspn(name, "0123456789");

	for (size_t i = 0; i < n; i++)
		if (!isalpha((unsigned char)name[i]))
			return 0;
	return strspn(name + n, "0123456789") >= DIGITS ? n : 0;
}

/* A program, numbered as a migration is: neither its tests nor its way back. */
static bool is_step(struct entry *e, struct arena *a)
{
	static const char *const others[] = {"_test.go", ".d.ts",    ".test.ts",
					     ".spec.ts", ".test.js", ".spec.js",
					     "_spec.rb", "_test.rb", "_test.py"};
	const char *dot = strrchr(e->filename, '.');
	char *name;

	e->language = gather_language(e->filename);
	if (e->language == NULL || strcmp(e->language, "XML") == 0 ||
	    strcmp(e->language, "YAML") == 0)
		return false;
	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
		if (text_ends(e->filename, others[i]))
			return false;
	name = arena_printf(a, "%.*s.sql", (int)(dot - e->filename), e->filename);
	join_date(name);
	name_parse(name + code_prefix(name), a, &e->name);
	return e->name.role == NAME_UP && !e->name.repeatable;
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
		    struct arena *a, struct entries *all, struct entries *steps,
		    struct pawl_error *err)
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
		if (e.name.role == NAME_NONE && !is_step(&e, a))
			continue;
		e.path = file_join(a, dir, e.filename);
		if (name_is_aside(e.filename)) {
			*vec_push(&all->aside, a) = e;
			continue;
		}
		if (is_anothers(in, &list, &e, a)) {
			all->other = all->others++ == 0 ? e.path : all->other;
			continue;
		}
		rc = check_name(&e, a, err);
		if (rc == 0)
			rc = scan_file(sc, fd, e.filename, e.path, a, &e.text, err);
		if (rc != 0)
			return rc;
		*vec_push(e.language == NULL ? all : steps, a) = e;
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
	order = number_compare(x->version, y->version);
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

/* "1_a.ts" and "1_a.js", "1_a.cs" and "1_a.Designer.cs". */
static bool is_twin(const struct entry *x, const struct entry *y)
{
	size_t len = strcspn(x->filename, ".");

	return strncmp(x->filename, y->filename, len) == 0 && y->filename[len] == '.';
}

static const struct entry *find_version(const struct entries *all, const struct entry *e)
{
	for (size_t i = 0; i < all->len; i++) {
		const struct name *n = &all->v[i].name;

		if (!n->repeatable && n->hash_id == e->name.hash_id &&
		    name_same_version(n->version, e->name.version))
			return &all->v[i];
	}
	return NULL;
}

/*
 * What stands beside SQL of its number is run by whoever runs that, and only named; a
 * program beside another of its number was made of it.
 */
static void add_steps(const struct entries *steps, struct arena *a, struct entries *all)
{
	for (size_t i = 0; i < steps->len; i++) {
		const struct entry *e = &steps->v[i], *same = find_version(all, e);

		if (same == NULL || (same->language != NULL && !is_twin(same, e)))
			*vec_push(all, a) = *e;
		else if (same->language == NULL)
			*vec_push(&all->notes, a) = arena_printf(
				a, "file \"%s\" (%s) is not run: it has the number of \"%s\"",
				e->path, e->language, same->filename);
	}
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
		.language = e->language,
		.size = e->text.size,
	};

	if (e->name.role != NAME_UP)
		return refuse_orphan(e, err);
	if (n > 1 && e[1].name.role == NAME_UP)
		return refuse_duplicate(&e[0], &e[1], err);
	memcpy(m.checksum, e->text.checksum, sizeof(m.checksum));
	/* What looks like a directive in a program is none. */
	for (size_t i = 0; e->language == NULL && i < n; i++) {
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

static int build_all(const struct layout_input *in, struct entries *all, struct arena *a,
		     struct migration_list *ret, struct pawl_error *err)
{
	bool duplicates = in->duplicates;
	struct migration_list list = {
		.v = arena_array(a, struct migration, all->len),
		.files = arena_array(a, struct migration_file, all->len),
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
			*vec_push(&all->notes, a) =
				arena_printf(a, "\"%s\" belongs to no migration, and is never run",
					     all->v[i].path);
			continue;
		}
		rc = build(in, &all->v[i], n, a, &list.v[list.len++], err);
		if (rc != 0)
			return rc;
	}
	for (size_t i = 0; i < all->aside.len; i++)
		*vec_push(&all->notes, a) = arena_printf(
			a, "file \"%s\" has no version and is left out", all->aside.v[i].path);
	if (all->others != 0)
		*vec_push(&all->notes, a) =
			arena_printf(a, "%zu %s left out, beginning with \"%s\"", all->others,
				     all->others == 1 ? "file for another engine is"
						      : "files for other engines are",
				     all->other);
	list.notes = all->notes.v;
	list.notes_len = all->notes.len;
	for (size_t i = 0; i < all->len; i++) {
		struct migration_file *f = &list.files[list.files_len];

		if (all->v[i].language != NULL)
			continue;
		list.files_len++;
		f->dir = all->v[i].dir;
		f->name = all->v[i].filename;
		memcpy(f->checksum, all->v[i].text.checksum, SHA256_HEX);
	}
	*ret = list;
	return 0;
}

/* Side by side, those of one migration; what the names of one number tell together included. */
static void sort_entries(struct entries *all, bool duplicates, struct arena *a)
{
	struct name **names = arena_array(a, struct name *, all->len);
	bool none = false;

	if (all->len == 0)
		return;
	qsort_r(all->v, all->len, sizeof(*all->v), compare_entries, &none);
	for (size_t i = 0, n; i < all->len; i += n) {
		for (n = 0; i + n < all->len; n++) {
			names[n] = &all->v[i + n].name;
			if (compare_migrations(names[0], names[n], false) != 0)
				break;
		}
		pair_names(names, n, a);
	}
	qsort_r(all->v, all->len, sizeof(*all->v), compare_entries, &duplicates);
}

static int native_read(const struct layout_input *in, struct arena *a, struct migration_list *ret,
		       struct pawl_error *err)
{
	_cleanup_scanner_ struct scanner *sc = scan_new(in->lex);
	struct entries all = {0}, steps = {0};
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < in->dirs_len; i++)
		rc = read_dir(in, in->dirs[i], sc, a, &all, &steps, err);
	add_steps(&steps, a, &all);
	if (rc == 0 && all.len == 0 && all.aside.len != 0)
		rc = refuse_unfit(&all.aside.v[0], err);
	if (rc != 0)
		return rc;
	sort_entries(&all, in->duplicates, a);
	return build_all(in, &all, a, ret, err);
}

/*
 * "021_x_down.sql" beside "021_x_up.sql", in a folder of "022_y.up.sql": no version twice, but
 * names that the folder's tool passes over.
 */
static bool is_passed_over(const struct tree *t, const struct tree_entry *e, struct arena *a)
{
	static const char down[] = "_down.sql";
	size_t stem = strlen(e->name) - strlen(down);
	bool has_pair = text_ends(e->name, down) &&
			tree_find(t, arena_printf(a, "%.*s_up.sql", (int)stem, e->name)) != NULL;

	for (size_t j = 0; has_pair && j < t->len; j++)
		if (text_ends(t->v[j].name, ".up.sql"))
			return true;
	return false;
}

/* pawl.sum, a pawl: directive, or names that only pawl reads. */
static enum layout_match native_recognise(const struct layout_input *in, struct arena *a,
					  const char **ret_why)
{
	enum layout_match match = LAYOUT_NO;
	bool passed_over = false;

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
			if (name.role == NAME_UP && is_passed_over(f, &f->v[j], a))
				passed_over = true;
			if (name.role == NAME_UP)
				match = LAYOUT_FITS;
		}
	}
	return passed_over ? LAYOUT_NO : match;
}

const struct layout layout_native = {
	.name = "native",
	.aliases = (const char *const[]){"postgrator", "platformatic", NULL},
	.recognise = native_recognise,
	.read = native_read,
};
