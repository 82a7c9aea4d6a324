/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One process has one terminal, so this file keeps its state in itself: the only
 * place of the program that does, beside the command tables.
 */
#include "ui.h"

#include "clean.h"
#include "fail.h"
#include "value.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

static struct {
	bool color_out, color_err, verbose, quiet;
	bool progress_shown, write_failed;
	int write_errno;
} ui;

static bool wants_color(const char *when, int fd)
{
	const char *no_color = getenv("NO_COLOR"), *term = getenv("TERM");

	if (strcmp(when, "auto") != 0)
		return strcmp(when, "always") == 0;
	if (no_color != NULL && no_color[0] != '\0')
		return false;
	return isatty(fd) && term != NULL && strcmp(term, "dumb") != 0;
}

void ui_setup(const char *color, bool verbose, bool quiet)
{
	ui.color_out = wants_color(color, STDOUT_FILENO);
	ui.color_err = wants_color(color, STDERR_FILENO);
	ui.verbose = verbose;
	ui.quiet = quiet;
}

bool ui_is_verbose(void)
{
	return ui.verbose;
}

static void erase_progress(void)
{
	if (ui.progress_shown)
		fputs("\r\033[K", stderr);
	ui.progress_shown = false;
}

static void put(FILE *f, bool color, enum ui_style style, const char *fmt, va_list ap)
	__attribute__((format(printf, 4, 0)));
static void put(FILE *f, bool color, enum ui_style style, const char *fmt, va_list ap)
{
	static const char *const codes[] = {"",         "\033[1m",  "\033[2m",
					    "\033[31m", "\033[32m", "\033[33m"};
	char *text;
	size_t len, lines;

	if (vasprintf(&text, fmt, ap) < 0)
		abort();
	/* Both may be one terminal or one log: what was said first comes first. */
	if (f == stderr)
		fflush(stdout);
	clean_text(text);
	len = strlen(text);
	lines = len > 0 && text[len - 1] == '\n';
	if (color && style != UI_PLAIN && len > 0)
		fprintf(f, "%s%.*s\033[0m%s", codes[style], (int)(len - lines), text,
			lines ? "\n" : "");
	else
		fputs(text, f);
	free(text);
	if (ferror(f) && f == stdout && !ui.write_failed) {
		ui.write_failed = true;
		ui.write_errno = errno;
	}
}

void ui_out(enum ui_style style, const char *fmt, ...)
{
	va_list ap;

	erase_progress();
	va_start(ap, fmt);
	put(stdout, ui.color_out, style, fmt, ap);
	va_end(ap);
}

static void out_cleaned(const char *text, size_t len)
{
	char *copy = strndup(text, len);

	if (copy == NULL)
		abort();
	ui_out(UI_PLAIN, "%s", copy);
	free(copy);
}

void ui_raw(const char *text, size_t len)
{
	if (isatty(STDOUT_FILENO)) {
		out_cleaned(text, len);
		return;
	}
	erase_progress();
	if (fwrite(text, 1, len, stdout) != len && !ui.write_failed) {
		ui.write_failed = true;
		ui.write_errno = errno;
	}
}

void ui_err(enum ui_style style, const char *fmt, ...)
{
	va_list ap;

	erase_progress();
	va_start(ap, fmt);
	put(stderr, ui.color_err, style, fmt, ap);
	va_end(ap);
}

