/* SPDX-License-Identifier: Apache-2.0 */
#include "driver/data_api/memory.h"

#include "base/text.h"
#include "driver/data_api/words.h"

#include <ctype.h>
#include <strings.h>

/* Behind a quoted text or name, or a comment; at itself if it is none. */
static const char *past_quoted(const char *at)
{
	char quote = *at;

	if (quote == '/' && at[1] == '*') {
		const char *end = strstr(at + 2, "*/");

		return end == NULL ? at + strlen(at) : end + 2;
	}
	if (quote != '\'' && quote != '"' && quote != '`')
		return at;
	for (at++; *at != '\0'; at++) {
		if (*at == '\\' && quote != '`' && at[1] != '\0')
			at++;
		else if (*at == quote && at[1] == quote)
			at++;
		else if (*at == quote)
			return at + 1;
	}
	return at;
}

/* Behind the part of a list that begins at at: on its comma, or at the end. */
static const char *part_end(const char *at, const char *end)
{
	int depth = 0;

	while (at < end) {
		const char *next = past_quoted(at);

		if (next != at) {
			at = next;
			continue;
		}
		depth += (*at == '(') - (*at == ')');
		if (*at == ',' && depth == 0)
			return at;
		at++;
	}
	return end;
}

static char *trimmed(struct arena *a, const char *from, const char *to)
{
	while (from < to && isspace((unsigned char)*from))
		from++;
	while (from < to && isspace((unsigned char)to[-1]))
		to--;
	return arena_strndup(a, from, (size_t)(to - from));
}

/* Without the end of a statement, and of a comment that it stands in. */
static const char *end_of(const char *sql)
{
	const char *end = sql + strlen(sql);

	while (end > sql && (isspace((unsigned char)end[-1]) || end[-1] == ';'))
		end--;
	if (end - sql >= 2 && end[-1] == '/' && end[-2] == '*')
		end -= 2;
	while (end > sql && isspace((unsigned char)end[-1]))
		end--;
	return end;
}

static const char *lower(struct arena *a, const char *text)
{
	char *copy = arena_strdup(a, text);

	for (char *p = copy; *p != '\0'; p++)
		*p = (char)tolower((unsigned char)*p);
	return copy;
}

enum scope { SCOPE_SESSION, SCOPE_SERVER };

static bool take_scope(const char **at, enum scope *scope)
{
	static const struct {
		const char *word;
		enum scope scope;
	} words[] = {
		{"session", SCOPE_SESSION},     {"local", SCOPE_SESSION},
		{"global", SCOPE_SERVER},       {"persist", SCOPE_SERVER},
		{"persist_only", SCOPE_SERVER},
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		const char *rest = words_behind(*at, words[i].word);

		if (rest == NULL || *rest == '=' || *rest == ':')
			continue;
		*at = words_start(rest + (*rest == '.'));
		*scope = words[i].scope;
		return true;
	}
	return false;
}

/* The name in front of = or :=, as a query would ask for it; NULL for what no session keeps. */
static const char *target(struct arena *a, const char *part, enum scope *scope)
{
	const char *at = words_start(part), *end;
	enum scope own = *scope;
	bool system = text_starts(at, "@@");

	if (*at == '@' && !system) {
		end = at[1] == '`' || at[1] == '\'' || at[1] == '"' ? past_quoted(at + 1)
								    : at + strcspn(at, " \t\r\n=:");
		return trimmed(a, at, end);
	}
	if (system) {
		at += 2;
		own = SCOPE_SESSION;
		take_scope(&at, &own);
	} else if (take_scope(&at, scope)) {
		own = *scope;
	}
	end = at + strcspn(at, " \t\r\n=:");
	return own == SCOPE_SERVER ? NULL
				   : arena_printf(a, "@@SESSION.%s", lower(a, trimmed(a, at, end)));
}

static const char *value(struct arena *a, const char *part)
{
	const char *at = part;

	while (*at != '\0' && *at != '=') {
		const char *next = past_quoted(at);

		at = next == at ? at + 1 : next;
	}
	return trimmed(a, at + (*at == '='), part + strlen(part));
}

static bool is_names(const char *part)
{
	return words_begins(part, "names") || words_begins(part, "charset") ||
	       (words_begins(part, "character") &&
		words_begins(words_past(part, "character"), "set"));
}

static bool is_off(const char *text)
{
	return text_equal_nocase(text, "0") || text_equal_nocase(text, "off") ||
	       text_equal_nocase(text, "false");
}

