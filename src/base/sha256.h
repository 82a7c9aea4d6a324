/* SPDX-License-Identifier: Apache-2.0 */
/* SHA-256 (FIPS 180-4) as lower-case hex; the processor's own instructions where it has them, else libmd. */
#ifndef BASE_SHA256_H
#define BASE_SHA256_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { SHA256_HEX = 65 }; /* 64 digits and the NUL */

struct sha256 {
	uint32_t state[8];
	uint64_t len;      /* of all that was added */
	uint8_t block[64]; /* its last len % 64 bytes */
	bool started;      /* a byte was seen: a byte-order mark is no longer looked for */
	bool cr;           /* the last byte was a carriage return, still held back */
};

void sha256_init(struct sha256 *h);
void sha256_add(struct sha256 *h, const void *data, size_t len);

/*
 * The same over text: a leading UTF-8 byte-order mark is left out and CRLF
 * counts as LF, however the text is cut into pieces. Do not mix with
 * sha256_add on one hash.
 */
void sha256_add_text(struct sha256 *h, const char *text, size_t len);

void sha256_hex(struct sha256 *h, char ret[SHA256_HEX]);

#endif
