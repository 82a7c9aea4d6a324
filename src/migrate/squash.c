/* SPDX-License-Identifier: Apache-2.0 */
#include "migrate/squash.h"

#include "base/file.h"
#include "base/text.h"
#include "base/vec.h"
#include "layout/sum.h"
#include "migrate/folders.h"
#include "migrate/runner_lock.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct squasher {
	struct lab *lab;
	const struct source *migrations;
	const struct pawl_squash_options *o;
	struct arena *arena;
	struct set set;
	const struct set_entry *target;
	VEC(const struct migration *) replaced;
	struct schema schema;
	const char *data; /* "" if none is kept */
	bool rows;        /* there are some that are not kept */
	const char *path, *text;
};

static int nothing_to_squash(struct pawl_error *err)
{
	fail(err, PAWL_E_USAGE, "there are no migrations to squash");
	hint(err, "a baseline takes the place of two migrations or more");
	return PAWL_E_USAGE;
}

static int for_some_environments(const struct migration *m, struct pawl_error *err)
{
	fail(err, PAWL_E_USAGE, "migration \"%s\" is not for every environment", m->filename);
	hint(err, "a baseline would give all databases the same: squash up to the one before it, "
		  "or take its pawl:env out");
	at(err, m->path, 0, 0);
	return PAWL_E_USAGE;
}

static int of_another_tool(const char *layout, struct pawl_error *err)
{
	fail(err, PAWL_E_CONFIG, "a folder of %s cannot be squashed", layout);
	hint(err,
	     "the baseline would be a file of pawl's own, which %s does not read; \"pawl export "
	     "--to native -o DIR\" makes a folder that can be",
	     layout);
	return PAWL_E_CONFIG;
}

static int of_kept_table(struct pawl_error *err)
{
	fail(err, PAWL_E_CONFIG, "the history is kept in another tool's table");
	hint(err,
	     "that tool does not know what a baseline of pawl's replaces: go over to pawl's own "
	     "history first, with \"pawl adopt\"");
	return PAWL_E_CONFIG;
}

/* What target stands on, itself included. */
static int choose(struct squasher *s, struct pawl_error *err)
{
	const bool *scope;
	int rc = lab_set(s->lab, s->migrations, s->arena, &s->set, err);

	if (rc != 0)
		return rc;
	if (s->set.layout != NULL && strcmp(s->set.layout, "native") != 0)
		return of_another_tool(s->set.layout, err);
	if (s->lab->w->settings->keep)
		return of_kept_table(err);
	if (s->set.versioned == 0)
		return nothing_to_squash(err);
	s->target = &s->set.v[s->set.versioned - 1];
	if (s->o->target != NULL && strcmp(s->o->target, "head") != 0)
		rc = set_lookup(&s->set, s->o->target, &s->target, err);
	if (rc != 0)
		return rc;
	scope = set_history_of(&s->set, s->target, s->arena);
	for (size_t p = 0; p < s->set.versioned; p++) {
		const struct migration *m = s->set.v[p].m;

		if (!scope[p])
			continue;
		if (m->envs_len != 0)
			return for_some_environments(m, err);
		*vec_push(&s->replaced, s->arena) = m;
	}
	return s->replaced.len < 2 ? nothing_to_squash(err) : 0;
}

/* The schema, and the data if wanted, after a run to target. */
static int look(struct squasher *s, const struct set *set, const char *target, struct schema *ret,
		const char **ret_data, struct pawl_error *err)
{
	_cleanup_trial_ struct trial t = {0};
	_cleanup_buf_ struct buf b = {0};
	int rc = lab_trial(s->lab, &t, err);

	t.with_tools = true;
	if (rc == 0)
		rc = trial_run(&t, set, RUN_UP, target, NULL, err);
	if (rc == 0)
		rc = trial_inspect(&t, s->arena, ret, err);
	if (rc == 0 && s->o->data)
		rc = squash_data(&t, ret, s->arena, &b, err);
	else if (rc == 0 && !s->rows)
		rc = squash_has_rows(&t, ret, &s->rows, err);
	if (rc == 0)
		*ret_data = buf_dup(&b, s->arena);
	return rc;
}

