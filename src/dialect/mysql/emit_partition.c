/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Partitions. PARTITION_BY says how, PARTITION_BOUND which: "PARTITIONS 3", or
 * one definition a line. When only the list changed, what both have at its
 * beginning and end stays, and the rest between them is
 *
 *	added      nothing was there, and nothing of RANGE follows
 *	dropped    nothing is wanted there, and nothing of RANGE follows that could take the rows
 *	made anew  of RANGE, when the last one is another: the whole may end earlier
 *	reorganised otherwise, so that no row is lost; with the one that follows where one
 *		   side is empty
 *
 * Of SYSTEM_TIME, partitions of history are added in front of the current one.
 * Anything else (another change of those, another way of partitioning) says PARTITION BY
 * anew.
 */
#include "dialect/mysql/emit.h"

#include "base/cleanup.h"
#include "base/text.h"
#include "sql/ident.h"

#include <string.h>

/* The lines of a list. */
struct lines {
	const char **v;
	size_t *len;
	size_t n;
};

static struct lines split(const char *text, struct arena *a)
{
	struct lines ret = {0};
	size_t most = 1;

	if (text == NULL)
		return ret;
	for (const char *p = text; *p != '\0'; p++)
		most += *p == '\n';
	ret.v = arena_array(a, const char *, most);
	ret.len = arena_array(a, size_t, most);
	for (;;) {
		const char *end = strstr(text, ",\nPARTITION ");

		ret.v[ret.n] = text;
		ret.len[ret.n++] = end == NULL ? strlen(text) : (size_t)(end - text);
		if (end == NULL)
			return ret;
		text = end + 2;
	}
}

static bool same_line(const struct lines *a, size_t i, const struct lines *b, size_t k)
{
	return a->len[i] == b->len[k] && memcmp(a->v[i], b->v[k], a->len[i]) == 0;
}

/*
 * Of several partitions of history that are filled by hand, CREATE TABLE and PARTITION BY
 * take only one.
 */
static bool is_filled_by_hand(const struct object *table)
{
	return strcmp(object_get(table, ATTR_PARTITION_BY), "SYSTEM_TIME") == 0;
}

void mysql_emit_partitions(struct emit *e, struct buf *b)
{
	const struct object *table = e->c->new;
	const char *which = object_get(table, ATTR_PARTITION_BOUND);
	struct lines l;

	buf_printf(b, "PARTITION BY %s", object_get(table, ATTR_PARTITION_BY));
	if (which == NULL)
		return;
	if (text_starts(which, "PARTITIONS ")) {
		buf_printf(b, "\n%s", which);
		return;
	}
	l = split(which, e->a);
	for (size_t i = 0; i < l.n; i++) {
		if (i > 0 && i + 1 < l.n && is_filled_by_hand(table))
			continue;
		buf_adds(b, i == 0 ? "\n(" : ",\n ");
		for (size_t k = 0; k < l.len[i]; k++) {
			buf_addc(b, l.v[i][k]);
			if (l.v[i][k] == '\n')
				buf_addc(b, ' ');
		}
	}
	buf_addc(b, ')');
}

/* Where the two lists differ: [from, old.n - tail) and [from, new.n - tail). */
struct difference {
	struct lines old, new;
	size_t from, tail;
	bool range, list;
};

static struct difference compare(const struct change *c, struct arena *a)
{
	const char *by = object_get(c->new, ATTR_PARTITION_BY);
	struct difference d = {.old = split(object_get(c->old, ATTR_PARTITION_BOUND), a),
			       .new = split(object_get(c->new, ATTR_PARTITION_BOUND), a),
			       .range = by != NULL &&text_starts(by, "RANGE"),
			       .list = by != NULL &&text_starts(by, "LIST")};

	while (d.from < d.old.n && d.from < d.new.n &&same_line(&d.old, d.from, &d.new, d.from))
		d.from++;
	while (d.tail + d.from < d.old.n &&
	       d.tail + d.from < d.new.n &&same_line(&d.old, d.old.n - d.tail - 1, &d.new,
						     d.new.n - d.tail - 1))
		d.tail++;
	return d;
}

