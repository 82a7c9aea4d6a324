/* SPDX-License-Identifier: Apache-2.0 */
/* pawl_lint: files, what a database at hand knows, the rules, the report. */
#include <pawl/lint.h>

#include "api/lint_call.h"

#include "api/lint_engine.h"
#include "api/lint_live.h"
#include "api/result.h"
#include "base/file.h"

#include <string.h>

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
	bool fixable = f->edits_len > 0 && !f->file->derived;

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
		.fixable = fixable && !f->file->applied,
		.applied = fixable && f->file->applied,
	};
}

/* By rule and place: what the two runs number differently is the same all the same. */
static bool is_found(const struct lint_result *in, const struct lint_finding *f)
{
	for (size_t i = 0; i < in->len; i++)
		if (in->findings[i].rule == f->rule && in->findings[i].file == f->file &&
		    in->findings[i].at == f->at)
			return true;
	return false;
}

/*
 * A dev database is empty, and says nothing of what is needed elsewhere: an allow
 * and a line of the baseline are used where the files alone need them.
 */
static int forgive(struct lint_call *c, struct report *r, struct pawl_error *err)
{
	const struct lint_rule *unused = lint_rule_find("unused-allow");
	struct lint_input in = c->in;
	struct lint_result files;
	struct lint_finding *v;
	size_t n = 0;
	int rc;

	in.empty_len = 0;
	in.engine = NULL;
	rc = lint_run(&in, c->arena, &files, err);
	if (rc != 0)
		return rc;
	v = arena_array(c->arena, struct lint_finding, r->result.len);
	for (size_t i = 0; i < r->result.len; i++)
		if (r->result.findings[i].rule != unused ||
		    is_found(&files, &r->result.findings[i]))
			v[n++] = r->result.findings[i];
	r->result.findings = v;
	r->result.len = n;
	for (size_t i = 0; i < files.len; i++)
		lint_baseline_takes(&c->baseline, files.findings[i].fingerprint);
	return 0;
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
	lint_files_mark_applied(c);
	rc = lint_live_read(&c->call.work, c->files.v, c->files.len, c->o->pending, c->arena, &live,
			    err);
	if (rc != 0)
		return rc;
	c->live = true;
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
		rc = lint_files_choose(c, err);
	if (rc == 0)
		rc = lint_files_mark_sealed(c, err);
	if (rc != 0)
		return rc;
	if (!c->o->offline)
		rc = ask_live(c, err);
	c->in.files = c->files.v;
	c->in.files_len = c->files.len;
	if (rc == 0)
		rc = run_rules(c, r, err);
	if (rc == 0 && c->live)
		rc = forgive(c, r, err);
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
