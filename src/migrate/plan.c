/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The history is a set, not a high-water mark: each migration is looked up by
 * its file name, so a file that was added late is seen and named instead of
 * skipped.
 */
#include "migrate/plan.h"

#include "base/buf.h"
#include "base/text.h"
#include "base/vec.h"
#include "migrate/advice.h"

#include <stdlib.h>
#include <string.h>

const char *plan_action_name(enum plan_action action)
{
	switch (action) {
	case PLAN_APPLY:
		return "apply";
	case PLAN_RESUME:
		return "resume";
	case PLAN_REAPPLY:
		return "reapply";
	case PLAN_REVERT:
	case PLAN_RESUME_REVERT:
		return "revert";
	case PLAN_RECORD:
		return "stamp";
	case PLAN_FORGET:
		return "unstamp";
	}
	return "";
}

bool plan_row_stands(const struct history_row *row)
{
	return strcmp(row->state, HISTORY_APPLIED) == 0 ||
	       strcmp(row->state, HISTORY_REVERTING) == 0;
}

static bool is_half_done(const struct history_row *row)
{
	return strcmp(row->state, HISTORY_RUNNING) == 0 || strcmp(row->state, HISTORY_FAILED) == 0;
}

static bool is_repeatable(const struct history_row *row)
{
	return strcmp(row->kind, "repeatable") == 0;
}

static const struct history_row *row_of(const struct plan_input *in, const struct set_entry *e)
{
	return history_find(in->history, e->m->filename);
}

const struct set_entry *plan_replaced(const struct set *set, const struct history_row *row)
{
	for (size_t p = 0; row->version[0] != '\0' && p < set->versioned; p++) {
		const struct migration *m = set->v[p].m;

		for (size_t i = 0; i < m->replaces_len; i++)
			if (set_compare_versions(m->replaces[i], row->version) == 0 &&
			    set_find_file(set, row->filename) == NULL)
				return &set->v[p];
	}
	return NULL;
}

/*
 * How many of the migrations that a baseline replaces stand in the history. Rows
 * mostly come in the order of the list, so the search goes on where it was.
 */
static size_t count_replaced(const struct history *h, const struct migration *m)
{
	size_t found = 0, at = 0;

	if (h->rows == NULL)
		return 0;
	for (size_t i = 0; i < m->replaces_len; i++)
		for (size_t tried = 0; tried < h->len; tried++, at++) {
			const struct history_row *row = &h->rows[at % h->len];

			if (!plan_row_stands(row) || row->version[0] == '\0' ||
			    set_compare_versions(row->version, m->replaces[i]) != 0)
				continue;
			found++;
			break;
		}
	return found;
}

/* A baseline counts as applied where all that it replaces is. */
static bool stands_for(const struct plan_input *in, const struct set_entry *e)
{
	return e->m->replaces_len != 0 && row_of(in, e) == NULL &&
	       count_replaced(in->history, e->m) == e->m->replaces_len;
}

const struct history_row *plan_stand_in(const struct plan_input *in, const struct set_entry *e)
{
	for (size_t i = stands_for(in, e) ? in->history->len : 0; i-- > 0;)
		if (plan_replaced(in->set, &in->history->rows[i]) == e)
			return &in->history->rows[i];
	return NULL;
}

static bool stands(const struct plan_input *in, const struct set_entry *e)
{
	const struct history_row *row = row_of(in, e);

	return row != NULL ? plan_row_stands(row) : stands_for(in, e);
}

/*
 * The baseline that a database began with; while nothing is applied the newest
 * one that scope (NULL: all) takes in.
 */
static const struct set_entry *find_baseline(const struct plan_input *in, const bool *scope)
{
	const struct set_entry *newest = NULL;
	bool begun = false;

	for (size_t p = in->set->versioned; p-- > 0;) {
		const struct set_entry *e = &in->set->v[p];

		if (e->m->baseline && row_of(in, e) != NULL)
			return e;
		if (e->m->baseline && newest == NULL && (scope == NULL || scope[p]))
			newest = e;
	}
	for (size_t i = 0; i < in->history->len && !begun; i++)
		begun = !is_repeatable(&in->history->rows[i]);
	return begun ? NULL : newest;
}

