/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the limit programs share. A limit program is what no migration tool can
 * be faster than while it does the same work: it reads and hashes the files of a
 * folder and hands each, as it is, to the engine's library on one connection,
 * with the same rows of history and log that pawl writes.
 *
 *	limit_ENGINE up DATABASE FOLDER EACH	commit after every EACH migrations
 *	limit_ENGINE check DATABASE FOLDER	open, read the history, hash the files,
 *						compare; nothing to do
 *
 * It splits nothing, checks nothing, locks nothing, and dies at the first error.
 */
#ifndef BENCH_LIMIT_H
#define BENCH_LIMIT_H

#include <stddef.h>

struct limit_file {
	char *name;
	char *text; /* '\0' behind it */
	size_t len;
	char hash[65];
};

struct limit_folder {
	struct limit_file *v; /* by name */
	size_t len;
};

/* What an engine puts into the two tables; the names are those of pawl's dialects. */
struct limit_tables {
	const char *id, *key_text, *text, *integer, *timestamp, *now, *tail;
};

struct limit_engine {
	const struct limit_tables *tables;
	void *(*open)(const char *database);
	void (*run)(void *connection, const char *sql, size_t len); /* one or many statements */
	/* Calls seen(name, hash) for each row of the history. */
	void (*history)(void *connection, const char *sql,
			void (*seen)(void *data, const char *name, const char *hash), void *data);
	void (*close)(void *connection);
	const char *begin, *commit;
	int one_message; /* a migration, its rows and its BEGIN and COMMIT go in one message */
	/* Every statement commits and is journalled: EACH does not matter. */
	int journals;
};

/* The program: main() of each engine calls this. */
int limit_main(const struct limit_engine *engine, int argc, char **argv);

void limit_die(const char *what, const char *why) __attribute__((noreturn));

#endif
