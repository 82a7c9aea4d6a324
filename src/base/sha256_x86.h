/* SPDX-License-Identifier: Apache-2.0 */
/* SHA-256's blocks by the instructions that x86 processors have for them. */
#ifndef BASE_SHA256_X86_H
#define BASE_SHA256_X86_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Has this processor the instructions? False on any other architecture. */
bool sha256_x86_is_there(void);

/* Take n blocks of 64 bytes into the state. Only where sha256_x86_is_there(). */
void sha256_x86_blocks(uint32_t state[8], const uint8_t *data, size_t n);

#endif
