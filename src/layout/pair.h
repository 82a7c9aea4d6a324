/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LAYOUT_PAIR_H
#define LAYOUT_PAIR_H

#include "layout/name.h"

/*
 * Files of one number whose names tell only together which way each of them leads: the one
 * that turns out to be a way back gets that role, and the title of its way up.
 */
void pair_names(struct name *const *v, size_t n, struct arena *a);

#endif
