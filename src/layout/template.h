/* SPDX-License-Identifier: Apache-2.0 */
/*
 * As much of Go's text/template as SQL migrations use: {{.name}} (a declared
 * variable), {{index .Options "name"}} and {{.Options.name}} (the same, as pop says
 * it), {{template "folder/file.sql" .}} (a file below the folder, itself a
 * template), {{"text"}} without escapes, and comments, each with "-" to trim the blanks beside it. Anything
 * else is an error that says so.
 */
#ifndef LAYOUT_TEMPLATE_H
#define LAYOUT_TEMPLATE_H

#include "base/buf.h"
#include "layout/layout.h"

struct template
{
	const struct layout_input *in;
	const struct tree_entry *file; /* for errors */
	unsigned long line;            /* of the first byte */
	unsigned depth;                /* of files in files; 0 to begin with */
};

/* Append the text to out; *ret_replaced is set where it differs from data. */
int template_run(const struct template *t, const char *data, size_t len, struct arena *a,
		 struct buf *out, bool *ret_replaced, struct pawl_error *err);

/*
 * The same over a script that is a whole file: its text becomes what the template
 * makes of it. Nothing is done where nothing is replaced.
 */
int template_script(const struct layout_input *in, const struct tree_entry *file,
		    const struct tree_text *text, struct arena *a, struct script *script,
		    struct pawl_error *err);

/* A text of which a template makes that text again. */
const char *template_escape(const char *text, struct arena *a);

#endif
