/* SPDX-License-Identifier: Apache-2.0 */
#include "layout/flyway.h"

#include "base/buf.h"
#include "base/clock.h"
#include "base/text.h"
#include "layout/checksum.h"
#include "layout/collect.h"
#include "layout/sections.h"

#include <limits.h>
#include <string.h>
#include <unistd.h>

static const char *value_of(const struct layout_input *in, const char *name)
{
	for (size_t i = 0; i < in->vars_len; i++)
		if (strcmp(in->vars[i].name, name) == 0)
			return in->vars[i].value;
	return NULL;
}

/* Flyway's own placeholders, as far as they are known without a connection; NULL otherwise. */
static const char *builtin(const struct tree_entry *file, const char *name, struct arena *a)
{
	if (strcmp(name, "flyway:filename") == 0)
		return file->base;
	if (strcmp(name, "flyway:workingDirectory") == 0) {
		char *dir = arena_alloc(a, PATH_MAX);

		return getcwd(dir, PATH_MAX);
	}
	if (strcmp(name, "flyway:timestamp") == 0) {
		char now[CLOCK_TEXT];

		clock_stamp(now);
		return arena_printf(a, "%.4s-%.2s-%.2s %.2s:%.2s:%.2s", now, now + 4, now + 6,
				    now + 8, now + 10, now + 12);
	}
	return NULL;
}

static int refuse(const struct tree_entry *file, const char *data, const char *at_name,
		  const char *name, struct pawl_error *err)
{
	unsigned long line = 1;
	const char *start = data;

	for (const char *p = data; p < at_name; p++) {
		if (*p != '\n')
			continue;
		line++;
		start = p + 1;
	}
	fail(err, PAWL_E_SYNTAX, "no value is given for placeholder \"${%s}\"", name);
	hint(err,
	     "give it by --var '%s=VALUE' or under [vars] in pawl.ini; if it is no placeholder, "
	     "put "
	     "placeholderReplacement=false into \"%s.conf\"",
	     name, file->base);
	at(err, file->path, line, (unsigned long)(at_name - start) + 1);
	return PAWL_E_SYNTAX;
}

int flyway_replace(const struct layout_input *in, const struct tree_entry *file, const char *data,
		   size_t len, struct arena *a, const char **ret, size_t *ret_len,
		   struct pawl_error *err)
{
	_cleanup_buf_ struct buf out = {0};
	const char *p = data, *end = data + len, *open, *close;

	*ret = data;
	*ret_len = len;
	while ((open = memmem(p, (size_t)(end - p), "${", 2)) != NULL &&
	       (close = memchr(open, '}', (size_t)(end - open))) != NULL) {
		const char *name = arena_strndup(a, open + 2, (size_t)(close - open) - 2);
		const char *value = value_of(in, name);

		if (value == NULL)
			value = builtin(file, name, a);
		if (value == NULL)
			return refuse(file, data, open, name, err);
		buf_add(&out, p, (size_t)(open - p));
		buf_adds(&out, value);
		p = close + 1;
	}
	if (p == data)
		return 0;
	buf_add(&out, p, (size_t)(end - p));
	*ret = buf_dup(&out, a);
	*ret_len = out.len;
	return 0;
}

const char *flyway_checksum(const char *data, size_t len, struct arena *a)
{
	uint32_t crc = 0;

	for (size_t i = 0, start = 0; i <= len; i++) {
		if (i < len && data[i] != '\n' && data[i] != '\r')
			continue;
		crc = checksum_crc32(crc, data + start, i - start);
		start = i + 1;
	}
	return arena_printf(a, "%d", (int)crc);
}

static const char *trimmed(const char *s, size_t len, struct arena *a)
{
	while (len > 0 && (*s == ' ' || *s == '\t')) {
		s++;
		len--;
	}
	while (len > 0 && (s[len - 1] == ' ' || s[len - 1] == '\t'))
		len--;
	return arena_strndup(a, s, len);
}

struct conf_line {
	const struct layout_input *in;
	const struct tree_entry *file; /* the .conf */
	unsigned long number;
	struct arena *arena;
	struct pawl_error *err;
};

