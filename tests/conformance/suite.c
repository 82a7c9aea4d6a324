/* SPDX-License-Identifier: Apache-2.0 */
#include "suite.h"

#include "base/cleanup.h"

struct db_url suite_url;
struct arena suite_arena;

static struct pawl_error err;

bool suite_has_url(const char *scheme)
{
	const char *url = getenv("PAWL_TEST_URL");

	return url != NULL && *url != '\0' &&
	       (scheme == NULL || strncmp(url, scheme, strlen(scheme)) == 0);
}

bool suite_is_data_api(void)
{
	return strncmp(suite_url.scheme, "data-api", strlen("data-api")) == 0;
}

void suite_ok(int rc, const struct pawl_error *e, const char *file, int line)
{
	if (rc == 0)
		return;
	print_error("%s: %s; %s; %s\n", pawl_error_name(rc), e->message, e->detail, e->hint);
	_fail(file, line);
}

static const struct driver *driver_of_url(void)
{
	const struct driver *d = NULL;

	ok(driver_find(suite_url.scheme, &d, &err));
	return d;
}

int suite_setup(void **state)
{
	struct db_url given;
	const char *name;

	(void)state;
	ok(url_parse(getenv("PAWL_TEST_URL"), &suite_arena, &given, &err));
	name = arena_printf(&suite_arena, "%s%spawl Conformance %d",
			    given.path == NULL ? "" : given.path, given.path == NULL ? "" : ".",
			    (int)getpid());
	ok(url_with_database(&given, name, &suite_arena, &suite_url, &err));
	ok(driver_of_url()->database_create(&suite_url, NULL, &err));
	return 0;
}

int suite_teardown(void **state)
{
	(void)state;
	ok(driver_of_url()->database_drop(&suite_url, NULL, true, &err));
	arena_done(&suite_arena);
	return 0;
}

struct db *suite_open(const struct db_host *host)
{
	static const struct db_host nobody;
	struct db_options options = {0};
	struct db *db = NULL;

	ok(db_open(&suite_url, &options, host == NULL ? &nobody : host, &db, &err));
	return db;
}

void suite_run(struct db *db, const char *sql)
{
	ok(db_execs(db, sql, &err));
}

/* Of sessions that are at nothing: one by one, since no function ends them. */
static void end_transactions_of_mysql(struct db *db)
{
	struct db_rows rows;

	ok(db_query(db,
		    "SELECT CONCAT('KILL ', t.trx_mysql_thread_id) "
		    "FROM information_schema.innodb_trx AS t "
		    "JOIN information_schema.processlist AS p ON p.id = t.trx_mysql_thread_id "
		    "WHERE p.db = DATABASE() AND p.command = 'Sleep'",
		    NULL, 0, &suite_arena, &rows, &err));
	for (size_t i = 0; i < rows.rows; i++)
		suite_run(db, rows.cells[i]);
}

void suite_time_goes_by(void)
{
	struct db *db = suite_open(NULL);
	bool there = false;

	if (!db_info(db)->session_locks) {
		if (strcmp(db_dialect(db)->name, "mysql") == 0)
			end_transactions_of_mysql(db);
		else
			suite_value(db, "SELECT count(pg_terminate_backend(pid)) "
					"FROM pg_stat_activity WHERE datname = current_database() "
					"AND pid <> pg_backend_pid() "
					"AND state LIKE 'idle in transaction%'");
		ok(db_table_exists(db, NULL, "_migrations_lock", &there, &err));
		if (there)
			suite_run(db, "UPDATE _migrations_lock SET expires_at = 0");
	}
	db_close(db);
}

const char *suite_value(struct db *db, const char *sql)
{
	struct db_rows rows;

	ok(db_query(db, sql, NULL, 0, &suite_arena, &rows, &err));
	if (rows.rows == 0)
		return "";
	return rows.cells[0] == NULL ? "NULL" : rows.cells[0];
}

struct stmt_class suite_about(const char *kind, unsigned flags, const char *object,
			      const char *name)
{
	struct stmt_class cls = {.kind = kind, .flags = flags, .objects_len = 1};

	cls.objects[0] = (struct stmt_object){.kind = object, .name = name};
	return cls;
}
