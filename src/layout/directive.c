/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One function a directive, in a table. transaction and timeout belong to the
 * section they stand in; above the first section they hold for all of them. The
 * others speak of the migration, wherever they stand.
 */
#include "layout/directive.h"

#include "base/text.h"
#include "base/vec.h"
#include "layout/batch_option.h"
#include "layout/duration.h"

#include <ctype.h>
#include <errno.h>
#include <string.h>

struct reading {
	const struct directive_file *file;
	const struct scan_text *text;
	struct migration *m;
	struct arena *arena;
	struct pawl_error *err;

	const struct scan_directive *d; /* the one at hand */
	struct script *section;         /* the open one; NULL above the first */
	struct script_settings common;  /* of the file, above its sections */
	bool tx_given, timeout_given;   /* in this section */
	VEC(struct migration_ref) requires;
	VEC(const char *) replaces, envs;
	VEC(struct migration_allow) allows;
	VEC(struct script_batch) batches; /* of this section */
};

static int place(const struct reading *r, unsigned long column, int code)
{
	at(r->err, r->file->path, r->d->line, column);
	return code;
}

/* Fail at a column of the directive's line. */
#define refuse(r, column, ...) place(r, column, fail((r)->err, PAWL_E_SYNTAX, __VA_ARGS__))

static unsigned long column_of(const struct reading *r, const char *in_value)
{
	return r->d->value_column + (unsigned long)(in_value - r->d->value);
}

/* A word of a list with commas or blanks between; false at the end. */
static bool next_word(const char **at_, const char **ret, size_t *ret_len)
{
	const char *p = *at_ + strspn(*at_, " \t\v\f\r,");

	*ret = p;
	*ret_len = strcspn(p, " \t\v\f\r,");
	*at_ = p + *ret_len;
	return *ret_len != 0;
}

static int expect_value(const struct reading *r, const char *form)
{
	if (r->d->value[0] != '\0')
		return 0;
	refuse(r, r->d->name_column, "directive \"%s\" needs a value", r->d->name);
	hint(r->err, "write: -- pawl:%s", form);
	return PAWL_E_SYNTAX;
}

static int read_requires(struct reading *r)
{
	const char *p = r->d->value, *word;
	size_t len;
	int rc = expect_value(r, "requires 003 005");

	while (rc == 0 && next_word(&p, &word, &len))
		*vec_push(&r->requires, r->arena) = (struct migration_ref){
			.name = arena_strndup(r->arena, word, len),
			.offset = r->d->value_offset + (uint64_t)(word - r->d->value),
			.line = r->d->line,
			.column = column_of(r, word),
		};
	return rc;
}

static int read_replaces(struct reading *r)
{
	const char *p = r->d->value, *word;
	size_t len;
	int rc = expect_value(r, "replaces 001 002");

	while (rc == 0 && next_word(&p, &word, &len))
		*vec_push(&r->replaces, r->arena) = arena_strndup(r->arena, word, len);
	return rc;
}

