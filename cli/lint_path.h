/* SPDX-License-Identifier: Apache-2.0 */
/* Names of files for those who see the whole repository: annotations in CI. */
#ifndef CLI_LINT_PATH_H
#define CLI_LINT_PATH_H

#include <stdbool.h>

/* Is the folder, or one above it, the root of a git work tree? */
bool lint_in_work_tree(const char *folder);

/*
 * The file's name from the root of the git work tree that it lies in; as given
 * where it lies in none. Free it.
 */
char *lint_path_in_tree(const char *file);

#endif
