/* SPDX-License-Identifier: Apache-2.0 */
/* Statements that are neither about a table's parts nor about indexes. */
#include "dialect/postgres/parse.h"

#include <string.h>

static void rename_any(struct pg_reader *r, const json_t *node)
{
	static const struct {
		const char *type;
		enum action_object object;
	} kinds[] = {
		{"OBJECT_TABLE", ON_TABLE},        {"OBJECT_COLUMN", ON_COLUMN},
		{"OBJECT_INDEX", ON_INDEX},        {"OBJECT_TABCONSTRAINT", ON_CONSTRAINT},
		{"OBJECT_VIEW", ON_VIEW},          {"OBJECT_MATVIEW", ON_MATVIEW},
		{"OBJECT_SCHEMA", ON_SCHEMA},      {"OBJECT_TYPE", ON_TYPE},
		{"OBJECT_DOMAIN", ON_DOMAIN},      {"OBJECT_FUNCTION", ON_FUNCTION},
		{"OBJECT_PROCEDURE", ON_FUNCTION}, {"OBJECT_SEQUENCE", ON_SEQUENCE},
		{"OBJECT_TRIGGER", ON_TRIGGER},    {"OBJECT_DATABASE", ON_DATABASE},
	};
	struct pg_relation of = pg_relation(r, json_object_get(node, "relation"));
	const json_t *object = json_object_get(node, "object");
	struct action *a = pg_add(r, ACT_RENAME, ON_OTHER, 0);

	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (pg_is(node, "renameType", kinds[i].type))
			a->object = kinds[i].object;
	a->schema = of.schema;
	a->table = of.name;
	a->name = pg_text(r, node, "subname");
	if (a->name == NULL)
		a->name = of.name;
	if (a->name == NULL)
		a->name = pg_last_name(r, json_object_get(pg_as(object, "List"), "items"),
				       &a->schema);
	a->to = pg_text(r, node, "newname");
}

static void alter_enum(struct pg_reader *r, const json_t *node)
{
	bool renames = json_object_get(node, "oldVal") != NULL;
	struct action *a = pg_add(r, renames ? ACT_RENAME : ACT_ADD, ON_VALUE, 0);

	a->name = pg_last_name(r, json_object_get(node, "typeName"), &a->schema);
	a->to = pg_text(r, node, "newVal");
	a->guarded = pg_true(node, "skipIfNewValExists");
	if (json_object_get(node, "newValNeighbor") != NULL)
		*vec_push(&a->values, r->arena) = pg_text(r, node, "newValNeighbor");
}

static void create_enum(struct pg_reader *r, const json_t *node)
{
	struct action *a = pg_add(r, ACT_CREATE, ON_TYPE, 0);

	a->name = pg_last_name(r, json_object_get(node, "typeName"), &a->schema);
	pg_names(r, json_object_get(node, "vals"), &a->values);
}

static void create_domain(struct pg_reader *r, const json_t *node)
{
	const json_t *list = json_object_get(node, "constraints");
	struct action *a = pg_add(r, ACT_CREATE, ON_DOMAIN, 0);

	a->name = pg_last_name(r, json_object_get(node, "domainname"), &a->schema);
	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *k = pg_as(json_array_get(list, i), "Constraint");

		if (pg_is(k, "contype", "CONSTR_CHECK") || pg_is(k, "contype", "CONSTR_NOTNULL"))
			a->to = "";
	}
}

static void alter_domain(struct pg_reader *r, const json_t *node)
{
	struct action *a;

	/* ADD CONSTRAINT, SET NOT NULL, VALIDATE CONSTRAINT. */
	if (pg_is(node, "subtype", "C") || pg_is(node, "subtype", "O"))
		a = pg_add(r, ACT_ADD, ON_DOMAIN, 0);
	else
		a = pg_add(r, pg_is(node, "subtype", "V") ? ACT_VALIDATE : ACT_ALTER, ON_DOMAIN, 0);
	a->name = pg_last_name(r, json_object_get(node, "typeName"), &a->schema);
	a->not_valid =
		pg_true(pg_as(json_object_get(node, "def"), "Constraint"), "skip_validation");
}

static void transaction(struct pg_reader *r, const json_t *node)
{
	if (pg_is(node, "kind", "TRANS_STMT_BEGIN") || pg_is(node, "kind", "TRANS_STMT_START"))
		pg_add(r, ACT_BEGIN, ON_OTHER, 0);
	else if (pg_is(node, "kind", "TRANS_STMT_COMMIT"))
		pg_add(r, ACT_COMMIT, ON_OTHER, 0);
	else if (pg_is(node, "kind", "TRANS_STMT_ROLLBACK"))
		pg_add(r, ACT_ROLLBACK, ON_OTHER, 0);
}

