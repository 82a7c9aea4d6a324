#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Run a conformance program against one engine: run.sh ENGINE PROGRAM. The
# engine's .env file sets PAWL_TEST_URL, may use the folder $TEST_DIR and may
# define stop(). Without a URL the program skips itself (exit status 77).
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$here/../..
TEST_DIR=$(mktemp -d "${TMPDIR:-/tmp}/pawl-conformance.XXXXXX")

stop() {
	:
}

finish() {
	stop
	rm -rf "$TEST_DIR"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# shellcheck source=/dev/null
. "$here/$1.env"
export PAWL_TEST_URL
"$2"
