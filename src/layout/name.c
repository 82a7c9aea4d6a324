/* SPDX-License-Identifier: Apache-2.0 */
/*
 * File names are read generously, since folders come from many hands, but never
 * guessed at: what has no version in front is unfit, and the reader refuses it
 * rather than skip it in silence.
 */
#include "layout/name.h"

#include "base/buf.h"
#include "base/text.h"

#include <ctype.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

enum {
	HASH_SHORTEST = 8,
	HASH_LONGEST = 40,
	TITLE_LONGEST = 120, /* of a made title, in bytes: leaves room in NAME_MAX */
};

static const char digits[] = "0123456789";

/* Does the text of len bytes end in suffix, in any case? */
static bool ends_nocase(const char *s, size_t len, const char *suffix)
{
	size_t n = strlen(suffix);

	return len >= n && strncasecmp(s + len - n, suffix, n) == 0;
}

/*
 * Bytes of a date, "2024-03-06" or "2024-03-06-170000", also with '_', 0 if there
 * is none. Anything looser would take the "2" of "001-2-steps" for a version.
 */
static size_t divided_date(const char *s)
{
	static const char shape[] = "dddd-dd-dd";
	char divider = strspn(s, digits) == 4 ? s[4] : '\0';
	size_t n = 0, more;

	if (divider != '-' && divider != '_')
		return 0;
	for (; shape[n] != '\0'; n++) {
		if (shape[n] == 'd' ? !isdigit((unsigned char)s[n]) : s[n] != divider)
			return 0;
	}
	more = s[n] == divider ? strspn(s + n + 1, digits) : 0;
	if (more != 0 && !isalnum((unsigned char)s[n + 1 + more]))
		return n + 1 + more;
	return isdigit((unsigned char)s[n]) ? 0 : n;
}

enum { DAY = 8, MINUTES = 4, TIME = 6 };

/* Bytes of "20220329-030000" or "20220329-0300", a day and a time, 0 if it is none. */
static size_t day_and_time(const char *s)
{
	size_t time;

	if (strspn(s, digits) != DAY || s[DAY] != '-')
		return 0;
	time = strspn(s + DAY + 1, digits);
	return time == MINUTES || time == TIME ? DAY + 1 + time : 0;
}

/* Bytes of "20220329_01", a day and what is counted on it, 0 if it is none. */
static size_t day_and_number(const char *s)
{
	int month, day;
	size_t n;

	if (strspn(s, digits) != DAY || (s[DAY] != '-' && s[DAY] != '_') ||
	    (memcmp(s, "19", 2) != 0 && memcmp(s, "20", 2) != 0))
		return 0;
	month = (s[4] - '0') * 10 + s[5] - '0';
	day = (s[6] - '0') * 10 + s[7] - '0';
	n = strspn(s + DAY + 1, digits);
	if (n < 2 || n > TIME || month < 1 || month > 12 || day < 1 || day > 31)
		return 0;
	return DAY + 1 + n;
}

/* Bytes of "12", or "1.2.0", 0 if it is none. */
static size_t number(const char *s)
{
	size_t n = strspn(s, digits);

	while (n != 0 && s[n] == '.' && isdigit((unsigned char)s[n + 1]))
		n += 1 + strspn(s + n + 1, digits);
	return n;
}

/* Bytes of "V0001", 0 if it is none; with two underscores behind it is Flyway's. */
static size_t v_number(const char *s)
{
	size_t n = s[0] == 'V' || s[0] == 'v' ? number(s + 1) : 0;

	return n == 0 || (s[n + 1] == '_' && s[n + 2] == '_') ? 0 : n + 1;
}

static size_t hash_id(const char *s)
{
	size_t n = strspn(s, "0123456789abcdef");

	if (n < HASH_SHORTEST || n > HASH_LONGEST || strspn(s, digits) >= n)
		return 0;
	return n;
}

