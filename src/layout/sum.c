/* SPDX-License-Identifier: Apache-2.0 */
#include "layout/sum.h"

#include "base/buf.h"
#include "base/cleanup.h"
#include "base/file.h"
#include "base/map.h"
#include "base/text.h"
#include "layout/name.h"

#include <string.h>

enum { SUM_LARGEST = 64 << 20 };

static const char sealed_mark[] = " sha256:", draft_mark[] = " draft:";

struct line {
	char *name;
	char *hash; /* NULL: malformed */
	bool draft; /* hash is the checksum of the file as it was made */
	unsigned long number;
};

/* Cut a line at the last mark: a file name may hold one of its own. */
static void cut_at_mark(struct line *line, const char *mark, bool draft)
{
	char *last = NULL;

	for (char *p = line->name; (p = strstr(p, mark)) != NULL; p += strlen(mark))
		last = p;
	if (last == NULL || line->hash != NULL)
		return;
	*last = '\0';
	line->hash = last + strlen(mark);
	line->draft = draft;
}

/* The next line of text in place, blank ones left out; false at the end. */
static bool next_line(char **text, unsigned long *number, struct line *ret)
{
	while (**text != '\0') {
		char *line = *text;
		size_t len = strcspn(line, "\n");

		*text += len + (line[len] == '\n');
		line[len] = '\0';
		if (len > 0 && line[len - 1] == '\r')
			line[--len] = '\0';
		++*number;
		if (len == 0)
			continue;
		*ret = (struct line){.name = line, .number = *number};
		cut_at_mark(ret, sealed_mark, false);
		cut_at_mark(ret, draft_mark, true);
		return true;
	}
	return false;
}

/* Extend the chain: hash holds the one before and receives the one of this file. */
static void chain(char hash[SHA256_HEX], const char *name, const char *checksum)
{
	struct sha256 h;

	sha256_init(&h);
	sha256_add(&h, hash, strlen(hash));
	sha256_add(&h, name, strlen(name));
	sha256_add(&h, "\n", 1);
	sha256_add(&h, checksum, strlen(checksum));
	sha256_hex(&h, hash);
}

static int read_sum(const char *path, struct arena *a, char **ret, struct pawl_error *err)
{
	int rc = file_read_all(path, SUM_LARGEST, a, ret, NULL, err);

	if (rc == 0 && text_starts(*ret, "\xef\xbb\xbf"))
		*ret += 3;
	return rc;
}

static void hint_repair(struct pawl_error *err)
{
	hint(err,
	     "if the files are as they should be, \"pawl repair --sum\" writes " SUM_FILE " anew");
}

static bool is_conflict(const char *line)
{
	return text_starts(line, "<<<<<<<") || text_starts(line, ">>>>>>>") ||
	       text_starts(line, "|||||||") || strcmp(line, "=======") == 0;
}

static int refuse_malformed(const char *path, const struct line *line, struct pawl_error *err)
{
	if (is_conflict(line->name)) {
		fail(err, PAWL_E_HISTORY, "\"%s\" holds an unresolved merge conflict", path);
		hint(err, "somebody else added migrations at the same time: keep the files of both "
			  "sides, run \"pawl rebase\" to put yours behind theirs, then \"pawl "
			  "repair --sum\"");
	} else {
		fail(err, PAWL_E_HISTORY, "\"%s\" has a line that is none of its own", path);
		hint_repair(err);
	}
	at(err, path, line->number, 0);
	return PAWL_E_HISTORY;
}

/* One line against the files; those found are taken out of the map's values. */
static int check_line(const char *path, const struct line *line, struct map *files,
		      char hash[SHA256_HEX], struct pawl_error *err)
{
	const struct migration_file *file;

	if (line->hash == NULL)
		return refuse_malformed(path, line, err);
	file = map_get(files, line->name);
	if (file == NULL) {
		fail(err, PAWL_E_HISTORY,
		     map_has(files, line->name) ? "file \"%s\" is listed twice in \"%s\""
						: "file \"%s\" is listed in \"%s\" but missing",
		     line->name, path);
	} else {
		chain(hash, line->name, line->draft ? line->hash : file->checksum);
		map_put(files, line->name, NULL);
		if (line->draft || strcmp(hash, line->hash) == 0)
			return 0;
		fail(err, PAWL_E_HISTORY, "file \"%s\" differs from what \"%s\" says", line->name,
		     path);
		detail(err, "the file was changed, or lines of " SUM_FILE " were");
	}
	at(err, path, line->number, 0);
	hint_repair(err);
	return PAWL_E_HISTORY;
}