static void set_variable(struct pg_reader *r, const json_t *node)
{
	const json_t *value = pg_as(json_array_get(json_object_get(node, "args"), 0), "A_Const");
	const json_t *number = json_object_get(json_object_get(value, "ival"), "ival");
	struct action *a = pg_add(r, ACT_SET, ON_OTHER, 0);

	a->name = pg_text(r, node, "name");
	a->to = pg_text(r, json_object_get(value, "sval"), "sval");
	if (a->to == NULL)
		a->to = value == NULL ? "default"
				      : arena_printf(r->arena, "%lld",
						     (long long)json_integer_value(number));
}

static void vacuum(struct pg_reader *r, const json_t *node)
{
	const json_t *options = json_object_get(node, "options");
	const json_t *rels = json_object_get(node, "rels");
	bool full = pg_option(options, "full");
	size_t i = 0;

	if (!pg_true(node, "is_vacuumcmd"))
		return;
	do {
		const json_t *rel = pg_as(json_array_get(rels, i), "VacuumRelation");
		struct pg_relation of = pg_relation(r, json_object_get(rel, "relation"));
		struct action *a = pg_add(r, full ? ACT_REWRITE : ACT_VACUUM, ON_TABLE, 0);

		a->name = full ? "VACUUM FULL" : "VACUUM";
		a->schema = of.schema;
		a->table = of.name;
	} while (++i < json_array_size(rels));
}

static void dml(struct pg_reader *r, const json_t *node, enum action_verb verb)
{
	struct pg_relation table = pg_relation(r, json_object_get(node, "relation"));
	const json_t *targets = json_object_get(node, "targetList");
	struct action *a = pg_add(r, verb, ON_TABLE, 0);

	a->schema = table.schema;
	a->table = a->name = table.name;
	a->filtered = json_object_get(node, "whereClause") != NULL;
	for (size_t i = 0; verb == ACT_UPDATE && i < json_array_size(targets); i++) {
		const json_t *target = pg_as(json_array_get(targets, i), "ResTarget");

		if (json_object_get(target, "indirection") == NULL)
			*vec_push(&a->columns, r->arena) = pg_text(r, target, "name");
	}
}

static void truncate(struct pg_reader *r, const json_t *node)
{
	const json_t *list = json_object_get(node, "relations");

	for (size_t i = 0; i < json_array_size(list); i++) {
		struct pg_relation of = pg_relation(r, pg_as(json_array_get(list, i), "RangeVar"));
		struct action *a = pg_add(r, ACT_TRUNCATE, ON_TABLE, of.at);

		a->schema = of.schema;
		a->table = a->name = of.name;
		a->cascade = pg_is(node, "behavior", "DROP_CASCADE");
	}
}

static void create_view(struct pg_reader *r, const json_t *node)
{
	struct pg_relation of = pg_relation(r, json_object_get(node, "view"));
	struct action *a = pg_add(r, ACT_CREATE, ON_VIEW, 0);

	a->schema = of.schema;
	a->name = of.name;
	a->replaces = pg_true(node, "replace");
	a->temporary = of.temporary;
}

static const char *body_of(struct pg_reader *r, const json_t *options)
{
	for (size_t i = 0; i < json_array_size(options); i++) {
		const json_t *e = pg_as(json_array_get(options, i), "DefElem");
		const json_t *arg = json_object_get(e, "arg");

		if (!pg_is(e, "defname", "as"))
			continue;
		if (pg_as(arg, "String") != NULL)
			return pg_string(r, arg);
		return pg_string(r,
				 json_array_get(json_object_get(pg_as(arg, "List"), "items"), 0));
	}
	return "";
}

static void create_function(struct pg_reader *r, const json_t *node)
{
	struct action *a = pg_add(r, ACT_CREATE, ON_FUNCTION, 0);

	a->name = pg_last_name(r, json_object_get(node, "funcname"), &a->schema);
	a->replaces = pg_true(node, "replace");
	a->body = body_of(r, json_object_get(node, "options"));
}

static void create_trigger(struct pg_reader *r, const json_t *node)
{
	struct pg_relation of = pg_relation(r, json_object_get(node, "relation"));
	struct action *a = pg_add(r, ACT_CREATE, ON_TRIGGER, 0);

	a->schema = of.schema;
	a->table = of.name;
	a->name = pg_text(r, node, "trigname");
	a->replaces = pg_true(node, "replace");
}

static void named(struct pg_reader *r, const json_t *node, enum action_verb verb,
		  enum action_object object, const char *key)
{
	struct action *a = pg_add(r, verb, object, 0);

	a->name = pg_text(r, node, key);
	a->guarded = pg_true(node, "if_not_exists") || pg_true(node, "missing_ok");
}

