/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The documentation of a made-up company's database of a hundred tables and of
 * its migrations, as a page, Markdown or DOT, on standard output.
 *
 * usage: make_page [html|markdown|dot] [TABLES]
 */
#include "docgen/docgen.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const areas[] = {"billing", "catalog",  "crm",     "delivery", "finance",
				    "forum",   "hr",       "library", "mail",     "media",
				    "metrics", "payments", "project", "support",  "survey"};
static const char *const things[] = {"accounts", "orders",   "items",    "notes",
				     "events",   "contacts", "documents"};
enum { AREAS = sizeof(areas) / sizeof(*areas), THINGS = sizeof(things) / sizeof(*things) };

struct maker {
	struct schema_builder b;
	struct arena *arena;
};

static struct object *add_column(struct maker *m, struct object *table, const char *name,
				 const char *type, bool null, const char *value)
{
	struct object *o = schema_add(&m->b, OBJECT_COLUMN, table, NULL, name, NULL);
	size_t n = 0;

	for (size_t i = 0; i < m->b.objects.len; i++)
		n += m->b.objects.v[i]->parent == table && m->b.objects.v[i]->kind == OBJECT_COLUMN;
	o->position = n;
	schema_set(&m->b, o, ATTR_TYPE, type);
	schema_set_flag(&m->b, o, ATTR_NOT_NULL, !null);
	schema_set(&m->b, o, ATTR_DEFAULT, value);
	return o;
}

static struct object *add_key(struct maker *m, struct object *table, enum object_kind kind,
			      const char *name, const char *column)
{
	struct object *o = schema_add(&m->b, kind, table, NULL, name, NULL);
	const char **columns = arena_array(m->arena, const char *, 1);

	columns[0] = column;
	o->columns = columns;
	o->columns_len = 1;
	return o;
}

static void refer(struct maker *m, struct object *table, const char *column, struct object *to,
		  const char *on_delete)
{
	struct object *o = add_key(m, table, OBJECT_FOREIGN_KEY,
				   arena_printf(m->arena, "%s_%s_fkey", table->name, column),
				   column);
	const char **columns = arena_array(m->arena, const char *, 1);

	columns[0] = "id";
	o->references = to;
	o->reference_columns = columns;
	schema_set(&m->b, o, ATTR_ON_DELETE, on_delete);
}

static struct object *add_table(struct maker *m, const char *name, const char *comment)
{
	struct object *t = schema_add(&m->b, OBJECT_TABLE, NULL, NULL, name, NULL);

	schema_set(&m->b, t, ATTR_COMMENT, comment);
	add_column(m, t, "id", "bigint", false, NULL);
	add_key(m, t, OBJECT_PRIMARY_KEY, arena_printf(m->arena, "%s_pkey", name), "id");
	return t;
}

static struct object *add_users(struct maker *m)
{
	struct object *t = add_table(m, "users",
				     "People who can sign in.\nA row is never deleted: "
				     "see deactivated_at.");
	struct object *o;

	o = add_column(m, t, "email", "character varying(254)", false, NULL);
	schema_set(&m->b, o, ATTR_COMMENT, "lower case, unique among the active ones");
	add_column(m, t, "display_name", "text", false, "''::text");
	add_column(m, t, "role", "user_role", false, "'member'::user_role");
	add_column(m, t, "manager_id", "bigint", true, NULL);
	add_column(m, t, "deactivated_at", "timestamp with time zone", true, NULL);
	refer(m, t, "manager_id", t, "SET NULL");
	add_key(m, t, OBJECT_UNIQUE, "users_email_key", "email");
	o = schema_add(&m->b, OBJECT_CHECK, t, NULL, "users_email_check", NULL);
	schema_set(&m->b, o, ATTR_EXPRESSION, "email = lower(email)");
	o = add_key(m, t, OBJECT_INDEX, "users_active_idx", "display_name");
	schema_set(&m->b, o, ATTR_WHERE, "deactivated_at IS NULL");
	o = schema_add(&m->b, OBJECT_TRIGGER, t, NULL, "users_audit", NULL);
	schema_set(
		&m->b, o, ATTR_DEFINITION,
		"CREATE TRIGGER users_audit AFTER UPDATE ON users\n\tFOR EACH ROW\n\tWHEN (old.* "
		"IS DISTINCT FROM new.*)\n\tEXECUTE FUNCTION audit_row()");
	o = schema_add(&m->b, OBJECT_POLICY, t, NULL, "users_own_row", NULL);
	schema_set(&m->b, o, ATTR_DEFINITION, "AS PERMISSIVE FOR SELECT TO PUBLIC");
	schema_set(&m->b, o, ATTR_EXPRESSION, "id = current_user_id()");
	return t;
}

static void add_area(struct maker *m, const char *area, struct object *users, size_t most)
{
	struct object *first = NULL, *before = NULL;

	for (size_t i = 0; i < THINGS && i < most; i++) {
		const char *name = arena_printf(m->arena, "%s_%s", area, things[i]);
		struct object *t = add_table(
			m, name, arena_printf(m->arena, "The %s of %s.", things[i], area));

		add_column(m, t, "title", "character varying(200)", false, NULL);
		add_column(m, t, "amount", "numeric(12,2)", true, "0");
		if (first != NULL) {
			add_column(m, t, "account_id", "bigint", false, NULL);
			refer(m, t, "account_id", first, "CASCADE");
		} else {
			first = t;
		}
		if (i == 2 || i == 4) {
			add_column(m, t, "previous_id", "bigint", true, NULL);
			refer(m, t, "previous_id", before, NULL);
		}
		/* Four areas stay on their own, in diagrams of their own. */
		if (i < 2 && strcmp(area, "hr") > 0) {
			add_column(m, t, "owner_id", "bigint", i == 1, NULL);
			refer(m, t, "owner_id", users, "RESTRICT");
		}
		add_column(m, t, "created_at", "timestamp with time zone", false, "now()");
		add_key(m, t, OBJECT_INDEX, arena_printf(m->arena, "%s_created_at_idx", name),
			"created_at");
		before = t;
	}
}

