/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which values a column's new type does not hold. Types are the text of
 * COLUMN_TYPE. What cannot be told is a loss: better asked once too often.
 */
#include "dialect/mysql/emit.h"

#include "base/text.h"

#include <string.h>

enum family { F_OTHER, F_INTEGER, F_DECIMAL, F_FLOAT, F_BIT, F_TEXT, F_BYTES, F_LABELS, F_TIME };

static const struct type_fact {
	const char *word;
	enum family family;
	unsigned long size; /* bytes of integers and floats, greatest length of texts; 0: (n) */
} facts[] = {
	{"tinyint", F_INTEGER, 1},
	{"smallint", F_INTEGER, 2},
	{"mediumint", F_INTEGER, 3},
	{"int", F_INTEGER, 4},
	{"bigint", F_INTEGER, 8},
	{"decimal", F_DECIMAL, 0},
	{"float", F_FLOAT, 4},
	{"double", F_FLOAT, 8},
	{"bit", F_BIT, 0},
	{"char", F_TEXT, 0},
	{"varchar", F_TEXT, 0},
	{"tinytext", F_TEXT, 255},
	{"text", F_TEXT, 65535},
	{"mediumtext", F_TEXT, 16777215},
	{"longtext", F_TEXT, 4294967295},
	{"json", F_TEXT, 4294967295},
	{"binary", F_BYTES, 0},
	{"varbinary", F_BYTES, 0},
	{"tinyblob", F_BYTES, 255},
	{"blob", F_BYTES, 65535},
	{"mediumblob", F_BYTES, 16777215},
	{"longblob", F_BYTES, 4294967295},
	{"enum", F_LABELS, 0},
	{"set", F_LABELS, 0},
	{"date", F_TIME, 0},
	{"time", F_TIME, 0},
	{"datetime", F_TIME, 0},
	{"timestamp", F_TIME, 0},
	{"year", F_TIME, 0},
};

struct type {
	const char *text, *labels; /* labels: behind "(" */
	const struct type_fact *fact;
	unsigned long size, scale;
	bool is_unsigned;
};

static struct type parse(const char *text)
{
	struct type t = {.text = text};
	size_t len = strcspn(text, "( ");
	char *end = NULL;

	for (size_t i = 0; i < sizeof(facts) / sizeof(*facts); i++)
		if (strlen(facts[i].word) == len && memcmp(facts[i].word, text, len) == 0)
			t.fact = &facts[i];
	if (t.fact == NULL)
		return t;
	t.is_unsigned = strstr(text, " unsigned") != NULL && t.fact->family != F_LABELS;
	t.size = t.fact->size;
	if (text[len] != '(')
		return t;
	t.labels = text + len + 1;
	if (t.fact->family != F_INTEGER && t.size == 0)
		t.size = strtoul(t.labels, &end, 10);
	if (end != NULL && *end == ',')
		t.scale = strtoul(end + 1, NULL, 10);
	return t;
}

static bool is_word(const struct type *t, const char *word)
{
	return strcmp(t->fact->word, word) == 0;
}

/* Behind the quoted label at s. */
static const char *label_end(const char *s)
{
	for (s++; *s != '\0'; s++) {
		if (*s == '\'' && s[1] == '\'')
			s++;
		else if (*s == '\'')
			return s + 1;
	}
	return s;
}

static bool has_label(const char *list, const char *label, size_t len)
{
	while (*list == '\'') {
		const char *end = label_end(list);

		if ((size_t)(end - list) == len && memcmp(list, label, len) == 0)
			return true;
		list = *end == ',' ? end + 1 : end;
	}
	return false;
}

static const char *labels_loss(const struct type *old, const struct type *new, struct arena *a)
{
	const char *gone = NULL;

	for (const char *p = old->labels; *p == '\'';) {
		const char *end = label_end(p);
		int len = (int)(end - p);

		if (!has_label(new->labels, p, (size_t)len))
			gone = gone == NULL ? arena_printf(a, "%.*s", len, p)
					    : arena_printf(a, "%s, %.*s", gone, len, p);
		p = *end == ',' ? end + 1 : end;
	}
	return gone == NULL ? NULL : arena_printf(a, "the value %s where it is used", gone);
}

bool mysql_judge_appended(const char *old, const char *new)
{
	struct type a = parse(old), b = parse(new);
	size_t len = strlen(old);

	return a.fact != NULL && a.fact == b.fact && a.fact->family == F_LABELS &&
	       strlen(new) > len && memcmp(old, new, len - 1) == 0 && new[len - 1] == ',';
}

