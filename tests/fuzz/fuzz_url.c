/* SPDX-License-Identifier: Apache-2.0 */
/* Any text is parsed or refused; what was parsed reads the same again, and the secret stays one. */
#include "driver/url.h"

#include "base/text.h"

#include <assert.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* Stands for the password in the seeds. */
static const char secret[] = "hushhush";

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* In any case: a scheme is folded. */
static bool is_once(const char *text)
{
	const char *first = strcasestr(text, secret);

	return first != NULL && strcasestr(first + 1, secret) == NULL;
}

static void check(const struct db_url *url, const char *text, struct arena *a)
{
	struct pawl_error err = {0};
	struct db_url again;

	if (url->password != NULL && strstr(url->password, secret) != NULL && is_once(text))
		assert(strstr(url->display, secret) == NULL);
	assert(url_parse(url->text, a, &again, &err) == 0);
	assert(strcmp(url->text, again.text) == 0);
	if (strcmp(url->scheme, again.scheme) == 0) /* postgres becomes postgresql */
		assert(strcmp(url->display, again.display) == 0);
	if (url->path != NULL || !text_starts(strchr(url->text, ':'), "://"))
		return;
	assert(url_with_database(url, "other/db", a, &again, &err) == 0);
	assert(strcmp(again.database, "other/db") == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct pawl_error err = {0};
	struct arena a = {0};
	struct db_url url;
	const char *text = arena_strndup(&a, (const char *)data, size);

	if (url_parse(text, &a, &url, &err) == 0) {
		check(&url, text, &a);
	} else {
		assert(err.code == PAWL_E_CONFIG || err.code == PAWL_E_LIMIT);
		assert(strstr(err.message, secret) == NULL && strstr(err.hint, secret) == NULL);
	}
	arena_done(&a);
	return 0;
}