void plan_input_init(struct plan_input *in, const struct set *set, const struct history *history)
{
	*in = (struct plan_input){.set = set, .history = history};
	for (size_t p = set->versioned; p-- > 0 && in->newest == NULL;)
		if (!set->v[p].m->hash_id && stands(in, &set->v[p]))
			in->newest = &set->v[p];
	in->baseline = find_baseline(in, NULL);
}

/* Left out in favour of a baseline, or a baseline that comes too late. */
static bool is_covered(const struct plan_input *in, const struct set_entry *e)
{
	if (e->m->kind == MIGRATION_REPEATABLE || e == in->baseline)
		return false;
	if (e->m->baseline || in->baseline == NULL)
		return e->m->baseline;
	return e->position < in->baseline->position ||
	       set_compare_versions(e->m->version, in->baseline->m->version) == 0;
}

static bool is_out_of_order(const struct plan_input *in, const struct set_entry *e)
{
	return in->newest != NULL && e->position < in->newest->position && !e->m->hash_id &&
	       !e->m->any_time && e->m->kind == MIGRATION_VERSIONED;
}

enum pawl_state plan_state(const struct plan_input *in, const struct set_entry *e)
{
	const struct history_row *row = row_of(in, e);

	if (row != NULL && (is_half_done(row) || strcmp(row->state, HISTORY_REVERTING) == 0))
		return PAWL_STATE_FAILED;
	if (row != NULL && e->m->kind == MIGRATION_REPEATABLE)
		return strcmp(row->checksum, e->m->checksum) == 0 ? PAWL_STATE_APPLIED
								  : PAWL_STATE_PENDING;
	if (row != NULL && e->m->language != NULL)
		return PAWL_STATE_APPLIED;
	if (row != NULL)
		return row->checksum[0] == '\0' || strcmp(row->checksum, e->m->checksum) == 0
			       ? PAWL_STATE_APPLIED
			       : PAWL_STATE_CHANGED;
	if (stands_for(in, e))
		return PAWL_STATE_APPLIED;
	if (e->excluded || is_covered(in, e))
		return PAWL_STATE_EXCLUDED;
	return is_out_of_order(in, e) ? PAWL_STATE_OUT_OF_ORDER : PAWL_STATE_PENDING;
}

const struct history_row **plan_missing(const struct set *set, const struct history *h,
					struct arena *a, size_t *ret_len)
{
	VEC(const struct history_row *) missing = {0};

	for (size_t i = 0; i < h->len; i++)
		if (set_find_file(set, h->rows[i].filename) == NULL &&
		    plan_replaced(set, &h->rows[i]) == NULL)
			*vec_push(&missing, a) = &h->rows[i];
	*ret_len = missing.len;
	return missing.v;
}

bool plan_is_newer(const struct set *set, const struct history_row *row)
{
	if (!set_is_number(row->version) || set->by_name)
		return false;
	for (size_t p = set->versioned; p-- > 0;)
		if (!set->v[p].m->hash_id)
			return set_compare_versions(row->version, set->v[p].m->version) > 0;
	return true;
}

/* Of the rows without a file the one with the highest number, if that is beyond the files'. */
static const struct history_row *newest_missing(const struct plan_input *in)
{
	const struct history_row *newest = NULL;
	const char *files = in->newest == NULL ? "" : in->newest->m->version;

	for (size_t i = 0; !in->set->by_name && i < in->history->len; i++) {
		const struct history_row *row = &in->history->rows[i];

		if (plan_row_stands(row) && set_is_number(row->version) &&
		    set_find_file(in->set, row->filename) == NULL &&
		    set_compare_versions(row->version, files) > 0 &&
		    (newest == NULL || set_compare_versions(row->version, newest->version) > 0))
			newest = row;
	}
	return newest;
}

/*
 * Does a row without a file say where the database is? A hash id does, and the highest
 * number. Among names the last does, where no file stands.
 */
static bool is_tip(const struct plan_input *in, const struct history_row *row,
		   const struct history_row *newest)
{
	if (row->version[0] == '\0' || in->set->by_name)
		return in->set->by_name && in->newest == NULL &&
		       row == &in->history->rows[in->history->len - 1];
	return row == newest || !set_is_number(row->version);
}