/* In the API's own transactions autocommit is the API's business. */
static void read_set(const char *rest, struct arena *a, struct memory_change *ret)
{
	static const char *const others[] = {"password", "default", "resource", "statement"};
	const char *end = end_of(rest), *at = rest, *stop;
	_cleanup_buf_ struct buf kept = {0};
	enum scope scope = SCOPE_SESSION;
	bool dropped = false;

	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
		if (words_begins(rest, others[i]))
			return;
	ret->any = true;
	if (words_begins(rest, "role")) {
		*vec_push(&ret->items, a) = (struct memory_item){
			MEMORY_ALONE, "role", arena_printf(a, "SET %s", trimmed(a, rest, end)),
			NULL};
		return;
	}
	for (; at < end; at = stop + 1) {
		const char *part, *name;

		stop = part_end(at, end);
		part = trimmed(a, at, stop);
		name = is_names(part) ? "names" : target(a, part, &scope);
		if (name != NULL && strcmp(name, "@@SESSION.autocommit") == 0) {
			dropped = true;
			ret->commits_by_hand = is_off(value(a, part));
			ret->commits_alone = !ret->commits_by_hand;
			continue;
		}
		buf_printf(&kept, "%s%s", kept.len == 0 ? "SET " : ", ", part);
		if (is_names(part))
			*vec_push(&ret->items, a) =
				(struct memory_item){MEMORY_NAMES, name, part, NULL};
		else if (name != NULL)
			*vec_push(&ret->items, a) = (struct memory_item){
				MEMORY_VALUE, name,
				text_equal_nocase(value(a, part), "default") ? "" : NULL, name};
	}
	if (dropped)
		ret->instead = kept.len == 0 ? "" : buf_dup(&kept, a);
}

static void read_prepare(const char *rest, struct arena *a, struct memory_change *ret)
{
	const char *name = words_start(rest), *from = name + strcspn(name, " \t\r\n");
	const char *text = words_behind(from, "from");

	if (text == NULL)
		return;
	ret->any = true;
	text = trimmed(a, text, end_of(text));
	*vec_push(&ret->items, a) = (struct memory_item){
		MEMORY_PREPARED, lower(a, trimmed(a, name, from)),
		/* The variable may have another value by the time of EXECUTE. */
		*text == '@' ? NULL : text, text};
}

/* SELECT ... INTO @a, @b */
static void read_into(const char *rest, struct arena *a, struct memory_change *ret)
{
	const char *end = end_of(rest), *at = rest;

	while (at < end) {
		const char *next = past_quoted(at), *into;

		if (next != at) {
			at = next;
			continue;
		}
		into = isspace((unsigned char)*at) ? words_behind(at, "into") : NULL;
		if (into != NULL && *words_start(into) == '@') {
			at = words_start(into);
			break;
		}
		at++;
	}
	while (at < end && *at == '@') {
		const char *stop = at[1] == '`' || at[1] == '\'' || at[1] == '"'
					   ? past_quoted(at + 1)
					   : at + strcspn(at, " \t\r\n,;)");

		ret->any = true;
		*vec_push(&ret->items, a) = (struct memory_item){MEMORY_VALUE, trimmed(a, at, stop),
								 NULL, trimmed(a, at, stop)};
		at = words_start(stop);
		if (*at != ',')
			break;
		at = words_start(at + 1);
	}
}

static const char *name_in(const char *rest, struct arena *a)
{
	const char *at = words_start(rest);

	return lower(a, trimmed(a, at, at + strcspn(at, " \t\r\n;*")));
}

void memory_read(const char *sql, struct arena *a, struct memory_change *ret)
{
	const char *rest;

	*ret = (struct memory_change){0};
	if ((rest = words_behind(sql, "set")) != NULL) {
		read_set(rest, a, ret);
	} else if ((rest = words_behind(sql, "use")) != NULL) {
		ret->any = true;
		*vec_push(&ret->items, a) = (struct memory_item){
			MEMORY_ALONE, "use",
			arena_printf(a, "USE %s", trimmed(a, rest, end_of(rest))), NULL};
	} else if ((rest = words_behind(sql, "prepare")) != NULL) {
		read_prepare(rest, a, ret);
	} else if ((rest = words_behind(sql, "deallocate")) != NULL ||
		   (rest = words_behind(sql, "drop")) != NULL) {
		rest = words_behind(rest, "prepare");
		if (rest != NULL)
			ret->forgotten = name_in(rest, a);
		ret->any = rest != NULL;
	} else if ((rest = words_behind(sql, "execute")) != NULL) {
		if (!words_begins(rest, "immediate"))
			ret->executed = name_in(rest, a);
	} else if ((rest = words_behind(sql, "select")) != NULL) {
		read_into(rest, a, ret);
	}
}
