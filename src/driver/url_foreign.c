/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What stands in one DATABASE_URL that a project's application and its migrations share:
 * parameters of the application's client. Those that say how to connect are the drivers'
 * to understand; these here are about pools, caches, row formats and tables of versions.
 */
#include "driver/url.h"

#include "base/text.h"

#include <ctype.h>

static const char *const foreign[] = {
	/* Prisma */
	"connection_limit",
	"pool_timeout",
	"pgbouncer",
	"socket_timeout",
	"single_use_connections",
	"statement_cache_size",
	"max_connection_lifetime",
	"max_idle_connection_lifetime",
	/* pgx, lib/pq, go-sql-driver, bun */
	"default_query_exec_mode",
	"statement_cache_capacity",
	"statement_cache_mode",
	"description_cache_capacity",
	"prefer_simple_protocol",
	"binary_parameters",
	"disable_prepared_binary_result",
	"parsetime",
	"loc",
	"multistatements",
	"allownativepasswords",
	"allowcleartextpasswords",
	"allowallfiles",
	"allowoldpasswords",
	"checkconnliveness",
	"clientfoundrows",
	"columnswithalias",
	"interpolateparams",
	"maxallowedpacket",
	"rejectreadonly",
	"connectionattributes",
	"readtimeout",
	"writetimeout",
	"read_timeout",
	"write_timeout",
	"timetruncate",
	/* Rails, Sequel, Ecto, Django */
	"adapter",
	"reaping_frequency",
	"checkout_timeout",
	"idle_timeout",
	"encoding",
	"prepared_statements",
	"advisory_locks",
	"min_messages",
	"reconnect",
	"variables",
	"strict",
	"database_tasks",
	"migrations_paths",
	"schema_dump",
	"query_cache",
	"max_connections",
	"min_connections",
	"queue_target",
	"conn_max_age",
	"conn_health_checks",
	"autosave",
	"atomic_requests",
	"disable_server_side_cursors",
	/* SQLAlchemy, asyncpg, psycopg, PyMySQL */
	"async_fallback",
	"prepared_statement_cache_size",
	"prepare_threshold",
	"max_overflow",
	"pool_pre_ping",
	"local_infile",
	"binary_prefix",
	"autocommit",
	"use_unicode",
	"sql_mode",
	"max_cached_statement_lifetime",
	"max_cacheable_statement_size",
	"command_timeout",
	"server_side_cursors",
	/* node-postgres, postgres.js, mysql2, TypeORM, Drizzle, Supabase */
	"max",
	"min",
	"idletimeoutmillis",
	"connectiontimeoutmillis",
	"max_lifetime",
	"prepare",
	"query_timeout",
	"keepalive",
	"uselibpqcompat",
	"workaround",
	"supa",
	"connectionlimit",
	"waitforconnections",
	"queuelimit",
	"datestrings",
	"multiplestatements",
	"supportbignumbers",
	"bignumberstrings",
	"decimalnumbers",
	"timezone",
	"synchronize",
	"logging",
	"allowexitonidle",
	/* JDBC */
	"preparethreshold",
	"preparedstatementcachequeries",
	"preparedstatementcachesizemib",
	"rewritebatchedinserts",
	"rewritebatchedstatements",
	"defaultrowfetchsize",
	"sockettimeout",
	"logintimeout",
	"tcpkeepalive",
	"stringtype",
	"binarytransfer",
	"servertimezone",
	"connectiontimezone",
	"useunicode",
	"characterencoding",
	"autoreconnect",
	"allowmultiqueries",
	"allowpublickeyretrieval",
	"uselegacydatetimecode",
	"zerodatetimebehavior",
	"cacheprepstmts",
	"prepstmtcachesize",
	"prepstmtcachesqllimit",
	"useserverprepstmts",
	"tinyint1isbit",
	"createdatabaseifnotexist",
	"uselocalsessionstate",
	"nullcatalogmeanscurrent",
	/* Everybody's */
	"pool",
	"pooling",
	"timeout",
	"dial_timeout",
	"collation",
	"compress",
};

static char plain(char c)
{
	return c == '-' ? '_' : (char)tolower((unsigned char)c);
}

/* prefix: known may end before name does. */
static bool matches(const char *name, const char *known, bool prefix)
{
	while (*known != '\0' && plain(*name) == plain(*known)) {
		name++;
		known++;
	}
	return *known == '\0' && (prefix || *name == '\0');
}

bool url_param_is(const char *name, const char *known)
{
	return matches(name, known, false);
}

bool url_param_is_foreign(const char *name)
{
	/* golang-migrate's own, but for those that say how to connect. */
	if (matches(name, "x-", true))
		return !matches(name, "x-tls-", true);
	if (matches(name, "pool-", true))
		return true;
	for (size_t i = 0; i < sizeof(foreign) / sizeof(*foreign); i++)
		if (matches(name, foreign[i], false))
			return true;
	return false;
}
