/* SPDX-License-Identifier: Apache-2.0 */
/* Sort the items, cut them into migrations, read what has to be read, check what cannot be. */
#include "layout/gather.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>

int gather_compare_versions(const struct gather_item *a, const struct gather_item *b)
{
	return text_compare_numbers(a->version, strlen(a->version), b->version, strlen(b->version));
}

int gather_compare_numbers(const struct gather_item *a, const struct gather_item *b)
{
	int order = gather_compare_versions(a, b);

	return order != 0 ? order : strcmp(a->name, b->name);
}

int gather_compare_text(const struct gather_item *a, const struct gather_item *b)
{
	return strcmp(a->version, b->version);
}

void gather_record_version(const struct gather *g, const struct gather_item *item,
			   const struct tree_text *text, struct arena *a,
			   struct migration_record *ret)
{
	(void)g;
	(void)text;
	(void)a;
	ret->version = item->version;
}

void gather_record_number(const struct gather *g, const struct gather_item *item,
			  const struct tree_text *text, struct arena *a,
			  struct migration_record *ret)
{
	gather_record_version(g, item, text, a, ret);
	ret->version += strspn(ret->version, "0");
}

const char *gather_language(const char *filename)
{
	static const struct {
		const char *suffix, *language;
	} known[] = {
		{".go", "Go"},          {".ts", "TypeScript"},  {".js", "JavaScript"},
		{".mjs", "JavaScript"}, {".cjs", "JavaScript"}, {".java", "Java"},
		{".kt", "Kotlin"},      {".rb", "Ruby"},        {".py", "Python"},
		{".rs", "Rust"},        {".php", "PHP"},        {".cs", "C#"},
		{".exs", "Elixir"},     {".scala", "Scala"},    {".xml", "XML"},
		{".yaml", "YAML"},      {".yml", "YAML"},       {".sh", "a shell script"},
	};

	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
		if (text_ends(filename, known[i].suffix))
			return known[i].language;
	return NULL;
}

static const char *key_of(const struct gather_item *item)
{
	return item->filename != NULL ? item->filename : item->file->name;
}

static int compare_migrations(const struct gather *g, const struct gather_item *x,
			      const struct gather_item *y)
{
	if (x->kind != y->kind)
		return x->kind == MIGRATION_REPEATABLE ? 1 : -1;
	return x->kind == MIGRATION_REPEATABLE ? strcmp(x->name, y->name) : g->compare(x, y);
}

static int compare_items(const void *a, const void *b, void *gather)
{
	const struct gather_item *x = a, *y = b;
	int order = compare_migrations(gather, x, y);

	if (order == 0)
		order = (int)x->role - (int)y->role;
	return order != 0 ? order : strcmp(x->file->path, y->file->path);
}

static int refuse_duplicate(const struct gather_item *first, const struct gather_item *second,
			    struct pawl_error *err)
{
	if (first->kind == MIGRATION_REPEATABLE)
		fail(err, PAWL_E_FILE,
		     "two repeatable migrations are called \"%s\": \"%s\" and \"%s\"", first->name,
		     first->file->path, second->file->path);
	else
		fail(err, PAWL_E_FILE, "version %s is used twice: \"%s\" and \"%s\"",
		     first->version, first->file->path, second->file->path);
	hint(err, "rename or remove one of them");
	return PAWL_E_FILE;
}

static int refuse_orphan(const struct gather *g, const struct gather_item *item,
			 struct pawl_error *err)
{
	fail(err, PAWL_E_FILE, "file \"%s\" belongs to no migration", item->file->path);
	if (g->orphan != NULL)
		hint(err, "%s", g->orphan);
	hint(err, "version %s has no file for the way up; add it, or remove this one",
	     item->version);
	return PAWL_E_FILE;
}

static struct script whole_file(const struct gather_item *item, const struct tree_text *text)
{
	return (struct script){
		.path = item->file->path,
		.offset = text->skipped,
		.length = text->len,
		.line = 1,
		.stamp = text->stamp,
		.settings = {.tx = item->tx,
			     .tx_remedy = item->tx_remedy,
			     .lock_timeout_ms = -1,
			     .statement_timeout_ms = -1},
	};
}

/* The bytes where somebody looks at them, else what streaming tells. */
static int read_file(const struct gather_item *item, bool bytes, struct arena *a,
		     struct tree_text *ret, struct pawl_error *err)
{
	return bytes ? tree_read(item->file, a, ret, err) : tree_scan(item->file, ret, err);
}

