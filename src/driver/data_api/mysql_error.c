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

enum { XA_DEADLOCK = 1614 };

/* Behind the last place of the words; NULL if they are nowhere. */
static char *behind_last(char *text, const char *words)
{
	char *found = NULL;

	for (char *at = text; (at = strstr(at, words)) != NULL; at++)
		found = at;
	return found == NULL ? NULL : found + strlen(words);
}

/* Cut "; Word: value" off the end, and return the value. */
static char *cut_part(char *text, const char *words)
{
	char *value = behind_last(text, words);

	if (value == NULL)
		return NULL;
	value[-(ptrdiff_t)strlen(words)] = '\0';
	value[strcspn(value, ";. \n")] = '\0';
	return value;
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
	const char *state, *number;

	*ret = (struct mysqld_complaint){0};
	if (text_starts(text, "(conn=") && strstr(text, ") ") != NULL)
		text = strstr(text, ") ") + 2;
	if (in_front(text, ret))
		return true;
	/* Both stand behind the text, in either order. */
	number = behind_last(text, "; Error code: ");
	if (number == NULL || !isdigit((unsigned char)*number))
		return false;
	ret->number = (unsigned)strtoul(number, NULL, 10);
	state = cut_part(text, "; SQLState: ");
	cut_part(text, "; Error code: ");
	ret->state = state;
	ret->message = text;
	return true;
}

bool mysql_complain(struct api *api, const struct api_call *call, char *text, int *ret,
		    struct pawl_error *err)
{
	const char *own = call->own == 0 ? NULL : call->sql + call->shift;
	struct mysqld_complaint c;

	if (!mysql_parts(text, &c))
		return false;
	*ret = mysqld_code(c.number);
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
