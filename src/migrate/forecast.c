/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The schema is known by reading, as statements, the script that would build it:
 * so what the dialect knows of a live database and of migrations is one thing.
 */
#include "migrate/forecast.h"

#include "base/buf.h"
#include "base/text.h"
#include "base/vec.h"
#include "migrate/batch_text.h"
#include "migrate/copy.h"
#include "migrate/delta.h"
#include "migrate/report.h"

#include <string.h>

enum { TEXT_SHOWN = 200, LONGEST = 4 << 20, READ_WAIT_MS = 1000 };

static const char *size_key(struct arena *a, const char *schema, const char *table)
{
	return arena_printf(a, "%s.%s", schema == NULL ? "" : schema, table);
}

static int read_sizes(struct forecast *f, struct pawl_error *err)
{
	struct db_table_size *v;
	size_t n;
	int rc = db_table_sizes(f->w->db, &f->own, &v, &n, err);

	for (size_t i = 0; rc == 0 && i < n; i++)
		map_put(&f->sizes, size_key(&f->own, v[i].schema, v[i].name), &v[i]);
	return rc;
}

/* Names in the default schema go without it, as the catalog is read. */
static void strip_schema(struct forecast *f, struct action_list *actions)
{
	const char *usual = db_info(f->w->db)->schema;

	for (size_t i = 0; usual != NULL && i < actions->len; i++) {
		struct action *a = &actions->v[i];
		bool of_part = a->verb == ACT_ATTACH || a->verb == ACT_DETACH;

		if (a->schema != NULL && strcmp(a->schema, usual) == 0)
			a->schema = NULL;
		if (of_part && a->to != NULL && strcmp(a->to, usual) == 0)
			a->to = NULL;
		if (a->constraint != NULL && a->constraint->to_schema != NULL &&
		    strcmp(a->constraint->to_schema, usual) == 0) {
			struct action_constraint *c = arena_new(&f->own, struct action_constraint);

			*c = *a->constraint;
			c->to_schema = NULL;
			a->constraint = c;
		}
	}
}

/* *ret_read is false where the text is not understood. */
static int read_actions(struct forecast *f, const char *sql, size_t len, struct action_list *ret,
			bool *ret_read, struct pawl_error *err)
{
	struct pawl_error own = {0};
	int rc = 0;

	*ret = (struct action_list){0};
	*ret_read = len <= LONGEST && f->blind == NULL;
	if (*ret_read)
		rc = f->w->dialect->read(sql, len, &f->own, ret, &own);
	if (rc == 0)
		return 0;
	ret->len = 0;
	*ret_read = false;
	if (rc == PAWL_E_CONFIG) {
		f->blind = arena_strdup(f->arena, own.message);
		return 0;
	}
	if (rc == PAWL_E_SYNTAX || rc == PAWL_E_LIMIT)
		return 0;
	if (err != NULL)
		*err = own;
	return rc;
}

static void apply(struct forecast *f, const struct action_list *actions, bool now)
{
	for (size_t i = 0; i < actions->len; i++)
		known_apply(&f->known, &actions->v[i], 0, now);
}

/* What the statements of a script make was there before this run. */
static int learn(struct forecast *f, const struct buf *script, struct pawl_error *err)
{
	struct split_text text = {script->data, script->len};
	struct split_source source = {
		.read = split_read_text, .ctx = &text, .name = "schema", .line = 1};
	_cleanup_splitter_ struct splitter *sp = NULL;
	struct statement st;
	bool more = false, read;
	int rc = split_open(f->w->dialect->lex, &source, &sp, err);

	while (rc == 0 && (rc = split_next(sp, &st, &more, err)) == 0 && more) {
		struct action_list actions;

		rc = read_actions(f, st.text, st.len, &actions, &read, err);
		if (rc == 0) {
			strip_schema(f, &actions);
			apply(f, &actions, false);
		}
	}
	return rc;
}

static int read_schema(struct forecast *f, struct pawl_error *err)
{
	_cleanup_arena_ struct arena scratch = {0};
	_cleanup_buf_ struct buf script = {0};
	struct diff_options options = {0};
	struct schema schema, nothing;
	int rc;

	if (f->blind != NULL || db_driver(f->w->db)->inspect == NULL ||
	    f->w->dialect->model == NULL)
		return 0;
	rc = copy_read_schema(f->w, &scratch, &schema, err);
	if (rc != 0)
		return rc;
	nothing = delta_nothing(&schema, &scratch);
	options.version = schema.version;
	delta_script(
		&(struct delta_request){
			.dialect = f->w->dialect,
			.options = &options,
			.from = &nothing,
			.to = &schema,
		},
		&scratch, &script);
	return script.len == 0 ? 0 : learn(f, &script, err);
}

