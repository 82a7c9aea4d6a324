/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Forms whose files are code that runs the statements: Alembic's revisions in Python, Rails'
 * migrations in Ruby. pawl reads neither again.
 *
 * Alembic hands texts to SQLAlchemy's text(), to which ":name" is a parameter unless a
 * backslash stands before the colon. (docs.sqlalchemy.org, sqlalchemy.sql.expression.text)
 */
#include "base/text.h"
#include "layout/export.h"

#include <ctype.h>
#include <string.h>

/* Both languages read their files as UTF-8. */
static int check_utf8(const struct export_out *out, const struct export_item *i, const char *text,
		      struct pawl_error *err)
{
	size_t len = text == NULL ? 0 : strlen(text);

	for (size_t k = 0, n; k < len; k += n) {
		n = text_utf8(text + k, len - k);
		if (n == 0)
			return export_refuse(i->m, out->form, "is not UTF-8", err);
	}
	return 0;
}

/* The comments above a statement, each line behind mark; those of pawl's own stay behind. */
static void put_comments(struct buf *b, const char *above, const char *mark)
{
	while (*above != '\0') {
		size_t len = strcspn(above, "\r\n"), skip = strspn(above, " \t");
		size_t dashes = skip + strspn(above + skip, "-");
		size_t text = dashes + strspn(above + dashes, " \t");

		if (skip < len && strncmp(above + text, "pawl:", 5) != 0)
			buf_printf(b, "%s %.*s\n", mark, (int)(len - (text < len ? text : len)),
				   above + (text < len ? text : len));
		above += len;
		above += strspn(above, "\r\n");
	}
}

/*
 * A control character by its code, what is escaped with a backslash before it; so is a double
 * quote where another or the end of the text follows, or where all are to be.
 */
static void put_escaped(struct buf *b, const char *text, const char *escaped, bool quotes)
{
	for (const char *p = text; *p != '\0'; p++) {
		bool quote = *p == '"' && (quotes || p[1] == '"' || p[1] == '\0');
		unsigned char c = (unsigned char)*p;

		if (c != '\n' && c != '\t' && (c < 0x20 || c == 0x7f)) {
			buf_printf(b, "\\x%02x", c);
			continue;
		}
		if (quote || strchr(escaped, c) != NULL)
			buf_addc(b, '\\');
		buf_addc(b, *p);
	}
}

/* Between three quotes one alone is a quote, unless it is the last. */
static void put_python_text(struct buf *b, const char *text)
{
	_cleanup_buf_ struct buf sql = {0};

	for (const char *p = text; *p != '\0'; p++) {
		if (*p == ':')
			buf_addc(&sql, '\\');
		buf_addc(&sql, *p);
	}
	put_escaped(b, buf_str(&sql), "\\", false);
}

static int put_python(struct export_out *out, const char *text, bool alone, struct buf *b,
		      struct pawl_error *err)
{
	const char *indent = alone ? "        " : "    ";
	struct export_statements s = {0};
	int rc = text == NULL ? 0 : export_cut(out, text, &s, NULL, err);

	if (rc != 0)
		return rc;
	if (s.len == 0)
		buf_adds(b, "    pass\n");
	else if (alone)
		buf_adds(b, "    with op.get_context().autocommit_block():\n");
	for (size_t k = 0; k < s.len; k++) {
		put_comments(b, s.v[k].above, arena_printf(out->arena, "%s#", indent));
		buf_printf(b, "%sop.execute(\"\"\"", indent);
		put_python_text(b, s.v[k].text);
		buf_adds(b, "\"\"\")\n");
	}
	return 0;
}

static int write_alembic(struct export_out *out, const struct export_item *i,
			 struct pawl_error *err)
{
	_cleanup_buf_ struct buf b = {0};
	const char *parent = NULL;
	int rc = check_utf8(out, i, i->up, err);

