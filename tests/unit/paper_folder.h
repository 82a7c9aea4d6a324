/* SPDX-License-Identifier: Apache-2.0 */
/* A folder of migrations without files, for tests of what is pure. */
#ifndef TESTS_PAPER_FOLDER_H
#define TESTS_PAPER_FOLDER_H

#include "migrate/set.h"

#include <string.h>

/* A folder in a test: version and name from the file name, requires as given. */
struct file {
	const char *filename;
	const char *requires; /* one name, NULL for none */
	const char *env;
};

static struct arena arena; /* of the test that runs */

static inline struct migration_list list_of(const struct file *files, size_t n)
{
	struct migration *v = arena_array(&arena, struct migration, n);

	for (size_t i = 0; i < n; i++) {
		const char *f = files[i].filename;
		size_t version = strcspn(f, "_");

		v[i].filename = v[i].path = f;
		v[i].kind = f[0] == 'R' ? MIGRATION_REPEATABLE : MIGRATION_VERSIONED;
		v[i].version = f[0] == 'R' ? "" : arena_strndup(&arena, f, version);
		v[i].name = arena_strndup(&arena, f + version + 1, strcspn(f + version + 1, "."));
		v[i].hash_id = f[0] != 'R' && !set_is_number(v[i].version);
		if (files[i].requires != NULL) {
			struct migration_ref *ref = arena_new(&arena, struct migration_ref);

			*ref = (struct migration_ref){
				.name = files[i].requires, .line = 3, .column = 4};
			v[i].requires = ref;
			v[i].requires_len = 1;
		}
		if (files[i].env != NULL) {
			const char **env = arena_new(&arena, const char *);

			*env = files[i].env;
			v[i].envs = env;
			v[i].envs_len = 1;
		}
	}
	return (struct migration_list){.v = v, .len = n};
}

#define LIST(...)                                                                                  \
	list_of((const struct file[]){__VA_ARGS__},                                                \
		sizeof((const struct file[]){__VA_ARGS__}) / sizeof(struct file))

#endif
