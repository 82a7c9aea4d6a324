/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Graphviz places boxes and lines; drawing is svg.c's. So Graphviz sees no text,
 * needs no fonts and loads nothing but its layout, and what goes into the page
 * is entirely pawl's own.
 */
#include "docgen/diagram.h"

#include <dlfcn.h>
#include <gvc.h>
#include <string.h>

#define LAYOUT_SYMBOL "gvplugin_dot_layout_LTX_library"

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

static void layout(struct diagram *d, GVC_t *gvc, const char *dot, bool *ret)
{
	Agraph_t *g = agmemread(dot);

	if (g == NULL)
		return;
	if (gvLayout(gvc, g, "dot") == 0) {
		read_layout(d, g);
		gvFreeLayout(gvc, g);
		*ret = true;
	}
	agclose(g);
}

/*
 * The layout is handed to Graphviz by its absolute path. Left to itself it would
 * read a list of plugins from where the environment points, load Pango, Cairo and
 * X11 with them, and never give that list's memory back. The plugin keeps buffers
 * in static variables, so it stays loaded.
 */
static bool layout_with_plugin(struct diagram *d, const char *dot)
{
	void *plugin = dlopen(GRAPHVIZ_LAYOUT, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
	char name[] = LAYOUT_SYMBOL;
	lt_symlist_t builtins[2] = {{name, plugin != NULL ? dlsym(plugin, name) : NULL}};
	GVC_t *gvc = builtins[0].address != NULL ? gvContextPlugins(builtins, 0) : NULL;
	bool done = false;

	if (gvc != NULL) {
		layout(d, gvc, dot, &done);
		gvFreeContext(gvc);
	}
	if (plugin != NULL)
		dlclose(plugin);
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
	done = layout_with_plugin(d, b.data);
	agseterrf(before);
	return done;
}

bool dot_can_render(void)
{
	return true;
}
