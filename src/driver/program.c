/* SPDX-License-Identifier: Apache-2.0 */
#include "driver/program.h"

#include "base/file.h"

#include <fcntl.h>
#include <string.h>

enum { VERSION_LONGEST = 64 << 10 };

int program_version(const char *path, char ret[PROGRAM_SAYS], struct pawl_error *err)
{
	_cleanup_arena_ struct arena a = {0};
	_cleanup_buf_ struct buf said = {0};
	_cleanup_child_ struct child_end end = {0};
	const char *const argv[] = {path, "--version", NULL};
	const struct child child = {
		.argv = argv,
		.env = child_environment(NULL, 0, &a),
		.printed = &said,
		.longest = VERSION_LONGEST,
	};
	int rc = child_run(&child, &end, err);

	if (rc == 0)
		rc = child_judge(&end, PAWL_E_FILE, arena_printf(&a, "\"%s\"", path), err);
	if (rc == 0)
		snprintf(ret, PROGRAM_SAYS, "%.*s", (int)strcspn(buf_str(&said), "\n"),
			 buf_str(&said));
	return rc;
}

/* Row data have no place in a message. */
static void keep_own_words(struct buf *complaint, const char *start)
{
	const char *own = NULL, *p = start == NULL ? NULL : buf_str(complaint);

	while (p != NULL && (p = strstr(p, start)) != NULL)
		own = p++;
	if (own != NULL)
		buf_consume(complaint, (size_t)(own - complaint->data));
}

int program_run(const struct program_run *r, struct pawl_error *err)
{
	_cleanup_arena_ struct arena a = {0};
	_cleanup_child_ struct child_end end = {0};
	const struct child child = {
		.argv = r->argv,
		.env = r->env,
		.in = r->in,
		.out = r->out,
		.third = r->third,
		.cancel = r->host == NULL ? NULL : r->host->cancel,
		.tick = r->host == NULL ? NULL : r->host->tick,
		.data = r->host == NULL ? NULL : r->host->data,
	};
	int code = PAWL_E_SQL, rc = child_run(&child, &end, err);

	if (rc != 0)
		return rc;
	keep_own_words(&end.complaint, r->own_words);
	for (const struct program_cause *c = r->causes; c != NULL && c->word != NULL; c++)
		if (strstr(buf_str(&end.complaint), c->word) != NULL) {
			code = c->code;
			break;
		}
	return child_judge(&end, code, arena_printf(&a, "\"%s\"", file_base(r->argv[0])), err);
}

int program_output(const char *path, int *ret_fd, struct pawl_error *err)
{
	int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	if (fd < 0)
		return fail_errno(err, PAWL_E_FILE, "could not create file \"%s\"", path);
	*ret_fd = fd;
	return 0;
}
