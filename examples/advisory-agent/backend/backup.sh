#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Hook before_up: copy the database that is about to change, with SQLite's own
# online backup, so that a server that still runs does not spoil the copy.
set -eu

database=${PAWL_URL#sqlite:}
backup=$database.$(date -u +%Y%m%dT%H%M%SZ).bak

# Nothing to save on the very first run.
[ -s "$database" ] || exit 0
sqlite3 "$database" ".backup '$backup'"
