/* SPDX-License-Identifier: Apache-2.0 */
/* SARIF 2.1.0: https://docs.oasis-open.org/sarif/sarif/v2.1.0/ */
#include "json.h"
#include "lint_format.h"
#include "lint_path.h"

#include <pawl/version.h>

#include <stdlib.h>
#include <string.h>

/* As a URI has it: blanks and the like as %20. */
static void sarif_uri(struct json_doc *d, const char *file)
{
	char *path = lint_path_in_tree(file);
	size_t size = 3 * strlen(path) + 1, n = 0;
	char *uri = malloc(size);

	if (uri == NULL)
		abort();
	for (const char *p = path; *p != '\0'; p++)
		n += (size_t)snprintf(uri + n, size - n,
				      strchr(" \"%<>\\^`{|}?#", *p) != NULL || *p < 0x20 ? "%%%02X"
											 : "%c",
				      (unsigned char)*p);
	uri[n] = '\0';
	json_doc_text(d, "uri", uri);
	free(uri);
	free(path);
}

/* A column counted in bytes as one counted in UTF-16 units. */
static int64_t utf16_column(const char *line, unsigned long column)
{
	int64_t n = 1;

	for (unsigned long i = 0; i + 1 < column && line[i] != '\0'; i++) {
		unsigned char c = (unsigned char)line[i];

		n += (c & 0xc0) != 0x80;
		n += c >= 0xf0;
	}
	return n;
}

static void sarif_help(struct json_doc *d, const struct pawl_lint_rule *rule)
{
	char text[2048];

	snprintf(text, sizeof(text), "%s\n\nWhy: %s\n\nSafe: %s\n\nMore: pawl lint --explain %s",
		 rule->summary, rule->why, rule->safe, rule->id);
	json_doc_object(d, "help");
	json_doc_text(d, "text", text);
	snprintf(text, sizeof(text),
		 "%s\n\n**Why:** %s\n\n**Safe:** `%s`\n\nMore: `docs/guide/lint.md#%s`",
		 rule->summary, rule->why, rule->safe, rule->id);
	json_doc_text(d, "markdown", text);
	json_doc_end(d);
}

static void sarif_message(struct json_doc *d, const char *key, const char *text)
{
	json_doc_object(d, key);
	json_doc_text(d, "text", text);
	json_doc_end(d);
}

static void sarif_rules(struct json_doc *d)
{
	size_t n;
	const struct pawl_lint_rule *rules = pawl_lint_rules(&n);

	json_doc_list(d, "rules");
	for (size_t i = 0; i < n; i++) {
		json_doc_object(d, NULL);
		json_doc_text(d, "id", rules[i].id);
		sarif_message(d, "shortDescription", rules[i].summary);
		sarif_message(d, "fullDescription", rules[i].why);
		sarif_help(d, &rules[i]);
		json_doc_object(d, "defaultConfiguration");
		json_doc_text(d, "level", pawl_level_name(rules[i].level));
		json_doc_end(d);
		json_doc_object(d, "properties");
		json_doc_text(d, "class", rules[i].class_name);
		json_doc_text(d, "engines", rules[i].engines);
		json_doc_end(d);
		json_doc_end(d);
	}
	json_doc_end(d);
}

static int64_t rule_index(const char *id)
{
	size_t n, i = 0;
	const struct pawl_lint_rule *rules = pawl_lint_rules(&n);

	while (i < n && strcmp(rules[i].id, id) != 0)
		i++;
	return (int64_t)i;
}

static void sarif_result(struct json_doc *d, const struct pawl_finding *f)
{
	json_doc_object(d, NULL);
	json_doc_text(d, "ruleId", f->rule);
	json_doc_int(d, "ruleIndex", rule_index(f->rule));
	json_doc_text(d, "level", pawl_level_name(f->level));
	sarif_message(d, "message", f->message);
	json_doc_list(d, "locations");
	json_doc_object(d, NULL);
	json_doc_object(d, "physicalLocation");
	json_doc_object(d, "artifactLocation");
	sarif_uri(d, f->file);
	json_doc_end(d);
	json_doc_object(d, "region");
	json_doc_int(d, "startLine", (int64_t)f->line);
	json_doc_int(d, "startColumn", utf16_column(f->text, f->column));
	json_doc_int(d, "endLine", (int64_t)f->end_line);
	/* Without it the region goes to the end of its last line. */
	if (f->end_line == f->line)
		json_doc_int(d, "endColumn", utf16_column(f->text, f->end_column));
	json_doc_end(d);
	json_doc_end(d);
	json_doc_end(d);
	json_doc_end(d);
	json_doc_object(d, "partialFingerprints");
	json_doc_text(d, "pawl/v1", f->fingerprint);
	json_doc_end(d);
	json_doc_end(d);
}

void lint_print_sarif(const struct pawl_lint_report *r)
{
	struct json_doc *d = json_doc_new();

	json_doc_object(d, NULL);
	json_doc_text(d, "$schema", "https://json.schemastore.org/sarif-2.1.0.json");
	json_doc_text(d, "version", "2.1.0");
	json_doc_list(d, "runs");
	json_doc_object(d, NULL);
	json_doc_object(d, "tool");
	json_doc_object(d, "driver");
	json_doc_text(d, "name", "pawl");
	json_doc_text(d, "version", PAWL_VERSION);
	sarif_rules(d);
	json_doc_end(d);
	json_doc_end(d);
	json_doc_text(d, "columnKind", "utf16CodeUnits");
	json_doc_list(d, "results");
	for (size_t i = 0; i < r->len; i++)
		sarif_result(d, &r->findings[i]);
	json_doc_end(d);
	json_doc_print(d);
}
