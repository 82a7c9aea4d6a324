/* SPDX-License-Identifier: Apache-2.0 */
#include "layout/template.h"

#include <string.h>

enum { DEEPEST = 16 };

/* One {{ ... }}: its words, and where it stands. */
struct action {
	const char *text;
	size_t len;
	unsigned long line, column;
};

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static int refuse(const struct template *t, const struct action *x, const char *what,
		  const char *advice, struct pawl_error *err)
{
	size_t shown = x->len > 80 ? 80 : x->len;
	const char *newline = memchr(x->text, '\n', shown);

	if (newline != NULL)
		shown = (size_t)(newline - x->text);
	fail(err, PAWL_E_SYNTAX, "%s: {{%.*s", what, (int)shown, x->text);
	hint(err, "%s", advice);
	at(err, t->file->path, x->line, x->column);
	return PAWL_E_SYNTAX;
}

static int add_variable(const struct template *t, const struct action *x, const char *name,
			size_t len, struct buf *out, struct pawl_error *err)
{
	for (size_t i = 0; i < t->in->vars_len; i++) {
		const struct layout_var *v = &t->in->vars[i];

		if (strlen(v->name) != len || memcmp(v->name, name, len) != 0)
			continue;
		buf_adds(out, v->value);
		return 0;
	}
	return refuse(t, x, "no value is given for a variable of the template",
		      "give it by --var NAME=VALUE, or under [vars] in pawl.ini", err);
}

static int add_file(const struct template *t, const struct action *x, const char *name,
		    struct arena *a, struct buf *out, struct pawl_error *err)
{
	const struct tree_entry *e = NULL;
	struct template inner;
	struct tree_text text;
	bool replaced;
	int rc;

	for (size_t i = 0; e == NULL && i < t->in->dirs_len; i++)
		e = tree_find(&t->in->trees[i], name);
	if (e == NULL || e->is_dir)
		return refuse(t, x, "there is no such template",
			      "templates are .sql files in folders below the migrations'", err);
	if (t->depth == DEEPEST)
		return refuse(t, x, "templates are nested too deep", "does one contain itself?",
			      err);
	rc = tree_read(e, a, &text, err);
	if (rc != 0)
		return rc;
	inner = (struct template){.in = t->in, .file = e, .line = 1, .depth = t->depth + 1};
	return template_run(&inner, text.data, text.len, a, out, &replaced, err);
}

/* The "text" between i and the end of the action, quotes aside; NULL if there is none. */
static const char *quoted(const struct action *x, size_t i, size_t *ret_len)
{
	const char *close;

	while (i < x->len && is_space(x->text[i]))
		i++;
	if (i >= x->len || x->text[i] != '"')
		return NULL;
	i++;
	close = memchr(x->text + i, '"', x->len - i);
	*ret_len = close == NULL ? 0 : (size_t)(close - x->text) - i;
	return close == NULL ? NULL : x->text + i;
}

static bool begins(const struct action *x, const char *word)
{
	size_t n = strlen(word);

	return x->len > n && memcmp(x->text, word, n) == 0;
}

static int run_action(const struct template *t, const struct action *x, struct arena *a,
		      struct buf *out, struct pawl_error *err)
{
	static const char template[] = "template ", option[] = "index .Options ",
			  field[] = ".Options.";
	size_t start = begins(x, field) ? sizeof(field) - 1 : 1, i = start, len;
	const char *name;

	if (x->len >= 4 && memcmp(x->text, "/*", 2) == 0)
		return 0;
	if (x->len > 1 && x->text[0] == '.') {
		while (i < x->len && !is_space(x->text[i]) && strchr(".|()", x->text[i]) == NULL)
			i++;
		if (i == x->len && i > start)
			return add_variable(t, x, x->text + start, i - start, out, err);
	} else if (x->text[0] == '"') {
		name = quoted(x, 0, &len);
		if (name != NULL && len + 2 == x->len && memchr(name, '\\', len) == NULL) {
			buf_add(out, name, len);
			return 0;
		}
	} else if (begins(x, template)) {
		name = quoted(x, sizeof(template) - 1, &len);
		if (name != NULL)
			return add_file(t, x, arena_strndup(a, name, len), a, out, err);
	} else if (begins(x, option)) {
		name = quoted(x, sizeof(option) - 1, &len);
		if (name != NULL)
			return add_variable(t, x, name, len, out, err);
	}
	return refuse(t, x, "pawl cannot run this part of a template",
		      "it reads {{.name}}, {{index .Options \"name\"}}, {{template "
		      "\"folder/file.sql\" .}}, {{\"text\"}} and "
		      "{{/* comments */}}; write the SQL out instead",
		      err);
}

static void trim_end(struct buf *out, size_t from)
{
	while (out->len > from && is_space(out->data[out->len - 1]))
		out->data[--out->len] = '\0';
}

int template_run(const struct template *t, const char *data, size_t len, struct arena *a,
		 struct buf *out, bool *ret_replaced, struct pawl_error *err)
{
	const char *p = data, *end = data + len, *line = data, *open;
	size_t from = out->len;
	struct action x = {.line = t->line};

	while ((open = memmem(p, (size_t)(end - p), "{{", 2)) != NULL) {
		const char *close = memmem(open, (size_t)(end - open), "}}", 2);
		int rc;

		for (const char *q = line; (q = memchr(q, '\n', (size_t)(open - q))) != NULL;) {
			line = ++q;
			x.line++;
		}
		x.column = (unsigned long)(open - line) + 1;
		x.text = open + 2;
		x.len = (size_t)((close == NULL ? end : close) - x.text);
		if (close == NULL)
			return refuse(t, &x, "an action of the template is not closed",
				      "the tool reads \"{{\" as its own", err);
		buf_add(out, p, (size_t)(open - p));
		p = close + 2;
		if (x.len > 1 && x.text[0] == '-' && is_space(x.text[1])) {
			trim_end(out, from);
			x.text++;
			x.len--;
		}
		if (x.len > 1 && x.text[x.len - 1] == '-' && is_space(x.text[x.len - 2])) {
			while (p < end && is_space(*p))
				p++;
			x.len--;
		}
		while (x.len > 0 && is_space(x.text[0])) {
			x.text++;
			x.len--;
		}
		while (x.len > 0 && is_space(x.text[x.len - 1]))
			x.len--;
		rc = run_action(t, &x, a, out, err);
		if (rc != 0)
			return rc;
		*ret_replaced = true;
	}
	buf_add(out, p, (size_t)(end - p));
	return 0;
}

int template_script(const struct layout_input *in, const struct tree_entry *file,
		    const struct tree_text *text, struct arena *a, struct script *script,
		    struct pawl_error *err)
{
	const struct template t = {.in = in, .file = file, .line = 1};
	_cleanup_buf_ struct buf out = {0};
	bool replaced = false;
	int rc = template_run(&t, text->data, text->len, a, &out, &replaced, err);

	if (rc == 0 && replaced) {
		script->text = buf_dup(&out, a);
		script->offset = 0;
		script->length = out.len;
	}
	return rc;
}

const char *template_escape(const char *text, struct arena *a)
{
	_cleanup_buf_ struct buf b = {0};
	const char *open;

	while ((open = strstr(text, "{{")) != NULL) {
		buf_add(&b, text, (size_t)(open - text));
		buf_adds(&b, "{{\"{{\"}}");
		text = open + 2;
	}
	buf_adds(&b, text);
	return buf_dup(&b, a);
}
