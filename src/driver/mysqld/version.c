/* SPDX-License-Identifier: Apache-2.0 */
/* What a server says that it is. */
#include "base/text.h"
#include "driver/mysqld/mysqld.h"

#include <stdlib.h>
#include <string.h>

int mysqld_version(const char *text)
{
	char *end = NULL;
	long part[3] = {0};

	if (text_starts(text,
			"5.5.5-")) /* what MariaDB says to old replicas, and proxies pass on */
		text += strlen("5.5.5-");
	for (int i = 0; i < 3 && *text >= '0' && *text <= '9'; i++) {
		part[i] = strtol(text, &end, 10);
		if (part[i] > 99)
			part[i] = 99;
		text = *end == '.' ? end + 1 : end;
	}
	return (int)(part[0] * 10000 + part[1] * 100 + part[2]);
}

bool mysqld_is_mariadb(const char *version, const char *comment)
{
	return strcasestr(version, "mariadb") != NULL ||
	       (comment != NULL && strcasestr(comment, "mariadb") != NULL);
}