static void add_replaced(const struct squasher *s, struct buf *b)
{
	enum { WIDTH = 90 };
	size_t line = b->len;

	buf_adds(b, "-- pawl:replaces");
	for (size_t i = 0; i < s->replaced.len; i++) {
		const char *version = s->replaced.v[i]->version;

		/* Other lines with the same word go on with the list. */
		if (b->len - line + strlen(version) >= WIDTH) {
			buf_addc(b, '\n');
			line = b->len;
			buf_adds(b, "-- pawl:replaces");
		}
		buf_printf(b, " %s", version);
	}
	buf_addc(b, '\n');
}

static void write_text(struct squasher *s)
{
	const struct migration *m = s->target->m;
	const struct diff_options options = {.version = s->schema.version};
	const struct schema nothing = delta_nothing(&s->schema, s->arena);
	const struct delta_request request = {
		.dialect = s->lab->w->dialect,
		.options = &options,
		.from = &nothing,
		.to = &s->schema,
	};
	_cleanup_buf_ struct buf b = {0}, body = {0};

	buf_printf(&b, "-- Baseline: what %zu migrations up to %s gave.\n", s->replaced.len,
		   m->filename);
	add_replaced(s, &b);
	if (delta_goes_outside(&request, s->arena))
		buf_adds(&b, "-- pawl:transaction off\n");
	delta_script_with(&request, s->data, s->arena, &body);
	buf_printf(&b, "\n%s", buf_str(&body));
	s->text = buf_dup(&b, s->arena);
	s->path = file_join(
		s->arena, arena_strndup(s->arena, m->path, (size_t)(file_base(m->path) - m->path)),
		arena_printf(s->arena, "%s_baseline%s", m->version,
			     text_ends(m->path, ".up.sql") ? ".up.sql" : ".sql"));
}

static int unproved(const char *what, const char *difference, struct pawl_error *err)
{
	fail(err, PAWL_E_SQL, "the baseline gives %s", what);
	detail(err, "%s", difference);
	hint(err, "no file was changed; please report the schema");
	return PAWL_E_SQL;
}

static int prove(struct squasher *s, struct pawl_error *err)
{
	_cleanup_workshop_ struct workshop ws = {0};
	const struct diff_options options = {.version = s->schema.version};
	struct schema schema;
	const struct delta_request request = {
		.dialect = s->lab->w->dialect,
		.options = &options,
		.from = &s->schema,
		.to = &schema,
	};
	const char *data, *difference;
	struct set set;
	int rc = workshop_open(&ws, err);

	if (rc == 0)
		rc = file_create(file_join(s->arena, ws.dir, file_base(s->path)), s->text,
				 strlen(s->text), err);
	if (rc == 0)
		rc = workshop_set(s->lab, &ws, NULL, s->arena, &set, err);
	if (rc == 0)
		rc = look(s, &set, NULL, &schema, &data, err);
	if (rc != 0) {
		context(err, "while proving the baseline on a scratch database");
		return rc;
	}
	difference = delta_describe(&request, s->arena);
	if (difference[0] != '\0')
		return unproved("another schema", difference, err);
	return strcmp(data, s->data) == 0 ? 0 : unproved("other data", "", err);
}

/* --- files --- */

struct move {
	const char *from, *to; /* to NULL: removed */
};

struct moves {
	struct move *v;
	size_t len, cap;
};

static void add_move(const struct squasher *s, struct moves *moves, const char *path)
{
	if (path == NULL)
		return;
	for (size_t i = 0; i < moves->len; i++)
		if (strcmp(moves->v[i].from, path) == 0)
			return;
	*(struct move *)vec_push(moves, s->arena) = (struct move){
		.from = path,
		.to = s->o->archive == NULL ? NULL
					    : file_join(s->arena, s->o->archive, file_base(path)),
	};
}

static int check_free(const struct moves *moves, struct pawl_error *err)
{
	for (size_t i = 0; i < moves->len; i++)
		if (moves->v[i].to != NULL && file_exists(moves->v[i].to))
			return fail(err, PAWL_E_FILE, "file \"%s\" exists already", moves->v[i].to);
	return 0;
}

static void move_back(const struct moves *moves, size_t n)
{
	while (n-- > 0)
		if (moves->v[n].to != NULL)
			rename(moves->v[n].to, moves->v[n].from);
}