	if (rc == 0)
		rc = check_utf8(out, i, i->down, err);
	if (rc != 0)
		return rc;
	if (out->files.len != 0)
		parent = out->files.v[out->files.len - 1].label;
	buf_printf(&b,
		   "\"\"\"%s\n\nRevision ID: %s\nRevises: %s\n\"\"\"\n"
		   "from alembic import op\n\n"
		   "# revision identifiers, used by Alembic.\n"
		   "revision = \"%s\"\ndown_revision = %s\nbranch_labels = None\n"
		   "depends_on = None\n\n\n"
		   "def upgrade():\n",
		   i->name, i->version, parent == NULL ? "" : parent, i->version,
		   parent == NULL ? "None" : arena_printf(out->arena, "\"%s\"", parent));
	rc = put_python(out, i->up, i->up_alone, &b, err);
	if (rc != 0)
		return rc;
	buf_adds(&b, "\n\ndef downgrade():\n");
	if (i->down == NULL)
		buf_adds(&b, "    raise NotImplementedError(\"there is no way back\")\n");
	else
		rc = put_python(out, i->down, i->down_alone, &b, err);
	if (rc != 0)
		return rc;
	export_add(out, arena_printf(out->arena, "versions/%s_%s.py", i->version, i->name),
		   buf_dup(&b, out->arena))
		->label = i->version;
	out->downs += i->down != NULL;
	return 0;
}

static const char alembic_ini[] = "[alembic]\n"
				  "script_location = %(here)s\n"
				  "# or in the environment: DATABASE_URL\n"
				  "sqlalchemy.url =\n"
				  "\n"
				  "[loggers]\n"
				  "keys = root,alembic\n"
				  "\n"
				  "[handlers]\n"
				  "keys = console\n"
				  "\n"
				  "[formatters]\n"
				  "keys = generic\n"
				  "\n"
				  "[logger_root]\n"
				  "level = WARN\n"
				  "handlers = console\n"
				  "qualname =\n"
				  "\n"
				  "[logger_alembic]\n"
				  "level = INFO\n"
				  "handlers =\n"
				  "qualname = alembic\n"
				  "\n"
				  "[handler_console]\n"
				  "class = StreamHandler\n"
				  "args = (sys.stderr,)\n"
				  "level = NOTSET\n"
				  "formatter = generic\n"
				  "\n"
				  "[formatter_generic]\n"
				  "format = %(levelname)-5.5s [%(name)s] %(message)s\n"
				  "datefmt = %H:%M:%S\n";

/* A migration and its row in alembic_version are one transaction, as they were. */
static const char alembic_env[] =
	"import os\n"
	"from logging.config import fileConfig\n"
	"\n"
	"from alembic import context\n"
	"from sqlalchemy import create_engine, pool\n"
	"\n"
	"config = context.config\n"
	"if config.config_file_name is not None:\n"
	"    fileConfig(config.config_file_name)\n"
	"target_metadata = None\n"
	"url = config.get_main_option(\"sqlalchemy.url\") or os.environ.get(\"DATABASE_URL\")\n"
	"\n"
	"if context.is_offline_mode():\n"
	"    context.configure(url=url, literal_binds=True, transaction_per_migration=True)\n"
	"    with context.begin_transaction():\n"
	"        context.run_migrations()\n"
	"else:\n"
	"    with create_engine(url, poolclass=pool.NullPool).connect() as connection:\n"
	"        context.configure(\n"
	"            connection=connection,\n"
	"            target_metadata=target_metadata,\n"
	"            transaction_per_migration=True,\n"
	"        )\n"
	"        with context.begin_transaction():\n"
	"            context.run_migrations()\n";

static const char alembic_mako[] = "\"\"\"${message}\n"
				   "\n"
				   "Revision ID: ${up_revision}\n"
				   "Revises: ${down_revision | comma,n}\n"
				   "Create Date: ${create_date}\n"
				   "\n"
				   "\"\"\"\n"
				   "from alembic import op\n"
				   "import sqlalchemy as sa\n"
				   "${imports if imports else \"\"}\n"
				   "\n"
				   "# revision identifiers, used by Alembic.\n"
				   "revision = ${repr(up_revision)}\n"
				   "down_revision = ${repr(down_revision)}\n"
				   "branch_labels = ${repr(branch_labels)}\n"
				   "depends_on = ${repr(depends_on)}\n"
				   "\n"
				   "\n"
				   "def upgrade():\n"
				   "    ${upgrades if upgrades else \"pass\"}\n"
				   "\n"
				   "\n"
				   "def downgrade():\n"
				   "    ${downgrades if downgrades else \"pass\"}\n";

