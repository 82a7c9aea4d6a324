/* SPDX-License-Identifier: Apache-2.0 */
#include "migrate/compare.h"

#include "base/vec.h"

/* The caller's function as the search for renames calls it. */
struct asker {
	pawl_rename_fn fn;
	void *data;
};

static int ask(void *data, const char *kind, const char *from, const char *to)
{
	const struct asker *asker = data;
	const struct pawl_rename candidate = {.kind = kind, .from = from, .to = to};

	return asker->fn(asker->data, &candidate);
}

struct diff_options compare_options(const struct pawl_diff_options *o, const struct schema *schema)
{
	return (struct diff_options){
		.grants = o != NULL && o->grants,
		.owners = o != NULL && o->owners,
		.concurrent = o != NULL && o->concurrent,
		.version = schema->version,
		.default_schema = schema->default_schema,
	};
}

/* What the caller said, and what the new schema's text says. */
static void collect_said(const struct pawl_diff_options *o, const struct lab_schema *to,
			 struct arena *a, struct rename_list *ret)
{
	for (size_t i = 0; o != NULL && i < o->renames_len; i++)
		*(struct rename *)vec_push(ret, a) = (struct rename){
			.kind = o->renames[i].kind,
			.from = o->renames[i].from,
			.to = o->renames[i].to,
		};
	for (size_t i = 0; i < to->renames_len; i++)
		*(struct rename *)vec_push(ret, a) = to->renames[i];
}

static int find_renames(struct lab *lab, const struct compare_request *asked,
			const struct diff_options *options, const struct schema *from,
			const struct lab_schema *to, struct arena *a, struct renaming *ret,
			struct pawl_error *err)
{
	const struct pawl_diff_options *o = asked->options;
	struct rename_list *said = arena_new(a, struct rename_list);
	struct asker asker = {0};
	struct renaming_request request = {
		.options = options,
		.from = from,
		.to = &to->schema,
		.said = said,
		.ask_data = &asker,
	};
	int rc;

	collect_said(o, to, a, said);
	if (o != NULL && o->on_rename != NULL && !asked->only_look) {
		asker = (struct asker){o->on_rename, o->rename_data};
		request.ask = ask;
	}
	rc = renaming_carry_out(lab, &request, a, ret, err);
	if (rc != PAWL_E_USAGE || work_check_cancel(lab->w, NULL) == 0)
		return rc;
	/* Whoever was asked has cancelled instead of answering. */
	error_reset(err);
	return work_check_cancel(lab->w, err);
}

int compare_schemas(struct lab *lab, const struct compare_request *request,
		    const struct lab_schema *from, const struct lab_schema *to, struct arena *a,
		    struct pawl_diff *ret, struct pawl_error *err)
{
	const struct pawl_diff_options *o = request->options;
	const struct schema *old = &from->schema;
	struct diff_options options = compare_options(o, old);
	struct renaming renaming = {0};
	/* Who only looks is asked nothing, but what the new schema's text says holds. */
	bool renames = !request->only_look || to->renames_len > 0;
	struct delta_request delta = {
		.dialect = lab->w->dialect,
		.options = &options,
		.from = old,
		.to = &to->schema,
		.renaming = renames ? &renaming : NULL,
		.strict = !request->only_look,
		.allow_loss = o != NULL && o->allow_loss,
	};
	int rc = 0;

	if (renames)
		rc = find_renames(lab, request, &options, old, to, a, &renaming, err);
	if (rc == 0)
		rc = delta_make(&delta, a, ret, request->facts, err);
	if (rc != 0)
		return rc;
	ret->from = request->from->display;
	ret->to = request->to->display;
	return 0;
}

int compare_sources(struct lab *lab, const struct compare_request *request, struct arena *a,
		    struct pawl_diff *ret, struct pawl_error *err)
{
	struct lab_schema from, to;
	int rc = 0;

	/* Nothing is a schema that is like the other side's server. */
	if (request->from->kind != SOURCE_EMPTY)
		rc = lab_read(lab, request->from, a, &from, err);
	if (rc == 0 && request->to->kind != SOURCE_EMPTY)
		rc = lab_read(lab, request->to, a, &to, err);
	else if (rc == 0 && request->from->kind != SOURCE_EMPTY)
		to = (struct lab_schema){.schema = delta_nothing(&from.schema, a)};
	else if (rc == 0)
		rc = lab_read(lab, request->to, a, &to, err);
	if (rc == 0 && request->from->kind == SOURCE_EMPTY)
		from = (struct lab_schema){.schema = delta_nothing(&to.schema, a)};
	return rc != 0 ? rc : compare_schemas(lab, request, &from, &to, a, ret, err);
}
