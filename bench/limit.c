/* SPDX-License-Identifier: Apache-2.0 */
#include "limit.h"

#include <dirent.h>
#include <sha2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { STATEMENT = 4096 };

void limit_die(const char *what, const char *why)
{
	fprintf(stderr, "limit: %s: %s\n", what, why);
	exit(1);
}

static char *must_have(void *p)
{
	if (p == NULL)
		limit_die("memory", "none left");
	return p;
}

static int is_sql(const struct dirent *e)
{
	const char *dot = strrchr(e->d_name, '.');

	return dot != NULL && strcmp(dot, ".sql") == 0;
}

static void read_file(const char *folder, const char *name, struct limit_file *ret)
{
	char path[STATEMENT];
	long size;
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	f = fopen(path, "r");
	if (f == NULL || fseek(f, 0, SEEK_END) != 0 || (size = ftell(f)) < 0)
		limit_die(path, "could not be read");
	rewind(f);
	ret->name = must_have(strdup(name));
	ret->len = (size_t)size;
	ret->text = must_have(malloc(ret->len + 1));
	if (fread(ret->text, 1, ret->len, f) != ret->len)
		limit_die(path, "could not be read");
	ret->text[ret->len] = '\0';
	fclose(f);
	SHA256Data((const uint8_t *)ret->text, ret->len, ret->hash);
}

static struct limit_folder read_folder(const char *path)
{
	struct dirent **list;
	struct limit_folder ret = {0};
	int n = scandir(path, &list, is_sql, alphasort);

	if (n < 0)
		limit_die(path, "could not be read");
	ret.len = (size_t)n;
	ret.v = (struct limit_file *)must_have(calloc(ret.len + 1, sizeof(*ret.v)));
	for (size_t i = 0; i < ret.len; i++) {
		read_file(path, list[i]->d_name, &ret.v[i]);
		free(list[i]);
	}
	free(list);
	return ret;
}

static void run_text(const struct limit_engine *e, void *c, const char *sql)
{
	e->run(c, sql, strlen(sql));
}

static void make_tables(const struct limit_engine *e, void *c)
{
	const struct limit_tables *t = e->tables;
	char sql[STATEMENT];

	snprintf(sql, sizeof(sql),
		 "CREATE TABLE _migrations (id %s, filename %s UNIQUE NOT NULL, applied_at %s, "
		 "version %s, kind %s, checksum %s, state %s, statements_done %s, duration_ms %s, "
		 "applied_by %s, environment %s, pawl_version %s, down_sql %s, fingerprint %s)%s",
		 t->id, t->key_text, t->timestamp, t->text, t->text, t->text, t->text, t->integer,
		 t->integer, t->text, t->text, t->text, t->text, t->text, t->tail);
	run_text(e, c, sql);
	snprintf(sql, sizeof(sql),
		 "CREATE TABLE _migrations_log (id %s, logged_at %s, action %s, version %s, "
		 "filename %s, checksum %s, done_by %s, client %s, environment %s, error %s, "
		 "pawl_version %s, duration_ms %s)%s",
		 t->id, t->timestamp, t->text, t->text, t->text, t->text, t->text, t->text, t->text,
		 t->text, t->text, t->integer, t->tail);
	run_text(e, c, sql);
}

static void row_sql(const struct limit_engine *e, const struct limit_file *f, const char *state,
		    char *sql, size_t size)
{
	snprintf(sql, size,
		 "INSERT INTO _migrations (filename, applied_at, version, kind, checksum, state, "
		 "applied_by, environment, pawl_version, down_sql, statements_done, duration_ms) "
		 "VALUES ('%s', %s, '%.*s', 'versioned', '%s', '%s', 'bench@bench', NULL, '0.1.0', "
		 "NULL, 2, 0);",
		 f->name, e->tables->now, (int)strcspn(f->name, "_"), f->name, f->hash, state);
}

static void log_sql(const struct limit_engine *e, const struct limit_file *f, char *sql,
		    size_t size)
{
	snprintf(sql, size,
		 "INSERT INTO _migrations_log (logged_at, action, version, filename, checksum, "
		 "done_by, client, environment, error, pawl_version, duration_ms) VALUES (%s, "
		 "'apply', '%.*s', '%s', '%s', 'bench@bench', 'bench', NULL, NULL, '0.1.0', 0);",
		 e->tables->now, (int)strcspn(f->name, "_"), f->name, f->name, f->hash);
}

