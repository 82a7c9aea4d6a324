/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Is a backup what was backed up? Its schema must be the database's, as catalogs
 * are compared everywhere, and each table must have as many rows. The database
 * may be in use: its rows are counted before and after, and what was restored has
 * to lie in between.
 */
#include "migrate/backup.h"

#include "base/text.h"
#include "base/vec.h"
#include "migrate/backup_copy.h"
#include "migrate/connection.h"
#include "migrate/delta.h"

#include <stdlib.h>
#include <string.h>

struct backup_facts {
	struct arena *arena;
	struct schema schema;
	int64_t *before, *after; /* by the index of the object; -1: not a table, or gone */
};

/* -1 for what cannot be counted. */
static int count_rows(const struct work *w, struct db *db, const struct object *o, struct arena *a,
		      int64_t *ret, struct pawl_error *err)
{
	_cleanup_buf_ struct buf sql = {0};
	struct db_rows rows;
	int rc;

	*ret = -1;
	if (o->kind != OBJECT_TABLE)
		return 0;
	buf_adds(&sql, "SELECT count(*) FROM ");
	dialect_name(w->dialect, &sql, o->schema, o->name);
	rc = db_query(db, sql.data, NULL, 0, a, &rows, err);
	if (rc == 0)
		*ret = strtoll(rows.cells[0], NULL, 10);
	/* Dropped meanwhile: the schemas tell. */
	if (rc != PAWL_E_SQL)
		return rc;
	error_reset(err);
	return 0;
}

static int count_all(struct work *w, struct db *db, const struct schema *s, struct arena *a,
		     int64_t **ret, struct pawl_error *err)
{
	_cleanup_arena_ struct arena scratch = {0};
	int rc = 0;

	*ret = arena_array(a, int64_t, s->len);
	for (size_t i = 0; rc == 0 && i < s->len; i++)
		rc = count_rows(w, db, s->objects[i], &scratch, &(*ret)[i], err);
	return rc;
}

int backup_facts_begin(struct work *w, struct arena *a, struct backup_facts **ret,
		       struct pawl_error *err)
{
	const struct inspect_options everything = {0};
	struct backup_facts *facts = arena_new(a, struct backup_facts);
	int rc = db_inspect(w->db, &everything, a, &facts->schema, err);

	facts->arena = a;
	if (rc == 0)
		rc = count_all(w, w->db, &facts->schema, a, &facts->before, err);
	if (rc == 0)
		*ret = facts;
	return rc;
}

int backup_facts_end(struct work *w, struct backup_facts *facts, struct pawl_error *err)
{
	return count_all(w, w->db, &facts->schema, facts->arena, &facts->after, err);
}

struct comparison {
	struct work *w;
	const struct backup_facts *facts;
	struct arena *arena;
	VEC(const char *) found;
	size_t tables;
};

static void compare_counts(struct comparison *c, const struct schema *copy, const int64_t *counts)
{
	const struct schema *was = &c->facts->schema;

	for (size_t i = 0; i < was->len; i++) {
		const struct object *same = schema_same(copy, was->objects[i]);
		int64_t one = c->facts->before[i], other = c->facts->after[i], now;
		int64_t least = one < other ? one : other, most = one < other ? other : one;

		if (one < 0 || other < 0 || same == NULL)
			continue;
		c->tables++;
		now = counts[same->index];
		if (now >= least && now <= most)
			continue;
		*vec_push(&c->found, c->arena) =
			arena_printf(c->arena,
				     "table \"%s\" has %lld rows in the backup, %lld in "
				     "the database",
				     was->objects[i]->name, (long long)now, (long long)one);
	}
}

/*
 * A backup spells out the start that the server gave an event when it was made,
 * which is no part of the schema there: it is then none in the copy, either.
 */
static void forget_starts(const struct schema *was, const struct schema *copy)
{
	for (size_t i = 0; i < copy->len; i++) {
		const struct object *o = copy->objects[i], *same = schema_same(was, o);
		const char *wanted = same == NULL ? NULL : object_get(same, ATTR_SCHEDULE);

		for (size_t j = 0; wanted != NULL && j < o->attributes_len; j++) {
			/* Ours: it has just been read, and nobody else sees it. */
			struct attribute_value *v = (struct attribute_value *)&o->attributes[j];

			if (v->name == ATTR_SCHEDULE && text_starts(v->value, wanted) &&
			    text_starts(v->value + strlen(wanted), " STARTS '"))
				v->value = wanted;
		}
	}
}

static int compare_database(struct comparison *c, struct db *db, struct pawl_error *err)
{
	_cleanup_arena_ struct arena a = {0};
	const struct inspect_options everything = {0};
	const struct diff_options options = {.version = c->facts->schema.version};
	struct delta_request request = {
		.dialect = c->w->dialect,
		.options = &options,
		.from = &c->facts->schema,
	};
	const char *difference;
	struct schema copy;
	int64_t *counts;
	int rc = db_inspect(db, &everything, &a, &copy, err);

	if (rc == 0)
		rc = count_all(c->w, db, &copy, &a, &counts, err);
	if (rc != 0)
		return rc;
	forget_starts(&c->facts->schema, &copy);
	request.to = &copy;
	difference = delta_describe(&request, &a);
	if (difference[0] != '\0')
		*vec_push(&c->found, c->arena) =
			arena_printf(c->arena,
				     "the schema of the backup is not that of the "
				     "database: %s",
				     difference);
	compare_counts(c, &copy, counts);
	return 0;
}

/* A file that is a database itself is opened, and not changed. */
static int compare_file(struct comparison *c, const char *path, struct pawl_error *err)
{
	const struct db_options options = connection_options(c->w->settings);
	_cleanup_db_ struct db *db = NULL;
	struct db_url url;
	int rc = url_with_database(c->w->settings->url, path, c->arena, &url, err);

	if (rc == 0)
		rc = db_open(&url, &options, c->w->host, &db, err);
	return rc == 0 ? compare_database(c, db, err) : rc;
}

static int compare_loaded(struct comparison *c, const struct driver_backup *d, const char *path,
			  struct pawl_error *err)
{
	const struct backup_load how = {.no_owner = true};
	_cleanup_backup_copy_ struct backup_copy copy = {0};
	int rc = backup_copy_load(&copy, c->w, d, &how, path, NULL, err);

	return rc == 0 ? compare_database(c, scratch_db(copy.scratch), err) : rc;
}

int backup_compare(struct work *w, const struct driver_backup *d, const char *path,
		   const struct backup_facts *facts, struct arena *a, struct pawl_backup *ret,
		   struct pawl_error *err)
{
	struct comparison c = {.w = w, .facts = facts, .arena = a};
	int rc = d->replaces ? compare_file(&c, path, err) : compare_loaded(&c, d, path, err);

	if (rc != 0) {
		context(err, "while restoring \"%s\" to verify it", path);
		return rc;
	}
	ret->differences = c.found.v;
	ret->differences_len = c.found.len;
	ret->tables = c.tables;
	return 0;
}
