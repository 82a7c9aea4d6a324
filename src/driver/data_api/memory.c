/* SPDX-License-Identifier: Apache-2.0 */
#include "driver/data_api/memory.h"

#include <strings.h>

const char *memory_question(const struct memory_change *c, struct arena *a)
{
	_cleanup_buf_ struct buf b = {0};

	for (size_t i = 0; i < c->items.len; i++) {
		const struct memory_item *item = &c->items.v[i];

		if (item->text == NULL)
			buf_printf(&b, "%s%s", b.len == 0 ? "SELECT " : ", ", item->ask);
	}
	return b.len == 0 ? NULL : buf_dup(&b, a);
}

static void drop(struct memory *m, enum memory_kind kind, const char *name)
{
	for (size_t i = 0; i < m->items.len; i++) {
		struct memory_item *item = &m->items.v[i];

		if (item->kind != kind || strcasecmp(item->name, name) != 0)
			continue;
		memmove(item, item + 1, (m->items.len - i - 1) * sizeof(*item));
		m->items.len--;
		return;
	}
}

void memory_keep(struct memory *m, const struct memory_change *c, const char *const *answer)
{
	if (c->forgotten != NULL)
		drop(m, MEMORY_PREPARED, c->forgotten);
	for (size_t i = 0; i < c->items.len; i++) {
		struct memory_item item = c->items.v[i];

		if (item.text == NULL)
			item.text = *answer++;
		drop(m, item.kind, item.name);
		if (*item.text != '\0')
			*vec_push(&m->items, &m->arena) = (struct memory_item){
				.kind = item.kind,
				.name = arena_strdup(&m->arena, item.name),
				.text = arena_strdup(&m->arena, item.text),
			};
	}
}

void memory_forget(struct memory *m)
{
	arena_reset(&m->arena);
	m->items.v = NULL;
	m->items.len = m->items.cap = 0;
	m->insert_id = 0;
}

const char *memory_prepared(const struct memory *m, const char *name)
{
	for (size_t i = 0; i < m->items.len; i++)
		if (m->items.v[i].kind == MEMORY_PREPARED &&
		    strcasecmp(m->items.v[i].name, name) == 0)
			return m->items.v[i].text;
	return NULL;
}

bool memory_is_set(const struct memory *m)
{
	for (size_t i = 0; i < m->items.len; i++)
		if (m->items.v[i].kind != MEMORY_PREPARED)
			return true;
	return false;
}

void memory_write(const struct memory *m, struct buf *b)
{
	for (size_t i = 0; i < m->items.len; i++) {
		const struct memory_item *item = &m->items.v[i];

		if (item->kind == MEMORY_VALUE)
			buf_printf(b, "%s%s=%s", b->len == 0 ? "" : ",", item->name, item->text);
		else if (item->kind == MEMORY_NAMES)
			buf_printf(b, "%s%s", b->len == 0 ? "" : ",", item->text);
	}
	if (m->insert_id != 0)
		buf_printf(b, "%s@pawl_id=LAST_INSERT_ID(%lld)", b->len == 0 ? "" : ",",
			   (long long)m->insert_id);
}