/* Only the list differs, and the server can change it in place. */
static bool by_list(const struct change *c)
{
	const char *by = object_get(c->new, ATTR_PARTITION_BY);

	return c->old != NULL && by != NULL && object_has(c->old, ATTR_PARTITION_BY) &&
	       !mysql_emit_changed(c, ATTR_PARTITION_BY) &&
	       mysql_emit_changed(c, ATTR_PARTITION_BOUND) &&
	       (text_starts(by, "RANGE") || text_starts(by, "LIST"));
}

/* "`p0`" of "PARTITION `p0` VALUES ..." */
static void add_partition_name(struct buf *b, const char *line)
{
	size_t len = 1;

	line += strlen("PARTITION ");
	while (*line == '`' && line[len] != '\0' && (line[len] != '`' || line[len + 1] == '`'))
		len += line[len] == '`' ? 2 : 1;
	buf_add(b, line, *line == '`' ? len + 1 : strcspn(line, " \n,"));
}

static void add_names(struct buf *b, const struct lines *l, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++) {
		if (i > from)
			buf_adds(b, ", ");
		add_partition_name(b, l->v[i]);
	}
}

static void add_list(struct buf *b, const struct lines *l, size_t from, size_t to)
{
	buf_addc(b, '(');
	for (size_t i = from; i < to; i++) {
		buf_adds(b, i > from ? ",\n     " : "\n     ");
		buf_add(b, l->v[i], l->len[i]);
	}
	buf_addc(b, ')');
}

void mysql_emit_more_partitions(struct emit *e)
{
	_cleanup_buf_ struct buf b = {0};
	struct lines l = split(object_get(e->c->new, ATTR_PARTITION_BOUND), e->a);

	if (l.n <= 2 || !is_filled_by_hand(e->c->new))
		return;
	buf_adds(&b, "ALTER TABLE ");
	mysql_emit_name(&b, e->c->new->name);
	buf_adds(&b, " ADD PARTITION ");
	add_list(&b, &l, 1, l.n - 1);
	mysql_emit_add(e, &b);
}

static bool drops_rows(const struct difference *d)
{
	size_t was = d->old.n - d->tail - d->from, is = d->new.n - d->tail - d->from;

	return was > 0 && is == 0 && (d->list || d->tail == 0);
}

const char *mysql_emit_dropped_partitions(const struct change *c, struct arena *a)
{
	_cleanup_buf_ struct buf b = {0};
	struct difference d;

	if (!by_list(c))
		return NULL;
	d = compare(c, a);
	if (!drops_rows(&d))
		return NULL;
	add_names(&b, &d.old, d.from, d.old.n - d.tail);
	return buf_dup(&b, a);
}

/* "VALUES LESS THAN (...)", up to the parenthesis that closes it. */
static const char *bound_of(const char *line, size_t *ret_len)
{
	const char *at = strstr(line, "VALUES LESS THAN "), *end = at;
	bool quoted = false;
	int depth = 0;

	for (; end != NULL && *end != '\0' && *end != '\n'; end++) {
		quoted = quoted != (*end == '\'');
		depth += !quoted && *end == '(';
		if (!quoted && *end == ')' && --depth == 0)
			break;
	}
	*ret_len = at == NULL ? 0 : (size_t)(end - at);
	return at;
}

/* Does the part that differs end somewhere else? Then the partition behind it begins there. */
static bool moves_end(const struct difference *d)
{
	size_t old_len, new_len;
	const char *old = bound_of(d->old.v[d->old.n - d->tail - 1], &old_len);
	const char *new = bound_of(d->new.v[d->new.n - d->tail - 1], &new_len);

	return d->range && old_len == new_len ? memcmp(old, new, old_len) != 0 : d->range;
}

