# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh
# What script/bench measures, to be sourced by it: scenario_NAME each.
#
# $work is a folder on disk, $memory one in memory, $results the scenario's
# results, $db the database of the moment: a file, or a server's socket folder
# (MariaDB: its socket).

slow=8 # seconds: what takes longer is run once

# timed CONTENDER COMMAND...: run it and keep what it took.
timed() {
	contender=$1
	shift
	if took=$("$bench/measure" "$work/log" "$@"); then
		printf '%s\t%s\n' "$contender" "$took" >>"$results"
	else
		printf '%s\tfailed\n' "$contender" >>"$results"
		echo "  $contender failed: $(tail -n 3 "$work/log" | tr '\n' ' ' | cut -c 1-300)" >&2
	fi
}

# Has this contender proved slow, or unable?
is_slow() {
	awk -F '\t' -v name="$1" -v slow="$slow" \
		'$1 == name && ($2 == "failed" || $2 + 0 > slow) { found = 1 } END { exit !found }' "$results"
}

# rounds N FUNCTION ARGUMENT...: call it N times.
rounds() {
	left=$1
	shift
	while [ "$left" -gt 0 ]; do
		"$@"
		left=$((left - 1))
	done
}

title() {
	printf '\n%s\n' "$1"
}

# report TARGET...: each is "KIND CONTENDER LIMIT", see bench/report.awk.
report() {
	for target in "$@"; do
		kind=${target%% *} limit=${target##* }
		whom=${target#* }
		printf 'target\t%s\t%s\t%s\n' "$kind" "${whom% *}" "$limit"
	done | cat "$results" - | awk -f bench/report.awk
}

# folder TOOL N ENGINE: prints the tool's folder, made once.
folder() {
	made=$work/$1-$2-$3
	[ -d "$made" ] || "folder_$1" "$2" "$made" "$3"
	echo "$made"
}

# A database without tables, or with one of a user's: then pawl does not group.
fresh() {
	case $engine in
	sqlite) rm -f "$db" "$db"-* ;;
	postgres)
		psql -X -q -h "$db" -U postgres -d postgres -c 'DROP DATABASE IF EXISTS bench' \
			-c 'CREATE DATABASE bench' 2>/dev/null
		psql -X -q -h "$db" -U postgres -d postgres -c CHECKPOINT
		;;
	mysql) mariadb --no-defaults -u root -S "$db" -e 'DROP DATABASE IF EXISTS bench; CREATE DATABASE bench' ;;
	esac
	sync -f "$work"
}

in_use() {
	fresh
	case $engine in
	sqlite) sqlite3 "$db" 'CREATE TABLE users (id INTEGER PRIMARY KEY)' ;;
	postgres) psql -X -q -h "$db" -U postgres -d bench -c 'CREATE TABLE users (id INTEGER PRIMARY KEY)' ;;
	esac
}

database_url() {
	case $engine in
	sqlite) echo "sqlite:$db" ;;
	postgres) echo "postgresql:///bench?host=$db&user=postgres" ;;
	mysql) echo "mysql://root@localhost/bench?socket=$db" ;;
	esac
}

# What the limit program calls the database.
limit_name() {
	[ "$engine" = postgres ] && database_url || echo "$db"
}

up_pawl() {
	contender=$1
	shift
	timed "$contender" "$pawl" up --url "$(database_url)" "$@"
}

up_limit() {
	timed "$1" "$bench/limit_$engine" up "$(limit_name)" "$2" "$3"
}

# round_up N TOOL...: everybody once.
round_up() {
	n=$1
	shift
	files=$(folder pawl "$n" any)
	fresh
	up_pawl pawl --dir "$files"
	fresh
	up_limit "limit, the same commits" "$files" "$([ $engine = postgres ] && echo 100 || echo 2000)"
	if [ "$engine" != mysql ] && [ "$n" -le 1000 ]; then
		in_use
		up_pawl "pawl, a commit each" --dir "$files"
		in_use
		up_limit "limit, a commit each" "$files" 1
	fi
	if [ "$name" = disk ]; then
		fresh
		up_pawl "pawl, synchronous=NORMAL" --dir "$files" --session "$work/normal.sql"
	fi
	for tool in "$@"; do
		is_slow "$(echo "$tool" | sed 's/drizzle/drizzle-kit/; s/alembic/Alembic/; s/_/-/')" && continue
		peer_files=$(folder "$tool" "$n" $engine)
		fresh
		"up_$tool" $engine "$peer_files"
	done
}

