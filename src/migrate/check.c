/* SPDX-License-Identifier: Apache-2.0 */
#include "migrate/check.h"

#include "base/vec.h"
#include "migrate/keeper.h"
#include "migrate/report.h"

enum { CHECK_PAIRS = 2 };

struct checker {
	struct lab *lab;
	const struct check_request *request;
	struct arena *arena;
	struct pawl_check *ret;
};

static int add_pair(struct checker *c, const struct source *from, const struct lab_schema *one,
		    const struct source *to, const struct lab_schema *other, struct pawl_error *err)
{
	const struct compare_request request = {
		.from = from,
		.to = to,
		.options = c->request->options,
		.only_look = true,
	};
	struct pawl_diff *diff = arena_new(c->arena, struct pawl_diff);
	int rc = compare_schemas(c->lab, &request, one, other, c->arena, diff, err);

	if (rc != 0)
		return rc;
	c->ret->pairs[c->ret->len++] = (struct pawl_pair){
		.from = from->display,
		.to = to->display,
		.diff = diff,
	};
	c->ret->different += diff->len != 0;
	return 0;
}

/* Files against history; *ret_applied is the migrations, as far as the database has them. */
static int look_at_history(struct checker *c, struct source *ret_applied, struct pawl_error *err)
{
	struct pawl_verification *files = arena_new(c->arena, struct pawl_verification);
	VEC(const char *) applied = {0};
	struct pawl_status status;
	struct set *set = arena_new(c->arena, struct set);
	int rc = lab_set(c->lab, c->request->migrations, c->arena, set, err);

	if (rc == 0)
		rc = keeper_attach(c->lab->w, set, err);
	if (rc == 0)
		rc = report_verify(c->lab->w, set, false, c->arena, files, err);
	if (rc == 0)
		rc = report_status(c->lab->w, set, c->arena, &status, err);
	if (rc != 0)
		return rc;
	for (size_t i = 0; i < status.len; i++) {
		const struct pawl_migration *m = &status.migrations[i];

		if (m->state == PAWL_STATE_APPLIED || m->state == PAWL_STATE_CHANGED)
			*vec_push(&applied, c->arena) = m->filename;
	}
	/* NULL would be all of them. */
	if (applied.v == NULL)
		applied.v = arena_array(c->arena, const char *, 1);
	c->ret->files = files;
	c->ret->pending = status.pending + status.out_of_order;
	ret_applied->applied = applied.v;
	ret_applied->applied_len = applied.len;
	return 0;
}

static int check_database(struct checker *c, const struct lab_schema *migrations,
			  const struct lab_schema *schema, struct pawl_error *err)
{
	const struct check_request *r = c->request;
	struct lab_schema database, applied;
	struct source has;
	int rc = lab_read(c->lab, r->database, c->arena, &database, err);

	if (rc == 0 && r->migrations == NULL && r->schema != NULL)
		return add_pair(c, r->database, &database, r->schema, schema, err);
	if (rc != 0 || r->migrations == NULL)
		return rc;
	has = *r->migrations;
	rc = look_at_history(c, &has, err);
	if (rc != 0)
		return rc;
	applied = *migrations;
	if (c->ret->pending != 0)
		rc = lab_read(c->lab, &has, c->arena, &applied, err);
	return rc != 0 ? rc : add_pair(c, r->database, &database, r->migrations, &applied, err);
}

int check_all(struct lab *lab, const struct check_request *request, struct arena *a,
	      struct pawl_check *ret, struct pawl_error *err)
{
	struct checker c = {.lab = lab, .request = request, .arena = a, .ret = ret};
	struct lab_schema migrations, schema;
	int rc = 0;

	ret->pairs = arena_array(a, struct pawl_pair, CHECK_PAIRS);
	if (request->migrations != NULL)
		rc = lab_read(lab, request->migrations, a, &migrations, err);
	if (rc == 0 && request->schema != NULL)
		rc = lab_read(lab, request->schema, a, &schema, err);
	if (rc == 0 && request->database != NULL)
		rc = check_database(&c, &migrations, &schema, err);
	if (rc == 0 && request->migrations != NULL && request->schema != NULL)
		rc = add_pair(&c, request->migrations, &migrations, request->schema, &schema, err);
	return rc;
}

int check_pair(struct lab *lab, const struct source *from, const struct source *to,
	       const struct pawl_diff_options *options, struct arena *a, struct pawl_check *ret,
	       struct pawl_error *err)
{
	const struct compare_request request = {
		.from = from,
		.to = to,
		.options = options,
		.only_look = true,
	};
	struct pawl_diff *diff = arena_new(a, struct pawl_diff);
	int rc = compare_sources(lab, &request, a, diff, err);

	if (rc != 0)
		return rc;
	ret->pairs = arena_new(a, struct pawl_pair);
	ret->pairs[0] = (struct pawl_pair){from->display, to->display, diff};
	ret->len = 1;
	ret->different = diff->len != 0;
	return 0;
}
