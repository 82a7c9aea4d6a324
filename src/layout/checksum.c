/* SPDX-License-Identifier: Apache-2.0 */
#include "layout/checksum.h"

#include <sha2.h>
#include <zlib.h>

char *checksum_sha384(const void *data, size_t len, struct arena *a)
{
	char *hex = arena_alloc(a, SHA384_DIGEST_STRING_LENGTH);

	return SHA384Data(data, len, hex);
}

uint32_t checksum_crc32(uint32_t crc, const void *data, size_t len)
{
	return (uint32_t)crc32_z(crc, data, len);
}

uint32_t checksum_adler32(const void *data, size_t len)
{
	return (uint32_t)adler32_z(adler32(0, NULL, 0), data, len);
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

uint64_t checksum_siphash13(const void *data, size_t len)
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