/* As one message: the file, its two rows, and what begins or ends the transaction. */
static void apply_one_message(const struct limit_engine *e, void *c, const struct limit_file *f,
			      int first, int last)
{
	size_t size = f->len + 3 * (size_t)STATEMENT;
	char row[STATEMENT], log[STATEMENT], *all = must_have(malloc(size));
	int len;

	row_sql(e, f, "applied", row, sizeof(row));
	log_sql(e, f, log, sizeof(log));
	len = snprintf(all, size, "%s%s%s%s%s%s", first ? e->begin : "", first ? ";" : "", f->text,
		       row, log, last ? e->commit : "");
	e->run(c, all, (size_t)len);
	free(all);
}

static void apply(const struct limit_engine *e, void *c, const struct limit_file *f, int first,
		  int last)
{
	char sql[STATEMENT];

	if (first)
		run_text(e, c, e->begin);
	e->run(c, f->text, f->len);
	row_sql(e, f, "applied", sql, sizeof(sql));
	run_text(e, c, sql);
	log_sql(e, f, sql, sizeof(sql));
	run_text(e, c, sql);
	if (last)
		run_text(e, c, e->commit);
}

/* A line is a statement; in front of each stands what has been done, of the first the new row. */
static void apply_journalled(const struct limit_engine *e, void *c, const struct limit_file *f)
{
	char sql[STATEMENT];
	int done = 0;

	row_sql(e, f, "running", sql, sizeof(sql));
	run_text(e, c, sql);
	for (const char *at = f->text; *at != '\0'; done++) {
		size_t len = strcspn(at, "\n");

		if (done > 0) {
			snprintf(sql, sizeof(sql),
				 "UPDATE _migrations SET statements_done = %d, state = 'running', "
				 "checksum = 'prefix:%s', fingerprint = '%s' WHERE filename = '%s'",
				 done, f->hash, f->hash, f->name);
			run_text(e, c, sql);
		}
		e->run(c, at, len);
		at += len + (at[len] == '\n');
	}
	run_text(e, c, e->begin);
	snprintf(sql, sizeof(sql),
		 "UPDATE _migrations SET applied_at = %s, fingerprint = NULL, version = '%.*s', "
		 "kind = 'versioned', checksum = '%s', state = 'applied', statements_done = %d, "
		 "duration_ms = 0 WHERE filename = '%s'",
		 e->tables->now, (int)strcspn(f->name, "_"), f->name, f->hash, done, f->name);
	run_text(e, c, sql);
	log_sql(e, f, sql, sizeof(sql));
	run_text(e, c, sql);
	run_text(e, c, e->commit);
}

static void up(const struct limit_engine *e, void *c, const struct limit_folder *files, size_t each)
{
	make_tables(e, c);
	for (size_t i = 0; i < files->len; i++) {
		int first = i % each == 0, last = (i + 1) % each == 0 || i + 1 == files->len;

		if (e->journals)
			apply_journalled(e, c, &files->v[i]);
		else if (e->one_message)
			apply_one_message(e, c, &files->v[i], first, last);
		else
			apply(e, c, &files->v[i], first, last);
	}
}

struct comparison {
	const struct limit_folder *files;
	size_t at, applied;
};

/* Rows and files come in the same order. */
static void compare(void *data, const char *name, const char *hash)
{
	struct comparison *x = data;

	if (x->at >= x->files->len || strcmp(x->files->v[x->at].name, name) != 0 ||
	    strcmp(x->files->v[x->at].hash, hash) != 0)
		limit_die(name, "is not what was applied");
	x->at++;
	x->applied++;
}

static void check(const struct limit_engine *e, void *c, const struct limit_folder *files)
{
	struct comparison x = {.files = files};

	e->history(c,
		   "SELECT filename, checksum, applied_at, version, kind, state, statements_done, "
		   "duration_ms, applied_by, environment, pawl_version, fingerprint "
		   "FROM _migrations ORDER BY id",
		   compare, &x);
	printf("%zu applied, %zu pending\n", x.applied, files->len - x.applied);
}

int limit_main(const struct limit_engine *engine, int argc, char **argv)
{
	struct limit_folder files;
	void *connection;

	if (argc < 4 || (strcmp(argv[1], "up") == 0) != (argc == 5))
		limit_die("usage", "up DATABASE FOLDER EACH | check DATABASE FOLDER");
	connection = engine->open(argv[2]);
	files = read_folder(argv[3]);
	if (argc == 5)
		up(engine, connection, &files, (size_t)strtoul(argv[4], NULL, 10));
	else
		check(engine, connection, &files);
	engine->close(connection);
	return 0;
}
