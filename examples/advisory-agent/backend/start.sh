#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Entry point of the container: migrate, then become the server. Several
# containers may start at once; one migrates, the others wait and find nothing to do.
set -eu

pawl up
exec "$@"
