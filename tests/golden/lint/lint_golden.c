/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tests/golden/lint/<dialect>/<rule>_fires/ and <rule>_quiet/, and any number of
 * <rule>_fires_<what>/ and <rule>_quiet_<what>/: input.sql, and expected.txt with
 * what that rule finds in it. before.sql of the dialect's
 * folder has been applied; a file "server" says which version it is for. Each
 * rule must have both cases for each of its engines. With PAWL_GOLDEN_UPDATE=1
 * the expected files are written anew.
 */
#include "lint/lint.h"

#include "base/buf.h"
#include "base/file.h"
#include "base/map.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LONGEST = 1 << 20 };

struct suite {
	const char *root;
	const struct dialect *dialect;
	unsigned engine;
	struct map seen; /* "<rule>_fires" */
	struct lint_file before;
	int cases, failed;
};

static bool read_text(const char *dir, const char *name, struct arena *a, struct lint_file *ret)
{
	struct pawl_error err = {0};
	char *text;

	*ret = (struct lint_file){.path = name};
	if (file_read_all(file_join(a, dir, name), LONGEST, a, &text, &ret->len, &err) != 0)
		return false;
	ret->text = text;
	ret->length = ret->len;
	return true;
}

static void set_server(struct lint_input *in, const char *dir, struct arena *a)
{
	struct lint_file server;
	unsigned major, minor;

	if (!read_text(dir, "server", a, &server) ||
	    sscanf(server.text, "%*[a-z] %u.%u", &major, &minor) != 2)
		return;
	in->version = (int)(major * 10000 + minor * 100);
	in->oracle_mysql = strncmp(server.text, "mysql", 5) == 0;
}

/* What the rule finds, a line each; -1 if it cannot be said. */
static int find(const struct suite *s, const char *dir, const char *rule, struct arena *a,
		struct buf *b)
{
	struct lint_file files[2] = {s->before};
	struct lint_input in = {.dialect = s->dialect,
				.files = files,
				.files_len = 2,
				.enable = &rule,
				.enable_len = 1};
	struct lint_result result;
	struct pawl_error err = {0};
	int found = 0;

	files[0].context = true;
	if (!read_text(dir, "input.sql", a, &files[1]))
		return -1;
	files[1].new_run = true;
	set_server(&in, dir, a);
	if (lint_run(&in, a, &result, &err) != 0) {
		buf_printf(b, "%s\n", err.message);
		return -1;
	}
	for (size_t i = 0; i < result.len; i++) {
		const struct lint_finding *f = &result.findings[i];

		if (strcmp(f->rule->id, rule) != 0)
			continue;
		buf_printf(b, "%lu:%lu-%lu:%lu %s: %s\n  %s\n", f->line, f->column, f->end_line,
			   f->end_column, lint_level_name(f->rule->level), f->message, f->safe);
		found++;
	}
	return found;
}

static void complain(struct suite *s, const char *name, const char *what, const char *text)
{
	printf("not ok %s/%s: %s\n%s", s->dialect->name, name, what, text);
	s->failed++;
}

static void check(struct suite *s, const char *name)
{
	struct arena a = {0};
	struct pawl_error err = {0};
	struct lint_file expected;
	_cleanup_buf_ struct buf b = {0};
	char *dir = file_join(&a, file_join(&a, s->root, s->dialect->name), name);
	const char *kind = strchr(name, '_');
	int found;

	s->cases++;
	if (kind == NULL ||
	    lint_rule_find(arena_strndup(&a, name, (size_t)(kind - name))) == NULL) {
		complain(s, name, "names no rule", "");
		arena_done(&a);
		return;
	}
	found = find(s, dir, arena_strndup(&a, name, (size_t)(kind - name)), &a, &b);
	if (found < 0 || (found > 0) != (strncmp(kind, "_fires", 6) == 0))
		complain(s, name, found > 0 ? "must not fire" : "must fire", buf_str(&b));
	else if (getenv("PAWL_GOLDEN_UPDATE") != NULL)
		s->failed += file_write(file_join(&a, dir, "expected.txt"), buf_str(&b), b.len,
					&err) != 0;
	else if (!read_text(dir, "expected.txt", &a, &expected) ||
		 strcmp(expected.text, buf_str(&b)) != 0)
		complain(s, name, "says something else", buf_str(&b));
	arena_done(&a);
}

/* Every rule has its two cases on each of its engines, but for those that no statement tells. */
static void check_complete(struct suite *s)
{
	static const char *const exempt[] = {
		"postgres stale-baseline", "mysql stale-baseline",     "sqlite stale-baseline",
		"mysql not-understood",    "sqlite not-understood",    "mysql does-not-compile",
		"sqlite does-not-compile", "sqlite breaks-dependents",
	};
	static const char *const kinds[] = {"fires", "quiet"};
	size_t n;
	const struct lint_rule *const *rules = lint_rules(&n);
	char key[128];

	for (size_t i = 0; i < n; i++) {
		bool known = !(rules[i]->engines & s->engine);

		snprintf(key, sizeof(key), "%s %s", s->dialect->name, rules[i]->id);
		for (size_t k = 0; k < sizeof(exempt) / sizeof(*exempt); k++)
			known |= strcmp(exempt[k], key) == 0;
		for (size_t k = 0; !known && k < 2; k++) {
			snprintf(key, sizeof(key), "%s_%s", rules[i]->id, kinds[k]);
			if (!map_has(&s->seen, key))
				complain(s, key, "has no case", "");
		}
	}
}

static void run(struct suite *s, struct arena *a)
{
	struct pawl_error err = {0};
	struct file_list cases = {0};
	char *dir = file_join(a, s->root, s->dialect->name);

	s->seen.arena = a;
	if (!read_text(dir, "before.sql", a, &s->before) || file_list(dir, a, &cases, &err) != 0)
		complain(s, dir, "cannot be read", "");
	for (size_t i = 0; i < cases.len; i++) {
		if (!cases.v[i].is_dir)
			continue;
		map_put(&s->seen, cases.v[i].name, s);
		check(s, cases.v[i].name);
	}
	check_complete(s);
}

int main(int argc, char **argv)
{
	static const struct {
		const char *name;
		unsigned engine;
	} engines[] = {{"sqlite", LINT_SQLITE}, {"postgres", LINT_POSTGRES}, {"mysql", LINT_MYSQL}};
	int cases = 0, failed = 0;

	if (argc != 2)
		return 2;
	for (size_t i = 0; i < sizeof(engines) / sizeof(*engines); i++) {
		struct arena a = {0};
		struct suite s = {.root = argv[1],
				  .dialect = dialect_find(engines[i].name),
				  .engine = engines[i].engine};

		run(&s, &a);
		cases += s.cases;
		failed += s.failed;
		arena_done(&a);
	}
	printf("%d cases, %d failed\n", cases, failed);
	return failed != 0 || cases == 0;
}