static int move_all(const struct moves *moves, struct pawl_error *err)
{
	for (size_t i = 0; i < moves->len; i++) {
		const struct move *m = &moves->v[i];

		if ((m->to != NULL ? rename(m->from, m->to) : unlink(m->from)) == 0)
			continue;
		fail_errno(err, PAWL_E_FILE, "could not %s file \"%s\"",
			   m->to != NULL ? "move" : "remove", m->from);
		move_back(moves, i);
		return PAWL_E_FILE;
	}
	return 0;
}

static int make_archive(const struct squasher *s, struct pawl_error *err)
{
	if (s->o->archive == NULL || mkdir(s->o->archive, 0777) == 0 || errno == EEXIST)
		return 0;
	return fail_errno(err, PAWL_E_FILE, "could not create folder \"%s\"", s->o->archive);
}

static int write_sums(const struct squasher *s, struct pawl_error *err)
{
	const struct settings *settings = s->lab->w->settings;
	struct layout_input in;
	struct migration_list files;
	int rc;

	folders_input(settings, s->lab->w->dialect, s->arena, &in);
	rc = layout_read(s->lab->layout, &in, s->arena, &files, err);
	for (size_t i = 0; rc == 0 && i < settings->dirs_len; i++)
		if (file_exists(file_join(s->arena, settings->dirs[i], SUM_FILE)))
			rc = sum_write(&files, settings->dirs[i], SUM_SEAL_NEW, err);
	return rc;
}

/*
 * The baseline waits under a name that no layout takes for a migration until the
 * old files are out of its way.
 */
static int replace_files(struct squasher *s, struct pawl_error *err)
{
	const char *waiting = arena_printf(s->arena, "%s.new", s->path);
	struct moves moves = {0};
	int rc;

	for (size_t i = 0; i < s->replaced.len; i++) {
		add_move(s, &moves, s->replaced.v[i]->up.path);
		add_move(s, &moves, s->replaced.v[i]->down.path);
		add_move(s, &moves, s->replaced.v[i]->verify.path);
	}
	rc = make_archive(s, err);
	if (rc == 0)
		rc = check_free(&moves, err);
	if (rc == 0)
		rc = file_create(waiting, s->text, strlen(s->text), err);
	if (rc != 0)
		return rc;
	rc = move_all(&moves, err);
	if (rc == 0 && rename(waiting, s->path) != 0) {
		rc = fail_errno(err, PAWL_E_FILE, "could not write file \"%s\"", s->path);
		move_back(&moves, moves.len);
	}
	if (rc != 0) {
		unlink(waiting);
		return rc;
	}
	return write_sums(s, err);
}

/* No runner is at work meanwhile, and what it has done since is seen. */
static int replace_locked(struct squasher *s, struct pawl_error *err)
{
	struct work *w = s->lab->w;
	struct runner_lock lock;
	int rc;

	if (w->db == NULL)
		return replace_files(s, err);
	rc = runner_lock_acquire(w, &lock, err);
	if (rc != 0)
		return rc;
	rc = squash_check_live(w, s->replaced.v, s->replaced.len, err);
	if (rc == 0)
		rc = replace_files(s, err);
	runner_lock_release(w);
	return rc;
}

static void report(const struct squasher *s, struct pawl_squashed *ret)
{
	const char **names = arena_array(s->arena, const char *, s->replaced.len);

	for (size_t i = 0; i < s->replaced.len; i++)
		names[i] = s->replaced.v[i]->filename;
	*ret = (struct pawl_squashed){
		.path = s->path,
		.sql = s->text,
		.replaced = names,
		.replaced_len = s->replaced.len,
		.loses_rows = s->rows,
	};
}

int squash_migrations(struct lab *lab, const struct source *migrations,
		      const struct pawl_squash_options *o, struct arena *a,
		      struct pawl_squashed *ret, struct pawl_error *err)
{
	struct squasher s = {.lab = lab, .migrations = migrations, .o = o, .arena = a};
	int rc = choose(&s, err);

	if (rc == 0)
		rc = squash_check_live(lab->w, s.replaced.v, s.replaced.len, err);
	if (rc == 0)
		rc = look(&s, &s.set, s.target->m->filename, &s.schema, &s.data, err);
	if (rc != 0)
		return rc;
	write_text(&s);
	rc = prove(&s, err);
	if (rc == 0 && !o->dry_run)
		rc = replace_locked(&s, err);
	if (rc == 0)
		report(&s, ret);
	return rc;
}
