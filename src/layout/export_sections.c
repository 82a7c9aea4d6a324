/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Forms that keep up and down in sections of one file: goose, dbmate,
 * sql-migrate, tern, node-pg-migrate, Liquibase, and graphile-migrate with its up
 * alone.
 */
#include "layout/digest.h"
#include "layout/export.h"
#include "layout/template.h"

#include <ctype.h>
#include <string.h>

static void add(struct export_out *out, const struct export_item *i, const char *text)
{
	export_add(out, arena_printf(out->arena, "%s_%s.sql", i->version, i->name), text);
	out->downs += i->down != NULL;
}

/* The text with one newline at its end. */
static void put_text(struct buf *b, const char *text)
{
	size_t len = strlen(text);

	while (len > 0 && isspace((unsigned char)text[len - 1]))
		len--;
	buf_add(b, text, len);
	buf_addc(b, '\n');
}

/* Lines are read one by one, and put together again with a line feed. */
static int check_lines(const struct export_out *out, const struct export_item *i, const char *text,
		       struct pawl_error *err)
{
	if (text == NULL || !export_has(out, text, "\r\n"))
		return 0;
	return export_refuse(i->m, out->form, "holds CR LF in a text", err);
}

static int write_goose(struct export_out *out, const struct export_item *i, struct pawl_error *err)
{
	_cleanup_buf_ struct buf b = {0};
	int rc = check_lines(out, i, i->up, err);

	if (rc == 0)
		rc = check_lines(out, i, i->down, err);
	if (rc != 0)
		return rc;
	if (i->up_alone || i->down_alone)
		buf_adds(&b, "-- +goose NO TRANSACTION\n");
	buf_adds(&b, "-- +goose Up\n");
	rc = export_mark(out, i->up, "-- +goose StatementBegin", "-- +goose StatementEnd", &b, err);
	if (rc == 0 && i->down != NULL) {
		buf_adds(&b, "\n-- +goose Down\n");
		rc = export_mark(out, i->down, "-- +goose StatementBegin", "-- +goose StatementEnd",
				 &b, err);
	}
	if (rc == 0)
		add(out, i, buf_dup(&b, out->arena));
	return rc;
}

/* Its reader drops lines that begin with "-- ", wherever they stand. */
static int put_sql_migrate(struct export_out *out, const struct export_item *i, const char *text,
			   struct buf *b, struct pawl_error *err)
{
	int rc = check_lines(out, i, text, err);

	if (rc == 0 && export_has(out, text, "\n-- "))
		return export_refuse(i->m, out->form, "holds a text with a line \"-- ...\"", err);
	return rc != 0 ? rc
		       : export_mark(out, text, "-- +migrate StatementBegin",
				     "-- +migrate StatementEnd", b, err);
}

static int write_sql_migrate(struct export_out *out, const struct export_item *i,
			     struct pawl_error *err)
{
	_cleanup_buf_ struct buf b = {0};
	int rc;

	buf_printf(&b, "-- +migrate Up%s\n", i->up_alone ? " notransaction" : "");
	rc = put_sql_migrate(out, i, i->up, &b, err);
	if (rc == 0 && i->down != NULL) {
		buf_printf(&b, "\n-- +migrate Down%s\n", i->down_alone ? " notransaction" : "");
		rc = put_sql_migrate(out, i, i->down, &b, err);
	}
	if (rc == 0)
		add(out, i, buf_dup(&b, out->arena));
	return rc;
}

static int write_dbmate(struct export_out *out, const struct export_item *i, struct pawl_error *err)
{
	_cleanup_buf_ struct buf b = {0};

	(void)err;
	buf_printf(&b, "-- migrate:up%s\n", i->up_alone ? " transaction:false" : "");
	put_text(&b, i->up);
	buf_printf(&b, "\n-- migrate:down%s\n", i->down_alone ? " transaction:false" : "");
	if (i->down != NULL)
		put_text(&b, i->down);
	add(out, i, buf_dup(&b, out->arena));
	return 0;
}

/* Outside of a transaction it cuts the text into statements itself. */
static int write_tern(struct export_out *out, const struct export_item *i, struct pawl_error *err)
{
	static const char alone[] = "---- tern: disable-tx ----\n";
	_cleanup_buf_ struct buf b = {0};

	(void)err;
	if (i->up_alone)
		buf_adds(&b, alone);
	put_text(&b, template_escape(i->up, out->arena));
	if (i->down != NULL) {
		buf_adds(&b, "\n---- create above / drop below ----\n\n");
		if (i->down_alone)
			buf_adds(&b, alone);
		put_text(&b, template_escape(i->down, out->arena));
	}
	add(out, i, buf_dup(&b, out->arena));
	return 0;
}

static int write_node_pg_migrate(struct export_out *out, const struct export_item *i,
				 struct pawl_error *err)
{
	_cleanup_buf_ struct buf b = {0};

