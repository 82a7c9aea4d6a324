/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A script is read twice: once to learn how it must run (a transaction cannot
 * be left again when CREATE INDEX CONCURRENTLY turns up in it), once to run it.
 * Both passes stream, so memory stays that of the longest statement.
 */
#include "migrate/script.h"

#include "base/cleanup.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/vec.h"
#include "migrate/batch_effect.h"
#include "migrate/batch_text.h"
#include "migrate/placeholder.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct script_reader {
	struct splitter *splitter;
	struct placeholder_filter *filter; /* NULL without variables */
	const char *name;
	int fd; /* -1 for memory */
	const char *text;
	uint64_t left; /* bytes of the section, or of text, not yet read */
	bool crlf;     /* lines may end in a carriage return and a line feed */
	bool held;     /* a carriage return was read, and not yet what follows it */
	const struct script_batch *batches, *batch; /* those to come; of the statement at hand */
	size_t batches_len;
};

static int read_bytes(struct script_reader *r, char *data, size_t size, size_t *ret_len,
		      struct pawl_error *err)
{
	int rc = 0;

	if (size > r->left)
		size = (size_t)r->left;
	*ret_len = size;
	if (size == 0)
		return 0;
	if (r->fd >= 0) {
		rc = file_read(r->fd, r->name, data, size, ret_len, err);
	} else {
		memcpy(data, r->text, size);
		r->text += size;
	}
	r->left -= *ret_len;
	return rc;
}

/* Take "\r\n" for "\n"; the length of what remains. */
static size_t drop_returns(char *data, size_t len)
{
	char *to = memchr(data, '\r', len);

	if (to == NULL)
		return len;
	for (const char *from = to, *end = data + len; from < end; from++) {
		if (*from != '\r' || from + 1 == end || from[1] != '\n')
			*to++ = *from;
	}
	return (size_t)(to - data);
}

/*
 * Lines as the engine's own client reads them: mariadb and sqlite3 drop the
 * carriage return of each line's end, inside literals and the bodies of routines,
 * too. So a file makes the same schema whatever editor wrote it.
 */
static int read_lines(void *ctx, char *data, size_t size, size_t *ret_len, struct pawl_error *err)
{
	struct script_reader *r = ctx;
	size_t len, got;

	if (!r->crlf)
		return read_bytes(r, data, size, ret_len, err);
	assert(size > 1);
	do {
		int rc;

		len = r->held ? 1 : 0;
		rc = read_bytes(r, data + len, size - len, &got, err);
		if (rc != 0)
			return rc;
		if (r->held)
			*data = '\r';
		len += got;
		r->held = got != 0 && data[len - 1] == '\r';
		len -= r->held;
	} while (len == 0 && r->held);
	*ret_len = drop_returns(data, len);
	return 0;
}

/* What the history will hold is the checksum of what was read first. */
static int check_unchanged(const struct script_reader *r, const struct script *file,
			   struct pawl_error *err)
{
	struct file_stamp now;
	int rc = file->stamp.inode == 0 ? 0 : file_stamp(r->fd, r->name, &now, err);

	if (rc != 0 || file->stamp.inode == 0)
		return rc;
	if (now.inode == file->stamp.inode && now.size == file->stamp.size &&
	    now.changed_ns == file->stamp.changed_ns)
		return 0;
	fail(err, PAWL_E_FILE, "file \"%s\" was changed while pawl was at work", r->name);
	hint(err, "run the command again: it reads the file as it is now");
	return PAWL_E_FILE;
}

/* Set up everything below the splitter; source is what the splitter is to read. */
static int open_source(const struct work *w, const struct script_text *text,
		       struct script_reader *r, struct split_source *source, struct pawl_error *err)
{
	const struct script *file = text->file;
	int rc;