static int read_env(struct reading *r)
{
	static const char taken[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "0123456789_-.";
	const char *p = r->d->value, *word;
	size_t len;
	int rc = expect_value(r, "env dev staging");

	while (rc == 0 && next_word(&p, &word, &len)) {
		if (strspn(word, taken) < len)
			return refuse(r, column_of(r, word), "invalid environment name \"%.*s\"",
				      (int)len, word);
		*vec_push(&r->envs, r->arena) = arena_strndup(r->arena, word, len);
	}
	return rc;
}

static struct script_settings *settings(struct reading *r)
{
	return r->section != NULL ? &r->section->settings : &r->common;
}

static int refuse_second(const struct reading *r)
{
	return refuse(r, r->d->name_column, "directive \"%s\" is given twice", r->d->name);
}

static int read_transaction(struct reading *r)
{
	int rc = expect_value(r, "transaction off");

	if (rc != 0)
		return rc;
	if (r->tx_given)
		return refuse_second(r);
	r->tx_given = true;
	if (strcmp(r->d->value, "on") == 0) {
		settings(r)->tx = MIGRATION_TX_ON;
	} else if (strcmp(r->d->value, "off") == 0) {
		settings(r)->tx = MIGRATION_TX_OFF;
	} else {
		refuse(r, r->d->value_column, "invalid value \"%s\" of directive \"transaction\"",
		       r->d->value);
		hint(r->err, "write \"on\" or \"off\"");
		return PAWL_E_SYNTAX;
	}
	return 0;
}

static int read_one_timeout(struct reading *r, const char *word, size_t len)
{
	struct script_settings *s = settings(r);
	const char *equals = memchr(word, '=', len);
	size_t key = equals == NULL ? len : (size_t)(equals - word);
	int64_t *target = NULL, ms;

	if (key == strlen("lock") && strncmp(word, "lock", key) == 0)
		target = &s->lock_timeout_ms;
	else if (key == strlen("statement") && strncmp(word, "statement", key) == 0)
		target = &s->statement_timeout_ms;
	if (target == NULL || equals == NULL) {
		refuse(r, column_of(r, word), "invalid timeout \"%.*s\"", (int)len, word);
		hint(r->err, "write: -- pawl:timeout lock=3s statement=10min");
		return PAWL_E_SYNTAX;
	}
	if (!duration_parse(equals + 1, len - key - 1, &ms)) {
		refuse(r, column_of(r, equals + 1), "invalid duration \"%.*s\"",
		       (int)(len - key - 1), equals + 1);
		hint(r->err, DURATION_HINT);
		return PAWL_E_SYNTAX;
	}
	*target = ms;
	return 0;
}

static int read_timeout(struct reading *r)
{
	const char *p = r->d->value, *word;
	size_t len;
	int rc = expect_value(r, "timeout lock=3s statement=10min");

	if (rc == 0 && r->timeout_given)
		return refuse_second(r);
	r->timeout_given = true;
	while (rc == 0 && next_word(&p, &word, &len))
		rc = read_one_timeout(r, word, len);
	return rc;
}

static int read_irreversible(struct reading *r)
{
	if (r->m->irreversible != NULL)
		return refuse_second(r);
	r->m->irreversible = r->d->value;
	return 0;
}

static int read_allow(struct reading *r)
{
	const char *value = r->d->value;
	size_t len = strspn(value, "abcdefghijklmnopqrstuvwxyz0123456789-");
	size_t blanks = strspn(value + len, " \t");
	int rc = expect_value(r, "allow drop-column why it is safe here");

	if (rc != 0)
		return rc;
	if (len == 0 || (value[len] != '\0' && blanks == 0))
		return refuse(r, r->d->value_column, "invalid rule name \"%.*s\"",
			      (int)strcspn(value, " \t"), value);
	*vec_push(&r->allows, r->arena) = (struct migration_allow){
		.rule = arena_strndup(r->arena, value, len),
		.reason = value + len + blanks,
		.line = r->d->line,
	};
	return 0;
}

static int refuse_verify_batch(struct reading *r)
{
	refuse(r, r->d->name_column, "directive \"batch\" in a verify script");
	hint(r->err, "a verify script changes nothing: put the statement into the way up");
	return PAWL_E_SYNTAX;
}

static int read_batch(struct reading *r)
{
	struct script_batch batch;
	int rc;

	if (r->file->role == NAME_VERIFY || r->section == &r->m->verify)
		return refuse_verify_batch(r);
	rc = batch_option_read(r->file->path, r->d, r->arena, &batch, r->err);
	if (rc == 0)
		*vec_push(&r->batches, r->arena) = batch;
	return rc;
}

/* The script for a section or a file of that role. */
static struct script *script_of(struct migration *m, enum name_role role)
{
	return role == NAME_DOWN ? &m->down : role == NAME_VERIFY ? &m->verify : &m->up;
}

static const char *role_name(enum name_role role)
{
	return role == NAME_DOWN ? "down" : role == NAME_VERIFY ? "verify" : "up";
}

static void take_batches(struct reading *r, struct script *script)
{
	script->batches = r->batches.v;
	script->batches_len = r->batches.len;
	memset(&r->batches, 0, sizeof(r->batches));
}

static void close_section(struct reading *r, uint64_t end)
{
	if (r->section == NULL)
		return;
	r->section->length = end - r->section->offset;
	take_batches(r, r->section);
}

/* Nothing is above the first section that it could stand before. */
static int refuse_homeless_batch(const struct reading *r)
{
	const struct script_batch *batch = &r->batches.v[0];

	fail(r->err, PAWL_E_SYNTAX, "directive \"batch\" stands before no statement");
	hint(r->err, "put it right above the statement that is to run in ranges");
	at(r->err, r->file->path, batch->line, batch->column);
	return PAWL_E_SYNTAX;
}

static int refuse_first_section(const struct reading *r)
{
	refuse(r, r->d->column, "SQL stands above the first section");
	detail(r->err, "the SQL begins at line %lu", r->d->code_line);
	hint(r->err, "put a line \"-- pawl:up\" above it");
	return PAWL_E_SYNTAX;
}

static int begin_section(struct reading *r, enum name_role role)
{
	struct script *script = script_of(r->m, role);

	if (r->d->value[0] != '\0')
		return refuse(r, r->d->value_column, "directive \"%s\" takes no value", r->d->name);
	if (r->section == NULL && r->d->code_line != 0)
		return refuse_first_section(r);
	if (script->path != NULL)
		return refuse(r, r->d->name_column, "section \"%s\" stands twice", r->d->name);
	if (r->section == NULL && r->batches.len != 0)
		return refuse_homeless_batch(r);
	close_section(r, r->d->start);
	*script = (struct script){
		.path = r->file->path,
		.offset = r->d->end,
		.line = r->d->line + 1,
		.settings = r->common,
	};
	r->section = script;
	r->tx_given = r->timeout_given = false;
	return 0;
}

static int read_up(struct reading *r)
{
	return begin_section(r, NAME_UP);
}

static int read_down(struct reading *r)
{
	return begin_section(r, NAME_DOWN);
}

static int read_verify(struct reading *r)
{
	return begin_section(r, NAME_VERIFY);
}

static const struct {
	const char *name;
	int (*read)(struct reading *r);
	bool anywhere; /* in down and verify files, too */
	bool section;
} known[] = {
	{"requires", read_requires, false, false},
	{"replaces", read_replaces, false, false},
	{"env", read_env, false, false},
	{"transaction", read_transaction, true, false},
	{"timeout", read_timeout, true, false},
	{"irreversible", read_irreversible, false, false},
	{"allow", read_allow, true, false},
	{"batch", read_batch, true, false},
	{"up", read_up, false, true},
	{"down", read_down, false, true},
	{"verify", read_verify, false, true},
};

enum { KNOWN = sizeof(known) / sizeof(*known) };

static int refuse_unknown(const struct reading *r)
{
	const char *names[KNOWN], *nearest;
	char *lower = arena_strdup(r->arena, r->d->name);

	for (size_t i = 0; i < KNOWN; i++)
		names[i] = known[i].name;
	for (char *p = lower; *p != '\0'; p++)
		*p = (char)tolower((unsigned char)*p);
	nearest = text_nearest(lower, names, KNOWN);
	if (r->d->name[0] == '\0')
		refuse(r, r->d->column, "directive without a name");
	else
		refuse(r, r->d->name_column, "unknown directive \"%s\"", r->d->name);
	if (nearest != NULL)
		hint(r->err, "did you mean \"-- pawl:%s\"?", nearest);
	else
		hint(r->err,
		     "known are: requires, replaces, env, transaction, timeout, irreversible, "
		     "allow, batch, up, down, verify");
	return PAWL_E_SYNTAX;
}

static int read_directive(struct reading *r, bool dash_needs_space)
{
	size_t i = 0;

	while (i < KNOWN && strcmp(r->d->name, known[i].name) != 0)
		i++;
	if (i == KNOWN)
		return refuse_unknown(r);
	if (!known[i].anywhere && r->file->role != NAME_UP) {
		refuse(r, r->d->name_column, "directive \"%s\" in a %s file", known[i].name,
		       role_name(r->file->role));
		hint(r->err, "it belongs into the file of the way up");
		return PAWL_E_SYNTAX;
	}
	/* A section's marker is cut off; any other line reaches the server. */
	if (r->d->glued && dash_needs_space && !known[i].section) {
		refuse(r, r->d->column, "\"--pawl:%s\" is no comment in this dialect",
		       known[i].name);
		hint(r->err, "put a blank behind the dashes: -- pawl:%s", known[i].name);
		return PAWL_E_SYNTAX;
	}
	return known[i].read(r);
}

/* Sections filled a copy of the migration; join it with what other files gave. */
static int join(const struct reading *r, enum name_role role, struct migration *into)
{
	struct script *old = script_of(into, role);
	const struct script *new = script_of(r->m, role);

	if (new->path == NULL)
		return 0;
	if (old->path != NULL) {
		fail(r->err, PAWL_E_FILE, "two %s scripts for one migration: \"%s\" and \"%s\"",
		     role_name(role), old->path, new->path);
		hint(r->err, "keep one of them");
		return PAWL_E_FILE;
	}
	*old = *new;
	return 0;
}

static void take_rest(const struct reading *r, struct migration *m)
{
	m->requires = r->requires.v;
	m->requires_len = r->requires.len;
	m->replaces = r->replaces.v;
	m->replaces_len = r->replaces.len;
	m->envs = r->envs.v;
	m->envs_len = r->envs.len;
	m->irreversible = r->m->irreversible;
}

/* A down file's own pardons stand beside those of the up file. */
static void take_allows(const struct reading *r, struct migration *m)
{
	VEC(struct migration_allow) all = {0};

	if (r->allows.len == 0)
		return;
	for (size_t i = 0; i < m->allows_len; i++)
		*vec_push(&all, r->arena) = m->allows[i];
	for (size_t i = 0; i < r->allows.len; i++)
		*vec_push(&all, r->arena) = r->allows.v[i];
	m->allows = all.v;
	m->allows_len = all.len;
}

int directive_apply(const struct directive_file *file, const struct scan_text *text,
		    struct arena *a, struct migration *m, struct pawl_error *err)
{
	struct migration mine = {0};
	struct reading r = {.file = file, .text = text, .m = &mine, .arena = a, .err = err};
	int rc = 0;

	r.common.lock_timeout_ms = r.common.statement_timeout_ms = -1;
	for (size_t i = 0; rc == 0 && i < text->len; i++) {
		r.d = &text->directives[i];
		rc = read_directive(&r, text->dash_needs_space);
	}
	if (rc != 0)
		return rc;
	close_section(&r, text->size);
	if (r.section == NULL || (file->role == NAME_UP && mine.up.path == NULL)) {
		*script_of(&mine, file->role) = (struct script){
			.path = file->path,
			.length = r.section == NULL ? text->size : 0,
			.line = 1,
			.settings = r.common,
		};
		take_batches(&r, script_of(&mine, file->role));
	}
	for (enum name_role role = NAME_UP; rc == 0 && role <= NAME_VERIFY; role++) {
		script_of(&mine, role)->stamp = text->stamp;
		rc = join(&r, role, m);
	}
	if (rc != 0)
		return rc;
	if (file->role == NAME_UP)
		take_rest(&r, m);
	take_allows(&r, m);
	return 0;
}

struct memory {
	const char *text;
	size_t len;
};

static int read_memory(void *ctx, uint64_t offset, char *data, size_t size, size_t *ret_len,
		       struct pawl_error *err)
{
	const struct memory *m = ctx;
	size_t left = offset < m->len ? m->len - (size_t)offset : 0;

	(void)err;
	*ret_len = left < size ? left : size;
	memcpy(data, m->text + (left == 0 ? 0 : offset), *ret_len);
	return 0;
}

int directive_script(const char *text, const char *name, const struct lex_rules *rules,
		     struct arena *a, struct script *ret, struct pawl_error *err)
{
	const struct directive_file file = {.path = name, .role = NAME_DOWN};
	_cleanup_scanner_ struct scanner *sc = scan_new(rules);
	struct memory memory = {.text = text, .len = strlen(text)};
	struct migration m = {0};
	struct scan_text found;
	int rc = scan_run(sc, read_memory, &memory, name, a, &found, err);

	if (rc == 0)
		rc = directive_apply(&file, &found, a, &m, err);
	if (rc != 0)
		return rc;
	*ret = m.down;
	ret->text = text;
	return 0;
}
