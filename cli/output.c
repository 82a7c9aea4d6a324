/* SPDX-License-Identifier: Apache-2.0 */
#include "output.h"

#include "fail.h"
#include "ui.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void output_begin(struct output *o)
{
	*o = (struct output){0};
	o->f = open_memstream(&o->text, &o->len);
	if (o->f == NULL)
		abort();
}

int output_write(void *data, const char *text, size_t len)
{
	struct output *o = data;

	fwrite(text, 1, len, o->f);
	return 0;
}

const char *output_text(struct output *o)
{
	fflush(o->f);
	return o->text;
}

/* Beside the file, then in its place: a reader sees the old one or the new one. */
static int write_file(const char *path, const char *text, size_t len, struct pawl_error *err)
{
	char *beside = NULL;
	FILE *f;
	int saved = 0;

	if (asprintf(&beside, "%s.new", path) < 0)
		abort();
	f = fopen(beside, "we");
	if (f == NULL || fwrite(text, 1, len, f) != len)
		saved = errno;
	if (f != NULL && fclose(f) != 0 && saved == 0)
		saved = errno;
	if (saved == 0 && rename(beside, path) != 0)
		saved = errno;
	if (saved != 0) {
		cli_fail(err, PAWL_E_FILE, "cannot write \"%s\": %s", path, strerror(saved));
		if (f != NULL)
			unlink(beside);
	}
	free(beside);
	return saved != 0 ? PAWL_E_FILE : 0;
}

int output_end(struct output *o, const char *path, struct pawl_error *err)
{
	int rc = 0;

	output_text(o);
	if (path == NULL)
		ui_raw(o->text, o->len);
	else
		rc = write_file(path, o->text, o->len, err);
	output_drop(o);
	return rc;
}

void output_drop(struct output *o)
{
	if (o->f != NULL)
		fclose(o->f);
	free(o->text);
	*o = (struct output){0};
}
