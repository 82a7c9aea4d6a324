/* SPDX-License-Identifier: Apache-2.0 */
/* Names, and names given twice. */
#include "lint/rules.h"

#include "base/text.h"

#include <ctype.h>
#include <string.h>

enum { MULTIBYTE = 4 }; /* a character that does not fit is cut off as a whole */

/* A name that the action gives to something. */
static const char *new_name(const struct action *a)
{
	if (a->verb == ACT_CREATE || a->verb == ACT_ADD)
		return a->object == ON_VALUE ? NULL : a->name;
	return a->verb == ACT_RENAME && a->object != ON_VALUE ? a->to : NULL;
}

/* PostgreSQL's parser has cut the name already: the text has it whole. */
static size_t longest_word(const struct lint *l)
{
	struct lexer lx;
	struct lex_token t;
	size_t longest = 0;

	lex_init(&lx, l->in->dialect->lex, l->st->text, l->st->len);
	for (lex_next_code(&lx, &t); t.kind != LEX_END && t.kind != LEX_UNFINISHED;
	     lex_next_code(&lx, &t)) {
		size_t n = t.kind == LEX_QUOTED ? t.len - 2 : t.kind == LEX_WORD ? t.len : 0;

		longest = n > longest ? n : longest;
	}
	return longest;
}

static void check_length(struct lint *l, const struct action *a)
{
	bool postgres = l->engine == LINT_POSTGRES;
	const char *name = new_name(a) != NULL || !postgres ? new_name(a) : a->name;
	size_t most = postgres ? 63 : 64, n = name == NULL ? 0 : strlen(name);

	if (!postgres && text_width(name != NULL ? name : "") > most)
		lint_report(l, a, "the name \"%s\" has more than %zu characters", name, most);
	else if (postgres && n + MULTIBYTE > most && longest_word(l) > most)
		lint_report(l, a, "the name is longer than %zu bytes and becomes \"%s\"", most,
			    name);
}

static void check_assignment(struct lint *l, const struct action *a)
{
	if (a->verb != ACT_UPDATE)
		return;
	for (size_t i = 0; i < a->columns.len; i++)
		for (size_t k = 0; k < i; k++)
			if (strcmp(a->columns.v[i], a->columns.v[k]) == 0) {
				lint_report(l, a, "column \"%s\" is set twice", a->columns.v[i]);
				return;
			}
}

/* The name as written: what the dialect has is folded. */
static void check_case(struct lint *l, const struct action *a)
{
	struct lexer lx;
	struct lex_token t;
	size_t n;

	if (a->object != ON_TABLE || new_name(a) == NULL)
		return;
	n = strlen(new_name(a));
	lex_init(&lx, l->in->dialect->lex, l->st->text, l->st->len);
	for (lex_next_code(&lx, &t); t.kind != LEX_END && t.kind != LEX_UNFINISHED;
	     lex_next_code(&lx, &t)) {
		const char *text = t.kind == LEX_QUOTED ? t.text + 1 : t.text;
		size_t len = t.kind == LEX_QUOTED ? t.len - 2 : t.len;

		if ((t.kind != LEX_WORD && t.kind != LEX_QUOTED) || len != n ||
		    strncasecmp(text, new_name(a), n) != 0)
			continue;
		for (size_t i = 0; i < len; i++)
			if (isupper((unsigned char)text[i])) {
				lint_report(l, a, "table name \"%.*s\" has capitals", (int)len,
					    text);
				return;
			}
		return;
	}
}

/* Reserved by some version of MariaDB or MySQL. */
static const char reserved[] =
	" accessible add all alter analyze and array as asc asensitive before between "
	"bigint binary blob both by call cascade case change char character check collate "
	"column condition constraint continue convert create cross cube cume_dist "
	"current_date current_role current_time current_timestamp current_user cursor "
	"database databases day_hour day_microsecond day_minute day_second dec decimal "
	"declare default delayed delete dense_rank desc describe deterministic distinct "
	"distinctrow div double drop dual each else elseif empty enclosed escaped except "
	"exists exit explain false fetch first_value float float4 float8 for force "
	"foreign from fulltext function general generated get grant group grouping groups "
	"having high_priority hour_microsecond hour_minute hour_second if ignore in index "
	"infile inner inout insensitive insert int int1 int2 int3 int4 int8 integer "
	"intersect interval into io_after_gtids io_before_gtids is iterate join "
	"json_table key keys kill lag last_value lateral lead leading leave left library "
	"like limit linear lines load localtime localtimestamp lock long longblob "
	"longtext loop low_priority manual master_bind master_ssl_verify_server_cert "
	"match maxvalue mediumblob mediumint mediumtext member middleint "
	"minute_microsecond minute_second mod modifies natural no_write_to_binlog not "
	"nth_value ntile null numeric of offset on optimize optimizer_costs option "
	"optionally or order out outer outfile over parallel partition percent_rank "
	"precision primary procedure purge qualify range rank read read_write reads real "
	"recursive references regexp release rename repeat replace require resignal "
	"restrict return returning revoke right rlike row row_number rows schema schemas "
	"second_microsecond select sensitive separator set show signal slow smallint "
	"spatial specific sql sql_big_result sql_calc_found_rows sql_small_result "
	"sqlexception sqlstate sqlwarning ssl starting stored straight_join system table "
	"tablesample terminated then tinyblob tinyint tinytext to trailing trigger true "
	"undo union unique unlock unsigned update usage use using utc_date utc_time "
	"utc_timestamp values varbinary varchar varcharacter varying vector virtual when "
	"where while window with write xor year_month zerofill ";

static void check_reserved(struct lint *l, const struct action *a)
{
	const char *name = new_name(a);

	if (name == NULL || (a->object != ON_TABLE && a->object != ON_COLUMN))
		return;
	if (strchr(name, ' ') == NULL &&
	    strcasestr(reserved, arena_printf(l->arena, " %s ", name)) != NULL)
		lint_report(l, a, "\"%s\" is a keyword in some version of the server", name);
}

const struct lint_rule rules_name[] = {
	{
		.id = "identifier-too-long",
		.class = LINT_CORRECT,
		.level = LINT_WARNING,
		.engines = PM,
		.summary = "A name over 63 bytes (PostgreSQL) or 64 characters (MariaDB, MySQL).",
		.why = "PostgreSQL cuts it without an error, and two long names may become one.",
		.safe = "A shorter name",
		.check = check_length,
	},
	{
		.id = "duplicate-assignment",
		.class = LINT_CORRECT,
		.level = LINT_ERROR,
		.engines = PMS,
		.summary = "A column is set twice in one UPDATE.",
		.why = "PostgreSQL refuses it; the others keep one of the values without a word.",
		.safe = "Set it once",
		.check = check_assignment,
	},
	{
		.id = "name-case",
		.class = LINT_STYLE,
		.level = LINT_NOTE,
		.engines = M,
		.summary = "A table name with capitals.",
		.why = "Whether case counts depends on the server's file system.",
		.safe = "Small letters and underscores",
		.check = check_case,
	},
	{
		.id = "reserved-word",
		.class = LINT_STYLE,
		.level = LINT_NOTE,
		.engines = M,
		.summary = "A name that is a keyword in some version of the server.",
		.why = "Every query has to quote it, and an upgrade breaks those that do not.",
		.safe = "Another name",
		.check = check_reserved,
	},
	{0},
};
