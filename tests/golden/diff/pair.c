/* SPDX-License-Identifier: Apache-2.0 */
#include "pair.h"

#include "model/equal.h"

#include <string.h>

enum { MOST = 12 };

void pair_done(struct pair *p)
{
	arena_done(&p->arena);
	buf_done(&p->out);
}

int pair_complain(struct pair *p, const char *property, const char *what, const char *sql)
{
	buf_printf(&p->out, "not ok %s: %s\n%s", p->name, property, what);
	if (*what != '\0' && what[strlen(what) - 1] != '\n')
		buf_addc(&p->out, '\n');
	if (sql != NULL)
		buf_printf(&p->out, "--- SQL\n%s---\n", sql);
	return 1;
}

int pair_complain_of(struct pair *p, const char *property, const struct pawl_error *err,
		     const char *sql)
{
	_cleanup_buf_ struct buf b = {0};

	buf_printf(&b, "%s", err->message);
	if (err->detail[0] != '\0')
		buf_printf(&b, "; %s", err->detail);
	if (err->hint[0] != '\0')
		buf_printf(&b, "; %s", err->hint);
	if (err->context[0] != '\0')
		buf_printf(&b, "\n%s", err->context);
	return pair_complain(p, property, buf_str(&b), sql);
}

void pair_find_way(struct pair *p, const struct diff_options *o, const struct schema *from,
		   const struct schema *to, struct pair_way *ret)
{
	const struct model_rules *rules = p->bench->dialect->model;
	_cleanup_buf_ struct buf b = {0};
	const char *head = NULL;

	*ret = (struct pair_way){0};
	diff_schemas(rules, o, from, to, &p->arena, &ret->changes);
	if (rules->head != NULL)
		head = rules->head(&ret->changes, &p->arena);
	if (head != NULL)
		*vec_push(&ret->sql, &p->arena) = (struct change_sql){.sql = head};
	for (size_t i = 0; i < ret->changes.len; i++)
		if (ret->changes.v[i]->refusal == NULL)
			rules->emit(o, ret->changes.v[i], &p->arena, &ret->sql);
	for (size_t i = 0; i < ret->sql.len; i++)
		buf_printf(&b, "%s;\n", ret->sql.v[i].sql);
	ret->text = buf_dup(&b, &p->arena);
}

const char *pair_refusal(const struct pair_way *w)
{
	for (size_t i = 0; i < w->changes.len; i++)
		if (w->changes.v[i]->refusal != NULL)
			return w->changes.v[i]->refusal;
	return NULL;
}

/* Is database i as it should be? */
static int check_state(struct pair *p, const char *property, int i, const struct schema *should,
		       const char *sql)
{
	_cleanup_buf_ struct buf b = {0};
	struct pawl_error err = {0};
	struct schema is;
	struct pair_way rest;

	if (golden_inspect(p->bench, i, &p->arena, &is, &err) != 0)
		return pair_complain_of(p, property, &err, sql);
	if (schema_differences(p->bench->dialect->model, &p->options, &is, should, MOST, &b) > 0)
		return pair_complain(p, property, buf_str(&b), sql);
	pair_find_way(p, &p->options, &is, should, &rest);
	if (rest.changes.len > 0)
		return pair_complain(p, property, rest.text, sql);
	return 0;
}

int pair_check_dump(struct pair *p, const char *property, const struct schema *s)
{
	struct diff_options options = p->options;
	struct schema_builder builder;
	struct pawl_error err = {0};
	struct schema empty;
	struct pair_way w;

	options.concurrent = false;
	schema_begin(&builder, &p->arena);
	schema_finish(&builder, &empty);
	empty.version = s->version;
	empty.product = s->product;
	empty.default_schema = s->default_schema;
	empty.default_charset = s->default_charset;
	empty.default_collation = s->default_collation;
	pair_find_way(p, &options, &empty, s, &w);
	if (golden_fresh(p->bench, PAIR_C, p->setup, &err) != 0 ||
	    golden_apply(p->bench, PAIR_C, &w.sql, &err) != 0)
		return pair_complain_of(p, property, &err, w.text);
	return check_state(p, property, PAIR_C, s, w.text);
}

int pair_check_way(struct pair *p, const char *property, const struct pair_way *w,
		   const struct schema *to)
{
	struct pawl_error err = {0};

	if (golden_apply(p->bench, PAIR_A, &w->sql, &err) != 0)
		return pair_complain_of(p, property, &err, w->text);
	return check_state(p, property, PAIR_A, to, w->text);
}