void ui_warn(const char *fmt, ...)
{
	va_list ap;

	erase_progress();
	fflush(stdout);
	fputs("pawl: ", stderr);
	va_start(ap, fmt);
	put(stderr, ui.color_err, UI_YELLOW, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
}

void ui_talk(const char *fmt, ...)
{
	va_list ap;

	if (ui.quiet)
		return;
	erase_progress();
	va_start(ap, fmt);
	put(stderr, ui.color_err, UI_DIM, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
}

void ui_progress(const char *fmt, ...)
{
	char *line;
	size_t width;
	va_list ap;

	if (ui.quiet || !isatty(STDERR_FILENO))
		return;
	width = ui_width();
	va_start(ap, fmt);
	if (vasprintf(&line, fmt, ap) < 0)
		abort();
	va_end(ap);
	clean_text(line);
	line[strcspn(line, "\n")] = '\0';
	line[clean_prefix(line, (width == 0 ? 80 : width) - 1)] = '\0';
	fprintf(stderr, "\r\033[K%s", line);
	free(line);
	ui.progress_shown = true;
}

bool ui_ask(const char *question, char *ret, size_t size)
{
	if (!isatty(STDIN_FILENO) || !isatty(STDERR_FILENO))
		return false;
	ui_err(UI_BOLD, "%s", question);
	ui_err(UI_PLAIN, " ");
	if (fgets(ret, (int)size, stdin) == NULL) {
		ret[0] = '\0';
		fputc('\n', stderr);
	}
	ret[strcspn(ret, "\n")] = '\0';
	return true;
}

size_t ui_width(void)
{
	enum { NARROWEST = 20, WIDEST = 10000 };
	const char *columns = getenv("COLUMNS");
	struct winsize size;
	int n;

	if (columns != NULL && value_count(columns, WIDEST, &n) && n >= NARROWEST)
		return (size_t)n;
	if (isatty(STDOUT_FILENO) && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 &&
	    size.ws_col >= NARROWEST)
		return size.ws_col;
	return isatty(STDOUT_FILENO) ? 80 : 0;
}

const char *ui_time(int64_t us, char buf[UI_TIME])
{
	double ms = (double)us / 1000;
	long long s = us / 1000000;

	if (us < 0)
		buf[0] = '\0';
	else if (us == 0)
		snprintf(buf, UI_TIME, "<1 ms");
	else if (ms < 1)
		snprintf(buf, UI_TIME, "%.1f ms", ms);
	else if (ms < 1000)
		snprintf(buf, UI_TIME, "%.0f ms", ms);
	else if (s < 60)
		snprintf(buf, UI_TIME, "%.1f s", ms / 1000);
	else if (s < 3600)
		snprintf(buf, UI_TIME, "%lld min %lld s", s / 60, s % 60);
	else
		snprintf(buf, UI_TIME, "%lld h %lld min", s / 3600, s / 60 % 60);
	return buf;
}

const char *ui_date(const char *iso, char buf[UI_TIME])
{
	snprintf(buf, UI_TIME, "%.19s", iso);
	if (strlen(buf) > 10 && buf[10] == 'T')
		buf[10] = ' ';
	return buf;
}

/* Three digits at most, and a letter for the thousands. */
static const char *scaled(int64_t n, const char *const units[4], char buf[UI_TIME])
{
	double value = (double)n;
	size_t i = 0;

	buf[0] = '\0';
	if (n < 0)
		return buf;
	while (i < 3 && value >= 1000) {
		value /= 1000;
		i++;
	}
	snprintf(buf, UI_TIME, i > 0 && value < 10 ? "%.1f%s" : "%.0f%s", value, units[i]);
	return buf;
}

const char *ui_size(int64_t bytes, char buf[UI_TIME])
{
	static const char *const units[] = {" B", " kB", " MB", " GB"};

	return scaled(bytes, units, buf);
}

const char *ui_rows(int64_t rows, char buf[UI_TIME])
{
	static const char *const units[] = {"", " k", " M", " G"};

	return scaled(rows, units, buf);
}

const char *ui_count(size_t n, const char *noun, char buf[UI_TIME])
{
	snprintf(buf, UI_TIME, "%zu %s%s", n, noun, n == 1 ? "" : "s");
	return buf;
}

int ui_flush(struct pawl_error *err)
{
	erase_progress();
	if (fflush(stdout) != 0 && !ui.write_failed) {
		ui.write_failed = true;
		ui.write_errno = errno;
	}
	if (!ui.write_failed || ui.write_errno == EPIPE)
		return 0;
	return cli_fail(err, PAWL_E_FILE, "cannot write to standard output: %s",
			strerror(ui.write_errno));
}
