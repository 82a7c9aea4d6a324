/* SPDX-License-Identifier: Apache-2.0 */
/* Forms that list their files in one that says the order: Drizzle's journal, sqitch's plan. */
#include "base/text.h"
#include "layout/export.h"

#include <string.h>

static void add(struct export_out *out, const char *name, const char *text)
{
	*vec_push(&out->files, out->arena) = (struct export_file){name, text};
}

static const char breakpoint[] = "--> statement-breakpoint";

/* Some of its drivers take one statement at a time, and no empty one. */
static int write_drizzle(struct export_out *out, const struct export_item *i,
			 struct pawl_error *err)
{
	_cleanup_buf_ struct buf b = {0};
	int rc = export_mark(out, i->up, NULL, breakpoint, &b, err);

	if (rc != 0)
		return rc;
	if (text_ends(buf_str(&b), arena_printf(out->arena, "%s\n", breakpoint)))
		b.len -= strlen(breakpoint) + 1;
	add(out, arena_printf(out->arena, "%s_%s.sql", i->version, i->name),
	    arena_strndup(out->arena, buf_str(&b), b.len));
	return 0;
}

/* It runs what is newer than the newest that it has run: times that rise, and are long past. */
static void finish_drizzle(struct export_out *out)
{
	static const char *const dialects[ENGINES] = {
		[ENGINE_SQLITE] = "\"version\": \"6\", \"dialect\": \"sqlite\"",
		[ENGINE_POSTGRES] = "\"version\": \"7\", \"dialect\": \"postgresql\"",
		[ENGINE_MYSQL] = "\"version\": \"5\", \"dialect\": \"mysql\"",
	};
	const long long year_2000 = 946684800000;
	_cleanup_buf_ struct buf b = {0};

	buf_printf(&b, "{%s, \"entries\": [", dialects[out->engine]);
	for (size_t i = 0; i < out->files.len; i++) {
		const char *name = out->files.v[i].name;

		buf_printf(&b,
			   "%s\n\t{\"idx\": %zu, \"version\": \"7\", \"when\": %lld, "
			   "\"tag\": \"%.*s\", \"breakpoints\": true}",
			   i == 0 ? "" : ",", i, year_2000 + (long long)i,
			   (int)(strlen(name) - strlen(".sql")), name);
	}
	buf_adds(&b, "\n]}\n");
	add(out, "meta/_journal.json", buf_dup(&b, out->arena));
}

/* The clients end statements at each ';', but psql and sqlite3 look into bodies. */
static int add_script(struct export_out *out, const char *name, const char *text, bool bare,
		      struct pawl_error *err)
{
	_cleanup_buf_ struct buf b = {0};
	int rc = 0;

	if (!bare)
		buf_adds(&b, "BEGIN;\n\n");
	if (out->engine == ENGINE_MYSQL)
		rc = export_mark(out, text, "DELIMITER //", "//\nDELIMITER ;", &b, err);
	else
		buf_adds(&b, text);
	if (rc != 0)
		return rc;
	if (b.len > 0 && b.data[b.len - 1] != '\n')
		buf_addc(&b, '\n');
	if (!bare)
		buf_adds(&b, "\nCOMMIT;\n");
	add(out, name, buf_dup(&b, out->arena));
	return 0;
}

static int write_sqitch(struct export_out *out, const struct export_item *i, struct pawl_error *err)
{
	const char *name = arena_printf(out->arena, "%s_%s.sql", i->version, i->name);
	int rc = add_script(out, arena_printf(out->arena, "deploy/%s", name), i->up,
			    i->up_alone || i->up_wrapped, err);

	if (rc != 0 || i->down == NULL)
		return rc;
	out->downs++;
	return add_script(out, arena_printf(out->arena, "revert/%s", name), i->down,
			  i->down_alone || i->down_wrapped, err);
}

static void finish_sqitch(struct export_out *out)
{
	static const char *const settings[ENGINES] = {
		[ENGINE_SQLITE] = "[core]\n\tengine = sqlite\n",
		[ENGINE_POSTGRES] = "[core]\n\tengine = pg\n",
		[ENGINE_MYSQL] = "[core]\n\tengine = mysql\n",
	};
	static const char folder[] = "deploy/";
	_cleanup_buf_ struct buf b = {0};

	buf_adds(&b, "%syntax-version=1.0.0\n%project=migrations\n\n");
	for (size_t i = 0; i < out->files.len; i++) {
		const char *name = out->files.v[i].name;

		if (text_starts(name, folder))
			buf_printf(&b, "%.*s 2000-01-01T00:00:00Z pawl <pawl@localhost>\n",
				   (int)(strlen(name) - strlen(folder) - strlen(".sql")),
				   name + strlen(folder));
	}
	add(out, "sqitch.plan", buf_dup(&b, out->arena));
	add(out, "sqitch.conf", settings[out->engine]);
}

const struct export_form export_forms_plans[] = {
	{.name = "drizzle", .write = write_drizzle, .finish = finish_drizzle},
	{.name = "sqitch", .write = write_sqitch, .finish = finish_sqitch},
};
const size_t export_forms_plans_len = sizeof(export_forms_plans) / sizeof(*export_forms_plans);
