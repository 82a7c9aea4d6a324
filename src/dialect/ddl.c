/* SPDX-License-Identifier: Apache-2.0 */
/* Tokens, and the statements that are short. */
#include "dialect/ddl.h"

#include "base/buf.h"
#include "base/text.h"
#include "sql/ident.h"

#include <ctype.h>
#include <string.h>

const struct lex_token *ddl_token(const struct ddl *d)
{
	return &d->t[d->at < d->len ? d->at : d->len];
}

bool ddl_at_end(const struct ddl *d)
{
	return d->at >= d->len;
}

bool ddl_is(const struct ddl *d, const char *word)
{
	return lex_is(ddl_token(d), word);
}

bool ddl_take(struct ddl *d, const char *words)
{
	size_t at = d->at;

	while (*words != '\0') {
		char word[32];
		size_t n = strcspn(words, " ");

		snprintf(word, sizeof(word), "%.*s", (int)n, words);
		if (!ddl_is(d, word)) {
			d->at = at;
			return false;
		}
		d->at++;
		words += n + (words[n] == ' ');
	}
	return true;
}

static bool is_char(const struct lex_token *t, char c)
{
	return t->kind == LEX_OPERATOR && t->len == 1 && *t->text == c;
}

bool ddl_take_char(struct ddl *d, char c)
{
	if (!is_char(ddl_token(d), c))
		return false;
	d->at++;
	return true;
}

void ddl_skip(struct ddl *d)
{
	int depth = 0;

	do {
		depth += is_char(ddl_token(d), '(');
		depth -= is_char(ddl_token(d), ')');
		d->at++;
	} while (depth > 0 && !ddl_at_end(d));
}

void ddl_skip_part(struct ddl *d)
{
	while (!ddl_at_end(d) && !is_char(ddl_token(d), ',') && !is_char(ddl_token(d), ')'))
		ddl_skip(d);
}

const char *ddl_name(struct ddl *d)
{
	const struct lex_token *t = ddl_token(d);
	char *name;

	if (t->kind == LEX_STRING && d->rules->string_names && t->len >= 2)
		name = arena_strndup(d->arena, t->text + 1, t->len - 2);
	else if (t->kind == LEX_WORD || t->kind == LEX_QUOTED)
		name = ident_unquote(d->arena, t->text, t->len);
	else
		return NULL;
	d->at++;
	for (char *p = name; d->rules->lower_tables && *p != '\0'; p++)
		*p = (char)tolower((unsigned char)*p);
	return name;
}

const char *ddl_qualified(struct ddl *d, const char **ret_schema)
{
	const char *name = ddl_name(d);

	*ret_schema = NULL;
	if (name != NULL && ddl_take_char(d, '.')) {
		*ret_schema = name;
		name = ddl_name(d);
	}
	return name;
}

void ddl_name_list(struct ddl *d, struct action_names *ret)
{
	if (!ddl_take_char(d, '('))
		return;
	while (!ddl_at_end(d) && !ddl_take_char(d, ')')) {
		size_t from = d->at;
		const char *name = ddl_name(d);
		bool expression = false;

		if (name != NULL && is_char(ddl_token(d), '(')) /* a prefix, or a function */
			expression = ddl_token(d)[1].kind != LEX_NUMBER;
		ddl_skip_part(d);
		*vec_push(ret, d->arena) = name == NULL || expression ? "" : name;
		ddl_take_char(d, ',');
		if (d->at == from)
			d->at++;
	}
}

const char *ddl_text(const struct ddl *d, size_t from, size_t to)
{
	const struct lex_token *last;

	if (to > d->len)
		to = d->len;
	if (to <= from)
		return "";
	last = &d->t[to - 1];
	return arena_strndup(d->arena, d->t[from].text,
			     (size_t)(last->text + last->len - d->t[from].text));
}

struct action *ddl_add(struct ddl *d, enum action_verb verb, enum action_object object)
{
	struct action *a = vec_push(d->list, d->arena);

	a->verb = verb;
	a->object = object;
	a->schema = d->schema;
	a->table = d->table;
	a->in_create = d->in_create;
	a->guarded = d->guarded;
	a->temporary = d->temporary;
	a->replaces = d->replaces;
	return a;
}

static void take_guard(struct ddl *d)
{
	if (ddl_take(d, "IF NOT EXISTS") || ddl_take(d, "IF EXISTS"))
		d->guarded = true;
}

