#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Who may include whom: the table of ARCHITECTURE.md, enforced.
#
# usage: tools/check-layers.sh [ROOT]
#
# Fails on: an include that goes upwards or into a concrete backend, a
# third-party header outside its home, a backend named outside the registries, a
# cycle among headers, and a source file that no meson.build lists.
set -eu
export LC_ALL=C
cd "${1:-$(dirname "$0")/..}"

files=$(find include src cli -name '*.[ch]' | sort)
[ -n "$files" ] || { echo "check-layers: no sources found in $PWD" >&2; exit 1; }

status=0

# shellcheck disable=SC2086 # file names of the project hold no blanks
awk '
BEGIN {
	# layer -> the layers whose headers it may include, beside its own
	may["base"] = ""
	may["sql"] = "base"
	may["model"] = "base"
	may["dialect"] = "base sql model"
	may["driver"] = "base sql model dialect"
	may["state"] = "base sql model dialect driver"
	may["docgen"] = "base model"
	may["layout"] = "base sql"
	may["lint"] = "base sql model dialect"
	may["migrate"] = "base sql model dialect driver layout state"
	may["api"] = "base sql model dialect driver layout lint state docgen migrate"

	# public headers that every layer may include; the rest is for those who build
	# what the headers promise, and for the command line
	common = " error.h errors.def event.h "
	public_layers = " include migrate api cli "

	# third-party header -> the file or folder that is its one home
	home["sqlite3.h"] = "src/driver/sqlite/"
	home["libpq-fe.h"] = "src/driver/postgres/"
	home["mysql.h"] = "src/driver/mysql/"
	home["errmsg.h"] = "src/driver/mysql/"
	home["mysqld_error.h"] = "src/driver/mysql/"
	home["ini.h"] = "cli/config.c"
	home["jansson.h"] = "cli/json.c src/layout/json.c src/dialect/postgres/parse src/driver/data_api/json.c"
	home["md5.h"] = "src/layout/digest.c"
	home["sha1.h"] = "src/layout/digest.c"
	home["sha2.h"] = "src/base/sha256. src/layout/checksum.c"
	home["zlib.h"] = "src/layout/checksum.c"
	home["pg_query.h"] = "src/dialect/postgres/parse.c"
	home["curl/curl.h"] = "src/driver/data_api/http.c"
	home["gvc.h"] = "src/docgen/dot_render.c"
	home["immintrin.h"] = "src/base/sha256_x86."
	home["cpuid.h"] = "src/base/sha256_x86."

	# what the C library, POSIX and Linux bring is free to use
	system_headers = " assert.h ctype.h dirent.h dlfcn.h errno.h fcntl.h fnmatch.h getopt.h " \
		"glob.h inttypes.h libgen.h limits.h link.h locale.h math.h netdb.h poll.h pthread.h pwd.h " \
		"sched.h setjmp.h signal.h spawn.h stdarg.h stdatomic.h stdbool.h stddef.h stdint.h " \
		"stdio.h stdlib.h string.h strings.h syslog.h termios.h time.h unistd.h wchar.h wordexp.h "

	backends = "^(sqlite|postgres|postgresql|mysql|mariadb|data_api)$"
	# what drivers of one engine share: part of each of them, and of nothing else
	shared["mysqld"] = "^src/driver/(mysqld|mysql|data_api)/"
	shared["pgsql"] = "^src/driver/(pgsql|postgres|data_api)/"
}

function complain(text)
{
	printf "%s:%d: %s\n", FILENAME, FNR, text
	bad = 1
}

# One of the files or folders is, or holds, this file.
function is_home(places,   place, i, n)
{
	n = split(places, place, " ")
	for (i = 1; i <= n; i++)
		if (index(FILENAME, place[i]) == 1)
			return 1
	return 0
}

function layer_of(path,   part)
{
	split(path, part, "/")
	return part[1] == "src" ? part[2] : part[1]
}

function exists(path,   line, got)
{
	got = (getline line < path)
	close(path)
	return got >= 0
}

# Third-party and system headers, and the public ones.
function check_angle(name,   part, i, n)
{
	split(name, part, "/")
	if (part[1] == "pawl") {
		edge(FILENAME, "include/" name)
		if (index(public_layers, " " layer " ") == 0 && index(common, " " part[2] " ") == 0)
			complain("layer " layer " includes <" name ">: only migrate, api and cli may")
		return
	}
	if (layer == "include" && name !~ /^(stddef|stdint|stdarg)\.h$/)
		complain("public header includes <" name ">")
	if (name in home) {
		if (!is_home(home[name]))
			complain("<" name "> belongs to " home[name] " alone")
		return
	}
	if (part[1] ~ /^(sys|arpa|net|netinet|linux)$/ || index(system_headers, " " name " "))
		return
	complain("third-party header <" name "> has no home (see tools/check-layers.sh)")
}

