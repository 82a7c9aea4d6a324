/* SPDX-License-Identifier: Apache-2.0 */
#include "driver/data_api/record.h"

#include "base/vec.h"

/* Cut the cell at *at out of the text, in place; *at is on its separator then. */
static bool take_cell(char **at, char **ret_end, const char **ret)
{
	char *from = *at, *to = *at;
	bool quoted = false, any = false;

	*ret = *at;
	while (*from != '\0' && (quoted || (*from != ',' && *from != ')'))) {
		if (*from == '\\' || (*from == '"' && quoted && from[1] == '"')) {
			from++;
		} else if (*from == '"') {
			quoted = !quoted;
			any = true;
			from++;
			continue;
		}
		if (*from == '\0')
			return false;
		*to++ = *from++;
		any = true;
	}
	if (*from == '\0')
		return false;
	if (!any)
		*ret = NULL;
	*at = from;
	*ret_end = to;
	return true;
}

bool record_rows(char *text, struct arena *a, struct db_rows *ret)
{
	VEC(const char *) cells = {0};
	size_t rows = 0;

	for (char *at = text; *at != '\0'; rows++) {
		bool last = false;

		if (*at++ != '(')
			return false;
		while (!last) {
			const char *cell;
			char *end;

			if (!take_cell(&at, &end, &cell))
				return false;
			last = *at++ == ')';
			*end = '\0';
			*vec_push(&cells, a) = cell;
		}
	}
	if (rows != 0 && cells.len % rows != 0)
		return false;
	*ret = (struct db_rows){
		.rows = rows,
		.cols = rows == 0 ? 0 : cells.len / rows,
		.cells = cells.v,
	};
	return true;
}
