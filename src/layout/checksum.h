/* SPDX-License-Identifier: Apache-2.0 */
/* Checksums that other tools keep in their history tables, beside those of digest.h. */
#ifndef LAYOUT_CHECKSUM_H
#define LAYOUT_CHECKSUM_H

#include "base/arena.h"

/* SHA-384 as lower-case hex, in the arena. */
char *checksum_sha384(const void *data, size_t len, struct arena *a);

/* CRC-32 (IEEE 802.3) of data behind what crc is of; 0 to begin with. */
uint32_t checksum_crc32(uint32_t crc, const void *data, size_t len);

/* Adler-32 (RFC 1950). */
uint32_t checksum_adler32(const void *data, size_t len);

/*
 * SipHash-1-3 with a key of zeroes, as Rust's DefaultHasher computes it.
 * (Aumasson and Bernstein, "SipHash: a fast short-input PRF", with 1 and 3 rounds)
 */
uint64_t checksum_siphash13(const void *data, size_t len);

#endif
