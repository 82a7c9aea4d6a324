/* SPDX-License-Identifier: Apache-2.0 */
/* Functions nobody here may call; force-included by the build in src/ and cli/. */
#ifndef BASE_BANNED_H
#define BASE_BANNED_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#pragma GCC poison strcpy strcat sprintf vsprintf strncpy strncat strtok gmtime localtime ctime    \
	asctime
#pragma GCC poison atoi atol atoll tmpnam mktemp

#endif