/* May c stand between a version and the title, with next behind it? */
static bool separates(char c, char next)
{
	if (c == '.')
		return next != '\0' && !isdigit((unsigned char)next);
	return c == '\0' || c == '_' || c == '-' || c == ' ';
}

/* Bytes of stem that hold the version, 0 if it begins with none. */
static size_t version_len(const char *stem, bool *ret_hash)
{
	const size_t numbers[] = {divided_date(stem), day_and_time(stem), day_and_number(stem),
				  number(stem), v_number(stem)};
	size_t n;

	*ret_hash = false;
	for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers); i++) {
		n = numbers[i];
		if (n != 0 && separates(stem[n], stem[n + (stem[n] != '\0')]))
			return n;
	}
	n = hash_id(stem);
	*ret_hash = n != 0 && separates(stem[n], stem[n + (stem[n] != '\0')]);
	return *ret_hash ? n : 0;
}

/* "2024-03-06" is 20240306; "20240306_01" is 20240306.01, behind 20240306. */
static char *version_text(const char *s, size_t len, struct arena *a)
{
	bool counted = day_and_number(s) == len && day_and_time(s) != len;
	char *copy = arena_alloc(a, len + 1);
	size_t n = 0;

	for (size_t i = 0; i < len; i++) {
		if (counted && i == DAY)
			copy[n++] = '.';
		else if (s[i] != '-' && s[i] != '_')
			copy[n++] = s[i];
	}
	return copy;
}

/* Take ".up", ".down" (".rollback", ".undo") or ".verify" off the stem. */
static enum name_role take_role(char *stem, size_t len, enum name_style *ret_style)
{
	static const struct {
		const char *suffix;
		enum name_role role;
	} roles[] = {{".up", NAME_UP},
		     {".down", NAME_DOWN},
		     {".rollback", NAME_DOWN},
		     {".undo", NAME_DOWN},
		     {".verify", NAME_VERIFY}};

	for (size_t i = 0; i < sizeof(roles) / sizeof(*roles); i++) {
		if (ends_nocase(stem, len, roles[i].suffix)) {
			stem[len - strlen(roles[i].suffix)] = '\0';
			*ret_style = NAME_SUFFIX;
			return roles[i].role;
		}
	}
	return NAME_UP;
}

/* "do.users" and "undo.users", behind the version and a dot. */
static void take_do(struct name *name)
{
	bool undo = strncasecmp(name->title, "undo", 4) == 0;
	const char *rest = name->title + (undo ? 4 : 2);

	if ((!undo && strncasecmp(name->title, "do", 2) != 0) || (*rest != '.' && *rest != '\0'))
		return;
	name->role = undo ? NAME_DOWN : NAME_UP;
	name->style = NAME_DO;
	name->title = rest + (*rest == '.');
}

void name_parse(const char *filename, struct arena *a, struct name *ret)
{
	size_t len = strlen(filename);
	size_t skip;
	char *stem;

	*ret = (struct name){.role = NAME_NONE, .version = "", .title = ""};
	if (filename[0] == '.' ||
	    !(ends_nocase(filename, len, ".sql") || text_ends(filename, ".sqm")))
		return;
	len -= strlen(".sql");
	while (len > 0 && filename[len - 1] == '.') /* "30_tags.up..sql" exists */
		len--;
	stem = arena_strndup(a, filename, len);
	ret->role = take_role(stem, len, &ret->style);
	if (stem[0] == 'R' && stem[1] == '_') {
		ret->repeatable = true;
		ret->prefix_len = strspn(stem + 1, "_") + 1;
		ret->title = stem + ret->prefix_len;
		if (ret->title[0] == '\0' || ret->role == NAME_DOWN)
			ret->role = NAME_UNFIT;
		return;
	}
	ret->prefix_len = version_len(stem, &ret->hash_id);
	if (ret->prefix_len == 0) {
		ret->role = NAME_UNFIT;
		return;
	}
	skip = strspn(stem, "Vv");
	ret->version = version_text(stem + skip, ret->prefix_len - skip, a);
	ret->title = stem + ret->prefix_len + (stem[ret->prefix_len] != '\0');
	if (ret->style == NAME_PLAIN && stem[ret->prefix_len] == '.')
		take_do(ret);
	if (ret->style == NAME_PLAIN && strcasecmp(ret->title, "rollback") == 0) {
		ret->role = NAME_DOWN;
		ret->style = NAME_ROLLBACK;
	}
}