const char *const *plan_current(const struct set *set, const struct history *h, struct arena *a,
				size_t *ret_len)
{
	struct plan_input in;
	bool *followed = arena_array(a, bool, set->len);
	const struct history_row *newest;
	VEC(const char *) current = {0};

	plan_input_init(&in, set, h);
	newest = newest_missing(&in);
	for (size_t p = 0; p < set->versioned; p++)
		for (size_t i = 0; stands(&in, &set->v[p]) && i < set->v[p].needs_len; i++)
			followed[set->v[p].needs[i]] = true;
	for (size_t p = 0; p < set->versioned; p++) {
		const struct set_entry *e = &set->v[p];
		bool tip = e->m->hash_id ||
			   (newest == NULL && in.newest != NULL &&
			    set_compare_versions(e->m->version, in.newest->m->version) == 0);

		if (!stands(&in, e) || !tip || followed[p])
			continue;
		*vec_push(&current, a) = e->m->version;
	}
	for (size_t i = 0; i < h->len; i++) {
		const struct history_row *row = &h->rows[i];

		if (plan_row_stands(row) && is_tip(&in, row, newest) &&
		    set_find_file(set, row->filename) == NULL && plan_replaced(set, row) == NULL)
			*vec_push(&current, a) = row->version;
	}
	*ret_len = current.len;
	return current.v;
}

/* A database that has some of what a baseline replaces can neither run nor skip it. */
static int check_baselines(const struct plan_input *in, struct pawl_error *err)
{
	for (size_t p = 0; p < in->set->versioned; p++) {
		const struct set_entry *e = &in->set->v[p];
		size_t n = e->m->replaces_len == 0 || row_of(in, e) != NULL
				   ? 0
				   : count_replaced(in->history, e->m);

		if (n == 0 || n == e->m->replaces_len)
			continue;
		fail(err, PAWL_E_HISTORY,
		     "the database has %zu of the %zu migrations that \"%s\" replaces", n,
		     e->m->replaces_len, e->m->filename);
		hint(err,
		     "bring it up to version %s with the files of before the squash, then use "
		     "these",
		     e->m->version);
		at(err, e->m->path, 0, 0);
		return PAWL_E_HISTORY;
	}
	return 0;
}

/* What stopped half-way under another tool: how far it came is not known. */
static int check_foreign(const struct plan_input *in, struct pawl_error *err)
{
	for (size_t i = 0; i < in->history->len; i++) {
		const struct history_row *row = &in->history->rows[i];

		if (!row->foreign)
			continue;
		fail(err, PAWL_E_HISTORY,
		     "migration \"%s\" stopped half-way under the tool that ran it", row->filename);
		hint(err, "mend the database by hand, then run \"pawl repair\" to have it applied "
			  "from the start, or \"pawl repair --applied\" if it is complete");
		return PAWL_E_HISTORY;
	}
	return 0;
}

/* What an edited or vanished file, or a revert that stopped, leaves to be mended first. */
static int check_applied(const struct plan_input *in, struct arena *a, struct pawl_error *err)
{
	const struct history_row **missing;
	size_t len;
	int rc;

	rc = check_foreign(in, err);
	if (rc != 0)
		return rc;
	for (size_t i = 0; i < in->history->len; i++) {
		const struct history_row *row = &in->history->rows[i];

		if (strcmp(row->state, HISTORY_REVERTING) != 0)
			continue;
		fail(err, PAWL_E_HISTORY, "reverting migration \"%s\" stopped half-way",
		     row->filename);
		hint(err, "run \"pawl down\" to go on with it, or \"pawl repair\"");
		return PAWL_E_HISTORY;
	}
	for (size_t p = 0; p < in->set->versioned; p++) {
		const struct set_entry *e = &in->set->v[p];

		if (plan_state(in, e) != PAWL_STATE_CHANGED)
			continue;
		fail(err, PAWL_E_HISTORY, "migration \"%s\" was edited after it was applied",
		     e->m->filename);
		hint(err, "undo the edit and put the change into a new migration; "
			  "\"pawl repair\" accepts the file as it is now");
		at(err, e->m->path, 0, 0);
		return PAWL_E_HISTORY;
	}
	rc = check_baselines(in, err);
	if (rc != 0)
		return rc;
	missing = plan_missing(in->set, in->history, a, &len);
	for (size_t i = 0; i < len; i++) {
		if (is_repeatable(missing[i]))
			continue;
		if (plan_is_newer(in->set, missing[i]))
			fail(err, PAWL_E_HISTORY,
			     "the database is newer than these files: it holds migration \"%s\"",
			     missing[i]->filename);
		else
			fail(err, PAWL_E_HISTORY,
			     "migration \"%s\" is applied but its file is gone",
			     missing[i]->filename);
		hint(err, "%s", advice_missing(in->set, in->history, missing[i], a));
		return PAWL_E_HISTORY;
	}
	return 0;
}