	r->crlf = w->dialect->lex->crlf;
	r->name = text->name != NULL ? text->name : file->path;
	*source = (struct split_source){.read = read_lines, .ctx = r, .name = r->name};
	if (text->text != NULL) {
		r->text = text->text;
		r->left = strlen(text->text);
	} else if (file->text != NULL) {
		r->text = file->text + file->offset;
		r->left = file->length;
		source->offset = file->offset;
		source->line = file->line;
	} else {
		rc = file_open(file->path, &r->fd, err);
		if (rc == 0)
			rc = check_unchanged(r, file, err);
		if (rc != 0)
			return rc;
		if (file->offset != 0 && lseek(r->fd, (off_t)file->offset, SEEK_SET) < 0)
			return fail_errno(err, PAWL_E_FILE, "could not read file \"%s\"", r->name);
		r->left = file->length;
		source->offset = file->offset;
		source->line = file->line;
	}
	if (w->settings->vars_len != 0 && (file == NULL || !file->literal)) {
		r->filter = placeholder_new(source, w->settings->vars, w->settings->vars_len);
		source->read = placeholder_read;
		source->ctx = r->filter;
	}
	return 0;
}

int script_open(const struct work *w, const struct script_text *text, struct script_reader **ret,
		struct pawl_error *err)
{
	_cleanup_script_ struct script_reader *r = xcalloc(1, sizeof(*r));
	struct split_source source;
	int rc;

	r->fd = -1;
	rc = open_source(w, text, r, &source, err);
	if (rc == 0)
		rc = split_open(w->dialect->lex, &source, &r->splitter, err);
	if (rc == 0 && text->file != NULL) {
		r->batches = text->file->batches;
		r->batches_len = text->file->batches_len;
	}
	if (rc == 0)
		*ret = TAKE(r);
	return rc;
}

void script_close(struct script_reader *r)
{
	if (r == NULL)
		return;
	split_close(r->splitter);
	placeholder_free(r->filter);
	if (r->fd >= 0)
		close(r->fd);
	free(r);
}

void script_close_ptr(struct script_reader **r)
{
	script_close(*r);
}

static int refuse_batch(const struct script_reader *r, const char *why, struct pawl_error *err)
{
	fail(err, PAWL_E_SYNTAX, "directive \"batch\" stands %s", why);
	hint(err, "put it right above the statement that is to run in ranges");
	at(err, r->name, r->batches[0].line, r->batches[0].column);
	return PAWL_E_SYNTAX;
}

static unsigned long last_line(const struct statement *st)
{
	unsigned long line = st->line;

	for (const char *p = st->text; (p = memchr(p, '\n', (size_t)(st->text + st->len - p))); p++)
		line++;
	return line;
}

/* Directives have lines of their own, so the line tells which statement is meant. */
static int take_batch(struct script_reader *r, const struct statement *st, struct pawl_error *err)
{
	r->batch = NULL;
	if (r->batches_len == 0 || r->batches[0].line > last_line(st))
		return 0;
	if (r->batches[0].line > st->line)
		return refuse_batch(r, "inside a statement", err);
	if (r->batches_len > 1 && r->batches[1].line < st->line) {
		r->batches++;
		return refuse_batch(r, "twice before one statement", err);
	}
	r->batch = r->batches++;
	r->batches_len--;
	return 0;
}

int script_next(struct script_reader *r, struct statement *ret, bool *ret_more,
		struct pawl_error *err)
{
	int rc = split_next(r->splitter, ret, ret_more, err);

	if (rc == 0 && !*ret_more && r->batches_len != 0)
		return refuse_batch(r, "before no statement", err);
	return rc != 0 || !*ret_more ? rc : take_batch(r, ret, err);
}

const struct script_batch *script_batch(const struct script_reader *r)
{
	return r->batch;
}

const char *script_name(const struct script_reader *r)
{
	return r->name;
}

int script_copy_data(struct script_reader *r, const char **ret, size_t *ret_len, bool *ret_more,
		     struct pawl_error *err)
{
	return split_copy_data(r->splitter, ret, ret_len, ret_more, err);
}

