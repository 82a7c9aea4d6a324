/* SPDX-License-Identifier: Apache-2.0 */
/* Attributes, contexts, databases and properties: the small languages inside a changelog. */
#include "base/text.h"
#include "layout/liquibase.h"

#include <ctype.h>
#include <string.h>

const char *liquibase_attribute(const char *text, size_t len, const char *name, struct arena *a)
{
	size_t n = strlen(name);

	for (size_t i = 1; i + n < len; i++) {
		const char *value = text + i + n + 1, *end = text + len, *stop;

		if (strncasecmp(text + i, name, n) != 0 || text[i + n] != ':' ||
		    !isspace((unsigned char)text[i - 1]))
			continue;
		if (value < end && (*value == '"' || *value == '\'')) {
			stop = memchr(value + 1, *value, (size_t)(end - value) - 1);
			if (stop != NULL)
				return arena_strndup(a, value + 1, (size_t)(stop - value) - 1);
		}
		for (stop = value; stop < end && !isspace((unsigned char)*stop); stop++)
			;
		return arena_strndup(a, value, (size_t)(stop - value));
	}
	return NULL;
}

/* Contexts: a, b means a or b; "and" binds closer; "!" and "not"; parentheses. */
struct expression {
	const char *at, *context;
	unsigned depth;
};

static void skip_blanks(struct expression *e)
{
	while (isspace((unsigned char)*e->at))
		e->at++;
}

static bool is_name(char c)
{
	return c != '\0' && !isspace((unsigned char)c) && strchr(",!()", c) == NULL;
}

static bool take_keyword(struct expression *e, const char *word)
{
	size_t n = strlen(word);

	skip_blanks(e);
	if (strncasecmp(e->at, word, n) != 0 || is_name(e->at[n]))
		return false;
	e->at += n;
	return true;
}

static bool take_char(struct expression *e, char c)
{
	skip_blanks(e);
	if (*e->at != c)
		return false;
	e->at++;
	return true;
}

static bool any_of(struct expression *e);

static bool one_of(struct expression *e)
{
	size_t len = 0;
	bool value;

	if (take_char(e, '!') || take_keyword(e, "not"))
		return !one_of(e);
	if (take_char(e, '(') && e->depth < 100) {
		e->depth++;
		value = any_of(e);
		e->depth--;
		take_char(e, ')');
		return value;
	}
	skip_blanks(e);
	e->at += *e->at == '@';
	while (is_name(e->at[len]))
		len++;
	value = strlen(e->context) == len && strncasecmp(e->at, e->context, len) == 0;
	e->at += len;
	return value;
}

static bool all_of(struct expression *e)
{
	bool value = one_of(e);

	while (take_keyword(e, "and"))
		value = one_of(e) && value;
	return value;
}

static bool any_of(struct expression *e)
{
	bool value = all_of(e);

	while (take_char(e, ',') || take_keyword(e, "or"))
		value = all_of(e) || value;
	return value;
}

bool liquibase_wanted(const char *expression, const char *context)
{
	struct expression e = {.at = expression, .context = context};

	if (expression == NULL || context == NULL || expression[0] == '\0')
		return true;
	return any_of(&e);
}

/* Liquibase's names and pawl's begin alike, but for the fork that has a name of its own. */
static bool is_dialect(const struct layout_input *in, const char *name, size_t len)
{
	size_t own = strlen(in->dialect);

	if (strncasecmp(name, in->dialect, len < own ? len : own) == 0)
		return true;
	return in->lex != NULL && in->lex->delimiter_command && len > 5 &&
	       strncasecmp(name, "maria", 5) == 0;
}

bool liquibase_fits_dbms(const struct layout_input *in, const char *dbms)
{
	bool wanted = false, only_refused = true;

	if (dbms == NULL || in->dialect == NULL || dbms[0] == '\0' || strcmp(dbms, "all") == 0)
		return true;
	while (*dbms != '\0') {
		size_t len;
		bool refused;

		dbms += strspn(dbms, ", \t");
		refused = *dbms == '!';
		dbms += refused;
		len = strcspn(dbms, ", \t");
		if (len == 0)
			break;
		if (refused && is_dialect(in, dbms, len))
			return false;
		only_refused = only_refused && refused;
		wanted = wanted || (!refused && is_dialect(in, dbms, len));
		dbms += len;
	}
	return wanted || only_refused;
}

static const char *value_of(const struct changelog *c, const char *name)
{
	for (size_t i = 0; i < c->in->vars_len; i++)
		if (strcmp(c->in->vars[i].name, name) == 0)
			return c->in->vars[i].value;
	return map_get(c->properties, name);
}

const char *liquibase_expand(const struct changelog *c, const char *text, size_t *len)
{
	_cleanup_buf_ struct buf b = {0};
	const char *at = text, *end = text + *len, *mark;

	while ((mark = memmem(at, (size_t)(end - at), "${", 2)) != NULL) {
		const char *stop = memchr(mark, '}', (size_t)(end - mark));
		const char *value = NULL;

		if (stop != NULL)
			value = value_of(c, arena_strndup(c->arena, mark + 2,
							  (size_t)(stop - mark) - 2));
		buf_add(&b, at, (size_t)(mark - at));
		if (value != NULL)
			buf_adds(&b, value);
		else
			buf_add(&b, mark, 2);
		at = value != NULL ? stop + 1 : mark + 2;
	}
	if (at == text)
		return text;
	buf_add(&b, at, (size_t)(end - at));
	*len = b.len;
	return buf_dup(&b, c->arena);
}
