/* SPDX-License-Identifier: Apache-2.0 */
/* The server's words for what went wrong, as the words of struct pawl_error. */
#include "base/text.h"
#include "driver/pgsql/pgsql.h"

struct state_code {
	const char *prefix; /* of the SQLSTATE */
	int code;
};

/* PostgreSQL's manual, appendix "PostgreSQL Error Codes". */
static const struct state_code state_codes[] = {
	{"55P03", PAWL_E_LOCKED},  /* lock_not_available */
	{"40P01", PAWL_E_LOCKED},  /* deadlock_detected */
	{"40001", PAWL_E_LOCKED},  /* serialization_failure */
	{"57014", PAWL_E_TIMEOUT}, /* query_canceled */
	{"25P03", PAWL_E_LOST},    /* idle_in_transaction_session_timeout */
	{"25P04", PAWL_E_LOST},    /* transaction_timeout */
	{"57P0", PAWL_E_LOST},     /* shutdown, crash, database dropped, idle session */
	{"08", PAWL_E_LOST},       /* connection exceptions */
};

int pgsql_code(const char *state)
{
	for (size_t i = 0; i < sizeof(state_codes) / sizeof(state_codes[0]); i++)
		if (text_starts(state, state_codes[i].prefix))
			return state_codes[i].code;
	return PAWL_E_SQL;
}

void pgsql_explain(struct pawl_error *err, const char *more, const char *where, const char *advice)
{
	if (more != NULL)
		detail(err, "%s", more);
	if (where != NULL)
		detail(err, "%s", where);
	if (advice != NULL)
		hint(err, "%s", advice);
}

/* The server counts characters; people's editors and the rest of pawl count bytes. */
void pgsql_place(struct pawl_error *err, unsigned long position, const char *sql, size_t len)
{
	unsigned long at = position, line = 1, column = 1;

	if (err == NULL || at == 0 || sql == NULL)
		return;
	for (size_t i = 0; i < len; i++) {
		if (((unsigned char)sql[i] & 0xc0) != 0x80 && --at == 0)
			break;
		column++;
		if (sql[i] == '\n') {
			line++;
			column = 1;
		}
	}
	err->line = line;
	err->column = column;
}
