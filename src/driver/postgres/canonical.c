/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One text for what PostgreSQL prints in two ways.
 *
 * It keeps "varchar IN ('a', 'b')" as one array that is cast as a whole, and
 * prints
 *
 *	(ARRAY['a'::character varying, 'b'::character varying])::text[]
 *
 * When it reads that again, it casts each element instead, and prints
 *
 *	ARRAY[('a'::character varying)::text, ('b'::character varying)::text]
 *
 * from then on. So a database made by the author's SQL would differ from one
 * made by a dump of it. Here the first becomes the second, which stays itself.
 */
#include "base/buf.h"
#include "driver/postgres/inspect.h"

#include <string.h>

static const char start[] = "(ARRAY[";

/* Behind the literal or quoted name that begins at p. */
static const char *skip_quoted(const char *p, bool escapes)
{
	char quote = *p++;

	for (; *p != '\0'; p++) {
		if (*p == '\\' && escapes && p[1] != '\0')
			p++;
		else if (*p == quote && p[1] == quote)
			p++;
		else if (*p == quote)
			return p + 1;
	}
	return p;
}

static const char *skip_one(const char *text, const char *p)
{
	if (*p == '\'' || *p == '"')
		return skip_quoted(p, *p == '\'' && p > text && p[-1] == 'E');
	return p + 1;
}

/* The end of an element: a comma or the bracket at its own depth; NULL if there is none. */
static const char *element_end(const char *text, const char *p)
{
	int depth = 0;

	while (*p != '\0') {
		if (depth == 0 && (*p == ']' || (*p == ',' && p[1] == ' ')))
			return p;
		depth += *p == '(' || *p == '[';
		depth -= *p == ')' || *p == ']';
		p = skip_one(text, p);
	}
	return NULL;
}

/* The length of a type's name that ends in one "[]", without that; 0 if it is none. */
static size_t type_length(const char *type)
{
	const char *p = type;

	while (*p != '\0' && *p != '[' && *p != '\'' && *p != ';')
		p = skip_one(type, p);
	return strncmp(p, "[]", 2) == 0 && p[2] != '[' ? (size_t)(p - type) : 0;
}

/* Append the array at p with its elements cast; behind it, or NULL if it is not such a one. */
static const char *add_array(struct buf *b, const char *text, const char *p)
{
	const char *element = p + sizeof(start) - 1, *end = element, *type;
	size_t len;

	while (end != NULL && *end != ']') {
		if (strncmp(end, "ARRAY[", 6) == 0)
			return NULL;
		end = element_end(text, end);
		if (end != NULL && *end == ',')
			end += 2;
	}
	if (end == NULL || end == element || strncmp(end, "])::", 4) != 0)
		return NULL;
	type = end + 4;
	len = type_length(type);
	if (len == 0)
		return NULL;
	buf_adds(b, "ARRAY[");
	while (element < end) {
		const char *last = element_end(text, element);

		buf_printf(b, "(%.*s)::%.*s", (int)(last - element), element, (int)len, type);
		if (*last == ',')
			buf_adds(b, ", ");
		element = *last == ',' ? last + 2 : end;
	}
	buf_addc(b, ']');
	return type + len + 2;
}

static const char *canonical(struct arena *a, const char *text)
{
	_cleanup_buf_ struct buf b = {0};
	const char *p = text, *next;

	if (text == NULL || strstr(text, start) == NULL)
		return text;
	while (*p != '\0') {
		next = strncmp(p, start, sizeof(start) - 1) == 0 ? add_array(&b, text, p) : NULL;
		if (next == NULL) {
			next = skip_one(text, p);
			buf_add(&b, p, (size_t)(next - p));
		}
		p = next;
	}
	return buf_dup(&b, a);
}

void inspect_set_expression(struct inspect *in, struct object *o, enum attribute name,
			    const char *text)
{
	schema_set(&in->b, o, name, canonical(in->b.arena, text));
}