static void on_relation(struct pg_reader *r, const json_t *node, enum action_verb verb,
			enum action_object object)
{
	struct pg_relation of = pg_relation(r, json_object_get(node, "relation"));
	struct action *a = pg_add(r, verb, object, 0);

	a->schema = of.schema;
	a->table = a->name = of.name;
	a->concurrently = pg_true(node, "concurrent");
}

static void add_insert(struct pg_reader *r, const json_t *node)
{
	dml(r, node, ACT_INSERT);
}

static void add_update(struct pg_reader *r, const json_t *node)
{
	dml(r, node, ACT_UPDATE);
}

static void add_delete(struct pg_reader *r, const json_t *node)
{
	dml(r, node, ACT_DELETE);
}

static void add_do(struct pg_reader *r, const json_t *node)
{
	pg_add(r, ACT_OTHER, ON_FUNCTION, 0)->body = body_of(r, json_object_get(node, "args"));
}

static void add_schema(struct pg_reader *r, const json_t *node)
{
	named(r, node, ACT_CREATE, ON_SCHEMA, "schemaname");
}

static void add_extension(struct pg_reader *r, const json_t *node)
{
	named(r, node, ACT_CREATE, ON_EXTENSION, "extname");
}

static void alter_extension(struct pg_reader *r, const json_t *node)
{
	named(r, node, ACT_ALTER, ON_EXTENSION, "extname");
}

static void drop_database(struct pg_reader *r, const json_t *node)
{
	named(r, node, ACT_DROP, ON_DATABASE, "dbname");
}

static void alter_system(struct pg_reader *r, const json_t *node)
{
	(void)node;
	pg_add(r, ACT_OTHER, ON_OTHER, 0)->name = "ALTER SYSTEM";
}

static void grant(struct pg_reader *r, const json_t *node)
{
	pg_add(r, ACT_GRANT, ON_OTHER, 0)->name = pg_true(node, "is_grant") ? "GRANT" : "REVOKE";
}

static void create_policy(struct pg_reader *r, const json_t *node)
{
	struct pg_relation of = pg_relation(r, json_object_get(node, "table"));
	struct action *a = pg_add(r, ACT_CREATE, ON_POLICY, 0);

	a->name = pg_text(r, node, "policy_name");
	a->schema = of.schema;
	a->table = of.name;
}

static void alter_policy(struct pg_reader *r, const json_t *node)
{
	struct pg_relation of = pg_relation(r, json_object_get(node, "table"));
	struct action *a = pg_add(r, ACT_ALTER, ON_POLICY, 0);

	a->name = pg_text(r, node, "policy_name");
	a->schema = of.schema;
	a->table = of.name;
}

static void refresh(struct pg_reader *r, const json_t *node)
{
	on_relation(r, node, ACT_REFRESH, ON_MATVIEW);
}

static void cluster(struct pg_reader *r, const json_t *node)
{
	on_relation(r, node, ACT_REWRITE, ON_TABLE);
	r->list->v[r->list->len - 1].name = "CLUSTER";
}

static void create_sequence(struct pg_reader *r, const json_t *node)
{
	struct pg_relation of = pg_relation(r, json_object_get(node, "sequence"));
	struct action *a = pg_add(r, ACT_CREATE, ON_SEQUENCE, 0);

	a->schema = of.schema;
	a->name = of.name;
	a->guarded = pg_true(node, "if_not_exists");
}

/* ALTER TABLE ... SET SCHEMA has a node of its own. */
static void set_schema(struct pg_reader *r, const json_t *node)
{
	if (!pg_is(node, "objectType", "OBJECT_TABLE"))
		return;
	on_relation(r, node, ACT_ALTER, ON_TABLE);
	r->list->v[r->list->len - 1].to = "SET SCHEMA";
}

/* COMMENT ON TABLE t, COMMENT ON COLUMN t.c. */
static void comment(struct pg_reader *r, const json_t *node)
{
	const json_t *items =
		json_object_get(pg_as(json_object_get(node, "object"), "List"), "items");
	bool of_column = pg_is(node, "objtype", "OBJECT_COLUMN");
	size_t n = json_array_size(items), at = of_column ? 2 : 1;
	struct action *a;

	if (n < at || (!of_column && !pg_is(node, "objtype", "OBJECT_TABLE")))
		return;
	a = pg_add(r, ACT_ALTER, ON_OTHER, 0);
	a->name = "COMMENT";
	a->table = pg_string(r, json_array_get(items, n - at));
	if (n > at)
		a->schema = pg_string(r, json_array_get(items, n - at - 1));
}

