/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads the first words, looks them up in the dialect's tables, and then reads
 * the names. Only UPDATE, DELETE, WITH and ALTER TABLE are read to their end,
 * because what they do stands there.
 */
#include "sql/classify.h"

#include "sql/ident.h"

#include <string.h>

struct reader {
	const struct classify_rules *rules;
	struct lexer lx;
	struct arena *a;
	struct stmt_class *ret;
};

static bool is_char(const struct lex_token *t, char c)
{
	return t->kind == LEX_OPERATOR && *t->text == c;
}

/* The next token without taking it. */
static struct lex_token peek(struct lexer lx)
{
	struct lex_token t;

	lex_next_code(&lx, &t);
	return t;
}

static void skip(struct lexer *lx)
{
	struct lex_token t;

	lex_next_code(lx, &t);
}

bool classify_take(struct lexer *lx, const char *words)
{
	struct lexer at = *lx;

	while (*words != '\0') {
		struct lex_token t;

		lex_next_code(&at, &t);
		if (t.kind != LEX_WORD)
			return false;
		for (size_t i = 0; i < t.len; i++)
			if (words[i] == '\0' ||
			    (t.text[i] != words[i] && (t.text[i] & ~0x20) != words[i]))
				return false;
		words += t.len;
		if (*words != '\0' && *words++ != ' ')
			return false;
	}
	*lx = at;
	return true;
}

bool classify_at_end(struct lexer lx)
{
	return peek(lx).kind == LEX_END;
}

/* One token, or all that a parenthesis holds. False at the end. */
static bool skip_group(struct lexer *lx)
{
	struct lex_token t;
	unsigned depth = 0;

	do {
		lex_next_code(lx, &t);
		if (t.kind == LEX_END)
			return false;
		if (is_char(&t, '('))
			depth++;
		else if (is_char(&t, ')') && depth > 0)
			depth--;
	} while (depth > 0);
	return true;
}

bool classify_has(struct lexer lx, const char *words)
{
	do {
		if (classify_take(&lx, words))
			return true;
	} while (skip_group(&lx));
	return false;
}

/* The words may begin with this token: saves reading it again for each entry of a table. */
static bool may_begin(const struct lex_token *t, const char *words)
{
	return t->kind == LEX_WORD && (*t->text & ~0x20) == *words;
}

static bool take_any(struct lexer *lx, const char *const *words)
{
	struct lex_token t = peek(*lx);

	for (; *words != NULL; words++)
		if (may_begin(&t, *words) && classify_take(lx, *words))
			return true;
	return false;
}

static bool is_one_of(const char *kind, const char *const *kinds)
{
	for (; *kinds != NULL; kinds++)
		if (strcmp(kind, *kinds) == 0)
			return true;
	return false;
}

/* Words between the verb and the name that change nothing about what it names. */
static void skip_noise(struct reader *r)
{
	static const char *const noise[] = {
		"IF NOT EXISTS", "IF EXISTS",     "INTO",        "FROM",  "ONLY",     "IGNORE",
		"LOW_PRIORITY",  "HIGH_PRIORITY", "DELAYED",     "QUICK", "OR ABORT", "OR FAIL",
		"OR IGNORE",     "OR REPLACE",    "OR ROLLBACK", "TABLE", NULL};

	for (;;) {
		if (classify_take(&r->lx, "CONCURRENTLY"))
			r->ret->flags |= STMT_CONCURRENTLY;
		else if (!take_any(&r->lx, noise))
			return;
	}
}

/* [schema.]name; of three parts the first is left out. False if no name is next. */
static bool read_name(struct reader *r, const char *kind)
{
	struct lex_token part[2] = {0}, t = peek(r->lx);
	struct stmt_object *o;
	int n = 0;

	if (t.kind != LEX_WORD && t.kind != LEX_QUOTED && t.kind != LEX_STRING)
		return false;
	for (;;) {
		lex_next_code(&r->lx, &part[n]);
		t = peek(r->lx);
		if (!is_char(&t, '.'))
			break;
		skip(&r->lx);
		part[0] = part[n];
		n = 1;
	}
	if (r->ret->objects_len == STMT_OBJECTS) {
		r->ret->more_objects = true;
		return true;
	}
	o = &r->ret->objects[r->ret->objects_len++];
	o->kind = kind;
	if (n == 1)
		o->schema = ident_unquote(r->a, part[0].text, part[0].len);
	o->name = ident_unquote(r->a, part[n].text, part[n].len);
	return true;
}

