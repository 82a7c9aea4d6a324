/* SPDX-License-Identifier: Apache-2.0 */
#include "migrate/command.h"

#include "base/child.h"

#include <string.h>

enum { COMMAND_LONGEST = 256 << 20 };

int command_read(const struct work *w, const char *command, struct arena *a, const char **ret,
		 struct pawl_error *err)
{
	const char *const argv[] = {"/bin/sh", "-c", command, NULL};
	const char *const dialect = arena_printf(a, "PAWL_DIALECT=%s", w->dialect->name);
	_cleanup_buf_ struct buf printed = {0};
	_cleanup_child_ struct child_end end = {0};
	const struct child child = {
		.argv = argv,
		.env = child_environment(&dialect, 1, a),
		.printed = &printed,
		.longest = COMMAND_LONGEST,
		.cancel = w->cancel,
	};
	int rc = work_check_cancel(w, err);

	if (rc == 0)
		rc = child_run(&child, &end, err);
	if (rc == 0)
		rc = child_judge(&end, PAWL_E_FILE, "the command", err);
	if (rc != 0 && rc != PAWL_E_CANCELLED)
		detail(err, "the command was: %s", command);
	if (rc == 0 && memchr(buf_str(&printed), '\0', printed.len) != NULL)
		rc = fail(err, PAWL_E_SYNTAX, "the command prints a NUL byte");
	if (rc == 0)
		*ret = buf_dup(&printed, a);
	return rc;
}
