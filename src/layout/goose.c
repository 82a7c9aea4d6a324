/* SPDX-License-Identifier: Apache-2.0 */
/*
 * goose: <digits>_<name>.sql, flat, with lines "-- +goose Up", Down,
 * StatementBegin, StatementEnd, NO TRANSACTION, ENVSUB ON and ENVSUB OFF in any
 * case; <digits>_<name>.go are steps that pawl cannot run.
 * (github.com/pressly/goose, internal/sqlparser)
 */
#include "base/text.h"
#include "layout/backends.h"
#include "layout/collect.h"
#include "layout/evidence.h"
#include "layout/marked.h"

#include <string.h>
#include <strings.h>

static const struct {
	const char *words;
	enum marked_command command;
} commands[] = {
	{"Up", MARKED_UP},
	{"Down", MARKED_DOWN},
	{"StatementBegin", MARKED_BEGIN},
	{"StatementEnd", MARKED_END},
	{"NO TRANSACTION", MARKED_NO_TX},
	{"ENVSUB ON", MARKED_ENVSUB_ON},
	{"ENVSUB OFF", MARKED_ENVSUB_OFF},
};

enum { COMMANDS = sizeof(commands) / sizeof(*commands), LONGEST_COMMAND = 63 };

/* What follows "+goose" in a comment line, blanks made one; false for any other line. */
static bool annotation(const struct line *l, char ret[LONGEST_COMMAND + 1])
{
	size_t i = 2, n = 0;

	if (l->len < 2 || memcmp(l->text, "--", 2) != 0)
		return false;
	while (i < l->len && (l->text[i] == ' ' || l->text[i] == '\t'))
		i++;
	if (l->len - i < 6 || strncasecmp(l->text + i, "+goose", 6) != 0)
		return false;
	for (i += 6; i < l->len && n < LONGEST_COMMAND; i++) {
		bool blank = l->text[i] == ' ' || l->text[i] == '\t' || l->text[i] == '\r';

		if (!blank)
			ret[n++] = l->text[i];
		else if (n > 0 && ret[n - 1] != ' ')
			ret[n++] = ' ';
	}
	if (n > 0 && ret[n - 1] == ' ')
		n--;
	ret[n] = '\0';
	return true;
}

static int parse_line(const struct line *l, struct marked_line *ret, struct pawl_error *err)
{
	const char *known[COMMANDS], *nearest;
	char words[LONGEST_COMMAND + 1];

	if (!annotation(l, words)) {
		if (!line_resembles(l, "+goose"))
			return 0;
		fail(err, PAWL_E_SYNTAX, "an annotation begins in the first column of its line");
		hint(err, "goose takes none that blanks stand before");
		return PAWL_E_SYNTAX;
	}
	for (size_t i = 0; i < COMMANDS; i++) {
		known[i] = commands[i].words;
		if (strcasecmp(words, known[i]) == 0) {
			ret->command = commands[i].command;
			return 0;
		}
	}
	fail(err, PAWL_E_SYNTAX, "goose knows no annotation \"%s\"", words);
	nearest = text_nearest(words, known, COMMANDS);
	hint(err, "%s \"-- +goose %s\"", nearest == NULL ? "a file begins with" : "did you mean",
	     nearest == NULL ? "Up" : nearest);
	return PAWL_E_SYNTAX;
}

static const struct marked_rules rules = {
	.prefix = "-- +goose",
	.parse = parse_line,
	.once = true,
};

static int parse_name(const struct layout_input *in, const struct tree_entry *e, struct arena *a,
		      struct gather_item *ret, bool *ret_taken, struct pawl_error *err)
{
	size_t digits = strspn(e->name, "0123456789"), len = strlen(e->name);
	bool sql = text_ends(e->name, ".sql");
	bool go = text_ends(e->name, ".go") && !text_ends(e->name, "_test.go");
	bool fits = digits != 0 && e->name[digits] == '_' && strspn(e->name, "0") != digits;

	(void)in;
	*ret_taken = !e->is_dir && e->depth == 0 && (sql || (go && fits));
	if (!*ret_taken)
		return 0;
	if (!fits)
		return collect_refuse_name(e, "<number>_<name>.sql, with a number above 0,", err);
	*ret = (struct gather_item){
		.file = e,
		.role = sql ? GATHER_BOTH : GATHER_UP,
		.version = arena_strndup(a, e->name, digits),
		.name = arena_strndup(a, e->name + digits + 1, len - digits - 1 - (sql ? 4 : 3)),
		.language = sql ? NULL : "Go",
	};
	return 0;
}

static bool is_mark(const struct line *l)
{
	char words[LONGEST_COMMAND + 1];

	return annotation(l, words);
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
			   .compare = in->duplicates ? gather_compare_numbers
						     : gather_compare_versions,
			   .read_text = marked_read,
			   .record = gather_record_number},
		.rules = &rules,
	};

	return collect_read(&m.gather, parse_name, a, ret, err);
}

const struct layout layout_goose = {
	.name = "goose",
	.recognise = recognise,
	.read = read_list,
	.mark = mark,
};
