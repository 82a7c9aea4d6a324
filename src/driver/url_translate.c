/* SPDX-License-Identifier: Apache-2.0 */
/*
 * URLs as other tools write them, for an engine that pawl has: Rails' mysql2://, Go's
 * user:password@tcp(host:port)/database, golang-migrate's pgx5://, Sqitch's db:pg://,
 * Prisma's file:./dev.db.
 */
#include "driver/url.h"

#include "base/buf.h"
#include "base/text.h"

#include <ctype.h>

#define COUNT(v) (sizeof(v) / sizeof((v)[0]))

static const struct {
	const char *theirs, *ours;
} schemes[] = {
	{"pg", "postgres"},       {"pgx", "postgres"},          {"pgx4", "postgres"},
	{"pgx5", "postgres"},     {"pgsql", "postgres"},        {"psql", "postgres"},
	{"postgis", "postgres"},  {"mysql2", "mysql"},          {"mysqli", "mysql"},
	{"trilogy", "mysql"},     {"file", "sqlite"},           {"sqlite", "sqlite"},
	{"sqlite3", "sqlite3"},   {"mysql", "mysql"},           {"mariadb", "mariadb"},
	{"postgres", "postgres"}, {"postgresql", "postgresql"},
};

/* What the part in front of the ':' means, NULL if nothing that is known here. */
static const char *scheme_of(const char *text, size_t len)
{
	for (size_t i = 0; i < COUNT(schemes); i++)
		if (strlen(schemes[i].theirs) == len &&
		    strncasecmp(text, schemes[i].theirs, len) == 0)
			return schemes[i].ours;
	return NULL;
}

/* In everybody's form but SQLAlchemy's the third slash begins the path. */
static const char *translate_file(const char *scheme, const char *rest, struct arena *a)
{
	static const char local[] = "//localhost/";

	if (text_starts(rest, local))
		rest += sizeof(local) - 2;
	else if (!text_starts(rest, "///") || text_starts(rest, "///:memory:"))
		return arena_printf(a, "%s:%s", scheme, rest);
	while (text_starts(rest, "//"))
		rest++;
	return arena_printf(a, "%s:%s", scheme, rest);
}

static const char *last_of(const char *text, const char *part)
{
	const char *found = NULL;

	for (const char *p = strstr(text, part); p != NULL; p = strstr(p + 1, part))
		found = p;
	return found;
}

/* "user:password", percent-encoded already or not. */
static void add_credentials(struct buf *b, const char *text, size_t len, bool encoded)
{
	bool password = false;

	for (size_t i = 0; i < len; i++) {
		if (isalnum((unsigned char)text[i]) || strchr("-._~", text[i]) != NULL ||
		    (encoded && text[i] == '%') || (!password && text[i] == ':'))
			buf_addc(b, text[i]);
		else
			buf_printf(b, "%%%02X", (unsigned char)text[i]);
		password = password || text[i] == ':';
	}
}

/*
 * user:password@network(address)/database?parameters, of go-sql-driver; network and address
 * may be left out together. NULL if it is none.
 */
static const char *translate_go(const char *text, bool encoded, struct arena *a)
{
	static const char *const networks[] = {"@tcp(", "@tcp4(", "@tcp6(", "@unix("};
	const char *at = NULL, *address = NULL, *end = NULL;
	_cleanup_buf_ struct buf b = {0};
	bool is_unix = false;
	size_t len;

	for (size_t i = 0; i < COUNT(networks) && at == NULL; i++) {
		at = last_of(text, networks[i]);
		address = at == NULL ? NULL : at + strlen(networks[i]);
		is_unix = at != NULL && text_starts(networks[i], "@unix");
	}
	if (at != NULL) {
		end = strpbrk(address, "()");
		if (end == NULL || *end == '(' || (end[1] != '/' && end[1] != '\0'))
			return NULL;
		len = (size_t)(end++ - address);
	} else {
		at = encoded ? NULL : last_of(text, "@/");
		if (at == NULL)
			return NULL;
		end = at + 1;
		address = "127.0.0.1:3306";
		len = strlen(address);
	}
	/* Nothing behind it may look like another one. */
	if (strchr(end, '@') != NULL)
		return NULL;
	buf_adds(&b, "mysql://");
	add_credentials(&b, text, (size_t)(at - text), encoded);
	buf_addc(&b, '@');
	if (!is_unix)
		buf_add(&b, address, len);
	buf_adds(&b, end);
	if (is_unix)
		buf_printf(&b, "%csocket=%.*s", strchr(end, '?') == NULL ? '?' : '&', (int)len,
			   address);
	return buf_dup(&b, a);
}

/* Suffixes are dropped, but for the one that means a driver of ours. */
static bool is_data_api(const char *text)
{
	static const char *const known[] = {
		"postgresql+auroradataapi:", "postgres+auroradataapi:", "mysql+auroradataapi:"};

	for (size_t i = 0; i < COUNT(known); i++)
		if (strncasecmp(text, known[i], strlen(known[i])) == 0)
			return true;
	return false;
}

const char *url_translate(const char *text, struct arena *a)
{
	size_t colon = strcspn(text, ":"), len = strcspn(text, "+:");
	bool sqitch = text[colon] == ':' && len == 2 && strncasecmp(text, "db", 2) == 0;
	const char *from = sqitch ? text + colon + 1 : text, *rest, *scheme, *go = NULL;

	colon = strcspn(from, ":");
	len = strcspn(from, "+:");
	if (is_data_api(text))
		return text;
	scheme = from[colon] == ':' ? scheme_of(from, len) : NULL;
	rest = from + colon + 1;
	if (scheme == NULL) {
		if (!sqitch && strstr(text, "://") == NULL)
			go = translate_go(text, false, a);
		return go != NULL ? go : text;
	}
	if (strcmp(scheme, "sqlite") == 0 && !sqitch && tolower((unsigned char)*from) == 's')
		return text; /* SQLAlchemy's form is ours */
	if (text_starts(scheme, "sqlite"))
		return translate_file(scheme, rest, a);
	if (strcmp(scheme, "mysql") == 0 && text_starts(rest, "//"))
		go = translate_go(rest + 2, true, a);
	if (go != NULL)
		return go;
	/* Sqitch: a database of this machine, without an authority. */
	return arena_printf(a, "%s:%s%s", scheme, sqitch && !text_starts(rest, "//") ? "///" : "",
			    rest);
}
