#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Run a conformance program on one engine.
#
# usage: tests/conformance/run.sh ENGINE PROGRAM [ARGUMENT...]
#
# ENGINE.env sets PAWL_TEST_URL. Where it stays empty there is no server: the
# test is skipped (77), unless PAWL_TEST_ENGINES ("sqlite postgres mysql data_api
# data_api_mysql") names the engine; then a missing server is a failure and no quiet gap.
set -eu
engine=$1
shift
PAWL_TEST_DIR=$(mktemp -d "${TMPDIR:-/tmp}/pawl-conformance.XXXXXX")
trap 'rm -rf "$PAWL_TEST_DIR"' EXIT
trap 'exit 130' INT TERM HUP

# Runs in the form of six tools, each to be stopped everywhere: here at one call in seven.
case $1 in
*/test_kept) export PAWL_TEST_EVERY="${PAWL_TEST_EVERY:-7}" ;;
esac

# shellcheck source=/dev/null
. "$(dirname "$0")/$engine.env"
export PAWL_TEST_DIR PAWL_TEST_URL
if [ -n "$PAWL_TEST_URL" ]; then
	"$@"
	exit
fi
case " ${PAWL_TEST_ENGINES-} " in
*" $engine "*)
	echo "PAWL_TEST_ENGINES names $engine, but there is no URL of a server" >&2
	exit 1
	;;
esac
echo "no server for $engine" >&2
exit 77
