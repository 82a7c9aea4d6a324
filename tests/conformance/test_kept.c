/* SPDX-License-Identifier: Apache-2.0 */
/*
 * With history = keep: a run over another tool's folder is killed before and after
 * every call that reaches the server, on the way up and on the way back; run again, each
 * statement has taken effect once, the tool's table says so, and nothing of pawl's is
 * left but what the tool knows.
 */
#include "runs.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

/* What stands around the version. */
struct name {
	const char *before, *behind;
};

struct tool {
	const char *layout, *table, *columns;
	const char *lock;          /* what must be 0 at the end; or NULL */
	struct name up, down;      /* of the files; down of nothing: in the same one */
	const char *head, *middle; /* in a file, before each way; or NULL */
};

static const struct tool tools[] = {
	{
		.layout = "golang-migrate",
		.table = "schema_migrations",
		.columns = "version, dirty",
		.up = {"", "_a.up.sql"},
		.down = {"", "_a.down.sql"},
	},
	{
		.layout = "goose",
		.table = "goose_db_version",
		.columns = "version_id, is_applied",
		.up = {"", "_a.sql"},
		.head = "-- +goose Up\n",
		.middle = "-- +goose Down\n",
	},
	{
		.layout = "sqlx",
		.table = "_sqlx_migrations",
		.columns = "version, success, checksum",
		.up = {"", "_a.up.sql"},
		.down = {"", "_a.down.sql"},
	},
	{
		.layout = "flyway",
		.table = "flyway_schema_history",
		.columns = "installed_rank, version, checksum, success",
		.up = {"V", "__a.sql"},
		.down = {"U", "__a.sql"},
	},
	{
		.layout = "prisma",
		.table = "_prisma_migrations",
		.columns = "migration_name, checksum, finished_at IS NULL, rolled_back_at",
		.up = {"", "_a/migration.sql"},
		.down = {"", "_a/down.sql"},
	},
	{
		.layout = "liquibase",
		.table = "DATABASECHANGELOG",
		.columns = "FILENAME, ORDEREXECUTED, EXECTYPE, MD5SUM",
		.lock = "SELECT count(*) FROM DATABASECHANGELOGLOCK WHERE LOCKED",
		.up = {"", ".sql"},
		.head = "--liquibase formatted sql\n--changeset a:1\n",
		.middle = "/* liquibase rollback\n",
	},
};

static const struct tool *tool; /* the one at hand */

static bool is_postgres(void)
{
	return strncmp(suite_url.scheme, "postgres", 8) == 0;
}

static void add(const struct name *name, int version, const char *head, const char *body,
		const char *middle, const char *way_back)
{
	char filename[64], path[256], *slash;
	_cleanup_buf_ struct buf b = {0};

	snprintf(filename, sizeof(filename), "%s%d%s", name->before, version, name->behind);
	snprintf(path, sizeof(path), "%s/%s", runs_folder, filename);
	slash = strchr(path + strlen(runs_folder) + 1, '/');
	if (slash != NULL) {
		*slash = '\0';
		mkdir(path, 0777);
	}
	buf_printf(&b, "%s%s", head == NULL ? "" : head, body);
	if (way_back != NULL)
		buf_printf(&b, "%s%s%s", middle, way_back, *middle == '/' ? "*/\n" : "");
	runs_add_file(filename, b.data);
}

static void add_migration(int version, const char *up, const char *down)
{
	if (tool->down.behind == NULL) {
		add(&tool->up, version, tool->head, up, tool->middle, down);
		return;
	}
	add(&tool->up, version, tool->head, up, NULL, NULL);
	add(&tool->down, version, NULL, down, NULL, NULL);
}

static void make_folder(void)
{
	runs_make_folder();
	add_migration(1,
		      "CREATE TABLE runs (step VARCHAR(40) NOT NULL);\n"
		      "INSERT INTO runs VALUES ('1');\n",
		      "DROP TABLE runs;\n");
	add_migration(2,
		      "INSERT INTO runs VALUES ('2 first');\n"
		      "CREATE TABLE b (id INTEGER NOT NULL);\n"
		      "INSERT INTO runs VALUES ('2 second');\n",
		      "INSERT INTO runs VALUES ('2 back');\nDROP TABLE b;\n"
		      "INSERT INTO runs VALUES ('2 gone');\n");
	/* What is not one transaction on any engine. */
	if (is_postgres())
		add_migration(3,
			      "CREATE INDEX CONCURRENTLY b_id ON b (id);\n"
			      "INSERT INTO runs VALUES ('3');\n",
			      "DROP INDEX CONCURRENTLY b_id;\n"
			      "INSERT INTO runs VALUES ('3 back');\n");
	else if (strcmp(suite_url.scheme, "sqlite") == 0)
		add_migration(3,
			      "INSERT INTO runs VALUES ('3 first');\nVACUUM;\n"
			      "INSERT INTO runs VALUES ('3');\n",
			      "VACUUM;\nINSERT INTO runs VALUES ('3 back');\n");
	else
		add_migration(3, "CREATE INDEX b_id ON b (id);\nINSERT INTO runs VALUES ('3');\n",
			      "DROP INDEX b_id ON b;\nINSERT INTO runs VALUES ('3 back');\n");
}

/* "there" or "not there" */
static const char *is_there(struct db *db, const char *table)
{
	const char *sql = arena_printf(&suite_arena, "SELECT count(*) FROM %s", table);
	struct pawl_error ignored = {0};
	struct db_rows rows;

	return db_query(db, sql, NULL, 0, &suite_arena, &rows, &ignored) == 0 ? "there"
									      : "not there";
}

static char *state_of_database(void)
{
	static const char *const own[] = {"_migrations", "_migrations_log", "_migrations_journal"};
	struct db *db = suite_open(NULL);
	_cleanup_buf_ struct buf b = {0};
	char *text;

	runs_add_query(&b, db, "SELECT step, count(*) FROM runs GROUP BY step ORDER BY step");
	runs_add_query(&b, db,
		       arena_printf(&suite_arena, "SELECT %s FROM %s ORDER BY 1", tool->columns,
				    tool->table));
	if (tool->lock != NULL)
		runs_add_query(&b, db, tool->lock);
	for (size_t i = 0; i < sizeof(own) / sizeof(*own); i++)
		buf_printf(&b, "%s is %s\n", own[i], is_there(db, own[i]));
	text = strdup(buf_str(&b));
	db_close(db);
	return text;
}

static void stopped_everywhere(const char *kind)
{
	for (size_t i = 0; i < sizeof(tools) / sizeof(*tools); i++) {
		char *expected;

		tool = &tools[i];
		runs_kept_layout = tool->layout;
		make_folder();
		expected = runs_undisturbed(state_of_database);
		assert_null(strstr(expected, " is there"));
		free(expected);
		runs_stop_everywhere(kind, true, state_of_database, 20);
		runs_down_to = "1";
		runs_stop_everywhere(kind, true, state_of_database, 15);
		runs_down_to = NULL;
		runs_remove_folder();
	}
	runs_kept_layout = NULL;
}

static void killed_at_every_step(void **state)
{
	(void)state;
	stopped_everywhere("kill");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(killed_at_every_step),
	};

	if (!suite_has_url(NULL))
		return 77;
	return cmocka_run_group_tests(tests, suite_setup, suite_teardown);
}
