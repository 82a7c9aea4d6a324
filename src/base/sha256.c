/* SPDX-License-Identifier: Apache-2.0 */
#include "base/sha256.h"

#include "base/sha256_x86.h"

#include <sha2.h>
#include <string.h>

enum { BLOCK = 64 };

void sha256_init(struct sha256 *h)
{
	*h = (struct sha256){.state = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f,
				       0x9b05688c, 0x1f83d9ab, 0x5be0cd19}};
}

static void add_blocks(struct sha256 *h, const uint8_t *data, size_t n)
{
	if (sha256_x86_is_there()) {
		sha256_x86_blocks(h->state, data, n);
		return;
	}
	for (; n > 0; n--, data += BLOCK)
		SHA256Transform(h->state, data);
}

void sha256_add(struct sha256 *h, const void *data, size_t len)
{
	const uint8_t *at = data;
	size_t used = h->len % BLOCK, part = BLOCK - used < len ? BLOCK - used : len;

	h->len += len;
	if (used != 0) {
		memcpy(h->block + used, at, part);
		if (used + part < BLOCK)
			return;
		add_blocks(h, h->block, 1);
		at += part;
		len -= part;
	}
	add_blocks(h, at, len / BLOCK);
	memcpy(h->block, at + len / BLOCK * BLOCK, len % BLOCK);
}

void sha256_add_text(struct sha256 *h, const char *text, size_t len)
{
	const char *end = text + len, *cr;

	if (len == 0)
		return;
	/* Callers hand over at least three bytes at first unless the text is shorter. */
	if (!h->started && len >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0)
		text += 3;
	h->started = true;
	if (h->cr && text < end && *text != '\n')
		sha256_add(h, "\r", 1);
	h->cr = false;
	while ((cr = memchr(text, '\r', (size_t)(end - text))) != NULL) {
		sha256_add(h, text, (size_t)(cr - text));
		text = cr + 1;
		if (text == end)
			h->cr = true;
		else if (*text != '\n')
			sha256_add(h, "\r", 1);
	}
	sha256_add(h, text, (size_t)(end - text));
}

/* A bit 1, zeros, and the number of bits as 64 bits, up to the end of a block. */
static void add_end(struct sha256 *h)
{
	static const uint8_t padding[BLOCK] = {0x80};
	uint64_t bits = h->len * 8;
	uint8_t number[8];

	for (int i = 0; i < 8; i++)
		number[i] = (uint8_t)(bits >> (56 - 8 * i));
	sha256_add(h, padding, (2 * BLOCK - 9 - h->len % BLOCK) % BLOCK + 1);
	sha256_add(h, number, sizeof(number));
}

void sha256_hex(struct sha256 *h, char ret[SHA256_HEX])
{
	static const char hex[] = "0123456789abcdef";

	if (h->cr)
		sha256_add(h, "\r", 1);
	add_end(h);
	for (size_t i = 0; i < SHA256_HEX - 1; i++)
		ret[i] = hex[h->state[i / 8] >> (28 - i % 8 * 4) & 15];
	ret[SHA256_HEX - 1] = '\0';
}