/* which as of add_index() in ddl_table.c. */
static void create_index(struct ddl *d, bool unique, const char *which)
{
	struct action *a;
	const char *name, *schema;

	take_guard(d);
	name = ddl_qualified(d, &schema);
	while (!ddl_at_end(d) && !ddl_is(d, "ON")) /* USING BTREE */
		d->at++;
	ddl_take(d, "ON");
	d->table = ddl_qualified(d, &d->schema);
	if (d->schema == NULL)
		d->schema = schema;
	a = ddl_add(d, ACT_CREATE, ON_INDEX);
	a->name = name;
	a->unique = unique;
	a->to = which;
	a->filtered = which != NULL;
	ddl_name_list(d, &a->columns);
	while (!ddl_at_end(d)) {
		a->filtered |= ddl_is(d, "WHERE");
		if (ddl_is(d, "ALGORITHM") || ddl_is(d, "LOCK"))
			d->rules->alter(d);
		else
			ddl_skip(d);
	}
}

static const struct {
	const char *words;
	enum action_object object;
} objects[] = {
	{"MATERIALIZED VIEW", ON_MATVIEW},
	{"VIEW", ON_VIEW},
	{"TRIGGER", ON_TRIGGER},
	{"PROCEDURE", ON_FUNCTION},
	{"FUNCTION", ON_FUNCTION},
	{"EVENT", ON_FUNCTION},
	{"SEQUENCE", ON_SEQUENCE},
	{"DATABASE", ON_DATABASE},
	{"SCHEMA", ON_SCHEMA},
	{"TABLE", ON_TABLE},
	{"TABLES", ON_TABLE},
	{"INDEX", ON_INDEX},
};

static bool take_object(struct ddl *d, enum action_object *ret)
{
	for (size_t i = 0; i < sizeof(objects) / sizeof(*objects); i++)
		if (ddl_take(d, objects[i].words)) {
			*ret = objects[i].object;
			return true;
		}
	return false;
}

/* DEFINER = user: the body is kept to be looked at for it. */
static void create_program(struct ddl *d, enum action_object object, size_t from)
{
	struct action *a;
	const char *name, *schema, *definer = NULL;

	take_guard(d);
	name = ddl_qualified(d, &schema);
	for (size_t i = from; i < d->at; i++)
		if (lex_is(&d->t[i], "DEFINER"))
			definer = ddl_text(d, i + 2, i + 3);
	if (object == ON_TRIGGER) {
		while (!ddl_at_end(d) && !ddl_take(d, "ON"))
			d->at++;
		d->table = ddl_qualified(d, &d->schema);
	}
	a = ddl_add(d, ACT_CREATE, object);
	a->name = name;
	a->to = definer;
	if (object != ON_VIEW)
		a->body = ddl_text(d, d->at, d->len);
}

static void create(struct ddl *d)
{
	static const char *const before[] = {"OR REPLACE", "TEMPORARY", "TEMP",    "ONLINE",
					     "OFFLINE",    "FULLTEXT",  "SPATIAL", "AGGREGATE"};
	enum action_object object;
	bool unique = false, again = true;
	const char *which = NULL;
	size_t from = d->at;

	while (again) {
		again = false;
		d->replaces |= ddl_is(d, "OR");
		d->temporary |= ddl_is(d, "TEMPORARY") || ddl_is(d, "TEMP");
		which = ddl_is(d, "FULLTEXT")  ? "fulltext"
			: ddl_is(d, "SPATIAL") ? "spatial"
					       : which;
		for (size_t i = 0; !again && i < sizeof(before) / sizeof(*before); i++)
			again = ddl_take(d, before[i]);
		if (!again && ddl_take(d, "UNIQUE"))
			again = unique = true;
	}
	while (!ddl_at_end(d) &&
	       !take_object(d, &object)) /* ALGORITHM = x DEFINER = y SQL SECURITY z */
		d->at++;
	if (ddl_at_end(d))
		return;
	if (object == ON_TABLE && lex_is(&d->t[d->at - 2], "VIRTUAL"))
		object = ON_OTHER;
	if (object == ON_INDEX)
		create_index(d, unique, which);
	else if (object == ON_TABLE)
		ddl_create_table(d);
	else
		create_program(d, object, from);
}

static void drop(struct ddl *d)
{
	enum action_object object = ON_OTHER;
	size_t first = d->list->len;

	d->temporary = ddl_take(d, "TEMPORARY");
	if (!take_object(d, &object))
		return;
	take_guard(d);
	do {
		const char *schema, *name = ddl_qualified(d, &schema);
		struct action *a = ddl_add(d, ACT_DROP, object);

		a->name = name;
		a->schema = schema;
		if (object == ON_TABLE)
			a->table = name;
	} while (ddl_take_char(d, ','));
	if (object == ON_INDEX && ddl_take(d, "ON"))
		d->list->v[first].table = d->table = ddl_qualified(d, &d->list->v[first].schema);
	while (!ddl_at_end(d)) {
		if (ddl_is(d, "ALGORITHM") || ddl_is(d, "LOCK"))
			d->rules->alter(d);
		else
			ddl_skip(d);
	}
}

