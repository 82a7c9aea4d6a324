#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Run the console blocks of a Markdown file and compare what they print.
#
# usage: tests/docs/run.sh BUILD FILE        (TAP on stdout)
#
# How to write such blocks is in CONTRIBUTING.md. All commands of a file run in
# one place, one after the other, as a reader would type them: an empty folder,
# or for examples/X/README.md a copy of examples/X. BUILD/cli is on the PATH.
# The first command that goes wrong ends the run: what follows builds on it.
set -u
root=$(cd "$(dirname "$0")/../.." && pwd)
build=$(cd "$1" && pwd)
file=$2
work=$(mktemp -d "${TMPDIR:-/tmp}/pawl-docs.XXXXXX")
chmod 711 "$work"
server=''

finish() {
	trap '' INT TERM HUP
	case $server in
	postgres) postgres_stop "$work/server" ;;
	mysql) mariadb_stop "$work/server" ;;
	esac >/dev/null 2>&1
	rm -rf "$work"
}
trap finish EXIT
trap 'exit 1' INT TERM HUP

# The steps of the file: N.command, N.expected, N.line, N.exit.
mkdir "$work/steps"
awk -v dir="$work/steps" '
function put(kind, text)
{
	print text >(dir "/" step "." kind)
}
function close_step()
{
	if (step > 0) {
		close(dir "/" step ".command")
		close(dir "/" step ".expected")
	}
}
/^```/ && inside {
	if (step > 0)
		put("exit", code)
	inside = 0
	next
}
/^```console/ {
	inside = 1
	code = 0
	if (match($0, /exit=[0-9]+/))
		code = substr($0, RSTART + 5, RLENGTH - 5)
	next
}
!inside { next }
/^\$ / {
	close_step()
	step++
	put("line", FNR)
	put("command", substr($0, 3))
	in_command = 1
	next
}
in_command && /^> / {
	put("command", substr($0, 3))
	next
}
in_command && /^>$/ {
	put("command", "")
	next
}
{
	in_command = 0
	put("expected", $0)
}' "$file"

total=$(find "$work/steps" -name '*.command' | wc -l)
[ "$total" -gt 0 ] || { echo "Bail out! no console blocks in $file"; exit 1; }

# "<!-- requires: postgres -->" gives the file a server of its own in DATABASE_URL.
unset DATABASE_URL
requires=$(sed -n 's/^<!-- requires: \(.*\) -->$/\1/p' "$file")
case $requires in
'') ;;
postgres)
	[ -n "${PAWL_TEST_POSTGRES_URL-}" ] || { echo "1..0 # SKIP needs PostgreSQL"; exit 0; }
	# shellcheck source=/dev/null
	. "$root/tests/lib/postgres.sh"
	mkdir "$work/server"
	server=postgres
	postgres_start "$work/server" >"$work/url" || exit 1
	DATABASE_URL=$(cat "$work/url")
	[ -n "$DATABASE_URL" ] || DATABASE_URL=$PAWL_TEST_POSTGRES_URL
	;;
mysql)
	[ -n "${PAWL_TEST_MYSQL_URL-}" ] || { echo "1..0 # SKIP needs MariaDB"; exit 0; }
	# shellcheck source=/dev/null
	. "$root/tests/lib/mariadb.sh"
	mkdir "$work/server"
	server=mysql
	mariadb_start "$work/server" >"$work/url" || exit 1
	DATABASE_URL=$(cat "$work/url")
	[ -n "$DATABASE_URL" ] || DATABASE_URL=$PAWL_TEST_MYSQL_URL
	;;
*) echo "Bail out! $file requires \"$requires\", which tests/docs/run.sh does not know"; exit 1 ;;
esac

case $file in
*/examples/*/README.md)
	here=$work/$(basename "$(dirname "$file")")
	cp -R "$(dirname "$file")" "$here"
	;;
*)
	here=$work/project
	mkdir "$here"
	;;
esac

for name in $(env | sed -n 's/^\(PAWL_[A-Z_]*\)=.*/\1/p'); do
	unset "$name"
done
mkdir "$work/home"
[ -z "${DATABASE_URL-}" ] || export DATABASE_URL
export HOME="$work/home" PATH="$build/cli:$PATH" LC_ALL=C.UTF-8 TZ=UTC NO_COLOR=1

# What a reader's shell would keep between two commands.
echo "$here" >"$work/folder"
export -p >"$work/environment"
cat >"$work/step.sh" <<'STEP'
. "$1/environment"
cd "$(cat "$1/folder")" || exit
. "$2"
code=$?
pwd >"$1/folder"
export -p >"$1/environment"
exit $code
STEP

echo "1..$total"
step=1
while [ $step -le "$total" ]; do
	base=$work/steps/$step
	[ -f "$base.expected" ] || : >"$base.expected"
	want=0
	[ ! -f "$base.exit" ] || want=$(cat "$base.exit")
	sh "$work/step.sh" "$work" "$base.command" </dev/null >"$base.got" 2>&1
	code=$?
	title="$(basename "$file"):$(cat "$base.line") $(head -n 1 "$base.command" | tr '#' ' ')"
	if awk -f "$root/tests/docs/match.awk" "$base.expected" "$base.got" >"$base.diff" &&
		[ $code -eq "$want" ]; then
		printf 'ok %s - %s\n' $step "$title"
	else
		printf 'not ok %s - %s\n' $step "$title"
		[ $code -eq "$want" ] || echo "# exit status $code, expected $want"
		sed 's/^/# /' "$base.diff"
		echo "# it printed:"
		sed 's/^/# | /' "$base.got"
		while [ $((step += 1)) -le "$total" ]; do
			echo "not ok $step - not run, see above"
		done
		exit 1
	fi
	step=$((step + 1))
done
