/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which files are judged and which only tell what was there before. What runs
 * together counts as one run: a table made in it is new to all of it.
 */
#include "api/lint_call.h"

#include "base/cleanup.h"
#include "base/file.h"
#include "base/text.h"
#include "layout/sum.h"
#include "migrate/report.h"

#include <string.h>

enum { LONGEST = 512 << 20, INPUT_CHUNK = 64 << 10 };

static int read_input(struct arena *a, char **ret, size_t *ret_len, struct pawl_error *err)
{
	_cleanup_buf_ struct buf b = {0};
	size_t n = 1;
	int rc = 0;

	while (rc == 0 && n > 0) {
		buf_reserve(&b, INPUT_CHUNK);
		rc = file_read(STDIN_FILENO, "standard input", b.data + b.len, INPUT_CHUNK, &n,
			       err);
		b.len += n;
		if (b.len > LONGEST)
			return fail(err, PAWL_E_LIMIT, "standard input is too long");
	}
	buf_add(&b, "", 0);
	*ret = buf_dup(&b, a);
	*ret_len = b.len;
	return rc;
}

/* The word behind a directive's name in a comment; NULL if the comment is another one. */
static const char *directive_value(const struct lex_token *t, const char *name)
{
	const char *p = t->text + 2;
	size_t n = strlen(name);

	while (p < t->text + t->len && *p == ' ')
		p++;
	return (size_t)(t->text + t->len - p) > n && strncmp(p, name, n) == 0 ? p + n : NULL;
}

/* What a file that is no migration says at its head of how it wants to be run. */
static void read_head(const struct dialect *d, struct lint_file *f)
{
	size_t bom = text_starts(f->text, "\xef\xbb\xbf") ? 3 : 0;
	struct lexer lx;
	struct lex_token t;

	lex_init(&lx, d->lex, f->text + bom, f->len - bom);
	for (lex_next(&lx, &t); t.kind == LEX_COMMENT || t.kind == LEX_SPACE; lex_next(&lx, &t)) {
		const char *tx, *timeout;

		if (t.kind != LEX_COMMENT || t.len < 3)
			continue;
		tx = directive_value(&t, "pawl:transaction ");
		timeout = directive_value(&t, "pawl:timeout ");
		if (tx != NULL) {
			f->transaction_off = strncmp(tx, "off", 3) == 0;
			f->transaction_on = !f->transaction_off;
		}
		if (timeout != NULL &&
		    (strncmp(timeout, "lock=none", 9) == 0 || strncmp(timeout, "lock=0", 6) == 0))
			f->no_lock_timeout = true;
	}
}

static int add_plain(struct lint_call *c, const char *path, struct pawl_error *err)
{
	struct lint_file f = {.path = path};
	char *text = NULL;
	int rc;

	if (strcmp(path, "-") == 0) {
		f.path = "standard input";
		rc = read_input(c->arena, &text, &f.len, err);
	} else {
		rc = file_read_all(path, LONGEST, c->arena, &text, &f.len, err);
	}
	if (rc != 0)
		return rc;
	f.text = text;
	f.length = f.len;
	read_head(c->in.dialect, &f);
	*vec_push(&c->files, c->arena) = f;
	return 0;
}

static int add_migration(struct lint_call *c, const struct migration *m, bool context,
			 struct pawl_error *err)
{
	const struct script *up = &m->up;
	int64_t timeout = up->settings.lock_timeout_ms;
	struct lint_file f = {
		.path = up->path,
		.context = context,
		.transaction_on = up->settings.tx == MIGRATION_TX_ON,
		.transaction_off = up->settings.tx == MIGRATION_TX_OFF,
		.no_lock_timeout = timeout == 0 ||
				   (timeout < 0 && c->call.work.settings->lock_timeout_ms == 0),
	};
	char *text = NULL;
	int rc;

	f.of_folder = true;
	f.foreign = strcmp(c->call.set.layout, "native") != 0;
	if (up->path == NULL)
		return 0;
	if (up->text != NULL) {
		f.text = up->text;
		f.len = f.length = up->length;
		f.derived = true;
	} else {
		rc = file_read_all(up->path, LONGEST, c->arena, &text, &f.len, err);
		if (rc != 0)
			return rc;
		f.text = text;
		f.offset = up->offset < f.len ? up->offset : f.len;
		f.length = up->length < f.len - f.offset ? up->length : f.len - f.offset;
	}
	*vec_push(&c->files, c->arena) = f;
	return 0;
}

static bool is_same_file(const char *a, const char *b)
{
	_cleanup_free_ char *x = realpath(a, NULL), *y = realpath(b, NULL);

	return x != NULL && y != NULL && strcmp(x, y) == 0;
}

static bool is_given(const struct lint_call *c, const char *path)
{
	for (size_t i = 0; path != NULL && i < c->o->files_len; i++)
		if (is_same_file(c->o->files[i], path))
			return true;
	return false;
}

