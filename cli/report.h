/* SPDX-License-Identifier: Apache-2.0 */
/* What several commands print alike. */
#ifndef CLI_REPORT_H
#define CLI_REPORT_H

#include "cmd.h"
#include "json.h"

enum { REPORT_PLACE = 80 };

/*
 * "002:1" for the statement on that line; "002:1:24" where its neighbour (before,
 * or behind it; 0: none) begins on the same line.
 */
const char *report_place(const struct pawl_step *s, unsigned long line, unsigned long column,
			 unsigned long before, unsigned long behind, char buf[REPORT_PLACE]);

/* The result of up, down, redo, stamp, baseline and repair as the JSON document. */
void report_run_json(const struct pawl_run *run);

/* One of its steps, an object that is left open for more. */
void report_step_json(struct json_doc *d, const struct pawl_step *s);

/* Their steps one a line ("would apply 003_x.sql", "stamp 003_x.sql"). */
void report_steps(const struct pawl_run *run);

/* "now at 004 (3 applied, 48 ms)", or nothing to do. what: "applied". */
void report_end(const struct pawl_run *run, const char *what);

/* The table of plan and of --dry-run. */
void report_plan(const struct pawl_run *run);

/* pawl_up, pawl_down, pawl_stamp, pawl_baseline. */
typedef int report_call(struct pawl_session *s, const struct pawl_run_options *o,
			struct pawl_run **ret, struct pawl_error *err);

/* up and down: make the call and print what it did or would do. what: "applied". */
int report_done(struct cli *cli, report_call *call, const struct pawl_run_options *o,
		const char *what, struct pawl_error *err);

/* stamp and baseline: up to the first operand. */
int report_record(struct cli *cli, report_call *call, bool dry_run, struct pawl_error *err);

/* A pawl_write_fn for --sql: straight to stdout, or into the FILE * in data. */
int report_write(void *data, const char *text, size_t len);

/*
 * up --sql and down --sql: the script on stdout; with --json {"sql": "..."}.
 * write_sql is pawl_up_sql or pawl_down_sql.
 */
int report_sql(struct cli *cli, const struct pawl_run_options *o,
	       int (*write_sql)(struct pawl_session *s, const struct pawl_run_options *o,
				pawl_write_fn write, void *data, struct pawl_error *err),
	       struct pawl_error *err);

/* Files that were written: a line each, or {"written": [...]}. They are freed. */
void report_written(struct cli *cli, struct pawl_files *files);

/* The one file of -o: only with --json, in the same form. */
void report_output_json(const char *path);

/* One migration of status and history. */
void report_migration_json(struct json_doc *d, const struct pawl_migration *m);

/* STATUS_NO if asked and something waits to be applied or mended, else STATUS_DONE. */
int report_exit(bool asked, const struct pawl_status *status);

/* Read --max-batches; NULL: not given. */
int report_batches(const char *text, struct pawl_run_options *o, struct pawl_error *err);

#endif
