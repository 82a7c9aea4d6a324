/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a migration did is the result and goes to stdout as soon as it is done;
 * waiting, retries and notices are talk and go to stderr.
 */
#include "talk.h"

#include "cmd.h"
#include "json.h"
#include "ui.h"

#include <string.h>

static const char *const event_names[] = {
	[PAWL_EVENT_CONNECTED] = "connected",
	[PAWL_EVENT_LOCK_WAIT] = "lock-wait",
	[PAWL_EVENT_LOCK_TAKEN] = "lock-taken",
	[PAWL_EVENT_MIGRATION_START] = "migration-start",
	[PAWL_EVENT_MIGRATION_DONE] = "migration-done",
	[PAWL_EVENT_MIGRATION_FAILED] = "migration-failed",
	[PAWL_EVENT_STATEMENT] = "statement",
	[PAWL_EVENT_PROGRESS] = "progress",
	[PAWL_EVENT_RESUME] = "resume",
	[PAWL_EVENT_BLOCKED] = "blocked",
	[PAWL_EVENT_RETRY] = "retry",
	[PAWL_EVENT_NOTICE] = "notice",
	[PAWL_EVENT_HOOK] = "hook",
	[PAWL_EVENT_WARNING] = "warning",
	[PAWL_EVENT_INFO] = "info",
	[PAWL_EVENT_CANCELLED_BLOCKER] = "cancelled-blocker",
	[PAWL_EVENT_BACKUP] = "backup",
};

static const char *event_name(enum pawl_event_kind kind)
{
	size_t n = sizeof(event_names) / sizeof(event_names[0]);

	return (size_t)kind < n && event_names[kind] != NULL ? event_names[kind] : "event";
}

static void log_json(const struct pawl_event *e)
{
	struct json_doc *d = json_doc_new();

	json_doc_object(d, NULL);
	json_doc_text(d, "event", event_name(e->kind));
	if (e->migration != NULL)
		json_doc_text(d, "migration", e->migration);
	if (e->direction != NULL)
		json_doc_text(d, "direction", e->direction);
	if (e->total > 0) {
		json_doc_int(d, "number", (int64_t)e->number);
		json_doc_int(d, "total", (int64_t)e->total);
	}
	if (e->statements_done > 0 || e->statements > 0) {
		json_doc_int(d, "statements_done", (int64_t)e->statements_done);
		json_doc_int(d, "statements", (int64_t)e->statements);
	}
	if (e->kind == PAWL_EVENT_MIGRATION_DONE || e->kind == PAWL_EVENT_STATEMENT ||
	    e->kind == PAWL_EVENT_RETRY)
		json_doc_int(d, "duration_us", e->duration_us);
	if (e->kind == PAWL_EVENT_STATEMENT && e->changed >= 0)
		json_doc_int(d, "changed", e->changed);
	if (e->text != NULL)
		json_doc_slice(d, "text", e->text, e->text_len);
	if (e->detail != NULL)
		json_doc_text(d, "detail", e->detail);
	json_doc_log(d);
}

static void show_done(const struct cli *cli, const struct pawl_event *e)
{
	bool down = e->direction != NULL && strcmp(e->direction, "down") == 0;
	char time[UI_TIME];

	if (!cli->steps || (e->direction != NULL && strcmp(e->direction, "verify") == 0))
		return;
	ui_out(UI_PLAIN, "  ");
	ui_out(down ? UI_YELLOW : UI_GREEN, "%s", down ? "reverted" : "applied ");
	ui_out(UI_PLAIN, " %s  ", e->migration);
	ui_out(UI_DIM, "%s\n", ui_time(e->duration_us, time));
	fflush(stdout);
}

static void show_statement(const struct pawl_event *e)
{
	enum { SHOWN = 60 };
	size_t len = e->text == NULL ? 0 : e->text_len;
	const char *newline = len > 0 ? memchr(e->text, '\n', len) : NULL;
	size_t first = newline == NULL ? len : (size_t)(newline - e->text);
	int shown = (int)(first > SHOWN ? SHOWN : first);
	char time[UI_TIME], rows[UI_TIME] = "";

	if (e->changed > 0)
		ui_count((size_t)e->changed, "row", rows);
	ui_talk("    %8s  %.*s%s%s%s", ui_time(e->duration_us, time), shown, len > 0 ? e->text : "",
		(size_t)shown < len ? "..." : "", rows[0] != '\0' ? "  -- " : "", rows);
}