/* What of a given file is a migration's, be it its way back. */
static bool belongs(const struct set *set, const char *path)
{
	for (size_t i = 0; i < set->len; i++) {
		const struct migration *m = set->v[i].m;
		const char *const paths[] = {m->up.path, m->down.path, m->verify.path};

		for (size_t k = 0; k < 3; k++)
			if (paths[k] != NULL && is_same_file(path, paths[k]))
				return true;
	}
	return false;
}

static int choose_given(struct lint_call *c, struct pawl_error *err)
{
	const struct set *set = &c->call.set;
	size_t end = 0;
	int rc = 0;

	for (size_t i = 0; i < set->len; i++)
		if (is_given(c, set->v[i].m->up.path))
			end = i + 1;
	for (size_t i = 0; rc == 0 && i < end; i++)
		rc = add_migration(c, set->v[i].m, !is_given(c, set->v[i].m->up.path), err);
	for (size_t i = 0; rc == 0 && i < c->o->files_len; i++) {
		const char *path = c->o->files[i];

		if (strcmp(path, "-") == 0 || !belongs(set, path))
			rc = add_plain(c, path, err);
	}
	return rc;
}

static int choose_pending(struct lint_call *c, struct pawl_error *err)
{
	struct pawl_status status;
	int rc = call_connect(&c->call, CALL_READ, err);

	if (rc == 0)
		rc = report_status(&c->call.work, &c->call.set, c->arena, &status, err);
	if (rc != 0)
		return rc;
	for (size_t i = 0; rc == 0 && i < status.len; i++) {
		const struct pawl_migration *m = &status.migrations[i];
		const struct set_entry *e = set_find_file(&c->call.set, m->filename);
		bool pending = m->state == PAWL_STATE_PENDING || m->state == PAWL_STATE_FAILED ||
			       m->state == PAWL_STATE_OUT_OF_ORDER;

		/* What is applied the database itself tells. */
		if (e != NULL && m->state != PAWL_STATE_EXCLUDED && (pending || c->o->offline))
			rc = add_migration(c, e->m, !pending, err);
	}
	return rc;
}

static int choose_all(struct lint_call *c, struct pawl_error *err)
{
	const struct set *set = &c->call.set;
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < set->len; i++) {
		if (set->v[i].excluded)
			continue;
		rc = add_migration(c, set->v[i].m, false, err);
		if (rc == 0 && c->files.len > 0)
			c->files.v[c->files.len - 1].new_run = true;
	}
	return rc;
}

static bool has_folders(const struct settings *s)
{
	for (size_t i = 0; i < s->dirs_len; i++)
		if (!file_is_dir(s->dirs[i]))
			return false;
	return true;
}

int lint_files_choose(struct lint_call *c, struct pawl_error *err)
{
	int rc = 0;

	/* Numbers that are used twice are another command's to refuse. */
	if (c->o->files_len == 0 || has_folders(c->call.work.settings))
		rc = call_read_files(&c->call, CALL_MERGE, err);
	if (rc != 0)
		return rc;
	if (c->o->files_len > 0)
		return choose_given(c, err);
	return c->o->pending ? choose_pending(c, err) : choose_all(c, err);
}

int lint_files_mark_sealed(struct lint_call *c, struct pawl_error *err)
{
	const struct settings *s = c->call.work.settings;
	struct map sealed = {.arena = c->arena};
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < s->dirs_len; i++)
		rc = sum_sealed(s->dirs[i], c->arena, &sealed, err);
	for (size_t i = 0; rc == 0 && i < c->files.len; i++)
		c->files.v[i].applied |= c->files.v[i].of_folder &&
					 map_has(&sealed, c->files.v[i].path);
	return rc;
}

/* Has it, or a part of it, been run? */
static bool has_run(const struct pawl_migration *m)
{
	return m->state == PAWL_STATE_APPLIED || m->state == PAWL_STATE_CHANGED ||
	       m->state == PAWL_STATE_IN_PROGRESS ||
	       (m->state == PAWL_STATE_FAILED && m->statements_done > 0);
}

/* A repeatable may be edited: it runs again. A history that cannot be read is other commands'. */
void lint_files_mark_applied(struct lint_call *c)
{
	struct map applied = {.arena = c->arena};
	struct pawl_status status;
	struct pawl_error own = {0};

	if (report_status(&c->call.work, &c->call.set, c->arena, &status, &own) != 0)
		return;
	for (size_t i = 0; i < status.len; i++) {
		const struct pawl_migration *m = &status.migrations[i];
		const struct set_entry *e = set_find_file(&c->call.set, m->filename);

		if (e != NULL && e->m->kind != MIGRATION_REPEATABLE && e->m->up.path != NULL &&
		    has_run(m))
			map_put(&applied, e->m->up.path, c);
	}
	for (size_t i = 0; i < c->files.len; i++)
		c->files.v[i].applied |= c->files.v[i].of_folder &&
					 map_has(&applied, c->files.v[i].path);
}