int sum_sealed(const char *dir, struct arena *a, struct map *ret, struct pawl_error *err)
{
	const char *path = file_join(a, dir, SUM_FILE);
	unsigned long number = 0;
	struct line line;
	char *text;
	int rc;

	if (!file_exists(path))
		return 0;
	rc = read_sum(path, a, &text, err);
	while (rc == 0 && next_line(&text, &number, &line))
		if (line.hash != NULL && !line.draft)
			map_put(ret, file_join(a, dir, line.name), ret);
	return rc;
}

int sum_check(const struct migration_list *list, const char *dir, struct pawl_error *err)
{
	_cleanup_arena_ struct arena a = {0};
	const char *path = file_join(&a, dir, SUM_FILE);
	struct map files = {.arena = &a};
	char *text, hash[SHA256_HEX] = "";
	unsigned long number = 0;
	struct line line;
	int rc;

	if (!file_exists(path))
		return 0;
	rc = read_sum(path, &a, &text, err);
	for (size_t i = 0; i < list->files_len; i++) {
		if (strcmp(list->files[i].dir, dir) == 0)
			map_put(&files, list->files[i].name, &list->files[i]);
	}
	while (rc == 0 && next_line(&text, &number, &line))
		rc = check_line(path, &line, &files, hash, err);
	for (size_t i = 0; rc == 0 && i < list->files_len; i++) {
		if (strcmp(list->files[i].dir, dir) != 0 ||
		    map_get(&files, list->files[i].name) == NULL)
			continue;
		rc = fail(err, PAWL_E_HISTORY, "file \"%s\" is not listed in \"%s\"",
			  list->files[i].name, path);
		hint_repair(err);
	}
	return rc;
}

struct place {
	const struct migration_file *file;
	bool draft;
	int group;      /* numbered, hash id, repeatable */
	size_t old;     /* line in the old file, for hash ids */
	size_t in_list; /* the layout's own order */
};

static int compare_places(const void *a, const void *b)
{
	const struct place *x = a, *y = b;

	if (x->group != y->group)
		return x->group - y->group;
	if (x->old != y->old)
		return x->old < y->old ? -1 : 1;
	return x->in_list < y->in_list ? -1 : 1;
}

/* The names of the old file with their line numbers; whatever is not one is left out. */
static int read_old(const char *path, struct arena *a, struct map *ret, struct pawl_error *err)
{
	unsigned long number = 0;
	struct line line;
	char *text;
	int rc;

	if (!file_exists(path))
		return 0;
	rc = read_sum(path, a, &text, err);
	while (rc == 0 && next_line(&text, &number, &line)) {
		struct line *kept = arena_new(a, struct line);

		*kept = line;
		map_put(ret, line.name, kept);
	}
	return rc;
}

/* A draft that nobody has touched yet stays one. */
static bool is_draft(const struct migration_file *file, const struct line *line,
		     enum sum_new unlisted)
{
	if (line == NULL)
		return unlisted == SUM_DRAFT_NEW;
	return line->draft && line->hash != NULL && strcmp(line->hash, file->checksum) == 0;
}

static void add_lines(const struct place *places, size_t n, struct buf *b)
{
	char hash[SHA256_HEX] = "";

	for (size_t i = 0; i < n; i++) {
		const struct migration_file *file = places[i].file;

		chain(hash, file->name, file->checksum);
		buf_printf(b, "%s%s%s\n", file->name, places[i].draft ? draft_mark : sealed_mark,
			   places[i].draft ? file->checksum : hash);
	}
}

int sum_write(const struct migration_list *list, const char *dir, enum sum_new unlisted,
	      struct pawl_error *err)
{
	_cleanup_arena_ struct arena a = {0};
	_cleanup_buf_ struct buf b = {0};
	const char *path = file_join(&a, dir, SUM_FILE);
	struct place *places = arena_array(&a, struct place, list->files_len);
	struct map old = {.arena = &a};
	size_t n = 0;
	int rc = read_old(path, &a, &old, err);

	if (rc != 0)
		return rc;
	for (size_t i = 0; i < list->files_len; i++) {
		const struct line *line = map_get(&old, list->files[i].name);
		struct name name;

		if (strcmp(list->files[i].dir, dir) != 0)
			continue;
		name_parse(list->files[i].name, &a, &name);
		places[n++] = (struct place){
			.file = &list->files[i],
			.draft = is_draft(&list->files[i], line, unlisted),
			.group = name.repeatable ? 2
				 : name.hash_id  ? 1
						 : 0,
			.old = !name.hash_id  ? 0
			       : line == NULL ? SIZE_MAX
					      : line->number,
			.in_list = i,
		};
	}
	if (n != 0)
		qsort(places, n, sizeof(*places), compare_places);
	add_lines(places, n, &b);
	return file_write(path, buf_str(&b), b.len, err);
}
