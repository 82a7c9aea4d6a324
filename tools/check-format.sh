#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Every C file is as clang-format 14 writes it.
#
# usage: tools/check-format.sh [ROOT]        (exit 77: no clang-format 14 here)
set -eu
cd "${1:-$(dirname "$0")/..}"

command -v clang-format-14 >/dev/null || { echo "clang-format-14 is not installed"; exit 77; }

find include src cli tests examples -name '*.[ch]' 2>/dev/null | sort |
	xargs clang-format-14 --dry-run --Werror --style=file ||
	{ echo "check-format: run clang-format-14 -i on the files above" >&2; exit 1; }
