/* SPDX-License-Identifier: Apache-2.0 */
#include "migrate/command.h"

#include "base/cleanup.h"
#include "base/text.h"
#include "base/vec.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { COMMAND_LONGEST = 256 << 20, COMMAND_CHUNK = 64 << 10, COMMAND_COMPLAINT = 1000 };

struct command {
	const struct work *w;
	const char *text;
	pid_t pid;
	int out, errors; /* our ends, -1 once at their end */
	struct buf printed, complaint;
};

static void done(struct command *c)
{
	cleanup_close(&c->out);
	cleanup_close(&c->errors);
	buf_done(&c->printed);
	buf_done(&c->complaint);
}

static char **environment(const struct work *w, struct arena *a)
{
	VEC(char *) env = {0};

	for (char **e = environ; *e != NULL; e++)
		if (!text_starts(*e, "PAWL_DIALECT="))
			*vec_push(&env, a) = *e;
	*vec_push(&env, a) = arena_printf(a, "PAWL_DIALECT=%s", w->dialect->name);
	*vec_push(&env, a) = NULL;
	return env.v;
}

static int start(struct command *c, struct pawl_error *err)
{
	char *argv[] = {(char *)"sh", (char *)"-c", (char *)c->text, NULL};
	_cleanup_arena_ struct arena a = {0};
	int out[2] = {-1, -1}, errors[2] = {-1, -1};
	posix_spawn_file_actions_t actions;
	int rc;

	if (pipe2(out, O_CLOEXEC) != 0)
		return fail_errno(err, PAWL_E_FILE, "could not make a pipe");
	c->out = out[0];
	if (pipe2(errors, O_CLOEXEC) != 0) {
		close(out[1]);
		return fail_errno(err, PAWL_E_FILE, "could not make a pipe");
	}
	c->errors = errors[0];
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, out[1], STDOUT_FILENO);
	posix_spawn_file_actions_adddup2(&actions, errors[1], STDERR_FILENO);
	rc = posix_spawn(&c->pid, "/bin/sh", &actions, NULL, argv, environment(c->w, &a));
	posix_spawn_file_actions_destroy(&actions);
	close(out[1]);
	close(errors[1]);
	errno = rc;
	return rc == 0 ? 0 : fail_errno(err, PAWL_E_FILE, "could not start \"/bin/sh\"");
}

/* Take in what has come; the end of the stream closes it. */
static void take(int *fd, struct buf *b)
{
	ssize_t n;

	buf_reserve(b, COMMAND_CHUNK);
	n = read(*fd, b->data + b->len, COMMAND_CHUNK);
	if (n > 0) {
		b->len += (size_t)n;
		b->data[b->len] = '\0';
		return;
	}
	if (n < 0 && errno == EINTR)
		return;
	close(*fd);
	*fd = -1;
}

static int listen_to(struct command *c, struct pawl_error *err)
{
	while (c->out >= 0 || c->errors >= 0) {
		struct pollfd fds[] = {{.fd = c->out, .events = POLLIN},
				       {.fd = c->errors, .events = POLLIN}};
		int n = poll(fds, 2, 1000);
		int rc = work_check_cancel(c->w, err);

		if (rc != 0)
			return rc;
		if (n > 0 && fds[0].revents != 0)
			take(&c->out, &c->printed);
		if (n > 0 && fds[1].revents != 0)
			take(&c->errors, &c->complaint);
		if (c->complaint.len > COMMAND_COMPLAINT)
			buf_consume(&c->complaint, c->complaint.len - COMMAND_COMPLAINT);
		if (c->printed.len > COMMAND_LONGEST)
			return fail(err, PAWL_E_LIMIT, "the command prints more than %d MiB",
				    COMMAND_LONGEST >> 20);
	}
	return 0;
}

static int judge(struct command *c, int status, struct pawl_error *err)
{
	if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
		return 0;
	if (WIFSIGNALED(status))
		fail(err, PAWL_E_FILE, "the command was ended by signal %d", WTERMSIG(status));
	else
		fail(err, PAWL_E_FILE, "the command ended with exit status %d",
		     WEXITSTATUS(status));
	detail(err, "the command was: %s", c->text);
	while (c->complaint.len != 0 && c->complaint.data[c->complaint.len - 1] == '\n')
		c->complaint.data[--c->complaint.len] = '\0';
	if (c->complaint.len != 0)
		detail(err, "it said: %s", c->complaint.data);
	return PAWL_E_FILE;
}

int command_read(const struct work *w, const char *command, struct arena *a, const char **ret,
		 struct pawl_error *err)
{
	__attribute__((cleanup(done))) struct command c = {
		.w = w,
		.text = command,
		.out = -1,
		.errors = -1,
	};
	int status = 0;
	int rc = start(&c, err);

	if (rc != 0)
		return rc;
	rc = listen_to(&c, err);
	if (rc != 0)
		kill(c.pid, SIGTERM);
	while (waitpid(c.pid, &status, 0) < 0 && errno == EINTR)
		continue;
	if (rc == 0)
		rc = judge(&c, status, err);
	if (rc == 0 && memchr(buf_str(&c.printed), '\0', c.printed.len) != NULL)
		rc = fail(err, PAWL_E_SYNTAX, "the command prints a NUL byte");
	if (rc == 0)
		*ret = buf_dup(&c.printed, a);
	return rc;
}
