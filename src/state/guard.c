/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A word in front of a dot, or behind SCHEMA, that is the name of an existing
 * schema is taken for that schema, also inside the text of a routine. Too much
 * is refused rather than too little.
 */
#include "state/guard.h"

#include <string.h>

enum { DEEPEST = 4 };

static int refuse(const char *what, const char *name, struct pawl_error *err)
{
	fail(err, PAWL_E_SQL, "%s%s%s%s cannot be used in a temporary schema", what,
	     name[0] != '\0' ? " \"" : "", name, name[0] != '\0' ? "\"" : "");
	hint(err, "this role may make no scratch database: allow it to (CREATEDB), or name a "
		  "server where it may with --scratch-url");
	return PAWL_E_SQL;
}

/* What stands in no schema, or leads out of this one. */
static int check_kind(const struct guard *g, const char *sql, size_t len, struct pawl_error *err)
{
	static const char *const outside[] = {
		"schema",
		"extension",
		"database",
		"role",
		"user",
		"group",
		"tablespace",
		"language",
		"publication",
		"subscription",
		"event trigger",
		"server",
		"foreign data wrapper",
		"access method",
		"cast",
	};
	_cleanup_arena_ struct arena a = {0};
	struct stmt_class c;
	const char *kind;

	g->dialect->classify(sql, len, &a, &c);
	kind = strchr(c.kind, ' ');
	for (size_t i = 0; kind != NULL && i < sizeof(outside) / sizeof(*outside); i++)
		if (strcmp(kind + 1, outside[i]) == 0)
			return refuse(c.kind, "", err);
	return 0;
}

static int check_text(const struct guard *g, const char *sql, size_t len, unsigned depth,
		      struct pawl_error *err);

static int check_name(const struct guard *g, const struct lex_token *t, struct pawl_error *err)
{
	_cleanup_arena_ struct arena a = {0};
	char *name = ident_unquote(&a, t->text, t->len);

	if (t->kind == LEX_WORD)
		for (char *p = name; *p != '\0'; p++)
			if (*p >= 'A' && *p <= 'Z')
				*p = (char)(*p - 'A' + 'a');
	if (strcmp(name, g->own) == 0 || !map_has(&g->schemas, name))
		return 0;
	return refuse("the schema", name, err);
}

/* Inside a literal may stand the body of a routine, or SQL that it executes. */
static int check_literal(const struct guard *g, const struct lex_token *t, unsigned depth,
			 struct pawl_error *err)
{
	const char *end = t->text + t->len, *from = t->text + 1;

	if (depth == DEEPEST || t->len < 2)
		return 0;
	if (*t->text == '$') {
		from = memchr(from, '$', t->len - 1);
		if (from == NULL)
			return 0;
		from++;
		end -= from - t->text;
	} else {
		end--;
	}
	return end > from ? check_text(g, from, (size_t)(end - from), depth + 1, err) : 0;
}

static int check_text(const struct guard *g, const char *sql, size_t len, unsigned depth,
		      struct pawl_error *err)
{
	struct lex_token t, before = {0};
	bool behind_schema = false;
	struct lexer lx;
	int rc = 0;

	lex_init(&lx, g->dialect->lex, sql, len);
	for (lex_next_code(&lx, &t); rc == 0 && t.kind != LEX_END && t.kind != LEX_UNFINISHED;
	     lex_next_code(&lx, &t)) {
		bool name = t.kind == LEX_WORD || t.kind == LEX_QUOTED;

		if (t.kind == LEX_OPERATOR && *t.text == '.' &&
		    (before.kind == LEX_WORD || before.kind == LEX_QUOTED))
			rc = check_name(g, &before, err);
		else if (t.kind == LEX_STRING)
			rc = check_literal(g, &t, depth, err);
		else if (name && lex_is(&t, "SEARCH_PATH"))
			rc = refuse("search_path", "", err);
		else if (name && behind_schema)
			rc = check_name(g, &t, err);
		behind_schema = t.kind == LEX_WORD && lex_is(&t, "SCHEMA");
		before = t;
	}
	return rc;
}

static int refuse_to_leave(const char *what, struct pawl_error *err)
{
	fail(err, PAWL_E_SQL, "\"%s\" leads out of the scratch database", what);
	hint(err, "schemas are read, and migrations are tried, in a temporary database: leave out "
		  "what chooses or changes another one");
	return PAWL_E_SQL;
}

/*
 * Where databases are schemas (MariaDB), names lead into them as well. Reading
 * them does no harm, so names in the middle of a statement are nobody's concern.
 */