static void read_names(struct reader *r, const char *kind, enum classify_names how)
{
	for (;;) {
		struct lex_token t;

		if (!read_name(r, kind) || how == NAMES_ONE)
			return;
		t = peek(r->lx);
		/* DROP FUNCTION f(int), g(int) */
		if (is_char(&t, '('))
			skip_group(&r->lx);
		if (how == NAMES_PAIRS) {
			while (!classify_take(&r->lx, "TO") && (t = peek(r->lx)).kind == LEX_WORD)
				skip(&r->lx);
			read_name(r, kind);
		}
		t = peek(r->lx);
		if (!is_char(&t, ','))
			return;
		skip(&r->lx);
	}
}

/* The value in DEFINER = value, with its @host or (). */
static void skip_value(struct lexer *lx)
{
	struct lex_token t;

	skip(lx);
	skip(lx);
	t = peek(*lx);
	if (is_char(&t, '@'))
		skip(lx);
	else if (t.kind != LEX_PARAMETER && !is_char(&t, '('))
		return;
	skip_group(lx);
}

/* Words that stand between CREATE, ALTER or DROP and the kind of object. */
static void skip_modifiers(struct reader *r, bool *ret_temporary)
{
	static const char *const temporary[] = {"TEMPORARY", "TEMP", NULL};
	static const char *const others[] = {"OR REPLACE",
					     "OR ALTER",
					     "UNIQUE",
					     "FULLTEXT",
					     "SPATIAL",
					     "VECTOR",
					     "UNLOGGED",
					     "GLOBAL",
					     "LOCAL",
					     "RECURSIVE",
					     "AGGREGATE",
					     "CONSTRAINT TRIGGER",
					     "TRUSTED",
					     "PROCEDURAL",
					     "SQL SECURITY DEFINER",
					     "SQL SECURITY INVOKER",
					     "ONLINE",
					     "OFFLINE",
					     "IGNORE",
					     "VIRTUAL",
					     NULL};

	for (;;) {
		struct lexer behind = r->lx;
		struct lex_token t;

		if (classify_take(&behind, "CONSTRAINT TRIGGER")) {
			classify_take(&r->lx, "CONSTRAINT");
			return;
		}
		if (take_any(&r->lx, temporary)) {
			*ret_temporary = true;
			continue;
		}
		skip(&behind);
		t = peek(behind);
		if (is_char(&t, '='))
			skip_value((skip(&r->lx), &r->lx));
		else if (!take_any(&r->lx, others))
			return;
	}
}

enum ddl_verb { DDL_CREATE, DDL_ALTER, DDL_DROP };

/* What ALTER TABLE does to the table's data and name. */
static void read_alter_table(struct reader *r)
{
	static const char *const harmless[] = {"CONSTRAINT", "INDEX",    "KEY",     "PRIMARY",
					       "FOREIGN",    "CHECK",    "DEFAULT", "NOT NULL",
					       "EXPRESSION", "IDENTITY", NULL};
	static const char *const parts[] = {"COLUMN", "CONSTRAINT", "INDEX", "KEY", NULL};

	do {
		if (classify_take(&r->lx, "DROP")) {
			if (!take_any(&r->lx, harmless))
				r->ret->flags |= STMT_DESTRUCTIVE;
		} else if (classify_take(&r->lx, "TRUNCATE PARTITION")) {
			r->ret->flags |= STMT_DESTRUCTIVE;
		} else if (classify_take(&r->lx, "RENAME")) {
			struct lexer at = r->lx;

			if (take_any(&at, parts))
				continue;
			skip(&at);
			/* RENAME column TO name, as opposed to RENAME [TO | AS] name. */
			if (!classify_take(&r->lx, "TO") && !classify_take(&r->lx, "AS") &&
			    classify_take(&at, "TO"))
				continue;
			r->ret->flags |= STMT_DROPS_TABLE;
			read_name(r, "table");
		}
	} while (skip_group(&r->lx));
}

/* The table that an index, trigger, rule or policy belongs to: ON [ONLY] name. */
static void read_on(struct reader *r)
{
	do {
		if (!classify_take(&r->lx, "ON"))
			continue;
		classify_take(&r->lx, "ONLY");
		read_name(r, "table");
		return;
	} while (skip_group(&r->lx));
}

static void read_ddl_names(struct reader *r, enum ddl_verb verb, const char *kind)
{
	static const char *const owned[] = {"index", "trigger", "rule", "policy", NULL};
	static const char *const nameless[] = {"system", "owned", "default privileges", "cast",
					       NULL};
	struct lexer at;

	if (is_one_of(kind, nameless))
		return;
	skip_noise(r);
	at = r->lx;
	/* CREATE INDEX ON t: the index has no name. */
	if (!(verb == DDL_CREATE && classify_take(&at, "ON")))
		read_names(r, kind, verb == DDL_DROP ? NAMES_LIST : NAMES_ONE);
	if (verb != DDL_ALTER && is_one_of(kind, owned))
		read_on(r);
	if (verb == DDL_ALTER && strcmp(kind, "table") == 0)
		read_alter_table(r);
}

