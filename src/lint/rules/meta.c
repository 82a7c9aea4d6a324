/* SPDX-License-Identifier: Apache-2.0 */
/* What is wrong with how lint is used. They have no check: read.c and the API report them. */
#include "lint/rules.h"

const struct lint_rule rules_meta[] = {
	{
		.id = "not-understood",
		.class = LINT_META,
		.level = LINT_WARNING,
		.engines = PMS,
		.summary = "A statement that could not be read.",
		.why = "The statement has a mistake, or is newer than the parser (PostgreSQL 15). "
		       "No rule has looked at it.",
		.safe = "Mend it, or try it on a scratch database: pawl verify --replay.",
	},
	{
		.id = "unused-allow",
		.class = LINT_META,
		.level = LINT_WARNING,
		.engines = PMS,
		.summary = "A pawl:allow that allows nothing.",
		.why = "The rule is misspelt or finds nothing here. Left standing, it would hide "
		       "the next finding of that name, which nobody has looked at.",
		.safe = "Take the line out.",
	},
	{
		.id = "allow-without-reason",
		.class = LINT_META,
		.level = LINT_WARNING,
		.engines = PMS,
		.summary = "A pawl:allow without a reason.",
		.why = "Whoever reads it later cannot tell whether the reason still holds.",
		.safe = "-- pawl:allow drop-column nobody has read it since release 4.2",
	},
	{
		.id = "stale-baseline",
		.class = LINT_META,
		.level = LINT_NOTE,
		.engines = PMS,
		.summary = "A line of the baseline file that matches no finding.",
		.why = "What it excused is gone; the line would excuse the same mistake made anew.",
		.safe = "pawl lint --baseline FILE --write-baseline",
	},
	{0},
};
