/* SPDX-License-Identifier: Apache-2.0 */
/* pawl.ini: [pawl] for all, [env NAME] on top of it, [vars], [hooks]. */
#ifndef CLI_CONFIG_H
#define CLI_CONFIG_H

#include "settings.h"

/*
 * Fill in what the flags in s leave open: from the environment, from .env beside
 * the configuration (or here), and from the pawl.ini that --config names or that
 * is found from the working directory upwards. Unknown names are errors with
 * their place and the nearest known one.
 */
int config_load(struct settings *s, struct pawl_error *err);

/* dotenv.c: the URL of .env in folder ("" or ending in '/'); no such file is no error. */
int dotenv_read(struct settings *s, const char *folder, struct pawl_error *err);

/* paths.c: a path or a sqlite: URL as it is written in a file of folder. */
const char *path_in(struct memory *m, const char *folder, const char *path);
const char *path_url_in(struct memory *m, const char *folder, const char *url);

#endif
