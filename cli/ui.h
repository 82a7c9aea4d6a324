/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The terminal: results go to stdout, talk to stderr. Everything printed here is
 * cleaned of control characters first; colour is added afterwards, on a terminal
 * only or where --color always asks for it.
 */
#ifndef CLI_UI_H
#define CLI_UI_H

#include <pawl/error.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum ui_style { UI_PLAIN, UI_BOLD, UI_DIM, UI_RED, UI_GREEN, UI_YELLOW };

/* color: "auto", "always" or "never". */
void ui_setup(const char *color, bool verbose, bool quiet);
bool ui_is_verbose(void);

/* A piece of the result; no newline is added. */
void ui_out(enum ui_style style, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* The result's text as it is, for scripts; cleaned only if stdout is a terminal. */
void ui_raw(const char *text, size_t len);
/* A line of talk; the second one is silent with --quiet. */
void ui_warn(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void ui_talk(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/* One line on a terminal that the next output replaces; nothing elsewhere. */
void ui_progress(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* Text in a style for stderr, cleaned; for whoever composes a line of pieces. */
void ui_err(enum ui_style style, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* A line that the user types; false without a terminal on stdin and stderr. */
bool ui_ask(const char *question, char *ret, size_t size);

/* Columns of the terminal (or COLUMNS); 0 where there is no limit. */
size_t ui_width(void);

/* "12 ms", "1.2 s", "3 min 20 s" in buf, which is returned; "" for a negative time. */
enum { UI_TIME = 32 };
const char *ui_time(int64_t us, char buf[UI_TIME]);

/* "2026-01-31 10:00:00" of any ISO form that a history holds, in buf. */
const char *ui_date(const char *iso, char buf[UI_TIME]);

/* "12 kB", "1.2 GB" in buf; "" for a negative size. */
const char *ui_size(int64_t bytes, char buf[UI_TIME]);

/* "850", "12 k", "3 M" in buf, a number of rows that is not exact; "" if it is negative. */
const char *ui_rows(int64_t rows, char buf[UI_TIME]);

/* "1 migration", "2 migrations" in buf. */
const char *ui_count(size_t n, const char *noun, char buf[UI_TIME]);

/* Hand out what is buffered. A reader that went away is no error. */
int ui_flush(struct pawl_error *err);

/* ui_error.c: "pawl: FILE:LINE:COLUMN: message", the place, detail, hint, context. */
void ui_error(const struct pawl_error *err, bool debug);

#endif
