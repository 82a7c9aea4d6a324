#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Hook before_up: step 1 of the written workflow, which nobody can forget here.
# pg_dump finds host, user and password as psql does.
set -eu

mkdir -p backups
pg_dump --dbname=client_roles --file="backups/$(date -u +%Y%m%dT%H%M%SZ).sql"