static int64_t parse_count(const char *target)
{
	char *end;
	long long n = strtoll(target + 1, &end, 10);

	return target[1] >= '0' && target[1] <= '9' && *end == '\0' && n >= 0 ? n : -1;
}

static int bad_target(const char *target, const char *direction, struct pawl_error *err)
{
	fail(err, PAWL_E_USAGE, "\"%s\" is not a target for %s", target, direction);
	if (strcmp(direction, "up") == 0)
		hint(err,
		     "up goes to a version, a unique prefix of one, \"head\" or +N; \"pawl down\" "
		     "goes back");
	else if (strcmp(direction, "down") == 0)
		hint(err, "down goes to a version, a unique prefix of one, \"base\" or -N");
	else
		hint(err, "stamp takes a version, a unique prefix of one, \"head\" or \"base\"");
	return PAWL_E_USAGE;
}

static bool is_head_name(const char *target)
{
	return strcmp(target, "head") == 0 || strcmp(target, "heads") == 0;
}

/* "a,b": what each of them takes in. */
static int several_scopes(const struct plan_input *in, struct arena *a, bool *scope,
			  struct pawl_error *err)
{
	memset(scope, false, in->set->len);
	for (const char *p = in->target; *p != '\0';) {
		size_t len = strcspn(p, ",");
		const struct set_entry *target;
		const bool *one;
		int rc = set_lookup(in->set, arena_strndup(a, p, len), &target, err);

		if (rc != 0)
			return rc;
		one = set_history_of(in->set, target, a);
		for (size_t i = 0; i < in->set->len; i++)
			scope[i] = scope[i] || one[i];
		p += len + (p[len] == ',');
	}
	return 0;
}

/* Which entries a target for up takes in: an array by position. */
static int up_scope(const struct plan_input *in, struct arena *a, const bool **ret,
		    size_t *ret_limit, struct pawl_error *err)
{
	const struct set_entry *target;
	bool *all = arena_array(a, bool, in->set->len);
	int rc;

	*ret_limit = SIZE_MAX;
	memset(all, true, in->set->len);
	*ret = all;
	if (in->target == NULL || is_head_name(in->target))
		return 0;
	if (in->target[0] == '+') {
		int64_t n = parse_count(in->target);

		*ret_limit = (size_t)n;
		return n < 0 ? bad_target(in->target, "up", err) : 0;
	}
	if (in->target[0] == '-' || strcmp(in->target, "base") == 0)
		return bad_target(in->target, "up", err);
	if (strchr(in->target, ',') != NULL)
		return several_scopes(in, a, all, err);
	rc = set_lookup(in->set, in->target, &target, err);
	if (rc == 0)
		*ret = set_history_of(in->set, target, a);
	return rc;
}

static int refuse_out_of_order(const struct plan_input *in, const struct set_entry *e,
			       struct pawl_error *err)
{
	fail(err, PAWL_E_HISTORY, "pending migration \"%s\" is older than \"%s\", which is applied",
	     e->m->filename, in->newest->m->filename);
	hint(err, "%s", advice_late(in->set));
	at(err, e->m->path, 0, 0);
	return PAWL_E_HISTORY;
}

