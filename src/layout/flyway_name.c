/* SPDX-License-Identifier: Apache-2.0 */
#include "layout/flyway.h"

#include "base/text.h"
#include "layout/collect.h"
#include "layout/gather.h"

#include <string.h>

/* Events that a script can be called for; each with "Error" behind it as well. */
static bool is_event(const char *s, size_t len)
{
	static const char *const words[] = {
		"Migrate",
		"EachMigrate",
		"EachMigrateStatement",
		"Versioned",
		"Repeatables",
		"MigrateApplied",
		"MigrateOperationFinish",
		"Undo",
		"EachUndo",
		"EachUndoStatement",
		"UndoOperationFinish",
		"Clean",
		"CleanOperationFinish",
		"Info",
		"InfoOperationFinish",
		"Validate",
		"ValidateOperationFinish",
		"Baseline",
		"BaselineOperationFinish",
		"Repair",
		"RepairOperationFinish",
		"Connect",
		"CreateSchema",
	};
	size_t prefix = len > 6 && memcmp(s, "before", 6) == 0  ? 6
			: len > 5 && memcmp(s, "after", 5) == 0 ? 5
								: 0;

	if (len == 12 && memcmp(s, "createSchema", 12) == 0)
		return true;
	if (prefix == 0)
		return false;
	if (len - prefix > 5 && memcmp(s + len - 5, "Error", 5) == 0)
		len -= 5;
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (strlen(words[i]) == len - prefix &&
		    memcmp(s + prefix, words[i], len - prefix) == 0)
			return true;
	return false;
}

static bool is_sql(const char *name)
{
	size_t len = strlen(name);

	return len > 4 && text_equal_nocase(name + len - 4, ".sql");
}

/* Digits with dots or underscores between them, as text with dots; NULL if it is none. */
static const char *version_of(const char *s, size_t len, struct arena *a)
{
	char *version = arena_strndup(a, s, len);

	for (size_t i = 0; i < len; i++) {
		bool digit = s[i] >= '0' && s[i] <= '9';

		if (!digit && s[i] != '_' && s[i] != '.')
			return NULL;
		if (!digit && (i == 0 || i + 1 == len || s[i + 1] == '.' || s[i + 1] == '_'))
			return NULL;
		if (!digit)
			version[i] = '.';
	}
	return len == 0 ? NULL : version;
}

static enum flyway_kind kind_of(char prefix)
{
	switch (prefix) {
	case 'V':
		return FLYWAY_VERSIONED;
	case 'U':
		return FLYWAY_UNDO;
	case 'B':
		return FLYWAY_BASELINE;
	case 'R':
		return FLYWAY_REPEATABLE;
	default:
		return FLYWAY_NONE;
	}
}

static int refuse(const struct tree_entry *e, struct pawl_error *err)
{
	fail(err, PAWL_E_FILE, "file \"%s\" begins like one of Flyway's and goes on as none",
	     e->path);
	hint(err, "names are V<version>__<description>.sql (U and B alike) and "
		  "R__<description>.sql, with digits, dots and underscores in a version; rename "
		  "it, or move it out of the folder");
	return PAWL_E_FILE;
}

int flyway_parse(const struct tree_entry *e, struct arena *a, struct flyway_name *ret,
		 struct pawl_error *err)
{
	const char *separator = strstr(e->base, "__"), *dot = strrchr(e->base, '.');
	size_t head = separator == NULL ? strcspn(e->base, ".") : (size_t)(separator - e->base);
	struct flyway_name n = {.kind = kind_of(e->base[0])};
	bool sql = is_sql(e->base);

	*ret = (struct flyway_name){0};
	if (!sql)
		n.language = gather_language(e->base);
	if (e->is_dir || dot == NULL || (!sql && (n.language == NULL || separator == NULL)))
		return 0;
	n.description = separator == NULL || dot < separator + 2
				? ""
				: arena_strndup(a, separator + 2, (size_t)(dot - separator) - 2);
	if (is_event(e->base, head)) {
		n.kind = FLYWAY_CALLBACK;
		*ret = n;
	}
	if (n.kind == FLYWAY_NONE || n.kind == FLYWAY_CALLBACK)
		return 0;
	n.version = n.kind == FLYWAY_REPEATABLE ? "" : version_of(e->base + 1, head - 1, a);
	if (separator == NULL || n.version == NULL || (n.kind == FLYWAY_REPEATABLE && head != 1)) {
		/* "Views.sql" is somebody's own; "V1.sql" is a mistake. */
		if (separator == NULL && !(e->base[1] >= '0' && e->base[1] <= '9'))
			return 0;
		return sql ? refuse(e, err) : 0;
	}
	*ret = n;
	return 0;
}

bool flyway_callback_runs(const char *name, bool down)
{
	static const char *const others[] = {"Clean", "Info", "Baseline", "Repair"};
	const char *event = strncmp(name, "before", 6) == 0  ? name + 6
			    : strncmp(name, "after", 5) == 0 ? name + 5
							     : name;
	bool undoes = strncmp(event, "Undo", 4) == 0 || strncmp(event, "EachUndo", 8) == 0;

	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
		if (strncmp(event, others[i], strlen(others[i])) == 0)
			return false;
	return down ? undoes || strncmp(event, "Connect", 7) == 0 : !undoes;
}
