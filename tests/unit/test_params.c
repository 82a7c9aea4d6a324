/* SPDX-License-Identifier: Apache-2.0 */
#include "driver/postgres/params.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct arena arena;

static int read_params(const char *text, struct db_url *ret, struct pawl_error *err)
{
	static const char *const known[] = {"host",    "dbname",          "user",
					    "sslmode", "connect_timeout", "application_name",
					    "options", "sslrootcert"};
	struct db_url u;

	assert_int_equal(url_parse(text, &arena, &u, err), 0);
	return pg_params(&u, known, sizeof(known) / sizeof(*known), &arena, ret, err);
}

static void is_taken_as(const char *params, const char *as)
{
	struct pawl_error err = {0};
	struct db_url u;

	if (read_params(arena_printf(&arena, "postgres://u:p%%40@h/d%s", params), &u, &err) != 0)
		fail_msg("%s: %s", params, err.message);
	assert_string_equal(u.text, arena_printf(&arena, "postgresql://u:p%%40@h/d%s", as));
}

static void other_clients_parameters(void **state)
{
	(void)state;
	is_taken_as("", "");
	is_taken_as("?sslmode=require&connect_timeout=3", "?sslmode=require&connect_timeout=3");
	is_taken_as("?connection_limit=5&pool_timeout=2&pgbouncer=true", "");
	is_taken_as("?pool_max_conns=4&x-migrations-table=m&statement-cache-capacity=1", "");
	is_taken_as("?ApplicationName=a%20b&prepareThreshold=0", "?application_name=a%20b");
}

static void a_schema_is_the_search_path(void **state)
{
	(void)state;
	is_taken_as("?schema=public", "?options=-csearch_path%3D%22public%22");
	is_taken_as("?schema=My%20App", "?options=-csearch_path%3D%22My%5C%20App%22");
	is_taken_as("?currentSchema=a,b", "?options=-csearch_path%3Da%2Cb");
	is_taken_as("?options=-cx%3D1&search_path=a&TimeZone=UTC",
		    "?options=-csearch_path%3Da%20-ctimezone%3DUTC%20-cx%3D1");
	is_taken_as("?schema=public&pgbouncer=true", "");
	is_taken_as("?schema=app&pgbouncer=true", "?options=-csearch_path%3D%22app%22");
}

static void tls_is_never_less_than_asked_for(void **state)
{
	(void)state;
	is_taken_as("?ssl=true", "?sslmode=require");
	is_taken_as("?ssl=verify-full", "?sslmode=verify-full");
	is_taken_as("?ssl=false", "?sslmode=disable");
	is_taken_as("?sslmode=no-verify", "?sslmode=require");
	is_taken_as("?sslmode=verify-full&ssl=true", "?sslmode=verify-full");
	is_taken_as("?sslaccept=accept_invalid_certs&sslmode=prefer", "?sslmode=prefer");
	is_taken_as("?sslaccept=strict", "?sslmode=verify-full");
	is_taken_as("?sslmode=require&sslaccept=strict&ssl=true", "?sslmode=verify-full");
}

static void is_refused(const char *params, const char *message, const char *hint)
{
	struct pawl_error err = {0};
	struct db_url u;

	assert_int_equal(read_params(arena_printf(&arena, "postgres://h/d%s", params), &u, &err),
			 PAWL_E_CONFIG);
	assert_string_equal(err.message, message);
	assert_non_null(strstr(err.hint, hint));
}

static void unknown_ones_are_named(void **state)
{
	(void)state;
	is_refused("?sslmod=require", "unknown URL parameter \"sslmod\"", "\"sslmode\"");
	is_refused("?shema=a", "unknown URL parameter \"shema\"", "\"schema\"");
	is_refused("?zzzzzzzz=a", "unknown URL parameter \"zzzzzzzz\"", "known are");
	is_refused("?sslaccept=no", "URL parameter \"sslaccept\" has the unknown value \"no\"",
		   "strict");
	is_refused("?ssl=maybe", "URL parameter \"ssl\" has the unknown value \"maybe\"",
		   "sslmode=");
}

static int done(void **state)
{
	(void)state;
	arena_done(&arena);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(other_clients_parameters),
		cmocka_unit_test(a_schema_is_the_search_path),
		cmocka_unit_test(tls_is_never_less_than_asked_for),
		cmocka_unit_test(unknown_ones_are_named),
	};

	return cmocka_run_group_tests(tests, NULL, done);
}