	(void)err;
	buf_adds(&b, "-- Up Migration\n");
	put_text(&b, i->up);
	if (i->down != NULL) {
		buf_adds(&b, "\n-- Down Migration\n");
		put_text(&b, i->down);
	}
	add(out, i, buf_dup(&b, out->arena));
	return 0;
}

/* Each line as it is; none that is blank above the first or behind the last. */
static void put_rollback(struct buf *b, const char *text)
{
	size_t left = strlen(text);

	while (left > 0 && isspace((unsigned char)text[left - 1]))
		left--;
	while (left > 0) {
		size_t len = strcspn(text, "\n");

		len = len > left ? left : len;
		buf_printf(b, "--rollback %.*s\n", (int)len, text);
		len += len < left;
		text += len;
		left -= len;
	}
}

/* Does a comment, or a hint, stand inside of a statement or of a body between dollars? */
static bool has_comment(const struct export_out *out, const struct export_statement *st)
{
	struct lex_token t;
	struct lexer lx;

	lex_init(&lx, out->lex, st->text, st->len);
	for (lex_next(&lx, &t); t.kind != LEX_END; lex_next(&lx, &t))
		if (t.kind == LEX_COMMENT || (t.kind == LEX_STRING && *t.text == '$' &&
					      (memmem(t.text, t.len, "--", 2) != NULL ||
					       memmem(t.text, t.len, "/*", 2) != NULL)))
			return true;
	return false;
}

/* How a text stands in a changeset. */
struct changes {
	struct buf text;
	const char *delimiter; /* NULL: ';' */
	bool whole;            /* it is not to be split */
	bool comments;         /* they are not to be stripped */
};

static void changes_done(struct changes *c)
{
	buf_done(&c->text);
}
#define _cleanup_changes_ __attribute__((cleanup(changes_done)))

/*
 * Liquibase ends statements at each ';' that it takes for none of a literal. Where one holds
 * such the text goes as a whole, which PostgreSQL's driver splits itself, if it is in a
 * transaction; the others take one statement, and another delimiter ends each. It strips
 * comments; where they are to stay what stands behind the last statement would be one to it.
 */
static int put_changes(struct export_out *out, const char *text, bool alone, struct changes *ret,
		       struct pawl_error *err)
{
	struct export_statements s;
	bool inner = false;
	int rc = export_cut(out, text, &s, NULL, err);

	if (rc != 0)
		return rc;
	for (size_t i = 0; i < s.len; i++) {
		inner |= strchr(s.v[i].text, ';') != NULL;
		ret->comments |= has_comment(out, &s.v[i]);
	}
	ret->whole = inner && (s.len == 1 || (out->engine == ENGINE_POSTGRES && !alone));
	if (inner && !ret->whole)
		ret->delimiter = export_delimiter(text);
	if (ret->delimiter == NULL && !ret->comments) {
		put_text(&ret->text, text);
		return 0;
	}
	for (size_t i = 0; i < s.len; i++) {
		buf_printf(&ret->text, "%s%s;\n", s.v[i].above, s.v[i].text);
		if (ret->delimiter != NULL)
			buf_printf(&ret->text, "%s\n", ret->delimiter);
	}
	if (!ret->comments)
		buf_adds(&ret->text, s.below);
	return 0;
}

/* A precondition is one line. */
static int put_checks(struct export_out *out, const struct export_item *i, struct buf *b,
		      struct pawl_error *err)
{
	const struct migration *m = i->m;

	if (m->checks_len != 0)
		buf_printf(b, "--preconditions onFail:%s\n",
			   m->unmet_records ? "MARK_RAN" : "HALT");
	for (size_t k = 0; k < m->checks_len; k++) {
		const struct migration_check *c = &m->checks[k];

		if (strpbrk(c->sql, "\r\n") != NULL || strpbrk(c->expected, " \t\r\n") != NULL)
			return export_refuse(m, out->form, "has a precondition of several lines",
					     err);
		buf_printf(b, "--precondition-sql-check expectedResult:%s %s\n", c->expected,
			   c->sql);
	}
	return 0;
}

static void put_attribute(struct buf *b, bool is_there, const char *name, const char *value)
{
	if (is_there)
		buf_printf(b, "%s%s", name, value);
}

static int write_liquibase(struct export_out *out, const struct export_item *i,
			   struct pawl_error *err)
{
	_cleanup_changes_ struct changes up = {0}, down = {0};
	_cleanup_buf_ struct buf b = {0};
	bool alone = i->up_alone || i->down_alone;
	int rc = put_changes(out, i->up, alone, &up, err);

