/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The grammar is that of github.com/mfridman/interpolate, which goose uses: a
 * default may hold variables of its own, "$(" stays, and "\\" stays two characters.
 */
#include "layout/envsub.h"

#include <stdbool.h>
#include <string.h>

enum { DEEPEST = 32 };

struct envsub {
	const char *at, *end;
	const char *(*get)(const char *name);
	struct pawl_error *err;
	const char *failed; /* where the innermost one that failed begins */
	unsigned depth;
};

static int expression(struct envsub *e, bool in_braces, struct buf *out);

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

static bool is_name(char c)
{
	return is_letter(c) || (c >= '0' && c <= '9') || c == '_';
}

/* The value of the name at e->at, which moves behind it. */
static int read_name(struct envsub *e, struct buf *name, const char **ret_value)
{
	const char *start = e->at;

	if (start == e->end || !is_letter(*start)) {
		fail(e->err, PAWL_E_SYNTAX, "\"$\" is followed by no name of a variable");
		hint(e->err, "\"$$\" stands for a dollar sign while ENVSUB is on; or switch it off "
			     "with \"-- +goose ENVSUB OFF\"");
		return PAWL_E_SYNTAX;
	}
	while (e->at < e->end && is_name(*e->at))
		e->at++;
	buf_add(name, start, (size_t)(e->at - start));
	*ret_value = e->get == NULL ? NULL : e->get(buf_str(name));
	return 0;
}

static int close_brace(struct envsub *e)
{
	if (e->at < e->end && *e->at == '}') {
		e->at++;
		return 0;
	}
	fail(e->err, PAWL_E_SYNTAX, "\"${\" is not closed in its line");
	return PAWL_E_SYNTAX;
}

/* Behind the name: "}", ":-default}", "-default}" or "?message}". */
static int operation(struct envsub *e, const char *name, const char *value, struct buf *out)
{
	_cleanup_buf_ struct buf word = {0};
	char op = e->at < e->end ? *e->at : '\0';
	bool empty_too = op == ':' && e->end - e->at > 1 && e->at[1] == '-';
	int rc;

	if (op == '}' || op == '\0') {
		buf_adds(out, value == NULL ? "" : value);
		return close_brace(e);
	}
	if (op != '-' && op != '?' && !empty_too) {
		fail(e->err, PAWL_E_SYNTAX, "\"%c\" behind \"${%s\" means nothing", op, name);
		hint(e->err, "known are ${%s}, ${%s:-default}, ${%s-default} and ${%s?message}",
		     name, name, name, name);
		return PAWL_E_SYNTAX;
	}
	e->at += empty_too ? 2 : 1;
	rc = expression(e, true, &word);
	if (rc == 0)
		rc = close_brace(e);
	if (rc != 0)
		return rc;
	if (op == '?' && value == NULL) {
		fail(e->err, PAWL_E_SYNTAX, "environment variable \"%s\" is not set: %s", name,
		     word.len == 0 ? "it is demanded here" : word.data);
		hint(e->err, "set it before pawl is run");
		return PAWL_E_SYNTAX;
	}
	if (op != '?' && (value == NULL || (empty_too && value[0] == '\0')))
		value = buf_str(&word);
	buf_adds(out, value);
	return 0;
}

static int expansion(struct envsub *e, struct buf *out)
{
	_cleanup_buf_ struct buf name = {0};
	const char *value = NULL;
	const char *start = e->at;
	bool braces = e->at[1] == '{';
	int rc;

	e->at += braces ? 2 : 1;
	rc = read_name(e, &name, &value);
	if (rc == 0 && braces)
		rc = operation(e, buf_str(&name), value, out);
	else if (rc == 0 && value != NULL)
		buf_adds(out, value);
	if (rc != 0 && e->failed == NULL)
		e->failed = start;
	return rc;
}

static int expression(struct envsub *e, bool in_braces, struct buf *out)
{
	int rc = 0;

	if (++e->depth > DEEPEST)
		return fail(e->err, PAWL_E_LIMIT, "variables are nested more than %d deep",
			    DEEPEST);
	while (rc == 0 && e->at < e->end && !(in_braces && *e->at == '}')) {
		size_t left = (size_t)(e->end - e->at);
		char c = *e->at, next = left > 1 ? e->at[1] : '\0';

		if (c == '$' && left > 1 && next != '$' && next != '(') {
			rc = expansion(e, out);
		} else if ((c == '\\' || c == '$') && next == '$') {
			buf_addc(out, '$');
			e->at += 2;
		} else if (c == '\\' && next == '\\') {
			buf_adds(out, "\\\\");
			e->at += 2;
		} else {
			buf_addc(out, c);
			e->at++;
		}
	}
	e->depth--;
	return rc;
}

int envsub_replace(const char *text, size_t len, const char *(*get)(const char *name),
		   struct buf *out, size_t *ret_column, struct pawl_error *err)
{
	struct envsub e = {.at = text, .end = text + len, .get = get, .err = err};
	int rc = expression(&e, false, out);

	*ret_column = (size_t)((e.failed == NULL ? e.at : e.failed) - text) + 1;
	return rc;
}
