/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Forms that keep up and down in sections of one file: goose, dbmate,
 * sql-migrate, tern, node-pg-migrate, Liquibase, and graphile-migrate with its up
 * alone.
 */
#include "layout/digest.h"
#include "layout/export.h"

#include <ctype.h>
#include <string.h>

static void add(struct export_out *out, const struct export_item *i, const char *text)
{
	*vec_push(&out->files, out->arena) = (struct export_file){
		arena_printf(out->arena, "%s_%s.sql", i->version, i->name), text};
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

static int write_goose(struct export_out *out, const struct export_item *i, struct pawl_error *err)
{
	_cleanup_buf_ struct buf b = {0};
	int rc;

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

static int write_sql_migrate(struct export_out *out, const struct export_item *i,
			     struct pawl_error *err)
{
	_cleanup_buf_ struct buf b = {0};
	int rc;

	buf_printf(&b, "-- +migrate Up%s\n", i->up_alone ? " notransaction" : "");
	rc = export_mark(out, i->up, "-- +migrate StatementBegin", "-- +migrate StatementEnd", &b,
			 err);
	if (rc == 0 && i->down != NULL) {
		buf_printf(&b, "\n-- +migrate Down%s\n", i->down_alone ? " notransaction" : "");
		rc = export_mark(out, i->down, "-- +migrate StatementBegin",
				 "-- +migrate StatementEnd", &b, err);
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

static int write_tern(struct export_out *out, const struct export_item *i, struct pawl_error *err)
{
	_cleanup_buf_ struct buf b = {0};

	(void)err;
	if (i->up_alone || i->down_alone)
		buf_adds(&b, "---- tern: disable-tx ----\n");
	put_text(&b, i->up);
	if (i->down != NULL) {
		buf_adds(&b, "\n---- create above / drop below ----\n\n");
		put_text(&b, i->down);
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

static void put_rollback(struct buf *b, const char *text)
{
	while (*text != '\0') {
		size_t len = strcspn(text, "\n");
		size_t blank = strspn(text, " \t\r");

		if (blank < len)
			buf_printf(b, "--rollback %.*s\n", (int)len, text);
		text += len + (text[len] != '\0');
	}
}

/*
 * Liquibase ends statements at each ';'. Where one holds such, the text goes whole; but MariaDB
 * and MySQL take one statement at a time, and another delimiter ends each. *ret_how is the
 * attribute that says so.
 */
static int put_unsplit(struct export_out *out, const char *text, bool down, struct buf *b,
		       const char **ret_how, struct pawl_error *err)
{
	_cleanup_buf_ struct buf marked = {0};
	int rc = export_mark(out, text, "\1", "\1", &marked, err);

	*ret_how = "";
	if (rc != 0 || memchr(buf_str(&marked), '\1', marked.len) == NULL) {
		put_text(b, text);
	} else if (out->engine == ENGINE_MYSQL) {
		*ret_how = down ? " rollbackEndDelimiter://" : " endDelimiter://";
		rc = export_mark(out, text, NULL, "//", b, err);
	} else {
		*ret_how = down ? " rollbackSplitStatements:false" : " splitStatements:false";
		put_text(b, text);
	}
	return rc;
}

static int write_liquibase(struct export_out *out, const struct export_item *i,
			   struct pawl_error *err)
{
	_cleanup_buf_ struct buf b = {0}, up = {0}, down = {0};
	const char *how_up, *how_down = "";
	int rc = put_unsplit(out, i->up, false, &up, &how_up, err);

	if (rc == 0 && i->down != NULL)
		rc = put_unsplit(out, i->down, true, &down, &how_down, err);
	if (rc != 0)
		return rc;
	buf_printf(&b, "--liquibase formatted sql\n\n--changeset pawl:%s%s%s%s%s\n",
		   i->repeatable ? i->name : i->version, i->repeatable ? " runOnChange:true" : "",
		   i->up_alone ? " runInTransaction:false" : "", how_up, how_down);
	buf_add(&b, buf_str(&up), up.len);
	put_rollback(&b, buf_str(&down));
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
	*vec_push(&out->files, out->arena) =
		(struct export_file){"changelog.yaml", buf_dup(&b, out->arena)};
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
	*vec_push(&out->files, out->arena) = (struct export_file){
		arena_printf(out->arena, "committed/%06zu-%s.sql", number, i->name),
		arena_printf(out->arena, "--! Previous: %s\n--! Hash: sha1:%s\n\n%s\n",
			     *previous == '\0' ? "-" : previous, hash, body)};
	return 0;
}

static void finish_graphile(struct export_out *out)
{
	*vec_push(&out->files, out->arena) =
		(struct export_file){"current.sql", "-- Enter migration here\n"};
}

const struct export_form export_forms_sections[] = {
	{.name = "goose", .write = write_goose},
	{.name = "dbmate", .write = write_dbmate},
	{.name = "sql-migrate", .write = write_sql_migrate},
	{.name = "tern", .numbers = EXPORT_GAPLESS, .write = write_tern},
	{.name = "node-pg-migrate", .write = write_node_pg_migrate},
	{.name = "liquibase",
	 .repeatables = true,
	 .write = write_liquibase,
	 .finish = finish_liquibase},
	{.name = "graphile-migrate", .write = write_graphile, .finish = finish_graphile},
};
const size_t export_forms_sections_len = sizeof(export_forms_sections) /
					 sizeof(*export_forms_sections);
