/* SPDX-License-Identifier: Apache-2.0 */
/* A migration as an export form is given it: its texts, and whether the tool can say them. */
#include "migrate/export_take.h"

#include "base/text.h"
#include "layout/tool_history.h"
#include "migrate/script.h"

#include <ctype.h>
#include <string.h>

enum { EXPORT_LONGEST = 256 << 20 };

/* What every tool takes as a name. */
static const char *plain_name(const struct migration *m, struct arena *a)
{
	/* A hash id is all that some files tell of themselves. */
	const char *known = m->name[0] != '\0'          ? m->name
			    : set_is_number(m->version) ? "migration"
							: m->version;
	char *name = arena_strdup(a, known[0] == '\0' ? "migration" : known);

	for (char *p = name; *p != '\0'; p++)
		*p = isalnum((unsigned char)*p) ? *p : '_';
	/* "003_rollback.sql" is a way back to pawl. */
	return text_equal_nocase(name, "rollback") ? arena_printf(a, "%s_", name) : name;
}

static bool has_only(const char *version, const char *bytes)
{
	return *version != '\0' && version[strspn(version, bytes)] == '\0';
}

/* Does the tool take the version of the migration at that position? */
static bool is_taken(const struct export_form *form, const struct set *set,
		     const struct set_entry *e, struct arena *a)
{
	static const char digits[] = "0123456789";
	static const char words[] = "0123456789abcdefghijklmnopqrstuvwxyz"
				    "ABCDEFGHIJKLMNOPQRSTUVWXYZ_";
	const char *version = e->m->version;

	switch (form->numbers) {
	case EXPORT_NATIVE:
		return strcmp(set->layout, "native") == 0 || has_only(version, digits);
	case EXPORT_WORDS:
		return has_only(version, words) && strlen(version) <= 32;
	case EXPORT_PARTS:
		return has_only(version, "0123456789.");
	case EXPORT_ANY:
	case EXPORT_TEXT:
		return has_only(version, digits);
	case EXPORT_INT32:
		return has_only(version, digits) && set_compare_versions(version, "0") > 0 &&
		       set_compare_versions(version, "2147483647") <= 0;
	case EXPORT_INT64:
		return has_only(version, digits) && set_compare_versions(version, "0") > 0 &&
		       set_compare_versions(version, "9223372036854775807") <= 0;
	case EXPORT_GAPLESS:
		return has_only(version, digits) &&
		       set_compare_versions(version, arena_printf(a, "%zu", e->position + 1)) == 0;
	}
	return false;
}

/* Would the tool run the two in this order, one after the other? */
static bool in_order(const struct set *set, const struct export_form *form, const char *first,
		     const char *second)
{
	if (form->numbers == EXPORT_NATIVE && strcmp(set->layout, "native") == 0)
		return true;
	if (form->numbers == EXPORT_WORDS) /* each names the one before it */
		return strcmp(first, second) != 0;
	if (form->numbers == EXPORT_TEXT)
		return strlen(first) == strlen(second) && strcmp(first, second) < 0;
	return set_compare_versions(first, second) < 0;
}

bool export_keeps_versions(const struct set *set, const struct export_form *form, struct arena *a)
{
	for (size_t p = 0; p < set->versioned; p++) {
		const struct set_entry *e = &set->v[p];

		/* A baseline has the version of the last that it stands for. */
		if (!is_taken(form, set, e, a) ||
		    (p > 0 && !e->m->baseline && !set->v[p - 1].m->baseline &&
		     !in_order(set, form, set->v[p - 1].m->version, e->m->version)))
			return false;
	}
	return true;
}

static int read_script(const struct work *w, const struct script *script, struct arena *a,
		       const char **ret, struct script_facts *ret_facts, struct pawl_error *err)
{
	const struct script_text text = {.file = script};
	int rc;

	*ret = NULL;
	*ret_facts = (struct script_facts){0};
	if (script->path == NULL && script->text == NULL)
		return 0;
	rc = script_slurp(w, &text, EXPORT_LONGEST, a, ret, err);
	if (rc == 0 && *ret == NULL)
		return fail(err, PAWL_E_LIMIT, "\"%s\" is longer than %d MiB", script->path,
			    EXPORT_LONGEST >> 20);
	if (rc == 0)
		rc = script_survey(w, &text, a, ret_facts, err);
	if (rc == 0 && ret_facts->batch != NULL) {
		fail(err, PAWL_E_CONFIG,
		     "a batched statement has no form in the folders of others");
		hint(err, "leave that file out, or write the statement so that it runs as a whole");
		at(err, script->path, ret_facts->batch->line, ret_facts->batch->column);
		return PAWL_E_CONFIG;
	}
	return rc;
}

/* Is there a ${name} in it that the user is to give? */
static bool has_value(const struct work *w, const struct script *script, const char *text)
{
	_cleanup_arena_ struct arena a = {0};

	for (size_t i = 0; !script->literal && i < w->settings->vars_len; i++)
		if (strstr(text, arena_printf(&a, "${%s}", w->settings->vars[i].name)) != NULL)
			return true;
	return false;
}

