/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tests/golden/cost/<dialect>/<case>/: input.sql, and expected.txt with what each
 * statement of it costs, each against what those before it leave. before.sql of
 * the dialect's folder has been applied; a file "server" says which version it is
 * for. With PAWL_GOLDEN_UPDATE=1 the expected files are written anew.
 */
#include "dialect/cost.h"

#include "base/buf.h"
#include "base/file.h"
#include "base/vec.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LONGEST = 1 << 20 };

static char *read_text(const char *dir, const char *name, struct arena *a)
{
	struct pawl_error err = {0};
	char *text;
	size_t len;

	return file_read_all(file_join(a, dir, name), LONGEST, a, &text, &len, &err) == 0 ? text
											  : NULL;
}

static void set_server(struct cost_input *in, const char *text)
{
	unsigned major, minor;

	if (text == NULL || sscanf(text, "%*[a-z] %u.%u", &major, &minor) != 2)
		return;
	in->version = (int)(major * 10000 + minor * 100);
	in->oracle_mysql = strncmp(text, "mysql", 5) == 0;
}

static void write_cost(struct buf *b, const struct cost *c)
{
	buf_printf(b, "    %s%s%s: %s", c->schema != NULL ? c->schema : "",
		   c->schema != NULL ? "." : "", c->table != NULL ? c->table : "?", c->lock);
	if (c->method != NULL)
		buf_printf(b, ", %s", c->method);
	buf_printf(b, ", %s%s", cost_work_name(c->work), c->guess ? "?" : "");
	if (c->blocks_reads || c->blocks_writes)
		buf_printf(b, ", blocks %s", c->blocks_reads ? "all" : "writes");
	if (c->why[0] != '\0')
		buf_printf(b, "; %s", c->why);
	if (c->loses != NULL)
		buf_printf(b, "; loses %s", c->loses);
	buf_addc(b, '\n');
}

/* b NULL: what was there before. */
static int judge(struct cost_input *in, struct known *known, const char *text, struct buf *b)
{
	struct split_text input = {text, strlen(text)};
	struct split_source source = {
		.read = split_read_text, .ctx = &input, .name = "input.sql", .line = 1};
	struct pawl_error err = {0};
	struct splitter *sp = NULL;
	struct statement st;
	bool more = false;
	int rc = split_open(in->dialect->lex, &source, &sp, &err);

	while (rc == 0 && (rc = split_next(sp, &st, &more, &err)) == 0 && more) {
		struct action_list actions = {0};
		struct cost_list costs = {0};

		rc = in->dialect->read(st.text, st.len, in->arena, &actions, &err);
		if (rc == 0) {
			known_resolve(known, &actions);
			cost_of(in, &actions, &costs);
		}
		if (b != NULL)
			buf_printf(b, "%.*s\n", (int)st.len, st.text);
		for (size_t i = 0; b != NULL && i < costs.len; i++)
			write_cost(b, &costs.v[i]);
		for (size_t i = 0; i < actions.len; i++)
			known_apply(known, &actions.v[i], 0, b != NULL);
	}
	split_close(sp);
	if (rc != 0)
		printf("%s\n", err.message);
	return rc;
}

static bool check(const struct dialect *d, const char *root, const char *name)
{
	struct arena a = {0};
	_cleanup_buf_ struct buf b = {0};
	struct known known;
	struct pawl_error err = {0};
	struct cost_input in = {.dialect = d, .known = &known, .arena = &a};
	const char *dir = file_join(&a, root, name), *before = read_text(root, "before.sql", &a);
	const char *input = read_text(dir, "input.sql", &a), *expected;
	bool good;

	known_init(&known, &a);
	set_server(&in, read_text(dir, "server", &a));
	good = before != NULL && input != NULL && judge(&in, &known, before, NULL) == 0 &&
	       judge(&in, &known, input, &b) == 0;
	if (good && getenv("PAWL_GOLDEN_UPDATE") != NULL)
		good = file_write(file_join(&a, dir, "expected.txt"), buf_str(&b), b.len, &err) ==
		       0;
	expected = read_text(dir, "expected.txt", &a);
	good = good && expected != NULL && strcmp(expected, buf_str(&b)) == 0;
	if (!good)
		printf("not ok %s/%s:\n%s", d->name, name, buf_str(&b));
	arena_done(&a);
	return good;
}

int main(int argc, char **argv)
{
	static const char *const names[] = {"mysql", "postgres", "sqlite"};
	int cases = 0, failed = 0;

	if (argc != 2)
		return 2;
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		struct arena a = {0};
		struct pawl_error err = {0};
		struct file_list list = {0};
		const char *root = file_join(&a, argv[1], names[i]);

		if (file_list(root, &a, &list, &err) != 0)
			failed++;
		for (size_t k = 0; k < list.len; k++) {
			if (!list.v[k].is_dir)
				continue;
			cases++;
			failed += !check(dialect_find(names[i]), root, list.v[k].name);
		}
		arena_done(&a);
	}
	printf("%d cases, %d failed\n", cases, failed);
	return failed != 0 || cases == 0;
}
