/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the server does with a statement, seen on an empty table made like the
 * real one: ALTER TABLE and its kin are sent with the cheapest ALGORITHM first,
 * until one is taken. INPLACE may still write the whole table, but lets others
 * write meanwhile where LOCK=NONE is taken as well.
 */
#include "driver/mysqld/mysqld.h"

#include "base/text.h"

#include <string.h>

enum {
	NO_PARSE = 1064,           /* ER_PARSE_ERROR */
	NO_TABLE = 1146,           /* ER_NO_SUCH_TABLE */
	NO_DATABASE = 1049,        /* ER_BAD_DB_ERROR */
	NO_ROUTINE = 1305,         /* ER_SP_DOES_NOT_EXIST */
	NO_ENGINE = 1286,          /* ER_UNKNOWN_STORAGE_ENGINE */
	NO_VIEW = 4092,            /* ER_UNKNOWN_VIEW */
	NO_DROP = 1051,            /* ER_BAD_TABLE_ERROR */
	NOT_SUPPORTED = 1845,      /* ER_ALTER_OPERATION_NOT_SUPPORTED */
	NOT_SUPPORTED_WHY = 1846,  /* ER_ALTER_OPERATION_NOT_SUPPORTED_REASON */
	NO_ACCESS = 1142,          /* ER_TABLEACCESS_DENIED_ERROR */
	NO_DATABASE_ACCESS = 1044, /* ER_DBACCESS_DENIED_ERROR */
	NO_PRIVILEGE = 1227,       /* ER_SPECIFIC_ACCESS_DENIED_ERROR */
	NO_BINLOG = 1419,          /* ER_BINLOG_CREATE_ROUTINE_NEED_SUPER */
};

/* Nothing that leads out of the database, runs later by itself, or changes the server. */
static bool is_of_schema(const char *kind)
{
	static const char *const verbs[] = {"create ", "alter ", "drop ", "rename "};
	static const char *const objects[] = {"table",    "index",     "view",    "trigger",
					      "function", "procedure", "sequence"};

	for (size_t i = 0; i < sizeof(verbs) / sizeof(*verbs); i++)
		for (size_t k = 0; k < sizeof(objects) / sizeof(*objects); k++)
			if (text_starts(kind, verbs[i]) &&
			    strcmp(kind + strlen(verbs[i]), objects[k]) == 0)
				return true;
	return false;
}

static bool is_refusal(long number)
{
	return number != NO_ACCESS && number != NO_DATABASE_ACCESS && number != NO_PRIVILEGE &&
	       number != NO_BINLOG;
}

static enum verdict_missing what_is_missing(long number)
{
	switch (number) {
	case NO_TABLE:
	case NO_DATABASE:
	case NO_VIEW:
	case NO_DROP:
		return MISSING_OBJECT;
	case NO_ROUTINE:
	case NO_ENGINE:
		return MISSING_CODE;
	default:
		return MISSING_NOTHING;
	}
}

static size_t offset_of(const char *sql, size_t len, const struct pawl_error *e)
{
	size_t at = 0;

	if (e->line == 0 || e->column == 0)
		return 0;
	for (unsigned long line = 1; line < e->line && at < len; at++)
		line += sql[at] == '\n';
	at += e->column - 1;
	return at < len ? at : 0;
}

static int try_plain(struct mysqld *my, const char *sql, size_t len, struct arena *a,
		     struct verdict *ret, struct pawl_error *err)
{
	struct pawl_error own = {0};
	int rc = mysqld_exec(my, sql, len, NULL, &own);

	if (rc == 0)
		return 0;
	if (rc != PAWL_E_SQL && rc != PAWL_E_SYNTAX) {
		*err = own;
		return rc;
	}
	if (!is_refusal(own.vendor)) {
		ret->skipped = true;
		return 0;
	}
	ret->refused = arena_strdup(a, own.message);
	ret->missing = what_is_missing(own.vendor);
	ret->at = offset_of(sql, len, &own);
	return 0;
}

static const struct {
	const char *alter, *index; /* behind the statement */
	const char *name;
	bool online;
} ways[] = {
	{", ALGORITHM=INSTANT", " ALGORITHM=INSTANT", "INSTANT", true},
	{", ALGORITHM=INPLACE, LOCK=NONE", " ALGORITHM=INPLACE LOCK=NONE", "INPLACE, LOCK=NONE",
	 true},
	{", ALGORITHM=INPLACE, LOCK=SHARED", " ALGORITHM=INPLACE LOCK=SHARED",
	 "INPLACE, LOCK=SHARED", false},
	{", ALGORITHM=COPY", " ALGORITHM=COPY", "COPY", false},
};

/* *ret is set where the server took it that way. */
static int try_ways(struct mysqld *my, const char *sql, size_t len, bool index, struct verdict *ret,
		    bool *ret_done, struct pawl_error *err)
{
	for (size_t i = 0; i < sizeof(ways) / sizeof(*ways); i++) {
		_cleanup_buf_ struct buf b = {0};
		struct pawl_error own = {0};
		int rc;

		buf_add(&b, sql, len);
		/* A comment may stand at its end. */
		buf_printf(&b, "\n%s", index ? ways[i].index : ways[i].alter);
		rc = mysqld_exec(my, b.data, b.len, NULL, &own);
		if (rc == 0) {
			ret->algorithm = ways[i].name;
			ret->online = ways[i].online;
			*ret_done = true;
			return 0;
		}
		if (rc != PAWL_E_SQL && rc != PAWL_E_SYNTAX) {
			*err = own;
			return rc;
		}
		if (own.vendor != NOT_SUPPORTED && own.vendor != NOT_SUPPORTED_WHY)
			return 0;
	}
	return 0;
}

static int judge_prepare(void *conn, struct pawl_error *err)
{
	return ((struct mysqld *)conn)->calls->reset(conn, err);
}

/* Foreign keys cost less while they are not checked, and the file may have said so. */
static bool is_setting(const char *kind, const char *sql, size_t len)
{
	return strcmp(kind, "set") == 0 && memmem(sql, len, "oreign_key_checks", 17) != NULL &&
	       memmem(sql, len, "lobal", 5) == NULL && memmem(sql, len, "GLOBAL", 6) == NULL;
}

static int judge_take(void *conn, const char *kind, const char *sql, size_t len, struct arena *a,
		      struct verdict *ret, struct pawl_error *err)
{
	struct mysqld *my = conn;
	bool alter = strcmp(kind, "alter table") == 0;
	bool index = strcmp(kind, "create index") == 0 || strcmp(kind, "drop index") == 0;
	bool done = false;
	int rc = 0;

	*ret = (struct verdict){0};
	if (!is_of_schema(kind) && !is_setting(kind, sql, len))
		return 0;
	ret->asked = true;
	my->touched = true;
	if ((alter || index) && strcasestr(arena_strndup(a, sql, len), "ALGORITHM") == NULL)
		rc = try_ways(my, sql, len, index, ret, &done, err);
	return rc != 0 || done ? rc : try_plain(my, sql, len, a, ret, err);
}

const struct driver_judge mysqld_judge = {.prepare = judge_prepare, .take = judge_take};
