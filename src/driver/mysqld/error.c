/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The server's complaints. Numbers are those of MariaDB's and MySQL's error
 * message references; where the two give one number different meanings, only
 * MariaDB's are named below 4000.
 *
 * A syntax error says "near 'TEXT' at line N" (N counts within the statement,
 * TEXT is the rest of the statement from the token that was not expected, cut
 * at 80 characters), from which the column is found again.
 */
#include "driver/mysqld/mysqld.h"

#include <stdlib.h>
#include <string.h>

enum { NEAR_LONGEST = 80 };

enum {
	ER_COMMAND = 1047, /* Galera: the node is not ready */
	ER_SHUTDOWN = 1053,
	ER_ABORTED = 1152,
	ER_LOCK_TIMEOUT = 1205,
	ER_READ_ONLY = 1290,
	ER_INTERRUPTED = 1317,
	ER_BINLOG_ROUTINE = 1419,
	ER_XA_TIMEOUT = 1613,
	ER_XA_DEADLOCK = 1614,
	ER_TX_READ_ONLY = 1792,
	ER_KILLED = 1927,
	ER_STATEMENT_TIME = 1969, /* MariaDB: max_statement_time */
	ER_EXECUTION_TIME = 3024, /* MySQL: max_execution_time */
	ER_USER_LOCK_DEADLOCK = 3058,
	ER_NOWAIT = 3572,          /* MySQL: NOWAIT is set */
	ER_CLIENT_INACTIVE = 4031, /* MySQL: closed after wait_timeout */
};

int mysqld_code(unsigned number)
{
	switch (number) {
	case ER_LOCK_TIMEOUT:
	case MYSQLD_DEADLOCK:
	case ER_XA_TIMEOUT:
	case ER_XA_DEADLOCK:
	case ER_USER_LOCK_DEADLOCK:
	case ER_NOWAIT:
		return PAWL_E_LOCKED;
	case ER_STATEMENT_TIME:
	case ER_EXECUTION_TIME:
	case ER_INTERRUPTED:
		return PAWL_E_TIMEOUT;
	case ER_COMMAND:
	case ER_SHUTDOWN:
	case ER_ABORTED:
	case ER_KILLED:
	case ER_CLIENT_INACTIVE:
		return PAWL_E_LOST;
	default:
		return PAWL_E_SQL;
	}
}

void mysqld_hint(unsigned number, struct pawl_error *err)
{
	switch (number) {
	case ER_LOCK_TIMEOUT:
		hint(err, "another session holds the lock; see SHOW PROCESSLIST, or raise the "
			  "lock timeout");
		break;
	case MYSQLD_DEADLOCK:
		hint(err, "the server rolled the transaction back; run it again");
		break;
	case ER_COMMAND:
		hint(err, "if this is a Galera node, wait until it is in sync with its cluster");
		break;
	case MYSQLD_PACKET_TOO_LARGE:
		hint(err, "raise max_allowed_packet on the server");
		break;
	case ER_READ_ONLY:
	case ER_TX_READ_ONLY:
		hint(err, "connect to a server, and as a user, that may write");
		break;
	case ER_BINLOG_ROUTINE:
		hint(err, "set log_bin_trust_function_creators=1 on the server, or declare the "
			  "function DETERMINISTIC, NO SQL or READS SQL DATA");
		break;
	default:
		break;
	}
}

/* The last "near '" .. "' at line N" of the message; text between them, NULL if there is none. */
static const char *find_near(const char *message, size_t *ret_len, unsigned long *ret_line)
{
	static const char mark[] = "' at line ";
	const char *start = strstr(message, " near '"), *end = NULL;

	if (start == NULL)
		return NULL;
	start += strlen(" near '");
	for (const char *p = start; (p = strstr(p, mark)) != NULL; p++)
		end = p;
	if (end == NULL)
		return NULL;
	*ret_len = (size_t)(end - start);
	*ret_line = strtoul(end + strlen(mark), NULL, 10);
	return start;
}

static const char *line_start(const char *sql, size_t len, unsigned long line)
{
	const char *p = sql;

	for (unsigned long i = 1; i < line; i++) {
		p = memchr(p, '\n', len - (size_t)(p - sql));
		if (p == NULL)
			return NULL;
		p++;
	}
	return p;
}

static void find_place(const char *message, const char *sql, size_t len, unsigned long *ret_line,
		       unsigned long *ret_column)
{
	unsigned long line = 0;
	size_t n = 0;
	const char *near = find_near(message, &n, &line), *start, *found;

	*ret_line = *ret_column = 0;
	if (near == NULL || line == 0 || sql == NULL)
		return;
	*ret_line = line;
	start = line_start(sql, len, line);
	if (start == NULL)
		return;
	/* Uncut text is the end of the statement; a cut one is looked for. */
	if (n < NEAR_LONGEST && n <= len && memcmp(sql + len - n, near, n) == 0)
		found = sql + len - n;
	else
		found = n == 0 ? NULL : memmem(start, len - (size_t)(start - sql), near, n);
	if (found == NULL || found < start || memchr(start, '\n', (size_t)(found - start)) != NULL)
		return;
	*ret_column = (unsigned long)(found - start) + 1;
}

/* One line: fail_db() keeps the first only, and "near" quotes several. */
static void one_line(char *s)
{
	for (; *s != '\0'; s++)
		if (*s == '\n' || *s == '\r' || *s == '\t')
			*s = ' ';
}

void mysqld_fail(struct pawl_error *err, int code, const struct mysqld_complaint *c,
		 const char *sql, size_t len)
{
	unsigned long line, column;

	find_place(c->message, sql, len, &line, &column);
	one_line(c->message);
	fail_db(err, code, c->state, (int)c->number, c->message);
	if (line != 0)
		at(err, "", line, column);
}