scenario_disk() {
	title "disk: 1,000 migrations onto an empty SQLite file on disk"
	engine=sqlite db=$work/bench.db
	echo 'PRAGMA synchronous = NORMAL;' >"$work/normal.sql"
	rounds "$runs" round_up 1000 dbmate drizzle alembic sql_migrate sqitch
	report "faster dbmate 2.5" "faster drizzle-kit 1" "faster Alembic 2.5" "faster sql-migrate 2.5" \
		"faster sqitch 2.5" "near limit, the same commits 1.1" \
		"near pawl, a commit each:limit, a commit each 1.1"
}

scenario_memory() {
	title "memory: 1,000 migrations onto an empty SQLite file in memory-backed storage"
	engine=sqlite db=$memory/bench.db
	rounds "$runs" round_up 1000 dbmate drizzle alembic sql_migrate sqitch
	report "near limit, the same commits 1.1" "near pawl, a commit each:limit, a commit each 1.1"
}

scenario_memory_10k() {
	[ -z "$quick" ] || return 0
	title "memory-10k: 10,000 migrations onto an empty SQLite file in memory-backed storage"
	engine=sqlite db=$memory/bench.db
	rounds "$runs" round_up 10000
	report "near limit, the same commits 1.1"
}

server_postgres() {
	[ -n "${postgres_home-}" ] && return 0
	# shellcheck source=tests/lib/postgres.sh
	. "$root/tests/lib/postgres.sh"
	mkdir "$work/postgres"
	postgres_home=$work/postgres
	postgres_start "$postgres_home" >/dev/null
	unset PAWL_TEST_POSTGRES_URL
}

# The test server runs without fsync; pg_ctl is not needed to change that.
postgres_fsync() {
	psql -X -q -h "$postgres_home" -U postgres -d postgres -c "ALTER SYSTEM SET fsync = $1" \
		-c 'SELECT pg_reload_conf()' >/dev/null
}

server_mariadb() {
	[ -n "${mariadb_home-}" ] && return 0
	# shellcheck source=tests/lib/mariadb.sh
	. "$root/tests/lib/mariadb.sh"
	mkdir "$work/mariadb"
	mariadb_home=$work/mariadb
	# The server's defaults in place of what is quick for tests.
	mariadb_start "$mariadb_home" --innodb-flush-log-at-trx-commit=1 --innodb-flush-method=O_DIRECT \
		--innodb-log-file-size=96M --innodb-buffer-pool-size=128M >/dev/null
}

servers_stop() {
	[ -z "${postgres_home-}" ] || postgres_stop "$postgres_home" || :
	[ -z "${mariadb_home-}" ] || mariadb_stop "$mariadb_home" || :
}

round_postgres() {
	round_up 1000 dbmate drizzle alembic sql_migrate sqitch
}

scenario_postgres() {
	title "postgres: 1,000 migrations onto PostgreSQL over a unix socket, default durability"
	server_postgres
	postgres_fsync on
	engine=postgres db=$postgres_home
	rounds "$runs" round_postgres
	report "faster dbmate 1.3" "faster drizzle-kit 1.3" "faster Alembic 1.3" "faster sql-migrate 1.3" \
		"faster sqitch 1.3" "near limit, the same commits 1.1" \
		"near pawl, a commit each:limit, a commit each 1.1"
}

scenario_postgres_off() {
	title "postgres-off: 1,000 migrations onto PostgreSQL over a unix socket, fsync off"
	server_postgres
	postgres_fsync off
	engine=postgres db=$postgres_home
	rounds "$runs" round_postgres
	report "near limit, the same commits 1.1" "near pawl, a commit each:limit, a commit each 1.1"
}

scenario_mariadb() {
	title "mariadb: 1,000 migrations onto MariaDB over a unix socket, default durability"
	server_mariadb
	engine=mysql db=$mariadb_home/s.sock
	rounds "$runs" round_up 1000 dbmate drizzle alembic sql_migrate sqitch
	report "near limit, the same commits 1.1"
}

