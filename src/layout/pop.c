/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pop (soda, popx): <digits>_<name>[.DIALECT][.autocommit].up.sql and .down.sql,
 * flat. Where a version has a file for the dialect at hand and a general one, its
 * own counts, for each way apart; what is for other dialects alone is not there.
 * Files are Go templates over the connection's options: see template.h.
 * .fizz files are steps that pawl cannot run. History rows are named without the
 * dialect, so that a file that comes later for one changes no name.
 * (github.com/gobuffalo/pop, migrator.go; github.com/ory/x, popx)
 */
#include "base/map.h"
#include "base/text.h"
#include "layout/backends.h"
#include "layout/collect.h"
#include "layout/engine_name.h"
#include "layout/evidence.h"
#include "layout/template.h"

#include <string.h>

enum place { GENERAL, OURS, ANOTHERS };

struct name {
	size_t digits, title_end; /* of the file's name */
	const char *dialect;      /* its part, NULL without */
	size_t dialect_len;
	bool autocommit, down, fizz;
};

/* From the end: ".sql", ".up", ".autocommit", ".DIALECT", and no dot before that. */
static bool parse(const char *s, struct name *ret)
{
	struct name n = {.digits = strspn(s, "0123456789"), .fizz = text_ends(s, ".fizz")};
	size_t end = strlen(s), dot;

	if (n.digits == 0 || s[n.digits] != '_' || !(n.fizz || text_ends(s, ".sql")))
		return false;
	end -= n.fizz ? 5 : 4;
	if (end > 5 && memcmp(s + end - 5, ".down", 5) == 0) {
		n.down = true;
		end -= 5;
	} else if (end > 3 && memcmp(s + end - 3, ".up", 3) == 0) {
		end -= 3;
	} else {
		return false;
	}
	if (end > 11 && memcmp(s + end - 11, ".autocommit", 11) == 0) {
		n.autocommit = true;
		end -= 11;
	}
	dot = strcspn(s, ".");
	n.title_end = dot < end ? dot : end;
	if (dot < end) {
		n.dialect = s + dot + 1;
		n.dialect_len = end - dot - 1;
	}
	*ret = n;
	return n.title_end > n.digits + 1 &&
	       memchr(s + n.title_end + 1, '.', n.dialect_len) == NULL;
}

static int place_of(const struct layout_input *in, const struct tree_entry *e, const struct name *n,
		    enum place *ret, struct pawl_error *err)
{
	const char *dialect;

	*ret = GENERAL;
	if (n->dialect == NULL)
		return 0;
	dialect = engine_name_dialect(n->dialect, n->dialect_len);
	if (dialect == NULL) {
		fail(err, PAWL_E_FILE, "file \"%s\" names an unknown dialect \"%.*s\"", e->path,
		     (int)n->dialect_len, n->dialect);
		hint(err, "pop knows postgres, cockroach, mysql, mariadb, sqlite3 and sqlite");
		return PAWL_E_FILE;
	}
	if (in->dialect == NULL) {
		fail(err, PAWL_E_USAGE,
		     "the folder holds files for several engines, and which one is meant is not "
		     "known");
		hint(err, "give a URL, or --dialect sqlite, postgres or mysql");
		return PAWL_E_USAGE;
	}
	*ret = strcmp(dialect, in->dialect) == 0 ? OURS : ANOTHERS;
	return 0;
}

static int parse_name(const struct layout_input *in, const struct tree_entry *e, struct arena *a,
		      struct gather_item *ret, bool *ret_taken, struct pawl_error *err)
{
	struct name n;
	enum place place;
	int rc;

	if (e->is_dir || e->depth > 0)
		return 0;
	if (!parse(e->name, &n)) {
		if (!text_ends(e->name, ".sql") && !text_ends(e->name, ".fizz"))
			return 0;
		return collect_refuse_name(e, "<digits>_<name>.up.sql or .down.sql", err);
	}
	rc = place_of(in, e, &n, &place, err);
	if (rc != 0 || place == ANOTHERS)
		return rc;
	*ret_taken = true;
	*ret = (struct gather_item){
		.file = e,
		.role = n.down ? GATHER_DOWN : GATHER_UP,
		.version = arena_strndup(a, e->name, n.digits),
		.name = arena_strndup(a, e->name + n.digits + 1, n.title_end - n.digits - 1),
		.filename = arena_printf(a, "%.*s.up.%s", (int)n.title_end, e->name,
					 n.fizz ? "fizz" : "sql"),
		.tx = n.autocommit ? MIGRATION_TX_OFF : MIGRATION_TX_AUTO,
		.language = n.fizz ? "fizz" : NULL,
		.position = place == OURS,
	};
	return 0;
}