	if (rc == 0 && i->down != NULL)
		rc = put_changes(out, i->down, alone, &down, err);
	if (rc != 0)
		return rc;
	buf_printf(&b, "--liquibase formatted sql\n\n--changeset pawl:%s%s%s%s",
		   i->repeatable ? i->name : i->version, i->repeatable ? " runOnChange:true" : "",
		   alone ? " runInTransaction:false" : "",
		   up.comments || down.comments ? " stripComments:false" : "");
	put_attribute(&b, up.whole, " splitStatements:", "false");
	put_attribute(&b, up.delimiter != NULL, " endDelimiter:", up.delimiter);
	put_attribute(&b, down.whole, " rollbackSplitStatements:", "false");
	put_attribute(&b, down.delimiter != NULL, " rollbackEndDelimiter:", down.delimiter);
	buf_addc(&b, '\n');
	rc = put_checks(out, i, &b, err);
	if (rc != 0)
		return rc;
	buf_add(&b, buf_str(&up.text), up.text.len);
	/* A changeset without SQL is none to it. */
	if (i->up_count == 0)
		buf_adds(&b, "SELECT 1;\n");
	put_rollback(&b, buf_str(&down.text));
	if (i->down != NULL && i->down_count == 0)
		buf_adds(&b, "--rollback empty\n");
	add(out, i, buf_dup(&b, out->arena));
	return 0;
}

/* The changelog to start from: Liquibase would order a folder by names, not by numbers. */
static void finish_liquibase(struct export_out *out)
{
	_cleanup_buf_ struct buf b = {0};

	buf_adds(&b, "databaseChangeLog:\n");
	for (size_t i = 0; i < out->files.len; i++)
		buf_printf(&b,
			   "  - include:\n      file: %s\n      relativeToChangelogFile: true\n",
			   out->files.v[i].name);
	export_add(out, "changelog.yaml", buf_dup(&b, out->arena));
}

static const char *trimmed(const char *text, struct arena *a)
{
	size_t len;

	while (isspace((unsigned char)*text))
		text++;
	len = strlen(text);
	while (len > 0 && isspace((unsigned char)text[len - 1]))
		len--;
	return arena_strndup(a, text, len);
}

/* "sha1:..." of the last file, "" before the first. */
static const char *last_hash(const struct export_out *out)
{
	const char *hash = out->files.len == 0
				   ? NULL
				   : strstr(out->files.v[out->files.len - 1].text, "--! Hash: ");

	return hash == NULL ? "" : arena_strndup(out->arena, hash + 10, strcspn(hash + 10, "\n"));
}

static int write_graphile(struct export_out *out, const struct export_item *i,
			  struct pawl_error *err)
{
	size_t number = out->files.len + 1;
	const char *previous = last_hash(out);
	const char *body = trimmed(arena_printf(out->arena, "%s%s",
						i->up_alone ? "--! no-transaction\n" : "", i->up),
				   out->arena);
	const char *hashed = arena_printf(
		out->arena, "%s\n",
		trimmed(arena_printf(out->arena, "%s\n%s", previous, body), out->arena));
	const char *hash = digest_sha1(hashed, strlen(hashed), out->arena);

	(void)err;
	export_add(out, arena_printf(out->arena, "committed/%06zu-%s.sql", number, i->name),
		   arena_printf(out->arena, "--! Previous: %s\n--! Hash: sha1:%s\n\n%s\n",
				*previous == '\0' ? "-" : previous, hash, body));
	return 0;
}

static void finish_graphile(struct export_out *out)
{
	export_add(out, "current.sql", "-- Enter migration here\n");
}

static const char *const node_pg_migrate_marks[] = {"up migration", "down migration", NULL};
static const char *const liquibase_marks[] = {
	"changeset",   "rollback",      "precondition", "property",
	"ignoreLines", "validCheckSum", "comment",      NULL,
};

const struct export_form export_forms_sections[] = {
	{.name = "goose", .numbers = EXPORT_INT64, .wraps = EXPORT_ALL, .write = write_goose},
	{.name = "dbmate",
	 .numbers = EXPORT_TEXT,
	 .wraps = EXPORT_ALL,
	 .whole = true,
	 .write = write_dbmate},
	{.name = "sql-migrate", .wraps = EXPORT_ALL, .write = write_sql_migrate},
	{.name = "tern", .numbers = EXPORT_GAPLESS, .wraps = EXPORT_ALL, .write = write_tern},
	{.name = "node-pg-migrate",
	 .wraps = EXPORT_ALL,
	 .no_outside = EXPORT_ALL,
	 .marks = node_pg_migrate_marks,
	 .write = write_node_pg_migrate},
	{.name = "liquibase",
	 .numbers = EXPORT_PARTS,
	 .repeatables = true,
	 .checks = true,
	 .values = true,
	 .filled = true,
	 .wraps = EXPORT_ALL,
	 .marks = liquibase_marks,
	 .write = write_liquibase,
	 .finish = finish_liquibase},
	{.name = "graphile-migrate",
	 .wraps = EXPORT_ALL,
	 .whole = true,
	 .write = write_graphile,
	 .finish = finish_graphile},
};
const size_t export_forms_sections_len = sizeof(export_forms_sections) /
					 sizeof(*export_forms_sections);