void script_locate(const struct script_reader *r, const struct statement *st,
		   struct pawl_error *err)
{
	script_locate_in(r->name, st, err);
}

void script_locate_in(const char *name, const struct statement *st, struct pawl_error *err)
{
	unsigned long line = st->line, column = st->column;

	if (err == NULL || err->file[0] != '\0')
		return;
	/* The engine counts inside the statement: 1 is the statement's own line. */
	if (err->line > 1) {
		line = st->line + err->line - 1;
		column = err->column;
	} else if (err->line == 1 && err->column > 0) {
		column = st->column + err->column - 1;
	}
	at(err, name, line, column);
	excerpt(err, st->text, st->len);
}

static int run_copy(struct work *w, struct script_reader *r, const struct statement *st,
		    int64_t *ret_changed, struct pawl_error *err)
{
	struct pawl_error ignored = {0};
	const char *data;
	bool more;
	size_t len;
	int rc = db_copy_begin(w->db, st->text, st->len, err);

	if (rc != 0)
		return rc;
	for (;;) {
		rc = script_copy_data(r, &data, &len, &more, err);
		if (rc != 0 || !more)
			break;
		rc = db_copy_data(w->db, data, len, err);
		if (rc != 0)
			break;
	}
	if (rc == 0)
		return db_copy_end(w->db, true, ret_changed, err);
	/* The server's own reason arrives only when the copy is ended. */
	if (db_copy_end(w->db, false, NULL, &ignored) != 0 && rc != PAWL_E_SYNTAX &&
	    rc != PAWL_E_FILE && ignored.sqlstate[0] != '\0' && err != NULL)
		*err = ignored;
	return rc;
}

int script_run(struct work *w, struct script_reader *r, const struct statement *st,
	       int64_t *ret_changed, struct pawl_error *err)
{
	int rc;

	w->statement_since_ms = clock_ms();
	rc = st->copy_data ? run_copy(w, r, st, ret_changed, err)
			   : db_exec(w->db, st->text, st->len, ret_changed, err);
	w->statement_since_ms = 0;
	if (rc != 0)
		script_locate(r, st, err);
	return rc;
}

/* Distinct names in order of appearance. */
struct names {
	struct map seen;
	VEC(const char *) list;
};

static void add_name(struct names *n, const char *name, struct arena *a)
{
	if (map_has(&n->seen, name))
		return;
	name = arena_strdup(a, name);
	map_put(&n->seen, name, NULL);
	*vec_push(&n->list, a) = name;
}

struct survey {
	struct script_facts *facts;
	struct names dropped, written;
	struct arena *arena;
	size_t begins, commits, others; /* transaction control */
	bool open;                      /* a transaction of the file's own */
	bool begins_first, commits_last;
};

static void survey_statement(struct survey *s, const struct statement *st,
			     const struct stmt_class *c)
{
	struct script_facts *f = s->facts;

	f->flags |= c->flags;
	if (c->flags & STMT_NO_TX && f->no_tx_kind == NULL) {
		f->no_tx_kind = c->flags & STMT_CONCURRENTLY
					? arena_printf(s->arena, "%s concurrently", c->kind)
					: c->kind;
		f->no_tx_line = st->line;
	}
	s->begins += (c->flags & STMT_TX_BEGIN) != 0;
	s->commits += (c->flags & STMT_TX_COMMIT) != 0;
	s->others += (c->flags & STMT_TX_ROLLBACK) != 0;
	if (f->statements == 0)
		s->begins_first = c->flags & STMT_TX_BEGIN;
	s->commits_last = c->flags & STMT_TX_COMMIT;
	s->open = (s->open || c->flags & STMT_TX_BEGIN) &&
		  !(c->flags & (STMT_TX_COMMIT | STMT_TX_ROLLBACK));
	/* set_config(), DO and CALL can change settings as well as SET does. */
	if (c->flags & (STMT_SESSION | STMT_QUERY) || strcmp(c->kind, "do") == 0 ||
	    strcmp(c->kind, "call") == 0)
		f->changes_session = true;
	for (size_t i = 0; i < c->objects_len; i++) {
		if (c->flags & STMT_DROPS_TABLE && strcmp(c->objects[i].kind, "table") == 0)
			add_name(&s->dropped, c->objects[i].name, s->arena);
		if (c->flags & (STMT_DML | STMT_DDL))
			add_name(&s->written, c->objects[i].name, s->arena);
	}
	f->statements++;
}

