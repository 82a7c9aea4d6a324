/* SPDX-License-Identifier: Apache-2.0 */
#include "layout/atlas_sum.h"

#include "base/text.h"
#include "layout/digest.h"
#include "layout/sections.h"

#include <string.h>

static bool is_ignored(const struct tree_text *text)
{
	const char *end = memchr(text->data, '\n', text->len);
	size_t len = end == NULL ? text->len : (size_t)(end - text->data);

	return memmem(text->data, len, "atlas:sum ignore", 16) != NULL;
}

static const char *base64_of(struct sha256 h, struct arena *a)
{
	char hex[SHA256_HEX];

	sha256_hex(&h, hex);
	return digest_base64(hex, a);
}

int atlas_sum_compute(struct atlas_hash *v, size_t n, struct arena *a, const char **ret,
		      struct pawl_error *err)
{
	struct sha256 running, all;

	sha256_init(&running);
	sha256_init(&all);
	for (size_t i = 0; i < n; i++) {
		const char *name = v[i].file->name;
		struct tree_text text;
		int rc = tree_read(v[i].file, a, &text, err);

		if (rc != 0)
			return rc;
		sha256_add(&running, name, strlen(name));
		if (is_ignored(&text))
			continue;
		if (text.skipped != 0)
			sha256_add(&running, "\xef\xbb\xbf", text.skipped);
		sha256_add(&running, text.data, text.len);
		v[i].hash = base64_of(running, a);
		sha256_add(&all, name, strlen(name));
		sha256_add(&all, v[i].hash, strlen(v[i].hash));
	}
	*ret = base64_of(all, a);
	return 0;
}

static int refuse(const char *path, unsigned long line, const char *name, const char *what,
		  struct pawl_error *err)
{
	fail(err, PAWL_E_FILE, "file \"%s\" %s", name, what);
	hint(err,
	     "get the file back as it was, or, if the change is meant, run \"atlas migrate hash\" "
	     "to write %s anew",
	     ATLAS_SUM);
	at(err, path, line, 0);
	return PAWL_E_FILE;
}

static bool line_is(const struct line *l, const char *text)
{
	return l->len == strlen(text) && memcmp(l->text, text, l->len) == 0;
}

/* A line of the list against the file that should stand there. */
static int check_line(const char *path, const struct line *l, const struct atlas_hash *next,
		      struct arena *a, struct pawl_error *err)
{
	const char *mark = memmem(l->text, l->len, " h1:", 4);
	const char *name =
		arena_strndup(a, l->text, mark == NULL ? l->len : (size_t)(mark - l->text));
	int order = next == NULL ? -1 : strcmp(name, next->file->name);

	if (mark == NULL)
		return refuse(path, l->number, name, "is no line of a checksum file", err);
	if (order < 0)
		return refuse(path, l->number, name, "is listed, but it is not there", err);
	if (order > 0)
		return refuse(path, l->number, next->file->name, "is not listed", err);
	if (!line_is(l, arena_printf(a, "%s h1:%s", name, next->hash)))
		return refuse(path, l->number, name, "was changed after it was listed", err);
	return 0;
}

int atlas_sum_check(const struct tree *t, const struct atlas_hash *v, size_t n, const char *sum,
		    struct arena *a, struct pawl_error *err)
{
	const struct tree_entry *file = tree_find(t, ATLAS_SUM);
	struct tree_text text;
	struct lines lines;
	struct line first, l = {0};
	size_t i = 0;
	int rc = file == NULL ? 0 : tree_read(file, a, &text, err);

	if (rc != 0 || file == NULL)
		return rc;
	lines_init(&lines, text.data, text.len);
	if (!lines_next(&lines, &first))
		return refuse(file->path, 1, file->path, "is empty", err);
	while (lines_next(&lines, &l)) {
		if (line_is_blank(&l))
			continue;
		while (i < n && v[i].hash == NULL)
			i++;
		rc = check_line(file->path, &l, i < n ? &v[i] : NULL, a, err);
		if (rc != 0)
			return rc;
		i++;
	}
	while (i < n && v[i].hash == NULL)
		i++;
	if (i < n)
		return refuse(file->path, l.number, v[i].file->name, "is not listed", err);
	if (!line_is(&first, arena_printf(a, "h1:%s", sum)))
		return refuse(file->path, 1, file->path, "does not begin with the sum of its lines",
			      err);
	return 0;
}
