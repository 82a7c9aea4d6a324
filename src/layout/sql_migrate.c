/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sql-migrate: any <name>.sql, flat, ordered by the number that the name begins
 * with, if any, then by name; the whole name is the version. Lines
 * "-- +migrate Up [notransaction]", Down, StatementBegin, StatementEnd, in this
 * case; each way may begin several times.
 * (github.com/rubenv/sql-migrate, migrate.go and sqlparse)
 */
#include "base/text.h"
#include "layout/backends.h"
#include "layout/collect.h"
#include "layout/evidence.h"
#include "layout/marked.h"

#include <string.h>

/* The next word of rest, which moves behind it. */
static size_t next_word(const char **rest, size_t *left, const char **ret)
{
	size_t n = 0;

	while (*left > 0 && (**rest == ' ' || **rest == '\t')) {
		++*rest;
		--*left;
	}
	*ret = *rest;
	while (n < *left && (*rest)[n] != ' ' && (*rest)[n] != '\t')
		n++;
	*rest += n;
	*left -= n;
	return n;
}

static bool is_word(const char *word, size_t len, const char *expected)
{
	return len == strlen(expected) && memcmp(word, expected, len) == 0;
}

static int parse_line(const struct line *l, struct marked_line *ret, struct pawl_error *err)
{
	static const struct {
		const char *word;
		enum marked_command command;
	} commands[] = {
		{"Up", MARKED_UP},
		{"Down", MARKED_DOWN},
		{"StatementBegin", MARKED_BEGIN},
		{"StatementEnd", MARKED_END},
	};
	const char *rest, *word;
	size_t left, len;

	if (!line_starts(l, "-- +migrate ", &rest, &left)) {
		if (!line_resembles(l, "+migrate"))
			return 0;
		fail(err, PAWL_E_SYNTAX, "sql-migrate does not take this comment for a command");
		hint(err, "write \"-- +migrate \", with one blank, in the first column");
		return PAWL_E_SYNTAX;
	}
	len = next_word(&rest, &left, &word);
	for (size_t i = 0; i < sizeof(commands) / sizeof(*commands); i++)
		if (is_word(word, len, commands[i].word))
			ret->command = commands[i].command;
	if (ret->command == MARKED_NONE) {
		fail(err, PAWL_E_SYNTAX, "sql-migrate knows no command \"%.*s\"", (int)len, word);
		hint(err, "known are Up, Down, StatementBegin and StatementEnd, in this case");
		return PAWL_E_SYNTAX;
	}
	while (left > 0) {
		len = next_word(&rest, &left, &word);
		if (is_word(word, len, "notransaction")) {
			ret->no_tx = true;
		} else if (len != 0) {
			fail(err, PAWL_E_SYNTAX, "sql-migrate knows no option \"%.*s\"", (int)len,
			     word);
			hint(err, "the one there is is called notransaction");
			return PAWL_E_SYNTAX;
		}
	}
	return 0;
}

static const struct marked_rules rules = {
	.prefix = "-- +migrate",
	.parse = parse_line,
	.strict_down = true,
};

static void record(const struct gather *g, const struct gather_item *item,
		   const struct tree_text *text, struct arena *a, struct migration_record *ret)
{

	(void)g;
	(void)text;
	(void)a;
	ret->version = item->file->name;
}

static size_t number_of(const struct gather_item *item)
{
	return strspn(item->file->name, "0123456789");
}

static int compare(const struct gather_item *x, const struct gather_item *y)
{
	const char *a = x->file->name, *b = y->file->name;
	size_t m = number_of(x), n = number_of(y);
	int order = m == 0 || n == 0 ? 0 : text_compare_numbers(a, m, b, n);

	return order != 0 ? order : strcmp(a, b);
}

static int parse_name(const struct layout_input *in, const struct tree_entry *e, struct arena *a,
		      struct gather_item *ret, bool *ret_taken, struct pawl_error *err)
{
	size_t digits = strspn(e->name, "0123456789"), len = strlen(e->name);
	size_t title = digits + strspn(e->name + digits, "_-");

	(void)in;
	(void)err;
	*ret_taken = !e->is_dir && e->depth == 0 && len > 4 && text_ends(e->name, ".sql");
	if (!*ret_taken)
		return 0;
	*ret = (struct gather_item){
		.file = e,
		.role = GATHER_BOTH,
		.version = digits != 0 ? arena_strndup(a, e->name, digits)
				       : arena_strndup(a, e->name, len - 4),
		.name = digits != 0 ? arena_strndup(a, e->name + title, len - 4 - title) : "",
	};
	return 0;
}

static bool is_mark(const struct line *l)
{
	const char *rest;
	size_t len;

	return line_starts(l, "-- +migrate ", &rest, &len);
}

static enum layout_mark mark(const struct line *l)
{
	return is_mark(l) ? LAYOUT_MARK : LAYOUT_NO_MARK;
}

static enum layout_match recognise(const struct layout_input *in, struct arena *a,
				   const char **ret_why)
{
	return evidence_line(in, 0, is_mark, a, ret_why) ? LAYOUT_SURE : LAYOUT_NO;
}

static int read_list(const struct layout_input *in, struct arena *a, struct migration_list *ret,
		     struct pawl_error *err)
{
	const struct marked m = {
		.gather = {.in = in,
			   .compare = compare,
			   .read_text = marked_read,
			   .record = record},
		.rules = &rules,
	};

	return collect_read(&m.gather, parse_name, a, ret, err);
}

const struct layout layout_sql_migrate = {
	.name = "sql-migrate",
	.recognise = recognise,
	.read = read_list,
	.mark = mark,
};
