/* SPDX-License-Identifier: Apache-2.0 */
/* Checksums that other tools keep in their history tables, as text. pawl's own is sha256.h. */
#ifndef BASE_DIGEST_H
#define BASE_DIGEST_H

#include "base/arena.h"

/* Lower-case hex of the data, in the arena. */
char *digest_md5(const void *data, size_t len, struct arena *a);
char *digest_sha1(const void *data, size_t len, struct arena *a);
char *digest_sha384(const void *data, size_t len, struct arena *a);

/* Hex digits as base64, with padding. */
char *digest_base64(const char *hex, struct arena *a);

/* CRC-32 (IEEE 802.3) of data behind what crc is of; 0 to begin with. */
uint32_t digest_crc32(uint32_t crc, const void *data, size_t len);

/*
 * SipHash-1-3 with a key of zeroes, as Rust's DefaultHasher computes it.
 * (Aumasson and Bernstein, "SipHash: a fast short-input PRF", with 1 and 3 rounds)
 */
uint64_t digest_siphash13(const void *data, size_t len);

#endif
