/* SPDX-License-Identifier: Apache-2.0 */
/* pawl: database schema migrations. This header includes all the others. */
#ifndef PAWL_H
#define PAWL_H

#include <pawl/backup.h>
#include <pawl/error.h>
#include <pawl/event.h>
#include <pawl/lint.h>
#include <pawl/migrate.h>
#include <pawl/plan.h>
#include <pawl/rehearse.h>
#include <pawl/schema.h>
#include <pawl/session.h>
#include <pawl/split.h>
#include <pawl/version.h>

#endif
