# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh
# The other tools, to be sourced: where they come from, how each is run.
#
#	peers_install		all of them; sets dbmate, drizzle; exact versions by
#				bench/peers/package-lock.json, into $cache
#	peers_versions
#	up_TOOL ENGINE DIR	apply what is in DIR to the database $db of that engine

peers_install() {
	mkdir -p "$cache/npm"
	if ! cmp -s bench/peers/package-lock.json "$cache/npm/installed"; then
		cp bench/peers/package.json bench/peers/package-lock.json "$cache/npm/"
		npm ci --prefix "$cache/npm" --ignore-scripts --no-audit --no-fund \
			>"$cache/npm.log" 2>&1 || {
			cat "$cache/npm.log" >&2
			return 1
		}
		cp "$cache/npm/package-lock.json" "$cache/npm/installed"
	fi
	# The program itself, not the script that would start node first.
	dbmate=$cache/npm/node_modules/@dbmate/linux-x64/bin/dbmate
	drizzle=$cache/npm/node_modules/drizzle-kit/bin.cjs
}

npm_version() {
	node -p "require(process.argv[1]).version" "$cache/npm/node_modules/$1/package.json"
}

debian_version() {
	dpkg-query -W -f '${Version}' "$1"
}

peers_versions() {
	cat <<-END
		dbmate $(npm_version @dbmate/linux-x64) (Go; a commit per migration; SQLite at synchronous=NORMAL, its driver's own choice)
		drizzle-kit $(npm_version drizzle-kit) with @libsql/client $(npm_version @libsql/client), pg $(npm_version pg), mysql2 $(npm_version mysql2), Node.js $(node --version | tr -d v) (all in one commit)
		Alembic $(debian_version alembic) (Python; PostgreSQL in one commit, elsewhere a commit per statement)
		sqitch $(debian_version sqitch) (Perl; runs the engine's shell per migration)
		sql-migrate $(debian_version sql-migrate) (Go; a commit per migration)
	END
}

up_dbmate() {
	case $1 in
	sqlite) url=sqlite:$db ;;
	postgres) url="postgres://postgres@/bench?socket=$db" ;;
	mysql) url="mysql://root@/bench?socket=$db" ;;
	esac
	timed dbmate "$dbmate" --url "$url" -d "$2" --no-dump-schema up
}

up_drizzle() {
	case $1 in
	sqlite) dialect=sqlite url=file:$db ;;
	postgres) dialect=postgresql url="postgresql://postgres@localhost/bench?host=$db" ;;
	mysql) dialect=mysql url="mysql://root@localhost/bench?socketPath=$db" ;;
	esac
	# It resolves its drivers and "out" from where it runs.
	printf 'module.exports = { dialect: "%s", out: "%s", dbCredentials: { url: "%s" } }\n' \
		"$dialect" "./${2##*/}" "$url" >"$cache/npm/drizzle.config.js"
	ln -sfn "$2" "$cache/npm/${2##*/}"
	timed drizzle-kit env -C "$cache/npm" node "$drizzle" migrate --config=drizzle.config.js
	rm -f "$cache/npm/${2##*/}"
}

up_alembic() {
	case $1 in
	sqlite) BENCH_URL=sqlite:///$db ;;
	postgres) BENCH_URL="postgresql+psycopg2://postgres@/bench?host=$db" ;;
	mysql) BENCH_URL="mysql+mysqldb://root@localhost/bench?unix_socket=$db" ;;
	esac
	export BENCH_URL
	timed Alembic env PYTHONDONTWRITEBYTECODE=1 alembic -c "$2/alembic.ini" upgrade head
}

up_sqitch() {
	case $1 in
	sqlite) url=db:sqlite:$db ;;
	postgres) url="db:pg://postgres@/bench?host=$db" ;;
	mysql) url="db:mysql://root@localhost/bench?mysql_socket=$db" ;;
	esac
	[ "$1" != sqlite ] || rm -f "${db%/*}/sqitch.db"
	# The socket is named by the environment: its shell does not get it from the URL.
	timed sqitch env -C "$2" PGHOST="$db" MYSQL_UNIX_PORT="$db" sqitch --quiet deploy "$url"
	[ "$1" != sqlite ] || rm -f "${db%/*}/sqitch.db"
}

up_sql_migrate() {
	case $1 in
	sqlite) dialect=sqlite3 url=$db ;;
	postgres) dialect=postgres url="host=$db dbname=bench user=postgres sslmode=disable" ;;
	mysql) dialect=mysql url="root@unix($db)/bench?parseTime=true" ;;
	esac
	printf 'bench:\n  dialect: %s\n  datasource: %s\n  dir: %s\n' "$dialect" "$url" "$2" \
		>"$work/dbconfig.yml"
	timed sql-migrate sql-migrate up -config="$work/dbconfig.yml" -env=bench
}
