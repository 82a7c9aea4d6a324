# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh
# One way to the databases of all engines, for script/real-folders, in its folder $work:
#
#	engine_use ENGINE       postgres, mysql or sqlite from now on; starts the server once
#	engine_create NAME      a new, empty database, instead of an older one of that name;
#	                        MariaDB's is called real_NAME, which is no column's name
#	engine_url NAME         for pawl
#	engine_client NAME      runs its standard input by the engine's own client, up to an error
#	engine_schema NAME      the schema as the engine's own dump says it, pawl's tables left out
#	engine_rows NAME        each table and its number of rows
#	engine_stop_all

postgres_url_='' mysql_url_=''

engine_use() {
	engine_=$1
	case $1 in
	postgres)
		[ -z "$postgres_url_" ] || return 0
		mkdir "$work/postgres" && postgres_start "$work/postgres" >/dev/null || exit
		postgres_url_=$PAWL_TEST_POSTGRES_URL
		;;
	mysql)
		[ -z "$mysql_url_" ] || return 0
		mkdir "$work/mariadb"
		mysql_url_=$(mariadb_start "$work/mariadb") || exit
		;;
	esac
}

engine_stop_all() {
	postgres_stop "$work/postgres" || :
	mariadb_stop "$work/mariadb" || :
}

engine_url() {
	case $engine_ in
	postgres) echo "postgresql:///$1?host=$work/postgres&user=postgres" ;;
	mysql) echo "mysql://root@localhost/real_$1?socket=$work/mariadb/s.sock" ;;
	sqlite) echo "sqlite:$work/$1.db" ;;
	esac
}

postgres_client_() {
	PGHOST=$work/postgres PGUSER=postgres PGOPTIONS='-c client_min_messages=warning' "$@"
}

mysql_client_() {
	client_=$1
	shift
	"$client_" --no-defaults -uroot -S "$work/mariadb/s.sock" --default-character-set=utf8mb4 "$@"
}

engine_create() {
	case $engine_ in
	postgres)
		postgres_client_ psql -Xq -d postgres -c "DROP DATABASE IF EXISTS $1 WITH (FORCE)" \
			-c "CREATE DATABASE $1" >/dev/null
		;;
	mysql)
		mysql_client_ mariadb -e "DROP DATABASE IF EXISTS real_$1;
			CREATE DATABASE real_$1 CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci"
		;;
	sqlite) rm -f "$work/$1.db" "$work/$1.db"-* && : >"$work/$1.db" ;;
	esac
}

engine_client() {
	case $engine_ in
	postgres) postgres_client_ psql -Xq -v ON_ERROR_STOP=1 -d "$1" -f - ;;
	mysql) mysql_client_ mariadb --comments "real_$1" ;;
	sqlite) sqlite3 -bail "$work/$1.db" ;;
	esac
}

engine_schema() {
	case $engine_ in
	postgres)
		postgres_client_ pg_dump -s --no-owner -T '*._migrations*' -d "$1" |
			sed '/^\\\(un\)\{0,1\}restrict/d'
		;;
	mysql)
		mysql_client_ mariadb-dump --no-data --routines --events --skip-comments \
			--ignore-table="real_$1._migrations" --ignore-table="real_$1._migrations_log" \
			--ignore-table="real_$1._migrations_lock" "real_$1" |
			sed -e 's/ AUTO_INCREMENT=[0-9]*//' -e "s/\`real_$1\`\.//g" -e "s/\`real_$1\`/\`DB\`/g"
		;;
	sqlite)
		sqlite3 "$work/$1.db" "SELECT type, name, tbl_name, sql FROM sqlite_schema
			WHERE tbl_name NOT LIKE '\_migrations%' ESCAPE '\' AND name NOT LIKE 'sqlite\_%' ESCAPE '\'
			ORDER BY type, name"
		;;
	esac
}

engine_rows() {
	case $engine_ in
	postgres)
		postgres_client_ psql -XAtq -d "$1" -c "SELECT format('%I.%I', n.nspname, c.relname),
			(xpath('/row/n/text()', query_to_xml(format('SELECT count(*) AS n FROM %I.%I',
			n.nspname, c.relname), false, true, '')))[1]
			FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
			WHERE c.relkind IN ('r', 'p') AND n.nspname !~ '^pg_|^information_schema$'
			AND c.relname !~ '^_migrations' ORDER BY 1"
		;;
	mysql)
		mysql_client_ mariadb -N -e "SELECT CONCAT('SELECT ''', table_name,
			''', COUNT(*) FROM \`', table_name, '\`;') FROM information_schema.tables
			WHERE table_schema = 'real_$1' AND table_type = 'BASE TABLE'
			AND table_name NOT LIKE '\\\\_migrations%' ORDER BY 1" |
			mysql_client_ mariadb -N "real_$1"
		;;
	sqlite)
		sqlite3 "$work/$1.db" "SELECT 'SELECT ''' || name || ''', count(*) FROM \"' || name || '\";'
			FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE '\_migrations%' ESCAPE '\'
			AND name NOT LIKE 'sqlite\_%' ESCAPE '\' ORDER BY name" |
			sqlite3 -bail "$work/$1.db"
		;;
	esac
}