static void change_list(struct emit *e)
{
	_cleanup_buf_ struct buf b = {0};
	struct difference d = compare(e->c, e->a);
	size_t was = d.old.n - d.tail, is = d.new.n - d.tail;

	buf_adds(&b, "ALTER TABLE ");
	mysql_emit_name(&b, e->c->new->name);
	if (d.range && d.tail == 0 && was > d.from && is > d.from) {
		/* REORGANIZE cannot move the end of the whole range downwards. */
		buf_addc(&b, '\n');
		mysql_emit_partitions(e, &b);
	} else if (drops_rows(&d)) {
		buf_adds(&b, " DROP PARTITION ");
		add_names(&b, &d.old, d.from, was);
	} else if (was == d.from && d.tail == 0) {
		buf_adds(&b, " ADD PARTITION ");
		add_list(&b, &d.new, d.from, is);
	} else {
		/* With the next one: rows of a range that goes have somewhere to go, and the order stays. */
		if (was == d.from || is == d.from || moves_end(&d)) {
			was++;
			is++;
		}
		buf_adds(&b, " REORGANIZE PARTITION ");
		add_names(&b, &d.old, d.from, was);
		buf_adds(&b, " INTO ");
		add_list(&b, &d.new, d.from, is);
	}
	mysql_emit_add(e, &b);
}

/* PARTITIONS 3 -> PARTITIONS 5; 0 if it is no number of unnamed partitions. */
static unsigned long count_of(const struct object *o)
{
	const char *which = object_get(o, ATTR_PARTITION_BOUND);

	if (which == NULL)
		return object_has(o, ATTR_PARTITION_BY) ? 1 : 0;
	return text_starts(which, "PARTITIONS ") ? strtoul(which + strlen("PARTITIONS "), NULL, 10)
						 : 0;
}

static bool add_history(struct emit *e, struct buf *b)
{
	const char *by = object_get(e->c->new, ATTR_PARTITION_BY);
	struct difference d;

	if (mysql_emit_changed(e->c, ATTR_PARTITION_BY) || !text_starts(by, "SYSTEM_TIME"))
		return false;
	d = compare(e->c, e->a);
	if (d.from + d.tail != d.old.n || d.tail != 1 || d.from == 0)
		return false;
	buf_adds(b, " ADD PARTITION ");
	add_list(b, &d.new, d.from, d.new.n - d.tail);
	return true;
}

void mysql_emit_partition_changes(struct emit *e, bool before)
{
	_cleanup_buf_ struct buf b = {0};
	const struct change *c = e->c;
	bool by = mysql_emit_changed(c, ATTR_PARTITION_BY);
	unsigned long was, is;

	if (!by && !mysql_emit_changed(c, ATTR_PARTITION_BOUND))
		return;
	buf_adds(&b, "ALTER TABLE ");
	mysql_emit_name(&b, c->new->name);
	/* Also before the keys change, which must hold the columns of either partitioning. */
	if (before) {
		if (!by || !object_has(c->old, ATTR_PARTITION_BY) ||
		    (object_has(c->new, ATTR_PARTITION_BY) && c->parts_len == 0))
			return;
		buf_adds(&b, " REMOVE PARTITIONING");
		mysql_emit_add(e, &b);
		return;
	}
	if (!object_has(c->new, ATTR_PARTITION_BY))
		return;
	was = count_of(c->old);
	is = count_of(c->new);
	if (by_list(c)) {
		change_list(e);
		return;
	}
	if (!by && was > is && is > 0)
		buf_printf(&b, " COALESCE PARTITION %lu", was - is);
	else if (!by && was > 0 && is > was)
		buf_printf(&b, " ADD PARTITION PARTITIONS %lu", is - was);
	else if (!add_history(e, &b)) {
		buf_addc(&b, '\n');
		mysql_emit_partitions(e, &b);
		mysql_emit_add(e, &b);
		mysql_emit_more_partitions(e);
		return;
	}
	mysql_emit_add(e, &b);
}
