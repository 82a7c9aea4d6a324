/* SPDX-License-Identifier: Apache-2.0 */
/* Changes as scripts of the engine's client, and as statements for a scratch database. */
#include "base/vec.h"
#include "migrate/delta_impl.h"

#include <string.h>

const char *delta_action(enum change_op op)
{
	switch (op) {
	case CHANGE_CREATE:
		return "create";
	case CHANGE_DROP:
		return "drop";
	case CHANGE_ALTER:
		return "alter";
	case CHANGE_RENAME:
		return "rename";
	}
	return "";
}

static void add_statement(const struct delta *d, const char *sql, struct buf *b)
{
	const struct statement st = {
		.text = sql,
		.len = strlen(sql),
		.compound = strchr(sql, ';') != NULL,
	};

	d->request->dialect->script(b, &st);
}

static void add_change(const struct delta *d, const struct change *c, struct buf *b)
{
	struct sql_list sql = {0};

	delta_emit(d, c, &sql);
	if (sql.len != 0 && b->len != 0)
		buf_addc(b, '\n');
	for (size_t i = 0; i < sql.len; i++)
		add_statement(d, sql.v[i].sql, b);
	if (c->refusal != NULL)
		buf_printf(b, "%s-- %s %s \"%s\" cannot be undone: %s\n", b->len != 0 ? "\n" : "",
			   kind_word(delta_object(c)->kind), delta_action(c->op),
			   object_title(delta_object(c), d->arena), c->refusal);
}

static void add_head(const struct delta *d, const struct changes *changes, struct buf *b)
{
	const char *head = d->rules->head == NULL ? NULL : d->rules->head(changes, d->arena);

	if (head == NULL)
		return;
	if (b->len != 0)
		buf_addc(b, '\n');
	add_statement(d, head, b);
}

static void add_changes(const struct delta *d, const struct changes *changes, struct buf *b)
{
	add_head(d, changes, b);
	for (size_t i = 0; i < changes->len; i++)
		add_change(d, changes->v[i], b);
}

const char *delta_script_there(const struct delta *d)
{
	const struct renaming *r = d->request->renaming;
	_cleanup_buf_ struct buf b = {0};

	for (size_t i = 0; r != NULL && i < r->len; i++)
		add_change(d, r->changes[i], &b);
	add_changes(d, &d->there, &b);
	return buf_dup(&b, d->arena);
}

const char *delta_script_back(const struct delta *d)
{
	const struct renaming *r = d->request->renaming;
	_cleanup_buf_ struct buf b = {0};

	for (size_t i = r == NULL ? 0 : r->len; i-- > 0;)
		add_change(d, r->back[i], &b);
	add_changes(d, &d->back, &b);
	return buf_dup(&b, d->arena);
}

bool delta_any_outside(const struct delta *d, const struct changes *changes)
{
	struct sql_list sql = {0};

	for (size_t i = 0; i < changes->len; i++)
		delta_emit(d, changes->v[i], &sql);
	for (size_t i = 0; i < sql.len; i++)
		if (sql.v[i].alone)
			return true;
	return false;
}

void delta_script(const struct delta_request *request, struct arena *a, struct buf *b)
{
	struct delta d = {.request = request, .rules = request->dialect->model, .arena = a};

	diff_schemas(d.rules, request->options, request->from, request->to, a, &d.there);
	add_changes(&d, &d.there, b);
}

static bool is_table(const struct change *c)
{
	return c->op == CHANGE_CREATE && c->new->kind == OBJECT_TABLE;
}

/* Behind the last table: triggers that would see the rows come later. */
void delta_script_with(const struct delta_request *request, const char *data, struct arena *a,
		       struct buf *b)
{
	struct delta d = {.request = request, .rules = request->dialect->model, .arena = a};
	size_t last = 0;

	diff_schemas(d.rules, request->options, request->from, request->to, a, &d.there);
	for (size_t i = 0; i < d.there.len; i++)
		if (is_table(d.there.v[i]))
			last = i;
	add_head(&d, &d.there, b);
	for (size_t i = 0; i < d.there.len; i++) {
		add_change(&d, d.there.v[i], b);
		if (i == last)
			buf_adds(b, data);
	}
}

bool delta_goes_outside(const struct delta_request *request, struct arena *a)
{
	struct delta d = {.request = request, .rules = request->dialect->model, .arena = a};

	diff_schemas(d.rules, request->options, request->from, request->to, a, &d.there);
	return delta_any_outside(&d, &d.there);
}

void delta_tables(const struct dialect *d, const struct schema *schema, struct arena *a,
		  const struct object *const **ret, size_t *ret_len)
{
	const struct diff_options options = {.version = schema->version};
	const struct schema nothing = delta_nothing(schema, a);
	VEC(const struct object *) tables = {0};
	struct changes changes;

	diff_schemas(d->model, &options, &nothing, schema, a, &changes);
	for (size_t i = 0; i < changes.len; i++)
		if (is_table(changes.v[i]))
			*vec_push(&tables, a) = changes.v[i]->new;
	*ret = (const struct object *const *)tables.v;
	*ret_len = tables.len;
}

struct schema delta_nothing(const struct schema *like, struct arena *a)
{
	struct schema_builder b;
	struct schema s;

	schema_begin(&b, a);
	schema_finish(&b, &s);
	s.version = like->version;
	s.product = like->product;
	s.default_schema = like->default_schema;
	s.default_charset = like->default_charset;
	s.default_collation = like->default_collation;
	return s;
}

int delta_build(struct trial *t, const struct diff_options *options, const struct schema *schema,
		struct pawl_error *err)
{
	_cleanup_arena_ struct arena a = {0};
	const struct model_rules *rules = t->work.dialect->model;
	const struct schema nothing = delta_nothing(schema, &a);
	struct changes changes;
	const char *head;
	int rc = 0;

	diff_schemas(rules, options, &nothing, schema, &a, &changes);
	head = rules->head == NULL ? NULL : rules->head(&changes, &a);
	if (head != NULL)
		rc = db_execs(t->work.db, head, err);
	for (size_t i = 0; rc == 0 && i < changes.len; i++) {
		struct sql_list sql = {0};

		rules->emit(options, changes.v[i], &a, &sql);
		for (size_t j = 0; rc == 0 && j < sql.len; j++)
			rc = db_execs(t->work.db, sql.v[j].sql, err);
	}
	return rc;
}
