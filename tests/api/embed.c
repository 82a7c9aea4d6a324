/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A host program as an application would write it: bring the database up to
 * date at start, say what was done, and check where it stands.
 *
 * usage: embed URL FOLDER
 */
#include <pawl/pawl.h>

#include <stdio.h>
#include <string.h>

static void print_event(void *data, const struct pawl_event *event)
{
	(void)data;
	if (event->kind == PAWL_EVENT_MIGRATION_DONE)
		printf("event: %s %s\n", event->direction, event->migration);
}

static int complain(const struct pawl_error *err)
{
	fprintf(stderr, "%s: %s\n", pawl_error_name(err->code), err->message);
	return pawl_error_status(err->code);
}

static int print_status(struct pawl_session *s, struct pawl_error *err)
{
	struct pawl_status *status;
	int rc = pawl_status(s, &status, err);

	if (rc != 0)
		return rc;
	printf("status: %zu applied, %zu pending\n", status->applied, status->pending);
	pawl_status_free(status);
	return 0;
}

static int migrate(struct pawl_session *s, struct pawl_error *err)
{
	struct pawl_run *run;
	int rc = print_status(s, err);

	if (rc != 0)
		return rc;
	rc = pawl_up(s, NULL, &run, err);
	if (rc != 0)
		return rc;
	for (size_t i = 0; i < run->len; i++)
		printf("%s: %s\n", run->steps[i].action, run->steps[i].filename);
	pawl_run_free(run);
	return print_status(s, err);
}

int main(int argc, char **argv)
{
	struct pawl_options options;
	struct pawl_session *session;
	struct pawl_error err;
	int rc;

	if (argc != 3 || strcmp(pawl_version(), PAWL_VERSION) != 0)
		return 2;
	memset(&options, 0, sizeof(options));
	options.size = sizeof(options);
	options.url = argv[1];
	options.dirs = (const char *const *)&argv[2];
	options.dirs_len = 1;
	options.on_event = print_event;
	if (pawl_session_open(&options, &session, &err) != 0)
		return complain(&err);
	rc = migrate(session, &err);
	pawl_session_free(session);
	return rc == 0 ? 0 : complain(&err);
}