static void finish_alembic(struct export_out *out)
{
	export_add(out, "alembic.ini", alembic_ini);
	export_add(out, "env.py", alembic_env);
	export_add(out, "script.py.mako", alembic_mako);
}

/* Lower case, and a letter first: the class is made of it. */
static const char *ruby_name(const struct export_out *out, const struct export_item *i)
{
	bool letter = isalpha((unsigned char)i->name[0]);
	char *name = arena_printf(out->arena, "%s%s", letter ? "" : "migration_", i->name);

	for (char *p = name; *p != '\0'; p++)
		*p = (char)tolower((unsigned char)*p);
	/* Rails takes no two classes of one name. */
	for (size_t k = 0; k < out->files.len; k++)
		if (strcmp(out->files.v[k].label, name) == 0)
			return arena_printf(out->arena, "%s_%s", name, i->version);
	return name;
}

/* As Rails has it: "create_users" is CreateUsers. */
static const char *camel_case(const char *name, struct arena *a)
{
	char *class = arena_strdup(a, name), *to = class;
	bool first = true;

	for (const char *p = name; *p != '\0'; p++) {
		if (*p != '_')
			*to++ = first ? (char)toupper((unsigned char)*p) : *p;
		first = *p == '_';
	}
	*to = '\0';
	return class;
}

/* A text that stands as it is between lines, unless a line is the end mark, or ends by CR LF. */
static void put_ruby_text(struct buf *b, const char *text)
{
	const char *mark = strstr(text, "SQL\n") == NULL && !text_ends(text, "SQL") ? "SQL"
										    : "END_OF_SQL";

	if (strchr(text, '\r') == NULL && strstr(text, "END_OF_SQL") == NULL) {
		buf_printf(b, "    execute <<-'%s'\n%s\n    %s\n", mark, text, mark);
		return;
	}
	buf_adds(b, "    execute \"");
	put_escaped(b, text, "\\#", true);
	buf_adds(b, "\"\n");
}

static int put_ruby(struct export_out *out, const char *text, struct buf *b, struct pawl_error *err)
{
	struct export_statements s;
	int rc = export_cut(out, text, &s, NULL, err);

	for (size_t k = 0; rc == 0 && k < s.len; k++) {
		put_comments(b, s.v[k].above, "    #");
		put_ruby_text(b, s.v[k].text);
	}
	return rc;
}

/* A way back of "def down" that is not there raises, too. */
static int write_rails(struct export_out *out, const struct export_item *i, struct pawl_error *err)
{
	const char *name = ruby_name(out, i);
	_cleanup_buf_ struct buf b = {0};
	int rc = check_utf8(out, i, i->up, err);

	if (rc == 0)
		rc = check_utf8(out, i, i->down, err);
	if (rc != 0)
		return rc;
	buf_printf(&b, "class %s < ActiveRecord::Migration[6.1]\n", camel_case(name, out->arena));
	if (i->up_alone || i->down_alone)
		buf_adds(&b, "  disable_ddl_transaction!\n\n");
	buf_adds(&b, "  def up\n");
	rc = put_ruby(out, i->up, &b, err);
	if (rc != 0)
		return rc;
	buf_adds(&b, "  end\n\n  def down\n");
	if (i->down == NULL)
		buf_adds(&b, "    raise ActiveRecord::IrreversibleMigration\n");
	else
		rc = put_ruby(out, i->down, &b, err);
	buf_adds(&b, "  end\nend\n");
	if (rc != 0)
		return rc;
	export_add(out, arena_printf(out->arena, "migrate/%s_%s.rb", i->version, name),
		   buf_dup(&b, out->arena))
		->label = name;
	out->downs += i->down != NULL;
	return 0;
}

const struct export_form export_forms_code[] = {
	{.name = "alembic",
	 .numbers = EXPORT_WORDS,
	 .wraps = EXPORT_ALL,
	 .code = true,
	 .write = write_alembic,
	 .finish = finish_alembic},
	{.name = "rails",
	 .numbers = EXPORT_INT64,
	 .wraps = EXPORT_ALL,
	 .code = true,
	 .write = write_rails},
};
const size_t export_forms_code_len = sizeof(export_forms_code) / sizeof(*export_forms_code);