static int read_up(const struct gather *g, const struct gather_item *item, struct arena *a,
		   struct migration *m, struct pawl_error *err)
{
	struct tree_text text;
	bool bytes = g->read_text != NULL || g->record != NULL;
	int rc = read_file(item, bytes, a, &text, err);

	if (rc != 0)
		return rc;
	memcpy(m->checksum, text.checksum, sizeof(m->checksum));
	m->size = text.len;
	if (item->language == NULL) {
		m->up = whole_file(item, &text);
		if (g->read_text != NULL)
			rc = g->read_text(g, item, &text, a, m, err);
	}
	if (rc == 0 && g->record != NULL) {
		struct migration_record *record = arena_new(a, struct migration_record);

		g->record(g, item, &text, a, record);
		m->record = record;
	}
	return rc;
}

static int read_down(const struct gather *g, const struct gather_item *item, struct arena *a,
		     struct migration *m, struct pawl_error *err)
{
	struct tree_text text;
	int rc = read_file(item, g->read_down != NULL, a, &text, err);

	if (rc != 0)
		return rc;
	m->down = whole_file(item, &text);
	return g->read_down == NULL ? 0 : g->read_down(g, item, &text, a, m, err);
}

/* The n items of one migration, its up first. */
static int build(const struct gather *g, const struct gather_item *v, size_t n, struct arena *a,
		 struct migration *ret, struct pawl_error *err)
{
	struct migration m = {
		.kind = v->kind,
		.version = v->version,
		.name = v->name,
		.filename = key_of(v),
		.path = v->file->path,
		.any_time = v->any_time,
		.baseline = v->baseline,
		.language = v->language,
	};
	int rc = 0;

	if (v->role != GATHER_UP && v->role != GATHER_BOTH)
		return refuse_orphan(g, v, err);
	for (size_t i = 1; i < n; i++)
		if (v[i].role == v[i - 1].role || v[i].role == GATHER_BOTH)
			return refuse_duplicate(&v[i - 1], &v[i], err);
	for (size_t i = 1; rc == 0 && i < n; i++) {
		struct tree_text text;

		if (v[i].role == GATHER_DOWN) {
			rc = read_down(g, &v[i], a, &m, err);
			continue;
		}
		rc = tree_scan(v[i].file, &text, err);
		if (rc == 0)
			m.verify = whole_file(&v[i], &text);
	}
	if (rc == 0)
		rc = read_up(g, v, a, &m, err);
	if (rc == 0)
		*ret = m;
	return rc;
}

/*
 * Where two of one version are told apart by their names a way back that is called otherwise
 * than the only way up of its version is that one's.
 */
static bool pair_lone_downs(struct gather_item *v, size_t n)
{
	bool paired = false;

	for (size_t i = 0, k; i < n; i += k) {
		struct gather_item *up = NULL, *down = NULL;
		size_t ups = 0, downs = 0;

		for (k = 0; i + k < n && v[i + k].kind == v[i].kind &&
			    gather_compare_versions(&v[i], &v[i + k]) == 0;
		     k++) {
			bool back = v[i + k].role == GATHER_DOWN;

			*(back ? &down : &up) = &v[i + k];
			*(back ? &downs : &ups) += 1;
		}
		if (v[i].kind != MIGRATION_VERSIONED || ups != 1 || downs != 1 ||
		    strcmp(up->name, down->name) == 0)
			continue;
		down->name = up->name;
		paired = true;
	}
	return paired;
}

int gather_build(const struct gather *g, struct gather_item *v, size_t n, struct arena *a,
		 struct migration_list *ret, struct pawl_error *err)
{
	struct migration_list list = {.v = arena_array(a, struct migration, n), .ordered = true};

	if (n != 0)
		qsort_r(v, n, sizeof(*v), compare_items, (void *)g);
	if (g->compare == gather_compare_numbers && pair_lone_downs(v, n))
		qsort_r(v, n, sizeof(*v), compare_items, (void *)g);
	for (size_t i = 0, k; i < n; i += k) {
		int rc;

		for (k = 1; i + k < n && compare_migrations(g, &v[i], &v[i + k]) == 0; k++)
			;
		rc = build(g, &v[i], k, a, &list.v[list.len++], err);
		if (rc != 0)
			return rc;
	}
	*ret = list;
	return 0;
}