/* Everything that e needs has run or is about to. */
static int check_needs(const struct plan_input *in, const struct set_entry *e, const bool *planned,
		       struct pawl_error *err)
{
	for (size_t i = 0; i < e->needs_len; i++) {
		const struct set_entry *need = &in->set->v[e->needs[i]];

		if (stands(in, need) || planned[need->position])
			continue;
		fail(err, PAWL_E_HISTORY,
		     "migration \"%s\" requires \"%s\", which is left out %s%s", e->m->filename,
		     need->m->filename,
		     in->environment == NULL ? "without an environment" : "in environment ",
		     in->environment == NULL ? "" : in->environment);
		hint(err, "give both the same pawl:env");
		at(err, e->m->path, e->m->requires[i].line, e->m->requires[i].column);
		return PAWL_E_HISTORY;
	}
	return 0;
}

static enum plan_action up_action(const struct set_entry *e, const struct history_row *row)
{
	if (row == NULL)
		return PLAN_APPLY;
	if (is_half_done(row))
		return PLAN_RESUME;
	return e->m->kind == MIGRATION_REPEATABLE ? PLAN_REAPPLY : PLAN_APPLY;
}

/* Steps that are no SQL: none may be left behind while what comes after it runs. */
static int refuse_code(const struct plan_step *v, size_t n, struct pawl_error *err)
{
	enum { SHOWN = 5 };
	_cleanup_buf_ struct buf names = {0};
	const struct migration *first = NULL;
	size_t count = 0;

	for (size_t i = 0; i < n; i++) {
		const struct migration *m = v[i].entry->m;

		if (m->language == NULL)
			continue;
		if (first == NULL)
			first = m;
		if (count++ < SHOWN)
			buf_printf(&names, "%s\"%s\" (%s)", count > 1 ? ", " : "", m->filename,
				   m->language);
	}
	if (count == 0)
		return 0;
	fail(err, PAWL_E_FILE, "%zu pending migration%s no SQL, which pawl cannot run: %s%s", count,
	     count == 1 ? " is" : "s are", names.data, count > SHOWN ? ", ..." : "");
	hint(err,
	     "go up to what comes before it, run the step by its own tool, and record it with "
	     "\"pawl stamp %s\"",
	     first->version);
	at(err, first->path, first->up.line, 0);
	return PAWL_E_FILE;
}

int plan_up(const struct plan_input *input, struct arena *a, struct plan *ret,
	    struct pawl_error *err)
{
	struct plan_input narrowed = *input;
	const struct plan_input *in = &narrowed;
	VEC(struct plan_step) steps = {0};
	bool *planned = arena_array(a, bool, in->set->len);
	const bool *scope;
	size_t limit;
	int rc = check_applied(in, a, err);

	if (rc == 0)
		rc = up_scope(in, a, &scope, &limit, err);
	if (rc != 0)
		return rc;
	narrowed.baseline = find_baseline(in, scope);
	for (size_t p = 0; p < in->set->len && steps.len < limit; p++) {
		const struct set_entry *e = &in->set->v[p];
		enum pawl_state state = plan_state(in, e);

		if (!scope[p] || state == PAWL_STATE_APPLIED || state == PAWL_STATE_EXCLUDED)
			continue;
		if (state == PAWL_STATE_OUT_OF_ORDER &&
		    in->out_of_order == PAWL_OUT_OF_ORDER_REFUSE)
			return refuse_out_of_order(in, e, err);
		rc = check_needs(in, e, planned, err);
		if (rc != 0)
			return rc;
		planned[p] = true;
		*vec_push(&steps, a) = (struct plan_step){
			.action = up_action(e, row_of(in, e)),
			.entry = e,
			.row = row_of(in, e),
		};
	}
	rc = refuse_code(steps.v, steps.len, err);
	if (rc == 0)
		*ret = (struct plan){.v = steps.v, .len = steps.len};
	return rc;
}

/* Rows in the order in which they are reverted: the newest first. */
static const struct history_row **standing_rows(const struct history *h, struct arena *a,
						size_t *ret_len)
{
	VEC(const struct history_row *) rows = {0};

	for (size_t i = h->len; i-- > 0;)
		if (plan_row_stands(&h->rows[i]) && !is_repeatable(&h->rows[i]))
			*vec_push(&rows, a) = &h->rows[i];
	*ret_len = rows.len;
	return rows.v;
}

/* A row that is kept when going down to target. */
static bool is_kept(const struct plan_input *in, const struct history_row *row,
		    const struct set_entry *target, const bool *scope)
{
	const struct set_entry *e = set_find_file(in->set, row->filename);

	if (e != NULL)
		return scope[e->position];
	return !target->m->hash_id && !in->set->by_name && set_is_number(row->version) &&
	       set_compare_versions(row->version, target->m->version) <= 0;
}

