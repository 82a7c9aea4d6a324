/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tests/golden/layout/<layout>/<case>/: a folder of migrations and expected.txt,
 * what the layout makes of it: a line for each migration, one for each of its
 * scripts, or the error. A file "dialect" says by which rules; else none is
 * known. With PAWL_GOLDEN_UPDATE=1 the expected files are written anew.
 */
#include "base/buf.h"
#include "base/cleanup.h"
#include "base/file.h"
#include "dialect/dialect.h"
#include "layout/layout.h"

#include <inttypes.h>
#include <string.h>
#include <unistd.h>

static void print_script(struct buf *b, const char *label, const struct script *s)
{
	static const char *const tx[] = {"auto", "on", "off"};

	if (s->path == NULL)
		return;
	buf_printf(b, "  %s %s bytes %" PRIu64 "+%" PRIu64 " line %lu tx %s", label, s->path,
		   s->offset, s->length, s->line, tx[s->settings.tx]);
	if (s->settings.lock_timeout_ms >= 0)
		buf_printf(b, " lock %" PRId64 " ms", s->settings.lock_timeout_ms);
	if (s->settings.statement_timeout_ms >= 0)
		buf_printf(b, " statement %" PRId64 " ms", s->settings.statement_timeout_ms);
	buf_addc(b, '\n');
	if (s->text != NULL) /* made by the layout: as it will be run */
		buf_printf(b, "----\n%.*s\n----\n", (int)s->length, s->text + s->offset);
}

/* What another tool's table would say; long checksums by their first digits. */
static void print_record(struct buf *b, const struct migration_record *r)
{
	buf_printf(b, "  record %s", r->version);
	if (r->description != NULL)
		buf_printf(b, " description \"%s\"", r->description);
	if (r->script != NULL)
		buf_printf(b, " script %s", r->script);
	if (r->checksum != NULL)
		buf_printf(b, " checksum %.20s", r->checksum);
	for (const char *const *p = r->checksums; p != NULL && *p != NULL; p++)
		buf_printf(b, " or %.20s", *p);
	if (r->any_checksum)
		buf_adds(b, " or any");
	buf_addc(b, '\n');
}

static void print_migration(struct buf *b, const struct migration *m)
{
	const char *kind = m->kind == MIGRATION_REPEATABLE ? "repeatable"
			   : m->hash_id                    ? "hash"
							   : "numbered";

	buf_printf(b, "%s \"%s\" %s %s %.12s\n", m->version[0] == '\0' ? "-" : m->version, m->name,
		   kind, m->filename, m->checksum);
	if (m->language != NULL)
		buf_printf(b, "  language %s\n", m->language);
	if (m->baseline)
		buf_adds(b, "  baseline\n");
	for (size_t i = 0; i < m->checks_len; i++)
		buf_printf(b, "  check %s = %s (line %lu)%s\n", m->checks[i].sql,
			   m->checks[i].expected, m->checks[i].line,
			   m->unmet_records ? ", else recorded" : "");
	print_script(b, "up", &m->up);
	print_script(b, "down", &m->down);
	print_script(b, "verify", &m->verify);
	for (size_t i = 0; i < m->requires_len; i++)
		buf_printf(b, "  requires %s at %" PRIu64 " (%lu:%lu)\n", m->requires[i].name,
			   m->requires[i].offset, m->requires[i].line, m->requires[i].column);
	for (size_t i = 0; i < m->replaces_len; i++)
		buf_printf(b, "  replaces %s\n", m->replaces[i]);
	for (size_t i = 0; i < m->envs_len; i++)
		buf_printf(b, "  env %s\n", m->envs[i]);
	for (size_t i = 0; i < m->allows_len; i++)
		buf_printf(b, "  allow %s: %s (line %lu)\n", m->allows[i].rule, m->allows[i].reason,
			   m->allows[i].line);
	if (m->record != NULL)
		print_record(b, m->record);
	if (m->irreversible != NULL)
		buf_printf(b, "  irreversible: %s\n", m->irreversible);
}

static void print_error(struct buf *b, const struct pawl_error *err)
{
	buf_printf(b, "%s: %s\n", pawl_error_name(err->code), err->message);
	if (err->file[0] != '\0')
		buf_printf(b, "  at %s:%lu:%lu\n", err->file, err->line, err->column);
	if (err->detail[0] != '\0')
		buf_printf(b, "  detail: %s\n", err->detail);
	if (err->hint[0] != '\0')
		buf_printf(b, "  hint: %s\n", err->hint);
}

static const struct lex_rules *rules_of_case(struct arena *a, const char **ret_name)
{
	char *name;

	if (file_read_all("dialect", 100, a, &name, NULL, NULL) != 0)
		return NULL;
	name[strcspn(name, "\n")] = '\0';
	*ret_name = dialect_find(name)->name;
	return dialect_find(name)->lex;
}

/* The working directory is the case, so that no path depends on where the sources are. */
static int check(const char *layout_name, const char *dir, struct arena *a)
{
	const char *here = ".";
	struct pawl_error err = {0};
	struct migration_list list = {0};
	const struct layout *layout;
	_cleanup_buf_ struct buf b = {0};
	struct layout_input in = {.dirs = &here, .dirs_len = 1};
	char *expected = NULL;

	if (chdir(dir) != 0 || layout_find(layout_name, &layout, &err) != 0)
		return 1;
	in.lex = rules_of_case(a, &in.dialect);
	if (layout_list(&in, a, &err) != 0 || layout->read(&in, a, &list, &err) != 0)
		print_error(&b, &err);
	for (size_t i = 0; i < list.len; i++)
		print_migration(&b, &list.v[i]);
	for (size_t i = 0; i < list.notes_len; i++)
		buf_printf(&b, "note %s\n", list.notes[i]);
	for (size_t i = 0; i < list.asides_len; i++)
		buf_printf(&b, "aside%s%s %s\n", list.asides[i].up ? " up" : "",
			   list.asides[i].down ? " down" : "", list.asides[i].text);
	if (getenv("PAWL_GOLDEN_UPDATE") != NULL)
		return file_write("expected.txt", buf_str(&b), b.len, &err) != 0;
	if (file_read_all("expected.txt", 1 << 20, a, &expected, NULL, &err) == 0 &&
	    strcmp(expected, buf_str(&b)) == 0)
		return 0;
	printf("%s differs:\n--- expected\n%s--- got\n%s", dir, expected ? expected : "",
	       buf_str(&b));
	return 1;
}

int main(int argc, char **argv)
{
	_cleanup_arena_ struct arena a = {0};
	struct file_list layouts, cases;
	size_t failed = 0, n = 0;

	if (argc != 2 || file_list(argv[1], &a, &layouts, NULL) != 0)
		return 2;
	for (size_t i = 0; i < layouts.len; i++) {
		const char *dir = file_join(&a, argv[1], layouts.v[i].name);

		if (!layouts.v[i].is_dir || file_list(dir, &a, &cases, NULL) != 0)
			continue;
		for (size_t k = 0; k < cases.len; k++, n++)
			failed += (size_t)check(layouts.v[i].name,
						file_join(&a, dir, cases.v[k].name), &a);
	}
	printf("%zu cases, %zu failed\n", n, failed);
	return failed != 0 || n == 0;
}