static const char *integer_loss(const struct type *old, const struct type *new, struct arena *a)
{
	bool narrow = new->size < old->size ||
		      (new->size == old->size && old->is_unsigned && !new->is_unsigned);

	if (!old->is_unsigned && new->is_unsigned)
		return new->size < old->size
			       ? arena_printf(a, "negative values and those above the range of %s",
					      new->text)
			       : "negative values";
	return narrow ? arena_printf(a, "values outside the range of %s", new->text) : NULL;
}

static const char *decimal_loss(const struct type *old, const struct type *new, struct arena *a)
{
	if (new->scale < old->scale)
		return arena_printf(a, "digits behind the %lu%s decimal place", new->scale,
				    new->scale == 1   ? "st"
				    : new->scale == 2 ? "nd"
				    : new->scale == 3 ? "rd"
						      : "th");
	if (new->size - new->scale < old->size - old->scale)
		return arena_printf(a, "values with more than %lu digits before the point",
				    new->size - new->scale);
	return !old->is_unsigned && new->is_unsigned ? "negative values" : NULL;
}

static const char *time_loss(const struct type *old, const struct type *new, struct arena *a)
{
	bool stamps = is_word(old, "datetime") || is_word(old, "timestamp");

	if (is_word(old, "datetime") && is_word(new, "timestamp"))
		return "times before 1970 and after 2038";
	if ((old->fact == new->fact || (stamps && is_word(new, "datetime"))) &&
	    new->size >= old->size)
		return NULL;
	if (old->fact == new->fact || (stamps && is_word(new, "datetime")))
		return "fractions of a second";
	if (is_word(old, "date") && is_word(new, "datetime"))
		return NULL;
	if (stamps && is_word(new, "date"))
		return "the time of day";
	return arena_printf(a, "what %s cannot hold of a %s", new->text, old->text);
}

/* The longest text that a value of the type is printed as; 0 if that cannot be told. */
static unsigned long printed_length(const struct type *t)
{
	static const unsigned char digits[] = {0, 4, 6, 8, 11, 0, 0, 0, 20}; /* sign included */

	if (t->fact->family == F_INTEGER)
		return digits[t->size];
	if (t->fact->family == F_DECIMAL)
		return t->size + 2;
	return t->fact->family == F_TIME ? 26 : 0;
}

static const char *float_loss(const struct type *old, const struct type *new)
{
	if (!old->is_unsigned && new->is_unsigned)
		return "negative values";
	return new->size < old->size || (new->labels != NULL && old->labels == NULL)
		       ? "digits of the values"
		       : NULL;
}

static const char *length_loss(const struct type *old, const struct type *new, struct arena *a)
{
	if (new->size >= old->size)
		return NULL;
	return arena_printf(a, "values longer than %lu %s", new->size,
			    old->fact->family == F_TEXT    ? "characters"
			    : old->fact->family == F_BYTES ? "bytes"
							   : "bits");
}

static const char *same_family_loss(const struct type *old, const struct type *new, struct arena *a)
{
	enum family family = old->fact->family;

	if (family == F_INTEGER)
		return integer_loss(old, new, a);
	if (family == F_DECIMAL)
		return decimal_loss(old, new, a);
	if (family == F_LABELS)
		return labels_loss(old, new, a);
	if (family == F_TIME)
		return time_loss(old, new, a);
	return family == F_FLOAT ? float_loss(old, new) : length_loss(old, new, a);
}

const char *mysql_judge_type(const char *old_text, const char *new_text, struct arena *a)
{
	struct type old = parse(old_text), new = parse(new_text);
	enum family to;

	if (old.fact == NULL || new.fact == NULL)
		return arena_printf(a, "values that %s cannot hold", new_text);
	to = new.fact->family;
	if (is_word(&new, "json") && !is_word(&old, "json"))
		return "values that are not JSON";
	if (old.fact->family == to)
		return same_family_loss(&old, &new, a);
	if (to == F_TEXT && printed_length(&old) > 0)
		return new.size >= printed_length(&old)
			       ? NULL
			       : arena_printf(a, "values longer than %lu characters", new.size);
	if (to == F_TEXT && old.fact->family == F_LABELS && new.size >= 255)
		return NULL;
	if (old.fact->family == F_INTEGER && to == F_DECIMAL &&
	    printed_length(&old) - 1 <= new.size - new.scale && !new.is_unsigned)
		return NULL;
	if (old.fact->family == F_INTEGER && to == F_FLOAT && old.size < new.size)
		return NULL;
	return arena_printf(a, "values that %s cannot hold", new_text);
}
