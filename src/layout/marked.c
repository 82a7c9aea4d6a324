/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Marks are comments to SQL, so a way that needs nothing replaced is one piece
 * of the file, marks included. A block held together by StatementBegin and
 * StatementEnd that has no semicolon of its own is given one.
 */
#include "layout/marked.h"

#include "base/vec.h"
#include "layout/pieces.h"
#include "sql/split.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

struct way {
	VEC(struct piece) pieces;
	bool exists, no_tx;
};

struct reader {
	const struct marked_rules *rules;
	const struct gather *gather;
	const struct tree_entry *file;
	const struct tree_text *text;
	struct arena *arena;
	struct way up, down;
	struct way *now;                     /* NULL above the first mark */
	bool no_tx, envsub, in_block, ended; /* ended: the block's last line ends in a semicolon */
	size_t block_start;
	unsigned long pending, block; /* first line of a statement not ended yet; 0: none */
	struct pawl_error *err;
};

static int refuse(struct reader *r, unsigned long line, const char *what)
{
	fail(r->err, PAWL_E_SYNTAX, "%s", what);
	at(r->err, r->file->path, line, 1);
	return PAWL_E_SYNTAX;
}

/* As the tools have it: the last word of the line, comments aside, ends in a semicolon. */
static bool ends_statement(const struct line *l)
{
	bool semicolon = false, blank = true;

	for (size_t i = 0; i < l->len; i++) {
		char c = l->text[i];

		if (blank && c == '-' && i + 1 < l->len && l->text[i + 1] == '-')
			break;
		blank = c == ' ' || c == '\t' || c == '\r';
		if (!blank)
			semicolon = c == ';';
	}
	return semicolon;
}

static bool is_comment(const struct line *l)
{
	size_t i = 0;

	while (i < l->len && (l->text[i] == ' ' || l->text[i] == '\t'))
		i++;
	return i == l->len || (l->len - i >= 2 && memcmp(l->text + i, "--", 2) == 0);
}

static void start_piece(struct reader *r, const struct line *after)
{
	*vec_push(&r->now->pieces, r->arena) = (struct piece){
		.offset = after->end,
		.end = after->end,
		.line = after->number + 1,
		.envsub = r->envsub,
	};
}

static struct piece *last_piece(struct reader *r)
{
	return &r->now->pieces.v[r->now->pieces.len - 1];
}

/* A word in any case, not a part of one; good enough to ask the splitter whether it matters. */
static bool holds_word(const char *text, size_t len, const char *word)
{
	size_t n = strlen(word);

	for (size_t i = 0; i + n <= len; i++) {
		bool starts = i == 0 || isspace((unsigned char)text[i - 1]);

		if (starts && strncasecmp(text + i, word, n) == 0 &&
		    (i + n == len || isspace((unsigned char)text[i + n])))
			return true;
	}
	return false;
}

static int check_ended(struct reader *r)
{
	if (r->in_block) {
		refuse(r, r->block, "StatementBegin has no StatementEnd");
		hint(r->err, "end the block with \"%s StatementEnd\"", r->rules->prefix);
		return PAWL_E_SYNTAX;
	}
	if (r->pending == 0 || (r->now == &r->down && !r->rules->strict_down))
		return 0;
	refuse(r, r->pending, "a statement begins here that no line ends with a semicolon");
	hint(r->err,
	     "add the semicolon, or put the statement between \"%s StatementBegin\" and \"%s "
	     "StatementEnd\"",
	     r->rules->prefix, r->rules->prefix);
	return PAWL_E_SYNTAX;
}

static int start_way(struct reader *r, const struct line *l, struct way *way, bool no_tx)
{
	int rc = r->now == NULL ? 0 : check_ended(r);

	if (rc != 0)
		return rc;
	if (r->rules->once && way->exists)
		return refuse(r, l->number,
			      way == &r->up ? "the way up begins twice"
					    : "the way down begins twice");
	if (r->rules->once && way == &r->down && !r->up.exists)
		return refuse(r, l->number, "the way down begins before the way up");
	way->exists = true;
	way->no_tx |= no_tx;
	r->now = way;
	r->pending = 0;
	start_piece(r, l);
	return 0;
}

/*
 * A block is one statement. Where this engine's rules cut one in front of its END, it is a
 * program that the engine does not know: each part would be sent alone, and "END" would end
 * the transaction.
 */