/* Somebody may have locked a table: what cannot be read at once is done without. */
static int read_known(struct forecast *f, struct pawl_error *err)
{
	int (*const parts[])(struct forecast * f, struct pawl_error * err) = {read_sizes,
									      read_schema};
	const struct settings *s = f->w->settings;
	int rc = db_set_timeouts(f->w->db, READ_WAIT_MS, s->statement_timeout_ms, false, err);

	for (size_t i = 0; rc == 0 && i < sizeof(parts) / sizeof(*parts); i++) {
		struct pawl_error own = {0};

		rc = parts[i](f, &own);
		if (rc == PAWL_E_LOCKED) {
			work_say(f->w, PAWL_EVENT_WARNING, "not all of the catalog was read: %s",
				 own.message);
			rc = 0;
		} else if (rc != 0) {
			*err = own;
		}
	}
	return rc;
}

int forecast_open(struct work *w, struct arena *a, int64_t throughput, struct forecast *ret,
		  struct pawl_error *err)
{
	int rc;

	*ret = (struct forecast){
		.w = w,
		.arena = a,
		.throughput = throughput >= 1000 ? throughput : FORECAST_THROUGHPUT,
	};
	if (w->dialect->read == NULL || w->dialect->cost == NULL)
		ret->blind = "what statements of this engine cost is not known";
	ret->sizes.arena = &ret->own;
	known_init(&ret->known, &ret->own);
	rc = read_known(ret, err);
	if (rc != 0)
		forecast_done(ret);
	return rc;
}

void forecast_done(struct forecast *f)
{
	arena_done(&f->own);
	*f = (struct forecast){0};
}

/* Each is read once; an index or a new table is written as well, and logged. */
static int64_t estimate(const struct forecast *f, enum cost_work work, int64_t bytes)
{
	static const int passes[] = {
		[COST_CATALOG] = 0, [COST_ROWS] = -1,   [COST_SCAN] = 1,
		[COST_BUILD] = 2,   [COST_REWRITE] = 3,
	};

	if (passes[work] <= 0)
		return passes[work];
	return bytes < 0 ? -1 : bytes * passes[work] / (f->throughput / 1000);
}

static const char *kept(struct forecast *f, const char *text)
{
	return text == NULL ? NULL : arena_strdup(f->arena, text);
}

static struct pawl_cost publish(struct forecast *f, const struct cost *c)
{
	const struct db_table_size *size = NULL;

	if (c->table != NULL)
		size = map_get(&f->sizes, size_key(&f->own, c->schema, c->table));
	return (struct pawl_cost){
		.schema = c->schema == NULL ? "" : kept(f, c->schema),
		.table = c->table == NULL ? "" : kept(f, c->table),
		.lock = c->lock,
		.blocks_reads = c->blocks_reads,
		.blocks_writes = c->blocks_writes,
		.work = cost_work_name(c->work),
		.method = c->method == NULL ? "" : c->method,
		.why = kept(f, c->why),
		.loses = kept(f, c->loses),
		.guess = c->guess,
		.rows = size == NULL ? -1 : size->rows,
		.bytes = size == NULL ? -1 : size->bytes,
		.estimate_ms = estimate(f, c->work, size == NULL ? -1 : size->bytes),
	};
}

static const char *one_line(struct arena *a, const char *text, size_t len)
{
	size_t n = 0;
	char *ret = arena_strndup(a, text, len < TEXT_SHOWN * 4 ? len : TEXT_SHOWN * 4);

	for (const char *p = ret; *p != '\0'; p++) {
		bool blank = *p == ' ' || *p == '\n' || *p == '\t' || *p == '\r';

		if (!blank)
			ret[n++] = *p;
		else if (n > 0 && ret[n - 1] != ' ')
			ret[n++] = ' ';
	}
	ret[n] = '\0';
	text_clean(ret);
	text_cut(ret, TEXT_SHOWN);
	return ret;
}

/* A block or a procedure that is run: its code may do anything. */
static bool runs_code(const struct action_list *actions)
{
	for (size_t i = 0; i < actions->len; i++)
		if (actions->v[i].body != NULL && actions->v[i].verb == ACT_OTHER)
			return true;
	return false;
}

