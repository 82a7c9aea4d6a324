/* SPDX-License-Identifier: Apache-2.0 */
#include "base/digest.h"

#include <md5.h>
#include <sha1.h>
#include <sha2.h>
#include <string.h>
#include <zlib.h>

static char *hex(const uint8_t *bytes, size_t len, struct arena *a)
{
	static const char digits[] = "0123456789abcdef";
	char *out = arena_alloc(a, 2 * len + 1);

	for (size_t i = 0; i < len; i++) {
		out[2 * i] = digits[bytes[i] >> 4];
		out[2 * i + 1] = digits[bytes[i] & 15];
	}
	return out;
}

char *digest_sha1(const void *data, size_t len, struct arena *a)
{
	uint8_t bytes[SHA1_DIGEST_LENGTH];
	SHA1_CTX c;

	SHA1Init(&c);
	SHA1Update(&c, data, len);
	SHA1Final(bytes, &c);
	return hex(bytes, sizeof(bytes), a);
}

char *digest_sha384(const void *data, size_t len, struct arena *a)
{
	uint8_t bytes[SHA384_DIGEST_LENGTH];
	SHA2_CTX c;

	SHA384Init(&c);
	SHA384Update(&c, data, len);
	SHA384Final(bytes, &c);
	return hex(bytes, sizeof(bytes), a);
}

uint32_t digest_crc32(uint32_t crc, const void *data, size_t len)
{
	return (uint32_t)crc32_z(crc, data, len);
}

static uint64_t rotate(uint64_t x, unsigned by)
{
	return x << by | x >> (64 - by);
}

static void sip_round(uint64_t v[4])
{
	v[0] += v[1];
	v[1] = rotate(v[1], 13) ^ v[0];
	v[0] = rotate(v[0], 32);
	v[2] += v[3];
	v[3] = rotate(v[3], 16) ^ v[2];
	v[0] += v[3];
	v[3] = rotate(v[3], 21) ^ v[0];
	v[2] += v[1];
	v[1] = rotate(v[1], 17) ^ v[2];
	v[2] = rotate(v[2], 32);
}

uint64_t digest_siphash13(const void *data, size_t len)
{
	uint64_t v[4] = {0x736f6d6570736575, 0x646f72616e646f6d, 0x6c7967656e657261,
			 0x7465646279746573};
	const unsigned char *p = data;
	uint64_t word = 0;

	for (size_t i = 0; i < len; i++) {
		word |= (uint64_t)p[i] << (8 * (i % 8));
		if (i % 8 != 7)
			continue;
		v[3] ^= word;
		sip_round(v);
		v[0] ^= word;
		word = 0;
	}
	word |= (uint64_t)len << 56;
	v[3] ^= word;
	sip_round(v);
	v[0] ^= word;
	v[2] ^= 0xff;
	for (int i = 0; i < 3; i++)
		sip_round(v);
	return v[0] ^ v[1] ^ v[2] ^ v[3];
}

char *digest_md5(const void *data, size_t len, struct arena *a)
{
	return MD5Data(data, len, arena_alloc(a, MD5_DIGEST_STRING_LENGTH));
}

static unsigned value_of(char digit)
{
	return (unsigned)(digit <= '9' ? digit - '0' : digit - 'a' + 10);
}

char *digest_base64(const char *hex, struct arena *a)
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