static int check_block(struct reader *r, const struct line *end)
{
	const char *start = r->text->data + r->block_start;
	struct split_text text = {.at = start, .left = end->offset - r->block_start};
	const struct split_source source = {
		.read = split_read_text, .ctx = &text, .name = r->file->path, .line = r->block + 1};
	_cleanup_splitter_ struct splitter *sp = NULL;
	const struct layout_input *in = r->gather->in;
	struct statement s;
	bool more = true, program = false;

	if (in->lex == NULL || in->dialect == NULL || !holds_word(start, text.left, "trigger") ||
	    split_open(in->lex, &source, &sp, NULL) != 0)
		return 0;
	while (split_next(sp, &s, &more, NULL) == 0 && more) {
		if (program && s.len >= 3 && strncasecmp(s.text, "end", 3) == 0) {
			fail(r->err, PAWL_E_SYNTAX,
			     "a program with BEGIN and END is no statement of %s", in->dialect);
			hint(r->err, "the file was written for another engine; name the folder for "
				     "this one by --dir");
			at(r->err, r->file->path, r->block + 1, 1);
			return PAWL_E_SYNTAX;
		}
		if (strncasecmp(s.text, "create", 6) == 0)
			program = !s.compound && holds_word(s.text, s.len, "trigger") &&
				  holds_word(s.text, s.len, "begin");
	}
	return 0;
}

static int block_mark(struct reader *r, const struct line *l, bool begin)
{
	struct piece *p;

	if (r->now == NULL)
		return refuse(r, l->number, "a block of a statement stands above the way up");
	if (begin && r->in_block)
		return refuse(r, l->number, "StatementBegin stands inside a block");
	if (!begin && !r->in_block)
		return refuse(r, l->number, "StatementEnd has no StatementBegin");
	if (!begin && check_block(r, l) != 0)
		return PAWL_E_SYNTAX;
	r->in_block = begin;
	r->block = l->number;
	r->block_start = l->end;
	p = last_piece(r);
	if (begin || r->pending == 0 || r->ended) {
		p->end = l->end;
	} else {
		p->terminate = true;
		start_piece(r, l);
	}
	if (!begin)
		r->pending = 0;
	r->ended = false;
	return 0;
}

static int text_line(struct reader *r, const struct line *l)
{
	if (r->now == NULL) {
		if (is_comment(l))
			return 0;
		refuse(r, l->number, "SQL stands above the first mark");
		hint(r->err, "begin the file with \"%s Up\"", r->rules->prefix);
		return PAWL_E_SYNTAX;
	}
	last_piece(r)->end = l->end;
	if (is_comment(l))
		return 0;
	if (r->pending == 0)
		r->pending = l->number;
	r->ended = ends_statement(l);
	if (!r->in_block && r->ended)
		r->pending = 0;
	return 0;
}

static int take_line(struct reader *r, const struct line *l)
{
	struct marked_line mark = {0};
	int rc = r->rules->parse(l, &mark, r->err);

	if (rc != 0) {
		at(r->err, r->file->path, l->number, 1);
		return rc;
	}
	switch (mark.command) {
	case MARKED_NONE:
		return text_line(r, l);
	case MARKED_UP:
		return start_way(r, l, &r->up, mark.no_tx);
	case MARKED_DOWN:
		return start_way(r, l, &r->down, mark.no_tx);
	case MARKED_BEGIN:
	case MARKED_END:
		return block_mark(r, l, mark.command == MARKED_BEGIN);
	case MARKED_NO_TX:
		r->no_tx = true;
		break;
	case MARKED_ENVSUB_ON:
	case MARKED_ENVSUB_OFF:
		r->envsub = mark.command == MARKED_ENVSUB_ON;
		if (r->now != NULL)
			start_piece(r, l);
		return 0;
	}
	if (r->now != NULL)
		last_piece(r)->end = l->end;
	return 0;
}

static int make_script(const struct reader *r, const struct way *w, struct script *ret)
{
	const struct pieces p = {
		.file = r->file,
		.text = r->text,
		.environment = r->gather->in->environment,
		.v = w->pieces.v,
		.len = w->pieces.len,
	};
	enum migration_tx tx = r->no_tx || w->no_tx ? MIGRATION_TX_OFF : MIGRATION_TX_AUTO;

	return pieces_script(&p, tx, r->arena, ret, r->err);
}

int marked_read(const struct gather *g, const struct gather_item *item,
		const struct tree_text *text, struct arena *a, struct migration *m,
		struct pawl_error *err)
{
	const struct marked_rules *rules = ((const struct marked *)g)->rules;
	struct reader r = {
		.rules = rules,
		.gather = g,
		.file = item->file,
		.text = text,
		.arena = a,
		.err = err,
	};
	struct lines lines;
	struct line l;
	int rc = 0;

	lines_init(&lines, text->data, text->len);
	while (rc == 0 && lines_next(&lines, &l))
		rc = take_line(&r, &l);
	if (rc == 0 && r.now != NULL)
		rc = check_ended(&r);
	if (rc != 0)
		return rc;
	if (r.now == NULL) {
		refuse(&r, 1, "the file has no way up");
		hint(err, "begin it with \"%s Up\"", rules->prefix);
		return PAWL_E_SYNTAX;
	}
	rc = make_script(&r, &r.up, &m->up);
	if (rc == 0 && r.down.exists)
		rc = make_script(&r, &r.down, &m->down);
	return rc;
}
