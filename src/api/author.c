/* SPDX-License-Identifier: Apache-2.0 */
/* New files, renumbered files, pawl.sum. */
#include "layout/author.h"

#include "api/result.h"
#include "api/session.h"
#include "base/file.h"
#include "base/vec.h"
#include "layout/sum.h"
#include "migrate/plan.h"

#include <pawl/migrate.h>

#include <string.h>

static const struct {
	const char *name;
	enum author_scheme scheme;
} schemes[] = {
	{"auto", AUTHOR_AUTO},
	{"number", AUTHOR_NUMBER},
	{"timestamp", AUTHOR_TIMESTAMP},
	{"hash", AUTHOR_HASH},
};

static int find_scheme(const char *name, enum author_scheme *ret, struct pawl_error *err)
{
	*ret = AUTHOR_AUTO;
	if (name == NULL)
		return 0;
	for (size_t i = 0; i < sizeof(schemes) / sizeof(*schemes); i++)
		if (strcmp(schemes[i].name, name) == 0) {
			*ret = schemes[i].scheme;
			return 0;
		}
	fail(err, PAWL_E_USAGE, "unknown scheme \"%s\"", name);
	hint(err, "it is one of auto, number, timestamp, hash");
	return PAWL_E_USAGE;
}

/* What is written here is pawl's own kind of file, and others' tools would not take it for theirs. */
static int check_native(const struct migration_list *list, struct pawl_error *err)
{
	if (strcmp(list->layout, "native") == 0)
		return 0;
	fail(err, PAWL_E_USAGE,
	     "the folder of migrations is in %s's layout, which pawl does not write", list->layout);
	hint(err,
	     "add the file by hand or by %s itself: pawl runs it; or make files of pawl's own in a "
	     "folder of their own, given by --dir",
	     list->layout);
	return PAWL_E_USAGE;
}

/* A new project has no folder yet. What pawl.sum finds fault with is not to be sealed by us. */
static int existing_files(const struct pawl_session *s, const char *dir, struct arena *a,
			  struct migration_list *ret, struct pawl_error *err)
{
	int rc;

	*ret = (struct migration_list){0};
	if (!file_is_dir(dir))
		return 0;
	rc = session_migrations(s, false, a, ret, err);
	if (rc == 0)
		rc = check_native(ret, err);
	return rc != 0 ? rc : sum_check(ret, dir, err);
}

int author_request(const struct pawl_session *s, const struct pawl_new_options *o,
		   struct author_new *ret, struct pawl_error *err)
{
	if (o == NULL || o->size != sizeof(*o) || o->name == NULL)
		return fail(err, PAWL_E_USAGE, "a new migration needs a name");
	*ret = (struct author_new){
		.dir = o->dir != NULL ? o->dir : s->settings.dirs[0],
		.name = o->name,
		.no_down = o->no_down != 0,
		.repeatable = o->repeatable != 0,
		.lex = session_lex(s),
	};
	return find_scheme(o->scheme, &ret->scheme, err);
}

int pawl_new(struct pawl_session *s, const struct pawl_new_options *o, struct pawl_files **ret,
	     struct pawl_error *err)
{
	struct migration_list files;
	struct pawl_files *body;
	const char **paths;
	struct arena *a;
	struct author_new in;
	int rc;

	error_reset(err);
	rc = author_request(s, o, &in, err);
	if (rc != 0)
		return rc;
	body = result_new(sizeof(*body), &a);
	paths = arena_array(a, const char *, 2);
	rc = existing_files(s, in.dir, a, &files, err);
	if (rc == 0)
		rc = author_new(&in, &files, a, &paths[0], &paths[1], err);
	if (rc != 0 || ret == NULL) {
		result_free(body);
		return rc;
	}
	body->paths = paths;
	body->len = paths[1] == NULL ? 1 : 2;
	*ret = body;
	return 0;
}

void pawl_files_free(struct pawl_files *files)
{
	result_free(files);
}

/* What is pending, in order, and the newest applied number. */
static int find_pending(struct call *c, struct author_rebase *ret, struct pawl_error *err)
{
	VEC(const struct migration *) pending = {0};
	struct plan_input in;
	struct history h;
	int rc = history_read(&c->work, &h, err);

	if (rc != 0)
		return rc;
	plan_input_init(&in, &c->set, &h);
	for (size_t p = 0; p < c->set.versioned; p++) {
		enum pawl_state state = plan_state(&in, &c->set.v[p]);

		if (state == PAWL_STATE_PENDING || state == PAWL_STATE_OUT_OF_ORDER)
			*vec_push(&pending, c->work.arena) = c->set.v[p].m;
	}
	ret->pending = pending.v;
	ret->pending_len = pending.len;
	ret->newest_applied = in.newest == NULL ? NULL : in.newest->m->version;
	return 0;
}

static int rebase(struct call *c, int dry_run, struct pawl_files *body, struct pawl_error *err)
{
	struct author_rebase in = {
		.list = &c->files,
		.lex = c->work.dialect->lex,
		.dry_run = dry_run != 0,
	};
	struct author_rename *renames;
	const char **paths;
	size_t len;
	int rc = check_native(&c->files, err);

	if (rc == 0)
		rc = find_pending(c, &in, err);
	if (rc == 0)
		rc = author_rebase(&in, c->work.arena, &renames, &len, err);
	if (rc != 0)
		return rc;
	paths = arena_array(c->work.arena, const char *, len * 2);
	for (size_t i = 0; i < len; i++) {
		paths[2 * i] = renames[i].from;
		paths[2 * i + 1] = renames[i].to;
	}
	body->paths = paths;
	body->len = len * 2;
	return 0;
}

int pawl_rebase(struct pawl_session *s, int dry_run, struct pawl_files **ret,
		struct pawl_error *err)
{
	struct pawl_files *body;
	struct arena *a;
	struct call c;
	int rc;

	body = result_new(sizeof(*body), &a);
	rc = call_begin(&c, s, CALL_MERGE, a, err);
	if (rc == 0)
		rc = call_end(&c, rebase(&c, dry_run, body, err));
	if (rc != 0 || ret == NULL)
		result_free(body);
	else
		*ret = body;
	return rc;
}

int pawl_sum_write(struct pawl_session *s, struct pawl_files **ret, struct pawl_error *err)
{
	struct pawl_files *body;
	struct migration_list files;
	const char **paths;
	struct arena *a;
	int rc;

	error_reset(err);
	body = result_new(sizeof(*body), &a);
	paths = arena_array(a, const char *, s->settings.dirs_len);
	body->paths = paths;
	rc = session_migrations(s, false, a, &files, err);
	if (rc == 0)
		rc = check_native(&files, err);
	for (size_t i = 0; rc == 0 && i < s->settings.dirs_len; i++) {
		rc = sum_write(&files, s->settings.dirs[i], SUM_SEAL_NEW, err);
		if (rc == 0)
			paths[body->len++] = file_join(a, s->settings.dirs[i], SUM_FILE);
	}
	if (rc != 0 || ret == NULL)
		result_free(body);
	else
		*ret = body;
	return rc;
}