/* What the files do for the old tool alone stays behind with it. */
static int drop_record(const struct work *w, const struct set *set, const struct export_out *out,
		       const char **text, struct pawl_error *err)
{
	const struct tool_history *t = set->layout == NULL ? NULL : tool_find(set->layout);
	const char *table = t == NULL || !t->kept_by_files ? NULL : t->table[w->dialect->engine];

	return table == NULL ? 0
			     : export_drop_record(out->lex, *text, table, out->arena, text, err);
}

/* Without what the tool does not read, or does itself. */
static int plain_text(const struct export_out *out, bool wrapped, const char **text,
		      struct pawl_error *err)
{
	bool unwrap = wrapped && (out->form->wraps & EXPORT_ON(out->engine)) != 0, changed;
	struct export_statements s;
	int rc = out->form->client ? 0 : export_cut(out, *text, &s, &changed, err);

	if (rc != 0 || out->form->client || !(changed || unwrap))
		return rc;
	if (unwrap) {
		/* The first statement's BEGIN, the last one's COMMIT; what stands above them stays. */
		s.v[1].above = arena_printf(out->arena, "%s%s", s.v[0].above, s.v[1].above);
		s.below = arena_printf(out->arena, "%s%s", s.v[s.len - 1].above, s.below);
		s.v++;
		s.len -= 2;
	}
	*text = export_join(&s, out->arena);
	return 0;
}

struct way {
	const struct script *script;
	const char **text;
	bool *alone, *wrapped;
	size_t *count;
	const char **kind; /* NULL: nobody asks */
};

/* One way of a migration into the item. */
static int take_way(const struct work *w, const struct set *set, const struct export_out *out,
		    struct export_item *item, const struct way *way, struct pawl_error *err)
{
	const struct export_form *form = out->form;
	const unsigned engine = EXPORT_ON(out->engine);
	struct script_facts facts;
	const char *kind;
	int rc = read_script(w, way->script, out->arena, way->text, &facts, err);

	if (rc != 0 || *way->text == NULL)
		return rc;
	kind = facts.no_tx_kind;
	if (way->kind != NULL)
		*way->kind = kind;
	*way->count = facts.statements;
	*way->wrapped = facts.wrapped;
	*way->alone = way->script->settings.tx == MIGRATION_TX_OFF || kind != NULL;
	/* To MariaDB a transaction around what ends it is none. */
	if (*way->alone && out->engine != ENGINE_MYSQL) {
		if (form->no_outside & engine)
			return export_refuse(item->m, form, "must not run in a transaction", err);
		if (form->whole && out->engine == ENGINE_POSTGRES && kind != NULL &&
		    facts.statements > 1)
			return export_refuse(item->m, form,
					     "must not run in a transaction and has several "
					     "statements",
					     err);
	}
	if (facts.flags & STMT_COPY_STDIN && !form->client)
		return export_refuse(item->m, form, "holds the data of a COPY", err);
	if (has_value(w, way->script, *way->text)) {
		item->values = true;
		if (!form->values)
			return export_refuse(item->m, form, "has a placeholder", err);
	}
	rc = drop_record(w, set, out, way->text, err);
	return rc != 0 ? rc : plain_text(out, facts.wrapped, way->text, err);
}

/* What a migration is, beyond its texts. */
static int check_kind(const struct work *w, const struct set_entry *e,
		      const struct export_form *form, struct pawl_error *err)
{
	const struct migration *m = e->m;

	if (m->language != NULL)
		return export_refuse(m, form, "is no SQL", err);
	if (m->kind == MIGRATION_REPEATABLE && !form->repeatables)
		return export_refuse(m, form, "is repeatable", err);
	if (m->checks_len != 0 && !form->checks)
		return export_refuse(m, form, "has preconditions", err);
	if (m->envs_len == 0 || form->envs || w->settings->environment != NULL)
		return 0;
	fail(err, PAWL_E_CONFIG,
	     "migration \"%s\" is for some environments alone, which a folder of %s cannot say",
	     m->filename, form->name);
	hint(err, "--env NAME writes the folder of one environment");
	at(err, m->path, 0, 0);
	return PAWL_E_CONFIG;
}

int export_take(const struct work *w, const struct set *set, const struct set_entry *e,
		const char *version, const struct export_out *out, struct export_item *item,
		struct pawl_error *err)
{
	struct script_facts facts;
	int rc = check_kind(w, e, out->form, err);

	*item = (struct export_item){
		.m = e->m,
		.version = version,
		.name = plain_name(e->m, out->arena),
		.repeatable = e->m->kind == MIGRATION_REPEATABLE,
	};
	if (rc == 0)
		rc = take_way(w, set, out, item,
			      &(struct way){&e->m->up, &item->up, &item->up_alone,
					    &item->up_wrapped, &item->up_count, &item->up_kind},
			      err);
	if (rc == 0)
		rc = take_way(w, set, out, item,
			      &(struct way){&e->m->down, &item->down, &item->down_alone,
					    &item->down_wrapped, &item->down_count, NULL},
			      err);
	if (rc == 0)
		rc = read_script(w, &e->m->verify, out->arena, &item->verify, &facts, err);
	if (rc == 0 && item->up == NULL)
		item->up = "";
	return rc;
}

bool export_leaves_out(const struct work *w, const struct set_entry *e,
		       const struct export_form *form)
{
	bool baselines = strcmp(form->name, "flyway") == 0;

	return (e->excluded && !form->envs && w->settings->environment != NULL) ||
	       (e->m->baseline && e->position > 0 && !baselines);
}