# The headers of the project itself.
function check_quoted(name,   dir, to, other, part, n)
{
	dir = FILENAME
	sub(/[^\/]*$/, "", dir)
	if (layer == "include") {
		complain("public header includes \"" name "\"")
		return
	}
	if (exists(dir name))
		to = dir name
	else if (layer == "cli")
		to = exists(name) && name ~ /^cli\// ? name : "src/" name
	else
		to = "src/" name
	edge(FILENAME, to)
	other = layer_of(to)
	if (other == layer && (layer == "cli" || !(layer in may)))
		return
	if (layer == "cli") {
		complain("cli includes \"" name "\": only include/pawl and cli/ are its to use")
		return
	}
	if (!(layer in may)) {
		complain("layer " layer " is not in the table (see tools/check-layers.sh)")
		return
	}
	if (other != layer && index(" " may[layer] " ", " " other " ") == 0)
		complain("layer " layer " may not include \"" name "\"")
	n = split(to, part, "/")
	if (n > 3 && part[3] ~ backends && index(FILENAME, dir_of_backend(part)) != 1 &&
	    FILENAME !~ /\/registry\.c$/)
		complain("\"" name "\" is a concrete backend: only its folder and registry.c include it")
	if (n > 3 && part[3] in shared && FILENAME !~ shared[part[3]])
		complain("\"" name "\" is for the drivers of one engine alone")
}

function dir_of_backend(part)
{
	return part[1] "/" part[2] "/" part[3] "/"
}

# Remember header -> header, to find cycles at the end.
function edge(from, to)
{
	if (from ~ /\.h$/ && to ~ /\.h$/)
		edges[from] = edges[from] " " to
}

# A backend is named in its own folders, the registries, the URL parser, and where the files
# of another tool name it.
function check_names(line,   word)
{
	if (layer == "include" || layer == "cli" || FILENAME ~ /\/(registry\.c|backends\.h)$/)
		return
	if (FILENAME == "src/layout/engine_name.c")
		return
	if (FILENAME ~ /^src\/(driver|dialect)\/(sqlite|postgres|pgsql|mysql|mysqld|data_api)\// || FILENAME ~ /^src\/driver\/url(_translate)?\./)
		return
	while (match(line, /"(sqlite|sqlite3|postgres|postgresql|mysql|mariadb|data-api)"/)) {
		complain("backend " substr(line, RSTART, RLENGTH) " is named outside its folder and the registries")
		line = substr(line, RSTART + RLENGTH)
	}
	if (match(line, /(^|[^a-z_0-9])(dialect|driver)_(sqlite|postgres|mysql)([^a-z_0-9]|$)/))
		complain("a concrete backend is named outside its folder and the registries")
}

function visit(header, path,   i, n, next_one)
{
	if (state[header] == 2)
		return
	if (state[header] == 1) {
		printf "%s: headers include each other: %s -> %s\n", header, path, header
		bad = 1
		return
	}
	state[header] = 1
	n = split(edges[header], next_one, " ")
	for (i = 1; i <= n; i++)
		visit(next_one[i], path " -> " header)
	state[header] = 2
}

FNR == 1 {
	layer = layer_of(FILENAME)
	comment = 0
}

/^[ \t]*#[ \t]*include[ \t]*</ {
	name = $0
	sub(/^[^<]*</, "", name)
	sub(/>.*/, "", name)
	check_angle(name)
	next
}
/^[ \t]*#[ \t]*include[ \t]*"/ {
	name = $0
	sub(/^[^"]*"/, "", name)
	sub(/".*/, "", name)
	check_quoted(name)
	next
}
/^[ \t]*#[ \t]*include/ {
	complain("include of something that is no header name")
	next
}

# Comments may speak of engines.
/^[ \t]*\/\*/ { comment = 1 }
comment {
	if ($0 ~ /\*\//)
		comment = 0
	next
}
{
	line = $0
	gsub(/\/\*([^*]|\*[^\/])*\*\//, "", line)
	check_names(line)
}

END {
	for (header in edges)
		visit(header, "")
	exit bad
}' $files || status=1

# Every source is listed, in the meson.build of its folder or of one above it.
for file in $files; do
	case $file in
	*.c) ;;
	*) continue ;;
	esac
	dir=$(dirname "$file")
	found=
	while [ "$dir" != . ]; do
		if [ -f "$dir/meson.build" ] && grep -qF "'${file#"$dir"/}'" "$dir/meson.build"; then
			found=1
			break
		fi
		dir=$(dirname "$dir")
	done
	[ -n "$found" ] || { echo "$file: is in no meson.build"; status=1; }
done

# A unit test that nobody lists would never run.
for file in tests/unit/test_*.c; do
	[ -f "$file" ] || continue
	name=${file#tests/unit/test_}
	grep -qF "'${name%.c}'" tests/unit/meson.build ||
		{ echo "$file: is not in tests/unit/meson.build"; status=1; }
done

if find src cli include tests -name meson.build -exec grep -nHE 'run_command\(' {} + ; then
	echo "sources are listed by hand, not by run_command(): see above"
	status=1
fi

[ $status -eq 0 ] || echo "check-layers: see \"Who may include whom\" in ARCHITECTURE.md" >&2
exit $status
