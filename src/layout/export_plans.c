/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Forms whose order is written down or is that of sections: Drizzle's journal, sqitch's plan,
 * version folders with a manifest, named sections.
 */
#include "base/text.h"
#include "layout/export.h"
#include "layout/export_verify.h"

#include <string.h>

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
	export_add(out, arena_printf(out->arena, "%s_%s.sql", i->version, i->name),
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
	export_add(out, "meta/_journal.json", buf_dup(&b, out->arena));
}

/* The clients end statements at each ';', but psql and sqlite3 look into bodies. */
static int add_script(struct export_out *out, const char *name, const char *text, bool bare,
		      struct pawl_error *err)
{
	_cleanup_buf_ struct buf b = {0};
	int rc;

	if (!bare)
		buf_adds(&b, "BEGIN;\n\n");
	rc = export_for_client(out, text, &b, err);
	if (rc != 0)
		return rc;
	if (!bare)
		export_end(out, text, &b);
	if (b.len > 0 && b.data[b.len - 1] != '\n')
		buf_addc(&b, '\n');
	if (!bare)
		buf_adds(&b, "\nCOMMIT;\n");
	export_add(out, name, buf_dup(&b, out->arena));
	return 0;
}

/* Its own verify scripts fail by errors alone, as sqitch has it. */
static int add_verify(struct export_out *out, const struct export_item *i, const char *name,
		      struct pawl_error *err)
{
	const char *text = i->verify;
	int rc = 0;

	if (!i->m->verify_by_errors)
		rc = export_verify(out, text, &text, err);
	if (rc == 0)
		export_add(out, name, text);
	out->verifies++;
	return rc;
}

static int write_sqitch(struct export_out *out, const struct export_item *i, struct pawl_error *err)
{
	const char *name = arena_printf(out->arena, "%s_%s.sql", i->version, i->name);
	int rc = add_script(out, arena_printf(out->arena, "deploy/%s", name), i->up,
			    i->up_alone || i->up_wrapped, err);

	if (rc == 0 && i->down != NULL) {
		out->downs++;
		rc = add_script(out, arena_printf(out->arena, "revert/%s", name), i->down,
				i->down_alone || i->down_wrapped, err);
	}
	if (rc == 0 && i->verify != NULL)
		rc = add_verify(out, i, arena_printf(out->arena, "verify/%s", name), err);
	return rc;
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
	export_add(out, "sqitch.plan", buf_dup(&b, out->arena));
	export_add(out, "sqitch.conf", settings[out->engine]);
}

/* A version for each migration; names are of letters, digits and '_', so JSON needs no escapes. */
static int write_manifest(struct export_out *out, const struct export_item *i,
			  struct pawl_error *err)
{
	const char *version = i->version + strspn(i->version, "0");

	(void)err;
	export_add(out, arena_printf(out->arena, "v%s/manifest.json", version),
		   arena_printf(out->arena,
				"{\n"
				"  \"CurrVersion\": \"%s\",\n"
				"  \"MinCompatibleVersion\": \"%s\",\n"
				"  \"Description\": \"%s\",\n"
				"  \"SchemaUpdateCqlFiles\": [\n"
				"    \"%s.sql\"\n"
				"  ]\n"
				"}\n",
				version, version, i->name, i->name));
	export_add(out, arena_printf(out->arena, "v%s/%s.sql", version, i->name), i->up);
	return 0;
}

/* A section is one statement to most of its readers. */
static int write_named(struct export_out *out, const struct export_item *i, struct pawl_error *err)
{
	char *title = arena_strdup(out->arena, i->name);
	_cleanup_buf_ struct buf b = {0};
	struct export_statements s;
	int rc = export_cut(out, i->up, &s, NULL, err);

	if (rc != 0)
		return rc;
	for (char *p = title; *p != '\0'; p++)
		if (*p == '_')
			*p = '-';
	for (size_t k = 0; k < s.len; k++) {
		buf_printf(&b, "%s-- name: %s-%s", k == 0 ? "" : "\n", i->version, title);
		if (k > 0)
			buf_printf(&b, "-%zu", k + 1);
		buf_printf(&b, "\n%s%s;\n", s.v[k].above, s.v[k].text);
	}
	if (s.len == 0)
		buf_printf(&b, "-- name: %s-%s\n", i->version, title);
	export_add(out, arena_printf(out->arena, "%s_%s.sql", i->version, i->name),
		   buf_dup(&b, out->arena));
	return 0;
}

static const char *const named_marks[] = {"name:", NULL};

const struct export_form export_forms_plans[] = {
	{.name = "drizzle",
	 .wraps = EXPORT_ALL,
	 .no_outside = EXPORT_ALL,
	 .write = write_drizzle,
	 .finish = finish_drizzle},
	{.name = "sqitch", .client = true, .write = write_sqitch, .finish = finish_sqitch},
	{.name = "manifest", .numbers = EXPORT_INT64, .write = write_manifest},
	{.name = "named",
	 .numbers = EXPORT_TEXT,
	 .several = true,
	 .marks = named_marks,
	 .write = write_named},
};
const size_t export_forms_plans_len = sizeof(export_forms_plans) / sizeof(*export_forms_plans);
