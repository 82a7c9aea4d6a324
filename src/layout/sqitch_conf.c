/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The configuration is git's: sections in brackets, keys in any case, comments
 * behind # and ;. (sqitch-configuration(1): core.top_dir, core.plan_file,
 * core.deploy_dir, core.revert_dir, core.verify_dir)
 */
#include "layout/sqitch_conf.h"

#include "layout/engine_name.h"
#include "layout/sections.h"

#include <string.h>
#include <strings.h>

static const char plan_file[] = "sqitch.plan", conf_file[] = "sqitch.conf";

enum key { TOP_DIR, PLAN_FILE, DEPLOY_DIR, REVERT_DIR, VERIFY_DIR, ENGINE, KEYS };

static const char *const keys[KEYS] = {
	"top_dir", "plan_file", "deploy_dir", "revert_dir", "verify_dir", "engine",
};

static const char *const folders[SQITCH_DIRS] = {"deploy/", "revert/", "verify/"};

/* s, of len bytes, without blanks around it and quotes around that. */
static const char *trimmed(const char *s, size_t len, struct arena *a)
{
	while (len > 0 && strchr(" \t", *s) != NULL) {
		s++;
		len--;
	}
	while (len > 0 && strchr(" \t", s[len - 1]) != NULL)
		len--;
	if (len >= 2 && s[0] == '"' && s[len - 1] == '"') {
		s++;
		len -= 2;
	}
	return arena_strndup(a, s, len);
}

static void read_line(const struct line *l, bool *core, struct arena *a, const char *values[KEYS])
{
	const char *text = trimmed(l->text, l->len, a), *equals = strchr(text, '='), *key;
	size_t end;

	if (text[0] == '[') {
		*core = strncasecmp(text, "[core]", 6) == 0;
		return;
	}
	if (!*core || equals == NULL || text[0] == '#' || text[0] == ';')
		return;
	key = trimmed(text, (size_t)(equals - text), a);
	end = strcspn(equals + 1, "#;");
	for (size_t i = 0; i < KEYS; i++)
		if (strcasecmp(key, keys[i]) == 0)
			values[i] = trimmed(equals + 1, end, a);
}

static void read_file(const struct tree_entry *e, struct arena *a, const char *values[KEYS])
{
	const char *text = tree_peek(e, a);
	struct lines lines;
	struct line l;
	bool core = false;

	lines_init(&lines, text, strlen(text));
	while (lines_next(&lines, &l))
		read_line(&l, &core, a, values);
}

/* A path as the tree has it: no "./" in front, no "/" behind. */
static const char *plain_path(const char *path, struct arena *a)
{
	size_t len;

	while (strncmp(path, "./", 2) == 0)
		path += 2;
	if (strcmp(path, ".") == 0)
		return "";
	len = strlen(path);
	while (len > 0 && path[len - 1] == '/')
		len--;
	return arena_strndup(a, path, len);
}

static const char *with_slash(const char *path, struct arena *a)
{
	path = plain_path(path, a);
	return path[0] == '\0' ? "" : arena_printf(a, "%s/", path);
}

/* The plan in the folder itself, or the one below that alone is there. */
static const struct tree_entry *find_plan(const struct tree *t, bool below)
{
	const struct tree_entry *found = tree_find(t, plan_file);

	if (found != NULL || !below)
		return found;
	for (size_t i = 0; i < t->len; i++) {
		if (strcmp(t->v[i].base, plan_file) != 0)
			continue;
		if (found != NULL)
			return NULL;
		found = &t->v[i];
	}
	return found;
}

bool sqitch_conf_read(const struct tree *t, struct arena *a, struct sqitch_conf *ret)
{
	const struct tree_entry *conf = tree_find(t, conf_file);
	const char *values[KEYS] = {0}, *top;

	*ret = (struct sqitch_conf){0};
	if (conf != NULL)
		read_file(conf, a, values);
	top = values[TOP_DIR] != NULL ? with_slash(values[TOP_DIR], a) : "";
	if (values[PLAN_FILE] != NULL)
		ret->plan = tree_find(t, plain_path(values[PLAN_FILE], a));
	else if (values[TOP_DIR] != NULL)
		ret->plan = tree_find(t, arena_printf(a, "%s%s", top, plan_file));
	if (ret->plan == NULL) {
		ret->plan = find_plan(t, conf != NULL);
		if (ret->plan == NULL)
			return false;
		top = arena_strndup(a, ret->plan->name,
				    strlen(ret->plan->name) - strlen(plan_file));
	} else if (values[TOP_DIR] == NULL && tree_find(t, "deploy") == NULL) {
		/* The folder of the plan, where nothing else is said and nothing stands here. */
		top = arena_strndup(a, ret->plan->name,
				    (size_t)(ret->plan->base - ret->plan->name));
	}
	for (size_t i = 0; i < SQITCH_DIRS; i++)
		ret->dirs[i] = values[DEPLOY_DIR + i] != NULL
				       ? with_slash(values[DEPLOY_DIR + i], a)
				       : arena_printf(a, "%s%s", top, folders[i]);
	return true;
}

const char *sqitch_conf_engine(const struct tree *t, const char *dialect, struct arena *a,
			       const struct tree_entry **ret_file)
{
	static const char section[] = "[engine \"";
	const char *values[KEYS] = {0};

	*ret_file = tree_find(t, conf_file);
	if (*ret_file == NULL)
		return NULL;
	read_file(*ret_file, a, values);
	for (const char *p = tree_peek(*ret_file, a); (p = strstr(p, section)) != NULL;) {
		p += strlen(section);
		if (engine_name_fits(arena_strndup(a, p, strcspn(p, "\"\n")), dialect))
			return NULL;
	}
	return values[ENGINE];
}