enum name_role name_way(const char *title, size_t *ret_len)
{
	static const struct {
		const char *word;
		enum name_role role;
	} words[] = {{"up", NAME_UP},
		     {"down", NAME_DOWN},
		     {"rollback", NAME_DOWN},
		     {"revert", NAME_DOWN},
		     {"undo", NAME_DOWN}};
	size_t len = strlen(title);

	*ret_len = len;
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		size_t rest = len - strlen(words[i].word);

		if (!ends_nocase(title, len, words[i].word) ||
		    (rest != 0 && strchr("_-. ", title[rest - 1]) == NULL))
			continue;
		*ret_len = rest - (rest != 0);
		return words[i].role;
	}
	return NAME_NONE;
}

bool name_is_aside(const char *filename)
{
	static const char *const names[] = {"schema.sql", "structure.sql", "latest.sql",
					    "seed.sql",   "seeds.sql",     "run_all.sql"};

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		if (strcasecmp(filename, names[i]) == 0)
			return true;
	}
	return false;
}

const char *name_key(const char *version)
{
	size_t len = strlen(version), zeros = strspn(version, "0");

	if (strspn(version, digits) != len)
		return version;
	return version + (zeros == len && len != 0 ? len - 1 : zeros);
}

bool name_same_version(const char *a, const char *b)
{
	return strcmp(name_key(a), name_key(b)) == 0;
}

bool name_ref_matches(const char *ref, const char *version, const char *title)
{
	size_t len = strcspn(ref, "_");
	char number[64];

	if (name_same_version(ref, version))
		return true;
	if (ref[len] != '_' || strcmp(ref + len + 1, title) != 0)
		return false;
	if (len >= sizeof(number))
		return strncmp(ref, version, len) == 0 && version[len] == '\0';
	memcpy(number, ref, len);
	number[len] = '\0';
	return name_same_version(number, version);
}

/* Punctuation and blanks beyond ASCII: Latin-1's, the general block, wide blank, BOM. */
static bool wide_separator(const char *s, size_t n)
{
	const unsigned char *u = (const unsigned char *)s;

	if (n == 2)
		return u[0] == 0xc2;
	if (n != 3)
		return false;
	return (u[0] == 0xe2 && (u[1] == 0x80 || (u[1] == 0x81 && u[2] < 0xb0))) ||
	       memcmp(s, "\xe3\x80\x80", 3) == 0 || memcmp(s, "\xef\xbb\xbf", 3) == 0;
}

char *name_from_text(const char *text, struct arena *a)
{
	_cleanup_buf_ struct buf b = {0};
	size_t len = strlen(text);
	bool gap = false, lower = false;

	for (size_t i = 0, n; i < len && b.len < TITLE_LONGEST; i += n) {
		char c = text[i];
		bool upper = c >= 'A' && c <= 'Z';

		n = text_utf8(text + i, len - i);
		if (n == 0 || (n == 1 && !isalnum((unsigned char)c)) ||
		    (n > 1 && wide_separator(text + i, n))) {
			n = n == 0 ? 1 : n;
			gap = true;
			continue;
		}
		if (b.len != 0 && (gap || (upper && lower)))
			buf_addc(&b, '_');
		if (n > 1)
			buf_add(&b, text + i, n);
		else
			buf_addc(&b, (char)tolower((unsigned char)c));
		gap = false;
		lower = n == 1 && !upper;
	}
	return buf_dup(&b, a);
}
