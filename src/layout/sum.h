/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pawl.sum: one line a file, "<name> sha256:<hex>", where the hash is SHA-256
 * over the hash of the line before ("" for the first), the name, a newline, and
 * the file's own text checksum. Two people who append at once both change the
 * end of the file, so git reports a conflict.
 *
 * A file that was just made still has to be written: it stands as a draft,
 * "<name> draft:<hex>" with its text checksum as it was made, and may be edited.
 * The next time pawl.sum is written a draft that was edited is sealed: it gets
 * its hash like the others.
 *
 * Names are relative to the folder of pawl.sum; down, rollback and repeatable
 * files are listed too: numbered ones by version, then hash ids in the order in
 * which they came (new ones behind those that are listed), then repeatables.
 *
 * The checksums are those of the list as the layout read it: no file is read
 * again.
 */
#ifndef LAYOUT_SUM_H
#define LAYOUT_SUM_H

#include "base/arena.h"
#include "base/map.h"
#include "layout/migration.h"

#define SUM_FILE "pawl.sum"

/*
 * Check dir/pawl.sum, if there is one, against the files of the list that are
 * of that folder. PAWL_E_HISTORY names the first file that differs, is missing
 * or is not listed.
 */
int sum_check(const struct migration_list *list, const char *dir, struct pawl_error *err);

/* Put the paths of the files that dir/pawl.sum, if there is one, lists as finished into ret. */
int sum_sealed(const char *dir, struct arena *a, struct map *ret, struct pawl_error *err);

enum sum_new {
	SUM_SEAL_NEW,  /* files that were not listed are finished */
	SUM_DRAFT_NEW, /* they are drafts */
};

/* Write dir/pawl.sum anew. */
int sum_write(const struct migration_list *list, const char *dir, enum sum_new unlisted,
	      struct pawl_error *err);

#endif
