/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pawl_lint: which files are judged and which only tell what was there before.
 * What runs together counts as one run: a table made in it is new to all of it.
 */
#include <pawl/lint.h>

#include "lint/lint.h"

#include "api/lint_baseline.h"
#include "api/lint_engine.h"
#include "api/lint_live.h"
#include "api/result.h"
#include "api/session.h"
#include "base/cleanup.h"
#include "base/file.h"
#include "base/text.h"
#include "migrate/report.h"

#include <string.h>

enum { LONGEST = 512 << 20, INPUT_CHUNK = 64 << 10 };

struct lint_call {
	struct call call;
	const struct pawl_lint_options *o;
	struct arena *arena;
	struct lint_input in;
	VEC(struct lint_file) files;
	struct lint_baseline baseline;
};

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
	struct lexer lx;
	struct lex_token t;

	lex_init(&lx, d->lex, f->text, f->len);
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

static int choose_files(struct lint_call *c, struct pawl_error *err)
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

/* "mysql 8.0", "14" -> 80000, 140000. */
static int read_server(struct lint_input *in, const char *text, struct pawl_error *err)
{
	unsigned part[3] = {0, 0, 0};
	const char *p = text;

	if (text == NULL)
		return 0;
	p += strcspn(p, "0123456789");
	if (sscanf(p, "%3u.%3u.%3u", &part[0], &part[1], &part[2]) < 1 || part[0] == 0) {
		fail(err, PAWL_E_USAGE, "\"%s\" is no version of a server", text);
		hint(err, "write 14, \"mariadb 10.6\" or \"mysql 8.0\"");
		return PAWL_E_USAGE;
	}
	in->version = in->dialect->numbered_parameters
			      ? (int)(part[0] * 10000 + part[1])
			      : (int)(part[0] * 10000 + part[1] * 100 + part[2]);
	in->oracle_mysql = strncasecmp(text, "my", 2) == 0;
	return 0;
}

static const char *line_of(const struct lint_finding *f, struct arena *a)
{
	const char *text = f->file->text, *start = text + f->at, *end = text + f->at;

	while (start > text && start[-1] != '\n')
		start--;
	while (end < text + f->file->len && *end != '\n' && *end != '\r')
		end++;
	return arena_strndup(a, start, (size_t)(end - start));
}

struct report {
	struct pawl_lint_report public; /* first: what the caller holds */
	struct arena *arena;
	struct lint_result result;
};

static void add_finding(struct report *r, struct pawl_finding *to, const struct lint_finding *f)
{
	*to = (struct pawl_finding){
		.rule = f->rule->id,
		.class_name = lint_class_name(f->rule->class),
		.level = (enum pawl_level)f->rule->level,
		.file = f->file->path,
		.line = f->line,
		.column = f->column,
		.end_line = f->end_line,
		.end_column = f->end_column,
		.text = line_of(f, r->arena),
		.message = f->message,
		.why = f->rule->why,
		.safe = f->safe,
		.fingerprint = f->fingerprint,
		.fixable = f->edits_len > 0 && !f->file->derived,
	};
}

static void publish(struct lint_call *c, struct report *r)
{
	struct pawl_lint_report *p = &r->public;
	size_t stale_len;
	const struct pawl_finding *stale;
	struct pawl_finding *v;

	v = arena_array(r->arena, struct pawl_finding, r->result.len + c->baseline.len);
	p->dialect = c->in.dialect->name;
	p->files = r->result.files;
	p->statements = r->result.statements;
	p->allowed = r->result.allowed;
	p->findings = v;
	for (size_t i = 0; i < r->result.len; i++) {
		const struct lint_finding *f = &r->result.findings[i];

		if (lint_baseline_takes(&c->baseline, f->fingerprint))
			p->known++;
		else
			add_finding(r, &v[p->len++], f);
	}
	stale = lint_baseline_stale(&c->baseline, &c->in, r->arena, &stale_len);
	for (size_t i = 0; i < stale_len; i++)
		v[p->len++] = stale[i];
	for (size_t i = 0; i < p->len; i++) {
		p->errors += v[i].level == PAWL_LEVEL_ERROR;
		p->warnings += v[i].level == PAWL_LEVEL_WARNING;
		p->notes += v[i].level == PAWL_LEVEL_NOTE;
	}
}

/* A database that cannot be asked is missed only by those who named it for this. */
static int connect(struct lint_call *c, struct pawl_error *err)
{
	struct pawl_error own = {0};
	int rc;

	if (c->call.work.db != NULL)
		return 0;
	rc = call_connect(&c->call, CALL_READ, &own);
	if (rc == PAWL_E_CANCELLED) {
		*err = own;
		return rc;
	}
	if (rc != 0)
		work_say(&c->call.work, PAWL_EVENT_WARNING, "the files alone are judged: %s",
			 own.message);
	return 0;
}

