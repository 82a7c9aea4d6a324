#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Every file of code says its licence in its first two lines.
#
# usage: tools/check-spdx.sh [ROOT]
set -eu
cd "${1:-$(dirname "$0")/..}"

status=0
for file in $(find include src cli tests tools script .ci -type f \( -name '*.[ch]' -o -name '*.def' \
	-o -name '*.in' -o -name '*.sh' -o -name '*.bash' -o -name '*.bats' -o -name meson.build \
	-o -path 'script/*' -o -path '.ci/*' \) | sort); do
	if ! head -n 2 "$file" | grep -q 'SPDX-License-Identifier: Apache-2.0'; then
		echo "$file: no SPDX-License-Identifier line"
		status=1
	fi
done
exit $status
