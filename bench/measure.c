/* SPDX-License-Identifier: Apache-2.0 */
/*
 * measure LOG COMMAND...: run it, its output into LOG, and print
 *
 *	wall seconds <tab> processor seconds <tab> peak memory in KiB <newline>
 *
 * of it and its children. The exit status is the command's; 125 if it could not
 * be run. posix_spawn and not a shell, so that starting costs next to nothing.
 */
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

static double seconds(struct timeval t)
{
	return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

int main(int argc, char **argv)
{
	posix_spawn_file_actions_t actions;
	struct timespec begin, end;
	struct rusage usage;
	int rc, status;
	pid_t pid;

	if (argc < 3) {
		fprintf(stderr, "usage: measure LOG COMMAND...\n");
		return 125;
	}
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, 1, argv[1], O_WRONLY | O_CREAT | O_TRUNC, 0666);
	posix_spawn_file_actions_adddup2(&actions, 1, 2);
	clock_gettime(CLOCK_MONOTONIC, &begin);
	rc = posix_spawnp(&pid, argv[2], &actions, NULL, argv + 2, environ);
	posix_spawn_file_actions_destroy(&actions);
	if (rc != 0) {
		fprintf(stderr, "measure: could not run %s: %s\n", argv[2], strerror(rc));
		return 125;
	}
	if (wait4(pid, &status, 0, &usage) < 0)
		return 125;
	clock_gettime(CLOCK_MONOTONIC, &end);
	printf("%.6f\t%.6f\t%ld\n",
	       (double)(end.tv_sec - begin.tv_sec) + (double)(end.tv_nsec - begin.tv_nsec) / 1e9,
	       seconds(usage.ru_utime) + seconds(usage.ru_stime), usage.ru_maxrss);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 126;
}