static const char *key_of(const struct gather_item *item, bool down, struct arena *a)
{
	return arena_printf(a, "%s_%s %d", item->version, item->name, down);
}

/* Leave one item for each way of each migration, and none whose way up is another dialect's. */
static size_t choose(struct gather_item *v, size_t n, struct arena *a)
{
	struct map best = {.arena = a};
	bool *beaten = arena_array(a, bool, n);
	size_t kept = 0;

	for (size_t i = 0; i < n; i++) {
		const char *key = key_of(&v[i], v[i].role == GATHER_DOWN, a);
		const struct gather_item *other = map_get(&best, key);

		if (other == NULL || v[i].position > other->position)
			map_put(&best, key, &v[i]);
	}
	for (size_t i = 0; i < n; i++) {
		bool down = v[i].role == GATHER_DOWN;
		const struct gather_item *chosen = map_get(&best, key_of(&v[i], down, a));

		/* One that is as good is a duplicate, which gather_build() names. */
		beaten[i] = chosen->position > v[i].position ||
			    (down && !map_has(&best, key_of(&v[i], false, a)));
	}
	for (size_t i = 0; i < n; i++) {
		if (!beaten[i])
			v[kept++] = v[i];
	}
	return kept;
}

static int read_up(const struct gather *g, const struct gather_item *item,
		   const struct tree_text *text, struct arena *a, struct migration *m,
		   struct pawl_error *err)
{
	return template_script(g->in, item->file, text, a, &m->up, err);
}

static int read_down(const struct gather *g, const struct gather_item *item,
		     const struct tree_text *text, struct arena *a, struct migration *m,
		     struct pawl_error *err)
{
	return template_script(g->in, item->file, text, a, &m->down, err);
}

/* A value of the connection, which only pop's templates have. */
static bool takes_option(const struct line *l)
{
	const char *open = memmem(l->text, l->len, "{{", 2);

	return open != NULL &&
	       memmem(open, (size_t)(l->text + l->len - open), ".Options", 8) != NULL;
}

static enum layout_match recognise(const struct layout_input *in, struct arena *a,
				   const char **ret_why)
{
	enum layout_match match = LAYOUT_NO;

	for (size_t i = 0; i < in->dirs_len; i++) {
		for (size_t j = 0; j < in->trees[i].len; j++) {
			const struct tree_entry *e = &in->trees[i].v[j];
			struct name n;

			if (e->is_dir || e->depth > 0 || !parse(e->name, &n))
				continue;
			match = LAYOUT_FITS;
			if (!n.fizz && !n.autocommit &&
			    (n.dialect == NULL ||
			     engine_name_dialect(n.dialect, n.dialect_len) == NULL))
				continue;
			*ret_why = e->name;
			return LAYOUT_SURE;
		}
	}
	return match == LAYOUT_FITS && evidence_line(in, 0, takes_option, a, ret_why) ? LAYOUT_SURE
										      : match;
}

static int read_list(const struct layout_input *in, struct arena *a, struct migration_list *ret,
		     struct pawl_error *err)
{
	const struct gather g = {.in = in,
				 .compare = gather_compare_numbers,
				 .read_text = read_up,
				 .read_down = read_down,
				 .record = gather_record_version};
	struct gather_item *items;
	size_t len;
	int rc = collect_items(in, parse_name, a, &items, &len, err);

	if (rc != 0)
		return rc;
	len = choose(items, len, a);
	return gather_build(&g, items, len, a, ret, err);
}

const struct layout layout_pop = {
	.name = "pop",
	.aliases = (const char *const[]){"soda", "popx", NULL},
	.recognise = recognise,
	.read = read_list,
	.selects = true,
};
