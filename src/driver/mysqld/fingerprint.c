/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One line for each object a statement creates, alters, drops or renames:
 *
 *	<state> <kind> <schema>.<name>
 *
 * The state is a hash of what SHOW CREATE prints, without the counter of
 * AUTO_INCREMENT; "absent"; or "unknown" where the user may not look. An index
 * is part of its table. Users and roles count by existence.
 *
 * Renaming tables and EXCHANGE PARTITION may leave every definition as it was
 * and still swap the tables, so InnoDB's own table number is added for them
 * (it needs the PROCESS privilege; without it the definitions alone count).
 *
 * Everything that shows nowhere in the catalog (TRUNCATE, OPTIMIZE, GRANT,
 * ALTER TABLE ... AUTO_INCREMENT) gives the same state before and after; such
 * statements may run twice. Not covered: servers, tablespaces, loadable
 * functions (SONAME), the FLUSH family.
 */
#include "driver/mysqld/mysqld.h"

#include "base/cleanup.h"
#include "base/sha256.h"
#include "base/text.h"

#include <string.h>

enum { STATE_LONGEST = 80, HASH_SHOWN = 16 };

enum {
	ER_BAD_DB = 1049,
	ER_NO_SUCH_TABLE = 1146,
	ER_NO_SUCH_ROUTINE = 1305,
	ER_WRONG_OBJECT = 1347,
	ER_VIEW_INVALID = 1356,
	ER_NO_SUCH_TRIGGER = 1360,
	ER_NO_SUCH_EVENT = 1539,
	ER_NO_SUCH_SEQUENCE = 4091,
};

struct shown {
	const char *kind, *words;
};

static const struct shown kinds[] = {
	{"table", "TABLE"},
	{"view", "VIEW"},
	{"procedure", "PROCEDURE"},
	{"function", "FUNCTION"},
	{"trigger", "TRIGGER"},
	{"event", "EVENT"},
	{"sequence", "SEQUENCE"},
	{"database", "DATABASE"},
	{"schema", "DATABASE"},
	{"package", "PACKAGE"},
	{"package body", "PACKAGE BODY"},
};

static void add_quoted(struct buf *b, const char *name)
{
	buf_addc(b, '`');
	for (; *name != '\0'; name++) {
		if (*name == '`')
			buf_addc(b, '`');
		buf_addc(b, *name);
	}
	buf_addc(b, '`');
}

/* " AUTO_INCREMENT=17" among the table's options, which stand behind the last line's ")". */
static void cut_counter(char *sql)
{
	char *options = NULL, *at;

	for (char *p = sql; (p = strstr(p, "\n)")) != NULL; p++)
		options = p;
	if (options == NULL)
		return;
	at = strstr(options, " AUTO_INCREMENT=");
	if (at != NULL &&
	    (strstr(options, "COMMENT='") == NULL || at < strstr(options, "COMMENT='")))
		memmove(at, at + 16 + strspn(at + 16, "0123456789"),
			strlen(at + 16 + strspn(at + 16, "0123456789")) + 1);
}

static void hash_rows(const struct db_rows *r, const char *extra, char ret[STATE_LONGEST])
{
	char hex[SHA256_HEX];
	struct sha256 h;

	sha256_init(&h);
	for (size_t i = 0; i < r->rows * r->cols; i++) {
		const char *cell = r->cells[i] == NULL ? "" : r->cells[i];

		sha256_add(&h, cell, strlen(cell) + 1);
	}
	sha256_add(&h, extra, strlen(extra));
	sha256_hex(&h, hex);
	snprintf(ret, STATE_LONGEST, "%.*s", HASH_SHOWN, hex);
}

/* A complaint of the server as a state of the object; another failure stays one. */
static int state_of_error(int r, struct pawl_error *err, char ret[STATE_LONGEST])
{
	const char *state = "unknown";

	if (r != PAWL_E_SQL)
		return r;
	switch (err->vendor) {
	case ER_BAD_DB:
	case ER_NO_SUCH_TABLE:
	case ER_NO_SUCH_ROUTINE:
	case ER_WRONG_OBJECT:
	case ER_NO_SUCH_TRIGGER:
	case ER_NO_SUCH_EVENT:
	case ER_NO_SUCH_SEQUENCE:
		state = "absent";
		break;
	case ER_VIEW_INVALID:
		state = "invalid";
		break;
	default:
		break;
	}
	error_reset(err);
	snprintf(ret, STATE_LONGEST, "%s", state);
	return 0;
}

/* InnoDB's number of the table, "" if it cannot be seen. */
static int table_number(struct mysqld *my, const struct stmt_object *o, struct arena *a,
			const char **ret, struct pawl_error *err)
{
	_cleanup_buf_ struct buf b = {0};
	const char *parts[] = {o->schema != NULL ? o->schema : my->calls->database(my), o->name};
	struct db_rows rows;
	struct db_param param;
	int r;

	*ret = "";
	/* Names as files: all but letters, digits and '_' as @ and four hex digits. */
	for (size_t i = 0; i < 2; i++) {
		if (i == 1)
			buf_addc(&b, '/');
		for (const char *p = parts[i] == NULL ? "" : parts[i]; *p != '\0'; p++)
			if ((*p >= '0' && *p <= '9') || ((*p | 32) >= 'a' && (*p | 32) <= 'z') ||
			    *p == '_')
				buf_addc(&b, *p);
			else
				buf_printf(&b, "@%04x", (unsigned)(unsigned char)*p);
	}
	param = (struct db_param){.text = buf_str(&b), .len = b.len};
	r = mysqld_query(
		my,
		my->mariadb || my->info.version < 80000
			? "SELECT TABLE_ID FROM information_schema.INNODB_SYS_TABLES WHERE "
			  "NAME=?"
			: "SELECT TABLE_ID FROM information_schema.INNODB_TABLES WHERE "
			  "NAME=?",
		&param, 1, a, &rows, err);
	if (r == 0 && rows.rows != 0)
		*ret = mysqld_cell(&rows, 0, 0);
	if (r != PAWL_E_SQL)
		return r;
	error_reset(err);
	return 0;
}

