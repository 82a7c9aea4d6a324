/* SPDX-License-Identifier: Apache-2.0 */
/* The digests that other tools keep of their files, as they write them. */
#ifndef LAYOUT_DIGEST_H
#define LAYOUT_DIGEST_H

#include "base/arena.h"

/* Lower-case hex of len bytes. */
const char *digest_md5(const void *data, size_t len, struct arena *a);
const char *digest_sha1(const void *data, size_t len, struct arena *a);

/* Hex digits as base64, with padding. */
const char *digest_base64(const char *hex, struct arena *a);

#endif
