/* SPDX-License-Identifier: Apache-2.0 */
#include "migrate/delta.h"

#include "base/vec.h"
#include "model/diff.h"

#include <string.h>

enum { DELTA_DESCRIBED = 5 };

struct delta {
	const struct delta_request *request;
	const struct model_rules *rules;
	struct arena *arena;
	struct changes there, back; /* without renames */
};

/* The two schemas between which more than names differs, there and back. */
static const struct schema *start_of(const struct delta_request *r)
{
	return r->renaming != NULL ? &r->renaming->from : r->from;
}

static const struct schema *end_of(const struct delta_request *r)
{
	return r->renaming != NULL ? &r->renaming->to : r->to;
}

static void compute(const struct delta_request *request, struct arena *a, struct delta *d)
{
	const struct model_rules *rules = request->dialect->model;

	*d = (struct delta){.request = request, .rules = rules, .arena = a};
	diff_schemas(rules, request->options, start_of(request), request->to, a, &d->there);
	diff_schemas(rules, request->options, end_of(request), request->from, a, &d->back);
}

static const struct object *object_of(const struct change *c)
{
	return c->new != NULL ? c->new : c->old;
}

static const char *action_name(enum change_op op)
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

static void emit(const struct delta *d, const struct change *c, struct sql_list *ret)
{
	d->rules->emit(d->request->options, c, d->arena, ret);
}

/* --- what must not be done --- */

/* What is gone from the new schema is meant to go; whatever else loses data is not. */
static bool loses(const struct change *c)
{
	return c->loss != NULL && (c->op != CHANGE_DROP || c->again);
}

static int refuse(const struct delta *d, const struct change *c, struct pawl_error *err)
{
	const struct object *o = object_of(c);
	const char *title = object_title(o, d->arena);

	if (c->refusal != NULL) {
		fail(err, PAWL_E_SQL, "could not %s %s \"%s\": %s", action_name(c->op),
		     kind_word(o->kind), title, c->refusal);
		if (c->advice != NULL)
			hint(err, "%s", c->advice);
		return PAWL_E_SQL;
	}
	fail(err, PAWL_E_SQL, "%s \"%s\" would lose data: %s", kind_word(o->kind), title, c->loss);
	if (c->advice != NULL)
		hint(err, "%s; --allow-loss does it all the same", c->advice);
	else
		hint(err, "--allow-loss does it all the same");
	return PAWL_E_SQL;
}

static int check(const struct delta *d, const struct change *c, struct pawl_error *err)
{
	int rc = 0;

	if (c->refusal != NULL || (loses(c) && !d->request->allow_loss && c->parts_len == 0))
		return refuse(d, c, err);
	for (size_t i = 0; rc == 0 && c->op == CHANGE_ALTER && i < c->parts_len; i++)
		rc = check(d, c->parts[i], err);
	return rc;
}

static int check_all(const struct delta *d, struct pawl_error *err)
{
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < d->there.len; i++)
		rc = check(d, d->there.v[i], err);
	return rc;
}

/* --- scripts --- */

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

	emit(d, c, &sql);
	if (sql.len != 0 && b->len != 0)
		buf_addc(b, '\n');
	for (size_t i = 0; i < sql.len; i++)
		add_statement(d, sql.v[i].sql, b);
	if (c->refusal != NULL)
		buf_printf(b, "%s-- %s %s \"%s\" cannot be undone: %s\n", b->len != 0 ? "\n" : "",
			   kind_word(object_of(c)->kind), action_name(c->op),
			   object_title(object_of(c), d->arena), c->refusal);
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

static const char *script_there(const struct delta *d)
{
	const struct renaming *r = d->request->renaming;
	_cleanup_buf_ struct buf b = {0};

	for (size_t i = 0; r != NULL && i < r->len; i++)
		add_change(d, r->changes[i], &b);
	add_changes(d, &d->there, &b);
	return buf_dup(&b, d->arena);
}

static const char *script_back(const struct delta *d)
{
	const struct renaming *r = d->request->renaming;
	_cleanup_buf_ struct buf b = {0};

	for (size_t i = r == NULL ? 0 : r->len; i-- > 0;)
		add_change(d, r->back[i], &b);
	add_changes(d, &d->back, &b);
	return buf_dup(&b, d->arena);
}

