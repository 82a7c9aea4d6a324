/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Foreign keys. Where the checks are off, a key may refer to a table that is not
 * there; to make such a key again they have to be off as well.
 */
#include "dialect/mysql/emit.h"

#include "base/cleanup.h"
#include "base/text.h"

#include <string.h>

void mysql_emit_foreign_key_definition(struct buf *b, const struct object *o)
{
	buf_adds(b, "CONSTRAINT ");
	mysql_emit_name(b, o->name);
	buf_printf(b, " FOREIGN KEY (%s) %s", object_get(o, ATTR_KEY),
		   object_get(o, ATTR_DEFINITION));
	if (object_has(o, ATTR_ON_DELETE))
		buf_printf(b, " ON DELETE %s", object_get(o, ATTR_ON_DELETE));
	if (object_has(o, ATTR_ON_UPDATE))
		buf_printf(b, " ON UPDATE %s", object_get(o, ATTR_ON_UPDATE));
}

bool mysql_emit_dangles(const struct object *o)
{
	const char *definition;

	if (o == NULL || o->kind != OBJECT_FOREIGN_KEY || o->references != NULL)
		return false;
	/* Behind the name of another database stands a dot: nothing is known of that table. */
	definition = object_get(o, ATTR_DEFINITION);
	return definition != NULL && strstr(definition, "`.`") == NULL;
}

void mysql_emit_with_checks(struct emit *e, struct buf *b, bool checks)
{
	_cleanup_buf_ struct buf set = {0};

	if (!checks) {
		buf_adds(&set, "SET foreign_key_checks = OFF");
		mysql_emit_add(e, &set);
	}
	mysql_emit_add(e, b);
	if (!checks) {
		buf_adds(&set, "SET foreign_key_checks = DEFAULT");
		mysql_emit_add(e, &set);
	}
}

static bool is_index_of(const struct object *index, const struct object *key)
{
	if (index->kind != OBJECT_INDEX || index->columns_len != key->columns_len ||
	    object_has(index, ATTR_UNIQUE) || strcmp(index->name, key->name) == 0)
		return false;
	for (size_t i = 0; i < key->columns_len; i++)
		if (!text_equal_nocase(index->columns[i], key->columns[i]))
			return false;
	return true;
}

/*
 * An index that the server made for a key without a name, and named after the
 * column, it replaces by one named after the key once that comes with its name.
 * Nothing tells such an index from others, so it is asked for by name: if it
 * is still there, nothing happens, else it takes the place of the other.
 */
static void keep_index(struct emit *e, const struct object *key)
{
	for (size_t i = 0; i < key->parent->children_len; i++) {
		const struct object *index = key->parent->children[i];
		_cleanup_buf_ struct buf b = {0};

		if (!is_index_of(index, key))
			continue;
		buf_adds(&b, "ALTER TABLE ");
		mysql_emit_name(&b, key->parent->name);
		buf_adds(&b, " ADD KEY IF NOT EXISTS ");
		mysql_emit_name(&b, index->name);
		buf_printf(&b, " (%s)", object_get(index, ATTR_KEY));
		mysql_emit_add(e, &b);
		return;
	}
}

void mysql_emit_foreign_key(struct emit *e)
{
	_cleanup_buf_ struct buf b = {0};

	if (e->c->old != NULL) {
		buf_adds(&b, "ALTER TABLE ");
		mysql_emit_name(&b, e->c->old->parent->name);
		buf_adds(&b, " DROP FOREIGN KEY ");
		mysql_emit_name(&b, e->c->old->name);
		mysql_emit_add(e, &b);
	}
	if (e->c->new != NULL) {
		buf_adds(&b, "ALTER TABLE ");
		mysql_emit_name(&b, e->c->new->parent->name);
		buf_adds(&b, " ADD ");
		mysql_emit_foreign_key_definition(&b, e->c->new);
		mysql_emit_with_checks(e, &b, !mysql_emit_dangles(e->c->new));
		if (e->c->again && mysql_emit_is_mariadb(e->o))
			keep_index(e, e->c->new);
	}
}
