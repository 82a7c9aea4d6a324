/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Graphviz places boxes and lines; drawing is svg.c's. So Graphviz sees no text,
 * needs no fonts and loads nothing but its layout, and what goes into the page
 * is entirely pawl's own.
 *
 * It is loaded only when there is something to draw, as the drivers are, and a
 * page can be made where it is not installed. The layout's plugin is opened by
 * its absolute path and brings the libraries with it. Left to itself Graphviz
 * would read a list of plugins from where the environment points, load Pango,
 * Cairo and X11 with them, and never give that list's memory back. The plugin
 * keeps buffers in static variables, so it stays loaded.
 */
#include "docgen/diagram.h"

#include <dlfcn.h>
#include <gvc.h>
#include <string.h>

struct graphviz {
	void *handle;
	void *layout; /* the plugin */
	__typeof__(gvContextPlugins) *gvContextPlugins;
	__typeof__(gvFreeContext) *gvFreeContext;
	__typeof__(gvLayout) *gvLayout;
	__typeof__(gvFreeLayout) *gvFreeLayout;
	__typeof__(agmemread) *agmemread;
	__typeof__(agclose) *agclose;
	__typeof__(agfstnode) *agfstnode;
	__typeof__(agnxtnode) *agnxtnode;
	__typeof__(agfstout) *agfstout;
	__typeof__(agnxtout) *agnxtout;
	__typeof__(agnameof) *agnameof;
	__typeof__(agget) *agget;
	__typeof__(agseterrf) *agseterrf;
};

static const struct {
	const char *name;
	size_t offset; /* in struct graphviz */
} symbols[] = {
#define SYMBOL(name)                                                                               \
	{                                                                                          \
#name, offsetof(struct graphviz, name)                                             \
	}
	{"gvplugin_dot_layout_LTX_library", offsetof(struct graphviz, layout)},
	SYMBOL(gvContextPlugins),
	SYMBOL(gvFreeContext),
	SYMBOL(gvLayout),
	SYMBOL(gvFreeLayout),
	SYMBOL(agmemread),
	SYMBOL(agclose),
	SYMBOL(agfstnode),
	SYMBOL(agnxtnode),
	SYMBOL(agfstout),
	SYMBOL(agnxtout),
	SYMBOL(agnameof),
	SYMBOL(agget),
	SYMBOL(agseterrf),
#undef SYMBOL
};
enum { SYMBOLS = sizeof(symbols) / sizeof(*symbols) };

/* Between ranks and between the boxes of one, in inches of 72 points. */
static const char header[] = "digraph d {\n\trankdir=LR\n\tnodesep=0.4\n\tranksep=1.1\n"
			     "\tsplines=true\n\tremincross=true\n"
			     "\tnode [shape=plain margin=0]\n\tedge [dir=none]\n";

static void unload(struct graphviz *gv)
{
	if (gv->handle != NULL)
		dlclose(gv->handle);
}
#define _cleanup_graphviz_ __attribute__((cleanup(unload)))

static bool load(struct graphviz *ret)
{
	ret->handle = dlopen(GRAPHVIZ_LAYOUT, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
	for (size_t i = 0; i < SYMBOLS && ret->handle != NULL; i++) {
		void *address = dlsym(ret->handle, symbols[i].name);

		if (address == NULL)
			return false;
		memcpy((char *)ret + symbols[i].offset, &address, sizeof(address));
	}
	return ret->handle != NULL;
}

static int be_silent(char *message)
{
	(void)message;
	return 0;
}

/* Graphviz counts upwards from the bottom, SVG downwards from the top. */
static void read_box(struct diagram *d, const struct graphviz *gv, Agraph_t *g, Agnode_t *n)
{
	struct diagram_box *to = &d->boxes.v[strtoul(gv->agnameof(n) + 1, NULL, 10)];

	to->x = ND_coord(n).x - GD_bb(g).LL.x - to->width / 2.0;
	to->y = GD_bb(g).UR.y - ND_coord(n).y - to->height / 2.0;
}

static void read_line(struct diagram *d, const struct graphviz *gv, Agraph_t *g, Agedge_t *e)
{
	char id[] = "id";
	struct diagram_line *line = &d->lines.v[strtoul(gv->agget(e, id), NULL, 10)];
	const splines *s = ED_spl(e);

	for (int i = 0; s != NULL && i < s->size; i++)
		for (int j = 0; j < s->list[i].size; j++)
			*vec_push(&line->points, d->catalog->arena) = (struct diagram_point){
				.x = s->list[i].list[j].x - GD_bb(g).LL.x,
				.y = GD_bb(g).UR.y - s->list[i].list[j].y,
			};
}

static void read_layout(struct diagram *d, const struct graphviz *gv, Agraph_t *g)
{
	d->width = GD_bb(g).UR.x - GD_bb(g).LL.x;
	d->height = GD_bb(g).UR.y - GD_bb(g).LL.y;
	for (Agnode_t *n = gv->agfstnode(g); n != NULL; n = gv->agnxtnode(g, n)) {
		read_box(d, gv, g, n);
		for (Agedge_t *e = gv->agfstout(g, n); e != NULL; e = gv->agnxtout(g, e))
			read_line(d, gv, g, e);
	}
}

static bool layout(struct diagram *d, const struct graphviz *gv, const char *dot)
{
	char name[] = "gvplugin_dot_layout_LTX_library";
	const lt_symlist_t builtins[2] = {{name, gv->layout}};
	GVC_t *gvc = gv->gvContextPlugins(builtins, 0);
	Agraph_t *g = gvc != NULL ? gv->agmemread(dot) : NULL;
	bool done = g != NULL && gv->gvLayout(gvc, g, "dot") == 0;

	if (done) {
		read_layout(d, gv, g);
		gv->gvFreeLayout(gvc, g);
	}
	if (g != NULL)
		gv->agclose(g);
	if (gvc != NULL)
		gv->gvFreeContext(gvc);
	return done;
}

bool dot_render(struct diagram *d)
{
	_cleanup_graphviz_ struct graphviz gv = {0};
	_cleanup_buf_ struct buf b = {0};
	agusererrf before;
	bool done;

	if (!load(&gv))
		return false;
	buf_adds(&b, header);
	dot_write(d, false, 0, &b);
	buf_adds(&b, "}\n");
	before = gv.agseterrf(be_silent);
	done = layout(d, &gv, b.data);
	gv.agseterrf(before);
	return done;
}

bool dot_can_render(void)
{
	_cleanup_graphviz_ struct graphviz gv = {0};

	return load(&gv);
}
