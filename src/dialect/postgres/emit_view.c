/* SPDX-License-Identifier: Apache-2.0 */
/* Views and materialized views; what is said of their columns is a change of its own. */
#include "dialect/postgres/emit.h"

#include "base/buf.h"

#include <string.h>

static void add_query(const struct emit *e, const char *create)
{
	const struct object *o = e->c->new;
	_cleanup_buf_ struct buf b = {0};
	const char *check = object_get(o, ATTR_CHECK_OPTION);
	const char *tablespace = object_get(o, ATTR_TABLESPACE);

	buf_printf(&b, "%s%s", create, pgsql_name(e->a, o));
	if (object_has(o, ATTR_ACCESS_METHOD))
		buf_printf(&b, " USING %s", pgsql_ident(e->a, object_get(o, ATTR_ACCESS_METHOD)));
	if (object_has(o, ATTR_OPTIONS))
		buf_printf(&b, " WITH (%s)", object_get(o, ATTR_OPTIONS));
	if (tablespace != NULL)
		buf_printf(&b, " TABLESPACE %s", pgsql_ident(e->a, tablespace));
	buf_printf(&b, " AS\n%s", pgsql_trim(e->a, object_get(o, ATTR_QUERY)));
	if (check != NULL)
		buf_printf(&b, "\nWITH %s CHECK OPTION",
			   strcmp(check, "local") == 0 ? "LOCAL" : "CASCADED");
	pgsql_add(e, "%s", buf_str(&b));
}

void pgsql_view_create(const struct emit *e)
{
	const struct object *o = e->c->new;

	if (o->kind == OBJECT_MATERIALIZED_VIEW)
		add_query(e, arena_printf(e->a, "CREATE MATERIALIZED VIEW %s",
					  pgsql_if_not_exists(e)));
	else
		add_query(e, e->o->if_not_exists ? "CREATE OR REPLACE VIEW " : "CREATE VIEW ");
	pgsql_extras(e, o);
}

static void alter_options(const struct emit *e, const char *view)
{
	const char *set, *reset;
	const char *check = object_get(e->c->new, ATTR_CHECK_OPTION);

	pgsql_options_diff(e->a, object_get(e->c->old, ATTR_OPTIONS),
			   object_get(e->c->new, ATTR_OPTIONS), &set, &reset);
	if (reset != NULL)
		pgsql_add(e, "%s RESET (%s)", view, reset);
	if (set != NULL)
		pgsql_add(e, "%s SET (%s)", view, set);
	if (pgsql_changed(e->c, ATTR_CHECK_OPTION) && check != NULL)
		pgsql_add(e, "%s SET (check_option=%s)", view, check);
	else if (pgsql_changed(e->c, ATTR_CHECK_OPTION))
		pgsql_add(e, "%s RESET (check_option)", view);
}

void pgsql_view_alter(const struct emit *e)
{
	const char *view = pgsql_alter_table(e->a, e->c->new);
	const char *tablespace = object_get(e->c->new, ATTR_TABLESPACE);

	if (pgsql_changed(e->c, ATTR_QUERY))
		add_query(e, "CREATE OR REPLACE VIEW ");
	else
		alter_options(e, view);
	if (pgsql_changed(e->c, ATTR_TABLESPACE))
		pgsql_add(e, "%s SET TABLESPACE %s", view,
			  tablespace != NULL ? pgsql_ident(e->a, tablespace) : "pg_default");
	pgsql_index_marks(e, view);
}
