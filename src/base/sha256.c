/* SPDX-License-Identifier: Apache-2.0 */
#include "base/sha256.h"

#include <stdint.h>
#include <string.h>

void sha256_init(struct sha256 *h)
{
	*h = (struct sha256){0};
	SHA256Init(&h->ctx);
}

void sha256_add(struct sha256 *h, const void *data, size_t len)
{
	SHA256Update(&h->ctx, data, len);
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

void sha256_hex(struct sha256 *h, char ret[SHA256_HEX])
{
	uint8_t digest[SHA256_DIGEST_LENGTH];
	static const char hex[] = "0123456789abcdef";

	if (h->cr)
		sha256_add(h, "\r", 1);
	SHA256Final(digest, &h->ctx);
	for (size_t i = 0; i < sizeof(digest); i++) {
		ret[2 * i] = hex[digest[i] >> 4];
		ret[2 * i + 1] = hex[digest[i] & 15];
	}
	ret[2 * sizeof(digest)] = '\0';
}