/* --- which part of the way back belongs to which change --- */

/* Changes by the identity of what they are about. */
struct by_op {
	struct map creates, drops, alters;
};

static void index_change(struct by_op *by, const struct change *c, struct pawl_change *public)
{
	struct map *m = c->op == CHANGE_CREATE ? &by->creates
			: c->op == CHANGE_DROP ? &by->drops
					       : &by->alters;

	map_put(m, object_of(c)->key, public);
}

/* The identity under the new names of an object that the way back is about. */
static const char *new_key(const struct delta *d, const struct object *o)
{
	const struct renaming *r = d->request->renaming;
	const struct object *new = o;

	if (r != NULL && r->len != 0) {
		new = renaming_follow(r, d->request->to, o);
		if (new == NULL)
			new = renaming_follow(r, &r->from, o);
	}
	return new == NULL ? NULL : new->key;
}

/* Of the same object, else of what it belongs to: a table goes with its indexes. */
static struct pawl_change *owner_of(const struct delta *d, const struct by_op *by,
				    const struct change *back)
{
	const struct map *first = back->op == CHANGE_CREATE ? &by->drops
				  : back->op == CHANGE_DROP ? &by->creates
							    : &by->alters;
	const struct map *const order[] = {first, &by->alters, &by->creates, &by->drops};

	for (const struct object *o = object_of(back); o != NULL; o = o->parent) {
		const char *key = new_key(d, o);

		for (size_t i = 0; key != NULL && i < sizeof(order) / sizeof(*order); i++) {
			struct pawl_change *found = map_get(order[i], key);

			if (found != NULL)
				return found;
		}
	}
	return NULL;
}

static const char *const *texts_of(const struct sql_list *sql, struct arena *a)
{
	const char **v = arena_array(a, const char *, sql->len);

	for (size_t i = 0; i < sql->len; i++)
		v[i] = sql->v[i].sql;
	return v;
}

static void add_reverse(const struct delta *d, struct pawl_change *to, const struct change *back)
{
	struct sql_list sql = {0};
	const char **v;

	emit(d, back, &sql);
	v = arena_array(d->arena, const char *, to->reverse_len + sql.len);
	for (size_t i = 0; i < to->reverse_len; i++)
		v[i] = to->reverse[i];
	for (size_t i = 0; i < sql.len; i++)
		v[to->reverse_len + i] = sql.v[i].sql;
	to->reverse = v;
	to->reverse_len += sql.len;
}

/* --- the public shape --- */

/* What the parts of a change say as well, each thing once. */
static const char *join(const struct change *c, const char *(*get)(const struct change *c),
			struct arena *a)
{
	const char *all = get(c);

	for (size_t i = 0; i < c->parts_len; i++) {
		const char *one = get(c->parts[i]);

		if (one != NULL && (all == NULL || strstr(all, one) == NULL))
			all = all == NULL ? one : arena_printf(a, "%s; %s", all, one);
	}
	return all;
}

static const char *loss_of(const struct change *c)
{
	return c->loss;
}

static const char *advice_of(const struct change *c)
{
	return c->advice;
}

/* False for a change that takes no statement. */
static bool publish(const struct delta *d, const struct change *c, struct pawl_change *ret)
{
	const struct object *about = c->op == CHANGE_RENAME ? c->old : object_of(c);
	struct sql_list sql = {0};

	emit(d, c, &sql);
	*ret = (struct pawl_change){
		.action = action_name(c->op),
		.kind = kind_word(about->kind),
		.object = object_title(about, d->arena),
		.sql = texts_of(&sql, d->arena),
		.sql_len = sql.len,
		.loss = join(c, loss_of, d->arena),
		.advice = join(c, advice_of, d->arena),
	};
	for (size_t i = 0; i < sql.len; i++)
		ret->outside |= sql.v[i].alone;
	return sql.len != 0 || c->refusal != NULL;
}

