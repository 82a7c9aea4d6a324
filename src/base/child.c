/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fork() and not posix_spawn(): only between fork and exec can the child ask the
 * kernel to be ended with its parent. What runs there is async-signal-safe, since
 * a host may have threads.
 */
#include "base/child.h"

#include "base/cleanup.h"
#include "base/clock.h"
#include "base/text.h"
#include "base/vec.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
	CHILD_CHUNK = 64 << 10,
	CHILD_COMPLAINT = 1000,
	CHILD_LOOK_MS = 100,
	CHILD_TICK_MS = 1000,
	CHILD_PATIENCE_MS = 5000,
	CHILD_BEHIND = 10, /* above every descriptor that the program is to have */
};

/* Both ends, -1 once closed; report is closed by a successful exec. */
struct pipes {
	int out[2], errors[2], report[2];
};

static void pipes_done(struct pipes *p)
{
	int *const all[] = {p->out, p->errors, p->report};

	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++) {
		cleanup_close(&all[i][0]);
		cleanup_close(&all[i][1]);
	}
}

static void shut(int *fd)
{
	cleanup_close(fd);
	*fd = -1;
}

void child_end_done(struct child_end *end)
{
	buf_done(&end->complaint);
}

/* A copy out of the way of 0 to 3; -1 where there is none. */
static int aside(int fd)
{
	return fd < 0 ? -1 : fcntl(fd, F_DUPFD_CLOEXEC, CHILD_BEHIND);
}

static void place(int fd, int number)
{
	if (fd >= 0)
		dup2(fd, number);
}

/* In the child: never returns. */
static void become(const struct child *c, const struct pipes *p, int nothing, pid_t parent)
{
	int in = aside(c->in != 0 ? c->in : nothing);
	int out = aside(c->out != 0 ? c->out : p->out[1]);
	int errors = aside(p->errors[1]), report = aside(p->report[1]);
	int third = c->third != 0 ? aside(c->third) : -1;
	sigset_t none;
	int failure;

	prctl(PR_SET_PDEATHSIG, SIGTERM);
	if (getppid() != parent)
		_exit(127);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	signal(SIGPIPE, SIG_DFL);
	close_range(3, ~0U, CLOSE_RANGE_CLOEXEC);
	place(in, STDIN_FILENO);
	place(out, STDOUT_FILENO);
	place(errors, STDERR_FILENO);
	place(third, 3);
	execve(c->argv[0], (char *const *)c->argv, c->env);
	failure = errno;
	if (write(report, &failure, sizeof(failure)) < 0)
		_exit(126);
	_exit(127);
}

static int open_pipes(struct pipes *p, struct pawl_error *err)
{
	if (pipe2(p->out, O_CLOEXEC) == 0 && pipe2(p->errors, O_CLOEXEC) == 0 &&
	    pipe2(p->report, O_CLOEXEC) == 0)
		return 0;
	return fail_errno(err, PAWL_E_FILE, "could not make a pipe");
}

/* Fork, and hear whether the program could be started. */
static int start(const struct child *c, struct pipes *p, pid_t *ret, struct pawl_error *err)
{
	_cleanup_close_ int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
	pid_t parent = getpid();
	int failure = 0;
	ssize_t n;

	*ret = fork();
	if (*ret == 0)
		become(c, p, nothing, parent);
	if (*ret < 0)
		return fail_errno(err, PAWL_E_FILE, "could not start \"%s\"", c->argv[0]);
	shut(&p->out[1]);
	shut(&p->errors[1]);
	shut(&p->report[1]);
	do
		n = read(p->report[0], &failure, sizeof(failure));
	while (n < 0 && errno == EINTR);
	if (n <= 0)
		return 0;
	while (waitpid(*ret, NULL, 0) < 0 && errno == EINTR)
		continue;
	errno = failure;
	return fail_errno(err, PAWL_E_FILE, "could not start \"%s\"", c->argv[0]);
}

/* Take in what has come; the end of the stream closes it. */
static void take(int *fd, struct buf *b)
{
	ssize_t n;

	buf_reserve(b, CHILD_CHUNK);
	n = read(*fd, b->data + b->len, CHILD_CHUNK);
	if (n > 0) {
		b->len += (size_t)n;
		b->data[b->len] = '\0';
	} else if (n == 0 || errno != EINTR) {
		shut(fd);
	}
}

static int look(const struct child *c, int64_t *next_tick, struct pawl_error *err)
{
	if (c->cancel != NULL && *c->cancel)
		return fail(err, PAWL_E_CANCELLED, "cancelled");
	if (c->tick != NULL && clock_ms() >= *next_tick) {
		c->tick(c->data);
		*next_tick = clock_ms() + CHILD_TICK_MS;
	}
	return 0;
}

static int listen_to(const struct child *c, struct pipes *p, struct child_end *end,
		     struct pawl_error *err)
{
	int64_t next_tick = clock_ms() + CHILD_TICK_MS;
	_cleanup_buf_ struct buf dropped = {0};
	struct buf *printed = c->printed != NULL ? c->printed : &dropped;