static void update(struct ddl *d)
{
	struct action *a;
	static const char *const words[] = {"LOW_PRIORITY", "IGNORE", "OR"};

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (ddl_take(d, words[i]) && i == 2)
			d->at++;
	d->table = ddl_qualified(d, &d->schema);
	a = ddl_add(d, ACT_UPDATE, ON_TABLE);
	a->name = d->table;
	while (!ddl_at_end(d) && !ddl_take(d, "SET"))
		ddl_skip(d);
	for (bool left = true; !ddl_at_end(d); ddl_skip(d)) {
		if (ddl_is(d, "WHERE") || ddl_is(d, "LIMIT"))
			break;
		if (left) {
			const char *schema, *name = ddl_qualified(d, &schema);

			if (name != NULL)
				*vec_push(&a->columns, d->arena) = name;
			left = false;
		}
		left = is_char(ddl_token(d), ',');
	}
	a->filtered = !ddl_at_end(d);
}

static void delete (struct ddl *d)
{
	struct action *a;

	while (!ddl_at_end(d) && !ddl_take(d, "FROM"))
		d->at++;
	d->table = ddl_qualified(d, &d->schema);
	a = ddl_add(d, ACT_DELETE, ON_TABLE);
	a->name = d->table;
	for (; !ddl_at_end(d); ddl_skip(d))
		a->filtered |= ddl_is(d, "WHERE") || ddl_is(d, "LIMIT") || ddl_is(d, "JOIN");
}

static void insert(struct ddl *d)
{
	struct action *a;

	while (!ddl_at_end(d) && !ddl_take(d, "INTO"))
		d->at++;
	d->table = ddl_qualified(d, &d->schema);
	a = ddl_add(d, ACT_INSERT, ON_TABLE);
	a->name = d->table;
	/* The table that the rows come from, as a rebuild copies them. */
	while (!ddl_at_end(d) && !ddl_take(d, "FROM"))
		ddl_skip(d);
	if (!ddl_at_end(d)) {
		const char *schema;

		a->to = ddl_qualified(d, &schema);
	}
}

static void read_statement(struct ddl *d)
{
	if (ddl_take(d, "CREATE"))
		create(d);
	else if (ddl_take(d, "DROP"))
		drop(d);
	else if (ddl_take(d, "ALTER"))
		ddl_alter_table(d);
	else if (ddl_take(d, "UPDATE"))
		update(d);
	else if (ddl_take(d, "DELETE"))
		delete (d);
	else if (ddl_is(d, "INSERT") || ddl_is(d, "REPLACE"))
		insert(d);
	else if (ddl_take(d, "BEGIN") || ddl_take(d, "START TRANSACTION"))
		ddl_add(d, ACT_BEGIN, ON_OTHER);
	else if (ddl_take(d, "COMMIT") || ddl_take(d, "END"))
		ddl_add(d, ACT_COMMIT, ON_OTHER);
	else if (ddl_take(d, "ROLLBACK TO") || ddl_take(d, "ROLLBACK TRANSACTION TO"))
		return;
	else if (ddl_take(d, "ROLLBACK"))
		ddl_add(d, ACT_ROLLBACK, ON_OTHER);
	else
		d->rules->other(d);
}

int ddl_read(const struct ddl_rules *rules, const char *sql, size_t len, struct arena *a,
	     struct action_list *ret, struct pawl_error *err)
{
	struct ddl d = {.rules = rules, .arena = a, .list = ret, .sql = sql};
	VEC(struct lex_token) tokens = {0};
	struct lexer lx;
	struct lex_token t;

	lex_init(&lx, rules->lex, sql, len);
	do {
		lex_next_code(&lx, &t);
		*vec_push(&tokens, a) = t;
	} while (t.kind != LEX_END && t.kind != LEX_UNFINISHED);
	vec_push(&tokens, a)->kind = LEX_END;
	vec_push(&tokens, a)->kind = LEX_END;
	d.t = tokens.v;
	d.len = tokens.len - 3;
	if (d.t[d.len].kind == LEX_UNFINISHED) {
		fail(err, PAWL_E_SYNTAX, "a quote or comment is never closed");
		at(err, "", 1, (unsigned long)(d.t[d.len].text - sql) + 1);
		return PAWL_E_SYNTAX;
	}
	read_statement(&d);
	return 0;
}
