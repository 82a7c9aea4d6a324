/* SPDX-License-Identifier: Apache-2.0 */
/* Every entry of every folder through a layout's reading of names, then gather_build(). */
#ifndef LAYOUT_COLLECT_H
#define LAYOUT_COLLECT_H

#include "layout/gather.h"

/* *ret_taken is false for an entry that is none of the tool's; an error for one it refuses. */
typedef int collect_fn(const struct layout_input *in, const struct tree_entry *e, struct arena *a,
		       struct gather_item *ret, bool *ret_taken, struct pawl_error *err);

int collect_read(const struct gather *g, collect_fn *parse, struct arena *a,
		 struct migration_list *ret, struct pawl_error *err);

/*
 * The same for a tool that takes numbers only where none is left out, from first on (NULL: from
 * any).
 */
int collect_gapless(const struct gather *g, collect_fn *parse, const char *first, const char *tool,
		    struct arena *a, struct migration_list *ret, struct pawl_error *err);

/* The same without building. */
int collect_items(const struct layout_input *in, collect_fn *parse, struct arena *a,
		  struct gather_item **ret, size_t *ret_len, struct pawl_error *err);

/* The folder that e was listed in. */
const struct tree *collect_tree(const struct layout_input *in, const struct tree_entry *e);

/* PAWL_E_FILE: a file of the tool's kind whose name it cannot read; form is what it is called. */
int collect_refuse_name(const struct tree_entry *e, const char *form, struct pawl_error *err);

#endif
