/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The connector's last error: the server's (mysqld/error.c knows what those mean)
 * or its own, of the connection.
 */
#include "driver/mysql/conn.h"

#include <errmsg.h>
#include <string.h>

/* Server errors at connecting that are told apart here. */
enum {
	ER_OUT_OF_CONNECTIONS = 1040,
	ER_DB_ACCESS = 1044,
	ER_ACCESS = 1045,
	ER_NO_HOST = 1130,
	ER_NO_PASSWORD = 1698,
};

static bool is_of_connection(unsigned vendor)
{
	return vendor == CR_SERVER_GONE_ERROR || vendor == CR_SERVER_LOST ||
	       vendor == CR_SERVER_LOST_EXTENDED;
}

static void complain(struct conn *c, int code, const char *sql, size_t len, struct pawl_error *err)
{
	char message[MYSQL_ERRMSG_SIZE];
	const struct mysqld_complaint complaint = {
		.number = mysql_errno(c->my),
		.state = mysql_sqlstate(c->my),
		.message = message,
	};

	snprintf(message, sizeof(message), "%s", mysql_error(c->my));
	mysqld_fail(err, code, &complaint, sql, len);
}

int error_statement(struct conn *c, const char *sql, size_t len, struct pawl_error *err)
{
	unsigned vendor = mysql_errno(c->my);
	bool gone = is_of_connection(vendor);
	int code = gone ? PAWL_E_LOST : mysqld_code(vendor);

	if (vendor == 0)
		return fail(err, PAWL_E_BUG, "the server reported no error");
	if (c->cancelled && (code == PAWL_E_TIMEOUT || code == PAWL_E_LOST)) {
		fail(err, PAWL_E_CANCELLED, "cancelled");
		if (code == PAWL_E_LOST)
			detail(err, "the server did not end the statement and may still run it");
		return PAWL_E_CANCELLED;
	}
	complain(c, code, sql, len, err);
	if (!gone)
		mysqld_hint(vendor, err);
	else if (vendor != CR_SERVER_LOST_EXTENDED && c->max_packet > 0)
		hint(err, "the server stopped or closed the connection; its log says why");
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
	case MYSQLD_NO_DATABASE:
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

	if (c->cancelled)
		return fail(err, PAWL_E_CANCELLED, "cancelled");
	complain(c, PAWL_E_CONNECT, NULL, 0, err);
	connect_hint(&c->target, vendor, err);
	return PAWL_E_CONNECT;
}
