/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Views, triggers, routines, packages and events. MariaDB replaces them in place; MySQL only
 * views, the rest is dropped and made again. A program keeps the sql_mode of the
 * session that makes it, so one that is not the server's usual mode is set around it. The
 * definer is left out, and becomes who runs the script, unless owners are asked for.
 */
#include "dialect/mysql/emit.h"

#include "base/cleanup.h"
#include "base/text.h"

#include <string.h>

static void add_definer(struct emit *e, struct buf *b, const struct object *o)
{
	const char *definer = object_get(o, ATTR_DEFINER), *at;

	if (!e->o->owners || definer == NULL)
		return;
	at = strrchr(definer, '@');
	buf_adds(b, "DEFINER = ");
	if (at == NULL) {
		mysql_emit_name(b, definer);
	} else {
		mysql_emit_name(b, arena_strndup(e->a, definer, (size_t)(at - definer)));
		buf_addc(b, '@');
		mysql_emit_name(b, at + 1);
	}
	buf_addc(b, ' ');
}

void mysql_emit_view(struct emit *e)
{
	_cleanup_buf_ struct buf b = {0};
	const struct object *o = e->c->new;

	buf_adds(&b, e->c->op == CHANGE_ALTER ? "CREATE OR REPLACE " : "CREATE ");
	if (object_has(o, ATTR_ALGORITHM))
		buf_printf(&b, "ALGORITHM = %s ", object_get(o, ATTR_ALGORITHM));
	add_definer(e, &b, o);
	if (object_has(o, ATTR_SECURITY))
		buf_printf(&b, "SQL SECURITY %s ", object_get(o, ATTR_SECURITY));
	buf_adds(&b, "VIEW ");
	if (e->o->if_not_exists && e->c->op == CHANGE_CREATE && mysql_emit_is_mariadb(e->o))
		buf_adds(&b, "IF NOT EXISTS ");
	mysql_emit_name(&b, o->name);
	buf_printf(&b, " AS\n%s", object_get(o, ATTR_QUERY));
	if (object_has(o, ATTR_CHECK_OPTION))
		buf_printf(&b, "\nWITH %s CHECK OPTION", object_get(o, ATTR_CHECK_OPTION));
	mysql_emit_add(e, &b);
}

static const char *const words[OBJECT_KINDS] = {
	[OBJECT_FUNCTION] = "FUNCTION", [OBJECT_PROCEDURE] = "PROCEDURE",
	[OBJECT_TRIGGER] = "TRIGGER",   [OBJECT_EVENT] = "EVENT",
	[OBJECT_PACKAGE] = "PACKAGE",   [OBJECT_PACKAGE_BODY] = "PACKAGE BODY",
};

static void add_comment(struct buf *b, const struct object *o, const char *before)
{
	if (!object_has(o, ATTR_COMMENT))
		return;
	buf_printf(b, "%sCOMMENT ", before);
	mysql_emit_text(b, object_get(o, ATTR_COMMENT));
}

/* In this mode the server speaks another language. */
static bool is_oracle(const struct object *o)
{
	const char *mode = object_get(o, ATTR_SQL_MODE);

	return mode != NULL && strstr(mode, ",ORACLE,") != NULL;
}

static void add_package(struct buf *b, const struct object *o)
{
	if (object_has(o, ATTR_SECURITY))
		buf_printf(b, "\n    SQL SECURITY %s", object_get(o, ATTR_SECURITY));
	add_comment(b, o, "\n    ");
	buf_printf(b, "\n%s", object_get(o, ATTR_BODY));
}

static void add_routine(struct buf *b, const struct object *o)
{
	const char *parameters = object_get(o, ATTR_KEY);

	buf_printf(b, "(%s)", parameters != NULL ? parameters : "");
	if (object_has(o, ATTR_RETURNS))
		buf_printf(b, " %s %s", is_oracle(o) ? "RETURN" : "RETURNS",
			   object_get(o, ATTR_RETURNS));
	if (object_has(o, ATTR_OPTIONS))
		buf_printf(b, "\n    %s", object_get(o, ATTR_OPTIONS));
	if (object_has(o, ATTR_SECURITY))
		buf_printf(b, "\n    SQL SECURITY %s", object_get(o, ATTR_SECURITY));
	add_comment(b, o, "\n    ");
	buf_printf(b, "\n%s", object_get(o, ATTR_BODY));
}

/*
 * One that is replaced goes behind all others, even if it was the first: the
 * trigger that stays and runs next; NULL if there is none.
 */
