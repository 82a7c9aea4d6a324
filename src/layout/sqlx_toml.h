/* SPDX-License-Identifier: Apache-2.0 */
/* What sqlx.toml, in the folder of migrations or beside it, says of them. */
#ifndef LAYOUT_SQLX_TOML_H
#define LAYOUT_SQLX_TOML_H

#include "layout/layout.h"

struct sqlx_toml {
	const char *const *ignored; /* characters that checksums leave out, NULL-terminated */
	const char *table;          /* NULL: the usual one */
	const char *path;           /* of the file; NULL: there is none */
};

/* The first one that there is; a missing file is no error. */
int sqlx_toml_read(const struct layout_input *in, struct arena *a, struct sqlx_toml *ret,
		   struct pawl_error *err);

/* The text without the characters that are ignored; *len is of text and becomes that of the result. */
const char *sqlx_toml_strip(const struct sqlx_toml *t, const char *text, size_t *len,
			    struct arena *a);

#endif