static int check_database(const struct guard *g, const char *sql, size_t len,
			  struct pawl_error *err)
{
	static const char *const leaving[] = {"use", "create database", "drop database",
					      "alter system"};
	_cleanup_arena_ struct arena a = {0};
	struct stmt_class c;

	g->dialect->classify(sql, len, &a, &c);
	for (size_t i = 0; i < sizeof(leaving) / sizeof(*leaving); i++)
		if (strcmp(c.kind, leaving[i]) == 0)
			return refuse_to_leave(c.kind, err);
	for (size_t i = 0; i < c.objects_len; i++) {
		const struct stmt_object *o = &c.objects[i];
		bool itself = strcmp(o->kind, "database") == 0;
		const char *name = itself ? o->name : o->schema;

		if (name == NULL || strcmp(name, g->own) == 0)
			continue;
		/* "ALTER DATABASE CHARACTER SET ..." has no name. */
		if (map_has(&g->schemas, name) || (itself && !g->names_lead_out))
			return refuse_to_leave(name, err);
	}
	return 0;
}

/* ATTACH ':memory:' and ATTACH '' reach no file. */
static bool attaches_nothing(const struct guard *g, const char *sql, size_t len)
{
	struct lex_token t;
	struct lexer lx;

	lex_init(&lx, g->dialect->lex, sql, len);
	lex_next_code(&lx, &t);
	lex_next_code(&lx, &t);
	if (lex_is(&t, "DATABASE"))
		lex_next_code(&lx, &t);
	if (t.kind != LEX_STRING || !((t.len == 2 && memcmp(t.text, "''", 2) == 0) ||
				      (t.len == 10 && memcmp(t.text, "':memory:'", 10) == 0)))
		return false;
	lex_next_code(&lx, &t);
	return lex_is(&t, "AS");
}

static bool vacuums_into(const struct guard *g, const char *sql, size_t len)
{
	struct lex_token t;
	struct lexer lx;

	lex_init(&lx, g->dialect->lex, sql, len);
	do
		lex_next_code(&lx, &t);
	while (t.kind != LEX_END && t.kind != LEX_UNFINISHED && !lex_is(&t, "INTO"));
	return lex_is(&t, "INTO");
}

/* VACUUM INTO writes a file as well; a plain VACUUM changes nothing that could be read. */
static int check_memory(const struct guard *g, const char *sql, size_t len, struct pawl_error *err)
{
	_cleanup_arena_ struct arena a = {0};
	struct stmt_class c;

	g->dialect->classify(sql, len, &a, &c);
	if (strcmp(c.kind, "attach") == 0 && !attaches_nothing(g, sql, len))
		return refuse_to_leave("attach", err);
	return strcmp(c.kind, "vacuum") == 0 && vacuums_into(g, sql, len)
		       ? refuse_to_leave("vacuum into", err)
		       : 0;
}

int guard_check(void *data, const char *sql, size_t len, struct pawl_error *err)
{
	const struct guard *g = data;
	int rc;

	if (g->memory)
		return check_memory(g, sql, len, err);
	if (g->database)
		return check_database(g, sql, len, err);
	rc = check_kind(g, sql, len, err);

	return rc != 0 ? rc : check_text(g, sql, len, 0, err);
}

int guard_set(struct guard *guard, struct db *db, const char *own, bool database, struct arena *a,
	      struct pawl_error *err)
{
	const struct db_guard call = {.check = guard_check, .data = guard};
	struct db_rows rows = {0};
	int rc = 0;

	*guard = (struct guard){
		.dialect = db_dialect(db),
		.schemas = {.arena = a},
		.own = own,
		.database = database,
		.names_lead_out = !database || db_driver(db)->scratch->schema_param == NULL,
	};
	if (guard->names_lead_out)
		rc = db_query(
			db,
			"SELECT schema_name FROM information_schema.schemata WHERE schema_name "
			"<> 'information_schema' AND schema_name NOT LIKE 'pg\\_%'",
			NULL, 0, a, &rows, err);
	for (size_t i = 0; rc == 0 && i < rows.rows; i++)
		map_put(&guard->schemas, rows.cells[i], guard);
	if (rc == 0)
		db_set_guard(db, &call);
	return rc;
}

void guard_set_memory(struct guard *guard, struct db *db)
{
	const struct db_guard call = {.check = guard_check, .data = guard};

	*guard = (struct guard){.dialect = db_dialect(db), .memory = true};
	db_set_guard(db, &call);
}
