/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The live schema is written as SQL and read like a migration before all
 * others. Tables that one of the files makes are left out: the files tell how
 * they were when the next file came. One that a file drops or renames away
 * without having made it was there before, and stays, also where the file puts
 * another one in its place.
 */
#include "api/lint_live.h"

#include "driver/db.h"
#include "migrate/delta.h"
#include "migrate/trial.h"

#include <string.h>

struct names {
	const char **v;
	size_t len, cap;
};

/* What files do to tables, in their order. */
struct making {
	const struct dialect *dialect;
	struct arena *arena;
	struct names *names; /* of those that they make */
	struct map made, there;
	bool pending; /* no file has been applied: IF NOT EXISTS makes nothing that is there */
};

static void make(struct making *m, const char *name)
{
	if (name == NULL || map_has(&m->there, name) || map_put(&m->made, name, m) != NULL)
		return;
	*vec_push(m->names, m->arena) = name;
}

static void unmake(struct making *m, const char *name)
{
	if (name != NULL && !map_has(&m->made, name))
		map_put(&m->there, name, m);
}

static void follow(struct making *m, const struct action_list *list)
{
	for (size_t i = 0; i < list->len; i++) {
		const struct action *a = &list->v[i];

		if (a->object != ON_TABLE)
			continue;
		if (a->verb == ACT_CREATE && !(a->guarded && m->pending))
			make(m, a->table);
		if (a->verb == ACT_DROP || a->verb == ACT_RENAME)
			unmake(m, a->table);
		if (a->verb == ACT_RENAME)
			make(m, a->to);
	}
}

/* What cannot be read is told when the file is judged. */
static void follow_file(struct making *m, const struct lint_file *f)
{
	const struct dialect *d = m->dialect;
	struct arena *a = m->arena;
	struct split_text text = {f->text + f->offset, f->length};
	struct split_source source = {
		.read = split_read_text, .ctx = &text, .name = f->path, .line = 1};
	_cleanup_splitter_ struct splitter *sp = NULL;
	struct statement st;
	bool more = false;

	if (split_open(d->lex, &source, &sp, NULL) != 0)
		return;
	while (split_next(sp, &st, &more, NULL) == 0 && more) {
		struct action_list list = {0};
		struct stmt_class class;

		d->classify(st.text, st.len, a, &class);
		if (strcmp(class.kind, "create table") != 0 &&
		    strcmp(class.kind, "alter table") != 0 &&
		    strcmp(class.kind, "drop table") != 0 &&
		    strcmp(class.kind, "rename table") != 0)
			continue;
		if (d->read(arena_strndup(a, st.text, st.len), st.len, a, &list, NULL) == 0)
			follow(m, &list);
	}
}

/* What comparisons leave out, and the tables that the files themselves make. */
static int left_out(struct work *w, const struct lint_file *files, size_t len, bool pending,
		    struct arena *a, struct inspect_options *ret, struct pawl_error *err)
{
	struct names names = {0};
	struct making m = {
		.dialect = w->dialect,
		.arena = a,
		.names = &names,
		.made = {.arena = a},
		.there = {.arena = a},
		.pending = pending,
	};
	int rc = trial_hidden(w, w->db, a, ret, err);

	if (rc != 0)
		return rc;
	for (size_t i = 0; i < ret->exclude_len; i++)
		*vec_push(&names, a) = ret->exclude[i];
	for (size_t i = 0; i < len; i++)
		follow_file(&m, &files[i]);
	*ret = (struct inspect_options){.exclude = names.v, .exclude_len = names.len};
	return 0;
}

static int find_empty(struct work *w, struct arena *a, struct lint_live *ret,
		      struct pawl_error *err)
{
	struct names names = {0};
	struct db_table_size *sizes;
	size_t n;
	int rc = db_table_sizes(w->db, a, &sizes, &n, err);

	for (size_t i = 0; rc == 0 && i < n; i++)
		if (sizes[i].empty)
			*vec_push(&names, a) =
				sizes[i].schema == NULL
					? sizes[i].name
					: arena_printf(a, "%s.%s", sizes[i].schema, sizes[i].name);
	ret->empty = names.v;
	ret->empty_len = names.len;
	return rc;
}

int lint_live_read(struct work *w, const struct lint_file *files, size_t files_len, bool pending,
		   struct arena *a, struct lint_live *ret, struct pawl_error *err)
{
	const struct diff_options options = {0};
	struct inspect_options o;
	struct buf b = {0};
	struct schema schema, nothing;
	struct delta_request request = {.dialect = w->dialect, .options = &options};
	int rc = left_out(w, files, files_len, pending, a, &o, err);

	if (rc == 0)
		rc = db_inspect(w->db, &o, a, &schema, err);
	*ret = (struct lint_live){
		.file = {.path = "the database", .context = true, .derived = true}};
	if (rc == 0)
		rc = find_empty(w, a, ret, err);
	if (rc != 0)
		return rc;
	nothing = delta_nothing(&schema, a);
	request.from = &nothing;
	request.to = &schema;
	delta_script(&request, a, &b);
	buf_add(&b, "", 0);
	ret->file.text = buf_dup(&b, a);
	ret->file.len = ret->file.length = b.len;
	buf_done(&b);
	return 0;
}
