/* SPDX-License-Identifier: Apache-2.0 */
#include "differ.h"

#include "fail.h"
#include "open.h"
#include "ui.h"

#include <stdlib.h>
#include <string.h>

static int ask(void *data, const struct pawl_rename *candidate)
{
	bool strict = *(const bool *)data;
	char question[512], answer[16];

	snprintf(question, sizeof(question), "was %s \"%s\" renamed to \"%s\"? [y/N]",
		 candidate->kind, candidate->from, candidate->to);
	if (ui_ask(question, answer, sizeof(answer)))
		return cli_is_cancelled() ? -1 : answer[0] == 'y' || answer[0] == 'Y';
	if (strict)
		return -1;
	ui_warn("warning: %s \"%s\" is gone and \"%s\" is like it; if it was renamed, add --rename "
		"%s=%s",
		candidate->kind, candidate->from, candidate->to, candidate->from, candidate->to);
	return 0;
}

static int take_rename(struct cli *cli, const char *text, struct pawl_rename *ret,
		       struct pawl_error *err)
{
	size_t len = strcspn(text, "=");

	if (len == 0 || text[len] == '\0' || text[len + 1] == '\0') {
		cli_fail(err, PAWL_E_USAGE, "\"%s\" is no rename: write OLD=NEW", text);
		cli_hint(err, "--rename users.mail=users.email, --rename users=people");
		return PAWL_E_USAGE;
	}
	*ret = (struct pawl_rename){.from = memory_slice(&cli->memory, text, len),
				    .to = text + len + 1};
	return 0;
}

int differ_options(struct cli *cli, const struct differ *d, bool strict,
		   struct pawl_diff_options *ret, struct pawl_error *err)
{
	struct pawl_rename *renames = memory_alloc(&cli->memory, d->renames.len * sizeof(*renames));
	bool *asked = memory_alloc(&cli->memory, sizeof(*asked));
	size_t n = 0;
	bool none = false;

	for (size_t i = 0; i < d->renames.len; i++) {
		if (strcmp(d->renames.v[i], "none") == 0)
			none = true;
		else if (take_rename(cli, d->renames.v[i], &renames[n++], err) != 0)
			return err->code;
	}
	*asked = strict || getenv("CI") != NULL;
	*ret = (struct pawl_diff_options){
		.size = sizeof(*ret),
		.renames = renames,
		.renames_len = n,
		.on_rename = none ? NULL : ask,
		.rename_data = asked,
		.allow_loss = d->allow_loss,
		.concurrent = d->concurrent,
		.grants = d->grants,
		.owners = d->owners,
	};
	return 0;
}

static void change_json(struct json_doc *d, const struct pawl_change *c)
{
	json_doc_object(d, NULL);
	json_doc_text(d, "action", c->action);
	json_doc_text(d, "kind", c->kind);
	json_doc_text(d, "object", c->object);
	json_doc_texts(d, "sql", c->sql, c->sql_len);
	json_doc_texts(d, "reverse", c->reverse, c->reverse_len);
	json_doc_bool(d, "loses_data", c->loss != NULL);
	json_doc_text(d, "loss", c->loss);
	json_doc_text(d, "advice", c->advice);
	json_doc_bool(d, "outside_transaction", c->outside);
	json_doc_end(d);
}

void differ_json(struct json_doc *d, const struct pawl_diff *diff)
{
	json_doc_bool(d, "equal", diff->len == 0);
	json_doc_list(d, "changes");
	for (size_t i = 0; i < diff->len; i++)
		change_json(d, &diff->changes[i]);
	json_doc_end(d);
	json_doc_text(d, "sql", diff->sql);
	json_doc_text(d, "reverse_sql", diff->reverse_sql);
}

void differ_list(const struct pawl_diff *diff)
{
	for (size_t i = 0; i < diff->len; i++) {
		const struct pawl_change *c = &diff->changes[i];

		ui_out(UI_PLAIN, "  %s %s ", c->action, c->kind);
		ui_out(UI_BOLD, "%s\n", c->object);
		if (c->loss != NULL)
			ui_out(UI_RED, "    loses data: %s\n", c->loss);
		if (c->advice != NULL)
			ui_out(UI_DIM, "    %s\n", c->advice);
	}
}
