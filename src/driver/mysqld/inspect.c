/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The catalog of one database (the connection's), by a fixed number of queries
 * to information_schema, each with the database's name as a literal: the server
 * then looks at no other database. Without joins, which it would answer by
 * opening every table again and again; rows meet here, by name.
 *
 * Only SHOW CREATE TABLE tells of partitions as they were written, of periods
 * and keys WITHOUT OVERLAPS, of the parser of a fulltext index, of the tables of a MERGE
 * and of block sizes of indexes. It is asked for the tables that have or may have such a
 * thing, one by one (inspect_show.c): of InnoDB's that is few; and so is SHOW
 * CREATE for programs whose text holds a backslash (inspect_body.c).
 *
 * Kinds and their attributes:
 *
 *	TABLE        ENGINE, COLLATION (always; the character set is part of its name),
 *	             OPTIONS ("ROW_FORMAT=DYNAMIC KEY_BLOCK_SIZE=8"), SYSTEM_VERSIONING ("yes",
 *	             or the columns of its period), PERIOD, PARTITION_BY, PARTITION_BOUND (the
 *	             partitions, one a line), COMMENT
 *	COLUMN       TYPE, NOT_NULL, DEFAULT, ON_UPDATE, GENERATED, GENERATION, COLLATION (if not
 *	             the table's), AUTO_INCREMENT, INVISIBLE, COMPRESSION, EXPRESSION (of its own
 *	             CHECK), SYSTEM_VERSIONING ("without"), COMMENT, AFTER. A longtext in
 *	             utf8mb4_bin with CHECK (json_valid(...)) is "json", as JSON is an alias of it
 *	PRIMARY_KEY  KEY, METHOD, COMMENT
 *	INDEX        UNIQUE, METHOD (FULLTEXT, SPATIAL; of MEMORY tables BTREE), KEY, PARSER,
 *	             OPTIONS ("KEY_BLOCK_SIZE=1024"; not of InnoDB), INVISIBLE, COMMENT. A unique constraint is an index with UNIQUE here, and
 *	             so is the index that the server made for a foreign key
 *	CHECK        EXPRESSION
 *	FOREIGN_KEY  KEY, DEFINITION (REFERENCES ...), ON_DELETE, ON_UPDATE; NO ACTION and
 *	             RESTRICT are one and the default
 *	SEQUENCE     START, INCREMENT, MINIMUM, MAXIMUM, CACHE, CYCLE: what is not the default
 *	VIEW         QUERY, ALGORITHM, SECURITY, CHECK_OPTION, DEFINER
 *	TRIGGER      TIMING, BODY, SQL_MODE, DEFINER, FOLLOWS (all that run before it, "a, b")
 *	FUNCTION, PROCEDURE  KEY (parameters), RETURNS, METHOD ("aggregate"), OPTIONS
 *	             (DETERMINISTIC, ...), SECURITY, BODY, SQL_MODE, DEFINER, COMMENT
 *	PACKAGE, PACKAGE_BODY  SECURITY, BODY, SQL_MODE, DEFINER, COMMENT
 *	EVENT        SCHEDULE, OPTIONS, ENABLED, BODY, SQL_MODE, DEFINER, COMMENT
 *	PRIVILEGE    of tables, views and columns: PRIVILEGES, GRANTABLE
 *
 * Not read: loadable functions, servers, CONNECTION and DATA
 * DIRECTORY of a table, options that a storage engine defines for columns, indexes and
 * partitions (the server shows those of partitions nowhere), REF_SYSTEM_ID, privileges on
 * routines and on the database. Defaults of binary columns are as the server prints them,
 * which is not always what they are.
 *
 * MySQL's differences are in the table of facts; no MySQL server has been tried.
 */
#include "driver/mysqld/inspect.h"

#include "base/cleanup.h"

#include <string.h>

static const struct inspect_facts mariadb = {
	.ignored = "IF(IGNORED='YES','yes',NULL)",
	.expression = "NULL",
	.check_table = "TABLE_NAME",
	.check_level = "LEVEL",
	.view_algorithm = "ALGORITHM",
	.order = "",
	.sequences = true,
};

/* Before 10.6. */
static const struct inspect_facts mariadb_old = {
	.ignored = "NULL",
	.expression = "NULL",
	.check_table = "TABLE_NAME",
	.check_level = "'Table'",
	.view_algorithm = "ALGORITHM",
	.order = "",
	.sequences = true,
};

static const struct inspect_facts mysql_8 = {
	.ignored = "IF(IS_VISIBLE='NO','yes',NULL)",
	.expression = "EXPRESSION",
	.check_table = "(SELECT MAX(t.TABLE_NAME) FROM information_schema.TABLE_CONSTRAINTS t "
		       "WHERE t.CONSTRAINT_SCHEMA=c.CONSTRAINT_SCHEMA AND "
		       "t.CONSTRAINT_NAME=c.CONSTRAINT_NAME AND t.CONSTRAINT_TYPE='CHECK')",
	.check_level = "'Table'",
	.view_algorithm = "'UNDEFINED'",
	.order = " ORDER BY 1,2,3",
	.raw_defaults = true,
	.escaped_expressions = true,
};

static const struct inspect_facts mysql_5 = {
	.ignored = "NULL",
	.expression = "NULL",
	.view_algorithm = "'UNDEFINED'",
	.order = " ORDER BY 1,2,3",
	.raw_defaults = true,
};

int reader_query(struct reader *r, struct db_rows *ret, const char *sql)
{
	_cleanup_buf_ struct buf b = {0};
	const char *at;

	while ((at = strstr(sql, "%s")) != NULL) {
		buf_add(&b, sql, (size_t)(at - sql));
		buf_adds(&b, r->literal);
		sql = at + 2;
	}
	buf_adds(&b, sql);
	return mysqld_query(r->my, buf_str(&b), NULL, 0, r->a, ret, r->err);
}

/* * is any text and ? any character; a last * that has been passed is where to go on after a miss. */
static bool matches(const char *pattern, const char *text)
{
	const char *star = NULL, *from = NULL;

	while (*text != '\0') {
		if (*pattern == '*') {
			star = ++pattern;
			from = text;
		} else if (*pattern == '?' || *pattern == *text) {
			pattern++;
			text++;
		} else if (star != NULL) {
			pattern = star;
			text = ++from;
		} else {
			return false;
		}
	}
	return pattern[strspn(pattern, "*")] == '\0';
}

bool reader_excluded(const struct reader *r, const char *name)
{
	_cleanup_buf_ struct buf full = {0};

	if (r->options == NULL || r->options->exclude_len == 0)
		return false;
	buf_printf(&full, "%s.%s", r->database, name);
	for (size_t i = 0; i < r->options->exclude_len; i++)
		if (matches(r->options->exclude[i], name) ||
		    matches(r->options->exclude[i], full.data))
			return true;
	return false;
}

void reader_mention(struct reader *r, struct object *o, const char *text)
{
	if (text != NULL && strchr(text, '`') != NULL)
		*vec_push(&r->mentions, r->a) = (struct mention){o, text};
}

static const struct inspect_facts *facts_of(const struct mysqld *my)
{
	if (my->mariadb)
		return my->info.version >= 100600 ? &mariadb : &mariadb_old;
	return my->info.version >= 80016 ? &mysql_8 : &mysql_5;
}

static int read_database(struct reader *r, const char **ret_charset, const char **ret_collation)
{
	struct db_rows rows;
	int rc = reader_query(r, &rows,
			      "SELECT DEFAULT_CHARACTER_SET_NAME, DEFAULT_COLLATION_NAME FROM "
			      "information_schema.SCHEMATA WHERE SCHEMA_NAME=%s");

	if (rc == 0 && rows.rows == 1) {
		*ret_charset = mysqld_cell(&rows, 0, 0);
		*ret_collation = mysqld_cell(&rows, 0, 1);
	}
	return rc;
}

static int read_objects(struct reader *r)
{
	static int (*const steps[])(struct reader *) = {
		read_tables,       read_columns, read_indexes,   read_checks,
		read_foreign_keys, read_shown,   read_views,     read_routines,
		read_triggers,     read_events,  read_sequences, read_privileges,
	};
	int rc = 0;

	for (size_t i = 0; i < sizeof(steps) / sizeof(*steps) && rc == 0; i++)
		rc = steps[i](r);
	for (size_t i = 0; i < r->mentions.len && rc == 0; i++)
		text_needs(r, &r->mentions.v[i]);
	return rc;
}

int mysqld_inspect(void *conn, const struct inspect_options *o, struct arena *a, struct schema *ret,
		   struct pawl_error *err)
{
	_cleanup_buf_ struct buf literal = {0};
	struct mysqld *my = conn;
	struct reader r = {.my = my,
			   .facts = facts_of(my),
			   .options = o,
			   .a = a,
			   .database = my->info.database,
			   .by_name = {.arena = a},
			   .err = err};
	const char *charset = "", *collation = "";
	int rc;

	if (my->info.database == NULL)
		return fail(err, PAWL_E_CONFIG, "the URL names no database");
	mysqld_literal(&literal, r.database, strlen(r.database));
	r.literal = literal.data;
	schema_begin(&r.b, a);
	rc = mysqld_execs(my, my->display, err);
	if (rc == 0)
		rc = mysqld_execs(my, MYSQLD_SHOWN_SO, err);
	if (rc == 0)
		rc = read_database(&r, &charset, &collation);
	if (rc == 0)
		rc = read_objects(&r);
	if (rc == 0)
		rc = mysqld_execs(my, my->display_back, err);
	else if (rc != PAWL_E_LOST)
		mysqld_execs(my, my->display_back, NULL);
	if (rc != 0)
		return rc;
	schema_finish(&r.b, ret);
	ret->version = my->info.version;
	ret->product = my->info.product;
	ret->default_schema = my->info.database;
	ret->default_charset = charset;
	ret->default_collation = collation;
	return 0;
}
