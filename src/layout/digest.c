/* SPDX-License-Identifier: Apache-2.0 */
#include "layout/digest.h"

#include <md5.h>
#include <sha1.h>
#include <string.h>

static unsigned value_of(char digit)
{
	return (unsigned)(digit <= '9' ? digit - '0' : digit - 'a' + 10);
}

const char *digest_md5(const void *data, size_t len, struct arena *a)
{
	return MD5Data(data, len, arena_alloc(a, MD5_DIGEST_STRING_LENGTH));
}

const char *digest_sha1(const void *data, size_t len, struct arena *a)
{
	return SHA1Data(data, len, arena_alloc(a, SHA1_DIGEST_STRING_LENGTH));
}

const char *digest_base64(const char *hex, struct arena *a)
{
	static const char alphabet[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	size_t len = strlen(hex) / 2;
	char *out = arena_alloc(a, (len + 2) / 3 * 4 + 1), *p = out;

	for (size_t i = 0; i < len; i += 3) {
		uint32_t bits = 0;

		for (size_t k = i; k < i + 3; k++)
			bits = bits << 8 |
			       (k < len ? value_of(hex[2 * k]) << 4 | value_of(hex[2 * k + 1]) : 0);
		*p++ = alphabet[bits >> 18];
		*p++ = alphabet[bits >> 12 & 63];
		*p++ = i + 1 < len ? alphabet[bits >> 6 & 63] : '=';
		*p++ = i + 2 < len ? alphabet[bits & 63] : '=';
	}
	return out;
}