/* Does it take a table with its rows, or columns with what they are made of? */
static bool drops_rows(const struct reader *r, enum ddl_verb verb, const char *kind, bool replaces)
{
	static const char *const holders[] = {"table", "schema", "database", "owned", NULL};
	static const char *const types[] = {"type", "domain", "extension", NULL};

	if (verb == DDL_CREATE)
		return replaces && strcmp(kind, "table") == 0;
	if (verb != DDL_DROP)
		return false;
	return is_one_of(kind, holders) ||
	       (is_one_of(kind, types) && classify_has(r->lx, "CASCADE"));
}

static bool read_ddl(struct reader *r, enum ddl_verb verb)
{
	const struct classify_object *o = r->rules->objects;
	struct lexer behind = r->lx;
	bool temporary = false, replaces = classify_take(&behind, "OR REPLACE");

	skip_modifiers(r, &temporary);
	while (o->words != NULL && !classify_take(&r->lx, o->words))
		o++;
	if (o->words == NULL)
		return false;
	r->ret->kind = verb == DDL_CREATE ? o->create : verb == DDL_ALTER ? o->alter : o->drop;
	r->ret->flags = STMT_DDL | r->rules->ddl;
	if (temporary && strcmp(o->kind, "table") == 0)
		r->ret->flags &= ~(uint32_t)STMT_IMPLICIT_COMMIT;
	if (verb == DDL_DROP && strcmp(o->kind, "table") == 0)
		r->ret->flags |= STMT_DROPS_TABLE;
	if (drops_rows(r, verb, o->kind, replaces && !temporary))
		r->ret->flags |= STMT_DESTRUCTIVE;
	behind = r->lx;
	read_ddl_names(r, verb, o->kind);
	r->lx = behind;
	return true;
}

static bool read_verb(struct reader *r)
{
	static const char *const wheres[] = {"update", "delete", NULL};
	const struct classify_verb *v = r->rules->verbs;
	struct lex_token t = peek(r->lx);
	struct lexer behind;

	while (v->words != NULL && !(may_begin(&t, v->words) && classify_take(&r->lx, v->words)))
		v++;
	if (v->words == NULL)
		return false;
	r->ret->kind = v->kind;
	r->ret->flags |= v->flags;
	behind = r->lx;
	if (v->object != NULL) {
		skip_noise(r);
		read_names(r, v->object, v->names);
	}
	if (is_one_of(v->kind, wheres) && !classify_has(r->lx, "WHERE"))
		r->ret->flags |= STMT_DESTRUCTIVE;
	if (strcmp(v->kind, "merge") == 0 && classify_has(r->lx, "THEN DELETE"))
		r->ret->flags |= STMT_DESTRUCTIVE;
	r->lx = behind;
	return true;
}

/* "(DELETE FROM t ...)" of a WITH, without a WHERE of its own. */
static bool takes_all_rows(struct lexer at)
{
	static const char *const verbs[] = {"UPDATE", "DELETE", NULL};
	struct lex_token t;

	lex_next_code(&at, &t);
	if (!is_char(&t, '(') || !take_any(&at, verbs))
		return false;
	do {
		t = peek(at);
		if (is_char(&t, ')'))
			return true;
		if (classify_take(&at, "WHERE"))
			return false;
	} while (skip_group(&at));
	return false;
}

/* WITH name AS (...), ... verb: the statement is what its verb says. */
static void read_with(struct reader *r)
{
	static const char *const verbs[] = {"SELECT",  "INSERT", "UPDATE", "DELETE", "MERGE",
					    "REPLACE", "VALUES", "TABLE",  NULL};

	r->ret->kind = "with";
	r->ret->flags = STMT_DML;
	do {
		struct lexer at = r->lx;

		if (take_any(&at, verbs)) {
			read_verb(r);
			return;
		}
		if (takes_all_rows(r->lx))
			r->ret->flags |= STMT_DESTRUCTIVE;
	} while (skip_group(&r->lx));
}

struct lexer classify(const struct classify_rules *rules, const char *sql, size_t len,
		      struct arena *a, struct stmt_class *ret)
{
	struct reader r = {.rules = rules, .a = a, .ret = ret};
	struct lex_token t;

	*ret = (struct stmt_class){.kind = "other"};
	lex_init(&r.lx, rules->lex, sql, len);
	for (t = peek(r.lx); is_char(&t, '('); t = peek(r.lx))
		skip(&r.lx);
	if (classify_take(&r.lx, "WITH"))
		read_with(&r);
	else if ((classify_take(&r.lx, "CREATE") && read_ddl(&r, DDL_CREATE)) ||
		 (classify_take(&r.lx, "ALTER") && read_ddl(&r, DDL_ALTER)) ||
		 (classify_take(&r.lx, "DROP") && read_ddl(&r, DDL_DROP)))
		return r.lx;
	else
		read_verb(&r);
	return r.lx;
}