	while (p->out[0] >= 0 || p->errors[0] >= 0) {
		struct pollfd fds[] = {{.fd = p->out[0], .events = POLLIN},
				       {.fd = p->errors[0], .events = POLLIN}};
		int n = poll(fds, 2, CHILD_LOOK_MS);
		int rc = look(c, &next_tick, err);

		if (rc != 0)
			return rc;
		if (n > 0 && fds[0].revents != 0)
			take(&p->out[0], printed);
		if (n > 0 && fds[1].revents != 0)
			take(&p->errors[0], &end->complaint);
		if (end->complaint.len > CHILD_COMPLAINT)
			buf_consume(&end->complaint, end->complaint.len - CHILD_COMPLAINT);
		buf_clear(&dropped);
		if (c->printed != NULL && printed->len > c->longest)
			return fail(err, PAWL_E_LIMIT, "\"%s\" prints more than %zu MiB",
				    c->argv[0], c->longest >> 20);
	}
	return 0;
}

/* Asked to end, then made to. */
static void end_it(pid_t pid, int *status)
{
	int64_t patience = clock_ms() + CHILD_PATIENCE_MS;

	kill(pid, SIGTERM);
	while (waitpid(pid, status, WNOHANG) == 0) {
		if (clock_ms() >= patience)
			kill(pid, SIGKILL);
		clock_sleep_ms(CHILD_LOOK_MS / 10);
	}
}

/* It has closed its standard error, and may still be at work. */
static int wait_for(const struct child *c, pid_t pid, int *status, struct pawl_error *err)
{
	int64_t next_tick = clock_ms() + CHILD_TICK_MS, pause = 1;
	int rc = 0;

	while (rc == 0 && waitpid(pid, status, WNOHANG) == 0) {
		clock_sleep_ms(pause);
		pause = pause < CHILD_LOOK_MS ? pause * 2 : pause;
		rc = look(c, &next_tick, err);
	}
	if (rc != 0)
		end_it(pid, status);
	return rc;
}

int child_run(const struct child *c, struct child_end *ret, struct pawl_error *err)
{
	__attribute__((cleanup(pipes_done))) struct pipes p = {{-1, -1}, {-1, -1}, {-1, -1}};
	pid_t pid = -1;
	int rc = open_pipes(&p, err);

	if (rc == 0)
		rc = start(c, &p, &pid, err);
	if (rc != 0)
		return rc;
	rc = listen_to(c, &p, ret, err);
	if (rc != 0)
		end_it(pid, &ret->status);
	else
		rc = wait_for(c, pid, &ret->status, err);
	while (ret->complaint.len != 0 && ret->complaint.data[ret->complaint.len - 1] == '\n')
		ret->complaint.data[--ret->complaint.len] = '\0';
	/* A Ctrl-C may have reached it before it reached us. */
	if (rc == 0 && c->cancel != NULL && *c->cancel)
		return fail(err, PAWL_E_CANCELLED, "cancelled");
	return rc;
}

int child_judge(const struct child_end *end, int code, const char *what, struct pawl_error *err)
{
	if (WIFEXITED(end->status) && WEXITSTATUS(end->status) == 0)
		return 0;
	if (WIFSIGNALED(end->status))
		fail(err, code, "%s was ended by signal %d", what, WTERMSIG(end->status));
	else
		fail(err, code, "%s ended with exit status %d", what, WEXITSTATUS(end->status));
	if (end->complaint.len != 0)
		detail(err, "it said: %s", end->complaint.data);
	return code;
}

/* Are these settings, "NAME=value" or "NAME", of the same name? */
static bool same_name(const char *a, const char *b)
{
	size_t len = strcspn(a, "=");

	return len == strcspn(b, "=") && strncmp(a, b, len) == 0;
}

char **child_environment(const char *const *changes, size_t n, struct arena *a)
{
	VEC(char *) env = {0};

	for (char **e = environ; *e != NULL; e++) {
		bool kept = true;

		for (size_t i = 0; i < n; i++)
			kept = kept && !same_name(*e, changes[i]);
		if (kept)
			*vec_push(&env, a) = *e;
	}
	for (size_t i = 0; i < n; i++)
		if (strchr(changes[i], '=') != NULL)
			*vec_push(&env, a) = arena_strdup(a, changes[i]);
	*vec_push(&env, a) = NULL;
	return env.v;
}

bool child_find(const char *path, const char *name, struct arena *a, const char **ret)
{
	for (const char *p = path != NULL ? path : "/usr/local/bin:/usr/bin:/bin"; *p != '\0';) {
		size_t len = strcspn(p, ":");
		const char *file = arena_printf(a, "%.*s/%s", (int)len, p, name);

		/* An entry that is no absolute folder is a trap more often than a wish. */
		if (*p == '/' && access(file, X_OK) == 0) {
			*ret = file;
			return true;
		}
		p += len + (p[len] == ':');
	}
	return false;
}
