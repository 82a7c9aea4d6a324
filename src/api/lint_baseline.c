/* SPDX-License-Identifier: Apache-2.0 */
#include "api/lint_baseline.h"

#include "base/buf.h"
#include "base/file.h"

#include <string.h>

enum { LONGEST = 64 << 20 };

int lint_baseline_read(struct lint_baseline *b, const char *path, struct arena *a,
		       struct pawl_error *err)
{
	VEC(struct lint_baseline_line) lines = {0};
	char *text = NULL;
	unsigned long line = 1;
	size_t len;
	int rc;

	if (path == NULL)
		return 0;
	rc = file_read_all(path, LONGEST, a, &text, &len, err);
	if (rc != 0)
		return rc;
	for (char *p = text; *p != '\0'; line++) {
		size_t n = strcspn(p, "\n"), key = strcspn(p, " \t\r\n");

		if (key > 0 && *p != '#')
			*vec_push(&lines, a) = (struct lint_baseline_line){
				.fingerprint = arena_strndup(a, p, key),
				.text = arena_strndup(a, p, strcspn(p, "\r\n")),
				.line = line,
			};
		p += n + (p[n] == '\n');
	}
	b->path = path;
	b->v = lines.v;
	b->len = lines.len;
	return 0;
}

bool lint_baseline_takes(struct lint_baseline *b, const char *fingerprint)
{
	for (size_t i = 0; i < b->len; i++)
		if (strcmp(b->v[i].fingerprint, fingerprint) == 0) {
			b->v[i].used = true;
			return true;
		}
	return false;
}

/* "fingerprint rule place:line": does it speak of a file that this call has not judged? */
static bool is_elsewhere(const struct lint_baseline_line *line, const struct lint_input *in,
			 struct arena *a)
{
	const char *rule = strchr(line->text, ' ');
	const char *place = rule == NULL ? NULL : strchr(rule + 1, ' ');
	const char *end = place == NULL ? NULL : strrchr(place, ':');
	const char *path;

	if (end == NULL)
		return false;
	path = arena_strndup(a, place + 1, (size_t)(end - place - 1));
	for (size_t i = 0; i < in->files_len; i++)
		if (!in->files[i].context && strcmp(in->files[i].path, path) == 0)
			return false;
	return file_exists(path);
}

const struct pawl_finding *lint_baseline_stale(const struct lint_baseline *b,
					       const struct lint_input *in, struct arena *a,
					       size_t *ret_len)
{
	const struct lint_rule *rule = lint_rule_find("stale-baseline");
	VEC(struct pawl_finding) stale = {0};

	*ret_len = 0;
	for (size_t i = 0; i < in->ignore_len; i++)
		if (strcmp(in->ignore[i], rule->id) == 0)
			return NULL;
	for (size_t i = 0; i < b->len; i++) {
		if (b->v[i].used || is_elsewhere(&b->v[i], in, a))
			continue;
		*vec_push(&stale, a) = (struct pawl_finding){
			.rule = rule->id,
			.class_name = lint_class_name(rule->class),
			.level = (enum pawl_level)rule->level,
			.file = b->path,
			.line = b->v[i].line,
			.column = 1,
			.end_line = b->v[i].line,
			.end_column = 1 + strlen(b->v[i].fingerprint),
			.text = b->v[i].text,
			.message = "this line of the baseline matches no finding",
			.why = rule->why,
			.safe = rule->safe,
			.fingerprint = b->v[i].fingerprint,
		};
	}
	*ret_len = stale.len;
	return stale.v;
}

const char *lint_baseline_text(const struct lint_result *result, struct arena *a)
{
	_cleanup_buf_ struct buf b = {0};

	buf_adds(&b, "# Findings that pawl lint passes over: fingerprint, rule, place.\n");
	for (size_t i = 0; i < result->len; i++) {
		const struct lint_finding *f = &result->findings[i];

		buf_printf(&b, "%s %s %s:%lu\n", f->fingerprint, f->rule->id, f->file->path,
			   f->line);
	}
	return buf_dup(&b, a);
}