static int refuse_revert(const struct plan_input *in, const struct history_row *row,
			 const struct set_entry *baseline, struct arena *a, struct pawl_error *err)
{
	const struct set_entry *e = set_find_file(in->set, row->filename);

	if (baseline != NULL) {
		fail(err, PAWL_E_IRREVERSIBLE, "migration \"%s\" is part of the baseline \"%s\"",
		     row->filename, baseline->m->filename);
		hint(err, "go back with the files of before the squash");
		return PAWL_E_IRREVERSIBLE;
	}
	if (e != NULL && e->m->irreversible != NULL) {
		fail(err, PAWL_E_IRREVERSIBLE, "migration \"%s\" is irreversible%s%s",
		     row->filename, e->m->irreversible[0] ? ": " : "", e->m->irreversible);
		hint(err, "restore a backup, or mend forward with a new migration");
	} else if (e != NULL && e->m->language != NULL) {
		fail(err, PAWL_E_IRREVERSIBLE,
		     "migration \"%s\" is no SQL (%s), which pawl cannot run", row->filename,
		     e->m->language);
		hint(err, "take it back by its own tool, then record that with \"pawl stamp\"");
	} else if (e == NULL) {
		fail(err, PAWL_E_IRREVERSIBLE,
		     "migration \"%s\" has no way back: its file is gone, and the history keeps "
		     "none",
		     row->filename);
		hint(err,
		     "bring its file back (\"%s\"), or record it as undone with \"pawl stamp\"",
		     advice_file(in->set, row, a));
	} else {
		fail(err, PAWL_E_IRREVERSIBLE, "migration \"%s\" has no way back", row->filename);
		if (e->m->record != NULL)
			hint(err, "write one as its tool has it, or record it as undone with "
				  "\"pawl stamp\"");
		else
			hint(err,
			     "write \"%.*s.down.sql\", or record it as undone with \"pawl stamp\"",
			     (int)strcspn(row->filename, "."), row->filename);
	}
	if (e != NULL)
		at(err, e->m->path, 0, 0);
	return PAWL_E_IRREVERSIBLE;
}

static int add_revert(const struct plan_input *in, const struct history_row *row, struct arena *a,
		      struct plan_step *step, struct pawl_error *err)
{
	const struct set_entry *e = set_find_file(in->set, row->filename);
	const struct set_entry *baseline = e == NULL ? plan_replaced(in->set, row) : NULL;

	if (baseline != NULL)
		return refuse_revert(in, row, baseline, a, err);
	if (e != NULL ? e->m->irreversible != NULL || (e->m->down.path == NULL && !row->has_down)
		      : !row->has_down)
		return refuse_revert(in, row, NULL, a, err);
	*step = (struct plan_step){
		.action = strcmp(row->state, HISTORY_REVERTING) == 0 ? PLAN_RESUME_REVERT
								     : PLAN_REVERT,
		.entry = e,
		.row = row,
	};
	return 0;
}

static int check_half_done(const struct plan_input *in, struct pawl_error *err)
{
	for (size_t i = 0; i < in->history->len; i++) {
		const struct history_row *row = &in->history->rows[i];

		if (!is_half_done(row))
			continue;
		fail(err, PAWL_E_HISTORY,
		     "migration \"%s\" stopped half-way, after %lld statements", row->filename,
		     (long long)(row->statements_done < 0 ? 0 : row->statements_done));
		hint(err, "finish it with \"pawl up\", or mend by hand and run \"pawl repair\"");
		return PAWL_E_HISTORY;
	}
	return 0;
}

/* How many of the standing rows, newest first, and which of them a target reverts. */
static int down_scope(const struct plan_input *in, size_t *ret_limit,
		      const struct set_entry **ret_target, struct pawl_error *err)
{
	int64_t n;

	*ret_target = NULL;
	*ret_limit = SIZE_MAX;
	if (in->all || (in->target != NULL && strcmp(in->target, "base") == 0))
		return 0;
	if (in->target == NULL) {
		*ret_limit = 1;
		return 0;
	}
	if (in->target[0] == '-') {
		n = parse_count(in->target);
		*ret_limit = (size_t)n;
		return n < 0 ? bad_target(in->target, "down", err) : 0;
	}
	if (in->target[0] == '+' || is_head_name(in->target))
		return bad_target(in->target, "down", err);
	return set_lookup(in->set, in->target, ret_target, err);
}

