/* SPDX-License-Identifier: Apache-2.0 */
/* Any pawl.ini and any .env is read or refused, with a place inside the file. */
#include "config.h"

#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char folder[32], ini[64], dotenv[64];

static void remove_folder(void)
{
	unlink(ini);
	unlink(dotenv);
	rmdir(folder);
}

static void make_folder(void)
{
	snprintf(folder, sizeof(folder), "/tmp/pawl-fuzz-XXXXXX");
	assert(mkdtemp(folder) != NULL);
	snprintf(ini, sizeof(ini), "%s/pawl.ini", folder);
	snprintf(dotenv, sizeof(dotenv), "%s/.env", folder);
	atexit(remove_folder);
}

static void put(const char *path, const uint8_t *data, size_t size)
{
	FILE *f = fopen(path, "w");

	assert(f != NULL);
	assert(fwrite(data, 1, size, f) == size);
	assert(fclose(f) == 0);
}

static unsigned long lines_of(const uint8_t *data, size_t size)
{
	unsigned long lines = 1;

	for (size_t i = 0; i < size; i++)
		lines += data[i] == '\n';
	return lines;
}

/* The input is pawl.ini and, behind the first byte 0xff, .env. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const uint8_t *mark = memchr(data, 0xff, size);
	size_t first = mark == NULL ? size : (size_t)(mark - data);
	struct memory memory = {0};
	struct settings s = {.memory = &memory};
	struct setting_value value = {.text = ini, .origin = "--config"};
	struct pawl_error err = {0};

	if (folder[0] == '\0')
		make_folder();
	put(ini, data, first);
	put(dotenv, mark == NULL ? data : mark + 1, mark == NULL ? 0 : size - first - 1);
	settings_add(&s, SETTING_CONFIG, RANK_FLAG, &value);
	if (config_load(&s, &err) == 0) {
		assert(err.code == 0);
	} else {
		assert(err.message[0] != '\0');
		assert(err.line <= lines_of(data, size));
	}
	memory_done(&memory);
	return 0;
}
