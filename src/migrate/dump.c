/* SPDX-License-Identifier: Apache-2.0 */
#include "migrate/dump.h"
#include "migrate/keeper.h"

#include "base/cleanup.h"
#include "base/file.h"
#include "base/text.h"
#include "base/vec.h"
#include "migrate/connection.h"
#include "migrate/ddl.h"

#include <string.h>

enum { DUMP_LONGEST_HEAD = 64 << 10 };

#define HEAD_DIALECT "-- pawl:dialect "
#define HEAD_VERSION "-- pawl:version "

void dump_write(const struct dialect *d, const struct diff_options *options,
		const struct lab_schema *schema, struct arena *a, struct buf *b)
{
	const struct schema nothing = delta_nothing(&schema->schema, a);
	const struct delta_request request = {
		.dialect = d,
		.options = options,
		.from = &nothing,
		.to = &schema->schema,
	};
	_cleanup_buf_ struct buf body = {0};

	buf_printf(b, "-- A schema, written by pawl dump. Load it with: pawl load\n%s%s\n",
		   HEAD_DIALECT, d->name);
	for (size_t i = 0; i < schema->versions_len; i++)
		buf_printf(b, "%s%s\n", HEAD_VERSION, schema->versions[i]);
	delta_script(&request, a, &body);
	if (body.len == 0)
		return;
	buf_addc(b, '\n');
	buf_add(b, body.data, body.len);
}

/* The first bytes of a file: as much as a head may take. */
static int read_start(const char *path, struct arena *a, char **ret, struct pawl_error *err)
{
	char *text = arena_alloc(a, DUMP_LONGEST_HEAD + 1);
	_cleanup_close_ int fd = -1;
	size_t len = 0, n = 1;
	int rc = file_open(path, &fd, err);

	while (rc == 0 && n != 0 && len < DUMP_LONGEST_HEAD) {
		rc = file_read(fd, path, text + len, DUMP_LONGEST_HEAD - len, &n, err);
		len += rc == 0 ? n : 0;
	}
	text[len] = '\0';
	*ret = text;
	return rc;
}

static const char *value_of(const char *line, size_t len, const char *key, struct arena *a)
{
	size_t skip = strlen(key);

	if (len <= skip || strncmp(line, key, skip) != 0)
		return NULL;
	while (len > skip && lex_is_space(line[len - 1]))
		len--;
	return arena_strndup(a, line + skip, len - skip);
}

int dump_read_head(const char *path, struct arena *a, struct dump_head *ret, struct pawl_error *err)
{
	VEC(const char *) versions = {0};
	const char *dialect = NULL;
	char *text;
	int rc = read_start(path, a, &text, err);

	if (rc != 0)
		return rc;
	/* The head ends with the first line that is no comment. */
	for (const char *line = text; text_starts(line, "--");) {
		size_t len = strcspn(line, "\n");
		const char *version = value_of(line, len, HEAD_VERSION, a);
		const char *name = value_of(line, len, HEAD_DIALECT, a);

		if (version != NULL)
			*vec_push(&versions, a) = version;
		if (name != NULL)
			dialect = name;
		line += len + (line[len] == '\n');
	}
	*ret = (struct dump_head){dialect, versions.v, versions.len};
	return 0;
}

static int check_dialect(const struct work *w, const struct dump_head *head, const char *path,
			 struct pawl_error *err)
{
	if (head->dialect == NULL || strcmp(head->dialect, w->dialect->name) == 0)
		return 0;
	fail(err, PAWL_E_USAGE, "the dump \"%s\" is of dialect %s, the database of %s", path,
	     head->dialect, w->dialect->name);
	return PAWL_E_USAGE;
}

static int check_empty(struct work *w, struct pawl_error *err)
{
	const char *const own[] = {w->table.name, w->table.log_name, w->table.lock_name,
				   w->keeper == NULL ? w->table.name : w->keeper->place.table};
	struct history h;
	bool fresh = false;
	int rc = history_read(w, &h, err);

	if (rc == 0 && h.len == 0)
		rc = db_is_fresh(w->db, own, sizeof(own) / sizeof(*own), &fresh, err);
	if (rc != 0 || fresh)
		return rc;
	fail(err, PAWL_E_HISTORY, "the database is not empty");
	hint(err, "a dump is loaded into an empty database: make a new one with \"pawl create\"");
	return PAWL_E_HISTORY;
}

/* Known before anything runs: each version has its migration. */
static int check_versions(const struct set *set, const struct dump_head *head, const char *path,
			  struct pawl_error *err)
{
	for (size_t i = 0; i < head->versions_len; i++) {
		const struct set_entry *e;

		if (set_lookup(set, head->versions[i], &e, err) == 0)
			continue;
		context(err, "while reading the head of \"%s\"", path);
		hint(err, "the dump stands for a version that the folder of migrations has not");
		return PAWL_E_USAGE;
	}
	return 0;
}

static const char *join_versions(const struct dump_head *head, struct arena *a)
{
	_cleanup_buf_ struct buf b = {0};

	for (size_t i = 0; i < head->versions_len; i++)
		buf_printf(&b, "%s%s", i == 0 ? "" : ",", head->versions[i]);
	return buf_dup(&b, a);
}

int dump_load(struct work *w, const struct set *set, const char *path, const struct dump_head *head,
	      struct run_result *ret, struct pawl_error *err)
{
	const struct script file = {.path = path, .length = UINT64_MAX, .line = 1};
	const struct script_text text = {.file = &file};
	struct run_request request = {.kind = RUN_BASELINE};
	int rc = check_dialect(w, head, path, err);

	if (rc == 0)
		rc = check_versions(set, head, path, err);
	if (rc == 0)
		rc = check_empty(w, err);
	if (rc == 0)
		rc = ddl_load_strictly(w, &text, err);
	if (rc == 0)
		rc = connection_reset(w, err);
	if (rc != 0)
		return rc;
	*ret = (struct run_result){.from = "", .to = ""};
	if (head->versions_len == 0)
		return 0;
	request.target = join_versions(head, w->arena);
	return run_request(w, set, &request, ret, err);
}
