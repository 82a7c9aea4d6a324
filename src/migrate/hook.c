/* SPDX-License-Identifier: Apache-2.0 */
#include "migrate/hook.h"

#include "base/cleanup.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/text.h"
#include "base/vec.h"
#include "migrate/runner_lock.h"
#include "migrate/script.h"

#include <errno.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { HOOK_LOOK_MS = 50 };

int hook_run_sql(struct work *w, const char *path, struct pawl_error *err)
{
	const struct script file = {.path = path, .length = UINT64_MAX, .line = 1};
	const struct script_text text = {.file = &file};
	_cleanup_script_ struct script_reader *r = NULL;
	int rc = script_open(w, &text, &r, err);

	while (rc == 0) {
		struct statement st;
		bool more;

		rc = script_next(r, &st, &more, err);
		if (rc != 0 || !more)
			break;
		rc = script_run(w, r, &st, NULL, err);
	}
	return rc;
}

static char **hook_environment(struct work *w, const char *name, const struct hook_facts *f,
			       struct arena *a)
{
	const struct db_url *url = w->settings->url;
	const char *const pairs[][2] = {
		{"PAWL_HOOK", name},
		{"PAWL_URL", url->text},
		{"PAWL_DATABASE", url->path != NULL ? url->path : url->database},
		{"PAWL_ENV", w->settings->environment},
		{"PAWL_DIRECTION", f->direction},
		{"PAWL_FROM", f->from},
		{"PAWL_TO", f->to},
		{"PAWL_VERSION", f->version},
		{"PAWL_MIGRATION", f->migration},
		{"PAWL_ERROR", f->error},
	};
	VEC(char *) env = {0};

	for (char **e = environ; *e != NULL; e++)
		if (!text_starts(*e, "PAWL_"))
			*vec_push(&env, a) = *e;
	for (size_t i = 0; i < sizeof(pairs) / sizeof(*pairs); i++)
		*vec_push(&env, a) = arena_printf(a, "%s=%s", pairs[i][0],
						  pairs[i][1] == NULL ? "" : pairs[i][1]);
	*vec_push(&env, a) = NULL;
	return env.v;
}

static int spawn_shell(const char *command, char **env, pid_t *ret, struct pawl_error *err)
{
	char *argv[] = {(char *)"sh", (char *)"-c", (char *)command, NULL};
	posix_spawn_file_actions_t actions;
	int rc;

	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, STDERR_FILENO, STDOUT_FILENO);
	rc = posix_spawn(ret, "/bin/sh", &actions, NULL, argv, env);
	posix_spawn_file_actions_destroy(&actions);
	errno = rc;
	return rc == 0 ? 0 : fail_errno(err, PAWL_E_HOOK, "could not start \"/bin/sh\"");
}

/* A signal that asks us to stop is passed on once; then the command has its time to end. */
static int wait_for(struct work *w, pid_t pid, int *ret_status)
{
	/* A lease has to be renewed meanwhile; without one there is nothing to wake up for. */
	bool leased = w->lock != NULL && w->lock->lease;
	bool told = false;
	pid_t ended;

	while ((ended = waitpid(pid, ret_status, leased ? WNOHANG : 0)) != pid) {
		if (ended < 0 && errno != EINTR)
			return -1;
		if (!told && w->cancel != NULL && *w->cancel) {
			kill(pid, SIGTERM);
			told = true;
		}
		if (leased) {
			clock_sleep_ms(HOOK_LOOK_MS);
			runner_lock_renew(w, w->db); /* the connection is idle */
		}
	}
	return 0;
}

static int run_command(struct work *w, const char *name, const char *command,
		       const struct hook_facts *facts, struct pawl_error *err)
{
	_cleanup_arena_ struct arena a = {0};
	int status = 0, rc;
	pid_t pid;

	rc = spawn_shell(command, hook_environment(w, name, facts, &a), &pid, err);
	if (rc != 0)
		return rc;
	if (wait_for(w, pid, &status) != 0)
		return fail_errno(err, PAWL_E_HOOK, "could not wait for hook \"%s\"", name);
	/* after_failure runs behind a cancel that was heard before. */
	if (!w->cancelled && work_check_cancel(w, err) != 0)
		return PAWL_E_CANCELLED;
	if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
		return 0;
	if (WIFSIGNALED(status))
		fail(err, PAWL_E_HOOK, "hook \"%s\" was ended by signal %d", name,
		     WTERMSIG(status));
	else
		fail(err, PAWL_E_HOOK, "hook \"%s\" ended with exit status %d", name,
		     WEXITSTATUS(status));
	detail(err, "the command was: %s", command);
	return PAWL_E_HOOK;
}

/* "psql -f setup.sql" is a command, "my setup.sql" may be a file. */
static bool is_sql_file(const char *command)
{
	return text_ends(command, ".sql") &&
	       (strpbrk(command, " \t;&|<>") == NULL || file_exists(command));
}

int hook_run(struct work *w, const char *name, const char *command, const struct hook_facts *facts,
	     struct pawl_error *err)
{
	int rc;

	if (command == NULL || command[0] == '\0')
		return 0;
	work_event(w, &(struct pawl_event){
			      .kind = PAWL_EVENT_HOOK,
			      .text = name,
			      .text_len = strlen(name),
			      .detail = command,
			      .migration = facts->migration,
			      .changed = -1,
		      });
	rc = is_sql_file(command) ? hook_run_sql(w, command, err)
				  : run_command(w, name, command, facts, err);
	if (rc != 0)
		context(err, "while running the hook \"%s\"", name);
	return rc;
}