round_nothing() {
	timed "limit" "$bench/limit_$engine" check "$(limit_name)" "$1"
	timed "pawl" "$pawl" up --url "$(database_url)" --dir "$1"
	timed "pawl status" "$pawl" status --url "$(database_url)" --dir "$1"
	shift
	for tool in "$@"; do
		shift
		db=$work/nothing-$tool.db
		"up_$tool" $engine "$(folder "$tool" 1000 $engine)"
	done
	db=$nothing
}

# nothing N TOOL...: everybody with a database of its own, N applied.
nothing() {
	n=$1
	shift
	files=$(folder pawl "$n" any)
	nothing=$db
	fresh
	"$pawl" up --url "$(database_url)" --dir "$files" >/dev/null 2>&1
	for tool in "$@"; do
		db=$work/nothing-$tool.db
		"up_$tool" $engine "$(folder "$tool" "$n" $engine)"
	done
	db=$nothing
	: >"$results"
	rounds $((runs * 4)) round_nothing "$files" "$@"
	report "near limit 1.5" "near pawl status:limit 1.5"
}

scenario_nothing() {
	title "nothing: SQLite, 1,000 applied and nothing to do"
	engine=sqlite db=$work/bench.db
	nothing 1000 dbmate drizzle alembic sql_migrate
}

scenario_nothing_10k() {
	[ -z "$quick" ] || return 0
	title "nothing-10k: SQLite, 10,000 applied and nothing to do"
	engine=sqlite db=$memory/bench.db
	nothing 10000
}

scenario_nothing_pg() {
	title "nothing-pg: PostgreSQL, 1,000 applied and nothing to do"
	server_postgres
	postgres_fsync off
	engine=postgres db=$postgres_home
	nothing 1000
}

round_start() {
	timed "limit" "$bench/limit_sqlite" check "$db" "$work/one"
	timed "pawl" "$pawl" status --url "sqlite:$db" --dir "$work/one"
	timed "pawl version" "$pawl" version
	timed "dbmate" "$dbmate" --version
	timed "sql-migrate" sql-migrate --version
	timed "Alembic" alembic --version
}

scenario_start() {
	title "start: a database with one migration applied"
	engine=sqlite db=$work/bench.db
	folder_pawl 1 "$work/one"
	fresh
	"$pawl" up --url "sqlite:$db" --dir "$work/one" >/dev/null 2>&1
	rounds $((runs * 4)) round_start
	report
	loaded=$(LD_DEBUG=files "$pawl" status --url "sqlite:$db" --dir "$work/one" 2>&1 |
		sed -n 's/.*calling init: //p' | sed 's/.*\///' | sort -u | tr '\n' ' ')
	echo "  loaded: $loaded"
	case $loaded in
	*libpq* | *libmariadb*) echo "  target: SQLite alone loads neither libpq nor libmariadb: MISSED" ;;
	*) echo "  target: SQLite alone loads neither libpq nor libmariadb: reached" ;;
	esac
}

# The file for pawl and, within a transaction, for the shell.
seed_prepare() {
	[ ! -d "$work/seed" ] || return 0
	mkdir "$work/seed"
	seed_file "$mib" "$work/seed/001_seed.sql"
}

seed_runs() {
	[ "$runs" -gt 2 ] && echo 2 || echo "$runs"
}

round_seed() {
	fresh
	up_pawl pawl --dir "$work/seed"
	fresh
	case $engine in
	sqlite) timed "sqlite3" sqlite3 -bail "$db" BEGIN ".read $work/seed/001_seed.sql" COMMIT ;;
	postgres) timed "psql" psql -X -q -v ON_ERROR_STOP=1 -1 -h "$db" -U postgres -d bench -f "$work/seed/001_seed.sql" ;;
	mysql) timed "mariadb" mariadb --no-defaults -u root -S "$db" bench -e "SET autocommit = 0; source $work/seed/001_seed.sql; COMMIT" ;;
	esac
}

seed() {
	title "seed-$1: one seed file of $mib MB, a row a statement, in one transaction"
	seed_prepare
	rounds "$(seed_runs)" round_seed
	report "near $2 1.1" "memory pawl 16384"
}

scenario_seed_sqlite() {
	engine=sqlite db=$work/bench.db
	seed sqlite sqlite3
}

scenario_seed_postgres() {
	server_postgres
	postgres_fsync on
	engine=postgres db=$postgres_home
	seed postgres psql
}

scenario_seed_mariadb() {
	server_mariadb
	engine=mysql db=$mariadb_home/s.sock
	seed mariadb mariadb
}
