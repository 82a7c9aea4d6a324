#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# For the pipeline: does an environment have the schema that the migrations give,
# and do the docs describe it?
#
# usage: backend/ci/check_schema.sh ENVIRONMENT
set -eu
cd "$(dirname "$0")/../.."

environment=$1
docs=docs/SCHEMA.md
new=$(mktemp)
trap 'rm -f "$new"' EXIT

pawl check --env "$environment"

# From the migrations, not from a database: what is documented is what is in version control.
pawl docs --from migrations --title "Financial Advisory Agent" --format markdown -o "$new" --quiet
cmp -s "$new" "$docs" || {
	echo "$docs is stale; pawl docs --from migrations --title \"Financial Advisory Agent\" -o $docs" >&2
	exit 1
}
echo "$docs is up to date"