/* What the database at hand knows: its version, its tables, and which of them are empty. */
static int ask_live(struct lint_call *c, struct pawl_error *err)
{
	const struct db_info *info;
	struct lint_live live;
	int rc;

	if (c->call.work.settings->url == NULL)
		return 0;
	rc = connect(c, err);
	if (rc != 0 || c->call.work.db == NULL)
		return rc;
	info = db_info(c->call.work.db);
	if (c->o->server == NULL) {
		c->in.version = info->version;
		c->in.oracle_mysql = strcmp(info->product, "MySQL") == 0;
	}
	rc = lint_live_read(&c->call.work, c->files.v, c->files.len, c->arena, &live, err);
	if (rc != 0)
		return rc;
	c->in.whole = c->o->pending;
	c->in.empty = live.empty;
	c->in.empty_len = live.empty_len;
	*vec_push(&c->files, c->arena) = live.file;
	memmove(c->files.v + 1, c->files.v, (c->files.len - 1) * sizeof(*c->files.v));
	c->files.v[0] = live.file;
	return 0;
}

static int run_rules(struct lint_call *c, struct report *r, struct pawl_error *err)
{
	struct lint_server server;
	int rc = 0;

	if (!c->o->offline) {
		lint_server_open(&server, &c->call, &c->in.engine);
		rc = lint_run(&c->in, c->arena, &r->result, err);
		lint_server_close(&server);
	} else {
		rc = lint_run(&c->in, c->arena, &r->result, err);
	}
	return rc;
}

static int run(struct lint_call *c, struct report *r, struct pawl_error *err)
{
	int rc = read_server(&c->in, c->o->server, err);

	if (rc == 0)
		rc = lint_baseline_read(&c->baseline, c->o->baseline, c->arena, err);
	if (rc == 0)
		rc = choose_files(c, err);
	if (rc != 0)
		return rc;
	if (!c->o->offline)
		rc = ask_live(c, err);
	c->in.files = c->files.v;
	c->in.files_len = c->files.len;
	if (rc == 0)
		rc = run_rules(c, r, err);
	if (rc == 0)
		publish(c, r);
	return rc;
}

int pawl_lint(struct pawl_session *s, const struct pawl_lint_options *o,
	      struct pawl_lint_report **ret, struct pawl_error *err)
{
	struct lint_call c = {.o = o};
	struct report *r;
	int rc;

	error_reset(err);
	if (o == NULL || o->size != sizeof(*o))
		return fail(err, PAWL_E_USAGE, "struct pawl_lint_options has the wrong size");
	if (s->dialect == NULL) {
		fail(err, PAWL_E_USAGE, "neither a dialect nor a URL says which SQL this is");
		hint(err, "add --dialect sqlite, postgres or mysql");
		return PAWL_E_USAGE;
	}
	r = result_new(sizeof(*r), &c.arena);
	r->arena = c.arena;
	call_start(&c.call, s, s->dialect, c.arena);
	c.in = (struct lint_input){
		.dialect = s->dialect,
		.ignore = o->ignore,
		.ignore_len = o->ignore_len,
		.enable = o->enable,
		.enable_len = o->enable_len,
	};
	rc = call_end(&c.call, run(&c, r, err));
	if (rc != 0)
		result_free(r);
	else
		*ret = &r->public;
	return rc;
}

void pawl_lint_free(struct pawl_lint_report *report)
{
	result_free(report);
}

void pawl_lint_fix(const struct pawl_lint_report *report, const char *file, const char **ret_before,
		   const char **ret_after)
{
	const struct report *r = (const struct report *)(const void *)report;

	*ret_before = NULL;
	*ret_after = lint_fix(&r->result, file, r->arena);
	for (size_t i = 0; *ret_after != NULL && i < r->result.len; i++)
		if (strcmp(r->result.findings[i].file->path, file) == 0)
			*ret_before = r->result.findings[i].file->text;
}

int pawl_lint_write(const char *file, const char *text, struct pawl_error *err)
{
	error_reset(err);
	return file_write(file, text, strlen(text), err);
}

const char *pawl_lint_baseline(const struct pawl_lint_report *report)
{
	const struct report *r = (const struct report *)(const void *)report;

	return lint_baseline_text(&r->result, r->arena);
}

const char *pawl_level_name(enum pawl_level level)
{
	return lint_level_name((enum lint_level)level);
}
