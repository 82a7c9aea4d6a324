/* SPDX-License-Identifier: Apache-2.0 */
#include "migrate/workshop.h"

#include "base/file.h"
#include "migrate/folders.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int workshop_open(struct workshop *ws, struct pawl_error *err)
{
	memcpy(ws->dir, "/tmp/pawl.XXXXXX", sizeof("/tmp/pawl.XXXXXX"));
	if (mkdtemp(ws->dir) != NULL)
		return 0;
	ws->dir[0] = '\0';
	return fail_errno(err, PAWL_E_FILE, "could not make a temporary folder in \"/tmp\"");
}

void workshop_close(struct workshop *ws)
{
	struct arena a = {0};
	struct file_list list;

	if (ws->dir[0] == '\0')
		return;
	if (file_list(ws->dir, &a, &list, NULL) == 0)
		for (size_t i = 0; i < list.len; i++)
			unlink(file_join(&a, ws->dir, list.v[i].name));
	rmdir(ws->dir);
	arena_done(&a);
	ws->dir[0] = '\0';
}

int workshop_set(struct lab *lab, const struct workshop *ws, const struct settings *others,
		 struct arena *a, struct set *ret, struct pawl_error *err)
{
	size_t n = others == NULL ? 0 : others->dirs_len;
	const char **dirs = arena_array(a, const char *, n + 1);
	struct layout_input in;
	struct migration_list files;
	int rc;

	for (size_t i = 0; i < n; i++)
		dirs[i] = others->dirs[i];
	dirs[n] = ws->dir;
	folders_input(lab->w->settings, lab->w->dialect, a, &in);
	in.dirs = dirs;
	in.dirs_len = n + 1;
	rc = layout_read(lab->layout, &in, a, &files, err);
	return rc != 0 ? rc : set_build(&files, lab->w->settings->environment, a, ret, err);
}