static void lock(struct pg_reader *r, const json_t *node)
{
	static const char *const modes[] = {
		"",
		"ACCESS SHARE",
		"ROW SHARE",
		"ROW EXCLUSIVE",
		"SHARE UPDATE EXCLUSIVE",
		"SHARE",
		"SHARE ROW EXCLUSIVE",
		"EXCLUSIVE",
		"ACCESS EXCLUSIVE",
	};
	const json_t *list = json_object_get(node, "relations");
	size_t mode = (size_t)json_integer_value(json_object_get(node, "mode"));

	for (size_t i = 0; i < json_array_size(list); i++) {
		struct pg_relation of = pg_relation(r, pg_as(json_array_get(list, i), "RangeVar"));
		struct action *a = pg_add(r, ACT_LOCK, ON_TABLE, of.at);

		a->schema = of.schema;
		a->table = of.name;
		a->to = mode < sizeof(modes) / sizeof(*modes) ? modes[mode] : "";
	}
}

static void create_rule(struct pg_reader *r, const json_t *node)
{
	struct pg_relation of = pg_relation(r, json_object_get(node, "relation"));
	struct action *a = pg_add(r, ACT_CREATE, ON_OTHER, 0);

	a->schema = of.schema;
	a->table = of.name;
	a->name = pg_text(r, node, "rulename");
	a->to = "RULE";
}

static void create_statistics(struct pg_reader *r, const json_t *node)
{
	const json_t *list = json_object_get(node, "relations");
	struct pg_relation of = pg_relation(r, pg_as(json_array_get(list, 0), "RangeVar"));
	struct action *a = pg_add(r, ACT_CREATE, ON_OTHER, 0);

	a->schema = of.schema;
	a->table = of.name;
	a->name = pg_last_name(r, json_object_get(node, "defnames"), NULL);
	a->to = "STATISTICS";
}

static void copy(struct pg_reader *r, const json_t *node)
{
	if (pg_true(node, "is_from"))
		dml(r, node, ACT_INSERT);
}

static void merge(struct pg_reader *r, const json_t *node)
{
	dml(r, node, ACT_UPDATE);
	r->list->v[r->list->len - 1].filtered = true;
}

static void call(struct pg_reader *r, const json_t *node)
{
	const json_t *function = json_object_get(node, "funccall");
	struct action *a = pg_add(r, ACT_OTHER, ON_FUNCTION, 0);

	a->name = pg_last_name(r, json_object_get(function, "funcname"), &a->schema);
	a->body = "";
}

static const struct {
	const char *type;
	void (*read)(struct pg_reader *r, const json_t *node);
} statements[] = {
	{"CreateStmt", pg_create_table},
	{"CreateTableAsStmt", pg_create_table_as},
	{"AlterTableStmt", pg_alter_table},
	{"IndexStmt", pg_create_index},
	{"DropStmt", pg_drop},
	{"ReindexStmt", pg_reindex},
	{"RenameStmt", rename_any},
	{"AlterEnumStmt", alter_enum},
	{"CreateEnumStmt", create_enum},
	{"CreateDomainStmt", create_domain},
	{"AlterDomainStmt", alter_domain},
	{"TransactionStmt", transaction},
	{"VariableSetStmt", set_variable},
	{"VacuumStmt", vacuum},
	{"ClusterStmt", cluster},
	{"RefreshMatViewStmt", refresh},
	{"InsertStmt", add_insert},
	{"UpdateStmt", add_update},
	{"DeleteStmt", add_delete},
	{"TruncateStmt", truncate},
	{"ViewStmt", create_view},
	{"CreateFunctionStmt", create_function},
	{"DoStmt", add_do},
	{"CreateTrigStmt", create_trigger},
	{"CreateSeqStmt", create_sequence},
	{"CreateSchemaStmt", add_schema},
	{"CreateExtensionStmt", add_extension},
	{"AlterExtensionStmt", alter_extension},
	{"DropdbStmt", drop_database},
	{"AlterSystemStmt", alter_system},
	{"GrantStmt", grant},
	{"GrantRoleStmt", grant},
	{"AlterDefaultPrivilegesStmt", grant},
	{"CreatePolicyStmt", create_policy},
	{"AlterPolicyStmt", alter_policy},
	{"AlterObjectSchemaStmt", set_schema},
	{"CommentStmt", comment},
	{"LockStmt", lock},
	{"RuleStmt", create_rule},
	{"CreateStatsStmt", create_statistics},
	{"CopyStmt", copy},
	{"MergeStmt", merge},
	{"CallStmt", call},
};

bool pg_other(struct pg_reader *r, const char *type, const json_t *node)
{
	for (size_t i = 0; i < sizeof(statements) / sizeof(*statements); i++)
		if (strcmp(statements[i].type, type) == 0) {
			statements[i].read(r, node);
			return true;
		}
	return false;
}
