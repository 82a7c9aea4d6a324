/* SPDX-License-Identifier: Apache-2.0 */
/* In place of dot_render.c in a build without Graphviz. */
#include "docgen/diagram.h"

bool dot_render(struct diagram *d)
{
	(void)d;
	return false;
}

bool dot_can_render(void)
{
	return false;
}