static bool is_harmless(const struct action_list *actions, const struct cost_list *costs)
{
	if (runs_code(actions))
		return false;
	for (size_t i = 0; i < costs->len; i++)
		if (costs->v[i].blocks_reads || costs->v[i].blocks_writes ||
		    costs->v[i].work == COST_ROWS)
			return false;
	return actions->len > 0;
}

/* SET foreign_key_checks = 0: MariaDB and MySQL then take foreign keys in place. */
static void watch_settings(struct forecast *f, const struct action_list *actions)
{
	for (size_t i = 0; i < actions->len; i++) {
		const struct action *a = &actions->v[i];

		if (a->verb == ACT_SET && a->name != NULL && a->to != NULL &&
		    strcmp(a->name, "foreign_key_checks") == 0)
			f->checks_off = strcmp(a->to, "0") == 0 || text_equal_nocase(a->to, "off");
	}
}

/* No lock is kept for longer than a range. */
static void say_batches(struct forecast *f, const struct script_batch *batch,
			struct cost_list *costs)
{
	_cleanup_buf_ struct buf b = {0};

	batch_text_describe(batch, &b);
	for (size_t i = 0; i < costs->len; i++)
		if (costs->v[i].work == COST_ROWS)
			costs->v[i].why = arena_printf(&f->own, "%s, each committed", buf_str(&b));
}

int forecast_statement(struct forecast *f, const struct statement *st,
		       const struct script_batch *batch, struct pawl_plan_statement *ret,
		       struct pawl_error *err)
{
	_cleanup_buf_ struct buf whole = {0};
	const struct db_info *info = db_info(f->w->db);
	const struct cost_input in = {
		.dialect = f->w->dialect,
		.version = info->version,
		.oracle_mysql = strcmp(info->product, "MySQL") == 0,
		.checks_off = f->checks_off,
		.known = &f->known,
		.arena = &f->own,
	};
	struct cost_list costs = {0};
	struct action_list actions;
	struct stmt_class cls;
	bool read;
	int rc;

	if (batch != NULL)
		batch_text_whole(f->w->dialect, batch, st->text, st->len, &whole);
	rc = read_actions(f, batch != NULL ? whole.data : st->text,
			  batch != NULL ? whole.len : st->len, &actions, &read, err);
	if (rc != 0)
		return rc;
	f->w->dialect->classify(st->text, st->len, &f->own, &cls);
	known_resolve(&f->known, &actions);
	strip_schema(f, &actions);
	cost_of(&in, &actions, &costs);
	if (batch != NULL)
		say_batches(f, batch, &costs);
	watch_settings(f, &actions);
	f->harmless = is_harmless(&actions, &costs);
	*ret = (struct pawl_plan_statement){
		.line = st->line,
		.column = st->column,
		.kind = cls.kind,
		.text = one_line(f->arena, st->text, st->len),
		.understood = read && !runs_code(&actions),
		.costs = arena_array(f->arena, struct pawl_cost, costs.len),
		.costs_len = costs.len,
	};
	for (size_t i = 0; i < costs.len; i++)
		ret->costs[i] = publish(f, &costs.v[i]);
	apply(f, &actions, true);
	return 0;
}

/* Pass over what stands behind COPY ... FROM stdin. */
static int skip_data(struct script_reader *r, struct pawl_error *err)
{
	const char *data;
	size_t len;
	bool more = true;
	int rc = 0;

	while (rc == 0 && more)
		rc = script_copy_data(r, &data, &len, &more, err);
	return rc;
}

static const char *no_way_back(const struct unit *u)
{
	const struct migration *m = u->step->entry == NULL ? NULL : u->step->entry->m;

	if (m == NULL || u->down || m->kind == MIGRATION_REPEATABLE)
		return NULL;
	if (m->irreversible != NULL)
		return m->irreversible;
	return m->down.path == NULL ? "it has no down script" : NULL;
}

int forecast_unit(struct forecast *f, const struct unit *u, struct pawl_plan_migration *ret,
		  struct pawl_error *err)
{
	_cleanup_script_ struct script_reader *r = NULL;
	VEC(struct pawl_plan_statement) list = {0};
	struct statement st;
	bool more = true;
	int rc = 0;

