/* SPDX-License-Identifier: Apache-2.0 */
/* The one driver that is linked in. */
#ifndef DRIVER_SQLITE_SQLITE_H
#define DRIVER_SQLITE_SQLITE_H

#include "driver/driver.h"

extern const struct driver sqlite_driver;

#endif
