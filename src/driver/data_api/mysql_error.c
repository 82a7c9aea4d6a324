/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Of a statement's errors the text has MySQL's words and number. The API has been seen
 * to write them in these ways, the first of them on older clusters, and with
 * "(conn=7) " in front:
 *
 *	Database error code: 1146. Message: Table 'x.y' doesn't exist
 *	Table 'x.y' doesn't exist; Error code: 1146; SQLState: 42S02
 *	ERROR 1146 (42S02): Table 'x.y' doesn't exist
 */
#include "base/text.h"
#include "driver/data_api/mysql.h"

#include <ctype.h>
#include <stdlib.h>
#include <strings.h>

enum { XA_DEADLOCK = 1614 };

/* The last place of the words; NULL if they are nowhere. */
static char *last(char *text, const char *words)
{
	char *found = NULL;

	for (char *at = text; (at = strstr(at, words)) != NULL; at++)
		found = at;
	return found;
}

static bool in_front(char *text, struct mysqld_complaint *ret)
{
	static const char old[] = "Database error code: ", message[] = "Message: ";
	char *rest;

	if (text_starts(text, old)) {
		ret->number = (unsigned)strtoul(text + strlen(old), NULL, 10);
		rest = strstr(text, message);
		ret->message = rest == NULL ? text : rest + strlen(message);
		return true;
	}
	if (strncasecmp(text, "ERROR ", 6) != 0 || !isdigit((unsigned char)text[6]))
		return false;
	ret->number = (unsigned)strtoul(text + 6, &rest, 10);
	if (text_starts(rest, " (") && strlen(rest) > 7 && rest[7] == ')') {
		rest[7] = '\0';
		ret->state = rest + 2;
		rest += 8;
	}
	if (!text_starts(rest, ": "))
		return false;
	ret->message = rest + 2;
	return true;
}

bool mysql_parts(char *text, struct mysqld_complaint *ret)
{
	static const char code[] = "; Error code: ", sqlstate[] = "; SQLState: ";
	char *number, *state;

	*ret = (struct mysqld_complaint){0};
	if (text_starts(text, "(conn=") && strstr(text, ") ") != NULL)
		text = strstr(text, ") ") + 2;
	if (in_front(text, ret))
		return true;
	number = last(text, code);
	state = last(text, sqlstate);
	if (number == NULL || !isdigit((unsigned char)number[strlen(code)]))
		return false;
	ret->number = (unsigned)strtoul(number + strlen(code), NULL, 10);
	ret->message = text;
	/* They stand behind the text, in either order. */
	*number = '\0';
	if (state == NULL)
		return true;
	*state = '\0';
	ret->state = state + strlen(sqlstate);
	state[strlen(sqlstate) + strcspn(ret->state, "; \n")] = '\0';
	return true;
}

/* The number and the state of a session that broke off; 0 is the number of no server's error. */
static bool is_broken(const struct mysqld_complaint *c)
{
	return c->number == 0 || (c->state != NULL && text_starts(c->state, "08"));
}

bool mysql_complain(struct api *api, const struct api_call *call, char *text, int *ret,
		    struct pawl_error *err)
{
	const char *own = call->own == 0 ? NULL : call->sql + call->shift;
	struct mysqld_complaint c;

	if (!mysql_parts(text, &c))
		return false;
	/* Whether the statement was done is not known then. */
	*ret = api->awake && is_broken(&c) ? PAWL_E_LOST : mysqld_code(c.number);
	mysqld_fail(err, *ret, &c, own, call->own);
	mysqld_hint(c.number, err);
	if (c.number == MYSQLD_NO_DATABASE)
		hint(err, "create it first (pawl create), or check the name in the database URL");
	if (own != NULL)
		excerpt(err, own, call->own);
	/* The server has rolled back all of it. */
	if ((c.number == MYSQLD_DEADLOCK || c.number == XA_DEADLOCK) && !call->outside)
		api->failed = api->transaction != NULL;
	return true;
}
