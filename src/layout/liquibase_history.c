/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Liquibase: a row for each changeset, known by id, author and file. A checksum of
 * another form than today's (version 9) is passed over, as is none: the tool
 * fills in what is missing. Its lock is the one row of a table beside it.
 * (github.com/liquibase/liquibase, liquibase-standard/.../changelog, lockservice)
 */
#include "layout/tool_backends.h"

#include <string.h>

static int compare(const struct migration_record *record, const struct tool_row *row)
{
	const char *mine[] = {record->version, record->description, record->script};
	const char *theirs[] = {row->version, row->description, row->script};
	int order = 0;

	for (size_t i = 0; order == 0 && i < 3; i++)
		order = strcmp(mine[i] == NULL ? "" : mine[i], theirs[i] == NULL ? "" : theirs[i]);
	return order == 0 ? 0 : 1;
}

/* Paths are as the changelogs name them, which may lie above the folder. */
static const char *outside(const struct migration_record *record, const struct tool_row *row,
			   struct arena *a)
{
	struct tool_row bare = *row;
	size_t len = record->script == NULL ? 0 : strlen(record->script);
	size_t row_len = row->script == NULL ? 0 : strlen(row->script);
	const char *end = row_len < len ? "" : row->script + row_len - len;

	bare.script = end;
	if (len == 0 || row_len < len || compare(record, &bare) != 0 ||
	    (row_len > len && end[-1] != '/'))
		return NULL;
	return arena_strndup(a, row->script, row_len - len);
}

#define LOG "DATABASECHANGELOG"
#define LOCK "DATABASECHANGELOGLOCK"
#define ROW(lock)                                                                                  \
	"INSERT INTO {in}" lock " (ID, LOCKED) SELECT 1, false FROM (SELECT 1 AS one) AS t WHERE " \
	"NOT EXISTS (SELECT 1 FROM {in}" lock " WHERE ID = 1)"
/* The log last: what is there of it tells that all is. */
#define CREATE(time, lock)                                                                         \
	"CREATE TABLE IF NOT EXISTS {in}" lock " (ID INT NOT NULL, LOCKED BOOLEAN NOT NULL, "      \
	"LOCKGRANTED " time " NULL, LOCKEDBY VARCHAR(255), CONSTRAINT PK_" LOCK                    \
	" PRIMARY KEY (ID)); " ROW(lock) ";" LOG_TABLE(time)
#define LOG_TABLE(time)                                                                            \
	" CREATE TABLE {table} (ID VARCHAR(255) NOT NULL, AUTHOR VARCHAR(255) NOT NULL, FILENAME " \
	"VARCHAR(255) NOT NULL, DATEEXECUTED " time " NOT NULL, ORDEREXECUTED INT NOT NULL, "      \
	"EXECTYPE VARCHAR(10) NOT NULL, MD5SUM VARCHAR(35), DESCRIPTION VARCHAR(255), COMMENTS "   \
	"VARCHAR(255), TAG VARCHAR(255), LIQUIBASE VARCHAR(20), CONTEXTS VARCHAR(255), LABELS "    \
	"VARCHAR(255), DEPLOYMENT_ID VARCHAR(10))"
/* A runner of pawl's that holds it is dead: another that lives would hold pawl's own lock. */
#define DEAD "LOCKEDBY LIKE '% pid % ________'"
#define LEFT(lock) "SELECT 1 FROM {in}" lock " WHERE ID = 1 AND LOCKED = true AND " DEAD
#define TAKE(lock)                                                                                 \
	ROW(lock)                                                                                  \
	"; UPDATE {in}" lock " SET LOCKED = true, LOCKEDBY = {user}, LOCKGRANTED = "               \
	"CURRENT_TIMESTAMP WHERE ID = 1 AND (LOCKED = false OR " DEAD ")"
#define FREE(lock)                                                                                 \
	"UPDATE {in}" lock " SET LOCKED = false, LOCKEDBY = NULL, LOCKGRANTED = NULL WHERE ID = 1"
#define THIS "ID = {version} AND AUTHOR = {description} AND FILENAME = {script}"
#define NEXT "(SELECT COALESCE(MAX(ORDEREXECUTED), 0) + 1 AS n FROM {table}) AS next_one"
/* What runs again keeps its row, with its tag, but for its place. */
#define RERAN                                                                                      \
	"UPDATE {table} SET DATEEXECUTED = CURRENT_TIMESTAMP, ORDEREXECUTED = (SELECT n "          \
	"FROM " NEXT                                                                               \
	"), EXECTYPE = CASE WHEN {unmet} = 1 THEN 'MARK_RAN' WHEN EXECTYPE = 'FAILED' THEN "       \
	"'EXECUTED' ELSE 'RERAN' END, MD5SUM = {checksum}, LIQUIBASE = 'pawl' WHERE " THIS
#define FIRST                                                                                      \
	"INSERT INTO {table} (ID, AUTHOR, FILENAME, DATEEXECUTED, ORDEREXECUTED, EXECTYPE, "       \
	"MD5SUM, DESCRIPTION, COMMENTS, LIQUIBASE) SELECT {version}, {description}, {script}, "    \
	"CURRENT_TIMESTAMP, n, CASE {unmet} WHEN 1 THEN 'MARK_RAN' ELSE 'EXECUTED' END, "          \
	"{checksum}, 'sql', '', 'pawl' FROM " NEXT                                                 \
	" WHERE NOT EXISTS (SELECT 1 FROM {table} AS t WHERE " THIS ")"

const struct tool_history tool_liquibase = {
	.tool = "liquibase",
	/* Unquoted, so that PostgreSQL has it in lower case. */
	.table = {LOG, "databasechangelog", LOG},
	.columns = (const char *const[]){"ID", "AUTHOR", "FILENAME", "DATEEXECUTED",
					 "ORDEREXECUTED", "EXECTYPE", "MD5SUM", "DESCRIPTION",
					 "COMMENTS", "TAG", "LIQUIBASE", NULL},
	.also = (const char *const[]){"CONTEXTS", "LABELS", "DEPLOYMENT_ID", NULL},
	.create =
		{
			[ENGINE_SQLITE] = CREATE("TEXT", LOCK),
			[ENGINE_POSTGRES] =
				CREATE("TIMESTAMP WITHOUT TIME ZONE", "databasechangeloglock"),
			[ENGINE_MYSQL] = CREATE("DATETIME", LOCK),
		},
	.read = TOOL_EVERYWHERE(
		"SELECT ID, AUTHOR, FILENAME, CASE WHEN MD5SUM LIKE '9:%' THEN MD5SUM END, CASE "
		"EXECTYPE WHEN 'FAILED' THEN 'failed' ELSE 'applied' END, DATEEXECUTED FROM "
		"{table} "
		"WHERE EXECTYPE <> 'SKIPPED' ORDER BY ORDEREXECUTED"),
	.in_order = true,
	.applied = TOOL_EVERYWHERE(RERAN "; " FIRST),
	.removed = TOOL_EVERYWHERE("DELETE FROM {table} WHERE " THIS),
	.accepted = TOOL_EVERYWHERE("UPDATE {table} SET MD5SUM = {checksum} WHERE " THIS),
	.compare = compare,
	.outside = outside,
	.lock_table = {LOCK, "databasechangeloglock", LOCK},
	.lock_take = {TAKE(LOCK), TAKE("databasechangeloglock"), TAKE(LOCK)},
	.lock_left = {LEFT(LOCK), LEFT("databasechangeloglock"), LEFT(LOCK)},
	.lock_free = {FREE(LOCK), FREE("databasechangeloglock"), FREE(LOCK)},
};
