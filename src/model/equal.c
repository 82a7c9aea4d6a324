/* SPDX-License-Identifier: Apache-2.0 */
#include "model/equal.h"

#include "model/diff_plan.h"

static void add_value(struct buf *b, const char *value)
{
	if (value == NULL)
		buf_adds(b, "absent");
	else
		buf_printf(b, "\"%s\"", value);
}

static size_t count(const struct pair *p)
{
	return p->fate == FATE_ALTER ? p->attributes_len : 1;
}

static void add_lines(struct diff *d, const struct pair *p, size_t most, struct buf *b)
{
	const struct object *o = pair_object(p);
	const char *title = object_title(o, d->arena);

	if (p->fate == FATE_CREATE)
		buf_printf(b, "%s \"%s\" is missing\n", kind_word(o->kind), title);
	if (p->fate == FATE_DROP)
		buf_printf(b, "%s \"%s\" is there and should not be\n", kind_word(o->kind), title);
	for (size_t i = 0; i < p->attributes_len && i < most; i++) {
		buf_printf(b, "%s \"%s\": %s is ", kind_word(o->kind), title,
			   attribute_word(p->attributes[i]));
		add_value(b, object_get(p->old, p->attributes[i]));
		buf_adds(b, " instead of ");
		add_value(b, object_get(p->new, p->attributes[i]));
		buf_addc(b, '\n');
	}
}

/* An implied object that is missing is told with what it comes with. */
static bool is_told(const struct diff *d, const struct pair *p)
{
	const struct pair *parent = pair_parent(d, p);

	if (p->fate == FATE_STAY || (p->implied && p->fate != FATE_ALTER))
		return false;
	return parent == NULL || parent->fate != p->fate || p->fate == FATE_ALTER;
}

size_t schema_differences(const struct model_rules *rules, const struct diff_options *o,
			  const struct schema *is, const struct schema *should, size_t most,
			  struct buf *ret)
{
	_cleanup_arena_ struct arena a = {0};
	struct diff d;
	size_t n = 0;

	diff_match(&d, rules, o, is, should, &a);
	for (size_t i = 0; i < d.pairs.len; i++) {
		const struct pair *p = d.pairs.v[i];

		if (!is_told(&d, p))
			continue;
		if (n < most)
			add_lines(&d, p, most - n, ret);
		n += count(p);
	}
	return n;
}