static void show_progress(const struct pawl_event *e, const char *text, int len)
{
	const char *migration = e->migration == NULL ? "" : e->migration;

	if (len > 0)
		ui_progress("  %s%s%.*s", migration, e->migration == NULL ? "" : ": ", len, text);
	else if (e->statements > 0)
		ui_progress("  %s: statement %zu of %zu", migration, e->statements_done,
			    e->statements);
	else
		ui_progress("  %s: %zu statements", migration, e->statements_done);
}

static void show_waits(const struct pawl_event *e, const char *text, int len)
{
	char time[UI_TIME];

	if (e->kind == PAWL_EVENT_LOCK_WAIT)
		ui_talk("waiting for another pawl to finish%s%.*s", len > 0 ? ": " : "", len, text);
	else if (e->kind == PAWL_EVENT_LOCK_TAKEN && len == 0)
		ui_talk("the other pawl has finished");
	else if (e->kind == PAWL_EVENT_LOCK_TAKEN && ui_is_verbose())
		ui_talk("lock: %.*s", len, text);
	else if (e->kind == PAWL_EVENT_BLOCKED)
		ui_talk("blocked by %.*s", len, text);
	else if (e->kind == PAWL_EVENT_CANCELLED_BLOCKER)
		ui_warn("cancelled %.*s", len, text);
	else if (e->kind == PAWL_EVENT_RETRY)
		ui_talk("%.*s; try %zu of %zu in %s", len, text, e->number, e->total,
			ui_time(e->duration_us, time));
}

static void show(const struct cli *cli, const struct pawl_event *e)
{
	const char *text = e->text == NULL ? "" : e->text;
	int len = e->text == NULL ? 0 : (int)(e->text_len > 4096 ? 4096 : e->text_len);
	char time[UI_TIME];

	switch (e->kind) {
	case PAWL_EVENT_MIGRATION_START:
		ui_progress("  %s (%zu of %zu)", e->migration, e->number, e->total);
		break;
	case PAWL_EVENT_MIGRATION_DONE:
		show_done(cli, e);
		break;
	case PAWL_EVENT_PROGRESS:
		show_progress(e, text, len);
		break;
	case PAWL_EVENT_RESUME:
		ui_talk("%s goes on at statement %zu", e->migration, e->statements_done + 1);
		break;
	case PAWL_EVENT_NOTICE:
		ui_talk("%s: %.*s", e->detail == NULL ? "notice" : e->detail, len, text);
		break;
	case PAWL_EVENT_WARNING:
		ui_warn("warning: %.*s", len, text);
		break;
	case PAWL_EVENT_STATEMENT:
		show_statement(e);
		break;
	case PAWL_EVENT_CONNECTED:
		if (ui_is_verbose())
			ui_talk("connected to %s: %.*s", e->detail == NULL ? "" : e->detail, len,
				text);
		break;
	case PAWL_EVENT_HOOK:
		if (ui_is_verbose())
			ui_talk("hook %.*s: %s", len, text, e->detail == NULL ? "" : e->detail);
		break;
	case PAWL_EVENT_INFO:
		if (ui_is_verbose())
			ui_talk("%.*s", len, text);
		break;
	case PAWL_EVENT_LOCK_WAIT:
	case PAWL_EVENT_LOCK_TAKEN:
	case PAWL_EVENT_BLOCKED:
	case PAWL_EVENT_CANCELLED_BLOCKER:
	case PAWL_EVENT_RETRY:
		show_waits(e, text, len);
		break;
	case PAWL_EVENT_BACKUP:
		ui_talk("backup: %.*s  %s", len, text, ui_time(e->duration_us, time));
		break;
	case PAWL_EVENT_MIGRATION_FAILED:
		break;
	}
}

void talk_event(void *data, const struct pawl_event *event)
{
	const struct cli *cli = data;
	const char *format = settings_text(&cli->settings, SETTING_LOG_FORMAT);

	if (format != NULL && strcmp(format, "json") == 0) {
		log_json(event);
		if (event->kind == PAWL_EVENT_MIGRATION_DONE)
			show_done(cli, event);
		return;
	}
	show(cli, event);
}
