/* SPDX-License-Identifier: Apache-2.0 */
#include "sql/lexer.h"

#include "dialect/dialect.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

/* The tokens that mean something, as "kind:text" joined by blanks. */
static void lex(const char *dialect, const char *sql, char *out, size_t size)
{
	static const char kinds[] = "EWQSNPOC_U";
	struct lexer lx;
	struct lex_token t;
	size_t n = 0;

	lex_init(&lx, dialect_find(dialect)->lex, sql, strlen(sql));
	out[0] = '\0';
	for (lex_next_code(&lx, &t); t.kind != LEX_END; lex_next_code(&lx, &t))
		n += (size_t)snprintf(out + n, size - n, "%s%c:%.*s", n == 0 ? "" : " ",
				      kinds[t.kind], (int)t.len, t.text);
}

#define assert_lex(dialect, sql, expected)                                                         \
	do {                                                                                       \
		char out_[1024];                                                                   \
		lex(dialect, sql, out_, sizeof(out_));                                             \
		assert_string_equal(out_, expected);                                               \
	} while (0)

static void tokens_of_postgres(void **state)
{
	(void)state;
	assert_lex("pg", "SELECT a1.\"b\"\"c\", 'd''e' /* f /* g */ */ -- h",
		   "W:SELECT W:a1 O:. Q:\"b\"\"c\" O:, S:'d''e'");
	assert_lex("pg", "E'a\\'b' e'' U&'x' U&\"y\" B'1' 'c\\'",
		   "S:E'a\\'b' S:e'' S:U&'x' Q:U&\"y\" S:B'1' S:'c\\'");
	assert_lex("pg", "$1 $a$b$a$ $$;$$ a$b$ 1.5e3", "P:$1 S:$a$b$a$ S:$$;$$ W:a$b$ N:1.5e3");
	assert_lex("pg", "'open", "U:'open");
	assert_lex("pg", "$a$ open $b$", "U:$a$ open $b$");
	assert_lex("pg", "/* open /* */", "U:/* open /* */");
	assert_lex("pg", "-- a\rb", "W:b");
}

static void tokens_of_mysql(void **state)
{
	(void)state;
	assert_lex("mysql", "`a``b` \"c\\\"d\" 'e\\'' # f\ng --h -- i\n@j",
		   "Q:`a``b` S:\"c\\\"d\" S:'e\\'' W:g O:- O:- W:h P:@j");
	assert_lex("mysql", "/*!40101 SET a=1 */ b /*M!100100 c*/ /* d */ /*!e*/",
		   "W:SET W:a O:= N:1 W:b W:c W:e");
}

static void tokens_of_sqlite(void **state)
{
	(void)state;
	assert_lex("sqlite", "[a b] `c` \"d\" :e ?1 /* open", "Q:[a b] Q:`c` Q:\"d\" P::e P:? N:1");
	assert_lex("sqlite", "[open", "U:[open");
}

static void keywords_in_any_case(void **state)
{
	struct lex_token t = {LEX_WORD, "sElect", 6};

	(void)state;
	assert_true(lex_is(&t, "SELECT"));
	assert_false(lex_is(&t, "SELECTS"));
	assert_false(lex_is(&t, "SELEC"));
	t.kind = LEX_QUOTED;
	assert_false(lex_is(&t, "SELECT"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tokens_of_postgres),
		cmocka_unit_test(tokens_of_mysql),
		cmocka_unit_test(tokens_of_sqlite),
		cmocka_unit_test(keywords_in_any_case),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