/* What a batched statement must be is known before anything runs. */
static int survey_batch(const struct work *w, struct survey *s, const struct script_reader *r,
			const struct statement *st, const struct stmt_class *c,
			struct pawl_error *err)
{
	const struct script_batch *batch = r->batch;
	int rc;

	if (batch == NULL)
		return 0;
	if (s->facts->batch == NULL)
		s->facts->batch = batch;
	/* Its WHERE only parts the table into ranges. */
	if (strcmp(c->kind, "delete") == 0 || strcmp(c->kind, "update") == 0)
		s->facts->flags |= STMT_DESTRUCTIVE;
	if (!s->open) {
		rc = batch_text_check(w->dialect, batch, st, c, r->name, err);
		return rc != 0 ? rc : batch_effect_check(w->dialect, batch, st, r->name, err);
	}
	fail(err, PAWL_E_SYNTAX, "a batched statement inside a transaction of the file");
	hint(err, "each range is committed on its own: end the transaction above it");
	at(err, r->name, batch->line, batch->column);
	return PAWL_E_SYNTAX;
}

int script_survey(const struct work *w, const struct script_text *text, struct arena *a,
		  struct script_facts *ret, struct pawl_error *err)
{
	_cleanup_script_ struct script_reader *r = NULL;
	_cleanup_arena_ struct arena scratch = {0};
	struct script_facts facts = {0};
	struct survey s = {.facts = &facts, .arena = a};
	bool more;
	int rc = script_open(w, text, &r, err);

	s.dropped.seen.arena = s.written.seen.arena = a;
	while (rc == 0) {
		struct statement st;
		struct stmt_class c;

		rc = script_next(r, &st, &more, err);
		if (rc != 0 || !more)
			break;
		w->dialect->classify(st.text, st.len, &scratch, &c);
		survey_statement(&s, &st, &c);
		rc = survey_batch(w, &s, r, &st, &c, err);
		arena_reset(&scratch);
	}
	if (rc != 0)
		return rc;
	facts.wrapped = s.begins_first && s.commits_last && s.begins == 1 && s.commits == 1 &&
			s.others == 0;
	facts.own_transactions = !facts.wrapped && s.begins + s.commits + s.others != 0;
	facts.dropped = s.dropped.list.v;
	facts.dropped_len = s.dropped.list.len;
	facts.written = s.written.list.v;
	facts.written_len = s.written.list.len;
	*ret = facts;
	return 0;
}

int script_slurp(const struct work *w, const struct script_text *text, size_t limit,
		 struct arena *a, const char **ret, struct pawl_error *err)
{
	struct script_reader r = {.fd = -1};
	_cleanup_buf_ struct buf b = {0};
	struct split_source source;
	size_t n = 1;
	int rc = open_source(w, text, &r, &source, err);

	while (rc == 0 && n != 0 && b.len <= limit) {
		buf_reserve(&b, FILE_CHUNK);
		rc = read_bytes(&r, b.data + b.len, FILE_CHUNK, &n, err);
		if (rc == 0)
			b.len += n;
	}
	placeholder_free(r.filter);
	if (r.fd >= 0)
		close(r.fd);
	if (rc == 0) {
		buf_add(&b, "", 0);
		*ret = b.len > limit ? NULL : buf_dup(&b, a);
	}
	return rc;
}
