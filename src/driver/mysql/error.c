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
#include "driver/mysql/conn.h"

#include <errmsg.h>
#include <string.h>

enum { NEAR_LONGEST = 80 };

/* Server errors that are told apart here. */
enum {
	ER_OUT_OF_CONNECTIONS = 1040,
	ER_DB_ACCESS = 1044,
	ER_ACCESS = 1045,
	ER_COMMAND = 1047, /* Galera: the node is not ready */
	ER_NO_DB = 1049,
	ER_SHUTDOWN = 1053,
	ER_NO_HOST = 1130,
	ER_ABORTED = 1152,
	ER_PACKET = 1153,
	ER_LOCK_TIMEOUT = 1205,
	ER_DEADLOCK = 1213,
	ER_READ_ONLY = 1290,
	ER_INTERRUPTED = 1317,
	ER_BINLOG_ROUTINE = 1419,
	ER_XA_TIMEOUT = 1613,
	ER_XA_DEADLOCK = 1614,
	ER_NO_PASSWORD = 1698,
	ER_TX_READ_ONLY = 1792,
	ER_KILLED = 1927,
	ER_STATEMENT_TIME = 1969, /* MariaDB: max_statement_time */
	ER_EXECUTION_TIME = 3024, /* MySQL: max_execution_time */
	ER_USER_LOCK_DEADLOCK = 3058,
	ER_NOWAIT = 3572,          /* MySQL: NOWAIT is set */
	ER_CLIENT_INACTIVE = 4031, /* MySQL: closed after wait_timeout */
};

static int code_of(unsigned vendor)
{
	switch (vendor) {
	case ER_LOCK_TIMEOUT:
	case ER_DEADLOCK:
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
	case CR_SERVER_GONE_ERROR:
	case CR_SERVER_LOST:
	case CR_SERVER_LOST_EXTENDED:
		return PAWL_E_LOST;
	default:
		return PAWL_E_SQL;
	}
}

static void statement_hint(struct conn *c, unsigned vendor, struct pawl_error *err)
{
	switch (vendor) {
	case ER_LOCK_TIMEOUT:
		hint(err, "another session holds the lock; see SHOW PROCESSLIST, or raise the "
			  "lock timeout");
		break;
	case ER_DEADLOCK:
		hint(err, "the server rolled the transaction back; run it again");
		break;
	case ER_COMMAND:
		hint(err, "if this is a Galera node, wait until it is in sync with its cluster");
		break;
	case ER_PACKET:
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
	case CR_SERVER_GONE_ERROR:
	case CR_SERVER_LOST:
		if (c->max_packet > 0)
			hint(err, "the server stopped or closed the connection; its log says why");
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

void error_place(const char *message, const char *sql, size_t len, unsigned long *ret_line,
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

int error_statement(struct conn *c, const char *sql, size_t len, struct pawl_error *err)
{
	unsigned vendor = mysql_errno(c->my);
	unsigned long line, column;
	char message[MYSQL_ERRMSG_SIZE];
	int code = code_of(vendor);

	if (vendor == 0)
		return fail(err, PAWL_E_BUG, "the server reported no error");
	if (c->cancelled && (code == PAWL_E_TIMEOUT || code == PAWL_E_LOST)) {
		fail(err, PAWL_E_CANCELLED, "cancelled");
		if (code == PAWL_E_LOST)
			detail(err, "the server did not end the statement and may still run it");
		return PAWL_E_CANCELLED;
	}
	snprintf(message, sizeof(message), "%s", mysql_error(c->my));
	error_place(message, sql, len, &line, &column);
	one_line(message);
	fail_db(err, code, mysql_sqlstate(c->my), (int)vendor, message);
	if (line != 0)
		at(err, "", line, column);
	statement_hint(c, vendor, err);
	return code;
}

static void connect_hint(const struct target *t, unsigned vendor, struct pawl_error *err)
{
	switch (vendor) {
	case ER_ACCESS:
	case ER_NO_PASSWORD:
		hint(err, "check the user and the password in the URL");
		break;
	case ER_DB_ACCESS:
		hint(err, "grant the user rights on the database, or check the name in the URL");
		break;
	case ER_NO_DB:
		hint(err, "create it first (pawl create), or check the name in the database URL");
		break;
	case ER_OUT_OF_CONNECTIONS:
		hint(err, "wait, or raise max_connections on the server");
		break;
	case ER_NO_HOST:
		hint(err, "the server admits no user from this machine");
		break;
	case CR_UNKNOWN_HOST:
		hint(err, "check the host name in the URL");
		break;
	case CR_CONNECTION_ERROR:
	case CR_CONN_HOST_ERROR:
		if (t->socket != NULL)
			hint(err, "is the server running, and is that its socket?");
		else if (t->host == NULL || (t->port == 0 && strcmp(t->host, "localhost") == 0))
			hint(err, "is the server running? name its socket with ?socket=PATH, or a "
				  "port to connect by TCP");
		else
			hint(err, "is the server running, and reachable on port %u?",
			     t->port != 0 ? t->port : MYSQL_PORT);
		break;
	case CR_SSL_CONNECTION_ERROR:
		hint(err, "check ssl-mode, ssl-ca, ssl-cert and ssl-key in the URL");
		break;
	default:
		break;
	}
}

int error_connect(struct conn *c, struct pawl_error *err)
{
	unsigned vendor = mysql_errno(c->my);
	char message[MYSQL_ERRMSG_SIZE];

	if (c->cancelled)
		return fail(err, PAWL_E_CANCELLED, "cancelled");
	snprintf(message, sizeof(message), "%s", mysql_error(c->my));
	one_line(message);
	fail_db(err, PAWL_E_CONNECT, mysql_sqlstate(c->my), (int)vendor, message);
	connect_hint(&c->target, vendor, err);
	return PAWL_E_CONNECT;
}