static int refuse_value(const struct conf_line *l, const char *key, const char *value,
			const char *advice)
{
	fail(l->err, PAWL_E_SYNTAX, "%s cannot be \"%s\" here", key, value);
	hint(l->err, "%s", advice);
	at(l->err, l->file->path, l->number, 1);
	return PAWL_E_SYNTAX;
}

static int read_bool(const struct conf_line *l, const char *key, const char *value, bool *ret)
{
	*ret = text_equal_nocase(value, "true");
	if (*ret || text_equal_nocase(value, "false"))
		return 0;
	return refuse_value(l, key, value, "write true or false");
}

/* true, false, or a comparison by == or != of two texts. */
static int read_condition(const struct conf_line *l, const char *key, const char *text, bool *ret)
{
	const char *value, *equals, *differs;
	bool same;
	size_t len;
	int rc = flyway_replace(l->in, l->file, text, strlen(text), l->arena, &value, &len, l->err);

	if (rc != 0)
		return rc;
	equals = strstr(value, "==");
	differs = strstr(value, "!=");
	if (strstr(value, "&&") != NULL || strstr(value, "||") != NULL ||
	    (equals == NULL && differs == NULL)) {
		if (text_equal_nocase(value, "true") || text_equal_nocase(value, "false"))
			return read_bool(l, key, value, ret);
		return refuse_value(l, key, value,
				    "pawl reads true, false, and one comparison by == or !=");
	}
	if (equals == NULL)
		equals = differs;
	same = strcmp(trimmed(value, (size_t)(equals - value), l->arena),
		      trimmed(equals + 2, strlen(equals + 2), l->arena)) == 0;
	*ret = same == (equals != differs);
	return 0;
}

static int read_setting(const struct conf_line *l, const char *key, const char *value,
			struct flyway_conf *conf)
{
	bool yes = true;
	int rc;

	if (strcmp(key, "executeInTransaction") == 0) {
		rc = read_bool(l, key, value, &yes);
		conf->tx = yes ? MIGRATION_TX_ON : MIGRATION_TX_OFF;
		return rc;
	}
	if (strcmp(key, "placeholderReplacement") == 0) {
		rc = read_bool(l, key, value, &yes);
		conf->literal = !yes;
		return rc;
	}
	if (strcmp(key, "shouldExecute") == 0) {
		rc = read_condition(l, key, value, &yes);
		conf->skipped = !yes;
		return rc;
	}
	if (strcmp(key, "encoding") == 0)
		return text_equal_nocase(value, "UTF-8") || text_equal_nocase(value, "US-ASCII")
			       ? 0
			       : refuse_value(l, key, value, "convert the file to UTF-8");
	return refuse_value(l, "a setting", key,
			    "known are executeInTransaction, placeholderReplacement, shouldExecute "
			    "and encoding");
}

int flyway_conf_read(const struct layout_input *in, const struct tree_entry *e, struct arena *a,
		     struct flyway_conf *ret, struct pawl_error *err)
{
	const struct tree_entry *file =
		tree_find(collect_tree(in, e), arena_printf(a, "%s.conf", e->name));
	struct conf_line c = {.in = in, .file = file, .arena = a, .err = err};
	struct tree_text text;
	struct lines lines;
	struct line l;
	int rc;

	*ret = (struct flyway_conf){0};
	if (file == NULL || file->is_dir)
		return 0;
	rc = tree_read(file, a, &text, err);
	if (rc != 0)
		return rc;
	lines_init(&lines, text.data, text.len);
	while (rc == 0 && lines_next(&lines, &l)) {
		const char *line = trimmed(l.text, l.len, a), *equals = strchr(line, '=');

		c.number = l.number;
		if (line[0] == '\0' || line[0] == '#')
			continue;
		if (equals == NULL)
			return refuse_value(&c, "a line", line, "write name=value");
		rc = read_setting(&c, trimmed(line, (size_t)(equals - line), a),
				  trimmed(equals + 1, strlen(equals + 1), a), ret);
	}
	return rc;
}
