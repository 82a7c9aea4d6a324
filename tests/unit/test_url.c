/* SPDX-License-Identifier: Apache-2.0 */
#include "driver/url.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct arena arena;

static struct db_url parse(const char *text)
{
	struct pawl_error err = {0};
	struct db_url u;

	if (url_parse(text, &arena, &u, &err) != 0)
		print_error("%s: %s\n", text, err.message);
	assert_int_equal(err.code, 0);
	return u;
}

static void sqlite_paths(void **state)
{
	static const char *const cases[][2] = {
		{"sqlite:app.db", "app.db"},
		{"sqlite:dir/app.db", "dir/app.db"},
		{"sqlite:/var/app.db", "/var/app.db"},
		{"sqlite://app.db", "app.db"},
		{"sqlite://dir/app.db?x=1", "dir/app.db"},
		{"sqlite:///app.db", "app.db"},
		{"sqlite:////var/app.db", "/var/app.db"},
		{"sqlite://///var/app.db", "/var/app.db"},
		{"sqlite::memory:", ":memory:"},
		{"sqlite://:memory:", ":memory:"},
		{"sqlite:///:memory:", ":memory:"},
		{"SQLite:app.db", "app.db"},
		{"sqlite3:app.db", "app.db"},
		{"sqlite+pysqlite:///app.db", "app.db"},
		{"sqlite:my%20app%3f.db", "my app?.db"},
		{"sqlite:a@b:c#d.db", "a@b:c#d.db"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct db_url u = parse(cases[i][0]);

		assert_string_equal(u.path, cases[i][1]);
		assert_null(u.database);
	}
	assert_string_equal(parse("sqlite:a.db?mode=ro&key=hush").display,
			    "sqlite:a.db?mode=ro&key=***");
	assert_string_equal(parse("SQLITE:///a.db").display, "sqlite:a.db");
}

static const char *lookup(void *data, const char *name)
{
	return strcmp(name, "AWS_REGION") == 0 ? data : NULL;
}

static void data_api_urls(void **state)
{
	static const struct url_environment environment = {lookup, (char *)"eu-test-1"};
	struct pawl_error err = {0};
	struct db_url u = parse("data-api://alex?resource_arn=arn:aws:rds:x:1:cluster:a"), other;

	(void)state;
	assert_string_equal(u.scheme, "data-api");
	assert_string_equal(u.database, "alex");
	assert_null(u.host);
	assert_string_equal(url_param(&u, "resource_arn"), "arn:aws:rds:x:1:cluster:a");
	assert_null(url_environment(&u, "AWS_REGION"));

	u.environment = &environment;
	assert_int_equal(url_with_database(&u, "o/ther", &arena, &other, &err), 0);
	assert_string_equal(other.database, "o/ther");
	assert_string_equal(url_environment(&other, "AWS_REGION"), "eu-test-1");
	assert_null(url_environment(&other, "HOME"));
	assert_int_equal(url_with_database(&other, "third", &arena, &other, &err), 0);
	assert_string_equal(other.database, "third");
	assert_string_equal(url_param(&other, "resource_arn"), "arn:aws:rds:x:1:cluster:a");

	u = parse("postgresql+AuroraDataAPI://:@/alex?aurora_cluster_arn=a&secret_arn=b");
	assert_string_equal(u.scheme, "data-api");
	assert_string_equal(u.database, "alex");
	assert_string_equal(parse("mysql+pymysql://h/x").scheme, "mysql");
}

static void refused(const char *url, const char *why)
{
	struct pawl_error err = {0};
	struct db_url u;

	assert_int_equal(url_parse(url, &arena, &u, &err), PAWL_E_CONFIG);
	assert_non_null(strstr(err.message, why));
}

static void data_api_engines(void **state)
{
	struct pawl_error err = {0};
	struct db_url u = parse("data-api://alex?resource_arn=a&engine=mysql"), other;

	(void)state;
	assert_string_equal(u.scheme, "data-api-mysql");
	assert_string_equal(u.text, "data-api://alex?resource_arn=a&engine=mysql");
	assert_int_equal(url_with_database(&u, "other", &arena, &other, &err), 0);
	assert_string_equal(other.scheme, "data-api-mysql");
	assert_string_equal(other.text, "data-api:///other?resource_arn=a&engine=mysql");
	assert_string_equal(other.display, other.text);
	assert_string_equal(parse("data-api://alex?engine=postgres").scheme, "data-api");

	u = parse("mysql+auroradataapi://:@/alex?aurora_cluster_arn=a");
	assert_string_equal(u.scheme, "data-api-mysql");
	assert_string_equal(u.database, "alex");
	assert_string_equal(u.text, "data-api://:@/alex?aurora_cluster_arn=a&engine=mysql");
	assert_string_equal(parse(u.text).scheme, "data-api-mysql");
	assert_string_equal(parse("mysql+auroradataapi://:@/x?").text,
			    "data-api://:@/x?engine=mysql");
	assert_string_equal(parse("mysql+auroradataapi://:@/x").text,
			    "data-api://:@/x?engine=mysql");

	refused("data-api://alex?engine=mariadb", "unknown value");
	refused("data-api://alex?engine=", "unknown value");
	refused("mysql+auroradataapi://:@/x?engine=postgres", "not the one of its scheme");
	refused("postgresql+auroradataapi://:@/x?engine=mysql", "not the one of its scheme");
}

static void postgres_parts(void **state)
{
	struct db_url u = parse("PostgreSQL+psycopg2://me%40x:p%3Aw@db.example:5433/my%20db"
				"?sslmode=require&application_name=a%26b");

	(void)state;
	assert_string_equal(u.scheme, "postgresql");
	assert_string_equal(u.user, "me@x");
	assert_string_equal(u.password, "p:w");
	assert_string_equal(u.host, "db.example");
	assert_int_equal(u.port, 5433);
	assert_string_equal(u.database, "my db");
	assert_string_equal(url_param(&u, "sslmode"), "require");
	assert_string_equal(url_param(&u, "application_name"), "a&b");
	assert_null(url_param(&u, "nothing"));
	assert_string_equal(u.text, "postgresql://me%40x:p%3Aw@db.example:5433/my%20db"
				    "?sslmode=require&application_name=a%26b");
	assert_string_equal(u.display, "postgresql://me%40x:***@db.example:5433/my%20db"
				       "?sslmode=require&application_name=a%26b");
}

static void postgres_hosts(void **state)
{
	struct db_url u = parse("postgres://h1:1111,h2:2222/d?target_session_attrs=any");

	(void)state;
	assert_string_equal(u.host, "h1,h2");
	assert_int_equal(u.port, 1111);
	assert_string_equal(u.text, "postgresql://h1:1111,h2:2222/d?target_session_attrs=any");
	u = parse("postgres://me@[2001:db8::1]:5432/d");
	assert_string_equal(u.host, "2001:db8::1");
	assert_int_equal(u.port, 5432);
	assert_string_equal(parse("postgres://[::1],[::2]/d").host, "::1,::2");
	u = parse("postgres:///d");
	assert_null(u.host);
	assert_null(u.user);
	assert_string_equal(u.database, "d");
	u = parse("postgresql://");
	assert_null(u.database);
	assert_string_equal(u.text, "postgresql://");
	assert_string_equal(parse("postgres://%2Frun%2Fpg/d").host, "/run/pg");
	u = parse("postgres:///d?host=/run/pg&user=me&password=hush&port=77");
	assert_string_equal(u.host, "/run/pg");
	assert_string_equal(u.user, "me");
	assert_string_equal(u.password, "hush");
	assert_int_equal(u.port, 77);
	assert_int_equal(parse("postgres://h:/d").port, 0);
}

static void mysql_parts(void **state)
{
	struct db_url u = parse("mysql+pymysql://root:a%2Fb@127.0.0.1:3307/app?ssl-mode=REQUIRED");

	(void)state;
	assert_string_equal(u.scheme, "mysql");
	assert_string_equal(u.password, "a/b");
	assert_int_equal(u.port, 3307);
	assert_string_equal(u.database, "app");
	assert_string_equal(url_param(&u, "ssl-mode"), "REQUIRED");
	u = parse("mariadb://root@/app?socket=/run/my.sock");
	assert_null(u.host);
	assert_null(u.password);
	assert_string_equal(url_param(&u, "socket"), "/run/my.sock");
}

static void display_has_no_password(void **state)
{
	static const char *const urls[] = {
		"postgres://u:hushhush@h/d",
		"postgres://:hushhush@h/d",
		"postgres://u:hush:hush@h/d",
		"postgres://u:hush?hush=a@h/d",
		"postgres://u@h/d?password=hush",
		"postgres://u@h/d?PASSWORD=hush",
		"postgres://u@h/d?p%61ssword=hush",
		"postgres://u@h/d?sslpassword=hush",
		"mysql://u@h/d?a=b&pwd=hush",
		"sqlite:a.db?key=hush",
		"oracle:u/hush@h",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(urls) / sizeof(*urls); i++) {
		struct db_url u = parse(urls[i]);

		if (strstr(u.display, "hush") != NULL)
			fail_msg("%s shows %s", urls[i], u.display);
	}
	assert_string_equal(parse("postgres://u@h/d?passfile=/home/u/.pgpass").display,
			    "postgres://u@h/d?passfile=/home/u/.pgpass");
}

static void malformed_is_refused_without_quoting_it(void **state)
{
	static const char *const urls[] = {
		"",
		"hush",
		"hush.db",
		"/hush/app.db",
		"host=h password=hush",
		"://hush",
		"sqlite:",
		"sqlite://",
		"sqlite:///",
		"sqlite:?mode=ro",
		"sqlite:hush%2",
		"sqlite:hush%zz",
		"sqlite:hush%00",
		"sqlite:hush?x",
		"sqlite:hush\n",
		"postgres:hush",
		"postgres://u:hu@sh@h/d",
		"postgres://u:hush/x@h/d",
		"postgres://u:12/hush@h/d",
		"postgres://u:12/x?hush@h/d",
		"postgres://u:hu%sh@h/d",
		"postgres://h:hush/d",
		"postgres://h:65536/d",
		"postgres://h:0/d",
		"postgres://h:99999999999999999999/d",
		"postgres://[::1/hush",
		"postgres://[::1]hush/d",
		"postgres://h/d?hush",
		"u:hush@tcp(h:hush)/d",
		"cockroachdb://u:hush@h/d",
		"prisma+postgres://h/?api_key=hush",
		"jdbc:postgresql://h/d?password=hush",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(urls) / sizeof(*urls); i++) {
		struct pawl_error err = {0};
		struct db_url u = {.port = 4711};

		if (url_parse(urls[i], &arena, &u, &err) != PAWL_E_CONFIG)
			fail_msg("\"%s\" was taken", urls[i]);
		assert_int_equal(u.port, 4711);
		assert_string_not_equal(err.hint, "");
		if (strstr(err.message, "hush") != NULL || strstr(err.hint, "hush") != NULL)
			fail_msg("\"%s\": %s", urls[i], err.message);
	}
}

static void means(const char *theirs, const char *ours)
{
	struct db_url u = parse(theirs), v = parse(ours);

	if (strcmp(u.text, v.text) != 0 || strcmp(u.scheme, v.scheme) != 0)
		fail_msg("%s is %s, not %s", theirs, u.text, v.text);
	if (strstr(u.display, "hush") != NULL)
		fail_msg("%s shows %s", theirs, u.display);
}

static void other_tools_forms(void **state)
{
	(void)state;
	means("mysql2://u:hush@h:1/d?pool=5", "mysql://u:hush@h:1/d?pool=5");
	means("trilogy://h/d", "mysql://h/d");
	means("mysql://u:hush@tcp(h:3306)/d?parseTime=true",
	      "mysql://u:hush@h:3306/d?parseTime=true");
	means("mysql://u:hu%40sh@tcp(h)/d", "mysql://u:hu%40sh@h/d");
	means("u:hu@%sh@tcp(h:3306)/d", "mysql://u:hu%40%25sh@h:3306/d");
	means("u:hush:@/@tcp([::1]:3306)/", "mysql://u:hush%3A%40%2F@[::1]:3306/");
	means("u@unix(/run/my.sock)/d", "mysql://u@/d?socket=/run/my.sock");
	means("u@unix(/run/my.sock)/d?loc=UTC", "mysql://u@/d?loc=UTC&socket=/run/my.sock");
	means("u:hush@/d", "mysql://u:hush@127.0.0.1:3306/d");
	means("pgx5://u:hush@h/d", "postgres://u:hush@h/d");
	means("PGX://h/d", "postgres://h/d");
	means("db:pg://u@h/d", "postgres://u@h/d");
	means("db:pg:d", "postgres:///d");
	means("db:mysql://h/d", "mysql://h/d");
	means("db:sqlite:a.db", "sqlite:a.db");
	means("db:sqlite:///a.db", "sqlite:/a.db");
	means("file:./dev.db?mode=ro", "sqlite:./dev.db?mode=ro");
	means("file:///srv/a.db", "sqlite:/srv/a.db");
	means("file://localhost/srv/a.db", "sqlite:/srv/a.db");
	means("sqlite3:///srv/a.db", "sqlite3:/srv/a.db");
	means("sqlite3:////srv/a.db", "sqlite3:/srv/a.db");
	means("file+x:////srv/a.db", "sqlite:/srv/a.db");
	means("mysql+x://u@tcp(h)/d", "mysql://u@h/d");
	means("sqlite3://a.db", "sqlite3:a.db");
	means("sqlite3:///:memory:", "sqlite3::memory:");
}

static void another_database(void **state)
{
	struct pawl_error err = {0};
	struct db_url u = parse("postgres://u:p%40w@h:1,i:2/d?sslmode=require&dbname=x"), v;

	(void)state;
	assert_int_equal(url_with_database(&u, "a b/c", &arena, &v, &err), 0);
	assert_string_equal(v.database, "a b/c");
	assert_string_equal(v.password, "p@w");
	assert_string_equal(v.text, "postgresql://u:p%40w@h:1,i:2/a%20b%2Fc?sslmode=require");
	u = parse("postgres:///?host=/run");
	assert_int_equal(url_with_database(&u, "postgres", &arena, &v, &err), 0);
	assert_string_equal(v.text, "postgresql:///postgres?host=/run");
	u = parse("sqlite:a.db?mode=ro");
	assert_int_equal(url_with_database(&u, "/tmp/b c.db", &arena, &v, &err), 0);
	assert_string_equal(v.path, "/tmp/b c.db");
	assert_string_equal(url_param(&v, "mode"), "ro");
}

static int drop_arena(void **state)
{
	(void)state;
	arena_done(&arena);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sqlite_paths),
		cmocka_unit_test(data_api_urls),
		cmocka_unit_test(data_api_engines),
		cmocka_unit_test(postgres_parts),
		cmocka_unit_test(postgres_hosts),
		cmocka_unit_test(mysql_parts),
		cmocka_unit_test(display_has_no_password),
		cmocka_unit_test(malformed_is_refused_without_quoting_it),
		cmocka_unit_test(other_tools_forms),
		cmocka_unit_test(another_database),
	};

	return cmocka_run_group_tests(tests, NULL, drop_arena);
}