/* Names as nobody should choose them, and every engine allows them. */
static void add_nasty(struct maker *m)
{
	struct object *t =
		add_table(m, "<script>alert(\"1\")</script>", "Tom & \"Jerry\"'s <b>table</b> | x");

	add_column(m, t, "a|b`c", "text", true, "'</style><img src=x onerror=alert(1)>'");
	add_column(m, t, "tab\tand\x01 and \xff\xe2\x80\xae end", "text", true, NULL);
	add_column(m, t, "größe 漢字", "text", true, NULL);
	add_table(m, "settings", NULL);
}

static void add_others(struct maker *m, struct object *users)
{
	struct object *o = schema_add(&m->b, OBJECT_VIEW, NULL, NULL, "active_users", NULL);

	schema_set(&m->b, o, ATTR_QUERY,
		   " SELECT users.id,\n    users.email\n   FROM users\n  WHERE "
		   "users.deactivated_at IS NULL");
	schema_set(&m->b, o, ATTR_COMMENT, "Who may sign in today.");
	schema_need(&m->b, o, users);
	o = schema_add(&m->b, OBJECT_FUNCTION, NULL, NULL, "audit_row", "");
	schema_set(&m->b, o, ATTR_RETURNS, "trigger");
	schema_set(&m->b, o, ATTR_DEFINITION,
		   "CREATE OR REPLACE FUNCTION public.audit_row()\n RETURNS trigger\n LANGUAGE "
		   "plpgsql\nAS $function$\nBEGIN\n\tINSERT INTO audit VALUES (tg_op, "
		   "now());\n\tRETURN "
		   "new;\nEND\n$function$");
	o = schema_add(&m->b, OBJECT_FUNCTION, NULL, NULL, "total", "integer, numeric");
	schema_set(&m->b, o, ATTR_RETURNS, "numeric");
	o = schema_add(&m->b, OBJECT_ENUM, NULL, NULL, "user_role", NULL);
	schema_set(&m->b, o, ATTR_LABELS, "'member', 'manager', 'admin'");
	o = schema_add(&m->b, OBJECT_SEQUENCE, NULL, NULL, "invoice_number", NULL);
	schema_set(&m->b, o, ATTR_START, "10000");
	o = schema_add(&m->b, OBJECT_EXTENSION, NULL, NULL, "pg_trgm", NULL);
	schema_set(&m->b, o, ATTR_VERSION, "1.6");
}

static const char *const first_changes[] = {"create type user_role", "create table users",
					    "create index users_active_idx on users"};
static const char *const first_touches[] = {"users", "user_role"};
static const char *const second_changes[] = {"alter table users", "update users",
					     "drop table old_accounts"};
static const char *const second_touches[] = {"users", "billing_accounts", "old_accounts"};
static const char *const third_touches[] = {"billing_orders"};

static const struct docgen_migration migrations[] = {
	{"001", "users", "001_users.sql", "People and what they may do.", 42, "applied",
	 "2026-01-12 09:30:11 UTC", "deploy", 18, first_changes, 3, first_touches, 2},
	{"002", "merge accounts", "002_merge_accounts.sql",
	 "Accounts of the old shop become accounts of billing.\nNeeds about two minutes in "
	 "production.",
	 118, "applied", "2026-03-02 22:00:40 UTC", "anna", 125400, second_changes, 3,
	 second_touches, 3},
	{"003", "order amounts", "003_order_amounts.sql", "Amounts may be larger than a million.",
	 7, "pending", NULL, NULL, -1, NULL, 0, third_touches, 1},
};

int main(int argc, char **argv)
{
	_cleanup_arena_ struct arena a = {0};
	_cleanup_buf_ struct buf page = {0};
	const char *format = argc > 1 ? argv[1] : "html";
	long most = argc > 2 ? strtol(argv[2], NULL, 10) : 109;
	struct maker m = {.arena = &a};
	struct schema schema;
	struct docgen_input in = {
		.title = "Larkspur & Sons",
		.product = "PostgreSQL 15.4",
		.origin = "pawl 0.1.0 from migrations/ at 002",
		.schema = &schema,
		.migrations = migrations,
		.migrations_len = sizeof(migrations) / sizeof(*migrations),
	};
	struct object *users;

	schema_begin(&m.b, &a);
	users = add_users(&m);
	for (long i = 0; i < AREAS && most > 4 + i * THINGS; i++)
		add_area(&m, areas[i], users, (size_t)(most - 4 - i * THINGS));
	add_nasty(&m);
	add_others(&m, users);
	schema_finish(&m.b, &schema);
	if (strcmp(format, "markdown") == 0)
		docgen_markdown(&in, &page);
	else if (strcmp(format, "dot") == 0)
		docgen_dot(&in, &page);
	else
		docgen_html(&in, &page);
	return fwrite(page.data, 1, page.len, stdout) == page.len && fflush(stdout) == 0 ? 0 : 1;
}