	ret->irreversible = no_way_back(u);
	known_reset(&f->known);
	if (unit_runs(u))
		rc = script_open(f->w, &u->text, &r, err);
	while (rc == 0 && r != NULL && (rc = script_next(r, &st, &more, err)) == 0 && more) {
		rc = forecast_statement(f, &st, script_batch(r), vec_push(&list, f->arena), err);
		if (rc == 0 && st.copy_data)
			rc = skip_data(r, err);
	}
	ret->statements = list.v;
	ret->len = list.len;
	return rc;
}

static bool costs_lose(const struct pawl_plan_statement *s)
{
	for (size_t i = 0; i < s->costs_len; i++)
		if (s->costs[i].loses != NULL)
			return true;
	return false;
}

static bool loses(const struct forecast *f, const struct pawl_plan_statement *s,
		  const struct statement *st)
{
	static const char *const words[] = {"delete", "truncate", "drop"};

	if (costs_lose(s))
		return true;
	for (size_t i = 0; !s->understood && f->blind == NULL && i < sizeof(words) / sizeof(*words);
	     i++)
		if (strcasestr(st->text, words[i]) != NULL)
			return true;
	return false;
}

/*
 * Seeds are made of INSERT ... VALUES, in which no other statement can stand: not
 * worth parsing, and keeping until the end.
 */
static bool only_adds(const struct statement *st)
{
	static const char verb[] = "insert", word[] = "values";
	const char *p = strncasecmp(st->text, verb, strlen(verb)) == 0 ? strcasestr(st->text, word)
								       : NULL;

	if (p == NULL)
		return false;
	p += strlen(word);
	return p[strspn(p, " \t\r\n")] == '(';
}

static int unit_loss(struct forecast *f, const struct unit *u, bool *ret_loses,
		     struct pawl_error *err)
{
	_cleanup_script_ struct script_reader *r = NULL;
	struct statement st;
	bool more = true;
	int rc = script_open(f->w, &u->text, &r, err);

	while (rc == 0 && !*ret_loses && (rc = script_next(r, &st, &more, err)) == 0 && more) {
		struct pawl_plan_statement s;

		if (script_batch(r) == NULL && only_adds(&st))
			continue;
		rc = forecast_statement(f, &st, script_batch(r), &s, err);
		if (rc == 0)
			*ret_loses = loses(f, &s, &st);
		if (rc == 0 && st.copy_data)
			rc = skip_data(r, err);
	}
	return rc;
}

int forecast_loss(struct work *w, const struct unit *units, size_t len, bool *ret_loses,
		  struct pawl_error *err)
{
	_cleanup_arena_ struct arena scratch = {0};
	_cleanup_forecast_ struct forecast f = {0};
	int rc = forecast_open(w, &scratch, 0, &f, err);

	*ret_loses = false;
	for (size_t i = 0; rc == 0 && !*ret_loses && i < len; i++)
		if (unit_runs(&units[i]))
			rc = unit_loss(&f, &units[i], ret_loses, err);
	return rc;
}

/* The text alone tells less. */
static void mark_destructive(struct pawl_plan_migration *m)
{
	for (size_t i = 0; i < m->len; i++)
		m->step.destructive |= costs_lose(&m->statements[i]);
}

int forecast_run(struct work *w, const struct set *set, const struct pawl_plan_options *o,
		 struct arena *a, struct pawl_plan *ret, struct pawl_error *err)
{
	const struct run_request request = {.kind = RUN_UP, .target = o->target, .dry_run = true};
	_cleanup_forecast_ struct forecast f = {0};
	struct run_result result = {0};
	struct pawl_run run;
	int rc = run_request(w, set, &request, &result, err);

	if (rc != 0)
		return rc;
	report_run(&result, true, a, &run);
	*ret = (struct pawl_plan){
		.migrations = arena_array(a, struct pawl_plan_migration, run.len),
		.len = run.len,
		.from = run.from,
		.to = run.to,
		.note = "",
	};
	for (size_t i = 0; i < run.len; i++)
		ret->migrations[i].step = run.steps[i];
	if (run.len > 0)
		rc = forecast_open(w, a, o->throughput, &f, err);
	for (size_t i = 0; rc == 0 && i < run.len; i++) {
		rc = forecast_unit(&f, &result.units[i], &ret->migrations[i], err);
		mark_destructive(&ret->migrations[i]);
	}
	ret->throughput = f.throughput;
	if (f.blind != NULL)
		ret->note = f.blind;
	return rc;
}