static const char *next_trigger(const struct object *old, const struct object *o)
{
	for (size_t i = 0; old != NULL && i < o->parent->children_len; i++) {
		const struct object *other = o->parent->children[i];
		const char *follows = object_get(other, ATTR_FOLLOWS);

		if (other->kind != OBJECT_TRIGGER || follows == NULL ||
		    strcmp(follows, o->name) != 0)
			continue;
		for (size_t k = 0; k < old->parent->children_len; k++)
			if (strcmp(old->parent->children[k]->key, other->key) == 0 &&
			    strcmp(object_get(old->parent->children[k], ATTR_TIMING),
				   object_get(o, ATTR_TIMING)) == 0)
				return other->name;
	}
	return NULL;
}

/* Behind the last of those that run before it. */
static void add_trigger(struct buf *b, const struct object *old, const struct object *o)
{
	const char *follows = object_get(o, ATTR_FOLLOWS), *last;
	const char *next = follows == NULL ? next_trigger(old, o) : NULL;

	buf_printf(b, " %s ON ", object_get(o, ATTR_TIMING));
	mysql_emit_name(b, o->parent->name);
	buf_adds(b, " FOR EACH ROW");
	if (follows != NULL) {
		last = strrchr(follows, ',');
		buf_adds(b, " FOLLOWS ");
		mysql_emit_name(b, last == NULL ? follows : last + 2);
	}
	if (next != NULL) {
		buf_adds(b, " PRECEDES ");
		mysql_emit_name(b, next);
	}
	buf_printf(b, "\n%s", object_get(o, ATTR_BODY));
}

static void add_event(struct buf *b, const struct object *o)
{
	buf_printf(b, "\n    ON SCHEDULE %s", object_get(o, ATTR_SCHEDULE));
	if (object_has(o, ATTR_OPTIONS))
		buf_printf(b, "\n    %s", object_get(o, ATTR_OPTIONS));
	if (object_has(o, ATTR_ENABLED))
		buf_printf(b, "\n    %s", object_get(o, ATTR_ENABLED));
	add_comment(b, o, "\n    ");
	buf_printf(b, "\n    DO %s", object_get(o, ATTR_BODY));
}

/* The mode that a server has without being told otherwise. */
static bool is_usual_mode(const struct emit *e, const char *mode)
{
	if (mysql_emit_is_mariadb(e->o))
		return strcmp(mode, "STRICT_TRANS_TABLES,ERROR_FOR_DIVISION_BY_ZERO,"
				    "NO_AUTO_CREATE_USER,NO_ENGINE_SUBSTITUTION") == 0;
	return text_starts(mode, "ONLY_FULL_GROUP_BY,STRICT_TRANS_TABLES,NO_ZERO_IN_DATE,"
				 "NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,") &&
	       text_ends(mode, "NO_ENGINE_SUBSTITUTION");
}

void mysql_emit_program(struct emit *e)
{
	_cleanup_buf_ struct buf b = {0};
	const struct object *o = e->c->new;
	const char *mode = object_get(o, ATTR_SQL_MODE), *method = object_get(o, ATTR_METHOD);
	bool set = !is_usual_mode(e, mode != NULL ? mode : "");
	bool replace = e->c->op == CHANGE_ALTER;

	if (set) {
		buf_printf(&b, "SET sql_mode = '%s'", mode != NULL ? mode : "");
		mysql_emit_add(e, &b);
	}
	if (replace && !mysql_emit_is_mariadb(e->o)) {
		buf_printf(&b, "DROP %s ", words[o->kind]);
		mysql_emit_name(&b, o->name);
		mysql_emit_add(e, &b);
		replace = false;
	}
	buf_adds(&b, replace ? "CREATE OR REPLACE " : "CREATE ");
	add_definer(e, &b, o);
	if (method != NULL && o->kind == OBJECT_FUNCTION)
		buf_adds(&b, "AGGREGATE ");
	buf_printf(&b, "%s ", words[o->kind]);
	if (e->o->if_not_exists && e->c->op == CHANGE_CREATE && mysql_emit_is_mariadb(e->o))
		buf_adds(&b, "IF NOT EXISTS ");
	mysql_emit_name(&b, o->name);
	if (o->kind == OBJECT_TRIGGER)
		add_trigger(&b, e->c->old, o);
	else if (o->kind == OBJECT_EVENT)
		add_event(&b, o);
	else if (o->kind == OBJECT_PACKAGE || o->kind == OBJECT_PACKAGE_BODY)
		add_package(&b, o);
	else
		add_routine(&b, o);
	mysql_emit_add(e, &b);
	if (set) {
		buf_adds(&b, "SET sql_mode = DEFAULT");
		mysql_emit_add(e, &b);
	}
}