static void publish_all(const struct delta *d, struct pawl_diff *ret)
{
	const struct renaming *r = d->request->renaming;
	size_t renames = r == NULL ? 0 : r->len;
	struct by_op by = {{.arena = d->arena}, {.arena = d->arena}, {.arena = d->arena}};
	struct pawl_change *v = arena_array(d->arena, struct pawl_change, renames + d->there.len);
	size_t n = 0;

	for (size_t i = 0; i < renames; i++) {
		publish(d, r->changes[i], &v[n]);
		add_reverse(d, &v[n++], r->back[i]);
	}
	for (size_t i = 0; i < d->there.len; i++) {
		if (!publish(d, d->there.v[i], &v[n]))
			continue;
		index_change(&by, d->there.v[i], &v[n++]);
	}
	for (size_t i = 0; i < d->back.len; i++) {
		struct pawl_change *owner = owner_of(d, &by, d->back.v[i]);

		if (owner != NULL)
			add_reverse(d, owner, d->back.v[i]);
	}
	ret->changes = v;
	ret->len = n;
}

static bool goes_outside(const struct delta *d, const struct changes *changes)
{
	struct sql_list sql = {0};

	for (size_t i = 0; i < changes->len; i++)
		emit(d, changes->v[i], &sql);
	for (size_t i = 0; i < sql.len; i++)
		if (sql.v[i].alone)
			return true;
	return false;
}

static const char *find_refusal(const struct delta *d, const struct changes *changes)
{
	for (size_t i = 0; i < changes->len; i++) {
		const struct object *o = object_of(changes->v[i]);

		if (changes->v[i]->refusal != NULL)
			return arena_printf(d->arena, "%s %s: %s", kind_word(o->kind),
					    object_title(o, d->arena), changes->v[i]->refusal);
	}
	return NULL;
}

int delta_make(const struct delta_request *request, struct arena *a, struct pawl_diff *ret,
	       struct delta_facts *facts, struct pawl_error *err)
{
	struct delta d;
	int rc;

	compute(request, a, &d);
	rc = request->strict ? check_all(&d, err) : 0;
	if (rc != 0)
		return rc;
	ret->dialect = request->dialect->name;
	publish_all(&d, ret);
	ret->sql = ret->len == 0 ? "" : script_there(&d);
	ret->reverse_sql = ret->len == 0 ? "" : script_back(&d);
	if (facts != NULL)
		*facts = (struct delta_facts){
			.outside_there = goes_outside(&d, &d.there),
			.outside_back = goes_outside(&d, &d.back),
			.no_way_back = find_refusal(&d, &d.back),
		};
	return 0;
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
	return goes_outside(&d, &d.there);
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

static void describe(struct buf *b, const struct change *c, struct arena *a)
{
	const struct object *o = object_of(c);

	buf_printf(b, "%s%s %s %s", b->len != 0 ? ", " : "", kind_word(o->kind), object_title(o, a),
		   c->op == CHANGE_CREATE ? "is new"
		   : c->op == CHANGE_DROP ? "is gone"
					  : "differs");
	for (size_t i = 0; c->op == CHANGE_ALTER && i < c->attributes_len; i++)
		buf_printf(b, "%s%s", i == 0 ? " in its " : ", ", attribute_word(c->attributes[i]));
}

const char *delta_describe(const struct delta_request *request, struct arena *a)
{
	_cleanup_buf_ struct buf b = {0};
	struct changes changes;
	size_t n = 0;

	diff_schemas(request->dialect->model, request->options, request->from, request->to, a,
		     &changes);
	for (size_t i = 0; i < changes.len; i++) {
		const struct change *c = changes.v[i];

		if (c->again && c->op == CHANGE_DROP)
			continue;
		if (n++ == DELTA_DESCRIBED) {
			buf_adds(&b, ", and more");
			break;
		}
		if (c->op == CHANGE_ALTER && c->attributes_len == 0 && c->parts_len != 0)
			for (size_t j = 0; j < c->parts_len && j < DELTA_DESCRIBED; j++)
				describe(&b, c->parts[j], a);
		else
			describe(&b, c, a);
	}
	return buf_dup(&b, a);
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