static int show_state(struct mysqld *my, const struct stmt_object *o, const char *words, bool moved,
		      struct arena *a, char ret[STATE_LONGEST], struct pawl_error *err)
{
	_cleanup_buf_ struct buf b = {0};
	struct db_rows rows;
	const char *number = "";
	int r;

	buf_printf(&b, "SHOW CREATE %s ", words);
	if (o->schema != NULL) {
		add_quoted(&b, o->schema);
		buf_addc(&b, '.');
	}
	add_quoted(&b, o->name);
	r = mysqld_query(my, b.data, NULL, 0, a, &rows, err);
	if (r != 0)
		return state_of_error(r, err, ret);
	if (moved && (r = table_number(my, o, a, &number, err)) != 0)
		return r;
	if (strcmp(words, "TABLE") == 0 && rows.rows == 1 && rows.cols == 2) {
		char *sql = arena_strdup(a, mysqld_cell(&rows, 0, 1));
		const char *cell = sql;

		cut_counter(sql);
		rows = (struct db_rows){.rows = 1, .cols = 1, .cells = &cell};
		hash_rows(&rows, number, ret);
		return 0;
	}
	hash_rows(&rows, number, ret);
	return 0;
}

/* The hosts that a user or role of that name exists for. */
static int user_state(struct mysqld *my, const struct stmt_object *o, struct arena *a,
		      char ret[STATE_LONGEST], struct pawl_error *err)
{
	struct db_param param = {.text = o->name, .len = strlen(o->name)};
	struct db_rows rows;
	int r = mysqld_query(my, "SELECT Host FROM mysql.user WHERE User=? ORDER BY Host", &param,
			     1, a, &rows, err);

	if (r != 0)
		return state_of_error(r, err, ret);
	if (rows.rows == 0)
		snprintf(ret, STATE_LONGEST, "absent");
	else
		hash_rows(&rows, "", ret);
	return 0;
}

static int add_object(struct mysqld *my, const struct stmt_object *o, bool moved, struct buf *out,
		      struct pawl_error *err)
{
	_cleanup_arena_ struct arena a = {0};
	char state[STATE_LONGEST] = "";
	int r = 0;

	if (o->kind == NULL || o->name == NULL)
		return 0;
	if (strcmp(o->kind, "user") == 0 || strcmp(o->kind, "role") == 0)
		r = user_state(my, o, &a, state, err);
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strcmp(o->kind, kinds[i].kind) == 0)
			r = show_state(my, o, kinds[i].words, moved, &a, state, err);
	if (r != 0 || state[0] == '\0')
		return r;
	buf_printf(out, "%s %s ", state, o->kind);
	for (const char *p = o->schema == NULL ? "" : o->schema; *p != '\0'; p++)
		buf_addc(out, *p == '\n' ? ' ' : *p);
	if (o->schema != NULL)
		buf_addc(out, '.');
	for (const char *p = o->name; *p != '\0'; p++)
		buf_addc(out, *p == '\n' ? ' ' : *p);
	buf_addc(out, '\n');
	return 0;
}

static int add_objects(struct mysqld *my, const struct stmt_class *cls, const char *sql,
		       struct buf *out, struct pawl_error *err)
{
	bool moved = text_starts(cls->kind, "rename") ||
		     (text_starts(cls->kind, "alter table") && strcasestr(sql, "exchange") != NULL);
	int r = 0;

	for (size_t i = 0; i < cls->objects_len && r == 0; i++)
		r = add_object(my, &cls->objects[i], moved, out, err);
	return r;
}

int mysqld_fingerprint(void *conn, const struct stmt_class *cls, const char *sql, size_t len,
		       struct arena *a, const char **ret, struct pawl_error *err)
{
	_cleanup_buf_ struct buf out = {0};
	struct pawl_error own;
	struct mysqld *my = conn;
	int r = 0;

	(void)len;
	if (err == NULL)
		err = &own;
	if (!text_starts(cls->kind, "create ") && !text_starts(cls->kind, "alter ") &&
	    !text_starts(cls->kind, "drop ") && !text_starts(cls->kind, "rename")) {
		*ret = "";
		return 0;
	}
	/* A migration's SET sql_mode must not look like a changed table. */
	if (my->touched)
		r = mysqld_execs(my, my->display, err);
	if (r == 0)
		r = add_objects(my, cls, sql, &out, err);
	if (my->touched && r == 0)
		r = mysqld_execs(my, my->display_back, err);
	else if (my->touched && r != PAWL_E_LOST)
		mysqld_execs(my, my->display_back, NULL);
	if (r == 0)
		*ret = buf_dup(&out, a);
	return r;
}

const char *mysqld_fingerprint_state(const char *print, size_t n, size_t *ret_len)
{
	for (; n > 0 && print != NULL; n--) {
		print = strchr(print, '\n');
		if (print != NULL)
			print++;
	}
	if (print == NULL || *print == '\0')
		return NULL;
	*ret_len = strcspn(print, " \n");
	return print;
}