int plan_down(const struct plan_input *in, struct arena *a, struct plan *ret,
	      struct pawl_error *err)
{
	VEC(struct plan_step) steps = {0};
	const struct set_entry *target;
	const bool *scope = NULL;
	const struct history_row **rows;
	size_t limit, len;
	int rc = check_foreign(in, err);

	if (rc == 0)
		rc = check_half_done(in, err);
	if (rc == 0)
		rc = down_scope(in, &limit, &target, err);
	if (rc != 0)
		return rc;
	if (target != NULL && !stands(in, target)) {
		fail(err, PAWL_E_USAGE,
		     "migration \"%s\" is not applied, so there is no way down to it",
		     target->m->filename);
		hint(err, "\"pawl status\" shows what is applied");
		return PAWL_E_USAGE;
	}
	if (target != NULL)
		scope = set_history_of(in->set, target, a);
	rows = standing_rows(in->history, a, &len);
	for (size_t i = 0; i < len && steps.len < limit; i++) {
		if (target != NULL && is_kept(in, rows[i], target, scope))
			continue;
		rc = add_revert(in, rows[i], a, vec_push(&steps, a), err);
		if (rc != 0)
			return rc;
	}
	/* With everything gone, repeatables have to run again next time. */
	for (size_t i = limit == SIZE_MAX && target == NULL ? in->history->len : 0; i-- > 0;) {
		const struct history_row *row = &in->history->rows[i];

		if (is_repeatable(row))
			*vec_push(&steps, a) = (struct plan_step){
				.action = PLAN_FORGET,
				.entry = set_find_file(in->set, row->filename),
				.row = row,
			};
	}
	*ret = (struct plan){.v = steps.v, .len = steps.len};
	return 0;
}

/* What is recorded is what was applied: a baseline only where it is the target itself. */
static const struct set_entry *stamped_baseline(const struct plan_input *in)
{
	const struct set_entry *target = NULL;

	if (in->target != NULL && set_lookup(in->set, in->target, &target, NULL) == 0 &&
	    target->m->baseline)
		return target;
	return in->baseline != NULL && row_of(in, in->baseline) != NULL ? in->baseline : NULL;
}

int plan_stamp(const struct plan_input *input, struct arena *a, struct plan *ret,
	       struct pawl_error *err)
{
	struct plan_input narrowed = *input;
	const struct plan_input *in = &narrowed;
	VEC(struct plan_step) steps = {0};
	bool base = in->target != NULL && strcmp(in->target, "base") == 0;
	const bool *scope = arena_array(a, bool, in->set->len);
	size_t limit;
	int rc = base ? 0 : up_scope(in, a, &scope, &limit, err);

	if (rc != 0)
		return rc;
	if (in->target != NULL && in->target[0] == '+')
		return bad_target(in->target, "stamp", err);
	narrowed.baseline = stamped_baseline(in);
	for (size_t i = in->history->len; i-- > 0;) {
		const struct history_row *row = &in->history->rows[i];
		const struct set_entry *e = set_find_file(in->set, row->filename);

		if (e == NULL)
			e = plan_replaced(in->set, row);
		if ((e != NULL && scope[e->position]) || (is_repeatable(row) && !base))
			continue;
		e = set_find_file(in->set, row->filename);
		*vec_push(&steps, a) = (struct plan_step){PLAN_FORGET, e, row};
	}
	for (size_t p = 0; p < in->set->len; p++) {
		const struct set_entry *e = &in->set->v[p];
		const struct history_row *row = row_of(in, e);

		enum pawl_state state = plan_state(in, e);

		if (!scope[p] || state == PAWL_STATE_EXCLUDED || state == PAWL_STATE_APPLIED)
			continue;
		*vec_push(&steps, a) = (struct plan_step){PLAN_RECORD, e, row};
	}
	*ret = (struct plan){.v = steps.v, .len = steps.len};
	return 0;
}
