/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Graphviz places boxes and lines; drawing is svg.c's. So Graphviz sees no text,
 * needs no fonts and loads nothing but its layout, and what goes into the page
 * is entirely pawl's own.
 */
#include "docgen/diagram.h"

#include <gvc.h>
#include <string.h>

/* Between ranks and between the boxes of one, in inches of 72. */
static const char header[] =
	"digraph d {\n\trankdir=LR\n\tnodesep=0.4\n\tranksep=1.1\n\tsplines=true\n"
	"\tremincross=true\n\tnode [shape=plain margin=0]\n\tedge [dir=none]\n";

static int be_silent(char *message)
{
	(void)message;
	return 0;
}

static void read_boxes(struct diagram *d, Agraph_t *g)
{
	for (Agnode_t *n = agfstnode(g); n != NULL; n = agnxtnode(g, n)) {
		size_t i = strtoul(agnameof(n) + 1, NULL, 10);
		struct diagram_box *to = &d->boxes.v[i];

		to->x = ND_coord(n).x - GD_bb(g).LL.x - to->width / 2.0;
		to->y = GD_bb(g).UR.y - ND_coord(n).y - to->height / 2.0;
	}
}

/* Graphviz counts upwards from the bottom, SVG downwards from the top. */
static void read_line(struct diagram *d, Agraph_t *g, Agedge_t *e)
{
	char id[] = "id";
	struct diagram_line *line = &d->lines.v[strtoul(agget(e, id), NULL, 10)];
	const splines *s = ED_spl(e);

	for (int i = 0; s != NULL && i < s->size; i++)
		for (int j = 0; j < s->list[i].size; j++)
			*vec_push(&line->points, d->catalog->arena) = (struct diagram_point){
				.x = s->list[i].list[j].x - GD_bb(g).LL.x,
				.y = GD_bb(g).UR.y - s->list[i].list[j].y,
			};
}

static void read_layout(struct diagram *d, Agraph_t *g)
{
	d->width = GD_bb(g).UR.x - GD_bb(g).LL.x;
	d->height = GD_bb(g).UR.y - GD_bb(g).LL.y;
	read_boxes(d, g);
	for (Agnode_t *n = agfstnode(g); n != NULL; n = agnxtnode(g, n))
		for (Agedge_t *e = agfstout(g, n); e != NULL; e = agnxtout(g, e))
			read_line(d, g, e);
}

/*
 * One context for the process: Graphviz never gives back the text of its
 * configuration, which each new context reads again.
 */
static GVC_t *context(void)
{
	static GVC_t *only;

	if (only == NULL)
		only = gvContext();
	return only;
}

static bool layout(struct diagram *d, const char *dot)
{
	GVC_t *gvc = context();
	Agraph_t *g = gvc != NULL ? agmemread(dot) : NULL;
	bool done = g != NULL && gvLayout(gvc, g, "dot") == 0;

	if (done) {
		read_layout(d, g);
		gvFreeLayout(gvc, g);
	}
	if (g != NULL)
		agclose(g);
	return done;
}

bool dot_render(struct diagram *d)
{
	_cleanup_buf_ struct buf b = {0};
	agusererrf before;
	bool done;

	buf_adds(&b, header);
	dot_write(d, false, 0, &b);
	buf_adds(&b, "}\n");
	before = agseterrf(be_silent);
	done = layout(d, b.data);
	agseterrf(before);
	return done;
}

bool dot_can_render(void)
{
	return true;
}
